"""Things in the hands or on the body: they go where those go."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from cuecard.figures.body.points import Point, along, between, cross, minus, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.solids import Ball, Rod, Solid
from cuecard.figures.scene.stage import Stage, place_on


def held_things(prop: Prop, stage: Stage, n: int) -> Iterator[Solid]:
    """Yield the solids of one thing, where the body of frame *n* has it."""
    one = stage.frames[n]
    if prop.kind == "dumbbell":
        for side in (part.partition(" ")[0] for part in prop.at):
            yield from _dumbbell(one, side, is_across=_is_across(stage, side))
    elif prop.kind == "kettlebell":
        middle = _between(prop, one)
        yield Rod(
            "handle", along(middle, (0.0, -1.0, 0.0), 2.0), along(middle, (0.0, -1.0, 0.0), 8.0), 2.0, "metal"
        )
        yield Ball("kettlebell", along(middle, (0.0, -1.0, 0.0), 15.0), 9.0, "metal")
    elif prop.kind == "stick":
        left, right = (one.body.points[f"{side} hand"] for side in ("left", "right"))
        way = unit(minus(right, left), (0.0, 0.0, 1.0))
        yield Rod("stick", along(left, way, -16.0), along(right, way, 16.0), 1.4, "metal")
    elif prop.kind == "ankle weight":
        for part in prop.at:
            middle, way, radius = place_on(one, part)
            yield Rod(
                "ankle weight", along(middle, way, -4.0), along(middle, way, 4.0), radius + 1.8, "metal"
            )
    else:
        yield from _pillow(prop, one)


def _between(prop: Prop, one: Posture) -> tuple[float, float, float]:
    spots = [place_on(one, part)[0] for part in prop.at]
    return between(spots[0], spots[-1], 0.5)


def _pillow(prop: Prop, one: Posture) -> Iterator[Solid]:
    """Under the head or another part, or between two."""
    middle = _between(prop, one)
    if prop.way == "under":
        x, y, z = middle
        low = max(y - 13.0, 5.0)
        yield Rod("pillow", (x, low, z - 18.0), (x, low, z + 18.0), 6.0, is_round=True)
    else:
        across = one.body.forward
        yield Rod("pillow", along(middle, across, -9.0), along(middle, across, 9.0), 6.5, is_round=True)


def _dumbbell(one: Posture, side: str, *, is_across: bool) -> Iterator[Solid]:
    hand, wrist = (one.body.points[f"{side} {name}"] for name in ("hand", "wrist"))
    middle = along(wrist, unit(minus(hand, wrist)), 6.5)
    axis = _axes(one, side)[is_across]
    yield Rod("handle", along(middle, axis, -9.0), along(middle, axis, 9.0), 1.3, "metal")
    for sign in (-1.0, 1.0):
        yield Rod("weight", along(middle, axis, 5.5 * sign), along(middle, axis, 10.5 * sign), 5.6, "metal")


def _axes(one: Posture, side: str) -> tuple[Point, Point]:
    """Return the two ways in which a hand can hold a bar: with its thumb ahead, or across the body."""
    elbow, wrist = (one.body.points[f"{side} {name}"] for name in ("elbow", "wrist"))
    fore = unit(minus(wrist, elbow))
    ahead = unit(cross(fore, one.body.right), one.body.forward)
    return ahead, unit(cross(fore, ahead), one.body.right)


def _is_across(stage: Stage, side: str) -> bool:
    """Return whether a dumbbell is held across the body in all frames: ahead, the viewer would see its end alone."""
    ahead, across = (
        min(hypot(*stage.camera.spot(_axes(one, side)[k])) for one in stage.frames) for k in (0, 1)
    )
    return across > ahead
