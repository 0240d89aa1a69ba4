"""One picture in which a frame turns into the next, at the rhythm of its exercise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from cuecard.figures.body.movement import way
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing import svg
from cuecard.figures.drawing.inks import toned
from cuecard.figures.drawing.items import Item
from cuecard.figures.drawing.moving_shapes import UNIT, Form, forms
from cuecard.figures.drawing.order import ordered
from cuecard.figures.drawing.picture import ground, ground_reach
from cuecard.figures.drawing.solids import item_of
from cuecard.figures.rhythm import USUAL_RHYTHM
from cuecard.figures.scene import furniture
from cuecard.figures.scene.camera import Spot
from cuecard.figures.scene.contacts import held
from cuecard.figures.scene.solids import points_of
from cuecard.figures.scene.stage import Stage, gripping

BUDGET = 12_000
"""Bytes that a figure may take."""
_FINENESS = ((3, 10), (2, 10), (2, 8), (1, 8), (1, 7))
"""Steps between two frames, and corners of an outline, the finest first."""
_CLOSE = ((3, 20), (2, 16), (2, 13))
"""The same of a close-up, whose few shapes are large, before those."""
_CORNERS = _FINENESS[0][1]
_PACE = 2.2
"""Seconds from one frame to the next, with the pause before it."""
_LONGEST = 6.0
"""Seconds of one phase: nobody watches a picture that stands still for half a minute."""
_PER_SHAPE, _WHOLE, _MORE = 120, 330, 1.09
"""Bytes of a shape and of a picture besides their paths, and how much longer paths are on the way."""


class _Around(Struct, frozen=True):
    """What does not move."""

    standing: tuple[Item, ...]
    ground: str
    """As SVG."""
    reach: tuple[Spot, ...]
    """The corners of all of that."""
    title: str
    desc: str
    box: svg.Box | None = None
    """What is seen of a close-up."""

    def length(self) -> int:
        """Return how many bytes it takes."""
        things = sum(len(svg.paths(item.shapes, unit=UNIT)) for item in self.standing)
        return _WHOLE + things + len(self.ground) + len(self.title) + len(self.desc)


def moving(
    stage: Stage, title: str, captions: Sequence[str], room: int = BUDGET, box: svg.Box | None = None
) -> str:
    """Return all frames, one turning into the next and the last into the first, as finely as there is *room* for, in
    bytes.

    Of a close-up, *box* is what is seen. Where there is too little room the coarsest is taken, if it fits the budget.
    Empty where nothing moves, or where that is too coarse: limbs would shrink on the way.
    """
    camera, solids = stage.camera, furniture.standing(stage)
    grips = gripping(stage.all_props(), stage.frames)
    known = {id(one): forms(stage, one, grips, solids) for one in stage.frames}
    around = _Around(
        tuple(item_of(solid, camera, UNIT) for solid in solids),
        svg.paths(ground(stage, UNIT), unit=UNIT),
        (*ground_reach(stage), *(camera.spot(p) for solid in solids for p in points_of(solid))),
        title,
        " ".join(f"{n}. {text.rstrip('.')}." for n, text in enumerate(captions, start=1)),
        box,
    )
    a_key, still = _lengths([known[id(one)] for one in stage.frames])
    fixed = around.length() + _PER_SHAPE * len(known[id(stage.frames[0])])
    for steps, corners in (*(_CLOSE if stage.zoom > 1 else ()), *_FINENESS):
        keys = (steps + 2) * len(stage.cycle) + 1
        size = fixed + (still + a_key * keys) * corners // _CORNERS
        budget = room if (steps, corners) != _FINENESS[-1] else BUDGET
        if size > budget:
            continue
        bodies = _bodies(stage, steps)
        # Ids hold only as long as their bodies do: those of a coarser try are not kept.
        distinct = {id(one): one for one in bodies}
        shapes = {
            key: known[key] if key in known else forms(stage, one, grips, solids)
            for key, one in distinct.items()
        }
        made = _drawn(stage, around, [shapes[id(one)] for one in bodies], steps, corners)
        if len(made.encode()) <= budget:
            return made
    return ""


def _lengths(frames: Sequence[Sequence[Form]]) -> tuple[float, int]:
    """About how many bytes the shapes that move take at one time, and those that do not; with most corners."""
    moved, still = 0.0, 0
    for shapes in zip(*frames, strict=True):
        length = len(shapes[-1].path(_CORNERS)) + 1
        still += length
        if any(_differ(shapes[0], shape) for shape in shapes[1:]):
            moved += length * _MORE
    return moved, still


# --- bodies in time -------------------------------------------------------------------------------------------


def _bodies(stage: Stage, steps: int) -> list[Posture]:
    """Return the bodies, each frame twice, so that it is held, with *steps* to the next; the last is the first again.

    The way back is the way there.
    """
    known: dict[tuple[int, int], list[Posture]] = {}
    made = []
    for i, j in pairwise([*stage.cycle, stage.cycle[0]]):
        if (j, i) in known:
            between = known[j, i][::-1]
        else:
            between = known[i, j] = _holding_on(stage, way(stage.frames[i], stage.frames[j], steps))
        made += [stage.frames[i], stage.frames[i], *between]
    return [*made, stage.frames[stage.cycle[0]]]


def _holding_on(stage: Stage, bodies: Sequence[Posture]) -> list[Posture]:
    """Return the bodies with hands that stay on what they hold, on the way too."""
    frames = list(stage.frames)
    return held([*frames, *bodies], stage.all_props(), of=len(frames))[len(frames) :]


def _times(stage: Stage, steps: int) -> tuple[float, str]:
    """Return the seconds of a whole cycle, and when in it each body is reached, where these are not all alike."""
    legs, rhythm = len(stage.cycle), stage.rhythm
    if rhythm == USUAL_RHYTHM:
        return _PACE * legs, ""
    usual = _PACE / (steps + 2)
    spans: list[float] = []
    for n in range(legs):
        is_start = stage.cycle[n] == 0
        pause, going = (rhythm.away, rhythm.there) if is_start else (rhythm.stay, rhythm.back)
        spans.append(min(pause, _LONGEST) or usual)
        spans += [min(going or _PACE - usual, _LONGEST) / (steps + 1)] * (steps + 1)
    whole, at, times = sum(spans), 0.0, ["0"]
    for span in spans[:-1]:
        at += span
        times.append(f"{at / whole:.2f}".lstrip("0"))
    return whole, ";".join([*times, "1"])


# --- drawing --------------------------------------------------------------------------------------------------


def _drawn(stage: Stage, around: _Around, drawn: Sequence[Sequence[Form]], steps: int, corners: int) -> str:
    """Return the picture of bodies one after another; empty where none of their shapes moves."""
    whole, times = _times(stage, steps)
    timing = f'dur="{f"{whole:.1f}".removesuffix(".0")}s"' + (f' keyTimes="{times}"' if times else "")
    telling = [shape.item for shape in drawn[_telling(stage, steps)]]
    items = [*telling, *around.standing]
    order, _ = ordered(items, stage.camera)
    inside, is_moving = around.ground, False
    for k in order:
        if around.box and k < len(telling) and not any(_is_seen(shapes[k], around.box) for shapes in drawn):
            continue
        if k >= len(telling):
            inside += svg.paths(items[k].shapes, unit=UNIT)
            continue
        first, values = drawn[0][k], _paths([shapes[k] for shapes in drawn], corners)
        animate = ""
        if len(values) > 1:
            is_moving = True
            animate = (
                f'<animate attributeName="d" {timing} repeatCount="indefinite" values="{";".join(values)}"/>'
            )
        ink = toned(first.ink, stage.skin)
        inside += svg.moving_path(ink, values[0], animate, first.width, UNIT, is_edged=first.is_edged)
    words = (around.title, around.desc)
    if not is_moving:
        return ""
    box = around.box or _box(around, drawn)
    return svg.picture(box, inside, "figure moving", *words, unit=UNIT, scale=stage.zoom)


def _is_seen(shape: Form, box: svg.Box) -> bool:
    """Return whether a shape reaches into a box."""
    left, top, wide, high = box
    reach = [
        *((x, y, r) for circles in shape.circles for x, y, r in circles),
        *((x, y, 0.0) for x, y in shape.spots),
    ]
    xs, ys = [(x - r, x + r) for x, _, r in reach], [(y - r, y + r) for _, y, r in reach]
    return (
        min(x for x, _ in xs) < left + wide
        and max(x for _, x in xs) > left
        and min(y for y, _ in ys) < top + high
        and max(y for _, y in ys) > top
    )


def _paths(shapes: Sequence[Form], corners: int) -> list[str]:
    """Return the paths of one shape at all times; only one where it does not move."""
    if not any(shape is not shapes[0] and _differ(shape, shapes[0]) for shape in shapes):
        return [shapes[0].path(corners)]
    known = {id(shape): shape.path(corners) for shape in {id(shape): shape for shape in shapes}.values()}
    values = [known[id(shape)] for shape in shapes]
    return values if len(set(values)) > 1 else values[:1]


def _telling(stage: Stage, steps: int) -> int:
    """Return the number of the body by which it is decided what covers what: the last but for the other side."""
    last = len(stage.cycle) - (3 if stage.has_other_side else 1)
    return last * (steps + 2)


def _differ(one: Form, other: Form) -> bool:
    return one.circles != other.circles or one.spots != other.spots


def _box(around: _Around, drawn: Sequence[Sequence[Form]]) -> svg.Box:
    """Return the box round all that is drawn, at any time."""
    spots = list(around.reach)
    for shapes in {id(shapes): shapes for shapes in drawn}.values():
        for shape in shapes:
            spots += shape.spots
            for circles in shape.circles:
                spots += [(x + by, y + by) for x, y, r in circles for by in (-r, r)]
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return svg.whole(min(xs), min(ys), max(xs), max(ys))
