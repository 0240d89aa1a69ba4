"""The border: the untyped mapping of front matter becomes typed, frozen facts, or problems.

Every model refuses unknown keys and reports all that is wrong at once. Scalars arrive as the text that the
author wrote (see `front_matter`), and `scalars` reads them. A key with nothing behind it counts as absent. The
keys are described for authors in `docs/authoring.md`.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from cuecard.content.dose import Dose
from cuecard.content.facts import Facts
from cuecard.content.figures import Figure
from cuecard.content.front_matter import Document
from cuecard.content.scalars import (
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
    read_text,
    word,
)
from cuecard.content.silenceable import Silence
from cuecard.content.sources import Kind
from cuecard.content.video import Video
from cuecard.content.wording import as_problems
from cuecard.problems import Problem, Refused, did_you_mean
from cuecard.urls import check_slug, slugify

# --- parts -----------------------------------------------------------------------------------------------


def _read_video(value: object) -> object:
    """The short form, an address alone, becomes the long one."""
    return value if isinstance(value, Mapping) else {"url": read_text(value)}


def _read_rung(value: object) -> object:
    """Free text becomes the long form of a rung; a sentence that a colon splits is told as such."""
    known = list(Rung.model_fields)
    if isinstance(value, Mapping) and any(key in known or did_you_mean(key, known) for key in value):
        return value
    return {"text": read_text(value)}


def _read_entry(value: object) -> object:
    """A slug alone becomes the long form of a routine's entry."""
    return value if isinstance(value, Mapping) else {"exercise": read_slug(value)}


class Muscles(Facts):
    """What an exercise works, in the author's words."""

    primary: Annotated[Texts, Field(min_length=1)]
    secondary: Texts = ()


class Rung(Facts):
    """One easier or harder neighbour on the ladder: free text, or another exercise."""

    text: Text = ""
    exercise: Slug = ""
    when: Text = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Rung:
        if bool(self.text) == bool(self.exercise):
            raise Refused(
                "bad-rung",
                'what is harder or easier is told in a text, or as an "exercise" with "when"',
                "write - a sentence, or - {exercise: name-of-its-file, when: ...}",
            )
        return self


Rungs = tuple[Annotated[Rung, BeforeValidator(_read_rung, json_schema_input_type=str | Rung)], ...]


class GetHelp(Facts):
    """When to ask a professional, in two tiers."""

    urgent: Texts = ()
    """Get help today."""
    soon: Texts = ()
    """Book an appointment."""


class PainScale(Facts):
    """Which pain is all right during an exercise, on a scale from 0 to 10.

    Cut-offs differ between clinics (the field notes list seven), so they are the author's, and the source
    is named.
    """

    ok: Annotated[Whole, Field(ge=0, le=10)] = 3
    """Up to here: carry on."""
    caution: Annotated[Whole, Field(ge=0, le=10)] = 5
    """Up to here: do less. Above: stop."""
    settle_hours: Annotated[Whole, Field(ge=1, le=72)] = 24
    """Hours within which the pain should be back to what it was."""
    source: Text = ""

    @model_validator(mode="after")
    def _in_order(self) -> PainScale:
        if self.ok > self.caution:
            raise Refused(
                "bad-pain-scale",
                f'"ok" ({self.ok}) is above "caution" ({self.caution})',
                "the pain that is all right is the smaller one",
                key="ok" if "ok" in self.model_fields_set else "caution",
            )
        return self


class Safety(Facts):
    """Stop rules, when to get help and the pain scale."""

    stop_if: Texts = ()
    get_help: GetHelp = GetHelp()
    pain: PainScale | None = None


class Image(Facts):
    """A picture beside the text."""

    src: PictureName
    alt: Text
    caption: Text = ""
    credit: Text = ""
    licence: Text = ""


class Reference(Facts):
    """Where a statement comes from."""

    title: Text
    url: Address = ""


class Review(Facts):
    """Who checked the text, when, and when it is due again."""

    by: Text
    on: Date
    again_by: Date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Review:
        if self.again_by and self.again_by < self.on:
            raise Refused(
                "bad-date",
                f'"again_by" ({self.again_by}) is before "on" ({self.on})',
                "swap the two?",
                key="again_by",
            )
        return self


class Entry(Facts):
    """An exercise's place in a routine."""

    exercise: Slug
    dose: Dose | None = None
    note: Text = ""


class Schedule(Facts):
    """How often, and for how long, a routine is done."""

    per_week: Annotated[Whole, Field(ge=1, le=14)] | None = None
    weeks: Annotated[Whole, Field(ge=1, le=104)] | None = None


class CardOptions(Facts):
    """What the printed card has besides the exercises."""

    log_weeks: Annotated[Whole, Field(ge=0, le=12)] = 0
    """Weeks of a grid to tick off; 0 for none."""
    for_whom: Switch = True
    """Whether lines for "for" and "from" are there to fill in."""


Videos = Annotated[Video, BeforeValidator(_read_video, json_schema_input_type=str | Video)]


# --- the four kinds of file -----------------------------------------------------------------------------


class Written(Facts):
    """What every text has."""

    title: Text
    summary: Text = ""
    video: Videos | None = None
    images: tuple[Image, ...] = ()
    sources: tuple[Reference, ...] = ()
    reviewed: Review | None = None
    redirect_from: tuple[OldAddress, ...] = ()
    silence: Silence = ()
    draft: Switch = False


class Exercise(Written):
    """One exercise."""

    also_called: Texts = ()
    muscles: Muscles
    equipment: Texts = ()
    level: Annotated[Level, word(Level)] | None = None
    position: Annotated[Position, word(Position)] | None = None
    figure: Figure | None = None
    start: Text = ""
    steps: Annotated[Texts, Field(min_length=1)]
    short_steps: Texts = ()
    cues: Texts = ()
    mistakes: Texts = ()
    breathing: Text = ""
    feel: Text = ""
    dose: Dose | None = None
    progressions: Rungs = ()
    regressions: Rungs = ()
    stop_if: Texts = ()
    not_if: Texts = ()


class Routine(Written):
    """Exercises in the order of doing, with how much and how often."""

    exercises: Annotated[
        tuple[Annotated[Entry, BeforeValidator(_read_entry, json_schema_input_type=str | Entry)], ...],
        Field(min_length=1),
    ]
    dose: Dose | None = None
    schedule: Schedule = Schedule()
    before: Text = ""
    after: Text = ""
    progress_when: Text = ""
    regress_when: Text = ""
    safety: Safety = Safety()
    card: CardOptions = CardOptions()


class Guide(Written):
    """An article in which exercises and routines appear."""

    exercises: tuple[Slug, ...] = ()
    routines: tuple[Slug, ...] = ()
    safety: Safety = Safety()


class Site(Facts):
    """`site.yaml`: what holds for all pages."""

    title: Text = "Exercises"
    description: Text = ""
    base_url: BaseAddress = ""
    language: Language = "en"
    author: Text = ""
    paper: Annotated[Paper, word(Paper)] = Paper.A4
    safety: Safety = Safety()
    raw_html: Switch = False
    fonts: Texts = ()
    """For characters that the type of the cards lacks: packages such as fontpkg-noto-sans, or font files."""
    silence: Silence = ()


F_co = TypeVar("F_co", bound=Facts, covariant=True)


@dataclass(frozen=True, slots=True)
class Piece(Generic[F_co]):
    """One text, read and understood: its facts, its body, and where each fact was written."""

    slug: str
    facts: F_co
    document: Document

    @property
    def path(self) -> str:
        """Inside the content folder, as links between files name it."""
        return self.document.source.path


_MODELS: Mapping[Kind, type[Written]] = types.MappingProxyType(
    {Kind.EXERCISE: Exercise, Kind.ROUTINE: Routine, Kind.GUIDE: Guide}
)


def parse(document: Document) -> Piece[Any] | list[Problem]:
    """The facts of one exercise, routine or guide, or everything that is wrong with them."""
    problems: list[Problem] = []
    stem = document.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    slug = slugify(stem)
    try:
        check_slug(slug)
    except Refused as refused:
        message = f"the file's name gives no address: {refused.message}"
        problems.append(document.problem((), refused.code, message, refused.hint))
    looks_like = _looks_like(document)
    if looks_like is not document.source.kind:
        folder = document.source.path.partition("/")[0]
        message = (
            f"this is in {folder}/ and looks like {'an' if looks_like[0] in 'aeiou' else 'a'} {looks_like}"
        )
        hint = f"move the file to {looks_like}s/"
        return [*problems, document.problem((), "wrong-folder", message, hint)]
    facts = _validate(_MODELS[document.source.kind], document)
    if isinstance(facts, list):
        problems.extend(facts)
    if problems:
        return problems
    return Piece(slug, facts, document)


_OF_AN_EXERCISE = frozenset(["muscles", "steps"])
"""Keys that only an exercise has, and always."""


def _looks_like(document: Document) -> Kind:
    """The kind that the keys tell, where they leave no doubt; else the one that the folder tells."""
    kind, keys = document.source.kind, document.meta.keys()
    if kind is not Kind.EXERCISE and keys >= _OF_AN_EXERCISE:
        return Kind.EXERCISE
    if kind is Kind.EXERCISE and "exercises" in keys and not keys & _OF_AN_EXERCISE:
        return Kind.ROUTINE
    return kind


def parse_site(document: Document) -> Site | list[Problem]:
    """The settings of the whole site, or everything that is wrong with them."""
    return _validate(Site, document)


def _validate(model: type[F_co], document: Document) -> F_co | list[Problem]:
    try:
        return model.model_validate(document.meta)
    except ValidationError as error:
        return as_problems(model, document, error)
