"""Sessions of parts in turn, such as `[run 1 min, walk 90 s]`, some of them repeated, and how long all takes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError, InvalidFieldsError
from cuecard.dose.measures import read_amount, read_distance
from cuecard.dose.parse import LIMITS, clean, read_whole, refused
from cuecard.dose.quantities import COUNTED, Bound, Interval, Intervals, Measure, Range, Repeated, Seconds
from cuecard.dose.times import is_metres_or_minutes, read_time

_MOST_PARTS = 40
_LIKE = 'write it like "intervals: [run 1 min, walk 2 min]"'
_NAMED_FIRST = re.compile(r"(?P<name>[^\W\d_][^0-9]*?)(?: for)?[ :]+(?P<measure>[0-9].*)")
_NAMED_LAST = re.compile(
    r"(?P<measure>[0-9]+(?:[.,:][0-9]+)? ?[a-z]+\.?)(?: of)? (?P<name>[^\W\d_].*)", re.IGNORECASE
)
_ONLY_METRES = re.compile(r"[0-9 -]+ ?m")
_TIMES = re.compile(r"(?P<times>[0-9]+) ?(?:[x×*]|times) ?(?P<rest>.+)", re.IGNORECASE)


def parse_intervals(value: object) -> Intervals:
    """Parse a list of parts, each what to do and how long, how far or how many times; some may be repeated."""
    if isinstance(value, str):
        text = clean("intervals", value)
        if hint := repeated_hint(text):
            raise refused("list-expected", "intervals", text, "is not a list", hint)
        parts = [part.strip() for part in re.split(r"[,;+]| then ", text) if part.strip()]
        hint = f'write "intervals: [{", ".join(parts)}]"' if len(parts) > 1 else _LIKE
        if len(parts) > 1 or not re.search(r"[0-9]", text):
            raise refused("list-expected", "intervals", text, "is not a list", hint)
        value = parts
    if not isinstance(value, list | tuple) or not value:
        hint = _LIKE
        if isinstance(value, Mapping) and value and all(isinstance(one, str) for one in value.values()):
            hint = f'write "intervals: [{", ".join(f"{name} {one}" for name, one in value.items())}]"'
        raise InvalidValueError("list-expected", "intervals are a list of parts", hint)
    faults: list[FieldError] = []
    parts_read: list[Interval | Repeated] = []
    for n, one in enumerate(value):
        try:
            parts_read.append(_parse_part(one))
        except InvalidValueError as wrong:
            faults.append(FieldError((n,), wrong))
        except InvalidFieldsError as several:
            faults += [fault._replace(place=(n, *fault.place)) for fault in several.errors]
    if faults:
        raise InvalidFieldsError(faults)
    if len(parts_read) > _MOST_PARTS:
        raise InvalidValueError(
            "out-of-range",
            f"intervals has more than {_MOST_PARTS} parts",
            'say what repeats: "{times: 8, of: [...]}"',
        )
    intervals = tuple(parts_read)
    check_total(intervals, 1)
    return intervals


def check_total(parts: Intervals, times: int) -> None:
    """Refuse parts that, done so many times, add up to more than a dose may take."""
    total = seconds_of(parts)
    longest = LIMITS["time"][1]
    if total and total[0] * times > longest:
        message = f"the intervals add up to {Seconds(total[0] * times, total[0] * times)}"
        raise InvalidValueError("out-of-range", message, f"at most {Seconds(longest, longest)} in all")


def repeated_hint(text: str) -> str:
    """Return how `8 x (run 1 min, walk 2 min)` is written; empty for other text."""
    match = _TIMES.fullmatch(text)
    if match is None:
        return ""
    parts = [part.strip(" ()[]") for part in re.split(r"[,;+]", match["rest"])]
    return f'write "sets: {match["times"]}, intervals: [{", ".join(parts)}]"'


def _parse_part(value: object) -> Interval | Repeated:
    if isinstance(value, Interval | Repeated):
        return value
    if not isinstance(value, Mapping):
        return _parse_interval(value)
    like = 'write it like "{times: 2, of: [run 90 s, walk 90 s]}"'
    if len(value) == 1 and isinstance(next(iter(value.values())), str):  # "run: 1 min"
        [(name, length)] = value.items()
        return _parse_interval(f"{name} {length}")
    if value.keys() != {"times", "of"} or not isinstance(value["of"], list | tuple) or not value["of"]:
        raise InvalidValueError("mapping-expected", "parts that repeat have times and of", like)
    times = read_whole(clean("times", value["times"]))
    if times is None or times[0] != times[1] or not 2 <= times[0] <= 50:
        raise InvalidValueError("out-of-range", f'times "{value["times"]}" is not a number', "from 2 to 50")
    faults, parts = [], []
    for n, one in enumerate(value["of"]):
        try:
            parts.append(one if isinstance(one, Interval) else _parse_interval(one))
        except InvalidValueError as wrong:
            faults.append(FieldError(("of", n), wrong))
    if faults:
        raise InvalidFieldsError(faults)
    return Repeated(times[0], tuple(parts))


def _parse_interval(value: object) -> Interval:
    if isinstance(value, Mapping):
        hint = 'write one after the other: "{times: 2, of: [...]}" cannot be inside another one'
        raise InvalidValueError("text-expected", "parts that repeat cannot repeat others", hint)
    written = clean("intervals", value)
    if several := _TIMES.fullmatch(written):
        hint = f'write "{{times: {several["times"]}, of: [{several["rest"].strip("() ")}]}}"'
        raise refused("bad-interval", "intervals", written, "repeats something", hint)
    match = _NAMED_FIRST.fullmatch(written) or _NAMED_LAST.fullmatch(written)
    if match is None:
        hint = 'say what to do and how long: "run 1 min", "walk 90 s", "swim 50 metres"'
        raise refused("bad-interval", "intervals", written, "is not a part of a session", hint)
    name, text = match["name"].strip(" ,:"), match["measure"].strip().casefold()
    if is_metres_or_minutes(text) and min(map(int, re.findall("[0-9]+", text))) <= LIMITS["time"][1] // 60:
        number = text.rstrip("m ")
        hint = f'write "{name} {number} min" for minutes, or "{name} {number} metres"'
        raise refused("two-meanings", "intervals", written, "may be minutes or metres", hint)
    if not _ONLY_METRES.fullmatch(text) and (time := read_time(text)):
        low, high = time[0] // 100, time[1] // 100
        if (low * 100, high * 100) != time or not 1 <= low <= high <= LIMITS["time"][1]:
            raise refused("bad-interval", "intervals", written, "has a wrong time", f'such as "{name} 1 min"')
        return Interval(name, Seconds(low, high))
    if counted := _read_count(text):
        return Interval(name, counted)
    text = re.sub(r"(?<=[0-9]) ?(?:metres?|meters?)$", " m", text)
    distance = read_distance(text)
    if distance is None or distance.bound is not Bound.BETWEEN or not 1 <= distance.low <= distance.high:
        hint = f'such as "{name} 1 min", "{name} 400 metres" or "{name} 10 times"'
        if text.isdigit():
            hint = f'write "{name} {text} s" or "{name} {text} min"'
        raise refused(
            "bad-interval", "intervals", written, "says neither how long, how far nor how many times", hint
        )
    return Interval(name, distance)


def _read_count(text: str) -> Range | None:
    """Return `10 times`, `8-12 reps` or `5 breaths`; None for anything else, or if it is too much for one part."""
    times = _COUNTED.sub("", text)
    ends = read_whole(times) if times != text else None
    if ends and 1 <= ends[0] <= ends[1] <= LIMITS["reps"][1]:
        return Range(*ends)
    amount = read_amount(text)
    if (
        amount
        and amount.unit in COUNTED
        and amount.bound is Bound.BETWEEN
        and 100 <= amount.low <= amount.high
    ):
        return amount if amount.high <= LIMITS["reps"][1] * 100 else None
    return None


_COUNTED = re.compile(r" ?(?:times|reps?|repetitions?|x|×)$")
_SECONDS_PER_REP = 3
"""Our own assumption, as in `estimate`."""


def seconds_of(parts: Intervals) -> tuple[int, int] | None:
    """Return the shortest and longest time, or None if a part is a distance or an amount."""
    low = high = 0
    for part in parts:
        inner = seconds_of(part.parts) if isinstance(part, Repeated) else _seconds(part)
        if inner is None:
            return None
        times = part.times if isinstance(part, Repeated) else 1
        low, high = low + inner[0] * times, high + inner[1] * times
    return low, high


def _seconds(part: Interval) -> tuple[int, int] | None:
    if isinstance(part.measure, Measure):
        return None
    each = _SECONDS_PER_REP if part.is_counted else 1
    return part.measure.low * each, part.measure.high * each
