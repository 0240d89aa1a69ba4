"""The side that a figure is seen from: a viewer far away, so that a limb is as long wherever it is."""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from math import atan2, cos, degrees, hypot, radians, sin

from cuecard.figures.body.points import Point, minus
from cuecard.figures.body.skeleton import Skeleton

Spot = tuple[float, float]
"""A place in the picture: to the right, and down."""
Circle = tuple[float, float, float]
"""A spot, and a radius."""

VIEWS: Mapping[str, tuple[float, float]] = types.MappingProxyType(
    {
        "side": (12.0, 4.0),
        "other side": (168.0, 4.0),
        "front": (86.0, 5.0),
        "back": (-86.0, 5.0),
        "three-quarter": (46.0, 12.0),
        "other three-quarter": (134.0, 12.0),
        "three-quarter back": (-40.0, 12.0),
        "feet": (0.0, 36.0),
        "head": (0.0, 24.0),
        "above": (8.0, 66.0),
    }
)
"""Degrees round the figure from its right side towards its front, and degrees above the floor. From the feet and from
the head the first number counts from the line of a body that lies, or from the front of one that does not."""
LEVEL_VIEWS = ("side", "other side")
"""Views in which one side of the body is nearer to the viewer, which front matter calls near and far."""


class Camera:
    """Where the viewer stands."""

    __slots__ = ("across", "azimuth", "down", "elevation", "near")

    def __init__(self, azimuth: float, elevation: float) -> None:
        """Look from *azimuth* and *elevation*, in degrees as in `VIEWS`."""
        ca, sa = cos(radians(azimuth)), sin(radians(azimuth))
        ce, se = cos(radians(elevation)), sin(radians(elevation))
        self.azimuth, self.elevation = azimuth, elevation
        self.across: Point = (ca, 0.0, -sa)
        """The way in space that leads to the right in the picture."""
        self.down: Point = (sa * se, -ce, ca * se)
        """The way in space that leads down in the picture."""
        self.near: Point = (sa * ce, se, ca * ce)
        """The way to the viewer."""

    def spot(self, p: Point) -> Spot:
        """Return where *p* is in the picture."""
        a, d = self.across, self.down
        return (p[0] * a[0] + p[2] * a[2], p[0] * d[0] + p[1] * d[1] + p[2] * d[2])

    def depth(self, p: Point) -> float:
        """Return how near *p* is to the viewer: more is nearer."""
        n = self.near
        return p[0] * n[0] + p[1] * n[1] + p[2] * n[2]

    def circles(self, spheres: Sequence[tuple[Point, float]]) -> list[Circle]:
        """Spheres as the viewer sees them."""
        (ax, _, az), (dx, dy, dz) = self.across, self.down
        return [(x * ax + z * az, x * dx + y * dy + z * dz, r) for (x, y, z), r in spheres]


def camera_for(view: str | tuple[float, float], bodies: Sequence[Skeleton]) -> Camera:
    """Return the camera of a view by its name, or of degrees round and above; the viewer looks down at bodies that
    lie.
    """
    if not isinstance(view, str):
        return Camera(*view)
    azimuth, elevation = VIEWS[view]
    if view in {"feet", "head"}:
        return Camera(_end_on(bodies, to_feet=view == "feet"), elevation)
    if view in {"front", "back"} and are_lying(bodies):
        return Camera(azimuth * 0.93, 17.0)
    if view not in LEVEL_VIEWS and elevation < _STEEP and are_lying(bodies):
        elevation = _ABOVE_LYING
    return Camera(azimuth, elevation)


_STEEP, _ABOVE_LYING = 20.0, 34.0


def are_lying(bodies: Sequence[Skeleton]) -> bool:
    """Return whether one of the bodies has its trunk near the floor and far from upright."""
    return any(abs(body.up[1]) < 0.75 and body.points["hips"][1] < 62.0 for body in bodies)


def _end_on(bodies: Sequence[Skeleton], *, to_feet: bool) -> float:
    """Return the azimuth from which the feet, or the head, of a lying body are the nearest; the front of an upright
    one.
    """
    body = bodies[-1]
    x, _, z = minus(body.points["hips"], body.points["head"])
    if hypot(x, z) < _UPRIGHT:
        return 82.0 if to_feet else -98.0
    azimuth = degrees(atan2(x, z))
    return azimuth - 14.0 if to_feet else azimuth + 180.0 - 14.0


_UPRIGHT = 30.0
"""Centimetres along the floor between the head and the hips of a body that does not lie."""
