"""Numbers and quantities: the text that an author wrote becomes a value, or an error with a hint.

The `read_...` functions know the forms and give `None` for anything else; the `parse_...` ones know the limits too,
and say what is wrong. A hint shows what was probably meant, as it would be written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeVar

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose.quantities import Bound, Range, Seconds

LIMITS = {
    "sets": (1, 50),
    "reps": (1, 1000),
    "time": (1, 4 * 3600),
    "hold": (1, 3600),
    "rest": (1, 3600),
    "rest_between_reps": (1, 600),
    "rest_after": (1, 3600),
    "set_every": (5, 3600),
    "rounds": (1, 100),
    "rest_between_rounds": (1, 3600),
    "round_every": (5, 3600),
    "takes": (60, 4 * 3600),
    "in_all": (1, 24 * 3600),
    "effort": (0, 10),
    "borg": (6, 20),
    "rir": (0, 20),
    "rep_max": (1, 50),
    "angle": (0, 360),
    "pulse": (30, 230),
    "per_day": (1, 48),
    "per_week": (1, 7),
    "weeks": (1, 104),
    "in_weeks": (1, 104),
}
LONGEST_TEXT = 80
MOST_SETS = 50
HUGE = 10**9  # beyond every limit, and nothing that int() or str() would balk at

EXAMPLES = {
    "sets": ("3", "2-3"),
    "rounds": ("3", "2-3"),
    "reps": ("12", "8-12"),
    "effort": ("6", "5-7"),
    "borg": ("13", "11-13"),
    "rir": ("2", "1-2"),
    "rep_max": ("12", "8-10"),
    "pulse": ("120", "110-120"),
    "per_day": ("2", "2-3"),
    "per_week": ("3", "2-3"),
    "weeks": ("8", "for 6-8"),
    "in_weeks": ("5", "5-8"),
}
MANY = frozenset(["sets", "reps", "rounds"])
"""Of whole numbers, those that can be as many as one can."""

SECONDS = frozenset(
    (
        *("time", "hold", "rest", "rest_between_reps", "rest_after", "set_every", "in_all"),
        *("rest_between_rounds", "round_every", "takes"),
    )
)

EVERY_DAY = ("daily", "every day", "everyday", "each day")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBER_WORDS = {"once": 1, "twice": 2} | {word: number for number, word in enumerate(_WORDS, 1)}

BETWEEN = re.compile(r"\s*(?:[-–—−]|(?<![a-z])to(?![a-z]))\s*")
DECIMAL = re.compile(r"([0-9]+)[.,]0*[1-9][0-9]*")
_DIGITS = re.compile(r"[0-9]+")
_AROUND = {
    "effort": re.compile(r"\s*(?:/|out of)\s*10$"),
    "rir": re.compile(r"^rir ?|(?<=[0-9]) ?(?:rir|reps? in reserve)$"),
    "pulse": re.compile(r"(?<=[0-9]) ?(?:bpm|beats(?: (?:a|per) minute)?)$"),
    "borg": re.compile(r"^borg ?"),
    "rep_max": re.compile(r"(?<=[0-9]) ?-?rm$"),
}
"""Words around a number that add nothing."""

# --- what any value is ----------------------------------------------------------------------------------


def clean(key: str, value: object) -> str:
    """Return the author's text on one line, with digits of any script as 0 to 9; numbers from Python as written."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = max(-HUGE, min(value, HUGE))
    if isinstance(value, list | tuple | set | Mapping):
        kind = "mapping" if isinstance(value, Mapping) else "list"
        raise InvalidValueError("text-expected", f"{key} cannot be a {kind}", "write one value after the key")
    # Invisible characters could turn digits round (bidirectional controls) or tear the line.
    shown = "".join(char if char.isprintable() else " " for char in str(value))
    text = " ".join(shown.split())
    if not text.isascii():
        text = "".join(str(unicodedata.digit(char)) if char.isdecimal() else char for char in text)
    if not text:
        raise InvalidValueError("empty", f"{key} has no value", "write a value, or leave the key out")
    if len(text) > LONGEST_TEXT:
        hint = "name it here in a few words, and explain it in the text below"
        raise InvalidValueError("out-of-range", f"{key} is longer than {LONGEST_TEXT} characters", hint)
    return text


def refused(code: str, key: str, written: str, why: str, hint: str) -> InvalidValueError:
    """Return the error for a value of *key*."""
    return InvalidValueError(code, f'{key} "{written}" {why}', hint)


def check_not_negative(key: str, written: str) -> None:
    """Raise an error for `-3`, where it is not a range."""
    if re.match(r"[-–−] ?[0-9]", written):
        hint = f'did you mean "{written[1:].strip()}"?'
        raise refused("out-of-range", key, written, "is below zero", hint)


# --- open ends ------------------------------------------------------------------------------------------


class Opened(NamedTuple):
    """A quantity's text without the words that open an end of it."""

    bound: Bound
    text: str = ""
    """The number; of "as many as you can" the floor, and `cap` beside it."""
    cap: str = ""
    unit: str = ""
    """Of "as many steps as you can": steps."""


_LEAST = re.compile(
    r"(?:at least|no less than|no fewer than|minimum|minimum of|min\.?|≥|>=) ?(?P<a>[0-9].*)"
    r"|(?P<b>[0-9].*?) ?\+|(?P<c>[0-9].*?) (?:or|and) (?:more|longer|further|over|above)"
    r"|(?P<d>[0-9].*?) (?:at least|minimum|min\.? ?reps)"
)
_MOST = re.compile(
    r"(?:up to|at most|no more than|not more than|maximum|maximum of|max\.?|≤|<=) ?(?P<a>[0-9].*)"
    r"|(?P<b>[0-9].*?) (?:or (?:fewer|less|under|below)|at most|maximum|max\.?)"
)
_PLUS = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?\+ ?([^\W\d_].*)")
"""`20+ steps`."""
_ALL_I_CAN = re.compile(
    r"(?:as (?:many|much|long|far) (?:(?P<unit>[a-z][a-z -]*?) )?as (?:you can|possible|i can)"
    r"|amrap|max(?:imum)?|(?:un)?to failure|until failure|until you cannot do another)"
    r"(?P<rest>(?:[ ,;:(]+(?:at least|min(?:imum)?|up to|at most|max(?:imum)?|but|and|no more than|not more than)"
    r" (?:at least |up to |at most |no more than )?[0-9][^,;()]*?\)?)*)"
)
_ENDS = re.compile(
    r"(at least|min(?:imum)?|up to|at most|max(?:imum)?|no more than|not more than) ([0-9][^,;()]*?)"
    r"(?=$|[,;()]| at least| min(?:imum)? [0-9]| up to| at most| max(?:imum)? [0-9]| and| but| no more| not more)"
)


_CLOSED = re.compile(r"[0-9]+(?:[-–:.,][0-9]+)?(?: ?[a-z]{1,2})?")
"""What most quantities look like: they have no open end, and need not be searched for one."""


def opened(text: str) -> Opened:
    """Return *text* without the words that open an end: "10 or more", "up to 15", "as many as you can up to 15"."""
    if _CLOSED.fullmatch(text):
        return Opened(Bound.BETWEEN, text)
    if match := _ALL_I_CAN.fullmatch(text):
        floor = cap = ""
        for word, end in _ENDS.findall(match["rest"]):
            if word.startswith(("at least", "min")):
                floor = end.strip()
            else:
                cap = end.strip()
        return Opened(Bound.MOST, floor, cap, match["unit"] or "")
    if match := _PLUS.fullmatch(text):
        return Opened(Bound.AT_LEAST, f"{match[1]} {match[2]}")
    for pattern, bound in ((_LEAST, Bound.AT_LEAST), (_MOST, Bound.AT_MOST)):
        if match := pattern.fullmatch(text):
            return Opened(bound, next(filter(None, match.groups())))
    return Opened(Bound.BETWEEN, text)


# --- whole numbers --------------------------------------------------------------------------------------


def read_whole(text: str) -> tuple[int, int] | None:
    """`12`, `8-12` or `8 to 12`."""
    ends = BETWEEN.split(text)
    if len(ends) > 2 or not all(map(_DIGITS.fullmatch, ends)):
        return None
    return min(int(ends[0][:10]), HUGE), min(int(ends[-1][:10]), HUGE)


def check_limits(key: str, low: int, high: int, written: str) -> None:
    """Refuse what is beyond the limits of *key*."""
    lowest, highest = LIMITS[key]
    if lowest <= low and high <= highest:
        return
    hint = f"from {lowest} to {highest}"
    if key == "rest" and high == 0:
        hint = 'for no rest at all write "rest: none"'
    elif key == "rest" and low >= 12 * 3600:
        hint = 'for days without it write "per_week: every other day" or "per_week: every 3 days"'
    elif key in SECONDS:
        hint = f"from {Seconds(lowest, lowest)} to {Seconds(highest, highest)}"
    elif key == "effort" and low >= 6 and high <= 20:
        hint = f'from 0 to 10; on the scale from 6 to 20 write "borg: {written}"'
    raise refused("out-of-range", key, written, "is out of range", hint)


R = TypeVar("R", bound=Range)


def in_order(key: str, value: R, written: str, hint: str) -> R:
    """Return *value*, unless it runs backwards."""
    if value.low > value.high and not (value.bound is Bound.MOST and not value.high):
        raise refused("reversed-range", key, written, "runs backwards", hint)
    return value


Guess = Callable[[str, object], str]
"""What makes a hint for a value of a key that cannot be read; it is only called then."""


def no_guess(_key: str, _value: object) -> str:
    """Return no hint."""
    return ""


def parse_whole(key: str, value: object, guess: Guess = no_guess) -> Range:
    """Parse a whole number, a range or an open end within the limits of *key*; *guess* hints at other text."""
    if type(value) is Range:
        return _checked(key, value, str(value))
    written = clean(key, value)
    text = written.casefold()
    if key in _AROUND:
        text = _AROUND[key].sub("", text)
    quantity = _read_opened(key, text)
    if quantity is None:
        check_not_negative(key, written)
        raise refused(
            "number-expected",
            key,
            written,
            "is not a whole number",
            guess(key, value) or whole_hint(key, text),
        )
    return _checked(key, quantity, written)


def _read_opened(key: str, text: str) -> Range | None:
    parts = opened(text)
    if parts.bound is Bound.BETWEEN:
        ends = read_whole(text)
        return ends and Range(*ends)
    if parts.bound is Bound.MOST:
        singular = key.removesuffix("s")
        numbers = [read_whole(_bare(part, singular)) if part else (0, 0) for part in (parts.text, parts.cap)]
        if key not in MANY or parts.unit not in {"", key, singular}:
            return None
        if any(one is None or one[0] != one[1] for one in numbers):
            return None
        floor, cap = (one[0] for one in numbers if one)
        return Range(floor, cap, Bound.MOST)
    ends = read_whole(parts.text)
    return Range(*ends, parts.bound) if ends and ends[0] == ends[1] else None


def _bare(text: str, unit: str) -> str:
    return re.sub(rf" ?{unit}s?$", "", text.strip())


def _checked(key: str, value: Range, written: str) -> Range:
    ends = [end for end in (value.low, value.high) if end or value.bound is not Bound.MOST]
    if ends:
        check_limits(key, min(ends), max(ends), written)
    return in_order(key, value, written, f'did you mean "{value.high}-{value.low}"?')


def whole_hint(key: str, text: str) -> str:
    """Return what a text was probably meant to be where a whole number is expected."""
    if decimal := DECIMAL.fullmatch(text):
        between = f"{int(decimal[1])}-{int(decimal[1]) + 1}"
        if key == "effort":
            return f'did you mean "{between}", or "rpe: {text.replace(",", ".")}"?'
        return f'did you mean "{between}"?'
    if key == "effort" and (rpe := re.fullmatch(r"rpe ?([0-9.,]+(?:-[0-9.,]+)?)", text)):
        return f'write "rpe: {rpe[1]}"'
    if key == "weeks" and (months := re.fullmatch(r"([0-9]{1,2}) months?", text)):
        return f'did you mean "{round(int(months[1]) * 52 / 12)}"?'
    counted = re.sub(r"[a-z]+", lambda word: str(NUMBER_WORDS.get(word[0], word[0])), text)
    counted = re.sub(r" ?(?:times|x)$", "", counted)
    if counted != text and _read_opened(key, counted):
        return f'did you mean "{counted}"?'
    first, _, _ = text.partition(" ")  # "ten", "8 weeks", "10x"
    number = str(NUMBER_WORDS.get(first, first.removesuffix("x")))
    if read_whole(number):
        return f'did you mean "{number}"?'
    return f'a whole number such as {EXAMPLES[key][0]}, or a range such as "{EXAMPLES[key][1]}"'
