"""Arrows for the way a part of the body goes, and for the way it pushes, set where nothing of the body is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot, inf

from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing.shapes import Shape, Spot
from cuecard.figures.drawing.svg import Outline
from cuecard.figures.scene.props import PLACES, Prop
from cuecard.figures.scene.scene import Scene

_LENGTH, _PUSH = 26.0, 14.0
_HEAD = 6.0
_CLEAR = 5.0
"""How far an arrow stays from everything else."""


def arrows(
    things: Sequence[Prop], scene: Scene, posture: Posture, drawn: Sequence[Outline]
) -> Iterator[Shape]:
    """The arrows of one frame, beside all that is *drawn* there."""
    taken = list(drawn)
    for thing in things:
        if thing.kind not in {"arrow", "push"}:
            continue
        for part in thing.at[:1] if scene.camera.view == "side" else thing.at:
            spot = scene.spot(posture, part)
            way = _way(thing.way, part, scene, posture)
            length = _LENGTH if thing.kind == "arrow" else _PUSH
            start = _start(spot, way, _thickness(part), length, taken)
            made = _arrow(start, way) if thing.kind == "arrow" else _chevrons(start, way)
            taken += [(line, _HEAD / 2) for line in made.lines]
            yield made


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
    side = 1.0 if scene.spot(posture, part)[0] >= middle else -1.0
    return (side if way == "out" else -side, 0.0)


def _start(spot: Spot, way: Spot, thickness: float, length: float, taken: Sequence[Outline]) -> Spot:
    """Where the arrow begins: ahead of its part, or beside it where the way ahead is taken."""
    across = (-way[1], way[0])
    tries = [_along(spot, way, thickness + away) for away in (5.0, 12.0)]
    for away in (thickness + 10.0, thickness + 18.0, thickness + 28.0, thickness + 40.0):
        for sign in (-1.0, 1.0):
            tries += [
                _along(_along(spot, across, away * sign), way, length * by) for by in (-0.5, -0.2, -0.8)
            ]
    best, most = tries[0], -inf
    for start in tries:
        room = _clearance(start, way, length, taken)
        if room >= _CLEAR:
            return start
        if room > most:
            best, most = start, room
    return best


def _along(spot: Spot, way: Spot, by: float) -> Spot:
    return (spot[0] + way[0] * by, spot[1] + way[1] * by)


def _clearance(start: Spot, way: Spot, length: float, taken: Sequence[Outline]) -> float:
    """How much room is round the arrow; below the floor there is none."""
    spots = [_along(start, way, length * share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    spots += _chevron(spots[-1], way)
    above = min(-spot[1] for spot in spots)
    return min(above, *(_distance(spot, line) - half for spot in spots for line, half in taken))


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
