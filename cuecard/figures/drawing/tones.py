"""Tones: dark is what moves, or what a band, a sign or the author is at; never what is merely near, or merely holds."""

from __future__ import annotations

from collections.abc import Collection

from cuecard.figures.body import balance
from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.posture import Posture
from cuecard.figures.scene.camera import Camera
from cuecard.figures.scene.motion import LIMBS


def tones(one: Posture, camera: Camera, works: Collection[str]) -> dict[str, str]:
    """Return the ink of each limb and of the trunk. Of two that do the same, the farther one is a step lighter."""
    points = one.body.points
    made = {"trunk": "work-far" if "trunk" in works else "trunk"}
    for limb in LIMBS:
        side, _, kind = limb.partition(" ")
        root, middle = ("hip", "hips") if kind == "leg" else ("shoulder", "shoulders")
        other_side = balance.other(side)
        is_away = camera.depth(points[f"{side} {root}"]) < camera.depth(points[middle]) - 3.0
        if kind == "leg" and abs(camera.depth(points[f"{side} {root}"]) - camera.depth(points[middle])) < 3.0:
            behind = camera.depth(points[f"{other_side} knee"]) - camera.depth(points[f"{side} knee"])
            is_away = (
                behind > _BEHIND
            )  # seen from the front or the feet: the leg whose knee is behind the other
        other = f"{other_side} {kind}"
        carrying = _carrying(one) if kind == "leg" else ""
        if limb in works:
            is_lighter = carrying == other_side if carrying else is_away
            made[limb] = "work-far" if is_lighter and other in works else "work"
        else:
            made[limb] = "rest-far" if is_away else "rest"
    return made


def _carrying(one: Posture) -> str:
    """Return the side of the leg that does more: the one on a step, or below a body whose other foot is in the air."""
    on_step = [
        part.partition(" ")[0]
        for part, thing in one.pose.upon.items()
        if thing == "step" and part.endswith(("foot", "toes"))
    ]
    if len(on_step) == 1:
        return on_step[0]
    free = [side for side in SIDES if one.body.points[f"{side} ball"][1] > _IN_THE_AIR]
    stands = len(free) == 1 and f"{balance.other(free[0])} foot" in one.carried
    return balance.other(free[0]) if stands else ""


_IN_THE_AIR = 9.0
"""Centimetres."""
_BEHIND = 12.0
"""Centimetres."""
