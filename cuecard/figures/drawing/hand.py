"""Hands: a palm with fingers and a thumb, a fist that holds something, or five fingers where they do the exercise."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import cos, radians, sin

from cuecard.figures.body.hands import FINGERS, curls, meeting
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

_PALM: Finger = (
    (0.0, 0.0, 0.0, 2.4),
    (3.5, 2.0, 0.0, 1.8),
    (8.4, 3.0, 0.0, 1.2),
    (8.4, -2.9, 0.0, 1.1),
    (3.0, -2.2, 0.0, 1.7),
)
_ROOTS: Mapping[str, tuple[float, float]] = {
    "index": (9.0, 3.0),
    "middle": (9.4, 1.0),
    "ring": (9.0, -1.1),
    "little": (8.2, -3.1),
}
"""Where each finger begins, along the hand and towards the thumb."""
_BONES: Mapping[str, tuple[float, float, float]] = {
    "index": (3.9, 2.3, 1.9),
    "middle": (4.3, 2.7, 2.0),
    "ring": (3.9, 2.5, 1.9),
    "little": (3.1, 1.9, 1.7),
}
_SPREAD: Mapping[str, float] = {"index": 5.0, "middle": 0.0, "ring": -5.0, "little": -11.0}
_SLIM = 0.95


@cache
def shape_of(word: str) -> Shape:
    """Return the five fingers of a hand that does what *word* says."""
    bent = curls(word)
    fingers = {name: _finger(name, bent[name]) for name in FINGERS}
    return (_PALM, *fingers.values(), _thumb(word, fingers))


def _finger(name: str, bends: tuple[float, float]) -> Finger:
    """Return a finger bent at its root by the first of *bends*, in degrees, and at its other joints by the second."""
    (x, y), z, angle = _ROOTS[name], 0.0, bends[0]
    aside = sin(radians(_SPREAD[name]))
    made = [(x, y, z, _SLIM)]
    for n, bone in enumerate(_BONES[name]):
        x += bone * cos(radians(angle))
        z += bone * sin(radians(angle))
        y += bone * aside * max(cos(radians(angle)), 0.0)
        made.append((x, y, z, _SLIM - 0.09 * (n + 1)))
        angle += bends[1] * (1.0 if n == 0 else 0.7)
    return tuple(made)


def _thumb(word: str, fingers: Mapping[str, Finger]) -> Finger:
    """Return the thumb: along the hand, over the fingers of a fist, or with its tip at that of a finger."""
    root = (2.6, 2.4, 0.5, 1.5)
    if met := meeting(word):
        x, y, z, _ = fingers[met][-1]
        knuckle = ((x + 5.2) / 2 + 0.4, (y + 4.2) / 2 + 0.6, z, 0.95)
        return (root, (5.2, 4.2, 2.6, 1.15), knuckle, (x - 0.3, y + 0.2, z + 0.6, 0.85))
    if word == "fist":
        return (root, (5.4, 4.0, 2.4, 1.15), (7.6, 2.4, 3.8, 1.0), (7.8, 0.0, 4.0, 0.9))
    if word == "thumb up":
        return (root, (4.6, 5.4, 1.0, 1.15), (5.6, 8.6, 1.2, 0.95), (5.4, 11.0, 1.0, 0.85))
    return (root, (5.6, 4.9, 1.0, 1.15), (8.4, 6.4, 1.2, 0.95), (10.6, 7.2, 1.1, 0.85))


def hulls(
    shape: Shape, wrist: Point, way: Point, thumb: Point, out: Point
) -> tuple[tuple[tuple[Point, float], ...], ...]:
    """Return the spheres of a hand that goes on from *wrist* along *way*, its thumb on the side *thumb*."""
    made = []
    for n, finger in enumerate(shape):
        spheres = [(along(along(along(wrist, way, x), thumb, y), out, z), r) for x, y, z, r in finger]
        if len(shape) == len(FINGERS) + 2 and n:  # a chain, not one hull: a bent finger is no web
            made += [tuple(spheres[k : k + 2]) for k in range(len(spheres) - 1)]
        else:
            made.append(tuple(spheres))
    return tuple(made)


def length(shape: Shape) -> float:
    """Return how far the hand reaches from the wrist."""
    return max(x + r for finger in shape for x, _, _, r in finger)
