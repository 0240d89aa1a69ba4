"""Shapes as SVG text: the colour of each ink, and whole pictures.

The colours stand in the SVG as they print, dark on white, with a class on each path by which the style sheet of a page
replaces them. No id, no style and no script is in it: many can stand on a page, under any content policy.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from html import escape
from math import ceil, floor

from cuecard.figures.drawing.hull import UNIT
from cuecard.figures.drawing.inks import INKS
from cuecard.figures.drawing.items import Shape

Box = tuple[int, int, int, int]
"""Left, top, width and height, in centimetres of the body."""

_LINES: Mapping[str, str] = types.MappingProxyType(
    {"gap-line": "gap", "gap-edge": "gap", "arrow-line": "arrow"}
)
"""Inks of lines, by which class they take their colour from."""
_SCALE = 1.5
"""Pixels for a centimetre, where the page has room."""


def paths(shapes: Iterable[Shape], *, has_colours: bool = True, unit: int = UNIT) -> str:
    """Return the shapes in their order; neighbours of one ink are one path."""
    made: list[str] = []
    last: tuple[str, float] = ("", 0.0)
    run: list[str] = []
    for ink, path, width in shapes:
        if not path:
            continue
        if (ink, width) != last and run:
            made.append(_path(*last, "".join(run), has_colours=has_colours, unit=unit))
            run = []
        last = (ink, width)
        run.append(path)
    if run:
        made.append(_path(*last, "".join(run), has_colours=has_colours, unit=unit))
    return "".join(made)


def _path(ink: str, width: float, d: str, *, has_colours: bool, unit: int) -> str:
    name = _LINES.get(ink, ink)
    colour = INKS[name] if has_colours else ""
    if ink == "ghost":
        edge = ' stroke="#9fb0b8"' if has_colours else ""
        ink_text = f' fill="{colour}"' if has_colours else ""
        look = f'class="ghost"{ink_text}{edge} stroke-width="{round(1.6 * unit)}" paint-order="stroke"'
    elif not width:
        look = f'class="{name}"' + (f' fill="{colour}"' if has_colours else "")
    elif ink == "gap-edge":
        ink_text = f' fill="{colour}" stroke="{colour}"' if has_colours else ""
        look = f'class="gap edge"{ink_text} stroke-width="{round(width * unit)}"'
    else:
        ink_text = f' stroke="{colour}"' if has_colours else ""
        fill = ' fill="none"' if has_colours else ""
        look = f'class="{name} line"{fill}{ink_text} stroke-width="{round(width * unit)}"'
    return f'<path {look} d="{d}"/>'


def moving_path(ink: str, d: str, animate: str, width: float, unit: int, *, is_edged: bool) -> str:
    """Return one shape that turns into others; an edge separates a limb from what it covers."""
    colour = INKS[ink]
    if width:
        look = f'class="{ink} line" fill="none" stroke="{colour}" stroke-width="{round(width * unit)}"'
    elif not is_edged:
        look = f'class="{ink}" fill="{colour}"'
    else:
        edge = f'stroke="#fff" stroke-width="{round(2.4 * unit)}" paint-order="stroke"'
        look = f'class="{ink} edged" fill="{colour}" {edge}'
    return f'<path {look} d="{d}">{animate}</path>' if animate else f'<path {look} d="{d}"/>'


def picture(
    box: Box, inside: str, kind: str, title: str, desc: str = "", *, unit: int = UNIT, scale: float = 1.0
) -> str:
    """Return a whole SVG, named *title* for screen readers."""
    size = " ".join(str(value * unit) for value in box)
    words = f"<title>{escape(title)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="{size}" '
        f'width="{round(box[2] * _SCALE * scale)}" height="{round(box[3] * _SCALE * scale)}" '
        f'role="img" stroke-linecap="round" stroke-linejoin="round">{words}{inside}</svg>'
    )


def beside(one: tuple[Box, str], other: tuple[Box, str], times: float = 1.0) -> tuple[Box, str]:
    """Return two pictures in one, on one ground; the other one is *times* as large."""
    (left, top, wide, high), inside = one
    (left2, top2, wide2, high2), more = other[0], other[1]
    if times != 1.0:
        left2, top2, wide2, high2 = (round(value * times) for value in (left2, top2, wide2, high2))
    across, down = left + wide + _APART - left2, top + high - top2 - high2
    box = (left, top + high - max(high, high2), wide + _APART + wide2, max(high, high2))
    size = "" if times == 1.0 else f" scale({times:g})"
    return box, f'{inside}<g transform="translate({across * UNIT} {down * UNIT}){size}">{more}</g>'


_APART = 6
"""Centimetres between two pictures in one."""


def whole(left: float, top: float, right: float, bottom: float, margin: float = 3.0) -> Box:
    """Return the box in whole centimetres round what reaches so far."""
    x, y = floor(left - margin), floor(top - margin)
    return (x, y, ceil(right + margin) - x, ceil(bottom + margin) - y)
