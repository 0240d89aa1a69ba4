"""What one value of a `figure` may be: a pose, a way to hold the arms, an angle, a thing beside the body."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from msgspec import Struct
from pydantic import BeforeValidator

from cuecard.core.diagnostics import InvalidValueError, nearest, one_of
from cuecard.figures.poses import arms, poses
from cuecard.figures.props import KINDS, Prop, prop
from cuecard.figures.skeleton import Joint
from cuecard.parse.fields import read_text, reads

SAME = "same"
"""The pose of the frame before."""


class View(StrEnum):
    """From where a figure is seen."""

    SIDE = "side"
    FRONT = "front"


# --- words ------------------------------------------------------------------------------------------------------

_LISTED_AT_MOST = 16
_HYPHENS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")


def _reads_word_of(
    code: str, what: str, known: Callable[[], Mapping[str, Any]], *more: str
) -> BeforeValidator:
    """Return a type for one of the *known* words, in any case and with any hyphens; *what* names them in messages.

    They are asked for when the first word is read: a build without figures need not load them.
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
    """Names the words that *text* is a part of, or else the nearest; *words* are those *known* by their folded form."""
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
    return one_of(names) if len(names) <= _LISTED_AT_MOST else "see docs/poses.md for all of them"


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
    """A thing beside the body, as it was written and as it is understood."""

    place: str
    """Where it is, in the author's words; empty where nothing was said."""
    prop: Prop

    @property
    def words(self) -> str:
        """All of it: "band: above knees"."""
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
PoseName = Annotated[str, _reads_word_of("unknown-pose", "pose", poses, SAME)]
ArmsWord = Annotated[str, _reads_word_of("unknown-arms", "way to hold the arms", arms)]


def is_pose(text: str) -> bool:
    """Whether *text* is the word of a pose."""
    return _folded(text) in {SAME, *map(_folded, poses())}
