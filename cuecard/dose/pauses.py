"""The pauses of a dose, which contradict one another and other keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose.commas import BY_SET
from cuecard.dose.free_text import condition_of_rest, parse_until
from cuecard.dose.parse import clean, refused
from cuecard.dose.quantities import Seconds, Until
from cuecard.dose.times import parse_pause, parse_seconds


def parse_rest(value: object, data: Mapping[str, Any]) -> Seconds:
    """Return the pause between sets; *data* is what the dose says before it."""
    if isinstance(value, str) and (condition := condition_of_rest(value)):
        hint = f'write "rest_until: {condition}"'
        raise refused("other-key", "rest", clean("rest", value), "is a condition and no time", hint)
    rest = parse_pause("rest", value)
    is_single = data.get("sets") is None and not any(isinstance(data.get(key), tuple) for key in BY_SET)
    if data.get("reps") and data.get("hold") and is_single and 0 < rest.high <= 15:
        hint = f'write "rest_between_reps: {rest}" for a pause after each rep, or say how many sets'
        raise refused(
            "two-meanings", "rest", str(rest), "is the pause between sets, but there is only one set", hint
        )
    return rest


def parse_set_every(value: object, data: Mapping[str, Any]) -> Seconds:
    """Return the time from the start of one set to the start of the next."""
    if data.get("rest") is not None:
        hint = 'keep "rest" for a pause, or "set_every" to begin by the clock'
        raise InvalidValueError("two-measures", '"rest" and "set_every" cannot be given together', hint)
    seconds = parse_seconds("set_every", value)
    if not seconds.is_single:
        raise refused("bad-time", "set_every", str(seconds), "is not one time", 'such as "1 min"')
    return seconds


def parse_rest_until(value: object, data: Mapping[str, Any]) -> Until:
    """Return the condition that ends the pause between sets."""
    for other in ("rest", "set_every"):
        if data.get(other) is not None:
            message = f'"{other}" and "rest_until" cannot be given together'
            hint = 'keep "rest_until" for a pause that a condition ends, or the one with a time'
            raise InvalidValueError("two-measures", message, hint)
    return parse_until(value, "rest_until")
