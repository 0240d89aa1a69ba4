"""Sentences that a comma in brackets splits: what is looked at, and that the hint repairs it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import documents
import pytest
from conftest import RunCli, Write
from pydantic import BaseModel

from cuecard.parse import nested_models, schema, split_sentences, validation_errors
from cuecard.parse.conditions import Rule
from cuecard.parse.site_settings import Site

NAMES = validation_errors._OF_WORDS | {"load", "on", "figures", "tags", "terms"}
"""Keys of lists of names."""


def lists_of_texts(model: type[BaseModel]) -> set[str]:
    """Return the keys below *model* whose value is a list that may hold plain texts."""
    found: set[str] = set()
    for key, field in model.model_fields.items():
        annotation: Any = field.annotation
        for part in (annotation, *get_args(annotation)):
            item: Any = (
                get_args(part)[0] if part is not None and getattr(part, "__origin__", None) is tuple else None
            )
            while hasattr(item, "__metadata__"):
                item = item.__origin__
            if item in (str, Rule) or (
                isinstance(item, type) and issubclass(item, nested_models.ProgressionItem)
            ):
                found.add(key)
            for inner in (part, item):
                if isinstance(inner, type) and issubclass(inner, BaseModel):
                    found |= lists_of_texts(inner)
    return found


def test_every_list_of_sentences_is_looked_at() -> None:
    """Each list of texts in the models is known either as one of sentences or as one of names."""
    known = lists_of_texts(schema.Exercise) | lists_of_texts(schema.Routine) | lists_of_texts(Site)
    known |= lists_of_texts(schema.Guide)
    assert known >= split_sentences.SENTENCES
    assert not split_sentences.SENTENCES & NAMES
    assert known - split_sentences.SENTENCES - NAMES == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "The calf is hot, swollen or very sore.",
        "You feel sick, faint, or out of breath",
        'You hear a "pop", or feel one.',
        "It's worse, not better, after 2 weeks",
        "It is sharp (like a knife), or burns.",
    ],
)
def test_the_hint_repairs_what_it_is_reported_of(
    project: Path, write: Write, run_cli: RunCli, sentence: str
) -> None:
    """What the hint says to write, put in the place of the sentence, is one rule and has no problem."""
    text = "---\ntitle: Calf\nmuscles: {{primary: [calves]}}\nsteps: [Rise.]\nstop_if: [{}, It hurts.]\n---\n"
    write("content/exercises/calf.md", text.format(sentence))
    problems = json.loads(run_cli("check", "--format", "json").out)["problems"]
    [problem] = [one for one in problems if one["code"] == "split-sentence"]
    assert (problem["code"], problem["severity"]) == ("split-sentence", "warning")
    written = re.match(r'write (".*") with its quotation marks;', problem["hint"])
    assert written
    write("content/exercises/calf.md", text.format(written[1]))
    assert "split-sentence" not in run_cli("check").err
    assert run_cli("build").code == 0
    data = documents.data(project / "site")
    [exercise] = [one for one in data["exercises"] if one["title"] == "Calf"]
    assert sentence in json.dumps(exercise, ensure_ascii=False).replace('\\"', '"')


def test_a_build_warns_too_and_a_strict_one_refuses(project: Path, write: Write, run_cli: RunCli) -> None:
    """A rule in two halves is a matter of safety: a build says so as well, each time, and `--strict` stops at it."""
    write(
        "content/exercises/calf.md",
        "---\ntitle: Calf\nmuscles: {primary: [calves]}\nsteps: [Rise.]\nstop_if: [It is hot, or swollen.]\n---\n",
    )
    for _ in range(2):
        outcome = run_cli("build")
        assert outcome.code == 0
        assert "content/exercises/calf.md:5:20: warning[split-sentence]" in outcome.err
    assert run_cli("build", "--strict").code == 1
