"""How much of an exercise to do: read from what the author wrote, told in one sentence.

The sentence must not be misread by someone who stands on one leg in front of a sheet of paper. Each form
was therefore decided once, and every fact is printed by one function wherever it appears:

====================  ==============================  ===================================================
given                 front matter                    the sentence says
====================  ==============================  ===================================================
sets and reps         sets: 3, reps: 8-12             3 sets of 8 to 12 reps
sets and time         sets: 3, time: 30 s             3 sets of 30 seconds
sets and hold         sets: 3, hold: 30 s             3 holds of 30 seconds
reps and hold         reps: 10, hold: 5 s             10 reps, holding each rep for 5 seconds
hold alone            hold: 30 s                      Hold for 30 seconds
time                  time: 90 s, or 1:30             1 minute 30 seconds
time, as a range      time: 45-90 s                   45 seconds to 1 minute 30 seconds
side                  side: each leg                  ... on each leg
side                  side: each arm                  ... with each arm
side                  side: each side                 ... on each side
side and a count      reps: 20, side: alternating     20 reps in total, alternating sides
... and sets          sets: 3, ... (as above)         3 sets, each of 20 reps in total, alternating sides
... and only a hold   sets: 4, hold: 5 s, ...         4 holds in total, 5 seconds each, alternating sides
tempo                 tempo: 3-1-1                    tempo 3-1-1 (lower for 3 seconds, pause for 1 second,
                                                      lift for 1 second); a fourth number: pause again
load                  load: 5 kg                      load: 5 kg
effort                effort: 5-7                     at an effort of 5 to 7 out of 10
rest                  rest: 30 s                      rest 30 seconds
rest                  rest: none                      no rest
times a day           per_day: 1, 2, 3, 2-3           once, twice, 3 times, 2 to 3 times a day
days a week           per_week: 1, 3, 7 or daily      1 day a week, 3 days a week, every day
weeks                 weeks: 8                        for 8 weeks
====================  ==============================  ===================================================

Facts stand in this order: work and side, hold, tempo, load, effort, rest, a day, a week, weeks.

What could mean two things is refused and told rather than guessed: a number without its unit, two
measures at once, a range that runs backwards, several facts in one key. Durations are whole seconds. The
sentence is English; a second language would be a second set of the small functions under "telling".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from cuecard.problems import Refused, did_you_mean, one_of

# --- values -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `low` to `high`, both included; a single number has the two equal."""

    low: int
    high: int

    def __str__(self) -> str:
        """As it is read aloud: `12` or `8 to 12`."""
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Seconds(Range):
    """A duration in whole seconds, or a range of durations."""

    def __str__(self) -> str:
        """As it is read aloud: `1 minute 30 seconds`, `20 to 30 seconds`, `45 seconds to 1 minute`."""
        low, high = _in_units(self.low), _in_units(self.high)
        if self.low == self.high:
            return _duration(low)
        if len(low) == len(high) == 1 and low[0][1] == high[0][1]:
            return f"{low[0][0]} to {_duration(high)}"
        return f"{_duration(low)} to {_duration(high)}"


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds for each phase of one repetition: lower, pause, lift and perhaps pause again."""

    phases: tuple[int, ...]

    def __str__(self) -> str:
        """As coaches write it: `3-1-1`."""
        return "-".join(map(str, self.phases))

    @property
    def seconds(self) -> int:
        """How long one repetition takes."""
        return sum(self.phases)


class Side(StrEnum):
    """How the two sides of the body share the work."""

    EACH_LEG = "each leg"
    EACH_ARM = "each arm"
    EACH_SIDE = "each side"
    ALTERNATING = "alternating"

    @property
    def doubles(self) -> bool:
        """Whether all the work is done twice, once with each side."""
        return self is not Side.ALTERNATING


@dataclass(frozen=True, slots=True)
class DosePart:
    """One fact of a dose, for a chip or a row of a table."""

    label: str
    value: str


# --- reading: what the author wrote -> a value, or None where it cannot be read -----------------------

_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600),
}
_SIDES = {
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


def _read_facts(text: str, timed: str = "time") -> dict[str, str]:
    """Several facts written in one breath, such as `3x10 each leg`, by key; empty if any of it is unclear.

    Only hints use it: what it finds is shown to the author, to be written properly.
    """
    facts: dict[str, str] = {}
    side = next((spelled for spelled in _SIDES if f" {text}".endswith(f" {spelled}")), "")
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
        facts["side"] = _SIDES[side]
    return facts


def _in_one_line(facts: Mapping[str, str]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in facts.items())


# --- judging: a value, or Refused ---------------------------------------------------------------------

_LIMITS = {
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
_LONGEST_TEXT = 80
_LONGEST_PHASE = 60
_HUGE = 10**9  # beyond every limit, and nothing that int() or str() would balk at

_EXAMPLES = {
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
    if len(text) > _LONGEST_TEXT:
        hint = "name it here in a few words, and explain it in the text below"
        raise Refused("out-of-range", f"{key} is longer than {_LONGEST_TEXT} characters", hint)
    return text


def _no(code: str, key: str, written: str, why: str, hint: str) -> Refused:
    return Refused(code, f'{key} "{written}" {why}', hint)


def _within(key: str, low: int, high: int, written: str) -> None:
    lowest, highest = _LIMITS[key]
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
    facts = _read_facts(text, "hold" if key == "hold" else "time")
    if len(facts) == 1 and key in facts:
        return f'did you mean "{facts[key]}"?'
    return f'write "{_in_one_line(facts)}"' if facts else ""


def _whole(key: str, value: object) -> Range:
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
        return f'a whole number such as {_EXAMPLES[key][0]}, or a range such as "{_EXAMPLES[key][1]}"'
    meant = key
    if key in ("per_day", "per_week") and (often := re.search("days|day|week", others)):
        meant = "per_day" if often[0] == "day" else "per_week"
    return f'did you mean "{number}"?' if meant == key else f'did you mean "{meant}: {number}"?'


def _seconds(key: str, value: object) -> Seconds:
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


def _time(value: object, info: ValidationInfo) -> Seconds:
    """The time, unless the work is measured otherwise already: a dose has one measure."""
    for other, hint in (
        ("reps", 'keep "reps" to count repetitions, or "time" to work by the clock'),
        ("hold", 'keep "hold" to stay still that long, or "time" to keep moving'),
    ):
        if info.data.get(other) is not None:
            raise Refused("two-measures", f'"{other}" and "time" cannot be given together', hint)
    return _seconds("time", value)


def _tempo(value: object) -> Tempo:
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


def _side(value: object) -> Side:
    written = _text("side", value)
    text = written.casefold().rstrip(".")
    if text in _SIDES:
        return _SIDES[text]
    allowed = list(map(str, Side))
    hint = f"{did_you_mean(text, allowed)} {one_of(allowed)}".strip()
    if text.startswith("both"):
        hint = 'leave side out when both work at once; write "each side" when one works after the other'
    raise _no("unknown-word", "side", written, "is not a side", hint)


def _load(value: object) -> str:
    """The text as written, on one line, without punctuation that would clash with the sentence's own."""
    text = re.sub(r",(?: ?,)+", ",", _text("load", value)).strip(" ,;.")
    if not any(map(str.isalnum, text)):
        raise Refused("empty", "load has no value", "write a value, or leave the key out")
    if re.fullmatch(r"[0-9.,]+(?: ?[-–] ?[0-9.,]+)?", text):
        raise _no("needs-unit", "load", text, "has no unit", f'write "{text} kg" or "{text} lb"')
    return text


# --- the dose -----------------------------------------------------------------------------------------


def _whole_schema(key: str, description: str, *words: str) -> WithJsonSchema:
    lowest, highest = _LIMITS[key]
    number, between = _EXAMPLES[key]
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

    model_config = ConfigDict(frozen=True, extra="forbid", json_schema_extra=_tidy_schema)

    sets: Annotated[
        Range | None,
        PlainValidator(partial(_whole, "sets")),
        _whole_schema("sets", "How many times the whole count or time is done"),
    ] = None
    reps: Annotated[
        Range | None,
        PlainValidator(partial(_whole, "reps")),
        _whole_schema("reps", "Repetitions in one set; not together with time"),
    ] = None
    hold: Annotated[
        Seconds | None,
        PlainValidator(partial(_seconds, "hold")),
        _text_schema("How long to stay still, in each repetition if reps are given", "5 s", "20-30 s"),
    ] = None
    time: Annotated[
        Seconds | None,
        PlainValidator(_time),
        _text_schema("How long one set takes; not together with reps or hold", "30 s", "1:30", "1-2 min"),
    ] = None
    rest: Annotated[
        Seconds | None,
        PlainValidator(partial(_seconds, "rest")),
        _text_schema("The pause between sets", "30 s", "1-2 min", "none"),
    ] = None
    tempo: Annotated[
        Tempo | None,
        PlainValidator(_tempo),
        _text_schema("Seconds to lower, pause, lift, and perhaps pause again", "3-1-1", "3-1-1-0"),
    ] = None
    side: Annotated[
        Side | None,
        PlainValidator(_side),
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
        PlainValidator(_load),
        _text_schema("What makes it heavy, in your words and with a unit", "light band", "5 kg"),
    ] = None
    effort: Annotated[
        Range | None,
        PlainValidator(partial(_whole, "effort")),
        _whole_schema("effort", "How hard it should feel, from 0 to 10"),
    ] = None
    per_day: Annotated[
        Range | None,
        PlainValidator(partial(_whole, "per_day")),
        _whole_schema("per_day", "How many times a day"),
    ] = None
    per_week: Annotated[
        Range | None,
        PlainValidator(partial(_whole, "per_week")),
        _whole_schema("per_week", "On how many days a week", "daily"),
    ] = None
    weeks: Annotated[
        Range | None,
        PlainValidator(partial(_whole, "weeks")),
        _whole_schema("weeks", "For how many weeks"),
    ] = None

    @model_validator(mode="before")
    @classmethod
    def _has_facts(cls, given: object) -> object:
        if isinstance(given, Dose):
            return given
        like = 'write it like "dose: {sets: 3, time: 30 s}"'
        if not isinstance(given, Mapping):
            read = _read_facts(given.casefold()[:_LONGEST_TEXT]) if isinstance(given, str) else {}
            hint = f'write "dose: {{{_in_one_line(read)}}}"' if read else like
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


# --- telling ------------------------------------------------------------------------------------------


def sentence(dose: Dose) -> str:
    """The whole dose as one sentence that cannot be misread, without a full stop at the end."""
    facts = (
        _work(dose),
        f"holding each rep for {dose.hold}" if dose.hold and dose.reps else "",
        f"tempo {_tempo_words(dose.tempo)}" if dose.tempo else "",
        f"load: {dose.load}" if dose.load else "",
        f"at an effort of {_effort_words(dose.effort)}" if dose.effort else "",
        (f"rest {dose.rest}" if dose.rest.high else "no rest") if dose.rest else "",
        _frequency(dose),
    )
    text = ", ".join(fact for fact in facts if fact)
    if dose.weeks:
        joint = " " if dose.per_day or dose.per_week else ", " if text else ""
        text = f"{text}{joint}for {_count(dose.weeks, 'week')}"
    return text[:1].upper() + text[1:]


def parts(dose: Dose) -> tuple[DosePart, ...]:
    """The same facts as labels and values, in the order of the sentence."""
    in_total = " in total" if dose.side is Side.ALTERNATING else ""
    only_holds = dose.hold and not dose.reps
    told = (
        ("Sets", dose.sets and f"{dose.sets}{in_total if only_holds else ''}"),
        ("Reps", dose.reps and f"{dose.reps}{in_total}"),
        ("Time", dose.time and f"{dose.time}{in_total}"),
        ("Side", dose.side),
        ("Hold", dose.hold and f"{dose.hold}{' each rep' if dose.reps else ''}"),
        ("Tempo", dose.tempo and _tempo_words(dose.tempo)),
        ("Load", dose.load),
        ("Effort", dose.effort and _effort_words(dose.effort)),
        ("Rest", dose.rest and (str(dose.rest) if dose.rest.high else "none")),
        ("How often", _frequency(dose)),
        ("How long", dose.weeks and _count(dose.weeks, "week")),
    )
    return tuple(DosePart(label, str(value)) for label, value in told if value)


def _work(dose: Dose) -> str:
    """Sets, measure and side: the core of the sentence, empty if none is given."""
    several = dose.sets is not None and dose.sets.high > 1
    counted_together = dose.side is Side.ALTERNATING
    measure = _count(dose.reps, "rep") if dose.reps else str(dose.time or "")
    if measure:
        measure += " in total" if counted_together else ""
        joint = ", each of " if counted_together and several else " of "
        text = f"{_count(dose.sets, 'set')}{joint}{measure}" if dose.sets else measure
    elif dose.hold and dose.sets:
        holds = _count(dose.sets, "hold")
        text = (
            f"{holds} in total, {dose.hold} each"
            if counted_together and several
            else f"{holds} of {dose.hold}"
        )
    elif dose.hold:
        text = f"hold for {dose.hold}"
    else:
        text = _count(dose.sets, "set") if dose.sets else ""
    if dose.side is None:
        return text
    if counted_together:
        return f"{text}, alternating sides" if text else "alternating sides"
    return f"{text} {'with' if dose.side is Side.EACH_ARM else 'on'} {dose.side}".lstrip()


def _frequency(dose: Dose) -> str:
    """How often: `twice a day, 3 days a week`; empty if not given."""
    told = []
    if dose.per_day:
        times = {"1": "once", "2": "twice"}.get(str(dose.per_day), f"{dose.per_day} times")
        told.append(f"{times} a day")
    if dose.per_week:
        told.append("every day" if dose.per_week.low == 7 else f"{_count(dose.per_week, 'day')} a week")
    return ", ".join(told)


def _tempo_words(tempo: Tempo) -> str:
    told = [
        f"{verb} for {Seconds(phase, phase)}" if phase else f"no {verb}"
        for verb, phase in zip(("lower", "pause", "lift", "pause"), tempo.phases, strict=False)
    ]
    return f"{tempo} ({', '.join(told)})"


def _effort_words(effort: Range) -> str:
    return f"{effort} out of 10"


def _count(number: Range, noun: str) -> str:
    return f"{number} {noun}" if number.high == 1 else f"{number} {noun}s"


def _in_units(seconds: int) -> list[tuple[int, str]]:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    split = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
    return [(number, unit) for number, unit in split if number] or [(0, "second")]


def _duration(split: list[tuple[int, str]]) -> str:
    return " ".join(f"{number} {unit}" if number == 1 else f"{number} {unit}s" for number, unit in split)


# --- reckoning ----------------------------------------------------------------------------------------


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
