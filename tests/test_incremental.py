"""Builds that skip what has not changed: the site is the same, byte for byte, as one that was built from nothing."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sites
from conftest import SMALL

from cuecard import start, unchanged
from cuecard.config import builtin_templates

SOAK = "CUECARD_SOAK" in os.environ
CHANGES = 640 if SOAK else 36
WHOLE = ("build", "--output", "cold", "--no-cache", "--quiet")


def run(*words: str) -> int:
    """A call as from the shell, from the very beginning."""
    return start.run(["build", "--jobs", "1", *words])


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small project, as the current folder, long enough ago that every later change shows."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(unchanged, "_TICK", 12_000_000)
    return tmp_path


# --- any change, in any order -----------------------------------------------------------------------------


class _Project:
    """A project that is changed at random, as authors change theirs; every state of it builds."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.folder = folder
        self.dice = dice
        self.options: dict[str, tuple[str, ...]] = {}
        self.number = 0
        self.site = {"title": "Guide", "raw_html": "false"}
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
        told: Callable[[], None] = self.dice.choice(
            [getattr(self, name) for name in sorted(dir(self)) if name.startswith("change_")]
        )
        told()
        self.write()
        return f"{self.number} {told.__name__}"

    def any_exercise(self) -> str:
        return self.dice.choice([path for path in self.texts if path.startswith("exercises/")])

    def change_prose(self) -> None:
        self.prose[self.any_exercise()] += f"\nA sentence, number {self.number}.\n"

    def change_prose_again(self) -> None:
        """What is changed most often; sometimes to nothing but other words, sometimes back."""
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

    def change_dose(self) -> None:
        self.texts["routines/legs"]["dose"] = {"sets": self.dice.randint(2, 4), "reps": 10}

    def change_safety(self) -> None:
        self.site["safety"] = f"{{stop_if: [It hurts {self.number} times.]}}"

    def change_site_title(self) -> None:
        self.site["title"] = f"Guide {self.number}"

    def change_raw_html(self) -> None:
        self.site["raw_html"] = self.dice.choice(["true", "false"])

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

    def change_address(self) -> None:
        self.options["base"] = self.dice.choice(
            [(), ("--base-url", "https://a.example/"), ("--base-url", "https://b.example/c/")]
        )

    def change_drafts(self) -> None:
        self.options["drafts"] = self.dice.choice([(), ("--drafts",)])

    def change_nothing(self) -> None:
        """A build with nothing changed."""

    def change_times(self) -> None:
        """A file is given an old date, as by an archive, and other words."""
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
    """After each of many changes at random, the site is that of a build from nothing, and so is all that is told."""
    monkeypatch.chdir(tmp_path)
    project = _Project(tmp_path, random.Random(f"changes {os.environ.get('CUECARD_SOAK')}"))  # noqa: S311
    history = []
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


def different(one: Path, other: Path) -> list[str]:
    """The files that are not the same in both folders."""
    left, right = sites.tree(one), sites.tree(other)
    return sorted(path for path in left.keys() | right.keys() if left.get(path) != right.get(path))
