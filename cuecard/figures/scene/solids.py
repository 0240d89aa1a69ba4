"""Things as simple solids in the space of the body."""

from __future__ import annotations

from msgspec import Struct

from cuecard.figures.body.points import Point


class Box(Struct, frozen=True):
    """A solid with flat sides along the axes."""

    name: str
    low: Point
    """Its lowest corner."""
    high: Point
    ink: str = "prop"
    tread: float = 0.0
    """Of a step: how thick its top is, which is wider than what is below it."""
    is_soft: bool = False
    """Whether its edges are round, as those of a cushion."""


class Rod(Struct, frozen=True):
    """A round bar, a roller or a weight."""

    name: str
    start: Point
    end: Point
    radius: float
    ink: str = "prop"
    hole: float = 0.0
    """Radius of the hole in its ends."""
    is_round: bool = False
    """Whether its ends are round, not flat."""
    is_wheel: bool = False
    """Whether it is a rim with spokes, which one sees through."""


class Ball(Struct, frozen=True):
    """A ball."""

    name: str
    middle: Point
    radius: float
    ink: str = "ball"


Solid = Box | Rod | Ball


def points_of(solid: Solid) -> list[Point]:
    """Return the corners of a box round it."""
    if isinstance(solid, Box):
        low, high = solid.low, solid.high
    elif isinstance(solid, Rod):
        r = solid.radius
        low = tuple(min(a, b) - r for a, b in zip(solid.start, solid.end, strict=True))  # type: ignore[assignment]
        high = tuple(max(a, b) + r for a, b in zip(solid.start, solid.end, strict=True))  # type: ignore[assignment]
    else:
        r = solid.radius
        low = tuple(v - r for v in solid.middle)  # type: ignore[assignment]
        high = tuple(v + r for v in solid.middle)  # type: ignore[assignment]
    return [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
