"""Drawn figures cut to their ink, so that none of the little room of a card is spent on white.

A figure comes as SVG text with a view box that all frames of a movement share, and that is often twice as wide as the
one frame that is shown. What is drawn in it is known: circles, and paths of lines, curves and arcs. Their bounds give
the new view box. A line of the floor, which goes from side to side of the shared box, is cut to it. What cannot be read
exactly keeps the view box that it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import atan2, ceil, cos, floor, pi, sin, sqrt

from msgspec import Struct

_MARGIN = 6.0
"""Units of white that stay round the ink: a hundredth of a standing person."""
_VIEW_BOX = re.compile(r'viewBox="([-0-9. ]+)"')
_SIZE = re.compile(r' (?:width|height)="[-0-9.]+"')
_GROUP = re.compile(r"<g\b[^>]*>")
_SHAPE = re.compile(r"<(path|circle)\b([^>]*)>")
_OTHER = re.compile(r"<(?!/|svg\b|g\b|title\b|desc\b|path\b|circle\b)|transform=|<style\b")
"""What is not drawn by paths and circles where they stand."""
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_NUMBER = re.compile(r'<path class="frame-number line"[^>]*/>')
_TOKEN = re.compile(r"[MmLlHhVvCcSsQqTtAaZz]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?")
_FLOOR_LINE = re.compile(r"M(-?[0-9.]+)[ ,]?(-?[0-9.]+)l(-?[0-9.]+)[ ,]0")
_ARGUMENTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}

Box = tuple[float, float, float, float]
Spot = tuple[float, float]


class Cropped(Struct, frozen=True):
    """A figure with its own view box."""

    svg: str
    width: float
    height: float


@lru_cache(maxsize=512)
def cropped(svg: str) -> Cropped:
    """Return the drawing *svg* cut to its ink, without its size, which the card decides.

    The number of its frame goes too, as a card may leave frames out. It is not cut where its bounds cannot be read.
    """
    head, _, rest = _NUMBER.sub("", svg).partition(">")
    svg = f"{_SIZE.sub('', head)}>{rest}"
    given = _VIEW_BOX.search(svg)
    if given is None:
        return Cropped(svg, 6, 5)
    left, top, wide, high = map(float, given[1].split())
    if _OTHER.search(svg):
        return Cropped(svg, wide, high)
    bounds, floors = _bounds(svg)
    if bounds is None:
        return Cropped(svg, wide, high)
    x0, y0 = max(left, floor(bounds[0] - _MARGIN)), max(top, floor(bounds[1] - _MARGIN))
    x1, y1 = min(left + wide, ceil(bounds[2] + _MARGIN)), min(top + high, ceil(bounds[3] + _MARGIN))
    if x1 <= x0 or y1 <= y0:
        return Cropped(svg, wide, high)
    for line in floors:
        svg = svg.replace(f'd="{line[0]}"', f'd="M{x0:g} {line[2]}h{x1 - x0:g}"')
    head, _, rest = svg.partition(">")
    head = _VIEW_BOX.sub(f'viewBox="{x0:g} {y0:g} {x1 - x0:g} {y1 - y0:g}"', head)
    return Cropped(f"{head}>{rest}", x1 - x0, y1 - y0)


def _bounds(svg: str) -> tuple[Box | None, list[re.Match[str]]]:
    """Left, top, right and bottom of the ink; and the lines of the floor, which count for the bottom alone."""
    boxes: list[Box] = []
    floors: list[re.Match[str]] = []
    lowest: list[float] = []
    at = 0
    group: dict[str, str] = {}
    groups = [(found.start(), dict(_ATTRIBUTE.findall(found[0]))) for found in _GROUP.finditer(svg)]
    for shape in _SHAPE.finditer(svg):
        while at < len(groups) and groups[at][0] < shape.start():
            group = groups[at][1]
            at += 1
        facts = {**group, **dict(_ATTRIBUTE.findall(shape[2]))}
        if "gap" in facts.get("class", "").split():
            continue
        reach = float(facts.get("stroke-width", 0)) / 2 if facts.get("stroke", "none") != "none" else 0.0
        if shape[1] == "circle":
            x, y, r = (float(facts.get(name, 0)) for name in ("cx", "cy", "r"))
            boxes.append((x - r - reach, y - r - reach, x + r + reach, y + r + reach))
        elif line := _FLOOR_LINE.fullmatch(facts.get("d", "")):
            if facts.get("class", "").startswith(("prop", "ground", "floor")) and -12 < float(line[2]) < 30:
                floors.append(line)
                lowest.append(float(line[2]) + reach)
            else:
                boxes.append(_grown(_box(list(_spots(facts["d"]))), reach))
        else:
            spots = list(_spots(facts.get("d", "")))
            if spots:
                boxes.append(_grown(_box(spots), reach))
    if not boxes:
        return None, floors
    sides = list(zip(*boxes, strict=True))
    return (min(sides[0]), min(sides[1]), max(sides[2]), max(*sides[3], *lowest, sides[3][0])), floors


def _box(spots: list[Spot]) -> Box:
    xs, ys = zip(*spots, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _grown(box: Box, reach: float) -> Box:
    return box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach


def _spots(path: str) -> Iterator[Spot]:
    """Spots between which all of a *path* lies: its ends, the controls of its curves, the extremes of its arcs."""
    reader = _Numbers(path)
    x = y = start_x = start_y = 0.0
    while (command := reader.command()) is not None:
        kind = command.lower()
        is_relative = command.islower()
        if kind == "z":
            x, y = start_x, start_y
            continue
        values = reader.numbers(_ARGUMENTS[kind], is_arc=kind == "a")
        by_x, by_y = (x, y) if is_relative else (0.0, 0.0)
        if kind == "h":
            ends = [(values[0] + by_x, y)]
        elif kind == "v":
            ends = [(x, values[0] + by_y)]
        elif kind == "a":
            end = (values[5] + by_x, values[6] + by_y)
            yield from _of_arc((x, y), end, values)
            ends = [end]
        else:
            ends = [(values[n] + by_x, values[n + 1] + by_y) for n in range(0, len(values), 2)]
        yield from ends
        x, y = ends[-1]
        if kind == "m":
            start_x, start_y = x, y


class _Numbers:
    """Reads path data: commands, which may be left out where they repeat, and numbers."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._at = 0
        self._last = ""

    def command(self) -> str | None:
        """Return the next command, said or repeated; None at the end."""
        token = self._peek()
        if token is None:
            return None
        if token[0].isalpha():
            self._at = token.end()
            self._last = token[0]
        elif self._last in "Mm":
            self._last = "l" if self._last == "m" else "L"
        return self._last or "L"

    def numbers(self, count: int, *, is_arc: bool) -> list[float]:
        """So many numbers; the fourth and fifth of an arc are single digits, with or without space after them."""
        found: list[float] = []
        while len(found) < count:
            token = self._peek()
            if token is None or token[0].isalpha():
                return [*found, *[0.0] * (count - len(found))]
            if is_arc and len(found) in {3, 4}:
                self._at = token.start() + 1
                found.append(float(self._path[token.start()]))
            else:
                self._at = token.end()
                found.append(float(token[0]))
        return found

    def _peek(self) -> re.Match[str] | None:
        return _TOKEN.search(self._path, self._at)


def _of_arc(start: Spot, end: Spot, values: list[float]) -> Iterator[Spot]:
    """Yield where an arc of a circle reaches furthest; of an ellipse, the corners of what it may reach."""
    rx, ry, _, large, sweep = (abs(value) for value in values[:5])
    if not rx or not ry or start == end:
        return
    if rx != ry:
        reach = max(rx, ry)
        for spot in (start, end):
            yield spot[0] - 2 * reach, spot[1] - 2 * reach
            yield spot[0] + 2 * reach, spot[1] + 2 * reach
        return
    dx, dy = end[0] - start[0], end[1] - start[1]
    span = sqrt(dx * dx + dy * dy)
    radius = max(rx, span / 2)
    off = sqrt(max(0.0, radius * radius - span * span / 4)) * (1 if large != sweep else -1)
    middle = ((start[0] + end[0]) / 2 - off * dy / span, (start[1] + end[1]) / 2 + off * dx / span)
    first = atan2(start[1] - middle[1], start[0] - middle[0])
    last = atan2(end[1] - middle[1], end[0] - middle[0])
    turn = (last - first) % (2 * pi) if sweep else -((first - last) % (2 * pi))
    for quarter in range(4):
        angle = quarter * pi / 2
        passed = (angle - first) % (2 * pi) if sweep else (first - angle) % (2 * pi)
        if passed <= abs(turn):
            yield middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)
