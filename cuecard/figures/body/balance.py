"""The legs that carry a body: which of them do, and how their angles and the trunk's lean follow from one another.

The sole or the shin of a leg that carries lies along the floor. So of its joints' angles and the trunk's lean each
follows from the rest: the trunk leans by hip - knee + the shin's lean, which on a flat foot is the ankle's angle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures.body.joints import SIDES, Angles, joint_of

LEG = ("hip", "hip abduction", "hip rotation", "knee", "ankle")
ARM = ("shoulder", "shoulder abduction", "shoulder rotation", "elbow")
_BENT = ("hip", "knee", "ankle")


def limb_of_joint(joint: str) -> str:
    """Return the limb that *joint* is of: "leg", "arm", or empty for those of the trunk."""
    return "leg" if joint in _OF_LEG else "arm" if joint in _OF_ARM else ""


_OF_LEG = frozenset([*LEG, "toes", "knee out", "foot out", "foot tilt"])
_OF_ARM = frozenset([*ARM, "forearm", "wrist", "shrug", "squeeze"])


def other(side: str) -> str:
    """Return the opposite side."""
    return SIDES[1 - SIDES.index(side)]


def is_moved_alone(side: str, limb: str, given: Angles) -> bool:
    """Return whether the author gave a joint of this leg or arm an angle that the other one has not."""
    joints = LEG if limb == "leg" else ARM
    return any(
        f"{side} {joint}" in given and given.get(f"{other(side)} {joint}") != given[f"{side} {joint}"]
        for joint in joints
    )


def ways_to_stand(stands: Mapping[str, str], given: Angles) -> Iterator[Mapping[str, str]]:
    """Yield the legs that may carry: both, or where the author made them unlike, one; first the one left alone."""
    moved = [side for side in stands if is_moved_alone(side, "leg", given)]
    if len(stands) < 2 or not moved:
        yield stands
        return
    for side in sorted(stands, key=lambda side: side in moved):
        yield {side: stands[side]}


def taken_along(together: str, named: Angles, given: Angles) -> dict[str, float]:
    """Return the legs' angles, larger or smaller in the proportion in which the joint *together* was changed."""
    leading = [together] if " " in together else [f"{side} {together}" for side in SIDES]
    before, after = (named.get(leading[0]), given.get(leading[0])) if together else (None, None)
    if not before or after is None or any(given.get(name) != after for name in leading):
        return {}
    taken = {}
    for name, value in named.items():
        if name == "trunk" or joint_of(name).name in _BENT:
            taken[name] = clamped(name, value * after / before)
    return taken


def shin_lean(how: str, angles: Angles, side: str) -> float:
    """Return how far the shin of a leg that carries leans ahead, as its pose has it."""
    return 90.0 if how == "shin" else angles[f"{side} ankle"] if how == "flat" else 0.0


def lean_over(how: str, angles: Angles, side: str) -> float:
    """Return how far the trunk leans above a leg that carries."""
    return angles[f"{side} hip"] - angles[f"{side} knee"] + shin_lean(how, angles, side)


def balanced(side: str, how: str, before: Angles, angles: Angles, fixed: Collection[str]) -> dict[str, float]:
    """Return the angles of a leg that carries, and the trunk's, so that they fit.

    Where the author leaves it open, a changed knee or ankle bends the leg evenly and leaves the trunk as it was; a
    changed hip bows the trunk; a changed trunk bows in the hips.

    Args:
        side: which leg.
        how: the foot "flat" or on its "toes", or a "shin" along the floor.
        before: the angles of the pose, which fit.
        angles: the same with the changes.
        fixed: names of the angles that must stay.

    Raises:
        InvalidValueError: when what is fixed does not fit; its `key` is the joint that could give way.

    """
    names = {joint: f"{side} {joint}" for joint in _BENT}
    hip, knee, trunk = angles[names["hip"]], angles[names["knee"]], angles["trunk"]
    lean = shin_lean(how, before, side)
    is_hip, is_knee, is_trunk = (name in fixed for name in (names["hip"], names["knee"], "trunk"))
    is_ankle = how == "flat" and names["ankle"] in fixed
    if is_ankle:
        if not is_knee:
            knee = max(before[names["knee"]] + 2 * (angles[names["ankle"]] - lean), 0.0)
        lean = angles[names["ankle"]]
    elif how != "shin":
        lean = clamped(names["ankle"], lean + (knee - before[names["knee"]]) / 2)
    if not is_trunk:
        trunk = hip - knee + lean if is_hip else lean_over(how, before, side)
    if not is_hip:
        hip = trunk + knee - lean
    left = hip - knee + lean - trunk
    if left and not is_knee:
        if how == "shin" or is_ankle:
            knee += left
        else:
            # Knee and ankle give way together, as far as the ankle goes; the knee takes what is left.
            bent = clamped(names["ankle"], lean + left) - lean
            lean, knee = lean + bent, knee + left + bent
    elif left and how != "shin" and not is_ankle:
        lean -= left
    elif abs(left) > 1.0:
        leans = f"{trunk + left:.0f} degrees, not {trunk:.0f}"
        message = f"with these angles of hip, knee and ankle the trunk leans {leans}"
        raise InvalidValueError("bad-pose", message, "leave one of the four out, and it follows", key="trunk")
    made = {"trunk": trunk, names["hip"]: hip, names["knee"]: knee}
    return made | ({names["ankle"]: lean} if how == "flat" else {})


def clamped(name: str, value: float) -> float:
    """Return *value*, or the nearest that the joint called *name* can do."""
    joint = joint_of(name)
    return min(max(value, joint.least), joint.most)
