"""Things that lie or stand on the floor: in the same place in every frame, or rolling below a part of the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuecard.figures.body.floor import lowest
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import ARM_RADIUS, SIDES, Point, between
from cuecard.figures.drawing.shapes import Camera, Shape, Spot, bounds
from cuecard.figures.scene.props import FIXED, OF_FOOT, RADII, Prop
from cuecard.figures.scene.scene import Scene, spot_of
from cuecard.values import dataclass


def ground(scene: Scene, standing: Sequence[Shape]) -> Iterator[Shape]:
    """The line that all stands on, unless it is a mat."""
    if any(thing.kind == "mat" for thing in scene.things):
        return
    low = 0.9
    if scene.camera.above:
        low += (
            max(scene.camera.seen(point)[1] for one in scene.postures for point in one.body.points.values())
            + 4
        )
    left, right = scene.floor
    if standing:
        there = bounds(standing)
        left, right = min(left, there[0]), max(right, there[2])
    yield Shape("floor", (((left - 6, low), (right + 6, low)),))


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
        elif thing.kind == "roller" or (thing.kind == "ball" and thing.way == "under"):
            yield from round_things(thing, scene, posture)
        elif thing.kind == "band" and thing.way in FIXED and scene.camera.view == "front":
            for part in thing.at:
                yield Shape("band", (to_fixed(thing, scene, posture, part),))


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
        spots = [scene.spot(one, thing.at[0])[0] for one in scene.postures]
        middle = scene.camera.seen(scene.postures[0].body.points["hips"])[0]
        away = ARM_RADIUS + _HALF_WALL
        return max(spots) + away if max(spots) - middle > middle - min(spots) else min(spots) - away
    is_pulled = any(other.kind == "band" and other.way == thing.kind for other in scene.things)
    away = _CLEAR if is_pulled else _HALF_WALL
    return scene.left - away if thing.way in {"behind", "left"} else scene.right + away


def _mat(scene: Scene) -> Shape:
    left, right = scene.floor[0] - 8, scene.floor[1] + 8
    if not scene.camera.above:
        return Shape("mat", (((left, 1.8), (right, 1.8)),))
    near, far = (scene.camera.seen((x, 0.0, 0.0))[1] for x in (42.0, -30.0))
    return Shape("mat", (((left, far), (right, far), (right, near), (left, near)),), is_closed=True)


@dataclass(frozen=True, slots=True)
class StepOutline:
    """Where a step is in the picture."""

    left: float
    right: float
    is_free_on_left: bool = True
    """Whether who is not on it is to the left of it, rather than to its right."""


def step_outline(frames: Sequence[Posture], camera: Camera) -> StepOutline | None:
    """The step below the feet of all *frames* that are on it; none where there is no such frame."""
    on_it = [
        (one, camera.seen(spot_of(one, part.replace("foot", "heel")))[0])
        for one in frames
        for part, what in one.pose.upon.items()
        if what == "step"
    ]
    if not on_it:
        return None
    low, high = min(x for _, x in on_it), max(x for _, x in on_it)
    if camera.view == "side":
        return StepOutline(low - 10.0, high + 32.0)
    # The other foot hangs free beside it.
    if camera.seen(on_it[0][0].body.points["hips"])[0] < low:
        return StepOutline(low - 8.0, high + 24.0)
    return StepOutline(low - 24.0, high + 8.0, is_free_on_left=False)


def _step(scene: Scene, thing: Prop) -> Shape:
    ahead = StepOutline(scene.right + 10.0, scene.right + 52.0)
    step = step_outline(scene.postures, scene.camera) or ahead
    left, right, top = step.left, step.right, -thing.size + 1.0
    return Shape("step", (((left, 0.0), (left, top), (right, top), (right, 0.0)),), is_closed=True)


def _chair(scene: Scene, thing: Prop) -> Shape:
    """A chair to sit on, below the lowest hips; or one that stands elsewhere, whose back may be held."""
    hips = scene.camera.seen(_lowest_seat(scene).body.points["hips"])[0]
    hand = _hand_on_back(scene, thing)
    facing, seat, top = 1.0, 45.0, 89.0
    if hand:
        facing = 1.0 if hand[0] > hips else -1.0
        x, top = hand[0] + 24.0 * facing, _height_of_back(hand)
    elif thing.way in {"in front", "right"}:
        x = scene.right + 28.0
    elif thing.way in {"behind", "left"}:
        x, facing = scene.left - 28.0, -1.0
    else:
        x, seat = _below_hips(scene)
        top = seat + 44.0
    if scene.camera.view == "front" and thing.way in {"under", "in front", "behind"}:
        frame = ((x - 20, 0.0), (x - 20, -top), (x + 20, -top), (x + 20, 0.0))
        return Shape("chair", (frame, ((x - 20, 2.2 - seat), (x + 20, 2.2 - seat))))
    back, front = x - 22.0 * facing, x + 20.0 * facing
    seat_line = ((back, 2.2 - seat), (front, 2.2 - seat), (front + 2.0 * facing, 0.0))
    back_line = ((back - 1.0 * facing, 0.0), (back, 2.2 - seat), (back - 4.0 * facing, -top))
    return Shape("chair", (back_line, seat_line))


def _lowest_seat(scene: Scene) -> Posture:
    """The frame in which the hips are lowest."""
    return min(scene.postures, key=lambda posture: posture.body.points["hips"][1])


def _below_hips(scene: Scene) -> Spot:
    """Where the middle of a seat is that is sat on, and how high."""
    deepest = _lowest_seat(scene)
    high = min(max(lowest(deepest.body, "hips"), 36.0), 50.0)
    x = scene.camera.seen(deepest.body.points["hips"])[0]
    if scene.camera.view == "side":
        heels = [part.replace("foot", "heel") for part in deepest.planted if part.endswith("foot")]
        x = min(x, *(scene.spot(deepest, heel)[0] - 26.0 for heel in heels)) if heels else x
    return (x, high)


_BACK = (78.0, 118.0)
"""How high the back of a chair may be that is held."""
_ARM_AHEAD = 20.0
"""Centimetres from the shoulders to a hand that reaches ahead."""


def _hand_on_back(scene: Scene, thing: Prop) -> Spot | None:
    """The hand that holds the back of a chair: that at which it stands, or one that reaches ahead to it."""
    if thing.way == "at":
        return scene.spot(scene.postures[-1], thing.at[0])
    if thing.way != "in front" or scene.camera.view != "side":
        return None
    hands = [
        (scene.spot(one, f"{side} hand"), scene.camera.seen(one.body.points["shoulders"]))
        for one in scene.postures
        for side in SIDES
    ]
    reaching = [
        hand
        for hand, shoulders in hands
        if hand[0] - shoulders[0] > _ARM_AHEAD and _height_below(hand) == _height_of_back(hand)
    ]
    return max(reaching, default=None)


def _height_of_back(hand: Spot) -> float:
    low, high = _BACK
    return min(max(_height_below(hand), low), high)


def _height_below(hand: Spot) -> float:
    return -hand[1] - ARM_RADIUS - 2.0


def round_things(thing: Prop, scene: Scene, posture: Posture) -> Iterator[Shape]:
    """Balls and rollers: on the floor below a part of the body, in a hand, or between two parts."""
    radius, is_under = RADII[thing.kind], thing.way == "under"
    spots = [_middle_of_foot(posture, part) if is_under else spot_of(posture, part) for part in thing.at]
    if len(spots) == 2 and (
        thing.way == "between" or scene.camera.view == "side" or thing.at[0].endswith("hand")
    ):
        spots = [between(spots[0], spots[1], 0.5)]
    for x, y, z in spots:
        spot = scene.camera.seen((x, radius if is_under else y, z))
        yield Shape(thing.kind, ((spot,),))
        if thing.kind == "roller":
            yield Shape("roller-hole", ((spot,),))


def _middle_of_foot(posture: Posture, part: str) -> Point:
    """Where *part* is, or the middle of the sole for all that is of a foot."""
    side, _, place = part.partition(" ")
    if place not in OF_FOOT:
        return spot_of(posture, part)
    return between(posture.body.points[f"{side} heel"], posture.body.points[f"{side} ball"], 0.5)


def to_fixed(thing: Prop, scene: Scene, posture: Posture, part: str) -> tuple[Spot, Spot]:
    """The line of a band from a part of the body to what stays where it is."""
    start = scene.spot(scene.postures[0], part)
    if thing.way == "floor":
        return (scene.spot(posture, part), (start[0], 0.0))
    stands = next((one for one in scene.things if one.kind == thing.way), Prop(thing.way, way="in front"))
    return (scene.spot(posture, part), (_upright(scene, stands), start[1]))
