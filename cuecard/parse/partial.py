"""What can be understood of a text that has mistakes: its facts without the keys that are wrong.

So the words and names in the rest of it can be looked up too, and its author is told every mistake at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy, deepcopy
from functools import cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError, create_model

from cuecard.core.urls import slugify
from cuecard.parse.front_matter import Document
from cuecard.parse.schema import MODELS, ContentFile, Muscles, Written, detect_kind
from cuecard.parse.yaml_reader import Loc

_INSTEAD: Mapping[str, object] = MappingProxyType(
    {"title": "", "muscles": Muscles.model_construct(primary=()), "steps": (), "exercises": ()}
)
"""What stands for a key that has to be there and is wrong: it names nothing."""
_DEEPEST = 5
"""Times that something is left out: what is wrong, then what is nothing without it."""


def parse_valid_keys(document: Document) -> ContentFile[Any] | None:
    """A *document* without the keys that are wrong; None where not even its kind is sure."""
    kind = document.source.kind
    if detect_kind(document) is not kind:
        return None
    meta = deepcopy(dict(document.meta))
    for _ in range(_DEEPEST):
        try:
            facts = _lenient(MODELS[kind]).model_validate(meta)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_context=False, include_input=False):
                _drop(meta, one["loc"][:-1] if one["type"] == "missing" else one["loc"])
        else:
            return ContentFile(slugify(PurePosixPath(document.source.path).stem), facts, document)
    return None


@cache
def _lenient(model: type[Written]) -> type[Written]:
    """*model* without a key that has to be there."""
    optional: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if field.is_required():
            given = copy(field)
            given.default = _INSTEAD[name]
            optional[name] = (field.annotation, given)
    return create_model(model.__name__, __base__=model, **optional)


def _drop(meta: dict[str, Any], loc: Loc) -> None:
    """Take out the value at *loc*; of a list all, as its items would else be told at one another's places."""
    inside: Any = meta
    for depth, key in enumerate(loc):
        is_last = depth + 1 == len(loc) or not isinstance(loc[depth + 1], str)
        if not isinstance(inside, dict) or key not in inside:
            return
        if is_last or not isinstance(inside[key], dict):
            del inside[key]
            return
        inside = inside[key]
