"""Turns in space, as matrices of three rows."""

from __future__ import annotations

from math import cos, radians, sin

from cuecard.figures.body.points import Point

Matrix = tuple[Point, Point, Point]


def about_x(angle: float) -> Matrix:
    """Return a turn about the way ahead, in degrees."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def about_y(angle: float) -> Matrix:
    """Return a turn about the way up."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def about_z(angle: float) -> Matrix:
    """Return a turn about the way to the right."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def applied(m: Matrix, p: Point) -> Point:
    """Return *p* turned by *m*."""
    (a, b, c), (d, e, f), (g, h, i) = m
    x, y, z = p
    return (a * x + b * y + c * z, d * x + e * y + f * z, g * x + h * y + i * z)


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return a turn by *n*, then by *m*."""
    # Written out, since bodies are laid out by the thousand.
    (a, b, c), (d, e, f), (g, h, i) = m
    (j, k, o), (p, q, r), (s, t, u) = n
    return (
        (a * j + b * p + c * s, a * k + b * q + c * t, a * o + b * r + c * u),
        (d * j + e * p + f * s, d * k + e * q + f * t, d * o + e * r + f * u),
        (g * j + h * p + i * s, g * k + h * q + i * t, g * o + h * r + i * u),
    )


def column(m: Matrix, n: int) -> Point:
    """Return the way ahead (0), up (1) or to the right (2) of what is turned so."""
    return (m[0][n], m[1][n], m[2][n])
