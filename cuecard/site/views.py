"""What templates see: frozen values in which every decision is already taken.

A template loops over these, tests whether one is there, and prints it; it never sorts, filters or works out
an address. Every `href` is relative to the page that the view is for.
"""

from __future__ import annotations

from typing import Any

from cuecard.core.values import dataclass
from cuecard.site.cards.card_fit import CardFit
from cuecard.site.cards.card_parts import CardPart
from cuecard.site.cards.card_value import Card


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow."""

    href: str
    text: str
    is_current: bool = False
    """Whether it leads to the page, or the part of the site, that the reader is on."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands round every page."""

    language: str
    title: str
    """For the browser's tab: page and site."""
    heading: str
    """The page's one h1."""
    description: str
    site_title: str
    author: str
    home: str
    canonical: str
    """The full address; empty without a base address."""
    readable: str
    """The same for a reader to type from paper."""
    og_type: str
    feed: str
    """Empty without a base address."""
    policy: str
    """What the page may load and do (`publish.policy`); empty where authors may write all HTML."""
    icon: str
    stylesheet: str
    scripts: tuple[str, ...]
    navigation: tuple[Link, ...]
    json_ld: str
    """Ready to stand in a script element; empty for none."""
    is_draft: bool = False
    sprite: str = ""
    """What the small muscle maps of the page refer to, as safe SVG; empty without any."""


@dataclass(frozen=True, slots=True)
class Muscle:
    """A muscle in words: the everyday name, the anatomical one beside it."""

    name: str
    anatomical: str
    href: str
    is_drawn: bool
    """Whether the muscle map shows it, or a part of it."""
    is_deep: bool
    """Whether it lies too deep for that."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """A thing that is needed, and what does as well at home."""

    name: str
    instead: str
    href: str


@dataclass(frozen=True, slots=True)
class PainStep:
    """One stretch of the pain scale."""

    range: str
    verdict: str
    """One or two words: "Carry on"."""
    advice: str
    kind: str
    """ok, caution or stop: for its look."""


@dataclass(frozen=True, slots=True)
class PainScale:
    """The scale in words and numbers."""

    steps: tuple[PainStep, ...]
    settle: str
    source: str

    @property
    def line(self) -> str:
        """The whole scale in a line, for a sheet that may be printed without colour."""
        told = "; ".join(f"{step.range}: {step.verdict.lower()}" for step in self.steps)
        return f"Pain from 0 (none) to 10 (worst): {told}. {self.settle}"


@dataclass(frozen=True, slots=True)
class Safety:
    """All rules that hold on a page: the site's, the routine's and the exercise's."""

    stop_if: tuple[str, ...]
    urgent: tuple[str, ...]
    soon: tuple[str, ...]
    pain: PainScale | None
    emergency: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    """Who should not start at all."""
    where: tuple[str, str, str] = ("", "", "")
    """Where to get help: in an emergency, today, soon."""

    @property
    def is_told(self) -> bool:
        """Whether there is anything to print."""
        return bool(self.stop_if or self.emergency or self.urgent or self.soon or self.pain or self.not_if)


@dataclass(frozen=True, slots=True)
class DosePart:
    """One fact of a dose."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Dose:
    """How much, as one sentence and as single facts."""

    sentence: str
    parts: tuple[DosePart, ...]


@dataclass(frozen=True, slots=True)
class PictureFile:
    """The files of a picture, as attributes of its element."""

    src: str
    srcset: str
    """Every size with its width; empty when there is one."""
    sizes: str
    """How wide it is shown, for a browser to choose by; empty likewise."""
    width: int
    """In CSS pixels, where there is room; 0 when it is not known."""
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture from a file."""

    file: PictureFile
    alt: str
    caption: str
    credit: str
    """Who made it and under which licence, in a line."""
    is_tall: bool
    """Whether it is so narrow that two have room beside each other on a phone."""


@dataclass(frozen=True, slots=True)
class Still:
    """One frame of a drawn figure."""

    svg: str
    """Safe SVG."""
    caption: str


@dataclass(frozen=True, slots=True)
class Movement:
    """A drawn figure: its frames, and one picture in which they turn into one another."""

    stills: tuple[Still, ...]
    moving: str
    """Safe SVG; empty for a single frame."""


@dataclass(frozen=True, slots=True)
class Film:
    """A video that loads nothing until it is asked to."""

    title: str
    href: str
    """Where it is watched; for a file of ours, the file."""
    readable: str
    """The address for paper."""
    player: str
    """What a frame loads after a click; empty for a plain link or a file."""
    provider: str
    """Whose site it is, by name: "Vimeo"; empty for a file of ours."""
    is_file: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where something comes from."""

    title: str
    href: str
    readable: str
    """The address for paper."""


@dataclass(frozen=True, slots=True)
class Review:
    """Who checked a text, in sentences."""

    text: str
    overdue: str
    """A notice; empty when the review is not known to be overdue."""
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class ProgressionLink:
    """An exercise on the stairs, or a change to the one that the page is about."""

    title: str
    """Of the exercise, or the whole sentence."""
    href: str = ""
    """Empty for a change told in words, and for the exercise of the page."""
    level: str = ""
    when: str = ""
    """When to take it, as a sentence."""
    before: str = ""
    """Words that the title goes on with."""
    still: str = ""
    """A small figure of the exercise, as safe SVG; empty when there is none."""


@dataclass(frozen=True, slots=True)
class ProgressionStep:
    """One step of the stairs from what is easier to what is harder."""

    kind: str
    """this (the page's exercise), change (to that), neighbour, beyond (the neighbours), or further (only counted)."""
    label: str
    """What it is, such as "Easier"."""
    rungs: tuple[ProgressionLink, ...]
    """Side by side on this step; at least one."""


@dataclass(frozen=True, slots=True)
class ExerciseSummary:
    """An exercise in a list."""

    title: str
    href: str
    summary: str
    facts: str
    """The muscles that it works most by everyday name, and its level, in a line."""
    level: str
    slug: str
    names: str
    """What else it is called, for search."""
    words: str
    """What search finds besides its names, its summary and the words of its terms."""
    muscle_ids: str
    equipment_ids: str
    position: str
    still: str
    """A small figure, as safe SVG; empty when there is none."""
    lit: tuple[str, ...]
    """Ids of the muscles that it works most."""
    map: str
    """A small map of them, as safe SVG that needs the page's sprite; empty when none can be drawn."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter."""

    value: str
    text: str
    words: str = ""
    """Synonyms that search takes for this term."""


@dataclass(frozen=True, slots=True)
class RoutineRow:
    """A routine in a list."""

    title: str
    href: str
    summary: str
    facts: str
    """Number of exercises, time and schedule, in a line."""
    card: str
    """Where its card is; empty where it has none."""


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in a list."""

    title: str
    href: str
    summary: str


@dataclass(frozen=True, slots=True)
class InRoutine:
    """A routine that uses an exercise, with the way on from here."""

    title: str
    href: str
    place: str
    """Such as "2 of 5"."""
    previous: Link | None
    next: Link | None


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A stretch of a body: prose, or the exercises or routines that stand there as cards."""

    html: str = ""
    """Safe HTML."""
    rows: tuple[ExerciseSummary, ...] = ()
    routines: tuple[RoutineRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a body in a table of contents."""

    id: str
    text: str
    is_nested: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step, with the id that links lead to."""

    id: str
    number: int
    text: str


# --- the pages --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HomePage:
    """`index.html`"""

    frame: Frame
    lead: str
    routines: tuple[RoutineRow, ...]
    guides: tuple[GuideRow, ...]
    exercises: tuple[ExerciseSummary, ...]
    muscles: tuple[Choice, ...]
    equipment: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    positions: tuple[Choice, ...]
    muscles_href: str
    equipment_href: str
    count: str


@dataclass(frozen=True, slots=True)
class ExercisePage:
    """`exercises/SLUG.html`"""

    frame: Frame
    summary: str
    facts: tuple[str, ...]
    """Level, position and what is needed, in a line under the name."""
    also_called: str
    dose: Dose | None
    not_if: tuple[str, ...]
    start: str
    steps: tuple[Step, ...]
    cues: tuple[str, ...]
    mistakes: tuple[str, ...]
    breathing: str
    feel: str
    primary: tuple[Muscle, ...]
    secondary: tuple[Muscle, ...]
    muscle_map: str
    """Where they are, as safe SVG; empty when none can be drawn."""
    equipment: tuple[Equipment, ...]
    stairs: tuple[ProgressionStep, ...]
    """From the easiest to the hardest; empty for an exercise that has neither."""
    stop_line: str
    """The first stop rule, the exercise's own before the site's, to follow the words "Stop if" beside the steps."""
    safety: Safety
    film: Film | None
    pictures: tuple[Picture, ...]
    movement: Movement | None
    """The drawn figure; photographs take its place."""
    body: tuple[BodyPart, ...]
    sources: tuple[Source, ...]
    review: Review
    routines: tuple[InRoutine, ...]


@dataclass(frozen=True, slots=True)
class RoutineEntry:
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


@dataclass(frozen=True, slots=True)
class CardPdf:
    """A card as a file to load."""

    href: str
    name: str
    """Of the kind: "PDF", "Large print"."""
    text: str
    """The kind and the paper."""
    paper: str
    """a4 or letter."""
    is_other: bool
    """Whether it is not the paper of the site: shown where a reader's language tells of this one."""


@dataclass(frozen=True, slots=True)
class RoutinePage:
    """`routines/SLUG.html`"""

    frame: Frame
    summary: str
    facts: tuple[DosePart, ...]
    card: str
    """Where its card is; empty where it has none."""
    pdfs: tuple[CardPdf, ...]
    before: str
    entries: tuple[RoutineEntry, ...]
    after: str
    progress_when: str
    regress_when: str
    primary: tuple[Muscle, ...]
    """What any of its exercises works most."""
    secondary: tuple[Muscle, ...]
    """What else they work."""
    muscle_map: str
    """Where they are, as safe SVG; empty when none can be drawn."""
    safety: Safety
    film: Film | None
    pictures: tuple[Picture, ...]
    body: tuple[BodyPart, ...]
    sources: tuple[Source, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class GuidePage:
    """`guides/SLUG.html`"""

    frame: Frame
    summary: str
    contents: tuple[Section, ...]
    body: tuple[BodyPart, ...]
    exercises: tuple[ExerciseSummary, ...]
    """Those that the body does not show as cards already."""
    routines: tuple[RoutineRow, ...]
    """Likewise."""
    safety: Safety
    film: Film | None
    pictures: tuple[Picture, ...]
    sources: tuple[Source, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class Group:
    """A titled list of exercises."""

    title: str
    rows: tuple[ExerciseSummary, ...]


@dataclass(frozen=True, slots=True)
class TermPage:
    """`muscles/ID.html`, `equipment/ID.html`"""

    frame: Frame
    beside: str
    """The anatomical name, or what does as well at home."""
    also_called: str
    muscle_map: str
    """Where a muscle is, as safe SVG; empty when it cannot be drawn."""
    groups: tuple[Group, ...]
    index: Link


@dataclass(frozen=True, slots=True)
class TermRow:
    """A muscle or a piece of equipment in an index."""

    name: str
    beside: str
    href: str
    count: str


@dataclass(frozen=True, slots=True)
class TermGroup:
    """A part of an index; the first has no title."""

    title: str
    terms: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True)
class TermsPage:
    """`muscles/index.html`, `equipment/index.html`"""

    frame: Frame
    lead: str
    muscle_map: str
    """A map whose muscles are links, as safe SVG; empty for equipment."""
    groups: tuple[TermGroup, ...]


@dataclass(frozen=True, slots=True)
class CardPage:
    """`cards/SLUG.html`: what is pinned to the wall."""

    frame: Frame
    routine: Link
    paper: str
    """As CSS names it: A4 or letter."""
    is_rtl: bool
    """Whether the language of the card is written from right to left."""
    card: Card
    fit: CardFit
    parts: tuple[CardPart, ...]
    """Its sides with exercises."""
    has_safety: bool
    boxes: str
    """What the boxes to tick are for, in words."""
    pdfs: tuple[CardPdf, ...]


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """What stands at an old address."""

    frame: Frame
    href: str


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """`404.html`, which a host shows at any depth, and which therefore needs no other file."""

    frame: Frame
    start: str
    """The full address of the home page; without a base address the one that holds at the top."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in the sitemap and the feed."""

    address: str
    title: str
    summary: str
    date: str
    """Of the review, as the format writes it; empty when there was none."""


@dataclass(frozen=True, slots=True)
class Listing:
    """`sitemap.xml`, `feed.xml` and `robots.txt`."""

    title: str
    description: str
    language: str
    home: str
    address: str
    """Of the file itself; in `robots.txt`, of the sitemap."""
    pages: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Headers:
    """`_headers`, which some hosts make headers of."""

    folder: str
    """The path of the site on its host, with a slash at both ends."""
    policy: str
    """As in `Frame`."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file to make: where it goes, and what is put into which template."""

    url: str
    template: str
    """Empty when the view is bytes already."""
    view: Any
