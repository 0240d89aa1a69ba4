"""How long a routine takes: its doses, rounds and rests, changes of side, and getting ready.

No study that we know times this. The numbers here are our own assumptions, made so that a reader who sets aside the
time that we say is not late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from cuecard import dose as doses
from cuecard.dose.quantities import Bound
from cuecard.library.library import Library
from cuecard.library.programme import dose_of
from cuecard.parse.parts import Step
from cuecard.parse.placed import Items, Placed, placed
from cuecard.parse.schema import Routine
from cuecard.parse.shapes import Choice, Group

SET_UP = 45
"""Seconds to get an exercise ready that needs equipment: fetch it, fix it, lie down on it."""
GET_READY = 15
"""Seconds to get ready for an exercise that needs nothing."""
NEXT_STATION = 10
"""Seconds from one exercise of a group to the next."""

_Ends = tuple[int, int]


class Duration(Struct, frozen=True):
    """How long something takes."""

    low: int
    """In seconds."""
    high: int
    is_whole: bool = True
    """Whether the time of every exercise is known; else it takes at least so long."""


def duration(library: Library, routine: Routine) -> Duration | None:
    """Return how long one time of a routine takes that is only a list; None if no dose can be estimated.

    What the author says it `takes` counts before the estimate.
    """
    if routine.takes and routine.takes.bound is Bound.BETWEEN:
        return Duration(routine.takes.low, routine.takes.high)
    return estimate(library, routine)


def estimate(library: Library, routine: Routine) -> Duration | None:
    """Return the same from the doses alone."""
    timer = _Timer(library, routine)
    low, high = timer.items(routine.exercises, placed(routine.exercises))
    if not timer.known:
        return None
    around = [timer.step(step) for step in (*routine.before, *routine.after)]
    low += sum(one[0] for one in around)
    high += sum(one[1] for one in around)
    return Duration(low, max(low, high), not timer.unknown)


def _sum(times: Sequence[_Ends]) -> _Ends:
    return sum(low for low, _ in times), sum(high for _, high in times)


def _chosen(times: Sequence[_Ends], number: int) -> _Ends:
    """Return the time of the *number* shortest and of the longest of these."""
    lows, highs = (sorted(side) for side in zip(*times, strict=True))
    return sum(lows[:number]), sum(highs[-number:])


class _Timer:
    """Adds up the times of one routine, and counts the exercises of which none is known."""

    def __init__(self, library: Library, routine: Routine) -> None:
        self.library = library
        self.routine = routine
        self.known = self.unknown = 0
        self._last = ""

    def items(self, items: Items, places: Iterable[Placed]) -> _Ends:
        waiting = iter(places)
        return _sum([self._item(item, waiting) for item in items])

    def _item(self, item: object, places: Iterable[Placed]) -> _Ends:
        if isinstance(item, Group):
            return self._group(item, places)
        if isinstance(item, Choice):
            return _chosen([self._item(one, places) for one in item.items], item.choose)
        place = next(iter(places))
        work = self._work(place)
        ready = self._ready(place)
        low, high = (work[0] + ready, work[1] + ready) if work else (0, 0)
        return (0, high) if _is_extra(place.entry) else (low, high)

    def _group(self, group: Group, places: Iterable[Placed]) -> _Ends:
        if not group.has_rounds:
            rest = group.rest or doses.Seconds(0, 0)
            low, high = self.items(group.items, places)
            return low + len(group.items) * rest.low, high + len(group.items) * rest.high
        members: list[_Ends] = []
        ready = 0
        for item in group.items:
            if isinstance(item, Choice):
                works = [self._work(next(iter(places))) or (0, 0) for _ in placed(item.items)]
                members.append(_chosen(works, item.choose))
                ready += GET_READY
                continue
            place = next(iter(places))
            work = self._work(place) or (0, 0)
            members.append((0, work[1]) if _is_extra(place.entry) else work)
            ready += self._ready(place)
        whole = doses.rounds_seconds(group, members, NEXT_STATION)
        if whole is None:
            self.unknown += 1
            low, high = _sum(members)
            return low + ready, high + ready
        after = group.rest_after or doses.Seconds(0, 0)
        low, high = whole[0] + ready + after.low, whole[1] + ready + after.high
        return (0, high) if _is_extra(group) else (low, high)

    def _work(self, place: Placed) -> _Ends | None:
        dose = dose_of(self.library, self.routine, place)
        seconds = doses.work_seconds(_first_set(dose, place)) if dose else None
        if seconds is None:
            self.unknown += 1
        else:
            self.known += 1
        return seconds

    def _ready(self, place: Placed) -> int:
        slug = place.entry.exercise
        again, self._last = slug == self._last, slug
        if again:
            return 0
        return SET_UP if self.library.equipment.get(slug) else GET_READY

    def step(self, step: Step) -> _Ends:
        if step.routine and step.routine in self.library.routines:
            facts = self.library.routines[step.routine].facts
            nested = any(one.routine for one in (*facts.before, *facts.after))
            whole = None if nested else duration(self.library, facts)
            return (whole.low, whole.high) if whole else (0, 0)
        own = (
            self.library.exercises[step.exercise].facts.dose
            if step.exercise in self.library.exercises
            else None
        )
        dose = doses.merged(own, step.dose)
        return (doses.work_seconds(dose) if dose else None) or (0, 0)


def _first_set(dose: doses.Dose, place: Placed) -> doses.Dose:
    """Return what is done in one round, where a dose has a value for each: that of the middle round."""
    number = doses.number_of_sets(dose)
    if number is None or dose.sets is not None or not (place.group and place.group.rounds):
        return dose
    one = doses.in_set(dose, number // 2)
    return one if isinstance(one, doses.Dose) else dose


def _is_extra(item: object) -> bool:
    return bool(
        getattr(item, "optional", False) or getattr(item, "only_once", "") or getattr(item, "only_if", "")
    )
