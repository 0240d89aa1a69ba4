"""A figure: from a few words per frame to pictures, still, moving, or small."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError
from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.pose import mirrored, mirrored_angles
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing import svg
from cuecard.figures.drawing.frame_numbers import numbered
from cuecard.figures.drawing.moving import BUDGET, moving
from cuecard.figures.drawing.picture import Picture, ground_reach, pictures
from cuecard.figures.drawing.signs import hold_in
from cuecard.figures.drawing.small import small
from cuecard.figures.frames import CLOSE_UPS, OTHER_SIDE, Drawing, Figure
from cuecard.figures.scene import furniture, layout, props
from cuecard.figures.scene.checks import Finding, findings
from cuecard.figures.scene.stage import Stage
from cuecard.figures.staging import body_of, postures, stages, zoom_of

__all__ = ["draw", "faults", "odd", "postures", "stages"]


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
    if figure.lens:
        larger = _in_lens(figure.lens, shown)
        inside = [svg.beside(one, other, _LENS) for one, other in zip(inside, larger, strict=True)]
    is_wide = len(inside) > _A_ROW and inside[0][0][2] > _WIDE * inside[0][0][3]
    kind = "figure wide" if is_wide else "figure"
    stills = tuple(
        svg.picture(box, text, kind, caption, scale=zoom_of(figure))
        for (box, text), caption in zip(inside, figure.captions, strict=True)
    )
    has_other_side = shown[0].has_other_side
    frames = [(stage, n) for stage in shown for n in range(len(stage.frames) - stage.has_other_side)]
    stage, n = frames[_telling([stage.frames[n] for stage, n in frames])]
    movement = ""
    if len(shown) == 1 and len(shown[0].frames) > 1:
        room = min(_PAGE - sum(map(len, stills)), BUDGET)
        box = _close_ups(figure.show, shown)[0] if figure.show else None
        movement = moving(shown[0], title, figure.captions, room, box)
    return Drawing(stills, figure.captions, movement, small(stage, n), has_other_side)


_A_ROW, _WIDE = 2, 0.95
"""How many frames stand side by side, and how wide those are, of their height, of which more do not."""


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
    by_stage = [pictures(stage) for stage in shown]
    drawn = [one for some in by_stage for one in some]
    boxes = _close_ups(figure.show, shown) if figure.show else _boxes(shown, by_stage)
    inside = [svg.paths(one.shapes) for one in drawn]
    if is_numbered and len(drawn) > 1:
        boxes, numbers = numbered(boxes, [one.lines for one in drawn], shown[0].zoom)
        inside = [text + svg.paths(number) for text, number in zip(inside, numbers, strict=True)]
    if figure.show:
        holds = [seconds for stage in shown for seconds in stage.holds]
        for n, (box, seconds) in enumerate(zip(boxes, holds, strict=True)):
            inside[n] += svg.paths(hold_in(box, seconds, shown[0].zoom)) if seconds else ""
    return list(zip(boxes, inside, strict=True))


def _in_lens(part: str, shown: Sequence[Stage]) -> list[tuple[svg.Box, str]]:
    """Return a part of the body in each frame, in a box that is the same in all, to be shown larger."""
    drawn = [one for stage in shown for one in pictures(replace(stage, zoom=_LENS), part)]
    reach = [one.bounds for one in drawn]
    left, top = min(r[0] for r in reach), min(r[1] for r in reach)
    box = svg.whole(left, top, max(r[2] for r in reach), max(r[3] for r in reach))
    return [(box, svg.paths(one.shapes)) for one in drawn]


_LENS = 1.7
"""How much larger a part is beside the whole."""
_WIDER = 1.2
"""How much wider pictures may become so that what stands is in one place in all of them."""
_AROUND: Mapping[str, float] = types.MappingProxyType({"hands": 10.0, "feet": 13.0, "head": 15.0})
"""Centimetres round what a close-up shows; of other parts 18."""


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


def _boxes(shown: Sequence[Stage], by_stage: Sequence[Sequence[Picture]]) -> list[svg.Box]:
    """Return the box of each frame: all of one size, so that they are to one scale, each round what it shows."""
    reach = []
    for stage, some in zip(shown, by_stage, strict=True):
        floor, has_mat = ground_reach(stage), furniture.mat(stage) is not None
        xs, ys = [x for x, _ in floor], [y for _, y in floor]
        for one in some:
            left, top, right, bottom = one.bounds
            if has_mat:
                left, right = min(left, *xs), max(right, *xs)
            reach.append((left, min(top, *ys), right, max(bottom, *ys)))
    if len(shown) == 1:
        top, bottom = min(r[1] for r in reach), max(r[3] for r in reach)
        reach = [(left, top, right, bottom) for left, _, right, _ in reach]
        if furniture.standing(shown[0]):  # what stands, stands in one place
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
            body_of(figure, frame)
        except InvalidValueError as refused:
            yield n, refused
