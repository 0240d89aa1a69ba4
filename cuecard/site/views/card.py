"""The card of a routine."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.routine import CardPdf
from cuecard.site.views.safety import Safety
from cuecard.site.views.shared import Link


class CardPicture(Struct, frozen=True):
    """A picture small enough for a card, as SVG text: drawn, or a photograph inside it."""

    svg: str
    alt: str
    src: str
    """The published file, for the browser; empty for one that is drawn."""


class CardEntry(Struct, frozen=True):
    """One exercise on a card."""

    number: int
    title: str
    dose: str
    steps: tuple[str, ...]
    """As on the exercise's page, how to start before them."""
    short_steps: tuple[str, ...]
    """What a crowded card prints instead; the same where the author gave none."""
    note: str
    needs: str
    pictures: tuple[CardPicture, ...]
    """At most two: start and end."""


class CardLog(Struct, frozen=True):
    """A strip of boxes to tick."""

    weeks: int
    days: int
    """In each week."""
    sides: bool
    """Whether each day has a box for the left and one for the right."""


class CardCode(Struct, frozen=True):
    """A QR code, and the same address to read."""

    label: str
    """Before the readable address: "This routine"."""
    caption: str
    """Under the code."""
    address: str
    readable: str
    svg: str


class Card(Struct, frozen=True):
    """Everything that a routine's card can hold, for the browser and for the PDF alike."""

    slug: str
    title: str
    language: str
    author: str
    schedule: str
    for_whom: bool
    before: str
    entries: tuple[CardEntry, ...]
    after: str
    progress_when: str
    regress_when: str
    safety: Safety
    leave_out: tuple[str, ...]
    """When not to start an exercise, which its number names."""
    pain: str
    """The pain scale in one line that needs no colour."""
    log: CardLog | None
    codes: tuple[CardCode, ...]
    """Empty without a base address."""
    credits: str
    """Whose photographs are on the card, in a line; empty when nobody is to be named."""
    review: str


class CardLayout(Struct, frozen=True):
    """One rung of the ladder of layouts: what a card shows when it is that crowded."""

    name: str
    pictures: int
    """At most so many for each exercise."""
    steps: str
    """full, short or none; with none there are no notes either"""
    needs: bool = True
    """Whether it tells what is needed."""
    picture: int = 22
    """How high a picture is, in millimetres."""


class FittedLayout(Struct, frozen=True):
    """The rung and the type that make a card fit."""

    rung: CardLayout
    size: float
    """Points."""


class CardPage(Struct, frozen=True):
    """`cards/SLUG.html`: what is pinned to the wall."""

    frame: Frame
    routine: Link
    paper: str
    """As CSS names it: A4 or letter."""
    card: Card
    fit: FittedLayout
    pdfs: tuple[CardPdf, ...]
