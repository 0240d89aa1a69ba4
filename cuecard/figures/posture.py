"""From a named pose and an author's changes to a body that stands, kneels or lies on the floor.

A pose gives angles and says what carries it. An author changes any of the angles; then what the pose says must hold
again: a foot that stands stays flat, hands and knees reach the floor, nothing sinks into it. So some angles follow
from others, and which they are depends on what the author gave, since what an author writes always counts.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import hypot

from cuecard.figures.skeleton import (
    ARM_RADIUS,
    HEAD_RADIUS,
    JOINTS,
    KNEE_RADIUS,
    LIMB_RADIUS,
    SIDES,
    TORSO,
    ZERO,
    Angles,
    Level,
    Skeleton,
    joint_of,
    skeleton,
)
from cuecard.problems import Refused

_NOTHING: Mapping[str, str] = types.MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pose:
    """A named pose: angles, and what carries the body."""

    name: str
    told: str
    angles: Angles
    stands: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """By side: a foot "flat" or on its "toes", or a "shin", along the floor; it fixes the trunk's lean."""
    planted: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """By side: further feet along the floor."""
    rests: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Part by part: the joint by which it reaches the floor."""
    plumb: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    upon: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    anchor: str = "hips"
    together: str = ""
    view: str = "side"
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class Posture:
    """A body in its place: the floor is at y = 0, the anchor at x = 0."""

    angles: Angles
    planted: Mapping[str, str]
    body: Skeleton
    pose: Pose


_REST = 0.8
"""Centimetres by which a part that rests may miss the floor."""


def posture(pose: Pose, changes: Angles, step: float = 0.0) -> Posture:
    """*pose* with *changes*, set on the floor.

    Changes name a joint of one side, or both by the bare name. *step* is the height of what `pose.upon` calls a step.

    Raises:
        Refused: when the angles are impossible; its `key` is the change that is to blame, if one is.

    """
    given = _expanded(changes)
    for name, value in given.items():
        _in_range(name, value, changes)
    angles = {**ZERO, **pose.angles, **_taken_along(pose, given), **given}
    angles |= _kept_in_direction(pose, angles, given)
    stands = _standing_legs(pose, angles, given)
    feet = {
        side: how
        for side, how in {**pose.planted, **stands}.items()
        if how != "shin" and (side in stands or not _is_freed(side, "leg", given))
    }
    hands = [side for side in pose.plumb if side not in pose.level and not _is_freed(side, "arm", given)]
    planted = {f"{side} foot": how for side, how in feet.items()} | {f"{side} hand": "flat" for side in hands}

    def settled(trial: Mapping[str, float]) -> dict[str, float]:
        return _settled(pose, dict(trial), given, stands)

    carrier = _carrier(pose, stands)
    ground = step if pose.upon.get(carrier) == "step" else 0.0
    for part, joint in pose.rests.items():
        side = part.partition(" ")[0]
        limb = "arm" if part.endswith(("hand", "elbow")) else "leg"
        if joint in given or (_is_freed(side, limb, given) and side not in stands):
            continue
        height = step if pose.upon.get(part) == "step" else 0.0

        def gap(
            value: float, part: str = part, joint: str = joint, difference: float = height - ground
        ) -> float:
            trial = settled({**angles, joint: value})
            body = skeleton(trial, planted)
            return lowest(body, part) - lowest(body, carrier) - difference

        angles[joint] = _solved(gap, angles[joint], joint, part)
    angles = settled(angles)
    for name, value in angles.items():
        if name not in given and not joint_of(name).name.startswith("trunk"):
            _follows_in_range(name, value)
    body = skeleton(angles, planted)
    down = ground - lowest(body, carrier)
    body = body.moved((-anchor_x(body, pose.anchor), down, -body.points["hips"][2]))
    return Posture(types.MappingProxyType(angles), types.MappingProxyType(planted), body, pose)


# --- what follows from what -----------------------------------------------------------------------------------


def _expanded(changes: Angles) -> dict[str, float]:
    """Changes by the joint's full name; a change of one side counts more than one of both."""
    both: dict[str, float] = {}
    one: dict[str, float] = {}
    for name, value in changes.items():
        if name in JOINTS and JOINTS[name].is_paired:
            both |= {f"{side} {name}": value for side in SIDES}
        else:
            one[name] = value
    return {**both, **one}


_LEG = ("hip", "knee", "ankle")


def _taken_along(pose: Pose, given: Angles) -> dict[str, float]:
    """The legs' other angles, larger or smaller in the proportion in which the leading joint was changed."""
    leading = next((name for name in (pose.together, f"right {pose.together}") if name in given), "")
    if not leading or not pose.angles.get(leading):
        return {}
    share = given[leading] / pose.angles[leading]
    taken = {}
    for name, value in pose.angles.items():
        joint = joint_of(name)
        if name == "trunk" or joint.name in _LEG:
            taken[name] = min(max(value * share, joint.least), joint.most)
    return taken


def _kept_in_direction(pose: Pose, angles: Angles, given: Angles) -> dict[str, float]:
    """Hips that follow a changed trunk, so that the legs keep their direction."""
    if "trunk" not in given or not pose.stands:
        return {}
    by = given["trunk"] - _lean(pose, {**ZERO, **pose.angles})
    return {f"{side} hip": angles[f"{side} hip"] + by for side in SIDES if f"{side} hip" not in given}


def _lean(pose: Pose, angles: Angles) -> float:
    """How far the trunk leans when the first standing leg carries it."""
    for side, how in pose.stands.items():
        return _lean_over(side, how, angles)
    return angles["trunk"]


def _lean_over(side: str, how: str, angles: Angles) -> float:
    bend = angles[f"{side} hip"] - angles[f"{side} knee"]
    if how == "shin":
        return bend + 90.0
    # On its toes a foot slopes by as much as its ankle points down: the shin stays upright.
    return bend + (angles[f"{side} ankle"] if how == "flat" else 0.0)


def _standing_legs(pose: Pose, angles: Angles, given: Angles) -> dict[str, str]:
    """The legs that carry the body: of two that an author made unlike, the one that reaches lower."""
    stands = dict(pose.stands)
    if len(stands) < 2:
        return stands
    legs = [[angles[f"{side} {joint}"] for joint in (*_LEG, "hip abduction")] for side in SIDES]
    if legs[0] == legs[1]:
        return stands

    def reach(side: str) -> float:
        body = skeleton({**angles, "trunk": given.get("trunk", _lean_over(side, stands[side], angles))})
        return lowest(body, f"{side} foot")

    side = min(reversed(SIDES), key=reach)
    return {side: stands[side]}


def _carrier(pose: Pose, stands: Mapping[str, str]) -> str:
    """The part that is on the floor, or on the step, in any case."""
    for side, how in stands.items():
        return f"{side} knee" if how == "shin" else f"{side} foot"
    return pose.anchor


def _is_freed(side: str, limb: str, given: Angles) -> bool:
    """Whether an author moved this limb by itself."""
    other = {"left": "right", "right": "left"}.get(side, "")
    joints = _LEG if limb == "leg" else ("shoulder", "elbow")
    return any(
        f"{side} {joint}" in given and given.get(f"{other} {joint}") != given[f"{side} {joint}"]
        for joint in joints
    )


def _settled(
    pose: Pose, angles: dict[str, float], given: Angles, stands: Mapping[str, str]
) -> dict[str, float]:
    """*angles* in which the standing legs, the arms that hang and the forearms that lie fit the rest."""
    for n, (side, how) in enumerate(stands.items()):
        is_trunk_open = "trunk" not in given and "trunk" not in pose.rests.values() and n == 0
        if is_trunk_open:
            angles["trunk"] = _lean_over(side, how, angles)
        elif f"{side} hip" not in given:
            angles[f"{side} hip"] += angles["trunk"] - _lean_over(side, how, angles)
        elif how == "flat" and f"{side} ankle" not in given:
            angles[f"{side} ankle"] += angles["trunk"] - _lean_over(side, how, angles)
    for side in pose.plumb:
        if not {f"{side} shoulder", f"{side} elbow"} & given.keys():
            angles[f"{side} shoulder"] = angles["trunk"]
    for side in pose.level:
        if f"{side} elbow" not in given:
            angles[f"{side} elbow"] = 90.0 - angles[f"{side} shoulder"] + angles["trunk"]
    for side, how in pose.planted.items():
        if how == "flat" and side not in stands and f"{side} ankle" not in given:
            angles[f"{side} ankle"] = angles["trunk"] - angles[f"{side} hip"] + angles[f"{side} knee"]
    return angles


def _solved(gap: Callable[[float], float], start: float, joint: str, part: str) -> float:
    """The angle nearest to *start* at which *gap* is 0: looked for in steps, then by halving.

    Raises:
        Refused: when no angle in the joint's range closes it.

    """
    limits = joint_of(joint)
    for step in range(91):
        for way in (2.0, -2.0):
            near, far = start + way * step, start + way * (step + 1)
            if not (limits.least <= near <= limits.most and limits.least <= far <= limits.most):
                continue
            if gap(near) * gap(far) <= 0:
                return _halved(gap, near, far)
    raise Refused("bad-pose", f"with these angles the {part} does not reach the floor")


def _halved(gap: Callable[[float], float], low: float, high: float) -> float:
    sign = gap(low)
    for _ in range(40):
        middle = (low + high) / 2
        if gap(middle) * sign > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _in_range(name: str, value: float, changes: Angles) -> None:
    joint = joint_of(name)
    if not joint.least <= value <= joint.most:
        key = name if name in changes else joint.name
        raise Refused(
            "bad-angle", f"{_number(value)} is out of range: the {joint.name} {joint.told}", key=key
        )


def _follows_in_range(name: str, value: float) -> None:
    joint = joint_of(name)
    if not joint.least - 3 <= value <= joint.most + 3:
        message = f"with these angles the {name} would be at {_number(value)} degrees; it {joint.told}"
        raise Refused("bad-pose", message)


def _number(value: float) -> str:
    return f"{value:.0f}"


# --- touching the floor ---------------------------------------------------------------------------------------

_PARTS: Mapping[str, Mapping[str, float]] = types.MappingProxyType(
    {
        "foot": {"heel": LIMB_RADIUS, "ball": LIMB_RADIUS, "toe": LIMB_RADIUS},
        "toes": {"ball": LIMB_RADIUS, "toe": LIMB_RADIUS},
        "knee": {"knee": KNEE_RADIUS},
        "elbow": {"elbow": ARM_RADIUS},
        "hand": {"wrist": ARM_RADIUS, "hand": ARM_RADIUS},
    }
)


def lowest(body: Skeleton, part: str) -> float:
    """The height of the lowest skin of *part*, such as "left foot", "hips", "shoulders" or "head"."""
    side, _, name = part.partition(" ")
    if name:
        return min(body.points[f"{side} {point}"][1] - radius for point, radius in _PARTS[name].items())
    if part == "head":
        return body.points["head"][1] - HEAD_RADIUS
    levels = TORSO[:3] if part == "hips" else TORSO[3:]
    return min(body.level(level)[1] - _reach_down(body, level) for level in levels)


def lowest_of_all(body: Skeleton) -> float:
    """The height of the lowest skin anywhere."""
    parts = [f"{side} {part}" for side in SIDES for part in _PARTS]
    return min(lowest(body, part) for part in (*parts, "head", "hips", "shoulders"))


def _reach_down(body: Skeleton, level: Level) -> float:
    return hypot(level.depth * body.forward[1], level.width * body.right[1])


def anchor_x(body: Skeleton, part: str) -> float:
    """Where *part* is along the floor."""
    side, _, name = part.partition(" ")
    point = {"foot": "ankle", "toes": "ball"}.get(name, name)
    return body.points[f"{side} {point}" if name else part][0]
