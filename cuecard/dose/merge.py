"""Several doses as one: the later one counts, and what contradicts it is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cuecard.dose.commas import BY_SET, MEASURES
from cuecard.dose.model import Dose, Work
from cuecard.dose.quantities import Measure, Range

_OTHER_MEASURES = frozenset(["time", "distance", "amount", "intervals"])
_ONE_OF = (
    frozenset(["weight", "band", "load", "percent_1rm", "rep_max"]),
    frozenset(["effort", "rpe", "borg", "rir"]),
    frozenset(["weeks", "in_weeks"]),
    frozenset(["rest", "set_every", "rest_until"]),
)
"""Of each group a later fact replaces those that a dose before it has."""


def merged(*doses: Dose | None) -> Dose | None:
    """Return one dose from several, the later overriding the earlier key by key; None if there is none.

    The caller decides whose word counts more by the order. What is inherited cannot be taken back, only
    replaced: a `side` belongs to an exercise rather than to all of a routine.

    There is one measure of the work: a later `time` drops the earlier `reps`, `hold` and `tempo`, and a later `reps`
    or `hold` the earlier `time`. Parts in turn go with how often they are done, a value for each set with its number
    of sets, `side` with neither `left` nor `right`. One set has no rest, unless the dose that says so says also how
    long.
    """
    present = [dose for dose in doses if dose is not None]
    if len(present) < 2:
        return present[0] if present else None
    facts: dict[str, Any] = {}
    origin: dict[str, int] = {}
    for n, dose in enumerate(present):
        new = {key: value for key, value in dose if value is not None}
        dropped = _contradicted(facts, new)
        facts = {key: value for key, value in facts.items() if key not in dropped} | new
        origin |= dict.fromkeys(new, n)
    if facts.get("sets") == Range(1, 1):
        for key in ("rest", "set_every", "rest_until"):
            if key in facts and origin[key] != origin["sets"]:
                del facts[key]
    # The values have been checked, each by itself and beside its neighbours, and what clashes is gone.
    return Dose.model_construct(**facts)


def one_round(dose: Dose, rounds: int, *, without_side: bool = False) -> Dose | None:
    """Return what an inherited *dose* says for one round of a group: a round has one set, and the group has the rests.

    A value for each set becomes one for each round if there are as many *rounds*, and else goes.
    """
    dropped = {"sets", "rest", "rest_until", "rest_after", "set_every"}
    facts = {key: value for key, value in dose if value is not None and key not in dropped}
    facts = {
        key: value
        for key, value in facts.items()
        if not (key in BY_SET and isinstance(value, tuple) and len(value) != rounds)
    }
    if without_side:
        facts.pop("side", None)
    return Dose.model_construct(**facts) if facts else None


def _contradicted(facts: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """Return the keys of *facts* that *new* rules out."""
    keys = new.keys()
    dropped: set[str] = set()
    if _OTHER_MEASURES & keys:
        dropped |= {*MEASURES, "tempo", "rest_between_reps"}
        if "intervals" in facts and "intervals" not in keys:
            dropped.add("sets")
    elif {"reps", "hold"} & keys:
        dropped |= _OTHER_MEASURES
    for group in _ONE_OF:
        if group & keys:
            dropped |= group
    if {"left", "right"} & keys:
        dropped.add("side")
    elif {"side", *MEASURES} & keys:
        dropped |= {"left", "right"}
    lists = {key for key in BY_SET if isinstance(facts.get(key), tuple)}
    number = _number_of_sets(new)
    if number is not None:
        dropped |= {key for key in lists if len(facts[key]) != number}
        if "sets" in facts and "sets" not in new and facts["sets"] != Range(number, number):
            dropped.add("sets")
    elif "sets" in new:
        dropped |= lists
    return dropped


def _number_of_sets(facts: Mapping[str, Any]) -> int | None:
    """Return how many sets there are, where that is one number."""
    sets = facts.get("sets")
    if sets is not None:
        return int(sets.low) if sets.is_single else None
    return next((len(facts[key]) for key in BY_SET if isinstance(facts.get(key), tuple)), None)


def of_side(dose: Dose, side: Work | None) -> Work | None:
    """Return all that one side does: what is said for both, overridden by its own."""
    common = {key: value for key in Work.model_fields if (value := getattr(dose, key)) is not None}
    own = {} if side is None else {key: value for key, value in side if value is not None}
    whole = merged(
        Dose.model_construct(**common) if common else None, Dose.model_construct(**own) if own else None
    )
    if whole is None:
        return None
    return Work.model_construct(**{key: getattr(whole, key) for key in Work.model_fields})


def dose_of_side(dose: Dose, side: Work | None) -> Dose | None:
    """Return all that one side does as a dose of its own."""
    work = of_side(dose, side)
    if work is None:
        return None
    return Dose.model_construct(**{key: value for key, value in work if value is not None})


def is_once(dose: Dose) -> bool:
    """Return whether a dose is a single rep or unit, of which there are not two sides in all."""
    value = dose.reps or dose.amount
    one = 100 if isinstance(value, Measure) else 1
    return dose.sets is None and isinstance(value, Range) and value.is_single and value.low == one


def has_measure(work: Work) -> bool:
    """Return whether a set is more than a hold."""
    return any(getattr(work, key) for key in ("reps", "time", "distance", "amount"))


def number_of_sets(work: Work) -> int | None:
    """Return how many values a list has, where some key has one for each set."""
    return next((len(value) for key in BY_SET if isinstance(value := getattr(work, key, None), tuple)), None)


def in_set(work: Work, n: int) -> Work:
    """Return what is done in set number *n*, from 0, without the number of sets."""
    facts = {
        key: value[n] if key in BY_SET and isinstance(value, tuple) else value
        for key, value in work
        if value is not None and key != "sets"
    }
    return type(work).model_construct(**facts)
