"""The home page."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.lists import ExerciseSummary, GuideRow, RoutineRow


class Choice(Struct, frozen=True):
    """One choice of a filter."""

    value: str
    text: str
    words: str = ""
    """Synonyms that search takes for this term."""


class HomePage(Struct, frozen=True):
    """`index.html`"""

    frame: Frame
    lead: str
    routines: tuple[RoutineRow, ...]
    guides: tuple[GuideRow, ...]
    exercises: tuple[ExerciseSummary, ...]
    muscles: tuple[Choice, ...]
    equipment: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    positions: tuple[Choice, ...]
    muscles_href: str
    equipment_href: str
    count: str
    script_labels: str
    """The words that the script needs, as JSON."""
