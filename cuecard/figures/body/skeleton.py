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

from cuecard.figures.body.matrices import Matrix, about_x, about_y, about_z, applied, column, times
from cuecard.figures.body.points import Point, along, cross, dot, minus, plus, scaled, unit

Angles = Mapping[str, float]
"""By the joint's name as authors write it, a side before it where there are two: "trunk", "left knee"."""
SIDES = ("left", "right")
_SIDE_WORDS = {"left": "left", "right": "right", "near": "right", "far": "left"}
SIDE_WORDS: Mapping[str, str] = types.MappingProxyType(_SIDE_WORDS)
"""As authors name the sides: seen from the side, the figure looks to the right and its right side is the near one."""

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


class Joint(Struct, frozen=True):
    """What a joint can do."""

    name: str
    least: float
    most: float
    is_paired: bool
    told: str
    """What it does within its range, to follow its name: "bends 0 to 150 degrees"."""


# Ranges of healthy adults, widened a little beyond the means of the American Academy of Orthopaedic Surgeons (Joint
# Motion, 1965, as tabled by Norkin and White), since athletes are drawn too.
_JOINTS = (
    Joint("trunk", -180, 180, False, "leans -180 (back) to 180 (forwards) degrees from upright"),
    Joint("trunk side", -100, 100, False, "leans 100 degrees to the left (minus) or to the right"),
    Joint("turn", -180, 180, False, "goes 180 degrees to the left (minus) or to the right"),
    Joint(
        "twist",
        -60,
        60,
        False,
        "turns the chest over the hips 60 degrees to the left (minus) or to the right",
    ),
    Joint("spine", -60, 110, False, "hollows 60 degrees (minus) to rounds 110"),
    Joint("pelvis", -30, 30, False, "tips 30 degrees forwards (minus) to tucks 30 back"),
    Joint("neck", -60, 60, False, "bends 60 degrees back (minus) to 60 forwards"),
    Joint("neck side", -45, 45, False, "bends 45 degrees to the left (minus) or to the right"),
    Joint("neck turn", -85, 85, False, "goes 85 degrees to the left (minus) or to the right"),
    Joint("jaw", 0, 35, False, "opens 0 to 35 degrees"),
    Joint("eyes", -35, 35, False, "look 35 degrees down (minus) to 35 up"),
    Joint("eyes turn", -40, 40, False, "look 40 degrees to the left (minus) or to the right"),
    Joint("hip", -35, 135, True, "goes 35 degrees back (minus) to 135 forwards"),
    Joint("hip abduction", -35, 60, True, "goes 35 degrees in (minus) to 60 out"),
    Joint("hip rotation", -50, 70, True, "turns 50 degrees in (minus) to 70 out"),
    Joint("knee", 0, 150, True, "bends 0 to 150 degrees"),
    Joint("knee out", -40, 75, True, "falls 40 degrees in (minus) to 75 out while the foot stays"),
    Joint("ankle", -55, 35, True, "points 55 degrees down (minus) to 35 up"),
    Joint("foot out", -35, 50, True, "turns 35 degrees in (minus) to 50 out"),
    Joint("foot tilt", -25, 40, True, "turns the sole 25 degrees out (minus) to 40 in"),
    Joint("toes", -30, 75, True, "bend 30 degrees down (minus) to 75 up"),
    Joint("shoulder", -90, 185, True, "goes 90 degrees back (minus) to 185 forwards and up"),
    Joint("shoulder abduction", -60, 185, True, "goes 60 degrees in (minus) to 185 out and up"),
    Joint("shoulder rotation", -95, 95, True, "turns 95 degrees in (minus) to 95 out"),
    Joint("elbow", 0, 150, True, "bends 0 to 150 degrees"),
    Joint("forearm", -90, 90, True, "turns the palm 90 degrees down and back (minus) to 90 up and ahead"),
    Joint("wrist", -75, 80, True, "bends 75 degrees back (minus) to 80 towards the palm"),
    Joint("shrug", -10, 35, True, "lifts the shoulder 10 degrees down (minus) to 35 up"),
    Joint("squeeze", -30, 30, True, "draws the shoulder 30 degrees ahead (minus) to 30 back"),
)
JOINTS: Mapping[str, Joint] = types.MappingProxyType({joint.name: joint for joint in _JOINTS})


def joint_of(name: str) -> Joint:
    """Return the joint that *name*, with or without a side, is of.

    Raises:
        KeyError: when there is none, or when it has no sides.

    """
    side, _, rest = name.partition(" ")
    if side in SIDE_WORDS and rest in JOINTS and JOINTS[rest].is_paired:
        return JOINTS[rest]
    return JOINTS[name]


def full_names(name: str) -> tuple[str, ...]:
    """Return the angles that *name* as an author writes it is of: "near knee" is "right knee", "knee" is those of both.

    Raises:
        KeyError: when there is no such joint.

    """
    joint = joint_of(name)
    side = name.partition(" ")[0]
    if joint.name == name:
        return tuple(f"{side} {name}" for side in SIDES) if joint.is_paired else (name,)
    return (f"{SIDE_WORDS[side]} {joint.name}",)


ZERO: Angles = types.MappingProxyType(
    {
        name: 0.0
        for joint in _JOINTS
        for name in ([f"{side} {joint.name}" for side in SIDES] if joint.is_paired else [joint.name])
    }
)
"""The anatomical position."""


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
    shoulders = applied(trunk, (0.0, TRUNK, 0.0))
    neck = about_z(-angles["neck"] - angles["spine"] / 2)
    if angles["neck side"]:
        neck = times(about_x(angles["neck side"]), neck)
    head = plus(shoulders, applied(times(trunk, neck), (0.8, NECK, 0.0)))
    points: dict[str, Point] = {"hips": (0.0, 0.0, 0.0), "shoulders": shoulders, "head": head}
    chest = chest_frame(angles, trunk)
    for side in SIDES:
        _add_leg(points, angles, side, pelvis, planted.get(f"{side} foot", ""))
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


def _add_leg(points: dict[str, Point], angles: Angles, side: str, pelvis: Matrix, planted: str) -> None:
    hip = applied(pelvis, (0.0, 0.0, outward(side) * HALF_HIPS))
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
