"""Hands: a palm with fingers and a thumb, or a fist that holds something."""

from __future__ import annotations

from cuecard.figures.body.points import Point, along

Finger = tuple[tuple[float, float, float, float], ...]
"""Spheres: how far from the wrist along the hand, towards the thumb, and out of the palm, and their radius."""
Shape = tuple[Finger, ...]

OPEN: Shape = (
    (
        (0.0, 0.0, 0.0, 2.6),
        (5.0, 2.0, 0.0, 2.0),
        (5.0, -2.2, 0.0, 1.9),
        (10.0, 2.3, 0.0, 1.7),
        (9.5, -2.4, 0.0, 1.6),
        (16.5, 1.3, 0.0, 1.3),
        (16.0, -1.2, 0.0, 1.2),
    ),
    ((3.0, 1.8, 0.3, 1.9), (8.2, 5.0, 0.8, 1.3)),
)
FIST: Shape = (
    (
        (0.0, 0.0, 0.0, 2.7),
        (5.4, 2.2, 0.6, 3.0),
        (5.4, -2.2, 0.6, 2.9),
        (8.6, 2.0, 0.8, 2.5),
        (8.4, -2.2, 0.8, 2.4),
    ),
    ((4.0, 3.2, 1.0, 1.7), (8.0, 3.4, 2.2, 1.5)),
)


def hulls(
    shape: Shape, wrist: Point, way: Point, thumb: Point, out: Point
) -> tuple[tuple[tuple[Point, float], ...], ...]:
    """Return the spheres of a hand that goes on from *wrist* along *way*, its thumb on the side *thumb*."""
    return tuple(
        tuple((along(along(along(wrist, way, x), thumb, y), out, z), r) for x, y, z, r in finger)
        for finger in shape
    )


def length(shape: Shape) -> float:
    """Return how far the hand reaches from the wrist."""
    return max(x + r for finger in shape for x, _, _, r in finger)
