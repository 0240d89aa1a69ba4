"""A figure: from a few words per frame to pictures, still, moving, or small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cuecard.figures import props, svg, things
from cuecard.figures.arrows import arrows
from cuecard.figures.drawing import Camera, Look, Shape, body, bounds, path
from cuecard.figures.movement import anchored, cycle, is_one_movement
from cuecard.figures.posture import Pose, Posture, posture
from cuecard.figures.props import Prop
from cuecard.figures.skeleton import SIDES, Angles, distance
from cuecard.figures.things import Scene
from cuecard.problems import Refused


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
    """All frames, one turning into the next and the last into the first; empty for a single frame, and for frames
    that do not grow out of one another."""
    small: str
    """The last frame, for lists."""


def draw(figure: Figure, title: str) -> Drawing:
    """All pictures of *figure*.

    Raises:
        Refused: when an angle of a frame is impossible.

    """
    scenes = _laid_out(figure)
    shapes = [
        _shapes((*figure.props, *frame.props), scene, placed)
        for frame, (scene, placed) in zip(figure.frames, scenes, strict=True)
    ]
    box = svg.box_of(shape for frame in shapes for shape in frame)
    stills = tuple(
        svg.picture(box, svg.grouped(frame), "figure", caption)
        for frame, caption in zip(shapes, figure.captions, strict=True)
    )
    scene = scenes[0][0]
    moving = _moving(figure, scene, title) if len(scene.postures) > 1 else ""
    return Drawing(stills, moving, svg.small([shape for shape in shapes[-1] if shape.kind not in _NOT_SMALL]))


_NOT_SMALL = ("arrow", "floor", "mat", "hatches")


def postures(figure: Figure) -> tuple[Posture, ...]:
    """The body in each frame, before it is drawn.

    Raises:
        Refused: when an angle of a frame is impossible.

    """
    return tuple(placed for _, placed in _laid_out(figure))


def faults(figure: Figure) -> Iterator[tuple[int, Refused]]:
    """The frames whose angles are impossible, by number, and why."""
    for n, frame in enumerate(figure.frames):
        try:
            posture(frame.pose, frame.changes, _step_height(figure))
        except Refused as refused:
            yield n, refused


# --- putting frames together ----------------------------------------------------------------------------------


def _laid_out(figure: Figure) -> list[tuple[Scene, Posture]]:
    """The body of each frame in its space.

    Frames that grow out of one another share one, in which what anchors the movement stays in its place. Others stand
    by themselves, each seen from where its pose is best seen.
    """
    placed = [posture(frame.pose, frame.changes, _step_height(figure)) for frame in figure.frames]
    if is_one_movement(placed):
        anchor = placed[min(1, len(placed) - 1)].pose.anchor
        together = tuple(anchored(one, anchor) for one in placed)
        above = max(one.pose.above for one in placed) if figure.view == "front" else 0.0
        scene = _scene(Camera(figure.view, above), together, _all_props(figure))
        return [(scene, one) for one in together]
    alone = []
    for frame, one in zip(figure.frames, placed, strict=True):
        camera = Camera(frame.pose.view)
        scene = _scene(camera, (one,), (*figure.props, *frame.props))
        by = -(scene.left + scene.right) / 2
        way = (by, 0.0, 0.0) if camera.view == "side" else (0.0, 0.0, -by)
        middle = replace(one, body=one.body.moved(way))
        alone.append((_scene(camera, (middle,), scene.things), middle))
    widest = max(scene.right for scene, _ in alone)
    return [(replace(scene, floor=(-widest, widest)), one) for scene, one in alone]


def _scene(camera: Camera, frames: tuple[Posture, ...], told: tuple[Prop, ...]) -> Scene:
    look = _look(camera, frames)
    left, right = svg.reach(shape for one in frames for shape in body(one.body, camera, look))
    return Scene(camera, look, frames, told, left, right, (left, right))


def _look(camera: Camera, frames: Sequence[Posture]) -> Look:
    """What is drawn of the bodies, the same in all frames."""
    nearness = {
        side: sum(camera.nearness(one.body.points[f"{side} {point}"]) + one.body.points[f"{side} {point}"][1]
                  for one in frames for point in ("knee", "ankle"))
        for side in SIDES
    }  # fmt: skip
    return Look(
        front=max(SIDES, key=lambda side: round(nearness[side])),
        has_hands=any(part.endswith("hand") for one in frames for part in one.planted),
        has_thigh_gap=camera.view == "front" or any(_is_thigh_near_chest(one) for one in frames),
    )


def _is_thigh_near_chest(one: Posture) -> bool:
    return distance(one.body.points["right knee"], one.body.points["shoulders"]) < 42.0


def _step_height(figure: Figure) -> float:
    return next((thing.size for thing in _all_props(figure) if thing.kind == "step"), props.STEP_HEIGHT)


def _all_props(figure: Figure) -> tuple[Prop, ...]:
    return (*figure.props, *(thing for frame in figure.frames for thing in frame.props))


def _shapes(told: Sequence[Prop], scene: Scene, placed: Posture) -> list[Shape]:
    """All shapes of one frame, the farthest first."""
    limbs = body(placed.body, scene.camera, scene.look)
    scenery = list(things.behind(_scenery(told, scene), scene, placed))
    shapes = [*_ground(scene, [shape for shape in scenery if shape.kind in _FIXED]), *scenery]
    for shape in limbs:
        if shape.kind == "torso":
            shapes.extend(things.far(told, scene, placed))
        shapes.append(shape)
    shapes.extend(things.before(told, scene, placed))
    shapes.extend(arrows(told, scene, placed, svg.outlines(shapes)))
    return shapes


_FIXED = ("mat", "wall", "post", "step", "chair")


def _scenery(told: Sequence[Prop], scene: Scene) -> tuple[Prop, ...]:
    """The things of a frame; a mat, a wall or a chair that stands in one frame stands in all."""
    fixed = [thing for thing in scene.things if thing.kind in _FIXED]
    wanted = {what for one in scene.postures for what in one.pose.upon.values()}
    wanted |= {thing.way for thing in scene.things if thing.kind == "band"} & {"post", "wall"}
    for kind in sorted(wanted - {thing.kind for thing in fixed}):
        fixed.append(Prop(kind, way="in front") if kind == "wall" else props.prop(kind, "", "side"))
    return tuple(dict.fromkeys([*fixed, *(thing for thing in told if thing.kind not in _FIXED)]))


def _ground(scene: Scene, fixed: Sequence[Shape]) -> Iterator[Shape]:
    """The line that all stands on."""
    if any(thing.kind == "mat" for thing in scene.things):
        return
    low = 0.9
    if scene.camera.above:
        low += (
            max(scene.camera.seen(point)[1] for one in scene.postures for point in one.body.points.values())
            + 4
        )
    left, right = scene.floor
    if fixed:
        there = bounds(fixed)
        left, right = min(left, there[0]), max(right, there[2])
    yield Shape("floor", (((left - 6, low), (right + 6, low)),))


# --- movement --------------------------------------------------------------------------------------------------

_BEAT = 0.55
"""Seconds for which a frame is held, and for each step to the next."""
_BUDGET = 6000
"""Bytes that a figure may take."""
_FINENESS = ((3, 4), (2, 4), (2, 2), (1, 4), (1, 2))
"""Steps between two frames, and units for a centimetre, the finest first."""


def _moving(figure: Figure, scene: Scene, title: str) -> str:
    """One picture in which each frame turns into the next, as finely as the budget has room for.

    Empty where that is too coarse: limbs would shrink on the way.
    """
    told = " ".join(f"{n}. {text.rstrip('.')}." for n, text in enumerate(figure.captions, start=1))
    for steps, unit in _FINENESS:
        made = _moving_with(figure, scene, steps, unit, (title, told))
        if len(made.encode()) <= _BUDGET:
            return made
    return ""


def _moving_with(figure: Figure, scene: Scene, steps: int, unit: int, told: tuple[str, str]) -> str:
    drawn = [_shapes(figure.props, scene, one) for one in cycle(scene.postures, steps)]
    box = svg.box_of(shape for shapes in drawn for shape in shapes)
    seconds = f"{_BEAT * (4 / (steps + 2)) * (len(drawn) - 1):.1f}".removesuffix(".0")
    moves = {}
    for n, shapes in enumerate(zip(*drawn, strict=True)):
        values = [path(shape, unit) for shape in shapes]
        if len(set(values)) > 1:
            moves[n] = (
                f'<animate attributeName="d" dur="{seconds}s" repeatCount="indefinite" values="{";".join(values)}"/>'
            )
    if not moves:
        return ""
    return svg.picture(box, svg.grouped(drawn[0], unit, moves), "figure moving", *told, unit=unit)
