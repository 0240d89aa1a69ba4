"""Things in the picture beside the body: the words by which authors name them.

An author names a thing and where it is: `band: above knees`, `arrow: hips down`. How each is drawn is for
`cuecard.figures.scene.things` and `cuecard.figures.drawing.arrows` to say.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError, did_you_mean, one_of
from cuecard.figures.body.joints import SIDE_WORDS, SIDES
from cuecard.figures.body.pose import mirrored_name
from cuecard.figures.body.skeleton import ARM_RADIUS, KNEE_RADIUS, LIMB_RADIUS

STEP_HEIGHT = 20.0
"""Centimetres, where the author gives none."""

RADII: Mapping[str, float] = types.MappingProxyType(
    {"ball": 9.0, "roller": 7.5, "towel roll": 5.0, "gym ball": 27.0}
)
"""Centimetres: of what is round."""
OF_FOOT = ("foot", "heel", "toes")
"""Places of the foot, on what carries it."""


class Prop(Struct, frozen=True):
    """A thing in the picture."""

    kind: str
    at: tuple[str, ...] = ()
    """The parts of the body that it is at, sides written out: "left knee"."""
    way: str = ""
    """A direction for arrows; where a chair, a wall or a post stands; for a band what it runs to."""
    size: float = 0.0
    """Of a step: its height."""


def mirrored_prop(thing: Prop) -> Prop:
    """Return a thing with left and right exchanged."""
    return replace(thing, at=tuple(map(mirrored_name, thing.at)), way=mirrored_name(thing.way))


BANDS = ("band", "strap", "towel")
"""What runs from one place to another."""
RESTS = ("bench", "bed", "box", "stool", "wheelchair", "table", "cushion", "bar", "bars", "doorway")
"""What stands, and what parts of the body may rest on or hold."""
_USUAL: Mapping[str, str] = types.MappingProxyType(
    {
        "dumbbell": "hands",
        "kettlebell": "hands",
        "ball": "hands",
        "stick": "hands",
        "gym ball": "hips",
        "roller": "thighs",
        "towel roll": "knees",
        "pillow": "head",
        "ankle weight": "ankles",
    }
)
"""Where a thing is when nothing is said."""
PLACES: Mapping[str, tuple[str, str, float, float]] = types.MappingProxyType(
    {
        "head": ("head", "head", 0.0, 10.8),
        "shoulder": ("shoulder", "shoulder", 0.0, 6.0),
        "elbow": ("elbow", "elbow", 0.0, ARM_RADIUS),
        "wrist": ("wrist", "wrist", 0.0, ARM_RADIUS),
        "hand": ("hand", "hand", 0.0, ARM_RADIUS),
        "thigh": ("hip", "knee", 0.5, 7.8),
        "above knee": ("hip", "knee", 0.8, 6.8),
        "knee": ("knee", "knee", 0.0, KNEE_RADIUS),
        "below knee": ("knee", "ankle", 0.2, 6.8),
        "shin": ("knee", "ankle", 0.5, 6.2),
        "ankle": ("knee", "ankle", 0.84, 5.2),
        "heel": ("heel", "heel", 0.0, LIMB_RADIUS),
        "foot": ("ball", "ball", 0.0, LIMB_RADIUS + 0.6),
        "toes": ("toe", "toe", 0.0, LIMB_RADIUS),
    }
)
"""Places on a limb: from one point to another, how far along, and how thick the limb is there."""
MIDDLE = ("hips", "shoulders", "head", "chest", "belly")
"""Places of which there is one."""
WAYS = ("up", "down", "forward", "back", "in", "out", "left", "right", "circle")
STANDS = ("behind", "in front", "left", "right")
CHAIRS = ("under", *STANDS)
FIXED = ("post", "wall", "floor")
"""What a band can run to that is no part of the body."""
LOOPS = types.MappingProxyType(
    {
        "thighs": "thigh",
        "above knees": "above knee",
        "knees": "above knee",
        "below knees": "below knee",
        "ankles": "ankle",
        "feet": "foot",
        "wrists": "wrist",
    }
)
HELD = frozenset(
    ["hands", "both hands", "in hands", "in both hands", "between hands", "between the hands", "hand to hand"]
)
"""Where a band is that is stretched from one hand to the other."""
KINDS: Mapping[str, str] = types.MappingProxyType(
    {
        "ankle weight": "a weight round the ankle",
        "arrow": "which way a part of the body moves",
        "ball": "a ball, held or pressed",
        "band": "an elastic band: a loop round both limbs, or from one place to another",
        "bar": "a bar overhead, to hang from",
        "bars": "two bars to prop oneself on",
        "bed": "a bed or a treatment table",
        "bench": "a long low seat",
        "box": "a sturdy box",
        "chair": "a chair to sit on or to hold",
        "cushion": "a flat cushion, to kneel or to stand on",
        "doorway": "the frame of a door",
        "dumbbell": "a weight in the hand",
        "feel": "which part works or is stretched without moving: it is dark",
        "gym ball": "a large ball, to sit or to lie on",
        "line": "a line on the floor, to stand or to walk on",
        "kettlebell": "a weight with a handle",
        "mat": "a mat below the body",
        "pillow": "a pillow below the head or between the knees",
        "post": "an upright to which a band is tied",
        "push": "which way a part of the body presses, without moving",
        "roller": "a foam roller",
        "step": "a step to stand on",
        "stick": "a stick in both hands",
        "stool": "a seat without a back",
        "strap": "a strap or belt that does not stretch",
        "table": "a table or desk",
        "towel": "a towel, pulled like a strap",
        "towel roll": "a rolled towel",
        "wall": "a wall to lean on or to push against",
        "wheelchair": "a wheelchair",
    }
)
"""The things that there are, each with what it is."""


def prop(kind: str, written: str = "") -> Prop:
    """Return the thing that *kind* and the words behind it mean.

    Raises:
        InvalidValueError: when there is no such thing, or no such place.

    """
    words = " ".join(written.replace(",", " ").split()).casefold()
    if kind not in KINDS:
        raise InvalidValueError(
            "unknown-prop", f'unknown prop "{kind}"', did_you_mean(kind, KINDS) or one_of([*KINDS])
        )
    if kind in {"arrow", "push"}:
        return _arrow(kind, words, written)
    if kind == "feel":
        return Prop(kind, _parts(words))
    if kind in BANDS:
        return replace(_band(words or ("" if kind == "band" else "hands"), written), kind=kind)
    if kind == "step":
        return Prop(kind, size=_height(words, written))
    if kind in {"mat", "line"}:
        return Prop(kind)
    if kind in {"chair", "wall", "post"} or kind in RESTS:
        return _standing(kind, words, written)
    usual = _USUAL[kind]
    way = words.partition(" ")[0]
    place = words.removeprefix(way).strip() if way in {"under", "between", "in", "on"} else words
    is_under = kind in {"roller", "towel roll", "pillow"}
    way = way if way in {"under", "between"} else "under" if is_under else ""
    return Prop(kind, _parts(place.removeprefix("the ") or usual), way)


def _arrow(kind: str, words: str, written: str) -> Prop:
    place, _, way = words.rpartition(" ")
    if way not in WAYS or not place:
        raise InvalidValueError(
            "bad-place",
            f'"{written}" is no part of the body with a direction',
            f"such as hips up; the directions are {_listed(WAYS)}",
        )
    return Prop(kind, _parts(place), way)


def _standing(kind: str, words: str, written: str) -> Prop:
    """Return what stands on the floor: on one side of the body, below a part of it, or at a hand."""
    part = words.removeprefix("under ").removeprefix("the ")
    if kind in RESTS and part != words:
        return Prop(kind, _parts(part), "under")
    if words.removeprefix("at ").endswith(("hand", "hands")):
        parts = _parts(words.removeprefix("at "))
        return Prop(kind, parts if kind in {"wall", "table", "bar", "bars", "doorway"} else parts[:1], "at")
    allowed = CHAIRS if kind == "chair" or kind in RESTS else STANDS
    way = words or ("under" if allowed is CHAIRS else "behind" if kind == "wall" else "in front")
    if way not in allowed:
        raise InvalidValueError(
            "bad-place", f'"{written}" is no place for a {kind}', one_of((*allowed, "right hand"))
        )
    return Prop(kind, way=way)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _height(words: str, written: str) -> float:
    number = words.removesuffix("cm").strip()
    if not number:
        return STEP_HEIGHT
    if not number.isdigit() or not 5 <= int(number) <= 60:
        raise InvalidValueError(
            "bad-place", f'"{written}" is no height of a step', "a whole number of centimetres, 5 to 60"
        )
    return float(number)


def _band(words: str, written: str) -> Prop:
    if words in LOOPS:
        place = LOOPS[words]
        return Prop("band", tuple(f"{side} {place}" for side in reversed(SIDES)), "loop")
    if words in HELD:
        return Prop("band", ("right hand", "left hand"), "to")
    start, to, end = words.removeprefix("from ").partition(" to ")
    if not to:
        raise InvalidValueError("bad-place", f'"{written}" is no place for a band', _band_hint(words))
    if start in FIXED:
        start, end = end, start
    if end in FIXED:
        return Prop("band", _parts(start), end)
    return Prop("band", (*_parts(start), *_parts(end, *FIXED)), "to")


def _band_hint(words: str) -> str:
    """Return what to write in place of *words*, which name a part of the body alone, or no place that there is."""
    if near := did_you_mean(words, LOOPS):
        return near
    try:
        _parts(words)
    except InvalidValueError:
        return (
            f"a loop: {_listed(list(LOOPS))}; any other band: hands, hands to right foot, near ankle to post"
        )
    return f"say where it runs to, such as {words} to post; a loop is round {_listed(list(LOOPS))}"


_PLURALS = types.MappingProxyType({"feet": "foot", "knees": "knee", "hands": "hand", "thighs": "thigh"})


def _parts(words: str, *more: str) -> tuple[str, ...]:
    """Return the parts of the body that *words* name: "near knee", "feet", "hips"; a hint names what *more* may stand
    here.
    """
    if words in MIDDLE:
        return (words,)
    side, _, place = words.partition(" ")
    if side in SIDE_WORDS and place:
        sides: tuple[str, ...] = (SIDE_WORDS[side],)
    else:
        sides, place = tuple(reversed(SIDES)), words
    place = _PLURALS.get(place, place)
    place = place if place in PLACES else place.removesuffix("s")
    if place not in PLACES:
        known = tuple(dict.fromkeys((*more, *MIDDLE, *PLACES, *_PLURALS)))
        raise InvalidValueError(
            "bad-place", f'"{words}" is no part of the body', did_you_mean(place, known) or one_of(known)
        )
    return tuple(f"{side} {place}" for side in sides)
