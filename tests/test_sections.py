"""The table of sections: one line in the model of an exercise brings a plain key everywhere."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import documents
import pytest
import sites
from conftest import ROOT

from cuecard.core.build_options import builtin_templates
from cuecard.parse.sections import SECTION_IDS

NEW_KEYS = '''
    set_up: Annotated[Text, Place.BEFORE_STEPS] = ""
    """How to set up."""
    grips: Annotated[Texts, Place.TECHNIQUE] = ()
    """Which grips will do."""
    dose: Dose | None = None
    """How much to do."""
    progressions:'''
BESIDE = re.compile(r'\n    dose: Dose \| None = None\n    """How much to do."""\n    progressions:')


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the program in which two made-up plain keys are added to the model of an exercise, and nothing
    else.
    """
    folder = tmp_path_factory.mktemp("program")
    for part in ("cuecard", "templates"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    schema = folder / "cuecard/parse/schema.py"
    text, count = BESIDE.subn(NEW_KEYS, schema.read_text("utf-8"))
    assert count == 1
    schema.write_text(text, "utf-8")
    return folder


def run(program: Path, cwd: Path, *words: str) -> str:
    """Return what the copy prints."""
    done = subprocess.run(
        [sys.executable, "-m", "cuecard", *words],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(program)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_plain_key_is_added_in_one_place(program: Path, tmp_path: Path) -> None:
    """It is on the page, in exercises.json, in the schema and in a re-import; no heading of a body takes its id."""
    facts = sites.exercise("Row", set_up="Sit tall.", grips=["Wide", "Narrow"])
    body = "## Set up\n\nSee [the grips](#grips).\n\n## Grips\n\nText.\n"
    sites.put(tmp_path, {"content/exercises/row.md": sites.text(facts, body)})
    run(program, tmp_path, "build", "--quiet")

    page = documents.document(tmp_path / "site/exercises/row.html")
    sections = {one.get("id"): " ".join(documents.text_of(one).split()) for one in page.iter("section")}
    assert (sections["set-up"], sections["grips"]) == ("Set up Sit tall.", "Grips Wide Narrow")
    ids = [id for one in page.iter() if (id := one.get("id"))]
    assert sorted(ids) == sorted(set(ids))
    assert [one.get("id") for one in page.iter("h2") if documents.text_of(one) == "Set up"] == [
        "set-up-title",
        "set-up-2",
    ]

    [record] = documents.data(tmp_path / "site")["exercises"]
    assert (record["set_up"], record["grips"]) == ("Sit tall.", ["Wide", "Narrow"])

    schema = json.loads(run(program, tmp_path, "schema", "exercise"))
    assert {"set_up", "grips"} <= schema["properties"].keys()

    run(program, tmp_path, "import", "cuecard", "site/exercises.json", "--into", "again", "--quiet")
    keys = re.findall(r"^(\w+):", (tmp_path / "again/exercises/row.md").read_text("utf-8"), re.MULTILINE)
    assert keys == ["title", "muscles", "steps", "set_up", "grips", "stop_if"]


def test_ids_of_sections_are_those_that_templates_print() -> None:
    """Every id on a page with a body is reserved, so that no heading takes it; and no other is."""
    files = ("base.html", "exercise.html", "routine.html", "guide.html", "parts.html")
    printed = {
        id.removesuffix("-title")
        for file in files
        for id in re.findall(r'id="([\w-]+)"', (builtin_templates() / file).read_text("utf-8"))
    }
    plain = {"goal", "start", "cues", "mistakes", "breathing", "feel"}
    assert printed | plain == SECTION_IDS
