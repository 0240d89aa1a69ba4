"""Points in space, in centimetres: x ahead of the figure, y up, z to its right."""

from __future__ import annotations

from math import acos, hypot, sin

Point = tuple[float, float, float]


def plus(a: Point, b: Point) -> Point:
    """Return the sum of two."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def minus(a: Point, b: Point) -> Point:
    """Return the way from *b* to *a*."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scaled(a: Point, by: float) -> Point:
    """Return *a*, so many times as long."""
    return (a[0] * by, a[1] * by, a[2] * by)


def along(a: Point, way: Point, by: float) -> Point:
    """Return the point *by* times *way* away from *a*."""
    return (a[0] + way[0] * by, a[1] + way[1] * by, a[2] + way[2] * by)


def between(a: Point, b: Point, share: float) -> Point:
    """Return the point at *share* of the way from *a* to *b*."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def dot(a: Point, b: Point) -> float:
    """Return how far *a* goes the way of *b*, which is 1 long."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Point, b: Point) -> Point:
    """Return the direction at right angles to both."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def unit(a: Point, otherwise: Point = (0.0, 1.0, 0.0)) -> Point:
    """Return *a*, 1 long; *otherwise* where it has no length."""
    size = hypot(*a)
    return (a[0] / size, a[1] / size, a[2] / size) if size > _NOTHING else otherwise


def square(way: Point, axis: Point, otherwise: Point = (0.0, 1.0, 0.0)) -> Point:
    """Return what of *way* is at right angles to *axis*, 1 long."""
    return unit(along(way, axis, -dot(way, axis)), otherwise)


def distance(a: Point, b: Point) -> float:
    """Between two points, in centimetres."""
    return hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])


def turned(a: Point, b: Point, share: float) -> Point:
    """Return a bone on its way from direction *a* to direction *b*: it turns, and keeps its length."""
    m, n = hypot(*a) or _NOTHING, hypot(*b) or _NOTHING
    angle = acos(max(-1.0, min(1.0, dot(a, b) / (m * n))))
    if angle < _ALIKE or angle > _OPPOSITE:
        return between(a, b, share)
    size = (m + (n - m) * share) / sin(angle)
    u, v = sin((1 - share) * angle) * size / m, sin(share * angle) * size / n
    return (a[0] * u + b[0] * v, a[1] * u + b[1] * v, a[2] * u + b[2] * v)


_NOTHING = 1e-6
_ALIKE, _OPPOSITE = 0.02, 3.1
"""Radians."""
