"""The look of a site as CSS custom properties.

Everything follows from the `theme` of `site.yaml`. Without one, the values in `templates/assets/styles/tokens.css`
count.
"""

from __future__ import annotations

from collections.abc import Mapping

from cuecard.core import colours
from cuecard.core.colours import BLACK, WHITE, Colour
from cuecard.media.web_fonts import FACES
from cuecard.parse.theme import DARK_GROUNDS, LIGHT_GROUNDS, Corner, Theme, Typeface, nearest, tinted

_CORNERS = {Corner.SQUARE: ("0", "0"), Corner.ROUND: ("1.25rem", "1.5rem")}
"""Of panels, and of buttons and fields."""
_TYPES = {
    Typeface.ATKINSON: '"Atkinson Hyperlegible", system-ui, sans-serif',
    Typeface.SYSTEM: 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    Typeface.SERIF: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
}
_INK: Colour = (0x18, 0x21, 0x23)
_BAND_CONTRAST = 9.0
"""Of white on the bands at the top and under doses, so that softer words on them have 7:1 too."""


OWN_FAMILY = "Own"
"""What the owner's typeface is called in style sheets."""


def custom_properties(theme: Theme, files: Mapping[str, str] = {}) -> str:
    """Return the rules that replace the usual values by those of a theme; empty without one.

    *files* are the URLs of files of the content folder, by their path, among them those of the owner's typeface.
    """
    light, dark = palettes(theme)
    light = dict(light)
    if theme.corner in _CORNERS:
        light["corner"], light["corner-small"] = _CORNERS[theme.corner]
    if theme.font:
        light["font"] = f'"{OWN_FAMILY}", {_TYPES[theme.type]}'
    elif theme.type is not Typeface.ATKINSON:
        light["font"] = _TYPES[theme.type]
    if not light:
        return ""
    rules = f"{_faces(theme, files)}:root{{{_declared(light)}}}\n"
    if dark:
        rules += f"@media (prefers-color-scheme: dark) {{:root{{{_declared(dark)}}}}}\n"
    if theme.accent:
        on_white = _declared({"accent": theme.accent})
        rules += f":root .sheet{{{on_white}}}\n@media print {{\n:root{{{on_white}}}\n}}\n"
    return rules


def _faces(theme: Theme, files: Mapping[str, str]) -> str:
    """Return the rules that load the owner's typeface."""
    rules = ""
    for key, (weight, slant) in FACES.items() if theme.font else ():
        if url := files.get(getattr(theme.font, key)):
            name = url.rpartition("/")[2]
            rules += (
                f'@font-face{{font-family:"{OWN_FAMILY}";font-weight:{weight};font-style:{slant};'
                f'font-display:swap;src:url("{name}") format("woff2")}}\n'
            )
    return rules


def palettes(theme: Theme) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the colours that follow from the accent, by the name of their property: on light ground, and on dark."""
    if not theme.accent:
        return {}, {}
    accent = colours.read(theme.accent)
    dark = colours.read(theme.accent_dark) if theme.accent_dark else nearest(accent, DARK_GROUNDS, WHITE)
    band = colours.with_contrast(accent, [WHITE], _BAND_CONTRAST, BLACK)
    dark_band = colours.with_contrast(colours.mix(accent, BLACK, 0.4), [WHITE], _BAND_CONTRAST + 3, BLACK)
    return (
        _written(
            accent=accent,
            on_accent=WHITE,
            tint=tinted(accent, LIGHT_GROUNDS["a panel"]),
            brand=band,
            on_brand=WHITE,
            brand_soft=colours.mix(WHITE, accent, 0.15),
            figure_work=colours.mix(accent, _INK, 0.6),
            figure_work_far=colours.mix(accent, _INK, 0.2),
        ),
        _written(
            accent=dark,
            on_accent=colours.with_contrast(colours.mix(accent, BLACK, 0.6), [dark], 7.0, BLACK),
            tint=tinted(dark, DARK_GROUNDS["a panel"]),
            brand=dark_band,
            on_brand=WHITE,
            brand_soft=colours.mix(WHITE, accent, 0.15),
            figure_work=colours.mix(dark, WHITE, 0.6),
            figure_work_far=colours.mix(dark, WHITE, 0.2),
        ),
    )


def _written(**named: Colour) -> dict[str, str]:
    return {name.replace("_", "-"): colours.written(colour) for name, colour in named.items()}


def _declared(values: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())
