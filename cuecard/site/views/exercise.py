"""The page of an exercise."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.media import Movement, Picture, Video
from cuecard.site.views.safety import Safety
from cuecard.site.views.shared import (
    BodyPart,
    DoseNumber,
    Equipment,
    Link,
    Muscle,
    Review,
    Source,
    TextSection,
)


class Step(Struct, frozen=True):
    """One step, with the id for links."""

    id: str
    number: int
    text: str


class ProgressionLink(Struct, frozen=True):
    """An exercise on the ladder, or a change to the one that the page is about."""

    title: str
    """The title of the exercise, or the whole sentence."""
    href: str = ""
    """Empty for a change in words, and for the exercise of this page."""
    level: str = ""
    when: str = ""
    """When to take it, as a sentence."""
    before: str = ""
    """Words before the title."""
    still: str = ""
    """A small figure of the exercise, as safe SVG; empty if there is none."""


class ProgressionStep(Struct, frozen=True):
    """One step of the ladder from what is easier to what is harder."""

    kind: str
    """this (the exercise of the page), change (of it), neighbour, beyond (the neighbours), or further (only
    counted)."""
    label: str
    """Its name, such as "Easier"."""
    rungs: tuple[ProgressionLink, ...]
    """Side by side on this step; at least one."""
    down: int = 0
    """How many steps are above it; 0 for a change too, which is no step."""


class InRoutine(Struct, frozen=True):
    """A routine that uses an exercise, with links to the exercises before and after it."""

    title: str
    href: str
    place: str
    """Such as "2 of 5"."""
    previous: Link | None
    next: Link | None


class ExercisePage(Struct, frozen=True, tag=True):
    """The view of `exercises/SLUG.html`."""

    frame: Frame
    summary: str
    facts: tuple[str, ...]
    """Level, position and equipment, in a line under the name."""
    also_called: str
    dose: str
    """The dose as a sentence."""
    numbers: tuple[DoseNumber, ...]
    """The same in numbers with their sides; empty if only the sentence can say it."""
    not_if: tuple[str, ...]
    aims: tuple[TextSection, ...]
    """What it trains besides muscles."""
    before_steps: tuple[TextSection, ...]
    steps: tuple[Step, ...]
    technique: tuple[TextSection, ...]
    """How to do the steps well."""
    primary: tuple[Muscle, ...]
    secondary: tuple[Muscle, ...]
    muscle_map: str
    """A map of them as safe SVG; empty if none can be drawn."""
    equipment: tuple[Equipment, ...]
    progression: tuple[ProgressionStep, ...]
    """From the easiest to the hardest; empty if there are no other versions."""
    stop_line: str
    """The first stop rule, the exercise's own before the site's, to be printed after "Stop if" at the steps."""
    safety: Safety
    video: Video | None
    pictures: tuple[Picture, ...]
    movement: Movement | None
    """The drawn figure; None if there are photographs."""
    body: tuple[BodyPart, ...]
    sources: tuple[Source, ...]
    review: Review
    routines: tuple[InRoutine, ...]
