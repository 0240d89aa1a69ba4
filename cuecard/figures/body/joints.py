"""The joints of the body: what each is called, and how far it goes.

Angles are degrees as a physiotherapist measures them, from the anatomical position.
"""

from __future__ import annotations

import types
from collections.abc import Mapping

from msgspec import Struct

Angles = Mapping[str, float]
"""By the joint's name as authors write it, a side before it where there are two: "trunk", "left knee"."""
SIDES = ("left", "right")
_SIDE_WORDS = {"left": "left", "right": "right", "near": "right", "far": "left"}
SIDE_WORDS: Mapping[str, str] = types.MappingProxyType(_SIDE_WORDS)
"""As authors name the sides: seen from the side, the figure looks to the right and its right side is the near one."""


class Joint(Struct, frozen=True):
    """What a joint can do."""

    name: str
    least: float
    most: float
    is_paired: bool
    range_text: str
    """What it does within its range, to follow its name: "bends 0 to 150 degrees"."""


# Ranges of healthy adults, widened a little beyond the means of the American Academy of Orthopaedic Surgeons (Joint
# Motion, 1965, as tabled by Norkin and White), since athletes are drawn too.
_JOINTS = (
    Joint("trunk", -180, 180, False, "leans -180 (back) to 180 (forwards) degrees from upright"),
    Joint("trunk side", -100, 100, False, "leans 100 degrees to the left (minus) or to the right"),
    Joint("turn", -180, 180, False, "goes 180 degrees to the left (minus) or to the right"),
    Joint(
        "twist",
        -60,
        60,
        False,
        "turns the chest over the hips 60 degrees to the left (minus) or to the right",
    ),
    Joint(
        "pelvis side",
        -20,
        20,
        False,
        "drops 20 degrees on the left (minus) or on the right, over legs that stay as they are",
    ),
    Joint("spine", -60, 110, False, "hollows 60 degrees (minus) to rounds 110"),
    Joint("pelvis", -30, 30, False, "tips 30 degrees forwards (minus) to tucks 30 back"),
    Joint("neck", -60, 60, False, "bends 60 degrees back (minus) to 60 forwards"),
    Joint("nod", -40, 40, False, "tips the face 40 degrees up (minus) to 40 down, on a neck that stays"),
    Joint("neck side", -45, 45, False, "bends 45 degrees to the left (minus) or to the right"),
    Joint("neck turn", -85, 85, False, "goes 85 degrees to the left (minus) or to the right"),
    Joint("jaw", 0, 35, False, "opens 0 to 35 degrees"),
    Joint("eyes", -35, 35, False, "look 35 degrees down (minus) to 35 up"),
    Joint("eyes turn", -40, 40, False, "look 40 degrees to the left (minus) or to the right"),
    Joint("hip", -35, 135, True, "goes 35 degrees back (minus) to 135 forwards"),
    Joint("hip abduction", -35, 60, True, "goes 35 degrees in (minus) to 60 out"),
    Joint("hip rotation", -50, 70, True, "turns 50 degrees in (minus) to 70 out"),
    Joint("knee", 0, 150, True, "bends 0 to 150 degrees"),
    Joint("knee out", -40, 75, True, "falls 40 degrees in (minus) to 75 out while the foot stays"),
    Joint("ankle", -55, 35, True, "points 55 degrees down (minus) to 35 up"),
    Joint("foot out", -35, 50, True, "turns 35 degrees in (minus) to 50 out"),
    Joint("foot tilt", -25, 40, True, "turns the sole 25 degrees out (minus) to 40 in"),
    Joint("toes", -30, 75, True, "bend 30 degrees down (minus) to 75 up"),
    Joint("shoulder", -90, 185, True, "goes 90 degrees back (minus) to 185 forwards and up"),
    Joint("shoulder abduction", -60, 185, True, "goes 60 degrees in (minus) to 185 out and up"),
    Joint("shoulder rotation", -95, 95, True, "turns 95 degrees in (minus) to 95 out"),
    Joint("elbow", 0, 150, True, "bends 0 to 150 degrees"),
    Joint("forearm", -90, 90, True, "turns the palm 90 degrees down and back (minus) to 90 up and ahead"),
    Joint("wrist", -75, 80, True, "bends 75 degrees back (minus) to 80 towards the palm"),
    Joint("shrug", -10, 35, True, "lifts the shoulder 10 degrees down (minus) to 35 up"),
    Joint("squeeze", -30, 30, True, "draws the shoulder 30 degrees ahead (minus) to 30 back"),
)
JOINTS: Mapping[str, Joint] = types.MappingProxyType({joint.name: joint for joint in _JOINTS})


def joint_of(name: str) -> Joint:
    """Return the joint that *name*, with or without a side, is of.

    Raises:
        KeyError: when there is none, or when it has no sides.

    """
    side, _, rest = name.partition(" ")
    if side in SIDE_WORDS and rest in JOINTS and JOINTS[rest].is_paired:
        return JOINTS[rest]
    return JOINTS[name]


def full_names(name: str) -> tuple[str, ...]:
    """Return the angles that *name* as an author writes it is of: "near knee" is "right knee", "knee" is those of both.

    Raises:
        KeyError: when there is no such joint.

    """
    joint = joint_of(name)
    side = name.partition(" ")[0]
    if joint.name == name:
        return tuple(f"{side} {name}" for side in SIDES) if joint.is_paired else (name,)
    return (f"{SIDE_WORDS[side]} {joint.name}",)


ZERO: Angles = types.MappingProxyType(
    {
        name: 0.0
        for joint in _JOINTS
        for name in ([f"{side} {joint.name}" for side in SIDES] if joint.is_paired else [joint.name])
    }
)
"""The anatomical position."""
