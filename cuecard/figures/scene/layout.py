"""The bodies of all frames in their space: what carries them stays in its place."""

from __future__ import annotations

import types
from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from cuecard.figures.body.floor import point_of
from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.movement import carriers_of_all
from cuecard.figures.body.points import Point, minus
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import LIMB_RADIUS

_MIDDLE: Point = (0.0, 0.0, 0.0)
_TURNED = types.MappingProxyType({"trunk": 85.0, "trunk side": 60.0, "turn": 60.0})
"""Degrees by which a body may turn between frames, for one to grow out of the other."""


def in_one_space(frames: Sequence[Posture]) -> list[Posture]:
    """Return the bodies so that what carries them stays in its place.

    Where no part carries all of them, each stands on what it shares with the latest one before it that it shares
    something with; or else its anchor is where that part was.
    """
    anchors = {one.pose.anchor for one in frames[1:]}
    # Who walks stands on another foot each time: that which the pose names as the one that stays.
    is_walking = len(anchors) > 1 and all(one.pose.anchor in one.carried for one in frames[1:])
    if not is_walking and (staying := carriers_of_all(frames)):
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
    """Return the same body with *part* above or below *place*."""
    x, _, z = minus(place, one.body.points[point_of(part)])
    return replace(one, body=one.body.moved((x, 0.0, z)))


def is_one_movement(frames: Sequence[Posture]) -> bool:
    """Return whether each frame can turn into the next: a body does not roll over on the way."""
    return all(
        abs(a.angles[joint] - b.angles[joint]) <= most
        for a, b in pairwise(frames)
        for joint, most in _TURNED.items()
    )


_FEET = tuple(f"{side} {point}" for side in SIDES for point in ("heel", "ball", "toe"))


def beside_step(frames: Sequence[Posture]) -> list[Posture]:
    """Return the bodies, each that is not on the step moved off it: before it, or beside it where a foot hangs
    there.
    """
    on_it = [
        (one, part.partition(" ")[0])
        for one in frames
        for part, what in one.pose.upon.items()
        if what == "step"
    ]
    if not on_it:
        return list(frames)
    is_beside = all(one.pose.view == "front" for one, _ in on_it)
    axis = 2 if is_beside else 0
    places = [one.body.points[f"{side} {name}"][axis] for one, side in on_it for name in ("heel", "toe")]
    made = []
    for one in frames:
        if "step" in one.pose.upon.values():
            made.append(one)
            continue
        own = [one.body.points[name][axis] for name in _FEET]
        if is_beside:
            free = sum(other.body.points["hips"][2] for other, _ in on_it) / len(on_it) < min(places)
            by = min(places) - 14.0 - max(own) if free else max(places) + 14.0 - min(own)
            made.append(replace(one, body=one.body.moved((0.0, 0.0, by))))
        else:
            by = min(min(places) - 9.0 - LIMB_RADIUS - max(own), 0.0)
            made.append(replace(one, body=one.body.moved((by, 0.0, 0.0))))
    return made
