"""From the words of a figure to bodies and things in one space, seen from one side."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures.body.joints import Angles
from cuecard.figures.body.pose import Pose
from cuecard.figures.body.posture import Posture, posture
from cuecard.figures.frames import BUILDS, Figure, Frame
from cuecard.figures.scene import layout, props
from cuecard.figures.scene.camera import LEVEL_VIEWS, Camera, camera_for
from cuecard.figures.scene.contacts import held, rolled
from cuecard.figures.scene.motion import working
from cuecard.figures.scene.movers import movers, track
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.stage import Stage
from cuecard.figures.scene.view import best_view, spans
from cuecard.figures.scene.working_limbs import working_limbs


def postures(figure: Figure) -> tuple[Posture, ...]:
    """Return the body in each frame, before it is drawn.

    Raises:
        InvalidValueError: when an angle of a frame is impossible.

    """
    return tuple(_laid_out(_outfitted(figure)))


def _laid_out(figure: Figure) -> list[Posture]:
    """Return the body of each frame; those that grow out of one another are in one space, where what carries them
    stays.
    """
    placed = [body_of(figure, frame) for frame in figure.frames]
    return layout.beside_step(layout.in_one_space(placed)) if layout.is_one_movement(placed) else placed


def stages(figure: Figure) -> list[Stage]:
    """Return the stage of the whole movement, or one of each frame where they do not grow out of one another.

    Raises:
        InvalidValueError: when an angle of a frame is impossible.

    """
    figure = _outfitted(figure)
    frames = _laid_out(figure)
    if len(frames) == 1 or layout.is_one_movement(frames):
        return [_stage(figure, frames, figure.frames)]
    return [_stage(figure, [one], [frame]) for frame, one in zip(figure.frames, frames, strict=True)]


def _stage(figure: Figure, frames: Sequence[Posture], words: Sequence[Frame]) -> Stage:
    own = [frame.props for frame in words]
    frames = held(rolled(frames, figure.props, own), figure.props, own)
    things = (*figure.props, *(prop for props in own for prop in props))
    named, tied = list(_named(things)), list(_tied(things))
    works = working_limbs(working(frames, named, tied), named, frames, figure.effort)
    hint = figure.hint if len(frames) > 1 else frames[0].pose.view
    compared = frames
    if len(frames) == 1 and words[0].changes and not figure.view:
        compared = [*_unchanged(figure, words[0]), *frames]  # what was changed of the pose should be seen
    view = figure.view or best_view(compared, works, spans(frames[-1], things), hint)
    camera = camera_for(view, [one.body for one in frames])
    if view in LEVEL_VIEWS and any(prop.kind in props.BANDS and prop.way in props.FIXED for prop in things):
        camera = Camera(camera.azimuth, _LOOPS_SEEN)
    return Stage(
        frames=tuple(frames),
        props=figure.props,
        own=tuple(own),
        camera=camera,
        works=works,
        by_frame=_works_by_frame(figure, frames, named, tied) or (works,),
        holds=tuple(frame.hold for frame in words),
        girth=BUILDS[figure.look.build],
        skin=figure.look.skin,
        zoom=zoom_of(figure),
        rhythm=figure.rhythm.turned() if figure.rhythm.lowers_first and _rises(frames) else figure.rhythm,
        has_other_side=figure.is_alternating,
    )


def _unchanged(figure: Figure, frame: Frame) -> Iterator[Posture]:
    """Yield the body of *frame* as its pose has it; nothing where that cannot be had without the changes."""
    with suppress(InvalidValueError):
        yield body_of(figure, replace(frame, changes=_NO_CHANGES))


_NO_CHANGES: Angles = types.MappingProxyType({})


def _named(things: Sequence[Prop]) -> Iterator[str]:
    """Yield the parts that a sign of the author or a roller is at, and those that a band from a fixed place pulls."""
    for prop in things:
        if prop.kind in {"push", "feel"} or (prop.kind in props.BANDS and prop.way in props.FIXED):
            yield from prop.at
        elif prop.kind == "arrow":
            yield from (part for part in prop.at[:1] if " " in part)
        elif prop.kind == "roller" and prop.way == "under":
            yield from prop.at[:1]


def _tied(things: Sequence[Prop]) -> Iterator[str]:
    """Yield the parts that a band or a strap runs between."""
    for prop in things:
        if prop.kind in props.BANDS and prop.way not in props.FIXED:
            yield from prop.at


def _works_by_frame(
    figure: Figure, frames: Sequence[Posture], named: Sequence[str], tied: Sequence[str]
) -> tuple[frozenset[str], ...]:
    """Return the limbs that move into each frame, or in the first one out of it; empty for a single frame."""
    if len(frames) == 1:
        return ()
    last = len(frames) - 1
    made = [
        working_limbs(working(pair, named, tied), named, pair, figure.effort)
        for n in range(1, len(frames))
        for pair in [(frames[0 if figure.is_alternating and n == last else n - 1], frames[n])]
    ]
    return (made[0], *made)


def _rises(frames: Sequence[Posture]) -> bool:
    """Return whether what moves goes up first."""
    names = movers(frames[0], frames[-1]) if len(frames) > 1 else []
    ways = [track(frames[0], frames[-1], name) for name in names if name != "spine"]
    return bool(ways) and ways[0][-1][1] > ways[0][0][1] + 2.0


_LOOPS_SEEN = 11.0
"""Degrees above the floor from which a loop round an upright limb is seen to go round it."""


def body_of(figure: Figure, frame: Frame) -> Posture:
    """Return the body of *frame* on what carries it.

    Raises:
        InvalidValueError: when that is impossible.

    """
    things_here = (*figure.props, *frame.props)
    step = next((thing.size for thing in _all_props(figure) if thing.kind == "step"), props.STEP_HEIGHT)
    pose, has_near = _upon(frame.pose, things_here), figure.has_near
    # A text is checked and then drawn: the same bodies are asked for twice.
    key = repr((pose, frame.changes, step, has_near))
    if key not in _PLACED:
        if len(_PLACED) > _MOST_PLACED:
            _PLACED.clear()
        _PLACED[key] = posture(pose, frame.changes, step, has_near=has_near)
    return _PLACED[key]


def forget() -> None:
    """Forget the bodies that are remembered, so that a benchmark solves each again."""
    _PLACED.clear()


_PLACED: dict[str, Posture] = {}
_MOST_PLACED = 200


def _upon(pose: Pose, things: Sequence[Prop]) -> Pose:
    """Return *pose* with its feet on those of *things* that are under them.

    Raises:
        InvalidValueError: when such a foot stands and so cannot be lifted; its `key` is the kind of the thing.

    """
    upon = dict(pose.upon)
    for thing in things:
        if thing.kind not in {*props.RADII, *props.RESTS} or thing.way != "under":
            continue
        for side in (part.partition(" ")[0] for part in thing.at if part.endswith(props.OF_FOOT)):
            if side in pose.stands:
                message = f"the body stands on that foot, and would not do so on a {thing.kind}"
                hint = "feet can lie on it in poses such as hook-lying, bridge, supine or sitting"
                raise InvalidValueError("bad-place", message, hint, thing.kind)
            if f"{side} foot" in pose.rests:
                upon[f"{side} foot"] = thing.kind
    return replace(pose, upon=types.MappingProxyType(upon))


def _outfitted(figure: Figure) -> Figure:
    """Return *figure* with the things that its poses bring along, unless its author names them."""
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


_STAYING = ("mat", "wall", "post", "step", "chair", *props.RESTS)


def _takes_the_place(named: Prop, kind: str) -> bool:
    """Return whether what an author names is the thing of that kind which a pose brings; a chair may be a further
    one.
    """
    return named.kind == kind and (kind != "chair" or named.way == "under")


def _all_props(figure: Figure) -> tuple[Prop, ...]:
    return (*figure.props, *(thing for frame in figure.frames for thing in frame.props))


_CLOSER: Mapping[str, float] = types.MappingProxyType({"hands": 4.0, "feet": 3.0, "head": 3.0})
"""How much larger a close-up is; of other parts 2.5 times."""


def zoom_of(figure: Figure) -> float:
    """Return how much larger than usual the pictures are."""
    return _CLOSER.get(figure.show, 2.5) if figure.show else 1.0
