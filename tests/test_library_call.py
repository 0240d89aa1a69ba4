"""`cuecard.build(options)` called by a program does what the command does, with its lock and its record."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sites
from conftest import ROOT

import cuecard
from cuecard.cli import entry
from cuecard.core.build_options import Options, command_words
from cuecard.core.progress import StageTimer
from cuecard.output.staging import OutputError
from cuecard.system.locks import Lock

call: Any = cuecard
"""The package as a program without types sees it."""


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a site by its path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != ".cuecard.json"
    }


def test_it_builds_the_site_that_the_command_builds(project: Path) -> None:
    """The site has the same bytes, and the report says what the command prints."""
    report = call.build(call.Options())
    assert entry.run(["--output", "other", "--quiet"]) == 0
    assert files(project / "site") == files(project / "other")
    assert report.written.files == len(report.files) - 1 == len(files(project / "site"))
    assert report.problems == ()


@pytest.mark.parametrize(
    "options",
    [
        Options(),
        Options(
            output=Path("out put"), drafts=True, base_url="https://example.org/a/", date=date(2026, 1, 2)
        ),
        Options(content=Path("texts"), templates=Path("mine"), strict=True, trust_raw_html=True, jobs=2),
    ],
)
def test_the_command_finds_its_record(
    options: Options, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After the call, a command with the same options sees that nothing has changed; a saved text is built again."""
    if not options.content.exists():
        (project / "content").rename(options.content)
    if options.templates:
        options.templates.mkdir()
    report = call.build(options)
    assert report.written.changed > 0
    for words in ([], ["build"]):
        assert entry.run([*words, *command_words(options)]) == 0
        assert ", nothing changed, " in capsys.readouterr().out
    text = options.content / "exercises/squat.md"
    text.write_text(text.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")
    assert entry.run(command_words(options)) == 0
    assert " 2 changed, " in capsys.readouterr().out


def test_it_leaves_no_record_where_the_command_leaves_none(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a cache, and after problems, the next command looks at everything."""
    call.build(Options(cache=None))
    sites.put(project, {"content/exercises/wrong.md": "---\ntitel: Wrong\n---\n"})
    before = files(project / "site")
    report = call.build(Options())
    assert report.written is None
    assert "unknown-key" in {problem.code for problem in report.problems}
    assert files(project / "site") == before
    assert entry.run([]) == 1
    assert "nothing changed" not in capsys.readouterr().out


def test_it_waits_for_a_build_that_is_under_way(project: Path) -> None:
    """While another build has the output folder, nothing is read or written, and the caller is notified; then it
    builds.
    """

    class Timer(StageTimer):
        is_waiting = threading.Event()

        def waiting(self, output: Path) -> None:
            assert output == Path("site")
            self.is_waiting.set()

    site = project / "site"
    site.mkdir()
    lock, timer = Lock(str(site)), Timer()
    assert lock.take()
    thread = threading.Thread(target=call.build, args=[Options()], kwargs={"timer": timer})
    thread.start()
    try:
        assert timer.is_waiting.wait(60)
        assert timer.stages == {}
        assert list(site.iterdir()) == []
    finally:
        lock.release()
        thread.join()
    assert (site / "index.html").is_file()
    assert "write" in timer.stages


def test_what_cannot_be_built_is_an_exception(project: Path) -> None:
    """A folder that is not ours is refused by an error that names it, and stays as it is."""
    sites.put(project, {"site/mine.txt": "mine"})
    with pytest.raises(OutputError, match="site is not empty and was not made by cuecard"):
        call.build(Options())
    assert files(project / "site") == {"mine.txt": b"mine"}


def test_importing_the_package_is_instant() -> None:
    """`import cuecard` loads nothing but itself, until something of it is used; an unknown name is an error."""
    code = (
        "import sys; before = set(sys.modules); import cuecard; print(sorted(set(sys.modules) - before));"
        "print(cuecard.Options().output, callable(cuecard.build)); cuecard.unknown"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "['cuecard']\nsite True\n"
    assert done.stderr.endswith("AttributeError: module 'cuecard' has no attribute 'unknown'\n")
