"""Where each muscle lies under the skin: the shapes of the muscle map, read from data, mirrored, measured, hatched.

The data, `cuecard/vocabulary/regions.yaml`, hold the right half of a body, in millimetres, as path data of SVG with
whole numbers and the commands M, l, c and s alone.
"""

from __future__ import annotations

import math
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

import yaml
from msgspec import Struct

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FRONT, BACK = "front", "back"
VIEWS = (FRONT, BACK)

EDGE = 8
"""The width of the line round a region, which rounds its corners: the data leave room for it. Of the hatching, too."""
_STEP = 35
"""From one line of the hatching to the next, measured along x; such that lines cross the smallest regions, too."""
_SHORTEST = 3
"""A shorter line of the hatching would be a spot."""

Point = tuple[float, float]


class Anatomy(Struct, frozen=True):
    """What the data hold; every shape is the right half, as path data."""

    outline: str
    head_y: int
    head_radius: int
    regions: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By view, then by id of the muscle."""
    shown: frozenset[str]
    """Ids of the muscles that have a region."""
    deep: frozenset[str]
    """Ids of the muscles that cannot be seen from either side."""


@cache
def anatomy() -> Anatomy:
    """Return the body that Cuecard brings along. *Reads* one file in the package, once."""
    text = pkgutil.get_data("cuecard", "vocabulary/regions.yaml")
    data = yaml.load(text or b"", Loader=_Loader)  # noqa: S506 - a safe one
    return Anatomy(
        outline=_tight(data["outline"]),
        head_y=data["head"]["y"],
        head_radius=data["head"]["radius"],
        regions={
            view: {id: tuple(map(_tight, shapes)) for id, shapes in data[view].items()} for view in VIEWS
        },
        shown=frozenset(id for view in VIEWS for id in data[view]),
        deep=frozenset(data["deep"]),
    )


# --- shapes -----------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[Mclsz]|-?\d+")
_STEPS = 8
"""Straight pieces that a curve is cut into, to calculate with."""


def _tight(path: str) -> str:
    """Path data in as few characters as they need."""
    return re.sub(r"\s+(?=[a-zA-Z-])", "", " ".join(path.split()))


@cache
def mirrored(path: str) -> str:
    """Return the same shape on the other side of the body."""
    written = ""
    is_x = True
    for token in _TOKEN.findall(path):
        if token.isalpha():
            written += token
            continue
        number = -int(token) if is_x else int(token)
        is_x = not is_x
        written += f"{number}" if number < 0 or written[-1].isalpha() else f" {number}"
    return written


@cache
def outline_of(path: str) -> tuple[Point, ...]:
    """Return the corners of *path* when its curves are cut into short straight pieces."""
    points: list[Point] = []
    for command, numbers in _commands(path):
        if command == "M":
            points.append((numbers[0], numbers[1]))
            handle = (0.0, 0.0)
            continue
        x, y = points[-1]
        if command == "l":
            points.append((x + numbers[0], y + numbers[1]))
            handle = (0.0, 0.0)
            continue
        first = handle if command == "s" else (numbers[0], numbers[1])
        second, end = (numbers[-4], numbers[-3]), (numbers[-2], numbers[-1])
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            a, b, c = 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            points.append(
                (x + a * first[0] + b * second[0] + c * end[0], y + a * first[1] + b * second[1] + c * end[1])
            )
        handle = (end[0] - second[0], end[1] - second[1])
    return tuple(points)


def _commands(path: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield each command with its numbers, one by one: a letter holds until the next."""
    counts = {"M": 2, "l": 2, "c": 6, "s": 4}
    for letter, arguments in re.findall(r"([Mcls])([^Mclsz]*)", path):
        numbers = [int(number) for number in _TOKEN.findall(arguments)]
        for start in range(0, len(numbers), counts[letter]):
            yield letter, tuple(numbers[start : start + counts[letter]])


@cache
def hatching(path: str) -> str:
    """Slanting lines inside a shape, as path data; lines of neighbouring shapes continue one another.

    Along such a line x + y stays the same. Where it crosses the outline it enters or leaves the shape, so
    between each pair of crossings it is inside.
    """
    points = outline_of(path)
    sums = [x + y for x, y in points]
    written = ""
    x = y = 0  # where the line before ended; the next begins relative to it, in fewer characters
    for level in range(math.ceil(min(sums) / _STEP) * _STEP, math.floor(max(sums)) + 1, _STEP):
        crossings = sorted(
            x1 + (level - x1 - y1) / (x2 + y2 - x1 - y1) * (x2 - x1)
            for (x1, y1), (x2, y2) in pairwise((*points, points[0]))
            if (x1 + y1 < level) != (x2 + y2 < level)
        )
        for start, end in zip(crossings[::2], crossings[1::2], strict=True):
            left, right = math.ceil(start), math.floor(end)
            if right - left > _SHORTEST:
                move = "m" if written else "M"
                written += f"{move}{left - x} {level - left - y}l{right - left} {left - right}"
                x, y = right, level - right
    return _tight(written)


@cache
def area(view: str, id: str) -> int:
    """Return the area of a muscle on one half of the body, with the line round it, in whole square millimetres.

    Whole, so that a sum is the same in whichever order it is made.
    """
    total = 0.0
    for shape in anatomy().regions[view][id]:
        points = outline_of(shape)
        sides = list(pairwise((*points, points[0])))
        total += abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in sides)) / 2  # Gauss's formula
        total += sum(math.dist(one, other) for one, other in sides) * EDGE / 2
    return round(total)
