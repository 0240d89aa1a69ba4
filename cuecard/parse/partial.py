"""Parse what is valid in a text with mistakes: its front matter without the invalid keys.

So the words and names in the rest of it can be looked up too, and its author sees every mistake at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy, deepcopy
from functools import cache
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import ValidationError, create_model

from cuecard.core.field_errors import InvalidFieldsError
from cuecard.core.urls import slugify
from cuecard.parse.front_matter import Document
from cuecard.parse.schema import MODELS, ContentFile, Routine, Written, detect_kind
from cuecard.parse.shapes import without_tags
from cuecard.parse.yaml_reader import Loc

_INSTEAD: Mapping[str, object] = MappingProxyType({"title": "", "steps": ()})
"""Empty values for required keys that are invalid."""
_DEEPEST = 5
"""Times that something is left out: what is wrong, then what is nothing without it."""


def parse_valid_keys(document: Document) -> ContentFile[Any] | None:
    """Parse a *document* without its invalid keys; return None if not even its kind is certain."""
    kind = document.source.kind
    if detect_kind(document) is not kind:
        return None
    meta = deepcopy(dict(document.meta))
    for _ in range(_DEEPEST):
        try:
            facts = _lenient(MODELS[kind]).model_validate(meta)
        except ValidationError as error:
            for one in error.errors(include_url=False, include_input=False):
                several = one.get("ctx", {}).get("error")
                loc = without_tags(one["loc"])
                if isinstance(several, InvalidFieldsError):
                    for place, *_ in several.errors:
                        _drop(meta, (*loc, *place))
                else:
                    _drop(meta, loc[:-1] if one["type"] == "missing" else loc)
        else:
            return ContentFile(slugify(PurePosixPath(document.source.path).stem), facts, document)
    return None


class _PartialRoutine(Routine):
    """A routine that may be without exercises."""

    may_be_empty: ClassVar[bool] = True


@cache
def _lenient(model: type[Written]) -> type[Written]:
    """Return *model* without required keys."""
    optional: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if field.is_required():
            optional_field = copy(field)
            optional_field.default = _INSTEAD[name]
            optional[name] = (field.annotation, optional_field)
    base = _PartialRoutine if model is Routine else model
    return create_model(model.__name__, __base__=base, **optional)


def _drop(meta: dict[str, Any], loc: Loc) -> None:
    """Remove the value at *loc*; a list as a whole, so that its items keep their places in reports."""
    inside: Any = meta
    for depth, key in enumerate(loc):
        is_last = depth + 1 == len(loc) or not isinstance(loc[depth + 1], str)
        if not isinstance(inside, dict) or key not in inside:
            return
        if is_last or not isinstance(inside[key], dict):
            del inside[key]
            return
        inside = inside[key]
