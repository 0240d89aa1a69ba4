"""The library: all texts together, and every fact that takes more than one of them to know.

It is put together, and all that does not hold between texts is told, by `assembling`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from cuecard.content.front_matter import Document
from cuecard.content.ladders import Ladder
from cuecard.content.links import Target
from cuecard.content.markdown import Body
from cuecard.content.schema import Exercise, Guide, Piece, Routine, Site
from cuecard.content.sources import Kind
from cuecard.content.vocabulary import Kind as TermKind
from cuecard.content.vocabulary import Term, Vocabulary
from cuecard.values import dataclass


@dataclass(frozen=True, slots=True)
class Worked:
    """A muscle that an exercise works: the term, and the word that the author used for it."""

    term: Term
    written: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What stands at the beginning: each text by itself, good in itself."""

    exercises: tuple[Piece[Exercise], ...]
    routines: tuple[Piece[Routine], ...]
    guides: tuple[Piece[Guide], ...]
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
    """Paths of texts and settings that could not be understood. That is told already, and once: what refers
    to them is not told again."""
    half_read: tuple[Document, ...] = ()
    """Those of them whose facts are wrong but whose bodies, in `bodies`, and other facts can be checked like others."""
    others: frozenset[str] = frozenset()
    """Paths of files that are there but of no kind that can be published."""

    @property
    def pieces(self) -> Iterator[Piece[Any]]:
        """Every text, exercises first."""
        yield from self.exercises
        yield from self.routines
        yield from self.guides


TermFolder = Literal["muscles", "equipment"]
"""Where the pages of terms lie."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that pages are made from. Mappings by slug hold only what is published."""

    site: Site
    vocabulary: Vocabulary
    exercises: Mapping[str, Piece[Exercise]]
    routines: Mapping[str, Piece[Routine]]
    guides: Mapping[str, Piece[Guide]]
    bodies: Mapping[str, Body]
    primary: Mapping[str, tuple[Worked, ...]]
    """By exercise: the muscles it works most, in the author's order."""
    secondary: Mapping[str, tuple[Worked, ...]]
    equipment: Mapping[str, tuple[Term, ...]]
    """By exercise: what it needs; empty for nothing."""
    lit: Mapping[str, tuple[str, ...]]
    """By exercise: the ids of the muscles that it works, umbrella words opened, primary ones first."""
    in_use: Mapping[TermFolder, tuple[Term, ...]]
    """The terms that have a page."""
    ladders: Mapping[str, Ladder]
    targets: Mapping[tuple[str, str], Target]
    """By source path and link target as written."""
    redirects: Mapping[str, str]
    """Url of an old address to the url of the page that took its place."""

    @property
    def published(self) -> Iterator[Piece[Any]]:
        """Every text that has a page, exercises first."""
        yield from self.exercises.values()
        yield from self.routines.values()
        yield from self.guides.values()

    def muscles_lit(self, slug: str) -> tuple[str, ...]:
        """The ids of the muscles that an exercise works, umbrella words opened, primary ones first."""
        return self.lit[slug]


def url_of(kind: Kind, slug: str) -> str:
    """The address of the page made from a text."""
    return f"{kind}s/{slug}.html"


def term_url(term: Term) -> str:
    """The address of the page of a muscle or a piece of equipment."""
    return f"{'equipment' if term.kind is TermKind.EQUIPMENT else 'muscles'}/{term.id}.html"


def card_url(slug: str) -> str:
    """The address of the card of a routine."""
    return f"cards/{slug}.html"


def terms_in_use(library: Library) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The muscles and the equipment that have a page, each in the order of the vocabulary.

    A muscle is in use when an exercise names it or an umbrella word that lights it up.
    """
    return library.in_use["muscles"], library.in_use["equipment"]


def routine_slugs(routine: Routine) -> tuple[str, ...]:
    """The exercises of a routine in the order of doing."""
    return tuple(entry.exercise for entry in routine.exercises)


def entry_ids(routine: Routine) -> tuple[str, ...]:
    """The id of each entry of a routine: its exercise's slug, the second time with a number after it."""
    seen: dict[str, int] = {}
    ids = []
    for slug in routine_slugs(routine):
        seen[slug] = seen.get(slug, 0) + 1
        ids.append(slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
    return tuple(ids)


def has_safety(facts: Site | Routine | Guide) -> bool:
    """Whether it says anything about when to stop or to get help."""
    safety = facts.safety
    return bool(safety.stop_if or safety.get_help.urgent or safety.get_help.soon or safety.pain)
