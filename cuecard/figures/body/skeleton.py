"""The body that all figures share: its segments, its joints, and where each point is for given angles.

Lengths are centimetres of a person 175 cm tall, in the proportions of Drillis and Contini (1966, as printed in
Winter, Biomechanics and Motor Control of Human Movement, figure 4.1). Angles are degrees as a physiotherapist
measures them, from the anatomical position. Points are (x, y, z): x ahead of the figure, y up, z to its right.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from math import asin, cos, hypot, radians, sin

from msgspec import Struct

from cuecard.figures.body.joints import SIDES, Angles
from cuecard.figures.body.matrices import Matrix, about_x, about_y, about_z, applied, column, times
from cuecard.figures.body.points import Point, along, cross, dot, minus, plus, scaled, unit

THIGH, SHIN = 43.0, 43.0
TRUNK = 50.0
NECK = 21.5
"""From the line of the shoulders to the middle of the head."""
UPPER_ARM, FOREARM, HAND = 30.0, 25.0, 8.0
"""The hand is counted to its middle."""
HALF_HIPS, HALF_SHOULDERS = 8.5, 17.5
HEAD_RADIUS = 11.2
LIMB_RADIUS = 4.7
"""Half of the round stroke of legs and feet."""
ARM_RADIUS = 4.0
KNEE_RADIUS = 6.2
SOLE = 7.5
"""The ankle's height above the floor."""
HEEL, BALL, TOE = -4.5, 11.0, 17.0
"""Places along the foot, from the ankle."""


class Level(Struct, frozen=True):
    """A cross-section of the trunk: an ellipse."""

    height: float
    """Along the line from the hips (0) to the shoulders (1)."""
    depth: float
    """Half of it, front to back."""
    width: float
    """Half of it, side to side."""


TORSO = (
    Level(-0.10, 8.0, 10.0),
    Level(0.06, 10.4, 13.8),
    Level(0.42, 8.8, 11.8),
    Level(0.80, 10.6, 15.8),
    Level(1.00, 7.8, 17.4),
    Level(1.09, 4.0, 9.0),
)


class Skeleton(Struct, frozen=True):
    """Where everything is."""

    points: Mapping[str, Point]
    """By name: "hips", "shoulders", "head", and with a side before them hip, knee, ankle, heel, ball, toe, shoulder,
    elbow, wrist, hand."""
    forward: Point
    """The direction that the chest faces."""
    up: Point
    """From the hips to the shoulders."""
    right: Point
    """To the figure's right."""

    def moved(self, by: Point) -> Skeleton:
        """Return the same skeleton somewhere else."""
        points = {name: plus(point, by) for name, point in self.points.items()}
        return Skeleton(points, self.forward, self.up, self.right)

    def level(self, level: Level) -> Point:
        """Return the middle of a cross-section of the trunk."""
        return plus(self.points["hips"], scaled(self.up, level.height * TRUNK))


Planted = Mapping[str, str]
"""What lies along the floor, by part: "left foot" is "flat", on its "toes" or on its "top", "left hand" is "flat"; and
"hips" are "level" where the trunk leans to a side above legs that stand."""


def skeleton(angles: Angles, planted: Planted = types.MappingProxyType({})) -> Skeleton:
    """Return the body with *angles*, its hips at the origin.

    A planted foot lies along the floor whatever its ankle's angle is: the ankle gives way to all sides, also to those
    that no angle of it names.
    """
    trunk = trunk_frame(angles)
    pelvis = trunk_frame({**angles, "trunk side": 0.0}) if planted.get("hips") == "level" else trunk
    hips = times(pelvis, about_x(angles["pelvis side"])) if angles["pelvis side"] else pelvis
    shoulders = applied(trunk, (0.0, TRUNK, 0.0))
    neck = about_z(-angles["neck"] - angles["spine"] / 2)
    if angles["neck side"]:
        neck = times(about_x(angles["neck side"]), neck)
    head = plus(shoulders, applied(times(trunk, neck), (0.8, NECK, 0.0)))
    points: dict[str, Point] = {"hips": (0.0, 0.0, 0.0), "shoulders": shoulders, "head": head}
    chest = chest_frame(angles, trunk)
    for side in SIDES:
        hip = applied(hips, (0.0, 0.0, outward(side) * HALF_HIPS))
        _add_leg(points, angles, side, (hip, pelvis), planted.get(f"{side} foot", ""))
        _add_arm(points, angles, side, chest, planted.get(f"{side} hand", ""))
    return Skeleton(points, column(trunk, 0), column(trunk, 1), column(trunk, 2))


def trunk_frame(angles: Angles) -> Matrix:
    """Return how the trunk is turned: its columns are the ways ahead, up and to the right of it."""
    leaning = about_z(-angles["trunk"])
    if angles["trunk side"]:
        leaning = times(about_x(angles["trunk side"]), leaning)
    return times(about_y(-angles["turn"]), leaning) if angles["turn"] else leaning


def chest_frame(angles: Angles, trunk: Matrix) -> Matrix:
    """Return how the chest is turned over a trunk that is turned so."""
    return times(trunk, about_y(-angles["twist"])) if angles["twist"] else trunk


def untwisted(way: Point, angles: Angles) -> Point:
    """Return a way in the trunk's own frame, as the chest has it."""
    return applied(about_y(angles["twist"]), way) if angles["twist"] else way


def _add_leg(
    points: dict[str, Point], angles: Angles, side: str, root: tuple[Point, Matrix], planted: str
) -> None:
    hip, pelvis = root
    thigh = times(pelvis, limb_frame(angles, f"{side} hip"))
    knee = plus(hip, applied(thigh, (0.0, -THIGH, 0.0)))
    shin = times(thigh, about_z(-angles[f"{side} knee"]))
    ankle = plus(knee, applied(shin, (0.0, -SHIN, 0.0)))
    foot = times(shin, about_z(angles[f"{side} ankle"]))
    if turned := angles[f"{side} foot out"]:
        foot = times(foot, about_y(-outward(side) * turned))
    if tilted := angles[f"{side} foot tilt"]:
        foot = times(foot, about_x(-outward(side) * tilted))
    if out := angles[f"{side} knee out"]:
        knee = _swung((hip, knee, ankle), scaled(column(pelvis, 2), outward(side)), out)
    if planted == "top":
        heel, ball, toe = _foot_on_its_top(ankle, knee, shin)
    else:
        heel, ball, toe = _foot(ankle, foot, angles[f"{side} toes"], planted)
    names = ("hip", "knee", "ankle", "heel", "ball", "toe")
    points |= zip([f"{side} {name}" for name in names], (hip, knee, ankle, heel, ball, toe), strict=True)


def _swung(leg: tuple[Point, Point, Point], outwards: Point, out: float) -> Point:
    """Return the knee of a leg turned *outwards* about the line from hip to ankle, which both stay."""
    hip, knee, ankle = leg
    axis = unit(minus(ankle, hip))
    foot = along(hip, axis, dot(minus(knee, hip), axis))
    arm, c, s = minus(knee, foot), cos(radians(out)), sin(radians(out))
    aside = cross(axis, arm)
    return along(along(foot, arm, c), aside, s if dot(aside, outwards) >= 0 else -s)


def _add_arm(points: dict[str, Point], angles: Angles, side: str, trunk: Matrix, planted: str) -> None:
    shoulder = applied(trunk, shoulder_in_trunk(side, angles))
    upper = times(trunk, limb_frame(angles, f"{side} shoulder"))
    elbow = plus(shoulder, applied(upper, (0.0, -UPPER_ARM, 0.0)))
    fore = times(upper, about_z(angles[f"{side} elbow"]))
    wrist = plus(elbow, applied(fore, (0.0, -FOREARM, 0.0)))
    if planted:
        ahead = _along_floor(column(trunk, 1), column(trunk, 0))
    else:
        ahead = applied(palm_frame(fore, angles, side), (0.0, -1.0, 0.0))
    hand = plus(wrist, scaled(ahead, HAND))
    names = ("shoulder", "elbow", "wrist", "hand")
    points |= zip([f"{side} {name}" for name in names], (shoulder, elbow, wrist, hand), strict=True)


def outward(side: str) -> float:
    """Return the sign of z on that side."""
    return -1.0 if side == "left" else 1.0


def palm_frame(fore: Matrix, angles: Angles, side: str) -> Matrix:
    """Return how a hand is turned at the end of a forearm that is turned so: with its thumb ahead where all angles are
    0.
    """
    frame = fore
    if turned := angles[f"{side} forearm"]:
        frame = times(frame, about_y(-outward(side) * turned))
    if bent := angles[f"{side} wrist"]:
        frame = times(frame, about_x(outward(side) * bent))
    return frame


def shoulder_in_trunk(side: str, angles: Angles) -> Point:
    """Return where the arm begins, in the trunk's own frame; the shoulder that one lies on is pushed in."""
    lying = min(max((angles["trunk side"] * outward(side) - 60.0) / 30.0, 0.0), 1.0)
    half, high = HALF_SHOULDERS - 5.0 * lying, TRUNK - 2.0
    lift, back = radians(angles[f"{side} shrug"]), radians(angles[f"{side} squeeze"])
    if not lift and not back:
        return (0.0, high, outward(side) * half)
    return (-half * sin(back), high + half * sin(lift), outward(side) * half * cos(lift) * cos(back))


def _foot_on_its_top(ankle: Point, knee: Point, shin: Matrix) -> tuple[Point, Point, Point]:
    """Return a foot stretched out behind a knee that is on the floor, its toes on the floor too."""
    height = ankle[1] - knee[1] + KNEE_RADIUS - LIMB_RADIUS
    height = (
        min(height, _INSTEP) if height > _RAISED else height
    )  # on a bench, not behind a knee on the floor
    high = SOLE - LIMB_RADIUS
    reach = hypot(TOE, high)
    slope = asin(max(-1.0, min(height / reach, 1.0))) + asin(high / reach)
    along = _along_floor(applied(shin, (0.0, -1.0, 0.0)), column(shin, 0))
    c, s = cos(slope), sin(slope)
    heel, ball, toe = (
        plus(ankle, plus(scaled(along, x * c + high * s), (0.0, high * c - x * s, 0.0)))
        for x in (HEEL, BALL, TOE)
    )
    return heel, ball, toe


_RAISED, _INSTEP = 14.0, 7.0
"""Centimetres: from which height of an ankle over its knee a foot lies on something, and how high it then is."""


def _foot(ankle: Point, foot: Matrix, toes: float, planted: str) -> tuple[Point, Point, Point]:
    """Heel, ball and tip of the toes."""
    low = LIMB_RADIUS - SOLE
    ahead = _along_floor(column(foot, 0), column(foot, 1))
    if planted == "flat":
        heel, ball, toe = (plus(ankle, plus(scaled(ahead, x), (0.0, low, 0.0))) for x in (HEEL, BALL, TOE))
        return heel, ball, toe
    heel, ball = (plus(ankle, applied(foot, (x, low, 0.0))) for x in (HEEL, BALL))
    if planted == "toes":
        return heel, ball, plus(ball, scaled(ahead, TOE - BALL))
    return heel, ball, plus(ball, applied(times(foot, about_z(toes)), (TOE - BALL, 0.0, 0.0)))


def _along_floor(way: Point, otherwise: Point) -> Point:
    """Return the direction of *way* as seen from above, 1 long; of *otherwise*, where *way* is upright."""
    x, _, z = way if hypot(way[0], way[2]) > _UPRIGHT else otherwise
    length = hypot(x, z)
    return (x / length, 0.0, z / length)


_UPRIGHT = 1e-6


def limb_frame(angles: Angles, joint: str) -> Matrix:
    """Return how a limb is turned at its root, "left hip" or such: bent forwards, then out to its side, then about its
    length.

    That is the order of Grood and Suntay (1983), in which these angles mean what clinicians mean by them.
    """
    z = outward(joint.partition(" ")[0])
    frame = about_z(angles[joint])
    if out := angles[f"{joint} abduction"]:
        frame = times(frame, about_x(-z * out))
    if own := angles[f"{joint} rotation"]:
        frame = times(frame, about_y(-z * own))
    return frame
