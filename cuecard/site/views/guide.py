"""The page of a guide."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.lists import ExerciseSummary, RoutineRow
from cuecard.site.views.media import Picture, Video
from cuecard.site.views.safety import Safety
from cuecard.site.views.shared import BodyPart, Review, Source


class Section(Struct, frozen=True):
    """A heading of a body in a table of contents."""

    id: str
    text: str
    is_nested: bool


class GuidePage(Struct, frozen=True, tag=True):
    """The view of `guides/SLUG.html`."""

    frame: Frame
    summary: str
    contents: tuple[Section, ...]
    body: tuple[BodyPart, ...]
    exercises: tuple[ExerciseSummary, ...]
    """Those that the body does not show as cards."""
    routines: tuple[RoutineRow, ...]
    """The same."""
    safety: Safety
    video: Video | None
    pictures: tuple[Picture, ...]
    sources: tuple[Source, ...]
    review: Review
