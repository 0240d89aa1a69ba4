"""The pages of muscles and equipment, and their indexes."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.lists import ExerciseSummary
from cuecard.site.views.shared import Link


class Group(Struct, frozen=True):
    """A titled list of exercises."""

    title: str
    rows: tuple[ExerciseSummary, ...]


class TermPage(Struct, frozen=True):
    """`muscles/ID.html`, `equipment/ID.html`"""

    frame: Frame
    beside: str
    """The anatomical name, or what does as well at home."""
    also_called: str
    muscle_map: str
    """Where a muscle is, as safe SVG; empty when it cannot be drawn."""
    groups: tuple[Group, ...]
    index: Link


class TermRow(Struct, frozen=True):
    """A muscle or a piece of equipment in an index."""

    name: str
    beside: str
    href: str
    count: str


class TermGroup(Struct, frozen=True):
    """A part of an index; the first has no title."""

    title: str
    terms: tuple[TermRow, ...]


class TermsPage(Struct, frozen=True):
    """`muscles/index.html`, `equipment/index.html`"""

    frame: Frame
    lead: str
    muscle_map: str
    """A map whose muscles are links, as safe SVG; empty for equipment."""
    groups: tuple[TermGroup, ...]
