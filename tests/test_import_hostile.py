"""Records of strangers, with anything in any place: each becomes a text that a build takes, or a loss with a reason."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import other_collections as others
import pytest
import sites
from conftest import SOAK, RunCli
from msgspec.structs import replace

from cuecard.core.budget import SLOW_BODIES
from cuecard.core.progress import StageTimer
from cuecard.importers import run
from cuecard.importers.records import ImportFormatError, Loss
from cuecard.importers.run import ImportReport, ImportRequest, Source, run_import

RecordProperty = Callable[[str, object], None]

NUMBER = 5000 if SOAK else 120


def _free(dice: random.Random, folder: Path) -> Path:
    def good(n: int) -> dict[str, Any]:
        return others.record(
            f"Drop {n % 90}", id=f"Drop_{n}", video="https://youtu.be/aBcDeFgHiJk", aliases=["Fall"]
        )

    return others.free(folder, *others.hostile(dice, good, NUMBER))


def _wger(dice: random.Random, folder: Path) -> Path:
    html = "<p>Starting position:</p><p>Stand.</p><ol><li>Lean on a wall.</li><li>Push off.</li></ol><p>See it.</p>"

    def good(n: int) -> dict[str, Any]:
        return others.exercise(n) if n % 3 == 0 else others.text(n, n - n % 3, f"Push {n % 90}", html)

    rows = [one for one in others.hostile(dice, good, 3 * NUMBER) if isinstance(one, dict)]
    return others.wger(folder, *rows, others.exercise(0), others.text(1, 0, "Push", html))


def _cuecard(dice: random.Random, folder: Path) -> Path:
    def good(n: int) -> dict[str, Any]:
        neighbour = [{"exercise": f"drop-{n - 1}", "when": "It is easy."}]
        return {
            "slug": f"drop-{n}",
            "file": f"exercises/drop-{n}.md",
            "title": f"Drop {n}",
            "muscles": {"primary": [{"id": "calves", "written": "calf"}]},
            "equipment": ["mat"],
            "steps": ["Drop."],
            "dose": {"sets": 3, "reps": {"min": 8, "max": 12}, "rest": 90},
            "regressions": neighbour if n % 2 else [],
            "figure": {"frames": [{"pose": "standing", "angles": {"near knee": 10}}]},
            "video": {"url": "https://vimeo.com/694769509", "start": 5},
            "sources": [{"title": "Ours", "url": "https://example.org/"}],
            "redirect_from": [f"old-{n}"],
            "body": "Some *words*.",
        }

    exported = {
        "form": 1,
        "exercises": others.hostile(dice, good, NUMBER),
        "guides": others.VALUES,
        "routines": {"a": 1},
    }
    file = folder / "exercises.json"
    file.write_text(json.dumps(exported), "utf-8")
    return file


@pytest.mark.parametrize(
    ("source", "make"),
    [("free-exercise-db", _free), ("open-exercise-db", _free), ("wger", _wger), ("cuecard", _cuecard)],
)
def test_hostile_records_become_good_texts_or_losses(
    source: str,
    make: Callable[[random.Random, Path], Path],
    run_cli: RunCli,
    tmp_path: Path,
    record_property: RecordProperty,
) -> None:
    """No traceback; every record is a file or a loss; the folder passes `check`; nothing is written outside of it."""
    file = make(random.Random(1), tmp_path)  # noqa: S311 - the same records each time
    words = ("import", source, file, "--into", "here/into", "--format", "json")
    out = run_cli(*words)
    assert (out.code, out.err) == (0, "")
    data = json.loads(out.out)
    whole = [loss for loss in data["losses"] if loss["whole"]]
    assert data["records"] == len(data["files"]) + sum(loss["count"] for loss in whole)
    assert len(data["files"]) > NUMBER / 8
    assert {path.partition("/")[0] for path in sites.tree(tmp_path)} == {"here", file.name}
    assert all(
        path.startswith(("into/exercises/", "into/.cuecard")) for path in sites.tree(tmp_path / "here")
    )
    checked = run_cli("check", "--content", "here/into", "--no-cache", "--format", "json")
    errors = [one for one in json.loads(checked.out)["problems"] if one["severity"] == "error"]
    # Of our own data, what only all texts together show is reported by `check`: a build reported it before.
    allowed = {"dead-link", "dead-image", "same-address"} if source == "cuecard" else set()
    assert [one for one in errors if one["code"] not in allowed] == []
    before = sites.tree(tmp_path / "here")
    assert {one["done"] for one in json.loads(run_cli(*words).out)["files"]} == {"unchanged"}
    assert sites.tree(tmp_path / "here") == before
    record_property("records imported", data["records"])


def _brought(tmp_path: Path, *records: Any) -> ImportReport:
    """Return what comes of an import of these records into the folder `into`."""
    request = ImportRequest(Source.FREE_EXERCISE_DB, others.free(tmp_path, *records), tmp_path / "into")
    return run_import(request, StageTimer())


def _whole(report: ImportReport) -> list[Loss]:
    return [loss for loss in report.losses if loss.whole]


def _drops(number: int) -> list[dict[str, Any]]:
    return [others.record(f"Drop {n}", id=f"Drop_{n}") for n in range(number)]


def test_a_record_that_takes_too_long_is_lost_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is reported by its name; those before and after it, in the same batch and in the next, are written."""
    monkeypatch.setattr(run, "IMPORT_RECORD_CPU_SECONDS", 0.5)
    records = _drops(130)
    records[40] = others.record("Endless", id="Endless", instructions=["Stand No. " * 600_000])
    report = _brought(tmp_path, *records)
    assert _whole(report) == [Loss("it takes too long to read", "Endless", whole=True)]
    assert (report.records, len(report.done)) == (130, 129)
    assert len(list((tmp_path / "into/exercises").glob("*.md"))) == 129


def test_a_record_that_becomes_too_large_is_lost_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a stretch of records does not come back, each of them is asked for once more, and most do."""
    monkeypatch.setattr(run, "_LIMITS", replace(run._LIMITS, output_bytes=10_000))
    report = _brought(
        tmp_path, *_drops(60), others.record("Long", id="Long", instructions=["Bend it. " * 5000])
    )
    assert _whole(report) == [Loss("it becomes too large", "Long", whole=True)]
    assert len(report.done) == 60


def test_a_whole_import_ends_in_bounded_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When its processor time is spent, all that was not read is reported as lost, and what was read is written."""
    monkeypatch.setattr(run, "IMPORT_RECORD_CPU_SECONDS", 0.1)
    monkeypatch.setattr(run, "IMPORT_CPU_SECONDS", 4.0)
    endless = [
        others.record(f"Endless {n}", id=f"Endless_{n}", instructions=["Stand No. " * 100_000])
        for n in range(40)
    ]
    monkeypatch.setattr(run, "_BATCH", 10)
    report = _brought(tmp_path, *_drops(10), *endless)
    reasons = {loss.reason for loss in _whole(report)}
    assert reasons == {"it takes too long to read", "not read, as others of this import took too long"}
    assert len(report.done) == 10
    assert len(_whole(report)) == 40


def test_a_file_that_fills_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its reading ends in a message that names it, and nothing is written."""
    monkeypatch.setattr(run, "_FILE_LIMITS", replace(run._FILE_LIMITS, memory_bytes=250_000_000))
    file = tmp_path / "exercises.json"
    file.write_text(f"[{'[],' * 1_660_000}[]]" + " " * 10_000_000, "utf-8")
    with pytest.raises(ImportFormatError, match=r"exercises\.json cannot be read: it needs too much memory"):
        run_import(ImportRequest(Source.FREE_EXERCISE_DB, file, tmp_path / "into"), StageTimer())
    assert not (tmp_path / "into").exists()


def test_slow_bodies_do_not_keep_an_import_busy(run_cli: RunCli, tmp_path: Path) -> None:
    """Once several bodies took too long, no other that might is converted, even for its links; good texts come in."""
    texts = [
        {
            "slug": f"drop-{n}",
            "title": f"Drop {n}",
            "muscles": {"primary": [{"id": "calves", "written": "calf"}]},
            "steps": ["Drop."],
            "body": "See [more](more.pdf)." if n == SLOW_BODIES + 2 else f"See [more](more.md). {'[' * 4000}",
        }
        for n in range(SLOW_BODIES + 3)
    ]
    (tmp_path / "exercises.json").write_text(json.dumps({"form": 1, "exercises": texts}), "utf-8")
    data = json.loads(run_cli("import", "cuecard", "exercises.json", "--format", "json").out)
    whole = {loss["reason"]: loss["count"] for loss in data["losses"] if loss["whole"]}
    assert whole == {
        "a build would reject it": SLOW_BODIES,
        "its text has too many special characters to process": 2,
    }
    assert [one["file"] for one in data["files"]] == [f"exercises/drop-{SLOW_BODIES + 2}.md"]
    missing = [loss for loss in data["losses"] if not loss["whole"]]
    assert [loss["words"] for loss in missing] == [{"exercises/more.pdf": 1}]
