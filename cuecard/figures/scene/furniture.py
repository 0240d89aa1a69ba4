"""Where things stand or lie: as solids in the same space as the bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cuecard.figures.body import balance
from cuecard.figures.body.floor import lowest
from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import Point, along, between, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.scene.held_things import held_things
from cuecard.figures.scene.props import BANDS, OF_FOOT, RADII, RESTS, Prop
from cuecard.figures.scene.solids import Ball, Box, Rod, Solid
from cuecard.figures.scene.stage import Stage, place_on
from cuecard.figures.scene.supports import support_of

PULL = 40.0
"""Centimetres from the body to a post that a band runs to."""


def standing(stage: Stage) -> list[Solid]:
    """Return what stands in the same place in all frames."""
    made: list[Solid] = []
    things = stage.all_props()
    for prop in things:
        if prop.kind == "step":
            made.append(_step(stage, prop))
        elif prop.kind == "wall":
            made.append(_wall(stage, prop))
        elif prop.kind == "chair":
            made += _chair(stage, prop)
        elif prop.kind == "post":
            made += _post(*upright_at(stage, prop))
        elif prop.kind in RESTS:
            made += support_of(stage, prop)
    ties = {prop.way for prop in things if prop.kind in BANDS} & {"post", "wall"}
    for kind in sorted(ties - {prop.kind for prop in things}):
        prop = Prop(kind, way="in front")
        made += _post(*upright_at(stage, prop)) if kind == "post" else [_wall(stage, prop)]
    return made


def moving(stage: Stage, n: int) -> list[Solid]:
    """Return what goes with the body of frame *n*, or lies below it."""
    one, made = stage.frames[n], list[Solid]()
    for prop in stage.props_of(n):
        if prop.kind in RADII:
            made += _round(prop, one)
        elif prop.kind in {"dumbbell", "kettlebell", "stick", "pillow", "ankle weight"}:
            made += held_things(prop, stage, n)
    return made


def mat(stage: Stage) -> Box | None:
    """Return the mat below all frames, if there is one."""
    if not any(prop.kind == "mat" for prop in stage.all_props()):
        return None
    points = [p for p in stage.points() if p[1] < 40] or list(stage.points())
    xs, zs = [p[0] for p in points], [p[2] for p in points]
    middle, half = (min(zs) + max(zs)) / 2, max((max(zs) - min(zs)) / 2 + 9.0, 30.0)
    centre, long = (min(xs) + max(xs)) / 2, max((max(xs) - min(xs)) / 2 + 11.0, 30.0)
    return Box("mat", (centre - long, -1.6, middle - half), (centre + long, 0.0, middle + half), "mat")


def line(stage: Stage) -> Box | None:
    """Return the line on the floor below the feet of all frames, if there is one."""
    if not any(prop.kind == "line" for prop in stage.all_props()):
        return None
    feet = [
        one.body.points[f"{side} {end}"] for one in stage.frames for side in SIDES for end in ("heel", "toe")
    ]
    along_x, middle = [p[0] for p in feet], sum(p[2] for p in feet) / len(feet)
    return Box(
        "line", (min(along_x) - 16.0, -0.1, middle - 2.6), (max(along_x) + 16.0, 0.0, middle + 2.6), "roller"
    )


# --- what stands --------------------------------------------------------------------------------------------------


def _step(stage: Stage, prop: Prop) -> Box:
    """Return a step below the feet that are on it, or ahead of a body that is not on it."""
    upon = [
        (one.body, part) for one in stage.frames for part, what in one.pose.upon.items() if what == "step"
    ]
    on_it = [(body, part.partition(" ")[0]) for body, part in upon]
    if not on_it:
        x = max(p[0] for p in stage.points()) + 10.0
        return Box("step", (x, 0.0, -26.0), (x + 42.0, prop.size, 26.0), "roller", _TREAD)
    xs = [
        body.points[f"{part.partition(' ')[0]} {name}"][0]
        for body, part in upon
        for name in (("ball", "toe") if part.endswith("toes") else ("heel", "toe"))
    ]
    is_on_edge = all(part.endswith("toes") for _, part in upon)
    zs = [body.points[f"{side} ankle"][2] for body, side in on_it]
    others = [body.points[f"{balance.other(side)} ankle"] for body, side in on_it]
    lowest_foot = min(others, key=lambda p: p[1])
    is_beside = min(xs) - 20 < lowest_foot[0] < max(xs) + 14
    low, high = min(zs) - 22.0, max(zs) + 22.0
    if is_beside:  # the other foot hangs free beside it
        mean = sum(p[2] for p in others) / len(others)
        low, high = (
            (min(zs) - 8.0, max(zs) + 28.0) if mean < sum(zs) / len(zs) else (min(zs) - 28.0, max(zs) + 8.0)
        )
    behind, ahead = (3.0, 26.0) if is_on_edge else (7.0, 13.0)
    return Box("step", (min(xs) - behind, 0.0, low), (max(xs) + ahead, prop.size, high), "roller", _TREAD)


_TREAD = 4.5
"""Centimetres: how thick the top of a step is."""


_WALL, _THICK, _HIGH = 30.0, 6.0, 184.0
_PALM = 3.2
"""Centimetres from the middle of a hand to the wall that it lies on."""


def _wall(stage: Stage, prop: Prop) -> Box:
    """Return a wall as high as anything that the body reaches."""
    points = list(stage.points())
    high = max(_HIGH, max(p[1] for p in points) + _OVER)
    box = _wall_at(stage, prop, points)
    return replace(box, high=(box.high[0], high, box.high[2]))


_OVER = 14.0
"""Centimetres from the highest hand to the upper edge of a wall."""


def _wall_at(stage: Stage, prop: Prop, points: Sequence[Point]) -> Box:
    xs, zs = [p[0] for p in points], [p[2] for p in points]
    middle = (min(zs) + max(zs)) / 2
    wide = max(_WALL, (max(zs) - min(zs)) / 2 + 6.0)
    if prop.way == "at":
        hands = [one.body.points[part] for one in stage.frames for part in prop.at]
        hips = stage.frames[0].body.points["hips"]
        ahead = sum(hand[0] - hips[0] for hand in hands) / len(hands)
        aside = sum(hand[2] - hips[2] for hand in hands) / len(hands)
        if abs(aside) > 1.6 * abs(ahead):
            z = max(p[2] for p in hands) + 3.0 if aside > 0 else min(p[2] for p in hands) - 3.0
            return _wall_beside(z, aside > 0, xs)
        x = max(p[0] for p in hands) + _PALM if ahead > 0 else min(p[0] for p in hands) - _PALM
        # No nearer to the viewer than the hands, which it would hide.
        nearest, farthest = max(p[2] for p in hands) + 5.0, min(p[2] for p in hands) - _WALL
        return _wall_ahead(x, ahead > 0, (nearest + farthest) / 2, (nearest - farthest) / 2)
    way = side_meant(stage, prop.way)
    if way[2]:
        return _wall_beside((max(zs) + 9.0) if way[2] > 0 else (min(zs) - 9.0), way[2] > 0, xs)
    backs = [one.body.points["hips"][0] - 11.0 for one in stage.frames]
    if way[0] < 0:
        return _wall_ahead(min(*backs, min(xs) - 2.0), False, middle, wide)
    # No nearer to the viewer than the hands and feet, which it would hide.
    near, far = (
        (max(zs) + 3.0, min(zs) - _WALL) if stage.camera.near[2] > 0 else (max(zs) + _WALL, min(zs) - 3.0)
    )
    return _wall_ahead(max(xs) + 4.0, True, (near + far) / 2, (near - far) / 2)


def _wall_ahead(x: float, is_ahead: bool, middle: float, wide: float) -> Box:
    low, high = (x, x + _THICK) if is_ahead else (x - _THICK, x)
    return Box("wall", (low, 0.0, middle - wide), (high, _HIGH, middle + wide))


def _wall_beside(z: float, is_right: bool, xs: list[float]) -> Box:
    low, high = (z, z + _THICK) if is_right else (z - _THICK, z)
    return Box("wall", (min(xs) - 14.0, 0.0, low), (max(xs) + 14.0, _HIGH, high))


def side_meant(stage: Stage, way: str) -> Point:
    """Return the direction of a word for a place beside the body: left and right are those of the picture."""
    if way in {"left", "right"}:
        ax, _, az = stage.camera.across
        sign = 1.0 if way == "right" else -1.0
        if abs(az) >= abs(ax):
            return (0.0, 0.0, sign if az > 0 else -sign)
        return (sign if ax > 0 else -sign, 0.0, 0.0)
    return (-1.0, 0.0, 0.0) if way == "behind" else (1.0, 0.0, 0.0)


def upright_at(stage: Stage, prop: Prop) -> tuple[float, float]:
    """Return where a post stands, along the floor."""
    points = list(stage.points())
    if prop.way == "at":
        hands = [one.body.points[prop.at[0]] for one in stage.frames]
        return hands[-1][0] + 1.0, hands[-1][2]
    is_pulled = any(other.kind in BANDS and other.way == prop.kind for other in stage.all_props())
    away = PULL if is_pulled else 6.0
    x, _, z = side_meant(stage, prop.way)
    hips = stage.frames[0].body.points["hips"]
    if z:
        zs = [p[2] for p in points]
        return hips[0] + 2.0, (max(zs) + away if z > 0 else min(zs) - away)
    xs = [p[0] for p in points]
    return (max(xs) + away if x > 0 else min(xs) - away), hips[2]


def _post(x: float, z: float) -> Iterator[Solid]:
    """Yield an upright with a heavy foot."""
    yield Rod("post", (x, 2.0, z), (x, 136.0, z), 2.8, "metal")
    yield Rod("post foot", (x, 0.0, z), (x, 4.0, z), 14.0, "metal")


def _chair(stage: Stage, prop: Prop) -> Iterator[Solid]:
    """Yield a chair to sit on, below the lowest hips; or one that stands elsewhere, whose back may be held."""
    deepest = min(stage.frames, key=lambda one: one.body.points["hips"][1])
    x, _, z = deepest.body.points["hips"]
    if prop.way == "at":
        hand = stage.frames[-1].body.points[prop.at[0]]
        facing = 1.0 if hand[0] >= x else -1.0
        yield from chair((hand[0] + 23.0 * facing, 0.0, hand[2]), top=_back_for(hand), facing=facing)
    elif prop.way == "under":
        seat = min(max(lowest(deepest.body, "hips"), 36.0), 50.0)
        heels = [
            deepest.body.points[f"{part.partition(' ')[0]} heel"][0]
            for part in deepest.planted
            if "foot" in part
        ]
        x = min([x, *(heel - 24.0 for heel in heels)]) if heels else x
        yield from chair((x, 0.0, z), seat=seat)
    else:
        way = side_meant(stage, prop.way)
        xs, zs = [p[0] for p in stage.points()], [p[2] for p in stage.points()]
        if way[2]:
            yield from chair((x, 0.0, max(zs) + 30.0 if way[2] > 0 else min(zs) - 30.0))
        elif way[0] > 0:
            hands = [
                p
                for one in stage.frames
                for s in ("left", "right")
                if (p := one.body.points[f"{s} hand"])[0] > x + 20
            ]
            at = max(hands, default=(max(xs) + 4.0, 90.0, z))
            yield from chair((at[0] + 23.0, 0.0, z), top=_back_for(at), facing=1.0)
        else:
            yield from chair((min(xs) - 30.0, 0.0, z), facing=-1.0)


def _back_for(hand: Point) -> float:
    """Return how high the back of a chair is that a hand lies on."""
    return min(max(hand[1] - 4.0, 78.0), 118.0)


def chair(place: Point, seat: float = 45.0, top: float = 88.0, facing: float = 1.0) -> Iterator[Solid]:
    """Yield a chair with the middle of its seat above *place*; *facing* 1 has its back behind, as the body has."""
    x, _, z = place
    yield Box("seat", (x - 21.0, seat - 4.5, z - 20.0), (x + 21.0, seat, z + 20.0))
    for dx in (-19.0, 19.0):
        for dz in (-18.0, 18.0):
            yield Box(
                "chair leg", (x + dx - 1.8, 0.0, z + dz - 1.8), (x + dx + 1.8, seat - 4.5, z + dz + 1.8)
            )
    back = x - 20.0 * facing
    yield Box("chair back", (back - 1.8, seat + 14.0, z - 20.0), (back + 1.8, top, z + 20.0))
    for dz in (-17.0, 17.0):
        yield Box("chair leg", (back - 1.8, seat, z + dz - 1.8), (back + 1.8, seat + 14.0, z + dz + 1.8))


# --- what goes with the body ----------------------------------------------------------------------------------------


def _round(prop: Prop, one: Posture) -> Iterator[Solid]:
    """Balls and rollers: on the floor below a part of the body, in a hand, or between two parts."""
    radius, is_under = RADII[prop.kind], prop.way == "under"
    spots = []
    for part in prop.at:
        middle, axis, _ = place_on(one, part)
        if is_under and part.partition(" ")[2] in OF_FOOT:
            side = part.partition(" ")[0]
            middle = between(one.body.points[f"{side} heel"], one.body.points[f"{side} ball"], 0.5)
        spots.append((middle, axis))
    is_one = prop.way == "between" or prop.kind not in {"ball"} or prop.at[0].endswith("hand")
    if len(spots) == 2 and is_one:
        spots = [(between(spots[0][0], spots[1][0], 0.5), spots[0][1])]
    for middle, axis in spots:
        at = (middle[0], radius, middle[2]) if is_under else middle
        if prop.kind.endswith("ball"):
            yield Ball(prop.kind, at, radius)
            continue
        across = unit((axis[2], 0.0, -axis[0]), (0.0, 0.0, 1.0))
        hole = 3.2 if prop.kind == "roller" else 0.0
        yield Rod(prop.kind, along(at, across, -22.0), along(at, across, 22.0), radius, "roller", hole=hole)
