"""Colours on paper, dark on white, by the names that style sheets replace them by."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from functools import cache

from cuecard.figures.drawing.items import Shape

INKS: Mapping[str, str] = types.MappingProxyType(
    {
        "work": "#14323f",
        "work-far": "#44626f",
        "trunk": "#718b97",
        "rest": "#9db1ba",
        "rest-far": "#bccad1",
        "skin": "#dcae90",
        "skin-line": "#bd8a6c",
        "lip": "#a8684f",
        "skin-light": "#f0cdb4",
        "skin-dark": "#8d5a3c",
        "hair": "#44362d",
        "gap": "#fff",
        "ghost": "#f0f3f4",
        "ground": "#e6ebed",
        "mat-top": "#d5e3da",
        "mat-front": "#b3c9bc",
        "mat-side": "#a5bdaf",
        "prop-top": "#dfe3e0",
        "prop-front": "#c3c9c6",
        "prop-side": "#aab2af",
        "roller-top": "#9cb9a6",
        "roller-front": "#6f9580",
        "roller-side": "#48695a",
        "ball-front": "#8a9f5b",
        "ball-top": "#b6c68d",
        "metal-top": "#8d989b",
        "metal-front": "#69757a",
        "band": "#1b7fc6",
        "band-far": "#125e95",
        "strap": "#b59a6a",
        "strap-far": "#8d774f",
        "arrow": "#d9480f",
        "frame-number": "#5b7380",
    }
)
"""Colours on paper. In grey, what works, what rests, bands, things and the floor differ by their lightness."""


_TONED = frozenset(["skin", "skin-line", "lip"])
_FEATURES: Mapping[str, Mapping[str, str]] = types.MappingProxyType(
    {
        "light": {"skin": "skin-light", "skin-line": "skin", "lip": "skin-line"},
        "dark": {"skin": "skin-dark", "skin-line": "lip", "lip": "hair"},
    }
)
"""By the tone of the skin: the inks that take the place of the usual ones."""


def toned(ink: str, skin: str) -> str:
    """Return the ink that takes the place of *ink* for a skin of that tone."""
    return _FEATURES[skin][ink] if ink in _TONED and skin in _FEATURES else ink


def in_tone(shapes: Sequence[Shape], skin: str) -> Sequence[Shape]:
    """Return the shapes with the skin in another tone."""
    if skin not in _FEATURES:
        return shapes
    return [(toned(ink, skin), path, width) for ink, path, width in shapes]


@cache
def lightness(ink: str) -> float:
    """Return how light an ink is in grey, 0 to 1."""
    colour = INKS[ink].removeprefix("#")
    if len(colour) == 3:
        colour = "".join(digit * 2 for digit in colour)
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue
