"""Shapes as SVG: how thick and in what colour each kind is drawn.

The colours stand in the SVG as they print, dark on white, with a class on each group by which the page's style sheet
replaces them: near, far, gap, prop, mat and band set `fill` and `stroke` for all inside. No id, no style and no script
is in it: many can stand on a page, under any content policy.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby
from math import ceil, floor
from operator import itemgetter

from cuecard.figures.drawing.shapes import Shape, Spot, bounds, number, path
from cuecard.figures.scene.props import RADII
from cuecard.values import dataclass

Box = tuple[float, float, float, float]
"""Left, top, width and height, in centimetres of the body."""


@dataclass(frozen=True, slots=True)
class _Style:
    group: str
    width: float


_STYLES: Mapping[str, _Style] = types.MappingProxyType(
    {
        "floor": _Style("prop", 1.8),
        "wall": _Style("prop", 4.8),
        "hatches": _Style("prop", 1.8),
        "post": _Style("prop", 5.0),
        "chair": _Style("prop", 4.2),
        "step": _Style("prop", 2.0),
        "roller": _Style("prop", 2 * RADII["roller"]),
        "roller-hole": _Style("gap", 5.0),
        "ball": _Style("prop", 2 * RADII["ball"]),
        "mat": _Style("mat", 3.6),
        "far-arm": _Style("far", 8.0),
        "far-leg": _Style("far", 9.4),
        "torso": _Style("near", 4.0),
        "head": _Style("near", 22.4),
        "leg-gap": _Style("gap", 15.6),
        "near-leg": _Style("near", 9.4),
        "arm-gap": _Style("gap", 11.6),
        "near-arm": _Style("near", 8.0),
        "weight": _Style("prop", 5.0),
        "band": _Style("band", 4.4),
        "arrow": _Style("band", 3.4),
    }
)
_INK: Mapping[str, str] = types.MappingProxyType(
    {
        "prop": "#66767e",
        "mat": "#c3ccd0",
        "far": "#85979f",
        "near": "#17333f",
        "gap": "#fff",
        "band": "#d9531e",
    }
)
"""Colours on paper. In grey, near, band, prop, far and mat are told apart by their lightness."""
UNIT = 4
"""Units of the picture for a centimetre of the body: fine enough for whole numbers."""
_MARGIN = 4.0
_SCALE = 1.5
"""Pixels for a centimetre, where the page has room."""


def box_of(shapes: Iterable[Shape]) -> Box:
    """What everything that is drawn takes, lines' widths included."""
    sides = []
    for shape in shapes:
        if shape.lines:
            half = _STYLES[shape.kind].width / 2
            left, top, right, bottom = bounds([shape])
            sides.append((left - half, top - half, right + half, bottom + half))
    left, top = floor(min(s[0] for s in sides) - _MARGIN), floor(min(s[1] for s in sides) - _MARGIN)
    right, bottom = ceil(max(s[2] for s in sides) + _MARGIN), ceil(max(s[3] for s in sides) + 1)
    return (left, top, right - left, bottom - top)


def reach(shapes: Iterable[Shape]) -> tuple[float, float]:
    """The leftmost and rightmost place that is drawn on."""
    sides = [(bounds([shape]), _STYLES[shape.kind].width / 2) for shape in shapes if "gap" not in shape.kind]
    return min(box[0] - half for box, half in sides), max(box[2] + half for box, half in sides)


Outline = tuple[tuple[Spot, ...], float]
"""A line through spots, and half its width."""


def outlines(shapes: Iterable[Shape]) -> list[Outline]:
    """What is drawn on: each line with half its width."""
    seen = [shape for shape in shapes if _STYLES[shape.kind].group != "gap"]
    return [(line, _STYLES[shape.kind].width / 2) for shape in seen for line in shape.lines]


def picture(box: Box, inside: str, kind: str, title: str, desc: str = "", *, unit: int = UNIT) -> str:
    """A whole SVG, named *title* for screen readers."""
    size = " ".join(number(value * unit) for value in box)
    wide, high = number(box[2] * _SCALE, 0), number(box[3] * _SCALE, 0)
    told = f"<title>{escape(title)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="{size}" width="{wide}" height="{high}" '
        f'role="img" stroke-linecap="round" stroke-linejoin="round">{told}{inside}</svg>'
    )


def small(shapes: Sequence[Shape]) -> str:
    """A square still in whole centimetres, for lists that name what it shows.

    A page may have a thousand of them. So they have no colours of their own, but those of the style sheet.
    """
    left, top, wide, high = box_of(shapes)
    size = max(wide, high, 120.0)
    square = (floor(left - (size - wide) / 2), floor(top + high - size), ceil(size), ceil(size))
    inside = []
    for (group, width), alike in groupby(shapes, key=_small_style):
        if group == "gap" and width > 12:
            continue
        d = "".join(path(_there_and_back(shape), 1) for shape in alike)
        thick = "" if width == _LIMB else f' stroke-width="{width}"'
        inside.append((group, f'<path{thick} d="{d}"/>'))
    told = "".join(
        f'<g class="{group}">{"".join(one for _, one in alike)}</g>'
        for group, alike in groupby(inside, key=itemgetter(0))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="{" ".join(map(str, square))}" '
        f'aria-hidden="true" stroke-width="{_LIMB}" stroke-linecap="round" stroke-linejoin="round">{told}</svg>'
    )


_LIMB = 9


def _small_style(shape: Shape) -> tuple[str, int]:
    """The colour and the width of a shape where it is small: arms are as thick as legs."""
    style = _STYLES[shape.kind]
    return style.group, _LIMB if shape.kind.endswith(("arm", "leg")) else round(style.width)


def _is_open(shape: Shape) -> bool:
    """Whether filling would close a line that is not meant to be closed."""
    return not shape.is_closed and any(len(line) > 2 for line in shape.lines)


def _there_and_back(shape: Shape) -> Shape:
    """A line as an outline that encloses nothing, so that it can be filled with others."""
    if not _is_open(shape):
        return shape
    return replace(shape, lines=tuple((*line, *line[-2:0:-1]) for line in shape.lines), is_closed=True)


def grouped(shapes: Iterable[Shape], unit: int = UNIT, moves: Mapping[int, str] | None = None) -> str:
    """The shapes as paths, in groups of one colour; *moves* has what moves inside the path of each number."""
    made = []
    for group, numbered in groupby(enumerate(shapes), key=lambda pair: _STYLES[pair[1].kind].group):
        paths = []
        for n, shape in numbered:
            if not shape.lines:
                continue
            width = number(_STYLES[shape.kind].width * unit, 0 if unit > 1 else 1)
            fill = ' fill="none"' if _is_open(shape) else ""
            inside = (moves or {}).get(n, "")
            end = f">{inside}</path>" if inside else "/>"
            paths.append(f'<path{fill} stroke-width="{width}" d="{path(shape, unit)}"{end}')
        if paths:
            ink = _INK[group]
            made.append(f'<g class="{group}" fill="{ink}" stroke="{ink}">{"".join(paths)}</g>')
    return "".join(made)
