"""The JSON Schema of each key of a dose, for editors: they read YAML by its own rules, `3` as a number."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Any

from cuecard.dose.commas import BY_SET
from cuecard.dose.parse import EXAMPLES, LIMITS
from cuecard.dose.sides import OFFERED

_TEXT = ["string"]
_EITHER = ["integer", "number", "string"]
_WORK = (
    *("sets", "reps", "hold", "time", "distance", "amount", "each_way"),
    *("weight", "band", "load", "percent_1rm", "rep_max"),
)

_WHOLE: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sets": ("How many times the whole count or time is done", ()),
    "rounds": (
        "How many times the group is done from its first exercise to its last",
        ("as many as you can",),
    ),
    "effort": ("How hard it should feel, from 0 to 10", ()),
    "borg": ("How hard it should feel, on the scale from 6 to 20", ()),
    "rir": ("Reps in reserve: how many more you could still do", ()),
    "rep_max": ("Load as the most you can lift so many times: 12 for a 12RM", ()),
    "pulse": ("Heart beats a minute", ("up to 120",)),
    "per_day": ("How many times a day, or every so many hours", ("every 2 hours", "3 or more")),
    "per_week": ("On how many days a week, or on which", ("daily", "every other day", "Mon Wed Fri")),
    "weeks": ("For how many weeks", ("until the swelling is gone",)),
    "in_weeks": ("In which weeks of the plan", ("9 or more",)),
    "reps": (
        "Repetitions in one set; not together with time",
        ("10 or more", "up to 15", "as many as you can"),
    ),
}
_TEXTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "hold": ("How long to stay still, in each repetition if reps are given", ("5 s", "20-30 s", "5 breaths")),
    "time": ("How long one set takes; not together with reps or hold", ("30 s", "1:30", "1-2 min")),
    "distance": ("How far one set goes", ("20 m", "400-800 m")),
    "amount": ("How much of something that is counted, with its unit", ("10 steps", "5 breaths")),
    "weight": ("How heavy", ("5 kg", "10-12 lb", "body weight + 5 kg")),
    "band": ("Which band", ("red", "light")),
    "load": ("What makes it heavy, in your words and with a unit", ("light band", "5 kg")),
    "until": ("What ends it early, or ends it at all", ("your form slips",)),
    "when": ("At which times of the day", ("in the morning and in the evening", "before meals")),
    "increase": ("By how much it grows, and when", ("2.5 kg each week", "1 rep each session")),
    "in_all": ("How long altogether, perhaps in a day", ("up to 20 min", "60 min a day")),
    "angle": ("How far a joint moves, in degrees", ("up to 90 degrees", "0-90 degrees")),
    "cadence": ("How many steps, strokes or turns a minute", ("170 steps a minute",)),
    "rest": ("The pause between sets", ("30 s", "1-2 min", "none")),
    "rest_until": ("The condition that ends the pause between sets", ("your breath is calm",)),
    "rest_between_reps": ("The pause after each repetition", ("5 s",)),
    "rest_after": ("The pause before the next exercise", ("2 min",)),
    "rest_between_rounds": ("The pause after each round", ("2 min", "none")),
    "round_every": ("A new round begins each time this has passed", ("2 min",)),
    "takes": ("How long the whole takes, in place of the estimate", ("30 min", "20-30 min")),
    "set_every": ("A new set begins each time this has passed", ("1 min",)),
    "tempo": (
        "Seconds to lower, pause, lift, and perhaps pause again",
        ("3-1-1", "3-1-1-0", "lift 2 lower 4"),
    ),
    "breath": ("How one breath goes, in counts", ("in 4 hold 7 out 8",)),
}
_ITEM = {"type": _EITHER}


def schema_of(key: str) -> dict[str, Any]:
    """Return the JSON Schema of *key*."""
    if key in _OWN_SCHEMAS:
        return _OWN_SCHEMAS[key]()
    if key in {"left", "right"}:
        about = f"How much the {key} side does, where the two differ: a number of reps, or its own keys"
        inner = {"type": "object", "minProperties": 1, "additionalProperties": False}
        inner["properties"] = {one: schema_of(one) for one in _WORK}
        return {"description": about, "anyOf": [{"type": _EITHER}, inner]}
    if key in _TEXTS:
        about, examples = _TEXTS[key]
        words = {"description": about, "type": _TEXT, "examples": list(examples)}
        if key in {"tempo", "breath"}:
            return words | {"type": ["string", "array"], "items": {"type": "string"}}
        return _listed(key, words)
    about, more = _WHOLE[key]
    lowest, highest = LIMITS[key]
    number, between = EXAMPLES[key]
    schema: dict[str, Any] = {
        "description": about,
        "type": ["integer", "string"],
        "minimum": lowest,
        "maximum": highest,
        "examples": [int(number), between, *more],
    }
    if key == "per_week":
        return schema | {"type": ["integer", "string", "array"], "items": {"type": "string"}}
    return _listed(key, schema)


def _side() -> dict[str, Any]:
    about = "How the two sides of the body share the work, or the one side that does it"
    return {"description": about, "type": "string", "enum": list(OFFERED)}


def _alternate_sides() -> dict[str, Any]:
    about = "One side in each round, the other one in the next; or which side begins"
    return {"description": about, "type": ["boolean", "string"], "examples": [True, "left first"]}


def _each_way() -> dict[str, Any]:
    about = "Whether the number is for each of two directions"
    return {"description": about, "type": ["boolean", "string"], "examples": [True]}


def _intervals() -> dict[str, Any]:
    times = {"description": "How many times these parts are done", "type": ["integer", "string"]}
    of = {"description": "The parts that are repeated", "type": "array", "items": {"type": _EITHER}}
    repeated = {"type": "object", "properties": {"times": times, "of": of}}
    return {
        "description": "The parts of one set in turn, each what to do and how long",
        "type": "array",
        "minItems": 1,
        "items": {"anyOf": [{"type": "string"}, repeated, {"type": "object", "maxProperties": 1}]},
        "examples": [["run 1 min", "walk 2 min"]],
    }


def _percent_1rm() -> dict[str, Any]:
    about = "Load as a part of the most you can lift once, in percent"
    return _listed("percent_1rm", {"description": about, "type": _EITHER, "examples": [70]})


def _rpe() -> dict[str, Any]:
    about = "How hard it should feel, from 0 to 10, also in halves"
    return _listed("rpe", {"description": about, "type": _EITHER, "examples": [7.5]})


_OWN_SCHEMAS = types.MappingProxyType(
    {
        "side": _side,
        "alternate_sides": _alternate_sides,
        "each_way": _each_way,
        "intervals": _intervals,
        "percent_1rm": _percent_1rm,
        "rpe": _rpe,
    }
)
"""The keys that are neither a number nor a text."""


def _listed(key: str, schema: dict[str, Any]) -> dict[str, Any]:
    """Return *schema*, or a list of it with a value for each set."""
    if key not in BY_SET:
        return schema
    return schema | {"type": [*schema["type"], "array"], "items": _ITEM, "minItems": 2}
