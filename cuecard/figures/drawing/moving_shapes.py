"""The shapes of a body that moves: always the same ones, and outlines of always as many corners.

Arcs cannot turn into one another, since their number changes with the view of a limb. Corners can: each is where the
outline reaches farthest in one direction, so it goes along with the limb, and none jumps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import cos, hypot, pi, sin

from msgspec import Struct

from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing.bands import Bands
from cuecard.figures.drawing.flesh import Hull, Part, body_parts, fewer_hulls
from cuecard.figures.drawing.head import head_of, head_parts, moving_spheres
from cuecard.figures.drawing.hull import number_text
from cuecard.figures.drawing.items import Item
from cuecard.figures.drawing.solids import item_of
from cuecard.figures.drawing.tones import tones
from cuecard.figures.scene import furniture
from cuecard.figures.scene.camera import Camera, Circle, Spot
from cuecard.figures.scene.props import BANDS
from cuecard.figures.scene.solids import Ball, Rod, Solid, points_of
from cuecard.figures.scene.stage import Stage

UNIT = 2
"""Units of a moving picture for a centimetre of the body."""


class Form(Struct, frozen=True):
    """One shape at one time, before it has corners."""

    ink: str
    item: Item
    """What it belongs to, for the order."""
    circles: tuple[tuple[Circle, ...], ...] = ()
    """Of an outline: those that it goes round, hull by hull."""
    spots: tuple[Spot, ...] = ()
    """Of a line: where it goes."""
    width: float = 0.0
    is_edged: bool = True
    """Whether a gap parts it from what it covers."""

    def path(self, corners: int) -> str:
        """Return its path, with so many corners for each hull."""
        if self.spots:
            return _line(self.spots)
        return "".join([outline(one, corners) for one in self.circles])


def forms(stage: Stage, one: Posture, grips: frozenset[str], solids: Sequence[Solid]) -> list[Form]:
    """Return the same shapes always, whatever the body does.

    Args:
        stage: what the body is on.
        one: the body.
        grips: the sides of hands that are fists.
        solids: what stands.

    """
    camera = stage.camera
    parts = body_parts(one, grips, stage.girth)
    inks = tones(one, camera, stage.works)
    made = [
        Form("skin" if is_skin else inks[limb], item, _seen(camera, hulls))
        for limb, item, hulls, is_skin in _limbs(one, parts)
    ]
    neck, skull = head_parts(one)
    made.append(Form("skin", _item(neck), _seen(camera, neck.hulls)))
    head = _item(skull)
    made += [
        Form(ink, head, _seen(camera, [spheres]), is_edged=not k)
        for k, (ink, spheres) in enumerate(moving_spheres(head_of(one), camera))
    ]
    return [*made, *_things(stage, one, parts, solids)]


def _item(part: Part) -> Item:
    return Item(part.name, part.limb, (), part.ends, part.half)


def _seen(camera: Camera, hulls: Sequence[Hull]) -> tuple[tuple[Circle, ...], ...]:
    return tuple(tuple(camera.circles(spheres)) for spheres in hulls)


def _limbs(one: Posture, parts: Sequence[Part]) -> Iterator[tuple[str, Item, Sequence[Hull], bool]]:
    """Yield each limb as one shape, with its name and whether it is skin; hands and feet by themselves."""
    upper: Part | None = None
    for part in parts:
        if part.name == "trunk":
            yield part.limb, _item(part), fewer_hulls(one, part), False
        elif part.is_skin:
            if part.name == "hand":  # with its fingers, where they do the exercise
                yield part.limb, _item(part), _fingers(part.hulls), True
            else:
                yield part.limb, _item(part), [(*part.hulls[0], *part.hulls[1])], True
        elif part.name in {"thigh", "upper arm"}:
            upper = part
        elif upper:
            item = Item(upper.name, part.limb, (), (upper.ends[0], part.ends[1]), upper.half)
            yield part.limb, item, (*upper.hulls, *part.hulls), False


def _fingers(hulls: Sequence[Hull]) -> Sequence[Hull]:
    """Return the palm and each finger as one hull; of a hand without fingers of its own, the palm."""
    if len(hulls) <= _BONES:
        return hulls[:1]
    chains = [hulls[k : k + _BONES] for k in range(1, len(hulls), _BONES)]
    return [hulls[0], *(tuple(sphere for pair in chain for sphere in pair) for chain in chains)]


_BONES = 3
"""Hulls of a finger."""


def _things(stage: Stage, one: Posture, parts: Sequence[Part], solids: Sequence[Solid]) -> Iterator[Form]:
    """Yield what is held or lies below the body, and bands."""
    camera = stage.camera
    frames = (one, *stage.frames)
    own = furniture.moving(Stage(frames, stage.props, ((),) * len(frames), camera, stage.works), 0)
    for solid in own:
        item = item_of(solid, camera, UNIT)
        yield Form(item.shapes[0][0], item, (tuple(_circles(solid, camera)),))
    bands = [prop for prop in stage.props if prop.kind in BANDS]
    if not bands:
        return
    bones = [_item(part) for part in parts]
    drawn = Bands(Stage(frames, stage.props, ((),) * len(frames), camera), 0, bones, [])
    drawn.first, drawn.is_moving = stage.frames[0], True
    for prop in bands:
        for item, ink, spots, width in drawn.lines(prop, [*solids, *own]):
            yield Form(ink, item, spots=tuple(spots), width=width)


def _circles(solid: Solid, camera: Camera) -> list[Circle]:
    if isinstance(solid, Rod):
        return camera.circles([(solid.start, solid.radius), (solid.end, solid.radius)])
    if isinstance(solid, Ball):
        return camera.circles([(solid.middle, solid.radius)])
    return camera.circles([(p, 0.5) for p in points_of(solid)])


def outline(circles: Sequence[Circle], corners: int) -> str:
    """Return as many corners always, in the same directions."""
    made, at_x, at_y = "", 0, 0
    for c, s in _directions(corners):
        reach = [x * c + y * s + r for x, y, r in circles]
        x, y, r = circles[reach.index(max(reach))]
        px, py = round((x + r * c) * UNIT), round((y + r * s) * UNIT)
        made += f"{number_text(px - at_x)}{number_text(py - at_y)}" if made else f"M{px}{number_text(py)}l"
        at_x, at_y = px, py
    return made.replace("l ", "l") + "z"


@cache
def _directions(count: int) -> tuple[tuple[float, float], ...]:
    return tuple((cos(2 * pi * (k + 0.5) / count), sin(2 * pi * (k + 0.5) / count)) for k in range(count))


_OF_LINE = 6
"""Spots of a line."""


def _line(spots: Sequence[Spot]) -> str:
    """Return a line of always as many spots."""
    gone = [0.0]
    for (ax, ay), (bx, by) in pairwise(spots):
        gone.append(gone[-1] + hypot(bx - ax, by - ay))
    made, k, at_x, at_y = "", 0, 0, 0
    for n in range(_OF_LINE):
        want = gone[-1] * n / (_OF_LINE - 1)
        while k < len(spots) - 2 and gone[k + 1] < want:
            k += 1
        share = (want - gone[k]) / ((gone[k + 1] - gone[k]) or 1.0)
        x = round((spots[k][0] + (spots[k + 1][0] - spots[k][0]) * share) * UNIT)
        y = round((spots[k][1] + (spots[k + 1][1] - spots[k][1]) * share) * UNIT)
        made += f"{number_text(x - at_x)}{number_text(y - at_y)}" if made else f"M{x}{number_text(y)}l"
        at_x, at_y = x, y
    return made.replace("l ", "l")
