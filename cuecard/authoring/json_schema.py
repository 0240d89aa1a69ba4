"""JSON Schema for each kind of file, so that editors can complete keys and words and mark mistakes.

The models of `cuecard.parse.schema` are the source: their keys, allowed values, and the sentence below each key. The
vocabulary adds the words for muscles and equipment.

An editor reads YAML by its own rules (YAML 1.2, core schema), where `3` is a number and `1:30` a string, and does not
know what else Cuecard accepts. So a schema **accepts everything that Cuecard reads without an error**, and rejects
what is certainly wrong. Rules that need more than one value are left to `check`. Only keywords with the same meaning
from draft-07 to 2020-12 are used, since many editors know only the older one.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from cuecard.authoring import spelling_patterns
from cuecard.dose.sides import ALTERNATING, EACH, ONE_SIDE, PARTS, SAME_AS
from cuecard.figures.body.joints import JOINTS, joint_of
from cuecard.parse.page_models import HomeText, InfoPage
from cuecard.parse.schema import Exercise, Guide, Routine
from cuecard.parse.site_settings import Site
from cuecard.vocabulary.term import Term
from cuecard.vocabulary.vocabulary import Vocabulary

DIALECTS: Mapping[str, str] = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "draft-07": "http://json-schema.org/draft-07/schema#",
}
"""`$schema` by name of the dialect. Everything else is the same in both."""
KINDS: Mapping[str, type[BaseModel]] = {
    "exercise": Exercise,
    "routine": Routine,
    "guide": Guide,
    "page": InfoPage,
    "home": HomeText,
    "site": Site,
}
"""Model by kind of file."""

_Schema = dict[str, Any]


def described(vocabulary: Vocabulary, kind: str = "", dialect: str = "2020-12") -> _Schema:
    """Return the JSON Schema of a *kind* of file, or of all kinds, each by its name under `$defs`."""
    kinds = [kind] if kind else list(KINDS)
    _, generated = models_json_schema(
        [(KINDS[name], "validation") for name in kinds], ref_template="#/$defs/{model}"
    )
    raw: dict[str, _Schema] = generated["$defs"]
    for model in _models(KINDS[name] for name in kinds):
        if model.__name__ in raw:  # a model that another one's schema describes has none by itself
            _describe(raw[model.__name__], model)
    definitions: dict[str, _Schema] = {name: _tidied(one) for name, one in raw.items()}
    _complete(definitions, vocabulary)
    definitions = _in_use(definitions, [KINDS[name].__name__ for name in kinds])
    tops = {name: definitions.pop(KINDS[name].__name__) for name in kinds}
    head = {"$schema": DIALECTS[dialect], "title": f"Cuecard: {kind or 'content'}"}
    if kind:
        return head | tops[kind] | {"$defs": definitions}
    return head | {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds], "$defs": tops | definitions}


def _in_use(definitions: Mapping[str, _Schema], tops: Iterable[str]) -> dict[str, _Schema]:
    """Return the *definitions* that any of *tops* needs; pydantic also adds the models of parsed doses."""
    needed: dict[str, None] = {}
    waiting = list(tops)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = None
            waiting += re.findall(r'"#/\$defs/(\w+)"', json.dumps(definitions[name]))
    return {name: one for name, one in definitions.items() if name in needed}


# --- what the models say ----------------------------------------------------------------------------------


def _models(tops: Iterable[type[BaseModel]]) -> list[type[BaseModel]]:
    """Return *tops* and every model nested in them."""
    models: list[type[BaseModel]] = []
    waiting = list(tops)
    while waiting:
        model = waiting.pop()
        if model not in models:
            models.append(model)
            waiting += [inner for field in model.model_fields.values() for inner in _inside(field.annotation)]
    return models


def _inside(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _inside(part)]


def _describe(schema: _Schema, model: type[BaseModel]) -> None:
    """Add the docstring of each key of *model* to its *schema*, and allow every optional key to be empty."""
    sentences = _sentences(model)
    schema["description"] = " ".join(schema["description"].partition("\n\n")[0].split())
    for key, field in model.model_fields.items():
        one = schema["properties"][key]
        if key in sentences:
            one["description"] = sentences[key]
        if not field.is_required():
            schema["properties"][key] = _or_empty(one)


@cache
def _sentences(model: type[BaseModel]) -> Mapping[str, str]:
    """Return the docstring below each key in the source of *model* or of its base models.

    pydantic can read these too, but does so when a model class is created, which would slow down each build.
    """
    sentences: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if base is BaseModel or not issubclass(base, BaseModel) or base.__module__.startswith("pydantic"):
            continue
        try:
            [tree] = ast.parse(dedent(inspect.getsource(base))).body
        except (OSError, TypeError):  # one that was made while the program runs, such as `Frame`
            continue
        body = tree.body if isinstance(tree, ast.ClassDef) else []
        for key, text in pairwise(body):
            if (
                isinstance(key, ast.AnnAssign)
                and isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
            ):
                sentences[ast.unparse(key.target)] = " ".join(str(text.value.value).split())
    return sentences


def _or_empty(schema: _Schema) -> _Schema:
    """Return *schema* with null allowed: a key without a value counts as absent."""
    about = {key: schema[key] for key in ("description", "default") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in about}
    if isinstance(types := rest.get("type"), str | list) and "enum" not in rest:
        return about | rest | {"type": [*([types] if isinstance(types, str) else types), "null"]}
    options = [one for one in rest.get("anyOf", [rest]) if one != {"type": "null"}]
    return about | {"anyOf": [*options, {"type": "null"}]}


# --- what the models do not say ---------------------------------------------------------------------------


def _complete(definitions: dict[str, _Schema], vocabulary: Vocabulary) -> None:
    """Add what the models do not contain: sides, joints, the vocabulary, and that keys may replace others."""
    if dose := definitions.get("Dose"):
        [spelled] = [option for option in dose["properties"]["side"]["anyOf"] if "pattern" in option]
        spelled["pattern"] = _sides()
    if frame := definitions.get("Frame"):
        for key, one in frame["properties"].items():
            if key.endswith(" arms"):
                one["description"] = f"How the {key.removesuffix('s')} is held."
            elif key.endswith(" fingers"):
                one["description"] = f"What the {key} do."
            elif key in JOINTS or key.partition(" ")[2] in JOINTS:
                joint = joint_of(key)
                one["description"] = f"Degrees: the {joint.name} {joint.range_text}."
    if routine := definitions.get("Routine"):
        routine["anyOf"] = [{"required": [key]} for key in ("exercises", "sessions", "phases")]
    if exercise := definitions.get("Exercise"):
        for group in definitions["Muscles"]["properties"].values():
            group["items"] = {"$ref": "#/$defs/muscle"}
        exercise["properties"]["equipment"]["items"] = {"$ref": "#/$defs/equipment"}
        # One type for both, so that an editor marks the word that is wrong and not the whole key.
        definitions["Muscles"]["type"] = ["object", "null"]
        works = exercise["properties"]["muscles"]
        exercise["properties"]["muscles"] = {
            "description": works["description"],
            "allOf": [{"$ref": "#/$defs/Muscles"}],
        }
        exercise["anyOf"] = [{"required": ["muscles"]}, {"required": ["goal"]}]
        definitions |= _vocabulary_schemas(vocabulary)


def _sides() -> str:
    """Return the pattern of all spellings of a side."""
    before = "|".join(map(spelling_patterns.any_case, ("on", "with", "only", "the", "your", "my")))
    parts = "|".join(map(spelling_patterns.any_case, PARTS))
    each, ones = ("|".join(map(spelling_patterns.any_case, words)) for words in (EACH, (*ONE_SIDE, *SAME_AS)))
    turns = "|".join(map(spelling_patterns.any_case, ALTERNATING))
    others = "|".join(map(spelling_patterns.any_case, ("sides", "legs", "arms")))
    after = f"(,?\\s+{spelling_patterns.any_case('only')})?[.\\s]*"
    sides = f"({turns})([\\s-]+({others}))?|({each})[\\s-]+({parts})|({ones})([\\s-]+({parts}))?"
    return rf"^\s*(({before})\s+)*({sides}){after}$"


def _vocabulary_schemas(vocabulary: Vocabulary) -> Mapping[str, _Schema]:
    """Return the schemas of a muscle and of a piece of equipment."""
    muscles = _words(vocabulary.muscles.values())
    tools = [*vocabulary.nothing, *_words(vocabulary.equipment.values())]
    return {
        name: {"description": about, "anyOf": _offered(words, spelling_patterns.known_words(words))}
        for name, about, words in (
            ("muscle", "A muscle, in everyday or anatomical words", muscles),
            ("equipment", "A piece of equipment", tools),
        )
    }


def _words(terms: Iterable[Term]) -> list[str]:
    """Return every word for the *terms*: for each its id, its name, then its synonyms."""
    return list(dict.fromkeys(word for term in terms for word in (term.id, term.name, *term.synonyms)))


def _offered(words: list[str], pattern: str) -> list[_Schema]:
    """Return two options: one of *words*, which an editor can offer, or any string that matches *pattern*."""
    return [{"enum": words}, {"type": "string", "pattern": pattern}]


# --- tidying ----------------------------------------------------------------------------------------------

_BOUNDS = {"ge": "minimum", "le": "maximum"}
_AS_THEY_ARE = frozenset(["required", "examples", "type"])


def _tidied(schema: Any) -> Any:
    """Return *schema* for editors: without titles and empty defaults, and accepting all spellings."""
    if isinstance(schema, list):
        return [_tidied(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    original: _Schema = schema
    tidy: _Schema = {}
    for key, value in original.items():
        if key == "properties":
            tidy[key] = {name: _tidied(one) for name, one in value.items()}
        elif key in _AS_THEY_ARE:
            tidy[key] = value
        elif key == "enum":
            tidy["anyOf"] = _offered(value, spelling_patterns.fixed_words(value))
        elif key == "anyOf":
            tidy[key] = [option for one in map(_tidied, value) for option in _options(one)]
        elif key != "title" and (key != "default" or (isinstance(value, bool | int | str) and value != "")):
            tidy[_BOUNDS.get(key, key)] = _tidied(value)
    if "anyOf" in tidy:
        tidy.pop("type", None)
    if "$ref" in tidy and len(tidy) > 1:  # up to draft-07, siblings of a reference are ignored
        tidy["allOf"] = [{"$ref": tidy.pop("$ref")}]
    return tidy


def _options(schema: _Schema) -> list[_Schema]:
    """Return the options of a *schema* that is only a choice, else the schema itself."""
    if schema.keys() != {"anyOf"}:
        return [schema]
    options: list[_Schema] = schema["anyOf"]
    return options
