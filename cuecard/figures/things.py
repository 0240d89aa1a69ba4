"""Things in the picture, drawn where the body of a frame says that they are.

What stands on the floor is in the same place in every frame; what is held or worn goes with the body. Each thing is
drawn by the same lines whatever the body does, so that one frame can turn into another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from cuecard.figures.drawing import Camera, Look, Shape, Spot
from cuecard.figures.posture import Posture, lowest
from cuecard.figures.props import FIXED, MIDDLE, PLACES, Prop
from cuecard.figures.skeleton import ARM_RADIUS, Point, between


@dataclass(frozen=True, slots=True)
class Scene:
    """What holds for all frames of a figure."""

    camera: Camera
    look: Look
    postures: tuple[Posture, ...]
    things: tuple[Prop, ...]
    """Of all frames."""
    left: float
    right: float
    """How far the drawn bodies of all frames reach."""
    floor: Spot
    """How far the floor reaches, to the left and to the right, where nothing stands beside it."""


def spot_of(posture: Posture, part: str) -> Point:
    """The point in space that a part's name means."""
    points = posture.body.points
    if part in {"hips", "shoulders", "head"}:
        return points[part]
    if part in {"chest", "belly"}:
        return between(points["hips"], points["shoulders"], 0.75 if part == "chest" else 0.35)
    side, _, place = part.partition(" ")
    start, end, share, _ = PLACES[place]
    name = f"{side} " if start != "head" else ""
    return between(points[name + start], points[name + end], share)


# --- on the floor -----------------------------------------------------------------------------------------------


def behind(things: Sequence[Prop], scene: Scene, posture: Posture) -> Iterator[Shape]:
    """What is drawn before the body, and so lies behind it."""
    for thing in things:
        if thing.kind == "wall":
            yield from _wall(scene, thing)
        elif thing.kind == "post":
            x = _upright(scene, thing)
            yield Shape("post", (((x, 0.0), (x, -150.0)), ((x - 9.0, 0.0), (x + 9.0, 0.0))))
        elif thing.kind == "mat":
            yield _mat(scene)
        elif thing.kind == "step":
            yield _step(scene, thing)
        elif thing.kind == "chair":
            yield _chair(scene, thing)
        elif thing.kind == "roller":
            yield from _round_things(thing, scene, posture, 7.5)
        elif thing.kind == "ball" and thing.way == "under":
            yield from _round_things(thing, scene, posture, 9.0)
        elif thing.kind == "band" and thing.way in FIXED and scene.camera.view == "front":
            for part in thing.at:
                yield Shape("band", (_to_fixed(thing, scene, posture, part),))


_CLEAR = 34.0
"""From the body to a post that a band runs to."""
_HALF_WALL = 2.4


def _wall(scene: Scene, thing: Prop) -> Iterator[Shape]:
    """A line with hatches behind it."""
    x = _upright(scene, thing)
    way = 7.0 if x > (scene.left + scene.right) / 2 else -7.0
    yield Shape("wall", (((x, 0.0), (x, -178.0)),))
    yield Shape("hatches", tuple(((x, y), (x + way, y - 7.0)) for y in range(-8, -170, -20)))


def _upright(scene: Scene, thing: Prop) -> float:
    """Where a wall or a post stands: the body, or the hand that is meant, touches it."""
    if thing.way == "at":
        spots = [_seen(scene, one, thing.at[0])[0] for one in scene.postures]
        middle = scene.camera.seen(scene.postures[0].body.points["hips"])[0]
        away = ARM_RADIUS + _HALF_WALL
        return max(spots) + away if max(spots) - middle > middle - min(spots) else min(spots) - away
    is_pulled = any(other.kind == "band" and other.way == thing.kind for other in scene.things)
    away = _CLEAR if is_pulled else _HALF_WALL
    return scene.left - away if thing.way in {"behind", "left"} else scene.right + away


def _seen(scene: Scene, posture: Posture, part: str) -> Spot:
    return scene.camera.seen(spot_of(posture, part))


def _mat(scene: Scene) -> Shape:
    left, right = scene.floor[0] - 8, scene.floor[1] + 8
    if not scene.camera.above:
        return Shape("mat", (((left, 1.8), (right, 1.8)),))
    near, far = (scene.camera.seen((x, 0.0, 0.0))[1] for x in (42.0, -30.0))
    return Shape("mat", (((left, far), (right, far), (right, near), (left, near)),), is_closed=True)


def _step(scene: Scene, thing: Prop) -> Shape:
    on_it = [
        _seen(scene, posture, part.replace("foot", "heel"))[0]
        for posture in scene.postures
        for part, what in posture.pose.upon.items()
        if what == "step"
    ]
    low, high = (min(on_it), max(on_it)) if on_it else (scene.right + 20.0, scene.right + 20.0)
    if scene.camera.view == "side":
        left, right = low - 10.0, high + 32.0
    else:
        # The other foot hangs free beside it.
        other = scene.camera.seen(scene.postures[0].body.points["hips"])[0]
        left, right = (low - 8.0, high + 24.0) if other < low else (low - 24.0, high + 8.0)
    top = -thing.size + 1.0
    return Shape("step", (((left, 0.0), (left, top), (right, top), (right, 0.0)),), is_closed=True)


def _chair(scene: Scene, thing: Prop) -> Shape:
    """A seat under the lowest hips, or a chair whose back is there for holding on."""
    deepest = min(scene.postures, key=lambda posture: posture.body.points["hips"][1])
    seat = min(max(lowest(deepest.body, "hips"), 36.0), 50.0) if thing.way == "under" else 45.0
    x = scene.camera.seen(deepest.body.points["hips"])[0]
    if thing.way == "under" and scene.camera.view == "side":
        heels = [
            _seen(scene, deepest, part.replace("foot", "heel"))[0]
            for part in deepest.planted
            if "foot" in part
        ]
        x = min(x, *(heel - 26.0 for heel in heels)) if heels else x
    facing, back = 1.0, 0.0
    if thing.way == "at":
        hand, high = _seen(scene, scene.postures[-1], thing.at[0])
        facing = 1.0 if hand > x else -1.0
        x, back = hand + 24.0 * facing, min(max(-high - ARM_RADIUS - 2.0, 78.0), 108.0)
    elif thing.way in {"in front", "right"}:
        x = scene.right + 28.0
    elif thing.way in {"behind", "left"}:
        x, facing = scene.left - 28.0, -1.0
    top, seat = -(back or seat + 44.0), -seat + 2.2
    if scene.camera.view == "front" and thing.way in {"under", "in front", "behind"}:
        frame = ((x - 20, 0.0), (x - 20, top), (x + 20, top), (x + 20, 0.0))
        return Shape("chair", (frame, ((x - 20, seat), (x + 20, seat))))
    back_x, front_x = x - 22.0 * facing, x + 20.0 * facing
    seat_line = ((back_x, seat), (front_x, seat), (front_x + 2.0 * facing, 0.0))
    return Shape(
        "chair", (((back_x - 1.0 * facing, 0.0), (back_x, seat), (back_x - 4.0 * facing, top)), seat_line)
    )


def _round_things(thing: Prop, scene: Scene, posture: Posture, radius: float) -> Iterator[Shape]:
    spots = [spot_of(posture, part) for part in thing.at]
    if len(spots) == 2 and (
        thing.way == "between" or scene.camera.view == "side" or thing.at[0].endswith("hand")
    ):
        spots = [between(spots[0], spots[1], 0.5)]
    for part, (x, y, z) in zip(thing.at, spots, strict=False):
        thick = PLACES[part.partition(" ")[2]][3] if part not in MIDDLE else 9.0
        low = max(y - thick - radius, radius) if thing.way == "under" else y
        spot = scene.camera.seen((x, low, z))
        yield Shape(thing.kind, ((spot,),))
        if thing.kind == "roller":
            yield Shape("roller-hole", ((spot,),))


# --- on the body ------------------------------------------------------------------------------------------------


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
            yield from _round_things(thing, scene, posture, 9.0)
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
    x, y = _seen(scene, posture, part)
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
    starts = [part for part in thing.at if part.partition(" ")[2] == first]
    others = [part for part in thing.at if part not in starts] or [thing.at[-1]]
    for start in starts:
        if scene.camera.view == "side" and is_near == start.startswith("left"):
            continue
        for end in others:
            strand = (_seen(scene, posture, start), _seen(scene, posture, end))
            yield Shape("band", (strand, _bar(scene, posture, end)) if end not in MIDDLE else (strand,))


def _fixed_band(thing: Prop, scene: Scene, posture: Posture, part: str) -> Shape:
    """A band from a part of the body to something that stays where it is; from the front, what of it is before all."""
    spot = _seen(scene, posture, part)
    end = _bar(scene, posture, part) if part not in MIDDLE else (spot, spot)
    return Shape(
        "band", (end,) if scene.camera.view == "front" else (_to_fixed(thing, scene, posture, part), end)
    )


def _to_fixed(thing: Prop, scene: Scene, posture: Posture, part: str) -> _Bar:
    start = _seen(scene, scene.postures[0], part)
    if thing.way == "floor":
        return (_seen(scene, posture, part), (start[0], 0.0))
    stands = next((one for one in scene.things if one.kind == thing.way), Prop(thing.way, way="in front"))
    return (_seen(scene, posture, part), (_upright(scene, stands), start[1]))


def _dumbbell(scene: Scene, posture: Posture, part: str) -> Shape:
    """A handle across the forearm with a weight at each end; from the front, one weight hides the other."""
    x, y = _seen(scene, posture, part)
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
