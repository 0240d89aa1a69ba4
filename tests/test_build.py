"""Building: the same bytes always, all or nothing, nobody else's files touched, and clear refusals."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import documents
import pytest
import sites
from conftest import ROOT, RunCli, Write
from sites import tree

from cuecard.cli import dispatch

CACHE = ".cuecard-cache"
"""Where builds keep what they need not do again; not part of any site."""

BUILD = [sys.executable, str(ROOT / "build.py")]


def build_py(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run build.py in *folder* as its own process."""
    return subprocess.run(
        [*BUILD, *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        timeout=120,
    )


def uncached(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder* but those of the cache."""
    return {path: data for path, data in tree(folder).items() if CACHE not in path}


# --- the same bytes ---------------------------------------------------------------------------------------


def test_same_bytes_twice(run_cli: RunCli, project: Path) -> None:
    """Two builds give the same bytes; the second changes nothing, and dates of files stay."""
    assert run_cli("build", "--output", "one").code == 0
    assert run_cli("build", "--output", "two").code == 0
    assert tree(project / "one") == tree(project / "two")
    before = {file: file.stat().st_mtime_ns for file in (project / "one").rglob("*")}
    outcome = run_cli("build", "--output", "one")
    assert " 0 changed, 0 removed" in outcome.out
    assert {file: file.stat().st_mtime_ns for file in (project / "one").rglob("*")} == before


def test_surroundings_do_not_matter(tmp_path: Path) -> None:
    """Locale, time zone, hash seed, current folder and another process give the very same bytes."""
    content = str(sites.everything(tmp_path / "content"))
    surroundings = [
        {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "12345"},
    ]
    results = []
    for n, environment in enumerate(surroundings):
        folder = tmp_path / f"from here {n}"
        folder.mkdir()
        done = build_py(folder, "--content", content, "--output", "out", **environment)
        assert done.returncode == 0, done.stderr
        results.append(tree(folder / "out"))
    assert results[0] == results[1]


SAID_IN_FEW_CHARACTERS = "---\ntitle: 膝 é\nmusles: [膝]\n---\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize(
    "words", [["check", "--format", "json"], ["check", "--format", "github"], ["build"]], ids=" ".join
)
def test_terminals_of_few_characters(
    project: Path, write: Write, monkeypatch: pytest.MonkeyPatch, encoding: str, words: list[str]
) -> None:
    """Where output cannot hold every character, as in a Windows pipe, problems are reported all the same."""
    write("content/exercises/膝 é.md", SAID_IN_FEW_CHARACTERS)
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(raw, encoding, write_through=True) for raw in (out, err)]
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", streams[0])
        patched.setattr(sys, "stderr", streams[1])
        code = dispatch.run(words)
    assert code == 1, err.getvalue()
    assert b"Traceback" not in err.getvalue()
    assert b"musles" in out.getvalue() + err.getvalue()


def test_a_pipe_of_few_characters(project: Path, write: Write) -> None:
    """So it is in a process whose output is a pipe of such characters."""
    write("content/exercises/膝 é.md", SAID_IN_FEW_CHARACTERS)
    done = build_py(project, "build", PYTHONIOENCODING="ascii")
    assert done.returncode == 1, done.stderr
    assert "musles" in done.stderr
    assert "Traceback" not in done.stderr


def test_order_on_disk_does_not_matter(tmp_path: Path) -> None:
    """The same files put on the disk in the opposite order, under another path, give the same bytes."""
    one = sites.everything(tmp_path / "one" / "content")
    files = tree(one)
    other = sites.put(tmp_path / "other" / "place", dict(reversed(files.items())))
    sites.build(one, tmp_path / "one" / "out")
    sites.build(other, tmp_path / "other" / "out")
    assert tree(tmp_path / "one" / "out") == tree(tmp_path / "other" / "out")


def test_no_place_of_this_machine_in_the_output(built_site: Path) -> None:
    """No file of the site says where it was made."""
    for path, data in tree(built_site).items():
        assert str(ROOT).encode() not in data, path
        assert str(built_site).encode() not in data, path


def test_assets_are_named_by_their_bytes(run_cli: RunCli, project: Path, write: Write) -> None:
    """Another style sheet gets another name, and the old one is gone."""
    run_cli("build")
    (before,) = (project / "site/assets").glob("site.*.css")
    write("mine/assets/site.css", "body { color: black }\n")
    assert run_cli("build", "--templates", "mine").code == 0
    (after,) = (project / "site/assets").glob("site.*.css")
    assert before.name != after.name
    assert after.name in (project / "site/index.html").read_text("utf-8")
    assert after.read_bytes().endswith(b"body { color: black }\n")


# --- all or nothing ----------------------------------------------------------------------------------------


def test_a_folder_one_level_too_high_is_known(project: Path, run_cli: RunCli) -> None:
    """Where the folder that is named only holds the content folder, that one is proposed, and nothing is read."""
    for command in ("build", "check"):
        outcome = run_cli(command, "--content", project)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.endswith(f"did you mean --content {project / 'content'}?\n")


def test_failed_build_changes_nothing(run_cli: RunCli, project: Path, write: Write) -> None:
    """A mistake in one file of the content leaves the whole site byte for byte as it was."""
    assert run_cli("build").code == 0
    before = tree(project / "site")
    write("content/exercises/squat.md", "---\ntitle: New\nmusles: {}\n---\n")
    write("content/exercises/new.md", sites.text(sites.exercise("New one")))
    outcome = run_cli("build")
    assert outcome.code == 1
    assert "content/exercises/squat.md:3:1: error[unknown-key]" in outcome.err
    assert "nothing was written" in outcome.err
    assert outcome.out == ""
    assert tree(project / "site") == before


def delete_the_guide(project: Path) -> None:
    """Delete the only guide, and the sentence that links to it."""
    (project / "content/guides/start-here.md").unlink()
    routine = project / "content/routines/strong-legs.md"
    routine.write_text(routine.read_text("utf-8").partition("Read [start here]")[0], "utf-8")


def test_stale_pages_vanish(run_cli: RunCli, project: Path, write: Write) -> None:
    """A page whose text is gone is gone, its empty folder too; everything else stays."""
    run_cli("build")
    assert (project / "site/guides/start-here.html").exists()
    delete_the_guide(project)
    outcome = run_cli("build")
    assert outcome.code == 0, outcome.err
    assert " 1 removed" in outcome.out
    assert not (project / "site/guides").exists()
    assert (project / "site/routines/strong-legs.html").exists()
    assert "start-here" not in (project / "site/.cuecard.json").read_text("utf-8")


def test_files_of_others_stay(run_cli: RunCli, project: Path, write: Write) -> None:
    """What we did not make stays through builds, and through the end of the folder that it lies in."""
    run_cli("build")
    mine = {
        "site/CNAME": "legs.example.org\n",
        "site/guides/notes.txt": "mine\n",
        "site/extra/a.html": "mine\n",
    }
    for path, text in mine.items():
        write(path, text)
    delete_the_guide(project)
    assert run_cli("build").code == 0
    assert {path: (project / path).read_text("utf-8") for path in mine} == mine


def test_a_file_of_others_in_the_way(run_cli: RunCli, project: Path, write: Write) -> None:
    """A page that would replace a file that we did not make is refused, and nothing is written."""
    run_cli("build")
    write("site/exercises/lunge.html", "mine\n")
    write("content/exercises/lunge.md", sites.text(sites.exercise("Lunge")))
    before = tree(project / "site")
    outcome = run_cli("build")
    assert outcome.code == 2
    assert "exercises/lunge.html" in outcome.err
    assert tree(project / "site") == before


def test_a_link_out_of_the_site_is_not_followed(run_cli: RunCli, project: Path) -> None:
    """A folder of the site that is a symbolic link to elsewhere is not written through."""
    run_cli("build")
    elsewhere = project / "elsewhere"
    elsewhere.mkdir()
    for file in sorted((project / "site/guides").iterdir()):
        file.unlink()
    (project / "site/guides").rmdir()
    (project / "site/guides").symlink_to(elsewhere)
    outcome = run_cli("build")
    assert outcome.code == 2
    assert "symbolic link" in outcome.err
    assert list(elsewhere.iterdir()) == []


def test_a_list_that_lies_is_not_believed(run_cli: RunCli, project: Path, write: Write) -> None:
    """A list that names files outside of the site makes us remove nothing there."""
    run_cli("build")
    precious = write("precious.txt", "mine\n")
    names = ["../precious.txt", str(precious), "a/../../precious.txt", ".", "", "exercises"]
    (project / "site/.cuecard.json").write_text(json.dumps({"files": names}), "utf-8")
    run_cli("build")
    assert precious.read_text("utf-8") == "mine\n"


def test_a_broken_list_is_fixed(run_cli: RunCli, project: Path) -> None:
    """A list that cannot be read any more does not stop a build that changes nothing else."""
    run_cli("build")
    before = tree(project / "site")
    (project / "site/.cuecard.json").write_text("{broken", "utf-8")
    assert run_cli("build").code == 0
    assert tree(project / "site") == before


def test_nothing_else_is_left_behind(run_cli: RunCli, project: Path) -> None:
    """A build leaves no file in the content, and no half-written file in the site."""
    before = tree(project / "content")
    run_cli("build")
    assert tree(project / "content") == before
    assert [path for path in tree(project / "site") if ".tmp" in path] == []


# --- folders that are refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("output", "message"),
    [
        (".", "contains content"),
        ("content", "content"),
        ("content/site", "is inside content"),
        ("content/exercises", "is inside content"),
        ("full", "not empty and was not made by cuecard"),
        ("a-file", "is not a folder"),
        ("link-to-content", "content"),
    ],
)
def test_refused_output(run_cli: RunCli, project: Path, write: Write, output: str, message: str) -> None:
    """A folder that holds the sources, lies among them, is full of other things or is none is refused."""
    write("full/thesis.txt", "ten years of work\n")
    write("a-file", "text\n")
    (project / "link-to-content").symlink_to(project / "content")
    before = uncached(project)
    outcome = run_cli("build", "--output", output)
    assert outcome.code == 2
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    assert uncached(project) == before


def test_output_below_a_file(run_cli: RunCli, project: Path, write: Write) -> None:
    """An output folder below a file is refused without a traceback."""
    write("a-file", "text\n")
    outcome = run_cli("build", "--output", "a-file/site")
    assert outcome.code == 2
    assert "Traceback" not in outcome.err


def test_refused_output_among_templates(run_cli: RunCli, project: Path, write: Write) -> None:
    """The folder of one's own templates is a source too."""
    write("mine/home.html", "x\n")
    outcome = run_cli("build", "--templates", "mine", "--output", "mine/site")
    assert outcome.code == 2
    assert not (project / "mine/site").exists()


def test_refused_output_reports_the_problems_first(run_cli: RunCli, project: Path, write: Write) -> None:
    """A wrong output folder is refused whether or not the content is right."""
    write("full/thesis.txt", "ten years of work\n")
    assert run_cli("build", "--output", "full").code == 2


@pytest.mark.parametrize("names", [[], [".gitignore"], [".gitkeep", "CNAME", ".nojekyll"]])
def test_accepted_output(run_cli: RunCli, project: Path, write: Write, names: list[str]) -> None:
    """A folder that is empty but for what git and hosts keep there is taken, and those files stay."""
    (project / "out").mkdir()
    for name in names:
        write(f"out/{name}", "*\n")
    assert run_cli("build", "--output", "out").code == 0
    assert all((project / "out" / name).read_text("utf-8") == "*\n" for name in names)


# --- templates of one's own --------------------------------------------------------------------------------------


def test_a_template_of_ones_own(run_cli: RunCli, project: Path, write: Write) -> None:
    """A file in --templates takes the place of the built-in one; what is missing there comes from ours."""
    write("mine/404.html", "<!doctype html>\n<title>{{ view.frame.title }}</title>\n<h1>Gone</h1>\n")
    assert run_cli("build", "--templates", "mine").code == 0
    assert "<h1>Gone</h1>" in (project / "site/404.html").read_text("utf-8")
    assert "How much" in (project / "site/exercises/squat.html").read_text("utf-8")


FAULTS = {
    "undefined name": ("line one\n\n<p>{{ view.summmary }}</p>\n", 3, "summmary"),
    "undefined variable": ("{{ nothing }}\n", 1, "nothing"),
    "syntax error": ("one\ntwo\n{% if view %}\n{% endfor %}\n", 4, "endfor"),
    "unclosed block": ("one\n{% for item in view.steps %}\n", 2, "for"),
    "missing include": ('one\n{% include "no-such.html" %}\n', 2, "no-such.html"),
    "missing base": ('{% extends "no-such-base.html" %}\n', 1, "no-such-base.html"),
    "unknown filter": ("one\n\n\n{{ view.summary|shout }}\n", 4, "shout"),
    "filter on the wrong type": ("one\n{{ view.frame.is_draft|join(',') }}\n", 2, "bool"),
    "sum of words and numbers": ("one\n{{ view.summary + 1 }}\n", 2, ""),
    "division by zero": ("one\ntwo\n{{ 1 // 0 }}\n", 3, "zero"),
    "endless recursion": (
        "{% macro again() %}\n{{ again() }}\n{% endmacro %}\n{{ again() }}\n",
        2,
        "recursion",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_template_fault(run_cli: RunCli, project: Path, write: Write, name: str) -> None:
    """A fault in a template is reported with template, line and page; exit 2, and the site is as it was."""
    text, line, message = FAULTS[name]
    run_cli("build")
    before = tree(project / "site")
    write("mine/exercise.html", text)
    outcome = run_cli("build", "--templates", "mine")
    assert outcome.code == 2, outcome.err
    first, *rest = outcome.err.splitlines()
    assert re.match(rf"mine/exercise\.html:{line}:\d+: error\[template\]: ", first), outcome.err
    assert message in first
    assert "while making exercises/chair-squat.html" in "\n".join(rest)
    assert "Traceback" not in outcome.err
    assert tree(project / "site") == before


def test_fault_in_a_part(run_cli: RunCli, project: Path, write: Write) -> None:
    """A fault in an included template is reported at that one, not at the page that includes it."""
    write("mine/exercise.html", 'one\n{% include "inner.html" %}\n')
    write("mine/inner.html", "one\ntwo\n{{ view.nothing_such }}\n")
    outcome = run_cli("build", "--templates", "mine")
    assert outcome.code == 2
    assert outcome.err.startswith("mine/inner.html:3:")


def test_template_that_is_not_text(run_cli: RunCli, project: Path, write: Write) -> None:
    """A template that is no UTF-8 text is reported without a traceback."""
    write("mine/exercise.html", b"caf\xe9\n")
    outcome = run_cli("build", "--templates", "mine")
    assert outcome.code == 2
    assert "exercise.html" in outcome.err
    assert "Traceback" not in outcome.err


def test_no_folder_of_templates(run_cli: RunCli, project: Path) -> None:
    """A folder of templates that is not there is reported."""
    outcome = run_cli("build", "--templates", "nowhere")
    assert outcome.code == 2
    assert "nowhere" in outcome.err


# --- little or no content ----------------------------------------------------------------------------------------


def test_empty_content(run_cli: RunCli, tmp_path: Path) -> None:
    """An empty content folder gives a small whole site and one warning that says how to begin."""
    (tmp_path / "content").mkdir()
    outcome = run_cli("build")
    assert outcome.code == 0
    assert "warning[no-exercises]" in outcome.err
    site = tmp_path / "site"
    for path, file in documents.html_files(site).items():
        assert documents.document(file).find(".//h1") is not None, path
    assert "There are no exercises yet" in (site / "index.html").read_text("utf-8")
    assert json.loads((site / "exercises.json").read_text("utf-8"))["site"]["title"] == "Exercises"
    assert run_cli("build", "--strict").code == 1


def test_no_site_yaml(run_cli: RunCli, project: Path) -> None:
    """Without site.yaml a site is made with names that will do, without addresses."""
    (project / "content/site.yaml").unlink()
    outcome = run_cli("build")
    assert outcome.code == 0, outcome.err
    assert "error" not in outcome.err
    assert not (project / "site/sitemap.xml").exists()
    assert "<title>Exercises</title>" in (project / "site/index.html").read_text("utf-8")


@pytest.mark.parametrize("command", ["build", "check"])
def test_no_content_folder(run_cli: RunCli, tmp_path: Path, command: str) -> None:
    """A content folder that is not there is reported with the option that names one, and nothing is made."""
    outcome = run_cli(command)
    assert outcome.code == 2
    assert '"content"' in outcome.err
    assert "--content" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_content_that_is_a_file(run_cli: RunCli, tmp_path: Path, write: Write) -> None:
    """A file in the place of the content folder is refused."""
    write("content", "text\n")
    assert run_cli("build").code == 2


# --- the command line ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["--contents"],
        ["build", "--content"],
        ["bild"],
        ["build", "more"],
        ["--date", "yesterday"],
        ["--date", "2026-13-01"],
        ["check", "--format", "xml"],
        ["check", "--output", "x"],
        ["--base-url", "ftp://example.org"],
        ["--base-url", "https://example.org/?a=b"],
    ],
    ids=" ".join,
)
def test_wrong_options(run_cli: RunCli, project: Path, words: list[str]) -> None:
    """A wrong option or word is usage: exit 2, said on standard error, and nothing is made."""
    outcome = run_cli(*words)
    assert outcome.code == 2
    assert outcome.err
    assert "Traceback" not in outcome.err
    assert outcome.out == ""
    assert not (project / "site").exists()


@pytest.mark.parametrize(
    "words", [["--version"], ["--help"], ["build", "--help"], ["check", "--help"]], ids=" ".join
)
def test_help(run_cli: RunCli, words: list[str]) -> None:
    """Help and version go to standard output, exit 0."""
    outcome = run_cli(*words)
    assert outcome.code == 0
    assert outcome.out
    assert outcome.err == ""


def test_build_may_be_left_out(run_cli: RunCli, project: Path) -> None:
    """Options without a command build."""
    assert run_cli("--output", "one").code == 0
    assert run_cli("build", "--output", "two").code == 0
    assert tree(project / "one") == tree(project / "two")


def test_quiet(run_cli: RunCli, project: Path, write: Write) -> None:
    """--quiet prints nothing when all is well, and still prints problems."""
    outcome = run_cli("build", "--quiet")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")
    write("content/stray.md", "text\n")
    outcome = run_cli("build", "--quiet")
    assert (outcome.code, outcome.out) == (0, "")
    assert "warning[stray-file]" in outcome.err


def test_strict(run_cli: RunCli, project: Path, write: Write) -> None:
    """--strict lets a warning fail build and check with exit 1; without a warning it changes nothing."""
    assert run_cli("build", "--strict").code == 0
    before = tree(project / "site")
    write("content/stray.md", "text\n")
    assert run_cli("check").code == 0
    assert run_cli("check", "--strict").code == 1
    outcome = run_cli("build", "--strict")
    assert outcome.code == 1
    assert "content/stray.md:1:1: warning[stray-file]" in outcome.err
    assert tree(project / "site") == before


FAULTY = """\
---
title: 50% off, "quoted", a: b
musles: [quads]
---
"""


def test_check_as_json(run_cli: RunCli, project: Path, write: Write) -> None:
    """The form json of check prints nothing but one object with every problem and its place."""
    write("content/exercises/faulty.md", FAULTY)
    outcome = run_cli("check", "--format", "json")
    assert outcome.code == 1
    assert outcome.err == ""
    data = json.loads(outcome.out)
    assert set(data) == {"problems"}
    assert data["problems"]
    for problem in data["problems"]:
        assert set(problem) == {"path", "line", "column", "severity", "code", "message", "hint"}
        assert problem["path"] == "content/exercises/faulty.md"
        assert problem["line"] >= 1
        assert problem["column"] >= 1
    assert not (project / "site").exists()


def test_check_as_github(run_cli: RunCli, project: Path, write: Write) -> None:
    """The form github of check prints one workflow command for each problem, its text on one line."""
    write("content/exercises/faulty.md", "---\ntitle: Faulty\nmusles: [quads]\n---\n")
    write("content/stray.md", "text\n")
    outcome = run_cli("check", "--format", "github")
    assert outcome.code == 1
    assert outcome.err == ""
    lines = outcome.out.splitlines()
    form = r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,title=[a-z0-9-]+::.+"
    assert all(re.fullmatch(form, line) for line in lines), lines
    assert any(line.startswith("::error file=content/exercises/faulty.md,line=3,col=1,") for line in lines)
    assert any(line.startswith("::warning file=content/stray.md,line=1,col=1,") for line in lines)


def test_check_of_good_content(run_cli: RunCli, project: Path) -> None:
    """To check good content exits 0, says so, and writes nothing."""
    outcome = run_cli("check")
    assert outcome.code == 0
    assert "no problems" in outcome.out
    assert json.loads(run_cli("check", "--format", "json").out) == {"problems": []}
    assert run_cli("check", "--format", "github").out == ""
    assert {entry.name for entry in project.iterdir()} <= {"content", CACHE}


def test_the_shipped_content_has_no_problem(run_cli: RunCli) -> None:
    """The shipped content gives not even a warning."""
    outcome = run_cli("check", "--strict", "--content", ROOT / "content")
    assert (outcome.code, outcome.err) == (0, "")
