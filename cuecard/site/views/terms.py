"""The pages of muscles and equipment, and their indexes."""

from __future__ import annotations

from cuecard.core.values import dataclass
from cuecard.site.views.frame import Frame
from cuecard.site.views.lists import ExerciseSummary
from cuecard.site.views.shared import Link


@dataclass(frozen=True, slots=True)
class Group:
    """A titled list of exercises."""

    title: str
    rows: tuple[ExerciseSummary, ...]


@dataclass(frozen=True, slots=True)
class TermPage:
    """`muscles/ID.html`, `equipment/ID.html`"""

    frame: Frame
    beside: str
    """The anatomical name, or what does as well at home."""
    also_called: str
    muscle_map: str
    """Where a muscle is, as safe SVG; empty when it cannot be drawn."""
    groups: tuple[Group, ...]
    index: Link


@dataclass(frozen=True, slots=True)
class TermRow:
    """A muscle or a piece of equipment in an index."""

    name: str
    beside: str
    href: str
    count: str


@dataclass(frozen=True, slots=True)
class TermGroup:
    """A part of an index; the first has no title."""

    title: str
    terms: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True)
class TermsPage:
    """`muscles/index.html`, `equipment/index.html`"""

    frame: Frame
    lead: str
    muscle_map: str
    """A map whose muscles are links, as safe SVG; empty for equipment."""
    groups: tuple[TermGroup, ...]
