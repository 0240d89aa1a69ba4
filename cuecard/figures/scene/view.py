"""The view in which a movement is seen best: its way is long there, and nothing hides what works."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from math import hypot

from cuecard.figures.body.joints import SIDES
from cuecard.figures.body.points import Point, distance, minus, scaled
from cuecard.figures.body.posture import Posture
from cuecard.figures.scene.camera import Camera, are_lying, camera_for
from cuecard.figures.scene.motion import limb_at
from cuecard.figures.scene.movers import TURNS, movers, track
from cuecard.figures.scene.props import BANDS, Prop
from cuecard.figures.scene.stage import place_on

_CHOICE = ("side", "three-quarter", "front", "other three-quarter")
_FAMILIES = {
    "front": ("front", "three-quarter", "other three-quarter"),
    "": _CHOICE,
    "side": ("side", "three-quarter"),
}
_PRIOR = {"side": 0.07, "three-quarter": 0.02, "front": 0.03}
_FACING, _FACING_LYING = (84.0, 24.0), (88.0, 60.0)
_SEGMENTS = (
    ("hips", "shoulders"),
    ("shoulders", "head"),
    *(
        (f"{side} {a}", f"{side} {b}")
        for side in SIDES
        for a, b in (
            ("hip", "knee"),
            ("knee", "ankle"),
            ("heel", "toe"),
            ("shoulder", "elbow"),
            ("elbow", "hand"),
        )
    ),
)
_LIMBS = tuple(limb_at(end) for _, end in _SEGMENTS)


def best_view(
    frames: Sequence[Posture], works: Collection[str], spans: Sequence[Point] = (), hint: str = ""
) -> str | tuple[float, float]:
    """Return the best view, of those that go with *hint*; *spans* are ways that must be seen too."""
    if hint not in _FAMILIES:
        return hint
    ways = [way for a, b in pairwise(frames) for way in _ways(a, b)]
    bodies = [one.body for one in frames]
    if not ways and not spans:
        return hint or "side"
    scores = {}
    moving = {name for a, b in pairwise(frames) for name in movers(a, b)}
    if moving & set(TURNS.values()):  # about the length of the body: seen on the face, from above
        return _FACING_LYING if are_lying(bodies) else _FACING
    if hint == "side" and are_lying(bodies) and any(_fall_out(a, b) for a, b in pairwise(frames)):
        return "three-quarter"
    choice = _FAMILIES[hint]
    if all(name.endswith("hand") for name in moving):  # what arms do alone is often to both sides
        choice = (*choice, "front")
    for view in choice:
        camera = camera_for(view, bodies)
        scores[view] = _score(camera, frames[-1], works, (*ways, *spans)) + _PRIOR.get(view, 0.0)
    return max(scores, key=lambda view: scores[view])


def _fall_out(a: Posture, b: Posture) -> bool:
    """Return whether a knee falls out to its side."""
    return any(abs(a.angles[f"{side} knee out"] - b.angles[f"{side} knee out"]) > _FALLS for side in SIDES)


_FALLS = 20.0


def spans(last: Posture, things: Sequence[Prop]) -> list[Point]:
    """Ways that must be seen too: between the limbs that a loop is round, and those in which parts press."""
    made = []
    for prop in things:
        if prop.kind in BANDS and prop.way == "loop":
            a, b = (place_on(last, part)[0] for part in prop.at)
            made.append(scaled(minus(a, b), 1.6))
        elif prop.kind == "push" and prop.way in {"in", "out"}:
            made.append(scaled(last.body.right, 30.0 * len(prop.at)))
    return made


def _ways(a: Posture, b: Posture) -> list[Point]:
    return [
        scaled(a.body.forward, 20.0) if name == "spine" else minus((way := track(a, b, name))[-1], way[0])
        for name in movers(a, b)
    ]


def seen_share(camera: Camera, ways: Sequence[Point]) -> float:
    """Return how much of the length of *ways* the viewer sees."""
    whole = sum(hypot(*way) for way in ways)
    return sum(hypot(*camera.spot(way)) for way in ways) / whole if whole else 0.8


def _score(camera: Camera, last: Posture, works: Collection[str], ways: Sequence[Point]) -> float:
    points = last.body.points
    spots = [(camera.spot(points[a]), camera.spot(points[b])) for a, b in _SEGMENTS]
    long = flat = hidden = 0.0
    least, count = 1.0, 0
    for n, (a, b) in enumerate(_SEGMENTS):
        if _LIMBS[n] not in works:
            continue
        (ax, ay), (bx, by) = spots[n]
        whole, seen = distance(points[a], points[b]), hypot(bx - ax, by - ay)
        long, flat, count = long + whole, flat + seen, count + 1
        if b.endswith(("knee", "ankle", "shoulders")):
            least = min(least, seen / whole)
        mx, my = (ax + bx) / 2, (ay + by) / 2
        for k, ((cx, cy), (dx, dy)) in enumerate(spots):
            if _LIMBS[k] != _LIMBS[n]:
                # How near the middle of another segment comes: cheap, and enough to tell views apart.
                gap = hypot(mx - (cx + dx) / 2, my - (cy + dy) / 2)
                if gap < 12:
                    hidden += (12 - gap) / 12
    shape = flat / long if long else 1.0
    clear = 1 - min(hidden / (count or 1) / 1.6, 1.0)
    return 0.45 * seen_share(camera, ways) + 0.15 * shape + 0.3 * min(least / 0.7, 1.0) + 0.2 * clear
