"""What is put into the picture one after another: parts of bodies and things, each with its shapes."""

from __future__ import annotations

from msgspec import Struct

from cuecard.figures.body.points import Point

Shape = tuple[str, str, float]
"""An ink, a path, and the width of its line in centimetres, or 0 where it is filled."""


class Item(Struct, frozen=True):
    """One part of a body, or one thing."""

    name: str
    limb: str
    """Of a part of the body: its limb; else empty."""
    shapes: tuple[Shape, ...]
    ends: tuple[Point, Point]
    """The line that it goes along."""
    half: float
    """How thick it is about that line."""
    box: tuple[Point, Point] | None = None
    """Of a thing with flat sides along the axes: its lowest and its highest corner."""
