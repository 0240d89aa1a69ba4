"""The frames that show each joint and each way to hold the arms in the gallery of figures (`poses.py`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """How the gallery shows a joint: a frame with the joint's word last, and two angles."""

    frame: str
    angles: tuple[int, int]
    view: str = ""


TURNS: Mapping[str, Turn] = {
    "trunk": Turn("pose: standing, trunk", (-20, 45)),
    "trunk side": Turn("pose: standing, trunk side", (-25, 25), "front"),
    "turn": Turn("pose: sitting, turn", (-45, 45), "front"),
    "twist": Turn("pose: sitting, arms: crossed, twist", (-45, 45), "front"),
    "spine": Turn("pose: hands-and-knees, spine", (-45, 80)),
    "pelvis": Turn("pose: hook-lying, spine: 12, pelvis", (-20, 20)),
    "pelvis side": Turn("pose: beside a step, pelvis side", (-16, 16), "front"),
    "nod": Turn("pose: standing, nod", (-25, 25)),
    "neck": Turn("pose: standing, neck", (-40, 40)),
    "neck side": Turn("pose: sitting, neck side", (-35, 35), "front"),
    "neck turn": Turn("pose: sitting, neck turn", (-60, 60), "front"),
    "hip": Turn("pose: standing, near hip", (-25, 60)),
    "hip abduction": Turn("pose: standing, right hip abduction", (-20, 30), "front"),
    "hip rotation": Turn("pose: sitting, right hip rotation", (-30, 30), "front"),
    "knee": Turn("pose: sitting, near knee", (20, 110)),
    "knee out": Turn("pose: hook-lying, right knee out", (-25, 55), "feet"),
    "ankle": Turn("pose: long sitting, ankle", (-40, 20)),
    "foot out": Turn("pose: standing, right foot out", (-25, 40), "front"),
    "jaw": Turn("pose: sitting, jaw", (0, 30), "three-quarter"),
    "eyes": Turn("pose: sitting, eyes", (-30, 30), "front"),
    "eyes turn": Turn("pose: sitting, eyes turn", (-35, 35), "front"),
    "foot tilt": Turn("pose: long sitting, right foot tilt", (-20, 35), "front"),
    "toes": Turn("pose: long sitting, toes", (-30, 60)),
    "shoulder": Turn("pose: standing, near shoulder", (-45, 120)),
    "shoulder abduction": Turn("pose: standing, right shoulder abduction", (-30, 100), "front"),
    "shoulder rotation": Turn("pose: standing, elbow: 90, right shoulder rotation", (-60, 60), "front"),
    "elbow": Turn("pose: standing, near elbow", (30, 130)),
    "forearm": Turn("pose: standing, elbow: 90, forearm", (-80, 80), "front"),
    "wrist": Turn("pose: standing, near elbow: 90, near forearm: -80, near wrist", (-50, 60)),
    "shrug": Turn("pose: standing, shrug", (-8, 30), "front"),
    "squeeze": Turn("pose: standing, shoulder: -20, elbow: 80, squeeze", (-25, 28)),
}
REACHING: Mapping[str, str] = {
    "thigh": "sitting",
    "knee": "sitting",
    "shin": "march",
    "ankle": "heel flick",
    "foot": "long sitting",
}
"""By part of a leg, the pose in which the gallery shows hands that go to it; all other arms are shown in standing."""
