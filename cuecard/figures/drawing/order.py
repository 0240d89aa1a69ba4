"""What covers what: where two items meet in the picture, the one that is nearer to the viewer there comes later."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import hypot

from cuecard.figures.drawing.hull import nearest
from cuecard.figures.drawing.inks import lightness
from cuecard.figures.drawing.items import Item
from cuecard.figures.scene.camera import Camera, Spot

_Line = tuple[Spot, Spot]


def ordered(
    items: Sequence[Item], camera: Camera, later: Collection[tuple[int, int]] = ()
) -> tuple[list[int], set[int]]:
    """Return the numbers of *items*, the farthest first, and those which cover another limb of much the same tone.

    *later* has pairs of which the second must come later, whatever their depth is.
    """
    seen = [(camera.spot(one.ends[0]), camera.spot(one.ends[1])) for one in items]
    deep = [(camera.depth(one.ends[0]), camera.depth(one.ends[1])) for one in items]
    fixed = {frozenset(pair) for pair in later}
    after: list[set[int]] = [set() for _ in items]
    covering = set()
    boxes = []
    for one, ((ax, ay), (bx, by)) in zip(items, seen, strict=True):
        r = one.half + 0.5
        boxes.append((min(ax, bx) - r, max(ax, bx) + r, min(ay, by) - r, max(ay, by) + r))
    for i, a in enumerate(items):
        left, right, top, bottom = boxes[i]
        for j in range(i):
            b = items[j]
            if fixed and frozenset((i, j)) in fixed:
                continue
            if a.box or b.box:
                if (is_later := _is_beyond(a, b, camera)) is not None:
                    first, second = (j, i) if is_later else (i, j)
                    after[first].add(second)
                continue
            other = boxes[j]
            if left > other[1] or other[0] > right or top > other[3] or other[2] > bottom:
                continue
            far, s, t = nearest(*seen[i], *seen[j])
            if far > a.half + b.half + 1.0:
                continue
            is_joined = (a.limb == b.limb and a.limb != "") or _is_root(a, b)
            if is_joined:
                s, t = _middles(a, b)
            za = deep[i][0] + (deep[i][1] - deep[i][0]) * s
            zb = deep[j][0] + (deep[j][1] - deep[j][0]) * t
            first, second = (j, i) if za >= zb else (i, j)
            after[first].add(second)
            if (not is_joined or _is_folded(a, b, seen[i], seen[j])) and _is_like(a, b):
                covering.add(second)
    for first, second in later:
        after[first].add(second)
    return _sorted(after, [sum(ends) / 2 for ends in deep]), covering


_APART = 0.24
"""Differences in lightness that tell two parts apart without a gap."""


def _is_like(a: Item, b: Item) -> bool:
    return not (a.shapes and b.shapes) or abs(lightness(a.shapes[0][0]) - lightness(b.shapes[0][0])) < _APART


def _is_root(a: Item, b: Item) -> bool:
    names = {a.name, b.name}
    return "trunk" in names and bool(names & {"thigh", "upper arm", "neck"})


def _middles(a: Item, b: Item) -> tuple[float, float]:
    """Return where two parts that join are compared: a limb at its middle, with the end of the trunk that it begins
    at.
    """
    if b.name == "trunk":
        return 0.45, 0.0 if "leg" in a.limb else 1.0
    if a.name == "trunk":
        return 0.0 if "leg" in b.limb else 1.0, 0.45
    return 0.5, 0.5


def _is_folded(a: Item, b: Item, one: _Line, other: _Line) -> bool:
    """Return whether two parts that join lie on one another in the picture: a heel at the buttock, a thigh on the
    chest.
    """
    if "trunk" in (a.name, b.name):
        limb, trunk = (one, other) if b.name == "trunk" else (other, one)
        return nearest(limb[1], limb[1], *trunk)[0] < 13.0
    (p, q), (u, v) = (one, other) if a.ends[0] != b.ends[1] else (other, one)
    long = hypot(q[0] - p[0], q[1] - p[1]) + hypot(v[0] - u[0], v[1] - u[1])
    return hypot(p[0] - v[0], p[1] - v[1]) < long * 0.32


def _is_beyond(a: Item, b: Item, camera: Camera) -> bool | None:
    """Return whether *a* is nearer, where one has flat sides: by the axis along which they are farthest apart."""
    low_a, high_a = a.box or _round(a)
    low_b, high_b = b.box or _round(b)
    best, later = -1e9, None
    for k in range(3):
        n = camera.near[k]
        if abs(n) < 0.02:
            continue
        for apart, is_above in ((low_a[k] - high_b[k], True), (low_b[k] - high_a[k], False)):
            if apart > best:
                best, later = apart, is_above == (n > 0)
    return later


def _round(item: Item) -> tuple[tuple[float, ...], tuple[float, ...]]:
    (a, b), r = item.ends, item.half * 0.6
    return tuple(min(p, q) - r for p, q in zip(a, b, strict=True)), tuple(
        max(p, q) + r for p, q in zip(a, b, strict=True)
    )


def _sorted(after: Sequence[Collection[int]], depth: Sequence[float]) -> list[int]:
    """Return the numbers so that each comes after those that it covers; of those that are free, the farthest first."""
    before = [0] * len(after)
    for others in after:
        for n in others:
            before[n] += 1
    left, made = set(range(len(after))), []
    while left:
        free = [n for n in left if before[n] <= 0] or [min(left, key=lambda n: (before[n], depth[n], n))]
        n = min(free, key=lambda n: (depth[n], n))
        made.append(n)
        left.discard(n)
        for other in after[n]:
            before[other] -= 1
    return made
