"""A figure: from a few words per frame to pictures, still, moving, or small."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from cuecard.figures.body.movement import cycle
from cuecard.figures.body.pose import Pose
from cuecard.figures.body.posture import Posture, posture
from cuecard.figures.body.skeleton import SIDES
from cuecard.figures.drawing import svg
from cuecard.figures.drawing.arrows import arrows
from cuecard.figures.drawing.shapes import Camera, Shape, body, path
from cuecard.figures.frames import Drawing, Figure, Frame
from cuecard.figures.scene import layout, props, scenery, things
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.scene import Scene
from cuecard.problems import Refused


def draw(figure: Figure, title: str) -> Drawing:
    """All pictures of *figure*.

    Raises:
        Refused: when an angle of a frame is impossible, or a thing.

    """
    figure = _outfitted(figure)
    scenes = _laid_out(figure)
    shapes = _all_shapes(figure, scenes)
    if drawn := [shape for frame in shapes for shape in frame if shape.kind == "arrow"]:
        # The ground goes on below the arrows.
        left, right = svg.reach(drawn)
        scenes = [(scene.with_floor(left, right), one) for scene, one in scenes]
        shapes = _all_shapes(figure, scenes)
    box = svg.box_of(shape for frame in shapes for shape in frame)
    captions = figure.captions
    stills = tuple(
        svg.picture(box, svg.grouped(frame), "figure", caption)
        for frame, caption in zip(shapes, captions, strict=True)
    )
    scene = scenes[0][0]
    moving = _moving(figure, scene, title) if len(scene.postures) > 1 else ""
    telling = shapes[_telling([one for _, one in scenes])]
    small = svg.small([shape for shape in telling if shape.kind not in _NOT_SMALL])
    return Drawing(stills, captions, moving, small)


def _telling(frames: Sequence[Posture]) -> int:
    """The number of the frame that tells most of the exercise: how it ends, unless it ends in standing."""
    at_work = [n for n, one in enumerate(frames) if any(abs(one.angles[name]) > 12 for name in _WORKING)]
    return at_work[-1] if at_work else len(frames) - 1


_WORKING = (
    "trunk",
    *(f"{side} {joint}" for side in SIDES for joint in ("hip", "hip abduction", "knee", "ankle")),
)


def _all_shapes(figure: Figure, scenes: Sequence[tuple[Scene, Posture]]) -> list[list[Shape]]:
    return [
        _shapes((*figure.props, *frame.props), scene, placed)
        for frame, (scene, placed) in zip(figure.frames, scenes, strict=True)
    ]


_NOT_SMALL = ("arrow", "floor", "mat", "hatches")


def postures(figure: Figure) -> tuple[Posture, ...]:
    """The body in each frame, before it is drawn.

    Raises:
        Refused: when an angle of a frame is impossible.

    """
    return tuple(placed for _, placed in _laid_out(_outfitted(figure)))


def faults(figure: Figure) -> Iterator[tuple[int, Refused]]:
    """The frames whose angles or things are impossible, by number, and why."""
    for n, frame in enumerate(figure.frames):
        try:
            _placed(figure, frame)
        except Refused as refused:
            yield n, refused


# --- putting frames together ----------------------------------------------------------------------------------


def _laid_out(figure: Figure) -> list[tuple[Scene, Posture]]:
    """The body of each frame in its space.

    Frames that grow out of one another share one, in which what carries the body stays in its place. Others stand by
    themselves, each seen from where its pose is best seen, unless the author says from where.
    """
    placed = [_placed(figure, frame) for frame in figure.frames]
    if layout.is_one_movement(placed):
        above = max(one.pose.above for one in placed) if figure.seen_from == "front" else 0.0
        camera = Camera(figure.seen_from, above)
        together = layout.beside_step(layout.in_one_space(placed), camera)
        scene = layout.scene_of(camera, together, _all_props(figure))
        return [(scene, one) for one in together]
    return layout.side_by_side(
        [
            (
                layout.scene_of(Camera(figure.view or one.pose.view), (one,), (*figure.props, *frame.props)),
                one,
            )
            for frame, one in zip(figure.frames, placed, strict=True)
        ]
    )


def _placed(figure: Figure, frame: Frame) -> Posture:
    """The body of *frame* on what carries it.

    Raises:
        Refused: when that is impossible.

    """
    things_here = (*figure.props, *frame.props)
    step = next((thing.size for thing in _all_props(figure) if thing.kind == "step"), props.STEP_HEIGHT)
    has_near = figure.seen_from == "side"
    return posture(_upon(frame.pose, things_here), frame.changes, step, has_near=has_near)


def _upon(pose: Pose, told: Sequence[Prop]) -> Pose:
    """*pose* with its feet on what is *told* to be under them.

    Raises:
        Refused: when such a foot stands and so cannot be lifted; its `key` is the kind of the thing.

    """
    upon = dict(pose.upon)
    for thing in told:
        if thing.kind not in props.RADII or thing.way != "under":
            continue
        for side in (part.partition(" ")[0] for part in thing.at if part.endswith(props.OF_FOOT)):
            if side in pose.stands:
                message = f"the body stands on that foot, and would not do so on a {thing.kind}"
                hint = "feet can lie on it in poses such as hook-lying, bridge, supine or sitting"
                raise Refused("bad-place", message, hint, thing.kind)
            if f"{side} foot" in pose.rests:
                upon[f"{side} foot"] = thing.kind
    return replace(pose, upon=MappingProxyType(upon))


def _outfitted(figure: Figure) -> Figure:
    """*figure* with the things that its poses bring along, unless its author names them."""
    standing = [thing for thing in _all_props(figure) if thing.kind in _STAYING]
    brought = [
        [
            props.prop(kind, place)
            for kind, place in frame.pose.brings.items()
            if not any(_takes_the_place(thing, kind) for thing in (*figure.props, *frame.props, *standing))
        ]
        for frame in figure.frames
    ]
    in_all = [thing for thing in brought[0] if all(thing in others for others in brought)]
    frames = tuple(
        replace(frame, props=(*frame.props, *(thing for thing in its if thing not in in_all)))
        for frame, its in zip(figure.frames, brought, strict=True)
    )
    return replace(figure, frames=frames, props=(*figure.props, *in_all))


def _takes_the_place(named: Prop, kind: str) -> bool:
    """Whether what an author names is the thing of that kind which a pose brings; a chair may be a further one."""
    return named.kind == kind and (kind != "chair" or named.way == "under")


def _all_props(figure: Figure) -> tuple[Prop, ...]:
    return (*figure.props, *(thing for frame in figure.frames for thing in frame.props))


def _shapes(told: Sequence[Prop], scene: Scene, placed: Posture) -> list[Shape]:
    """All shapes of one frame, the farthest first."""
    limbs = body(placed.body, scene.camera, scene.look)
    behind = list(scenery.behind(_scenery(told, scene), scene, placed))
    shapes = [*scenery.ground(scene, [shape for shape in behind if shape.kind in _STAYING]), *behind]
    for shape in limbs:
        if shape.kind == "torso":
            shapes.extend(things.far(told, scene, placed))
        shapes.append(shape)
    shapes.extend(things.before(told, scene, placed))
    shapes.extend(arrows(told, scene, placed, svg.outlines(shapes)))
    return shapes


_STAYING = ("mat", "wall", "post", "step", "chair")


def _scenery(told: Sequence[Prop], scene: Scene) -> tuple[Prop, ...]:
    """The things of a frame; a mat, a wall or a chair that stands in one frame stands in all."""
    fixed = [thing for thing in scene.things if thing.kind in _STAYING]
    tied_to = {thing.way for thing in scene.things if thing.kind == "band"} & {"post", "wall"}
    for kind in sorted(tied_to - {thing.kind for thing in fixed}):
        fixed.append(Prop(kind, way="in front"))
    return tuple(dict.fromkeys([*fixed, *(thing for thing in told if thing.kind not in _STAYING)]))


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
