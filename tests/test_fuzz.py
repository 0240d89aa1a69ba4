"""Any text gives a value or problems, and soon: the readers of facts, doses, figures, links and bodies, fuzzed."""

from __future__ import annotations

import importlib.util
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import fuzzing
import pytest
from conftest import ROOT, SOAK, Write
from hypothesis import given, settings
from hypothesis import strategies as st

from cuecard.parse import sources, text_parser
from cuecard.parse.sources import SourceFile

GUIDED = importlib.util.find_spec("atheris") is not None
"""Whether the fuzzer that follows the coverage is there: it is made for Linux on usual processors."""
SECONDS = 5.0
"""Of a processor, for each text. A body has one second in a child; starting one and a busy machine add to it."""


def texts(target: str) -> st.SearchStrategy[str]:
    """Characters that mean something to *target* in any order, good texts broken by them, and anything at all."""
    return st.one_of(
        st.lists(st.sampled_from(fuzzing.SEEDS[target][1]), max_size=40).map("".join),
        st.integers(0, 1 << 48).map(lambda seed: fuzzing.a_text(target, random.Random(seed))),  # noqa: S311
        st.text(max_size=80),
    )


@pytest.mark.parametrize("target", fuzzing.TARGETS)
def test_any_text_is_judged(target: str, record_property: Callable[[str, object], None]) -> None:
    """Whatever is written, nothing is raised, a problem has words and a place in the text, and a body is harmless."""
    count = 0

    @settings(max_examples=3000 if SOAK else 60)
    @given(texts(target))
    def judged(text: str) -> None:
        nonlocal count
        count += 1
        assert fuzzing.judge(target, text) in {"accepted", "refused"}

    judged()
    record_property("fuzzed inputs", count)


@pytest.mark.parametrize("target", fuzzing.TARGETS if SOAK else ["every"])
def test_texts_that_reach_new_lines_are_judged(
    target: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Texts that were changed for as long as they reach further into the program find nothing that is raised either.

    Where there is no such fuzzer, as many texts are changed by chance.
    """
    runs = 20_000 if SOAK else 150
    if GUIDED:
        script = ROOT / "tests/fuzz/guided.py"
        options = [f"-runs={runs}", "-max_total_time=300", "-seed=1", "-max_len=4000", "-verbosity=0"]
        folder = tmp_path / "texts"
        folder.mkdir()
        command = [sys.executable, str(script), target, *options]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    else:
        dice = random.Random(1)  # noqa: S311
        for _ in range(runs):
            chosen = dice.choice([*fuzzing.TARGETS]) if target == "every" else target
            fuzzing.judge(chosen, fuzzing.a_text(chosen, dice))
    record_property("fuzzed inputs", runs)


# --- texts that take long -------------------------------------------------------------------------------------------

ENDLESS = {
    "brackets": "[" * 4000,
    "many brackets": "[" * 50_000,
    "open links": "[a](" * 20_000,
    "empty links": "[](" * 20_000,
    "open pictures": "![" * 20_000,
    "open tags": "<a " * 50_000,
    "open attributes": '<a x="' * 20_000,
    "open quotes": "<a '" * 20_000,
    "open comments": "<!--" * 50_000,
    "open sections": "<![CDATA[" * 20_000,
    "open instructions": "<?" * 50_000,
    "open pictures of HTML": "<img src=" * 20_000,
    "open headings": "<h1 " * 20_000,
    "less-than": "<" * 100_000,
    "deep HTML": "<div>" * 20_000,
    "deep quotations": "> " * 20_000,
    "deep lists": "- " * 20_000,
    "deep lists in lines": "\n".join(" " * 4 * n + "- a" for n in range(200)),
    "growing code": " ".join("`" * n for n in range(600)),
    "code": "` x " * 20_000,
    "stars": "*" * 100_000,
    "stars and words": "*a **b " * 15_000,
    "underscores": "_a" * 50_000,
    "backslashes": "\\" * 100_000,
    "entities": "&#" * 50_000,
    "bars": "|" * 20_000 + "\n" + "|-" * 20_000,
    "many headings": "# a\n" * 20_000,
    "underlined headings": "a\n===\n" * 10_000,
    "notes": "!!! note\n" * 10_000,
    "footnotes": "".join(f"[^{n}] " for n in range(5000)) + "\n\n[^1]: a\n" * 5000,
    "abbreviations": "".join(f"*[a{n}]: b\n" for n in range(2000)) + "a1 " * 20_000,
    "references": "".join(f"[a{n}]: b\n" for n in range(10_000)) + "[a1] " * 10_000,
    "attributes": "a {: #b .c d=e }\n\n" * 5000,
    "hard breaks": "a  \n" * 100_000,
    "addresses": "<http://" * 20_000,
    "dead links": " ".join(f"[a](b{n}.md)" for n in range(10_000)),
    "unknown tags": " ".join(f"<x{n}>" for n in range(10_000)),
    "ten megabytes": "a" * 10_000_000,
}
"""Bodies that a converter goes over again and again."""
ENDLESS_FACTS = {
    "deep lists": "a: " + "[" * 100_000,
    "deep mappings": "a: " + "{a: " * 50_000,
    "deep lines": "".join(" " * n + "a:\n" for n in range(3000)),
    "a bomb": "a: &a [x]\n" + "".join(f"{n}: &{n} [*a, *a, *a]\n" for n in "bcdefghijkl"),
    "merged": "a: &a {b: c}\nd:\n" + "  <<: *a\n" * 20_000,
    "many keys": "".join(f"k{n}: x\n" for n in range(50_000)),
    "many equal keys": "title: x\n" * 50_000,
    "many steps": "steps:\n" + "  - go\n" * 100_000,
    "many wrong steps": "steps:\n" + "  - [x]\n" * 50_000,
    "a long title": "title: " + "long " * 150_000,
    "a long dose": "dose: {reps: " + "1-" * 50_000 + "}",
    "a long time": "dose: {time: " + "1 min " * 50_000 + "}",
    "a long address": "video: https://" + "a." * 50_000 + "/",
    "a long number": "dose: {sets: " + "9" * 500_000 + "}",
    "a long pose": "figure: {frames: [" + "squat " * 20_000 + "]}",
    "a long word": "muscles: {primary: [" + "quad" * 50_000 + "]}",
    "open quotes": 'a: "' * 50_000,
    "questions": "? " * 50_000,
    "anchors": "&a " * 50_000,
    "tags": "!a " * 50_000,
    "folded": "a: >\n" + "  x\n\n" * 50_000,
    "spaces": "a:" + " " * 500_000 + "b",
    "blank lines": "\n" * 500_000,
    "hyphens": "---\n" * 50_000,
}
"""Blocks of facts that are large or deep, or unfold into more."""

_GOOD = "title: T\nmuscles: {primary: [quads]}\nsteps: [Go.]\n"
_LONG = {
    **{f"a body of {name}": f"---\n{_GOOD}---\n{text}" for name, text in ENDLESS.items()},
    **{f"facts of {name}": f"---\n{text}\n---\nBody" for name, text in ENDLESS_FACTS.items()},
}
_LATE = frozenset(_LONG) if SOAK else frozenset(["a body of open tags"])
"""Those that are given up after a while, as far as they are tried."""


def _seconds() -> float:
    """Return what this process and those that it started have used of a processor."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def test_hostile_texts_end_soon(write: Write, tmp_path: Path) -> None:
    """Texts that are made to take hours are judged within seconds of a processor, with a problem or a body."""
    slow = {}
    for n, (name, text) in enumerate(_LONG.items()):
        if not SOAK and name not in _LATE and (name.startswith("a body") or n % 3):
            continue
        file = write("content/exercises/long.md", text.encode())
        before = _seconds()
        read = sources.read_text(file, tmp_path / "content")
        if isinstance(read, SourceFile):
            understood = text_parser.parse_text(read, raw_html=False)
            assert understood.problems or understood.body is not None, name
        slow[name] = _seconds() - before
    assert {name: seconds for name, seconds in slow.items() if seconds > SECONDS} == {}
