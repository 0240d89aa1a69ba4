"""The dose itself: which facts it may have, and which of them contradict one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator
from pydantic_core import core_schema

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.dose import describe
from cuecard.dose.angles import parse_angle
from cuecard.dose.commas import BY_SET, MEASURES, check_commas
from cuecard.dose.free_text import parse_increase, parse_load, parse_until, parse_when
from cuecard.dose.frequency import (
    Frequency,
    check_one_plan,
    parse_in_weeks,
    parse_per_day,
    parse_per_week,
    parse_weeks,
)
from cuecard.dose.hints import guess, in_one_line, key_hint, read_facts
from cuecard.dose.intervals import check_total, parse_intervals
from cuecard.dose.measures import (
    parse_amount,
    parse_cadence,
    parse_decimals,
    parse_distance,
    parse_hold,
    parse_weight,
)
from cuecard.dose.parse import LONGEST_TEXT, MOST_SETS, clean, parse_whole, refused
from cuecard.dose.pauses import parse_rest, parse_rest_until, parse_set_every
from cuecard.dose.quantities import (
    Angle,
    BodyWeight,
    Breath,
    Decimals,
    Every,
    InAll,
    Intervals,
    Measure,
    Range,
    Seconds,
    Side,
    Tempo,
    Until,
)
from cuecard.dose.rhythm import parse_breath, parse_tempo
from cuecard.dose.rounds import SideOrder, parse_alternate_sides, parse_rounds
from cuecard.dose.sides import parse_side
from cuecard.dose.times import parse_in_all, parse_pause, parse_seconds


class _Reads:
    """How pydantic reads a field: only by this function of the value and the fields before it.

    `PlainValidator` would make a validator of the field's type too, for writing it, which no build needs; and the
    description for editors is made only when it is asked for.
    """

    def __init__(self, key: str, read: Callable[[Any, ValidationInfo], Any]) -> None:
        self.key = key
        self.read = read

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, _core: object, _handler: object) -> dict[str, Any]:
        return describe.schema_of(self.key)


# --- readers that look at the fields before them -----------------------------------------------------------


def _one(key: str, parse: Callable[[str, Any], Any]) -> _Reads:
    """Return one value of *key*."""
    return _Reads(key, lambda value, _info: parse(key, value))


def _value(key: str, parse: Callable[[Any], Any]) -> _Reads:
    """Return one value, of which *parse* knows the key."""
    return _Reads(key, lambda value, _info: parse(value))


def _beside(key: str, parse: Callable[[Any, Mapping[str, Any]], Any]) -> _Reads:
    """Return one value, of which *parse* knows the key, and looks at the fields before it."""
    return _Reads(key, lambda value, info: parse(value, info.data))


def _by_set(key: str, parse: Callable[[str, Any], Any]) -> _Reads:
    """Return one value of *key* for all sets, or a list of them, one for each set."""

    def read(value: object, info: ValidationInfo) -> Any:
        _check_measure(key, info)
        if not isinstance(value, list | tuple):
            return parse(key, value)
        if len(value) < 2 or len(value) > MOST_SETS:
            hint = f'write "{key}: {value[0]}"' if len(value) == 1 else f"from 2 to {MOST_SETS} values"
            raise InvalidValueError("bad-sets", f"a list under {key} has a value for each set", hint)
        faults, values = [], []
        for n, one in enumerate(value):
            try:
                values.append(parse(key, one))
            except InvalidValueError as wrong:
                faults.append(FieldError((n,), wrong))
        if faults:
            raise InvalidFieldsError(faults)
        _check_sets(key, tuple(values), info.data)
        return tuple(values)

    return _Reads(key, read)


def _check_measure(key: str, info: ValidationInfo) -> None:
    """Check that a dose has one measure of the work; a hold may be that of each rep."""
    if key not in MEASURES:
        return
    for other in MEASURES[: MEASURES.index(key)]:
        if info.data.get(other) is not None and (other, key) != ("reps", "hold"):
            hint = _TWO_MEASURES.get((other, key), f'keep one of "{other}" and "{key}"')
            raise InvalidValueError("two-measures", f'"{other}" and "{key}" cannot be given together', hint)


_TWO_MEASURES = {
    ("reps", "time"): 'keep "reps" to count repetitions, or "time" to work by the clock',
    ("hold", "time"): 'keep "hold" to stay still that long, or "time" to keep moving',
}


def _check_sets(key: str, values: tuple[object, ...], data: Mapping[str, Any]) -> None:
    """Check that a list has as many values as there are sets, and as every other list."""
    sets, number = data.get("sets"), len(values)
    if sets is not None and sets != Range(number, number):
        is_open = not sets.is_single
        message = f"{key} has {number} values for {sets} sets"
        hint = f'write "sets: {number}", or leave sets out'
        if not is_open and sets.high > 1:
            hint = f'write "sets: {number}", or {sets} values here'
        raise InvalidValueError("bad-sets", message, hint)
    for other in BY_SET:
        there = data.get(other)
        if isinstance(there, tuple) and other != key and len(there) != number:
            message = f"{key} has {number} values where {other} has {len(there)}"
            raise InvalidValueError("bad-sets", message, "write one value for each set under both")


def _parse_whole(key: str, value: object) -> Range:
    return parse_whole(key, value, guess)


def _parse_time(key: str, value: object) -> Seconds:
    return parse_seconds(key, value, guess)


def _parse_hold(key: str, value: object) -> Seconds | Measure:
    return parse_hold(key, value, guess)


def _parse_distance(key: str, value: object) -> Measure:
    return parse_distance(key, value, guess)


def _parse_amount(key: str, value: object) -> Measure:
    return parse_amount(key, value, guess)


def _parse_one_side(key: str) -> Callable[[object, ValidationInfo], Any]:
    def read(value: object, info: ValidationInfo) -> Work:
        if info.data.get("side") is not None:
            hint = 'leave out "side": what "left" and "right" say is enough'
            raise InvalidValueError("two-measures", f'"side" and "{key}" cannot be given together', hint)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = clean(key, value)
            facts = read_facts(text.casefold())
            if facts.keys() == {"reps"}:
                return Work.model_validate(facts)
            if facts and facts.keys() <= Work.model_fields.keys():
                raise refused(
                    "mapping-expected",
                    key,
                    text,
                    "does not name its keys",
                    f'write "{key}: {{{in_one_line(facts)}}}"',
                )
            hint = f'write a number of reps, or keys: "{key}: {{time: 30 s}}"'
            raise refused("number-expected", key, text, "is not a whole number", hint)
        if isinstance(value, Work | Mapping):
            return Work.model_validate(value)
        raise InvalidValueError(
            "mapping-expected", f"{key} says how much that side does", f'write "{key}: 12"'
        )

    return read


def _tidy_schema(schema: dict[str, Any]) -> None:
    """For editors: what authors need to know, and no offer of a null where a key may be left out."""
    schema["minProperties"] = 1
    for field in schema["properties"].values():
        field.pop("default", None)


def _parse_each_way(value: object) -> bool | None:
    """Return True for `true`; `false` is as if the key was absent."""
    text = str(value).strip().casefold()
    if text not in {"true", "false", "yes", "no", "each way", "each direction"}:
        hint = 'write "each_way: true", and the number for one way under "reps"'
        raise refused("unknown-word", "each_way", clean("each_way", value), "is neither true nor false", hint)
    return None if text in {"false", "no"} else True


class _Facts(BaseModel):
    """What doses and their parts share: keys without a value are absent, and at least one has one."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        arbitrary_types_allowed=True,
        json_schema_extra=_tidy_schema,
    )

    key_hint: ClassVar[Callable[[str], str]] = staticmethod(key_hint)
    """What to write in place of a key that is none."""

    @model_validator(mode="before")
    @classmethod
    def _has_facts(cls, given: object) -> object:
        if isinstance(given, cls):
            return given
        like = 'write it like "dose: {sets: 3, time: 30 s}"'
        if not isinstance(given, Mapping):
            read = read_facts(given.casefold()[:LONGEST_TEXT]) if isinstance(given, str) else {}
            hint = f'write "dose: {{{in_one_line(read)}}}"' if read else like
            raise InvalidValueError("mapping-expected", "a dose is made of keys and values", hint)
        known = cls.model_fields
        check_commas(given, known)
        facts = {key: value for key, value in given.items() if value is not None or key not in known}
        if not facts:
            raise InvalidValueError("empty-dose", "the dose is empty", f"{like}, or leave it out")
        return facts


class Work(_Facts):
    """How much one side does, where left and right differ."""

    sets: Annotated[Range | None, _one("sets", _parse_whole)] = None
    reps: Annotated[Range | tuple[Range, ...] | None, _by_set("reps", _parse_whole)] = None
    hold: Annotated[
        Seconds | Measure | tuple[Seconds | Measure, ...] | None, _by_set("hold", _parse_hold)
    ] = None
    time: Annotated[Seconds | tuple[Seconds, ...] | None, _by_set("time", _parse_time)] = None
    distance: Annotated[Measure | tuple[Measure, ...] | None, _by_set("distance", _parse_distance)] = None
    amount: Annotated[Measure | tuple[Measure, ...] | None, _by_set("amount", _parse_amount)] = None
    each_way: Annotated[bool | None, _value("each_way", _parse_each_way)] = None
    weight: Annotated[
        Measure | BodyWeight | tuple[Measure | BodyWeight, ...] | None, _by_set("weight", parse_weight)
    ] = None
    band: Annotated[str | None, _one("band", parse_load)] = None
    load: Annotated[str | tuple[str, ...] | None, _by_set("load", parse_load)] = None
    percent_1rm: Annotated[Decimals | tuple[Decimals, ...] | None, _by_set("percent_1rm", parse_decimals)] = (
        None
    )
    rep_max: Annotated[Range | tuple[Range, ...] | None, _by_set("rep_max", _parse_whole)] = None


def _parse_all_intervals(value: object, info: ValidationInfo) -> Intervals:
    _check_measure("intervals", info)
    parts = parse_intervals(value)
    sets = info.data.get("sets")
    check_total(parts, sets.low if sets and sets.is_single else 1)
    return parts


def _parse_in_weeks(value: object, info: ValidationInfo) -> Range:
    check_one_plan(parse_in_weeks(value), info.data.get("weeks"))
    return parse_in_weeks(value)


PerDay = Annotated[Range | Every | None, _value("per_day", parse_per_day)]
PerWeek = Annotated[Frequency | None, _value("per_week", parse_per_week)]
Weeks = Annotated[Range | Until | None, _value("weeks", parse_weeks)]
When = Annotated[str | None, _value("when", parse_when)]
InWeeks = Annotated[Range | None, _Reads("in_weeks", _parse_in_weeks)]

# --- of a group of exercises ---------------------------------------------------------------------------------------

Rounds = Annotated[Range | None, _value("rounds", parse_rounds)]
GroupRest = Annotated[Seconds | None, _one("rest", parse_pause)]
RestAfter = Annotated[Seconds | None, _one("rest_after", parse_pause)]
RoundRest = Annotated[Seconds | None, _one("rest_between_rounds", parse_pause)]
RoundEvery = Annotated[Seconds | None, _one("round_every", _parse_time)]
AlternateSides = Annotated[SideOrder | None, _value("alternate_sides", parse_alternate_sides)]
UntilWhen = Annotated[Until | None, _value("until", parse_until)]
AtMostInAll = Annotated[InAll | None, _value("in_all", parse_in_all)]
Takes = Annotated[Seconds | None, _one("takes", _parse_time)]


class Dose(Work):
    """How much to do: at least one of these facts."""

    intervals: Annotated[Intervals | None, _Reads("intervals", _parse_all_intervals)] = None
    until: Annotated[Until | None, _value("until", parse_until)] = None
    in_all: Annotated[InAll | None, _value("in_all", parse_in_all)] = None
    side: Annotated[Side | None, _value("side", parse_side)] = None
    left: Annotated[Work | None, _Reads("left", _parse_one_side("left"))] = None
    right: Annotated[Work | None, _Reads("right", _parse_one_side("right"))] = None
    tempo: Annotated[Tempo | None, _value("tempo", parse_tempo)] = None
    breath: Annotated[Breath | None, _value("breath", parse_breath)] = None
    cadence: Annotated[Measure | None, _one("cadence", parse_cadence)] = None
    angle: Annotated[Angle | None, _one("angle", parse_angle)] = None
    effort: Annotated[Range | tuple[Range, ...] | None, _by_set("effort", _parse_whole)] = None
    rpe: Annotated[Decimals | tuple[Decimals, ...] | None, _by_set("rpe", parse_decimals)] = None
    borg: Annotated[Range | None, _one("borg", _parse_whole)] = None
    rir: Annotated[Range | tuple[Range, ...] | None, _by_set("rir", _parse_whole)] = None
    pulse: Annotated[Range | None, _one("pulse", _parse_whole)] = None
    rest: Annotated[Seconds | None, _beside("rest", parse_rest)] = None
    rest_between_reps: Annotated[Seconds | None, _one("rest_between_reps", _parse_time)] = None
    rest_after: Annotated[Seconds | None, _one("rest_after", _parse_time)] = None
    set_every: Annotated[Seconds | None, _beside("set_every", parse_set_every)] = None
    rest_until: Annotated[Until | None, _beside("rest_until", parse_rest_until)] = None
    per_day: PerDay = None
    per_week: PerWeek = None
    when: When = None
    weeks: Weeks = None
    in_weeks: InWeeks = None
    increase: Annotated[str | None, _value("increase", parse_increase)] = None
