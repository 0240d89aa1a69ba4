"""Doses: what is understood, what is refused, how they combine and how they are worded."""

import pickle
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose import (
    Dose,
    DosePart,
    Range,
    Seconds,
    Side,
    as_data,
    as_written,
    merged,
    parts,
    sentence,
    work_seconds,
)

Facts = dict[str, Any]


def read(facts: object) -> Dose:
    """Return a dose from what the author wrote."""
    return Dose.model_validate(facts)


def refusals(facts: object) -> dict[tuple[int | str, ...], InvalidValueError]:
    """Return what is refused about *facts*, by place."""
    with pytest.raises(ValidationError) as caught:
        read(facts)
    return {error["loc"]: error["ctx"]["error"] for error in caught.value.errors()}


# --- the sentence -------------------------------------------------------------------------------------

LEG, SIDES = {"side": "each leg"}, {"side": "alternating"}
SENTENCES: list[tuple[Facts, str]] = [
    # The seed article's dose, and the contract of the design.
    (
        {"sets": "3", "time": "30 s", "rest": "30 s", **LEG},
        "3 sets of 30 seconds on each leg, rest 30 seconds",
    ),
    # Counts.
    ({"reps": "12"}, "12 reps"),
    ({"reps": "1"}, "1 rep"),
    ({"reps": "8-12"}, "8 to 12 reps"),
    ({"reps": "8 to 12"}, "8 to 12 reps"),
    ({"reps": "8–12"}, "8 to 12 reps"),
    ({"reps": " 8 - 12 "}, "8 to 12 reps"),
    ({"reps": "8-8"}, "8 reps"),
    ({"reps": 12}, "12 reps"),
    ({"reps": 12.0}, "12 reps"),
    ({"sets": "3"}, "3 sets"),
    ({"sets": "3", "reps": "12"}, "3 sets of 12 reps"),
    ({"sets": "1", "reps": "1"}, "1 set of 1 rep"),
    ({"sets": "2-3", "reps": "10"}, "2 to 3 sets of 10 reps"),
    ({"sets": "3", "reps": "12", "rest": None}, "3 sets of 12 reps"),
    # Times, in every spelling.
    ({"time": "30 s"}, "30 seconds"),
    ({"time": "30s"}, "30 seconds"),
    ({"time": "30 sec"}, "30 seconds"),
    ({"time": "30 Secs."}, "30 seconds"),
    ({"time": "30 seconds"}, "30 seconds"),
    ({"time": "1 s"}, "1 second"),
    ({"time": "0:45"}, "45 seconds"),
    ({"time": "60 s"}, "1 minute"),
    ({"time": "90 s"}, "1 minute 30 seconds"),
    ({"time": "1.5 min"}, "1 minute 30 seconds"),
    ({"time": "1,5 min"}, "1 minute 30 seconds"),
    ({"time": "1 min 30 s"}, "1 minute 30 seconds"),
    ({"time": "1 minute and 30 seconds"}, "1 minute 30 seconds"),
    ({"sets": "2", "time": "1:30"}, "2 sets of 1 minute 30 seconds"),
    ({"time": "2 min"}, "2 minutes"),
    ({"time": "2 minutes"}, "2 minutes"),
    ({"time": "1 h"}, "1 hour"),
    ({"time": "90 min"}, "1 hour 30 minutes"),
    ({"time": "20-30 s"}, "20 to 30 seconds"),
    ({"time": "20 to 30 seconds"}, "20 to 30 seconds"),
    ({"time": "20 s – 30 s"}, "20 to 30 seconds"),
    ({"time": "1-2 min"}, "1 to 2 minutes"),
    ({"time": "60-120 s"}, "1 to 2 minutes"),
    ({"time": "45-90 s"}, "45 seconds to 1 minute 30 seconds"),
    ({"time": "1:00-1:30"}, "1 minute to 1 minute 30 seconds"),
    # Holds.
    ({"hold": "30 s"}, "Hold for 30 seconds"),
    ({"hold": "30 s", **LEG}, "Hold for 30 seconds on each leg"),
    ({"sets": "3", "hold": "30 s"}, "3 holds of 30 seconds"),
    ({"sets": "1", "hold": "1 min"}, "1 hold of 1 minute"),
    ({"sets": "2-3", "hold": "20-30 s", **LEG}, "2 to 3 holds of 20 to 30 seconds on each leg"),
    ({"reps": "10", "hold": "5-10 s"}, "10 reps, holding each rep for 5 to 10 seconds"),
    (
        {"sets": "3", "reps": "10", "hold": "5 s", **LEG},
        "3 sets of 10 reps on each leg, holding each rep for 5 seconds",
    ),
    # Sides.
    ({"sets": "3", "reps": "12", "side": "per leg"}, "3 sets of 12 reps on each leg"),
    ({"sets": "3", "reps": "12", "side": "Each Leg."}, "3 sets of 12 reps on each leg"),
    ({"reps": "12", "side": "either leg"}, "12 reps on each leg"),
    ({"reps": "12", "side": "each arm"}, "12 reps with each arm"),
    ({"reps": "12", "side": "every side"}, "12 reps on each side"),
    ({"sets": "3", **LEG}, "3 sets on each leg"),
    (LEG, "On each leg"),
    (SIDES, "Alternating sides"),
    ({"sets": "3", **SIDES}, "3 sets, alternating sides"),
    ({"reps": "20", **SIDES}, "20 reps in total, alternating sides"),
    ({"sets": "1", "reps": "20", **SIDES}, "1 set of 20 reps in total, alternating sides"),
    ({"sets": "3", "reps": "20", **SIDES}, "3 sets, each of 20 reps in total, alternating sides"),
    ({"sets": "3", "time": "1 min", **SIDES}, "3 sets, each of 1 minute in total, alternating sides"),
    ({"sets": "4", "hold": "5 s", **SIDES}, "4 holds in total, 5 seconds each, alternating sides"),
    ({"hold": "5 s", **SIDES}, "Hold for 5 seconds, alternating sides"),
    # Tempo, load, effort, rest.
    (
        {"sets": "3", "reps": "8", "tempo": "3-1-1"},
        "3 sets of 8 reps, tempo 3-1-1 (lower for 3 seconds, pause for 1 second, lift for 1 second)",
    ),
    ({"tempo": "3 – 0 – 1"}, "Tempo 3-0-1 (lower for 3 seconds, no pause, lift for 1 second)"),
    (
        {"tempo": "3-1-1-2"},
        "Tempo 3-1-1-2 (lower for 3 seconds, pause for 1 second, lift for 1 second, pause for 2 seconds)",
    ),
    ({"load": "light band"}, "Load: light band"),
    ({"sets": "3", "reps": "12", "load": "5 kg"}, "3 sets of 12 reps, load: 5 kg"),
    ({"load": "  a loop band,\n above the knees. "}, "Load: a loop band, above the knees"),
    ({"effort": "6"}, "At an effort of 6 out of 10"),
    ({"effort": "0"}, "At an effort of 0 out of 10"),
    ({"reps": "12", "effort": "5-7"}, "12 reps, at an effort of 5 to 7 out of 10"),
    ({"effort": "6/10"}, "At an effort of 6 out of 10"),
    ({"effort": "5-7/10"}, "At an effort of 5 to 7 out of 10"),
    ({"effort": "6 out of 10"}, "At an effort of 6 out of 10"),
    ({"rest": "30 s"}, "Rest 30 seconds"),
    ({"reps": "12", "rest": "1-2 min"}, "12 reps, rest 1 to 2 minutes"),
    ({"sets": "3", "reps": "12", "rest": "none"}, "3 sets of 12 reps, no rest"),
    # How often.
    ({"per_day": "1"}, "Once a day"),
    ({"per_day": "2"}, "Twice a day"),
    ({"per_day": "3"}, "3 times a day"),
    ({"per_day": "1-2"}, "1 to 2 times a day"),
    ({"per_week": "1"}, "1 day a week"),
    ({"per_week": "2-3"}, "2 to 3 days a week"),
    ({"per_week": "7"}, "Every day"),
    ({"per_week": "daily"}, "Every day"),
    ({"per_week": "5-7"}, "5 to 7 days a week"),
    ({"per_day": "2", "per_week": "3"}, "Twice a day, 3 days a week"),
    ({"weeks": "8"}, "For 8 weeks"),
    ({"reps": "12", "weeks": "1"}, "12 reps, for 1 week"),
    ({"per_week": "3", "weeks": "for 6-8"}, "3 days a week for 6 to 8 weeks"),
    # Digits of other scripts.
    ({"reps": "١٢"}, "12 reps"),
    ({"sets": "３", "time": "３０ s"}, "3 sets of 30 seconds"),
    # Everything.
    (
        {
            "weeks": "8",
            "per_week": "3",
            "per_day": "2",
            "effort": "5-7",
            "load": "5 kg",
            "rest": "1 min",
            "tempo": "2-0-2",
            "hold": "2 s",
            "side": "each arm",
            "reps": "8-12",
            "sets": "3",
        },
        "3 sets of 8 to 12 reps with each arm, holding each rep for 2 seconds, "
        "tempo 2-0-2 (lower for 2 seconds, no pause, lift for 2 seconds), load: 5 kg, "
        "at an effort of 5 to 7 out of 10, rest 1 minute, twice a day, 3 days a week for 8 weeks",
    ),
]


@pytest.mark.parametrize(("facts", "expected"), SENTENCES, ids=[str(facts) for facts, _ in SENTENCES])
def test_a_dose_is_one_sentence(facts: Facts, expected: str) -> None:
    """What the author wrote becomes one unambiguous sentence."""
    assert sentence(read(facts)) == expected


@pytest.mark.parametrize("facts", [facts for facts, _ in SENTENCES], ids=str)
def test_what_is_printed_can_be_read_again(facts: Facts) -> None:
    """Every value, written the way it is printed, is read as the same value."""
    dose = read(facts)
    printed = as_written(dose)
    if dose.rest == Seconds(0, 0):
        printed["rest"] = "none"
    assert read(printed) == dose


# --- combining ----------------------------------------------------------------------------------------

MERGES: list[tuple[Facts | None, Facts | None, Facts | None, str]] = [
    ({"sets": "3", "reps": "12"}, None, None, "3 sets of 12 reps"),
    (None, {"sets": "3", "time": "30 s"}, None, "3 sets of 30 seconds"),
    (None, None, {"reps": "5"}, "5 reps"),
    # Key by key, the later one counts.
    ({"sets": "3", "reps": "12"}, {"sets": "2"}, None, "2 sets of 12 reps"),
    ({"sets": "3", "reps": "12"}, {"sets": "2"}, {"sets": "1"}, "1 set of 12 reps"),
    ({"reps": "12", **LEG}, {"sets": "3"}, {"rest": "1 min"}, "3 sets of 12 reps on each leg, rest 1 minute"),
    ({"sets": "3", "hold": "5 s"}, {"reps": "10"}, None, "3 sets of 10 reps, holding each rep for 5 seconds"),
    ({"reps": "12", "side": "each arm"}, None, LEG, "12 reps on each leg"),
    ({"reps": "12", "load": "red band"}, None, {"load": "blue band"}, "12 reps, load: blue band"),
    ({"reps": "12", "rest": "30 s"}, {"rest": "none"}, None, "12 reps, no rest"),
    # A later measure replaces the earlier one.
    ({"sets": "3", "reps": "12"}, {"time": "30 s"}, None, "3 sets of 30 seconds"),
    ({"sets": "3", "time": "30 s"}, {"reps": "12"}, None, "3 sets of 12 reps"),
    ({"sets": "3", "time": "30 s"}, {"hold": "20 s"}, None, "3 holds of 20 seconds"),
    ({"sets": "3", "hold": "20 s"}, {"time": "30 s"}, None, "3 sets of 30 seconds"),
    ({"reps": "10", "hold": "5 s", "tempo": "3-1-1"}, {"time": "30 s"}, None, "30 seconds"),
    ({"reps": "12"}, {"time": "30 s"}, {"reps": "8"}, "8 reps"),
    ({"time": "30 s"}, {"reps": "12"}, {"time": "20 s"}, "20 seconds"),
    (
        {"reps": "10", "tempo": "3-1-1"},
        {"time": "30 s", "tempo": "2-0-2"},
        None,
        "30 seconds, tempo 2-0-2 (lower for 2 seconds, no pause, lift for 2 seconds)",
    ),
]


MERGES += [
    # One side only, on an exercise that knows no sides, or other ones.
    ({"reps": "10"}, None, {"side": "operated leg"}, "10 reps on the operated leg only"),
    ({"reps": "10", **LEG}, None, {"side": "sore leg"}, "10 reps on the sore leg only"),
    ({"reps": "15", **LEG}, None, {"left": "15", "right": "22"}, "Left side: 15 reps; right side: 22 reps"),
    (
        {"sets": "3", "reps": "12"},
        None,
        {"right": "18"},
        "Left side: 3 sets of 12 reps; right side: 3 sets of 18 reps",
    ),
    ({"left": "15", "right": "22"}, None, LEG, "On each leg"),
    ({"left": "15", "right": "22"}, {"rest": "30 s"}, {"reps": "8"}, "8 reps, rest 30 seconds"),
    # One set has no rest, unless who says so says it too.
    ({"reps": "12"}, {"rest": "1 min"}, {"sets": "1"}, "1 set of 12 reps"),
    ({"sets": "1", "reps": "12"}, {"rest": "1 min"}, None, "1 set of 12 reps"),
    ({"sets": "1", "reps": "12"}, {"rest": "1 min"}, {"sets": "2"}, "2 sets of 12 reps, rest 1 minute"),
    ({"sets": "3", "reps": "12"}, None, {"sets": "1", "rest": "2 min"}, "1 set of 12 reps, rest 2 minutes"),
    ({"reps": "12"}, {"rest": "1 min"}, None, "12 reps, rest 1 minute"),
    ({"reps": "5", "set_every": "1 min"}, {"rest": "2 min"}, None, "5 reps, rest 2 minutes"),
    # Values for each set, and other numbers of sets.
    ({"reps": ["12", "10", "8"]}, {"sets": "3"}, None, "3 sets: 12 reps, then 10 reps, then 8 reps"),
    ({"sets": "4", "reps": "8"}, None, {"reps": ["9", "7"]}, "2 sets: 9 reps, then 7 reps"),
    (
        {"sets": "3", "reps": "5", "weight": ["39 kg", "45 kg", "51 kg"]},
        None,
        {"sets": "5", "reps": "10", "weight": "30 kg", "rest": "90 s"},
        "5 sets of 10 reps, load: 30 kg, rest 1 minute 30 seconds",
    ),
    (
        {"sets": "3", "reps": "5", "weight": ["39 kg", "45 kg", "51 kg"]},
        {"sets": "2"},
        None,
        "2 sets of 5 reps",
    ),
    # One kind of measure, of load, of effort, of plan.
    ({"reps": "10", "hold": "5 s"}, None, {"distance": "20 m"}, "20 metres"),
    ({"distance": "20 m"}, None, {"reps": "8"}, "8 reps"),
    (
        {"time": "1 min"},
        None,
        {"intervals": ["run 1 min", "walk 1 min"]},
        "Run for 1 minute, then walk for 1 minute",
    ),
    ({"intervals": ["run 1 min", "walk 1 min"], "sets": "8"}, None, {"amount": "9 laps"}, "9 laps"),
    ({"reps": "5", "load": "light band"}, None, {"weight": "5 kg"}, "5 reps, load: 5 kg"),
    ({"reps": "5", "effort": "6"}, None, {"rpe": "8"}, "5 reps, at an effort of 8 out of 10 (RPE)"),
    ({"reps": "5", "weeks": "8"}, None, {"in_weeks": "5-8"}, "5 reps, in weeks 5 to 8"),
    (
        {"reps": "5", "until": "it shakes"},
        None,
        {"reps": "8"},
        "8 reps, or until it shakes, whichever comes first",
    ),
]


@pytest.mark.parametrize(("exercise", "routine", "entry", "expected"), MERGES)
def test_the_later_dose_overrides(
    exercise: Facts | None, routine: Facts | None, entry: Facts | None, expected: str
) -> None:
    """Of the exercise's, the routine's and the entry's dose the last to name a key decides it."""
    dose = merged(*(read(facts) if facts else None for facts in (exercise, routine, entry)))
    assert dose is not None
    assert sentence(dose) == expected


def test_nothing_merged_is_no_dose() -> None:
    """Where nobody gives a dose there is none."""
    assert merged() is None
    assert merged(None, None) is None


# --- refusing -----------------------------------------------------------------------------------------

WHOLE = 'a whole number such as 12, or a range such as "8-12"'
TIME = 'such as "30 s", "1:30" or "20-30 s"'
TEMPO = 'seconds to lower, pause and lift, such as "3-1-1", or phases by name: [lift 2, pause 1, lower 4]'
SIDE = "allowed: each leg, each arm, each side, alternating, sore side, weaker side, operated leg, left leg"
ONE_SIDE = 'for one side alone write "left leg", "operated leg", "sore side" or the like'
EMPTY = "write a value, or leave the key out"
NONSENSE: list[tuple[str, Any, str, str]] = [
    ("sets", "0", "out-of-range", "from 1 to 50"),
    ("sets", "300", "out-of-range", "from 1 to 50"),
    ("sets", "9" * 70, "out-of-range", "from 1 to 50"),
    ("sets", 10**5000, "out-of-range", "from 1 to 50"),
    ("sets", "-3", "out-of-range", 'did you mean "3"?'),
    ("sets", "ten", "number-expected", 'did you mean "10"?'),
    ("sets", "2.5", "number-expected", 'did you mean "2-3"?'),
    ("sets", "3x10", "number-expected", 'write "sets: 3, reps: 10"'),
    ("sets", "3 × 30 s", "number-expected", 'write "sets: 3, time: 30 s"'),
    ("sets", "3 sets of 8-12 each leg", "number-expected", 'write "sets: 3, reps: 8-12, side: each leg"'),
    ("sets", "3 sets", "number-expected", 'did you mean "3"?'),
    ("sets", "", "empty", EMPTY),
    ("sets", ["3"], "text-expected", "write one value after the key"),
    ("sets", {"a": "3"}, "text-expected", "write one value after the key"),
    ("sets", "3 " * 50, "out-of-range", "name it here in a few words, and explain it in the text below"),
    ("reps", "12-8", "reversed-range", 'did you mean "8-12"?'),
    ("reps", "3x10", "number-expected", 'write "sets: 3, reps: 10"'),
    ("reps", "12 each leg", "number-expected", 'write "reps: 12, side: each leg"'),
    ("reps", "30 s", "number-expected", 'write "time: 30 s"'),
    ("reps", "12 reps", "number-expected", 'did you mean "12"?'),
    ("reps", "as many as", "number-expected", WHOLE),
    ("reps", "8-10-12", "number-expected", 'write "reps: [8, 10, 12]" for one set after the other'),
    ("reps", "10 skips", "number-expected", 'write "amount: 10 skips"'),
    ("reps", True, "number-expected", WHOLE),
    ("reps", float("nan"), "number-expected", WHOLE),
    ("time", "30", "needs-unit", 'write "30 s" or "30 min"'),
    ("time", 30, "needs-unit", 'write "30 s" or "30 min"'),
    ("time", "20-30", "needs-unit", 'write "20-30 s" or "20-30 min"'),
    ("time", "1 min 30", "needs-unit", 'did you mean "1 min 30 s"?'),
    ("time", "20 s - 30", "needs-unit", 'did you mean "20 s - 30 s"?'),
    ("time", "30 sex", "bad-time", 'did you mean "30 sec"?'),
    ("time", "2 minuts", "bad-time", 'did you mean "2 minutes"?'),
    ("time", "1:90", "bad-time", TIME),
    ("time", "ten", "bad-time", TIME),
    ("time", "1,200 s", "bad-time", TIME),
    ("time", "30 s 1 min", "bad-time", TIME),
    ("time", "30 secs- 3 sets", "bad-time", 'write "sets: 3, time: 30 secs"'),
    ("time", "30 s each leg", "bad-time", 'write "time: 30 s, side: each leg"'),
    ("time", "2.5 s", "bad-time", 'did you mean "3 seconds"?'),
    ("time", "00 seconds", "out-of-range", "from 1 second to 4 hours"),
    ("time", "0", "out-of-range", "from 1 second to 4 hours"),
    ("time", "5 h", "out-of-range", "from 1 second to 4 hours"),
    ("time", "-5 s", "out-of-range", 'did you mean "5 s"?'),
    ("time", "30-20 s", "reversed-range", 'did you mean "20 to 30 seconds"?'),
    ("time", "45-1 min", "reversed-range", 'did you mean "45 s to 1 min", or "1 to 45 minutes"?'),
    ("hold", "5", "needs-unit", 'write "5 s" or "5 min"'),
    ("hold", "10 x 5 s", "bad-time", 'write "sets: 10, hold: 5 s"'),
    ("hold", "2 h", "out-of-range", "from 1 second to 1 hour"),
    ("rest", "0 s", "out-of-range", 'for no rest at all write "rest: none"'),
    ("rest", "a while", "bad-time", TIME),
    ("tempo", "3:1:1", "bad-tempo", 'did you mean "3-1-1"?'),
    ("tempo", "3111", "bad-tempo", 'did you mean "3-1-1-1"?'),
    ("tempo", "3-1-y", "bad-tempo", TEMPO),
    ("tempo", "3-1", "bad-tempo", TEMPO),
    ("tempo", "99-1-1", "out-of-range", "at most 60 seconds for each part"),
    (
        *("tempo", "0-1-1", "out-of-range"),
        "lowering and lifting, the first and the third number, take at least 1 second",
    ),
    ("side", "no", "unknown-word", SIDE),
    ("side", "operatd leg", "unknown-word", 'did you mean "operated leg"?'),
    ("side", "post-op leg", "unknown-word", ONE_SIDE),
    ("side", "sore lg", "unknown-word", 'did you mean "sore leg"?'),
    ("side", "each legs", "unknown-word", f'did you mean "each leg"? {SIDE}'),
    (
        *("side", "both legs", "unknown-word"),
        'leave side out when both work at once; write "each side" when one works after the other',
    ),
    ("load", "5", "needs-unit", 'write "5 kg" or "5 lb"'),
    ("load", " ", "empty", EMPTY),
    ("load", ",", "empty", EMPTY),
    ("effort", "11", "out-of-range", 'from 0 to 10; on the scale from 6 to 20 write "borg: 11"'),
    ("effort", "hard", "number-expected", 'a whole number such as 6, or a range such as "5-7"'),
    ("per_day", "daily", "number-expected", 'for every day write "per_week: daily"'),
    ("per_day", "3 times a week", "number-expected", 'did you mean "per_week: 3"?'),
    ("per_week", "8", "out-of-range", 'write "per_day: 2, per_week: 4"'),
    ("per_week", "twice a day", "number-expected", 'did you mean "per_day: 2"?'),
    ("per_week", "3x a week", "number-expected", 'did you mean "3"?'),
    ("weeks", "8 weeks", "number-expected", 'did you mean "8"?'),
    ("weeks", "1000", "out-of-range", "from 1 to 104"),
]


@pytest.mark.parametrize(
    ("key", "value", "code", "hint"),
    NONSENSE,
    ids=[f"{key}-{str(value)[:30] if not isinstance(value, int) else ''}" for key, value, *_ in NONSENSE],
)
def test_nonsense_is_refused_with_its_fix(key: str, value: object, code: str, hint: str) -> None:
    """A value that makes no sense is refused at its key, with a stable code and a hint."""
    [(place, refused)] = refusals({key: value}).items()
    assert (place, refused.code, refused.hint) == ((key,), code, hint)
    assert key in refused.message


@pytest.mark.parametrize(
    ("given", "code", "hint"),
    [
        ({}, "empty-dose", 'write it like "dose: {sets: 3, time: 30 s}", or leave it out'),
        ({"sets": None}, "empty-dose", 'write it like "dose: {sets: 3, time: 30 s}", or leave it out'),
        ("3 x 30 s each leg", "mapping-expected", 'write "dose: {sets: 3, time: 30 s, side: each leg}"'),
        ("lots", "mapping-expected", 'write it like "dose: {sets: 3, time: 30 s}"'),
        (["3"], "mapping-expected", 'write it like "dose: {sets: 3, time: 30 s}"'),
    ],
)
def test_what_is_no_mapping_with_keys_is_refused_whole(given: object, code: str, hint: str) -> None:
    """An empty dose, and one that is no mapping, are refused at the dose, if possible written properly."""
    [(place, refused)] = refusals(given).items()
    assert (place, refused.code, refused.hint) == ((), code, hint)


LONG = [f"run {n} min" for n in range(1, 25)]
CONTRADICTIONS: list[tuple[Facts, tuple[int | str, ...], str]] = [
    ({"sets": "3", "weight": ["40 kg", "45 kg", "51 kg", "55 kg"]}, ("weight",), "bad-sets"),
    ({"sets": "2-3", "reps": ["12", "10", "8"]}, ("reps",), "bad-sets"),
    ({"sets": "as many as you can", "reps": ["12", "10"]}, ("reps",), "bad-sets"),
    ({"reps": ["12", "10", "8"], "weight": ["5 kg", "6 kg"]}, ("weight",), "bad-sets"),
    ({"reps": ["12"]}, ("reps",), "bad-sets"),
    ({"reps": []}, ("reps",), "bad-sets"),
    ({"reps": "10", "distance": "20 m"}, ("distance",), "two-measures"),
    ({"time": "10 s", "amount": "3 laps"}, ("amount",), "two-measures"),
    ({"reps": "10", "intervals": ["run 1 min"]}, ("intervals",), "two-measures"),
    ({"side": "each leg", "left": "3"}, ("left",), "two-measures"),
    ({"rest": "1 min", "set_every": "1 min"}, ("set_every",), "two-measures"),
    ({"weeks": "6", "in_weeks": "5-8"}, ("in_weeks",), "two-measures"),
    # Twenty-four parts of up to 24 minutes are five hours; eight times half an hour and a little is more than four.
    ({"intervals": LONG}, ("intervals",), "out-of-range"),
    ({"intervals": [{"times": "8", "of": ["run 30 min", "walk 5 s"]}]}, ("intervals",), "out-of-range"),
    ({"sets": "8", "intervals": ["run 30 min", "walk 5 s"]}, ("intervals",), "out-of-range"),
]


@pytest.mark.parametrize(("facts", "place", "code"), CONTRADICTIONS)
def test_what_contradicts_itself_is_refused(facts: Facts, place: tuple[int | str, ...], code: str) -> None:
    """Facts that cannot all be true are refused at the last of them, with a hint."""
    [(found, refused)] = refusals(facts).items()
    assert (found, refused.code) == (place, code)
    assert refused.hint


def test_intervals_may_add_up_to_four_hours() -> None:
    """Four hours are the most, and they are still a dose."""
    whole = read({"sets": "8", "intervals": ["run 20 min", "walk 10 min"]})
    assert sentence(whole) == "8 times: run for 20 minutes, then walk for 10 minutes"
    assert work_seconds(whole) == (4 * 3600, 4 * 3600)


def test_faults_in_a_list_are_reported_at_their_items() -> None:
    """Each wrong value of a list has its own place, in lists of parts within parts too."""
    with pytest.raises(ValidationError) as caught:
        read({"reps": ["12", "ten", "8-6"], "intervals": ["run 1 min"]})
    found = {error["loc"]: error["ctx"]["error"] for error in caught.value.errors()}
    assert [(fault.place, fault.refused.code) for fault in found["reps",].errors] == [
        ((1,), "number-expected"),
        ((2,), "reversed-range"),
    ]
    with pytest.raises(ValidationError) as caught:
        read({"intervals": ["run", {"times": "2", "of": ["walk 1 min", "run 5 m"]}]})
    [error] = caught.value.errors()
    assert [fault.place for fault in error["ctx"]["error"].errors] == [(0,), (1, "of", 1)]


@pytest.mark.parametrize("other", ["reps", "hold"])
def test_two_measures_are_refused_at_the_time(other: str) -> None:
    """Time together with a count or a hold is refused at `time`, whichever comes first, naming both keys."""
    given = {"time": "30 s", other: "10" if other == "reps" else "10 s"}
    [(place, refused)] = refusals(given).items()
    assert (place, refused.code) == (("time",), "two-measures")
    assert refused.message == f'"{other}" and "time" cannot be given together'
    assert refused.hint


def test_all_wrong_facts_are_reported_together() -> None:
    """Each wrong fact of a dose has its own place, two measures and unknown keys included."""
    given = {"sets": "0", "reps": "12", "time": "30", "side": "no", "effort": "5", "repz": "3"}
    with pytest.raises(ValidationError) as caught:
        read(given)
    places = {error["loc"]: error["type"] for error in caught.value.errors()}
    assert places == {
        ("sets",): "value_error",
        ("time",): "value_error",
        ("side",): "value_error",
        ("repz",): "extra_forbidden",
    }


def test_a_place_inside_another_model_leads_to_the_key() -> None:
    """Inside an exercise's model the place of a problem is the dose and its key."""

    class Exercise(BaseModel):
        """Anything with a dose."""

        dose: Dose | None = None

    with pytest.raises(ValidationError) as caught:
        Exercise.model_validate({"dose": {"sets": "0"}})
    assert [error["loc"] for error in caught.value.errors()] == [("dose", "sets")]


# --- the other forms ----------------------------------------------------------------------------------

PARTS: list[tuple[Facts, list[tuple[str, str]]]] = [
    (
        {"sets": "3", "time": "30 s", "rest": "30 s", **LEG},
        [("Sets", "3"), ("Time", "30 seconds"), ("Side", "each leg"), ("Rest", "30 seconds")],
    ),
    (
        {"reps": "8-12", "hold": "5 s", "tempo": "3-1-1", "load": "5 kg", "effort": "6", "rest": "none"},
        [
            ("Reps", "8 to 12"),
            ("Hold", "5 seconds each rep"),
            ("Tempo", "3-1-1 (lower for 3 seconds, pause for 1 second, lift for 1 second)"),
            ("Load", "5 kg"),
            ("Effort", "6 out of 10"),
            ("Rest", "none"),
        ],
    ),
    ({"reps": "20", **SIDES}, [("Reps", "20 in total"), ("Side", "alternating")]),
    (
        {"sets": "4", "hold": "5 s", **SIDES},
        [("Sets", "4 in total"), ("Side", "alternating"), ("Hold", "5 seconds")],
    ),
    (
        {"per_day": "2", "per_week": "7", "weeks": "1"},
        [("How often", "twice a day, every day"), ("How long", "1 week")],
    ),
]


@pytest.mark.parametrize(("facts", "expected"), PARTS)
def test_parts_are_labels_and_values(facts: Facts, expected: list[tuple[str, str]]) -> None:
    """Chips and tables show the facts of the sentence, in its words and order."""
    assert parts(read(facts)) == tuple(DosePart(label, value) for label, value in expected)


WORK: list[tuple[Facts, tuple[int, int] | None]] = [
    ({"time": "30 s"}, (30, 30)),
    ({"time": "20-30 s"}, (20, 30)),
    ({"sets": "3", "time": "30 s"}, (90, 90)),
    # Three sets of two legs, a change of legs in each, and a rest after the first and the second set.
    ({"sets": "3", "time": "30 s", "rest": "30 s", **LEG}, (270, 270)),
    ({"sets": "3", "time": "30 s", "rest": "none", **LEG}, (210, 210)),
    ({"sets": "3", "time": "30 s", **SIDES}, (90, 90)),
    ({"reps": "10"}, (30, 30)),
    ({"reps": "8-12"}, (24, 36)),
    ({"reps": "10", "tempo": "3-1-1"}, (50, 50)),
    ({"reps": "10", "hold": "5 s"}, (80, 80)),
    ({"reps": "10", "hold": "5-10 s", "tempo": "2-0-2"}, (90, 140)),
    ({"sets": "3", "hold": "30 s", "rest": "1-2 min"}, (210, 330)),
    ({"sets": "2-3", "reps": "8-12", "rest": "30 s"}, (78, 168)),
    ({"sets": "1", "reps": "10", "rest": "1 min"}, (30, 30)),
    # A value for each set, one side only, both with their own, a set by the clock, parts in turn, a cap.
    ({"reps": ["10", "8", "6"], "rest": "30 s"}, (132, 132)),
    ({"reps": ["10", "8"], **LEG}, (128, 128)),
    ({"sets": "2", "reps": "10", "side": "sore leg"}, (60, 60)),
    ({"left": "10", "right": "20"}, (100, 100)),
    ({"sets": "2", "rest": "30 s", "left": "10", "right": "20"}, (260, 260)),
    ({"sets": "10", "reps": "1", "set_every": "1 min"}, (543, 543)),
    ({"sets": "8", "intervals": ["run 1 min", "walk 2 min"]}, (1440, 1440)),
    ({"intervals": ["run 5 min", {"times": "2", "of": ["walk 1-2 min", "run 1 min"]}]}, (540, 660)),
    ({"reps": "10", "rest_between_reps": "5 s"}, (75, 75)),
    ({"reps": "4", "breath": "in 4 hold 7 out 8"}, (76, 76)),
    ({"reps": "up to 15"}, (3, 45)),
    ({"until": "it is clear", "in_all": "up to 20 min"}, (1, 1200)),
    ({"time": "10 min", "in_all": "60 min a day"}, (600, 600)),
    # No end, or no way to know.
    ({"reps": "10+"}, None),
    ({"reps": "as many as you can"}, None),
    ({"distance": "20 m"}, None),
    ({"sets": "2", "amount": "10 steps"}, None),
    ({"until": "it is clear"}, None),
    ({"sets": "3", "rest": "30 s"}, None),
    ({"per_week": "3"}, None),
]


@pytest.mark.parametrize(("facts", "seconds"), WORK)
def test_work_is_estimated_in_seconds(facts: Facts, seconds: tuple[int, int] | None) -> None:
    """Sets, measure, sides and rests add up to the least and the most seconds; without a measure to none."""
    assert work_seconds(read(facts)) == seconds


def test_the_time_of_a_rep_is_for_the_caller_to_say() -> None:
    """Where no tempo is given, a repetition takes as long as the caller assumes."""
    assert work_seconds(read({"sets": "2", "reps": "10"}), seconds_per_rep=4) == (80, 80)
    assert work_seconds(read({"reps": "10", "tempo": "2-0-1"}), seconds_per_rep=4) == (30, 30)


def test_data_has_the_given_keys_in_plain_numbers() -> None:
    """In `exercises.json` times are seconds, ranges have a least and a most, and nothing is added."""
    facts = {
        "sets": "3",
        "reps": "8-12",
        "hold": "5-10 s",
        "rest": "1:30",
        "tempo": "3 - 1 - 1",
        "side": "per leg",
        "load": "5 kg",
        "effort": "5-7",
        "per_day": "1",
        "per_week": "daily",
        "weeks": "8",
    }
    assert as_data(read(facts)) == {
        "sets": 3,
        "reps": {"min": 8, "max": 12},
        "hold": {"min": 5, "max": 10},
        "rest": 90,
        "tempo": "3-1-1",
        "side": "each leg",
        "load": "5 kg",
        "effort": {"min": 5, "max": 7},
        "per_day": 1,
        "per_week": 7,
        "weeks": 8,
    }
    assert as_data(read({"time": "2 min", "rest": "none"})) == {"time": 120, "rest": 0}


def test_values_can_be_given_from_python() -> None:
    """The value types are taken as they are, within the same limits as text."""
    given = {
        "sets": Range(2, 3),
        "time": Seconds(90, 90),
        "tempo": read({"tempo": "3-1-1"}).tempo,
        "side": Side("each", "leg"),
    }
    assert Dose(**given) == read({"sets": "2-3", "time": "1:30", "tempo": "3-1-1", "side": "each leg"})
    assert refusals({"sets": Range(3, 2), "time": Seconds(0, 5)}).keys() == {("sets",), ("time",)}


def test_a_dose_is_a_value() -> None:
    """Equal doses are equal, hash alike, survive pickling and cannot be changed."""
    dose, same = read({"sets": "3", "time": "90 s"}), read({"time": "1:30", "sets": "3"})
    assert dose == same
    assert len({dose, same}) == 1
    assert pickle.loads(pickle.dumps(dose)) == dose  # noqa: S301 - what we pickled ourselves
    with pytest.raises(ValidationError):
        dose.sets = None  # type: ignore[misc]


def test_the_schema_shows_editors_what_to_offer() -> None:
    """The JSON Schema has a description of every key, examples that are valid, and no nulls."""
    schema = Dose.model_json_schema()
    assert schema["additionalProperties"] is False
    assert schema["properties"].keys() == Dose.model_fields.keys()
    for key, field in schema["properties"].items():
        assert field["description"]
        assert "default" not in field
        assert "null" not in field.get("type", "")
        for example in field.get("examples", field.get("enum", ["12"])):
            assert getattr(read({key: example}), key) is not None
