"""What a watcher reports, with and without the events of the system, and how saves are merged into builds."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest
from previews import PATIENCE, until

from cuecard.core.diagnostics import Problem
from cuecard.output.writer import Written
from cuecard.serve import build_thread, watcher
from cuecard.serve.build_thread import Build, BuildThread, Changes
from cuecard.serve.builder import Report
from cuecard.serve.watcher import Snapshot, Watcher


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Less patience than the program has, so that tests need not have it."""
    monkeypatch.setattr(watcher, "_FRESH", 20_000_000)
    monkeypatch.setattr(watcher, "_EVERY", 0.2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two texts."""
    folder = tmp_path / "content"
    (folder / "exercises").mkdir(parents=True)
    for name in ("one.md", "two.md"):
        save(folder / "exercises" / name, name)
    return folder


def save(file: Path, text: str) -> Path:
    """Write *file*, and return it."""
    file.write_text(text, encoding="utf-8")
    return file


def settled(seen: Snapshot) -> set[str]:
    """Return what a look finds when the last change is a moment ago: the names of the files."""
    time.sleep(0.03)
    return {file.name for file in seen.scan()}


# --- looking ------------------------------------------------------------------------------------------------


def test_a_look_finds_what_was_written_moved_and_removed(folder: Path) -> None:
    """New, changed, replaced, renamed and removed files are found once; an old date hides nothing."""
    exercises = folder / "exercises"
    seen = Snapshot([folder])
    assert settled(seen) == set()
    save(exercises / "new.md", "new")
    os.utime(save(exercises / "one.md", "other"), (1, 1))
    assert settled(seen) == {"new.md", "one.md"}
    assert settled(seen) == set()
    (exercises / "two.md").replace(exercises / "one.md")
    assert settled(seen) == {"one.md", "two.md"}
    exercises.rename(folder / "guides")
    assert settled(seen) == {"one.md", "new.md"}
    folder.rename(folder.with_name("away"))
    assert settled(seen) == {"one.md", "new.md"}
    folder.with_name("away").rename(folder)
    assert settled(seen) == {"one.md", "new.md"}


def test_a_look_leaves_what_changed_this_moment_to_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save that may be reported in another way at the same time is not reported twice, and not forgotten."""
    seen = Snapshot([folder])
    fresh = watcher._FRESH
    monkeypatch.setattr(watcher, "_FRESH", 3_600_000_000_000)  # an hour: this machine may be busy
    save(folder / "exercises" / "one.md", "fresh")
    save(folder / "exercises" / "new.md", "fresh")
    assert seen.scan() == frozenset()
    monkeypatch.setattr(watcher, "_FRESH", fresh)
    assert settled(seen) == {"one.md", "new.md"}


def test_hidden_files_and_backups_are_not_looked_at(folder: Path) -> None:
    """What no build reads makes no build."""
    seen = Snapshot([folder])
    for name in (".hidden.md", "one.md~", ".one.md.swp", "one.tmp", "#one.md#"):
        save(folder / "exercises" / name, "x")
    (folder / ".git").mkdir()
    save(folder / ".git" / "index", "x")
    assert settled(seen) == set()
    assert (
        seen.look_at([f"{folder}/exercises/one.md~", f"{folder}/.git/index", f"{folder.parent}/x.md"])
        == set()
    )


def test_a_change_that_is_reported_names_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a folder those in it that differ; for a file itself, even if it looks the same; for nothing its name."""
    monkeypatch.chdir(folder)
    seen = Snapshot([Path()])
    assert seen.look_at(["./exercises"]) == set()
    assert seen.look_at(["./exercises/one.md"]) == {Path("exercises/one.md")}
    assert seen.look_at(["./exercises/never.md"]) == {Path("exercises/never.md")}
    Path("exercises").rename("guides")
    gone = {Path("exercises"), Path("exercises/one.md"), Path("exercises/two.md")}
    assert seen.look_at(["./exercises"]) == gone
    assert seen.look_at(["./guides"]) == {Path("guides/one.md"), Path("guides/two.md")}
    assert settled(seen) == set()


# --- watching -----------------------------------------------------------------------------------------------


@pytest.fixture(params=["told", "silent", "nothing left"])
def watched(
    request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[set[Path]]]:
    """Provide a list that grows by what a watcher of `folder` reports: on a disk that reports changes, on one that does
    not, and on a machine that watches as many files as it can.
    """

    def silent(*_: object, rust_timeout: int, **__: object) -> Iterator[set[tuple[int, str]]]:
        while True:
            time.sleep(rust_timeout / 1000)
            yield set()

    def full(*_: object, **__: object) -> Iterator[set[tuple[int, str]]]:
        raise OSError(28, "no watches left")

    if request.param != "told":
        monkeypatch.setattr(watcher, "watch", silent if request.param == "silent" else full)
    saves: list[set[Path]] = []
    watching = Watcher([folder, folder.with_name("looks")], lambda files: saves.append(set(files)))
    watching.start()
    probe = folder / "exercises" / "probe.md"
    # A save before it watches may be missed, and a file that is saved without a pause is still being written.
    assert any(save(probe, f"save {n}") and until(lambda: saves, 5) for n in range(30)), "it watches"
    yield saves
    watching.stop()
    watching.join(PATIENCE)
    assert not watching.is_alive()


def test_whatever_the_system_shows_nothing_is_missed(watched: list[set[Path]], folder: Path) -> None:
    """Saves, a folder that was not there, and all of it away and back are reported on every kind of disk."""

    def is_reported(file: Path) -> bool:
        return until(lambda: any(file in files for files in watched))

    assert is_reported(save(folder / "exercises" / "one.md", "again"))
    looks = folder.with_name("looks")
    looks.mkdir()
    assert is_reported(save(looks / "base.html", "new"))
    watched.clear()
    folder.rename(folder.with_name("away"))
    assert is_reported(folder / "exercises" / "two.md")
    watched.clear()
    folder.with_name("away").rename(folder)
    assert is_reported(folder / "exercises" / "two.md")
    assert is_reported(save(folder / "exercises" / "three.md", "new"))


# --- folding ------------------------------------------------------------------------------------------------


class Slow:
    """Takes its time for a build, and does as the saves say."""

    def __init__(self) -> None:
        self.asked: list[AbstractSet[Path] | None] = []
        self.goes_on = threading.Semaphore(0)
        self.comes_to: Report = Report(written=Written(1, 1, 0, 0))

    def build(self, changed: AbstractSet[Path] | None) -> Report:
        """Wait until the test lets it go on."""
        self.asked.append(changed)
        self.goes_on.acquire()
        if self.comes_to.fault:
            raise RuntimeError("broken")
        return self.comes_to


@pytest.fixture
def working() -> Iterator[tuple[Slow, Changes, list[Build]]]:
    """Provide a worker with a slow builder, what it is given, and what it reports."""
    builder, changes, builds = Slow(), Changes(), list[Build]()
    working = BuildThread(builder, changes, builds.append)
    working.start()
    yield builder, changes, builds
    changes.close()
    builder.goes_on.release(9)
    working.join(PATIENCE)
    assert not working.is_alive()


GOOD = Report(written=Written(1, 1, 0, 0))
BAD = Report((Problem("a.md", 1, 1, "x", "wrong"),))


def test_saves_during_a_build_are_one_more_build(working: tuple[Slow, Changes, list[Build]]) -> None:
    """The first build looks at everything; what was saved meanwhile is built once, all of it."""
    builder, changes, builds = working
    for name in ("one.md", "two.md", "one.md"):
        changes.add({Path(name)})
    builder.goes_on.release(2)
    assert until(lambda: len(builds) == 2)
    assert builder.asked == [None, {Path("one.md"), Path("two.md")}]
    assert [build.number for build in builds] == [1, 2]
    changes.add({Path("three.md")})
    builder.goes_on.release()
    assert until(lambda: len(builds) == 3)
    assert builder.asked[2] == {Path("three.md")}


def test_a_failure_is_reported_when_nothing_newer_is_saved(
    working: tuple[Slow, Changes, list[Build]],
) -> None:
    """Half a save is not reported while the other half waits; the last result always is."""
    builder, changes, builds = working
    builder.comes_to = BAD
    changes.add({Path("half.md")})
    builder.goes_on.release(2)
    assert until(lambda: len(builds) == 1)
    assert builds[0].number == 2
    assert builds[0].report is BAD


def test_a_fault_of_the_program_ends_nothing(working: tuple[Slow, Changes, list[Build]]) -> None:
    """It is reported with its traceback, and the next build looks at everything again."""
    builder, changes, builds = working
    builder.comes_to = Report(fault="yes")
    builder.goes_on.release()
    assert until(lambda: len(builds) == 1)
    assert "Traceback" in builds[0].report.fault
    [text] = builds[0].report.texts
    assert text == "cuecard: this is a bug in Cuecard, not your mistake: RuntimeError: broken"
    builder.comes_to = GOOD
    changes.add({Path("one.md")})
    builder.goes_on.release()
    assert until(lambda: len(builds) == 2)
    assert (builds[1].report, builder.asked) == (GOOD, [None, None])


def test_a_burst_is_waited_for_and_one_file_is_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several files are taken together when none came for a moment; one alone waits for a shorter one."""
    changes = Changes()
    one, two, late = (folder / "exercises" / name for name in ("one.md", "two.md", "late.md"))
    save(late, "late")
    waits: list[float] = []
    comes_late: list[Path] = []
    grows = changes._grows

    def watched_grows(wait: float) -> bool:
        """Wait for nothing by the clock: a file that comes late is waited for until it is there."""
        waits.append(wait)
        if not comes_late:
            return False
        threading.Thread(target=changes.add, args=[{comes_late.pop()}]).start()  # it waits until we do
        return grows(PATIENCE)

    monkeypatch.setattr(changes, "_grows", watched_grows)
    changes.add({one})
    assert changes.take() == {one}
    assert waits == [build_thread._QUIET_ALONE]
    waits.clear()
    changes.add({one, two})
    comes_late.append(late)
    assert changes.take() == {one, two, late}
    assert waits[0] == build_thread._QUIET > build_thread._QUIET_ALONE
    assert len(waits) <= 2, "after the late one it waits once more, if there is time left"
    changes.close()
    assert changes.take() == set()
