"""From a named pose and an author's changes to a body that stands, kneels or lies on the floor.

A pose gives angles and says what carries it. An author changes any of the angles; then what the pose says must hold
again: a foot that stands stays flat, hands and knees reach the floor, nothing sinks into it. So some angles follow
from others, and which they are depends on what the author gave, since what an author writes always counts.
"""

from __future__ import annotations

import types
from collections.abc import Collection, Iterator, Mapping
from math import asin, degrees, hypot

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures.body.balance import clamped, limb_of_joint, ways_to_stand
from cuecard.figures.body.changes import Changes
from cuecard.figures.body.fit import Fit
from cuecard.figures.body.floor import (
    EVERYTHING,
    LIMBS,
    SINKS,
    SOFT,
    SOFT_SINKS,
    TOUCHES,
    limb_of,
    lowest,
    lowest_among,
)
from cuecard.figures.body.joints import SIDES, Angles, joint_of
from cuecard.figures.body.points import dot, minus
from cuecard.figures.body.pose import Pose
from cuecard.figures.body.reaching import reached
from cuecard.figures.body.skeleton import Planted, Skeleton
from cuecard.figures.body.support import support


class Posture(Struct, frozen=True):
    """A body in its place: the floor is at y = 0, the anchor at x = 0."""

    angles: Angles
    planted: Planted
    body: Skeleton
    pose: Pose
    carried: Mapping[str, float]
    """The parts that the body rests on, each with the height of what is below it: of the floor, a step or a seat."""


def posture(pose: Pose, changes: Angles, step: float = 0.0, *, has_near: bool = True) -> Posture:
    """Return *pose* with *changes*, set on the floor.

    Changes name a joint of one side, or both by the bare name; near is right and far is left. What is named for one
    side counts more than what is named for both. *step* is the height of what `pose.upon` calls a step. Where
    the author names no side, problems call them near and far, or without *has_near* left and right.

    Raises:
        InvalidValueError: "bad-angle" for an angle that no joint has, "bad-pose" for angles that cannot be had
            together; its `key` is the change that is to blame, if one is.

    """
    author = Changes(changes, has_near)
    given = author.given()
    refusals = []
    for stands in ways_to_stand(pose.stands, given):
        try:
            return _fitted(author, Fit(pose, given, support(pose, given, stands, step)))
        except InvalidValueError as refused:
            refusals.append(refused)
    raise refusals[0]


# --- fitting the angles -----------------------------------------------------------------------------------------


def _fitted(author: Changes, fit: Fit) -> Posture:
    """Return the posture that *fit* asks for.

    Raises:
        InvalidValueError: when there is none.

    """
    fixed = set(fit.given)
    angles = fit.settled(fit.begun(), fixed)
    lifted: set[str] = set()
    for joint, parts in fit.support.rests.items():
        if rested := _rested(fit, angles, fixed, joint, parts):
            angles, names = rested
            fixed |= set(names)
        elif joint in fit.given and joint_of(joint).is_paired:
            lifted |= set(parts)
        else:
            message = (
                f"{author.so} {author.named(parts)} {'do' if len(parts) > 1 else 'does'} not reach the floor"
            )
            side = parts[0].partition(" ")[0] if len(parts) == 1 else ""
            raise InvalidValueError("bad-pose", message, key=author.blamed(side, limb_of(parts[0])))
    for foot in _not_flat(fit, angles, lifted):
        # A foot that cannot lie flat is bent as far as it goes, and on its heel or its toes; or lifted.
        fit, name = fit.without(foot), f"{foot.partition(' ')[0]} ankle"
        if foot in lifted:
            angles[name] = fit.given.get(name, fit.before()[name])
            continue
        angles[name] = clamped(name, angles[name])
        for joint, parts in fit.support.rests.items():
            if foot in parts and (rested := _rested(fit, angles, fixed - {joint}, joint, parts)):
                angles = rested[0]
    angles |= _hands(fit, angles)
    angles = _giving_way(fit, angles, fixed, lifted)
    body = fit.body(angles)
    _check(author, fit, angles, body, lifted)
    angles |= _stretched_ankles(fit, body)
    carried = types.MappingProxyType(dict(_carried(fit, body, lifted)))
    return Posture(types.MappingProxyType(angles), fit.support.planted, body, fit.pose, carried)


_YIELDS: Mapping[str, float] = types.MappingProxyType({"hip": 20.0, "knee": 40.0})
"""By how many degrees a joint gives way so that a foot whose other joint the author changed stays on the floor."""


def _rested(
    fit: Fit, angles: dict[str, float], fixed: Collection[str], joint: str, parts: tuple[str, ...]
) -> tuple[dict[str, float], tuple[str, ...]] | None:
    """Return *angles* with *parts* on the floor, by *joint* or by what the author left open, and the joints that do it.

    None where nothing does.
    """
    for names, most in _ways_to_rest(fit, joint, parts):
        if not fit.given.keys() & set(names):
            found = fit.solved(angles, fixed, names, parts, most)
            if found is not None:
                return found, names
    return None


def _ways_to_rest(fit: Fit, joint: str, parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the joints that may bring *parts* to the floor, in order, and by how many degrees they may change."""
    yield (joint,), 180.0
    if joint.partition(" ")[0] in SIDES:
        side = joint.partition(" ")[0]
        for name, most in _YIELDS.items():
            if f"{side} {name}" != joint and limb_of(parts[0]) == "leg":
                yield (f"{side} {name}",), most
    elif limb_of(parts[0]) == "leg":
        sides = [part.partition(" ")[0] for part in parts]
        yield tuple(f"{side} hip" for side in sides), 180.0
        yield tuple(f"{side} knee" for side in sides), 180.0
    elif "shin" in fit.support.stands.values():
        yield tuple(f"{side} knee" for side in fit.support.stands), 180.0


def _not_flat(fit: Fit, angles: Angles, lifted: Collection[str]) -> list[str]:
    """Feet that are said to lie flat but are lifted, or whose ankles cannot bend that far."""
    found = []
    for part, how in fit.support.planted.items():
        side = part.partition(" ")[0]
        name = f"{side} ankle"
        if part.endswith("foot") and side not in fit.support.stands:
            is_steep = how == "flat" and abs(angles[name] - clamped(name, angles[name])) > _NEARLY
            if part in lifted or is_steep:
                found.append(part)
    return found


def _hands(fit: Fit, angles: Angles) -> dict[str, float]:
    """Return the angles of arms whose hands go to a place of the body, unless the author gave some."""
    made: dict[str, float] = {}
    body = fit.body(angles)
    for side, place in fit.pose.reach.items():
        arm = reached(body, angles, side, place)
        if not arm.keys() & fit.given.keys():
            made |= arm
    return made


# --- giving way to the floor ------------------------------------------------------------------------------------

_ROOTS: Mapping[str, tuple[str, ...]] = types.MappingProxyType(
    {"leg": ("hip", "knee", "hip abduction"), "arm": ("shoulder", "shoulder abduction", "elbow")}
)
_MOST_YIELDING = 45.0


def _giving_way(
    fit: Fit, angles: dict[str, float], fixed: set[str], lifted: Collection[str]
) -> dict[str, float]:
    """Return *angles* in which limbs that carry nothing, and the head, are lifted out of the floor by what is left
    open.
    """
    body = fit.body(angles)
    held = {(part.partition(" ")[0], limb_of(part)) for part in _contacts(fit, lifted)}
    if lowest(body, "head") < -SINKS:
        angles = _lifted(fit, angles, fixed, ["neck"], ("head",))
    for limb, names in LIMBS.items():
        for side in SIDES:
            parts = tuple(f"{side} {name}" for name in names)
            if (side, limb) not in held and lowest_among(body, parts) < -SINKS:
                angles = _lifted(fit, angles, fixed, [f"{side} {name}" for name in _ROOTS[limb]], parts)
    return angles


def _lifted(
    fit: Fit, angles: dict[str, float], fixed: set[str], names: list[str], parts: tuple[str, ...]
) -> dict[str, float]:
    """Return *angles* with that one of *names* changed by which the least change lifts *parts* onto the floor."""
    found = {
        name: made
        for name in names
        if name not in fit.given
        and (made := fit.solved(angles, fixed, (name,), parts, _MOST_YIELDING)) is not None
    }
    if not found:
        return angles
    return found[min(found, key=lambda name: abs(found[name][name] - angles[name]))]


def _contacts(fit: Fit, lifted: Collection[str]) -> list[str]:
    """Return the feet, knees, hands and elbows that are on the floor."""
    return [part for part in _resting(fit, lifted) if limb_of(part)]


def _resting(fit: Fit, lifted: Collection[str]) -> dict[str, None]:
    """Return all parts that are meant to carry, those first that the body is set on."""
    if fit.pose.lift:
        return {}
    rests = [part for parts in fit.support.rests.values() for part in parts if part not in lifted]
    return dict.fromkeys([*fit.support.carriers, *rests])


def _carried(fit: Fit, body: Skeleton, lifted: Collection[str]) -> Iterator[tuple[str, float]]:
    """Yield the parts that do carry, with the height of what is below them; where a foot lies flat its toes do too."""
    for part in _resting(fit, lifted):
        height, how = fit.support.heights.get(part, 0.0), fit.support.planted.get(part)
        if lowest(body, part) - height > SOFT_SINKS:
            continue
        if how != "toes":
            yield part, height
        if how in {"flat", "toes"} and part.endswith("foot"):
            yield part.replace("foot", "toes"), height


def _stretched_ankles(fit: Fit, body: Skeleton) -> dict[str, float]:
    """Return the angles of ankles whose feet lie on their tops: such a foot gives way, and is straighter than it could
    be.
    """
    made = {}
    for part, how in fit.support.planted.items():
        if how == "top":
            side = part.partition(" ")[0]
            knee, ankle, heel, toe = (
                body.points[f"{side} {name}"] for name in ("knee", "ankle", "heel", "toe")
            )
            foot, shin = minus(toe, heel), minus(ankle, knee)
            made[f"{side} ankle"] = -degrees(asin(dot(foot, shin) / hypot(*foot) / hypot(*shin)))
    return made


# --- what is impossible -----------------------------------------------------------------------------------------

_NEARLY = 2.0
"""Degrees by which a joint that follows may be out of its range."""


def _is_bent_by_floor(fit: Fit, name: str) -> bool:
    side, _, joint = name.partition(" ")
    return joint == "ankle" and f"{side} foot" in fit.support.planted


def _check(author: Changes, fit: Fit, angles: Angles, body: Skeleton, lifted: Collection[str]) -> None:
    """Check that the body can be had.

    Raises:
        InvalidValueError: when a joint that follows is out of its range, or a part misses the floor or is under it.

    """
    strained = [
        name
        for name, value in angles.items()
        if abs(value - clamped(name, value)) > _NEARLY
        and name not in fit.given
        and not _is_bent_by_floor(fit, name)
    ]
    if strained:
        joint = joint_of(strained[0])
        alike = [name for name in strained if joint_of(name) is joint]
        side = alike[0].partition(" ")[0] if joint.is_paired and len(alike) == 1 else ""
        article = "the" if not joint.is_paired else "an" if joint.name[0] in "ae" else "a"
        raise InvalidValueError(
            "bad-pose",
            f"{author.so} {author.named(alike)} would be at {angles[alike[0]]:.0f} degrees; "
            f"{article} {joint.name} {joint.range_text}",
            key=author.blamed(side, limb_of_joint(joint.name)),
        )
    heights = {part: lowest(body, part) for part in EVERYTHING}
    sunk = [part for part, high in heights.items() if high < -(SOFT_SINKS if part in SOFT else SINKS)]
    if sunk:
        worst = min(sunk, key=heights.__getitem__)
        parts = [part for part in sunk if part.rpartition(" ")[2] == worst.rpartition(" ")[2]]
        raise InvalidValueError(
            "bad-pose",
            f"{author.so} {author.named(parts)} would be {-heights[worst]:.0f} cm under the floor",
            key=author.blamed(worst.partition(" ")[0] if limb_of(worst) else "", limb_of(worst)),
        )
    for part in _contacts(fit, lifted):
        high = lowest(body, part) - fit.support.heights.get(part, 0.0)
        if part in fit.support.heights or abs(high) <= TOUCHES:
            continue
        raise InvalidValueError(
            "bad-pose",
            f"{author.so} {author.named([part])} would be {high:.0f} cm above the floor",
            key=author.blamed(part.partition(" ")[0], limb_of(part)),
        )
