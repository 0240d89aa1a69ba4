"""What holds for every body that is drawn, whatever its angles are: lengths, the floor, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot

import pytest

from cuecard.figures.body.floor import EVERYTHING, SINKS, SOFT, SOFT_SINKS, lowest
from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.movement import way
from cuecard.figures.body.points import Point, distance
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import (
    BALL,
    FOREARM,
    HALF_HIPS,
    HAND,
    HEEL,
    NECK,
    SHIN,
    THIGH,
    TOE,
    TRUNK,
    UPPER_ARM,
    Skeleton,
)

LENGTHS: Mapping[tuple[str, str], float] = {
    ("hip", "knee"): THIGH,
    ("knee", "ankle"): SHIN,
    ("heel", "ball"): BALL - HEEL,
    ("ball", "toe"): TOE - BALL,
    ("shoulder", "elbow"): UPPER_ARM,
    ("elbow", "wrist"): FOREARM,
    ("wrist", "hand"): HAND,
}


def cycle(frames: Sequence[Posture], steps: int) -> Iterator[Posture]:
    """Yield the bodies at equal times: each frame twice, so that it is held, with *steps* to the next between them.

    The last is the first again.
    """
    for a, b in pairwise([*frames, frames[0]]):
        yield a
        yield a
        yield from way(a, b, steps)
    yield frames[0]


def assert_lengths(body: Skeleton) -> None:
    """Check that every segment is as long as it always is."""
    for side in SIDES:
        for (start, end), length in LENGTHS.items():
            assert distance(body.points[f"{side} {start}"], body.points[f"{side} {end}"]) == pytest.approx(
                length, abs=1e-6
            ), (side, start, end)
    assert distance(body.points["hips"], body.points["shoulders"]) == pytest.approx(TRUNK, abs=1e-6)
    assert distance(body.points["shoulders"], body.points["head"]) == pytest.approx(
        hypot(0.8, NECK), abs=1e-6
    )
    assert distance(body.points["left hip"], body.points["right hip"]) == pytest.approx(
        2 * HALF_HIPS, abs=1e-6
    )


def sunk(body: Skeleton, by: float = 1e-6) -> Iterator[str]:
    """Yield the parts that are deeper in the floor than they may be, and by how much."""
    for part in EVERYTHING:
        high = lowest(body, part)
        if high < -(SOFT_SINKS if part in SOFT else SINKS) - by:
            yield f"{part} {high:.2f}"


def on_the_floor(placed: Posture) -> list[str]:
    """Return the parts that touch the floor."""
    return [part for part in EVERYTHING if abs(lowest(placed.body, part)) <= 1.0]


def mirror_image(point: Point) -> Point:
    """Return the same place, left and right exchanged."""
    return (point[0], point[1], -point[2])
