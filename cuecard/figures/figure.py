"""A figure: from a few words per frame to pictures, still, moving, or small."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures.body.pose import Pose, mirrored, mirrored_angles
from cuecard.figures.body.posture import Posture, posture
from cuecard.figures.body.skeleton import SIDES
from cuecard.figures.drawing import svg
from cuecard.figures.drawing.frame_numbers import numbered
from cuecard.figures.drawing.moving import BUDGET, moving
from cuecard.figures.drawing.picture import Picture, ground_reach, pictures
from cuecard.figures.drawing.small import small
from cuecard.figures.frames import BUILDS, CLOSE_UPS, OTHER_SIDE, Drawing, Figure, Frame
from cuecard.figures.scene import furniture, layout, props
from cuecard.figures.scene.camera import LEVEL_VIEWS, Camera, camera_for
from cuecard.figures.scene.checks import Finding, findings
from cuecard.figures.scene.contacts import held, rolled
from cuecard.figures.scene.motion import movers, track, working
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.stage import Stage
from cuecard.figures.scene.view import best_view, spans


def draw(figure: Figure, title: str) -> Drawing:
    """Return all pictures of *figure*.

    Raises:
        InvalidValueError: when an angle of a frame is impossible, or a thing.

    """
    figure = _with_other_side(figure)
    shown = stages(figure)
    inside = _insides(figure, shown, is_numbered=True)
    for view in figure.beside:
        more = _insides(figure, stages(replace(figure, view=view)), is_numbered=False)
        inside = [svg.beside(one, other) for one, other in zip(inside, more, strict=True)]
    stills = tuple(
        svg.picture(box, text, "figure", caption, scale=_zoom(figure))
        for (box, text), caption in zip(inside, figure.captions, strict=True)
    )
    has_other_side = shown[0].has_other_side
    frames = [(stage, n) for stage in shown for n in range(len(stage.frames) - stage.has_other_side)]
    stage, n = frames[_telling([stage.frames[n] for stage, n in frames])]
    told = ""
    if len(shown) == 1 and len(shown[0].frames) > 1:
        told = moving(shown[0], title, figure.captions, min(_PAGE - sum(map(len, stills)), BUDGET))
    return Drawing(stills, figure.captions, told, small(stage, n), has_other_side)


def _with_other_side(figure: Figure) -> Figure:
    """Return *figure* with its last frame once more, left and right exchanged, where the sides take turns from one
    start.

    A thing that is tied to one side of the body in all frames would have to change sides too: then it is left out.
    """
    is_tied = any(part.startswith(SIDES) for thing in figure.props for part in thing.at)
    if not figure.is_alternating or is_tied or not 1 < len(figure.frames) < _MOST_FRAMES:
        return replace(figure, is_alternating=False)
    frames = postures(figure)
    if not layout.is_one_movement(frames) or not _is_even(frames[0]) or _is_even(frames[-1]):
        return replace(figure, is_alternating=False)
    last = figure.frames[-1]
    other = replace(
        last,
        pose=mirrored(last.pose),
        changes=mirrored_angles(last.changes),
        caption=OTHER_SIDE,
        props=tuple(map(props.mirrored_prop, last.props)),
    )
    return replace(figure, frames=(*figure.frames, other))


_MOST_FRAMES = 4


def _is_even(one: Posture) -> bool:
    """Return whether both sides of a body do the same."""
    angles = one.angles
    return all(
        abs(value - angles[name.replace("left ", "right ", 1)]) < _ALIKE
        for name, value in angles.items()
        if name.startswith("left ")
    )


_ALIKE = 3.0
"""Degrees."""
_PAGE = 20_000
"""Bytes that the figures of a page should take, all together."""


def _insides(figure: Figure, shown: Sequence[Stage], *, is_numbered: bool) -> list[tuple[svg.Box, str]]:
    """Return each frame as its box and what is drawn in it."""
    drawn = [(stage, one) for stage in shown for one in pictures(stage)]
    boxes = _close_ups(figure.show, shown) if figure.show else _boxes(drawn)
    inside = [svg.paths(one.shapes) for _, one in drawn]
    if is_numbered and len(drawn) > 1:
        boxes, numbers = numbered(boxes, [one.lines for _, one in drawn], shown[0].zoom)
        inside = [text + svg.paths(number) for text, number in zip(inside, numbers, strict=True)]
    return list(zip(boxes, inside, strict=True))


_WIDER = 1.2
"""How much wider pictures may become so that what stands is in one place in all of them."""
_CLOSER: Mapping[str, float] = types.MappingProxyType({"hands": 4.0, "feet": 3.0, "head": 3.0})
"""How much larger a close-up is; of other parts 2.5 times."""
_AROUND: Mapping[str, float] = types.MappingProxyType({"hands": 10.0, "feet": 13.0, "head": 15.0})
"""Centimetres round what a close-up shows; of other parts 18."""


def _zoom(figure: Figure) -> float:
    """Return how much larger than usual the pictures are."""
    return _CLOSER.get(figure.show, 2.5) if figure.show else 1.0


def _close_ups(part: str, shown: Sequence[Stage]) -> list[svg.Box]:
    """Return the box round a part of the body in each frame, the same for all frames of a movement.

    Of a pair, the one that works is shown alone.
    """
    made = []
    for stage in shown:
        limb = "arm" if part in {"hands", "arms"} else "leg"
        sides = [side for side in SIDES if f"{side} {limb}" in stage.works]
        spots = [
            stage.camera.spot(p)
            for one in stage.frames
            for name, p in one.body.points.items()
            if name.rpartition(" ")[2] in CLOSE_UPS[part]
            and (len(sides) != 1 or " " not in name or name.startswith(sides[0]))
        ]
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        box = svg.whole(min(xs), min(ys), max(xs), max(ys), margin=_AROUND.get(part, 18.0))
        made += [box] * len(stage.frames)
    return made


def _boxes(drawn: Sequence[tuple[Stage, Picture]]) -> list[svg.Box]:
    """Return the box of each frame: all of one size, so that they are to one scale, each round what it shows."""
    reach = []
    for stage, one in drawn:
        left, top, right, bottom = one.bounds
        floor = ground_reach(stage)
        xs, ys = [x for x, _ in floor], [y for _, y in floor]
        if furniture.mat(stage):
            left, right = min(left, *xs), max(right, *xs)
        reach.append((left, min(top, *ys), right, max(bottom, *ys)))
    if len({id(stage) for stage, _ in drawn}) == 1:
        top, bottom = min(r[1] for r in reach), max(r[3] for r in reach)
        reach = [(left, top, right, bottom) for left, _, right, _ in reach]
        if furniture.standing(drawn[0][0]):  # what stands, stands in one place
            left, right = min(r[0] for r in reach), max(r[2] for r in reach)
            if right - left < _WIDER * max(r[2] - r[0] for r in reach):
                reach = [(left, top, right, bottom)] * len(reach)
    wide, high = max(r[2] - r[0] for r in reach), max(r[3] - r[1] for r in reach)
    made = []
    for left, _, right, bottom in reach:
        middle = (left + right) / 2
        made.append(svg.whole(middle - wide / 2, bottom - high, middle + wide / 2, bottom))
    width, height = max(box[2] for box in made), max(box[3] for box in made)
    return [(x, y + h - height, width, height) for x, y, _, h in made]


def _telling(frames: Sequence[Posture]) -> int:
    """Return the number of the frame that tells most of the exercise: how it ends, unless it ends in standing."""
    at_work = [n for n, one in enumerate(frames) if any(abs(one.angles[name]) > 12 for name in _WORKING)]
    return at_work[-1] if at_work else len(frames) - 1


_WORKING = (
    "trunk",
    *(f"{side} {joint}" for side in SIDES for joint in ("hip", "hip abduction", "knee", "ankle")),
)


def postures(figure: Figure) -> tuple[Posture, ...]:
    """Return the body in each frame, before it is drawn.

    Raises:
        InvalidValueError: when an angle of a frame is impossible.

    """
    return tuple(_laid_out(_outfitted(figure)))


def odd(figure: Figure) -> Iterator[Finding]:
    """Yield what is odd in a figure that can be drawn, frame by frame."""
    first = 0
    for stage in stages(figure):
        count = len(stage.frames)
        changes = [frame.changes for frame in figure.frames[first : first + count]]
        yield from (replace(one, frame=one.frame + first) for one in findings(stage, changes))
        first += count


def faults(figure: Figure) -> Iterator[tuple[int, InvalidValueError]]:
    """Yield the frames whose angles or things are impossible, by number, and why."""
    for n, frame in enumerate(figure.frames):
        try:
            _placed(figure, frame)
        except InvalidValueError as refused:
            yield n, refused


# --- putting frames together ----------------------------------------------------------------------------------


def _laid_out(figure: Figure) -> list[Posture]:
    """Return the body of each frame; those that grow out of one another are in one space, where what carries them
    stays.
    """
    placed = [_placed(figure, frame) for frame in figure.frames]
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
    told = (*figure.props, *(prop for props in own for prop in props))
    named = list(_named(told))
    works = working(frames, named) if len(frames) > 1 or named else frozenset[str]()
    hint = figure.hint if len(frames) > 1 else frames[0].pose.view
    compared = frames
    if len(frames) == 1 and words[0].changes and not figure.view:
        compared = [posture(words[0].pose, {}), *frames]  # what was changed of the pose should be seen
    view = figure.view or best_view(compared, works, spans(frames[-1], told), hint)
    camera = camera_for(view, [one.body for one in frames])
    if view in LEVEL_VIEWS and any(prop.kind in props.BANDS and prop.way in props.FIXED for prop in told):
        camera = Camera(camera.azimuth, _LOOPS_SEEN)
    return Stage(
        frames=tuple(frames),
        props=figure.props,
        own=tuple(own),
        camera=camera,
        works=works,
        by_frame=_works_by_frame(figure, frames, named) or (works,),
        holds=tuple(frame.hold for frame in words),
        girth=BUILDS[figure.look.build],
        skin=figure.look.skin,
        zoom=_zoom(figure),
        rhythm=figure.rhythm.turned() if figure.rhythm.lowers_first and _rises(frames) else figure.rhythm,
        has_other_side=figure.is_alternating,
    )


def _named(told: Sequence[Prop]) -> Iterator[str]:
    """Yield the parts that a band, a sign of the author or a roller is at."""
    for prop in told:
        if prop.kind in {*props.BANDS, "push", "feel"}:
            yield from prop.at
        elif prop.kind == "arrow":
            yield from (part for part in prop.at[:1] if " " in part)
        elif prop.kind == "roller" and prop.way == "under":
            yield from prop.at[:1]


def _works_by_frame(
    figure: Figure, frames: Sequence[Posture], named: Sequence[str]
) -> tuple[frozenset[str], ...]:
    """Return the limbs that move into each frame, or in the first one out of it; empty for a single frame."""
    if len(frames) == 1:
        return ()
    last = len(frames) - 1
    made = [
        working((frames[0 if figure.is_alternating and n == last else n - 1], frames[n]), named)
        for n in range(1, len(frames))
    ]
    return (made[0], *made)


def _rises(frames: Sequence[Posture]) -> bool:
    """Return whether what moves goes up first."""
    names = movers(frames[0], frames[-1]) if len(frames) > 1 else []
    ways = [track(frames[0], frames[-1], name) for name in names if name != "spine"]
    return bool(ways) and ways[0][-1][1] > ways[0][0][1] + 2.0


_LOOPS_SEEN = 11.0
"""Degrees above the floor from which a loop round an upright limb is seen to go round it."""


def _placed(figure: Figure, frame: Frame) -> Posture:
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


_PLACED: dict[str, Posture] = {}
_MOST_PLACED = 200


def _upon(pose: Pose, told: Sequence[Prop]) -> Pose:
    """Return *pose* with its feet on what is *told* to be under them.

    Raises:
        InvalidValueError: when such a foot stands and so cannot be lifted; its `key` is the kind of the thing.

    """
    upon = dict(pose.upon)
    for thing in told:
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
