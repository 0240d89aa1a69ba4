"""The page of a routine."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.media import Picture, Video
from cuecard.site.views.safety import Safety
from cuecard.site.views.shared import BodyPart, Fact, Muscle, Review, Source, TextSection


class RoutineEntry(Struct, frozen=True):
    """One exercise of a routine."""

    id: str
    number: int
    title: str
    href: str
    dose: str
    first_step: str
    note: str
    not_if: tuple[str, ...]
    equipment: str
    still: str
    """A small figure as safe SVG; empty if it has none."""


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
    """The view of `routines/SLUG.html`."""

    frame: Frame
    summary: str
    facts: tuple[Fact, ...]
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
