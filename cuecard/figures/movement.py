"""From one frame of a figure to the next: the bodies in between.

Angles change, not places, so that limbs keep their length on the way; then feet that stand in both frames are put back
where they stand, and feet that would pass through the floor are lifted over it.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import acos, atan2, cos, degrees, hypot, pi

from cuecard.figures.posture import Posture, lowest, lowest_of_all
from cuecard.figures.skeleton import (
    JOINTS,
    SHIN,
    SIDES,
    THIGH,
    Angles,
    Planted,
    Point,
    Skeleton,
    between,
    distance,
    minus,
    skeleton,
)

_TURNED = types.MappingProxyType({"trunk": 85.0, "trunk side": 60.0, "turn": 60.0})
"""Degrees by which a body may turn between frames, for one to grow out of the other."""
_STAYS = 2.5
"""Centimetres by which a foot that stays may differ from one frame to the next."""


def is_one_movement(frames: Sequence[Posture]) -> bool:
    """Whether each frame can turn into the next: a body does not roll over on the way."""
    return all(
        abs(a.angles[joint] - b.angles[joint]) <= most
        for a, b in pairwise(frames)
        for joint, most in _TURNED.items()
    )


def cycle(frames: Sequence[Posture], steps: int) -> Iterator[Posture]:
    """The bodies at equal times: each frame twice, so that it is held, with *steps* to the next between them.

    The last is the first again.
    """
    for a, b in pairwise([*frames, frames[0]]):
        yield a
        yield a
        yield from (_on_the_way(a, b, share) for share in _shares(steps))
    yield frames[0]


def _shares(steps: int) -> Iterator[float]:
    """Shares of the way that start and end softly."""
    for n in range(1, steps + 1):
        yield (1 - cos(pi * n / (steps + 1))) / 2


def _on_the_way(a: Posture, b: Posture, share: float) -> Posture:
    """The body at *share* of the way from one frame to another."""
    angles = {name: value + (b.angles[name] - value) * share for name, value in a.angles.items()}
    planted = {part: how for part, how in a.planted.items() if b.planted.get(part) == how}
    nearer = a if share < 0.5 else b
    anchor = _anchor_point(b.pose.anchor)
    place = between(a.body.points[anchor], b.body.points[anchor], share)
    for side in SIDES:
        ankle = f"{side} ankle"
        start, end = a.body.points[ankle], b.body.points[ankle]
        if anchor.startswith(side):
            continue
        if planted.get(f"{side} foot") == "flat" and distance(start, end) < _STAYS:
            angles |= _stepping_on(
                _anchored(angles, planted, anchor, place), side, between(start, end, share), angles
            )
        else:
            angles |= _lifted(angles, planted, anchor, place, side)
    made = _anchored(angles, planted, anchor, place)
    sunk = min(lowest_of_all(made) + 0.5, 0.0)
    return replace(
        nearer,
        angles=types.MappingProxyType(angles),
        planted=types.MappingProxyType(planted),
        body=made.moved((0.0, -sunk, 0.0)),
    )


def anchored(one: Posture, part: str) -> Posture:
    """The same body with *part* above the middle of the floor."""
    x, _, z = one.body.points[_anchor_point(part)]
    return replace(one, body=one.body.moved((-x, 0.0, -z)))


def _anchored(angles: Angles, planted: Planted, anchor: str, place: Point) -> Skeleton:
    made = skeleton(angles, planted)
    return made.moved(minus(place, made.points[anchor]))


def _anchor_point(part: str) -> str:
    side, _, name = part.partition(" ")
    return f"{side} {({'foot': 'ankle', 'toes': 'ball'}).get(name, name)}" if name else part


def _stepping_on(body: Skeleton, side: str, ankle: Point, angles: Angles) -> Mapping[str, float]:
    """The hip's and the knee's angles by which a foot reaches the place of its *ankle*."""
    hip = body.points[f"{side} hip"]
    far = min(max(distance(hip, ankle), abs(THIGH - SHIN) + 1.0), THIGH + SHIN)
    knee = 180.0 - degrees(acos((THIGH**2 + SHIN**2 - far**2) / (2 * THIGH * SHIN)))
    # Hip and knee share the thigh: with the knee's new angle the line from hip to ankle turns by half of the change.
    was, now = _slope(body, hip, body.points[f"{side} ankle"]), _slope(body, hip, ankle)
    by = (now - was + 180.0) % 360.0 - 180.0
    bent = knee - angles[f"{side} knee"]
    limits = JOINTS["hip"]
    flexed = min(max(angles[f"{side} hip"] + by + bent / 2, limits.least), limits.most)
    return {f"{side} knee": knee, f"{side} hip": flexed}


def _slope(body: Skeleton, a: Point, b: Point) -> float:
    """The direction from *a* to *b* in the plane that the trunk bends in: degrees forward of its length."""
    way = minus(b, a)
    ahead = sum(x * y for x, y in zip(way, body.forward, strict=True))
    down = -sum(x * y for x, y in zip(way, body.up, strict=True))
    return degrees(atan2(ahead, down)) if hypot(ahead, down) else 0.0


def _lifted(angles: Angles, planted: Planted, anchor: str, place: Point, side: str) -> Mapping[str, float]:
    """The angles of a leg that swings over the floor, bent as much as it takes."""
    knee, hip = angles[f"{side} knee"], angles[f"{side} hip"]
    for more in range(0, 60, 3):
        bent = {
            f"{side} knee": min(knee + more, JOINTS["knee"].most),
            f"{side} hip": min(hip + more / 2, JOINTS["hip"].most),
        }
        if lowest(_anchored({**angles, **bent}, planted, anchor, place), f"{side} foot") > -0.8:
            return bent
    return {}
