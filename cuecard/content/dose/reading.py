"""Reading a dose: the text that an author wrote becomes a value, or is refused with a hint.

The `read_...` functions know the forms and give `None` for anything else; the `judge_...` ones know the
limits too, and say what is wrong. A hint shows what was probably meant, as it would be written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from pydantic import ValidationInfo

from cuecard.content.dose.values import Range, Seconds, Side, Tempo
from cuecard.problems import Refused, did_you_mean, one_of

# --- reading: the forms -------------------------------------------------------------------------------

_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
}
SIDES = {
    **{f"{each} leg": Side.EACH_LEG for each in ("each", "per", "every", "either")},
    **{f"{each} arm": Side.EACH_ARM for each in ("each", "per", "every", "either")},
    **{f"{each} side": Side.EACH_SIDE for each in ("each", "per", "every", "either")},
    **dict.fromkeys(("alternating", "alternate", "alternately"), Side.ALTERNATING),
    **{f"alternating {sides}": Side.ALTERNATING for sides in ("sides", "legs", "arms")},
}
_NUMBER_WORDS = {"once": 1, "twice": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_EVERY_DAY = ("daily", "every day", "everyday", "each day")
_NO_REST = ("none", "no", "no rest")

_BETWEEN = re.compile(r"\s*(?:[-–—−]|(?<![a-z])to(?![a-z]))\s*")
_DIGITS = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"([0-9]+)[.,]0*[1-9][0-9]*")
_CLOCK = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
# Two decimals at most: "1,200 s" is more likely twelve hundred than 1.2, and is better told than guessed.
_AMOUNT = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?\s*([a-z]+)\.?(?:\s*,)?(?:\s+and(?![a-z]))?\s*")
_OUT_OF_TEN = re.compile(r"\s*(?:/|out of)\s*10$")
_REPS = re.compile(r" ?(?:reps?|repetitions?)$")
_SETS = (
    re.compile(r"(?P<sets>[0-9]+) ?sets?(?P<rest>)"),
    re.compile(r"(?P<sets>[0-9]+(?: ?[-–] ?[0-9]+)?) ?(?:sets?(?: of|,| x)?|[x×*]) ?(?P<rest>.+)"),
    re.compile(r"(?P<rest>.*[a-z0-9]) ?[-–,;x×*]? ?\b(?P<sets>[0-9]+) ?sets?"),
)


def _read_whole(text: str) -> tuple[int, int] | None:
    """`12`, `8-12` or `8 to 12`."""
    ends = _BETWEEN.split(text)
    if len(ends) > 2 or not all(map(_DIGITS.fullmatch, ends)):
        return None
    return int(ends[0]), int(ends[-1])


def _read_time(text: str) -> tuple[int, int] | None:
    """`30 s`, `1:30`, `1 min 30 s` or a range; a bare lower end takes the unit of the upper one.

    In hundredths of a second, so that "1.5 min" is exact and "2.5 s" can be told.
    """
    ends = _BETWEEN.split(text)
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
    hundredths, place, larger = 0, 0, 2 * _UNITS["h"]
    while place < len(text):
        amount = _AMOUNT.match(text, place)
        unit = _UNITS.get(amount[3]) if amount else None
        if amount is None or unit is None or unit >= larger:
            return None
        hundredths += (int(amount[1]) * 100 + int((amount[2] or "").ljust(2, "0"))) * unit
        place, larger = amount.end(), unit
    return hundredths if text else None


def read_facts(text: str, timed: str = "time") -> dict[str, str]:
    """Several facts written in one breath, such as `3x10 each leg`, by key; empty if any of it is unclear.

    Only hints use it: what it finds is shown to the author, to be written properly.
    """
    facts: dict[str, str] = {}
    side = next((spelled for spelled in SIDES if f" {text}".endswith(f" {spelled}")), "")
    if side:
        text = text.removesuffix(side).rstrip(" ,")
    if sets := next(filter(None, (pattern.fullmatch(text) for pattern in _SETS)), None):
        facts["sets"] = sets["sets"]
        text = sets["rest"]
    counted = _REPS.sub("", text)
    if _read_whole(counted):
        facts["reps"] = counted
    elif _read_time(text):
        facts[timed] = text
    elif text:
        return {}
    if side:
        facts["side"] = SIDES[side]
    return facts


def in_one_line(facts: Mapping[str, str]) -> str:
    """The facts as they are written between braces: `sets: 3, reps: 10`."""
    return ", ".join(f"{key}: {value}" for key, value in facts.items())


# --- judging: a value, or Refused ---------------------------------------------------------------------

LIMITS = {
    "sets": (1, 50),
    "reps": (1, 1000),
    "time": (1, 4 * 3600),
    "hold": (1, 3600),
    "rest": (1, 3600),
    "effort": (0, 10),
    "per_day": (1, 20),
    "per_week": (1, 7),
    "weeks": (1, 104),
}
LONGEST_TEXT = 80
_LONGEST_PHASE = 60
_HUGE = 10**9  # beyond every limit, and nothing that int() or str() would balk at

EXAMPLES = {
    "sets": ("3", "2-3"),
    "reps": ("12", "8-12"),
    "effort": ("6", "5-7"),
    "per_day": ("2", "2-3"),
    "per_week": ("3", "2-3"),
    "weeks": ("8", "6-8"),
}


def _text(key: str, value: object) -> str:
    """What the author wrote, on one line; numbers from Python as they would be written."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        value = max(-_HUGE, min(value, _HUGE))
    if isinstance(value, list | tuple | set | Mapping):
        kind = "mapping" if isinstance(value, Mapping) else "list"
        raise Refused("text-expected", f"{key} cannot be a {kind}", "write one value after the key")
    # Invisible characters could turn digits round (bidirectional controls) or tear the line.
    shown = "".join(char if char.isprintable() else " " for char in str(value))
    text = " ".join(shown.split())
    if not text:
        raise Refused("empty", f"{key} has no value", "write a value, or leave the key out")
    if len(text) > LONGEST_TEXT:
        hint = "name it here in a few words, and explain it in the text below"
        raise Refused("out-of-range", f"{key} is longer than {LONGEST_TEXT} characters", hint)
    return text


def _no(code: str, key: str, written: str, why: str, hint: str) -> Refused:
    return Refused(code, f'{key} "{written}" {why}', hint)


def _within(key: str, low: int, high: int, written: str) -> None:
    lowest, highest = LIMITS[key]
    if lowest <= low and high <= highest:
        return
    hint = f"from {lowest} to {highest}"
    if key == "rest" and high == 0:
        hint = 'for no rest at all write "rest: none"'
    elif key in ("time", "hold", "rest"):
        hint = f"from {Seconds(lowest, lowest)} to {Seconds(highest, highest)}"
    raise _no("out-of-range", key, written, "is out of range", hint)


def _not_negative(key: str, written: str) -> None:
    if re.match(r"[-–−] ?[0-9]", written):
        hint = f'did you mean "{written[1:].strip()}"?'
        raise _no("out-of-range", key, written, "is below zero", hint)


def _guess(key: str, text: str) -> str:
    """The hint for text that holds several facts, or one of another key; empty if it does not."""
    facts = read_facts(text, "hold" if key == "hold" else "time")
    if len(facts) == 1 and key in facts:
        return f'did you mean "{facts[key]}"?'
    return f'write "{in_one_line(facts)}"' if facts else ""


def judge_whole(key: str, value: object) -> Range:
    """A whole number or a range of them, within the limits of *key*."""
    if type(value) is Range:
        value = f"{value.low}-{value.high}"
    written = _text(key, value)
    text = written.casefold()
    if key == "per_week" and text in _EVERY_DAY:
        return Range(7, 7)
    ends = _read_whole(_OUT_OF_TEN.sub("", text) if key == "effort" else text)
    if ends is None:
        _not_negative(key, written)
        raise _no("number-expected", key, written, "is not a whole number", _whole_hint(key, text))
    low, high = ends
    _within(key, min(ends), max(ends), written)
    if low > high:
        raise _no("reversed-range", key, written, "runs backwards", f'did you mean "{high}-{low}"?')
    return Range(low, high)


def _whole_hint(key: str, text: str) -> str:
    if key in ("sets", "reps") and (hint := _guess(key, text)):
        return hint
    if key == "per_day" and text in _EVERY_DAY:
        return 'for every day write "per_week: daily"'
    if decimal := _DECIMAL.fullmatch(text):
        return f'did you mean "{int(decimal[1])}-{int(decimal[1]) + 1}"?'
    first, _, others = text.partition(" ")  # "ten", "twice a day", "8 weeks", "3x a week"
    number = str(_NUMBER_WORDS.get(first, first.removesuffix("x")))
    if not _read_whole(number):
        return f'a whole number such as {EXAMPLES[key][0]}, or a range such as "{EXAMPLES[key][1]}"'
    meant = key
    if key in ("per_day", "per_week") and (often := re.search("days|day|week", others)):
        meant = "per_day" if often[0] == "day" else "per_week"
    return f'did you mean "{number}"?' if meant == key else f'did you mean "{meant}: {number}"?'


def judge_seconds(key: str, value: object) -> Seconds:
    """A duration or a range of them, within the limits of *key*."""
    if isinstance(value, Seconds):
        value = f"{value.low} s to {value.high} s" if value.high else _NO_REST[0]
    written = _text(key, value)
    text = written.casefold()
    if key == "rest" and text in _NO_REST:
        return Seconds(0, 0)
    ends = (0, 0) if not text.strip("0") else _read_time(text)
    if ends is None:
        _not_negative(key, written)
        raise _no_time(key, written)
    low, high = ((end + 50) // 100 for end in ends)
    _within(key, min(low, high), max(low, high), written)
    if ends != (low * 100, high * 100):
        hint = f'did you mean "{Seconds(low, high)}"?'
        raise _no("bad-time", key, written, "is not a whole number of seconds", hint)
    if low > high:
        hint = f'did you mean "{Seconds(high, low)}"?'
        first, last = _BETWEEN.split(text)
        if first.isdigit() and int(first) < high:  # "45-1 min"
            hint = f'did you mean "{first} s to {last}", or "{Seconds(high, low)}"?'
        raise _no("reversed-range", key, written, "runs backwards", hint)
    return Seconds(low, high)


def _no_time(key: str, written: str) -> Refused:
    text = written.casefold()
    if _read_whole(text) or _DECIMAL.fullmatch(text):
        return _no("needs-unit", key, written, "has no unit", f'write "{text} s" or "{text} min"')
    if text[-1].isdigit() and (ends := _read_time(f"{text} s")) and ends[0] <= ends[1]:
        return _no("needs-unit", key, written, "lacks a unit", f'did you mean "{text} s"?')
    hint = _guess(key, text) if key != "rest" else ""
    if not hint and (word := re.fullmatch(r"(.*[0-9] ?)([a-z]+)\.?", text)):
        near = [word[1] + unit for unit in get_close_matches(word[2], sorted(_UNITS), n=1)]
        hint = f'did you mean "{near[0]}"?' if near and _read_time(near[0]) else ""
    return _no("bad-time", key, written, "is not a time", hint or 'such as "30 s", "1:30" or "20-30 s"')


def judge_time(value: object, info: ValidationInfo) -> Seconds:
    """The time, unless the work is measured otherwise already: a dose has one measure."""
    for other, hint in (
        ("reps", 'keep "reps" to count repetitions, or "time" to work by the clock'),
        ("hold", 'keep "hold" to stay still that long, or "time" to keep moving'),
    ):
        if info.data.get(other) is not None:
            raise Refused("two-measures", f'"{other}" and "time" cannot be given together', hint)
    return judge_seconds("time", value)


def judge_tempo(value: object) -> Tempo:
    """Three or four numbers of seconds, joined by hyphens."""
    written = _text("tempo", str(value) if isinstance(value, Tempo) else value)
    numbers = _DIGITS.findall(written)
    if not re.fullmatch(r"[0-9]+(?: ?[-–—−] ?[0-9]+){2,3}", written):
        hint = 'seconds to lower, pause and lift, such as "3-1-1"'
        if numbers == [written]:
            numbers = list(written)  # "311"
        if len(numbers) in (3, 4) and not re.search(r"[^0-9 :/.,;x×|–-]", written):
            hint = f'did you mean "{"-".join(numbers)}"?'
        raise _no("bad-tempo", "tempo", written, "is not a tempo", hint)
    phases = tuple(map(int, numbers))
    if max(phases) > _LONGEST_PHASE:
        hint = f"at most {_LONGEST_PHASE} seconds for each part"
        raise _no("out-of-range", "tempo", written, "is out of range", hint)
    if 0 in (phases[0], phases[2]):
        hint = "lowering and lifting, the first and the third number, take at least 1 second"
        raise _no("out-of-range", "tempo", written, "is out of range", hint)
    return Tempo(phases)


def judge_side(value: object) -> Side:
    """One of the sides, in any of its usual spellings."""
    written = _text("side", value)
    text = written.casefold().rstrip(".")
    if text in SIDES:
        return SIDES[text]
    allowed = list(map(str, Side))
    hint = f"{did_you_mean(text, allowed)} {one_of(allowed)}".strip()
    if text.startswith("both"):
        hint = 'leave side out when both work at once; write "each side" when one works after the other'
    raise _no("unknown-word", "side", written, "is not a side", hint)


def judge_load(value: object) -> str:
    """The text as written, on one line, without punctuation that would clash with the sentence's own."""
    text = re.sub(r",(?: ?,)+", ",", _text("load", value)).strip(" ,;.")
    if not any(map(str.isalnum, text)):
        raise Refused("empty", "load has no value", "write a value, or leave the key out")
    if re.fullmatch(r"[0-9.,]+(?: ?[-–] ?[0-9.,]+)?", text):
        raise _no("needs-unit", "load", text, "has no unit", f'write "{text} kg" or "{text} lb"')
    return text
