"""Tones: dark is what works, moves or is stretched, never what is merely near."""

from __future__ import annotations

from collections.abc import Collection

from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import SIDES
from cuecard.figures.scene.camera import Camera
from cuecard.figures.scene.motion import LIMBS


def tones(one: Posture, camera: Camera, works: Collection[str]) -> dict[str, str]:
    """The ink of each limb and of the trunk. Of two that do the same, the farther one is a step lighter."""
    points = one.body.points
    made = {"trunk": "work-far" if "trunk" in works else "trunk"}
    is_still = not works
    for limb in LIMBS:
        side, _, kind = limb.partition(" ")
        root, middle = ("hip", "hips") if kind == "leg" else ("shoulder", "shoulders")
        is_away = camera.depth(points[f"{side} {root}"]) < camera.depth(points[middle]) - 3.0
        other = f"{SIDES[1 - SIDES.index(side)]} {kind}"
        if limb in works:
            made[limb] = "work-far" if is_away and other in works else "work"
        elif is_still and kind == "leg":
            made[limb] = "work-far" if is_away else "work"
        else:
            made[limb] = "rest-far" if is_away else "rest"
    return made
