"""Solids as the viewer sees them: boxes with up to three faces, rods with their ends, balls, flat ropes."""

from __future__ import annotations

from math import cos, pi, sin

from cuecard.figures.body.points import Point, along, cross, dot, minus, unit
from cuecard.figures.drawing.hull import UNIT, hull, polygon
from cuecard.figures.drawing.items import Item, Shape
from cuecard.figures.scene.camera import Camera, Spot
from cuecard.figures.scene.outline import convex
from cuecard.figures.scene.solids import Ball, Box, Rod, Solid, points_of


def item_of(solid: Solid, camera: Camera, unit: int = UNIT) -> Item:
    """Return a solid, ready to be put into the picture."""
    if isinstance(solid, Box):
        return Item(
            solid.name,
            "",
            tuple(_box(solid, camera, unit)),
            (solid.low, solid.high),
            0.0,
            box=(solid.low, solid.high),
        )
    if isinstance(solid, Rod):
        return Item(solid.name, "", tuple(_rod(solid, camera, unit)), (solid.start, solid.end), solid.radius)
    return Item(solid.name, "", tuple(_ball(solid, camera, unit)), (solid.middle, solid.middle), solid.radius)


def _box(box: Box, camera: Camera, size: int) -> list[Shape]:
    """Return a box as it is seen: a cushion is round, and a step has a tread on a narrower foot."""
    if box.is_soft:
        return _soft(box, camera, size)
    if box.name == "chair leg":  # too thin for sides of its own
        corners = [camera.spot(p) for p in points_of(box)]
        return [(f"{box.ink}-side", polygon(convex(corners), size), 0.0)]
    if not box.tread:
        return _faces(box, camera, size)
    (x, y, z), (u, v, w) = box.low, box.high
    foot = Box(box.name, (x + _INSET, y, z + _INSET), (u - _INSET, v - box.tread, w - _INSET))
    tread = Box(box.name, (x, v - box.tread, z), box.high, box.ink)
    return [*_faces(foot, camera, size), *_faces(tread, camera, size)]


_INSET = 5.0
"""Centimetres from the edge of a step to its foot."""


def _soft(box: Box, camera: Camera, size: int) -> list[Shape]:
    """Return a cushion: a slab with round edges, and its top."""
    r = (box.high[1] - box.low[1]) / 2
    corners = [(x, z) for x in (box.low[0] + r, box.high[0] - r) for z in (box.low[2] + r, box.high[2] - r)]
    whole = camera.circles([((x, box.low[1] + r, z), r) for x, z in corners])
    top = camera.circles([((x, box.high[1], z), r * 0.55) for x, z in corners])
    return [(f"{box.ink}-front", hull(whole, size), 0.0), (f"{box.ink}-top", hull(top, size), 0.0)]


def _faces(box: Box, camera: Camera, size: int) -> list[Shape]:
    """Return the faces that are seen, each in the tone of its side."""
    made: list[Shape] = []
    for k, side in ((0, "side"), (2, "front"), (1, "top")):
        n = camera.near[k]
        if abs(n) < _EDGE_ON:
            continue
        at = box.high[k] if n > 0 else box.low[k]
        i, j = (m for m in range(3) if m != k)
        corners = []
        for u, v in ((0, 0), (1, 0), (1, 1), (0, 1)):
            p = [0.0, 0.0, 0.0]
            p[k], p[i], p[j] = at, (box.low, box.high)[u][i], (box.low, box.high)[v][j]
            corners.append(camera.spot((p[0], p[1], p[2])))
        made.append((f"{box.ink}-{side}", polygon(corners, size), 0.0))
    return made


_EDGE_ON = 0.03


def _rod(rod: Rod, camera: Camera, size: int) -> list[Shape]:
    """Return what is between two discs, and the disc that is turned to the viewer."""
    axis = unit(minus(rod.end, rod.start))
    if rod.is_wheel:
        return _wheel(rod, axis, camera, size)
    first, second = (_disc(p, axis, rod.radius, camera) for p in (rod.start, rod.end))
    if rod.is_round:
        ends = camera.circles([(rod.start, rod.radius), (rod.end, rod.radius)])
        return [(f"{rod.ink}-front", hull(ends, size), 0.0)]
    made: list[Shape] = [(f"{rod.ink}-front", polygon(convex(first + second), size), 0.0)]
    is_end_near = dot(axis, camera.near) > 0
    if abs(dot(axis, camera.near)) > _EDGE_ON:
        made.append((f"{rod.ink}-top", polygon(second if is_end_near else first, size), 0.0))
        if rod.hole:
            middle = rod.end if is_end_near else rod.start
            made.append((f"{rod.ink}-side", polygon(_disc(middle, axis, rod.hole, camera), size), 0.0))
    return made


def _wheel(rod: Rod, axis: Point, camera: Camera, size: int) -> list[Shape]:
    """Return a tyre, the rim that a hand pushes, spokes and a hub."""
    middle = rod.end if dot(axis, camera.near) > 0 else rod.start

    def circle(share: float) -> list[Spot]:
        return _disc(middle, axis, rod.radius * share, camera)

    ends, hub = circle(0.92), camera.spot(middle)
    ends = ends[:: max(len(ends) // 9, 2)]
    lines = "".join(polygon([hub, end], size, is_closed=False) for end in ends)
    return [
        ("prop-side", lines, 0.7),
        ("metal-front", polygon(circle(0.95), size), 3.2 if rod.radius > _LARGE else 2.4),
        *([("metal-front", polygon(circle(0.8), size), 1.2)] if rod.radius > _LARGE else []),
        ("metal-front", hull([(*hub, rod.radius * 0.1 + 1.0)], size), 0.0),
    ]


def _ball(ball: Ball, camera: Camera, size: int) -> list[Shape]:
    x, y = camera.spot(ball.middle)
    shine = (x - ball.radius * 0.3, y - ball.radius * 0.34, ball.radius * 0.36)
    return [
        (f"{ball.ink}-front", hull([(x, y, ball.radius)], size), 0.0),
        (f"{ball.ink}-top", hull([shine], size), 0.0),
    ]


def _turns(count: int) -> tuple[tuple[float, float], ...]:
    return tuple((cos(2 * pi * k / count), sin(2 * pi * k / count)) for k in range(count))


_FEW, _MANY = _turns(14), _turns(28)
_LARGE = 12.0


def _disc(middle: Point, axis: Point, radius: float, camera: Camera) -> list[Spot]:
    first = unit(cross(axis, (0.31, 0.9, 0.2)))
    second = cross(axis, first)
    return [
        camera.spot(along(along(middle, first, radius * c), second, radius * s))
        for c, s in (_MANY if radius > _LARGE else _FEW)
    ]
