"""The schema for editors: what Cuecard reads passes, read as editors read it, and typical mistakes do not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT, SMALL, RunCli, Write
from pydantic import BaseModel
from test_cases import ALL
from test_docs import FILES
from test_schema import EVERYTHING

from cuecard.authoring import json_schema, spellings
from cuecard.content.vocabulary import load_builtin

# --- YAML as editors read it ------------------------------------------------------------------------------


class CoreLoader(yaml.SafeLoader):
    """YAML with the core schema of version 1.2, which knows no dates, no times in base 60, and no "yes"."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _form, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_form})\Z"), _first)


def test_the_reader_of_these_tests_follows_yaml_1_2() -> None:
    """Times, dates and words stay text, numbers and true become what they look like."""
    read = yaml.load("[1:30, 2026-11-01, no, 3-1-1, 30 s, 12, 4.5, true, '7', ~]", CoreLoader)  # noqa: S506 - a safe one
    assert read == ["1:30", "2026-11-01", "no", "3-1-1", "30 s", 12, 4.5, True, "7", None]


KIND_OF = {"exercises": "exercise", "routines": "routine", "guides": "guide", "site.yaml": "site"}


def facts(path: str, text: str) -> tuple[str, Any]:
    """The kind of a file of content, and its facts as an editor sees them."""
    kind = KIND_OF[path.split("/")[0]]
    block = text if kind == "site" else re.split(r"(?m)^---[ \t]*\r?$", text.removeprefix("\ufeff"))[1]
    return kind, yaml.load(block, CoreLoader)  # noqa: S506 - a safe one


@cache
def schema_of(kind: str) -> Any:
    """The schema of a kind of file, as JSON has it."""
    return json.loads(json.dumps(json_schema.described(load_builtin(), kind)))


def complaints(kind: str, given: Any) -> list[str]:
    """What an editor would underline; by 2020-12 and by draft-07, which have to agree."""
    found = [
        sorted(
            f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
            for error in checker.iter_errors(given)
        )
        for dialect in (jsonschema.Draft202012Validator, jsonschema.Draft7Validator)
        if (checker := dialect(schema_of(kind)))
    ]
    assert found[0] == found[1]
    return found[0]


# --- what is right ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["", *json_schema.KINDS])
def test_each_schema_is_a_schema(kind: str) -> None:
    """What is made is JSON Schema, of 2020-12 as it says and of draft-07, which more editors know."""
    assert schema_of(kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))
    jsonschema.Draft7Validator.check_schema(schema_of(kind))


def _good_files() -> Iterator[tuple[str, str, str]]:
    """Files without a mistake: where they are from, their path in the content folder, and their text."""
    for name, folder in (("shipped", ROOT / "content"), ("small", SMALL / "content")):
        for file in sorted((*folder.rglob("*.md"), folder / "site.yaml")):
            yield name, file.relative_to(folder).as_posix(), file.read_text(encoding="utf-8")
    for path, text in FILES.items():
        if path != "content/vocabulary.yaml":
            yield "handbook", path.removeprefix("content/"), text
    yield "everything", "exercises/squat.md", f"---\n{EVERYTHING}---\n"


def test_every_file_that_ships_or_is_shown_passes() -> None:
    """The guide that comes along, the handbook's examples and a file with all keys have nothing underlined."""
    read = {(name, path): complaints(*facts(path, text)) for name, path, text in _good_files()}
    assert {where: found for where, found in read.items() if found} == {}
    assert len(read) > 40


def _good_cases() -> Iterator[tuple[str, str, str]]:
    """Of the corpus of cases, each file in which no error is told: its case, its path, its text."""
    for case in ALL:
        wrong = {expected.path for expected in case.expected if expected.severity == "error"}
        own_words = "vocabulary.yaml" in case.files
        for path, data in case.files.items():
            if (
                path.split("/")[0] in KIND_OF
                and path.endswith((".md", "site.yaml"))
                and path not in wrong
                and not own_words
            ):
                yield f"{case.place} {case.title}", path, data.decode("utf-8", errors="replace")


def test_every_case_without_a_mistake_passes() -> None:
    """What the corpus of cases shows to be right, in all its ways of writing, is not underlined."""
    read = {(name, path): complaints(*facts(path, text)) for name, path, text in _good_cases()}
    assert {where: found for where, found in read.items() if found} == {}
    assert len(read) > 40
