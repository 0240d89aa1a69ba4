"""Where the skin of a body is lowest: whether a part touches the floor, hangs above it, or would be under it."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from math import hypot

from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.skeleton import (
    ARM_RADIUS,
    HEAD_RADIUS,
    KNEE_RADIUS,
    LIMB_RADIUS,
    TORSO,
    Level,
    Skeleton,
)

TOUCHES = 1.0
"""Centimetres by which a part that carries may miss the floor."""
SINKS = 1.5
"""Centimetres by which a part may be under the floor: skin gives way."""
SOFT_SINKS = 3.0
"""The same for the trunk, which is softer."""

_PARTS: Mapping[str, Mapping[str, float]] = types.MappingProxyType(
    {
        "foot": {"heel": LIMB_RADIUS, "ball": LIMB_RADIUS, "toe": LIMB_RADIUS},
        "toes": {"ball": LIMB_RADIUS, "toe": LIMB_RADIUS},
        "knee": {"knee": KNEE_RADIUS},
        "elbow": {"elbow": ARM_RADIUS},
        "hand": {"wrist": ARM_RADIUS, "hand": ARM_RADIUS},
    }
)
"""Points of the body, and how much flesh is about each."""
LIMBS: Mapping[str, tuple[str, ...]] = types.MappingProxyType(
    {"leg": ("foot", "knee"), "arm": ("hand", "elbow")}
)
SOFT = ("hips", "shoulders")


def limb_of(part: str) -> str:
    """Return the limb that a part such as "left foot" belongs to: "leg", "arm", or empty."""
    name = part.partition(" ")[2]
    return "arm" if name in LIMBS["arm"] else "leg" if name in _PARTS else ""


def lowest(body: Skeleton, part: str) -> float:
    """Return the height of the lowest skin of *part*, such as "left foot", "hips", "shoulders" or "head"."""
    side, _, name = part.partition(" ")
    if name:
        return min(body.points[f"{side} {point}"][1] - radius for point, radius in _PARTS[name].items())
    if part == "head":
        return body.points["head"][1] - HEAD_RADIUS
    levels = TORSO[:3] if part == "hips" else TORSO[3:]
    return min(body.level(level)[1] - _reach_down(body, level) for level in levels)


def lowest_among(body: Skeleton, parts: Iterable[str]) -> float:
    """Return the height of the lowest skin of several parts."""
    return min(lowest(body, part) for part in parts)


EVERYTHING = (*(f"{side} {part}" for side in SIDES for part in _PARTS), "head", *SOFT)


def lowest_of_all(body: Skeleton) -> float:
    """Return the height of the lowest skin anywhere."""
    return lowest_among(body, EVERYTHING)


def _reach_down(body: Skeleton, level: Level) -> float:
    return hypot(level.depth * body.forward[1], level.width * body.right[1])


def point_of(part: str) -> str:
    """Return the point of the body that says where *part* is: the ankle of a foot, the ball of toes."""
    side, _, name = part.partition(" ")
    return f"{side} {({'foot': 'ankle', 'toes': 'ball'}).get(name, name)}" if name else part
