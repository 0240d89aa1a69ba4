"""Poses by what the body does, for the gallery: known from the bodies themselves, so that no list is out of date."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from markdown_table import table

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from cuecard.figures.body.joints import SIDES  # noqa: E402
from cuecard.figures.body.poses import poses  # noqa: E402
from cuecard.figures.body.posture import Posture, posture  # noqa: E402
from cuecard.figures.scene.props import STEP_HEIGHT  # noqa: E402


def as_table() -> str:
    """Return a table in Markdown: what the body does, and the poses in which it does that."""
    bodies = {pose.name: posture(pose, {}, STEP_HEIGHT) for pose in poses().values()}
    rows = (
        [movement, ", ".join(f"`{name}`" for name, body in bodies.items() if is_so(body))]
        for movement, is_so in DOES.items()
    )
    return table(["What the body does", "Poses"], rows)


def _on_floor(one: Posture, place: str) -> int:
    """Return how many of these carry the body: knees, feet, hands or elbows."""
    return sum(f"{side} {place}" in one.carried for side in SIDES)


def _most(one: Posture, joint: str) -> float:
    return max(one.angles[f"{side} {joint}"] for side in SIDES)


def _is_up(one: Posture) -> bool:
    return one.body.up[1] > UPRIGHT


def _is_low(one: Posture, high: float) -> bool:
    """Return whether the hips are no higher than that, in centimetres."""
    return one.body.points["hips"][1] < high


UPRIGHT = 0.55
"""How far up a trunk points at least that is not lying."""
DOES: Mapping[str, Callable[[Posture], bool]] = {
    "stands on both feet": lambda one: (
        _is_up(one) and len(one.pose.stands) > 1 and not _on_floor(one, "knee")
    ),
    "stands on one leg": lambda one: (
        _is_up(one)
        and len(one.pose.stands) == 1
        and _on_floor(one, "foot") + _on_floor(one, "toes") < 3
        and not _on_floor(one, "knee")
    ),
    "kneels": lambda one: "shin" in one.pose.stands.values() and _is_up(one),
    "is on hands and knees, or on hands and feet": lambda one: (
        bool(_on_floor(one, "hand") or _on_floor(one, "elbow")) and abs(one.body.up[1]) < UPRIGHT
    ),
    "sits": lambda one: (
        (one.body.up[1] > 0.5 and _is_low(one, 25.0) and not one.pose.stands) or "hips" in one.pose.upon
    ),
    "lies on the back": lambda one: one.body.forward[1] > 0.8 and _is_low(one, 30.0),
    "lies on the front": lambda one: one.body.forward[1] < -0.8 and _is_low(one, 30.0),
    "lies or is propped on one side": lambda one: abs(one.body.right[1]) > 0.8,
    "hangs, or is propped on bars": lambda one: bool(
        {"bar", "bars", "arm rests"} & set(one.pose.upon.values())
    ),
    "is in the air": lambda one: bool(one.pose.lift),
    "lifts a knee to hip height": lambda one: (
        _is_up(one)
        and any(one.angles[f"{side} hip"] > 70 and one.body.points[f"{side} heel"][1] > 20 for side in SIDES)
    ),
    "bends the knees deeply": lambda one: min(one.angles[f"{side} knee"] for side in SIDES) > 78,
    "stretches a leg out behind": lambda one: min(one.angles[f"{side} hip"] for side in SIDES) < -11,
    "takes a leg out to the side": lambda one: (
        _most(one, "hip abduction") > 18 or _most(one, "knee out") > 20
    ),
    "lifts the heels, or stands on the toes": lambda one: "toes" in one.pose.stands.values(),
    "rounds the back": lambda one: one.angles["spine"] > 20,
    "hollows the back": lambda one: one.angles["spine"] < -20,
    "turns the chest": lambda one: abs(one.angles["twist"]) > 20,
    "bends to the side": lambda one: 10 < abs(one.angles["trunk side"]) < 60,
    "bows forwards from the hips": lambda one: (
        bool(one.pose.stands) and 45 < one.angles["trunk"] < 110 and not (_on_floor(one, "hand"))
    ),
    "reaches with the arms overhead": lambda one: (
        _most(one, "shoulder") > 150 or _most(one, "shoulder abduction") > 130
    ),
    "rests on a chair, a bench or another object": lambda one: bool(one.pose.upon),
}
"""What a body does, in words that people look for, and how it is known."""
