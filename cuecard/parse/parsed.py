"""What parsing gives to the linker: typed texts, bodies and settings, each file by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from cuecard.markdown.converter import Body
from cuecard.parse.front_matter import Document
from cuecard.parse.page_models import HomeText, InfoPage
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine
from cuecard.parse.site_settings import Site


class ParsedContent(Struct, frozen=True):
    """All texts, each valid by itself, before links between them are checked."""

    exercises: tuple[ContentFile[Exercise], ...]
    routines: tuple[ContentFile[Routine], ...]
    guides: tuple[ContentFile[Guide], ...]
    bodies: Mapping[str, Body]
    """By source path."""
    site: Site
    site_document: Document | None
    """None when there is no `site.yaml`."""
    assets: frozenset[str]
    """Paths of files that texts may show or link to."""
    shown_folder: str
    """The content folder, for problems that have no file."""
    broken: frozenset[str] = frozenset()
    """Paths of texts and settings that could not be parsed. That is reported once: what refers
    to them is not reported again."""
    half_read: tuple[Document, ...] = ()
    """Those of them whose facts are wrong but whose bodies, in `bodies`, and other facts can be checked like others."""
    others: frozenset[str] = frozenset()
    """Paths of files that are there but of no kind that can be published."""
    pages: tuple[ContentFile[InfoPage], ...] = ()
    home: tuple[ContentFile[HomeText], ...] = ()
    """The text of the home page; empty without one."""

    @property
    def pieces(self) -> Iterator[ContentFile[Any]]:
        """Yield every text, exercises first."""
        yield from self.exercises
        yield from self.routines
        yield from self.guides
        yield from self.pages
        yield from self.home
