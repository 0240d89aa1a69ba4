"""The border: the untyped mapping of front matter becomes typed, frozen facts, or problems.

Every model refuses unknown keys and reports all that is wrong at once. Scalars arrive as the text that the
author wrote (see `front_matter`), and `scalars` reads them. A key with nothing behind it counts as absent. The
keys are described for authors in `docs/handbook/`.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from enum import StrEnum, auto
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from cuecard.core.diagnostics import InvalidValueError, Problem, did_you_mean
from cuecard.core.urls import check_slug, slugify
from cuecard.dose import Dose, InWeeks, PerDay, PerWeek, Weeks
from cuecard.dose.hints import schedule_hint, schedule_key_hint
from cuecard.parse.conditions import (
    EmergencyRules,
    LeaveOutRules,
    MoveUpRule,
    SoonRules,
    StepBackRule,
    StopRules,
    UrgentRules,
)
from cuecard.parse.fields import (
    Address,
    BaseAddress,
    Date,
    Language,
    Level,
    OldAddress,
    Paper,
    PictureName,
    Position,
    Slug,
    Switch,
    Text,
    Texts,
    Whole,
    read_slug,
    read_switch,
    read_text,
    word,
)
from cuecard.parse.figure_spec import Figure, People
from cuecard.parse.front_matter import Document
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.positions import reads_position
from cuecard.parse.sources import Kind
from cuecard.parse.suppressible import Silence
from cuecard.parse.validation_errors import as_problems
from cuecard.parse.video import Video

# --- parts -----------------------------------------------------------------------------------------------


def _read_video(value: object) -> object:
    """The short form, an address alone, becomes the long one."""
    return value if isinstance(value, Mapping) else {"url": read_text(value)}


def _read_rung(value: object) -> object:
    """Free text becomes the long form of a rung; a sentence that a colon splits is told as such."""
    known = list(ProgressionItem.model_fields)
    if isinstance(value, Mapping) and any(key in known or did_you_mean(key, known) for key in value):
        return value
    return {"text": read_text(value)}


def _read_entry(value: object) -> object:
    """A slug alone becomes the long form of a routine's entry."""
    return value if isinstance(value, Mapping) else {"exercise": read_slug(value)}


class Muscles(FrontMatterModel):
    """What an exercise works, in the author's words."""

    primary: Annotated[Texts, Field(min_length=1)]
    """What the exercise works most, at least one: everyday or anatomical words."""
    secondary: Texts = ()
    """What works too."""


class ProgressionItem(FrontMatterModel):
    """One easier or harder neighbour on the ladder: free text, or another exercise."""

    text: Text = ""
    """A change to this exercise, in a sentence."""
    exercise: Slug = ""
    """The slug of another exercise: the name of its file without .md."""
    when: Text = ""
    """When to take this step; it goes on after "Move up when" or "Step back when"."""

    @model_validator(mode="after")
    def _one_of_both(self) -> ProgressionItem:
        if bool(self.text) == bool(self.exercise):
            raise InvalidValueError(
                "bad-rung",
                'what is harder or easier is told in a text, or as an "exercise" with "when"',
                "write - a sentence, or - {exercise: name-of-its-file, when: ...}",
            )
        return self


class Harder(ProgressionItem):
    """A step up."""

    when: MoveUpRule = ""
    """When to take this step; it goes on after "Move up when"."""


class Easier(ProgressionItem):
    """A step down."""

    when: StepBackRule = ""
    """When to take this step; it goes on after "Step back when"."""


_Harder = tuple[Annotated[Harder, BeforeValidator(_read_rung, json_schema_input_type=Text | Harder)], ...]
_Easier = tuple[Annotated[Easier, BeforeValidator(_read_rung, json_schema_input_type=Text | Easier)], ...]


class WhereToGo(FrontMatterModel):
    """Where to get help, in words of the site."""

    emergency: Text = ""
    """Whom to call at once, such as "Call 112"."""
    urgent: Text = ""
    """Where to go today."""
    soon: Text = ""
    """With whom to book an appointment."""


class GetHelp(FrontMatterModel):
    """When to ask a professional, in three tiers, and where."""

    emergency: EmergencyRules = ()
    """Emergency if ..."""
    urgent: UrgentRules = ()
    """Get help today if ..."""
    soon: SoonRules = ()
    """Book an appointment if ..."""
    where: WhereToGo = WhereToGo()
    """Where to get help: whom to call, where to go today, with whom to book."""


class PainScale(FrontMatterModel):
    """Which pain is all right during an exercise, on a scale from 0 to 10.

    Cut-offs differ between clinics (the field notes list seven), so they are the author's, and the source
    is named.
    """

    ok: Annotated[Whole, Field(ge=0, le=10)] = 3
    """Up to here, from 0 to 10: carry on."""
    caution: Annotated[Whole, Field(ge=0, le=10)] = 5
    """Up to here: do less. Above: stop."""
    settle_hours: Annotated[Whole, Field(ge=1, le=72)] = 24
    """Hours within which the pain should be back to what it was."""
    source: Text = ""
    """Where these limits come from."""

    @model_validator(mode="after")
    def _in_order(self) -> PainScale:
        if self.ok > self.caution:
            raise InvalidValueError(
                "bad-pain-scale",
                f'"ok" ({self.ok}) is above "caution" ({self.caution})',
                "the pain that is all right is the smaller one",
                key="ok" if "ok" in self.model_fields_set else "caution",
            )
        return self


class Safety(FrontMatterModel):
    """Who should not start, stop rules, when to get help and the pain scale."""

    not_if: LeaveOutRules = ()
    """Who should not start at all; it goes on after "Do not start if"."""
    stop_if: StopRules = ()
    """When to stop."""
    get_help: GetHelp = GetHelp()
    """When to ask for help, in three tiers, and where."""
    pain: PainScale | None = None
    """How much pain is all right, on a scale from 0 to 10."""


class Image(FrontMatterModel):
    """A picture beside the text."""

    src: PictureName
    """The name of the picture's file, beside the text."""
    alt: Text
    """What the picture shows, for people who cannot see it."""
    caption: Text = ""
    """A line below the picture."""
    credit: Text = ""
    """Who made it."""
    licence: Text = ""
    """The terms under which it may be used."""


class Reference(FrontMatterModel):
    """Where a statement comes from."""

    title: Text
    """What the source is."""
    url: Address = ""
    """Its web address, whole."""


class Review(FrontMatterModel):
    """Who checked the text, when, and when it is due again."""

    by: Text
    """Who checked the text."""
    on: Date
    """On which day: year-month-day."""
    again_by: Date | None = None
    """When it is due to be checked again."""

    @model_validator(mode="after")
    def _in_order(self) -> Review:
        if self.again_by and self.again_by < self.on:
            raise InvalidValueError(
                "bad-date",
                f'"again_by" ({self.again_by}) is before "on" ({self.on})',
                "swap the two?",
                key="again_by",
            )
        return self


class Entry(FrontMatterModel):
    """An exercise's place in a routine."""

    exercise: Slug
    """The slug of the exercise: the name of its file without .md."""
    dose: Dose | None = None
    """How much of it in this routine; overrides what the exercise and the routine say, key by key."""
    note: Text = ""
    """A remark, on the page and on the card."""


class Schedule(FrontMatterModel):
    """How often, and for how long, a routine is done: the keys of a dose, read in the same way."""

    per_day: PerDay = None
    """How many times a day, or every so many hours."""
    per_week: PerWeek = None
    """On how many days a week, or on which."""
    weeks: Weeks = None
    """For how many weeks, or until when."""
    in_weeks: InWeeks = None
    """In which weeks of the plan."""

    key_hint: ClassVar[Callable[[str], str]] = staticmethod(schedule_key_hint)
    """What to write in place of a key that is none."""

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, given: Any) -> Any:
        """A schedule in words is written in its keys."""
        if isinstance(given, str) and (hint := schedule_hint(given)):
            raise InvalidValueError("mapping-expected", 'facts of the form "key: value" belong here', hint)
        return given


class CardOptions(FrontMatterModel):
    """How the printed card is made, and what it has besides the exercises."""

    log_weeks: Annotated[Whole, Field(ge=0, le=52)] = 0
    """Weeks of a grid to tick off; 0 for none."""
    for_whom: Switch = True
    """Whether lines for "for" and "from" are there to fill in."""
    sides: Annotated[Whole, Field(ge=1, le=2)] = 1
    """How many sides it has. With 2 the front has larger pictures, and the back has help, all steps and the boxes."""
    is_wanted: ClassVar[bool] = True
    """Whether there is a card."""


class NoCard(CardOptions):
    """`card: false`"""

    is_wanted: ClassVar[bool] = False


def _read_card(value: object) -> object:
    """`false` stands for no card, `true` for the usual one."""
    if isinstance(value, Mapping | CardOptions):
        return value
    return CardOptions() if read_switch(value) else NoCard()


Videos = Annotated[Video, BeforeValidator(_read_video, json_schema_input_type=str | Video)]


# --- the four kinds of file -----------------------------------------------------------------------------


class Written(FrontMatterModel):
    """What every text has."""

    title: Text
    """The name that people look for."""
    summary: Text = ""
    """One sentence that says what it is good for."""
    video: Videos | None = None
    """A film: its address, or url, start and title."""
    images: tuple[Image, ...] = ()
    """Pictures beside the text."""
    sources: tuple[Reference, ...] = ()
    """Where statements come from."""
    reviewed: Review | None = None
    """Who checked the text, and when."""
    redirect_from: tuple[OldAddress, ...] = ()
    """Old addresses that lead here: a slug, or a path from the top of the site."""
    silence: Silence = ()
    """Kinds of warnings and notes that are not told about this text."""
    draft: Switch = False
    """Whether it is not published yet; the preview shows it."""


class Place(StrEnum):
    """Where the page of an exercise shows a plain text: the mark of keys that `cuecard.parse.sections` lists."""

    BEFORE_STEPS = auto()
    TECHNIQUE = auto()
    """Below the steps: how to do them well."""
    OWN = auto()
    """In a form of its own, which its template has."""


class Exercise(Written, defer_build=False):  # every site has some: made once, before workers begin
    """One exercise."""

    also_called: Texts = ()
    """Other names, which the search finds too."""
    muscles: Muscles
    """What the exercise works."""
    equipment: Texts = ()
    """What is needed; nothing where it is left out."""
    level: Annotated[Level, word(Level)] | None = None
    """For whom it is."""
    position: Annotated[Position, reads_position] | None = None
    """How the body is placed."""
    figure: Figure | None = None
    """The movement as pictures, drawn from words."""
    start: Annotated[Text, Place.BEFORE_STEPS] = ""
    """The position before the first step."""
    steps: Annotated[Texts, Field(min_length=1), Place.OWN]
    """How to do it, one line for each step."""
    short_steps: Annotated[Texts, Place.OWN] = ()
    """The same in fewer words, for a card that is full."""
    cues: Annotated[Texts, Place.TECHNIQUE] = ()
    """What to think of while moving, two or three words each."""
    mistakes: Annotated[Texts, Place.TECHNIQUE] = ()
    """What often goes wrong."""
    breathing: Annotated[Text, Place.TECHNIQUE] = ""
    """When to breathe in and out."""
    feel: Annotated[Text, Place.TECHNIQUE] = ""
    """Where one should feel it."""
    dose: Dose | None = None
    """How much to do."""
    progressions: _Harder = ()
    """What is harder: sentences, or other exercises with when to move up."""
    regressions: _Easier = ()
    """What is easier: sentences, or other exercises with when to step back."""
    stop_if: StopRules = ()
    """When to stop, besides the rules of the whole site."""
    not_if: LeaveOutRules = ()
    """When not to begin; it goes on after "Do not start if"."""


class Routine(Written):
    """Exercises in the order of doing, with how much and how often."""

    exercises: Annotated[
        tuple[Annotated[Entry, BeforeValidator(_read_entry, json_schema_input_type=Slug | Entry)], ...],
        Field(min_length=1),
    ]
    """Slugs in the order of doing, or exercise with dose and note."""
    dose: Dose | None = None
    """What holds for all exercises of this routine."""
    schedule: Schedule = Schedule()
    """How often, and for how long."""
    purpose: Text = ""
    """What it is for, in one sentence, as the main message of the card; the summary where it is left out."""
    version: Text = ""
    """Which version it is, as a number or a date; it stands in the small print of the card."""
    before: Text = ""
    """What to do first, such as warming up."""
    after: Text = ""
    """What to do at the end."""
    progress_when: MoveUpRule = ""
    """When to move up."""
    progress_to: Text = ""
    """What to move up to, by its name."""
    regress_when: StepBackRule = ""
    """When to step back."""
    regress_to: Text = ""
    """What to step back to, by its name."""
    safety: Safety = Safety()
    """Rules of this routine, besides those of the whole site."""
    card: Annotated[CardOptions, BeforeValidator(_read_card, json_schema_input_type=bool | CardOptions)] = (
        CardOptions()
    )
    """How the printed card is made; false for none."""


class Guide(Written):
    """An article in which exercises and routines appear."""

    exercises: tuple[Slug, ...] = ()
    """Slugs of exercises, which stand at the end of the page."""
    routines: tuple[Slug, ...] = ()
    """Slugs of routines, which stand at the end of the page."""
    safety: Safety = Safety()
    """Rules of this guide, besides those of the whole site."""


class Clinic(FrontMatterModel):
    """Who gives the cards out."""

    name: Text
    """Its name."""
    telephone: Text = ""
    """Its telephone number, as people read it."""


class Site(FrontMatterModel):
    """`site.yaml`: what holds for all pages."""

    title: Text = "Exercises"
    """The name of the site, on every page."""
    description: Text = ""
    """A sentence about the site, on the home page and for search engines."""
    base_url: BaseAddress = ""
    """The address at which the site will stand."""
    language: Language = "en"
    """The language of the texts, as a code such as en or en-GB."""
    author: Text = ""
    """Who stands behind the site."""
    paper: Annotated[Paper, word(Paper)] = Paper.A4
    """The paper of cards that are printed from the browser."""
    clinic: Clinic | None = None
    """The clinic that gives the cards out; it stands on each."""
    safety: Safety = Safety()
    """The rules that hold everywhere."""
    figures: People = People()
    """How the people in figures look."""
    fonts: Texts = ()
    """For letters that the type of the cards lacks: packages such as fontpkg-noto-sans, or font files."""
    silence: Silence = ()
    """Kinds of warnings and notes that are not told about any text."""


F_co = TypeVar("F_co", bound=FrontMatterModel, covariant=True)


class ContentFile(Struct, Generic[F_co], frozen=True):
    """One text, read and understood: its facts, its body, and where each fact was written."""

    slug: str
    facts: F_co
    document: Document

    @property
    def path(self) -> str:
        """Inside the content folder, as links between files name it."""
        return self.document.source.path


MODELS: Mapping[Kind, type[Written]] = types.MappingProxyType(
    {Kind.EXERCISE: Exercise, Kind.ROUTINE: Routine, Kind.GUIDE: Guide}
)
"""What the facts of each kind of text are."""


def parse(document: Document) -> ContentFile[Any] | list[Problem]:
    """The facts of one exercise, routine or guide, or everything that is wrong with them."""
    problems: list[Problem] = []
    stem = document.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    slug = slugify(stem)
    try:
        check_slug(slug)
    except InvalidValueError as refused:
        message = f"the file's name gives no address: {refused.message}"
        problems.append(document.problem((), refused.code, message, refused.hint))
    told = detect_kind(document)
    if told is not document.source.kind:
        folder = document.source.path.partition("/")[0]
        message = f"this is in {folder}/ and looks like {'an' if told[0] in 'aeiou' else 'a'} {told}"
        hint = f"move the file to {told}s/"
        return [*problems, document.problem((), "wrong-folder", message, hint)]
    facts = _validate(MODELS[document.source.kind], document)
    if isinstance(facts, list):
        problems.extend(facts)
    if problems:
        return problems
    return ContentFile(slug, facts, document)


_OF_AN_EXERCISE = frozenset(["muscles", "steps"])
"""Keys that only an exercise has, and always."""


def detect_kind(document: Document) -> Kind:
    """The kind that the keys tell, where they leave no doubt; else the one that the folder tells."""
    kind, keys = document.source.kind, document.meta.keys()
    if kind is not Kind.EXERCISE and keys >= _OF_AN_EXERCISE:
        return Kind.EXERCISE
    if kind is Kind.EXERCISE and "exercises" in keys and not keys & _OF_AN_EXERCISE:
        return Kind.ROUTINE
    return kind


def parse_site(document: Document) -> Site | list[Problem]:
    """The settings of the whole site, or everything that is wrong with them."""
    if _RAW_HTML not in document.meta:
        return _validate(Site, document)
    message = f'"{_RAW_HTML}" cannot be set here: whoever can change this file could then publish scripts'
    hint = "delete this line; if you trust all authors, build with the option --trust-raw-html"
    problem = document.problem((_RAW_HTML,), "trust-in-content", message, hint, at_key=True)
    others = {key: value for key, value in document.meta.items() if key != _RAW_HTML}
    site = _validate(Site, replace(document, meta=others))
    return [problem, *(site if isinstance(site, list) else ())]


_RAW_HTML = "raw_html"
"""A key of earlier versions."""


def _validate(model: type[F_co], document: Document) -> F_co | list[Problem]:
    try:
        return model.model_validate(document.meta)
    except ValidationError as error:
        return as_problems(model, document, error)


def routine_slugs(routine: Routine) -> tuple[str, ...]:
    """The exercises of a routine in the order of doing."""
    return tuple(entry.exercise for entry in routine.exercises)


def entry_ids(routine: Routine) -> tuple[str, ...]:
    """The id of each entry of a routine: its exercise's slug, the second time with a number after it."""
    seen: dict[str, int] = {}
    ids = []
    for slug in routine_slugs(routine):
        seen[slug] = seen.get(slug, 0) + 1
        ids.append(slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
    return tuple(ids)


def has_safety(facts: Site | Routine | Guide) -> bool:
    """Whether it says anything about when to stop or to get help."""
    safety = facts.safety
    help = safety.get_help
    return bool(safety.stop_if or help.emergency or help.urgent or help.soon or safety.pain)
