"""Work in several processes: the same result as in one, and the same faults."""

from __future__ import annotations

from pathlib import Path

import pytest
import sites
from conftest import RunCli, Write
from pool_work import doubled, packed, refused

from cuecard.system import process_pool


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, 7, 100])
def test_results_come_in_order(jobs: int, number: int) -> None:
    """Each item comes back once, in its place, for any number of workers and of items."""
    given = list(range(number))
    results = list(process_pool.parallel_map(doubled, 3, given, jobs, worth=5))
    assert [item for chunk, _ in results for item in chunk] == given
    assert [item for _, result in results for item in result] == [3 * item for item in given]


def test_a_fault_comes_back() -> None:
    """What a worker raises is raised here, and no worker is left behind."""
    with pytest.raises(ValueError, match="not 0"):
        list(process_pool.parallel_map(refused, None, range(20), 2, worth=2))


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_beside(jobs: int) -> None:
    """What is done beside is there when it is asked for."""
    assert process_pool.run_in_background(packed, jobs)() == b"done"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a content folder with enough texts for workers to be started, one of them faulty in its body's links."""
    folder = tmp_path_factory.mktemp("many") / "content"
    texts = {
        f"exercises/e{n}.md": sites.text(sites.exercise(f"Number {n}"), f"Words of {n}, and [one](e0.md).\n")
        for n in range(70)
    }
    return sites.put(folder, {"site.yaml": "title: Many\nsafety: {stop_if: [It hurts.]}\n", **texts})


def test_the_same_site_for_any_number_of_workers(many: Path, tmp_path: Path) -> None:
    """With one process and with three, from nothing and with what was kept, every file is the same."""
    one = sites.build(many, tmp_path / "one", "--no-cache", "--jobs", "1")
    three = sites.build(many, tmp_path / "three", "--no-cache", "--jobs", "3")
    assert sites.tree(one) == sites.tree(three)


def test_faults_from_workers(many: Path, write: Write, run_cli: RunCli) -> None:
    """A fault of a template, and a problem of a text, are reported by workers as by one process."""
    write("templates/exercise.html", "{{ view.nothing }}")
    write("wrong/exercises/e3.md", "---\ntitle: [\n---\n")
    write("wrong/exercises/e4.md", "---\ntitle: One\nmuscles: {primary: [qads]}\nsteps: Go.\n---\n")
    for path in many.glob("exercises/*.md"):
        if path.name not in {"e3.md", "e4.md"}:
            write(f"wrong/exercises/{path.name}", path.read_text("utf-8"))
    messages = [
        (
            run_cli("build", "--content", many, "--templates", "templates", "--no-cache", "--jobs", jobs),
            run_cli("check", "--content", "wrong", "--no-cache", "--jobs", jobs),
        )
        for jobs in ("1", "2")
    ]
    assert messages[0] == messages[1]
    assert [outcome.code for outcome in messages[0]] == [2, 1]
    assert "templates/exercise.html:1:1: error[template]" in messages[0][0].err
    assert "e4.md:3:21: error[unknown-muscle]" in messages[0][1].err


def test_a_number_of_jobs(run_cli: RunCli) -> None:
    """Less than one process, or no number, is reported as wrong usage."""
    for wrong in ("0", "-1", "two"):
        assert run_cli("check", f"--jobs={wrong}").code == 2
