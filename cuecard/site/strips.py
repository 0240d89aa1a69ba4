"""Figures side by side on one line of the floor, at one scale, so that a routine is known by its outline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from cuecard.figures.frames import Drawing
from cuecard.site.cards.crop import cropped

_VIEW_BOX = re.compile(r'viewBox="([-0-9.]+) ([-0-9.]+) ([-0-9.]+) ([-0-9.]+)"')
_TITLES = re.compile(r"<(title|desc)>.*?</\1>", re.DOTALL)
_GHOST = re.compile(r'<path class="ghost[^"]*"[^>]*/>')
"""Where the movement began."""
_ARROW = re.compile(r'<path class="arrow[^"]*"[^>]*/>')
_GAP = 0.11
"""Between two figures, as a share of the height of a standing person."""
_SMALL, _LARGE = 1, 4
"""Units per centimetre of small and of large drawings (see `cuecard.figures`)."""
_PERSON = 180
"""Centimetres."""
_MOST_IN_A_ROW = 7
_LEAST_HEIGHT = 0.55
"""Of a person: figures that all lie are not drawn larger than life beside those of other routines."""


def strip(drawings: Iterable[Drawing]) -> str:
    """Return the small figures of a routine in its order, as safe SVG; empty if there are none."""
    return _on_one_floor(tuple(drawing.small for drawing in drawings), _SMALL, "strip")


def hero(drawings: Iterable[Drawing]) -> str:
    """Return large figures for the top of the home page, each in the frame that shows most of the movement."""
    return _on_one_floor(tuple(at_work(drawing) for drawing in drawings), _LARGE, "hero-figures")


def at_work(drawing: Drawing) -> str:
    """Return the frame in which the body is lowest, the last of equals: usually the one furthest from standing."""
    frames = [_GHOST.sub("", svg) for svg in drawing.frames]
    return min(reversed(frames), key=lambda svg: round(cropped(_ARROW.sub("", svg)).height / _LARGE / 10))


@lru_cache(maxsize=256)
def _on_one_floor(figures: tuple[str, ...], unit: int, name: str) -> str:
    """Return *figures*, drawn with *unit* units per centimetre, as one picture with the class *name*.

    More than a row can hold are in several rows, each on its own floor.
    """
    number = ceil(len(figures) / _MOST_IN_A_ROW)
    each = ceil(len(figures) / number) if number else 0
    rows = [_row(figures[n * each : (n + 1) * each], unit) for n in range(number)]
    rows = [row for row in rows if row.parts]
    if not rows:
        return ""
    wide, bottom, between = max(row.width for row in rows), 2 * unit, 0.2 * _PERSON * unit
    first_top = floor(rows[0].top)
    parts, down = [], 0.0
    for n, row in enumerate(rows):
        down += between - row.top if n else 0.0
        inside = f'<path class="floor" d="M0 {unit}h{wide}"/>{row.parts}'
        parts.append(f'<g transform="translate(0 {down:g})">{inside}</g>' if n else inside)
    high = ceil(down + bottom) - first_top
    return (
        f'<svg class="figure {name}" viewBox="0 {first_top} {wide} {high}" width="{wide // unit}" '
        f'height="{high // unit}" preserveAspectRatio="xMidYMax" aria-hidden="true" '
        f'stroke-linecap="round" stroke-linejoin="round">{"".join(parts)}</svg>'
    )


class _Row(NamedTuple):
    """Figures side by side, in units."""

    parts: str
    width: int
    top: float


def _row(figures: Iterable[str], unit: int) -> _Row:
    """Return figures side by side, all of them on the floor at 0."""
    at, top, parts = 0.0, -_PERSON * unit * _LEAST_HEIGHT, list[str]()
    for svg in figures:
        cut = cropped(svg).svg
        box = _VIEW_BOX.search(cut)
        if box is None:
            continue
        x, y, width, height = map(float, box.groups())
        head, _, inside = cut.partition(">")
        inside = _TITLES.sub("", inside.removesuffix("</svg>"))
        width_of_lines = re.search(r' stroke-width="[\d.]+"', head)
        lines = width_of_lines[0] if width_of_lines else ""
        parts.append(f'<g transform="translate({at - x:g} {-y - height:g})"{lines}>{inside}</g>')
        at += width + _GAP * _PERSON * unit
        top = min(top, -height)
    return _Row("".join(parts), ceil(at - _GAP * _PERSON * unit), top)
