"""Signs that need digits: the clock of a hold, with the seconds beside it, and the number of a frame."""

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
    }
)
"""The strokes of signs, in a field 1 high and 1 wide: a picture takes no type along."""


def hold(middle: Spot, seconds: int, scale: float) -> tuple[list[Shape], list[Spot]]:
    """Return a clock, with the seconds beside it where they are known, and the corners of what it takes."""
    x, y = middle
    r = 8.5 * scale
    hands = polygon([(x, y - r * 0.62), (x, y), (x + r * 0.42, y + r * 0.24)], is_closed=False)
    made: list[Shape] = [
        ("gap", hull([(x, y, r + 2.4)]), 0.0),
        ("arrow-line", hull([(x, y, r)]) + hands, 2.2 * scale),
    ]
    taken = [(x - r - 2, y - r - 2), (x + r + 2, y + r + 2)]
    if seconds:
        high = 11.0 * scale
        strokes, at = _strokes(f"{seconds}s", (x + r + 4.5 * scale, y - high / 2), high)
        made.append(("arrow-line", strokes, 2.1 * scale))
        taken.append((at, y))
    return made, taken


def _strokes(text: str, corner: Spot, high: float) -> tuple[str, float]:
    """Return the path of *text*, its upper left corner there, and where it ends to the right."""
    (at, top), wide, made = corner, high * 0.6, ""
    for sign in text:
        if sign == "s":
            at += high * 0.11
        made += polygon([(at + u * wide, top + v * high) for u, v in _DIGITS[sign]], is_closed=False)
        at += wide + high * 0.22
    return made, at


NUMBER_INK = "frame-number"
NUMBER_WIDE, NUMBER_HIGH = 8.0, 13.0
"""Centimetres that the number of a frame takes."""


def number(n: int, corner: Spot, scale: float = 1.0) -> Shape:
    """Return the number of a frame, its upper left corner there."""
    return (NUMBER_INK, _strokes(str(n), corner, NUMBER_HIGH * scale)[0], 2.4 * scale)
