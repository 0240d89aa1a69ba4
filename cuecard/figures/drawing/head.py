"""The head: a face and hair as two bodies of which the nearer one is drawn last, so that it is seen which way it looks.

Few features, and calm ones: an ear, a nose, two eyes and a mouth. They tell up from down and front from back; age, sex
and origin are left open.
"""

from __future__ import annotations

from math import cos, radians, sin

from msgspec import Struct

from cuecard.figures.body import points
from cuecard.figures.body.points import Point, along, cross, dot, minus, scaled, square
from cuecard.figures.body.posture import Posture
from cuecard.figures.drawing.flesh import Hull, Part, collar_of, spine_at
from cuecard.figures.drawing.hull import UNIT, hull
from cuecard.figures.scene.camera import Camera

_Spheres = tuple[tuple[float, float, float, float], ...]
# Spheres: how far ahead of, above and to the right of the middle of the head, and their radius.
_FACE: _Spheres = ((1.6, 1.7, 0.0, 7.7), (2.2, -2.6, 0.0, 7.0), (3.8, -7.4, 0.0, 4.2), (-1.5, 0.0, 0.0, 7.6))
_NOSE: _Spheres = ((8.2, 1.4, 0.0, 1.2), (10.3, -2.4, 0.0, 1.2), (8.0, -3.0, 0.0, 1.3))
_TIP: _Spheres = ((9.6, -1.4, 0.0, 0.7), (10.0, -2.8, 0.9, 0.8), (10.0, -2.8, -0.9, 0.8))
_HAIR: _Spheres = (
    (-2.4, 1.6, 0.0, 9.0),
    (0.2, 4.4, 0.0, 7.6),
    (3.6, 6.2, 0.0, 4.8),
    (-4.0, -3.2, 0.0, 6.2),
)
_JAW = 2
"""Which of the spheres of the face is the jaw."""
_EYES = ((8.4, 0.9, 3.2), (8.4, 0.9, -3.2))
_MOUTH = ((8.2, -6.2, 1.6), (8.2, -6.2, -1.6))


class Head(Struct, frozen=True):
    """Where a head is, and how it is turned."""

    middle: Point
    face: Point
    """The way that it looks."""
    crown: Point
    right: Point
    jaw: float = 0.0
    """Degrees by which the mouth is open."""
    gaze: tuple[float, float] = (0.0, 0.0)
    """Degrees by which the eyes look up, and to the right."""

    def at(self, ahead: float, up: float, right: float) -> Point:
        """Return a place on it."""
        return along(along(along(self.middle, self.face, ahead), self.crown, up), self.right, right)

    def spheres(self, places: _Spheres) -> Hull:
        """Return its spheres in space."""
        return tuple((self.at(x, y, z), r) for x, y, z, r in places)


def head_of(one: Posture) -> Head:
    """Return the head of a body."""
    _, forward, up = spine_at(one, 1.0)
    middle = one.body.points["head"]
    crown = points.unit(minus(middle, along(one.body.points["shoulders"], up, -1.0)))
    face = square(forward, crown)
    if nod := radians(one.angles.get("nod", 0.0)):
        face, crown = (
            along(scaled(face, cos(nod)), crown, -sin(nod)),
            along(scaled(crown, cos(nod)), face, sin(nod)),
        )
    right = cross(face, crown)
    if turn := one.angles.get("neck turn", 0.0):
        c, s = cos(radians(turn)), sin(radians(turn))
        face = points.unit(along(scaled(face, c), right, s))
        right = cross(face, crown)
    gaze = (one.angles.get("eyes", 0.0), one.angles.get("eyes turn", 0.0))
    return Head(middle, face, crown, right, one.angles.get("jaw", 0.0), gaze)


def _face(head: Head) -> _Spheres:
    """Return the spheres of the face, its jaw as low as the mouth is open."""
    if not head.jaw:
        return _FACE
    low = sin(radians(head.jaw)) * _JAW_LONG
    x, y, z, r = _FACE[_JAW]
    return (*_FACE[:_JAW], (x - low * 0.35, y - low, z, r), *_FACE[_JAW + 1 :])


_JAW_LONG = 9.0


def head_parts(one: Posture) -> list[Part]:
    """Neck and head, for what covers what."""
    head = head_of(one)
    collar, nape = collar_of(one), head.at(-2.0, -6.5, 0.0)
    return [
        Part("neck", "head", (((collar, 5.0), (nape, 4.5)),), (collar, nape), 5.0, is_skin=True),
        Part("head", "head", (head.spheres(_face(head)),), (nape, head.at(0.0, 6.0, 0.0)), 9.4, is_skin=True),
    ]


def shapes(head: Head, camera: Camera, *, unit: int = UNIT, is_small: bool = False) -> list[tuple[str, str]]:
    """Inks and paths of a head, the farthest first; a small one has a face and hair alone."""
    look = dot(head.face, camera.near)
    face = ("skin", hull(camera.circles(head.spheres(_face(head))), unit))
    hair = ("hair", hull(camera.circles(head.spheres(_HAIR)), unit))
    nose = ("skin", hull(camera.circles(head.spheres(_NOSE)), unit))
    is_hair_over = look < _LOOKS_HERE
    made = [nose, face, hair] if is_hair_over else [hair, face]
    if is_small:
        return [shape for shape in made if shape is not nose]
    made += _ears(head, camera)
    if look > _BACK:
        if not is_hair_over:
            made.append(("skin-line", hull(camera.circles(head.spheres(_TIP)), unit)))
        made += _eyes(head, camera, look)
        low = sin(radians(head.jaw)) * _JAW_LONG
        mouth = [(head.at(x, y, z), 0.5) for x, y, z in _MOUTH]
        if low:
            mouth += [(head.at(x - low * 0.3, y - low * 0.8, z * 0.8), 0.6) for x, y, z in _MOUTH]
        made.append(("lip", hull(camera.circles(mouth))))
    return made


def moving_spheres(head: Head, camera: Camera) -> list[tuple[str, Hull]]:
    """Inks and spheres of a head that moves: always the same ones."""
    face, hair, nose = (
        ("skin", head.spheres(_face(head))),
        ("hair", head.spheres(_HAIR)),
        ("skin", head.spheres(_NOSE)),
    )
    return [nose, face, hair] if dot(head.face, camera.near) < _LOOKS_HERE else [hair, nose, face]


_LOOKS_HERE = 0.42
_BACK = 0.05


def _eyes(head: Head, camera: Camera, look: float) -> list[tuple[str, str]]:
    """Return two dots; eyes that look to one side have whites too."""
    seen = [
        (x, y, z)
        for x, y, z in _EYES
        if dot(points.unit(along(scaled(head.face, 7.0), head.right, z)), camera.near) > _TURNED_HERE
    ]
    up, aside = (sin(radians(angle)) for angle in head.gaze)
    made = []
    if up or aside:
        whites = [hull(camera.circles([(head.at(x - 0.1, y, z), 1.75)])) for x, y, z in seen]
        made.append(("gap", "".join(whites)))
    size, shift = (1.05, 1.7) if made else (1.0, 0.0)
    dots = [hull(camera.circles([(head.at(x, y + up * shift, z + aside * shift), size)])) for x, y, z in seen]
    return [*made, ("hair", "".join(dots))] if dots else []


_TURNED_HERE = 0.12


def _ears(head: Head, camera: Camera) -> list[tuple[str, str]]:
    made = []
    for sign in (-1.0, 1.0):
        if dot(head.right, camera.near) * sign > 0.2:
            ear = [(head.at(-1.2, 0.4, sign * 7.4), 1.7), (head.at(-0.8, -2.2, sign * 7.2), 1.3)]
            made.append(("skin-line", hull(camera.circles(ear))))
    return made
