"""The body that all figures share: its segments, its joints, and where each point is for given angles.

Lengths are centimetres of a person 175 cm tall, in the proportions of Drillis and Contini (1966, as printed in
Winter, Biomechanics and Motor Control of Human Movement, figure 4.1). Angles are degrees as a physiotherapist
measures them, from the anatomical position. Points are (x, y, z): x ahead of the figure, y up, z to its right.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, hypot, radians, sin

Point = tuple[float, float, float]
Angles = Mapping[str, float]
"""By the joint's name as authors write it, a side before it where there are two: "trunk", "left knee"."""
Matrix = tuple[Point, Point, Point]

SIDES = ("left", "right")

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


@dataclass(frozen=True, slots=True)
class Joint:
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
    Joint("turn", -180, 180, False, "turns 180 degrees to the left (minus) or to the right"),
    Joint("neck", -60, 60, False, "bends 60 degrees back (minus) to 60 forwards"),
    Joint("hip", -35, 135, True, "goes 35 degrees back (minus) to 135 forwards"),
    Joint("hip abduction", -35, 60, True, "goes 35 degrees in (minus) to 60 out"),
    Joint("hip rotation", -50, 70, True, "turns 50 degrees in (minus) to 70 out"),
    Joint("knee", 0, 150, True, "bends 0 to 150 degrees"),
    Joint("ankle", -55, 35, True, "points 55 degrees down (minus) to 35 up"),
    Joint("toes", -30, 75, True, "bend 30 degrees down (minus) to 75 up"),
    Joint("shoulder", -90, 185, True, "goes 90 degrees back (minus) to 185 forwards and up"),
    Joint("shoulder abduction", -60, 185, True, "goes 60 degrees in (minus) to 185 out and up"),
    Joint("shoulder rotation", -95, 95, True, "turns 95 degrees in (minus) to 95 out"),
    Joint("elbow", 0, 150, True, "bends 0 to 150 degrees"),
)
JOINTS: Mapping[str, Joint] = types.MappingProxyType({joint.name: joint for joint in _JOINTS})


def joint_of(name: str) -> Joint:
    """The joint that *name*, with or without a side, is of."""
    side, _, rest = name.partition(" ")
    return JOINTS[rest if side in SIDES else name]


ZERO: Angles = types.MappingProxyType(
    {
        name: 0.0
        for joint in _JOINTS
        for name in ([f"{side} {joint.name}" for side in SIDES] if joint.is_paired else [joint.name])
    }
)
"""The anatomical position."""


@dataclass(frozen=True, slots=True)
class Level:
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


@dataclass(frozen=True, slots=True)
class Skeleton:
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
        """The same skeleton somewhere else."""
        points = {name: plus(point, by) for name, point in self.points.items()}
        return Skeleton(points, self.forward, self.up, self.right)

    def level(self, level: Level) -> Point:
        """The middle of a cross-section of the trunk."""
        return plus(self.points["hips"], scaled(self.up, level.height * TRUNK))


Planted = Mapping[str, str]
"""What lies along the floor, by part: "left foot" is "flat" or on its "toes", "left hand" is "flat"."""


def skeleton(angles: Angles, planted: Planted = types.MappingProxyType({})) -> Skeleton:
    """The body with *angles*, its hips at the origin.

    A planted foot lies along the floor whatever its ankle's angle is: the ankle gives way to all sides, also to those
    that no angle of it names.
    """
    trunk = _times(
        _about_y(-angles["turn"]), _times(_about_x(angles["trunk side"]), _about_z(-angles["trunk"]))
    )
    up = _apply(trunk, (0.0, 1.0, 0.0))
    shoulders = scaled(up, TRUNK)
    head = plus(shoulders, _apply(_times(trunk, _about_z(-angles["neck"])), (0.8, NECK, 0.0)))
    points: dict[str, Point] = {"hips": (0.0, 0.0, 0.0), "shoulders": shoulders, "head": head}
    for side, z in (("left", -1.0), ("right", 1.0)):
        hip = _apply(trunk, (0.0, 0.0, z * HALF_HIPS))
        thigh = _times(trunk, _limb(angles, f"{side} hip", z))
        knee = plus(hip, _apply(thigh, (0.0, -THIGH, 0.0)))
        shin = _times(thigh, _about_z(-angles[f"{side} knee"]))
        ankle = plus(knee, _apply(shin, (0.0, -SHIN, 0.0)))
        foot = _times(shin, _about_z(angles[f"{side} ankle"]))
        heel, ball, toe = _foot(ankle, foot, angles[f"{side} toes"], planted.get(f"{side} foot", ""))
        shoulder = plus(shoulders, _apply(trunk, (0.0, -2.0, z * HALF_SHOULDERS)))
        upper = _times(trunk, _limb(angles, f"{side} shoulder", z))
        elbow = plus(shoulder, _apply(upper, (0.0, -UPPER_ARM, 0.0)))
        fore = _times(upper, _about_z(angles[f"{side} elbow"]))
        wrist = plus(elbow, _apply(fore, (0.0, -FOREARM, 0.0)))
        if f"{side} hand" in planted:
            hand = plus(wrist, scaled(_along_floor(_apply(trunk, (0.0, 1.0, 0.0))), HAND))
        else:
            hand = plus(wrist, _apply(fore, (0.0, -HAND, 0.0)))
        for name, point in (
            ("hip", hip),
            ("knee", knee),
            ("ankle", ankle),
            ("heel", heel),
            ("ball", ball),
            ("toe", toe),
            ("shoulder", shoulder),
            ("elbow", elbow),
            ("wrist", wrist),
            ("hand", hand),
        ):
            points[f"{side} {name}"] = point
    return Skeleton(points, _apply(trunk, (1.0, 0.0, 0.0)), up, _apply(trunk, (0.0, 0.0, 1.0)))


def _foot(ankle: Point, foot: Matrix, toes: float, planted: str) -> tuple[Point, Point, Point]:
    """Heel, ball and tip of the toes."""
    low = LIMB_RADIUS - SOLE
    ahead = _along_floor(_apply(foot, (1.0, 0.0, 0.0)))
    if planted == "flat":
        heel, ball, toe = (plus(ankle, plus(scaled(ahead, x), (0.0, low, 0.0))) for x in (HEEL, BALL, TOE))
        return heel, ball, toe
    heel, ball = (plus(ankle, _apply(foot, (x, low, 0.0))) for x in (HEEL, BALL))
    if planted == "toes":
        return heel, ball, plus(ball, scaled(ahead, TOE - BALL))
    return heel, ball, plus(ball, _apply(_times(foot, _about_z(toes)), (TOE - BALL, 0.0, 0.0)))


def _along_floor(way: Point) -> Point:
    """The direction of *way* as seen from above, 1 long."""
    length = hypot(way[0], way[2]) or 1.0
    return (way[0] / length, 0.0, way[2] / length)


def _limb(angles: Angles, joint: str, z: float) -> Matrix:
    """The turn of a limb at its root: bent forwards, then out to its side, then about its own length.

    That is the order of Grood and Suntay (1983), in which these angles mean what clinicians mean by them.
    """
    bent = _about_z(angles[joint])
    out = _about_x(-z * angles[f"{joint} abduction"])
    own = _about_y(-z * angles[f"{joint} rotation"])
    return _times(bent, _times(out, own))


# --- points ---------------------------------------------------------------------------------------------------


def plus(a: Point, b: Point) -> Point:
    """The sum of two."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def minus(a: Point, b: Point) -> Point:
    """The way from *b* to *a*."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scaled(a: Point, by: float) -> Point:
    """*a*, so many times as long."""
    return (a[0] * by, a[1] * by, a[2] * by)


def between(a: Point, b: Point, share: float) -> Point:
    """The point at *share* of the way from *a* to *b*."""
    return plus(a, scaled(minus(b, a), share))


def distance(a: Point, b: Point) -> float:
    """Between two points, in centimetres."""
    return hypot(*minus(a, b))


def _about_x(angle: float) -> Matrix:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def _about_y(angle: float) -> Matrix:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def _about_z(angle: float) -> Matrix:
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def _apply(m: Matrix, p: Point) -> Point:
    x, y, z = (row[0] * p[0] + row[1] * p[1] + row[2] * p[2] for row in m)
    return (x, y, z)


def _times(a: Matrix, b: Matrix) -> Matrix:
    columns = list(zip(*b, strict=True))
    rows = [tuple(sum(x * y for x, y in zip(row, column, strict=True)) for column in columns) for row in a]
    return (rows[0], rows[1], rows[2])  # type: ignore[return-value]
