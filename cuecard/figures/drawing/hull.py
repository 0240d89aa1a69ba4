"""Outlines in the picture as SVG paths, in whole numbers: the hull of circles, polygons, and smooth lines.

A sphere is a circle from wherever it is seen. So a thigh, a trunk or a head that is said as a few spheres is drawn
right from every side, foreshortened or end on, and no view needs a rule of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import acos, atan2, cos, hypot, pi, sin

from cuecard.figures.scene.camera import Circle, Spot

UNIT = 4
"""Units of the picture for a centimetre of the body: fine enough for whole numbers."""

_SHORT, _FLAT = 4, 0.7
"""Units: an arc that is shorter is a corner, and one that is hardly higher than its chord is a line."""
_DIRECTIONS = tuple((cos(pi * k / 9 + 0.05), sin(pi * k / 9 + 0.05)) for k in range(18))


def hull(circles: Sequence[Circle], unit: int = UNIT, flat: float = _FLAT) -> str:
    """Return the outline round some circles: lines and arcs, always the same way round.

    An arc that is not *flat* units higher than its chord is a line.
    """
    order = _on_the_outside(circles)
    if len(order) == 1:
        return _circle(*(round(v * unit) for v in order[0]))
    turns = []
    x, y, r = order[0]
    for u, v, q in (*order[1:], order[0]):
        share = (r - q) / (hypot(u - x, v - y) or 1e-6)
        turns.append(atan2(v - y, u - x) - acos(-1.0 if share < -1 else 1.0 if share > 1 else share))
        x, y, r = u, v, q
    made, start, at_x, at_y, letter = "", turns[-1], 0, 0, "M"
    for (u, v, q), end in zip(order, turns, strict=True):
        x, y, r = u * unit, v * unit, q * unit
        ax, ay = round(x + r * cos(start)), round(y + r * sin(start))
        bx, by = round(x + r * cos(end)), round(y + r * sin(end))
        made += f"{letter}{ax - at_x}{number_text(ay - at_y)}"
        dx, dy = bx - ax, by - ay
        if abs(dx) + abs(dy) < _SHORT:
            bx, by = ax, ay
        elif dx * dx + dy * dy < 8 * flat * r and (end - start) % (2 * pi) < 1.5:
            made += f"l{dx}{number_text(dy)}"
        else:
            wide = 1 if (end - start) % (2 * pi) > pi else 0
            made += f"a{round(r)} {round(r)} 0 {wide}1{number_text(dx)}{number_text(dy)}"
        at_x, at_y, start, letter = bx, by, end, "l"
    return made + "z"


def _circle(x: int, y: int, r: int) -> str:
    r = max(r, 1)  # no path without a size: what makes PDF of them leaves those out
    return f"M{x - r}{number_text(y)}a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1{-2 * r} 0z"


def _on_the_outside(circles: Sequence[Circle]) -> list[Circle]:
    """Return the circles that the hull touches, in order round it; one alone where it covers all others."""
    if len(circles) == 2:
        (x, y, r), (u, v, q) = circles
        if (x - u) * (x - u) + (y - v) * (y - v) <= (r - q) * (r - q) + 0.01:
            return [circles[0] if r >= q else circles[1]]
        return list(circles)
    order: list[Circle] = []
    for c, s in _DIRECTIONS:
        most = -1e9
        for one in circles:
            far = one[0] * c + one[1] * s + one[2]
            if far > most:
                best, most = one, far
        if not order or order[-1] is not best:
            order.append(best)
    if len(order) > 1 and order[0] is order[-1]:
        order.pop()
    return _on_the_outside(order) if len(order) == 2 else order


def number_text(number: int) -> str:
    """Return a whole number behind another one: a minus sign parts them, too."""
    return f"{number}" if number < 0 else f" {number}"


def polygon(spots: Sequence[Spot], unit: int = UNIT, *, is_closed: bool = True) -> str:
    """Straight lines through *spots*."""
    points = [(round(x * unit), round(y * unit)) for x, y in spots]
    at_x, at_y = points[0]
    made, letter = f"M{at_x}{number_text(at_y)}", "l"
    for x, y in points[1:]:
        if x == at_x and y == at_y:
            continue
        made += f"{letter}{x - at_x if letter else number_text(x - at_x)}{number_text(y - at_y)}"
        at_x, at_y, letter = x, y, ""
    if letter:
        made += "l1 0"  # no path without a size: what makes PDF of them leaves those out
    return made + "z" if is_closed else made


def bow(start: Spot, pull: Spot, end: Spot) -> str:
    """Return a bow from *start* to *end*, which *pull* draws towards itself."""
    x, y = round(start[0] * UNIT), round(start[1] * UNIT)
    numbers = "".join(
        f"{number_text(round(u * UNIT) - x)}{number_text(round(v * UNIT) - y)}" for u, v in (pull, end)
    ).lstrip()
    return f"M{x}{number_text(y)}q{numbers}"


def nearest(a: Spot, b: Spot, c: Spot, d: Spot) -> tuple[float, float, float]:
    """Return how near the lines *ab* and *cd* come to one another, and at which share of each."""
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    wx, wy = a[0] - c[0], a[1] - c[1]
    area = ux * vy - uy * vx
    if abs(area) > 1e-6:
        s, t = (vx * wy - vy * wx) / area, (ux * wy - uy * wx) / area
        if 0 <= s <= 1 and 0 <= t <= 1:
            return 0.0, s, t
    best = (1e9, 0.0, 0.0)
    uu, vv = ux * ux + uy * uy or 1e-9, vx * vx + vy * vy or 1e-9
    for s in (0.0, 1.0):
        t = min(max(((wx + ux * s) * vx + (wy + uy * s) * vy) / vv, 0.0), 1.0)
        far = hypot(wx + ux * s - vx * t, wy + uy * s - vy * t)
        if far < best[0]:
            best = (far, s, t)
    for t in (0.0, 1.0):
        s = min(max(((vx * t - wx) * ux + (vy * t - wy) * uy) / uu, 0.0), 1.0)
        far = hypot(wx + ux * s - vx * t, wy + uy * s - vy * t)
        if far < best[0]:
            best = (far, s, t)
    return best


def from_segment(p: Spot, a: Spot, b: Spot) -> float:
    """Return how far *p* is from the line *ab*."""
    ux, uy, wx, wy = b[0] - a[0], b[1] - a[1], p[0] - a[0], p[1] - a[1]
    size = ux * ux + uy * uy
    t = (wx * ux + wy * uy) / size if size > 1e-6 else 0.0
    t = 0.0 if t < 0 else 1.0 if t > 1 else t
    return hypot(wx - ux * t, wy - uy * t)
