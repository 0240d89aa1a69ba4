"""What an author probably meant: several values in one text, and keys of other programs. Only for hints."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cuecard.core.diagnostics import did_you_mean
from cuecard.dose.frequency import read_often
from cuecard.dose.measures import read_amount, read_distance
from cuecard.dose.parse import opened, read_whole
from cuecard.dose.quantities import COUNTED, Bound
from cuecard.dose.sides import read_side
from cuecard.dose.times import is_metres_or_minutes, read_time

_REPS = re.compile(r" ?(?:reps?|repetitions?|x|times)$")
_SETS = (
    re.compile(r"(?P<sets>[0-9]+) ?sets?(?P<rest>)"),
    re.compile(r"(?P<sets>[0-9]+(?: ?[-–] ?[0-9]+)?) ?(?:sets?(?: of|,| x)?|[x×*]) ?(?P<rest>.+)"),
    re.compile(r"(?P<rest>.*[a-z0-9]) ?[-–,;x×*]? ?\b(?P<sets>[0-9]+) ?sets?"),
)
_ENDING = re.compile(
    r"(?P<rest>.*?)[ ,]*\b(?P<side>(?:on |with )?(?:the )?[a-z]+ [a-z]+(?: only)?|alternating|alternately)"
)
_OFTEN = re.compile(
    r"(?P<rest>.*[^,; ])[,;]? (?P<often>(?:once|twice|[0-9]+(?:-[0-9]+)? ?(?:x|times|days)) (?:a|per) (?:day|week)"
    r"|daily|every (?:other )?(?:day|[0-9]+ (?:hours|days)))"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_facts(text: str, timed: str = "time") -> dict[str, str]:
    """Return several facts in one breath, such as `3x10 each leg, twice a day`, by key; empty if any of it is
    unclear.
    """
    if (tail := _OFTEN.fullmatch(text)) and read_often(tail["often"]):
        text = f"{tail['rest']}, {tail['often']}"
    *_, last = parts = re.split(r",\s*|;\s*", text)
    often: dict[str, str] = {}
    while len(parts) > 1 and (facts_of_part := read_often(last.strip()) or _one_fact(last.strip())):
        often |= {key: value for key, value in facts_of_part.items() if key not in often}
        parts = parts[:-1]
        last = parts[-1]
    facts = _read_work(", ".join(parts), timed)
    return facts | often if facts else {}


def _one_fact(text: str) -> dict[str, str]:
    """`hold 5 s` and `rest 1 min`, the keys of which are words too."""
    match = re.fullmatch(r"(hold|rest)(?: for| of)?:? ([0-9].*)", text)
    return {match[1]: match[2]} if match and read_time(match[2]) else {}


_EACH_WAY = re.compile(r"(?P<rest>.*?[a-z0-9]),? (?:in )?(?:each|both) (?:way|ways|direction|directions)")


def _read_work(text: str, timed: str) -> dict[str, str]:
    facts: dict[str, str] = {}
    if ways := _EACH_WAY.fullmatch(text):
        facts = _read_work(ways["rest"], timed)
        return facts | {"each_way": "true"} if facts else {}
    side = None
    if (ending := _ENDING.fullmatch(text)) and (side := read_side(ending["side"])):
        text = ending["rest"].rstrip(" ,")
    if sets := next(filter(None, (pattern.fullmatch(text) for pattern in _SETS)), None):
        facts["sets"] = sets["sets"]
        text = sets["rest"]
    counted = _REPS.sub("", text)
    if read_whole(counted) or (text and opened(counted).bound is not Bound.BETWEEN and _opens(counted)):
        facts["reps"] = counted
    elif timed == "distance" and read_distance(text):
        facts["distance"] = text
    elif is_metres_or_minutes(text) and read_time(text):
        return {}
    elif read_time(text):
        facts["hold" if timed == "hold" else "time"] = text
    elif read_distance(text):
        facts["distance"] = text
    elif (amount := read_amount(text)) and amount.unit in COUNTED:
        facts["amount"] = text
    elif text:
        return {}
    if side:
        facts["side"] = str(side)
    return facts


def _opens(text: str) -> bool:
    parts = opened(text)
    return not parts.unit and (parts.bound is Bound.MOST or bool(read_whole(parts.text)))


def in_one_line(facts: Mapping[str, str]) -> str:
    """Write facts as between braces: `sets: 3, reps: 10`."""
    return ", ".join(f"{key}: {value}" for key, value in facts.items())


_GUESSED = frozenset(["sets", "reps", "time", "hold", "distance", "amount"])


def guess(key: str, value: object) -> str:
    """Return the hint for text that holds several facts or one of another key, or an empty text."""
    if not isinstance(value, str) or len(value) > 200 or key not in _GUESSED:
        return ""
    text = " ".join(value.casefold().split())
    if key in {"sets", "reps"} and is_metres_or_minutes(text) and read_time(text):
        minutes = re.sub(r" ?m\b", " min", text)
        return f'write "distance: {text}" for metres, or "time: {minutes}" for minutes'
    if listed := _by_set(key, text):
        return f'write "{key}: [{", ".join(listed)}]" for one set after the other'
    if (
        key == "time"
        and (per := re.fullmatch(r"(.+?),? (?:a|per|each|every) (day|week)", text))
        and read_time(per[1])
    ):
        return f'write "in_all: {per[1]} a {per[2]}"'
    facts = read_facts(text, key if key in {"hold", "distance"} else "time")
    if (
        not facts
        and key == "reps"
        and (amount := read_amount(text))
        and not did_you_mean(amount.unit, ["reps"])
    ):
        facts = {"amount": text}
    if key == "sets" and facts.keys() == {"reps"}:
        facts = {"sets": facts["reps"]}
    if len(facts) == 1 and key in facts:
        return f'did you mean "{facts[key]}"?'
    return f'write "{in_one_line(facts)}"' if facts else ""


def _by_set(key: str, text: str) -> list[str]:
    """`8/6/4` or `20, 16, 12`: the numbers, where there are at least two."""
    if key == "reps" and re.fullmatch(r"[0-9]{1,4}\+?(?: ?[/,;] ?[0-9]{1,4}\+?)+", text):
        return [one.strip() for one in re.split(r"[/,;]", text)]
    if key == "reps" and re.fullmatch(r"[0-9]{1,4}(?:-[0-9]{1,4}){2,}", text):
        return text.split("-") if not _DATE.fullmatch(text) else []
    return []


def by_set_load(text: str) -> str:
    """Return the hint for `40 kg x 5, 45 kg x 5, 51 kg x 5+` and `47, 54, 61 kg` under one key, or an empty text."""
    parts = [part.strip() for part in text.split(",")]
    pairs = [re.fullmatch(r"([0-9.]+) ?(kg|lb)s? ?[x×*] ?([0-9]+(?:-[0-9]+)?\+?)", part) for part in parts]
    if len(parts) > 1 and all(pairs):
        complete = [pair for pair in pairs if pair]
        reps = ", ".join(pair[3] for pair in complete)
        weights = ", ".join(f"{pair[1]} {pair[2]}" for pair in complete)
        return f'write "reps: [{reps}], weight: [{weights}]"'
    numbers = [re.fullmatch(r"([0-9.]+) ?(kg|lb)?s?", part) for part in parts]
    unit = numbers[-1][2] if numbers[-1] else None
    if len(parts) > 1 and unit and all(numbers):
        return f'write "weight: [{", ".join(f"{one[1]} {one[2] or unit}" for one in numbers if one)}]"'
    return ""


_KEYS = {
    **dict.fromkeys(
        ("reps_right", "right_reps", "reps_left", "left_reps"),
        'write "left: 12" and "right: 18" for a separate number on each side',
    ),
    **dict.fromkeys(("rounds", "times", "round"), 'write "sets: 3" for how many times the whole is done'),
    **dict.fromkeys(("reps_in_reserve", "reserve"), 'write "rir: 2"'),
    **dict.fromkeys(("repetitions", "count"), 'write "reps: 12"'),
    **dict.fromkeys(("duration", "seconds", "minutes"), 'write "time: 30 s"'),
    **dict.fromkeys(
        ("every", "emom"),
        'write "set_every: 1 min" for a set each minute, or "per_day: every 2 hours" for how often',
    ),
    **dict.fromkeys(("frequency", "often", "daily"), 'write "per_day: 2", or "per_week: daily"'),
    **dict.fromkeys(("days", "on"), 'write "per_week: Mon Wed Fri"'),
    **dict.fromkeys(("heart_rate", "hr", "bpm"), 'write "pulse: 110-120"'),
    **dict.fromkeys(
        ("steps", "breaths", "laps"), 'write "amount: 10 steps", with the unit behind the number'
    ),
    **dict.fromkeys(
        ("last_set", "last", "amrap"), 'write "reps: [5, 5, as many as you can]", a value for each set'
    ),
    **dict.fromkeys(("work", "recover", "run", "walk"), 'write "intervals: [work 40 s, recover 20 s]"'),
    **dict.fromkeys(("resistance", "colour", "color"), 'write "band: red"'),
    **dict.fromkeys(
        ("add", "progression", "progress", "increment", "plus"), 'write "increase: 2.5 kg each week"'
    ),
    **dict.fromkeys(("rm", "10rm", "12rm", "repmax", "rep_maximum"), 'write "rep_max: 12"'),
    **dict.fromkeys(("degrees", "rom", "range_of_motion", "range"), 'write "angle: up to 90 degrees"'),
    **dict.fromkeys(("directions", "direction", "ways", "both_ways"), 'write "each_way: true"'),
    **dict.fromkeys(("1rm", "percent", "intensity"), 'write "percent_1rm: 70"'),
    **dict.fromkeys(("max", "at_most", "total", "limit"), 'write "in_all: up to 20 min"'),
    **dict.fromkeys(("breathing", "pattern"), 'write "breath: [in 4, hold 7, out 8]"'),
}


def key_hint(key: str) -> str:
    """Return what to write instead of a key that other programs have or authors expect, or an empty text."""
    return _KEYS.get(key.strip().casefold().replace(" ", "_").replace("-", "_"), "")


def schedule_hint(text: str) -> str:
    """Return how a schedule in words, such as "3 times a week for 6 weeks", is written; empty for what is unclear."""
    facts: dict[str, str] = {}
    words = " ".join(text[:200].casefold().split()).rstrip(".")
    for part in filter(None, (part.strip() for part in re.split(r",|;| (?=for [0-9])", words))):
        facts_of_part = read_often(part)
        if not facts_of_part:
            return ""
        facts |= facts_of_part
    return f'write "schedule: {{{in_one_line(facts)}}}"'


def schedule_key_hint(key: str) -> str:
    """Do the same for a schedule, which has few of these keys."""
    hint = key_hint(key)
    if key.strip().casefold() == "until":
        return 'write "weeks: until it is better", with your own words'
    return hint if re.match(r'write "(?:per_|weeks|in_weeks)', hint) else ""
