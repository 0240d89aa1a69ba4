"""Values that several pages show."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from cuecard.site.views.lists import ExerciseSummary, RoutineRow


class Page(Struct, frozen=True):
    """One page: its URL, its template, and the view to render."""

    url: str
    template: str
    """Empty if the view is already bytes."""
    view: Any


class Link(Struct, frozen=True):
    """A link."""

    href: str
    text: str
    is_current: bool = False
    """Whether it leads to this page, or to this part of the site."""


class DoseNumber(Struct, frozen=True):
    """One number of a dose with its words: "30", "seconds each leg"."""

    number: str
    words: str
    """May be empty."""
    label: str = ""
    """In front of the number, in a language whose doses are labels and numbers."""


class Muscle(Struct, frozen=True):
    """A muscle in words: its everyday name and its anatomical one."""

    name: str
    anatomical: str
    href: str
    is_drawn: bool
    """Whether the muscle map shows it or a part of it."""
    is_deep: bool
    """Whether it is too deep for that."""


class Equipment(Struct, frozen=True):
    """Equipment, and what you can use instead at home."""

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
    """A source of statements."""

    title: str
    href: str
    readable: str
    """The address as printed."""


class Review(Struct, frozen=True):
    """Who reviewed a text, in sentences."""

    text: str
    overdue: str
    """A notice; empty unless the review is known to be overdue."""


class BodyPart(Struct, frozen=True):
    """A part of a body: prose, or the exercises or routines that it shows as cards."""

    html: str = ""
    """Safe HTML."""
    rows: tuple[ExerciseSummary, ...] = ()
    routines: tuple[RoutineRow, ...] = ()
    list: str = ""
    """On the home page, the name of the list that stands here."""
    title: str = ""
    """Its heading, in the owner's words."""
