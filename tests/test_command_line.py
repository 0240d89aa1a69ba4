"""Commands that messages name: each is a line that a shell runs as it is, however the program was started."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, RunCli

from cuecard.core import command_line

CLONE = "a clone"
"""A folder with a space in its name, which links to the program."""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return the program in a folder whose name needs quotes, with Python and an installed command beside it."""
    folder = tmp_path / CLONE
    (folder / "bin").mkdir(parents=True)
    for name in ("cuecard", "templates"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").symlink_to(sys.prefix)
    shutil.copy(ROOT / "build.py", folder)
    command = folder / "bin/cuecard"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(folder)!r})\n"
        "from cuecard.cli.entry import main\nmain()\n",
        encoding="utf-8",
    )
    command.chmod(0o755)
    return folder


def shell(line: str, folder: Path, more: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run *line* as somebody who types it in *folder* does."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | (more or {})
    return subprocess.run(
        ["/bin/sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def printed_command(text: str) -> str:
    """Return the one line of a message that is a command: it is indented, and is last."""
    *_, line = text.splitlines()
    assert line.startswith("  ")
    return line


# Each way to start the program: the line, and the folder below the test's own in which it is typed.
WAYS = {
    "build.py": ("python3 build.py", CLONE),
    "the environment's python": (".venv/bin/python build.py", CLONE),
    "the package": ("python3 -m cuecard", CLONE),
    "with options of Python": ("python3 -X utf8 -W ignore build.py", CLONE),
    "from another folder": (f"'../{CLONE}/.venv/bin/python' '../{CLONE}/build.py'", "my texts"),
    "installed, by its path": (f"'../{CLONE}/bin/cuecard'", "my texts"),
    "installed, on the path": ("cuecard", "my texts"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_command_that_is_printed_runs(clone: Path, tmp_path: Path, way: str) -> None:
    """From an empty folder each message leads on: to a new site, a new exercise, its preview; all by typed lines."""
    start, place = WAYS[way]
    folder = tmp_path / place
    folder.mkdir(exist_ok=True)
    path = [Path(sys.executable).parent, os.environ["PATH"]]
    if way == "installed, on the path":
        path.insert(0, clone / "bin")
    environment = {"PATH": os.pathsep.join(map(str, path))}
    refused = shell(f"{start} check", folder, environment)
    assert refused.returncode == 2
    result = shell(printed_command(refused.stderr), folder, environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert (folder / "my-guide/content/site.yaml").is_file()
    preview = printed_command(result.stdout)
    assert shlex.split(preview)[-3:] == ["serve", "--content", "my-guide/content"]
    assert shell(f"{preview} --help", folder, environment).returncode == 0
    begun = shell(f"{start} new exercise 'Wall sit' --content 'other texts'", folder, environment)
    assert begun.returncode == 0
    checked = printed_command(begun.stdout).replace(" serve ", " check --drafts ")
    output = shell(checked, folder, environment)
    assert (output.returncode, output.stderr.count("error[")) == (0, 0)
    assert "1 file checked" in output.stdout


def test_the_command_is_named_as_it_was_typed(clone: Path, tmp_path: Path) -> None:
    """Where the shell finds the installed command by its name, that is what is printed, and not a long path."""
    path = os.pathsep.join([str(clone / "bin"), os.environ["PATH"]])
    assert (
        printed_command(shell("cuecard check", tmp_path, {"PATH": path}).stderr)
        == "  cuecard new site my-guide"
    )
    output = shell(".venv/bin/python build.py check", clone)
    assert printed_command(output.stderr) == "  .venv/bin/python build.py new site my-guide"


@pytest.mark.parametrize("command", ["build", "check", "card legs"])
def test_without_content_a_new_site_is_named(tmp_path: Path, run_cli: RunCli, command: str) -> None:
    """Where there is no content, the message ends with a command that begins a site, in a folder not yet there."""
    (tmp_path / "my-guide").mkdir()
    outcome = run_cli(*command.split())
    assert outcome.code == 2
    assert 'there is no content folder "content"' in outcome.err
    line = printed_command(outcome.err)
    assert shlex.split(line)[-3:] == ["new", "site", "my-guide-2"]
    assert shell(line, tmp_path).returncode == 0
    assert (tmp_path / "my-guide-2/content/site.yaml").is_file()


def test_a_routine_without_exercises_names_a_command(tmp_path: Path, run_cli: RunCli) -> None:
    """A routine cannot be begun before an exercise; the message ends with the line that creates one."""
    outcome = run_cli("new", "routine", "Legs")
    assert outcome.code == 2
    assert shell(printed_command(outcome.err), tmp_path).returncode == 0
    assert (tmp_path / "content/exercises/wall-sit.md").is_file()
    assert run_cli("new", "routine", "Legs").code == 0


@pytest.mark.parametrize(
    ("folder", "words"),
    [("content", ()), ("my texts", ("--content", "my texts")), ("-x", ("--content=-x",))],
)
def test_the_content_folder_is_named_where_it_must_be(folder: str, words: tuple[str, ...]) -> None:
    """The usual folder needs no option; one that begins with a hyphen is not taken for an option."""
    assert command_line.content_option(Path(folder)) == words
