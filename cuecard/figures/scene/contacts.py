"""Hands that stay on what stands, and bodies that move over what lies: the body follows the thing, not the thing it."""

from __future__ import annotations

import types
from collections.abc import Sequence
from math import hypot, sqrt

from msgspec.structs import replace

from cuecard.figures.body.points import Point, along, distance, minus, square, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.body.skeleton import FOREARM, HAND, UPPER_ARM
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.stage import place_on

_HOLDS = ("wall", "post", "chair", "table", "bar", "bars")
_REACH = UPPER_ARM + FOREARM + HAND


def held(
    frames: Sequence[Posture], props: Sequence[Prop], own: Sequence[Sequence[Prop]] = (), of: int = 0
) -> list[Posture]:
    """Return the bodies with each hand that is at something which stands in one place in all frames, where it can reach
    it.

    That is where the hand is in the frame in which it reaches farthest, of the first *of* frames, or of all.
    """
    made = list(frames)
    things = dict.fromkeys((*props, *(prop for some in own for prop in some)))
    for prop in things:
        if prop.kind not in _HOLDS or prop.way != "at":
            continue
        for part in prop.at:
            side = part.partition(" ")[0]
            reach = [_out(one, side) for one in made[: of or len(made)]]
            place = made[max(range(len(reach)), key=reach.__getitem__)].body.points[f"{side} hand"]
            is_flat = prop.kind == "wall"
            made = [_with_hand_at(one, side, place, is_flat=is_flat) for one in made]
    return made


def _out(one: Posture, side: str) -> float:
    """Return how far a hand is from the trunk, along the floor."""
    hand, shoulder = one.body.points[f"{side} hand"], one.body.points[f"{side} shoulder"]
    return hypot(hand[0] - shoulder[0], hand[2] - shoulder[2])


def _with_hand_at(one: Posture, side: str, place: Point, *, is_flat: bool) -> Posture:
    """Return the same body with a hand there; against a wall it lies flat, its fingers up."""
    points = one.body.points
    shoulder = points[f"{side} shoulder"]
    if distance(shoulder, place) > _REACH + 3.0:
        return one
    bend = minus(points[f"{side} elbow"], shoulder)
    if is_flat:
        low = along(place, (0.0, 1.0, 0.0), -HAND)
        elbow = two_bones(shoulder, low, (UPPER_ARM, FOREARM), bend)
        wrist = along(elbow, unit(minus(low, elbow)), FOREARM)
        hand = along(wrist, (0.0, 1.0, 0.0), HAND)
    else:
        elbow = two_bones(shoulder, place, (UPPER_ARM, FOREARM + HAND), bend)
        way = unit(minus(place, elbow))
        wrist, hand = along(elbow, way, FOREARM), along(elbow, way, FOREARM + HAND)
    moved = {f"{side} elbow": elbow, f"{side} wrist": wrist, f"{side} hand": hand}
    return replace(one, body=replace(one.body, points=types.MappingProxyType({**points, **moved})))


def two_bones(root: Point, end: Point, lengths: tuple[float, float], bend: Point) -> Point:
    """Return the joint between two bones from *root* towards *end*, on the side that *bend* points to."""
    a, b = lengths
    line = minus(end, root)
    far = min(max(hypot(*line), abs(a - b) + 0.5), a + b - 0.01)
    way = unit(line)
    share = (a * a + far * far - b * b) / (2 * far)
    aside = square(bend, way)
    return along(along(root, way, share), aside, sqrt(max(a * a - share * share, 0.0)))


def rolled(frames: Sequence[Posture], props: Sequence[Prop], own: Sequence[Sequence[Prop]]) -> list[Posture]:
    """Return the bodies, moved so that a roller which is under another part in each frame stays where it is."""
    places = [
        next(
            (
                place_on(one, prop.at[0])[0]
                for prop in (*props, *some)
                if prop.kind == "roller" and prop.way == "under"
            ),
            None,
        )
        for one, some in zip(frames, own, strict=True)
    ]
    first = places[0]
    if first is None or len(frames) == 1:
        return list(frames)
    made = []
    for one, place in zip(frames, places, strict=True):
        by = (first[0] - place[0], 0.0, first[2] - place[2]) if place else (0.0, 0.0, 0.0)
        made.append(replace(one, body=one.body.moved(by)))
    return made
