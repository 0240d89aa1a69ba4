"""Frozen values as JSON and back: for what is kept between builds, and for telling whether two values are the same.

JSON and not pickle, since what is kept lies in a folder that anybody may have put there: reading it back makes
nothing but text, numbers and the classes that the reader names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

_CLASS, _FIELDS, _SET = "class", "fields", "frozenset"


def dumps(value: Any) -> str:
    """*value*, made of frozen dataclasses, tuples, frozen sets of text, mappings, text, numbers and None, as JSON.

    Equal values give equal texts, and different values different ones: each dataclass stands with its name.
    """
    return _ENCODER.encode(value)


def join_fields(kind: type, told: Iterable[str]) -> str:
    """What `dumps` gives for a dataclass of this *kind*, from its fields in their order, which it gave before."""
    return f'{{"{_CLASS}":"{_name(kind)}","{_FIELDS}":[{",".join(told)}]}}'


class SharedEncoder:
    """Tells values as `dumps` does, and those of one class, of which many others hold the same, once each."""

    def __init__(self, kind: type) -> None:
        self._kind = kind
        self._known: dict[int, tuple[object, str]] = {}
        """By the identity of a value, which it keeps as long as it is held here."""

    def dumps(self, value: Any) -> str:
        """As the function of this name."""
        kind = type(value)
        if kind is self._kind:
            held = self._known.get(id(value))
            if held is None:
                held = self._known[id(value)] = (value, dumps(value))
            return held[1]
        if kind is tuple:
            return f"[{','.join(map(self.dumps, value))}]"
        if is_dataclass(value):
            _, take = _TAKERS.get(kind) or _taker(kind)
            return join_fields(kind, map(self.dumps, take(value)))
        return dumps(value)


def classes_by_name(classes: Iterable[type]) -> Mapping[str, type]:
    """Classes that a value may be made of, in the form that `loads` takes."""
    return {_name(kind): kind for kind in classes}


def loads(text: str | bytes, classes: Mapping[str, type]) -> Any:
    """The value that `dumps` told, made of *classes* (see `named`); lists come back as tuples.

    Raises:
        ValueError: when the text is no such value.

    """

    def restore(given: dict[str, Any]) -> Any:
        name = given.get(_CLASS)
        if name is None:
            return {key: _tupled(inner) for key, inner in given.items()}
        if name == _SET:
            return frozenset(given[_FIELDS])
        return classes[name](*map(_tupled, given[_FIELDS]))

    try:
        return _tupled(json.loads(text, object_hook=restore))
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a kept value: {error}") from None


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value


def _listed(value: Any) -> Any:
    """What JSON does not know, in a form that it does."""
    name, take = _TAKERS.get(type(value)) or _taker(type(value))
    return {_CLASS: name, _FIELDS: take(value)}


_ENCODER = json.JSONEncoder(check_circular=False, separators=(",", ":"), default=_listed)
"""What is frozen cannot hold itself. Other letters than ASCII's are told by number: one of them, as is the dash in the
title of each page, would make Python hold all of a text in two bytes for each letter, and take long to encode it."""

_TAKERS: dict[type, tuple[str, Callable[[Any], Sequence[Any]]]] = {frozenset: (_SET, sorted)}


def _taker(kind: type) -> tuple[str, Callable[[Any], Sequence[Any]]]:
    """The name of a dataclass, and what takes the values of all its fields at once."""
    names = [field.name for field in fields(kind)]
    take = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    _TAKERS[kind] = (_name(kind), take)
    return _TAKERS[kind]


def _name(kind: type) -> str:
    """With the module's name, as there are links of pages and links of bodies."""
    return f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}"
