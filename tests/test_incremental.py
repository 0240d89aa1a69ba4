"""Builds that skip what has not changed: the site is the same, byte for byte, as one that was built from nothing."""

from __future__ import annotations

import io
import os
import random
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sites
from conftest import ROOT, SMALL, SOAK
from msgspec.structs import replace

from cuecard.build import recipe
from cuecard.cache import build_record
from cuecard.cli import entry, progress_bar
from cuecard.core.build_options import Options, builtin_templates
from cuecard.incremental import body_only, unchanged
from cuecard.incremental.template_digests import template_digests
from cuecard.serve.builder import PreviewBuilder
from cuecard.site.render import environment

CHANGES = 640 if SOAK else 24
WHOLE = ("build", "--output", "cold", "--no-cache", "--quiet")


def run(*words: str) -> int:
    """Return a call as from the shell, from the very beginning."""
    return entry.run(["build", "--jobs", "1", *words])


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the small project, as the current folder, built once."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    assert run("--quiet") == 0
    return tmp_path


# --- any change, in any order -----------------------------------------------------------------------------


class _Project:
    """A project that is changed at random, as authors change theirs; every state of it builds."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.folder = folder
        self.dice = dice
        self.options: dict[str, tuple[str, ...]] = {}
        self.number = 0
        self.site = {"title": "Guide"}
        self.texts: dict[str, dict[str, object]] = {}
        self.prose: dict[str, str] = {}
        for name in ("squat", "bridge", "plank", "row", "march"):
            self.add_exercise(name)
        self.texts["routines/legs"] = {"title": "Legs", "exercises": ["squat", "bridge"]}
        self.texts["guides/first"] = {"title": "First", "exercises": ["squat"], "routines": ["legs"]}
        self.prose["guides/first"] = (
            "## One\n\nRead [this](../exercises/squat.md).\n\n[Bridge](../exercises/bridge.md)\n"
        )
        sites.put(
            folder, {"content/exercises/dot.png": sites.PIXEL, "templates/404.html": self.template("first")}
        )
        self.write()

    @staticmethod
    def template(word: str) -> str:
        return f"<!doctype html><html lang=en><title>{word}</title><p>{{{{ view.frame.heading }}}}"

    def add_exercise(self, name: str) -> None:
        self.texts[f"exercises/{name}"] = sites.exercise(name.capitalize())
        self.prose[f"exercises/{name}"] = f"## About it\n\nWords of {name} with [a link](squat.md).\n"

    def write(self) -> None:
        """Put what has changed on the disk, and take away what is gone."""
        content = self.folder / "content"
        wanted = {"site.yaml": "".join(f"{key}: {value}\n" for key, value in self.site.items())}
        for path, facts in self.texts.items():
            wanted[f"{path}.md"] = sites.text(facts, self.prose.get(path, ""))
        for file in content.rglob("*.md"):
            if file.relative_to(content).as_posix() not in wanted:
                file.unlink()
        for path, text in wanted.items():
            file = content / path
            if not file.is_file() or file.read_text("utf-8") != text:
                sites.put(content, {path: text})

    def change(self) -> str:
        """Change one thing, and say which."""
        self.number += 1
        ways = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("change_")]
        prose = [self.change_prose, self.change_prose_again]
        way: Callable[[], None] = self.dice.choice(prose if self.dice.random() < 0.3 else ways)
        way()
        self.write()
        return f"{self.number} {way.__name__}"

    def any_exercise(self) -> str:
        return self.dice.choice([path for path in self.texts if path.startswith("exercises/")])

    def change_prose(self) -> None:
        self.prose[self.any_exercise()] += f"\nA sentence, number {self.number}.\n"

    def change_prose_again(self) -> None:
        """Change what is changed most often; sometimes only other words, sometimes back."""
        path = self.dice.choice(sorted(self.prose))
        self.prose[path] = self.prose[path].replace(
            "ords", self.dice.choice(["ords", "ORDS", "ords & <b>more</b>"])
        )

    def change_links(self) -> None:
        self.prose[self.any_exercise()] += (
            "\nMore in [a guide](../guides/first.md) ![A dot](../exercises/dot.png).\n"
        )

    def change_headings(self) -> None:
        self.prose[self.dice.choice(sorted(self.prose))] += f"\n## Part {self.dice.randint(1, 3)}\n"

    def change_to_lone_link(self) -> None:
        self.prose[self.any_exercise()] = "[Squat](squat.md)\n"

    def change_to_no_prose(self) -> None:
        self.prose[self.any_exercise()] = ""

    def change_title(self) -> None:
        self.texts[self.dice.choice(sorted(self.texts))]["title"] = f"Title {self.number}"

    def change_ladder(self) -> None:
        path = self.any_exercise()
        others = sorted({"exercises/plank", "exercises/row"} & self.texts.keys() - {path})
        if others and path not in {"exercises/plank", "exercises/row"}:
            slug = self.dice.choice(others).rpartition("/")[2]
            self.texts[path]["progressions"] = [{"exercise": slug}, f"Slower {self.number}."]

    def change_fact(self) -> None:
        """Change a fact of one text that lists, stairs or other pages show."""
        key, value = self.dice.choice(
            [
                ("also_called", [f"Other {self.number}"]),
                ("level", "beginner"),
                ("position", "standing"),
                ("equipment", ["chair"]),
                ("muscles", {"primary": ["glutes"], "secondary": ["front of the thigh"]}),
                ("dose", {"sets": 3, "reps": self.number}),
                ("stop_if", [f"It hurts {self.number} times"]),
                ("not_if", [f"You had {self.number} falls"]),
                ("cues", [f"Slower {self.number}"]),
                ("reviewed", {"by": "A physio", "on": "2026-01-02"}),
            ]
        )
        self.texts[self.any_exercise()][key] = value

    change_facts = change_fact

    def change_dose(self) -> None:
        self.texts["routines/legs"]["dose"] = {"sets": self.dice.randint(2, 4), "reps": 10}

    def change_safety(self) -> None:
        self.site["safety"] = f"{{stop_if: [It hurts {self.number} times.]}}"

    def change_site_title(self) -> None:
        self.site["title"] = f"Guide {self.number}"

    def change_raw_html(self) -> None:
        self.options["raw HTML"] = self.dice.choice([(), ("--trust-raw-html",)])

    def change_draft(self) -> None:
        path = self.any_exercise()
        if path not in {"exercises/squat", "exercises/bridge", "exercises/plank", "exercises/row"}:
            self.texts[path]["draft"] = not self.texts[path].get("draft", False)

    def change_to_new(self) -> None:
        self.add_exercise(f"new-{self.number}")

    def change_to_deleted(self) -> None:
        path = self.any_exercise()
        if "new" in path:
            del self.texts[path], self.prose[path]

    def change_name(self) -> None:
        path = self.any_exercise()
        if "new" in path:
            self.texts[f"{path}-a"], self.prose[f"{path}-a"] = self.texts.pop(path), self.prose.pop(path)

    def change_old_address(self) -> None:
        self.texts[self.any_exercise()]["redirect_from"] = [f"old-{self.number}"]

    def change_routine(self) -> None:
        self.texts["routines/legs"]["exercises"] = self.dice.sample(["squat", "bridge", "plank", "row"], 2)

    def change_vocabulary(self) -> None:
        words = f"muscles:\n  quads:\n    synonyms: [front {self.number}]\n"
        sites.put(self.folder, {"content/vocabulary.yaml": words})

    def change_template(self) -> None:
        sites.put(self.folder, {"templates/404.html": self.template(f"template {self.number}")})

    def change_included_template(self) -> None:
        parts = (builtin_templates() / "parts.html").read_text("utf-8")
        sites.put(self.folder, {"templates/parts.html": f"{parts}{{# {self.number} #}}"})

    def change_asset(self) -> None:
        sites.put(
            self.folder,
            {"templates/assets/icon.svg": f'<svg xmlns="http://www.w3.org/2000/svg" id="i{self.number}"/>'},
        )

    def change_picture(self) -> None:
        path = self.any_exercise()
        self.texts[path]["images"] = [{"src": "dot.png", "alt": f"A dot {self.number}"}]
        data = sites.PIXEL + bytes([self.number % 256])
        sites.put(self.folder, {"content/exercises/dot.png": data})

    def change_figure(self) -> None:
        pose = self.dice.choice(["standing", "squat", "side-lying"])
        self.texts[self.any_exercise()]["figure"] = {
            "view": "front",
            "frames": [{"pose": pose, "caption": "There"}],
        }

    def change_address(self) -> None:
        self.options["base"] = self.dice.choice(
            [(), ("--base-url", "https://a.example/"), ("--base-url", "https://b.example/c/")]
        )

    def change_drafts(self) -> None:
        self.options["drafts"] = self.dice.choice([(), ("--drafts",)])

    def change_nothing(self) -> None:
        """Build with nothing changed."""

    def change_times(self) -> None:
        """Give a file an old date, as by an archive, and other words."""
        path = self.any_exercise()
        self.prose[path] += f"\nFrom an archive {self.number}.\n"
        self.write()
        os.utime(self.folder / f"content/{path}.md", (1_000_000_000, 1_000_000_000))

    def change_site_by_hand(self) -> None:
        page = self.folder / "site/exercises/squat.html"
        if page.is_file():
            page.write_bytes(page.read_bytes().replace(b"Squat", b"SQUAT"))

    def change_site_by_deleting(self) -> None:
        (self.folder / "site/exercises.json").unlink(missing_ok=True)

    def change_by_tearing_the_cache(self) -> None:
        for file in sorted((self.folder / ".cuecard-cache").rglob("*")):
            if file.is_file() and file.suffix in {".pack", ""} and self.dice.random() < 0.3:
                file.write_bytes(file.read_bytes()[: self.dice.randint(0, 3000)])


def test_any_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After each of many changes at random, the site is that of a build from nothing, and so is all that is
    reported.
    """
    monkeypatch.chdir(tmp_path)
    project = _Project(tmp_path, random.Random(f"changes {os.environ.get('CUECARD_SOAK')}"))  # noqa: S311
    history: list[str] = []
    ways = count_ways(monkeypatch)
    for _ in range(CHANGES):
        for _ in range(project.dice.choice([1, 1, 1, 2])):
            history.append(project.change())
        words = [
            "--templates",
            "templates",
            *(word for option in project.options.values() for word in option),
        ]
        capsys.readouterr()
        assert run(*words, "--quiet") == 0, history[-6:]
        warm = capsys.readouterr()
        assert run("--output", "cold", "--no-cache", "--quiet", *words) == 0
        assert capsys.readouterr() == warm, history[-6:]
        differing = different(tmp_path / "site", tmp_path / "cold")
        assert differing == [], history[-6:]
    assert min(ways.values()) > CHANGES // 20, ways


def test_any_change_in_a_preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the preview makes of each of many changes at random, in one process, is a build from nothing too."""
    monkeypatch.chdir(tmp_path)
    dice = random.Random(f"saves {os.environ.get('CUECARD_SOAK')}")  # noqa: S311
    project = _Project(tmp_path, dice)
    options = Options(templates=Path("templates"), output=Path("preview"), drafts=True)
    builder = PreviewBuilder(options)
    assert builder.build(None).written
    history: list[str] = []
    revised = 0
    for _ in range(CHANGES // 2):
        before = {folder: sites.tree(tmp_path / folder) for folder in ("content", "templates")}
        history.append(project.change())
        after = {folder: sites.tree(tmp_path / folder) for folder in before}
        changed = {
            Path(folder, path)
            for folder, old in before.items()
            for path in old.keys() | after[folder].keys()
            if old.get(path) != after[folder].get(path)
        }
        report = builder.build(changed or None)
        revised += report.written is not None and len(changed) == 1 and report.written.changed == 2
        cold = recipe.build(replace(options, output=Path("cold"), cache=None))
        assert (report.problems, bool(report.written)) == (cold.problems, True), history[-6:]
        assert different(tmp_path / "preview", tmp_path / "cold") == [], history[-6:]
    assert revised


def count_ways(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Return how often a build found nothing to do, did nothing but prose, and did the whole: counted from now on."""
    ways = {"nothing": 0, "prose": 0, "whole": 0}
    look, revise = unchanged.detect_changes, body_only.rebuild_bodies

    def looked(words: Sequence[str]) -> unchanged.ChangedInputs | None:
        found = look(words)
        if "--no-cache" not in words:
            ways["nothing" if found and not found.changed else "whole"] += 1
        return found

    def revised(words: Sequence[str], found: unchanged.ChangedInputs) -> int:
        count = revise(words, found)
        if count:
            ways["prose"] += 1
            ways["whole"] -= 1
        return count

    monkeypatch.setattr(unchanged, "detect_changes", looked)
    monkeypatch.setattr(body_only, "rebuild_bodies", revised)
    return ways


def different(one: Path, other: Path) -> list[str]:
    """Return the files that are not the same in both folders."""
    left, right = sites.tree(one), sites.tree(other)
    return sorted(path for path in left.keys() | right.keys() if left.get(path) != right.get(path))


# --- nothing changed --------------------------------------------------------------------------------------


def test_what_a_build_with_nothing_to_do_imports(small: Path) -> None:
    """A build with nothing changed imports none of the libraries, not the command line, and not even argparse."""
    look = (
        "import sys; from cuecard.cli.entry import run;"
        " run(['build', '--jobs', '1', '--quiet']); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    heavy = {
        "argparse",
        "jinja2",
        "markdown",
        "pydantic",
        "typst",
        "yaml",
        "livereload",
        "json",
        "dataclasses",
        "msgspec",
        "re",
        "hashlib",
        "contextlib",
    }
    assert loaded & heavy == set()
    assert {name for name in loaded if name.startswith("cuecard.")} == {
        "cuecard.cli",
        "cuecard.cli.entry",
        "cuecard.system",
        "cuecard.cache",
        "cuecard.cache.seal",
        "cuecard.cache.build_record",
        "cuecard.system.locks",
        "cuecard.system.atomic_write",
        "cuecard.system.signatures",
        "cuecard.core",
        "cuecard.core.ignored_files",
        "cuecard.incremental",
        "cuecard.incremental.unchanged",
    }


def test_reported_again(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings, how cards fit, and what the site is made of are reported again by every build, in the same words."""
    sites.put(small, {"content/stray.txt": "x"})
    outputs = []
    for _ in range(3):
        assert run() == 0
        outputs.append(capsys.readouterr())
    assert "stray-file" in outputs[0].err
    assert [one.err for one in outputs] == [outputs[0].err] * 3
    cards = [[line for line in one.out.splitlines() if line.startswith("card ")] for one in outputs]
    assert cards == [cards[0]] * 3
    assert cards[0]
    assert "nothing changed" in outputs[1].out
    assert outputs[1].out.split(" files ")[0] == outputs[0].out.split(" files ")[0]


def test_another_command_is_another_matter(small: Path) -> None:
    """What one command left is not taken for what another one asks for."""
    sites.put(small, {"content/exercises/new.md": sites.text(sites.exercise("New", draft=True))})
    assert run("--quiet") == run("--quiet", "--drafts") == run("--quiet") == 0
    assert not (small / "site/exercises/new.html").exists()
    assert run("--quiet", "--drafts") == 0
    assert (small / "site/exercises/new.html").exists()


@pytest.mark.parametrize("path", ["content/exercises/squat.md", "site/exercises/squat.html"])
def test_a_change_that_comes_at_once(path: str, small: Path) -> None:
    """A file that is written the moment a build is done, with as many bytes and an old date, is not missed."""
    file = small / path
    for turn in range(4):
        before = file.stat()
        words = (
            file.read_bytes()
            .replace(b"the", b"teh" if turn % 2 else b"hte")
            .replace(b"hte", b"the" if turn % 2 else b"hte")
        )
        file.write_bytes(words)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert run("--quiet") == 0
        assert run("--output", "cold", "--no-cache", "--quiet") == 0
        assert different(small / "site", small / "cold") == []


def test_a_file_of_the_site_that_was_altered_or_deleted_is_fixed(small: Path) -> None:
    """A page that was changed by hand, and files that were deleted, are as they were after the next build."""
    before = sites.tree(small / "site")
    (small / "site/index.html").write_text("by hand", "utf-8")
    (small / "site/exercises.json").unlink()
    shutil.rmtree(small / "site/cards")
    assert run("--quiet") == 0
    assert sites.tree(small / "site") == before


def test_every_library_that_shapes_the_output_is_known() -> None:
    """What Cuecard depends on is another program in another version, but for what only preview and advice use."""
    dependencies = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=~!]", line)[0].replace("-", "_") for line in dependencies} - {
        "livereload",
        "watchfiles",
        "pyphen",
    }
    assert {name for name in names if not name.startswith("fontpkg_")} <= build_record.LIBRARIES
    for name in build_record.LIBRARIES - {"brotli"}:
        assert f"{name}-" in build_record.installed().lower(), name


# --- prose ------------------------------------------------------------------------------------------------


def test_prose(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new sentence changes the page and the data file, and the next build finds nothing to do."""
    file = small / "content/exercises/squat.md"
    file.write_text(file.read_text("utf-8") + "\nOne more sentence & no more.\n", "utf-8")
    dates = {path: (small / "site" / path).stat().st_mtime_ns for path in sites.tree(small / "site")}
    assert run() == 0
    assert "2 changed, 0 removed" in capsys.readouterr().out
    changed = {path for path, date in dates.items() if (small / "site" / path).stat().st_mtime_ns != date}
    assert changed == {"exercises/squat.html", "exercises.json"}
    assert b"One more sentence &amp; no more." in (small / "site/exercises/squat.html").read_bytes()
    assert run() == 0
    assert "nothing changed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("\n[Nowhere](nowhere.md)\n", 1),
        ("\nA control character: \x07.\n", 1),
        ("\n<marquee>Raw</marquee>\n", 0),
        ("\n## Another part {#steps}\n", 0),
    ],
)
def test_prose_that_is_more_than_prose(
    change: str, code: int, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a body can get wrong is reported as by a build from nothing, and the good site stays."""
    before = sites.tree(small / "site")
    file = small / "content/exercises/chair-squat.md"
    file.write_text(file.read_text("utf-8") + change, "utf-8")
    capsys.readouterr()
    assert run("--quiet") == code
    outcome = capsys.readouterr()
    assert run("--quiet", "--no-cache", "--output", "cold") == code
    assert capsys.readouterr() == outcome
    assert sites.tree(small / "site") == (sites.tree(small / "cold") if code == 0 else before)


# --- what is kept -----------------------------------------------------------------------------------------


def test_a_cache_from_elsewhere_is_not_believed(
    small: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Results that came with the folder, as by a pull request, are not read."""
    cache = small / ".cuecard-cache"
    for file in cache.rglob("*.pack"):
        file.write_bytes(file.read_bytes().replace(b"Stand", b"Stank"))
    shutil.copytree(cache, small / "copy")
    shutil.rmtree(cache)
    (small / "copy").rename(cache)
    shutil.rmtree(small / "site")
    assert run("--quiet") == 0
    assert run("--quiet", "--no-cache", "--output", "cold") == 0
    assert different(small / "site", small / "cold") == []


def test_a_folder_that_cannot_be_written(small: Path) -> None:
    """Where nothing can be kept, every build does its work."""
    shutil.rmtree(small / ".cuecard-cache")
    (small / ".cuecard-cache").write_text("a file", "utf-8")
    for title in ("One", "Two", "Two"):
        sites.put(small, {"content/exercises/squat.md": sites.text(sites.exercise(title), "Words.\n")})
        shutil.copy(SMALL / "content/exercises/chair-squat.md", small / "content/exercises")
        assert run("--quiet") == 0
        assert f"<h1>{title}" in (small / "site/exercises/squat.html").read_text("utf-8").replace(
            ' id="top"', ""
        )


def test_a_page_is_made_again_when_what_its_template_includes_is_changed(small: Path) -> None:
    """The digest of a template covers what it includes, imports and extends, however deep, and nothing else."""
    sites.put(
        small,
        {
            "own/a.html": '{% extends "b.html" %}',
            "own/b.html": '{% import "c.html" as c %}',
            "own/c.html": "one",
            "own/d.html": "{% include view.name %}",
        },
    )
    before = template_digests(environment((small / "own",)))
    sites.put(small, {"own/c.html": "two"})
    after = template_digests(environment((small / "own",)))
    assert {name for name in after if after[name] != before[name]} == {"a.html", "b.html", "c.html", "d.html"}
    sites.put(small, {"own/d.html": "two"})
    last = template_digests(environment((small / "own",)))
    assert {name for name in last if last[name] != after[name]} == {"d.html"}


# --- what is reported -----------------------------------------------------------------------------------------


def test_profile(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--profile` prints the time of each stage and template, and the slowest ten of the pages that were made."""
    assert run("--profile", "--no-cache") == 0
    output = capsys.readouterr().out
    for word in ("parse", "pages", "write", "exercise.html", "slowest pages", "exercises/squat.html"):
        assert word in output, word
    assert len(output.partition("slowest pages")[2].strip().splitlines()) == 11


def test_a_bar_for_work_that_takes_long() -> None:
    """The bar is not shown for a second, then grows, and leaves an empty line."""
    terminal = io.StringIO()
    bar = progress_bar.Bar(terminal)
    bar.at("pages", 1, 10)
    assert terminal.getvalue() == ""
    bar._show_at = 0
    bar.at("pages", 5, 10)
    assert "pages 5 of 10" in terminal.getvalue()
    assert terminal.getvalue().count("#") == terminal.getvalue().count(".")
    bar.done()
    assert terminal.getvalue().endswith("\r\x1b[K")
