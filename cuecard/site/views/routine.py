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
    """A small figure, as safe SVG; empty when there is none."""


class CardPdf(Struct, frozen=True):
    """A card as a file to load."""

    href: str
    name: str
    """Of the kind: "PDF", "Large print"."""
    text: str
    """The kind and the paper."""
    paper: str
    """a4 or letter."""
    is_other: bool
    """Whether it is not the paper of the site: a script shows it to readers whose language tells of this one."""


class RoutinePage(Struct, frozen=True, tag=True):
    """`routines/SLUG.html`"""

    frame: Frame
    summary: str
    facts: tuple[Fact, ...]
    card: str
    """Where its card is; empty where it has none."""
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
