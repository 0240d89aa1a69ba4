"""What one value of a `figure` may be: a pose, a way to hold the arms, an angle, a thing beside the body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any

from msgspec import Struct
from pydantic import BeforeValidator

from cuecard.core.diagnostics import InvalidValueError, did_you_mean, nearest, one_of
from cuecard.core.documentation import documentation
from cuecard.figures.body.floor import SOFT
from cuecard.figures.body.hands import WORDS
from cuecard.figures.body.joints import SIDE_WORDS, Joint
from cuecard.figures.body.poses import arms, poses
from cuecard.figures.body.support import HEIGHTS, PARTS_OF_THINGS
from cuecard.figures.frames import BESIDE_WHOLE, CLOSE_UPS
from cuecard.figures.scene.camera import VIEWS
from cuecard.figures.scene.props import KINDS, Prop, prop
from cuecard.parse.fields import read_text, reads

SAME = "same"
"""The pose of the frame before."""


def _read_view(value: object) -> str | tuple[float, float]:
    """Read the word of a view, or degrees around the figure and above the floor: `{from: 40, above: 12}`."""
    if not isinstance(value, Mapping):
        text = read_text(value)
        if degrees := _AS_DATA.fullmatch(text.casefold()):
            return _read_view({"from": degrees[1], "above": degrees[2]})
        view = {_folded(name): name for name in VIEWS}.get(_folded(text))
        if view is None:
            near = nearest(_folded(text), tuple(VIEWS))
            hint = f'did you mean "{near}"?' if near else one_of([*VIEWS])
            raise InvalidValueError("unknown-word", f'unknown view "{text}"', hint)
        return view
    if odd := next((key for key in value if key not in _ANGLES_OF_VIEW), None):
        raise InvalidValueError(
            "unknown-key", f'unknown key "{odd}" in a view', "such as {from: 40, above: 12}", str(odd)
        )
    numbers = []
    for key, (least, most) in _ANGLES_OF_VIEW.items():
        text = read_text(value.get(key, "0"))
        number = _ANGLE.fullmatch(text)
        angle = float(number[2]) * (-1 if number[1] and number[1] != "+" else 1) if number else None
        if angle is None or not least <= angle <= most:
            hint = f"degrees, {least} to {most}"
            raise InvalidValueError("bad-angle", f'{key}: "{text}" is not a direction of a view', hint, key)
        numbers.append(angle)
    return (numbers[0], numbers[1])


_AS_DATA = re.compile(r"from (-?[0-9.]+) above (-?[0-9.]+)")
"""A view in degrees as it is in the data file."""
_ANGLES_OF_VIEW: Mapping[str, tuple[int, int]] = {"from": (-180, 180), "above": (-10, 90)}
"""Round the figure from its right side towards its front, and above the floor."""


# --- words ------------------------------------------------------------------------------------------------------

_LISTED_AT_MOST = 16
_HYPHENS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def _reads_word_of(
    code: str, what: str, known: Callable[[], Mapping[str, Any]], *more: str
) -> BeforeValidator:
    """Return a type for one of the *known* words, in any case and with any hyphens; *what* names them in messages.

    They are loaded with the first word: a build without figures does not need them.
    """

    @cache
    def words() -> Mapping[str, str]:
        return {_folded(name): name for name in (*known(), *more)}

    def read(value: object) -> str:
        text = read_text(value)
        known_word = words().get(_folded(text))
        if known_word is None:
            raise InvalidValueError(code, f'unknown {what} "{text}"', _hint(text, words(), known()))
        return known_word

    return reads(read, lambda: {"enum": [*known(), *more]})


def _folded(text: str) -> str:
    return _HYPHENS.sub(" ", text.casefold()).strip()


def _hint(text: str, words: Mapping[str, str], known: Mapping[str, Any]) -> str:
    """Name the words that *text* is a part of, or else the nearest; *words* are those *known* by their normalized
    form.
    """
    folded = _folded(text)
    matches: dict[int, str] = {}
    for word, name in words.items():
        if f" {folded} " in f" {word} ":
            matches.setdefault(id(known.get(name)), f'"{name}"')
    if len(matches) > 1:
        *before, last = matches.values()
        return f"did you mean {', '.join(before)} or {last}?"
    if near := nearest(folded, tuple(sorted(words))):
        return f'did you mean "{words[near]}"?'
    names = list(words.values())
    return (
        one_of(names) if len(names) <= _LISTED_AT_MOST else f"see {documentation('poses.md')} for all of them"
    )


# --- one value --------------------------------------------------------------------------------------------------

_ANGLE = re.compile(r"([+\-\u2212\u2013]?)\s*([0-9]{1,6}(?:\.[0-9]{1,2})?)\s*(?:°|deg|degrees?)?")


def reads_angle(joint: Joint) -> BeforeValidator:
    """Return a type for an angle of *joint* in degrees, with or without a word or a degree sign."""

    def read(value: object) -> float:
        text = read_text(value)
        number = _ANGLE.fullmatch(text)
        if number is None:
            raise InvalidValueError(
                "number-expected", f'"{text}" is not an angle', "write degrees, such as 90"
            )
        angle = float(number[2]) * (-1 if number[1] and number[1] != "+" else 1)
        if not joint.least <= angle <= joint.most:
            hint = "angles are measured from standing upright with the arms hanging down, where every joint is at 0"
            message = (
                f"the {joint.name} must be between {joint.least:g} and {joint.most:g} degrees, not {angle:g}"
            )
            raise InvalidValueError("bad-angle", message, hint)
        return angle

    schema = {"type": ["number", "string"], "minimum": joint.least, "maximum": joint.most}
    return reads(read, schema)


class Thing(Struct, frozen=True):
    """A thing beside the body: its words, and the parsed prop."""

    place: str
    """Where it is, in the author's words; empty where nothing was said."""
    prop: Prop

    @property
    def words(self) -> str:
        """Return the whole thing: "band: above knees"."""
        return f"{self.prop.kind}: {self.place}" if self.place else self.prop.kind


def _read_thing(value: object) -> Thing:
    """Read a word such as "mat", or a word with a place after it: `band: above knees`."""
    if isinstance(value, Mapping):
        if len(value) != 1:
            hint = "begin each with a hyphen: - band: above knees"
            raise InvalidValueError("bad-prop", "this must be one prop", hint)
        key, place = next(iter(value.items()))
        try:
            return _thing(str(key), "" if place in (None, "true") else read_text(place))
        except InvalidValueError as refused:
            raise InvalidValueError(refused.code, refused.message, refused.hint, str(key)) from None
    kind, colon, place = read_text(value).partition(":")
    if not colon and _folded(kind) not in KINDS and (first := kind.partition(" ")[0]).casefold() in KINDS:
        hint = f'write "{first.casefold()}: {kind.partition(" ")[2]}"'
        raise InvalidValueError("unknown-prop", f'unknown prop "{kind}"', hint)
    return _thing(kind, place.strip())


def _thing(kind: str, place: str) -> Thing:
    try:
        return Thing(place, prop(_folded(kind), place))
    except InvalidValueError as refused:
        if not place and refused.code == "bad-place":
            message = f"the {_folded(kind)} needs a place"
            raise InvalidValueError(refused.code, message, refused.hint) from None
        raise


_A_THING = {
    "anyOf": [
        {"enum": list(KINDS)},
        {"type": "string", "pattern": r"^\s*[A-Za-z]+\s*:"},
        {
            "type": "object",
            "properties": {
                kind: {
                    "description": f"Where it is: {where}",
                    "type": ["string", "number", "boolean", "null"],
                }
                for kind, where in KINDS.items()
            },
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ]
}
"""JSON Schema for editors: the word of a prop, or its word and a place."""
Things = tuple[Annotated[Thing, reads(_read_thing, _A_THING)], ...]
_DESCRIPTIONS_OF_VIEW: Mapping[str, str] = {
    "from": "Degrees round the figure, from its right side towards its front.",
    "above": "Degrees above the floor.",
}


def _read_views(value: object) -> tuple[str | tuple[float, float], ...]:
    """Return one view, or two that are drawn side by side."""
    if not isinstance(value, list):
        words = read_text(value).split(",") if not isinstance(value, Mapping) else []
        value = words if len(words) > 1 else [value]
    if not 1 <= len(value) <= _MOST_VIEWS:
        raise InvalidValueError("unknown-word", "this must be one or two views", "such as [side, feet]")
    return tuple(_read_view(one) for one in value)


_MOST_VIEWS = 2
ViewWords = Annotated[
    tuple[str | tuple[float, float], ...],
    reads(
        _read_views,
        {
            "anyOf": [
                {"type": "array", "items": {"enum": list(VIEWS)}, "minItems": 1, "maxItems": _MOST_VIEWS},
                {"enum": list(VIEWS)},
                {
                    "type": "object",
                    "properties": {
                        key: {
                            "description": _DESCRIPTIONS_OF_VIEW[key],
                            "type": ["number", "string"],
                            "minimum": least,
                            "maximum": most,
                        }
                        for key, (least, most) in _ANGLES_OF_VIEW.items()
                    },
                    "additionalProperties": False,
                },
            ]
        },
    ),
]


def _read_on(value: object) -> tuple[tuple[str, str], ...]:
    """Read what parts of the body rest on: `{shoulders: bench}`, `{heels: off step}`."""
    if not isinstance(value, Mapping):
        raise InvalidValueError(
            "bad-place", "this must be a part of the body and what it rests on", "such as {hips: stool}"
        )
    pairs: list[tuple[str, str]] = []
    for key, support in value.items():
        part, thing = _folded(str(key)), _folded(read_text(support))
        side, _, place = part.partition(" ")
        sides: tuple[str, ...] = (SIDE_WORDS[side],) if side in SIDE_WORDS and place else ("right", "left")
        name = _ON_PARTS.get(place if side in SIDE_WORDS and place else part)
        if name is None:
            hint = did_you_mean(part, _ON_PARTS) or one_of([*_ON_PARTS])
            raise InvalidValueError(
                "bad-place", f'"{key}" is not a part of the body that can rest on something', hint, str(key)
            )
        if thing.removeprefix("off ").removeprefix("on ") not in _SUPPORTS:
            hint = did_you_mean(thing, _SUPPORTS) or one_of(_SUPPORTS)
            raise InvalidValueError("bad-place", f'the body cannot rest on "{thing}"', hint, str(key))
        kind = ("off " if thing.startswith("off ") or name == "heel" else "") + thing.removeprefix("off ")
        parts = (
            [name]
            if name in {*SOFT, "body"}
            else [f"{one} {'foot' if name == 'heel' else name}" for one in sides]
        )
        pairs += [(one, kind.replace("on ", "", 1) if kind.startswith("on ") else kind) for one in parts]
    return tuple(pairs)


_ON_PARTS: Mapping[str, str] = {
    "body": "body",
    "hips": "hips",
    "shoulders": "shoulders",
    "foot": "foot",
    "feet": "foot",
    "heel": "heel",
    "heels": "heel",
    "toes": "toes",
    "knee": "knee",
    "knees": "knee",
    "hand": "hand",
    "hands": "hand",
    "elbow": "elbow",
    "elbows": "elbow",
    "forearms": "elbow",
}
_SUPPORTS = (*(thing for thing in HEIGHTS if thing not in PARTS_OF_THINGS), "step")
OnThings = Annotated[
    tuple[tuple[str, str], ...],
    reads(_read_on, {"type": "object", "additionalProperties": {"type": "string"}}),
]


def _read_hold(value: object) -> int:
    """Return how many seconds a position is held; -1 for "true", which gives no number."""
    text = read_text(value).casefold()
    if text in {"true", "yes"}:
        return -1
    if text in {"false", "no"}:
        return 0
    number = re.fullmatch(r"([0-9]{1,3})\s*(?:s|sec|secs|seconds?)?", text)
    if number is None or not 0 < int(number[1]) < 1000:
        raise InvalidValueError(
            "number-expected", f'"{text}" is not a time to hold', "seconds, such as 30 s, or true"
        )
    return int(number[1])


HoldTime = Annotated[int, reads(_read_hold, {"type": ["boolean", "number", "string"]})]


def _read_show(value: object) -> str:
    """Read the part of the body that the pictures show in close-up: alone, or with "whole and" beside the whole."""
    text = _folded(read_text(value))
    if text not in _SHOWN:
        near = did_you_mean(text, _SHOWN)
        raise InvalidValueError("bad-place", f'a picture cannot show "{text}"', near or one_of(_SHOWN))
    return text


_SHOWN = (*CLOSE_UPS, *(f"{BESIDE_WHOLE}{part}" for part in CLOSE_UPS))
ShowWord = Annotated[str, reads(_read_show, {"enum": list(_SHOWN)})]
PoseName = Annotated[str, _reads_word_of("unknown-pose", "pose", poses, SAME)]
FingersWord = Annotated[str, _reads_word_of("unknown-fingers", "thing that fingers do", lambda: WORDS)]
ArmsWord = Annotated[str, _reads_word_of("unknown-arms", "way to hold the arms", arms)]


def is_pose(text: str) -> bool:
    """Return whether *text* is the word of a pose."""
    return _folded(text) in {SAME, *map(_folded, poses())}
