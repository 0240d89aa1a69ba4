"""Signs that need digits: the clock of a hold, with its time beside it, and the number of a frame."""

from __future__ import annotations

import types
from collections.abc import Mapping

from cuecard.figures.drawing.hull import hull, polygon
from cuecard.figures.drawing.items import Shape
from cuecard.figures.scene.camera import Spot

_DIGITS: Mapping[str, tuple[Spot, ...]] = types.MappingProxyType(
    {
        "0": ((0.5, 0), (0.1, 0.25), (0.1, 0.75), (0.5, 1), (0.9, 0.75), (0.9, 0.25), (0.5, 0)),
        "1": ((0.2, 0.25), (0.55, 0), (0.55, 1)),
        "2": ((0.1, 0.25), (0.3, 0), (0.7, 0), (0.9, 0.25), (0.85, 0.45), (0.1, 1), (0.9, 1)),
        "3": (
            (0.1, 0.1),
            (0.45, 0),
            (0.85, 0.2),
            (0.8, 0.4),
            (0.4, 0.48),
            (0.85, 0.6),
            (0.85, 0.85),
            (0.45, 1),
            (0.1, 0.9),
        ),
        "4": ((0.7, 1), (0.7, 0), (0.05, 0.7), (0.95, 0.7)),
        "5": (
            (0.85, 0),
            (0.2, 0),
            (0.15, 0.42),
            (0.55, 0.38),
            (0.9, 0.65),
            (0.7, 0.95),
            (0.35, 1),
            (0.1, 0.88),
        ),
        "6": (
            (0.8, 0.05),
            (0.35, 0.2),
            (0.1, 0.65),
            (0.3, 0.97),
            (0.7, 0.97),
            (0.9, 0.7),
            (0.65, 0.45),
            (0.15, 0.6),
        ),
        "7": ((0.1, 0), (0.9, 0), (0.4, 1)),
        "8": (
            (0.5, 0.46),
            (0.15, 0.25),
            (0.5, 0),
            (0.85, 0.25),
            (0.5, 0.46),
            (0.1, 0.74),
            (0.5, 1),
            (0.9, 0.74),
            (0.5, 0.46),
        ),
        "9": (
            (0.85, 0.4),
            (0.35, 0.55),
            (0.1, 0.3),
            (0.3, 0.03),
            (0.7, 0.03),
            (0.9, 0.35),
            (0.65, 0.8),
            (0.2, 0.95),
        ),
        "s": ((0.8, 0.5), (0.45, 0.42), (0.2, 0.55), (0.75, 0.8), (0.5, 1), (0.15, 0.92)),
        "m": (
            (0, 1), (0, 0.42), (0, 0.52), (0.22, 0.42), (0.5, 0.52), (0.5, 1),
            (0.5, 0.52), (0.75, 0.42), (1, 0.52), (1, 1),
        ),
        "n": ((0.05, 1), (0.05, 0.42), (0.05, 0.55), (0.45, 0.42), (0.8, 0.55), (0.8, 1)),
    }
)  # fmt: skip
"""The strokes of signs, in a field 1 high and 1 wide: a picture takes no type along."""
_DOTTED: Mapping[str, tuple[tuple[Spot, ...], ...]] = types.MappingProxyType(
    {
        "i": (((0.5, 0.42), (0.5, 1)), ((0.5, 0.14), (0.5, 0.16))),
        ":": (((0.5, 0.3), (0.5, 0.34)), ((0.5, 0.8), (0.5, 0.84))),
    }
)
"""Signs of several strokes."""
_NARROW = frozenset("i:")
_SPACE = 0.11
"""Before a unit, of the height."""


def label(seconds: int) -> str:
    """Return the time beside a clock: `30s`, `10min`, `1:30min`."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}min" if minutes and rest else f"{minutes}min" if minutes else f"{seconds}s"


_HIGH = 11.0
"""Of the time beside a clock, in centimetres."""


def hold(middle: Spot, seconds: int, scale: float) -> tuple[list[Shape], list[Spot]]:
    """Return a clock, with its time beside it where that is known, and the corners of what it takes."""
    x, y = middle
    r = 8.5 * scale
    hands = polygon([(x, y - r * 0.62), (x, y), (x + r * 0.42, y + r * 0.24)], is_closed=False)
    made: list[Shape] = [
        ("gap", hull([(x, y, r + 2.4)]), 0.0),
        ("arrow-line", hull([(x, y, r)]) + hands, 2.2 * scale),
    ]
    taken = [(x - r - 2, y - r - 2), (x + r + 2, y + r + 2)]
    if seconds:
        high = _HIGH * scale
        strokes, at = _strokes(label(seconds), (x + r + 4.5 * scale, y - high / 2), high)
        made.append(("arrow-line", strokes, 2.1 * scale))
        taken.append((at, y))
    return made, taken


def width(text: str) -> float:
    """Return how wide *text* is beside a clock, with the gap before it."""
    return 4.5 + _strokes(text, (0.0, 0.0), _HIGH)[1]


def _strokes(text: str, corner: Spot, high: float) -> tuple[str, float]:
    """Return the path of *text*, its upper left corner there, and where it ends to the right."""
    (at, top), made = corner, ""
    for n, sign in enumerate(text):
        if sign.isalpha() and text[n - 1 : n].isdigit():
            at += high * (_SPACE if sign == "s" else 2.5 * _SPACE)
        wide = high * (0.25 if sign in _NARROW else 0.6)
        for stroke in _DOTTED.get(sign) or (_DIGITS[sign],):
            made += polygon([(at + u * wide, top + v * high) for u, v in stroke], is_closed=False)
        at += wide + high * 0.22
    return made, at


NUMBER_INK = "frame-number"
NUMBER_WIDE, NUMBER_HIGH = 8.0, 13.0
"""Centimetres that the number of a frame takes."""


def number(n: int, corner: Spot, scale: float = 1.0) -> Shape:
    """Return the number of a frame, its upper left corner there."""
    return (NUMBER_INK, _strokes(str(n), corner, NUMBER_HIGH * scale)[0], 2.4 * scale)
