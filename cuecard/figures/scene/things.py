"""Things that are held or worn: they go with the body, and are drawn by the same lines whatever it does.

So one frame can turn into another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing.shapes import Shape, Spot
from cuecard.figures.scene.props import MIDDLE, PLACES, Prop
from cuecard.figures.scene.scene import Scene
from cuecard.figures.scene.scenery import round_things, to_fixed


def far(things: Sequence[Prop], scene: Scene, posture: Posture) -> Iterator[Shape]:
    """What is drawn between the far limbs and the rest, seen from the side."""
    if scene.camera.view != "side":
        return
    for thing in things:
        if thing.kind == "band" and thing.way == "loop":
            near, away = (_bar(scene, posture, part) for part in thing.at)
            yield Shape("band", ((near[0], away[0], away[1], near[1]),))
        elif thing.kind == "band" and thing.way == "to":
            yield from _strands(thing, scene, posture, is_near=False)
        elif thing.kind == "band":
            for part in thing.at:
                if part.startswith("left"):
                    yield _fixed_band(thing, scene, posture, part)
        elif thing.kind == "dumbbell":
            yield from (_dumbbell(scene, posture, part) for part in thing.at if part.startswith("left"))


def before(things: Sequence[Prop], scene: Scene, posture: Posture) -> Iterator[Shape]:
    """What is drawn after the body, and so lies before it."""
    is_side = scene.camera.view == "side"
    for thing in things:
        if thing.kind == "band" and thing.way == "loop":
            bars = [_bar(scene, posture, part) for part in thing.at]
            yield Shape("band", (bars[0],)) if is_side else _loop(bars[0], bars[1])
        elif thing.kind == "band" and thing.way == "to":
            yield from _strands(thing, scene, posture, is_near=True)
        elif thing.kind == "band":
            for part in thing.at:
                if not (is_side and part.startswith("left")):
                    yield _fixed_band(thing, scene, posture, part)
        elif thing.kind == "ball" and thing.way != "under":
            yield from round_things(thing, scene, posture)
        elif thing.kind == "dumbbell":
            for part in thing.at:
                if not (is_side and part.startswith("left")):
                    yield _dumbbell(scene, posture, part)


_Bar = tuple[Spot, Spot]


def _bar(scene: Scene, posture: Posture, part: str) -> _Bar:
    """A line across a limb, edge to edge."""
    side, _, place = part.partition(" ")
    start, end, _, half = PLACES[place]
    if start == end:
        start, end = {"ball": ("heel", "toe"), "knee": ("hip", "ankle"), "heel": ("ankle", "heel")}.get(
            start, ("elbow", "hand")
        )
    a, b = (scene.camera.seen(posture.body.points[f"{side} {point}"]) for point in (start, end))
    x, y = scene.spot(posture, part)
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    across = (-(b[1] - a[1]) / length * half, (b[0] - a[0]) / length * half)
    return ((x - across[0], y - across[1]), (x + across[0], y + across[1]))


def _loop(a: _Bar, b: _Bar) -> Shape:
    """The front of a loop round two limbs: taut between their outer edges."""
    ends = max(((p, q) for p in a for q in b), key=lambda pair: _gap(*pair))
    return Shape("band", (ends,))


def _gap(a: Spot, b: Spot) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _strands(thing: Prop, scene: Scene, posture: Posture, *, is_near: bool) -> Iterator[Shape]:
    """A band between parts of the body: a strand from each of the first to each of the others."""
    first = thing.at[0].partition(" ")[2]
    starts = [part for part in dict.fromkeys(thing.at) if part.partition(" ")[2] == first]
    others = [part for part in thing.at if part not in starts]
    if not others:  # from hand to hand
        if is_near:
            ends = [scene.spot(posture, part) for part in starts]
            yield Shape("band", (tuple(ends), *(_bar(scene, posture, part) for part in starts)))
        return
    for start in starts:
        if scene.camera.view == "side" and is_near == start.startswith("left"):
            continue
        for end in others:
            strand = (scene.spot(posture, start), scene.spot(posture, end))
            yield Shape("band", (strand, _bar(scene, posture, end)) if end not in MIDDLE else (strand,))


def _fixed_band(thing: Prop, scene: Scene, posture: Posture, part: str) -> Shape:
    """A band from a part of the body to something that stays where it is; from the front, what of it is before all."""
    spot = scene.spot(posture, part)
    end = _bar(scene, posture, part) if part not in MIDDLE else (spot, spot)
    return Shape(
        "band", (end,) if scene.camera.view == "front" else (to_fixed(thing, scene, posture, part), end)
    )


def _dumbbell(scene: Scene, posture: Posture, part: str) -> Shape:
    """A handle across the forearm with a weight at each end; from the front, one weight hides the other."""
    x, y = scene.spot(posture, part)
    if scene.camera.view == "front":
        return Shape("weight", (((x, y - 3.5), (x, y + 3.5)),))
    side = part.partition(" ")[0]
    elbow, wrist = (scene.camera.seen(posture.body.points[f"{side} {point}"]) for point in ("elbow", "wrist"))
    length = _gap(elbow, wrist)
    along = ((wrist[0] - elbow[0]) / length, (wrist[1] - elbow[1]) / length) if length > 4 else (0.0, 1.0)
    across = (-along[1], along[0])

    def at(by: float, to: float) -> Spot:
        return (x + across[0] * by + along[0] * to, y + across[1] * by + along[1] * to)

    return Shape("weight", ((at(-8, 0), at(8, 0)), (at(-8, -5), at(-8, 5)), (at(8, -5), at(8, 5))))
