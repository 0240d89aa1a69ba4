"""What the fingers of a hand do, by the words of authors."""

from __future__ import annotations

import types
from collections.abc import Mapping

FINGERS = ("index", "middle", "ring", "little")

_OPEN = (4.0, 4.0)
"""Degrees by which a finger is bent at its root, and at its other joints."""
_CURLS: Mapping[str, tuple[float, float]] = types.MappingProxyType(
    {
        "open": _OPEN,
        "spread": _OPEN,
        "relaxed": (22.0, 24.0),
        "fist": (86.0, 88.0),
        "hook": (6.0, 92.0),
        "tabletop": (84.0, 4.0),
        "thumb up": (86.0, 88.0),
    }
)
_MEETS: Mapping[str, str] = types.MappingProxyType(
    {
        "pinch": "index",
        **{f"thumb to {name} finger": name for name in FINGERS},
    }
)
_MET = (46.0, 52.0)
"""The bend of a finger whose tip the thumb touches."""
WORDS: Mapping[str, str] = types.MappingProxyType(
    {
        "open": "straight fingers",
        "relaxed": "fingers a little bent",
        "fist": "all fingers bent, the thumb over them",
        "hook": "the ends of the fingers bent, their roots straight",
        "tabletop": "straight fingers, bent at their roots",
        "thumb up": "a fist, the thumb stretched out",
        "pinch": "thumb and index finger touch",
        **{f"thumb to {name} finger": f"the tips of thumb and {name} finger touch" for name in FINGERS},
    }
)
"""What authors can write, with what it is."""


def meeting(word: str) -> str:
    """Return the finger whose tip the thumb touches, or nothing."""
    return _MEETS.get(word, "")


def curls(word: str) -> Mapping[str, tuple[float, float]]:
    """Return how far each finger is bent: at its root, and at each of its other joints."""
    if met := meeting(word):
        rest = (14.0, 12.0)
        return {name: _MET if name == met else rest for name in FINGERS}
    return dict.fromkeys(FINGERS, _CURLS[word])
