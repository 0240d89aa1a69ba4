"""A picture of the gallery of figures (`poses.py`): a figure on white, in one scale for all."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from cuecard.figures.drawing.hull import UNIT  # noqa: E402 - the clone's own package

SCALE = 0.72
"""Pixels for a centimetre of the body."""
_SIZE = re.compile(r'viewBox="(\S+) (\S+) (\S+) (\S+)" width="\d+" height="\d+"')
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GalleryPicture:
    """A figure as SVG, with its box in units of the drawing."""

    svg: str
    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, svg: str) -> GalleryPicture:
        """Return *svg* with its size."""
        size = _SIZE.search(svg)
        if size is None:
            raise ValueError(f"a picture without a size: {svg[:200]}")
        return cls(svg, *map(float, size.groups()))

    def on_white(self, width: float, height: float) -> str:
        """Return the picture on a white ground of *width* and *height*, so that it is clear on a dark page too."""
        box = (self.left - (width - self.width) // 2, self.top - (height - self.height), width, height)
        left, top, wide, high = (f"{value:g}" for value in box)
        scale = SCALE / UNIT
        size = (
            f'viewBox="{left} {top} {wide} {high}" width="{width * scale:.0f}" height="{height * scale:.0f}"'
        )
        ground = f'<rect x="{left}" y="{top}" width="{wide}" height="{high}" fill="#fff"/>'
        sized = _SIZE.sub(size, self.svg, count=1)
        return _TITLE.sub(lambda title: title[0] + ground, sized, count=1) + "\n"
