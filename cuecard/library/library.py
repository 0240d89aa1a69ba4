"""The library: all content files, and every fact that depends on more than one of them.

`linker` builds it, and reports every reference that cannot be resolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from cuecard.core.urls import text_url
from cuecard.library.ladders import Ladder
from cuecard.library.links import Target
from cuecard.library.tags import TagTerm
from cuecard.markdown.converter import Body
from cuecard.parse.page_models import HomeText, InfoPage
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written
from cuecard.parse.site_settings import Site
from cuecard.parse.sources import TEXT_FOLDERS, Kind
from cuecard.vocabulary.term import Kind as TermKind
from cuecard.vocabulary.term import Term
from cuecard.vocabulary.vocabulary import Vocabulary

HOME = "index.html"
MUSCLES = "muscles/index.html"
EQUIPMENT = "equipment/index.html"
SITEMAP = "sitemap.xml"
FEED = "feed.xml"


class MuscleUse(Struct, frozen=True):
    """A muscle that an exercise works: the term, and the word that the author wrote."""

    term: Term
    written: str


TermFolder = Literal["muscles", "equipment"]
"""The folders of the pages of terms."""


class Library(Struct, frozen=True):
    """Everything that pages are rendered from. Mappings by slug contain only published content."""

    site: Site
    vocabulary: Vocabulary
    exercises: Mapping[str, ContentFile[Exercise]]
    routines: Mapping[str, ContentFile[Routine]]
    guides: Mapping[str, ContentFile[Guide]]
    bodies: Mapping[str, Body]
    primary: Mapping[str, tuple[MuscleUse, ...]]
    """By exercise: its main muscles, in the author's order."""
    secondary: Mapping[str, tuple[MuscleUse, ...]]
    equipment: Mapping[str, tuple[Term, ...]]
    """By exercise: the equipment it needs; empty for none."""
    muscle_ids: Mapping[str, tuple[str, ...]]
    """By exercise: the ids of its muscles, primary first, with groups expanded to their muscles."""
    routines_with: Mapping[str, tuple[str, ...]]
    """By exercise: the slugs of the routines that have it, in the order of the routines; empty for none."""
    in_use: Mapping[TermFolder, tuple[Term, ...]]
    """The terms that have a page."""
    ladders: Mapping[str, Ladder]
    targets: Mapping[tuple[str, str], Target]
    """By source path and link target as written."""
    redirects: Mapping[str, str]
    """URL of an old address to the URL of the page that replaced it."""
    tagged: Mapping[str, TagTerm] = {}
    """By the URL of its page: each tag and each word of a taxonomy that a text has."""
    pages: Mapping[str, ContentFile[InfoPage]] = {}
    home: Mapping[str, ContentFile[HomeText]] = {}
    """The text of the home page, `home.md`, by its slug; empty without one."""

    def texts(self, kind: Kind) -> Mapping[str, ContentFile[Any]]:
        """Return the published texts of one kind, by slug."""
        texts: Mapping[Kind, Mapping[str, ContentFile[Any]]] = {
            Kind.EXERCISE: self.exercises,
            Kind.ROUTINE: self.routines,
            Kind.GUIDE: self.guides,
            Kind.PAGE: self.pages,
            Kind.HOME: self.home,
        }
        return texts[kind]

    def text_at(self, url: str) -> ContentFile[Any] | None:
        """Return the published text whose page is at *url*, without a fragment; None for any other page."""
        if url == HOME:
            return next(iter(self.home.values()), None)
        folder, _, name = url.partition("/")
        kind = TEXT_FOLDERS.get(folder)
        return self.texts(kind).get(name.removesuffix(".html")) if kind and name.endswith(".html") else None

    @property
    def published(self) -> Iterator[ContentFile[Any]]:
        """Yield every published content file, exercises first."""
        yield from self.exercises.values()
        yield from self.routines.values()
        yield from self.guides.values()
        yield from self.pages.values()
        yield from self.home.values()

    def exercises_of(self, text: Written) -> list[Exercise]:
        """Return the exercises that a routine has, those of a warm-up and a cool-down last; none of any other text."""
        slugs = routine_slugs(text) if isinstance(text, Routine) else ()
        return [self.exercises[slug].facts for slug in slugs if slug in self.exercises]

    def muscle_ids_of(self, slug: str) -> tuple[str, ...]:
        """Return the ids of an exercise's muscles, primary first, with groups expanded to their muscles."""
        return self.muscle_ids[slug]


def url_of(kind: Kind, slug: str) -> str:
    """Return the URL of the page of a content file."""
    return text_url(kind, slug)


def old_url(kind: Kind, old: str) -> str:
    """Return the URL of an old address as `redirect_from` has it: a slug of the same kind, or a whole path."""
    if "/" in old:
        return old
    return f"{old}.html" if kind is Kind.HOME else url_of(kind, old)


def term_url(term: Term) -> str:
    """Return the URL of the page of a muscle or a piece of equipment."""
    return f"{'equipment' if term.kind is TermKind.EQUIPMENT else 'muscles'}/{term.id}.html"


def card_url(slug: str) -> str:
    """Return the URL of the card of a routine."""
    return f"cards/{slug}.html"


def card_pdf_url(slug: str, paper: str, *, large: bool = False, cut: int = 0) -> str:
    """Return the address of a routine's card as a PDF on *paper*, a4 or letter; *cut* says how many are cut out of a
    sheet.
    """
    return f"cards/{slug}{'-large' if large else ''}{f'-cut-{cut}' if cut else ''}-{paper}.pdf"


def terms_in_use(library: Library) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """Return the muscles and the equipment that have a page, each in the order of the vocabulary.

    A muscle is in use if an exercise names it, or a group that contains it.
    """
    return library.in_use["muscles"], library.in_use["equipment"]
