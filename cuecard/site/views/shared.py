"""Values that several pages show."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from cuecard.site.views.lists import ExerciseSummary, RoutineRow


class Page(Struct, frozen=True):
    """One file to make: where it goes, and what is put into which template."""

    url: str
    template: str
    """Empty when the view is bytes already."""
    view: Any


class Link(Struct, frozen=True):
    """Something to follow."""

    href: str
    text: str
    is_current: bool = False
    """Whether it leads to the page, or the part of the site, that the reader is on."""


class Muscle(Struct, frozen=True):
    """A muscle in words: the everyday name, the anatomical one beside it."""

    name: str
    anatomical: str
    href: str
    is_drawn: bool
    """Whether the muscle map shows it, or a part of it."""
    is_deep: bool
    """Whether it lies too deep for that."""


class Equipment(Struct, frozen=True):
    """A thing that is needed, and what you can use instead at home."""

    name: str
    instead: str
    href: str


class Fact(Struct, frozen=True):
    """One fact with its label."""

    label: str
    value: str


class TextSection(Struct, frozen=True):
    """A section with a text or a list of texts, as the author wrote them."""

    id: str
    title: str
    text: str
    """Empty for a list."""
    items: tuple[str, ...]


class Source(Struct, frozen=True):
    """Where something comes from."""

    title: str
    href: str
    readable: str
    """The address for paper."""


class Review(Struct, frozen=True):
    """Who checked a text, in sentences."""

    text: str
    overdue: str
    """A notice; empty when the review is not known to be overdue."""
    is_reviewed: bool


class BodyPart(Struct, frozen=True):
    """A stretch of a body: prose, or the exercises or routines that it shows as cards."""

    html: str = ""
    """Safe HTML."""
    rows: tuple[ExerciseSummary, ...] = ()
    routines: tuple[RoutineRow, ...] = ()
