"""The schema for editors: what Cuecard reads passes, read as editors read it, and typical mistakes do not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import ROOT, SMALL, RunCli, Write
from test_cases import ALL
from test_docs import DOSES, FILES
from test_schema import EVERYTHING

from cuecard.authoring import json_schema
from cuecard.vocabulary.additions import load_builtin
from cuecard.vocabulary.term import Unknown

# --- YAML as editors read it ------------------------------------------------------------------------------


class CoreLoader(yaml.SafeLoader):
    """YAML with the core schema of version 1.2, which knows no dates, no times in base 60, and no "yes"."""


CoreLoader.yaml_implicit_resolvers = {}
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


KIND_OF = {
    "exercises": "exercise",
    "routines": "routine",
    "guides": "guide",
    "pages": "page",
    "home.md": "home",
    "site.yaml": "site",
}


def facts(path: str, text: str) -> tuple[str, Any]:
    """Return the kind of a file of content, and its facts as an editor sees them."""
    kind = KIND_OF[path.split("/", maxsplit=1)[0]]
    parts = re.split(r"(?m)^---[ \t]*\r?$", text.removeprefix("\ufeff"))
    if kind == "home" and len(parts) == 1:  # it need not have front matter
        return kind, {}
    block = text if kind == "site" else parts[1]
    return kind, yaml.load(block, CoreLoader)  # noqa: S506 - a safe one


@cache
def schema_of(kind: str) -> Any:
    """Return the schema of a kind of file, as JSON has it."""
    return json.loads(json.dumps(json_schema.described(load_builtin(), kind)))


def complaints(kind: str, given: Any) -> list[str]:
    """Return what an editor would underline; by 2020-12 and by draft-07, which have to agree."""
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


def complaints_by_file(files: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], list[str]]:
    """Return the complaints about each of *files*: where they are from, their path and their text."""
    return {(name, path): complaints(*facts(path, text)) for name, path, text in files}


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
    read = complaints_by_file(_good_files())
    assert {where: found for where, found in read.items() if found} == {}
    assert len(read) > 40


def _good_cases() -> Iterator[tuple[str, str, str]]:
    """Yield each file of the corpus of cases in which no error is reported: its case, its path, its text.

    Characters that only look like others are read as those by the program, and not by editors.
    """
    for case in ALL:
        if case.place.startswith("look_alikes"):
            continue
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
    read = complaints_by_file(_good_cases())
    assert {where: found for where, found in read.items() if found} == {}
    assert len(read) > 40


# --- what is wrong ----------------------------------------------------------------------------------------

GOOD = {"title": "Squat", "muscles": {"primary": ["quads"]}, "steps": ["Stand up."]}


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"musles": {}}, ""),
        ({"title": None}, "title"),
        ({"title": " "}, "title"),
        ({"level": "easy"}, "level"),
        ({"position": "lying"}, "position"),
        ({"muscles": {"primary": []}}, "muscles/primary"),
        ({"muscles": {"primary": ["abdutors"]}}, "muscles/primary/0"),
        ({"muscles": {"primary": ["quads and glutes"]}}, "muscles/primary/0"),
        ({"equipment": ["trampoline"]}, "equipment/0"),
        ({"steps": "Stand up."}, "steps"),
        ({"dose": {}}, "dose"),
        ({"dose": "3x10"}, "dose"),
        ({"dose": {"rest": 30}}, "dose"),
        ({"dose": {"sets": 99}}, "dose"),
        ({"dose": {"side": "both"}}, "dose"),
        ({"draft": "no"}, "draft"),
        ({"reviewed": {"by": "Jo", "on": "1 March 2026"}}, "reviewed"),
        ({"images": [{"src": "film.mp4", "alt": "A film"}]}, "images/0/src"),
        ({"figure": {"frames": [{"pose": "squatt"}]}}, "figure"),
        ({"figure": {"frames": [{"pose": "squat", "knee": 190}]}}, "figure"),
        ({"figure": {"frames": ["squat"], "props": ["trampoline"]}}, "figure"),
    ],
)
def test_a_typical_mistake_is_underlined(more: dict[str, Any], where: str) -> None:
    """What an author gets wrong most often is underlined at its place, in a file that is good without it."""
    assert complaints("exercise", GOOD) == []
    [found] = complaints("exercise", GOOD | more)
    assert found.partition(":")[0] == where


def test_an_exercise_needs_muscles_or_a_goal() -> None:
    """Either key is enough, and an empty one does no harm; without both the whole file is marked."""
    assert complaints("exercise", GOOD | {"muscles": None, "goal": "A steady gaze."}) == []
    bare = {key: value for key, value in GOOD.items() if key != "muscles"}
    assert complaints("exercise", bare | {"goal": "A steady gaze."}) == []
    [found] = complaints("exercise", bare)
    assert found.partition(":")[0] == ""


def test_a_mistake_in_settings_and_routines_is_underlined() -> None:
    """The other kinds of file have schemas of their own."""
    assert complaints("site", {"title": "Knees", "paper": "A4", "language": "en-GB"}) == []
    assert [one.partition(":")[0] for one in complaints("site", {"paper": "a5", "language": "English"})] == [
        "language",
        "paper",
    ]
    assert (
        complaints("routine", {"title": "Strong", "exercises": ["squat"], "schedule": {"per_week": 3}}) == []
    )
    [found] = complaints("routine", {"title": "Strong", "exercises": ["squat"], "schedule": {"per_week": 15}})
    assert found.startswith("schedule: ")
    [found] = complaints("routine", {"title": "Strong"})
    assert found.partition(":")[0] == ""
    [found] = complaints("guide", {"title": "Pain", "steps": []})
    assert "'steps' was unexpected" in found


# --- words ------------------------------------------------------------------------------------------------


def _ways_of_writing(word: str) -> Iterator[str]:
    yield from (
        word,
        word.upper(),
        word.title(),
        f" the {word} muscles",
        f"Left-{word}",
        f"{word} muscle",
        f"{word.removesuffix('s')}s",
    )
    yield from (word.replace(" ", "-"), word.replace("-", "  "), word.removesuffix("s"), f"{word} ({word})")


def _forms(name: str) -> list[re.Pattern[str]]:
    return [
        re.compile(one["pattern"])
        for one in schema_of("exercise")["$defs"][name]["anyOf"]
        if "pattern" in one
    ]


def test_words_are_taken_in_every_way_of_writing_that_a_build_takes() -> None:
    """What the vocabulary folds away, such as capitals, plurals and "the ... muscles", brings up no false alarm."""
    words = load_builtin()
    [muscle], [tool] = _forms("muscle"), _forms("equipment")
    for terms, form, means in ((words.muscles, muscle, words.muscle), (words.equipment, tool, words.tool)):
        refused = {
            written
            for term in terms.values()
            for word in term.words
            for written in _ways_of_writing(word)
            if not form.search(written)
        }
        assert [written for written in sorted(refused) if not isinstance(means(written), Unknown)] == []
        assert len(refused) < 100


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abdutor",
        "hip abduktors",
        "glutz",
        "quads, hamstrings",
        "quads and glutes",
        "bicep curl",
        "legz",
        "(glutes)",
        "a",
    ],
)
def test_words_that_a_build_does_not_know_are_not_taken(written: str) -> None:
    """Neither what is near to a word nor several words at once."""
    [muscle] = _forms("muscle")
    assert isinstance(load_builtin().muscle(written), Unknown)
    assert not muscle.search(written)


def test_words_are_offered_with_all_that_mean_the_same() -> None:
    """An editor can offer ids, everyday names and synonyms, and the words for nothing at all."""
    offered = schema_of("exercise")["$defs"]
    muscles, tools = (offered[name]["anyOf"][0]["enum"] for name in ("muscle", "equipment"))
    assert {"glutes", "Buttocks", "gluteus maximus", "bum", "core", "it-band"} <= set(muscles)
    assert {"loop-band", "mini band", "none", "bodyweight"} <= set(tools)
    assert len(set(muscles)) == len(muscles)


def test_words_of_the_project_are_in_its_schema(project: Path, write: Write, run_cli: RunCli) -> None:
    """What `vocabulary.yaml` adds is offered and taken; in another project it is not."""
    assert project.is_dir()
    write(
        "content/vocabulary.yaml",
        "muscles:\n  popliteus: {name: Behind the knee}\nequipment: {sofa: {name: Sofa}}\n",
    )
    schema = json.loads(run_cli("schema", "exercise").out)
    given = GOOD | {"muscles": {"primary": ["Popliteus"]}, "equipment": ["the sofa"]}
    assert jsonschema.Draft202012Validator(schema).is_valid(given)
    assert len(complaints("exercise", given)) == 2
    elsewhere = write("elsewhere/exercises/one.md", "").parent.parent
    assert json.loads(run_cli("schema", "exercise", "--content", elsewhere).out) == schema_of("exercise")


def test_a_faulty_vocabulary_is_reported_and_nothing_printed(
    project: Path, write: Write, run_cli: RunCli
) -> None:
    """Mistakes in `vocabulary.yaml` are reported at their place, and end with 1."""
    assert project.is_dir()
    write("content/vocabulary.yaml", "muscles:\n  popliteus: {nam: Behind the knee}\n")
    outcome = run_cli("schema", "exercise")
    assert (outcome.code, outcome.out) == (1, "")
    assert "content/vocabulary.yaml:2:15: error[unknown-key]" in outcome.err


# --- what editors show ------------------------------------------------------------------------------------


def _objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield each part of a schema that lists the keys of something."""
    if isinstance(schema, dict):
        if "properties" in schema:
            yield schema
        for one in schema.values():
            yield from _objects(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from _objects(one)


def test_each_key_is_described() -> None:
    """Wherever a key can be, an editor can show in a sentence what it is for, and whatever is offered is valid."""
    keys = [
        (key, one) for described in _objects(schema_of("")) for key, one in described["properties"].items()
    ]
    assert {"title", "frames", "near knee", "log_weeks", "ok", "band"} <= {key for key, _ in keys}
    assert [key for key, one in keys if not re.match(r"\S.{7,}", one.get("description", ""))] == []
    for key, one in keys:
        for offered in (*one.get("examples", ()), *([one["default"]] if "default" in one else ())):
            assert jsonschema.Draft202012Validator(one).is_valid(offered), key


def test_all_kinds_are_in_one_document(run_cli: RunCli) -> None:
    """Without a kind, one document has all four by name, and each means what it means alone."""
    whole = json.loads(run_cli("schema").out)
    assert whole == schema_of("")
    checker = jsonschema.Draft202012Validator(whole)
    assert checker.is_valid(GOOD)
    assert checker.is_valid({"title": "Strong", "exercises": ["squat"]})
    assert not checker.is_valid({"title": "Squat", "musles": {}})
    assert set(json_schema.KINDS) <= set(whole["$defs"])
    for kind in json_schema.KINDS:
        alone = {
            key: value for key, value in schema_of(kind).items() if key not in {"$schema", "$defs", "title"}
        }
        assert whole["$defs"][kind] == alone


def test_a_dialect_changes_the_first_line_alone(run_cli: RunCli) -> None:
    """For tools that know nothing newer, the same schema calls itself draft-07."""
    old, new = (run_cli("schema", "guide", *more).out for more in (("--dialect", "draft-07"), ()))
    assert json.loads(old)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert old.splitlines()[2:] == new.splitlines()[2:]


def test_what_schema_cannot_do_is_reported(tmp_path: Path, run_cli: RunCli) -> None:
    """A kind that there is not, or a folder that is not there, ends with 2 and prints nothing."""
    assert tmp_path.is_dir()
    assert run_cli("schema", "recipe").code == 2
    outcome = run_cli("schema", "exercise", "--content", "nowhere")
    assert (outcome.code, outcome.out) == (2, "")
    assert 'there is no folder "nowhere"' in outcome.err


def test_every_shape_that_reads_passes() -> None:
    """The programmes of the tests, and each kind of item, session, phase and step in its short and its long form."""
    programmes = sorted((ROOT / "tests/programmes").rglob("*.md"))
    read = {
        file.name: complaints(*facts(f"{file.parent.name}/{file.name}", file.read_text("utf-8")))
        for file in programmes
    }
    assert {name: found for name, found in read.items() if found} == {}
    group = {
        "rounds": 3,
        "rest": "none",
        "until": "you are tired",
        "in_all": "20 min",
        "superset": ["squat", "lunge"],
    }
    for shape in (
        {"exercises": [group, {"either": ["squat", group]}, {"choose": 1, "of": ["squat", "lunge"]}]},
        {"exercises": [{"exercise": "squat", "optional": True, "only_once": "you can"}]},
        {"exercises": [{"rounds": 2, "circuit": [{"exercise": "squat", "alternate_sides": True}, "lunge"]}]},
        {
            "sessions": [
                "rest",
                "legs",
                {"rest": "Walk."},
                {"rest": True},
                {"exercises": ["squat"], "takes": "30 min"},
            ]
        },
        {
            "phases": [
                "legs",
                {"keep": "all"},
                {"keep": ["squat"]},
                {"sessions": ["rest"]},
                {"exercises": [group]},
            ]
        },
        {
            "exercises": ["squat"],
            "before": ["brisk-walk", {"do": "Walk", "dose": {"time": "1 min"}}],
            "after": "Rest.",
        },
    ):
        assert complaints("routine", {"title": "Strong", **shape}) == []
    [found] = complaints(
        "routine", {"title": "Strong", "exercises": ["squat", {"rounds": 3, "circuits": ["squat"]}]}
    )
    assert found.startswith("exercises/1: ")


def test_every_dose_of_the_documentation_passes() -> None:
    """No dose on docs/doses.md, in any of its ways of writing, is underlined in an editor."""
    tables = [table for table in DOSES.tables if table.head[0].startswith("What ")]
    written = [row[1 if table.head[1] == "What to write" else 0] for table in tables for row in table.rows]
    assert len(written) > 200
    wrong = {}
    for one in written:
        given = {**GOOD, "dose": yaml.load(one.strip("`"), CoreLoader)}  # noqa: S506 - a safe one
        if found := complaints("exercise", given):
            wrong[one] = found
    assert wrong == {}
