"""The size of an SVG drawing on a page."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d+)?)(px|pt|pc|mm|cm|in)?\s*")
_PIXELS_IN = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_BOX = re.compile(r"\s*(?:-?[\d.]+[\s,]+){2}(\d{1,6}(?:\.\d+)?)[\s,]+(\d{1,6}(?:\.\d+)?)\s*")
_AS_WIDE_AS_CAN_BE = 1440
"""Pixels: an SVG drawing without its own size fills the column."""


def size_of(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels of the checked drawing in *data*; 0 if not known.

    Raises:
        ValueError: if it cannot be read as SVG.

    """
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - what declares entities has been refused
    except (ElementTree.ParseError, LookupError) as error:
        raise ValueError from error
    if root.tag.rpartition("}")[2] != "svg":
        raise ValueError(root.tag)
    width, height = (_pixels(root.get(side, "")) for side in ("width", "height"))
    box = _BOX.fullmatch(root.get("viewBox", ""))
    if box and float(box[1]) and float(box[2]) and not (width and height):
        shape = float(box[1]) / float(box[2])
        width = width or height * shape or _AS_WIDE_AS_CAN_BE
        height = height or width / shape
    known = bool(width and height)
    return known * max(1, round(width)), known * max(1, round(height))


def _pixels(length: str) -> float:
    """Return an SVG length in pixels; 0 for none, and for relative lengths."""
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _PIXELS_IN[match[2] or ""] if match else 0
