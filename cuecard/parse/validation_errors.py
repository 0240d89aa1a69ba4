"""Turn errors of a model into problems, in an author's words and at the author's place.

pydantic gives the place and kind of each error; here it becomes a `Problem`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from cuecard.core.diagnostics import InvalidValueError, Problem, did_you_mean, one_of
from cuecard.core.field_errors import InvalidFieldsError
from cuecard.parse.fields import AFTER_COMMA
from cuecard.parse.front_matter import Document
from cuecard.parse.look_alikes import DASHES, character_name
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.shapes import TAGS, without_tags
from cuecard.parse.yaml_reader import Loc

M = TypeVar("M", bound=FrontMatterModel)


def validate(model: type[M], document: Document) -> M | list[Problem]:
    """Return the front matter of *document* as a *model*, or everything that is wrong with it."""
    try:
        return model.model_validate(document.meta)
    except ValidationError as error:
        return as_problems(model, document, error)


def as_problems(model: type[BaseModel], document: Document, error: ValidationError) -> list[Problem]:
    """Return a problem for each fault in *error*, which *model* found in *document*."""
    details = error.errors(include_url=False)
    pairs = [
        (one, problem)
        for one in details
        if not _is_reported_inside(one, details)
        for problem in _as_problems(model, document, one)
    ]
    hints = {(one["loc"][:-1], problem.hint) for one, problem in pairs if problem.code == "unknown-key"}
    return [problem for one, problem in pairs if not _is_misspelt(one, hints)]


def _is_misspelt(one: Any, hints: Container[tuple[Loc, str]]) -> bool:
    """Return whether a key is missing only because it is misspelt in the same place, which is already reported."""
    if one["type"] != "missing":
        return False
    *group, key = one["loc"]
    return (tuple(group), f'did you mean "{key}"?') in hints


def _is_reported_inside(one: Any, details: Sequence[Any]) -> bool:
    """Return whether a list counts as empty only because something is wrong with each of its items."""
    loc = one["loc"]
    return one["type"] == "too_short" and any(
        other["loc"][: len(loc)] == loc for other in details if other is not one
    )


def _as_problems(model: type[BaseModel], document: Document, detail: Any) -> Iterator[Problem]:
    several = detail.get("ctx", {}).get("error")
    if not isinstance(several, InvalidFieldsError):
        yield _as_problem(model, document, detail)
        return
    for place, refused, at_key in several.errors:
        loc = without_tags((*detail["loc"], *place))
        yield document.problem(loc, refused.code, refused.message, refused.hint, at_key=at_key)


def _as_problem(model: type[BaseModel], document: Document, detail: Any) -> Problem:
    tagged: Loc = tuple(detail["loc"])
    loc = without_tags(tagged)
    kind = detail["type"]
    refused = detail.get("ctx", {}).get("error")
    if isinstance(refused, InvalidValueError):
        at = (*loc, refused.key) if refused.key else loc
        return document.problem(at, refused.code, refused.message, refused.hint)
    if kind == "extra_forbidden":
        key = str(loc[-1])
        hint = _key_hint(key, _model_at(model, tagged[:-1]))
        if detail.get("input") is None and " " in key and not hint.startswith("did you mean"):
            hint = AFTER_COMMA
        return document.problem(loc, "unknown-key", f'unknown key "{key}"', hint)
    names = [part for part in loc if isinstance(part, str)]
    if kind == "missing":
        where = f' under "{names[-2]}"' if len(names) > 1 else ""
        hint = _MISSING_HINTS.get(".".join(names[-2:]), "")
        return document.problem(loc, "missing-key", f'"{names[-1]}" is missing{where}', hint)
    code, message, hint = _in_words(kind, detail, names[-1] if names else "")
    return document.problem(loc, code, message, hint)


def _key_hint(key: str, model: type[BaseModel]) -> str:
    known = sorted(model.model_fields)
    hint = str(getattr(model, "key_hint", _no_hint)(key))
    if hint:
        return hint
    first, _, rest = key.partition(" ")
    if rest and first in known:
        return f'did you mean "{first}: {rest}"?'
    if rest in known:
        return f'did you mean "{rest}"?'
    listed = model.unknown_key_hint if issubclass(model, FrontMatterModel) else ""
    return did_you_mean(key, known) or listed or one_of(known)


def _no_hint(_key: str) -> str:
    return ""


_ONE_LINE_EACH = "write one line for each, beginning with a hyphen and a space"

_MISSING_HINTS = {
    "title": "every file needs a title",
    "muscles": 'write "muscles:" and under it "primary: [...]"',
    "muscles.primary": "name at least one muscle that the exercise works most: primary: [glutes]",
    "steps": f'write "steps:" and under it {_ONE_LINE_EACH.removeprefix("write ")}',
    "exercises": f'write "exercises:" and under it {_ONE_LINE_EACH.removeprefix("write ")}',
    "exercises.exercise": "name the file without its ending, such as exercise: banded-squat",
    "figure.frames": 'write "frames:" and under it one line for each picture, such as - pose: squat',
    "frames.pose": "name a pose, such as pose: squat, or pose: same for that of the frame before",
    "video.url": "write the address of the video, such as url: https://vimeo.com/694769509",
    "images.src": "name the picture's file, such as src: squat.jpg",
    "images.alt": "say in a few words what the picture shows, for people who cannot see it",
    "lift.rule": "write the id of the rule in site.yaml: {rule: ID, reason: why it does not apply here}",
    "lift.reason": "say in a sentence why it does not apply here: {rule: ..., reason: ...}",
    "scales.name": "say what is rated, such as name: Dizziness",
    "scales.range": "write the lowest and the highest number, such as range: 0-5",
    "scales.zones": 'write "zones:" and under it one line for each, such as - {range: 0-2, do: carry on}',
    "zones.range": "write the numbers of this zone, such as range: 0-2",
    "zones.do": "say what to do there: carry on, do less, stop or do more",
    "sources.title": "say what it is: the title of the book, the article or the page",
    "reviewed.by": "say who checked the text",
    "reviewed.on": "write the day of the check, such as on: 2026-11-01",
}

_LIKE = {
    "muscles": "muscles: {primary: [glutes]}",
    "figure": "figure: {frames: [standing, squat]}",
    "frames": "frames: [standing, squat]",
    "images": "- {src: squat.jpg, alt: what the picture shows}",
    "sources": "- {title: what it is called, url: where it is}",
    "reviewed": "reviewed: {by: who checked it, on: 2026-11-01}",
    "safety": "safety: {stop_if: [The pain is sharp.]}",
    "get_help": "get_help: {urgent: [The knee locks.], soon: [It is no better after 2 weeks.]}",
    "pain": "pain: {ok: 3, caution: 5}",
    "lift": "- {rule: ID, reason: why it does not apply here}",
    "scales": "- {name: Effort, range: 0-10, zones: [{range: 0-7, do: carry on}, {range: 8-10, do: stop}]}",
    "zones": "- {range: 0-2, do: carry on}",
    "schedule": "schedule: {per_week: 3, weeks: 8}",
    "sessions": "- {title: Day A, exercises: [one-exercise, another]}",
    "phases": "- {title: Weeks 1 to 4, exercises: [one-exercise, another]}",
    "card": "card: {log_weeks: 4}",
}
"""How keys that hold facts are written."""

_OF_WORDS = frozenset(
    [
        "also_called",
        "equipment",
        "circuit",
        "either",
        "exercises",
        "fonts",
        "keep",
        "of",
        "primary",
        "props",
        "redirect_from",
        "routines",
        "secondary",
        "silence",
        "superset",
    ]
)
"""Lists of names, in which a comma parts two items; in the others it is a part of a sentence."""


def _in_words(kind: str, detail: Any, key: str) -> tuple[str, str, str]:
    """Code, message and hint for one of pydantic's own errors, about a value of *key*."""
    value = detail.get("input")
    ctx = detail.get("ctx", {})
    like = f'write it like "{_LIKE[key]}"' if key in _LIKE else ""
    if kind in {"tuple_type", "list_type"}:
        return "list-expected", "this must be a list", like or _list_hint(value, key)
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return "mapping-expected", 'this must be "key: value" pairs', like
    if kind == "too_short":
        return "empty-list", "at least one is needed here", like if key == "frames" else ""
    if kind in {"less_than_equal", "greater_than_equal"}:
        bound = ctx.get("le", ctx.get("ge"))
        side = "most" if "le" in ctx else "least"
        return "out-of-range", f"{value} is out of range", f"at {side} {bound}"
    return "bad-value", str(detail["msg"]), ""


def _list_hint(value: object, key: str) -> str:
    if not isinstance(value, str):
        return _ONE_LINE_EACH
    if re.match(f"[{DASHES}]", value):
        return f"begin each line with a hyphen and a space: this begins with {character_name(value[0])}"
    if re.match(r"-\S", value):
        return "put a space after each hyphen"
    words = re.sub(r"\s+(?:and|or)\s+|\s*/\s*", ", ", value.strip("[] "))
    return f"write [{words}]" if key in _OF_WORDS else _ONE_LINE_EACH


def _model_at(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Return the model that reads the value at *loc* below *model*."""
    for part in loc:
        if part in TAGS:
            model = TAGS[str(part)]
        if isinstance(part, int) or part not in model.model_fields:
            continue
        model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside a type such as `tuple[Annotated[Entry, ...], ...]` or `Dose | None`."""
    if isinstance(annotation, type) and get_origin(annotation) is None:
        return annotation if issubclass(annotation, BaseModel) else None
    return next(filter(None, map(_model_in, get_args(annotation))), None)
