"""The library put together again after a change is the one that is put together from nothing."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

import sites
from conftest import SOAK
from msgspec.structs import asdict, replace

from cuecard.core.diagnostics import in_order
from cuecard.incremental import relink
from cuecard.library.linker import LinkResult, link_library
from cuecard.parse import content_folder, parallel, text_parser
from cuecard.parse.sources import FOLDERS, Kind, SourceFile, Sources

CHANGES = 4000 if SOAK else 120
NAMES = ("squat", "bridge", "plank", "row", "march")


class _Texts:
    """Texts in memory, one fact of which changes at a time, at random; what they say need not hold."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.facts: dict[str, dict[str, object]] = {
            f"exercises/{name}": sites.exercise(name) for name in NAMES
        }
        self.facts["routines/legs"] = {"title": "Legs", "exercises": ["squat", "bridge"]}
        self.facts["guides/first"] = {"title": "First", "exercises": ["squat"], "routines": ["legs"]}
        self.bodies = dict.fromkeys(
            self.facts, "## About it\n\nWords with [a link](/exercises/squat.md#steps).\n"
        )
        self.words = ""
        self.memory: dict[str, tuple[SourceFile, bool, text_parser.ParsedText]] = {}

    def read(self) -> content_folder.ParseResult:
        files = [
            _file(f"{path}.md", FOLDERS[path.partition("/")[0]], sites.text(facts, self.bodies[path]))
            for path, facts in sorted(self.facts.items())
        ]
        files += [_file("vocabulary.yaml", Kind.VOCABULARY, self.words)] if self.words else []
        return content_folder.read(
            Sources(tuple(files), (), (), "content"), reader=parallel.ParseSettings(memory=self.memory)
        )

    def change(self) -> Callable[[], None]:
        """Change one thing; given back is what takes it back."""
        before = {path: dict(facts) for path, facts in self.facts.items()}, dict(self.bodies), self.words
        ways = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("change_")]
        self.dice.choice(ways)(
            self.dice.choice([path for path in self.facts if path.startswith("exercises/")])
        )

        def undo() -> None:
            self.facts, self.bodies, self.words = before

        return undo

    def toggle(self, path: str, key: str, value: object) -> None:
        if self.facts[path].pop(key, None) is None:
            self.facts[path][key] = value

    def change_title(self, path: str) -> None:
        self.facts[self.dice.choice([path, *self.facts])]["title"] = f"Title {self.dice.random()}"

    def change_steps(self, path: str) -> None:
        self.facts[path]["steps"] = ["Stand."] * self.dice.randint(1, 4)

    def change_muscles(self, path: str) -> None:
        words = ["quads", "glutes", "core", "hips", "front of the thigh", "no such muscle", "quads"]
        self.facts[path]["muscles"] = {"primary": self.dice.sample(words, 2)}

    def change_equipment(self, path: str) -> None:
        self.facts[path]["equipment"] = self.dice.sample(["chair", "band", "no such thing", "mat"], 2)

    def change_level(self, path: str) -> None:
        self.facts[path]["level"] = self.dice.choice(["beginner", "advanced"])

    def change_ladder(self, path: str) -> None:
        self.toggle(path, "progressions", [{"exercise": self.dice.choice(NAMES)}, self.dice.choice(NAMES)])

    def change_old_address(self, path: str) -> None:
        self.toggle(path, "redirect_from", [self.dice.choice(["old", "older", "plank"])])

    def change_stop_rule(self, path: str) -> None:
        self.toggle(path, "stop_if", ["It hurts."])

    def change_many(self, path: str) -> None:
        for key in ("cues", "mistakes", "not_if", "also_called"):
            self.toggle(path, key, ["Some words."])

    def change_dose(self, path: str) -> None:
        self.toggle(path, "dose", {"sets": 3, "reps": 10})

    def change_draft(self, path: str) -> None:
        self.toggle(path, "draft", value=True)

    def change_routine(self, path: str) -> None:
        self.facts["routines/legs"]["exercises"] = self.dice.sample([*NAMES, "gone"], 2)

    def change_safety(self, path: str) -> None:
        self.toggle(self.dice.choice(["routines/legs", "guides/first"]), "safety", {"stop_if": ["It hurts."]})

    def change_guide(self, path: str) -> None:
        self.facts["guides/first"]["exercises"] = self.dice.sample(NAMES, 2)

    def change_prose(self, path: str) -> None:
        self.bodies[path] += self.dice.choice(["\nMore.\n", "\n## Part\n", "\n<marquee>Raw</marquee>\n"])

    def change_to_no_prose(self, path: str) -> None:
        self.bodies[path] = ""

    def change_links(self, path: str) -> None:
        to = self.dice.choice(
            ["squat.md#part", "row.md#about-it", "gone.md", "../muscles/quads.html", "row.md"]
        )
        self.bodies[path] = f"{self.bodies[path]}\nSee [there]({to}).\n"

    def change_to_deleted(self, path: str) -> None:
        if len(self.facts) > 5:
            del self.facts[path]

    def change_name(self, path: str) -> None:
        self.facts[f"{path}-a"], self.bodies[f"{path}-a"] = self.facts.pop(path), self.bodies[path]

    def change_vocabulary(self, path: str) -> None:
        self.words = f"muscles:\n  quads:\n    synonyms: [front {self.dice.randint(1, 3)}]\n"


def _file(path: str, kind: Kind, text: str) -> SourceFile:
    return SourceFile.from_text(path, f"content/{path}", kind, text, str(hash(text)))


def _parts(whole: LinkResult) -> dict[str, object]:
    """Return all of it by name; mappings with their order, as lists on pages have it."""
    parts: dict[str, object] = asdict(whole.library)
    for name in ("exercises", "routines", "guides", "primary", "ladders"):
        parts[f"order of {name}"] = list(getattr(whole.library, name))
    linked = replace(whole.linked, ids=dict(whole.linked.ids))
    return {**parts, "linked": linked, "problems": in_order(whole.problems)}


def test_any_change() -> None:
    """After each of many changes at random, what is put together again equals what is put together from nothing."""
    dice = random.Random(f"faces {os.environ.get('CUECARD_SOAK')}")  # noqa: S311
    texts = _Texts(dice)
    read = texts.read()
    before = link_library(read.parsed, read.vocabulary, drafts=True)
    ways = {"again": 0, "anew": 0}
    for _ in range(CHANGES):
        undo = texts.change()
        read = texts.read()
        drafts = before.drafts
        whole = link_library(read.parsed, read.vocabulary, drafts=drafts)
        again = relink.relink(before, read.parsed, read.vocabulary)
        ways["again" if again else "anew"] += 1
        if again:
            assert _parts(again) == _parts(whole)
        if any(problem.severity == "error" for problem in (*whole.problems, *read.problems)):
            undo()
            read = texts.read()
            before = link_library(read.parsed, read.vocabulary, drafts=dice.random() < 0.8)
            if any(problem.severity == "error" for problem in before.problems):
                texts = _Texts(dice)  # a draft that others name was no problem while drafts were shown
        else:
            before = again or whole
    assert min(ways.values()) > CHANGES // 5, ways


def test_what_has_not_changed_is_the_same_object() -> None:
    """A changed title leaves the mappings that say nothing of it as they are, so that nobody compares them."""
    texts = _Texts(random.Random(1))  # noqa: S311
    read = texts.read()
    before = link_library(read.parsed, read.vocabulary, drafts=True)
    texts.facts["exercises/row"]["title"] = "Another"
    read = texts.read()
    after = relink.relink(before, read.parsed, read.vocabulary)
    assert after
    assert after.library.exercises["row"].facts.title == "Another"
    assert after.library.exercises["plank"] is before.library.exercises["plank"]
    for name in (
        "primary",
        "equipment",
        "muscle_ids",
        "in_use",
        "ladders",
        "targets",
        "redirects",
        "routines",
    ):
        assert getattr(after.library, name) is getattr(before.library, name), name
