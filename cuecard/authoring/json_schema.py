"""The schema of each kind of file as JSON Schema, by which editors complete keys and words and underline mistakes.

The models of `cuecard.parse.schema` are the source: their keys, what each may hold, and the sentence below each key.
The vocabulary adds the words for muscles and equipment.

An editor reads YAML by its own rules (YAML 1.2, core schema), by which `3` is a number and `1:30` a text, and knows
nothing of this program's leniency. So a schema **lets through whatever Cuecard reads without an error**, and refuses
what is surely wrong; what takes more than one value to tell is left to `check`. It keeps to keywords that mean the
same from draft-07 to 2020-12, since many editors know only the older one.
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
from cuecard.figures.body.skeleton import JOINTS, joint_of
from cuecard.parse.schema import Exercise, Guide, Routine, Site
from cuecard.vocabulary.term import Term
from cuecard.vocabulary.vocabulary import Vocabulary

DIALECTS: Mapping[str, str] = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "draft-07": "http://json-schema.org/draft-07/schema#",
}
"""By the word that asks for it: what a schema says of itself. All else is the same in both."""
KINDS: Mapping[str, type[BaseModel]] = {
    "exercise": Exercise,
    "routine": Routine,
    "guide": Guide,
    "site": Site,
}
"""By the word that asks for it: the model of a kind of file."""

_Schema = dict[str, Any]


def described(vocabulary: Vocabulary, kind: str = "", dialect: str = "2020-12") -> _Schema:
    """The JSON Schema of a *kind* of file; without one, of all of them, each by its name under `$defs`."""
    named = [kind] if kind else list(KINDS)
    _, made = models_json_schema(
        [(KINDS[name], "validation") for name in named], ref_template="#/$defs/{model}"
    )
    raw: dict[str, _Schema] = made["$defs"]
    for model in _models(KINDS[name] for name in named):
        if model.__name__ in raw:  # a model that another one's schema describes has none by itself
            _describe(raw[model.__name__], model)
    definitions: dict[str, _Schema] = {name: _tidied(one) for name, one in raw.items()}
    _complete(definitions, vocabulary)
    definitions = _in_use(definitions, [KINDS[name].__name__ for name in named])
    tops = {name: definitions.pop(KINDS[name].__name__) for name in named}
    head = {"$schema": DIALECTS[dialect], "title": f"Cuecard: {kind or 'content'}"}
    if kind:
        return head | tops[kind] | {"$defs": definitions}
    return head | {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in named], "$defs": tops | definitions}


def _in_use(definitions: Mapping[str, _Schema], tops: Iterable[str]) -> dict[str, _Schema]:
    """Those of the *definitions* that one of the *tops* needs; pydantic adds what a dose becomes when it is read."""
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
    """*tops* and every model inside them."""
    found: list[type[BaseModel]] = []
    waiting = list(tops)
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.append(model)
            waiting += [inner for field in model.model_fields.values() for inner in _inside(field.annotation)]
    return found


def _inside(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _inside(part)]


def _describe(schema: _Schema, model: type[BaseModel]) -> None:
    """Put what stands below each key of *model* into its *schema*, and let every key that may be left out be empty."""
    told = _sentences(model)
    schema["description"] = " ".join(schema["description"].partition("\n\n")[0].split())
    for key, field in model.model_fields.items():
        one = schema["properties"][key]
        if key in told:
            one["description"] = told[key]
        if not field.is_required():
            schema["properties"][key] = _or_empty(one)


@cache
def _sentences(model: type[BaseModel]) -> Mapping[str, str]:
    """By key: the text that stands below it in the source of *model*, or of a model that this one extends.

    pydantic can read these too, but when a model is made, so each build would wait for it.
    """
    told: dict[str, str] = {}
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
                told[ast.unparse(key.target)] = " ".join(str(text.value.value).split())
    return told


def _or_empty(schema: _Schema) -> _Schema:
    """*schema*, or nothing at all: a key with nothing behind it counts as absent."""
    about = {key: schema[key] for key in ("description", "default") if key in schema}
    rest = {key: value for key, value in schema.items() if key not in about}
    if isinstance(types := rest.get("type"), str | list) and "enum" not in rest:
        return about | rest | {"type": [*([types] if isinstance(types, str) else types), "null"]}
    options = [one for one in rest.get("anyOf", [rest]) if one != {"type": "null"}]
    return about | {"anyOf": [*options, {"type": "null"}]}


# --- what the models do not say ---------------------------------------------------------------------------


def _complete(definitions: dict[str, _Schema], vocabulary: Vocabulary) -> None:
    """Add what is told elsewhere than in the models: sides, joints, and where the words of the trade belong."""
    if dose := definitions.get("Dose"):
        [spelled] = [option for option in dose["properties"]["side"]["anyOf"] if "pattern" in option]
        spelled["pattern"] = _sides()
    if frame := definitions.get("Frame"):
        for key, one in frame["properties"].items():
            if key.endswith(" arms"):
                one["description"] = f"How the {key.removesuffix('s')} is held."
            elif key in JOINTS or key.partition(" ")[2] in JOINTS:
                joint = joint_of(key)
                one["description"] = f"Degrees: the {joint.name} {joint.told}."
    if exercise := definitions.get("Exercise"):
        for group in definitions["Muscles"]["properties"].values():
            group["items"] = {"$ref": "#/$defs/muscle"}
        exercise["properties"]["equipment"]["items"] = {"$ref": "#/$defs/equipment"}
        definitions |= _words_of_the_trade(vocabulary)


def _sides() -> str:
    """The pattern of all the ways of writing a side."""
    before = "|".join(map(spelling_patterns.any_case, ("on", "with", "only", "the", "your", "my")))
    parts = "|".join(map(spelling_patterns.any_case, PARTS))
    each, ones = ("|".join(map(spelling_patterns.any_case, words)) for words in (EACH, (*ONE_SIDE, *SAME_AS)))
    turns = "|".join(map(spelling_patterns.any_case, ALTERNATING))
    others = "|".join(map(spelling_patterns.any_case, ("sides", "legs", "arms")))
    after = f"(,?\\s+{spelling_patterns.any_case('only')})?[.\\s]*"
    sides = f"({turns})([\\s-]+({others}))?|({each})[\\s-]+({parts})|({ones})([\\s-]+({parts}))?"
    return rf"^\s*(({before})\s+)*({sides}){after}$"


def _words_of_the_trade(vocabulary: Vocabulary) -> Mapping[str, _Schema]:
    """What may be written for a muscle and for a piece of equipment."""
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
    """Every word for the *terms*: of each its id first, then its name and the others."""
    return list(dict.fromkeys(word for term in terms for word in (term.id, term.name, *term.synonyms)))


def _offered(words: list[str], pattern: str) -> list[_Schema]:
    """Two ways: one of the *words*, which an editor offers, or any text of the *pattern*."""
    return [{"enum": words}, {"type": "string", "pattern": pattern}]


# --- tidying ----------------------------------------------------------------------------------------------

_BOUNDS = {"ge": "minimum", "le": "maximum"}
_AS_THEY_ARE = frozenset(["required", "examples", "type"])


def _tidied(schema: Any) -> Any:
    """*schema* as an editor wants it: without titles and defaults that say nothing, and lenient about spelling."""
    if isinstance(schema, list):
        return [_tidied(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    given: _Schema = schema
    tidy: _Schema = {}
    for key, value in given.items():
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
    if "$ref" in tidy and len(tidy) > 1:  # up to draft-07, what stands beside a reference counts for nothing
        tidy["allOf"] = [{"$ref": tidy.pop("$ref")}]
    return tidy


def _options(schema: _Schema) -> list[_Schema]:
    """The options of a *schema* that is nothing but a choice; else itself."""
    if schema.keys() != {"anyOf"}:
        return [schema]
    options: list[_Schema] = schema["anyOf"]
    return options
