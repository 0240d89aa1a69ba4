"""Any dose and any schedule, as authors write them: strategies for hypothesis."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cuecard.dose import Dose
from cuecard.dose.commas import BY_SET
from cuecard.dose.sides import ONE_SIDE, PARTS, SAME_AS
from cuecard.parse.schedule import Schedule

Facts = dict[str, Any]

# Hypothesis reads its table of characters when the first text is drawn, which may be slow on a busy machine.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def numbers(lowest: int, highest: int) -> st.SearchStrategy[str]:
    """Whole numbers and ranges as people write them."""
    number = st.integers(lowest, highest)
    joint = st.sampled_from(["-", "–", " to ", " - "])
    between = st.builds(
        lambda ends, joint: joint.join(map(str, sorted(ends))), st.tuples(number, number), joint
    )
    return number.map(str) | between


def opened(one: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return a single quantity with an open end."""
    forms = st.sampled_from(["{} or more", "at least {}", "up to {}", "at most {}", "max {}", "{} or less"])
    return st.builds(str.format, forms, one)


def clock(seconds: int) -> str:
    """Seconds as minutes and seconds."""
    return f"{seconds // 60}:{seconds % 60:02}"


COUNTS = (
    numbers(1, 50)
    | opened(st.integers(1, 50).map(str))
    | st.sampled_from(["as many as you can", "AMRAP", "as many as you can up to 15"])
    | st.just("as many as you can at least 5 up to 15")
)
ONE_TIME = st.integers(1, 900).map(lambda n: f"{n} s") | st.integers(1, 900).map(clock)
CLOSED_TIMES = (
    numbers(1, 900).map(lambda text: f"{text} s")
    | numbers(1, 60).map(lambda text: f"{text} minutes")
    | ONE_TIME
)
TIMES = CLOSED_TIMES | opened(ONE_TIME)
LONGEST = st.sampled_from(["as long as you can", "as long as you can up to 1 min"])
ONE_LENGTH = st.builds(
    "{} {}".format, st.sampled_from(["1", "20", "2.5", "400"]), st.sampled_from(["m", "km", "feet"])
)
LENGTHS = (
    ONE_LENGTH
    | numbers(1, 900).map(lambda text: f"{text} m")
    | opened(ONE_LENGTH)
    | st.just("as far as you can up to 20 m")
)
UNITS = st.sampled_from(["step", "steps", "breaths", "laps", "wall angels", "Treppen", "doorway"])
ONE_AMOUNT = st.builds("{} {}".format, st.integers(1, 99), UNITS)
AMOUNTS = ONE_AMOUNT | st.builds("{} {}".format, numbers(1, 99), UNITS) | opened(ONE_AMOUNT)
WEIGHTS = (
    numbers(1, 200).map(lambda text: f"{text} kg")
    | opened(st.integers(1, 99).map(lambda n: f"{n}.5 lb"))
    | st.sampled_from(["body weight", "body weight + 5 kg", "bodyweight - 2.5 kg"])
)
WORDS = st.text(max_size=30) | st.text(alphabet="ab5 ,.;", max_size=12)
PHASES = st.lists(
    st.builds(
        "{} {}".format, st.sampled_from(["lower", "lift", "pause", "push", "let go"]), st.integers(1, 9)
    ),
    min_size=1,
    max_size=4,
)
PARTS_OF_SESSION = st.builds(
    "{} {}".format,
    st.sampled_from(["run", "walk", "let go"]),
    CLOSED_TIMES | st.sampled_from(["400 metres", "10 times", "8-12 reps", "1 x", "5 breaths"]),
)
INTERVALS = st.lists(
    PARTS_OF_SESSION
    | st.fixed_dictionaries(
        {"times": st.integers(2, 4).map(str), "of": st.lists(PARTS_OF_SESSION, min_size=1, max_size=3)}
    ),
    min_size=1,
    max_size=4,
)
OFTEN = {
    "when": WORDS.filter(lambda text: any(map(str.isalnum, text))),
    "per_day": numbers(1, 48)
    | opened(st.integers(1, 48).map(str))
    | st.sampled_from(
        ["hourly", "every 2 hours", "every 2-3 hours", "every 30 minutes", "every hour while awake"]
    ),
    "per_week": numbers(1, 7)
    | opened(st.integers(1, 7).map(str))
    | st.sampled_from(
        ["daily", "every other day", "every 3 days", "Mon Wed Fri", "weekends", "Tuesday and friday"]
    ),
}
PLACES = {
    "weeks": st.integers(1, 104).map(str)
    | numbers(1, 104).map(lambda text: f"for {text}")
    | st.sampled_from(["at least 9", "up to 12", "until it is better"]),
    "in_weeks": numbers(1, 104) | st.just("9+"),
}
MEASURED: dict[str, st.SearchStrategy[Any]] = {
    "reps": COUNTS,
    "time": TIMES | LONGEST,
    "hold": TIMES | LONGEST | st.sampled_from(["5 breaths", "1-3 breaths"]),
    "distance": LENGTHS,
    "amount": AMOUNTS,
}
BESIDE: dict[str, st.SearchStrategy[Any]] = {
    "until": WORDS,
    "in_all": st.builds("{}{}".format, TIMES, st.sampled_from(["", " a day", " per week"])),
    "tempo": st.sampled_from(["3-1-1", "2-0-2-1", "1-0-X-0", "3 – 0 – 1"]) | PHASES,
    "breath": st.sampled_from(["in 4 hold 7 out 8", "4-7-8", "in 4 s, out 6 s"]),
    "cadence": st.builds("{} {}".format, numbers(1, 300), st.sampled_from(["steps", "turns a minute"])),
    "angle": st.sampled_from(["up to 90 degrees", "not beyond 45°", "0-90 degrees", "15 to 120 deg"]),
    "band": WORDS,
    "each_way": st.just("true"),
    "increase": st.sampled_from(
        ["2.5 kg each week", "add 1 rep each session", "+5 kg once it no longer hurts"]
    ),
    "effort": numbers(0, 10),
    "rpe": st.sampled_from(["7.5", "8", "6-7.5"]),
    "borg": numbers(6, 20),
    "rir": numbers(0, 5),
    "pulse": numbers(30, 200) | st.just("up to 120"),
    "rest_between_reps": TIMES.filter(lambda text: "min" not in text and ":" not in text and text[:1] < "6"),
    "rest_after": TIMES,
}
LISTABLE: dict[str, st.SearchStrategy[Any]] = {
    **{key: one for key, one in BESIDE.items() if key in BY_SET},
    "weight": WEIGHTS,
    "load": WORDS,
    "percent_1rm": numbers(1, 100),
    "rep_max": numbers(1, 50),
}
SIDES = st.one_of(
    st.builds("each {}".format, st.sampled_from(PARTS)),
    st.builds("the {} {} only".format, st.sampled_from([*ONE_SIDE, *SAME_AS]), st.sampled_from(PARTS)),
    st.sampled_from(["alternating", "left", "sore"]),
)
REST = TIMES | st.just("none")


def _is_read(facts: Facts) -> bool:
    try:
        Dose.model_validate(facts)
    except ValidationError:
        return False
    return True


@st.composite
def doses(draw: st.DrawFn) -> Dose:
    """Return any valid dose: a measure, perhaps with values for each set, perhaps for each side, and all the rest."""
    facts: Facts = {}
    keys = draw(
        st.sampled_from([(), ("reps",), ("hold",), ("reps", "hold"), ("time",), ("distance",), ("amount",)])
    )
    number = draw(st.integers(2, 4))
    for key in keys:
        one = MEASURED[key]
        facts[key] = draw(one | st.lists(one, min_size=number, max_size=number))
    if not keys and draw(st.booleans()):
        facts["intervals"] = draw(INTERVALS)
    for key, one in LISTABLE.items():
        if draw(st.integers(0, 5)) == 0:
            facts[key] = draw(one | st.lists(one, min_size=number, max_size=number))
    listed = any(isinstance(facts.get(key), list) for key in BY_SET)
    if draw(st.booleans()):
        facts["sets"] = str(number) if listed else draw(COUNTS)
    others = {**{key: one for key, one in BESIDE.items() if key not in LISTABLE}, **OFTEN}
    facts |= draw(st.fixed_dictionaries({}, optional=others))
    facts |= draw(
        st.fixed_dictionaries({}, optional={draw(st.sampled_from(["weeks", "in_weeks"])): st.just("")})
    )
    for key in ("weeks", "in_weeks"):
        if key in facts:
            facts[key] = draw(PLACES[key])
    facts |= draw(
        st.sampled_from([{}, {"rest": draw(REST)}, {"set_every": "1 min"}, {"rest_until": draw(WORDS)}])
    )
    sided = draw(st.integers(0, 3))
    if sided == 1:
        facts["side"] = draw(SIDES)
    if sided == 2 and not facts.keys() & {"intervals"}:
        own = keys[0] if keys else "reps"
        for side in draw(st.sampled_from([("left",), ("right",), ("left", "right")])):
            facts[side] = {own: draw(MEASURED[own])}
    try:
        return Dose.model_validate(facts)
    except (
        ValidationError
    ) as wrong:  # free words of nothing but characters, and a few quantities that run backwards
        for error in wrong.errors():
            facts.pop(str(next(iter(error["loc"]), "")), None)
    assume(facts)
    assume(_is_read(facts))
    return Dose.model_validate(facts)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Return any valid schedule."""
    facts = draw(st.fixed_dictionaries({}, optional=OFTEN))
    key = draw(st.sampled_from(["", "weeks", "in_weeks"]))
    return Schedule.model_validate(facts | ({key: draw(PLACES[key])} if key else {}))
