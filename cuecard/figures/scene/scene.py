"""What all frames of a figure share, and where parts of the body are in it."""

from __future__ import annotations

from dataclasses import replace

from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import Point, between
from cuecard.figures.drawing.shapes import Camera, Look, Spot
from cuecard.figures.scene.props import PLACES, Prop
from cuecard.values import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """What holds for all frames of a figure."""

    camera: Camera
    look: Look
    postures: tuple[Posture, ...]
    things: tuple[Prop, ...]
    """Of all frames."""
    left: float
    right: float
    """How far the drawn bodies of all frames reach."""
    floor: Spot
    """How far the floor reaches, to the left and to the right, where nothing stands beside it."""

    def with_floor(self, left: float, right: float) -> Scene:
        """The same on a floor that reaches so far at least."""
        return replace(self, floor=(min(self.floor[0], left), max(self.floor[1], right)))

    def spot(self, posture: Posture, part: str) -> Spot:
        """Where a part of a body is in the picture."""
        return self.camera.seen(spot_of(posture, part))


def spot_of(posture: Posture, part: str) -> Point:
    """The point in space that a part's name means."""
    points = posture.body.points
    if part in {"hips", "shoulders", "head"}:
        return points[part]
    if part in {"chest", "belly"}:
        return between(points["hips"], points["shoulders"], 0.75 if part == "chest" else 0.35)
    side, _, place = part.partition(" ")
    start, end, share, _ = PLACES[place]
    name = f"{side} " if start != "head" else ""
    return between(points[name + start], points[name + end], share)
