"""Bodies of all frames in one space, with what holds for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import Point, between, minus, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.rhythm import USUAL_RHYTHM, Rhythm
from cuecard.figures.scene.camera import Camera
from cuecard.figures.scene.props import BANDS, Prop


class Stage(Struct, frozen=True):
    """The frames of one movement."""

    frames: tuple[Posture, ...]
    props: tuple[Prop, ...]
    """In every frame."""
    own: tuple[tuple[Prop, ...], ...]
    """Those of each frame alone."""
    camera: Camera
    works: frozenset[str] = field(default_factory=frozenset)
    """The limbs that do the exercise."""
    by_frame: tuple[frozenset[str], ...] = ()
    """Those that do what each frame shows."""
    holds: tuple[int, ...] = ()
    """For how many seconds each frame is held; -1 where that is not said."""
    girth: float = 1.0
    """How thick bodies are, times the usual."""
    skin: str = "medium"
    zoom: float = 1.0
    """How much larger than usual its pictures are, whose signs are not."""
    rhythm: Rhythm = USUAL_RHYTHM
    has_other_side: bool = False
    """Whether the last frame is that before it with left and right exchanged, which follows on the first one."""

    def works_in(self, n: int) -> frozenset[str]:
        """Return the limbs that do what frame *n* shows."""
        return self.by_frame[n] if self.by_frame else self.works

    def origin(self, n: int) -> int:
        """Return the number of the frame that frame *n* grows out of."""
        return 0 if self.has_other_side and n == len(self.frames) - 1 else n - 1

    def before(self, n: int) -> Posture:
        """Return the body of that frame."""
        return self.frames[self.origin(n)]

    @property
    def cycle(self) -> tuple[int, ...]:
        """Return the numbers of the frames in the order of doing, without the return to the first."""
        count = len(self.frames)
        return (*range(count - 1), 0, count - 1) if self.has_other_side else tuple(range(count))

    def props_of(self, n: int) -> tuple[Prop, ...]:
        """Return all things of frame *n*."""
        return (*self.props, *self.own[n])

    def all_props(self) -> tuple[Prop, ...]:
        """Return all things of all frames, each once."""
        return tuple(dict.fromkeys((*self.props, *(prop for own in self.own for prop in own))))

    def points(self) -> Iterator[Point]:
        """Yield all points of all bodies."""
        for one in self.frames:
            yield from one.body.points.values()


# Where a place is on a limb: from which point to which, how far along, and how thick the limb is there.
_ON_LIMB = {
    "thigh": ("hip", "knee", 0.5, 8.1),
    "above knee": ("hip", "knee", 0.74, 7.2),
    "knee": ("hip", "knee", 0.8, 7.0),
    "below knee": ("knee", "ankle", 0.22, 6.4),
    "shin": ("knee", "ankle", 0.5, 5.4),
    "ankle": ("knee", "ankle", 0.86, 4.8),
    "foot": ("heel", "ball", 0.7, 4.8),
    "heel": ("heel", "ball", 0.1, 4.6),
    "toes": ("ball", "toe", 0.3, 4.0),
    "wrist": ("elbow", "wrist", 0.94, 3.7),
    "hand": ("wrist", "hand", 0.75, 3.6),
    "elbow": ("elbow", "wrist", 0.02, 4.4),
    "shoulder": ("shoulder", "elbow", 0.1, 6.4),
}
_MIDDLES = {"hips": 0.0, "belly": 0.35, "chest": 0.75, "shoulders": 1.0}


def place_on(one: Posture, place: str) -> tuple[Point, Point, float]:
    """Return the middle of a place on the body such as "left above knee", the way that the limb goes there, and its
    radius.
    """
    points, body = one.body.points, one.body
    if place in _MIDDLES:
        return between(points["hips"], points["shoulders"], _MIDDLES[place]), body.up, 12.0
    if place == "head":
        return points["head"], unit(minus(points["head"], points["shoulders"])), 10.0
    side, _, name = place.partition(" ")
    a, b, share, radius = _ON_LIMB[name]
    start, end = points[f"{side} {a}"], points[f"{side} {b}"]
    return between(start, end, share), unit(minus(end, start)), radius


def gripping(props: tuple[Prop, ...], frames: Iterable[Posture] = ()) -> frozenset[str]:
    """Return the sides of hands that hold one of *props*, or a bar in one of *frames*."""
    sides = {
        part.partition(" ")[0]
        for one in frames
        for part, what in one.pose.upon.items()
        if part.endswith("hand") and what in {"bar", "bars"}
    }
    for prop in props:
        is_held = prop.kind in {*BANDS, "dumbbell", "kettlebell", "stick"} or (
            prop.kind in {"post", "chair"} and prop.way == "at"
        )
        if is_held:
            sides |= {part.partition(" ")[0] for part in prop.at if part.endswith("hand")}
    return frozenset(sides & set(SIDES))
