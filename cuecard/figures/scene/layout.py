"""The bodies of all frames in their space, and how the viewer sees them."""

from __future__ import annotations

import types
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from cuecard.figures.body.floor import point_of
from cuecard.figures.body.movement import carriers_of_all
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import LIMB_RADIUS, SIDES, Point, distance, minus
from cuecard.figures.drawing import svg
from cuecard.figures.drawing.shapes import Camera, Look, body
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.scene import Scene
from cuecard.figures.scene.scenery import StepOutline, step_outline

_MIDDLE: Point = (0.0, 0.0, 0.0)
_TURNED = types.MappingProxyType({"trunk": 85.0, "trunk side": 60.0, "turn": 60.0})
"""Degrees by which a body may turn between frames, for one to grow out of the other."""


def in_one_space(frames: Sequence[Posture]) -> list[Posture]:
    """The bodies so that what carries them stays in its place.

    Where no part carries all of them, each stands on what it shares with the latest one before it that it shares
    something with; or else its anchor is where that part was.
    """
    if staying := carriers_of_all(frames):
        return [_with_part_at(one, staying[0], _MIDDLE) for one in frames]
    placed = [_with_part_at(frames[0], frames[min(1, len(frames) - 1)].pose.anchor, _MIDDLE)]
    for one in frames[1:]:
        before, part = next(
            (
                (before, shared[0])
                for before in reversed(placed)
                if (shared := carriers_of_all((before, one)))
            ),
            (placed[-1], one.pose.anchor),
        )
        placed.append(_with_part_at(one, part, before.body.points[point_of(part)]))
    return placed


def _with_part_at(one: Posture, part: str, place: Point) -> Posture:
    """The same body with *part* above or below *place*."""
    x, _, z = minus(place, one.body.points[point_of(part)])
    return replace(one, body=one.body.moved((x, 0.0, z)))


def is_one_movement(frames: Sequence[Posture]) -> bool:
    """Whether each frame can turn into the next: a body does not roll over on the way."""
    return all(
        abs(a.angles[joint] - b.angles[joint]) <= most
        for a, b in pairwise(frames)
        for joint, most in _TURNED.items()
    )


def beside_step(frames: Sequence[Posture], camera: Camera) -> list[Posture]:
    """The bodies, each that is not on the step moved off its place: before it, or seen from the front beside it."""
    if (step := step_outline(frames, camera)) is None:
        return list(frames)
    return [one if "step" in one.pose.upon.values() else _moved_off(one, step, camera) for one in frames]


def _moved_off(one: Posture, step: StepOutline, camera: Camera) -> Posture:
    spots = [
        camera.seen(one.body.points[f"{side} {point}"])[0]
        for side in SIDES
        for point in ("heel", "ball", "toe")
    ]
    left, right = min(spots) - _BESIDE, max(spots) + _BESIDE
    if right <= step.left or left >= step.right:
        return one
    by = step.left - right if step.is_free_on_left else step.right - left
    return replace(one, body=one.body.moved(camera.sideways(by)))


_BESIDE = LIMB_RADIUS + 2.0
"""Centimetres from the end of a foot's bones to a step beside it."""


def scene_of(camera: Camera, frames: Sequence[Posture], told: Sequence[Prop]) -> Scene:
    """What holds for all *frames*: where they are seen from, what is drawn of them, and how far they reach."""
    look = _look(camera, frames)
    left, right = svg.reach(shape for one in frames for shape in body(one.body, camera, look))
    return Scene(camera, look, tuple(frames), tuple(told), left, right, (left, right))


def _look(camera: Camera, frames: Sequence[Posture]) -> Look:
    """What is drawn of the bodies, the same in all frames."""

    def nearness(side: str) -> int:
        points = [one.body.points[f"{side} {point}"] for one in frames for point in ("knee", "ankle")]
        return round(sum(camera.nearness(point) + point[1] for point in points))

    return Look(
        front=max(SIDES, key=nearness),
        has_hands=any(part.endswith("hand") for one in frames for part in one.planted),
        has_thigh_gap=camera.view == "front" or any(_is_thigh_near_chest(one) for one in frames),
    )


def _is_thigh_near_chest(one: Posture) -> bool:
    return distance(one.body.points["right knee"], one.body.points["shoulders"]) < 42.0


def side_by_side(scenes: Sequence[tuple[Scene, Posture]]) -> list[tuple[Scene, Posture]]:
    """Bodies that each have a space of their own, each in the middle of a floor, all of one width."""
    widest = max((scene.right - scene.left) / 2 for scene, _ in scenes)
    middle = []
    for scene, one in scenes:
        way = scene.camera.sideways(-(scene.left + scene.right) / 2)
        moved = replace(one, body=one.body.moved(way))
        middle.append(
            (replace(scene_of(scene.camera, (moved,), scene.things), floor=(-widest, widest)), moved)
        )
    return middle
