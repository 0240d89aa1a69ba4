"""How often and for how long: the one reader of these keys, in doses and in schedules."""

from __future__ import annotations

import re

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose.parse import (
    BETWEEN,
    EVERY_DAY,
    NUMBER_WORDS,
    clean,
    parse_whole,
    read_whole,
    refused,
    whole_hint,
)
from cuecard.dose.quantities import Bound, Days, Every, Range, Until

_DAY_WORDS = {
    word: number
    for number, words in enumerate(
        (
            ("mon", "monday"),
            ("tue", "tues", "tuesday"),
            ("wed", "weds", "wednesday"),
            ("thu", "thur", "thurs", "thursday"),
            ("fri", "friday"),
            ("sat", "saturday"),
            ("sun", "sunday"),
        )
    )
    for name in words
    for word in (name, f"{name}s")
}
_SETS_OF_DAYS = {"weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6), "weekend": (5, 6), "the weekend": (5, 6)}
_OTHER_DAY = (
    "every other day",
    "every second day",
    "alternate days",
    "alternating days",
    "on alternate days",
)
_EVERY = re.compile(
    r"every (?P<n>[0-9]+(?: ?(?:-|–|to) ?[0-9]+)?|[a-z]+)? ?(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?)"
    r"(?P<awake>,? (?:while|when) (?:you are )?awake)?"
)
_UNIT = {"m": "minute", "h": "hour", "d": "day", "w": "week"}
_MOST = {"minute": 600, "hour": 24, "day": 31, "week": 12}
_WHOLE_DAYS = frozenset(["day", "week"])
_OFTEN = re.compile(
    r"(?P<n>[a-z]+|[0-9]+(?: ?(?:-|–|to) ?[0-9]+)?) ?(?:x|×|times|days)? ?"
    r"(?:a|per|each|every|/|in a|in the) ?(?P<per>day|week)"
)

Frequency = Range | Every | Days


def read_every(text: str) -> Every | None:
    """`every 2 hours`, `hourly while awake`, `every other day`."""
    text = re.sub(r"^hourly", "every hour", text)
    if text in _OTHER_DAY:
        return Every(2, 2, "day")
    match = _EVERY.fullmatch(text)
    if match is None:
        return None
    number = {"other": "2", "second": "2", "third": "3"}.get(match["n"] or "", match["n"] or "1")
    ends = read_whole(str(NUMBER_WORDS.get(number, number)))
    unit = _UNIT[match["unit"][0]]
    if ends is None or not 1 <= ends[0] <= ends[1] <= _MOST[unit] or (unit in _WHOLE_DAYS and match["awake"]):
        return None
    return Every(*ends, unit, bool(match["awake"]))


def read_days(text: str) -> Days | None:
    """`Mon Wed Fri`, `Monday and Thursday`, `weekdays`."""
    text = re.sub(r"^(?:on|every) ", "", text)
    if numbers := _SETS_OF_DAYS.get(text):
        return Days(numbers)
    ends = re.split(r" ?[-–] ?| to ", text)
    if len(ends) == 2 and all(end in _DAY_WORDS for end in ends):
        first, last = (_DAY_WORDS[end] for end in ends)
        return Days(tuple(sorted((first + n) % 7 for n in range((last - first) % 7 + 1))))
    words = re.split(r"[\s,;/&+]+(?:and )?", text)
    if not words or not all(word in _DAY_WORDS for word in words):
        return None
    return Days(tuple(sorted({_DAY_WORDS[word] for word in words})))


_TIME_OF_DAY = re.compile(
    r"\b(?:mornings?|evenings?|noon|midday|afternoons?|bed(?:time)?|nights?|meals?|breakfast|lunch|dinner|supper|waking"
    r"|wake|before|after|during|feeds?|shower)\b"
)


def parse_per_day(value: object) -> Range | Every:
    """Return how many times a day, or every so many minutes or hours."""
    if isinstance(value, Every):
        value = str(value)
    if isinstance(value, Range):
        return parse_whole("per_day", value)
    written = clean("per_day", value)
    text = written.casefold()
    every = read_every(text)
    if every and every.unit not in _WHOLE_DAYS:
        return every
    if every and every != Every(1, 1, "day"):
        raise refused("other-key", "per_day", written, "counts days", f'write "per_week: {every}"')
    if every or text in EVERY_DAY:
        raise refused(
            "number-expected",
            "per_day",
            written,
            "is not a whole number",
            'for every day write "per_week: daily"',
        )
    if _TIME_OF_DAY.search(text):
        raise refused("other-key", "per_day", written, "is a time of the day", f'write "when: {written}"')
    if days := read_days(text):
        raise refused("other-key", "per_day", written, "names days", f'write "per_week: {days}"')
    return parse_whole("per_day", value, _often_hint)


_APART = re.compile(
    r"(?P<n>[1-7](?: ?[-–] ?[1-7])?) ?(?:x |times |days? )?(?:a week )?,?"
    r"(?:(?:on )?(?:non-?consecutive|separate|alternate) days?|not (?:consecutive|in a row|running|on consecutive days)"
    r"|with (?:a|one|at least (?:a|one)) (?:rest )?days?(?: off)?(?: of rest)?(?: in)? between)"
)
"""So many days a week, and no two of them one after the other."""


def parse_per_week(value: object) -> Frequency:
    """On how many days a week, on which of them, or every so many days."""
    if isinstance(value, list | tuple):
        value = " ".join(clean("per_week", one) for one in value)
    if isinstance(value, Every | Days):
        value = str(value)
    if isinstance(value, Range):
        return parse_whole("per_week", value)
    written = clean("per_week", value)
    text = written.casefold()
    if text in EVERY_DAY:
        return Range(7, 7)
    if every := read_every(text):
        if every.unit in _WHOLE_DAYS:
            once = {"day": Range(7, 7), "week": Range(1, 1)}[every.unit]
            return once if every.high == 1 else every
        raise refused("other-key", "per_week", written, "is several times a day", f'write "per_day: {every}"')
    if days := read_days(text):
        return days
    if apart := _APART.fullmatch(text):
        hint = f'write "per_week: {apart["n"]}, when: never two days running"'
        raise refused("other-key", "per_week", written, "says more than how many days", hint)
    number = read_whole(text)
    if number and number[0] == number[1] and 7 < number[0] <= 7 * 48:
        hint = 'write "per_day: {}, per_week: {}"'.format(*times_in_days(number[0]))
        raise refused("out-of-range", "per_week", written, "is more than the week has days", hint)
    return parse_whole("per_week", value, _often_hint)


def times_in_days(times: int) -> tuple[str, str]:
    """So many times a week, more than 7, as how often a day and on how many days."""
    if times % 7 == 0:
        return str(times // 7), "daily"
    days = next((days for days in (6, 5, 4, 3, 2) if times % days == 0), 0)
    return (str(times // days), str(days)) if days else (f"{times // 7}-{times // 7 + 1}", "daily")


def _often_hint(key: str, value: object) -> str:
    """Write "twice a day" or "3x a week" with its own key; return an empty hint for anything else."""
    if facts := read_often(clean(key, value).casefold()):
        [(likely_key, number)] = facts.items()
        return f'did you mean "{number}"?' if likely_key == key else f'did you mean "{likely_key}: {number}"?'
    return ""


def read_often(text: str) -> dict[str, str]:
    """Return one of the keys here, from words such as "twice a day", "daily", "every 2 hours" or "on Mondays"."""
    if text in EVERY_DAY:
        return {"per_week": "daily"}
    if every := read_every(re.sub(r"^once (?=every )", "", text)):
        return {"per_week" if every.unit in _WHOLE_DAYS else "per_day": str(every)}
    if days := read_days(text):
        return {"per_week": str(days)}
    if weeks := re.fullmatch(r"for ([0-9]+) weeks?", text):
        return {"weeks": weeks[1]}
    if match := _OFTEN.fullmatch(text):
        number = str(NUMBER_WORDS.get(match["n"], match["n"]))
        if read_whole(number):
            return {f"per_{match['per']}": re.sub(r"\s*to\s*", "-", number)}
    return {}


# --- weeks ------------------------------------------------------------------------------------------------


def parse_weeks(value: object) -> Range | Until:
    """For how many weeks, or until something is so."""
    if isinstance(value, Until):
        value = str(value)
    if isinstance(value, Range):
        value = written_weeks(value)
    written = clean("weeks", value)
    text = written.casefold()
    if text.startswith("until ") and len(written) > len("until "):
        return Until(written[len("until ") :].strip(" ,;."))
    if place := re.fullmatch(r"weeks? ([0-9]+(?: ?(?:[-–]|to|and) ?[0-9]+)?\+?)", text):
        hint = f'write "in_weeks: {re.sub(" ?(?:to|and|–|-) ?", "-", place[1])}"'
        raise refused("other-key", "weeks", written, "is a place in the plan", hint)
    if match := re.fullmatch(r"([0-9]+) ?\+", text):
        hint = (
            f'write "weeks: at least {match[1]}" for how long, or "in_weeks: {match[1]}+" from that week on'
        )
        raise refused("two-meanings", "weeks", written, "may be a length or a place in the plan", hint)
    number = re.sub(r"^for |(?<=[0-9]) ?(?:weeks?|wks?)(?= or more|$)", "", text)
    ends = read_whole(number)
    if ends and ends[0] < ends[1] and number == text:
        hint = f'write "weeks: for {text}" for how long, or "in_weeks: {text}" for a place in the plan'
        raise refused("two-meanings", "weeks", written, "may be a length or a place in the plan", hint)
    is_plain = ends and ends[0] == ends[1] and not text.startswith("for ")  # "8 weeks"
    return parse_whole("weeks", text if is_plain else number, lambda key, _number: whole_hint(key, text))


def written_weeks(value: Range | Until) -> str:
    """As an author writes it: a range says that it is a length."""
    if isinstance(value, Range) and value.bound is Bound.BETWEEN and value.low != value.high:
        return f"for {value}"
    return (
        f"at least {value.low}" if isinstance(value, Range) and value.bound is Bound.AT_LEAST else str(value)
    )


def parse_in_weeks(value: object) -> Range:
    """Return which weeks of the plan: one, some in a row, or from one on."""
    if isinstance(value, Range):
        value = str(value)
    written = clean("in_weeks", value)
    text = re.sub(r"^(?:in )?weeks? ", "", written.casefold())
    if match := re.fullmatch(r"from (?:week )?([0-9]+)(?: on(?:wards)?)?", text):
        text = f"{match[1]}+"
    if (both := re.fullmatch(r"([0-9]{1,3}) (?:and|&) ([0-9]{1,3})", text)) and int(both[2]) == int(
        both[1]
    ) + 1:
        text = f"{both[1]}-{both[2]}"
    return parse_whole("in_weeks", BETWEEN.sub("-", text) if BETWEEN.search(text) else text)


def days_a_week(value: Frequency | None) -> int:
    """On how many days of a week at most; 7 if that is not given."""
    if isinstance(value, Days):
        return len(value.numbers)
    if isinstance(value, Every):
        return 1 if value.unit == "week" else -(-7 // value.low)
    return value.high if value and value.bound is not Bound.AT_LEAST else 7


def check_one_plan(in_weeks: Range, weeks: object) -> None:
    """Refuse a place in the plan beside a length, which say the same twice or two things."""
    if weeks is not None:
        hint = 'keep "weeks" for how long, or "in_weeks" for a place in the plan'
        raise InvalidValueError("two-measures", '"weeks" and "in_weeks" cannot be given together', hint)
