"""From a body in its place to shapes on paper: what the viewer sees of it, from the side or from the front.

A figure is drawn as seen from far away, so that a limb is as long wherever it is. From the side the viewer stands
a little ahead of it, so that the far arm and leg do not hide behind the near ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sin

from cuecard.figures.skeleton import TORSO, Point, Skeleton

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
        turn, tilt = radians(_TURN[self.view]), radians(self.above)
        x, y, z = point
        across, near = x * cos(turn) - z * sin(turn), x * sin(turn) + z * cos(turn)
        return (across, -(y * cos(tilt) - near * sin(tilt)))


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of a figure: lines through spots, in a manner of drawing."""

    kind: str
    """How it is drawn: far-arm, far-leg, torso, head, near-leg, near-arm."""
    lines: tuple[tuple[Spot, ...], ...]
    is_closed: bool = False


def body(skeleton: Skeleton, camera: Camera) -> list[Shape]:
    """The shapes of a figure, the farthest first; always the same ones, so that one frame can turn into another."""
    near, far = "right", "left"
    if camera.view == "front":
        return [
            Shape("torso", (_torso(skeleton, camera),), is_closed=True),
            Shape("head", (_through(skeleton, camera, ["head"]),)),
            Shape("near-leg", _leg(skeleton, camera, "right"), is_closed=True),
            Shape("near-leg", _leg(skeleton, camera, "left"), is_closed=True),
            Shape("near-arm", (_arm(skeleton, camera, "right"),)),
            Shape("near-arm", (_arm(skeleton, camera, "left"),)),
        ]
    return [
        Shape("far-arm", (_arm(skeleton, camera, far),)),
        Shape("far-leg", _leg(skeleton, camera, far), is_closed=True),
        Shape("torso", (_torso(skeleton, camera),), is_closed=True),
        Shape("head", (_through(skeleton, camera, ["head"]),)),
        Shape("near-leg", _leg(skeleton, camera, near), is_closed=True),
        Shape("near-arm", (_arm(skeleton, camera, near),)),
    ]


def _through(skeleton: Skeleton, camera: Camera, names: Iterable[str]) -> tuple[Spot, ...]:
    return tuple(camera.seen(skeleton.points[name]) for name in names)


def _arm(skeleton: Skeleton, camera: Camera, side: str) -> tuple[Spot, ...]:
    return _through(skeleton, camera, [f"{side} {point}" for point in ("shoulder", "elbow", "wrist", "hand")])


_TORSO_ROUND = 3.0
"""Half of the stroke that rounds the trunk's corners."""


def _torso(skeleton: Skeleton, camera: Camera) -> tuple[Spot, ...]:
    """The outline of the trunk: each cross-section as wide as the viewer sees it."""
    low, high = camera.seen(skeleton.level(TORSO[0])), camera.seen(skeleton.level(TORSO[-1]))
    across = _across(low, high, camera.seen(skeleton.right))
    sides: tuple[list[Spot], list[Spot]] = ([], [])
    for level in TORSO:
        middle = camera.seen(skeleton.level(level))
        deep, wide = (
            _along(camera.seen(way), across) * size
            for way, size in ((skeleton.forward, level.depth), (skeleton.right, level.width))
        )
        half = max(hypot(deep, wide) - _TORSO_ROUND, 0.5)
        sides[0].append(_beside(middle, across, half))
        sides[1].append(_beside(middle, across, -half))
    return (*sides[0], *reversed(sides[1]))


_HIP, _KNEE, _CALF = 4.6, 1.6, 1.9
"""Half the widths of a leg, less half of the stroke that rounds it."""


def _leg(skeleton: Skeleton, camera: Camera, side: str) -> tuple[tuple[Spot, ...], ...]:
    hip, knee, ankle, heel, ball, toe = _through(
        skeleton, camera, [f"{side} {point}" for point in ("hip", "knee", "ankle", "heel", "ball", "toe")]
    )
    thigh, shin = _across(hip, knee), _across(knee, ankle)
    calf = (knee[0] * 0.7 + ankle[0] * 0.3, knee[1] * 0.7 + ankle[1] * 0.3)
    return (
        (
            _beside(hip, thigh, _HIP),
            _beside(knee, thigh, _KNEE),
            _beside(knee, thigh, -_KNEE),
            _beside(hip, thigh, -_HIP),
        ),
        (
            _beside(knee, shin, _KNEE),
            _beside(calf, shin, _CALF),
            ankle,
            _beside(calf, shin, -_CALF),
            _beside(knee, shin, -_KNEE),
        ),
        (ankle, heel, ball, toe),
    )


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


def path(shape: Shape, digits: int = 1) -> str:
    """The shape as the `d` of an SVG path."""
    made = []
    for line in shape.lines:
        made.append("M" + "L".join(_spot(spot, digits) for spot in line) + ("z" if shape.is_closed else ""))
    return "".join(made)


def _spot(spot: Spot, digits: int) -> str:
    return f"{number(spot[0], digits)} {number(spot[1], digits)}"


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
