"""The flesh on the skeleton: each part of the body is a few spheres, and the line that it goes along."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from math import cos, radians, sin, tan

from msgspec import Struct
from msgspec.structs import replace

from cuecard.figures.body.joints import SIDES, ZERO
from cuecard.figures.body.matrices import Matrix, column, times
from cuecard.figures.body.points import (
    Point,
    along,
    between,
    cross,
    distance,
    dot,
    minus,
    scaled,
    square,
    unit,
)
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import (
    TRUNK,
    chest_frame,
    limb_frame,
    outward,
    shoulder_in_trunk,
    trunk_frame,
)
from cuecard.figures.drawing import hand

Sphere = tuple[Point, float]
Hull = tuple[Sphere, ...]


class Part(Struct, frozen=True):
    """What is drawn as one."""

    name: str
    limb: str
    """"trunk", "head", "left leg" and so on."""
    hulls: tuple[Hull, ...]
    """Together they make it."""
    ends: tuple[Point, Point]
    """The line that it goes along."""
    half: float
    """How thick it is about that line, for what covers what."""
    is_skin: bool = False


def body_parts(one: Posture, gripping: Collection[str] = (), girth: float = 1.0) -> list[Part]:
    """Return all parts of the body but the head; hands on the sides *gripping* are fists.

    Trunk, thighs and arms are *girth* times as thick as usual.
    """
    made = [_trunk(one, girth)]
    for side in SIDES:
        made += _leg(one, side)
        made += _arm(one, side, is_fist=side in gripping)
    return made if girth == 1.0 else [_thickened(part, girth) for part in made]


def _thickened(part: Part, girth: float) -> Part:
    if part.is_skin or part.name == "trunk":
        return part
    hulls = tuple(tuple((p, r * (1 + (girth - 1) * 0.8)) for p, r in spheres) for spheres in part.hulls)
    return replace(part, hulls=hulls)


# --- trunk --------------------------------------------------------------------------------------------------------

# Cross-sections: how far from hips to shoulders, half the depth, half the width, and how far ahead of the line.
_LEVELS = (
    (-0.06, 8.0, 11.4, -0.5),
    (0.10, 9.4, 13.8, -0.6),
    (0.42, 8.2, 11.4, 0.4),
    (0.76, 9.8, 15.0, 0.8),
    (0.96, 6.4, 16.4, -0.4),
)
_CHEST = 0.9
"""How far up the trunk a broad body is broader: its shoulders stay where the arms begin."""
_BENT_LEVELS = (
    *_LEVELS[:2],
    (0.22, 9.0, 12.8, 0.0),
    (0.32, 8.5, 11.8, 0.2),
    _LEVELS[2],
    (0.54, 8.8, 12.6, 0.6),
    (0.66, 9.4, 14.0, 0.8),
    *_LEVELS[3:],
)
"""The same, closer to one another, for a back that is rounded."""


_WAIST = 0.55
"""How far up the trunk a pelvis that drops on one side takes it along."""
_CAP = 5.0
"""Radius of the cap of the trunk over each shoulder."""


def spine_at(one: Posture, share: float) -> tuple[Point, Point, Point]:
    """Return the middle of the trunk at *share* of its length from the hips, and the ways ahead and up there.

    A rounded back is an arc over the line from hips to shoulders, which both stay: nothing else has to move.
    """
    body = one.body
    middle = along(body.points["hips"], body.up, share * TRUNK)
    spine, pelvis = one.angles.get("spine", 0.0), one.angles.get("pelvis", 0.0)
    twist = one.angles.get("twist", 0.0)
    if not spine and not pelvis:
        return middle, _twisted(body.forward, body.right, twist, share), body.up
    t = min(max(share, -0.1), 1.1)
    bend = radians(spine)
    high = TRUNK * tan(bend / 4) * 2 * t * (1 - t)
    slope = bend / 2 * (1 - 2 * t) + radians(pelvis) * max(0.0, 1 - t / 0.45)
    c, s = cos(slope), sin(slope)
    forward, up = body.forward, body.up
    ahead = (forward[0] * c + up[0] * s, forward[1] * c + up[1] * s, forward[2] * c + up[2] * s)
    upwards = (up[0] * c - forward[0] * s, up[1] * c - forward[1] * s, up[2] * c - forward[2] * s)
    return along(middle, forward, -high), _twisted(ahead, body.right, twist, share), upwards


def _twisted(ahead: Point, right: Point, twist: float, share: float) -> Point:
    """Return the way ahead at *share* of a trunk whose chest is turned by *twist* degrees over the hips."""
    if not twist:
        return ahead
    angle = radians(twist) * min(max((share - 0.1) / 0.8, 0.0), 1.0)
    return along(scaled(ahead, cos(angle)), right, sin(angle))


def collar_of(one: Posture) -> Point:
    """Return where the neck begins."""
    middle, _, up = spine_at(one, 1.0)
    return along(middle, up, 3.0)


def _trunk(one: Posture, girth: float) -> Part:
    body, right = one.body, one.body.right
    bends = (one.angles[joint] for joint in ("spine", "pelvis", "twist", "pelvis side"))
    is_bent = any(bends)
    sections: list[tuple[Sphere, Sphere]] = []
    for share, deep, wide, ahead in _BENT_LEVELS if is_bent else _LEVELS:
        middle, forward, up = spine_at(one, share)
        if share < _CHEST:
            deep, wide = deep * girth, wide * girth  # noqa: PLW2901 - of this section
        middle = along(middle, forward, ahead)
        if one.angles["twist"]:
            right = cross(forward, up)
        elif tilt := one.angles["pelvis side"]:
            lean = radians(tilt) * min(max(1.0 - share / _WAIST, 0.0), 1.0)
            right = along(scaled(body.right, cos(lean)), body.up, -sin(lean))
        sections.append(
            ((along(middle, right, deep - wide), deep), (along(middle, right, wide - deep), deep))
        )
    low, hip, *waists, ribs, top = sections
    shrugged = (one.angles[f"{side} {joint}"] for side in SIDES for joint in ("shrug", "squeeze"))
    if any(shrugged):
        top = (_drawn(one, "left", top[0]), _drawn(one, "right", top[1]))
    caps = tuple((along(seated_shoulder(one, side), body.up, -0.5), _CAP) for side in SIDES)
    belly = tuple((*a, *b) for a, b in zip((hip, *waists), (*waists, ribs), strict=True))
    hips, back, _ = spine_at(one, 0.0)
    seat = tuple((along(along(body.points[f"{side} hip"], back, -3.4), body.up, -1.0), 7.8) for side in SIDES)
    return Part(
        "trunk",
        "trunk",
        ((*low, *hip, *seat), *belly, (*ribs, *top), (*caps, (collar_of(one), 4.6))),
        (hips, spine_at(one, 1.0)[0]),
        10.0,
    )


def seated_shoulder(one: Posture, side: str) -> Point:
    """Return where an arm begins: with an arm that is lifted the shoulder blade goes up and in."""
    body = one.body
    shoulder = body.points[f"{side} shoulder"]
    lift = dot(unit(minus(body.points[f"{side} elbow"], shoulder)), body.up)
    if lift < _LIFTS:
        return shoulder
    share = (lift - _LIFTS) / (1 - _LIFTS)
    return along(along(shoulder, body.up, 5.5 * share), body.right, -outward(side) * 3.5 * share)


_LIFTS = -0.3
"""How far up an upper arm points, as a cosine, before its shoulder goes along."""


def _drawn(one: Posture, side: str, sphere: Sphere) -> Sphere:
    """Return the top of the trunk on one side, gone along with a shoulder that is lifted or drawn back."""
    body = one.body
    ahead, up, out = minus(shoulder_in_trunk(side, one.angles), shoulder_in_trunk(side, ZERO))
    return along(along(along(sphere[0], body.forward, ahead), body.up, up), body.right, out), sphere[1]


def fewer_hulls(one: Posture, trunk: Part) -> tuple[Hull, ...]:
    """Return the trunk in three hulls, where its back is not bent: hips, trunk and the caps over the shoulders."""
    if len(trunk.hulls) > _FEW:
        return trunk.hulls
    hips, *trunks, caps = trunk.hulls
    return (hips, tuple(sphere for spheres in trunks for sphere in spheres), caps)


_FEW = 5


# --- legs ---------------------------------------------------------------------------------------------------------


def _leg(one: Posture, side: str) -> list[Part]:
    p, right = one.body.points, one.body.right
    hip, knee, ankle = (p[f"{side} {name}"] for name in ("hip", "knee", "ankle"))
    limb = f"{side} leg"
    front = minus(knee, between(hip, ankle, 0.5))
    if distance(knee, between(hip, ankle, 0.5)) < _STRAIGHT:
        front = column(times(_pelvis(one), limb_frame(one.angles, f"{side} hip")), 0)
    thigh_way, shin_way = unit(minus(knee, hip)), unit(minus(ankle, knee))
    calf_back = square(front, shin_way)
    front = square(front, thigh_way)
    thigh = Part(
        "thigh",
        limb,
        (
            (
                (along(hip, right, outward(side) * -0.6), 8.0),
                (along(between(hip, knee, 0.36), front, 0.9), 7.6),
                (between(hip, knee, 0.8), 6.1),
                (knee, 5.6),
            ),
        ),
        (hip, knee),
        7.0,
    )
    calf = along(between(knee, ankle, 0.27), calf_back, -1.9)
    shin = Part(
        "shin",
        limb,
        (((knee, 5.5), (calf, 5.1), (between(knee, ankle, 0.72), 3.9), (ankle, 3.5)),),
        (knee, ankle),
        4.8,
    )
    return [thigh, shin, _foot(one, side)]


_STRAIGHT = 3.0
"""Centimetres by which a knee or an elbow is out of line before it says which way its limb faces."""


def _pelvis(one: Posture) -> Matrix:
    level = one.planted.get("hips") == "level"
    return trunk_frame({**one.angles, "trunk side": 0.0} if level else one.angles)


def _foot(one: Posture, side: str) -> Part:
    ankle, heel, ball, toe = (one.body.points[f"{side} {name}"] for name in ("ankle", "heel", "ball", "toe"))
    ahead = unit(minus(ball, heel), one.body.forward)
    sole = square(minus(between(heel, ball, 0.3), ankle), ahead)
    across = cross(ahead, sole)
    below = unit(cross(across, unit(minus(toe, ball), ahead)), sole)
    if dot(below, sole) < 0:
        below = (-below[0], -below[1], -below[2])
    balls = tuple((along(along(ball, sole, 1.8), across, by), 2.9) for by in (-2.5, 2.5))
    toes = tuple((along(along(toe, below, 2.8), across, by), 1.9) for by in (-2.3, 2.3))
    heels = tuple((along(along(heel, sole, 1.3), across, by), 3.4) for by in (-0.5, 0.5))
    top = (along(between(ankle, ball, 0.34), sole, -0.6), 3.2)
    return Part(
        "foot",
        f"{side} leg",
        (((ankle, 3.4), *heels, *balls, top), (*balls, *toes)),
        (between(ankle, heel, 0.5), toe),
        4.0,
        is_skin=True,
    )


# --- arms ---------------------------------------------------------------------------------------------------------


def _arm(one: Posture, side: str, *, is_fist: bool) -> list[Part]:
    p = one.body.points
    elbow, wrist, palm = (p[f"{side} {name}"] for name in ("elbow", "wrist", "hand"))
    shoulder, limb = seated_shoulder(one, side), f"{side} arm"
    front = minus(between(shoulder, wrist, 0.55), elbow)
    if distance(between(shoulder, wrist, 0.55), elbow) < _STRAIGHT:
        chest = chest_frame(one.angles, trunk_frame(one.angles))
        front = column(times(chest, limb_frame(one.angles, f"{side} shoulder")), 0)
    upper_way, lower_way = unit(minus(elbow, shoulder)), unit(minus(wrist, elbow))
    thumb = _turned_about(square(front, lower_way), lower_way, one.angles[f"{side} forearm"] * outward(side))
    biceps = square(front, upper_way)
    upper = Part(
        "upper arm",
        limb,
        (((shoulder, 5.5), (along(between(shoulder, elbow, 0.42), biceps, 0.5), 4.5), (elbow, 3.7)),),
        (shoulder, elbow),
        4.4,
    )
    lower = Part(
        "forearm",
        limb,
        (((elbow, 3.7), (between(elbow, wrist, 0.28), 3.8), (wrist, 2.7)),),
        (elbow, wrist),
        3.4,
    )
    way = unit(minus(palm, wrist))
    if one.planted.get(f"{side} hand"):
        thumb = tuple(v * -outward(side) for v in one.body.right)  # type: ignore[assignment]
        wrist, is_fist = along(wrist, (0.0, -1.0, 0.0), 1.2), False
    thumb = square(thumb, way)
    word = one.pose.fingers.get(side, "")
    shape = hand.shape_of(word) if word else hand.FIST if is_fist else hand.OPEN
    hulls = hand.hulls(shape, wrist, way, thumb, cross(way, thumb))
    return [
        upper,
        lower,
        Part("hand", limb, hulls, (wrist, along(wrist, way, hand.length(shape))), 3.0, is_skin=True),
    ]


def _turned_about(way: Point, axis: Point, angle: float) -> Point:
    """Return *way*, at right angles to *axis*, turned about it by *angle* degrees."""
    if not angle:
        return way
    return unit(along(scaled(way, cos(radians(angle))), cross(axis, way), sin(radians(angle))))


@cache
def joined_ends(name: str) -> tuple[bool, bool]:
    """Return whether a part goes on at its start and at its end, where no gap may part it from the next."""
    return {"foot": (True, False), "hand": (True, False)}.get(name, (True, True))
