"""An arm whose hand goes to a place of the body: shoulder and elbow follow from where that place is."""

from __future__ import annotations

import types
from collections.abc import Mapping
from math import acos, asin, atan2, cos, degrees, hypot, radians, sin

from msgspec import Struct

from cuecard.figures.body.balance import clamped
from cuecard.figures.body.joints import Angles
from cuecard.figures.body.points import Point, between, dot, minus, plus, scaled
from cuecard.figures.body.skeleton import (
    FOREARM,
    HAND,
    UPPER_ARM,
    Skeleton,
    outward,
    shoulder_in_trunk,
    untwisted,
)

_LOWER = FOREARM + HAND


class _Place(Struct, frozen=True):
    """Where a hand may go."""

    points: tuple[str, str]
    """The place lies on the line between two points of the body."""
    share: float
    """How far along."""
    away: Point
    """The middle of the hand from there: ahead, up and outwards of the trunk; "front" counts instead on a leg."""
    front: float = 0.0
    """Centimetres to the front of the leg."""
    elbow: Point = (-0.7, -0.4, 0.6)
    """The way that the elbow points, if it can: ahead, up and outwards of the trunk."""


PLACES: Mapping[str, _Place] = types.MappingProxyType(
    {
        "head": _Place(("head", "head"), 0.0, (-7.0, 1.0, 7.0), elbow=(0.3, 0.1, 1.0)),
        "chest": _Place(("hips", "shoulders"), 0.75, (12.0, 0.0, 2.0), elbow=(0.2, -1.0, 0.7)),
        "shoulder": _Place(("shoulder", "shoulder"), 0.0, (7.0, 0.0, 0.0), elbow=(0.5, -1.0, 0.2)),
        "hip": _Place(("hip", "hip"), 0.0, (3.0, 9.0, 6.0), elbow=(-0.7, 0.0, 1.0)),
        "thigh": _Place(("hip", "knee"), 0.62, (0.0, 0.0, 0.0), 7.0),
        "knee": _Place(("knee", "knee"), 0.0, (0.0, 0.0, 0.0), 7.0),
        "shin": _Place(("knee", "ankle"), 0.35, (0.0, 0.0, 0.0), 6.0),
        "ankle": _Place(("ankle", "ankle"), 0.0, (0.0, 0.0, 0.0)),
        "foot": _Place(("ball", "ball"), 0.0, (0.0, 0.0, 0.0)),
    }
)
"""By their words; all but head and chest have a side before them."""


def reached(body: Skeleton, angles: Angles, side: str, words: str) -> Angles:
    """Return the angles of the arm on *side* whose hand is at the place *words*, or stretches towards it.

    The bend of the elbow follows from the distance; then the arm is swung about the line to the hand until all its
    joints are within their ranges, as near as can be to where the elbow likes to point.
    """
    shoulder = shoulder_in_trunk(side, angles)
    way = minus(untwisted(_in_trunk(body, _spot(body, side, words)), angles), shoulder)
    far = hypot(*way) or 1.0
    long = min(max(far, abs(_LOWER - UPPER_ARM) + 8.0), UPPER_ARM + _LOWER - 0.01)
    along = scaled(way, 1 / far)
    elbow = _turn(UPPER_ARM, _LOWER, long)
    share = (UPPER_ARM**2 + long**2 - _LOWER**2) / (2 * long)
    beside = (max(UPPER_ARM**2 - share**2, 0.0)) ** 0.5
    x, y, z = PLACES[words.rpartition(" ")[2]].elbow
    first, second = _across(along, (x, y, z * outward(side)))
    arms = []
    for swing in sorted(range(-175, 181, 5), key=abs):
        c, s = cos(radians(swing)), sin(radians(swing)) * outward(side)
        to_elbow = plus(scaled(along, share), scaled(plus(scaled(first, c), scaled(second, s)), beside))
        upper = scaled(to_elbow, 1 / UPPER_ARM)
        lower = scaled(minus(scaled(along, long), to_elbow), 1 / _LOWER)
        for arm in _arms(side, upper, lower, elbow):
            if not _outside(arm):
                return arm
            arms.append(arm)
    return {name: clamped(name, value) for name, value in min(arms, key=_outside).items()}


def _spot(body: Skeleton, side: str, words: str) -> Point:
    place = PLACES[words.rpartition(" ")[2]]
    of = words.rpartition(" ")[0]
    start, end = (body.points.get(point) or body.points[f"{of} {point}"] for point in place.points)
    ahead, up, out = place.away
    away = plus(
        plus(scaled(body.forward, ahead), scaled(body.up, up)),
        scaled(body.right, out * outward(of or side)),
    )
    if place.front:
        away = plus(away, scaled(_front_of_leg(body, of), place.front))
    return plus(between(start, end, place.share), away)


def _front_of_leg(body: Skeleton, side: str) -> Point:
    """Return the way that the knee points: out of its bend, or ahead where it has none."""
    hip, knee, ankle = (body.points[f"{side} {point}"] for point in ("hip", "knee", "ankle"))
    way = minus(knee, between(hip, ankle, 0.5))
    bend = hypot(*way)
    return scaled(way, 1 / bend) if bend > 2.0 else body.forward


def _in_trunk(body: Skeleton, point: Point) -> Point:
    way = minus(point, body.points["hips"])
    return (dot(way, body.forward), dot(way, body.up), dot(way, body.right))


def _turn(a: float, b: float, far: float) -> float:
    """Return the bend between two bones of lengths *a* and *b* whose ends are *far* apart, in degrees."""
    return degrees(acos(min(max((far**2 - a**2 - b**2) / (2 * a * b), -1.0), 1.0)))


def _across(along: Point, liked: Point) -> tuple[Point, Point]:
    """Return two directions at right angles to *along*, the first as near to *liked* as can be."""
    first = minus(liked, scaled(along, dot(liked, along)))
    first = scaled(first, 1 / (hypot(*first) or 1.0))
    (a, b, c), (d, e, f) = along, first
    return first, (b * f - c * e, c * d - a * f, a * e - b * d)


def _arms(side: str, upper: Point, lower: Point, elbow: float) -> list[dict[str, float]]:
    """Return the angles of an arm whose two halves point those ways in the trunk's frame: there are two sets of
    them.
    """
    z = outward(side)
    out = degrees(asin(min(max(z * upper[2], -1.0), 1.0)))
    bent = degrees(atan2(upper[0], -upper[1]))
    arms = []
    for shoulder, abduction in ((bent, out), (bent - 180 if bent > 0 else bent + 180, 180 - out)):
        # What is left of the lower arm's direction once the upper arm's bends are undone.
        c, s = cos(radians(shoulder)), sin(radians(shoulder))
        x, y = c * lower[0] + s * lower[1], c * lower[1] - s * lower[0]
        c, s = cos(radians(abduction)), sin(radians(abduction))
        aside = z * (c * lower[2]) + s * y
        own = degrees(atan2(aside, x)) if elbow > 0.5 else 0.0
        arms.append(
            {
                f"{side} shoulder": shoulder,
                f"{side} shoulder abduction": abduction,
                f"{side} shoulder rotation": own,
                f"{side} elbow": elbow,
            }
        )
    return arms


def _outside(arm: Angles) -> float:
    """By how many degrees joints are out of their ranges, all together."""
    return sum(abs(value - clamped(name, value)) for name, value in arm.items())
