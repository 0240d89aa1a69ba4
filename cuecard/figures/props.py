"""Things in the picture beside the body: bands, chairs, steps, walls, weights and arrows.

An author names a thing and where it is, in words: `band: above knees`, `arrow: hips down`. Here the words are
understood (`prop`), and each thing is drawn where the body of a frame says that it is (`behind`, `before`).
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from cuecard.figures.drawing import Camera, Shape, Spot
from cuecard.figures.posture import Posture, lowest
from cuecard.figures.skeleton import ARM_RADIUS, KNEE_RADIUS, LIMB_RADIUS, SIDES, Point, between
from cuecard.problems import Refused, did_you_mean, one_of

STEP_HEIGHT = 20.0
"""Centimetres, where the author gives none."""


@dataclass(frozen=True, slots=True)
class Prop:
    """A thing in the picture."""

    kind: str
    at: tuple[str, ...] = ()
    """The parts of the body that it is at, sides written out: "left knee"."""
    way: str = ""
    """A direction for arrows; where a chair, a wall or a post stands; for a band what it runs to."""
    size: float = 0.0
    """Of a step: its height."""


PLACES: Mapping[str, tuple[str, str, float, float]] = types.MappingProxyType(
    {
        "head": ("head", "head", 0.0, 10.8),
        "shoulder": ("shoulder", "shoulder", 0.0, 6.0),
        "elbow": ("elbow", "elbow", 0.0, ARM_RADIUS),
        "wrist": ("wrist", "wrist", 0.0, ARM_RADIUS),
        "hand": ("hand", "hand", 0.0, ARM_RADIUS),
        "thigh": ("hip", "knee", 0.5, 7.6),
        "above knee": ("hip", "knee", 0.84, 6.6),
        "knee": ("knee", "knee", 0.0, KNEE_RADIUS),
        "below knee": ("knee", "ankle", 0.18, 6.4),
        "shin": ("knee", "ankle", 0.5, 6.0),
        "ankle": ("knee", "ankle", 0.86, 5.2),
        "heel": ("heel", "heel", 0.0, LIMB_RADIUS),
        "foot": ("ball", "ball", 0.0, LIMB_RADIUS + 0.6),
        "toes": ("toe", "toe", 0.0, LIMB_RADIUS),
    }
)
"""Places on a limb: from one point to another, how far along, and how thick the limb is there."""
WAYS = ("up", "down", "forward", "back", "in", "out", "left", "right")
_STANDS = ("behind", "in front", "left", "right")
_CHAIRS = ("under", *_STANDS)
_LOOPS = types.MappingProxyType(
    {
        "thighs": "thigh",
        "above knees": "above knee",
        "knees": "above knee",
        "below knees": "below knee",
        "ankles": "ankle",
        "feet": "foot",
        "wrists": "wrist",
    }
)
KINDS = ("arrow", "ball", "band", "chair", "dumbbell", "mat", "post", "push", "roller", "step", "wall")


def prop(kind: str, told: str, view: str) -> Prop:
    """The thing that *kind* and the words behind it mean, in a picture seen from *view*.

    Raises:
        Refused: when there is no such thing, or no such place.

    """
    words = " ".join(told.replace(",", " ").split()).casefold()
    if kind not in KINDS:
        raise Refused(
            "unknown-prop", f'there is no "{kind}" to draw', did_you_mean(kind, KINDS) or one_of(KINDS)
        )
    if kind in {"arrow", "push"}:
        place, _, way = words.rpartition(" ")
        if way not in WAYS or not place:
            raise Refused(
                "bad-place",
                f'"{told}" is no part of the body with a direction',
                f"such as hips up; the directions are {_listed(WAYS)}",
            )
        return Prop(kind, _parts(place, view), way)
    if kind == "band":
        return _band(words, told, view)
    if kind == "step":
        return Prop(kind, size=_height(words, told))
    if kind == "mat":
        return Prop(kind)
    if kind in {"chair", "wall", "post"}:
        allowed = _CHAIRS if kind == "chair" else _STANDS
        way = words or ("under" if kind == "chair" else "in front" if kind == "post" else "behind")
        if way not in allowed:
            raise Refused("bad-place", f'"{told}" is no place for a {kind}', one_of(allowed))
        return Prop(kind, way=way)
    usual = {"dumbbell": "hands", "ball": "hands", "roller": "thighs"}[kind]
    place = words.removeprefix("under ").removeprefix("between ").removeprefix("in ").removeprefix("the ")
    way = words.partition(" ")[0] if words.startswith(("under", "between")) else ""
    return Prop(kind, _parts(place or usual, view), way or ("under" if kind == "roller" else ""))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _height(words: str, told: str) -> float:
    number = words.removesuffix("cm").strip()
    if not number:
        return STEP_HEIGHT
    if not number.isdigit() or not 5 <= int(number) <= 60:
        raise Refused(
            "bad-place", f'"{told}" is no height of a step', "a whole number of centimetres, 5 to 60"
        )
    return float(number)


def _band(words: str, told: str, view: str) -> Prop:
    if words in _LOOPS:
        place = _LOOPS[words]
        return Prop("band", tuple(f"{side} {place}" for side in reversed(SIDES)), "loop")
    start, to, end = words.removeprefix("from ").partition(" to ")
    if not to:
        hint = f"a loop: {_listed(list(_LOOPS))}; any other band: hands to right foot, near ankle to post"
        raise Refused("bad-place", f'"{told}" is no place for a band', hint)
    if start in {"post", "floor"}:
        start, end = end, start
    if end in {"post", "floor"}:
        return Prop("band", _parts(start, view), end)
    return Prop("band", (*_parts(start, view), *_parts(end, view)), "to")


_PLURALS = types.MappingProxyType({"feet": "foot", "knees": "knee", "hands": "hand", "thighs": "thigh"})
_SIDED = types.MappingProxyType({"near": "right", "far": "left", "right": "right", "left": "left"})
MIDDLE = ("hips", "shoulders", "head", "chest", "belly")


def _parts(words: str, view: str) -> tuple[str, ...]:
    """The parts of the body that *words* name: "near knee", "feet", "hips"."""
    if words in MIDDLE:
        return (words,)
    side, _, place = words.partition(" ")
    if side in _SIDED and place:
        if side in {"near", "far"} and view == "front":
            raise Refused(
                "bad-place", f'"{words}": seen from the front no side is nearer', "write left or right"
            )
        sides: tuple[str, ...] = (_SIDED[side],)
    else:
        sides, place = tuple(reversed(SIDES)), words
    place = _PLURALS.get(place, place)
    place = place if place in PLACES else place.removesuffix("s")
    if place not in PLACES:
        known = (*MIDDLE, *PLACES, *_PLURALS)
        raise Refused(
            "bad-place", f'"{words}" is no part of the body', did_you_mean(place, known) or one_of(known)
        )
    return tuple(f"{side} {place}" for side in sides)


# --- where things are --------------------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class Scene:
    """What holds for all frames of a figure: where the things are that stand on the floor."""

    camera: Camera
    postures: tuple[Posture, ...]

    def reach(self) -> tuple[float, float]:
        """The leftmost and rightmost place of the body in all frames."""
        xs = [
            self.camera.seen(point)[0] for posture in self.postures for point in posture.body.points.values()
        ]
        return min(xs), max(xs)


def behind(things: Sequence[Prop], scene: Scene, posture: Posture) -> Iterator[Shape]:
    """What is drawn before the body, and so lies behind it."""
    for thing in things:
        if thing.kind == "wall":
            yield Shape("wall", (_upright(scene, thing.way, 9.0, 175.0),))
        elif thing.kind == "post":
            yield Shape("post", (_upright(scene, thing.way, 46.0, 125.0),))
        elif thing.kind == "mat":
            yield _mat(scene)
        elif thing.kind == "step":
            yield _step(scene, thing)
        elif thing.kind == "chair":
            yield from _chair(scene, thing)
        elif thing.kind == "roller":
            yield from _round_things(thing, scene, posture, 7.0, "roller")
        elif thing.kind == "ball":
            yield from _round_things(thing, scene, posture, 9.0, "ball")


def _upright(scene: Scene, way: str, away: float, height: float) -> tuple[Spot, ...]:
    left, right = scene.reach()
    x = left - away if way in {"behind", "left"} else right + away
    return ((x, 0.0), (x, -height))


def _mat(scene: Scene) -> Shape:
    left, right = scene.reach()
    if not scene.camera.above:
        return Shape("mat", (((left - 14, 1.5), (right + 14, 1.5)),))
    near, far = (scene.camera.seen((x, 0.0, 0.0))[1] for x in (34.0, -30.0))
    corners = ((left - 12, far), (right + 12, far), (right + 12, near), (left - 12, near))
    return Shape("mat-seen", (corners,), is_closed=True)


def _step(scene: Scene, thing: Prop) -> Shape:
    on_it = [
        (posture, part)
        for posture in scene.postures
        for part, what in posture.pose.upon.items()
        if what == "step"
    ]
    if on_it:
        posture, part = on_it[0]
        x = scene.camera.seen(spot_of(posture, part.replace("foot", "ankle")))[0]
    else:
        x = scene.reach()[1] + 26.0
    ahead, back = (27.0, 15.0) if scene.camera.view == "side" else (17.0, 17.0)
    top = -thing.size + 1.0
    return Shape(
        "step", (((x - back, 0.0), (x - back, top), (x + ahead, top), (x + ahead, 0.0)),), is_closed=True
    )


def _chair(scene: Scene, thing: Prop) -> Iterator[Shape]:
    """A seat under the lowest hips, or for holding on at arm's length."""
    deepest = min(scene.postures, key=lambda posture: posture.body.points["hips"][1])
    seat = min(max(lowest(deepest.body, "hips"), 34.0), 50.0)
    x = scene.camera.seen(deepest.body.points["hips"])[0]
    if thing.way in {"in front", "right"}:
        x, facing = scene.reach()[1] + 16.0, -1.0
    elif thing.way == "left":
        x, facing = scene.reach()[0] - 16.0, 1.0
    else:
        facing = 1.0
    if scene.camera.view == "front":
        yield Shape("chair", (((x - 21, 0.0), (x - 21, -seat - 42), (x + 21, -seat - 42), (x + 21, 0.0)),))
        yield Shape("chair", (((x - 23, -seat + 2), (x + 23, -seat + 2)),))
        return
    back, front = x - 21.0 * facing, x + 21.0 * facing
    yield Shape("chair", (((back, 0.0), (back - 4.0 * facing, -seat - 42.0)),))
    yield Shape("chair", (((back, -seat + 2.6), (front, -seat + 2.6), (front, 0.0)),))


def _round_things(thing: Prop, scene: Scene, posture: Posture, radius: float, kind: str) -> Iterator[Shape]:
    spots = [spot_of(posture, part) for part in thing.at]
    if thing.way == "between" and len(spots) == 2:
        spots = [between(spots[0], spots[1], 0.5)]
    elif len(spots) == 2 and scene.camera.view == "side":
        spots = spots[:1]
    for part, (x, y, z) in zip(thing.at, spots, strict=False):
        thick = PLACES[part.partition(" ")[2]][3] if part not in MIDDLE else 9.0
        low = y - thick - radius if thing.way == "under" else y
        yield Shape(kind, ((scene.camera.seen((x, low, z)),),))


def before(things: Sequence[Prop], scene: Scene, posture: Posture) -> Iterator[Shape]:
    """What is drawn after the body, and so lies before it."""
    for thing in things:
        if thing.kind == "band":
            yield from _band_shapes(thing, scene, posture)
        elif thing.kind == "dumbbell":
            for part in thing.at:
                yield from _dumbbell(scene.camera.seen(spot_of(posture, part)))


def far(things: Sequence[Prop], scene: Scene, posture: Posture) -> Iterator[Shape]:
    """What is drawn between the far limbs and the rest: the far half of a loop."""
    for thing in things:
        if thing.kind == "band" and thing.way == "loop" and scene.camera.view == "side":
            near_bar, far_bar = (_bar(scene, posture, part) for part in thing.at)
            yield Shape("band", (far_bar,))
            if _apart(near_bar, far_bar) > 7.0:
                yield Shape("band", ((near_bar[0], far_bar[0]), (near_bar[1], far_bar[1])))


def _apart(a: tuple[Spot, ...], b: tuple[Spot, ...]) -> float:
    return hypot(a[0][0] + a[1][0] - b[0][0] - b[1][0], a[0][1] + a[1][1] - b[0][1] - b[1][1]) / 2


def _bar(scene: Scene, posture: Posture, part: str) -> tuple[Spot, ...]:
    """A line across a limb, edge to edge."""
    side, _, place = part.partition(" ")
    start, end, _, half = PLACES[place]
    if start == end:
        start, end = ("heel", "toe") if start == "ball" else ("elbow", "hand")
    a, b = (scene.camera.seen(posture.body.points[f"{side} {point}"]) for point in (start, end))
    x, y = scene.camera.seen(spot_of(posture, part))
    length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    across = (-(b[1] - a[1]) / length * half, (b[0] - a[0]) / length * half)
    return ((x - across[0], y - across[1]), (x + across[0], y + across[1]))


def _band_shapes(thing: Prop, scene: Scene, posture: Posture) -> Iterator[Shape]:
    if thing.way == "loop":
        bars = [_bar(scene, posture, part) for part in thing.at]
        if scene.camera.view == "side":
            yield Shape("band", (bars[0],))
        else:
            ends = sorted(spot for bar in bars for spot in bar)
            yield Shape("band", ((ends[0], ends[-1]),))
        return
    seen = [scene.camera.seen(spot_of(posture, part)) for part in thing.at]
    if thing.way in {"post", "floor"}:
        for part, spot in zip(thing.at, seen, strict=True):
            yield Shape("band", ((spot, _fixed_at(thing.way, spot, scene, posture)),))
            yield (
                Shape("band", (_bar(scene, posture, part),))
                if part not in MIDDLE
                else Shape("band", ((spot, spot),))
            )
        return
    starts = [part for part in thing.at if part.endswith(thing.at[0].partition(" ")[2])]
    ends = [part for part in thing.at if part not in starts] or [thing.at[-1]]
    for start in starts:
        for end in ends:
            yield Shape("band", ((seen[thing.at.index(start)], seen[thing.at.index(end)]),))


def _fixed_at(way: str, spot: Spot, scene: Scene, posture: Posture) -> Spot:
    if way == "floor":
        return (spot[0], 0.0)
    ends = [scene.reach()[0] - 46.0, scene.reach()[1] + 46.0]
    return (ends[1], spot[1])


def _dumbbell(spot: Spot) -> Iterator[Shape]:
    x, y = spot
    yield Shape("weight", (((x - 7.5, y), (x + 7.5, y)),))
    yield Shape(
        "weight-end", (((x - 7.5, y - 4.0), (x - 7.5, y + 4.0)), ((x + 7.5, y - 4.0), (x + 7.5, y + 4.0)))
    )
