"""Durations: the text that an author wrote becomes seconds, or an error with a hint."""

from __future__ import annotations

import re
from difflib import get_close_matches

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose.parse import (
    BETWEEN,
    DECIMAL,
    HUGE,
    Guess,
    Opened,
    check_limits,
    check_not_negative,
    clean,
    in_order,
    no_guess,
    opened,
    read_whole,
    refused,
)
from cuecard.dose.quantities import Bound, InAll, Seconds

UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
}
_NO_REST = ("none", "no", "no rest")
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
# Two decimals at most: "1,200 s" is more likely twelve hundred than 1.2, so it is reported, not guessed.
_AMOUNT = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?\s*([a-z]+)\.?(?:\s*,)?(?:\s+and(?![a-z]))?\s*")
_MARKS = re.compile(r"['\"′″’”]")
_ONLY_M = re.compile(r"[0-9]\s*m(?![a-z])")
_OTHER_TIMES = re.compile(r"(?<![a-z])(?:s|sec|secs|seconds?|min|mins|minutes?|h|hr|hrs|hours?)(?![a-z])")


def read_time(text: str) -> tuple[int, int] | None:
    """`30 s`, `1:30`, `1 min 30 s` or a range; a bare lower end takes the unit of the upper one.

    In hundredths of a second, so that "1.5 min" is exact and "2.5 s" can be reported.
    """
    ends = BETWEEN.split(text)
    if len(ends) > 2 or (high := _read_duration(ends[-1])) is None:
        return None
    if len(ends) == 1:
        return high, high
    unit = _AMOUNT.fullmatch(ends[1])
    low = _read_duration(ends[0] + unit[3] if unit and ends[0][-1:].isdigit() else ends[0])
    return None if low is None else (low, high)


def _read_duration(text: str) -> int | None:
    if clock := _CLOCK.fullmatch(text):
        return (int(clock[1]) * 60 + int(clock[2])) * 100
    hundredths, place, larger = 0, 0, 2 * UNITS["h"]
    while place < len(text):
        amount = _AMOUNT.match(text, place)
        unit = UNITS.get(amount[3]) if amount else None
        if amount is None or unit is None or unit >= larger:
            return None
        hundredths += (int(amount[1]) * 100 + int((amount[2] or "").ljust(2, "0"))) * unit
        place, larger = amount.end(), unit
    return hundredths if text else None


def is_metres_or_minutes(text: str) -> bool:
    """Return whether the only unit is an `m`."""
    return bool(_ONLY_M.search(text)) and not _OTHER_TIMES.search(text)


def parse_seconds(key: str, value: object, guess: Guess = no_guess) -> Seconds:
    """Parse a duration, a range or an open end within the limits of *key*; *guess* hints at other text."""
    if isinstance(value, Seconds):
        return _time_checked(key, value, str(value), str(value))
    written = clean(key, value)
    text = written.casefold()
    if key in {"time", "in_all"} and is_metres_or_minutes(text):
        minutes = _ONLY_M.sub(lambda seconds: f"{seconds[0][:-1].rstrip()} min", text)
        hint = f'write "{key}: {minutes}" for minutes, or "distance: {written}" for metres'
        raise refused("two-meanings", key, written, "may be minutes or metres", hint)
    parts = opened(text)
    if parts.bound is Bound.MOST and (seconds := _longest(key, parts)):
        return _time_checked(key, seconds, written, text)
    ends = (0, 0) if not text.strip("0") else read_time(parts.text)
    if ends is None or (parts.bound is not Bound.BETWEEN and ends[0] != ends[1]):
        check_not_negative(key, written)
        raise _no_time(key, written, guess(key, value))
    low, high = ((min(end, HUGE * 100) + 50) // 100 for end in ends)
    seconds = Seconds(low, high, parts.bound)
    check_limits(key, min(low, high), max(low, high), written)
    if ends != (low * 100, high * 100):
        hint = f'did you mean "{seconds}"?'
        raise refused("bad-time", key, written, "is not a whole number of seconds", hint)
    return _time_checked(key, seconds, written, text)


def parse_pause(key: str, value: object) -> Seconds:
    """Parse a rest, which may be none."""
    if value == Seconds(0, 0) or (isinstance(value, str) and clean(key, value).casefold() in _NO_REST):
        return Seconds(0, 0)
    return parse_seconds(key, value)


def _longest(key: str, parts: Opened) -> Seconds | None:
    """As long as one can, with a floor and a cap."""
    ends = [read_time(part) if part else (0, 0) for part in (parts.text, parts.cap)]
    if key not in {"time", "hold"} or parts.unit or any(end is None or end[0] != end[1] for end in ends):
        return None
    low, high = ((end[0] + 50) // 100 for end in ends if end)
    return Seconds(low, high, Bound.MOST)


def _time_checked(key: str, value: Seconds, written: str, text: str) -> Seconds:
    ends = [end for end in (value.low, value.high) if end or value.bound is not Bound.MOST]
    if ends:
        check_limits(key, min(ends), max(ends), written)
    hint = f'did you mean "{Seconds(value.high, value.low)}"?'
    first, *others = BETWEEN.split(text)
    if others and first.isdigit() and int(first) < value.high:  # "45-1 min"
        hint = f'did you mean "{first} s to {others[-1]}", or "{Seconds(value.high, value.low)}"?'
    return in_order(key, value, written, hint)


_LIKE_ANY = 'such as "30 s", "1:30" or "20-30 s"'
_LIKE = {"takes": 'such as "30 min" or "20-30 min"', "in_all": 'such as "20 min" or "60 min a day"'}


def _no_time(key: str, written: str, guess: str) -> InvalidValueError:
    text = written.casefold()
    if read_whole(text) or DECIMAL.fullmatch(text):
        return refused("needs-unit", key, written, "has no unit", f'write "{text} s" or "{text} min"')
    if _MARKS.search(text) and (suggestion := _without_marks(text)):
        return refused(
            "needs-unit", key, written, "has a symbol for its unit", f'did you mean "{suggestion}"?'
        )
    if text[-1].isdigit() and (ends := read_time(f"{text} s")) and ends[0] <= ends[1]:
        return refused("needs-unit", key, written, "has no unit", f'did you mean "{text} s"?')
    hint = guess
    if not hint and (word := re.fullmatch(r"(.*[0-9] ?)([a-z]+)\.?", text)):
        near = [word[1] + unit for unit in get_close_matches(word[2], sorted(UNITS), n=1)]
        hint = f'did you mean "{near[0]}"?' if near and read_time(near[0]) else ""
    return refused(
        "bad-time",
        key,
        written,
        "is not a time",
        hint or _LIKE.get(key, 'such as "30 s", "1:30" or "20-30 s"'),
    )


def _without_marks(text: str) -> str:
    """`5'30"` with units in words: `5 min 30 s`; empty if that is not a time."""
    spelled = re.sub(r" ?(?:''|[\"″”])", " s ", text)
    spelled = " ".join(re.sub(r" ?['′’]", " min ", spelled).split())
    return spelled if read_time(spelled) else ""


def parse_in_all(value: object) -> InAll:
    """Return how long altogether, perhaps in a day or a week."""
    text = clean("in_all", str(value) if isinstance(value, InAll) else value)
    per = re.search(r",? ?(?:a|per|each|every|/) ?(day|week)$", text, re.IGNORECASE)
    time = parse_seconds("in_all", text[: per.start()] if per else text)
    if time.bound is Bound.MOST:
        raise refused("bad-time", "in_all", text, "has no end", 'such as "up to 20 min" or "60 min a day"')
    return InAll(time, per[1].casefold() if per else "")
