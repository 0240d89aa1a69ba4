"""Exercises, routines and guides as rows of a list."""

from __future__ import annotations

from msgspec import Struct


class ExerciseSummary(Struct, frozen=True):
    """An exercise in a list."""

    title: str
    href: str
    summary: str
    facts: str
    """The muscles that it works most by everyday name, and its level, in a line."""
    level: str
    """Its id; empty when none is given."""
    slug: str
    names: str
    """What else it is called, for search."""
    words: str
    """What search finds besides its names, its summary and the words of its terms."""
    muscle_ids: str
    equipment_ids: str
    position: str
    still: str
    """A small figure, as safe SVG; empty when there is none."""
    lit: tuple[str, ...]
    """Ids of the muscles that it works most."""
    map: str
    """A small map of them, as safe SVG that needs the page's sprite; empty when none can be drawn."""


class RoutineRow(Struct, frozen=True):
    """A routine in a list."""

    title: str
    href: str
    summary: str
    facts: str
    """Number of exercises, time and schedule, in a line."""
    card: str
    """Where its card is."""


class GuideRow(Struct, frozen=True):
    """A guide in a list."""

    title: str
    href: str
    summary: str
