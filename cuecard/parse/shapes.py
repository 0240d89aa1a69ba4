"""The shape of a routine: entries, groups, choices, sessions and phases, and what is done before and after.

`docs/handbook/routines.md` has the grammar. An item of `exercises` is told apart by its keys: a slug or `exercise` is
an entry, a list of exercises under `exercises`, `superset` or `circuit` is a group, `either` or `choose` is a choice. A
group or a choice may hold the other, but not one of its own kind, so that a card can show all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from msgspec import Struct
from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.dose import Bound, Dose
from cuecard.dose.commas import BY_SET
from cuecard.dose.model import (
    AlternateSides,
    AtMostInAll,
    GroupRest,
    RestAfter,
    RoundEvery,
    RoundRest,
    Rounds,
    Takes,
    UntilWhen,
)
from cuecard.dose.quantities import Range
from cuecard.parse import shape_hints
from cuecard.parse.conditions import MoveUpRule, StepBackRule
from cuecard.parse.fields import Slug, Switch, Text, Whole, read_slug, read_text, reads
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.schedule import Schedule
from cuecard.parse.yaml_reader import Loc

# --- readers -------------------------------------------------------------------------------------------------------


def _condition(words: str) -> BeforeValidator:
    """Return what reads a condition that goes on after *words*, which it need not begin with."""
    begun = re.compile(rf"(?:only )?(?:{words})[\s:,]+(?=\w)", re.IGNORECASE)
    return reads(lambda value: begun.sub("", read_text(value), count=1).rstrip(" .;,"))


OnlyOnce = Annotated[str, _condition("once|when|as soon as|after")]
"""It goes on after "Only once"."""
OnlyIf = Annotated[str, _condition("if|when")]
"""It goes on after "Only if"."""


def _read_entry(value: object) -> object:
    """Turn a slug alone into the long form of an entry, and report what only looks like an item."""
    if isinstance(value, list | tuple):
        raise InvalidValueError(*shape_hints.list_in_list(value))
    if not isinstance(value, Mapping):
        return value if isinstance(value, Entry) else {"exercise": read_slug(value)}
    if "exercise" not in value and (refused := shape_hints.no_item(value)):
        raise refused
    return value


_IS_GROUP = frozenset(["exercises", "superset", "circuit"])
_IS_CHOICE = frozenset(["either", "choose", "of"])


def _kind_of(value: object) -> str:
    """Return the tag of what an item of `exercises` is."""
    if isinstance(value, Group | Choice):
        return "<group>" if isinstance(value, Group) else "<choice>"
    keys = value.keys() if isinstance(value, Mapping) else frozenset[Any]()
    if "exercise" in keys:
        return "<entry>"
    if keys & _IS_CHOICE:
        return "<choice>"
    return "<group>" if keys & (_IS_GROUP | {"rounds"}) else "<entry>"


# --- items ---------------------------------------------------------------------------------------------------------


class _Item(FrontMatterModel):
    """What entries and groups share."""

    dose: Dose | None = None
    """How much of it; overrides what the exercise and the routine say, key by key."""
    note: Text = ""
    """A remark, on the page and on the card."""
    optional: Switch = False
    """Whether it may be left out."""
    only_once: OnlyOnce = ""
    """What has to be reached first; it goes on after "Only once"."""
    only_if: OnlyIf = ""
    """For whom it is; it goes on after "Only if"."""
    alternate_sides: AlternateSides = None
    """One side in each round of a group, the other one in the next: true, or which side begins."""


class Entry(_Item):
    """An exercise's place in a routine."""

    exercise: Slug
    """The slug of the exercise: the name of its file without .md."""
    replaces: Slug = ""
    """In a phase: the exercise of an earlier phase that this one replaces."""

    key_hint: ClassVar[Any] = staticmethod(shape_hints.entry_key)
    """What to write in place of an unknown key."""


class Group(_Item):
    """Exercises that are done in turn, in rounds: a superset, a circuit."""

    title: Text = ""
    """Its name, such as "Pair A"."""
    exercises: tuple[Item, ...] = ()
    """What is done in turn."""
    superset: tuple[Item, ...] = ()
    """The same, called a superset."""
    circuit: tuple[Item, ...] = ()
    """The same, called a circuit."""
    rounds: Rounds = None
    """How many times it is done from the first exercise to the last."""
    rest: GroupRest = None
    """The pause after each exercise."""
    rest_between_rounds: RoundRest = None
    """The pause after each round, where it is another one."""
    rest_after: RestAfter = None
    """The pause after the last round."""
    round_every: RoundEvery = None
    """The time from the start of one round to the start of the next."""
    until: UntilWhen = None
    """The condition that ends it."""
    in_all: AtMostInAll = None
    """How long it takes in total."""

    key_hint: ClassVar[Any] = staticmethod(shape_hints.group_key)
    """What to write in place of an unknown key."""

    @property
    def list_key(self) -> str:
        """The key that its exercises are written under."""
        return next((key for key in ("superset", "circuit") if getattr(self, key)), "exercises")

    @property
    def items(self) -> tuple[Entry | Group | Choice, ...]:
        """Its exercises."""
        items: tuple[Entry | Group | Choice, ...] = getattr(self, self.list_key)
        return items

    @model_validator(mode="after")
    def _is_whole(self) -> Group:
        named = [key for key in ("exercises", "superset", "circuit") if key in self.model_fields_set]
        if len(named) > 1:
            message = f'"{named[0]}" and "{named[1]}" cannot be given together'
            raise InvalidValueError("two-lists", message, "write all exercises in one list", key=named[1])
        if not self.items:
            raise InvalidValueError("empty-list", "a group needs exercises", "write exercises: [...]")
        _refuse_nested(self, self.list_key, self.items, Group)
        if self.list_key != "exercises" and not (self.rounds or self.until or self.in_all):
            message = f"nothing says how many rounds this {self.list_key} has"
            raise InvalidValueError("missing-key", message, 'write "rounds: 3"', key=self.list_key)
        _check_lists(self)
        return self


class Choice(FrontMatterModel):
    """Exercises of which the reader takes one, or some."""

    either: tuple[Item, ...] = ()
    """Those of which one is done."""
    choose: Annotated[Whole, Field(ge=1, le=20)] = 1
    """How many of them are done, with the list under `of`."""
    of: tuple[Item, ...] = ()
    """Those of which so many are done."""
    note: Text = ""
    """A remark that helps to choose."""

    key_hint: ClassVar[Any] = staticmethod(shape_hints.choice_key)
    """What to write in place of an unknown key."""

    @property
    def list_key(self) -> str:
        """The key that its exercises are written under."""
        return "either" if self.either else "of"

    @property
    def items(self) -> tuple[Entry | Group | Choice, ...]:
        """What there is to choose from."""
        return self.either or self.of

    @model_validator(mode="after")
    def _is_whole(self) -> Choice:
        if self.either and self.of:
            raise InvalidValueError("two-lists", '"either" and "of" cannot be given together', key="of")
        if len(self.items) < 2:
            key = self.list_key if self.items else ""
            hint = "write either: [one-exercise, another]"
            raise InvalidValueError("empty-list", "a choice needs at least two exercises", hint, key=key)
        if self.choose >= len(self.items):
            message = f"there is nothing to choose: {self.choose} of {len(self.items)}"
            hint = "choose fewer, or list them without a choice"
            raise InvalidValueError("out-of-range", message, hint, key="choose")
        _refuse_nested(self, self.list_key, self.items, Choice)
        return self


Item = Annotated[
    Annotated[Entry, BeforeValidator(_read_entry, json_schema_input_type=Slug | Entry), Tag("<entry>")]
    | Annotated[Group, Tag("<group>")]
    | Annotated[Choice, Tag("<choice>")],
    Discriminator(_kind_of),
]
"""One item of a list of exercises, as authors write it: a slug alone, an entry, a group or a choice."""

TAGS: Mapping[str, type[FrontMatterModel]] = {"<entry>": Entry, "<group>": Group, "<choice>": Choice}
"""What pydantic puts into the place of an error to say which kind of item it read; no key looks like it."""


def without_tags(loc: Loc) -> Loc:
    """Return the place in the author's text: that of an error without the kinds of the items on the way."""
    return tuple(part for part in loc if part not in TAGS)


def _refuse_nested(outer: Group | Choice, key: str, items: tuple[Any, ...], kind: type[Any]) -> None:
    """Report an item of the same *kind* inside another one, directly or one level further."""
    name = "group" if kind is Group else "choice"
    faults = [
        FieldError(
            (key, n),
            InvalidValueError(
                "nested-shape", f"a {name} cannot be inside a {name}", shape_hints.NESTED[name]
            ),
        )
        for n, item in enumerate(items)
        if isinstance(item, kind)
        or (not isinstance(item, Entry) and any(isinstance(inner, kind) for inner in item.items))
    ]
    if faults:
        raise InvalidFieldsError(faults)


def _check_lists(group: Group) -> None:
    """Report values for each set that are not as many as there are rounds."""
    if not group.rounds or not group.rounds.is_single:
        return
    number, faults = group.rounds.low, []
    for place, dose in _doses_in(group):
        if dose.sets is not None:
            continue
        for key in BY_SET:
            values = getattr(dose, key, None)
            if isinstance(values, tuple) and len(values) != number:
                message = f"{key} has {len(values)} values for {number} rounds"
                hint = f'write one value for each round, or "rounds: {len(values)}"'
                faults.append(FieldError((*place, "dose", key), InvalidValueError("bad-sets", message, hint)))
    if faults:
        raise InvalidFieldsError(faults)


def _doses_in(group: Group) -> Iterator[tuple[Loc, Dose]]:
    if group.dose:
        yield (), group.dose
    for n, item in enumerate(group.items):
        if isinstance(item, Entry) and item.dose:
            yield (group.list_key, n), item.dose


# --- before and after ----------------------------------------------------------------------------------------------


class Step(FrontMatterModel):
    """One step of a warm-up or cool-down: words, an exercise or a routine, and how much of it."""

    do: Text = ""
    """What to do, in your words."""
    exercise: Slug = ""
    """Or the slug of an exercise."""
    routine: Slug = ""
    """Or the slug of a routine."""
    dose: Dose | None = None
    """How much of it."""
    note: Text = ""
    """A remark."""

    @model_validator(mode="after")
    def _one_of_them(self) -> Step:
        if sum(map(bool, (self.do, self.exercise, self.routine))) != 1:
            message = 'this needs one of "do", "exercise" and "routine"'
            hint = "write {do: swing your legs, dose: {time: 1 min}}, or {exercise: ...}, or {routine: ...}"
            raise InvalidValueError("bad-step", message, hint)
        if self.routine and self.dose:
            message = "a routine has the doses of its exercises"
            raise InvalidValueError("bad-step", message, "delete this dose, or write a note", key="dose")
        return self

    @property
    def is_words(self) -> bool:
        """Whether it is only a text."""
        return bool(self.do) and not (self.dose or self.note)


def _read_steps(value: object) -> object:
    """Turn a text alone, or one step, into a list."""
    if isinstance(value, list | tuple):
        return [one if isinstance(one, Mapping | Step) else _read_step(one) for one in value]
    if isinstance(value, Mapping) and value.keys() & Step.model_fields.keys():
        return (value,)
    return (Step(do=read_text(value)),)


def _read_step(value: object) -> object:
    """In a list a name such as `brisk-walk` is an exercise, as under `exercises`; anything else is words."""
    text = read_text(value)
    return {"exercise": text} if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) else {"do": text}


Steps = Annotated[
    tuple[Step, ...],
    BeforeValidator(_read_steps, json_schema_input_type=Text | Step | tuple[Text | Step, ...]),
]
"""A warm-up or cool-down: words, or steps with doses, exercises and routines."""


# --- sessions and phases -------------------------------------------------------------------------------------------


class _Part(FrontMatterModel):
    """What sessions and phases share."""

    title: Text = ""
    """Its name, such as "Day A" or "Weeks 1 to 4"."""
    exercises: tuple[Item, ...] = ()
    """What is done, in the order of doing."""
    routine: Slug = ""
    """Or a routine of the site that is done."""
    dose: Dose | None = None
    """The dose of all its exercises, unless they have their own."""
    schedule: Schedule = Schedule()
    """How often, on which days, and in which weeks of the plan."""
    before: Steps = ()
    """What to do first; that of the routine where it is left out."""
    after: Steps = ()
    """What to do at the end; that of the routine where it is left out."""
    takes: Takes = None
    """How long it takes, in place of the estimate."""
    note: Text = ""
    """A remark, on the page and on the card."""


def _read_part(value: object) -> object:
    """Turn a slug alone into a session or phase that is a routine of the site."""
    return value if isinstance(value, Mapping | _Part) else {"routine": read_slug(value)}


class Session(_Part):
    """One of several days: its exercises, or a rest."""

    rest: Switch = False
    """Whether it is a day of rest."""

    key_hint: ClassVar[Any] = staticmethod(shape_hints.session_key)
    """What to write in place of an unknown key."""

    @model_validator(mode="after")
    def _is_whole(self) -> Session:
        _only_one_of(self, {"exercises": self.exercises, "routine": self.routine, "rest": self.rest})
        return self


def _read_session(value: object) -> object:
    if isinstance(value, str) and value.strip().casefold() in {"rest", "rest day", "day off"}:
        return {"rest": "true"}
    if isinstance(value, Mapping) and isinstance(value.get("rest"), str):
        words = value["rest"].strip()
        if words.casefold() not in {"true", "false"} and not re.search(r"\d", words):
            note = value.get("note")
            return {**value, "rest": "true", "note": note if note else words}
    return _read_part(value)


SessionItem = Annotated[Session, BeforeValidator(_read_session, json_schema_input_type=Slug | Session)]


class Phase(_Part):
    """One stage of a programme."""

    sessions: tuple[SessionItem, ...] = ()
    """Its days, where they differ."""
    keep: Annotated[tuple[str, ...], reads(shape_hints.read_keep, shape_hints.KEEP_SCHEMA)] = ()
    """What stays from the phase before, with the same dose: exercises, or all."""
    goal: Text = ""
    """What is reached at its end."""
    move_on_when: MoveUpRule = ""
    """When to go on to the next phase."""
    go_back_when: StepBackRule = ""
    """When to go back to the phase before."""

    key_hint: ClassVar[Any] = staticmethod(shape_hints.phase_key)
    """What to write in place of an unknown key."""

    @model_validator(mode="after")
    def _is_whole(self) -> Phase:
        lists = {
            "exercises": self.exercises or self.keep,
            "sessions": self.sessions,
            "routine": self.routine,
        }
        _only_one_of(self, lists)
        return self


PhaseItem = Annotated[Phase, BeforeValidator(_read_part, json_schema_input_type=Slug | Phase)]


def _only_one_of(part: _Part, said: Mapping[str, object]) -> None:
    """Report a part that does not say what is done, or says so twice."""
    keys = [key for key, value in said.items() if value]
    if len(keys) == 1:
        return
    if not keys:
        name = "session" if isinstance(part, Session) else "phase"
        hint = f'write "exercises:" and its list, or one of {", ".join(key for key in said if key != "exercises")}'
        raise InvalidValueError("missing-key", f"nothing says what is done in this {name}", hint)
    message = f'"{keys[0]}" and "{keys[1]}" cannot be given together'
    raise InvalidValueError("two-lists", message, "keep one of the two", key=keys[1])


# --- all entries ---------------------------------------------------------------------------------------------------

Items = tuple[Entry | Group | Choice, ...]


class Placed(Struct, frozen=True):
    """An entry, and where in a list of items it is."""

    entry: Entry
    loc: Loc
    """Its place in the list, from the list's key on."""
    number: int
    """Counted from 1 through the whole list."""
    group: Group | None = None
    choice: Choice | None = None
    option: int = 0
    """Which option of the choice it belongs to, from 0."""
    is_choice_inside: bool = False
    """Whether the choice is in the group, and not the group in the choice."""


def placed(items: Items, loc: Loc = ("exercises",)) -> tuple[Placed, ...]:
    """Return all entries of a list of items in the order of doing."""
    return tuple(
        Placed(entry, place, number, group, choice, option, inside)
        for number, (entry, place, group, choice, option, inside) in enumerate(_walk(items, loc), start=1)
    )


def _walk(
    items: Items,
    loc: Loc,
    group: Group | None = None,
    choice: Choice | None = None,
    option: int = 0,
    *,
    is_option: bool = False,
) -> Iterator[tuple[Entry, Loc, Group | None, Choice | None, int, bool]]:
    for n, item in enumerate(items):
        here = (*loc, n)
        taken = n if is_option else option
        if isinstance(item, Group):
            yield from _walk(item.items, (*here, item.list_key), item, choice, taken)
        elif isinstance(item, Choice):
            yield from _walk(item.items, (*here, item.list_key), group, item, is_option=True)
        else:
            yield item, here, group, choice, taken, bool(group and is_option)


def number_done(items: Items) -> int:
    """Return how many exercises are done: of a choice only those that are chosen."""
    number = 0
    for item in items:
        if isinstance(item, Choice):
            options = sorted(number_done((one,)) for one in item.items)
            number += sum(options[-item.choose :])
        else:
            number += number_done(item.items) if isinstance(item, Group) else 1
    return number


def ends_of(weeks: Range | None) -> tuple[int, int | None]:
    """Return the first and the last of some weeks of a plan; None for no end."""
    if weeks is None:
        return 0, None
    return (1 if weeks.bound is Bound.AT_MOST else weeks.low), (
        None if weeks.bound is Bound.AT_LEAST else weeks.high
    )
