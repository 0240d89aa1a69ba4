"""Arrows along the way that a part of the body goes, or in which it presses, where they hide nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_SHORTEST, _LONGEST = 22.0, 46.0
_NEAR = 2.0
"""Centimetres from the skin of a part to its arrow: near enough to be seen to belong to it."""
_ASIDE = (0.0, 4.0, 9.0, 15.0)
"""Further centimetres, where the place beside the part is taken."""
_Tries = Iterator[tuple[float, "Bow"]]
"""Places for an arrow, each with what is against it."""


class _Way:
    """The way of a part in the picture: where it begins and ends, and how far it is bowed to one side."""

    def __init__(self, spots: Sequence[Spot], radius: float, scale: float, *, is_straight: bool) -> None:
        """Draw the way through *spots* of a part that is *radius* thick; arrows are *scale* times as large as usual."""
        (ax, ay), (mx, my), (bx, by) = spots[0], spots[len(spots) // 2], spots[-1]
        self.start, self.end, self.radius, self.scale = spots[0], spots[-1], radius, scale
        self.long = hypot(bx - ax, by - ay)
        self.ahead: Spot = ((bx - ax) / (self.long or 1.0), (by - ay) / (self.long or 1.0))
        bulge = (mx - (ax + bx) / 2, my - (ay + by) / 2)
        most = _MOST_BOWED * self.long
        if is_straight:
            bulge = (bulge[0] * _FLATTER, bulge[1] * _FLATTER)
        size = hypot(*bulge)
        self.bulge: Spot = (bulge[0] * most / size, bulge[1] * most / size) if size > most else bulge
        lx, ly = bx - spots[-2][0], by - spots[-2][1]
        last = hypot(lx, ly)
        self.landing: Spot = (lx / last, ly / last) if last > 1.0 and not is_straight else self.ahead
        """The direction in which it ends."""

    def places(self) -> _Tries:
        """Yield all places for its arrow."""
        yield from self._on_it()
        yield from self._behind()
        yield from self._beside()
        yield from self._before()

    def _on_it(self) -> _Tries:
        """From where the part was to where it is."""
        cut, trim = self.radius * 0.5, self.radius + _NEAR
        if self.long - cut - trim > 0.8 * _SHORTEST * self.scale:
            (ux, uy), (x, y), (u, v) = self.ahead, self.start, self.end
            yield 0.0, _bowed((x + ux * cut, y + uy * cut), (u - ux * trim, v - uy * trim), self.bulge)

    def _behind(self) -> _Tries:
        """Pushing the part."""
        (ux, uy), (x, y) = self.landing, self.end
        for long in (min(max(self.long, _SHORTEST * self.scale), _LONGEST), _SHORTEST * self.scale * 0.8):
            tip = (x - ux * (self.radius + _NEAR), y - uy * (self.radius + _NEAR))
            less = max(self.long - long, 0.0) * _PER_LESS
            yield less, _bowed((tip[0] - ux * long, tip[1] - uy * long), tip, (0.0, 0.0))

    def _beside(self) -> _Tries:
        """Along the way, beside it."""
        (ux, uy), (x, y), (u, v) = self.ahead, self.start, self.end
        grow = max(_SHORTEST * self.scale - self.long, 0.0) / 2
        cut = min(self.long * 0.12, 6.0)
        for aside in _ASIDE:
            away = self.radius + _NEAR + aside * self.scale
            for sign in (1.0, -1.0):
                nx, ny = -uy * sign * away, ux * sign * away
                a = (x + nx + ux * (cut - grow), y + ny + uy * (cut - grow))
                b = (u + nx + ux * grow, v + ny + uy * grow)
                inner = 1.0 if nx * self.bulge[0] + ny * self.bulge[1] < 0 else 0.0
                yield 3.0 + inner + aside, _bowed(a, b, self.bulge)

    def _before(self) -> _Tries:
        """Return the direction in which the part ends."""
        (ux, uy), (x, y) = self.landing, self.end
        long = _SHORTEST * self.scale
        a = (x + ux * (self.radius + _NEAR), y + uy * (self.radius + _NEAR))
        yield (
            7.0 + max(self.long - long, 0.0) * _PER_LESS,
            _bowed(a, (a[0] + ux * long, a[1] + uy * long), (0.0, 0.0)),
        )


_PER_LESS = 0.14
"""What each centimetre costs by which an arrow is shorter than the way."""
_MOST_BOWED = 0.35
_FLATTER = 0.5
"""How far bowed the arrow of the trunk is, of its way: where it goes counts."""


class Room:
    """Finds a place for each arrow where it hides nothing."""

    def __init__(self, taken: Sequence[Taken], floor: float, scale: float) -> None:
        """Stay off all that is *taken*, and off the *floor*; arrows are *scale* times as large as usual."""
        self._taken, self._floor, self._scale = list(taken), floor, scale

    def along_way(
        self,
        way: Sequence[Spot],
        radius: float,
        *,
        step: Sequence[Spot] = (),
        is_further: bool = False,
        is_trunk: bool = False,
    ) -> Bow | None:
        """Return the arrow of a part that is *radius* thick, from where it was to where it is, or close beside that.

        *step* is where the floor is below a foot that steps, at its start and at its end: the arrow is along the floor.
        None where there is hardly a way, or where a further arrow has no room.
        """
        its = _Way(way, radius, self._scale, is_straight=is_trunk)
        if its.long < 1.0:
            return None
        if step and abs(its.ahead[0]) > _LEVEL:
            below = _BELOW_FOOT + 7.0 * self._scale
            best = _bowed((its.start[0], step[0][1] + below), (its.end[0], step[1][1] + below), (0.0, 0.0))
        else:
            least = 1e9
            for cost, one in its.places():
                price = cost + self._crowding(one, least - cost)
                if price < least:
                    best, least = one, price
            if is_further and least > _TOO_CROWDED:
                return None
        self._take(best)
        return best

    def straight(self, spot: Spot, way: Spot, radius: float, long: float) -> Bow:
        """Return an arrow from the edge of a part in one direction, or beside it where there is no room."""
        ux, uy = way
        tries = []
        for ahead in (3.0, 9.0):
            a = (spot[0] + ux * (radius + ahead), spot[1] + uy * (radius + ahead))
            tries.append((ahead * 0.2, _bowed(a, (a[0] + ux * long, a[1] + uy * long), (0.0, 0.0))))
        for aside in _ASIDE:
            for sign in (1.0, -1.0):
                x = spot[0] - uy * sign * (radius + aside) - ux * long / 2
                y = spot[1] + ux * sign * (radius + aside) - uy * long / 2
                tries.append((3.0 + aside * 0.3, _bowed((x, y), (x + ux * long, y + uy * long), (0.0, 0.0))))
        return self.freest(tries)

    def freest(self, tries: Sequence[tuple[float, Bow]]) -> Bow:
        """Return the arrow that hides least, of some with what is against each; its place is then taken."""
        best = min(tries, key=lambda one: one[0] + self._crowding(one[1], 1e9))[1]
        self._take(best)
        return best

    def _take(self, one: Bow) -> None:
        spots = _places(one)
        self._taken += [(a, b, 5.0 * self._scale) for a, b in pairwise(spots)]

    def _crowding(self, one: Bow, most: float) -> float:
        """Return how much is under an arrow; counted only up to *most*."""
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
                    made += min(gap, 5.0) * _CROWDED
            if made > most:
                break
        return made


_BELOW_FOOT = 2.0
"""Centimetres from the middle of a foot on the floor to its edge, as it is mostly seen."""
_LEVEL, _CROWDED = 0.8, 2.8
_TOO_CROWDED = 48.0
_BELOW = 5.0
"""What each place of an arrow below the floor costs, where it does not tell of a step."""


def _bowed(a: Spot, b: Spot, bulge: Spot) -> Bow:
    return a, ((a[0] + b[0]) / 2 + 2 * bulge[0], (a[1] + b[1]) / 2 + 2 * bulge[1]), b


def _places(one: Bow) -> list[Spot]:
    """Spots along an arrow, some centimetres from one another."""
    (ax, ay), (px, py), (bx, by) = one
    count = max(7, int(hypot(bx - ax, by - ay) / 6.0))
    made = []
    for k in range(count):
        t = k / (count - 1)
        u, v, w = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        made.append((ax * u + px * v + bx * w, ay * u + py * v + by * w))
    return made


def about(way: Sequence[Spot]) -> Bow:
    """Return the arrow of what turns: the arc through *way*, over what is there."""
    start, middle, end = way[0], way[len(way) // 2], way[-1]
    return start, (2 * middle[0] - (start[0] + end[0]) / 2, 2 * middle[1] - (start[1] + end[1]) / 2), end


def arrow(one: Bow, scale: float, *, is_double: bool = False) -> list[Shape]:
    """Return the arrow as shapes, with a gap round it."""
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


def ring(middle: Spot, radius: float, scale: float) -> list[Shape]:
    """Return an arrow that goes round nearly the whole of a circle."""
    x, y = middle
    turns = [_RING_FROM + (_RING_TO - _RING_FROM) * k / 16 for k in range(17)]
    line = polygon([(x + radius * cos(t), y + radius * sin(t)) for t in turns], is_closed=False)
    end = (x + radius * cos(_RING_TO), y + radius * sin(_RING_TO))
    ahead = _RING_TO + 0.18
    at = (x + radius * cos(ahead + 0.12), y + radius * sin(ahead + 0.12))
    tip = polygon(_tip(at, (end[0] * 2 - at[0], end[1] * 2 - at[1]), HEAD * scale))
    return [
        ("gap-line", line, SHAFT * scale + 3.0),
        ("gap-edge", tip, 3.4),
        ("arrow-line", line, SHAFT * scale),
        ("arrow", tip, 0.0),
    ]


_RING_FROM, _RING_TO = -1.2, 4.2
"""Radians, clockwise from the right."""


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
    """Return the corners of what an arrow takes."""
    by = HEAD * scale * 0.7
    return [(x + dx, y + dy) for x, y in _places(one) for dx, dy in ((-by, -by), (by, by))]
