"""Estimate the cost of drawing an SVG file: its parts with all copies, its scaling and its filters.

A drawing of a few hundred bytes can contain a billion parts, or numbers that programs cannot handle. It would hang the
typesetter and readers' browsers. So its parts are counted as they would be drawn, without drawing them: a reused part,
mask, pattern, marker or filter counts each time it is needed.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from urllib.parse import unquote_to_bytes

from msgspec import Struct, field

from cuecard.core.budget import (
    SVG_BITMAP_PIXELS,
    SVG_DEPTH,
    SVG_DRAWN_PARTS,
    SVG_LARGEST_NUMBER,
    SVG_LARGEST_SCALE,
)

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
_INHERITED = frozenset(["fill", "stroke", "marker", "marker-start", "marker-mid", "marker-end"])
"""Properties that are inherited by everything in an element."""
_AT_EACH_POINT = frozenset(["marker", "marker-mid"])
_PAINTS = frozenset(["mask", "clip-path", "filter", *_INHERITED])
"""Properties that refer to another element to draw."""
_NUMBERS = frozenset(
    [
        "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "width",
        "height", "dx", "dy", "d", "points", "transform", "gradienttransform", "patterntransform",
        "viewbox", "stroke-width", "stroke-dashoffset", "stroke-dasharray", "stroke-miterlimit",
        "font-size", "letter-spacing", "word-spacing", "refx", "refy", "markerwidth", "markerheight",
        "radius", "stddeviation", "basefrequency", "scale", "surfacescale", "order", "numoctaves",
        "textlength", "startoffset", "pathlength", "translate", "rotate", "zoom",
    ]
)  # fmt: skip
"""Attributes and properties with numbers."""
_MOST = {"numoctaves": 10, "order": 15, "radius": 100, "stddeviation": 1000, "basefrequency": 1000}
"""Limits of filter numbers that multiply the cost."""
_SMALLEST = 0.001
"""Of a size, a dash and a scale."""
_MOST_OF_FILTER = 100
"""How many times as wide as what it is put on a filter may be; and as a length of its own, times this."""

_LONGEST_STYLE = 10_000
"""Characters of one value in a style sheet."""
_MOST_STYLES = 50
"""Rules of a style sheet that name what an element is painted with, or numbers of it, and could all hold for it."""

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_LARGE = re.compile(r"(?<![\d.])\d{7}|\d\.?[eE]\+?\d|inf|nan", re.IGNORECASE)
"""What a text must have that holds a large number."""
_ADDRESS = re.compile(r"url\(", re.IGNORECASE)
_SIMPLE = re.compile(r"[\w.#-]+")
_NAME = re.compile(r"[.#]?[\w-]+")
_BITMAP = re.compile(r"data:[^,;]*((?:;[^,;]*)*),(.*)\Z", re.DOTALL)


class Part(Struct):
    """One element of a drawing."""

    tag: str
    line: int
    attributes: Mapping[str, str]
    """By name in small letters, without prefixes."""
    children: list[Part] = field(default_factory=list)
    styles: dict[str, str] = field(default_factory=dict)
    """Its properties, from attributes, from its own style and from style sheets."""


class _Cost(Struct, frozen=True):
    """What drawing an element takes, all that it refers to with it."""

    parts: int
    points: int
    """Of its lines."""
    depth: int
    largest: float
    """How much its insides are scaled up at most."""
    smallest: float


class TooMuchError(Exception):
    """A drawing is too expensive; the message continues its file name."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def check(root: Part, sheets: Iterable[str], pixels: Callable[[bytes], int]) -> None:
    """Check the cost of the drawing *root* with its style *sheets*.

    *pixels* returns the number of pixels of a bitmap.

    Raises:
        TooMuchError: with what is too expensive, and the line.
        InvalidValueError: if *pixels* refuses a bitmap.

    """
    parts = list(_all(root))
    rules = _Rules(sheets)
    for part in parts:
        _style(part, rules)
        _check_numbers(part)
    _Drawn(parts, pixels).check(root)


def _all(root: Part) -> Iterator[Part]:
    waiting = [root]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += part.children


# --- style ------------------------------------------------------------------------------------------------


class _Rules:
    """Style sheets, by what their selectors end with; a selector counts wherever it could hold."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._by_end: dict[str, list[dict[str, str]]] = {}
        for sheet in sheets:
            for rule in _without_comments(sheet).split("}"):
                before, _, inside = rule.rpartition("{")
                selectors = before.rpartition("{")[2]
                styles = {key: value for key, value in _declared(inside) if key in _PAINTS | _NUMBERS}
                if any(len(value) > _LONGEST_STYLE for value in styles.values()):
                    raise TooMuchError(f"has a style of more than {_LONGEST_STYLE:,} characters", 1)
                if styles:
                    for selector in selectors.split(","):
                        self._by_end.setdefault(_end_of(selector), []).append(styles)

    def of(self, part: Part) -> Iterator[dict[str, str]]:
        """The properties that rules give to *part*."""
        if not self._by_end:
            return
        names = [f".{name}" for name in part.attributes.get("class", "").split()]
        for end in ("*", part.tag, f"#{part.attributes.get('id', '')}", *names):
            yield from self._by_end.get(end, ())


def _end_of(selector: str) -> str:
    """The class, id or tag that whatever *selector* means must have; `*` where that is not sure."""
    last = selector.translate(_COMBINATORS).split()[-1:]
    if not last or not _SIMPLE.fullmatch(last[0]):
        return "*"
    named: list[str] = _NAME.findall(last[0])
    special = [name for name in named if name[0] in ".#"]
    return special[0] if special else named[0].lower() if named else "*"


_COMBINATORS = str.maketrans(">+~", "   ")


def _without_comments(sheet: str) -> str:
    return " ".join(part if at == 0 else part.partition("*/")[2] for at, part in enumerate(sheet.split("/*")))


def _declared(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _style(part: Part, rules: _Rules) -> None:
    for key, value in part.attributes.items():
        if key in _PAINTS or key in _NUMBERS:
            part.styles[key] = value
    given = [*islice(rules.of(part), _MOST_STYLES + 1)]
    if "style" in part.attributes:
        given.append(
            {key: value for key, value in _declared(part.attributes["style"]) if key in _PAINTS | _NUMBERS}
        )
    if len(given) > _MOST_STYLES:
        raise TooMuchError(f"has more than {_MOST_STYLES} styles for one element", part.line)
    for styles in given:
        for key, value in styles.items():
            # Which of several holds is not worked out: all that any of them names is counted.
            part.styles[key] = f"{part.styles[key]} {value}" if key in part.styles else value


# --- numbers ----------------------------------------------------------------------------------------------


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _check_numbers(part: Part) -> None:
    for key, value in part.styles.items():
        if key not in _NUMBERS:
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
    """How much longer a line may become by a transform, at most."""
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


def _scale_of(part: Part) -> float:
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


# --- what is drawn ----------------------------------------------------------------------------------------


class _Drawn:
    """The cost of each part, computed once."""

    def __init__(self, parts: Iterable[Part], pixels: Callable[[bytes], int]) -> None:
        self._by_id: dict[str, list[Part]] = {}
        """Programs differ in which of several parts with one id they use: all are counted."""
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
                elif key in _INHERITED:
                    times = max(1, parts)
                parts += cost.parts * times
        if parts > SVG_DRAWN_PARTS:
            raise TooMuchError(
                f"draws more than {SVG_DRAWN_PARTS:,} parts, once its copies, masks, patterns and filters are counted",
                part.line,
            )
        scale = _scale_of(part)
        largest = scale * max([1.0, *(one.largest for one in inside)])
        smallest = scale * min([1.0, *(one.smallest for one in inside)])
        if largest > SVG_LARGEST_SCALE or 0 < smallest < 1 / SVG_LARGEST_SCALE:
            raise TooMuchError(f"is scaled by more than {SVG_LARGEST_SCALE:,}", part.line)
        return _Cost(parts, points, 1 + max([0, *(one.depth for one in inside)]), largest, smallest)

    def _cost_of_name(self, name: str, above: int, *, is_painted: bool) -> _Cost:
        """Of all parts with an id; of what elements are painted with, those alone that are more than a colour."""
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
    """The id of what the part refers to by its address, and draws or takes over; empty for none."""
    if part.tag not in {"use", "pattern", "mask", "filter", "feimage", "clippath", "tref"}:
        return ""
    address = part.attributes.get("href", "").strip()
    return address[1:] if address.startswith("#") else ""


def _painted(key: str, value: str) -> Iterator[str]:
    """The ids of what a property paints with."""
    if key in _PAINTS and "(" in value:
        for address in _ADDRESS.split(value)[1:]:
            yield address.partition(")")[0].strip(" \t\r\n\f\"'").removeprefix("#")


def _points(part: Part) -> int:
    if part.tag == "path":
        return len(_NUMBER.findall(part.attributes.get("d", "")))
    if part.tag in {"polyline", "polygon"}:
        return len(_NUMBER.findall(part.attributes.get("points", ""))) // 2
    return 2 if part.tag == "line" else 0
