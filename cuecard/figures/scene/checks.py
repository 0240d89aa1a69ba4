"""What no body does, and what no viewer sees: reported before a figure is shown to anybody.

A drawing is only a model, so all of it is a warning. Flesh gives way, and things are drawn loosely: what is reported is
more than that.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import atan2, degrees, hypot

from msgspec import Struct

from cuecard.figures.body.joints import SIDES, ZERO, Angles, full_names
from cuecard.figures.body.points import Point, between, distance, dot, minus
from cuecard.figures.body.pose import Pose
from cuecard.figures.body.posture import Posture
from cuecard.figures.scene import furniture
from cuecard.figures.scene.motion import on_the_way
from cuecard.figures.scene.movers import movers, track
from cuecard.figures.scene.solids import Box, Rod, Solid
from cuecard.figures.scene.stage import Stage
from cuecard.figures.scene.weight import off_balance


class Finding(Struct, frozen=True):
    """Something odd in one frame."""

    frame: int
    code: str
    message: str
    hint: str


def findings(stage: Stage, changes: Sequence[Angles]) -> Iterator[Finding]:
    """Yield what is odd in the frames of a movement; *changes* are the angles that its author wrote for each."""
    solids = furniture.standing(stage)
    for n, one in enumerate(stage.frames):
        own = furniture.moving(stage, n)
        yield from _followed(n, one, changes[n])
        if (off := off_balance(one, [*solids, *own])) > _MOST_OFF:
            message = (
                "nothing carries the body"
                if off > 90
                else f"the body would fall: its weight is {off:.0f} cm beyond what carries it"
            )
            yield Finding(
                n, "falls-over", message, "lean it the other way, or give it something to hold on to"
            )
        for message in dict.fromkeys((*_through_things(one.body.points, solids), *_through_itself(one))):
            yield Finding(n, "goes-through", message, "change the angles of that limb, or move the thing")
        yield from _untouched(n, one, own)
    for n, (a, b) in enumerate(pairwise(stage.frames), start=1):
        yield from _between_frames(stage, n, (a, b), solids)


_MOST_OFF = 7.0
"""Centimetres beyond what carries: bodies are built alike in no two people."""


# --- between two frames ---------------------------------------------------------------------------------------------


def _between_frames(
    stage: Stage, n: int, pair: tuple[Posture, Posture], solids: Sequence[Solid]
) -> Iterator[Finding]:
    a, b = pair
    moved = movers(a, b)
    if not moved:
        if stage.holds[n : n + 1] != (0,) or _differ(a, b) or stage.own[n - 1] != stage.own[n]:
            return
        yield Finding(
            n, "same-frames", "this frame shows the same body as the one before", "leave one of them out"
        )
        return
    ways = [track(a, b, name) for name in moved if name != "spine"]
    whole = [hypot(*minus(way[-1], way[0])) for way in ways]
    seen = [hypot(*stage.camera.spot(minus(way[-1], way[0]))) for way in ways]
    has_sign = any(prop.kind in {"arrow", "push"} for prop in stage.props_of(n))
    if ways and not has_sign and seen[0] < _LEAST_SEEN * whole[0] and whole[0] > 5:
        share = f"{seen[0]:.0f} of {whole[0]:.0f} cm are seen"
        message = f"the movement goes towards the viewer or away: {share}"
        yield Finding(n, "not-seen", message, "leave view out, or name another, such as view: three-quarter")
    yield from _twisted_feet(n, a, b)
    on_ways = [on_the_way(a, b, share) for share in (0.25, 0.5, 0.75)]
    known = {message for one in pair for message in _through_things(one.body.points, solids)}
    for message in dict.fromkeys(
        message for points in on_ways for message in _through_things(points, solids)
    ):
        if message not in known and not message.startswith("the hand"):
            yield Finding(
                n, "goes-through", f"on the way to this frame {message}", "let it go round, or move the thing"
            )


_LEAST_SEEN = 0.45


def _twisted_feet(n: int, a: Posture, b: Posture) -> Iterator[Finding]:
    """Yield a foot that stays flat in its place, but turns on the floor: it would take the knee along."""
    for side in SIDES:
        part = f"{side} foot"
        if any(one.planted.get(part) != "flat" or part not in one.carried for one in (a, b)):
            continue
        if distance(a.body.points[f"{side} ankle"], b.body.points[f"{side} ankle"]) > _SAME_PLACE:
            continue
        turn = abs(_heading(a, side) - _heading(b, side)) % 360.0
        meant = sum(abs(a.angles[name] - b.angles[name]) for name in (f"{side} foot out", "turn"))
        if (twist := min(turn, 360.0 - turn) - meant) > _MOST_TWIST:
            message = f"the {side} foot turns {twist:.0f} degrees on the floor, though it stays in its place"
            hint = "write knee out: to let the knee fall to the side, or foot out: if the foot should turn"
            yield Finding(n, "foot-twists", message, hint)


_SAME_PLACE, _MOST_TWIST = 3.0, 22.0
"""Centimetres, and degrees."""


def _heading(one: Posture, side: str) -> float:
    """Return the direction of a foot on the floor, in degrees."""
    x, _, z = minus(one.body.points[f"{side} toe"], one.body.points[f"{side} heel"])
    return degrees(atan2(z, x))


def _differ(a: Posture, b: Posture) -> bool:
    return a.pose.fingers != b.pose.fingers or any(abs(a.angles[name] - b.angles[name]) > 4 for name in ZERO)


# --- a joint that followed too far ----------------------------------------------------------------------------------

_FOLLOWS = 60.0
_LARGE = ("trunk", *(f"{side} {joint}" for side in SIDES for joint in ("hip", "knee", "shoulder")))


def _followed(n: int, one: Posture, changes: Angles) -> Iterator[Finding]:
    """Yield a joint that left its pose by far, though its author did not name it: the body was folded to fit."""
    named = {full for key in changes for full in full_names(key)}
    if not named:
        return
    for name in _LARGE:
        if name in named or _is_led(one.pose, name):
            continue
        before = one.pose.angles.get(name, 0.0)
        if abs(one.angles[name] - before) > _FOLLOWS:
            joint = name.partition(" ")[2] or name
            message = f"the {joint} went from {before:.0f} to {one.angles[name]:.0f} degrees to fit the other angles"
            yield Finding(n, "folded", message, f"write {joint}: too, or a smaller change")
            return


def _is_led(pose: Pose, name: str) -> bool:
    """Return whether the joint goes along with another one in this pose, or follows from what the hands do."""
    side, _, joint = name.partition(" ")
    return (bool(pose.together) and (not joint or side in pose.stands)) or (
        joint == "shoulder" and (side in pose.plumb or side in pose.reach)
    )


# --- through one another --------------------------------------------------------------------------------------------

_PARTS: Mapping[str, tuple[str, str, float]] = types.MappingProxyType(
    {
        **{f"{side} thigh": (f"{side} hip", f"{side} knee", 6.4) for side in SIDES},
        **{f"{side} shin": (f"{side} knee", f"{side} ankle", 4.4) for side in SIDES},
        **{f"{side} foot": (f"{side} heel", f"{side} toe", 3.0) for side in SIDES},
        **{f"{side} upper arm": (f"{side} shoulder", f"{side} elbow", 4.2) for side in SIDES},
        **{f"{side} forearm": (f"{side} elbow", f"{side} wrist", 3.2) for side in SIDES},
        **{f"{side} hand": (f"{side} wrist", f"{side} hand", 2.5) for side in SIDES},
        "trunk": ("hips", "shoulders", 8.0),
    }
)
_ALONE = frozenset(
    ["mat", "post foot", "ground", "bar", "upright", "arm rest", "push handle", "wheel", "lintel"]
)


def _through_things(points: Mapping[str, Point], solids: Sequence[Solid]) -> Iterator[str]:
    """Bones inside of what stands."""
    for solid in solids:
        if solid.name in _ALONE:
            continue
        for name, (a, b, radius) in _PARTS.items():
            if name.endswith("hand") and solid.name in {"post", "chair back", "wall", "door post"}:
                continue
            if any(_is_inside(between(points[a], points[b], k / 6), radius, solid) for k in range(7)):
                yield f"the {name} goes through the {solid.name.replace('seat', 'chair')}"


def _is_inside(p: Point, radius: float, solid: Solid) -> bool:
    if isinstance(solid, Box):
        return all(low + 1.5 < v < high - 1.5 for v, low, high in zip(p, solid.low, solid.high, strict=True))
    if isinstance(solid, Rod):
        low, high = sorted((solid.start[1], solid.end[1]))
        near = hypot(p[0] - solid.start[0], p[2] - solid.start[2])
        return low - 1 < p[1] < high and near < solid.radius + radius * 0.4
    return False


_DEEP = 0.5
"""The share of their radii by which two limbs may overlap: flesh gives way."""


def _through_itself(one: Posture) -> Iterator[str]:
    """Legs that pass through one another; arms are drawn near to much on purpose."""
    points = one.body.points
    if one.pose.crossed:
        return
    limbs = [(name, *bone) for name, bone in _PARTS.items() if name.endswith(("thigh", "shin", "foot"))]
    for i, (name, a, b, r) in enumerate(limbs):
        for other, c, d, q in limbs[:i]:
            is_same_leg = name.partition(" ")[0] == other.partition(" ")[0]
            if is_same_leg or (name.endswith("thigh") and other.endswith("thigh")):
                continue
            gap = _gap((points[a], points[b]), (points[c], points[d]))
            if gap < (r + q) * _DEEP:
                yield f"the {other} and the {name} go through one another"


def _gap(one: tuple[Point, Point], other: tuple[Point, Point]) -> float:
    """Return how near two bones come to one another."""
    (p, q), (u, v) = one, other
    d1, d2, r = minus(q, p), minus(v, u), minus(p, u)
    a, e, f = dot(d1, d1), dot(d2, d2), dot(d2, r)
    c, b = dot(d1, r), dot(d1, d2)
    down = a * e - b * b
    s = min(max((b * f - c * e) / down, 0.0), 1.0) if down > 1e-6 else 0.0
    t = (b * s + f) / e if e else 0.0
    if t < 0:
        t, s = 0.0, min(max(-c / a, 0.0), 1.0)
    elif t > 1:
        t, s = 1.0, min(max((b - c) / a, 0.0), 1.0)
    return distance(between(p, q, s), between(u, v, t))


# --- things that nobody touches -------------------------------------------------------------------------------------


def _untouched(n: int, one: Posture, own: Sequence[Solid]) -> Iterator[Finding]:
    """Yield a roller or a ball on the floor that the body is far above, or has sunk into."""
    for solid in own:
        if isinstance(solid, Box) or solid.name not in {"roller", "gym ball", "ball", "towel roll"}:
            continue
        middle = between(solid.start, solid.end, 0.5) if isinstance(solid, Rod) else solid.middle
        if abs(middle[1] - solid.radius) > 1.0:
            continue  # held, not on the floor
        gap = min(_from_bone(middle, one.body.points, bone) for bone in _PARTS.values()) - solid.radius
        seat = distance(middle, one.body.points["hips"]) - solid.radius
        if min(gap, seat - 11.0) > _MOST_APART:
            message = f"the {solid.name} is {min(gap, seat):.0f} cm from the body"
            yield Finding(
                n, "touches-nothing", message, f"name a pose that lies on it, or leave the {solid.name} out"
            )


_MOST_APART = 6.0


def _from_bone(p: Point, points: Mapping[str, Point], bone: tuple[str, str, float]) -> float:
    a, b, radius = points[bone[0]], points[bone[1]], bone[2]
    return min(distance(p, between(a, b, k / 6)) for k in range(7)) - radius
