"""Items of a list of exercises: entries, groups and choices. `parts` has sessions, phases and steps of a warm-up.

`docs/handbook/routines.md` has the grammar. An item of `exercises` is recognised by its keys: a slug or `exercise` is
an entry, a list of exercises under `exercises`, `superset` or `circuit` is a group, `either` or `choose` is a choice. A
group or a choice may hold the other, but not one of its own kind, so that a card can show all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.dose import Dose
from cuecard.dose.commas import BY_SET
from cuecard.dose.model import (
    AlternateSides,
    AtMostInAll,
    GroupRest,
    RestAfter,
    RoundEvery,
    RoundRest,
    Rounds,
    UntilWhen,
)
from cuecard.parse import shape_hints
from cuecard.parse.fields import Slug, Switch, Text, Whole, read_slug, read_text, reads
from cuecard.parse.model import FrontMatterModel
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

    @model_validator(mode="after")
    def _has_one_way_with_sides(self) -> Entry:
        """Report sides that change from round to round, beside sides that are all done in a round."""
        if self.alternate_sides and self.dose:
            for key in ("side", "left", "right"):
                if getattr(self.dose, key) is not None:
                    message = f'"{key}" and "alternate_sides" cannot be given together'
                    hint = 'keep "alternate_sides" for one side in each round, or the dose for both in each'
                    raise InvalidValueError("two-measures", message, hint, key="alternate_sides")
        return self


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
    def has_rounds(self) -> bool:
        """Return whether it is done in rounds, and is not only a heading over some exercises."""
        return bool(self.rounds or self.until or self.in_all)

    @property
    def list_key(self) -> str:
        """Return the key that its exercises are written under."""
        return next((key for key in ("superset", "circuit") if getattr(self, key)), "exercises")

    @property
    def items(self) -> tuple[Entry | Group | Choice, ...]:
        """Return its exercises."""
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
        if self.list_key != "exercises" and not self.has_rounds:
            message = f"nothing says how many rounds this {self.list_key} has"
            raise InvalidValueError("missing-key", message, 'write "rounds: 3"', key=self.list_key)
        _check_rounds(self)
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
        """Return the key that its exercises are written under."""
        return "either" if self.either else "of"

    @property
    def items(self) -> tuple[Entry | Group | Choice, ...]:
        """Return what there is to choose from."""
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


_OF_ROUNDS = ("rest_between_rounds", "rest_after", "round_every", "alternate_sides")


def _check_rounds(group: Group) -> None:
    """Report what a group says of rounds that it does not have, and two times for the start of the next round."""
    if not group.has_rounds:
        for key in _OF_ROUNDS:
            if getattr(group, key) is not None:
                message = f"{key} is about rounds, but nothing says how many there are"
                raise InvalidValueError("no-rounds", message, 'write "rounds: 2" too', key=key)
    if group.round_every and group.rest_between_rounds:
        hint = 'keep "rest_between_rounds" for a pause, or "round_every" to begin by the clock'
        message = '"rest_between_rounds" and "round_every" cannot be given together'
        raise InvalidValueError("two-measures", message, hint, key="round_every")


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
