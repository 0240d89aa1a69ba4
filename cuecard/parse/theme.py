"""`theme` in `site.yaml`: how a site looks, with the contrast that readers need, and what is around every page."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import model_validator

from cuecard.core import colours
from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.fields import PictureName, Switch, Text, of_form, read_text, reads, word
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.suffixes import WEB_FONT_SUFFIX
from cuecard.parse.theme_links import ThemeLinks

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


def _read_web_font(value: object) -> str:
    text = read_text(value)
    if not text.lower().endswith(WEB_FONT_SUFFIX):
        hint = "convert it to WOFF2, and put the .woff2 file into the content folder"
        raise InvalidValueError("no-font", f'"{text}" is not a .woff2 file', hint)
    return text


WebFont = Annotated[str, reads(_read_web_font, of_form(r".*\.[Ww][Oo][Ff][Ff]2"))]


class Font(FrontMatterModel):
    """A typeface of the owner's, as files in the content folder."""

    regular: WebFont
    """The file of the upright face, ending in .woff2."""
    bold: WebFont = ""
    """That of the bold face."""
    italic: WebFont = ""
    """That of the italic face."""


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
    font: Font | None = None
    """Your own typeface for pages; a letter that it lacks is set in the type above."""
    logo: PictureName = ""
    """A picture in the content folder, before the name of the site and on cards."""
    logo_has_name: Switch = False
    """Whether the logo contains the name of the site, so that the name beside it is only read aloud."""
    favicon: PictureName = ""
    """A small square picture for the tab of the browser: .svg or .png."""
    header: ThemeLinks = ()
    """Links in the header of all pages, after those to exercises, routines and so on."""
    footer: ThemeLinks = ()
    """Links in the footer of all pages."""
    footer_text: Text = ""
    """A sentence in the footer of all pages."""

    @model_validator(mode="after")
    def _can_be_read(self) -> Theme:
        if self.favicon and not self.favicon.lower().endswith((".svg", ".png")):
            message = f'"{self.favicon}" is neither an .svg nor a .png file'
            raise InvalidValueError("bad-image", message, "save the picture as .png", "favicon")
        if self.logo_has_name and not self.logo:
            hint = 'write "logo: logo.svg", or delete this line'
            raise InvalidValueError(
                "missing-key", '"logo_has_name" needs "logo" beside it', hint, "logo_has_name"
            )
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
