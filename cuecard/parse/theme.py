"""`theme` in `site.yaml`: the colour, the corners and the type of a site, with the contrast that readers need."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import model_validator

from cuecard.core import colours
from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.fields import read_text, reads, word
from cuecard.parse.model import FrontMatterModel

TEXT_CONTRAST = 7.0
"""What text needs (WCAG 2.2, 1.4.6)."""
GRAPHICS_CONTRAST = 3.0
"""What marks, lines and figures need (WCAG 2.2, 1.4.11)."""
LIGHT_GROUNDS = {"the page": (0xF5, 0xF4, 0xEF), "a panel": colours.WHITE, "the map": (0xC6, 0xD2, 0xD4)}
DARK_GROUNDS = {"the page": (0x11, 0x16, 0x18), "a panel": (0x1A, 0x21, 0x24), "the map": (0x35, 0x42, 0x47)}
"""What an accent is on, as in `templates/assets/styles/tokens.css`."""


class Corner(StrEnum):
    """How round corners are."""

    SQUARE = "square"
    SOFT = "soft"
    ROUND = "round"


class Typeface(StrEnum):
    """The type of pages."""

    ATKINSON = "atkinson"
    SYSTEM = "system"
    SERIF = "serif"


def _read_colour(value: object) -> str:
    return colours.written(colours.read(read_text(value)))


HexColour = Annotated[str, reads(_read_colour, {"pattern": "^#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"})]


def tinted(accent: colours.Colour, ground: colours.Colour) -> colours.Colour:
    """Return the ground of pictures: *ground* with a tenth of the accent in it."""
    return colours.mix(ground, accent, 0.1)


class Theme(FrontMatterModel):
    """How a site looks. Every colour follows from one, whose contrast is checked."""

    accent: HexColour = ""
    """The colour of links, buttons and numbers on light ground, such as "#00545d"; in quotation marks."""
    accent_dark: HexColour = ""
    """The same on dark ground; without it, a lighter tone of the accent."""
    corner: Annotated[Corner, word(Corner)] = Corner.SOFT
    """How round corners are: square, soft or round."""
    type: Annotated[Typeface, word(Typeface, "type")] = Typeface.ATKINSON
    """The type of pages: atkinson, or the sans-serif (system) or serif type of the reader's device."""

    @model_validator(mode="after")
    def _can_be_read(self) -> Theme:
        if self.accent_dark and not self.accent:
            raise InvalidValueError(
                "missing-key", '"accent_dark" needs "accent" beside it', "write both", "accent_dark"
            )
        for key, grounds, away in (
            ("accent", LIGHT_GROUNDS, colours.BLACK),
            ("accent_dark", DARK_GROUNDS, colours.WHITE),
        ):
            if written := getattr(self, key):
                _check(key, colours.read(written), grounds, away)
        return self


def _check(
    key: str, accent: colours.Colour, grounds: dict[str, colours.Colour], away: colours.Colour
) -> None:
    """Refuse an accent that is too near to what it is on.

    Raises:
        InvalidValueError: with code `low-contrast`, the pair, its contrast and the nearest colour that has enough.

    """
    for name, ground, least in _pairs(accent, grounds):
        measured = colours.contrast(accent, ground)
        if measured < least:
            what = "graphics need" if least == GRAPHICS_CONTRAST else "text needs"
            enough = nearest(accent, grounds, away)
            raise InvalidValueError(
                "low-contrast",
                f'"{colours.written(accent)}" on {name} ({colours.written(ground)}) has a contrast of '
                f"{int(measured * 10) / 10}:1, and {what} {least:g}:1",
                f'write {key}: "{colours.written(enough)}"',
                key,
            )


def _pairs(
    accent: colours.Colour, grounds: dict[str, colours.Colour]
) -> Iterator[tuple[str, colours.Colour, float]]:
    """Yield what an accent is on, by name, with the least contrast that it needs there."""
    for name, ground in grounds.items():
        yield name, ground, GRAPHICS_CONTRAST if name == "the map" else TEXT_CONTRAST
    yield "a picture's ground", tinted(accent, grounds["a panel"]), TEXT_CONTRAST


def nearest(
    accent: colours.Colour, grounds: dict[str, colours.Colour], away: colours.Colour
) -> colours.Colour:
    """Return the nearest colour further *away* from its grounds that has enough contrast on all of them."""

    def is_enough(moved: colours.Colour) -> bool:
        return all(colours.contrast(moved, ground) >= least for _, ground, least in _pairs(moved, grounds))

    return colours.nearest(accent, away, is_enough)
