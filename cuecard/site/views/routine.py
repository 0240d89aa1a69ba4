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
    guide: EntryGuide
    next: Link | None = None
    """The next exercise; None for the last."""
    conditions: tuple[str, ...] = ()
    """Whether, when and for whom it is done, in sentences."""
    news: str = ""
    """In a phase: whether it is new; empty for one that is as before."""
    replaces: Link | None = None
    """The exercise of an earlier phase that it replaces."""


class EntryBlock(Struct, frozen=True):
    """Entries that belong together: a single one, a group, or what there is to choose from."""

    entries: tuple[RoutineEntry, ...] = ()
    """Of a single entry or a group."""
    title: str = ""
    """Of a group."""
    lead: str = ""
    """How a group is done, or what there is to choose, in a sentence."""
    note: str = ""
    conditions: tuple[str, ...] = ()
    options: tuple[EntryBlock, ...] = ()
    """Of a choice: each may be a group."""
    blocks: tuple[EntryBlock, ...] = ()
    """Of a group with a choice in it, in place of its entries."""


class Around(Struct, frozen=True):
    """A step of a warm-up or cool-down: the text before the link, the link, and the text after it."""

    text: str
    link: Link | None = None
    more: str = ""


class CardPdf(Struct, frozen=True):
    """A card as a file to load."""

    href: str
    text: str
    """The kind, "PDF" or "Large print", and the paper."""
    paper: str
    """a4 or letter."""
    is_other: bool
    """Whether it is not the paper of the site: a script shows it to readers whose language tells of this one."""


class RoutinePart(Struct, frozen=True):
    """A plain routine, a session or a phase without sessions: what is done, and its card."""

    id: str
    title: str
    """Empty for a plain routine."""
    note: str
    facts: tuple[Fact, ...]
    card: str
    """Where its card is; empty where it has none, and for a plain routine, whose page has it."""
    before: tuple[Around, ...]
    blocks: tuple[EntryBlock, ...]
    after: tuple[Around, ...]
    is_rest: bool = False
    linked: Link | None = None
    """The routine of the site that it is."""


class ProgrammePhase(Struct, frozen=True):
    """One phase of a programme."""

    id: str
    number: int
    title: str
    note: str
    goal: str
    move_on_when: str
    go_back_when: str
    left_out: tuple[Link, ...]
    """The exercises of the phase before that are done no longer."""
    parts: tuple[RoutinePart, ...]


class WayPoint(Struct, frozen=True):
    """A stage on the line from start to goal."""

    href: str
    number: int
    title: str
    text: str
    """Its goal, or how long it lasts."""


class RoutinePage(Struct, frozen=True, tag=True):
    """The view of `routines/SLUG.html`."""

    frame: Frame
    summary: str
    facts: tuple[Fact, ...]
    strip: str
    """Its figures on one line of the floor as safe SVG; empty if it has none."""
    stop_line: str
    """The first rule to stop at, to follow the words "Stop if" above the exercises."""
    card: str
    """Where its card is; empty where it has none, or where its parts have one each."""
    pdfs: tuple[CardPdf, ...]
    for_whom: tuple[TextSection, ...]
    """What it is for, and for whom."""
    before: tuple[Around, ...]
    parts: tuple[RoutinePart, ...]
    """Of a plain routine the one, else its sessions; empty where it has phases."""
    phases: tuple[ProgrammePhase, ...]
    way: tuple[WayPoint, ...]
    """Its phases as a line from start to goal."""
    goal: str
    """Where the line leads."""
    after: tuple[Around, ...]
    progress_when: str
    regress_when: str
    delivery: tuple[TextSection, ...]
    """Where, with whom and how it is kept up."""
    primary: tuple[Muscle, ...]
    """What any of its exercises works most."""
    secondary: tuple[Muscle, ...]
    """What else they work."""
    muscle_map: str
    """Where they are, as safe SVG; empty when none can be drawn."""
    safety: Safety
    video: Video | None
    pictures: tuple[Picture, ...]
    body: tuple[BodyPart, ...]
    sources: tuple[Source, ...]
    review: Review
