"""Colours in sRGB: read, mixed, and measured against one another as WCAG 2.2 measures contrast."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from cuecard.core.diagnostics import InvalidValueError

Colour = tuple[int, int, int]
"""Red, green and blue, from 0 to 255."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


def read(text: str) -> Colour:
    """Return the colour that *text* says as three or six hexadecimal digits, with or without a `#`.

    Raises:
        InvalidValueError: with code `bad-colour`.

    """
    digits = text.strip().removeprefix("#")
    if re.fullmatch("[0-9a-fA-F]{3}", digits):
        digits = "".join(2 * digit for digit in digits)
    if not re.fullmatch("[0-9a-fA-F]{6}", digits):
        raise InvalidValueError(
            "bad-colour", f'"{text}" is not a colour', 'write six digits, such as "#00545d"'
        )
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def written(colour: Colour) -> str:
    """Return a colour as CSS writes it: `#00545d`."""
    return "#" + bytes(colour).hex()


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return a colour between two, with *share* of the *other* in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def with_contrast(colour: Colour, grounds: Iterable[Colour], least: float, towards: Colour) -> Colour:
    """Return the nearest colour, on its way *towards* black or white, with *least* contrast to all *grounds*."""
    grounds = tuple(grounds)
    return nearest(colour, towards, lambda moved: all(contrast(moved, ground) >= least for ground in grounds))


def nearest(colour: Colour, towards: Colour, is_enough: Callable[[Colour], bool]) -> Colour:
    """Return the first colour on the way *towards* another, in hundredths, that *is_enough*; the other if none is."""
    steps = (mix(colour, towards, step / 100) for step in range(101))
    return next(filter(is_enough, steps), towards)


def _luminance(colour: Colour) -> float:
    """Return the relative luminance, from 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
