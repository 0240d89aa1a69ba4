"""Commands that are stopped, lose a worker or their reader, or find another build at work."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sites
from conftest import ROOT, SOAK, RunCli
from faults import Fault, Machine

from cuecard.cli import entry
from cuecard.output import output_folder
from cuecard.output.file_list import LIST

BUILD = ("build", "--quiet")
HANDS = 5 if SOAK else 3
"""Builds at once."""
STOPPED = "cuecard: stopped; each file of the site is whole, the old one or the new one\n"
WAITING = "cuecard: another build is writing to site; waiting until it is done\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of three exercises, as the current folder."""
    monkeypatch.chdir(tmp_path)
    return project(tmp_path, 3)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with so many texts that workers are started."""
    return project(tmp_path_factory.mktemp("many"), 64)


def project(folder: Path, number: int) -> Path:
    """Return a folder whose content is so many exercises."""
    texts = {
        f"content/exercises/e{n}.md": sites.text(sites.exercise(f"Number {n}"), "Words.\n")
        for n in range(number)
    }
    settings = "title: Guide\nsafety: {stop_if: [It hurts.]}\n"
    return sites.put(folder, {"content/site.yaml": settings, **texts})


def until(log: Path, sign: str) -> str:
    """Return what is in a file, as soon as *character* does."""
    for _ in range(1200):
        if log.is_file() and sign in (text := log.read_text("utf-8")):
            return text
        time.sleep(0.05)
    raise AssertionError(f"no {sign} within a minute")


def is_gone(process: int) -> bool:
    """Return whether a process has ended; one that nobody asks after any more is a zombie, and counts."""
    for _ in range(1200):
        result = subprocess.run(
            ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
        )
        if result.stdout.strip()[:1] in {"", "Z"}:
            return True
        time.sleep(0.05)
    return False


# --- stopped ----------------------------------------------------------------------------------------------


def test_stopped_while_writing(machine: Machine, small: Path) -> None:
    """A build that is stopped says so in a line, ends by the signal, and takes back what it had put in place."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        running = machine.start(small, BUILD, Fault(at=3, does="wait", kinds=("replace",), below="/site/"))
        until(machine.log_of(running), "waiting")
        os.killpg(running, number)
        ended = machine.wait(running)
        assert (ended.code, ended.out, ended.err) == (-number, "", STOPPED)
        assert not (small / "site").exists()
    assert machine.run(small, *BUILD).code == 0
    whole = sites.tree(small / "site")
    text = next((small / "content/exercises").glob("*.md"))
    text.write_text(text.read_text("utf-8").replace("title: ", "title: New ", 1), "utf-8")
    running = machine.start(small, BUILD, Fault(at=3, does="wait", kinds=("replace",), below="/site/"))
    until(machine.log_of(running), "waiting")
    os.killpg(running, signal.SIGINT)
    assert machine.wait(running).code == -signal.SIGINT
    assert sites.tree(small / "site") == whole


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_stopped_while_workers_work(number: signal.Signals, machine: Machine, many: Path) -> None:
    """Ctrl-C, which reaches workers too, is reported once; no worker outlives its parent, not even one that was
    killed.
    """
    running = machine.start(many, (*BUILD, "--jobs", "2"), Fault(in_worker="wait"))
    text = until(machine.log_of(running), "worker\t")
    if number == signal.SIGKILL:
        os.kill(running, number)
    else:
        os.killpg(running, number)
    ended = machine.wait(running)
    assert (ended.code, ended.err) == (-number, STOPPED if number == signal.SIGINT else "")
    assert all(is_gone(int(worker)) for worker in re.findall(r"worker\t(\d+)", text))
    assert not (many / "site").exists() or number == signal.SIGKILL


def test_a_second_time(machine: Machine, small: Path) -> None:
    """Where a command takes its time to end, a second Ctrl-C ends it at once."""
    words = ("build", "--quiet", "--output", "other")
    running = machine.start(small, words, Fault(at=1, does="wait-twice", kinds=("replace",), below="/other/"))
    for sign in ("waiting\t\n", "waiting\t\nwaiting"):
        until(machine.log_of(running), sign)
        os.kill(running, signal.SIGINT)
    assert machine.wait(running).code == 128 + signal.SIGINT


def test_a_worker_that_is_killed(machine: Machine, many: Path) -> None:
    """A worker that is killed, as for want of memory, is reported in a line, and nothing is written."""
    for command in ("build", "check"):
        ended = machine.run(many, command, "--jobs", "2", "--no-cache", fault=Fault(in_worker="kill"))
        assert (ended.code, ended.out) == (2, "")
        assert re.fullmatch(r"cuecard: a process that helped was killed, .*--jobs 1\n", ended.err)
    assert not [path for path in sites.tree(many) if path.startswith("site/")]


# --- a reader that leaves ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        ("check --format json | true", 128 + signal.SIGPIPE, ""),
        ("--version > /dev/full", 2, "cuecard: No space left on device\n"),
        ("--version >&-", 0, ""),
    ],
)
def test_nobody_listens(words: str, code: int, expected: str, small: Path) -> None:
    """A reader that has left, as `head` does, and a disk that is full, are no fault of the program."""
    shell = f'"{sys.executable}" "{ROOT}/build.py" {words}; echo ${{PIPESTATUS[0]}}'
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(
        ["bash", "-c", shell], cwd=small, env=usual, capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == (f"{code}\n", expected)


def test_a_disk_that_truly_refuses(
    machine: Machine, small: Path, record_property: Callable[[str, int], None]
) -> None:
    """A file that the system itself lets grow no further ends the build in a line, with whole files."""
    ended = machine.run(small, *BUILD, "--no-cache", fault=Fault(most=9000))
    assert ended.code == 2
    assert re.fullmatch(r"cuecard: site/\S+ cannot be written: File too large\n", ended.err)
    left = sites.tree(small / "site")
    assert machine.run(small, *BUILD).code == 0
    whole = sites.tree(small / "site")
    assert {path for path, data in left.items() if whole.get(path) != data} <= {LIST}
    record_property("faults tried", 1)


def test_memory_that_is_short(small: Path, monkeypatch: pytest.MonkeyPatch, run_cli: RunCli) -> None:
    """A build that gets no more memory says so in a line."""

    def refuse(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("cuecard.library.linker.link_library", refuse)
    message = "cuecard: memory is too short for this site; --jobs 1 needs least\n"
    assert run_cli(*BUILD) == (2, "", message)


# --- two at once ------------------------------------------------------------------------------------------


def test_builds_at_once(machine: Machine, small: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Of builds of different contents into one folder, the site is wholly that of one, and the next build is right."""
    clean = []
    for number in range(HANDS):
        content = small / f"content-{number}"
        shutil.copytree(small / "content", content)
        sites.put(content, {"exercises/e0.md": sites.text(sites.exercise(f"Changed {number}"), "Words.\n")})
        sites.put(
            content, {f"guides/guide-{number}.md": sites.text({"title": f"Guide {number}"}, "Words.\n")}
        )
        words = (*BUILD, "--jobs", "1", "--content", content.name)
        assert machine.run(small, *words, "--no-cache", "--output", f"clean-{number}").code == 0
        clean.append(sites.tree(small / f"clean-{number}"))
    for turn in range(HANDS if SOAK else 1):
        running = [
            machine.start(small, (*BUILD, "--jobs", "1", "--content", f"content-{number}"))
            for number in range(HANDS)
        ]
        assert [machine.wait(process).code for process in running] == [0] * HANDS
        assert sites.tree(small / "site") in clean
        assert machine.run(small, *BUILD, "--jobs", "1", "--content", f"content-{turn}").code == 0
        assert sites.tree(small / "site") == clean[turn]


def test_a_build_waits_for_another(machine: Machine, small: Path) -> None:
    """What finds another build at work says so and waits; what was saved meanwhile is in its site."""
    running = machine.start(small, BUILD, Fault(at=1, does="wait", kinds=("replace",), below="/site/"))
    until(machine.log_of(running), "waiting")
    second = machine.start(small, (*BUILD, "--jobs", "1"))
    until(machine.log_of(second).with_suffix(".err"), WAITING)
    sites.put(small, {"content/guides/late.md": sites.text({"title": "Late"}, "Words.\n")})
    os.kill(running, signal.SIGKILL)
    machine.wait(running)
    ended = machine.wait(second)
    assert (ended.code, ended.err) == (0, WAITING)
    assert (small / "site/guides/late.html").is_file()


def test_another_build_that_does_not_end(
    small: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that waits in vain says why it gives up, and has written nothing."""
    monkeypatch.setattr(output_folder, "_PATIENCE", 0.1)
    (small / "site").mkdir()
    held = os.open(small / "site", os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    assert entry.run([*BUILD, "--jobs", "1"]) == 2
    os.close(held)
    assert "another build has been writing to site" in capsys.readouterr().err
    assert list((small / "site").iterdir()) == []


def test_a_folder_that_cannot_be_locked(machine: Machine, small: Path) -> None:
    """Where the disk knows no locks, a build does its work without."""
    ended = machine.run(small, *BUILD, fault=Fault(at=1, does="ENOLCK", kinds=("flock",), lasts=True))
    assert (ended.code, ended.err) == (0, "")
    assert (small / "site/index.html").is_file()


def test_a_folder_that_stays_empty_goes_again(small: Path) -> None:
    """A build that writes nothing leaves no folder behind that was not there."""
    (small / "content/exercises/e0.md").write_text("---\ntitle: [\n---\n", "utf-8")
    assert entry.run([*BUILD, "--jobs", "1", "--output", "deep/site"]) == 1
    assert not (small / "deep").exists()
