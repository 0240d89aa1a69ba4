"""What carries a body: which parts are on the floor whatever the angles are, and which reach it, and how."""

from __future__ import annotations

import types
from collections.abc import Collection, Mapping

from msgspec import Struct

from cuecard.figures.body.balance import is_moved_alone, other
from cuecard.figures.body.floor import SOFT, limb_of
from cuecard.figures.body.joints import SIDES, Angles
from cuecard.figures.body.pose import Pose
from cuecard.figures.body.skeleton import Planted

SEAT = 45.5
"""The height of a chair's seat: a shin and a foot, less the flesh of the thigh."""
HEIGHTS: Mapping[str, float] = types.MappingProxyType(
    {
        "chair": SEAT,
        "stool": SEAT,
        "wheelchair": SEAT + 2.0,
        "arm rests": SEAT + 21.0,
        "bench": 44.0,
        "bed": 50.0,
        "box": 40.0,
        "table": 74.0,
        "cushion": 9.0,
        "pillow": 11.0,
        "gym ball": 54.0,
        "ball": 18.0,
        "roller": 15.0,
        "towel roll": 10.0,
        "bars": 92.0,
        "bar": 212.0,
    }
)
"""How high things are that parts of the body rest on, in centimetres; authors say how high a step is."""
PARTS_OF_THINGS = ("arm rests",)
"""What is among these, but a part of something else."""


class Support(Struct, frozen=True):
    """What holds in any case, whatever the angles are."""

    stands: Mapping[str, str]
    planted: Planted
    carriers: tuple[str, ...]
    """The parts of which the lowest is on the ground; the rest of the body is set on it."""
    ground: float
    """Its height."""
    rests: Mapping[str, tuple[str, ...]]
    """By joint: the parts that reach the floor by it."""
    heights: Mapping[str, float]
    """By part: what it rests on, if that is not the floor."""


def support(pose: Pose, given: Angles, stands: Mapping[str, str], step: float) -> Support:
    """Return what carries *pose* with the changes *given*, on the legs that stand."""

    def is_freed(side: str, limb: str) -> bool:
        if side not in SIDES or (limb == "leg" and side in stands):
            return False
        return is_moved_alone(side, limb, given) and _is_even(pose, side, limb)

    feet = {side: how for side, how in pose.planted.items() if not is_freed(side, "leg")}
    feet |= {side: "top" if how == "shin" else how for side, how in stands.items()}
    planted = {
        f"{side} foot": how
        for side, how in feet.items()
        if f"{side} ankle" not in given or how == "toes" or stands.get(side) == "flat"
    }
    on_hands = any(part.endswith("hand") for part in (*pose.rests, pose.anchor))
    arms = [side for side in pose.plumb if not is_freed(side, "arm")]
    if on_hands:
        planted |= {f"{side} hand": "flat" for side in arms if side not in pose.level}
    if stands or pose.upon.get("hips"):
        planted["hips"] = "level"
    high = {**HEIGHTS, "step": step}
    heights = {part: high[what] for part, what in pose.upon.items()}
    carriers = _carriers(pose, stands, arms)
    rests: dict[str, tuple[str, ...]] = {}
    for part, joint in pose.rests.items():
        if not is_freed(part.partition(" ")[0], limb_of(part)):
            rests[joint] = (*rests.get(joint, ()), part)
    for part, joint in pose.rests.items():
        # Where both were moved, each in its own way, the lower one is on the floor.
        if joint not in rests and " " not in joint:
            rests[joint] = tuple(part for part, by in pose.rests.items() if by == joint)
    ground = pose.lift or heights.get(carriers[0], 0.0)
    return Support(stands, planted, carriers, ground, rests, heights)


def _is_even(pose: Pose, side: str, limb: str) -> bool:
    """Return whether both legs, or both arms, do the same in *pose*; then one that is moved alone no longer carries."""

    def does(side: str) -> object:
        rests = {
            (part.partition(" ")[2], joint.removeprefix(f"{side} "))
            for part, joint in pose.rests.items()
            if part.startswith(side) and limb_of(part) == limb
        }
        if limb == "arm":
            return rests, side in pose.plumb, side in pose.level
        return rests, pose.stands.get(side), pose.planted.get(side)

    return does(side) == does(other(side))


def _standing_on(pose: Pose, side: str, how: str) -> str:
    """Return the part of a leg that carries; of a foot whose heel is off the edge of a step, its toes."""
    if how == "shin":
        return f"{side} knee"
    return f"{side} toes" if f"{side} toes" in pose.upon else f"{side} foot"


def _carriers(pose: Pose, stands: Mapping[str, str], arms: Collection[str]) -> tuple[str, ...]:
    if pose.lift:
        return tuple(f"{side} foot" for side in SIDES)
    if stands:
        return tuple(_standing_on(pose, side, how) for side, how in stands.items())
    if soft := tuple(part for part in SOFT if part in pose.upon):
        return soft
    side, _, name = pose.anchor.partition(" ")
    if name in {"hand", "elbow"} and side in pose.plumb and arms:
        return tuple(f"{side} {name}" for side in arms)
    return SOFT if pose.anchor in SOFT else (pose.anchor,)
