"""From a body in its place to shapes on paper: what the viewer sees of it, from the side or from the front.

A figure is drawn as seen from far away, so that a limb is as long wherever it is. From the side the viewer stands
a little ahead of it, so that the far arm and leg do not hide behind the near ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, hypot, radians, sin

from cuecard.figures.body.skeleton import Level, Point, Skeleton
from cuecard.values import dataclass

Spot = tuple[float, float]
"""A place in the picture: to the right, and down."""

_TURN = {"side": 11.0, "front": 90.0}
"""Degrees by which the viewer has walked round from the figure's right side towards its front."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the viewer stands."""

    view: str = "side"
    above: float = 0.0
    """Degrees from which the viewer looks down."""

    def seen(self, point: Point) -> Spot:
        """Where *point* is in the picture."""
        across, near = self._across(point), self.nearness(point)
        tilt = radians(self.above)
        return (across, -(point[1] * cos(tilt) - near * sin(tilt)))

    def nearness(self, point: Point) -> float:
        """How far ahead of the middle *point* is, towards the viewer, along the floor."""
        turn = radians(_TURN[self.view])
        return point[0] * sin(turn) + point[2] * cos(turn)

    def sideways(self, by: float) -> Point:
        """The way in space that leads *by* to the right in the picture."""
        turn = radians(_TURN[self.view])
        return (by * cos(turn), 0.0, -by * sin(turn))

    def _across(self, point: Point) -> float:
        turn = radians(_TURN[self.view])
        return point[0] * cos(turn) - point[2] * sin(turn)


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of a figure: lines through spots, in a manner of drawing."""

    kind: str
    """How it is drawn: far-arm, far-leg, torso, head, near-leg, near-arm, or a thing's name."""
    lines: tuple[tuple[Spot, ...], ...]
    is_closed: bool = False
    is_round: bool = False
    """Whether the spots pull a closed curve towards them, rather than being its corners."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is drawn of a body: the same for all frames of a figure."""

    front: str = "left"
    """The side that covers the other one where they cross, seen from the front."""
    has_hands: bool = True
    """Whether hands lie at an angle to the forearms."""
    has_thigh_gap: bool = True
    """Whether a near thigh is set off from what it covers."""


_AS_USUAL = Look()


def body(skeleton: Skeleton, camera: Camera, look: Look = _AS_USUAL) -> list[Shape]:
    """The shapes of a figure, the farthest first; always the same ones, so that one frame can turn into another."""

    def leg(side: str) -> list[Shape]:
        made = [Shape("near-leg", (_leg(skeleton, camera, side),), is_closed=True)]
        return [Shape("leg-gap", (_thigh(skeleton, camera, side),)), *made] if look.has_thigh_gap else made

    def arm(side: str) -> list[Shape]:
        line = _arm(skeleton, camera, side, look)
        return [Shape("arm-gap", (line,)), Shape("near-arm", (line,))]

    middle = [
        Shape("torso", (_torso(skeleton, camera),), is_closed=True, is_round=True),
        Shape("head", ((camera.seen(skeleton.points["head"]),),)),
    ]
    if camera.view == "front":
        back = "left" if look.front == "right" else "right"
        return [*middle, *leg(back), *leg(look.front), *arm(back), *arm(look.front)]
    return [
        Shape("far-arm", (_arm(skeleton, camera, "left", look),)),
        Shape("far-leg", (_leg(skeleton, camera, "left"),), is_closed=True),
        *middle,
        *leg("right"),
        *arm("right"),
    ]


def _through(skeleton: Skeleton, camera: Camera, names: Iterable[str]) -> tuple[Spot, ...]:
    return tuple(camera.seen(skeleton.points[name]) for name in names)


def _arm(skeleton: Skeleton, camera: Camera, side: str, look: Look) -> tuple[Spot, ...]:
    points = ("shoulder", "elbow", "wrist", "hand") if look.has_hands else ("shoulder", "elbow", "hand")
    return _through(skeleton, camera, [f"{side} {point}" for point in points])


_CONTOUR = (
    Level(-0.15, 7.6, 11.0),
    Level(0.03, 12.2, 17.6),
    Level(0.44, 7.8, 10.8),
    Level(0.86, 11.8, 17.8),
    Level(1.10, 5.6, 13.6),
)
"""The trunk's cross-sections as they pull its outline: it stays a little inside of them."""


def _torso(skeleton: Skeleton, camera: Camera) -> tuple[Spot, ...]:
    """What pulls the outline of the trunk: each cross-section as wide as the viewer sees it."""
    low, high = camera.seen(skeleton.level(_CONTOUR[0])), camera.seen(skeleton.level(_CONTOUR[-1]))
    across = _across(low, high, camera.seen(skeleton.right))
    sides: tuple[list[Spot], list[Spot]] = ([], [])
    for level in _CONTOUR:
        middle = camera.seen(skeleton.level(level))
        deep, wide = (
            _along(camera.seen(way), across) * size
            for way, size in ((skeleton.forward, level.depth), (skeleton.right, level.width))
        )
        half = max(hypot(deep, wide) - 2.0, 0.5)
        sides[0].append(_beside(middle, across, half))
        sides[1].append(_beside(middle, across, -half))
    return (*sides[0], *reversed(sides[1]))


_HIP, _HIP_AHEAD, _KNEE, _CALF = 4.8, 3.4, 1.7, 2.0
"""Half the widths of a leg, less half of the stroke that rounds it; of the hip from the side and from the front."""


def _leg(skeleton: Skeleton, camera: Camera, side: str) -> tuple[Spot, ...]:
    """The outline of a leg, round its back, the foot and its front."""
    hip, knee, ankle, heel, ball, toe = _through(
        skeleton, camera, [f"{side} {point}" for point in ("hip", "knee", "ankle", "heel", "ball", "toe")]
    )
    heel, ball, toe = _turned_out(camera, side, ankle, (heel, ball, toe))
    thigh, shin = _across(hip, knee), _across(knee, ankle)
    both = (thigh[0] + shin[0], thigh[1] + shin[1])
    size = hypot(*both) or 1.0
    bend = (both[0] / size, both[1] / size)
    calf = (knee[0] * 0.68 + ankle[0] * 0.32, knee[1] * 0.68 + ankle[1] * 0.32)
    wide = _HIP_AHEAD if camera.view == "front" else _HIP
    back = (_beside(hip, thigh, wide), _beside(knee, bend, _KNEE), _beside(calf, shin, _CALF))
    front = (_beside(calf, shin, -_CALF), _beside(knee, bend, -_KNEE), _beside(hip, thigh, -wide))
    return (*back, ankle, heel, ball, toe, ankle, *front)


def _turned_out(camera: Camera, side: str, ankle: Spot, foot: Sequence[Spot]) -> list[Spot]:
    """A foot that points at the viewer, turned out a little, so that it can be told from a heel."""
    if camera.view != "front":
        return list(foot)
    seen = max(abs(spot[0] - ankle[0]) for spot in foot)
    way = 1.0 if side == "left" else -1.0
    by = max(1.0 - seen / 9.0, 0.0) * way
    return [(spot[0] + by * out, spot[1]) for spot, out in zip(foot, (-0.6, 2.2, 3.6), strict=True)]


def _thigh(skeleton: Skeleton, camera: Camera, side: str) -> tuple[Spot, ...]:
    """The line of a leg from the middle of its thigh, along which a gap sets it off from what it covers."""
    hip, knee, ankle = _through(skeleton, camera, [f"{side} {point}" for point in ("hip", "knee", "ankle")])
    return ((hip[0] * 0.42 + knee[0] * 0.58, hip[1] * 0.42 + knee[1] * 0.58), knee, ankle)


def _across(a: Spot, b: Spot, otherwise: Spot = (1.0, 0.0)) -> Spot:
    """The direction at right angles to the way from *a* to *b*, 1 long."""
    x, y = b[0] - a[0], b[1] - a[1]
    length = hypot(x, y)
    if length < 0.5:  # seen end on
        return otherwise
    return (-y / length, x / length)


def _along(a: Spot, b: Spot) -> float:
    return a[0] * b[0] + a[1] * b[1]


def _beside(a: Spot, way: Spot, by: float) -> Spot:
    return (a[0] + way[0] * by, a[1] + way[1] * by)


# --- as SVG -------------------------------------------------------------------------------------------------------


def path(shape: Shape, unit: float) -> str:
    """The shape as the `d` of an SVG path, in whole numbers of which *unit* make a centimetre.

    Always the same commands for the same number of spots: that lets one path turn into another.
    """
    made = []
    for line in shape.lines:
        if shape.is_round:
            made.append(_curve([(2 * round(x * unit / 2), 2 * round(y * unit / 2)) for x, y in line]))
        else:
            made.append(_corners([(round(x * unit), round(y * unit)) for x, y in line]))
        if shape.is_closed:
            made.append("z")
        elif len(line) == 1:
            made.append("h0")  # round ends make a disc of it
    return "".join(made)


def _corners(spots: Sequence[tuple[int, int]]) -> str:
    steps = [n for a, b in pairwise(spots) for n in _step(a, b)]
    return "M" + _told(spots[0]) + ("l" + _told(steps) if steps else "")


def _curve(spots: Sequence[tuple[int, int]]) -> str:
    """A closed curve that each spot pulls, from the middle of one side to the next.

    After the first pull SVG takes each one to mirror the one before it, which is where the next spot is: so only the
    middles are told. They are whole numbers since the spots are even ones.
    """
    pairs = zip(spots, (*spots[1:], spots[0]), strict=True)
    ends = [((a[0] + b[0]) // 2, (a[1] + b[1]) // 2) for a, b in pairs]
    first = (*_step(ends[-1], spots[0]), *_step(ends[-1], ends[0]))
    return f"M{_told(ends[-1])}q{_told(first)}t{_told([n for a, b in pairwise(ends) for n in _step(a, b)])}"


def _step(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    return (b[0] - a[0], b[1] - a[1])


def _told(numbers: Sequence[int]) -> str:
    """Whole numbers in as few characters as it takes: a minus sign parts them, too."""
    return "".join(f" {n}" if n >= 0 and i else str(n) for i, n in enumerate(numbers))


def number(value: float, digits: int = 1) -> str:
    """*value* in as few characters as it takes."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def bounds(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all spots."""
    spots = [spot for shape in shapes for line in shape.lines for spot in line]
    return (
        min(x for x, _ in spots),
        min(y for _, y in spots),
        max(x for x, _ in spots),
        max(y for _, y in spots),
    )
