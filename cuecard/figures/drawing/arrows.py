"""Arrows along the way that a part of the body goes, or in which it presses, where they hide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import atan2, cos, hypot, sin

from cuecard.figures.drawing.hull import bow, from_segment, polygon
from cuecard.figures.drawing.items import Shape
from cuecard.figures.scene.camera import Spot

Taken = tuple[Spot, Spot, float]
"""Something that is drawn: a line, and half its width."""
Bow = tuple[Spot, Spot, Spot]
"""Where an arrow begins, what draws it to one side, and where it ends."""

SHAFT, HEAD = 3.4, 8.0
_SHORTEST = 24.0
_ASIDE = (0.0, 6.0, 11.0, 17.0, 25.0, 34.0)
"""Centimetres from the edge of the moving part to its arrow."""


class Room:
    """Finds a place for each arrow where it hides nothing."""

    def __init__(self, taken: Sequence[Taken], floor: float, scale: float) -> None:
        """Stay off all that is *taken*, and off the *floor*; arrows are *scale* times as large as usual."""
        self._taken, self._floor, self._scale = list(taken), floor, scale

    def along_way(self, way: Sequence[Spot], radius: float, *, is_step: bool, is_further: bool) -> Bow | None:
        """The arrow beside the *way* of a part that is *radius* thick; None where a further one has no room."""
        start, middle, end = way[0], way[len(way) // 2], way[-1]
        long = hypot(end[0] - start[0], end[1] - start[1])
        if long < 1.0:
            return None
        ux, uy = (end[0] - start[0]) / long, (end[1] - start[1]) / long
        bulge = (middle[0] - (start[0] + end[0]) / 2, middle[1] - (start[1] + end[1]) / 2)
        size = hypot(*bulge)
        if size > 0.35 * long:
            bulge = (bulge[0] * 0.35 * long / size, bulge[1] * 0.35 * long / size)
        shortest = _SHORTEST * self._scale
        tries: list[tuple[float, Bow]] = []
        for aside in _ASIDE:
            away = (radius + aside * self._scale) if aside else 0.0
            for sign in (1.0, -1.0) if aside else (1.0,):
                grow = max(shortest - long, 0.0) / 2
                trim = radius + 3.0 if not aside else 0.0
                cut = radius * 0.6 if not aside else min(long * 0.12, 6.0)
                if not aside and long - trim - cut < shortest:
                    continue
                ways = ((-uy * sign, ux * sign), (sign, 0.0), (0.0, sign)) if aside else ((0.0, 0.0),)
                for wx, wy in ways:
                    nx, ny = wx * away, wy * away
                    a = (start[0] + nx + ux * (cut - grow), start[1] + ny + uy * (cut - grow))
                    b = (end[0] + nx + ux * (grow - trim), end[1] + ny + uy * (grow - trim))
                    tries.append((away * 0.35, _bowed(a, b, bulge)))
        tip = (end[0] - ux * (radius + 4.0), end[1] - uy * (radius + 4.0))
        behind = max(min(long, 44.0), shortest)
        tries.append((4.0, _bowed((tip[0] - ux * behind, tip[1] - uy * behind), tip, (0.0, 0.0))))
        ahead = (end[0] + ux * (radius + 4.0), end[1] + uy * (radius + 4.0))
        tries.append((15.0, _bowed(ahead, (ahead[0] + ux * shortest, ahead[1] + uy * shortest), (0.0, 0.0))))
        if abs(uy) > 0.5:  # upright, beside where the part ends
            high = max(abs(end[1] - start[1]), shortest) * (1.0 if uy > 0 else -1.0)
            for aside in _ASIDE[1:5]:
                for sign in (1.0, -1.0):
                    x = end[0] + sign * (radius + aside * self._scale)
                    tries.append((4.0 + aside * 0.35, _bowed((x, end[1] - high), (x, end[1]), (0.0, 0.0))))
        if is_step and abs(ux) > 0.8:
            y = self._floor + 7.0 * self._scale
            tries.append((1.0 - 7 * _BELOW, _bowed((start[0], y), (end[0], y), (0.0, 0.0))))
        best, least = None, 1e9
        for cost, one in tries:
            price = cost + self._crowding(one, least - cost)
            if price < least:
                best, least = one, price
        if best is None or (is_further and least > _TOO_CROWDED):
            return None
        self._take(best)
        return best

    def straight(self, spot: Spot, way: Spot, radius: float, long: float) -> Bow:
        """An arrow from the edge of a part in one direction, or beside it where there is no room."""
        ux, uy = way
        tries = []
        for ahead in (3.0, 9.0):
            a = (spot[0] + ux * (radius + ahead), spot[1] + uy * (radius + ahead))
            tries.append((ahead * 0.2, _bowed(a, (a[0] + ux * long, a[1] + uy * long), (0.0, 0.0))))
        for aside in _ASIDE[1:]:
            for sign in (1.0, -1.0):
                x = spot[0] - uy * sign * (radius + aside) - ux * long / 2
                y = spot[1] + ux * sign * (radius + aside) - uy * long / 2
                tries.append((3.0 + aside * 0.3, _bowed((x, y), (x + ux * long, y + uy * long), (0.0, 0.0))))
        best = min(tries, key=lambda one: one[0] + self._crowding(one[1], 1e9))[1]
        self._take(best)
        return best

    def _take(self, one: Bow) -> None:
        spots = _places(one)
        self._taken += [(a, b, 5.0 * self._scale) for a, b in pairwise(spots)]

    def _crowding(self, one: Bow, most: float) -> float:
        """How much is under an arrow; reckoned only as far as *most*."""
        made = 0.0
        for x, y in _places(one):
            if y > self._floor:
                made += _BELOW
            for a, b, half in self._taken:
                reach = half + 3.2 * self._scale
                if min(a[0], b[0]) - reach > x or max(a[0], b[0]) + reach < x:
                    continue
                gap = reach - from_segment((x, y), a, b)
                if gap > 0:
                    made += min(gap, 5.0) * 2.0
            if made > most:
                break
        return made


_TOO_CROWDED = 34.0
_BELOW = 5.0
"""What each place of an arrow below the floor costs, where it does not tell of a step."""


def _bowed(a: Spot, b: Spot, bulge: Spot) -> Bow:
    return a, ((a[0] + b[0]) / 2 + 2 * bulge[0], (a[1] + b[1]) / 2 + 2 * bulge[1]), b


def _places(one: Bow) -> list[Spot]:
    (ax, ay), (px, py), (bx, by) = one
    made = []
    for k in range(7):
        t = k / 6
        u, v, w = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        made.append((ax * u + px * v + bx * w, ay * u + py * v + by * w))
    return made


def arrow(one: Bow, scale: float, *, is_double: bool = False) -> list[Shape]:
    """The arrow as shapes, with a gap round it."""
    start, pull, end = one
    long = hypot(end[0] - start[0], end[1] - start[1])
    head = min(HEAD * scale, max(long * 0.45, 5.5))
    tips = [_tip(end, pull if _is_apart(pull, end) else start, head)]
    end = _shortened(end, pull if _is_apart(pull, end) else start, head * 0.7)
    if is_double:
        tips.append(_tip(start, pull if _is_apart(pull, start) else end, head))
        start = _shortened(start, pull if _is_apart(pull, start) else end, head * 0.7)
    line, heads = bow(start, pull, end), "".join(polygon(tip) for tip in tips)
    return [
        ("gap-line", line, SHAFT * scale + 3.0),
        ("gap-edge", heads, 3.4),
        ("arrow-line", line, SHAFT * scale),
        ("arrow", heads, 0.0),
    ]


def _is_apart(a: Spot, b: Spot) -> bool:
    return hypot(a[0] - b[0], a[1] - b[1]) > 2.0


def _tip(at: Spot, origin: Spot, head: float) -> list[Spot]:
    t = atan2(at[1] - origin[1], at[0] - origin[0])
    c, s = cos(t), sin(t)
    return [
        at,
        *(
            (at[0] - head * c + side * head * 0.6 * s, at[1] - head * s - side * head * 0.6 * c)
            for side in (-1, 1)
        ),
    ]


def _shortened(at: Spot, origin: Spot, by: float) -> Spot:
    t = atan2(at[1] - origin[1], at[0] - origin[0])
    return (at[0] - by * cos(t), at[1] - by * sin(t))


def ends_of(one: Bow, scale: float) -> list[Spot]:
    """The corners of what an arrow takes."""
    by = HEAD * scale * 0.7
    return [(x + dx, y + dy) for x, y in _places(one) for dx, dy in ((-by, -by), (by, by))]
