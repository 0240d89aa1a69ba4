"""How long a dose takes, where it alone decides that."""

from __future__ import annotations

from cuecard.dose.intervals import seconds_of
from cuecard.dose.merge import in_set, number_of_sets, of_side
from cuecard.dose.model import Dose, Work
from cuecard.dose.quantities import Bound, Measure, Range, Seconds

_Ends = tuple[int, int]

SIDE_CHANGE = 10
"""Seconds to change sides in a set: to turn round, or to put a band on the other leg. Our own assumption."""


def work_seconds(dose: Dose, seconds_per_rep: int = 3) -> _Ends | None:
    """Return the shortest and longest time of the dose, or None if it has no measure or no end.

    Sets times measure, twice that where each side works in turn, plus one rest between sets. Changing sides
    takes `SIDE_CHANGE` seconds, and is not a rest, since one side rests while the other works. One
    repetition takes as long as its tempo or its breath says, else *seconds_per_rep*: three seconds is our own
    assumption for an unhurried movement, not a published figure. A hold comes on top.
    """
    if dose.left or dose.right:
        works = [of_side(dose, side) for side in (dose.left, dose.right)]
        sides = [_with_rests(dose, work, seconds_per_rep, 1) for work in works if work]
        known = [side for side in sides if side]
        estimated = None
        if len(known) == 2:
            low, high = (sum(ends) for ends in zip(*known, strict=True))
            changes = min(_fewest_sets(work) for work in works if work)
            estimated = low + changes * SIDE_CHANGE, high + changes * SIDE_CHANGE
    else:
        estimated = _with_rests(dose, dose, seconds_per_rep, 2 if dose.side and dose.side.doubles else 1)
    if dose.in_all is None or dose.in_all.per:
        return estimated
    whole = dose.in_all.time
    if whole.bound is Bound.BETWEEN:
        return whole.low, whole.high
    if whole.bound is Bound.AT_MOST:
        return (
            (min(estimated[0], whole.high), min(estimated[1], whole.high)) if estimated else (1, whole.high)
        )
    return estimated


def _with_rests(dose: Dose, work: Work, seconds_per_rep: int, turns: int) -> _Ends | None:
    """Return all sets of one kind of work, *turns* times each, with the rests of *dose* between them."""
    number = number_of_sets(work)
    if number is not None:
        each = [_measure(dose, in_set(work, n), seconds_per_rep) for n in range(number)]
        sets = Range(number, number)
    else:
        sets = work.sets or Range(1, 1)
        if sets.bound is Bound.MOST or sets.bound is Bound.AT_LEAST:
            return None
        if sets.bound is Bound.AT_MOST:
            sets = Range(1, sets.high)
        each = [_measure(dose, work, seconds_per_rep)]
    known = [one for one in each if one]
    if len(known) < len(each):
        return None
    ways = 2 if work.each_way else 1
    low = sum(one[0] for one in known) * turns * ways
    high = sum(one[1] for one in known) * turns * ways
    if number is None:
        low, high = low * sets.low, high * sets.high
    if turns > 1:
        low, high = low + sets.low * SIDE_CHANGE, high + sets.high * SIDE_CHANGE
    if dose.set_every:
        last = known[-1]
        every = dose.set_every.low
        last = last[0] * turns * ways, last[1] * turns * ways
        return (sets.low - 1) * every + last[0], (sets.high - 1) * every + last[1]
    if dose.rest_until and sets.high > 1:
        return None
    rest = dose.rest or Seconds(0, 0)
    return low + (sets.low - 1) * rest.low, high + (sets.high - 1) * rest.high


def _fewest_sets(work: Work) -> int:
    return number_of_sets(work) or (work.sets.low if work.sets and work.sets.bound is Bound.BETWEEN else 1)


def _measure(dose: Dose, work: Work, seconds_per_rep: int) -> _Ends | None:
    """Return one set."""
    time, reps, hold, amount = (getattr(work, key) for key in ("time", "reps", "hold", "amount"))
    breath = dose.breath.seconds if dose.breath else 0
    if dose.intervals:
        return seconds_of(dose.intervals)
    if isinstance(time, Seconds):
        return _closed(time)
    if isinstance(amount, Measure):
        ends = _closed(amount)
        if not ends or not breath or amount.unit not in {"breath", "round"}:
            return None
        return ends[0] * breath // 100, ends[1] * breath // 100
    hold_seconds: _Ends | None = (0, 0)
    if isinstance(hold, Measure):
        ends = _closed(hold)
        hold_seconds = (ends[0] * breath // 100, ends[1] * breath // 100) if ends and breath else None
    elif isinstance(hold, Seconds):
        hold_seconds = _closed(hold)
    if hold_seconds is None:
        return None
    if isinstance(reps, Range):
        ends = _closed(reps)
        if ends is None:
            return None
        each = dose.tempo.seconds if dose.tempo else breath or seconds_per_rep
        between = dose.rest_between_reps or Seconds(0, 0)
        low, high = ends[0] * (each + hold_seconds[0]), ends[1] * (each + hold_seconds[1])
        return low + (ends[0] - 1) * between.low, high + (ends[1] - 1) * between.high
    return hold_seconds if hold else None


def _closed(value: Range) -> _Ends | None:
    """Return both ends of a quantity that has them; for "up to 15" they are 1 and 15."""
    if value.bound is Bound.BETWEEN:
        return value.low, value.high
    one = 100 if isinstance(value, Measure) else 1
    if value.bound is Bound.AT_MOST or (value.bound is Bound.MOST and value.high):
        return max(value.low if value.bound is Bound.MOST else one, one), value.high
    return None
