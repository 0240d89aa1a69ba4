"""Angles that fit: those of a pose with an author's changes, brought to what carries the body."""

from __future__ import annotations

import types
from collections.abc import Callable, Collection
from math import atan2, cos, degrees, radians, sin

from msgspec import Struct
from msgspec.structs import replace

from cuecard.figures.body.balance import balanced, lean_over, taken_along
from cuecard.figures.body.floor import lowest, lowest_among, point_of
from cuecard.figures.body.joints import SIDES, ZERO, Angles, joint_of
from cuecard.figures.body.pose import Pose
from cuecard.figures.body.skeleton import FOREARM, UPPER_ARM, Skeleton, outward, skeleton
from cuecard.figures.body.support import Support


class Fit(Struct, frozen=True):
    """What stays the same while the angles of a body are looked for."""

    pose: Pose
    given: Angles
    support: Support

    def before(self) -> dict[str, float]:
        """Return the pose's own angles, in proportion to the joint that takes the others along."""
        return {**ZERO, **self.pose.angles, **taken_along(self.pose.together, self.pose.angles, self.given)}

    def begun(self) -> dict[str, float]:
        """Return the angles of the pose with the changes; legs that are free of the floor keep their direction."""
        before = self.before()
        angles = {**before, **self.given}
        stands = self.support.stands
        if "trunk" in self.given and (stands or "hips" in self.support.carriers):
            lean = next((lean_over(how, before, side) for side, how in stands.items()), before["trunk"])
            for side in SIDES:
                if side not in stands and f"{side} hip" not in self.given:
                    angles[f"{side} hip"] += self.given["trunk"] - lean
        return angles

    def settled(self, angles: Angles, fixed: Collection[str]) -> dict[str, float]:
        """Return *angles* in which legs that carry, arms that are plumb and feet that are flat fit the rest."""
        made, before = dict(angles), self.before()
        for n, (side, how) in enumerate(self.support.stands.items()):
            made |= balanced(side, how, before, made, {*fixed, "trunk"} if n else fixed)
        for side in self.pose.plumb:
            made |= _plumb(side, made, fixed, self._use_of(side))
        for part, how in self.support.planted.items():
            side = part.partition(" ")[0]
            if how == "flat" and part.endswith("foot") and side not in self.support.stands:
                made[f"{side} ankle"] = made["trunk"] - made[f"{side} hip"] + made[f"{side} knee"]
        return made

    def _use_of(self, side: str) -> str:
        """Return what a plumb arm stands on: its "forearm", its "hand", or nothing."""
        hand = "hand" if f"{side} hand" in self.support.planted else ""
        return "forearm" if side in self.pose.level else hand

    def body(self, angles: Angles) -> Skeleton:
        """Return the body on what carries it."""
        body = skeleton(angles, self.support.planted)
        down = self.support.ground - lowest_among(body, self.support.carriers)
        return body.moved((-body.points[point_of(self.pose.anchor)][0], down, -body.points["hips"][2]))

    def solved(
        self,
        angles: Angles,
        fixed: Collection[str],
        names: tuple[str, ...],
        parts: tuple[str, ...],
        most: float = 180.0,
    ) -> dict[str, float] | None:
        """Return *angles* with the joints *names* at the nearest angle at which the lowest of *parts* touches the
        floor.

        None where there is no such angle, or none that is at most so many degrees away.
        """

        def trial(value: float) -> dict[str, float]:
            return self.settled({**angles, **dict.fromkeys(names, value)}, {*fixed, *names})

        def gap(value: float) -> float:
            body = self.body(trial(value))
            return min(lowest(body, part) - self.support.heights.get(part, 0.0) for part in parts)

        joint, start = joint_of(names[0]), angles[names[0]]
        low, high = max(joint.least, start - most), min(joint.most, start + most)
        found = _root(gap, min(max(start, low), high), low, high)
        return None if found is None else trial(found)

    def without(self, foot: str) -> Fit:
        """Return the same, but that *foot* does not lie along the floor."""
        planted = {part: how for part, how in self.support.planted.items() if part != foot}
        return replace(self, support=replace(self.support, planted=types.MappingProxyType(planted)))


def _plumb(side: str, angles: Angles, fixed: Collection[str], use: str) -> dict[str, float]:
    """Return the arm whose elbow is below the shoulder, or whose hand is if it stands on that."""
    shoulder, elbow = f"{side} shoulder", f"{side} elbow"
    made = {}
    if angles["trunk side"] and f"{shoulder} abduction" not in fixed:
        made[f"{shoulder} abduction"] = angles["trunk side"] * outward(side)
    if use == "forearm":
        bent = angles["trunk"] + 90.0
        if elbow not in fixed:
            made[elbow] = bent - (angles[shoulder] if shoulder in fixed else angles["trunk"])
        if shoulder not in fixed:
            made[shoulder] = bent - made.get(elbow, angles[elbow])
    elif shoulder not in fixed:
        bend = radians(angles[elbow]) if use == "hand" else 0.0
        back = atan2(FOREARM * sin(bend), UPPER_ARM + FOREARM * cos(bend))
        made[shoulder] = angles["trunk"] - degrees(back)
    return made


def _root(gap: Callable[[float], float], start: float, low: float, high: float) -> float | None:
    """Return the value nearest to *start* at which *gap* is 0: looked for in steps both ways, then narrowed down."""
    at_start = gap(start)
    if abs(at_start) < _CLOSE:
        return start
    ends = {3.0: (start, at_start), -3.0: (start, at_start)}
    while ends:
        for step, (value, there) in list(ends.items()):
            further = min(max(value + step, low), high)
            if further == value:
                del ends[step]
                continue
            now = gap(further)
            if there * now <= 0:
                return _narrowed(gap, (value, there), (further, now))
            ends[step] = (further, now)
    return None


_CLOSE = 1e-9
"""Centimetres."""


def _narrowed(gap: Callable[[float], float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return where *gap* is 0 between two values of it with unlike signs: regula falsi in the manner of Illinois."""
    for _ in range(40):
        if abs(b[1]) < _CLOSE or a[0] == b[0]:
            break
        middle = (a[0] * b[1] - b[0] * a[1]) / (b[1] - a[1])
        there = gap(middle)
        a = b if there * b[1] < 0 else (a[0], a[1] / 2)
        b = (middle, there)
    return b[0]
