"""The numbers of frames: each in the upper left corner of its picture, where nothing is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from cuecard.figures.drawing.arrows import Taken
from cuecard.figures.drawing.clock import NUMBER_HIGH, NUMBER_WIDE, number
from cuecard.figures.drawing.hull import from_segment
from cuecard.figures.drawing.items import Shape
from cuecard.figures.drawing.svg import Box

_MARGIN = 2.5


def numbered(
    boxes: Sequence[Box], lines: Sequence[Sequence[Taken]], zoom: float = 1.0
) -> tuple[list[Box], list[list[Shape]]]:
    """Return the boxes of frames, wider where their corners are taken, and the number of each.

    *lines* is what is drawn. Of pictures that are *zoom* times as large as usual the numbers are not.
    """
    high, wide, margin = NUMBER_HIGH / zoom, NUMBER_WIDE / zoom, _MARGIN / zoom
    corners = [(x + margin, y + margin) for x, y, _, _ in boxes]
    middles = [(x + wide / 2, y + high / 2) for x, y in corners]
    if all(_is_free(middle, high / 2 + 1.0, taken) for middle, taken in zip(middles, lines, strict=True)):
        return list(boxes), [[number(n, corner, 1 / zoom)] for n, corner in enumerate(corners, start=1)]
    more = round(wide + margin)
    wider = [(x - more, y, long + more, tall) for x, y, long, tall in boxes]
    made = [number(n, (x + margin, y + margin), 1 / zoom) for n, (x, y, _, _) in enumerate(wider, start=1)]
    # A close-up goes on beyond its box: there the number needs a gap of its own.
    return wider, [
        [*([("gap-line", d, width * 3)] if zoom > 1 else []), (ink, d, width)] for ink, d, width in made
    ]


def _is_free(middle: tuple[float, float], reach: float, lines: Sequence[Taken]) -> bool:
    """Return whether nothing is drawn within *reach*."""
    return all(from_segment(middle, a, b) > half + reach for a, b, half in lines)
