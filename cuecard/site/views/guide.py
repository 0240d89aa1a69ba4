"""The page of a guide."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.lists import ExerciseSummary, RoutineRow
from cuecard.site.views.media import Picture, Video
from cuecard.site.views.safety import Safety
from cuecard.site.views.shared import BodyPart, Link, Review, Source


class Section(Struct, frozen=True):
    """A heading of a body in a table of contents."""

    id: str
    text: str
    is_nested: bool


class GuidePage(Struct, frozen=True, tag=True):
    """The view of `guides/SLUG.html`."""

    frame: Frame
    summary: str
    stop_line: str
    """The first rule of when to stop, to follow the words "Stop if"; empty without one."""
    start: Link | None
    """To the first routine that it belongs to."""
    strip: str
    """The figures of that routine or of its own exercises, as safe SVG; empty if there are none."""
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
