"""Progressions: the exercises around one, as steps from easier to harder.

Ladders can branch: one exercise may have two harder versions, and two may lead to the same. But a progression shows
that a higher step is harder, so **every exercise of a step is harder than every exercise of the step below.** Branches
share one step, and are not followed further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter

from msgspec import Struct

from cuecard.library.ladders import Ladder, Neighbour

REACH = 2
"""Steps shown on each side: the direct neighbours, and the next."""

_Next = Callable[[str], tuple[str, ...]]
"""Returns the direct neighbours of an exercise on one side."""


class Step(Struct, frozen=True):
    """The exercises on one step."""

    height: int
    """Relative to the exercise of the page, which has 0; negative for easier."""
    exercises: tuple[str, ...]
    """Their slugs; if one is harder than another, the one nearer to height 0 comes first."""
    is_shown: bool = True
    """False for exercises that are only counted; some of these may be harder than others."""
    end: str = ""
    """The furthest of the exercises left out, if it is beyond all others; else empty."""


def progression_of(ladders: Mapping[str, Ladder], slug: str, reach: int = REACH) -> tuple[Step, ...]:
    """Return the steps around an exercise, from the easiest to the hardest.

    Direct neighbours are always shown, with what leads to them. Others are shown up to *reach* steps away, and only if
    nothing before them is left out.

    Raises:
        CycleError: if the ladders loop, as those of a valid library never do.

    """
    ladder = ladders[slug]
    below: list[Step] = []
    above: list[Step] = []
    if _slugs(ladder.easier):
        below = _side(cache(lambda one: _slugs(ladders[one].easier)), slug, reach, -1)
    if _slugs(ladder.harder):
        above = _side(cache(lambda one: _slugs(ladders[one].harder)), slug, reach, +1)
    return (*reversed(below), Step(0, (slug,)), *above)


def _slugs(neighbours: tuple[Neighbour, ...]) -> tuple[str, ...]:
    return tuple([one.slug for one in neighbours if one.slug])


def _side(next_to: _Next, slug: str, reach: int, way: int) -> list[Step]:
    """Return the steps on one side, the nearest first; *way* is 1 for harder, -1 for easier."""
    direct = set(next_to(slug))
    if not direct:
        return []
    order = _in_order(next_to, slug)
    furthest = max(map(order.index, direct), default=-1)
    steps: list[Step] = []
    left_out: tuple[str, ...] = ()
    is_whole, done = True, 0
    for step in _cut(next_to, order):
        is_near = is_whole and len(steps) < reach
        if not is_near and done > furthest:
            left_out += order[done:]
            break
        done += len(step)
        shown = direct.intersection(step)
        if is_near:
            shown.update(set(step).difference(*map(next_to, step)))
        shown.update([one for one in step if not shown.isdisjoint(_beyond(next_to, one))])
        if shown and left_out:
            steps.append(_left_out(next_to, left_out, way * (len(steps) + 1)))
            left_out = ()
        if shown:
            steps.append(Step(way * (len(steps) + 1), tuple(one for one in step if one in shown)))
        left_out += tuple(one for one in step if one not in shown)
        is_whole = is_whole and not left_out
    if left_out:
        steps.append(_left_out(next_to, left_out, way * (len(steps) + 1)))
    return steps


def _left_out(next_to: _Next, slugs: tuple[str, ...], height: int) -> Step:
    ends = [one for one in slugs if set(slugs).isdisjoint(next_to(one))]
    return Step(height, slugs, is_shown=False, end=ends[0] if len(ends) == 1 else "")


def _cut(next_to: _Next, order: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Split *order* into as many steps as possible, all of each after all of the one before."""
    start = end = 0
    for at, slug in enumerate(order):
        if at > end:
            yield order[start:at]
            start = at
        after = _beyond(next_to, slug)
        end = max(end, next(n for n in reversed(range(len(order))) if order[n] not in after))
        if end == len(order) - 1:
            break
    if order:
        yield order[start:]


def _in_order(next_to: _Next, slug: str) -> tuple[str, ...]:
    """Return everything beyond an exercise in topological order."""
    beyond = tuple(_beyond(next_to, slug))
    if sum(len(next_to(one)) for one in (slug, *beyond)) == len(beyond):
        return beyond  # one path leads to each, so nearest first is that order
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for one in (slug, *beyond):
        for other in next_to(one):
            sorter.add(other, one)
    return tuple(sorter.static_order())[1:]


def _beyond(next_to: _Next, slug: str) -> dict[str, None]:
    """Return everything beyond an exercise, the nearest first."""
    reachable: dict[str, None] = {}
    queue = [slug]
    for one in queue:
        for other in next_to(one):
            if other not in reachable:
                reachable[other] = None
                queue.append(other)
    return reachable
