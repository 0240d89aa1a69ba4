"""Estimate the cost of drawing an SVG file: its parts with all copies, its scaling and its filters.

A drawing of a few hundred bytes can contain a billion parts, or numbers that programs cannot handle. It would hang the
typesetter and readers' browsers. So its parts are counted as they would be drawn, without drawing them: a reused part,
mask, pattern, marker or filter counts each time it is needed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from cuecard.core.budget import SVG_BITMAP_PIXELS, SVG_DEPTH, SVG_DRAWN_PARTS, SVG_LARGEST_SCALE
from cuecard.media.svg_numbers import NUMBER, check_numbers, scale_of
from cuecard.media.svg_parts import INHERITED, PAINTS, Part, StyleSheets, TooMuchError, set_styles

_NOT_DRAWN = frozenset(
    [
        *(
            "defs",
            "mask",
            "clippath",
            "pattern",
            "marker",
            "symbol",
            "filter",
            "lineargradient",
            "radialgradient",
        ),
        *("metadata", "title", "desc", "style"),
    ]
)
"""Elements whose content is drawn only where it is referred to, or never."""
_HEAVY = {"mask": 100, "pattern": 100, "clippath": 10, "marker": 1, "filter": 100}
"""Extra cost in plain parts: each needs its own bitmap, as large as the part it applies to."""
_STEP_OF_FILTER = 100
"""Cost of each filter step, which processes all pixels."""
_PIXELS_OF_A_PART = 1000
"""Pixels of a bitmap that cost as much as a plain part."""
_AT_EACH_POINT = frozenset(["marker", "marker-mid"])


_ADDRESS = re.compile(r"url\(", re.IGNORECASE)
_BITMAP = re.compile(r"data:[^,;]*((?:;[^,;]*)*),(.*)\Z", re.DOTALL)


class _Cost(Struct, frozen=True):
    """The cost of drawing an element, with everything that it refers to."""

    parts: int
    points: int
    """Of its lines."""
    depth: int
    largest: float
    """How much what is in it is scaled up at most."""
    smallest: float


def check(root: Part, sheets: Iterable[str], pixels: Callable[[bytes], int]) -> None:
    """Check the cost of the drawing *root* with its style *sheets*.

    *pixels* returns the number of pixels of a bitmap.

    Raises:
        TooMuchError: with what is too expensive, and the line.
        InvalidValueError: if *pixels* refuses a bitmap.

    """
    parts = list(_all(root))
    style_sheets = StyleSheets(sheets)
    for part in parts:
        set_styles(part, style_sheets)
        check_numbers(part)
    _Drawn(parts, pixels).check(root)


def _all(root: Part) -> Iterator[Part]:
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += part.children


# --- what is drawn ----------------------------------------------------------------------------------------


class _Drawn:
    """The cost of each part, computed once."""

    def __init__(self, parts: Iterable[Part], pixels: Callable[[bytes], int]) -> None:
        self._by_id: dict[str, list[Part]] = {}
        """By id: programs differ in which of several parts with one id they use, so all are counted."""
        for part in parts:
            if name := part.attributes.get("id"):
                self._by_id.setdefault(name, []).append(part)
        self._pixels = pixels
        self._known: dict[int, _Cost] = {}
        self._by_name: dict[tuple[str, bool], _Cost] = {}
        self._open: set[int] = set()
        self._all_pixels = 0

    def check(self, root: Part) -> None:
        """Raise `TooMuchError` if any part is too expensive, even one that nothing refers to."""
        for part in (root, *chain.from_iterable(self._by_id.values())):
            self._cost(part, 0)

    def _cost(self, part: Part, above: int) -> _Cost:
        known = self._known.get(id(part))
        if known is None:
            if id(part) in self._open:
                raise TooMuchError(f"has a <{part.tag}> that contains itself", part.line)
            if above > SVG_DEPTH:
                raise TooMuchError(f"has parts nested more than {SVG_DEPTH} deep", part.line)
            self._open.add(id(part))
            known = self._known[id(part)] = self._counted(part, above)
            self._open.discard(id(part))
        if above + known.depth > SVG_DEPTH:
            raise TooMuchError(f"has parts nested more than {SVG_DEPTH} deep", part.line)
        return known

    def _counted(self, part: Part, above: int) -> _Cost:
        inside = [
            self._cost(child, above + 1)
            for child in part.children
            if child.tag not in _NOT_DRAWN or part.tag == "switch"
        ]
        if part.tag in {"filter", "fecomponenttransfer", "femerge"}:
            own = _STEP_OF_FILTER
        else:
            own = 1 + _HEAVY.get(part.tag, 0)
        if part.tag.startswith("fe"):
            own += _STEP_OF_FILTER
        if part.tag in {"image", "feimage"}:
            own += self._bitmap(part) // _PIXELS_OF_A_PART
        if name := _target(part):
            inside.append(self._cost_of_name(name, above + 1, is_painted=False))
        parts = own + sum(one.parts for one in inside)
        points = _points(part) + sum(one.points for one in inside)
        for key, value in part.styles.items():
            for name in _painted(key, value):
                cost = self._cost_of_name(name, above + 1, is_painted=True)
                inside.append(cost)
                times = 1
                if key in _AT_EACH_POINT:
                    times = max(1, points)
                elif key in INHERITED:
                    times = max(1, parts)
                parts += cost.parts * times
        if parts > SVG_DRAWN_PARTS:
            raise TooMuchError(
                f"draws more than {SVG_DRAWN_PARTS:,} parts, once its copies, masks, patterns and filters are counted",
                part.line,
            )
        scale = scale_of(part)
        largest = scale * max([1.0, *(one.largest for one in inside)])
        smallest = scale * min([1.0, *(one.smallest for one in inside)])
        if largest > SVG_LARGEST_SCALE or 0 < smallest < 1 / SVG_LARGEST_SCALE:
            raise TooMuchError(f"is scaled by more than {SVG_LARGEST_SCALE:,}", part.line)
        return _Cost(parts, points, 1 + max([0, *(one.depth for one in inside)]), largest, smallest)

    def _cost_of_name(self, name: str, above: int, *, is_painted: bool) -> _Cost:
        """Return the cost of all parts with an id; of paints, only of those that are not a plain colour."""
        known = self._by_name.get((name, is_painted))
        if known is None:
            costs = [
                self._cost(part, above)
                for part in self._by_id.get(name, ())
                if not is_painted or part.tag in _HEAVY
            ]
            known = self._by_name[name, is_painted] = _Cost(
                sum(one.parts for one in costs),
                sum(one.points for one in costs),
                max((one.depth for one in costs), default=0),
                max((one.largest for one in costs), default=1.0),
                min((one.smallest for one in costs), default=1.0),
            )
        if above + known.depth > SVG_DEPTH:
            raise TooMuchError(f"has parts nested more than {SVG_DEPTH} deep", 1)
        return known

    def _bitmap(self, part: Part) -> int:
        address = part.attributes.get("href", "").strip()
        match = _BITMAP.match(address)
        if not match:
            return 0
        try:
            is_coded = "base64" in match[1].lower()
            data = unquote_to_bytes(match[2])
            data = base64.b64decode(b"".join(data.split()) + b"==") if is_coded else data
        except (binascii.Error, ValueError):
            raise TooMuchError("has a bitmap that cannot be read", part.line) from None
        pixels = self._pixels(data)
        self._all_pixels += pixels
        if self._all_pixels > SVG_BITMAP_PIXELS:
            most = SVG_BITMAP_PIXELS // 1_000_000
            raise TooMuchError(f"has bitmaps of more than {most} million pixels", part.line)
        return pixels


def _target(part: Part) -> str:
    """Return the id of what the part refers to by its address, and draws or copies; empty for none."""
    if part.tag not in {"use", "pattern", "mask", "filter", "feimage", "clippath", "tref"}:
        return ""
    address = part.attributes.get("href", "").strip()
    return address[1:] if address.startswith("#") else ""


def _painted(key: str, value: str) -> Iterator[str]:
    """Yield the ids of what a property paints with."""
    if key in PAINTS and "(" in value:
        for address in _ADDRESS.split(value)[1:]:
            yield address.partition(")")[0].strip(" \t\r\n\f\"'").removeprefix("#")


def _points(part: Part) -> int:
    if part.tag == "path":
        return len(NUMBER.findall(part.attributes.get("d", "")))
    if part.tag in {"polyline", "polygon"}:
        return len(NUMBER.findall(part.attributes.get("points", ""))) // 2
    return 2 if part.tag == "line" else 0
