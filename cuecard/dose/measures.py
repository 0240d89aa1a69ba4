"""Quantities with a unit: distances, counted things, weights, and numbers that may have halves."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from cuecard.dose.parse import BETWEEN, Guess, check_not_negative, clean, in_order, no_guess, opened, refused
from cuecard.dose.quantities import COUNTED, LENGTHS, BodyWeight, Bound, Decimals, Measure, Seconds
from cuecard.dose.times import parse_seconds, read_time

_LENGTH_WORDS = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), "m"),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometer", "kilometers", "k"), "km"),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeter", "centimeters"), "cm"),
    **dict.fromkeys(("mi", "mile", "miles"), "mi"),
    **dict.fromkeys(("yd", "yds", "yard", "yards"), "yd"),
    **dict.fromkeys(("ft", "foot", "feet"), "ft"),
}
_WEIGHT_WORDS = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), "kg"),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), "lb"),
}
_COUNTED_WORDS = {word: one for one, many in COUNTED.items() for word in (one, many)}
_NUMBER = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?")
_WITH_UNIT = re.compile(r"(?P<number>[0-9][0-9.,]*(?: ?(?:[-–—−]|to) ?[0-9][0-9.,]*)?) ?(?P<unit>[^0-9\s].*)")
_OWN_UNIT = re.compile(r"[^\W\d_][\w'’-]*(?: [\w'’-]+){0,2}")
_NO_UNIT = frozenset(
    (
        *(
            "a",
            "and",
            "at",
            "day",
            "each",
            "every",
            "for",
            "hold",
            "in",
            "left",
            "legs",
            "on",
            "or",
            "per",
            "reps",
        ),
        *("rest", "right", "set", "sets", "side", "sides", "then", "to", "until", "up", "week", "with", "x"),
    )
)
"""Words that an author's own unit does not have: they belong to another key."""
_LIMITS = {
    "distance": (1, 100_000_00),
    "amount": (100, 100_000_00),
    "cadence": (100, 400_00),
    "weight": (1, 1000_00),
    "percent_1rm": (100, 120_00),
    "rpe": (0, 10_00),
}


def _hundredths(text: str) -> int | None:
    match = _NUMBER.fullmatch(text)
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else None


def _ends(text: str) -> tuple[int, int] | None:
    """`5`, `2.5` or `400-800`, in hundredths."""
    ends = [_hundredths(end) for end in BETWEEN.split(text)]
    if len(ends) > 2 or None in ends:
        return None
    return ends[0] or 0, ends[-1] or 0


def _within(key: str, value: Measure | Decimals, written: str) -> None:
    lowest, highest = _LIMITS[key]
    ends = [end for end in (value.low, value.high) if end or value.bound is not Bound.MOST]
    if any(not lowest <= end <= highest for end in ends):
        low, high = (type(value)(end, end) for end in (lowest, highest))
        hint = f"from {str(low).strip()} to {str(high).strip()}"
        raise refused("out-of-range", key, written, "is out of range", hint)
    in_order(key, value, written, "write the smaller number first")


def read_distance(text: str) -> Measure | None:
    """`20 m`, `2.5 km`, `400-800 m`, with or without an open end."""
    parts = opened(text)
    if parts.bound is Bound.MOST:
        return _furthest([parts.text, parts.cap], parts.unit)
    match = _WITH_UNIT.fullmatch(parts.text)
    unit = _LENGTH_WORDS.get(match["unit"].rstrip(".")) if match else None
    ends = _ends(match["number"]) if match else None
    if unit is None or ends is None or (parts.bound is not Bound.BETWEEN and ends[0] != ends[1]):
        if match and (halves := BETWEEN.split(parts.text)) and len(halves) == 2:  # "400 m to 800 m"
            low, high = map(read_distance, halves)
            if low and high and low.is_single and high.is_single and low.unit == high.unit:
                return Measure(low.low, high.high, unit=low.unit)
        return None
    return Measure(*ends, parts.bound, unit)


def _furthest(ends: Sequence[str], unit: str) -> Measure | None:
    read = [read_distance(end) if end else Measure(0, 0) for end in ends]
    if unit or any(one is None or not one.is_single for one in read):
        return None
    floor, cap = (one for one in read if one)
    units = {one.unit for one in (floor, cap) if one.unit}
    if len(units) > 1:
        return None
    return Measure(floor.low, cap.high, Bound.MOST, next(iter(units), "m"))


def parse_distance(key: str, value: object, guess: Guess = no_guess) -> Measure:
    """Return how far: a length with its unit; *guess* hints at other text."""
    if isinstance(value, Measure) and value.unit in LENGTHS:
        _within(key, value, str(value))
        return value
    written = clean(key, value)
    text = written.casefold()
    distance = read_distance(text)
    if distance is None:
        check_not_negative(key, written)
        if _ends(text):
            hint = f'write "{text} m" or "{text} km"'
            raise refused("needs-unit", key, written, "has no unit", hint)
        if marked := re.fullmatch(r"([0-9.,]+) ?['′’]", text):
            raise refused(
                "needs-unit", key, written, "has a symbol for its unit", f'did you mean "{marked[1]} ft"?'
            )
        hint = f'write "time: {written}"' if read_time(text) else ""
        hint = hint or guess(key, value)
        if not hint and (counted := read_amount(text)) and counted.unit not in _OTHER_KEYS:
            hint = f'write "amount: {counted}"'
        raise refused(
            "bad-amount", key, written, "is not a distance", hint or 'such as "20 m" or "400-800 m"'
        )
    _within(key, distance, written)
    return distance


def read_amount(text: str) -> Measure | None:
    """`10 steps`, `5-6 breaths`, with or without an open end; the unit may be the author's own word."""
    parts = opened(text)
    if parts.bound is Bound.MOST:
        if not parts.unit:
            return None
        unit = _COUNTED_WORDS.get(parts.unit, parts.unit)
        numbers = [re.sub(r"[^0-9]+$", "", end) for end in (parts.text, parts.cap)]
        ends = [int(one) * 100 if one.isdigit() and len(one) < 7 else 0 for one in numbers]
        if any(one and not end for one, end in zip((parts.text, parts.cap), ends, strict=True)):
            return None
        return Measure(ends[0], ends[1], Bound.MOST, unit)
    match = _WITH_UNIT.fullmatch(parts.text)
    ends_read = _ends(match["number"].strip()) if match else None
    if not match or ends_read is None or not _OWN_UNIT.fullmatch(match["unit"]):
        return None
    first = match["unit"].partition(" ")[0]
    if first != match["unit"] and (
        first in _LENGTH_WORDS or first in _WEIGHT_WORDS or read_time(f"1 {first}")
    ):
        return None  # "20 m carry"
    if len(match["unit"]) > 30 or (" " in match["unit"] and _NO_UNIT & set(match["unit"].split())):
        return None
    if parts.bound is not Bound.BETWEEN and ends_read[0] != ends_read[1]:
        return None
    return Measure(*ends_read, parts.bound, _COUNTED_WORDS.get(match["unit"], match["unit"]))


_OTHER_KEYS = {
    **dict.fromkeys(("reps", "rep", "repetitions", "x", "times", "time"), "reps"),
    **dict.fromkeys(("set", "sets"), "sets"),
    **dict.fromkeys(_LENGTH_WORDS, "distance"),
    **dict.fromkeys(_WEIGHT_WORDS, "weight"),
}


def parse_amount(key: str, value: object, guess: Guess = no_guess) -> Measure:
    """Return how many of what: `10 steps`, in the author's own unit where it is none of those known; *guess* hints."""
    if isinstance(value, Measure):
        value = str(value)
    written = clean(key, value)
    text = written.casefold()
    if read_time(text):
        hint = f'write "time: {written}"'
        if re.search(r"[0-9] ?m$", text):
            hint = f'write "distance: {written}" for metres, or "time: {written}in" for minutes'
        raise refused("bad-amount", key, written, "is a time", hint)
    amount = read_amount(text)
    if amount is None:
        check_not_negative(key, written)
        if _ends(text):
            hint = f'write "{text} steps", or whatever is counted; "reps: {text}" for reps'
            raise refused("needs-unit", key, written, "has no unit", hint)
        hint = guess(key, value) or 'such as "10 steps" or "5-6 breaths"'
        raise refused("bad-amount", key, written, "is not a number and a unit", hint)
    if other := _OTHER_KEYS.get(amount.unit):
        number = written[: len(written) - len(amount.unit)].strip() if other in {"reps", "sets"} else written
        raise refused("bad-amount", key, written, f"belongs to {other}", f'write "{other}: {number}"')
    _within(key, amount, written)
    if amount.unit not in COUNTED and (typed := re.search(re.escape(amount.unit), written, re.IGNORECASE)):
        return replace(amount, unit=typed[0])
    return amount


def parse_hold(key: str, value: object, guess: Guess = no_guess) -> Seconds | Measure:
    """Return how long to stay still: a time, or a number of breaths."""
    if not isinstance(value, Seconds | list | tuple):
        text = clean(key, str(value) if isinstance(value, Measure) else value).casefold()
        amount = read_amount(text)
        if amount and amount.unit == "breath":
            _within("amount", amount, text)
            return amount
    return parse_seconds(key, value, guess)


def parse_cadence(key: str, value: object) -> Measure:
    """Return how many a minute of what: `170 steps`, `170 steps a minute`."""
    if isinstance(value, Measure):
        value = str(value)
    written = clean(key, value)
    text = re.sub(r" ?(?:a|per|/) ?min(?:ute)?$|/min$", "", written.casefold())
    text = re.sub(r" ?spm$", " steps", text)
    amount = read_amount(text)
    if amount is None or amount.bound is Bound.MOST:
        if _ends(text):
            hint = f'write "{text} steps", or whatever is counted in a minute'
            raise refused("needs-unit", key, written, "has no unit", hint)
        raise refused(
            "bad-amount", key, written, "is not a number and a unit", 'such as "170 steps a minute"'
        )
    _within(key, amount, written)
    return amount


# --- weight and effort ------------------------------------------------------------------------------------

_BODY = re.compile(
    r"(?:your )?body ?-?weight(?: ?(?:only|alone))?(?: ?(?P<sign>\+|plus|-|–|−|minus|less) ?(?P<more>.+))?"
)


def parse_weight(key: str, value: object) -> Measure | BodyWeight:
    """Return how heavy: `5 kg`, `10-12 lb`, `body weight`, `body weight + 5 kg`."""
    written = clean(key, str(value) if isinstance(value, Measure | BodyWeight) else value)
    text = written.casefold()
    if body := _BODY.fullmatch(text):
        if not body["more"]:
            return BodyWeight()
        extra = _read_weight(body["more"])
        if extra:
            _within(key, extra, written)
            return BodyWeight(extra, body["sign"] not in {"+", "plus"})
    weight = _read_weight(text)
    if weight is None:
        check_not_negative(key, written)
        if _ends(text):
            raise refused("needs-unit", key, written, "has no unit", f'write "{text} kg" or "{text} lb"')
        if "%" in text:
            hint = f'write "percent_1rm: {text.partition("%")[0].strip()}"'
        elif "band" in text:
            hint = f'write "band: {written}"'
        else:
            hint = f'such as "5 kg" or "10 lb"; for words write "load: {written}"'
        raise refused("bad-amount", key, written, "is not a weight", hint)
    _within(key, weight, written)
    return weight


def _read_weight(text: str) -> Measure | None:
    parts = opened(text)
    match = _WITH_UNIT.fullmatch(parts.text)
    unit = _WEIGHT_WORDS.get(match["unit"].rstrip(".")) if match else None
    ends = _ends(match["number"]) if match else None
    if unit is None or ends is None or parts.bound is Bound.MOST:
        return None
    if parts.bound is not Bound.BETWEEN and ends[0] != ends[1]:
        return None
    return Measure(*ends, parts.bound, unit)


def parse_decimals(key: str, value: object) -> Decimals:
    """Parse a number that may have halves: a percentage, or an RPE."""
    written = clean(key, str(value) if isinstance(value, Decimals) else value)
    text = written.casefold()
    if key == "percent_1rm":
        text = re.sub(r" ?(?:%|percent)(?: of)?(?: (?:your )?1 ?rm)?|(?: ?1 ?rm)$", "", text)
        like = 'such as 70 or "70-75"'
    else:
        text = re.sub(r"^(?:@|rpe) ?|\s*(?:/|out of)\s*10$", "", text)
        like = 'such as 8, 7.5 or "7-8"'
    parts = opened(text)
    ends = _ends(parts.text) if parts.bound is not Bound.MOST else None
    if ends is None or (parts.bound is not Bound.BETWEEN and ends[0] != ends[1]):
        check_not_negative(key, written)
        raise refused("number-expected", key, written, "is not a number", like)
    decimals = Decimals(*ends, parts.bound)
    if key == "rpe" and any(end % 50 for end in ends):
        raise refused("number-expected", key, written, "is not a multiple of 0.5", like)
    _within(key, decimals, written)
    return decimals
