"""Stairs: the exercises around one, as steps that go up from easier to harder.

Ladders are no line: one exercise may have two harder ones, and two may lead to the same. But stairs say that what
stands higher is harder. So they have a step only where that is so: **every exercise of a step is harder than every
exercise of the step below.** Branches stand side by side on one step, and are followed no further.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter

from msgspec import Struct

from cuecard.library.ladders import Ladder, Neighbour

REACH = 2
"""How many steps are shown on each side: the neighbours, and what comes after them."""

_Next = Callable[[str], tuple[str, ...]]
"""Gives the direct neighbours of an exercise on one side."""


class Step(Struct, frozen=True):
    """Exercises that stand side by side."""

    height: int
    """Counted from the exercise that the stairs are about; what is easier has less than 0."""
    exercises: tuple[str, ...]
    """Their slugs; of two that are harder one than the other, the nearer to height 0 stands first."""
    is_shown: bool = True
    """False for exercises that are left out of the stairs; among these some may be harder than others."""
    end: str = ""
    """Of those left out, the one that stands furthest away, beyond all the others; empty when there is none."""


def progression_of(ladders: Mapping[str, Ladder], slug: str, reach: int = REACH) -> tuple[Step, ...]:
    """All that is easier than an exercise, itself, and all that is harder, from the easiest to the hardest.

    Direct neighbours are shown however far away they stand, with what leads to them. Others are shown as far as
    *reach* steps, and only where nothing before them is left out.

    Raises:
        CycleError: when the ladders lead in a circle, as those of a good library never do.

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
    """The steps on one side, the nearest first; *way* is 1 upwards, and -1 downwards."""
    direct = set(next_to(slug))
    if not direct:
        return []
    order = _in_order(next_to, slug)
    furthest = max(map(order.index, direct), default=-1)
    made: list[Step] = []
    left_out: tuple[str, ...] = ()
    is_whole, done = True, 0
    for step in _cut(next_to, order):
        is_near = is_whole and len(made) < reach
        if not is_near and done > furthest:
            left_out += order[done:]
            break
        done += len(step)
        shown = direct.intersection(step)
        if is_near:
            shown.update(set(step).difference(*map(next_to, step)))
        shown.update([one for one in step if not shown.isdisjoint(_beyond(next_to, one))])
        if shown and left_out:
            made.append(_left_out(next_to, left_out, way * (len(made) + 1)))
            left_out = ()
        if shown:
            made.append(Step(way * (len(made) + 1), tuple(one for one in step if one in shown)))
        left_out += tuple(one for one in step if one not in shown)
        is_whole = is_whole and not left_out
    if left_out:
        made.append(_left_out(next_to, left_out, way * (len(made) + 1)))
    return made


def _left_out(next_to: _Next, slugs: tuple[str, ...], height: int) -> Step:
    ends = [one for one in slugs if set(slugs).isdisjoint(next_to(one))]
    return Step(height, slugs, is_shown=False, end=ends[0] if len(ends) == 1 else "")


def _cut(next_to: _Next, order: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """*order* in as many pieces as there can be, all of each coming after all of the one before."""
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
    """All that comes after an exercise, each after all that it comes after itself."""
    beyond = tuple(_beyond(next_to, slug))
    if sum(len(next_to(one)) for one in (slug, *beyond)) == len(beyond):
        return beyond  # one way leads to each, so that the nearest first is that order
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for one in (slug, *beyond):
        for other in next_to(one):
            sorter.add(other, one)
    return tuple(sorter.static_order())[1:]


def _beyond(next_to: _Next, slug: str) -> dict[str, None]:
    """All that comes after an exercise, the nearest first."""
    found: dict[str, None] = {}
    queue = [slug]
    for one in queue:
        for other in next_to(one):
            if other not in found:
                found[other] = None
                queue.append(other)
    return found
