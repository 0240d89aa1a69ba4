"""Arrows for the way a part of the body goes, and for the way it pushes, set where nothing of the body is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot

from cuecard.figures.drawing import Shape, Spot
from cuecard.figures.posture import Posture
from cuecard.figures.props import PLACES, Prop, Scene, spot_of

_LENGTH = 28.0
_HEAD = 6.0
_CLEAR = 9.0
"""How far an arrow stays from the middle of a limb."""


def arrows(things: Sequence[Prop], scene: Scene, posture: Posture, body: Sequence[Shape]) -> Iterator[Shape]:
    """The arrows of one frame."""
    taken = [line for shape in body for line in shape.lines]
    for thing in things:
        if thing.kind not in {"arrow", "push"}:
            continue
        for part in thing.at[:1] if scene.camera.view == "side" else thing.at:
            spot = scene.camera.seen(spot_of(posture, part))
            way = _way(thing.way, part, scene, posture)
            start = _start(spot, way, _thickness(part), taken)
            yield _arrow(start, way) if thing.kind == "arrow" else _chevrons(start, way)


def _thickness(part: str) -> float:
    return PLACES[part.partition(" ")[2]][3] if part.partition(" ")[2] in PLACES else 11.0


def _way(way: str, part: str, scene: Scene, posture: Posture) -> Spot:
    """The direction in the picture, 1 long."""
    fixed: dict[str, Spot] = {"up": (0.0, -1.0), "down": (0.0, 1.0), "left": (-1.0, 0.0), "right": (1.0, 0.0)}
    if way in fixed:
        return fixed[way]
    if way in {"forward", "back"} or scene.camera.view == "side":
        ahead = scene.camera.seen((1.0, 0.0, 0.0))[0] >= 0
        return (1.0, 0.0) if (way in {"forward", "out"}) == ahead else (-1.0, 0.0)
    middle = scene.camera.seen(posture.body.points["hips"])[0]
    side = 1.0 if scene.camera.seen(spot_of(posture, part))[0] >= middle else -1.0
    return (side if way == "out" else -side, 0.0)


def _start(spot: Spot, way: Spot, thickness: float, taken: Sequence[tuple[Spot, ...]]) -> Spot:
    """Where the arrow begins: ahead of its part, or beside it where the way ahead is taken."""
    across = (-way[1], way[0])
    ahead = (spot[0] + way[0] * (thickness + 5.0), spot[1] + way[1] * (thickness + 5.0))
    tries = [ahead]
    for away in (thickness + 8.0, thickness + 16.0, thickness + 26.0):
        for sign in (-1.0, 1.0):
            beside = (spot[0] + across[0] * away * sign, spot[1] + across[1] * away * sign)
            tries.append((beside[0] - way[0] * _LENGTH * 0.4, beside[1] - way[1] * _LENGTH * 0.4))
    return max(tries, key=lambda start: min(_clearance(start, way, taken), _CLEAR))


def _clearance(start: Spot, way: Spot, taken: Sequence[tuple[Spot, ...]]) -> float:
    return min(
        _distance((start[0] + way[0] * along, start[1] + way[1] * along), line)
        for along in (0.0, _LENGTH / 3, _LENGTH * 2 / 3, _LENGTH)
        for line in taken
    )


def _distance(spot: Spot, line: tuple[Spot, ...]) -> float:
    """From *spot* to the nearest place of *line*."""
    nearest = min(hypot(spot[0] - x, spot[1] - y) for x, y in line)
    for (ax, ay), (bx, by) in pairwise(line):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        if length:
            share = min(max(((spot[0] - ax) * (bx - ax) + (spot[1] - ay) * (by - ay)) / length, 0.0), 1.0)
            nearest = min(nearest, hypot(spot[0] - ax - share * (bx - ax), spot[1] - ay - share * (by - ay)))
    return nearest


def _arrow(start: Spot, way: Spot) -> Shape:
    end = (start[0] + way[0] * _LENGTH, start[1] + way[1] * _LENGTH)
    return Shape("arrow", ((start, end), _chevron(end, way)))


def _chevrons(start: Spot, way: Spot) -> Shape:
    tips = [(start[0] + way[0] * by, start[1] + way[1] * by) for by in (6.0, 14.0)]
    return Shape("arrow", tuple(_chevron(tip, way) for tip in tips))


def _chevron(tip: Spot, way: Spot) -> tuple[Spot, ...]:
    across = (-way[1], way[0])
    return tuple(
        (
            tip[0] - way[0] * _HEAD * (sign != 0) + across[0] * _HEAD * sign,
            tip[1] - way[1] * _HEAD * (sign != 0) + across[1] * _HEAD * sign,
        )
        for sign in (-1.0, 0.0, 1.0)
    )
