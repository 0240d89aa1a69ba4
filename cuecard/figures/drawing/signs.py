"""The signs of a frame: arrows for what moves or presses, and the clock of a hold."""

from __future__ import annotations

import types
from collections.abc import Collection, Iterator, Mapping, Sequence
from math import hypot

from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import Point, along, scaled, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing import arrows, clock
from cuecard.figures.drawing.flesh import spine_at
from cuecard.figures.drawing.hull import from_segment, polygon
from cuecard.figures.drawing.items import Item, Shape
from cuecard.figures.scene.camera import Camera, Spot
from cuecard.figures.scene.motion import LIMBS, limb_at
from cuecard.figures.scene.movers import TURNING, is_step, movers, track
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.stage import Stage, place_on

_RADII: Mapping[str, float] = types.MappingProxyType(
    {
        "hips": 11.0,
        "shoulders": 10.5,
        "spine": 10.0,
        "head": 11.0,
        "hip": 12.0,
        "knee": 6.5,
        "ankle": 5.5,
        "heel": 5.5,
        "toe": 4.0,
        "hand": 5.0,
        "elbow": 4.5,
        "shoulder": 6.5,
    }
)
"""How thick the body is about a point that moves."""


def hold_of(
    stage: Stage, n: int, drawn: Sequence[arrows.Taken], signs: Sequence[Spot], spots: list[Spot]
) -> list[Shape]:
    """Return the clock of a frame that is held: high up, where nothing is drawn, and well away from any arrow.

    Args:
        stage: the movement.
        n: the number of the frame.
        drawn: the body, things and the ghost of the start.
        signs: the corners of what arrows take.
        spots: all that the picture has to show; it gets the corners of the clock.

    """
    seconds = stage.holds[n] if n < len(stage.holds) else 0
    if not seconds or stage.zoom > 1:
        return []  # a close-up has it in a corner of its box
    left, right = min(x for x, _ in spots), max(x for x, _ in spots)
    y = min(y for _, y in spots)
    scale = min(max((right - left) / 130.0, 0.9), 1.3) / stage.zoom
    wide, high = _clock_wide(seconds) * scale, 20.0 * scale
    taken = [*drawn, *((spot, spot, _OFF_ARROW) for spot in signs)]
    is_wide = right - left > max(y for _, y in spots) - y
    # Beyond the picture only where that makes it no smaller: above a body that lies, beside one that stands.
    places = [
        (0.0, right - wide, y),
        (0.1, left + 14.0 * scale, y),
        (0.6 if is_wide else 3.0, right - wide, y - high - 4.0),
        (3.0 if is_wide else 0.6, right + 6.0, y),
        *((0.8, x, y + k * high) for k in (1, 2) for x in (right - wide, left + 14.0 * scale)),
    ]
    costs = [cost + _covered(x, top, wide, high, taken) for cost, x, top in places]
    _, x, y = places[costs.index(min(costs))]
    made, more = clock.hold((x + 10.0 * scale, y + 10.0 * scale), max(seconds, 0), scale)
    spots += more
    return made


_OFF_ARROW = 9.0
"""Centimetres from a clock to an arrow."""


def hold_in(box: tuple[int, int, int, int], seconds: int, zoom: float) -> list[Shape]:
    """Return the clock of a close-up, in the upper right corner of its *box*."""
    x, y, wide, _ = box
    scale = 1.0 / zoom
    long = _clock_wide(seconds) * scale
    made, _ = clock.hold((x + wide - long + 8.0 * scale, y + 12.0 * scale), max(seconds, 0), scale)
    return made


def _clock_wide(seconds: int) -> float:
    """Return how wide a clock is, with its time if that is known."""
    return 22.0 + (max(clock.width(clock.label(seconds)) - 7.0, 26.0) if seconds > 0 else 0.0)


def _covered(x: float, y: float, wide: float, high: float, taken: Sequence[arrows.Taken]) -> int:
    """Return how many of some places in a field are taken."""
    places = [(x + wide * u, y + high * v) for u in (0.0, 0.25, 0.5, 0.75, 1.0) for v in (0.0, 0.5, 1.0)]
    return sum(any(from_segment(place, a, b) < half + 4.0 for a, b, half in taken) for place in places)


def signs_of(stage: Stage, n: int, taken: Sequence[arrows.Taken], spots: list[Spot]) -> Iterator[Shape]:
    """Yield the arrows of a frame, off what is *taken*; *spots* gets the corners of what they take."""
    camera, one = stage.camera, stage.frames[n]
    written = [prop for prop in stage.props_of(n) if prop.kind in {"arrow", "push"}]
    has_line = any(frame.angles["pelvis side"] for frame in stage.frames)
    if not n and not written and not has_line:
        return
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    scale = min(max(max(max(xs) - min(xs), max(ys) - min(ys)) / 150.0, 0.8), 1.3) / stage.zoom
    floor = max(camera.spot((p[0], 0.0, p[2]))[1] for p in one.body.points.values())
    room = arrows.Room(taken, floor, scale)
    named = [prop for prop in written if prop.kind == "arrow" and prop.way != "circle"]

    def place_of(part: str) -> tuple[Spot, float]:
        middle, _, radius = place_on(one, part)
        return camera.spot(middle), radius

    def straight(prop: Prop, part: str, long: float) -> arrows.Bow:
        spot, radius = place_of(part)
        return room.straight(spot, _direction(stage, prop, part), radius, long * scale)

    rings = [
        shape
        for prop in written
        if prop.way == "circle"
        for part in prop.at
        for shape in _ring(*place_of(part), scale, spots)
    ]
    bows = [straight(prop, part, 18.0) for prop in written if prop.kind == "push" for part in prop.at]
    roller = next((prop for prop in stage.props_of(n) if prop.kind == "roller" and prop.way == "under"), None)
    if n and roller and not named:
        moves = [_rolling(stage, n, roller, room)]
    elif n and not rings:
        pressing = {limb_at(part) for prop in written if prop.kind == "push" for part in prop.at}
        moves = _moves(stage, n, named, room, pressing)
    else:
        moves = _moves(stage, n, named, room) if n and named else []
    bows += moves
    if not moves:
        bows += [straight(prop, part, 26.0) for prop in named for part in prop.at[:1]]
    yield from rings
    if has_line:
        yield _hip_line(one, camera, scale, spots)
    for bow in bows:
        yield from arrows.arrow(bow, scale, is_double=roller is not None)
        spots += arrows.ends_of(bow, scale)


def _hip_line(one: Posture, camera: Camera, scale: float, spots: list[Spot]) -> Shape:
    """Return a line through both hips, by which it is seen which one is the lower; *spots* gets its ends."""
    (ax, ay), (bx, by) = (camera.spot(one.body.points[f"{side} hip"]) for side in SIDES)
    by_x, by_y = (bx - ax) * _BEYOND, (by - ay) * _BEYOND
    ends = [(ax - by_x, ay - by_y), (bx + by_x, by + by_y)]
    spots += ends
    line: Shape = ("arrow-line", polygon(ends, is_closed=False), 1.8 * scale)
    return line


_BEYOND = 1.1
"""How far the line through the hips goes beyond each, as a share of the way between them."""


def _ring(middle: Spot, radius: float, scale: float, spots: list[Spot]) -> list[Shape]:
    """Return the sign for a part that goes round in a circle; *spots* gets the corners of what it takes."""
    x, y = middle
    r = max(radius + 5.0, 11.0 * scale)
    spots += [(x - r - 3, y - r - 3), (x + r + 3, y + r + 3)]
    return arrows.ring((x, y), r, scale)


def _rolling(stage: Stage, n: int, roller: Prop, room: arrows.Room) -> arrows.Bow:
    """To and fro over or below a roller, along the limb that is on it."""
    camera = stage.camera
    middle, way, radius = place_on(stage.frames[n], roller.at[0])
    x, y = camera.spot(middle)
    dx, dy = camera.spot(unit((way[0], 0.0, way[2]), (1.0, 0.0, 0.0)))
    tries = []
    for aside in (-radius - 7.0, -radius - 14.0, radius + 30.0):
        for shift in (0.0, 16.0, -16.0, 32.0):
            u, v = x + dx * shift, y + dy * shift + aside
            one = ((u - dx * _ROLLS, v - dy * _ROLLS), (u, v), (u + dx * _ROLLS, v + dy * _ROLLS))
            tries.append((abs(shift) * 0.4, one))
    return room.freest(tries)


_ROLLS = 22.0
"""Centimetres: half of how long the arrow of a roller is."""


def taken_by(items: Sequence[Item], camera: Camera, left_out: Collection[str] = ()) -> list[arrows.Taken]:
    """Return where body and things are in the picture, but for things *left_out* by name."""
    made = [
        (camera.spot(item.ends[0]), camera.spot(item.ends[1]), item.half + 0.8)
        for item in items
        if not item.box
    ]
    boxes = [item.box for item in items if item.box and item.name not in {"chair leg", *left_out}]
    return made + [_silhouette(box, camera) for box in boxes]


def _silhouette(box: tuple[Point, Point], camera: Camera) -> tuple[Spot, Spot, float]:
    """Return a box in the picture as a line along its longer side, and half of its shorter one."""
    (x, y, z), (u, v, w) = box
    spots = [camera.spot((a, b, c)) for a in (x, u) for b in (y, v) for c in (z, w)]
    left, right = min(s[0] for s in spots), max(s[0] for s in spots)
    top, bottom = min(s[1] for s in spots), max(s[1] for s in spots)
    wide, high = right - left, bottom - top
    half = min(wide, high) / 2
    if wide > high:
        return (left + half, top + half), (right - half, top + half), half
    return (left + half, top + half), (left + half, bottom - half), half


def _moves(
    stage: Stage,
    n: int,
    named: Sequence[Prop],
    room: arrows.Room,
    pressing: Collection[str] = (),
) -> list[arrows.Bow]:
    """Arrows for what has moved since the frame before, or for what the author says that moves.

    Beside the sign of what is *pressing* only another limb has an arrow. Arms that only swing along have none.
    """
    a, b, camera = stage.before(n), stage.frames[n], stage.camera
    if named:
        points = list(dict.fromkeys(_point_of(part) for prop in named for part in prop.at[:2]))
    else:
        points = _points_shown(stage, n, pressing)
    made: list[arrows.Bow] = []
    ways: list[tuple[str, list[Spot]]] = []
    for name in points:
        way = _spine_way(a, b, camera) if name == "spine" else [camera.spot(p) for p in track(a, b, name)]
        joint = name.rpartition(" ")[2]
        if any(_alike(way, other, is_twin=joint == known) for known, other in ways):
            continue  # the other side does the same
        if hypot(way[-1][0] - way[0][0], way[-1][1] - way[0][1]) < 2.0:
            continue
        ways.append((joint, way))
        if name in TURNING:
            made.append(arrows.about(way))
            continue
        bow = room.along_way(
            way,
            _RADII[joint],
            step=_floor_below(a, b, name, camera) if is_step(a, b, name) else (),
            is_further=len(ways) > 1,
            is_trunk=name in _OF_TRUNK,
        )
        if bow:
            made.append(bow)
    return made


def _points_shown(stage: Stage, n: int, pressing: Collection[str]) -> list[str]:
    """Return the points that have an arrow in frame *n*, where its author names none."""
    points = movers(stage.before(n), stage.frames[n])
    if pressing:
        points = [point for point in points if (limb := limb_at(point)) in LIMBS and limb not in pressing]
    works = stage.works_in(n)
    swinging = [point for point in points if point.endswith("hand") and limb_at(point) not in works]
    points = [point for point in points if point not in swinging] or points
    if n < len(stage.holds) and stage.holds[n]:
        # It is the position that counts, unless an arm and a leg both reach out.
        reach = [point for point in points[:2] if point.endswith(("hand", "ankle"))]
        return reach if len({limb_at(point)[-3:] for point in reach}) > 1 else points[:1]
    return points


def _floor_below(a: Posture, b: Posture, name: str, camera: Camera) -> list[Spot]:
    """Return where the floor is below a foot, before and after a step."""
    ball = f"{name.partition(' ')[0]} ball"
    return [camera.spot((x, 0.0, z)) for x, _, z in (one.body.points[ball] for one in (a, b))]


_OF_TRUNK = ("hips", "shoulders")


def _point_of(part: str) -> str:
    """Return the point of the body that an author's word for a part means."""
    side, _, place = part.partition(" ")
    if not place:
        return {"chest": "shoulders", "belly": "spine"}.get(part, part)
    return f"{side} {_POINTS.get(place, place)}"


_POINTS: Mapping[str, str] = types.MappingProxyType(
    {
        "foot": "ankle",
        "shin": "ankle",
        "thigh": "knee",
        "above knee": "knee",
        "below knee": "knee",
        "toes": "toe",
        "wrist": "hand",
        "shoulder": "elbow",
    }
)
"""The points that tell how places between two of them move."""


def _spine_way(a: Posture, b: Posture, camera: Camera) -> list[Spot]:
    middle, ahead, _ = spine_at(b, 0.5)
    sign = -1.0 if b.angles.get("spine", 0.0) > a.angles.get("spine", 0.0) else 1.0
    return [camera.spot(along(middle, ahead, sign * by)) for by in (14.0, 26.0, 40.0)]


def _alike(one: Sequence[Spot], other: Sequence[Spot], *, is_twin: bool) -> bool:
    """Return whether two ways tell the same: near one another, or of the same joint of both sides, and in one
    direction.
    """
    apart = sum(hypot(one[k][0] - other[k][0], one[k][1] - other[k][1]) for k in (0, -1))
    (ax, ay), (bx, by) = ((way[-1][0] - way[0][0], way[-1][1] - way[0][1]) for way in (one, other))
    return (is_twin or apart < 55.0) and ax * bx + ay * by > 0.9 * (hypot(ax, ay) * hypot(bx, by))


def _direction(stage: Stage, prop: Prop, part: str) -> Spot:
    """Return the direction of a sign in the picture, 1 long."""
    camera, one = stage.camera, stage.frames[-1]
    fixed: dict[str, Spot] = {"up": (0.0, -1.0), "down": (0.0, 1.0), "left": (-1.0, 0.0), "right": (1.0, 0.0)}
    if prop.way in fixed:
        return fixed[prop.way]
    level = unit((one.body.forward[0], 0.0, one.body.forward[2]), (1.0, 0.0, 0.0))
    if prop.way in {"forward", "back"}:
        way: Point = level if prop.way == "forward" else scaled(level, -1.0)
    else:
        sign = -1.0 if part.startswith("left") else 1.0
        way = scaled(one.body.right, sign if prop.way == "out" else -sign)
    x, y = camera.spot(way)
    size = hypot(x, y)
    return (x / size, y / size) if size > 0.2 else (1.0 if prop.way in {"out", "forward"} else -1.0, 0.0)
