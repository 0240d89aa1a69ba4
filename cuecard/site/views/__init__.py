"""What templates see: frozen values in which every decision is already taken.

A template loops over these, tests whether one is there, and prints it; it never sorts, filters or works out an address.
Every `href` is relative to the page that the view is for. Here are the values that several pages show, and the views of
pages with the body of a text. The views of other pages are in `cuecard.site.pages`, beside what makes them. These must
never import that: a build in which only bodies changed loads the views alone.
"""

from cuecard.site.views.exercise import (
    ExercisePage,
    InRoutine,
    ProgressionLink,
    ProgressionStep,
    Step,
    TextSection,
)
from cuecard.site.views.frame import Frame
from cuecard.site.views.guide import GuidePage, Section
from cuecard.site.views.lists import ExerciseSummary, GuideRow, RoutineRow
from cuecard.site.views.media import Movement, Picture, PictureFile, Still, Video
from cuecard.site.views.routine import (
    Around,
    CardPdf,
    EntryBlock,
    ProgrammePhase,
    RoutineEntry,
    RoutinePage,
    RoutinePart,
    WayPoint,
)
from cuecard.site.views.safety import PainScale, PainStep, Safety
from cuecard.site.views.shared import BodyPart, Equipment, Fact, Link, Muscle, Page, Review, Source

BodyPage = ExercisePage | RoutinePage | GuidePage
"""The view of a page that shows the body of a text."""

__all__ = [
    "Around",
    "BodyPage",
    "BodyPart",
    "CardPdf",
    "EntryBlock",
    "Equipment",
    "ExercisePage",
    "ExerciseSummary",
    "Fact",
    "Frame",
    "GuidePage",
    "GuideRow",
    "InRoutine",
    "Link",
    "Movement",
    "Muscle",
    "Page",
    "PainScale",
    "PainStep",
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
    "Section",
    "Source",
    "Step",
    "Still",
    "TextSection",
    "Video",
    "WayPoint",
]
