"""Which part of the body each muscle moves, so that a figure can show the limbs that its exercise is for."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping

_OF_LEG = """hip-flexors glutes hip-abductors hip-adductors hip-rotators quads hamstrings calves soleus shins
    foot-ankle"""
_OF_ARM = """traps upper-back lats chest serratus front-delts side-delts rear-delts rotator-cuff biceps brachialis
    triceps forearms"""
_OF_TRUNK = "abs obliques deep-core lower-back diaphragm pelvic-floor"

MOVES: Mapping[str, str] = types.MappingProxyType(
    {
        **dict.fromkeys(_OF_LEG.split(), "leg"),
        **dict.fromkeys(_OF_ARM.split(), "arm"),
        **dict.fromkeys(_OF_TRUNK.split(), "trunk"),
        "neck": "head",
    }
)
"""By the id of a muscle: "leg", "arm", "trunk" or "head". Terms that name no muscle are not in it."""


def parts_moved(muscles: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of the body that *muscles*, by their ids, move; each once, in alphabetical order."""
    return tuple(sorted({MOVES[id] for id in muscles if id in MOVES}))
