"""The page of a guide."""

from __future__ import annotations

from cuecard.core.values import dataclass
from cuecard.site.views.frame import Frame
from cuecard.site.views.lists import ExerciseSummary, RoutineRow
from cuecard.site.views.media import Film, Picture
from cuecard.site.views.safety import Safety
from cuecard.site.views.shared import BodyPart, Review, Source


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a body in a table of contents."""

    id: str
    text: str
    is_nested: bool


@dataclass(frozen=True, slots=True)
class GuidePage:
    """`guides/SLUG.html`"""

    frame: Frame
    summary: str
    contents: tuple[Section, ...]
    body: tuple[BodyPart, ...]
    exercises: tuple[ExerciseSummary, ...]
    """Those that the body does not show as cards already."""
    routines: tuple[RoutineRow, ...]
    """Likewise."""
    safety: Safety
    film: Film | None
    pictures: tuple[Picture, ...]
    sources: tuple[Source, ...]
    review: Review
