"""Values that several pages show."""

from __future__ import annotations

from typing import Any

from cuecard.core.values import dataclass
from cuecard.site.views.lists import ExerciseSummary, RoutineRow


@dataclass(frozen=True, slots=True)
class Page:
    """One file to make: where it goes, and what is put into which template."""

    url: str
    template: str
    """Empty when the view is bytes already."""
    view: Any


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow."""

    href: str
    text: str
    is_current: bool = False
    """Whether it leads to the page, or the part of the site, that the reader is on."""


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle in words: the everyday name, the anatomical one beside it."""

    name: str
    anatomical: str
    href: str
    is_drawn: bool
    """Whether the muscle map shows it, or a part of it."""
    is_deep: bool
    """Whether it lies too deep for that."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """A thing that is needed, and what does as well at home."""

    name: str
    instead: str
    href: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact with its label."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where something comes from."""

    title: str
    href: str
    readable: str
    """The address for paper."""


@dataclass(frozen=True, slots=True)
class Review:
    """Who checked a text, in sentences."""

    text: str
    overdue: str
    """A notice; empty when the review is not known to be overdue."""
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A stretch of a body: prose, or the exercises or routines that stand there as cards."""

    html: str = ""
    """Safe HTML."""
    rows: tuple[ExerciseSummary, ...] = ()
    routines: tuple[RoutineRow, ...] = ()
