"""From one frame of a figure to the next: the bodies in between.

Angles change, not places, so that limbs keep their length on the way. What carries the body in both frames stays where
it is; a foot that steps elsewhere is lifted over the floor, and so is one that would pass through it.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import acos, atan2, cos, degrees, hypot, inf, pi, sin

from msgspec.structs import replace

from cuecard.figures.body.balance import clamped, limb_of_joint
from cuecard.figures.body.floor import LIMBS, limb_of, lowest_among, lowest_of_all, point_of
from cuecard.figures.body.joints import SIDES, Angles, joint_of
from cuecard.figures.body.points import Point, between, distance, dot, minus, plus
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import SHIN, THIGH, Skeleton, skeleton

_STAYS = 2.5
"""Centimetres by which a part that stays may differ from one frame to the next."""
_STEP = 8.0
"""Centimetres by which a foot is lifted that steps from one place to another."""


def carriers_of_all(frames: Sequence[Posture]) -> list[str]:
    """Return the parts that carry the body in all frames, at one height; those first that the poses name as their
    anchors.

    The poses that the movement goes to count more than the one that it begins with.
    """
    first, *others = frames
    carrying = [
        part
        for part, height in (others or frames)[0].carried.items()
        if all(one.carried.get(part) == height for one in frames)
    ]
    anchors = [one.pose.anchor for one in (*others, first)]
    return sorted(carrying, key=lambda part: anchors.index(part) if part in anchors else len(anchors))


def way(a: Posture, b: Posture, steps: int) -> list[Posture]:
    """Return the bodies on the way from one frame to another, without both, at equal times."""
    return [_on_the_way(a, b, share) for share in _shares(steps)]


def _shares(steps: int) -> Iterator[float]:
    """Shares of the way that start and end softly."""
    for n in range(1, steps + 1):
        yield (1 - cos(pi * n / (steps + 1))) / 2


def _on_the_way(a: Posture, b: Posture, share: float) -> Posture:
    """Return the body at *share* of the way from one frame to another."""
    planted = _planted_in_both(a, b)
    stays = _staying(a, b)
    angles = _angles_on_the_way(a, b, share, changes_legs=not stays)
    anchor = point_of(stays or "hips")
    place = between(a.body.points[anchor], b.body.points[anchor], share)

    def made(angles: Angles) -> Skeleton:
        body = skeleton(angles, planted)
        return body.moved(minus(place, body.points[anchor]))

    for side in SIDES:
        if limb_of(stays) == "leg" and stays.startswith(side):
            continue
        point = _stood_on(a, b, side)
        start, end = (one.body.points[point or f"{side} ankle"] for one in (a, b))
        is_step = bool(point) and distance(start, end) >= _STAYS
        rise = (_STEP + abs(end[1] - start[1])) * sin(pi * share) if is_step else 0.0
        if point and not (is_step and stays):
            foot = plus(between(start, end, share), (0.0, rise, 0.0))
            angles |= _stepping_on(angles, made, point, foot)
        else:
            # Whoever lies or sits slides the foot.
            high = rise + _height_below(a, b, side, share) if limb_of(stays) == "leg" else 0.0
            angles |= _lifted(angles, made, side, "leg", high)
    for side in SIDES:
        if not (limb_of(stays) == "arm" and stays.startswith(side)):
            angles |= _lifted(angles, made, side, "arm")
    body = made(angles)
    sunk = min(lowest_of_all(body) + 0.5, 0.0)
    return replace(
        a if share < 0.5 else b,
        angles=types.MappingProxyType(angles),
        planted=types.MappingProxyType(planted),
        body=body.moved((0.0, -sunk, 0.0)),
    )


def _angles_on_the_way(a: Posture, b: Posture, share: float, *, changes_legs: bool) -> dict[str, float]:
    """Return the angles at *share* of the way; where the body changes legs, one lands before the other one leaves."""
    shares = dict.fromkeys(SIDES, share)
    if changes_legs:
        for side in SIDES:
            if _is_on_foot(a, side) != _is_on_foot(b, side):
                shares[side] = min(2 * share, 1.0) if _is_on_foot(b, side) else max(2 * share - 1, 0.0)
    made = {}
    for name, value in a.angles.items():
        is_leg = limb_of_joint(joint_of(name).name) == "leg"
        by = shares[name.partition(" ")[0]] if is_leg else share
        made[name] = value + (b.angles[name] - value) * by
    return made


def _planted_in_both(a: Posture, b: Posture) -> dict[str, str]:
    """Return what lies along the floor all the way; of a foot that goes up on its toes, those."""
    return {
        part: how if how == b.planted[part] else "toes"
        for part, how in a.planted.items()
        if b.planted.get(part) == how or {how, b.planted.get(part)} == {"flat", "toes"}
    }


def _staying(a: Posture, b: Posture) -> str:
    """Return the part that carries the body all the way without leaving its place; empty where there is none."""
    for part in carriers_of_all((a, b)):
        x, _, z = minus(b.body.points[point_of(part)], a.body.points[point_of(part)])
        if hypot(x, z) < _STAYS:
            return part
    return ""


def _feet(side: str) -> tuple[str, str]:
    return (f"{side} foot", f"{side} toes")


def _is_on_foot(one: Posture, side: str) -> bool:
    return any(part in one.carried for part in _feet(side))


def _stood_on(a: Posture, b: Posture, side: str) -> str:
    """Return the point of a foot that carries in both frames; empty where it does not."""
    return next((point_of(part) for part in _feet(side) if part in a.carried and part in b.carried), "")


def _height_below(a: Posture, b: Posture, side: str, share: float) -> float:
    """Return how high that is on which a foot stands, on its way from one to the other; 0 below one that swings."""
    start, end = (
        next((one.carried[part] for part in _feet(side) if part in one.carried), 0.0) for one in (a, b)
    )
    return start + (end - start) * share if _stood_on(a, b, side) else 0.0


def _stepping_on(
    angles: Angles, body: Callable[[Angles], Skeleton], point: str, place: Point
) -> Mapping[str, float]:
    """Return the hip's and the knee's angles by which *point* of a foot reaches its *place*."""
    side = point.partition(" ")[0]
    names = (f"{side} knee", f"{side} hip")
    bent = {name: angles[name] for name in names}
    for _ in range(1 if point.endswith("ankle") else 3):  # a foot on its toes turns with the shin
        now = body({**angles, **bent})
        hip, was = now.points[f"{side} hip"], now.points[f"{side} ankle"]
        ankle = plus(was, minus(place, now.points[point]))
        far = min(max(distance(hip, ankle), abs(THIGH - SHIN) + 1.0), THIGH + SHIN)
        knee = 180.0 - degrees(acos((THIGH**2 + SHIN**2 - far**2) / (2 * THIGH * SHIN)))
        # Hip and knee share the thigh: a knee's new angle turns the line from hip to ankle by half of the change.
        by = (_slope(now, hip, ankle) - _slope(now, hip, was) + 180.0) % 360.0 - 180.0
        flexed = bent[names[1]] + by + (knee - bent[names[0]]) / 2
        bent = {names[0]: knee, names[1]: clamped("hip", flexed)}
    return bent


def _slope(body: Skeleton, a: Point, b: Point) -> float:
    """Return the direction from *a* to *b* in the plane that the trunk bends in: degrees forward of its length."""
    way = minus(b, a)
    ahead, down = dot(way, body.forward), -dot(way, body.up)
    return degrees(atan2(ahead, down)) if hypot(ahead, down) else 0.0


_LIFTS: Mapping[str, tuple[Mapping[str, float], ...]] = types.MappingProxyType(
    {"leg": ({"knee": 1.0, "hip": 0.5},), "arm": ({"elbow": 1.0}, {"shoulder": 1.0}, {"shoulder": -1.0})}
)
"""Ways to lift a limb: the joints that are bent, each by its share."""
_MAY_SINK = 0.8
"""Centimetres by which a limb on the way may be under the floor."""


def _lifted(
    angles: Angles, body: Callable[[Angles], Skeleton], side: str, limb: str, high: float = 0.0
) -> Mapping[str, float]:
    """Return the angles of a limb that swings over the floor, bent as much as it takes to be so *high*, if it can."""
    parts = [f"{side} {part}" for part in (("foot",) if limb == "leg" else LIMBS[limb])]
    highest, best = -inf, dict[str, float]()
    for more in range(0, 60, 3):
        for shares in _LIFTS[limb]:
            bent = {
                f"{side} {joint}": clamped(joint, angles[f"{side} {joint}"] + more * share)
                for joint, share in shares.items()
            }
            low = lowest_among(body({**angles, **bent}), parts)
            if low > high - _MAY_SINK:
                return bent
            if low > highest:
                highest, best = low, bent
    return best
