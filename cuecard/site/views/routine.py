"""The page of a routine."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.media import Picture, Still, Video
from cuecard.site.views.safety import Safety
from cuecard.site.views.shared import BodyPart, DoseNumber, Fact, Link, Muscle, Review, Source, TextSection


class SetBoxes(Struct, frozen=True):
    """Boxes to tick, one for each set."""

    side: str
    """The side that they are for; empty for both or none."""
    names: tuple[str, ...]


class EntryGuide(Struct, frozen=True):
    """What is needed to follow an exercise while doing it."""

    numbers: tuple[DoseNumber, ...]
    """The dose in numbers; empty if only the sentence can say it."""
    stills: tuple[Still, ...]
    pictures: tuple[Picture, ...]
    """Photographs, in place of stills."""
    start: str
    steps: tuple[str, ...]
    """Short ones, if the author wrote them."""
    all_steps: tuple[str, ...]
    """The long ones, if others are shown first."""
    stop_if: tuple[str, ...]
    """The rules of this exercise alone, to follow the words "Stop if"."""
    boxes: tuple[SetBoxes, ...]


class RoutineEntry(Struct, frozen=True):
    """One exercise of a routine."""

    id: str
    number: int
    title: str
    href: str
    dose: str
    note: str
    not_if: tuple[str, ...]
    equipment: str
    still: str
    """A small figure as safe SVG; empty if it has none."""
    guide: EntryGuide
    next: Link | None = None
    """The next exercise; None for the last."""


class CardPdf(Struct, frozen=True):
    """A card as a PDF to download."""

    href: str
    name: str
    """The kind: "PDF", "Large print"."""
    text: str
    """The kind and the paper."""
    paper: str
    """a4 or letter."""
    is_other: bool
    """Whether it is not the paper of the site: a script shows it to readers whose country uses it."""


class RoutinePage(Struct, frozen=True, tag=True):
    """`routines/SLUG.html`"""

    frame: Frame
    summary: str
    facts: tuple[Fact, ...]
    strip: str
    """Its figures on one line of the floor as safe SVG; empty if it has none."""
    stop_line: str
    """The first rule to stop at, to follow the words "Stop if" above the exercises."""
    card: str
    """The URL of its card; empty if it has none."""
    pdfs: tuple[CardPdf, ...]
    for_whom: tuple[TextSection, ...]
    """What it is for, and for whom."""
    before: str
    entries: tuple[RoutineEntry, ...]
    after: str
    progress_when: str
    regress_when: str
    delivery: tuple[TextSection, ...]
    """Where, with whom and how it is kept up."""
    primary: tuple[Muscle, ...]
    """The main muscles of any of its exercises."""
    secondary: tuple[Muscle, ...]
    """The other muscles."""
    muscle_map: str
    """A map of them as safe SVG; empty if none can be drawn."""
    safety: Safety
    video: Video | None
    pictures: tuple[Picture, ...]
    body: tuple[BodyPart, ...]
    sources: tuple[Source, ...]
    review: Review
