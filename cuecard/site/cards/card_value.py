"""The value of a card: everything that a routine's card can print, the same for Typst and for the browser.

All words are decided here; a template sets them and drops none. Rules come in two forms: `short` is what a card prints,
`whole` is what its author wrote for pages, and what large print prints. A group or a choice is in `CardEntry.leads` and
its bracket; sides with doses of their own are several `CardDose`.
"""

from __future__ import annotations

from msgspec import Struct

from cuecard.core.text_direction import is_right_to_left


class CardPicture(Struct, frozen=True):
    """A picture as SVG text, cut to its ink: drawn, or a photograph inside it."""

    svg: str
    width: float
    """In units of the drawing; for a photograph in such a measure that it is as tall as a person."""
    height: float
    caption: str
    """What it shows; its alternative text."""
    src: str
    """The published file, for the browser; empty for one that is drawn."""
    is_instruction: bool
    """Whether its caption tells what to do, as the captions of drawn figures do."""


class CardRule(Struct, frozen=True):
    """A safety rule."""

    short: str
    whole: str
    numbers: tuple[int, ...] = ()
    """The exercises that it is about; empty for all."""


class CardDose(Struct, frozen=True):
    """How much, as one sentence in two parts."""

    core: str
    """Sets, repetitions or time, and the side: "3 sets of 30 seconds on each leg"."""
    more: str
    """How the sentence goes on: ", rest 30 seconds"."""
    label: str = ""
    """Whose dose it is, where an entry has several."""

    @property
    def sentence(self) -> str:
        """Return the whole."""
        return self.core + self.more


class CardLead(Struct, frozen=True):
    """What is said above an exercise: how its group is done, or what there is to choose."""

    title: str
    """In bold: "Pair A:", "or"."""
    text: str
    """May be empty."""


class CardEntry(Struct, frozen=True):
    """One exercise on a card."""

    number: int
    title: str
    doses: tuple[CardDose, ...]
    steps: tuple[str, ...]
    """As on the exercise's page, how to start before them."""
    short_steps: tuple[str, ...]
    """What a crowded card prints instead; the same where the author gave none."""
    captions: tuple[str, ...]
    """What its drawn pictures show, as sentences: the least that can be said of how it is done."""
    note: str
    needs: str
    """What is needed, as a list in small letters; empty for nothing."""
    skip: tuple[CardRule, ...]
    """When not to do it, to go on after "Skip if"."""
    stop: tuple[CardRule, ...]
    """When to stop it, as sentences; the same rules stand, each once, in the safety part of the card."""
    pictures: tuple[CardPicture, ...]
    """At most two: start and end."""
    leads: tuple[CardLead, ...] = ()
    """What stands above it."""
    bracket: str = ""
    """Which end of the bracket it is round what belongs together: `first`, `inner`, `last`, `only`; empty for none."""
    is_choice: bool = False
    """Whether the bracket is dashed, as it is round a choice."""


class CardTier(Struct, frozen=True):
    """When to get help, and where."""

    rules: tuple[CardRule, ...]
    where: str
    """In words of the site, as a sentence: "Call 112."; may be empty."""


class CardCell(Struct, frozen=True):
    """A part of a ruler."""

    text: str
    kind: str
    """more, ok, caution or stop: for its fill."""
    share: float
    """Of the width of the ruler."""


class CardScale(Struct, frozen=True):
    """A scale as a ruler: that of pain, or another."""

    label: str
    """What is rated."""
    cells: tuple[CardCell, ...]
    """The numbers."""
    zones: tuple[CardCell, ...]
    """What to do, below the numbers; empty where the words have no room, and then the text begins with them."""
    text: str
    spoken: str
    """The ruler in words, for people who do not see it."""
    numbers: tuple[int, ...]
    """The exercises that it is for; empty for all."""


class CardSafety(Struct, frozen=True):
    """All rules of a card, those of single exercises too."""

    stop: tuple[CardRule, ...]
    """General ones first, then those of exercises, with their numbers."""
    emergency: CardTier
    urgent: CardTier
    soon: CardTier
    scales: tuple[CardScale, ...]
    """Those for all exercises first, then those of single exercises."""
    lifted: tuple[CardRule, ...]
    """Why rules of other cards are missing here, or do not apply to some exercises."""


class CardLog(Struct, frozen=True):
    """Boxes to tick."""

    weeks: int
    days: int
    """In each week."""
    sides: tuple[str, ...]
    """The letters in the boxes of a day: two where a dose has sides, else one empty text."""


class CardCode(Struct, frozen=True):
    """A QR code, and the same address to read."""

    label: str
    """Before the readable address: "This routine"."""
    caption: str
    """Under the code."""
    address: str
    readable: str
    svg: str


class CardClinic(Struct, frozen=True):
    """Who gives the card out."""

    name: str
    telephone: str
    logo: CardPicture | None = None
    """Its width and height in millimetres."""


class LabelledText(Struct, frozen=True):
    """A label of ours and the author's text after it."""

    label: str
    text: str


class Card(Struct, frozen=True):
    """Everything that a routine's card can hold."""

    slug: str
    title: str
    language: str
    author: str
    purpose: str
    """What it is for, in one sentence."""
    schedule: str
    rest_days: str
    for_whom: bool
    not_if: str
    """Who should not start the routine at all, to go on after "Do not start if"; empty for nobody."""
    not_if_whole: str
    """The same in whole rules."""
    before: str
    needs: str
    """What all exercises together need."""
    entries: tuple[CardEntry, ...]
    after: str
    move_up: LabelledText | None
    step_back: LabelledText | None
    safety: CardSafety
    log: CardLog | None
    codes: tuple[CardCode, ...]
    """Empty without a base address."""
    clinic: CardClinic | None
    credits: str
    """Whose photographs are on the card, in a line; empty when nobody is to be named."""
    review: str
    """Who checked it and when, and which version it is."""
    sides: int
    """1, or 2 where the author wants a poster with two sides."""
    labels: dict[str, str]
    """Every word of ours on the card: the family "card" of the table of labels."""
    words: str = "en"
    """The language of these words: that of the card, or English."""

    @property
    def is_rtl(self) -> bool:
        """Return whether its language is written from right to left."""
        return is_right_to_left(self.language)
