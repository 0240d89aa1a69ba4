"""One frame as shapes: ground, ghost of the start, body and things in their order, arrows."""

from __future__ import annotations

import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import cos, pi, sin

from msgspec import Struct

from cuecard.figures.body.points import along, between, distance, dot, minus, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing import head
from cuecard.figures.drawing.arrows import Taken
from cuecard.figures.drawing.bands import Bands
from cuecard.figures.drawing.flesh import Part, body_parts, joined_ends
from cuecard.figures.drawing.head import Head, head_of, head_parts
from cuecard.figures.drawing.hull import UNIT, hull, polygon
from cuecard.figures.drawing.inks import in_tone
from cuecard.figures.drawing.items import Item, Shape
from cuecard.figures.drawing.order import ordered
from cuecard.figures.drawing.signs import hold_of, signs_of, taken_by
from cuecard.figures.drawing.solids import item_of
from cuecard.figures.drawing.tones import tones
from cuecard.figures.scene import furniture
from cuecard.figures.scene.camera import Camera, Spot
from cuecard.figures.scene.outline import convex
from cuecard.figures.scene.props import BANDS
from cuecard.figures.scene.solids import Solid, points_of
from cuecard.figures.scene.stage import Stage, gripping

GAP = 1.3
"""Centimetres that part a limb from what it covers."""
_GAP_FLAT = 1.6
"""Units by which the edge of a gap may miss it."""


class Picture(Struct, frozen=True):
    """One frame, drawn."""

    shapes: tuple[Shape, ...]
    bounds: tuple[float, float, float, float]
    """Left, top, right and bottom of all that is drawn, in centimetres."""
    lines: tuple[Taken, ...] = ()
    """What is drawn where, roughly."""


class Cast(Struct, frozen=True):
    """The body of a frame as it is drawn."""

    parts: tuple[Part, ...]
    paths: tuple[str, ...]
    head: Head


def pictures(stage: Stage, show: str = "") -> list[Picture]:
    """Return all frames of a movement, or of them only the parts of the body that belong to *show*, with low things."""
    grips = gripping(stage.all_props(), stage.frames)
    casts = [_cast(one, stage, grips, _IN_LENS.get(show)) for one in stage.frames]
    solids = furniture.standing(stage)
    if show:
        solids = [one for one in solids if one.name in _BELOW]
    below = [] if show else list(ground(stage))
    return [_picture(stage, n, casts, solids, below) for n in range(len(casts))]


_IN_LENS: Mapping[str, frozenset[str]] = types.MappingProxyType(
    {
        "feet": frozenset(["shin", "foot"]),
        "legs": frozenset(["thigh", "shin", "foot"]),
        "hands": frozenset(["forearm", "hand"]),
        "arms": frozenset(["upper arm", "forearm", "hand"]),
        "head": frozenset(["trunk", "neck", "head"]),
        "hips": frozenset(["trunk", "thigh"]),
    }
)
"""The parts of the body that a lens shows, whole, by the word for what it is on."""
_BELOW = ("step", "box", "cushion")
"""What stands and is in a lens too."""


def _cast(one: Posture, stage: Stage, grips: frozenset[str], names: Collection[str] | None = None) -> Cast:
    parts = (*body_parts(one, grips, stage.girth), *head_parts(one))
    if names is not None:
        parts = tuple(part for part in parts if part.name in names)
    return Cast(parts, tuple(path_of(part, stage.camera) for part in parts), head_of(one))


def path_of(part: Part, camera: Camera) -> str:
    """Return the outline of a part of the body."""
    return "".join([hull(camera.circles(spheres)) for spheres in part.hulls])


def _picture(
    stage: Stage, n: int, casts: Sequence[Cast], solids: Sequence[Solid], below: Sequence[Shape]
) -> Picture:
    camera, one, cast = stage.camera, stage.frames[n], casts[n]
    inks = tones(one, camera, stage.works_in(n))
    items = [
        _item(part, path, cast.head, camera, inks, is_close=stage.zoom > 1)
        for part, path in zip(cast.parts, cast.paths, strict=True)
    ]
    count = len(items)
    own = furniture.moving(stage, n)
    items += [item_of(solid, camera) for solid in (*solids, *own)]
    later: list[tuple[int, int]] = []
    bands = Bands(stage, n, items, later)
    for prop in stage.props_of(n):
        if prop.kind in BANDS:
            bands.add(prop, [*solids, *own])
    order, covering = ordered(items, camera, later)
    shapes: list[Shape] = list(below)
    shapes += _ghost(casts[stage.origin(n)], cast) if n else ()
    for k in order:
        if k in covering and k < count:
            shapes.append(("gap", _gap(cast.parts[k], camera), 0.0))
        shapes += items[k].shapes
    spots = list(_reach(items, solids, own, camera))
    count = len(spots)
    taken = taken_by(items, camera)
    # An arrow may lie on a wall, near what it is about, rather than beyond it.
    shapes += signs_of(stage, n, taken_by(items, camera, ("wall",)), spots)
    signs = spots[count:]
    start = list(_ghost_taken(casts[stage.origin(n)], cast, camera)) if n else []
    spots += [(x + by, y + by) for a, b, r in start for x, y in (a, b) for by in (-r, r)]
    shapes += hold_of(stage, n, [*taken, *start], signs, spots)
    lines = [*taken, *start, *((spot, spot, 3.0) for spot in spots[count:])]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return Picture(tuple(in_tone(shapes, stage.skin)), (min(xs), min(ys), max(xs), max(ys)), tuple(lines))


def _item(
    part: Part, path: str, its_head: Head, camera: Camera, inks: dict[str, str], *, is_close: bool
) -> Item:
    if part.name == "head":
        shapes = tuple((ink, d, 0.0) for ink, d in head.shapes(its_head, camera))
    else:
        shapes = (("skin" if part.is_skin else inks[part.limb], path, 0.0),)
    if part.name == "foot" and is_close and (lines := _between_toes(part, camera)):
        shapes = (*shapes, ("skin-line", lines, 0.4))
    return Item(part.name, part.limb, shapes, part.ends, part.half)


def _between_toes(part: Part, camera: Camera) -> str:
    """Return the lines between the toes of a foot that is not seen from its heel: the big toe is the inner one."""
    outer, inner = (part.hulls[1][k][0] for k in ((2, 3) if part.limb.startswith("left") else (3, 2)))
    balls = [part.hulls[1][k][0] for k in ((0, 1) if part.limb.startswith("left") else (1, 0))]
    ahead = minus(between(inner, outer, 0.5), between(balls[0], balls[1], 0.5))
    if dot(unit(ahead), camera.near) < _FROM_HEEL:
        return ""
    made = ""
    for share in _TOES:
        tip, root = between(inner, outer, share), between(balls[1], balls[0], share)
        ends = [camera.spot(along(tip, unit(ahead), 1.6)), camera.spot(between(tip, root, 0.45))]
        made += polygon(ends, is_closed=False)
    return made


_FROM_HEEL = -0.35
_TOES = (0.18, 0.52, 0.86, 1.2)
"""Where toes meet, as shares of the way from the middle of the big toe to that of the little one."""


def _gap(part: Part, camera: Camera) -> str:
    """Return what parts *part* from all that it covers: widest in the middle, nothing where it joins on."""
    made = ""
    first, last = joined_ends(part.name)
    for spheres in part.hulls:
        circles = camera.circles(spheres)
        count = len(circles)
        if count < 3 or part.name not in {"thigh", "shin", "upper arm", "forearm"}:
            grown = [(x, y, r + GAP) for x, y, r in circles]
            if part.name in {"foot", "hand"} and first:
                grown[0] = circles[0]
        else:
            grown = [
                (x, y, r - GAP if (k == 0 and first) or (k == count - 1 and last) else r + GAP)
                for k, (x, y, r) in enumerate(circles)
            ]
        made += hull(grown, flat=_GAP_FLAT)
    return made


def _reach(
    items: Sequence[Item], solids: Sequence[Solid], own: Sequence[Solid], camera: Camera
) -> Iterator[Spot]:
    """Yield the corners of all that is drawn of body and things."""
    for item in items:
        for p in () if item.box else item.ends:
            x, y = camera.spot(p)
            r = item.half + 2.0
            yield (x - r, y - r)
            yield (x + r, y + r)
    for solid in (*solids, *own):
        yield from map(camera.spot, points_of(solid))


# --- ground -------------------------------------------------------------------------------------------------------

_DISC = tuple((12.0 * cos(pi * k / 6), 12.0 * sin(pi * k / 6)) for k in range(12))


def ground(stage: Stage, unit: int = UNIT) -> Iterator[Shape]:
    """Yield the mat, or else the floor that the bodies of all frames stand on."""
    if mat := furniture.mat(stage):
        yield from item_of(mat, stage.camera, unit).shapes
    else:
        yield ("ground", polygon(convex(_floor(stage)), unit), 0.0)
    if line := furniture.line(stage):
        yield from item_of(line, stage.camera, unit).shapes


def ground_reach(stage: Stage) -> list[Spot]:
    """Return the corners of the ground."""
    if mat := furniture.mat(stage):
        return [stage.camera.spot(p) for p in points_of(mat)]
    line = furniture.line(stage)
    return _floor(stage) + ([stage.camera.spot(p) for p in points_of(line)] if line else [])


def _floor(stage: Stage) -> list[Spot]:
    """Return places all round what is near the floor in any frame."""
    low = [p for p in stage.points() if p[1] < 14.0] or list(stage.points())
    return [stage.camera.spot((x + dx, 0.0, z + dz)) for x, _, z in low for dx, dz in _DISC]


# --- ghost --------------------------------------------------------------------------------------------------------

_FAR_APART = 11.0
"""Centimetres by which a part must have moved for its start to be shown: less would blur."""


def _ghost(cast: Cast, cast_now: Cast) -> Iterator[Shape]:
    """Yield where what moved was before: pale, with an outline, below everything."""
    made = [
        path for a, b, path in zip(cast.parts, cast_now.parts, cast.paths, strict=True) if _has_gone(a, b)
    ]
    if made:
        yield ("ghost", "".join(made), 0.0)


def _has_gone(a: Part, b: Part) -> bool:
    return max(distance(p, q) for p, q in zip(a.ends, b.ends, strict=True)) > _FAR_APART


def _ghost_taken(cast: Cast, cast_now: Cast, camera: Camera) -> Iterator[Taken]:
    """Yield where the ghost is in the picture."""
    for before, now in zip(cast.parts, cast_now.parts, strict=True):
        if _has_gone(before, now):
            a, b = before.ends
            yield camera.spot(a), camera.spot(b), before.half + 1.0
