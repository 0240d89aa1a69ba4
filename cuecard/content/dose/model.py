"""The dose itself: which facts it may have, how several become one, and what it takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainValidator, WithJsonSchema, model_validator

from cuecard.content.dose.reading import (
    EXAMPLES,
    LIMITS,
    LONGEST_TEXT,
    in_one_line,
    judge_load,
    judge_seconds,
    judge_side,
    judge_tempo,
    judge_time,
    judge_whole,
    read_facts,
)
from cuecard.content.dose.values import Range, Seconds, Side, Tempo
from cuecard.problems import Refused


def _whole_schema(key: str, description: str, *words: str) -> WithJsonSchema:
    lowest, highest = LIMITS[key]
    number, between = EXAMPLES[key]
    return WithJsonSchema(
        {
            "description": description,
            "type": ["integer", "string"],
            "minimum": lowest,
            "maximum": highest,
            "examples": [int(number), between, *words],
        }
    )


def _text_schema(description: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"description": description, "type": "string", "examples": list(examples)})


def _tidy_schema(schema: dict[str, Any]) -> None:
    """For editors: what authors need to know, and no offer of a null where a key may be left out."""
    schema["description"] = "How much to do: at least one of these facts"
    schema["minProperties"] = 1
    for field in schema["properties"].values():
        field.pop("default", None)


class Dose(BaseModel):
    """How much to do: any of twelve facts, each optional, at least one given.

    Values are the text that the author wrote (or numbers, or the value types above, from Python). Each
    wrong value is refused at its own key, all of them together; that a measure is given twice is told at
    `time`. A key with nothing behind it counts as absent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, json_schema_extra=_tidy_schema)

    sets: Annotated[
        Range | None,
        PlainValidator(partial(judge_whole, "sets")),
        _whole_schema("sets", "How many times the whole count or time is done"),
    ] = None
    reps: Annotated[
        Range | None,
        PlainValidator(partial(judge_whole, "reps")),
        _whole_schema("reps", "Repetitions in one set; not together with time"),
    ] = None
    hold: Annotated[
        Seconds | None,
        PlainValidator(partial(judge_seconds, "hold")),
        _text_schema("How long to stay still, in each repetition if reps are given", "5 s", "20-30 s"),
    ] = None
    time: Annotated[
        Seconds | None,
        PlainValidator(judge_time),
        _text_schema("How long one set takes; not together with reps or hold", "30 s", "1:30", "1-2 min"),
    ] = None
    rest: Annotated[
        Seconds | None,
        PlainValidator(partial(judge_seconds, "rest")),
        _text_schema("The pause between sets", "30 s", "1-2 min", "none"),
    ] = None
    tempo: Annotated[
        Tempo | None,
        PlainValidator(judge_tempo),
        _text_schema("Seconds to lower, pause, lift, and perhaps pause again", "3-1-1", "3-1-1-0"),
    ] = None
    side: Annotated[
        Side | None,
        PlainValidator(judge_side),
        WithJsonSchema(
            {
                "description": "How the two sides of the body share the work, unless both work at once",
                "type": "string",
                "enum": list(map(str, Side)),
            }
        ),
    ] = None
    load: Annotated[
        str | None,
        PlainValidator(judge_load),
        _text_schema("What makes it heavy, in your words and with a unit", "light band", "5 kg"),
    ] = None
    effort: Annotated[
        Range | None,
        PlainValidator(partial(judge_whole, "effort")),
        _whole_schema("effort", "How hard it should feel, from 0 to 10"),
    ] = None
    per_day: Annotated[
        Range | None,
        PlainValidator(partial(judge_whole, "per_day")),
        _whole_schema("per_day", "How many times a day"),
    ] = None
    per_week: Annotated[
        Range | None,
        PlainValidator(partial(judge_whole, "per_week")),
        _whole_schema("per_week", "On how many days a week", "daily"),
    ] = None
    weeks: Annotated[
        Range | None,
        PlainValidator(partial(judge_whole, "weeks")),
        _whole_schema("weeks", "For how many weeks"),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _has_facts(cls, given: object) -> object:
        if isinstance(given, Dose):
            return given
        like = 'write it like "dose: {sets: 3, time: 30 s}"'
        if not isinstance(given, Mapping):
            read = read_facts(given.casefold()[:LONGEST_TEXT]) if isinstance(given, str) else {}
            hint = f'write "dose: {{{in_one_line(read)}}}"' if read else like
            raise Refused("mapping-expected", "a dose is made of keys and values", hint)
        known = cls.model_fields
        facts = {key: value for key, value in given.items() if value is not None or key not in known}
        if not facts:
            raise Refused("empty-dose", "the dose is empty", f"{like}, or leave it out")
        return facts


def merged(*doses: Dose | None) -> Dose | None:
    """One dose from several, the later overriding the earlier key by key; None if there is none.

    The caller decides whose word counts more by the order. What is inherited cannot be taken back, only
    replaced: a `side` belongs to an exercise rather than to all of a routine.
    There is one measure of the work: a later `time` drops the earlier `reps`, `hold` and `tempo`, and a
    later `reps` or `hold` drops the earlier `time`.
    """
    facts: dict[str, object] = {}
    for dose in doses:
        if dose is None:
            continue
        given = {key: value for key, value in dose if value is not None}
        if "time" in given:
            dropped = {"reps", "hold", "tempo"}
        else:
            dropped = {"time"} if {"reps", "hold"} & given.keys() else set()
        facts = {key: value for key, value in facts.items() if key not in dropped} | given
    return Dose.model_validate(facts) if facts else None


def work_seconds(dose: Dose, seconds_per_rep: int = 3) -> tuple[int, int] | None:
    """The shortest and longest time that the dose takes once through, or None if it has no measure.

    Sets times measure, twice that where each side works in turn, plus one rest between sets: changing
    sides is no rest, since one side rests while the other works. Setting up is not counted. One
    repetition takes as long as its tempo says, else *seconds_per_rep*: three seconds is our own
    assumption for an unhurried movement, not a published figure. A hold comes on top.
    """

    def reckoned(sets: int, measure: int, rest: int) -> int:
        return sets * measure * (2 if dose.side and dose.side.doubles else 1) + (sets - 1) * rest

    hold = dose.hold or Seconds(0, 0)
    rest = dose.rest or Seconds(0, 0)
    sets = dose.sets or Range(1, 1)
    if dose.time:
        measure: Range = dose.time
    elif dose.reps:
        each = dose.tempo.seconds if dose.tempo else seconds_per_rep
        measure = Seconds(dose.reps.low * (each + hold.low), dose.reps.high * (each + hold.high))
    elif dose.hold:
        measure = hold
    else:
        return None
    return reckoned(sets.low, measure.low, rest.low), reckoned(sets.high, measure.high, rest.high)


def as_data(dose: Dose) -> dict[str, int | str | dict[str, int]]:
    """The dose for `exercises.json`: the keys of the front matter, those that are given.

    `time`, `hold` and `rest` are seconds (a `rest` of 0 means none); a range is `{"min": 8, "max": 12}`,
    a single value a plain number; `tempo`, `side` and `load` are text.
    """
    data: dict[str, int | str | dict[str, int]] = {}
    for key, value in dose:
        if isinstance(value, Range):
            data[key] = value.low if value.low == value.high else {"min": value.low, "max": value.high}
        elif value is not None:
            data[key] = str(value)
    return data
