"""What templates see: frozen values in which every decision is already taken.

A template loops over these, tests whether one is there, and prints it; it never sorts, filters or works out an address.
Every `href` is relative to the page that the view is for. Each page has a module here, one of the same name in
`cuecard.site.pages` that makes it, and a template. Views must never import what makes them: a build in which only
bodies changed loads these alone.
"""

from cuecard.site.views.card import (
    CardPage,
)
from cuecard.site.views.exercise import (
    ExercisePage,
    InRoutine,
    ProgressionLink,
    ProgressionStep,
    Step,
    TextSection,
)
from cuecard.site.views.feeds import Headers, Listed, Listing
from cuecard.site.views.frame import Frame
from cuecard.site.views.guide import GuidePage, Section
from cuecard.site.views.home import Choice, HomePage
from cuecard.site.views.lists import ExerciseSummary, GuideRow, RoutineRow
from cuecard.site.views.media import Film, Movement, Picture, PictureFile, Still
from cuecard.site.views.notices import NotFoundPage, RedirectPage
from cuecard.site.views.routine import CardPdf, RoutineEntry, RoutinePage
from cuecard.site.views.safety import PainScale, PainStep, Safety
from cuecard.site.views.shared import BodyPart, Equipment, Fact, Link, Muscle, Page, Review, Source
from cuecard.site.views.terms import Group, TermGroup, TermPage, TermRow, TermsPage

BodyPage = ExercisePage | RoutinePage | GuidePage
"""The view of a page that shows the body of a text."""

__all__ = [
    "BodyPage",
    "BodyPart",
    "CardPage",
    "CardPdf",
    "Choice",
    "Equipment",
    "ExercisePage",
    "ExerciseSummary",
    "Fact",
    "Film",
    "Frame",
    "Group",
    "GuidePage",
    "GuideRow",
    "Headers",
    "HomePage",
    "InRoutine",
    "Link",
    "Listed",
    "Listing",
    "Movement",
    "Muscle",
    "NotFoundPage",
    "Page",
    "PainScale",
    "PainStep",
    "Picture",
    "PictureFile",
    "ProgressionLink",
    "ProgressionStep",
    "RedirectPage",
    "Review",
    "RoutineEntry",
    "RoutinePage",
    "RoutineRow",
    "Safety",
    "Section",
    "Source",
    "Step",
    "Still",
    "TermGroup",
    "TermPage",
    "TermRow",
    "TermsPage",
    "TextSection",
]
