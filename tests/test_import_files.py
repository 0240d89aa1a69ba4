"""Where imported texts are, and what a second import does: nothing, unless the source has changed and nobody else."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import other_collections as others
import pytest
import sites
from conftest import RunCli
from other_collections import record

from cuecard.cli import progress_bar
from cuecard.importers import json_input, ledger
from cuecard.importers.ledger import LIST

SOURCES = ["free-exercise-db", "open-exercise-db", "wger", "cuecard"]
SOME = [record(), record("Calf raise"), record("Wall sit", primaryMuscles=["quadriceps"])]


def bring(run_cli: RunCli, tmp_path: Path, *records: Any, source: str = "free-exercise-db") -> dict[str, str]:
    """Import *records* into the folder `into`; what became of each file."""
    out = run_cli("import", source, others.free(tmp_path, *records), "--into", "into", "--format", "json")
    assert (out.code, out.err) == (0, "")
    return {entry["file"].removeprefix("exercises/"): entry["done"] for entry in json.loads(out.out)["files"]}


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Bytes and time of each file."""
    return {path: (data, (folder / path).stat().st_mtime_ns) for path, data in sites.tree(folder).items()}


# --- again ---------------------------------------------------------------------------------------------------------


def test_importing_twice_changes_nothing(run_cli: RunCli, tmp_path: Path) -> None:
    """Not a byte and not a date, in whatever order the records come."""
    assert set(bring(run_cli, tmp_path, *SOME).values()) == {"written"}
    before = state(tmp_path / "into")
    assert set(bring(run_cli, tmp_path, *reversed(SOME)).values()) == {"unchanged"}
    assert state(tmp_path / "into") == before


def test_each_kind_of_file_gets_what_it_should(run_cli: RunCli, tmp_path: Path) -> None:
    """New records are written and changed ones renewed; what the author edited, deleted or wrote is left alone."""
    own = sites.put(tmp_path / "into/exercises", {"knee/Own Text.md": "mine"})
    bring(run_cli, tmp_path, *SOME, record("Gone"))
    (own / "calf-raise.md").write_text("edited", "utf-8")
    (own / "wall-sit.md").unlink()
    new = [record(instructions=["Something else."]), *SOME[1:], record("Own text"), record("New")]
    assert bring(run_cli, tmp_path, *new) == {
        "heel-drop.md": "renewed",
        "calf-raise.md": "edited since",
        "wall-sit.md": "deleted since",
        "own-text.md": "not imported",
        "new.md": "written",
    }
    output = run_cli("import", "free-exercise-db", others.free(tmp_path, *new), "--into", "into").out
    for name in ("calf-raise.md", "wall-sit.md", "own-text.md", "1  written by an earlier import"):
        assert name in output
    texts = sites.tree(own)
    assert "Something else." in texts["heel-drop.md"].decode()
    assert (texts["calf-raise.md"], texts["knee/Own Text.md"]) == (b"edited", b"mine")
    assert {"gone.md", "new.md"} <= texts.keys()
    assert not {"wall-sit.md", "own-text.md"} & texts.keys()


def test_without_its_list_an_import_takes_back_what_nobody_edited(run_cli: RunCli, tmp_path: Path) -> None:
    """A list that is gone or torn costs nothing: the same bytes are known again, others count as the author's."""
    bring(run_cli, tmp_path, *SOME)
    edited = tmp_path / "into/exercises/calf-raise.md"
    edited.write_text("edited", "utf-8")
    (tmp_path / "into" / LIST).write_text('{"sources": {"free-exercise-db": ', "utf-8")
    out = run_cli("import", "free-exercise-db", others.free(tmp_path, *SOME), "--into", "into")
    assert (out.code, edited.read_text("utf-8")) == (0, "edited")
    assert "cannot be read" in out.err
    assert bring(run_cli, tmp_path, *SOME) == {
        "heel-drop.md": "unchanged",
        "wall-sit.md": "unchanged",
        "calf-raise.md": "not imported",
    }


@pytest.mark.parametrize("at", [0, 1, 2, 3, 4])
def test_an_import_that_is_cut_off_is_taken_up_by_the_next(
    at: int, run_cli: RunCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it stops, files are whole, and the next import with newer records ends where it should."""
    bring(run_cli, tmp_path, *SOME[:2])
    real, calls = ledger._replace, iter(range(100))

    def fails(file: Path, data: bytes) -> None:
        if next(calls) == at:
            raise KeyboardInterrupt
        real(file, data)

    changed = [record(instructions=["Two."]), record("Calf raise", instructions=["Two."]), SOME[2]]
    file = others.free(tmp_path, *changed)
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "_replace", fails)
        with pytest.raises(KeyboardInterrupt):
            run_cli("import", "free-exercise-db", file, "--into", "into")
    newest = [record(**{**one, "instructions": ["Three."]}) for one in changed]
    assert set(bring(run_cli, tmp_path, *newest).values()) <= {"written", "renewed"}
    texts = {path: data.decode() for path, data in sites.tree(tmp_path / "into/exercises").items()}
    assert texts.keys() == {"heel-drop.md", "calf-raise.md", "wall-sit.md"}
    assert all("Three." in text for text in texts.values())


# --- names ---------------------------------------------------------------------------------------------------------


def test_records_of_one_name_get_files_of_their_own(run_cli: RunCli, tmp_path: Path) -> None:
    """The lowest id has the name alone, others add their equipment or a number; the order of the file is no matter."""
    same = [
        record("Plank", id="9", equipment="body only"),
        record("plank", id="10", equipment="kettlebells"),
        record("Plank!", id="11", equipment="body only"),
        record("Index", id="12"),
        record("long " * 30, id="13"),
    ]
    result = bring(run_cli, tmp_path, *same)
    assert sorted(result) == [
        "index-exercise.md",
        "long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long.md",
        "plank-2.md",
        "plank-kettlebell.md",
        "plank.md",
    ]
    before = state(tmp_path / "into")
    random.Random(1).shuffle(same)  # noqa: S311 - a shuffle that is the same each time
    same.append(record("Plank", id="1"))
    assert bring(run_cli, tmp_path, *same)["plank-long-band.md"] == "written"
    assert before.items() - {(LIST, before[LIST])} <= state(tmp_path / "into").items()


def test_two_collections_in_one_folder(run_cli: RunCli, tmp_path: Path) -> None:
    """A name that another import has taken gets the collection's own behind it; neither touches the other's files."""
    bring(run_cli, tmp_path, *SOME)
    before = state(tmp_path / "into/exercises")
    result = bring(run_cli, tmp_path, record(), record("Other"), source="open-exercise-db")
    assert result == {"heel-drop-open-exercise-db.md": "written", "other.md": "written"}
    assert set(bring(run_cli, tmp_path, *SOME).values()) == {"unchanged"}
    assert before.items() <= state(tmp_path / "into/exercises").items()


# --- folders -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../out.md",
        "exercises/../../out.md",
        "/out.md",
        "exercises/.hidden.md",
        "exercises/a\\b.md",
        "site.yaml",
    ],
)
def test_a_list_that_names_other_places_is_not_believed(path: str, run_cli: RunCli, tmp_path: Path) -> None:
    """Whatever it says, files go where their names say, inside the folder."""
    ledger_data = {"sources": {"free-exercise-db": {"exercise Heel_drop": {"file": path, "digests": [""]}}}}
    sites.put(tmp_path, {f"into/{LIST}": json.dumps(ledger_data)})
    assert bring(run_cli, tmp_path, record()) == {"heel-drop.md": "written"}
    assert sites.tree(tmp_path).keys() == {"exercises.json", f"into/{LIST}", "into/exercises/heel-drop.md"}


def test_links_out_of_the_folder_are_not_followed(run_cli: RunCli, tmp_path: Path) -> None:
    """Neither a folder that is a link elsewhere nor a file that is one is written through."""
    outside = sites.put(tmp_path / "outside", {"heel-drop.md": "theirs"})
    (tmp_path / "into").mkdir()
    (tmp_path / "into/exercises").symlink_to(outside)
    out = run_cli("import", "free-exercise-db", others.free(tmp_path, *SOME), "--into", "into")
    assert (out.code, out.out) == (2, "")
    assert "symbolic link" in out.err
    (tmp_path / "into/exercises").unlink()
    (tmp_path / "into/exercises").mkdir()
    (tmp_path / "into/exercises/heel-drop.md").symlink_to(outside / "heel-drop.md")
    assert bring(run_cli, tmp_path, record())["heel-drop.md"] == "not imported"
    assert sites.tree(outside) == {"heel-drop.md": b"theirs"}


def test_a_disk_that_refuses_is_reported(run_cli: RunCli, tmp_path: Path) -> None:
    """One line that names the file, exit code 2."""
    sites.put(tmp_path, {"into/exercises": "a file"})
    out = run_cli("import", "free-exercise-db", others.free(tmp_path, *SOME), "--into", "into")
    assert (out.code, out.out, len(out.err.splitlines())) == (2, "", 1)


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "case",
    [
        ("not there", None, "there is no file"),
        ("folder", {}, "there is no .json file"),
        ("no json", b"{", "this is not valid JSON"),
        ("no text", b"\xff\xfe\x00", "not UTF-8"),
        ("deep", b"[" * 200_000, "nested too deeply"),
        ("number", b"[" + b"9" * 5000 + b"]", "cannot be read"),
        ("object", b'{"exercises": 1}', "it must be a list of exercises"),
        ("numbers", b"[1, 2]", "nothing in it looks like an exercise"),
    ],
)
@pytest.mark.parametrize("source", SOURCES)
def test_a_wrong_file_is_reported_in_a_line(
    source: str, case: tuple[str, Any, str], run_cli: RunCli, tmp_path: Path
) -> None:
    """Exit code 2, no traceback, and nothing is written."""
    name, data, message = case
    file = tmp_path / name
    if isinstance(data, bytes):
        file.write_bytes(data)
    elif data is not None:
        file.mkdir()
    out = run_cli("import", source, file, "--into", "into")
    assert (out.code, out.out, len(out.err.splitlines())) == (2, "", 1)
    assert message in out.err or source in {"wger", "cuecard"}
    assert not (tmp_path / "into").exists()


def test_a_file_of_half_a_gigabyte_is_not_read(run_cli: RunCli, tmp_path: Path) -> None:
    """It is refused by its size alone."""
    with (tmp_path / "huge.json").open("wb") as opened:
        opened.truncate(500_000_000)
    out = run_cli("import", "free-exercise-db", "huge.json", "--into", "into")
    assert out.code == 2
    assert f"500,000,000 bytes; the limit is {json_input.LARGEST_FILE:,}" in out.err


def test_the_report_reports_all_names_and_quiet_reports_none(run_cli: RunCli, tmp_path: Path) -> None:
    """The terminal names the first few, `--report` every one; records in are files and losses together."""
    names = [f"Empty {n}" for n in range(20)]
    file = others.free(tmp_path, *SOME, *(record(name, instructions=[]) for name in names))
    out = run_cli("import", "free-exercise-db", file, "--into", "into", "--report", "report.txt")
    assert out.out.splitlines()[:3] == [
        "free-exercise-db: 23 records, into into",
        "      3  written",
        "      0  unchanged",
    ]
    assert "     20  it has no steps: Empty 0, Empty 1, Empty 2, Empty 3, Empty 4 and 15 more" in out.out
    assert ", ".join(names) in (tmp_path / "report.txt").read_text("utf-8")
    assert run_cli("import", "free-exercise-db", file, "--into", "into", "--quiet") == (0, "", "")


def test_a_bar_shows_what_is_done_in_a_terminal(
    run_cli: RunCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where standard error is a terminal, work that takes long shows how many records are read."""
    monkeypatch.setattr(progress_bar, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress_bar, "_PAUSE", 0.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    out = run_cli("import", "free-exercise-db", others.free(tmp_path, *SOME), "--into", "into")
    assert "read records 1 of 3" in out.err
    assert "write files 1 of 3" in out.err


def test_a_language_is_for_wger_alone(run_cli: RunCli, tmp_path: Path) -> None:
    """Another collection has but one, and a language that wger does not have is named with those that it has."""
    file = others.free(tmp_path, *SOME)
    assert run_cli("import", "free-exercise-db", file, "--language", "de").code == 2
    rows = [others.exercise(1), others.text(10, 1, "Push", "<p>Lean on a wall.</p>")]
    out = run_cli("import", "wger", others.wger(tmp_path, *rows), "--language", "tlh", "--into", "into")
    assert (out.code, "de, en, es" in out.err) == (2, True)


def test_the_folders_of_a_whole_clone_of_wger(run_cli: RunCli, tmp_path: Path) -> None:
    """The clone, its package or one folder of fixtures may be named; a table that is missing is reported."""
    rows = [*others.tables(), others.exercise(1), others.text(10, 1, "Push", "<p>Lean on a wall.</p>")]
    parts = {
        "exercises/fixtures/exercise-base-data.json": ("exercises.exercise",),
        "exercises/fixtures/translations.json": ("exercises.translation",),
        "exercises/fixtures/muscles.json": ("exercises.muscle",),
        "exercises/fixtures/equipment.json": ("exercises.equipment",),
        "core/fixtures/languages.json": ("core.language",),
        "core/fixtures/licenses.json": ("core.license",),
    }
    for path, models in parts.items():
        rows_of_app = json.dumps([row for row in rows if row["model"] in models])
        sites.put(tmp_path / "clone/wger", {path: rows_of_app})
    for folder in ("clone", "clone/wger", "clone/wger/exercises/fixtures"):
        out = run_cli("import", "wger", folder, "--into", f"into/{folder}")
        assert (out.code, (tmp_path / f"into/{folder}/exercises/push.md").is_file()) == (0, True)
    (tmp_path / "clone/wger/core/fixtures/licenses.json").unlink()
    out = run_cli("import", "wger", "clone", "--into", "into")
    assert (out.code, "licenses.json" in out.err) == (2, True)


def test_a_pipe_is_not_waited_for(run_cli: RunCli, tmp_path: Path) -> None:
    """What is no ordinary file is refused at once."""
    os.mkfifo(tmp_path / "pipe")
    assert run_cli("import", "free-exercise-db", "pipe").code == 2
