"""Turn the untyped mapping of front matter into typed, frozen values, or problems.

Every model refuses unknown keys and reports all that is wrong at once. Scalars arrive as the text that the
author wrote (see `front_matter`), and `fields` reads them. A key without a value counts as absent. The
keys are described for authors in `docs/handbook/`.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import StrEnum, auto
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from msgspec import Struct
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticKnownError

from cuecard.core.budget import PHASES, SESSIONS
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.field_errors import InvalidFieldsError
from cuecard.core.urls import check_slug, slugify
from cuecard.dose import Dose
from cuecard.dose.model import Takes
from cuecard.parse import shape_faults, shape_hints
from cuecard.parse.conditions import (
    LeaveOutRules,
    MoveUpRule,
    StepBackRule,
    StopRules,
)
from cuecard.parse.fields import (
    Level,
    Position,
    Slug,
    Text,
    Texts,
    word,
)
from cuecard.parse.figure_spec import Figure
from cuecard.parse.front_matter import Document
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.nested_models import (
    NO_MUSCLES,
    Card,
    CardOptions,
    EasierItems,
    HarderItems,
    Muscles,
)
from cuecard.parse.page_models import HomeText, InfoPage
from cuecard.parse.parts import PhaseItem, SessionItem, Steps, at_most
from cuecard.parse.positions import reads_position
from cuecard.parse.safety_models import (
    Lifts,
    Scales,
    TextSafety,
    located_scales,
    repeated_scales,
    without_id,
)
from cuecard.parse.scales import PainScale
from cuecard.parse.schedule import Schedule
from cuecard.parse.shapes import Item
from cuecard.parse.site_settings import Site
from cuecard.parse.sources import Kind
from cuecard.parse.tagged import Tagged
from cuecard.parse.text_kinds import detect_kind, missing_muscles
from cuecard.parse.validation_errors import validate
from cuecard.parse.written import Written as Written  # noqa: PLC0414 - texts are imported from here


class Place(StrEnum):
    """Where a page shows a plain text: the mark of keys that `cuecard.parse.sections` lists."""

    AIM = auto()
    """Beside the steps of an exercise: what it trains."""
    BEFORE_STEPS = auto()
    TECHNIQUE = auto()
    """Below the steps: how to do them well."""
    FOR_WHOM = auto()
    """Before the exercises of a routine: what it is for, and for whom."""
    DELIVERY = auto()
    """Below the exercises of a routine: where, with whom and how it is kept up."""
    OWN = auto()
    """In its own form, which the template has."""


class Exercise(Tagged, defer_build=False):  # every site has some: created once, before workers begin
    """One exercise."""

    also_called: Texts = ()
    """Other names, which the search finds too."""
    muscles: Muscles = NO_MUSCLES
    """What the exercise works; left out where there are no muscles to name, and then there is a goal."""
    goal: Annotated[Text, Place.AIM] = ""
    """What it trains besides muscles, such as balance, breathing or a steady gaze."""
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
    """What to focus on while moving, two or three words each."""
    mistakes: Annotated[Texts, Place.TECHNIQUE] = ()
    """What often goes wrong."""
    breathing: Annotated[Text, Place.TECHNIQUE] = ""
    """When to breathe in and out."""
    feel: Annotated[Text, Place.TECHNIQUE] = ""
    """Where you should feel it."""
    dose: Dose | None = None
    """How much to do."""
    progressions: HarderItems = ()
    """What is harder: sentences, or other exercises with when to move up."""
    regressions: EasierItems = ()
    """What is easier: sentences, or other exercises with when to step back."""
    stop_if: StopRules = ()
    """When to stop, besides the rules of the whole site."""
    not_if: LeaveOutRules = ()
    """When not to begin; it goes on after "Do not start if"."""
    pain: PainScale | None = None
    """How much pain is acceptable in this exercise, where that differs from the rest of the site."""
    scales: Scales = ()
    """Other scales, such as dizziness or effort."""
    lift: Lifts = ()
    """Rules of the site that do not apply here: the id of each, and the reason."""

    @model_validator(mode="after")
    def _safe(self) -> Exercise:
        """Report ids of rules, and two scales of one name."""
        errors = list(repeated_scales(located_scales(self.pain, self.scales)))
        for key in ("stop_if", "not_if"):
            errors += [without_id((key, n)) for n, rule in enumerate(getattr(self, key)) if rule.id]
        if errors:
            raise InvalidFieldsError(errors)
        return self


_MISSING = object()
"""In place of a list that has to be there."""


def _refuse_missing(value: object) -> object:
    """Report a missing list as pydantic reports any missing key."""
    if value is _MISSING:
        raise PydanticKnownError("missing")
    return value


class Routine(Tagged):
    """Exercises in the order of doing, with how much and how often."""

    exercises: Annotated[tuple[Item, ...], Field(min_length=1), BeforeValidator(_refuse_missing)] = ()
    """What is done, in the order of doing: slugs, or entries, groups and choices."""
    sessions: Annotated[tuple[SessionItem, ...], Field(min_length=1), at_most(SESSIONS)] = ()
    """Or days that differ, each with its exercises."""
    phases: Annotated[tuple[PhaseItem, ...], Field(min_length=1), at_most(PHASES)] = ()
    """Or stages that follow one another, each with its exercises or sessions."""
    dose: Dose | None = None
    """The dose of all exercises of this routine, unless they have their own."""
    schedule: Schedule = Schedule()
    """How often, and for how long."""
    takes: Takes = None
    """How long one session takes, in place of the estimate."""
    need: Text = ""
    """For whom it is, or when to choose it, above its name in lists: Start here if your knee is easily upset."""
    purpose: Annotated[Text, Place.FOR_WHOM] = ""
    """What it is for, in one sentence, as the main message of the card; the summary where it is left out."""
    meant_for: Annotated[Text, Place.FOR_WHOM] = ""
    """Who it is for."""
    starting_level: Annotated[Text, Place.FOR_WHOM] = ""
    """Who can begin here, and where others begin."""
    entry_test: Annotated[Texts, Place.FOR_WHOM] = ()
    """What to be able to do before the first session, one line for each test."""
    how_chosen: Annotated[Text, Place.DELIVERY] = ""
    """Who chose exercises and doses, and how they are fitted to each person."""
    where: Annotated[Text, Place.DELIVERY] = ""
    """Where it is done."""
    with_whom: Annotated[Text, Place.DELIVERY] = ""
    """Alone or in a group."""
    supervision: Annotated[Text, Place.DELIVERY] = ""
    """Who watches, and how often."""
    taught_by: Annotated[Text, Place.DELIVERY] = ""
    """Who teaches it, with their training."""
    at_home: Annotated[Text, Place.DELIVERY] = ""
    """What to do at home between supervised sessions."""
    besides: Annotated[Text, Place.DELIVERY] = ""
    """What belongs to it besides exercises, such as advice."""
    expect: Annotated[Texts, Place.DELIVERY] = ()
    """What is normal to feel, and what to report."""
    keep_track: Annotated[Text, Place.DELIVERY] = ""
    """How to record what was done."""
    keep_going: Annotated[Texts, Place.DELIVERY] = ()
    """What helps to keep at it."""
    follow_up: Annotated[Text, Place.DELIVERY] = ""
    """Who checks when that it is done as planned."""
    version: Text = ""
    """Which version it is, as a number or a date; it is in the small print of the card."""
    changes: Annotated[Texts, Place.DELIVERY] = ()
    """What has changed since earlier versions."""
    before: Steps = ()
    """What to do first, such as warming up: words, or steps with doses, exercises and routines."""
    after: Steps = ()
    """What to do at the end, in the same way."""
    progress_when: MoveUpRule = ""
    """When to move up."""
    progress_to: Text = ""
    """What to move up to, by its name."""
    regress_when: StepBackRule = ""
    """When to step back."""
    regress_to: Text = ""
    """What to step back to, by its name."""
    safety: TextSafety = TextSafety()
    """Rules of this routine, besides those of the whole site."""
    card: Card = CardOptions()
    """How the printed card is made; false for none."""

    key_hint: ClassVar[Any] = staticmethod(shape_hints.routine_key)
    """What to write in place of an unknown key."""
    may_be_empty: ClassVar[bool] = False
    """Whether it may be without exercises, as in a text of which only a part can be read."""

    @model_validator(mode="before")
    @classmethod
    def _has_exercises(cls, data: Any) -> Any:
        """Mark the list of exercises as missing where there are neither sessions nor phases."""
        if not isinstance(data, Mapping) or cls.may_be_empty:
            return data
        if any(data.get(key) is not None for key in ("exercises", "sessions", "phases")):
            return data
        return {**data, "exercises": _MISSING}

    @model_validator(mode="after")
    def _is_one_shape(self) -> Routine:
        if faults := list(shape_faults.faults(self)):
            raise InvalidFieldsError(faults)
        return self


class Guide(Tagged):
    """An article in which exercises and routines appear."""

    exercises: tuple[Slug, ...] = ()
    """Slugs of exercises, listed at the end of the page."""
    routines: tuple[Slug, ...] = ()
    """Slugs of routines, listed at the end of the page."""
    safety: TextSafety = TextSafety()
    """Rules of this guide, besides those of the whole site."""


F_co = TypeVar("F_co", bound=FrontMatterModel, covariant=True)


class ContentFile(Struct, Generic[F_co], frozen=True):
    """One parsed text: its values and the document that knows where each was written."""

    slug: str
    facts: F_co
    document: Document

    @property
    def path(self) -> str:
        """Inside the content folder, as links between files name it."""
        return self.document.source.path


MODELS: Mapping[Kind, type[Written]] = types.MappingProxyType(
    {
        Kind.EXERCISE: Exercise,
        Kind.ROUTINE: Routine,
        Kind.GUIDE: Guide,
        Kind.PAGE: InfoPage,
        Kind.HOME: HomeText,
    }
)
"""The model of each kind of text."""


def parse(document: Document) -> ContentFile[Any] | list[Problem]:
    """Parse the front matter of an exercise, routine or guide, or return everything that is wrong with it."""
    problems: list[Problem] = []
    stem = document.source.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    slug = slugify(stem)
    try:
        check_slug(slug)
    except InvalidValueError as refused:
        message = f"the file name cannot be used as a web address: {refused.message}"
        problems.append(document.problem((), refused.code, message, refused.hint))
    kind = detect_kind(document)
    if kind is not document.source.kind:
        folder, slash, _ = document.source.path.partition("/")
        place = f"is in {folder}/" if slash else "is for the home page"
        message = f"this file {place} but looks like {'an' if kind[0] in 'aeiou' else 'a'} {kind}"
        hint = f"move the file to {kind}s/"
        return [*problems, document.problem((), "wrong-folder", message, hint)]
    facts = validate(MODELS[document.source.kind], document)
    if isinstance(facts, list):
        problems.extend(facts)
    if kind is Kind.EXERCISE and (problem := missing_muscles(document, problems)):
        problems.append(problem)
    if problems:
        return problems
    return ContentFile(slug, facts, document)


def has_safety(facts: Site | Routine | Guide) -> bool:
    """Return whether it says anything about when to stop or to get help."""
    safety = facts.safety
    help = safety.get_help
    return bool(safety.stop_if or help.emergency or help.urgent or help.soon or safety.pain or safety.scales)
