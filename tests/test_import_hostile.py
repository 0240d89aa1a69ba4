"""Records of strangers, with anything in any place: each becomes a text that a build takes, or a loss with a reason."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import collections_of_others as others
import pytest
import sites
from conftest import RunCli

from cuecard.core.budget import SLOW_BODIES
from cuecard.markdown import time_limit

RecordProperty = Callable[[str, object], None]

SOAK = "CUECARD_SOAK" in os.environ
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

    told = {
        "form": 1,
        "exercises": others.hostile(dice, good, NUMBER),
        "guides": others.VALUES,
        "routines": {"a": 1},
    }
    file = folder / "exercises.json"
    file.write_text(json.dumps(told), "utf-8")
    return file


@pytest.mark.parametrize(
    ("source", "made"),
    [("free-exercise-db", _free), ("open-exercise-db", _free), ("wger", _wger), ("cuecard", _cuecard)],
)
def test_hostile_records_become_good_texts_or_losses(
    source: str,
    made: Callable[[random.Random, Path], Path],
    run_cli: RunCli,
    tmp_path: Path,
    record_property: RecordProperty,
) -> None:
    """No traceback; every record is a file or a loss; the folder passes `check`; nothing is written outside of it."""
    file = made(random.Random(1), tmp_path)  # noqa: S311 - the same records each time
    words = ("import", source, file, "--into", "here/into", "--format", "json")
    out = run_cli(*words)
    assert (out.code, out.err) == (0, "")
    told = json.loads(out.out)
    whole = [loss for loss in told["losses"] if loss["whole"]]
    assert told["records"] == len(told["files"]) + sum(loss["count"] for loss in whole)
    assert len(told["files"]) > NUMBER / 8
    assert {path.partition("/")[0] for path in sites.tree(tmp_path)} == {"here", file.name}
    assert all(
        path.startswith(("into/exercises/", "into/.cuecard")) for path in sites.tree(tmp_path / "here")
    )
    checked = run_cli("check", "--content", "here/into", "--no-cache", "--format", "json")
    errors = [one for one in json.loads(checked.out)["problems"] if one["severity"] == "error"]
    # Of our own data, what only all texts together can tell is told by `check`: a build had told it before.
    allowed = {"dead-link", "dead-image", "same-address"} if source == "cuecard" else set()
    assert [one for one in errors if one["code"] not in allowed] == []
    before = sites.tree(tmp_path / "here")
    assert {one["done"] for one in json.loads(run_cli(*words).out)["files"]} == {"unchanged"}
    assert sites.tree(tmp_path / "here") == before
    record_property("records imported", told["records"])


def test_slow_bodies_do_not_keep_an_import_busy(
    run_cli: RunCli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once several bodies took too long, no other that might is converted, even for its links; good texts come in."""
    slow = f"See [more](more.md). {'[' * 4000}"
    texts = [
        {
            "slug": f"drop-{n}",
            "title": f"Drop {n}",
            "muscles": {"primary": [{"id": "calves", "written": "calf"}]},
            "steps": ["Drop."],
            "body": "Some *words*." if n == 40 else slow,
        }
        for n in range(41)
    ]
    (tmp_path / "exercises.json").write_text(json.dumps({"form": 1, "exercises": texts}), "utf-8")
    tried: list[str] = []

    def convert(text: str, **_: Any) -> Any:
        tried.append(text)
        raise time_limit.ConversionTimeoutError

    real = time_limit.convert
    monkeypatch.setattr(
        time_limit, "convert", lambda text, **more: (convert if "[[" in text else real)(text, **more)
    )
    out = run_cli("import", "cuecard", "exercises.json", "--format", "json")
    told = json.loads(out.out)
    assert [loss["count"] for loss in told["losses"] if loss["whole"]] == [40 - SLOW_BODIES, SLOW_BODIES]
    assert len(told["files"]) == 1
    assert len(tried) == 2 * SLOW_BODIES
