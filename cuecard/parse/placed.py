"""Entries in a list of exercises: in which group and choice each is, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from cuecard.dose import Bound
from cuecard.dose.quantities import Range
from cuecard.parse.shapes import Choice, Entry, Group
from cuecard.parse.yaml_reader import Loc

Items = tuple[Entry | Group | Choice, ...]


class Placed(Struct, frozen=True):
    """An entry, and where in a list of items it is."""

    entry: Entry
    loc: Loc
    """Its place in the list, from the list's key on."""
    number: int
    """Counted from 1 through the whole list."""
    group: Group | None = None
    choice: Choice | None = None
    option: int = 0
    """Which option of the choice it belongs to, from 0."""
    is_choice_inside: bool = False
    """Whether the choice is in the group, and not the group in the choice."""


def placed(items: Items, loc: Loc = ("exercises",)) -> tuple[Placed, ...]:
    """Return all entries of a list of items in the order of doing."""
    return tuple(
        Placed(entry, place, number, group, choice, option, inside)
        for number, (entry, place, group, choice, option, inside) in enumerate(_walk(items, loc), start=1)
    )


def _walk(
    items: Items,
    loc: Loc,
    group: Group | None = None,
    choice: Choice | None = None,
    option: int = 0,
    *,
    is_option: bool = False,
) -> Iterator[tuple[Entry, Loc, Group | None, Choice | None, int, bool]]:
    for n, item in enumerate(items):
        here = (*loc, n)
        taken = n if is_option else option
        if isinstance(item, Group):
            yield from _walk(item.items, (*here, item.list_key), item, choice, taken)
        elif isinstance(item, Choice):
            yield from _walk(item.items, (*here, item.list_key), group, item, is_option=True)
        else:
            yield item, here, group, choice, taken, bool(group and is_option)


def number_done(items: Items) -> int:
    """Return how many exercises are done: of a choice only those that are chosen."""
    number = 0
    for item in items:
        if isinstance(item, Choice):
            options = sorted(number_done((one,)) for one in item.items)
            number += sum(options[-item.choose :])
        else:
            number += number_done(item.items) if isinstance(item, Group) else 1
    return number


def ends_of(weeks: Range | None) -> tuple[int, int | None]:
    """Return the first and the last of some weeks of a plan; None for no end."""
    if weeks is None:
        return 0, None
    return (1 if weeks.bound is Bound.AT_MOST else weeks.low), (
        None if weeks.bound is Bound.AT_LEAST else weeks.high
    )
