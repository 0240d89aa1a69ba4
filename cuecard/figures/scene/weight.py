"""Whether a body is in balance: where its weight is, and over what it stands, sits or lies."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot

from cuecard.figures.body.floor import point_of
from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import Point, between
from cuecard.figures.body.posture import Posture
from cuecard.figures.scene.outline import Flat, convex
from cuecard.figures.scene.solids import Box, Rod, Solid

_SHARES: Mapping[tuple[str, str], float] = types.MappingProxyType(
    {
        ("hips", "shoulders"): 0.497,
        ("shoulders", "head"): 0.081,
        ("hip", "knee"): 0.1,
        ("knee", "ankle"): 0.0465,
        ("heel", "toe"): 0.0145,
        ("shoulder", "elbow"): 0.028,
        ("elbow", "hand"): 0.022,
    }
)
"""Shares of the body's weight (Winter, table 4.1), each at the middle of its part."""


def off_balance(one: Posture, solids: Sequence[Solid]) -> float:
    """By how many centimetres the weight is beyond what carries the body; 0 where it is above that, or held."""
    if one.pose.lift or _is_held(one, solids):
        return 0.0
    ground = list(_ground(one, solids))
    return _outside(_weight(one.body.points), convex(ground)) if ground else 99.0


def _weight(points: Mapping[str, Point]) -> Flat:
    x = z = whole = 0.0
    for (a, b), share in _SHARES.items():
        pairs = [(a, b)] if a in points else [(f"{side} {a}", f"{side} {b}") for side in SIDES]
        for start, end in pairs:
            middle = between(points[start], points[end], 0.5)
            x, z, whole = x + middle[0] * share, z + middle[2] * share, whole + share
    return x / whole, z / whole


_LOW: Mapping[str, float] = types.MappingProxyType(
    {"heel": 7.5, "ball": 7.5, "toe": 7.5, "knee": 10.5, "hand": 8.0, "wrist": 8.0, "elbow": 8.0}
)
"""How high these points are at most where they touch the floor."""


def _ground(one: Posture, solids: Sequence[Solid]) -> Iterator[Flat]:
    """Yield the corners of all that carries."""
    for name, p in one.body.points.items():
        place = name.rpartition(" ")[2]
        if p[1] < _LOW.get(place, 16.0):
            yield from _around(p, 5.0 if place in _LOW else 10.0)
    for part in one.carried:
        side, _, place = part.partition(" ")
        names = {"foot": ("heel", "toe"), "toes": ("ball", "toe")}.get(place, (place or side,))
        for name in names:
            yield from _around(one.body.points[f"{side} {name}" if place else name], 6.0 if place else 16.0)
    for part in one.pose.upon:
        yield from _around(one.body.points[point_of(part)], 16.0)
    for solid in solids:
        if solid.name in {"roller", "ball", "gym ball", "towel roll"} and not isinstance(solid, Box):
            spot = solid.start if isinstance(solid, Rod) else solid.middle
            yield from _around(spot, 12.0)


def _around(p: Point, by: float) -> Iterator[Flat]:
    for dx, dz in ((-by, -by), (-by, by), (by, -by), (by, by)):
        yield (p[0] + dx, p[2] + dz)


def _is_held(one: Posture, solids: Sequence[Solid]) -> bool:
    """Return whether a hand or the back is at something that stands, or the body hangs."""
    if {"bar", "bars"} & set(one.pose.upon.values()):
        return True
    touching = [one.body.points[f"{side} hand"] for side in SIDES]
    touching += [one.body.points["hips"], one.body.points["shoulders"]]
    for solid in solids:
        if isinstance(solid, Box):
            reach = (14.0, 6.0)
            for n, p in enumerate(touching):
                r = reach[n < 2]
                if all(low - r < v < high + r for v, low, high in zip(p, solid.low, solid.high, strict=True)):
                    return True
        elif isinstance(solid, Rod) and solid.name in {"post", "upright"}:
            at = solid.start
            if any(hypot(p[0] - at[0], p[2] - at[2]) < 8 for p in touching[:2]):
                return True
    return False


def _outside(p: Flat, outline: Sequence[Flat]) -> float:
    is_inside, least = True, 1e9
    for (ax, az), (bx, bz) in pairwise((*outline, outline[0])):
        ux, uz = bx - ax, bz - az
        if ux * (p[1] - az) - uz * (p[0] - ax) < 0:
            is_inside = False
        t = min(max(((p[0] - ax) * ux + (p[1] - az) * uz) / (ux * ux + uz * uz or 1.0), 0.0), 1.0)
        least = min(least, hypot(p[0] - ax - ux * t, p[1] - az - uz * t))
    return 0.0 if is_inside else least
