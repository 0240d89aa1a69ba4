"""A figure: from a few words per frame to SVG, still, moving, or small.

The colours stand in the SVG as they print, dark on white, with a class on each group by which the page's style sheet
replaces them. No id, no style and no script is in it: many can stand on a page, under any content policy.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby, pairwise
from math import ceil, cos, floor, pi

from cuecard.figures import props
from cuecard.figures.arrows import arrows
from cuecard.figures.drawing import Camera, Shape, body, bounds, number, path
from cuecard.figures.posture import Pose, Posture, anchor_x, lowest_of_all, posture
from cuecard.figures.props import Prop, Scene
from cuecard.figures.skeleton import Angles, between, minus, skeleton


@dataclass(frozen=True, slots=True)
class Frame:
    """One position."""

    pose: Pose
    changes: Angles
    caption: str = ""
    props: tuple[Prop, ...] = ()
    """Of this frame alone, arrows above all."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An exercise as pictures: one to four frames, seen from one side."""

    frames: tuple[Frame, ...]
    view: str = "side"
    props: tuple[Prop, ...] = ()
    """In every frame."""

    @property
    def captions(self) -> tuple[str, ...]:
        """What each frame shows, in words."""
        return tuple(frame.caption or frame.pose.told for frame in self.frames)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as SVG texts, each complete in itself."""

    frames: tuple[str, ...]
    moving: str
    """All frames, one turning into the next and back; empty for a single frame."""
    small: str
    """The last frame, for lists."""


@dataclass(frozen=True, slots=True)
class _Style:
    group: str
    width: float


_STYLES: Mapping[str, _Style] = types.MappingProxyType(
    {
        "floor": _Style("prop", 2.0),
        "wall": _Style("prop", 6.0),
        "post": _Style("prop", 6.0),
        "chair": _Style("prop", 5.0),
        "step": _Style("prop", 2.0),
        "roller": _Style("prop", 14.0),
        "ball": _Style("prop", 18.0),
        "mat": _Style("mat", 3.6),
        "mat-seen": _Style("mat", 3.6),
        "far-arm": _Style("far", 8.0),
        "far-leg": _Style("far", 9.4),
        "torso": _Style("near", 6.0),
        "head": _Style("near", 22.4),
        "near-leg": _Style("near", 9.4),
        "gap": _Style("gap", 12.0),
        "near-arm": _Style("near", 8.0),
        "weight": _Style("band", 3.2),
        "weight-end": _Style("band", 5.0),
        "band": _Style("band", 4.6),
        "arrow": _Style("band", 3.4),
    }
)
_INK: Mapping[str, str] = types.MappingProxyType(
    {
        "prop": "#7d8b91",
        "mat": "#b9c3c6",
        "far": "#9aabb2",
        "near": "#17333f",
        "gap": "#fff",
        "band": "#c2410c",
    }
)
"""Colours on paper. In grey, near, band, prop, far and mat are told apart by their lightness."""

_MARGIN = 4.0
_SCALE = 1.2
"""Pixels for a centimetre, where the page has room."""


def draw(figure: Figure, title: str) -> Drawing:
    """All pictures of *figure*.

    Raises:
        Refused: when an angle of a frame is impossible.

    """
    scene, frames = _laid_out(figure)
    shapes = [
        _frame(figure, frame, scene, placed) for frame, placed in zip(figure.frames, frames, strict=True)
    ]
    box = _box(shape for frame in shapes for shape in frame)
    stills = tuple(
        _svg(box, _grouped(frame), caption, "figure")
        for frame, caption in zip(shapes, figure.captions, strict=True)
    )
    return Drawing(
        stills, _moving(figure, scene, title) if len(shapes) > 1 else "", _small(shapes[-1], title)
    )


def postures(figure: Figure) -> tuple[Posture, ...]:
    """The body in each frame, before it is drawn.

    Raises:
        Refused: when an angle of a frame is impossible.

    """
    return _laid_out(figure)[1]


# --- putting frames together ----------------------------------------------------------------------------------


def _laid_out(figure: Figure) -> tuple[Scene, tuple[Posture, ...]]:
    """The frames in one space: what anchors the movement stays in its place."""
    height = next((thing.size for thing in _all_props(figure) if thing.kind == "step"), props.STEP_HEIGHT)
    placed = [posture(frame.pose, frame.changes, height) for frame in figure.frames]
    anchor = placed[min(1, len(placed) - 1)].pose.anchor
    together = tuple(
        replace(one, body=one.body.moved((-anchor_x(one.body, anchor), 0.0, 0.0))) for one in placed
    )
    camera = Camera(figure.view, max(one.pose.above for one in placed) if figure.view == "front" else 0.0)
    return Scene(camera, together), together


def _all_props(figure: Figure) -> tuple[Prop, ...]:
    return (*figure.props, *(thing for frame in figure.frames for thing in frame.props))


def _frame(figure: Figure, frame: Frame, scene: Scene, placed: Posture) -> list[Shape]:
    """All shapes of one frame, the farthest first."""
    things = (*figure.props, *frame.props)
    limbs = body(placed.body, scene.camera)
    shapes = [_ground(figure, scene), *props.behind(_scenery(figure, things), scene, placed)]
    for shape in limbs:
        if shape.kind == "torso":
            shapes.extend(props.far(things, scene, placed))
        if shape.kind == "near-arm":
            shapes.append(replace(shape, kind="gap"))
        shapes.append(shape)
    shapes.extend(props.before(things, scene, placed))
    shapes.extend(arrows(things, scene, placed, limbs))
    return shapes


def _scenery(figure: Figure, things: Sequence[Prop]) -> tuple[Prop, ...]:
    """The things of a frame; a mat, a wall or a chair that stands in one frame stands in all."""
    fixed = {"mat", "wall", "post", "step", "chair"}
    return tuple(
        dict.fromkeys(
            [thing for thing in _all_props(figure) if thing.kind in fixed]
            + [thing for thing in things if thing.kind not in fixed]
        )
    )


def _ground(figure: Figure, scene: Scene) -> Shape:
    left, right = scene.reach()
    if any(thing.kind == "mat" for thing in _all_props(figure)):
        return Shape("floor", ())
    return Shape("floor", (((left - 12, 1.0), (right + 12, 1.0)),))


def _box(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    """Left, top, width and height of everything that is drawn, lines' widths included."""
    sides = []
    for shape in shapes:
        if shape.lines:
            half = _STYLES[shape.kind].width / 2
            left, top, right, bottom = bounds([shape])
            sides.append((left - half, top - half, right + half, bottom + half))
    left, top = floor(min(s[0] for s in sides) - _MARGIN), floor(min(s[1] for s in sides) - _MARGIN)
    return (
        left,
        top,
        ceil(max(s[2] for s in sides) + _MARGIN) - left,
        ceil(max(s[3] for s in sides) + 1) - top,
    )


# --- SVG -------------------------------------------------------------------------------------------------------


def _svg(box: tuple[float, float, float, float], inside: str, title: str, kind: str, desc: str = "") -> str:
    size = " ".join(number(value) for value in box)
    wide, high = number(box[2] * _SCALE, 0), number(box[3] * _SCALE, 0)
    told = f"<title>{escape(title)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="{size}" width="{wide}" height="{high}" '
        f'role="img">{told}<g fill="none" stroke-linecap="round" stroke-linejoin="round">{inside}</g></svg>'
    )


def _grouped(shapes: Iterable[Shape], digits: int = 1, moves: Mapping[int, str] | None = None) -> str:
    """The shapes as paths, in groups of one colour; *moves* has what moves inside the path of each number."""
    made = []
    for group, numbered in groupby(enumerate(shapes), key=lambda pair: _STYLES[pair[1].kind].group):
        paths = []
        for n, shape in numbered:
            if not shape.lines:
                continue
            width = number(_STYLES[shape.kind].width)
            fill = f' fill="{_INK[group]}"' if shape.is_closed else ""
            inside = (moves or {}).get(n, "")
            end = f">{inside}</path>" if inside else "/>"
            paths.append(f'<path{fill} stroke-width="{width}" d="{_d(shape, digits)}"{end}')
        if paths:
            made.append(f'<g class="{group}" stroke="{_INK[group]}">{"".join(paths)}</g>')
    return "".join(made)


def _d(shape: Shape, digits: int) -> str:
    """The path of *shape*; a single spot is a line of no length, which round ends make a disc."""
    text = path(shape, digits)
    return text + "h0" if any(len(line) == 1 for line in shape.lines) else text


def _small(shapes: Sequence[Shape], title: str) -> str:
    """A square still in whole centimetres, without arrows."""
    kept = [shape for shape in shapes if shape.kind not in {"arrow", "floor"}]
    left, top, wide, high = _box(kept)
    size = max(wide, high, 120.0)
    square = (left - (size - wide) / 2, top - (size - high) + 0.0, size, size)
    square = (floor(square[0]), floor(square[1]), ceil(size), ceil(size))
    inside = _grouped(kept, digits=0)
    size_told = " ".join(number(value) for value in square)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="figure" viewBox="{size_told}" aria-hidden="true">'
        f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{inside}</g></svg>'
    )


# --- movement --------------------------------------------------------------------------------------------------

_HOLD, _MOVE = 0.9, 1.1
"""Seconds in a frame, and from one to the next."""
_BUDGET = 6000
"""Bytes that a figure may take."""


def _moving(figure: Figure, scene: Scene, title: str) -> str:
    """One picture in which each frame turns into the next, and the last back into the first.

    Angles change, not places, so that limbs keep their length on the way; as many steps between are kept as the
    budget has room for.
    """
    told = " ".join(f"{n}. {text.rstrip('.')}." for n, text in enumerate(figure.captions, start=1))
    for steps in (3, 2, 1, 0):
        svg = _moving_with(figure, scene, title, told, steps)
        if len(svg.encode()) <= _BUDGET:
            break
    return svg


def _moving_with(figure: Figure, scene: Scene, title: str, told: str, steps: int) -> str:
    keys = list(_keys(scene.postures, steps))
    drawn = [_frame(figure, Frame(one.pose, {}), scene, one) for _, one in keys]
    box = _box(shape for shapes in drawn for shape in shapes)
    seconds = keys[-1][0]
    times = ";".join(number(time / seconds, 3) for time, _ in keys)
    moves = {}
    for n, shapes in enumerate(zip(*drawn, strict=True)):
        values = [_d(shape, 1) for shape in shapes]
        if len(set(values)) > 1:
            moves[n] = (
                f'<animate attributeName="d" dur="{number(seconds)}s" repeatCount="indefinite" '
                f'keyTimes="{times}" values="{";".join(values)}"/>'
            )
    return _svg(box, _grouped(drawn[0], moves=moves), title, "figure moving", told)


def _keys(frames: Sequence[Posture], steps: int) -> Iterator[tuple[float, Posture]]:
    """The body at each turning point, with its second: held in each frame, and from the last back to the first."""
    legs = [[*(_on_the_way(a, b, share) for share in _shares(steps)), b] for a, b in pairwise(frames)]
    back = [*reversed([one for leg in legs for one in leg][:-1]), frames[0]]
    time = 0.0
    yield time, frames[0]
    for n, leg in enumerate([*legs, back]):
        time += _HOLD
        yield time, frames[n]
        for step, one in enumerate(leg, start=1):
            yield time + _MOVE * step / len(leg), one
        time += _MOVE


def _shares(steps: int) -> Iterator[float]:
    """Shares of the way that start and end softly."""
    for n in range(1, steps + 1):
        yield (1 - cos(pi * n / (steps + 1))) / 2


def _on_the_way(a: Posture, b: Posture, share: float) -> Posture:
    """The body at *share* of the way from one frame to another."""
    angles = {name: value + (b.angles[name] - value) * share for name, value in a.angles.items()}
    nearer = a if share < 0.5 else b
    planted = {part: how for part, how in nearer.planted.items() if part in a.planted and part in b.planted}
    made = skeleton(angles, planted)
    anchor = b.pose.anchor
    start, end = (one.body.points[_anchor_point(anchor)] for one in (a, b))
    now = made.points[_anchor_point(anchor)]
    made = made.moved(minus(between(start, end, share), now))
    sunk = min(lowest_of_all(made), 0.0)
    return Posture(angles, planted, made.moved((0.0, -sunk, 0.0)), nearer.pose)


def _anchor_point(part: str) -> str:
    side, _, name = part.partition(" ")
    return f"{side} {({'foot': 'ankle', 'toes': 'ball'}).get(name, name)}" if name else part
