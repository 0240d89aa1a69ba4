"""Elastic bands as they run in space: loops with a far and a near half, and strands to a sole, a hand or a post."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin

from cuecard.figures.body import balance
from cuecard.figures.body.points import Point, along, between, cross, distance, dot, minus, square, unit
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing.hull import polygon
from cuecard.figures.drawing.items import Item
from cuecard.figures.scene.camera import Camera, Spot
from cuecard.figures.scene.furniture import upright_at
from cuecard.figures.scene.props import Prop
from cuecard.figures.scene.solids import Box, Rod, Solid
from cuecard.figures.scene.stage import Stage, place_on

WIDTH = 3.0
_CUFF = 5.0
"""Centimetres: how wide a band is that is drawn tight round a limb."""
_POST = 3.0
"""Radius of a post."""
_EDGE_ON = 0.05
_End = tuple[Point, Point, float]
"""The middle of a limb, the way that it goes, and its radius."""
_PART = {
    "thigh": "thigh", "above knee": "thigh", "knee": "thigh", "below knee": "shin", "shin": "shin", "ankle": "shin",
    "foot": "foot", "heel": "foot", "toes": "foot", "hand": "hand", "wrist": "forearm", "elbow": "forearm",
    "shoulder": "upper arm",
}  # fmt: skip


class Bands:
    """Adds the bands of one frame to what is put into the picture."""

    def __init__(self, stage: Stage, n: int, items: list[Item], later: list[tuple[int, int]]) -> None:
        """Add to *items*, and to the pairs of them of which the second comes *later*."""
        self.stage, self.one, self.camera = stage, stage.frames[n], stage.camera
        self.first = stage.frames[0]
        """The body by whose place it is known how high a band is tied."""
        self._spots: dict[int, list[Spot]] = {}
        self._ink = "band"
        self.is_moving = False
        """Whether always the same lines are wanted, whatever the body does."""
        self.items, self.later = items, later
        self.number: Mapping[tuple[str, str], int] = {
            (item.limb, item.name): k for k, item in enumerate(items) if item.limb
        }

    def add(self, prop: Prop, solids: list[Solid]) -> None:
        """Draw one band, strap or towel."""
        self._ink = "band" if prop.kind == "band" else "strap"
        if prop.way == "loop":
            self._loop([place_on(self.one, part) for part in prop.at], [self._of(part) for part in prop.at])
        elif prop.way == "to":
            self._strands(prop)
        else:
            for part in prop.at:
                self._to_fixed(part, self._fixed(prop, part, solids))

    def lines(self, prop: Prop, solids: list[Solid]) -> list[tuple[Item, str, list[Spot], float]]:
        """Return what one band consists of: for each item its ink, its places in the picture and its width."""
        start = len(self.items)
        self.add(prop, solids)
        return [
            (self.items[n], self.items[n].shapes[0][0], self._spots[n], self.items[n].shapes[0][2])
            for n in range(start, len(self.items))
        ]

    def _of(self, part: str) -> int:
        """Return the number of the part of the body that a place is on."""
        side, _, place = part.partition(" ")
        if not place:
            return self.number["trunk", "trunk"]
        name = _PART[place]
        return self.number[f"{side} {'arm' if name in {'hand', 'forearm', 'upper arm'} else 'leg'}", name]

    def _put(self, ink: str, spots: list[Spot], ends: tuple[Point, Point], width: float = WIDTH) -> int:
        self._spots[len(self.items)] = spots
        self.items.append(Item("band", "", ((ink, polygon(spots, is_closed=False), width),), ends, 1.5))
        return len(self.items) - 1

    def _loop(self, ends: list[_End], around: list[int]) -> None:
        """Round one limb or two: the far half behind them, the near half before them."""
        far, near = halves(ends, self.camera)
        first, last = ends[0][0], ends[-1][0]
        if far or self.is_moving:
            n = self._put(f"{self._ink}-far", far or near, _shifted(first, last, self.camera, -6.0))
            self.later += [(n, k) for k in around]
        n = self._put(self._ink, near, _shifted(first, last, self.camera, 6.0))
        self.later += [(k, n) for k in around]

    def _fixed(self, prop: Prop, part: str, solids: list[Solid]) -> Point:
        """Return where a band is tied: at the height of its place in the first frame."""
        start, _, _ = place_on(self.first, part)
        if prop.way == "floor":
            return (start[0], 2.0, start[2])
        solid = next((one for one in solids if one.name == prop.way), None)
        if isinstance(solid, Rod):
            return (solid.start[0], start[1], solid.start[2])
        if isinstance(solid, Box):
            x = solid.low[0] if solid.low[0] > start[0] else solid.high[0]
            return (x, start[1], start[2])
        x, z = upright_at(self.stage, Prop("post", way="in front"))
        return (x, start[1], z)

    def _to_fixed(self, part: str, fixed: Point) -> None:
        """Draw a cuff round the limb, or the fist that holds it, a strand to where it is tied, and a ring there."""
        end, k = place_on(self.one, part), self._of(part)
        way = unit(minus(fixed, end[0]))
        posts = [n for n, item in enumerate(self.items) if item.name in {"post", "wall"}]
        start, tied = end[0], along(fixed, way, -_POST)
        if not part.endswith("hand"):
            start = along(end[0], square(way, end[1], way), end[2])
            self._ring(end, k, _CUFF)
        n = self._put(self._ink, [self.camera.spot(start), self.camera.spot(tied)], (start, tied))
        # A strand that begins on the side of a limb which is turned away is behind it.
        self.later.append((n, k) if dot(way, self.camera.near) < -_EDGE_ON or start == end[0] else (k, n))
        if posts:
            self._ring((fixed, (0.0, 1.0, 0.0), _POST + 0.6), posts[0], WIDTH)

    def _ring(self, end: _End, around: int, width: float) -> None:
        """Round one limb or one post: the far half behind it, the near half before it."""
        for spots, ink, shift in zip(halves([end], self.camera), ("-far", ""), (-4.0, 4.0), strict=True):
            if not spots or (self.is_moving and shift < 0):
                continue
            ends = _shifted(end[0], end[0], self.camera, shift)
            n = self._put(f"{self._ink}{ink}", spots, ends, width)
            self.later.append((n, around) if shift < 0 else (around, n))

    def _strands(self, prop: Prop) -> None:
        """From each of the first places to each of the others; round the sole of a foot in two strands."""
        first = prop.at[0].partition(" ")[2]
        starts = [part for part in dict.fromkeys(prop.at) if part.partition(" ")[2] == first]
        others = [part for part in prop.at if part not in starts]
        if not others:
            a, b = (place_on(self.one, part)[0] for part in starts)
            n = self._put(self._ink, [self.camera.spot(a), self.camera.spot(b)], (a, b))
            self.later += [(n, self._of(part)) for part in starts]
            return
        if len(others) == len(starts) == 2 and all(part.endswith("foot") for part in others):
            self._round_both_soles(starts, others)
            return
        for other in others:
            if other.partition(" ")[2] in {"foot", "toes", "heel"}:
                self._round_sole(starts, other)
                continue
            end = place_on(self.one, other)
            for part in starts:
                start = place_on(self.one, part)[0]
                n = self._put(self._ink, [self.camera.spot(end[0]), self.camera.spot(start)], (end[0], start))
                self.later.append((n, self._of(part)))
            self._loop([end], [self._of(other)])

    def _round_both_soles(self, hands: list[str], feet: list[str]) -> None:
        """Draw a strand on each side, and the band across both soles between them."""
        edges = []
        for hand, foot in zip(hands, feet, strict=True):
            middle, ahead, _ = place_on(self.one, foot)
            side = foot.partition(" ")[0]
            sole = _sole_of(self.one, side)
            out = unit(minus(middle, self.one.body.points[f"{balance.other(side)} ball"]))
            out = square(out, ahead)
            edge, start = along(along(middle, out, 4.6), sole, 1.0), place_on(self.one, hand)[0]
            n = self._put(self._ink, [self.camera.spot(start), self.camera.spot(edge)], (start, edge))
            is_near = self.camera.depth(edge) > self.camera.depth(middle)
            self.later += [(n, self._of(hand)), (self._of(foot), n) if is_near else (n, self._of(foot))]
            edges.append((edge, along(edge, sole, 2.6), sole))
        (a, low_a, sole), (b, low_b, _) = edges
        n = self._put(self._ink, [self.camera.spot(p) for p in (a, low_a, low_b, b)], (a, b))
        is_seen = dot(sole, self.camera.near) > -0.3
        self.later += [(self._of(foot), n) if is_seen else (n, self._of(foot)) for foot in feet]

    def _round_sole(self, starts: list[str], foot: str) -> None:
        camera, (middle, ahead, _) = self.camera, place_on(self.one, foot)
        sole = _sole_of(self.one, foot.partition(" ")[0])
        across = unit(cross(ahead, sole))
        edges = [along(along(middle, across, 4.6 * sign), sole, 1.0) for sign in (-1.0, 1.0)]
        low = [along(edge, sole, 2.6) for edge in edges]
        hands = [place_on(self.one, part)[0] for part in starts]
        if len(hands) == 2 and _crossed(hands, edges):
            hands.reverse()
            starts = starts[::-1]
        k = self._of(foot)
        for n, edge in enumerate(edges):
            hand = hands[min(n, len(hands) - 1)]
            number = self._put(self._ink, [camera.spot(edge), camera.spot(hand)], (edge, hand))
            self.later.append((number, self._of(starts[min(n, len(starts) - 1)])))
            is_near = camera.depth(edge) > camera.depth(middle)
            self.later.append((k, number) if is_near else (number, k))
        spots = [camera.spot(p) for p in (edges[0], low[0], low[1], edges[1])]
        number = self._put(self._ink, spots, (edges[0], edges[1]))
        self.later.append((k, number) if dot(sole, camera.near) > -0.3 else (number, k))


def _crossed(hands: list[Point], edges: list[Point]) -> bool:
    straight = distance(hands[0], edges[0]) + distance(hands[1], edges[1])
    return straight > distance(hands[0], edges[1]) + distance(hands[1], edges[0])


def _sole_of(one: Posture, side: str) -> Point:
    points = one.body.points
    return unit(minus(between(points[f"{side} heel"], points[f"{side} ball"], 0.3), points[f"{side} ankle"]))


def _shifted(a: Point, b: Point, camera: Camera, by: float) -> tuple[Point, Point]:
    return along(a, camera.near, by), along(b, camera.near, by)


def halves(ends: list[_End], camera: Camera) -> tuple[list[Spot], list[Spot]]:
    """Return the far and the near half of a loop round one or two limbs."""
    ring: list[tuple[Point, Point]] = []
    """Places of the loop, each with the way out of it."""
    if len(ends) == 1:
        middle, axis, r = ends[0]
        first = unit(cross(axis, camera.near), camera.across)
        second = unit(cross(first, axis))
        for k in range(20):
            way = _mixed(first, second, 2 * pi * k / 20)
            ring.append((along(middle, way, r), way))
    else:
        (a, way_a, radius_a), (b, way_b, radius_b) = ends
        span = unit(minus(b, a))
        axis = along(way_a, way_b, 1.0 if dot(way_a, way_b) > 0 else -1.0)
        axis = square(axis, span)
        second = cross(axis, span)
        if dot(second, camera.near) < 0:
            second = (-second[0], -second[1], -second[2])
        for middle, r, start in ((b, radius_b, -pi / 2), (a, radius_a, pi / 2)):
            for k in range(9):
                way = _mixed(span, second, start + pi * k / 8)
                ring.append((along(middle, way, r), way))
    return _split(ring, camera)


def _mixed(first: Point, second: Point, angle: float) -> Point:
    c, s = cos(angle), sin(angle)
    return (first[0] * c + second[0] * s, first[1] * c + second[1] * s, first[2] * c + second[2] * s)


def _split(ring: list[tuple[Point, Point]], camera: Camera) -> tuple[list[Spot], list[Spot]]:
    n = len(ring)
    near = [dot(way, camera.near) >= -0.02 for _, way in ring]
    spots = [camera.spot(place) for place, _ in ring]
    if all(near) or not any(near):
        return [], [*spots, spots[0]]
    start = next(k for k in range(n) if near[k] and not near[k - 1])
    turned = [(start + k) % n for k in range(n)]
    front = [k for k in turned if near[k]]
    back = [k for k in turned if not near[k]]
    return [spots[k] for k in (front[-1], *back, front[0])], [spots[k] for k in front]
