"""Things in the hands or on the body: they go where those go."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.figures.body.points import along, between, cross, minus, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.solids import Ball, Rod, Solid
from cuecard.figures.scene.stage import place_on


def held_things(prop: Prop, one: Posture) -> Iterator[Solid]:
    """Yield the solids of one thing, where the body has it."""
    if prop.kind == "dumbbell":
        for part in prop.at:
            yield from _dumbbell(one, part.partition(" ")[0])
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


def _dumbbell(one: Posture, side: str) -> Iterator[Solid]:
    wrist, hand, elbow = (one.body.points[f"{side} {name}"] for name in ("wrist", "hand", "elbow"))
    way = unit(minus(hand, wrist))
    middle = along(wrist, way, 6.5)
    axis = unit(cross(unit(minus(wrist, elbow)), one.body.right), one.body.forward)
    yield Rod("handle", along(middle, axis, -9.0), along(middle, axis, 9.0), 1.3, "metal")
    for sign in (-1.0, 1.0):
        yield Rod("weight", along(middle, axis, 5.5 * sign), along(middle, axis, 10.5 * sign), 5.6, "metal")
