"""A small square still for lists: the same body with less in it, by rule and not by scaling."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from msgspec.structs import replace

from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import along, between, minus, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing import head, svg
from cuecard.figures.drawing.flesh import body_parts, fewer_hulls
from cuecard.figures.drawing.hull import hull, polygon
from cuecard.figures.drawing.inks import in_tone
from cuecard.figures.drawing.items import Item, Shape
from cuecard.figures.drawing.order import ordered
from cuecard.figures.drawing.solids import item_of
from cuecard.figures.drawing.tones import tones
from cuecard.figures.scene import furniture
from cuecard.figures.scene.camera import Camera, Spot
from cuecard.figures.scene.outline import convex
from cuecard.figures.scene.solids import Rod, points_of
from cuecard.figures.scene.stage import Stage

_LEAST = 120.0
"""Centimetres that the square shows at least."""
_SHOWN = frozenset(
    "seat,chair leg,chair back,step,bench,bed,table,box,cushion,post,bar,upright,wheel".split(",")  # noqa: SIM905
)
_LIMB = 9.0
"""Width of the lines that limbs are."""


_UNBENT = 3
"""Hulls of a trunk that is not bent."""


def small(stage: Stage, n: int) -> str:
    """Frame *n* without colours of its own: a page may have a thousand of them, and the style sheet has the colours."""
    camera, one = stage.camera, stage.frames[n]
    items = list(_body(one, camera, tones(one, camera, stage.works_in(n)), stage.girth))
    spots: list[Spot] = []
    for item in items:
        for x, y in map(camera.spot, item.ends):
            spots += [(x - item.half - 3, y - item.half - 3), (x + item.half + 3, y + item.half + 3)]
    for solid in furniture.standing(stage):
        if solid.name in _SHOWN:
            seen = [camera.spot(p) for p in points_of(solid)]
            whole = item_of(solid, camera, 1)
            ink = f"{solid.ink}-side" if solid.name == "chair leg" else f"{solid.ink}-front"
            is_wheel = isinstance(solid, Rod) and solid.is_wheel
            shape = whole.shapes[1] if is_wheel else (ink, polygon(convex(seen), 1), 0.0)
            items.append(replace(whole, shapes=(shape,)))
            spots += seen
    order, _ = ordered(items, camera)
    left, right = min(x for x, _ in spots), max(x for x, _ in spots)
    top, bottom = min(y for _, y in spots), max(y for _, y in spots)
    size = ceil(max(right - left, bottom - top, _LEAST))
    box = (floor((left + right - size) / 2), floor(bottom + 2 - size), size, size)
    usual = f' stroke-width="{_LIMB:.0f}"'
    inside = svg.paths(
        in_tone([shape for k in order for shape in items[k].shapes], stage.skin), has_colours=False, unit=1
    )
    inside = inside.replace(usual, "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="{" ".join(map(str, box))}" '
        f'aria-hidden="true" stroke-width="{_LIMB:.0f}" stroke-linecap="round">{inside}</svg>'
    )


def _body(one: Posture, camera: Camera, inks: dict[str, str], girth: float) -> Iterator[Item]:
    """Yield a trunk, limbs as lines of one width, and a head without a face."""
    points = one.body.points
    trunk = body_parts(one, (), girth)[0]
    few = fewer_hulls(one, trunk)
    if len(few) == _UNBENT:
        few = ((*few[0][:4], *few[1][-4:]), few[2])
    else:
        few = tuple(tuple(s for spheres in few[k : k + 3] for s in spheres) for k in range(0, len(few), 3))
    shapes: tuple[Shape, ...] = (
        (inks["trunk"], "".join([hull(camera.circles(spheres), 1) for spheres in few]), 0.0),
    )
    yield Item("trunk", "trunk", shapes, trunk.ends, trunk.half)
    for side in SIDES:
        palm = along(
            points[f"{side} hand"], unit(minus(points[f"{side} hand"], points[f"{side} wrist"])), 4.0
        )
        heel = between(points[f"{side} heel"], points[f"{side} ankle"], 0.35)
        for name, limb, start, end in (
            ("thigh", "leg", points[f"{side} hip"], points[f"{side} knee"]),
            ("shin", "leg", points[f"{side} knee"], points[f"{side} ankle"]),
            ("foot", "leg", heel, points[f"{side} toe"]),
            ("upper arm", "arm", points[f"{side} shoulder"], points[f"{side} elbow"]),
            ("forearm", "arm", points[f"{side} elbow"], palm),
        ):
            path = polygon([camera.spot(start), camera.spot(end)], 1, is_closed=False)
            ink = inks[f"{side} {limb}"]
            yield Item(name, f"{side} {limb}", ((ink, path, _LIMB),), (start, end), _LIMB / 2)
    its_head = head.head_of(one)
    part = head.head_parts(one)[1]
    drawn = head.shapes(its_head, camera, unit=1, is_small=True)
    yield Item("head", "head", tuple((ink, d, 0.0) for ink, d in drawn), part.ends, part.half)
