"""Exercises, routines and guides as rows of a list."""

from __future__ import annotations

from msgspec import Struct


class ExerciseSummary(Struct, frozen=True):
    """An exercise in a list."""

    title: str
    href: str
    summary: str
    facts: str
    """The everyday names of its main muscles, in a line."""
    level_name: str
    """Empty if it has no level."""
    needs: str
    """The equipment, in a line."""
    level: str
    """Its id; empty if it has none."""
    slug: str
    names: str
    """Other names, for search."""
    words: str
    """More words for search, besides its names, its summary and the words of its terms."""
    muscle_ids: str
    equipment_ids: str
    position: str
    still: str
    """A small figure as safe SVG; empty if it has none."""
    lit: tuple[str, ...]
    """Ids of its main muscles."""
    map: str
    """A small map of them as safe SVG, which needs the page's sprite; empty if none can be drawn."""
    terms: tuple[tuple[str, str], ...] = ()
    """For each of the site's taxonomies its name and the slugs of its words, for the filter."""


class RoutineRow(Struct, frozen=True):
    """A routine in a list."""

    title: str
    href: str
    summary: str
    need: str
    """For whom it is, in the owner's words; empty if they do not say."""
    facts: tuple[str, ...]
    """Time, number of exercises or schedule, and equipment."""
    strip: str
    """Its figures on one line of the floor as safe SVG; empty if it has none."""
    card: str
    """The URL of its card; empty if it has none."""


class GuideRow(Struct, frozen=True):
    """A guide in a list."""

    title: str
    href: str
    summary: str
