"""The smallest convex outline round places on a plane."""

from __future__ import annotations

from collections.abc import Sequence

Flat = tuple[float, float]
"""A place on the floor or in the picture."""


def convex(spots: Sequence[Flat]) -> list[Flat]:
    """Return the corners of the smallest convex outline round *spots*."""
    points = sorted(set(spots))
    if len(points) < 3:
        return points

    def half(those: Sequence[Flat]) -> list[Flat]:
        made: list[Flat] = []
        for p in those:
            while len(made) > 1 and _turn(made[-2], made[-1], p) <= 0:
                made.pop()
            made.append(p)
        return made[:-1]

    return half(points) + half(points[::-1])


def _turn(a: Flat, b: Flat, c: Flat) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
