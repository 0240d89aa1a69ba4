"""Things that parts of the body rest on, hang from or lean at, put where those parts are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import hypot

from cuecard.figures.body.floor import point_of
from cuecard.figures.body.points import Point
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.support import HEIGHTS
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.solids import Box, Rod, Solid
from cuecard.figures.scene.stage import Stage

_SIZES: Mapping[str, tuple[float, float]] = {
    "bench": (20.0, 46.0),
    "bed": (60.0, 42.0),
    "box": (24.0, 26.0),
    "stool": (18.0, 18.0),
    "table": (30.0, 50.0),
    "cushion": (22.0, 20.0),
    "wheelchair": (22.0, 23.0),
}
"""Half of how long and how wide things are at least, in centimetres."""


def support_of(stage: Stage, prop: Prop) -> Iterator[Solid]:
    """Yield one thing, below all parts that rest on it in any frame; where none does, beside the body."""
    spots = [
        p
        for one in stage.frames
        for part, what in one.pose.upon.items()
        if what == prop.kind
        for p in _spots_of(one, part)
    ]
    if not spots and prop.at:
        spots = [one.body.points[point_of(part)] for one in stage.frames for part in prop.at]
    if prop.kind == "bar":
        yield from _bar(spots or [(0.0, 205.0, z) for z in (-25.0, 25.0)])
    elif prop.kind == "bars":
        yield from _bars(spots or [(0.0, HEIGHTS["bars"], z) for z in (-24.0, 24.0)])
    elif prop.kind == "doorway":
        yield from _doorway(stage)
    else:
        yield from _flat(stage, prop, spots)


def _spots_of(one: Posture, part: str) -> Iterator[Point]:
    """Yield where a part touches what it rests on: of a foot that lies on its top, the ball and the toes alone."""
    if one.planted.get(part) == "top":
        side = part.partition(" ")[0]
        yield from (one.body.points[f"{side} {name}"] for name in ("ball", "toe"))
    else:
        yield one.body.points[point_of(part)]


def _flat(stage: Stage, prop: Prop, spots: list[Point]) -> Iterator[Solid]:
    long, wide = _SIZES[prop.kind]
    high = HEIGHTS[prop.kind]
    if not spots:
        xs = [p[0] for p in stage.points()]
        x = max(xs) + long + 10.0 if prop.way != "behind" else min(xs) - long - 10.0
        spots = [(x, high, 0.0)]
    if prop.kind == "table" and prop.way == "at":  # a worktop is as high as the hands on it
        high = max(min(p[1] for p in spots) - _PALM, high)
    xs, zs = [p[0] for p in spots], [p[2] for p in spots]
    low_x, high_x, low_z, high_z = min(xs) - 10.0, max(xs) + 10.0, min(zs) - 12.0, max(zs) + 12.0
    low_x, high_x = _grown(low_x, high_x, long, _away(stage, spots, 0))
    low_z, high_z = _grown(low_z, high_z, wide, _away(stage, spots, 2))
    if prop.kind == "cushion":
        yield Box("cushion", (low_x, 0.0, low_z), (high_x, high, high_z), "ball", is_soft=True)
        return
    if prop.kind == "box":
        yield Box("box", (low_x, 0.0, low_z), (high_x, high, high_z))
        return
    thick = 9.0 if prop.kind == "bed" else 5.0
    yield Box(
        "seat" if prop.kind != "table" else "table", (low_x, high - thick, low_z), (high_x, high, high_z)
    )
    if prop.kind == "wheelchair":
        yield from _wheels((low_x + high_x) / 2, (low_z, high_z), high)
        return
    if prop.kind == "bench":
        yield from _trestles((low_x, high_x), (low_z + high_z) / 2, high - thick)
        return
    for x in (low_x + 3.0, high_x - 3.0):
        for z in (low_z + 3.0, high_z - 3.0):
            yield Box("chair leg", (x - 2.0, 0.0, z - 2.0), (x + 2.0, high - thick, z + 2.0))


_PALM = 3.5
"""Centimetres from the middle of a hand to what it lies on."""


def _trestles(ends: tuple[float, float], z: float, high: float) -> Iterator[Solid]:
    """Yield the two feet of a bench, below the middle of its seat: a leg may hang beside them."""
    for x in (ends[0] + 6.0, ends[1] - 6.0):
        yield Box("chair leg", (x - 2.0, 2.5, z - 4.0), (x + 2.0, high, z + 4.0))
        yield Box("chair leg", (x - 2.5, 0.0, z - 15.0), (x + 2.5, 2.5, z + 15.0))


def _grown(low: float, high: float, half: float, away: float) -> tuple[float, float]:
    """Return a stretch that is twice *half* long at least, grown away from the body where that is said."""
    short = 2 * half - (high - low)
    if short <= 0:
        return low, high
    if away:
        return (low - short, high) if away < 0 else (low, high + short)
    return low - short / 2, high + short / 2


def _away(stage: Stage, spots: list[Point], axis: int) -> float:
    """Return the way along an axis in which a thing goes on from the body; 0 where the hips are on it."""
    hips = [one.body.points["hips"] for one in stage.frames]
    mean = sum(p[axis] for p in spots) / len(spots) - sum(p[axis] for p in hips) / len(hips)
    return 0.0 if abs(mean) < (12.0, 0.0, 40.0)[axis] else mean


def _wheels(x: float, sides: tuple[float, float], high: float) -> Iterator[Solid]:
    """Yield what is about the seat of a wheelchair."""
    for z in (sides[0] - 3.0, sides[1] + 1.0):
        yield Rod("wheel", (x - 6.0, 30.0, z), (x - 6.0, 30.0, z + 2.0), 30.0, "metal", is_wheel=True)
        yield Rod("wheel", (x + 26.0, 8.0, z), (x + 26.0, 8.0, z + 2.0), 8.0, "metal", is_wheel=True)
    yield Box("chair back", (x - 25.0, high, sides[0]), (x - 22.0, high + 38.0, sides[1]))
    yield Rod(
        "push handle", (x - 36.0, high + 37.0, sides[1]), (x - 23.0, high + 37.0, sides[1]), 1.8, "metal"
    )
    for z in sides:
        yield Box("arm rest", (x - 20.0, high + 16.0, z - 2.0), (x + 14.0, high + 19.0, z + 2.0))
        yield Rod("upright", (x + 8.0, high, z), (x + 8.0, high + 16.0, z), 1.3, "metal")


def _bar(spots: list[Point]) -> Iterator[Solid]:
    x = sum(p[0] for p in spots) / len(spots)
    y = max(p[1] for p in spots)
    low, high = min(p[2] for p in spots) - 22.0, max(p[2] for p in spots) + 22.0
    yield Rod("bar", (x, y, low), (x, y, high), 1.8, "metal")
    for z in (low, high):
        yield Rod("upright", (x, 0.0, z), (x, y + 2.0, z), 2.4, "metal")


def _bars(spots: list[Point]) -> Iterator[Solid]:
    x = sum(p[0] for p in spots) / len(spots)
    y = min(p[1] for p in spots) - 3.0
    for z in (min(p[2] for p in spots), max(p[2] for p in spots)):
        yield Rod("bar", (x - 42.0, y, z), (x + 42.0, y, z), 2.0, "metal")
        for end in (x - 36.0, x + 36.0):
            yield Rod("upright", (end, 0.0, z), (end, y, z), 2.2, "metal")


def _doorway(stage: Stage) -> Iterator[Solid]:
    """Yield two posts and a lintel; the hands, or the shoulders, are in it."""
    hands = [one.body.points[f"{side} hand"] for one in stage.frames for side in ("left", "right")]
    x = max(p[0] for p in hands) + 3.0
    half = max(48.0, *(hypot(p[2]) - 4.0 for p in hands))
    for z in (-half, half):
        yield Box("door post", (x, 0.0, z - 4.0), (x + 8.0, 200.0, z + 4.0))
    yield Box("lintel", (x, 200.0, -half - 4.0), (x + 8.0, 208.0, half + 4.0))
