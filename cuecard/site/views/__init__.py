"""The values that templates print: frozen, with every decision already made.

A template loops over these, tests whether a value is empty, and prints it; it never sorts, filters or computes a URL.
Every `href` is relative to the page of the view. This package has the values that several pages show, and the views of
pages with the body of a text. The views of other pages are in `cuecard.site.pages`, with the functions that make them.
The views must never import these: a build in which only bodies have changed loads the views alone.
"""

from cuecard.site.views.exercise import (
    ExercisePage,
    InRoutine,
    ProgressionLink,
    ProgressionStep,
    Step,
)
from cuecard.site.views.frame import Frame, Logo, TermLinks
from cuecard.site.views.guide import GuidePage, Section
from cuecard.site.views.info import InfoPage
from cuecard.site.views.lists import ExerciseSummary, GuideRow, RoutineRow
from cuecard.site.views.media import Movement, Picture, PictureFile, Still, Video
from cuecard.site.views.routine import (
    Around,
    CardPdf,
    EntryBlock,
    EntryGuide,
    ProgrammePhase,
    RoutineEntry,
    RoutinePage,
    RoutinePart,
    SetBoxes,
    WayPoint,
)
from cuecard.site.views.safety import Safety, Scale, ScaleStep
from cuecard.site.views.shared import (
    BodyPart,
    DoseNumber,
    Equipment,
    Fact,
    Link,
    Muscle,
    Page,
    Review,
    Source,
    TextSection,
)

BodyPage = ExercisePage | RoutinePage | GuidePage | InfoPage
"""The view of a page that shows the body of a text."""

__all__ = [
    "Around",
    "BodyPage",
    "BodyPart",
    "CardPdf",
    "DoseNumber",
    "EntryBlock",
    "EntryGuide",
    "Equipment",
    "ExercisePage",
    "ExerciseSummary",
    "Fact",
    "Frame",
    "GuidePage",
    "GuideRow",
    "InRoutine",
    "InfoPage",
    "Link",
    "Logo",
    "Movement",
    "Muscle",
    "Page",
    "Picture",
    "PictureFile",
    "ProgrammePhase",
    "ProgressionLink",
    "ProgressionStep",
    "Review",
    "RoutineEntry",
    "RoutinePage",
    "RoutinePart",
    "RoutineRow",
    "Safety",
    "Scale",
    "ScaleStep",
    "Section",
    "SetBoxes",
    "Source",
    "Step",
    "Still",
    "TermLinks",
    "TextSection",
    "Video",
    "WayPoint",
]
