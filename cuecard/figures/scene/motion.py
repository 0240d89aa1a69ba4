"""What moves from one frame to the next: the limbs that work, and the bodies in between."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import hypot

from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import Point, between, distance, dot, minus, plus, turned
from cuecard.figures.body.posture import Posture

LIMBS = tuple(f"{side} {limb}" for side in SIDES for limb in ("leg", "arm"))
_ARM_PLACES = frozenset(["hand", "wrist", "elbow", "shoulder", "forearm", "upper arm"])


def limb_at(place: str) -> str:
    """Return the limb that a place such as "left above knee" is on; "trunk" or "head" for those in the middle."""
    side, _, name = place.partition(" ")
    if side not in SIDES:
        return "head" if place == "head" else "trunk"
    return f"{side} {'arm' if name in _ARM_PLACES else 'leg'}"


# --- which limbs work ---------------------------------------------------------------------------------------------

_LEG_WORKS, _ARM_WORKS = 9.0, 14.0
"""Centimetres by which a limb moves against the trunk, and in the room, if it works."""
_ARM_SHARE = 1.25
_TRUNK_TURNS = 0.26


def working(frames: Sequence[Posture], named: Iterable[str] = (), tied: Iterable[str] = ()) -> frozenset[str]:
    """Return the parts that do the exercise: those that move, and those that a sign or the author is at.

    Of the places that a band ties together, only those count that move, unless none of them does: feet that hold
    the end of a band for the arms do not work.
    """
    made = _moving(frames) | {limb_at(place) for place in named}
    limbs = {limb_at(place) for place in tied}
    return frozenset(made if made & limbs else made | limbs)


def _moving(frames: Sequence[Posture]) -> set[str]:
    """Return the parts that move through *frames*."""
    made: set[str] = set()
    for a, b in pairwise(frames):
        legs = {
            side: max(_moved(a, b, f"{side} hip", f"{side} {end}") for end in ("knee", "ankle"))
            for side in SIDES
        }
        made |= {f"{side} leg" for side in SIDES if legs[side] > _LEG_WORKS or _hinges(a, b, side)}
        # Arms that swing along, or balance, do not work; those that go as far as the legs do.
        most = max(_ARM_WORKS, _ARM_SHARE * max(legs.values()))
        for side in SIDES:
            if max(_moved(a, b, f"{side} shoulder", f"{side} {end}") for end in ("elbow", "hand")) > most:
                made.add(f"{side} arm")
        made |= {f"{side} arm" for side in SIDES if a.pose.fingers.get(side) != b.pose.fingers.get(side)}
        made |= {limb for limb, names in _SMALL_JOINTS.items() if turned_by(a, b, names) > SMALL_TURN}
        if max(bent_by(a, b), turned_by(a, b, ("twist",))) > 10 or (
            distance(a.body.up, b.body.up) > _TRUNK_TURNS and not made & set(LIMBS)
        ):
            made.add("trunk")
    return made


def _hinges(a: Posture, b: Posture, side: str) -> bool:
    """Return whether the trunk bows over a leg that stands."""
    return (
        all(f"{side} foot" in one.carried for one in (a, b))
        and abs(a.angles[f"{side} hip"] - b.angles[f"{side} hip"]) > _BOWS
        and min(a.body.up[1], b.body.up[1]) < _LEANS
    )


_BOWS, _LEANS = 40.0, 0.7
"""Degrees of the hip, and how far up a trunk points at most that bows."""


_SMALL_JOINTS: Mapping[str, tuple[str, ...]] = types.MappingProxyType(
    {
        **{
            f"{side} leg": tuple(f"{side} {name}" for name in ("ankle", "foot out", "foot tilt", "toes"))
            for side in SIDES
        },
        **{
            f"{side} arm": tuple(f"{side} {name}" for name in ("forearm", "wrist", "shrug", "squeeze"))
            for side in SIDES
        },
        "head": ("neck", "nod", "neck side", "neck turn", "jaw", "eyes", "eyes turn"),
    }
)
"""Joints that move little of the body: what they move works where nothing else does."""
SMALL_TURN = 12.0
"""Degrees from which a small joint has turned."""


def turned_by(a: Posture, b: Posture, names: Iterable[str]) -> float:
    """Degrees by which the one of some joints is turned otherwise that is turned most."""
    return max(abs(a.angles[name] - b.angles[name]) for name in names)


def _moved(a: Posture, b: Posture, root: str, end: str) -> float:
    """Return how far a limb's end has gone from its root: as the room sees it or as the trunk does, whichever is
    less.
    """
    p, q = (minus(one.body.points[end], one.body.points[root]) for one in (a, b))
    one, other = a.body, b.body
    in_trunk = hypot(
        dot(p, one.forward) - dot(q, other.forward),
        dot(p, one.up) - dot(q, other.up),
        dot(p, one.right) - dot(q, other.right),
    )
    return min(distance(p, q), in_trunk)


def bent_by(a: Posture, b: Posture) -> float:
    """Degrees by which the back is bent otherwise."""
    return max(abs(a.angles.get(name, 0.0) - b.angles.get(name, 0.0)) for name in ("spine", "pelvis"))


# --- on the way -----------------------------------------------------------------------------------------------------

_BONES = (
    ("hips", "shoulders"),
    ("shoulders", "head"),
    *(
        (
            f"{side} {start}" if start in {"hip", "knee", "ankle", "shoulder", "elbow", "wrist"} else start,
            f"{side} {end}",
        )
        for side in SIDES
        for start, end in (
            ("hips", "hip"),
            ("hip", "knee"),
            ("knee", "ankle"),
            ("ankle", "heel"),
            ("ankle", "ball"),
            ("ankle", "toe"),
            ("shoulders", "shoulder"),
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("wrist", "hand"),
        )
    ),
)
_STAYING = (
    "right ball", "left ball", "right hand", "left hand", "right knee", "left knee", "shoulders", "hips", "right elbow",
    "left elbow",
)  # fmt: skip


def on_the_way(a: Posture, b: Posture, share: float) -> dict[str, Point]:
    """Return the points of a body on its way from *a* to *b*: bones turn, and what stays in its place stays there."""
    p, q = a.body.points, b.body.points
    made = {"hips": between(p["hips"], q["hips"], share)}
    for start, end in _BONES:
        made[end] = plus(made[start], turned(minus(p[end], p[start]), minus(q[end], q[start]), share))
    stays = min(_STAYING, key=lambda name: distance(p[name], q[name]))
    by = minus(between(p[stays], q[stays], share), made[stays])
    return {name: plus(point, by) for name, point in made.items()}
