"""The angles that an author changes in a pose, and the words in which problems with them are reported."""

from __future__ import annotations

import types
from collections.abc import Iterable

from msgspec import Struct

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures.body.balance import limb_of_joint
from cuecard.figures.body.joints import SIDE_WORDS, SIDES, Angles, full_names, joint_of


class Changes(Struct, frozen=True):
    """The changes as they were written, so that problems can be reported in the same words."""

    written: Angles
    has_near: bool = True
    """Whether a side is nearer to the viewer."""

    def given(self) -> dict[str, float]:
        """Return the changes by the joints' full names.

        Raises:
            InvalidValueError: when a joint cannot do that.

        """
        made: dict[str, float] = {}
        for key in sorted(self.written, key=lambda key: len(full_names(key)), reverse=True):
            joint, value = joint_of(key), self.written[key]
            if not joint.least <= value <= joint.most:
                limits = f"between {joint.least:g} and {joint.most:g} degrees"
                message = f"the {joint.name} must be {limits}, not {value:.6g}"
                raise InvalidValueError("bad-angle", message, key=key)
            made |= dict.fromkeys(full_names(key), float(value))
        return made

    def blamed(self, side: str, limb: str) -> str:
        """Return the change to blame for what befalls a limb, or the trunk where *limb* is empty; the nearest one there
        is.
        """

        def nearness(key: str) -> int:
            is_of_side = not side or any(name.startswith(side) for name in full_names(key))
            of = limb_of_joint(joint_of(key).name)
            return (0 if is_of_side else 1) if of == limb else 2 if not of else 3

        return min(self.written, key=nearness, default="")

    @property
    def so(self) -> str:
        """Return how the body is, to begin a sentence with."""
        return "with these angles" if self.written else "so"

    def named(self, parts: Iterable[str]) -> str:
        """Parts in the author's words: "the near foot", "both feet"."""
        words = {key.partition(" ")[0] for key in self.written}
        says_near = self.has_near and not words & set(SIDES)
        words_by_side = {SIDE_WORDS[word]: word for word in ("near", "far")} if says_near else {}
        named: dict[str, list[str]] = {}
        for part in parts:
            side, _, name = part.partition(" ")
            named.setdefault(name or side, []).append(words_by_side.get(side, side) if name else "")
        name, those = next(iter(named.items()))
        if len(those) > 1:
            return f"the {_PLURALS.get(name, f'{name}s')}"
        return "the " + " ".join(filter(None, [those[0], name]))


def changed(before: Angles, more: Angles) -> Angles:
    """Return changes that go on from those *before*: each joint in the words in which it was named last, these
    first.
    """
    named = {full for key in more for full in full_names(key)}
    kept = {key: value for key, value in before.items() if not named.issuperset(full_names(key))}
    return types.MappingProxyType({**more, **kept})


_PLURALS = types.MappingProxyType({"foot": "feet", "toes": "toes"})
