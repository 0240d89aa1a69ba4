"""Numbers in an SVG drawing: limits of their size, and how much they scale what is drawn."""

from __future__ import annotations

import math
import re

from cuecard.core.budget import SVG_LARGEST_NUMBER
from cuecard.media.svg_parts import NUMBERS, Part, TooMuchError

_MOST = {"numoctaves": 10, "order": 15, "radius": 100, "stddeviation": 1000, "basefrequency": 1000}
"""Limits of filter numbers that multiply the cost."""
_SMALLEST = 0.001
"""Of a size, a dash and a scale."""
_MOST_OF_FILTER = 100
"""A filter may be this many times as wide as the part that it applies to; a length of its own, 100 times this."""
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LARGE = re.compile(r"(?<![\d.])\d{7}|\d\.?[eE]\+?\d|inf|nan", re.IGNORECASE)
"""What every text with a large number has."""


def _numbers(text: str) -> list[float]:
    return [float(number) for number in NUMBER.findall(text)]


def check_numbers(part: Part) -> None:
    """Check the numbers of *part*, whose styles are set.

    Raises:
        TooMuchError: if one of them is too large or too small.

    """
    for key, value in part.styles.items():
        if key not in NUMBERS:
            continue
        if _LARGE.search(value) and any(abs(number) > SVG_LARGEST_NUMBER for number in _numbers(value)):
            raise TooMuchError(f'has a number of more than {SVG_LARGEST_NUMBER:,} in "{key}"', part.line)
        if key in _MOST and any(abs(number) > _MOST[key] for number in _numbers(value)):
            raise TooMuchError(f'has more than {_MOST[key]:,} as "{key}" of a filter', part.line)
    if part.tag in {"animate", "set"} and part.attributes.get("attributename", "").lower() in _MOST:
        raise TooMuchError("has an animated filter", part.line)
    if part.tag == "filter":
        sizes = _numbers(" ".join(part.styles.get(side, "") for side in ("width", "height")))
        is_length = part.attributes.get("filterunits", "").strip() == "userSpaceOnUse"
        most = _MOST_OF_FILTER * (100 if is_length or "%" in "".join(part.styles.values()) else 1)
        if any(size > most for size in sizes):
            raise TooMuchError("has a filter that is far larger than the part it applies to", part.line)
    sizes = _numbers(part.styles.get("viewbox", ""))[2:4]
    if part.tag == "svg":
        sizes += _numbers(" ".join(part.attributes.get(side, "") for side in ("width", "height")))
    dashes = _numbers(part.styles.get("stroke-dasharray", ""))
    sizes += [sum(dashes)] if dashes else []
    if any(0 < abs(size) < _SMALLEST for size in sizes):
        raise TooMuchError(f"has a size below {_SMALLEST}", part.line)


def _scale(transform: str) -> float:
    """Return how much longer a line may become by a transform, at most."""
    scale = 1.0
    for function in transform.lower().split(")"):
        name, _, inside = function.rpartition("(")
        numbers, kind = _numbers(inside), name.strip(" ,\t\r\n")
        if "matrix" in kind and len(numbers) >= 4:
            a, b, c, d = numbers[:4]
            scale *= max(abs(a) + abs(c), abs(b) + abs(d))
        elif "scale" in kind and numbers:
            scale *= max(map(abs, numbers))
        elif "skew" in kind:
            scale *= 1 + sum(abs(math.tan(math.radians(number))) for number in numbers)
    return scale


def scale_of(part: Part) -> float:
    """Return how much longer a line in *part* may become, at most."""
    scale = _scale(part.styles.get("transform", "")) * _scale(part.styles.get("patterntransform", ""))
    if scales := _numbers(part.styles.get("scale", "")) if not part.tag.startswith("fe") else []:
        scale *= max(map(abs, scales))
    box = _numbers(part.styles.get("viewbox", ""))
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        width, height = (
            (_numbers(part.attributes.get(side, "")) or [1000.0])[0] for side in ("width", "height")
        )
        scale *= max(1.0, width / box[2], height / box[3])
    return scale
