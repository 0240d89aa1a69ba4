"""One picture in which a frame turns into the next: outlines of always as many corners, in always the same directions.

Arcs cannot turn into one another, since their number changes with the view of a limb. Corners can: each is where the
outline reaches farthest in one direction, so it goes along with the limb, and none jumps.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import islice, pairwise
from math import cos, hypot, pi, sin

from msgspec import Struct

from cuecard.figures.body.movement import cycle
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing import svg
from cuecard.figures.drawing.bands import Bands
from cuecard.figures.drawing.flesh import Hull, body_parts, fewer_hulls
from cuecard.figures.drawing.head import head_of, head_parts, moving_spheres
from cuecard.figures.drawing.hull import told
from cuecard.figures.drawing.inks import toned
from cuecard.figures.drawing.items import Item
from cuecard.figures.drawing.order import ordered
from cuecard.figures.drawing.picture import ground, ground_reach
from cuecard.figures.drawing.solids import item_of
from cuecard.figures.drawing.tones import tones
from cuecard.figures.scene import furniture
from cuecard.figures.scene.camera import Camera, Circle, Spot
from cuecard.figures.scene.contacts import held
from cuecard.figures.scene.props import BANDS
from cuecard.figures.scene.solids import Ball, Rod, Solid, points_of
from cuecard.figures.scene.stage import Stage, gripping

BUDGET = 12_000
"""Bytes that a figure may take."""
_FINENESS = ((3, 10), (2, 10), (2, 8), (1, 8), (1, 7))
"""Steps between two frames, and corners of an outline, the finest first."""
_CORNERS = 10
_UNIT = 2
_BEAT = 0.55
"""Seconds for which a frame is held, and for each step to the next."""


class _Shape(Struct, frozen=True):
    """One outline or line at one time."""

    ink: str
    path: str
    item: Item
    """What it belongs to, for the order."""
    width: float = 0.0
    is_edged: bool = True
    """Whether a gap parts it from what it covers."""


def moving(stage: Stage, title: str, captions: Sequence[str], budget: int = BUDGET) -> str:
    """All frames, one turning into the next and the last into the first, as finely as the budget has room for.

    Empty where nothing moves, or where that is too coarse: limbs would shrink on the way.
    """
    desc = " ".join(f"{n}. {text.rstrip('.')}." for n, text in enumerate(captions, start=1))
    known = [list(_shapes(stage, one, _CORNERS)) for one in stage.frames]
    moved = [shapes for shapes in zip(*known, strict=True) if len({shape.path for shape in shapes}) > 1]
    a_key = sum(len(shapes[0].path) + 1 for shapes in moved)
    rest = sum(len(shape.path) for shape in known[0]) + 100 * len(known[0])
    for steps, corners in _FINENESS:
        keys = (steps + 2) * len(stage.frames) + 1
        if rest + a_key * keys * corners / _CORNERS > budget * 1.2:
            continue  # too large by far: not worth the trial
        made = _moving(stage, (title, desc), steps, corners)
        if len(made.encode()) <= budget:
            return made
    return ""


def _there_and_back(frames: Sequence[Posture], steps: int) -> list[Posture]:
    """The bodies at equal times; of two frames the way back is the way there."""
    bodies = list(islice(cycle(frames, steps), steps + 4)) if len(frames) == 2 else list(cycle(frames, steps))
    return [*bodies, *bodies[-3::-1], bodies[0]][: 2 * steps + 5] if len(frames) == 2 else bodies


def _holding_on(stage: Stage, bodies: Sequence[Posture]) -> list[Posture]:
    """The bodies with hands that stay on what they hold, on the way too."""
    frames = list(stage.frames)
    known = {id(one) for one in frames}
    between = {id(one): one for one in bodies if id(one) not in known}
    kept = held([*frames, *between.values()], stage.all_props(), of=len(frames))[len(frames) :]
    placed = dict(zip(between, kept, strict=True))
    return [placed.get(id(one), one) for one in bodies]


def _moving(stage: Stage, words: tuple[str, str], steps: int, corners: int) -> str:
    bodies = _holding_on(stage, _there_and_back(stage.frames, steps))
    seconds = f"{_BEAT * (4 / (steps + 2)) * (len(bodies) - 1):.1f}".removesuffix(".0")
    known: dict[int, list[_Shape]] = {}
    for one in bodies:
        if id(one) not in known:
            known[id(one)] = list(_shapes(stage, one, corners))
    drawn = [known[id(one)] for one in bodies]
    last = drawn[0]
    fixed = [item_of(solid, stage.camera, _UNIT) for solid in furniture.standing(stage)]
    telling = known[id(stage.frames[-1])]
    items = [*(shape.item for shape in telling), *fixed]
    order, _ = ordered(items, stage.camera)
    inside = svg.paths(ground(stage, _UNIT), unit=_UNIT)
    is_moving = False
    for k in order:
        if k >= len(telling):
            inside += svg.paths(items[k].shapes, unit=_UNIT)
            continue
        values = [shapes[k].path for shapes in drawn]
        animate = ""
        if len(set(values)) > 1:
            is_moving = True
            times = f'dur="{seconds}s" repeatCount="indefinite"'
            animate = f'<animate attributeName="d" {times} values="{";".join(values)}"/>'
        inside += svg.moving_path(
            toned(last[k].ink, stage.skin),
            values[0],
            animate,
            last[k].width,
            _UNIT,
            is_edged=last[k].is_edged,
        )
    return svg.picture(_box(stage, bodies), inside, "figure moving", *words, unit=_UNIT) if is_moving else ""


def _shapes(stage: Stage, one: Posture, corners: int) -> list[_Shape]:
    """Always the same shapes, whatever the body does."""
    camera, made = stage.camera, list[_Shape]()
    inks = tones(one, camera, stage.works)
    limbs: dict[str, list[Hull]] = {}
    parts = body_parts(one, gripping(stage.all_props(), stage.frames), stage.girth)
    by_name = {(part.limb, part.name): part for part in parts}
    for part in parts:
        if part.name == "trunk":
            limbs["trunk"] = list(fewer_hulls(one, part))
        elif part.is_skin:
            whole = part.hulls[0] if part.name == "hand" else (*part.hulls[0], *part.hulls[1])
            limbs[f"{part.limb} {part.name}"] = [whole]
        else:
            limbs.setdefault(part.limb, []).extend(part.hulls)
    for name, hulls in limbs.items():
        path = "".join([outline(camera.circles(spheres), corners) for spheres in hulls])
        side_limb, _, skin = name.rpartition(" ") if name.endswith(("foot", "hand")) else (name, "", "")
        key = (
            (side_limb, skin)
            if skin
            else (name, {"trunk": "trunk"}.get(name, "thigh" if "leg" in name else "upper arm"))
        )
        part = by_name[key]
        ends = part.ends
        if not skin and name != "trunk":
            ends = (part.ends[0], by_name[name, "shin" if "leg" in name else "forearm"].ends[1])
        item = Item(key[1], part.limb, (), ends, part.half)
        made.append(_Shape("skin" if skin else inks[name], path, item))
    head = head_of(one)
    neck, skull = head_parts(one)
    made.append(
        _Shape(
            "skin", outline(camera.circles(neck.hulls[0]), 7), Item("neck", "head", (), neck.ends, neck.half)
        )
    )
    item = Item("head", "head", (), skull.ends, skull.half)
    made += [
        _Shape(ink, outline(camera.circles(spheres), corners), item, is_edged=not k)
        for k, (ink, spheres) in enumerate(moving_spheres(head, camera))
    ]
    return [*made, *_things(stage, one, corners)]


def _things(stage: Stage, one: Posture, corners: int) -> list[_Shape]:
    """What is held or lies below the body, and bands."""
    made, camera = list[_Shape](), stage.camera
    alone = Stage((one,), stage.props, ((),), camera, stage.works)
    own = furniture.moving(alone, 0)
    for solid in own:
        item = item_of(solid, camera, _UNIT)
        made.append(_Shape(item.shapes[0][0], outline(_circles(solid, camera), corners), item))
    if not any(prop.kind in BANDS for prop in stage.props):
        return made
    bands = Bands(
        Stage((one, *stage.frames), stage.props, ((),) * (len(stage.frames) + 1), camera), 0, _bones(one), []
    )
    bands.first = stage.frames[0]
    for prop in stage.props:
        if prop.kind in BANDS:
            made += [
                _Shape(ink, _line(spots), item, width)
                for item, ink, spots, width in bands.lines(prop, [*furniture.standing(stage), *own])
            ]
    return made


def _bones(one: Posture) -> list[Item]:
    return [Item(part.name, part.limb, (), part.ends, part.half) for part in body_parts(one)]


def _circles(solid: Solid, camera: Camera) -> list[Circle]:
    if isinstance(solid, Rod):
        return camera.circles([(solid.start, solid.radius), (solid.end, solid.radius)])
    if isinstance(solid, Ball):
        return camera.circles([(solid.middle, solid.radius)])
    return camera.circles([(p, 0.5) for p in points_of(solid)])


def outline(circles: Sequence[Circle], corners: int) -> str:
    """Always as many corners, in the same directions."""
    made, at_x, at_y = "", 0, 0
    for c, s in _directions(corners):
        most = -1e9
        for one in circles:
            far = one[0] * c + one[1] * s + one[2]
            if far > most:
                (x, y, r), most = one, far
        px, py = round((x + r * c) * _UNIT), round((y + r * s) * _UNIT)
        made += f"{told(px - at_x)}{told(py - at_y)}" if made else f"M{px}{told(py)}l"
        at_x, at_y = px, py
    return made.replace("l ", "l") + "z"


@cache
def _directions(count: int) -> tuple[tuple[float, float], ...]:
    return tuple((cos(2 * pi * (k + 0.5) / count), sin(2 * pi * (k + 0.5) / count)) for k in range(count))


def _line(spots: Sequence[Spot], count: int = 6) -> str:
    """A line of always as many spots."""
    gone = [0.0]
    for (ax, ay), (bx, by) in pairwise(spots):
        gone.append(gone[-1] + hypot(bx - ax, by - ay))
    made, k, at_x, at_y = "", 0, 0, 0
    for n in range(count):
        want = gone[-1] * n / (count - 1)
        while k < len(spots) - 2 and gone[k + 1] < want:
            k += 1
        share = (want - gone[k]) / ((gone[k + 1] - gone[k]) or 1.0)
        x = round((spots[k][0] + (spots[k + 1][0] - spots[k][0]) * share) * _UNIT)
        y = round((spots[k][1] + (spots[k + 1][1] - spots[k][1]) * share) * _UNIT)
        made += f"{told(x - at_x)}{told(y - at_y)}" if made else f"M{x}{told(y)}l"
        at_x, at_y = x, y
    return made.replace("l ", "l")


def _box(stage: Stage, bodies: Sequence[Posture]) -> svg.Box:
    spots = list(ground_reach(stage))
    for one in bodies:
        for name, p in one.body.points.items():
            x, y = stage.camera.spot(p)
            r = 13.0 if name == "head" else 7.0
            spots += [(x - r, y - r), (x + r, y + r)]
    for solid in furniture.standing(stage):
        spots += map(stage.camera.spot, points_of(solid))
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return svg.whole(min(xs), min(ys), max(xs), max(ys))
