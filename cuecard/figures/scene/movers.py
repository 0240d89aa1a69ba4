"""The points whose ways tell the movement from one frame to the next, and those ways."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from math import cos, hypot, pi, radians, sin

from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import Point, along, between, distance, dot, minus
from cuecard.figures.body.posture import Posture
from cuecard.figures.scene.motion import SMALL_TURN, bent_by, on_the_way, turned_by

_POINTS = (
    "hips",
    "shoulders",
    "head",
    *(f"{s} {n}" for s in SIDES for n in ("knee", "ankle", "toe", "elbow", "hand")),
)
_MOST_MOVERS = 3
_SMALL_TILT, _BENDS = 8.0, 60.0
"""Degrees from which a pelvis has tipped, and from which a back that bends counts more."""


def movers(a: Posture, b: Posture) -> list[str]:
    """Return the points whose ways tell the movement, at most three; "spine" stands for a back that bends."""
    p, q = a.body.points, b.body.points
    far = {name: distance(p[name], q[name]) for name in _POINTS}
    if heel := _lifted_heel(a, b, far):
        return [heel]
    if max(far["hips"], far["shoulders"], far["right ankle"], far["left ankle"]) < 4 and (
        small := _small(a, b)
    ):
        return small
    whole = [far[name] for name in ("hips", "shoulders", "right knee", "left knee", "head")]
    if min(whole) > 4 and max(whole) < 1.3 * min(whole):
        return ["hips"]  # the whole body slides
    if turned_by(a, b, ("pelvis side",)) > _SMALL_TILT and far["hips"] < _LIFTS:
        return [max((f"{side} hip" for side in SIDES), key=lambda hip: q[hip][1] - p[hip][1])]
    if _props_up(a, b, far):
        return ["shoulders"]
    rated: list[tuple[float, str]] = []
    if far["hips"] > 5:
        rated.append((far["hips"], "hips"))
    is_raised = far["shoulders"] > 12 and far["shoulders"] > 2 * far["hips"]
    if bent_by(a, b) > 10 and not is_raised:
        rated.append((30.0, "spine"))
    for side in SIDES:
        rated += _leg_moves(a, b, side, far)
    is_shoulder = far["shoulders"] > 9 and far["shoulders"] > 1.5 * far["hips"]
    if bent_by(a, b) > 10 and is_raised and min(a.body.up[1], b.body.up[1]) < 0.3:
        return ["shoulders"]  # who lies curls up
    if is_shoulder and not any(" " in name for _, name in rated):
        rated.append((far["shoulders"], "shoulders"))
    most = max((weight for weight, _ in rated), default=0.0)
    for side in SIDES:
        hand = min(
            distance(minus(q[f"{side} hand"], q["shoulders"]), minus(p[f"{side} hand"], p["shoulders"])),
            far[f"{side} hand"],
        )
        is_lifted = far["hips"] < 8 and hand > 0.5 * most and hand > 30
        if hand > 12 and (most < 10 or hand > 2.2 * most or is_lifted):
            rated.append((hand * 0.9, f"{side} hand"))
    if not rated and far["head"] > 2:
        rated.append((far["head"], "head"))
    if not rated:
        rated = [(far[name], name) for name in _POINTS if far[name] > 2.5]
        rated = [max(rated)] if rated else []
    return _telling(a, b, sorted(rated, key=lambda one: (-one[0], one[1])))[:_MOST_MOVERS]


_LEAST_SHARE = 0.5
"""How far a further point has gone, of the way of the first one, if it is shown too."""


def _telling(a: Posture, b: Posture, rated: Sequence[tuple[float, str]]) -> list[str]:
    """Return the points that each tell something of their own, of those *rated* from the farthest way to the shortest.

    A step tells all of a lunge. What goes along with the hips tells what they tell.
    """
    if steps := [name for _, name in rated if is_step(a, b, name)]:
        return steps[:1]
    names = [name for weight, name in rated if weight > _LEAST_SHARE * rated[0][0]]
    of_trunk = [name for name in names if name in _OF_TRUNK][1:]
    names = [name for name in names if name not in of_trunk]
    if "hips" not in names:
        return names
    p, q = a.body.points, b.body.points
    hips = minus(q["hips"], p["hips"])
    made = ["hips"]
    for name in names:
        if name == "hips":
            continue
        if name == "spine":
            made.append(name)
            continue
        own = minus(q[name], p[name])
        if hypot(*minus(own, hips)) > _OWN_WAY * hypot(*own) and dot(own, hips) < _ALONG * hypot(
            *own
        ) * hypot(*hips):
            made.append(name)
    return made


_UPRIGHT = 0.4
"""How far up the trunk of a body points that takes a step: one that lies slides its foot."""
_OF_TRUNK = ("hips", "shoulders", "head")
_OWN_WAY = 0.6
"""The share of its way that a point has gone against the hips, if it tells more than they do."""
_ALONG = 0.7
"""The cosine of the angle to the way of the hips, from which on a point goes along with them."""


def is_step(a: Posture, b: Posture, name: str) -> bool:
    """Return whether *name* is the ankle of a foot that goes from one place on the floor to another, below a body
    that is not lying.
    """
    if not name.endswith("ankle") or min(a.body.up[1], b.body.up[1]) < _UPRIGHT:
        return False
    ball = f"{name.partition(' ')[0]} ball"
    start, end = a.body.points[ball], b.body.points[ball]
    return distance(start, end) > _STEP_LENGTH and max(start[1], end[1]) < _STEP_HEIGHT


_STEP_LENGTH, _STEP_HEIGHT = 25.0, 9.0
"""Centimetres: the least way of a step, and how high the ball of a foot is at most that is on the floor."""


def _small(a: Posture, b: Posture) -> list[str]:
    """Return the point that tells how a head turns or a shoulder is drawn, where nothing else moves."""
    for joint, name in TURNS.items():
        if turned_by(a, b, (joint,)) > SMALL_TURN and (name == "chest" or not _moves_arm(a, b)):
            return [name]
    if turned_by(a, b, ("pelvis",)) > _SMALL_TILT and turned_by(a, b, ("spine",)) < _BENDS:
        return ["pelvis"]
    for joint in ("shrug", "squeeze") if not _moves_arm(a, b) else ():
        moved = [side for side in SIDES if abs(a.angles[f"{side} {joint}"] - b.angles[f"{side} {joint}"]) > 8]
        if moved:
            return [f"{side} shoulder" for side in moved]
    return []


def _moves_arm(a: Posture, b: Posture) -> bool:
    """Return whether a hand goes far, so that a head that turns along is not what counts."""
    return any(
        distance(a.body.points[f"{side} hand"], b.body.points[f"{side} hand"]) > _FAR_HAND for side in SIDES
    )


_FAR_HAND = 30.0
"""Centimetres."""


def _props_up(a: Posture, b: Posture, far: Mapping[str, float]) -> bool:
    """Return whether somebody who lies face down raises the chest, whatever the back does on the way."""
    is_prone = all(one.body.forward[1] < -_UPRIGHT for one in (a, b))
    return is_prone and far["shoulders"] > _RAISED and far["shoulders"] > 2 * far["hips"]


_RAISED = 4.5
"""Centimetres."""
_LIFTS = 10.0
"""Centimetres by which a pelvis that tilts to its side lifts the body at most."""


def _lifted_heel(a: Posture, b: Posture, far: Mapping[str, float]) -> str:
    """Return the heel of a foot that goes up or down on its ball; empty where none does."""
    p, q = a.body.points, b.body.points
    heels = [
        side
        for side in SIDES
        if distance(p[f"{side} ball"], q[f"{side} ball"]) < 2.5
        and distance(p[f"{side} heel"], q[f"{side} heel"]) > 4
    ]
    return f"{heels[-1]} heel" if heels and far["hips"] < 20 and far["shoulders"] < 25 else ""


def _leg_moves(a: Posture, b: Posture, side: str, far: Mapping[str, float]) -> list[tuple[float, str]]:
    """Return the point that tells what a leg does: the knee that is lifted or opened, else the foot."""
    p, q = a.body.points, b.body.points
    knee, foot = far[f"{side} knee"], far[f"{side} ankle"]
    low = min(q[f"{side} ball"][1], q[f"{side} heel"][1])
    stretched = distance(q[f"{side} hip"], q[f"{side} ankle"]) - distance(
        p[f"{side} hip"], p[f"{side} ankle"]
    )
    if foot > 4 and knee > 0.55 * foot and low > 10 and stretched < 25:
        return [(knee * 1.1, f"{side} knee")]
    bend = min(one.angles[f"{side} knee"] for one in (a, b))
    if low > 10 and knee > 0.4 * foot and bend > _STAYS_BENT:  # all of a bent leg is lifted
        return [(foot, f"{side} knee")]
    if foot > 4 and _lifts_toes(p, q, side):
        return [(foot * 1.5, f"{side} toe")]
    if foot > 4:
        return [(foot, f"{side} ankle")]
    relative = distance(minus(q[f"{side} knee"], q["hips"]), minus(p[f"{side} knee"], p["hips"]))
    return [(knee, f"{side} knee")] if relative > 7 and far["hips"] < 8 else []


_STAYS_BENT = 70.0
"""Degrees."""


def _lifts_toes(p: Mapping[str, Point], q: Mapping[str, Point], side: str) -> bool:
    """Return whether the toes leave the floor and the heel does not."""
    toe, heel = f"{side} toe", f"{side} heel"
    is_rising = p[toe][1] < _ON_FLOOR and q[heel][1] < _ON_FLOOR and q[toe][1] - p[toe][1] > 5.0
    return is_rising and distance(p[heel], q[heel]) < _STAYS


_STAYS = 25.0
"""Centimetres that a heel slides at most while its toes are lifted."""


_ON_FLOOR = 7.0
"""Centimetres: how high toes or a heel are at most that are on the floor."""


TURNS: Mapping[str, str] = types.MappingProxyType({"twist": "chest", "neck turn": "face"})
"""The joints about which a body turns on the spot, and what then turns."""
TURNING = (*TURNS.values(), "pelvis")
_LEAST_TURN = 55.0
"""Degrees that the arrow of a turn goes at least."""


def _turning(a: Posture, b: Posture, name: str) -> list[Point]:
    """Return an arc about the waist of a chest that turns, about the neck of a head, or before a pelvis that tips."""
    if name == "pelvis":
        return _tipping(b, 1.0 if b.angles["pelvis"] > a.angles["pelvis"] else -1.0)
    start, end = (
        sum(one.angles[joint] for joint, what in TURNS.items() if what in {name, "chest"}) for one in (a, b)
    )
    short = max(_LEAST_TURN - abs(end - start), 0.0) / 2 * (1 if end > start else -1)
    body = b.body
    if name == "chest":
        middle, radius = between(body.points["hips"], body.points["shoulders"], 0.34), 25.0
    else:
        middle, radius = along(body.points["shoulders"], body.up, 5.0), 15.0
    made = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        turn = radians(start - short + (end - start + 2 * short) * share)
        made.append(along(along(middle, body.forward, radius * cos(turn)), body.right, radius * sin(turn)))
    return made


def _tipping(one: Posture, way: float) -> list[Point]:
    """Return an arc before the pelvis, upwards on the trunk where *way* is 1."""
    body = one.body
    middle, made = along(body.points["hips"], body.up, 3.0), []
    for share in (-1.0, -0.5, 0.0, 0.5, 1.0):
        turn = radians(48.0 * share * way + 12.0)
        made.append(along(along(middle, body.forward, 15.0 * cos(turn)), body.up, 15.0 * sin(turn)))
    return made


_STEP = 13.0
"""Centimetres by which the arrow of a step rises over the floor."""


def track(a: Posture, b: Posture, name: str) -> list[Point]:
    """Return the way of a point in space, in some places."""
    if name in TURNING:
        return _turning(a, b, name)
    shares = (0.25, 0.5, 0.75)
    start, end = a.body.points[name], b.body.points[name]
    if name.endswith("hand") and _is_pull(a, b, name.partition(" ")[0]):
        return [between(start, end, share) for share in (0.0, *shares, 1.0)]
    points = [start, *(on_the_way(a, b, share)[name] for share in shares), end]
    if name.endswith(("ankle", "toe")) and distance(points[0], points[-1]) > 10:
        ball = f"{name.partition(' ')[0]} ball"
        if max(one.body.points[ball][1] for one in (a, b)) < 9:  # a step: the foot is lifted
            last = len(points) - 1
            return [
                along(point, (0.0, 1.0, 0.0), _STEP * sin(pi * k / last)) for k, point in enumerate(points)
            ]
    return points


def _is_pull(a: Posture, b: Posture, side: str) -> bool:
    """Return whether a hand goes straight: shoulder and elbow both move, the one against the other."""
    return all(
        abs(a.angles[f"{side} {joint}"] - b.angles[f"{side} {joint}"]) > _PULLS
        for joint in ("shoulder", "elbow")
    )


_PULLS = 40.0
