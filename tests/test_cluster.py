"""Reading and rendering by a Dask cluster or another executor: the same site, even if workers are lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sites
from conftest import ROOT, RunCli
from distributed import Client
from pool_work import killed_soon

from cuecard.build import cluster, recipe
from cuecard.core.build_options import Options

EXERCISES = 150
TEXT = """\
---
title: Exercise {n}
muscles: {{primary: [glutes]}}
steps: [Stand up., Sit down.]
dose: {{sets: 3, reps: {n}}}
---
Stand up, and sit down {n} times. See [another](exercise-{other}.md).
"""


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a content folder with more texts than one process reads and renders by itself."""
    folder = tmp_path_factory.mktemp("many") / "content"
    texts = {
        f"exercises/exercise-{n}.md": TEXT.format(n=n, other=n % EXERCISES + 1)
        for n in range(1, EXERCISES + 1)
    }
    sites.put(folder, texts)
    return folder


@pytest.fixture(scope="module")
def plain(content: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the site as one process builds it."""
    return sites.tree(sites.build(content, tmp_path_factory.mktemp("plain"), "--no-cache", "--jobs", "1"))


def connected(*words: Any, **more: Any) -> Client:
    """Return a connection to a scheduler."""
    return Client(*words, **more)  # type: ignore[no-untyped-call]


class Dask:
    """A scheduler and two workers on this machine, each a process with one thread."""

    def __init__(self, folder: Path) -> None:
        """Start them."""
        self.address = ""
        self.workers: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", folder, "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file)
        )
        for n in (1, 2):
            words = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", "--name", f"w{n}")
            worker = self._start("worker", folder, "--scheduler-file", str(file), *words)
            self.workers.append(worker)
        with connected(scheduler_file=str(file), timeout=120) as client:
            client.wait_for_workers(2, timeout=120)
            self.address = client.scheduler.address

    def _start(self, kind: str, folder: Path, *words: str) -> subprocess.Popen[bytes]:
        program = f"from distributed.cli.dask_{kind} import main; main()"
        command = [sys.executable, "-c", program, "--no-dashboard", *words]
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",
            "DASK_TEMPORARY_DIRECTORY": str(folder),
        }
        with (folder / f"{kind}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

    def calls(self) -> list[int]:
        """Return how many calls each worker has made."""
        with connected(self.address) as client:
            return list(client.run(lambda dask_worker: dask_worker.state.executed_count).values())

    def kill_soon(self, number: int) -> None:
        """Have a worker be killed in the next build."""
        with connected(self.address) as client:
            names = {info["name"]: address for address, info in client.scheduler_info()["workers"].items()}
            client.run(killed_soon, workers=[names[f"w{number + 1}"]])

    def close(self) -> None:
        """End all."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """Provide a cluster."""
    running = Dask(tmp_path_factory.mktemp("dask"))
    yield running
    running.close()


def test_a_cluster(
    dask: Dask, content: Path, plain: dict[str, bytes], run_cli: RunCli, tmp_path: Path
) -> None:
    """Two workers give the bytes that one process gives, even if one is killed; without any, the site stays as it was.

    One test, as starting a cluster takes longest.
    """
    words = ("build", "--content", content, "--scheduler", dask.address, "--jobs", "1", "--quiet")
    assert run_cli(*words, "--output", "one").code == 0
    assert sites.tree(tmp_path / "one") == plain
    assert min(dask.calls()) > 0, "both workers have worked"

    dask.kill_soon(0)
    assert run_cli(*words, "--output", "two", "--no-cache").code == 0
    assert dask.workers[0].wait() == -signal.SIGKILL
    assert sites.tree(tmp_path / "two") == plain

    text = content / "exercises/exercise-1.md"
    before = text.read_text("utf-8")
    text.write_text(before.replace("title: Exercise 1\n", "title: Another\n"), "utf-8")
    dask.kill_soon(1)
    outcome = run_cli(*words, "--output", "two", "--no-cache")
    text.write_text(before, "utf-8")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1), outcome.err
    assert sites.tree(tmp_path / "two") == plain


def test_no_scheduler(content: Path, run_cli: RunCli, tmp_path: Path) -> None:
    """An address where no scheduler listens is reported in one line, and nothing is written."""
    outcome = run_cli("build", "--content", content, "--scheduler", "nowhere")
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert "nowhere" in outcome.err
    assert not (tmp_path / "site").exists()


def test_any_executor(content: Path, plain: dict[str, bytes], tmp_path: Path) -> None:
    """A program that calls the library can bring an executor of its own, and gets the same bytes."""
    with (
        ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor,
        cluster.use_executor(executor, 2),
    ):
        report = recipe.build(Options(content, output=tmp_path / "site", cache=None))
    assert report.written is not None
    assert sites.tree(tmp_path / "site") == plain
