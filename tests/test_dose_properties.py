"""What holds for every dose and schedule: it is printed, read back, merged, worded and estimated without
surprises.
"""

import re
from itertools import pairwise
from typing import Any

from dose_strategies import Facts, doses, patient, schedules
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import InvalidFieldsError
from cuecard.dose import (
    Dose,
    as_data,
    as_written,
    merged,
    parts,
    plan_sentence,
    sentence,
    work_seconds,
    written_from,
)
from cuecard.dose.commas import BY_SET, MEASURES
from cuecard.dose.hints import schedule_hint
from cuecard.dose.reader_phrases import ENGLISH
from cuecard.parse.schedule import Schedule

# --- what holds for all of them -------------------------------------------------------------------------

ALPHABET = "0123456789 .,:;/-–x×smhin+%" + "secotarpdlgbuk\n\u202e²'\""
ANY_VALUE = st.one_of(
    st.text(),
    st.text(alphabet=ALPHABET, max_size=15),
    st.none() | st.booleans() | st.integers() | st.floats(),
    st.lists(st.text(max_size=5) | st.text(alphabet=ALPHABET, max_size=8), max_size=3),
    st.dictionaries(
        st.text(max_size=5) | st.sampled_from(["times", "of", "reps"]), st.text(max_size=5), max_size=2
    ),
)


def _refusals(error: ValidationError) -> list[InvalidValueError]:
    found: list[InvalidValueError] = []
    for one in error.errors():
        wrong: Any = one.get("ctx", {}).get("error")
        if one["type"] == "extra_forbidden":
            continue
        found += (
            [fault.refused for fault in wrong.errors] if isinstance(wrong, InvalidFieldsError) else [wrong]
        )
    return found


@patient
@given(st.dictionaries(st.sampled_from(sorted(Dose.model_fields)), ANY_VALUE))
def test_whatever_is_written_is_read_or_refused(facts: Facts) -> None:
    """No input raises anything but a validation error, each with a code, a message and a hint."""
    try:
        Dose.model_validate(facts)
    except ValidationError as caught:
        for refused in _refusals(caught):
            assert isinstance(refused, InvalidValueError)
            assert refused.code
            assert refused.message
            assert refused.hint


@patient
@given(doses())
def test_every_printed_dose_is_read_as_itself(dose: Dose) -> None:
    """A dose written as an author would, and one that went through `exercises.json`, is the same dose."""
    assert Dose.model_validate(as_written(dose)) == dose
    assert Dose.model_validate(written_from(as_data(dose))) == dose
    assert Dose.model_validate(dose) == dose
    assert merged(dose, dose) == dose


@patient
@given(schedules())
def test_every_printed_schedule_is_read_as_itself(schedule: Schedule) -> None:
    """The same holds for schedules, whose keys are read as those of a dose, in the same words."""
    assert Schedule.model_validate(as_written(schedule)) == schedule
    assert Schedule.model_validate(written_from(as_data(schedule))) == schedule
    facts = as_written(schedule)
    assert plan_sentence(schedule) == (sentence(Dose.model_validate(facts)) if facts else "")


@patient
@given(schedules())
def test_a_schedule_in_words_gets_a_hint_that_works(schedule: Schedule) -> None:
    """What is hinted for a schedule in words, where anything is, reads as a schedule."""
    hint = schedule_hint(plan_sentence(schedule))
    facts = dict(part.split(": ", 1) for part in re.findall(r"\w+: [^,}]+", hint.partition("{")[2]))
    assert not facts or Schedule.model_validate(facts)


@patient
@given(doses())
def test_every_sentence_is_well_formed(dose: Dose) -> None:
    """A sentence begins with a capital or a digit and has no stray space, comma, brace or full stop."""
    text = sentence(dose)
    free = [dose.band, dose.when, dose.rest_until and dose.rest_until.text, dose.until and dose.until.text]
    free += dose.load if isinstance(dose.load, tuple) else [dose.load]
    if isinstance(weeks := as_data(dose).get("weeks"), dict):
        free.append(weeks.get("until"))
    for words in sorted((one for one in map(str, filter(None, free))), key=len, reverse=True):
        text = text.replace(words, "words").replace(words[:1].upper() + words[1:], "Words")
    assert text[0].isdigit() or text[0].isupper()
    assert not re.search(r"  |\s[,;]|[,;]{2}|, ,|[\s,;.:]$|None|[{}\n]|\(\)", text)


@patient
@given(doses())
def test_every_fact_is_in_the_parts(dose: Dose) -> None:
    """Whatever is given is one of the parts, with a label and a value, unless the sides say it themselves."""
    listed = parts(dose)
    assert all(part.label and part.value and "{" not in part.label for part in listed)
    given = {key for key, value in dose if value is not None}
    sides = given & {"left", "right"}
    own = set() if not sides else set(BY_SET) | set(MEASURES) | {"sets", "band", "each_way"}
    joined = {"per_day": "often", "per_week": "often"}
    wanted = {joined.get(key, key) for key in given - own} | sides
    labels = [part.label for part in listed]
    for key in wanted:
        label = {"rpe": "Effort", "borg": "Effort", "rir": "Effort"}.get(key, "")
        label = label or ("Rest" if key.startswith(("rest", "set_")) else ENGLISH.say(f"label.{key}"))
        assert label in labels or sides


def _conflicts(dose: Dose) -> set[tuple[str, ...]]:
    given = {key for key, value in dose if value is not None}
    found: set[tuple[str, ...]] = set()
    for pair in pairwise(sorted(given & set(MEASURES))):
        if pair != ("hold", "reps"):
            found.add(pair)
    alone = [
        ("rest", "set_every"),
        ("rest", "rest_until"),
        ("rest_until", "set_every"),
        ("weeks", "in_weeks"),
    ]
    for group in (*alone, ("side", "left"), ("side", "right")):
        if given >= set(group):
            found.add(group)
    lengths = {len(value) for key, value in dose if key in BY_SET and isinstance(value, tuple)}
    if dose.sets and lengths:
        lengths.add(dose.sets.low if dose.sets.is_single else 0)
    return found | ({("lists",)} if len(lengths) > 1 else set())


@patient
@given(doses(), doses(), doses())
def test_merging_is_orderly(first: Dose, second: Dose, third: Dose) -> None:
    """A merged dose has no contradiction, keeps all that the last one says, and can be worded and estimated."""
    whole = merged(first, second, third)
    assert whole is not None
    assert _conflicts(whole) == set()
    kept = {key: getattr(whole, key) for key, value in third if value is not None}
    said = {key: value for key, value in third if value is not None}
    if whole.sets and whole.sets.high == 1:
        for facts in (kept, said):
            facts.pop("rest", None)
            facts.pop("set_every", None)
            facts.pop("rest_until", None)
    assert kept == said
    assert sentence(whole)
    assert as_data(whole)
    work_seconds(whole)
    parts(whole)


@patient
@given(doses())
def test_the_estimate_is_a_range(dose: Dose) -> None:
    """The shortest time is positive and no longer than the longest."""
    seconds = work_seconds(dose)
    assert seconds is None or 0 < seconds[0] <= seconds[1]
