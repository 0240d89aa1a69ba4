"""What a named pose is, and its mirror image."""

from __future__ import annotations

import types
from collections.abc import Collection, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures.body.balance import limb_of_joint, other
from cuecard.figures.body.floor import SOFT, limb_of
from cuecard.figures.body.joints import Angles, full_names, joint_of

_NOTHING: Mapping[str, str] = types.MappingProxyType({})


class Pose(Struct, frozen=True):
    """A named pose: angles, and what carries the body."""

    name: str
    description: str
    angles: Angles
    stands: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """By side: a foot "flat" or on its "toes", or a "shin", along the floor; it fixes the trunk's lean."""
    planted: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """By side: further feet along the floor, "flat", on their "toes" or on their "top"."""
    rests: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """Part by part: the joint by which it reaches the floor."""
    plumb: tuple[str, ...] = ()
    """The sides of arms that hang, or stand on their hands, straight down."""
    level: tuple[str, ...] = ()
    """The sides of forearms that lie along the floor."""
    reach: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """By side: the place of the body that the hand goes to, "left knee" or such."""
    upon: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """By part: what carries it, if not the floor: a "step", a "chair", a "ball" or a "roller"."""
    brings: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """What is drawn with it without being named, by kind: where it is, in an author's words."""
    anchor: str = "hips"
    """The part that stays in its place while the rest moves; where no leg stands, it carries, if it is an arm."""
    lift: float = 0.0
    """Centimetres by which the lower foot is off the floor: of a body in flight."""
    together: str = ""
    """The joint whose change changes the legs' other angles in proportion."""
    fingers: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """By side: what the hand does, if not what it holds calls for: "fist", "thumb to little finger" and so on."""
    crossed: bool = False
    """Whether its legs touch one another on purpose."""
    view: str = "side"
    above: float = 0.0


class Hold(Struct, frozen=True):
    """A way to hold the arms."""

    angles: Angles
    plumb: tuple[str, ...] = ()
    """The sides of arms that hang straight down."""
    reach: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    """By side: the place of the body that the hand goes to."""
    leads: str = ""
    """The side of the arm that does what the name says, if the other one does not."""

    def sides(self) -> frozenset[str]:
        """Return the arms that it is about."""
        return frozenset({*self.plumb, *self.reach, *(name.partition(" ")[0] for name in self.angles)})

    def of_arm(self, side: str) -> Hold:
        """Return the same for the arm on *side* alone: as that arm is held, or as the one that the name is about."""
        is_mirrored = self.leads == other(side) or side not in self.sides()
        angles, plumb, reach = self.angles, self.plumb, self.reach
        if is_mirrored:
            angles, plumb = mirrored_angles(angles), tuple(mirrored_name(one) for one in plumb)
            reach = {mirrored_name(one): mirrored_name(place) for one, place in reach.items()}
        return Hold(
            types.MappingProxyType({name: value for name, value in angles.items() if name.startswith(side)}),
            tuple(one for one in plumb if one == side),
            types.MappingProxyType({one: place for one, place in reach.items() if one == side}),
        )


def holding(pose: Pose, hold: Hold) -> Pose:
    """Return *pose* with its arms held otherwise; an arm that carries the body goes on carrying it."""
    sides = hold.sides() - _carrying_arms(pose)

    held = {name: value for name, value in hold.angles.items() if name.partition(" ")[0] in sides}
    rests = {
        part: joint
        for part, joint in pose.rests.items()
        if part.partition(" ")[0] not in sides or limb_of(part) != "arm"
    }
    reach = {side: place for side, place in pose.reach.items() if side not in sides} | {
        side: place for side, place in hold.reach.items() if side in sides
    }
    return replace(
        pose,
        angles=types.MappingProxyType({**without_arms(pose.angles, sides), **held}),
        rests=types.MappingProxyType(rests),
        plumb=(
            *(side for side in pose.plumb if side not in sides),
            *(side for side in hold.plumb if side in sides),
        ),
        level=tuple(side for side in pose.level if side not in sides),
        reach=types.MappingProxyType(reach),
    )


def _carrying_arms(pose: Pose) -> frozenset[str]:
    """Return the sides of arms that stand on the floor: others that rest there are only laid down."""
    stood_on = [part for part, joint in pose.rests.items() if limb_of(part) == "arm" and " " not in joint]
    is_on_arms = limb_of(pose.anchor) == "arm" or stood_on
    return frozenset(pose.plumb if is_on_arms else ())


def without_arms(angles: Angles, sides: Collection[str]) -> dict[str, float]:
    """Angles, or changes of them, less those of the arms on *sides*; of a word for both arms the other one stays."""
    made: dict[str, float] = {}
    for name, value in angles.items():
        full = full_names(name)
        kept = [one for one in full if one.partition(" ")[0] not in sides]
        if len(kept) == len(full) or limb_of_joint(joint_of(name).name) != "arm":
            made[name] = value
        else:
            made = {**dict.fromkeys(kept, value), **made}
    return made


def resting(pose: Pose, part: str, thing: str) -> Pose:
    """Return *pose* with *part* of the body on *thing*; "off step" leaves the heel free beyond its edge.

    Raises:
        InvalidValueError: "bad-place" where that part carries nothing in this pose.

    """
    side, _, name = part.partition(" ")
    kind = thing.removeprefix("off ")
    if part == "body":
        return _lying_on(pose, kind)
    stands, planted, rests, angles = (
        dict(pose.stands),
        dict(pose.planted),
        dict(pose.rests),
        dict(pose.angles),
    )
    if thing != kind or name == "toes":
        if side not in stands:
            raise InvalidValueError("bad-place", f"the {part} does not stand on the floor in this pose")
        stands[side], part = "toes", f"{side} toes"
    elif name == "foot" and side in stands and len(stands) > 1:
        del stands[side]
        planted[part], rests[part] = "flat", f"{side} hip"
        if angles.get(f"{side} knee", 0.0) < _BENT:
            angles[f"{side} knee"] = angles[f"{side} hip"] = _ONTO
    elif part not in rests and side not in (stands if name == "foot" else pose.plumb) and name in _LIMB_ENDS:
        message = f"the {name} carries nothing in this pose"
        raise InvalidValueError("bad-place", message, "name a pose in which it is on the floor")
    upon = types.MappingProxyType({**pose.upon, part: kind})
    brings = {kept: place for kept, place in pose.brings.items() if pose.upon.get(part) != kept}
    place = "" if kind in {"step", "chair"} else f"under {part}"
    return replace(
        pose,
        stands=types.MappingProxyType(stands),
        planted=types.MappingProxyType(planted),
        rests=types.MappingProxyType(rests),
        angles=types.MappingProxyType(angles),
        upon=upon,
        brings=types.MappingProxyType({**brings, kind: place}),
    )


def _lying_on(pose: Pose, kind: str) -> Pose:
    """Return *pose* as a whole on a thing such as a bed."""
    shins = (f"{side} knee" for side in pose.stands)
    parts = [*SOFT, *pose.rests, *shins, pose.anchor, *(part for part in pose.upon if part != "hips")]
    upon = types.MappingProxyType(dict.fromkeys(parts, kind))
    return replace(pose, upon=upon, brings=types.MappingProxyType({**pose.brings, kind: "under hips"}))


_LIMB_ENDS = frozenset(["foot", "hand", "elbow"])
_BENT, _ONTO = 30.0, 80.0
"""Degrees of a knee: below the first it is bent to the second for a foot that is put onto something."""


def mirrored(pose: Pose) -> Pose:
    """Return *pose* with left and right exchanged."""

    def by_name(facts: Mapping[str, str]) -> Mapping[str, str]:
        return types.MappingProxyType(
            {mirrored_name(name): mirrored_name(value) for name, value in facts.items()}
        )

    return replace(
        pose,
        angles=mirrored_angles(pose.angles),
        stands=by_name(pose.stands),
        planted=by_name(pose.planted),
        rests=by_name(pose.rests),
        reach=by_name(pose.reach),
        upon=by_name(pose.upon),
        fingers=by_name(pose.fingers),
        brings=types.MappingProxyType(
            {kind: " ".join(map(mirrored_name, place.split())) for kind, place in pose.brings.items()}
        ),
        plumb=tuple(mirrored_name(side) for side in pose.plumb),
        level=tuple(mirrored_name(side) for side in pose.level),
        anchor=mirrored_name(pose.anchor),
        together=mirrored_name(pose.together),
    )


def mirrored_angles(angles: Angles) -> Angles:
    """Angles, or changes of them, with left and right exchanged, and near and far."""
    return types.MappingProxyType(
        {mirrored_name(name): -value if name in _OF_MIDDLE else value for name, value in angles.items()}
    )


_OF_MIDDLE = frozenset(["trunk side", "turn", "twist", "pelvis side", "neck side", "neck turn", "eyes turn"])
"""Joints without a side whose angles go to one side or the other."""
_MIRROR = types.MappingProxyType({"left": "right", "right": "left", "near": "far", "far": "near"})


def mirrored_name(name: str) -> str:
    """Return *name*, of a part of the body or a side, with left and right exchanged, and near and far."""
    side, blank, rest = name.partition(" ")
    return f"{_MIRROR[side]}{blank}{rest}" if side in _MIRROR else name
