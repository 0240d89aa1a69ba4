"""The shipped guide: what its readers can rely on, and that the table of the article's facts is true."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from documents import whole_rules

from cuecard.library.library import Library
from cuecard.lint import readability

CONTENT = ROOT / "content"
TABLE = ROOT / "docs/content/article-facts.md"
RUNNERS_GUIDE = "guides/knee-strength-for-runners.md"
BANDS = {"loop band", "long band"}
GRADE = 6
"""Years of school that guidance for patients recommends; a check warns only above 8."""


@cache
def facts(kind: str) -> dict[str, dict[str, Any]]:
    """Return the front matter of all texts of a kind, by slug; all scalars as text."""
    return {
        file.stem: yaml.load(file.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)  # noqa: S506 - text only
        for file in sorted((CONTENT / kind).glob("*.md"))
    }


def rules(exercise: dict[str, Any], key: str) -> str:
    """Return all rules of an exercise under a key, in one text."""
    return " ".join(whole_rules(exercise[key]))


def test_it_is_a_library() -> None:
    """There are at least 70 exercises, 12 routines and 10 guides."""
    assert len(facts("exercises")) >= 70
    assert len(facts("routines")) >= 12
    assert len(facts("guides")) >= 10


def test_every_exercise_is_complete() -> None:
    """Each has a figure, a start, short steps, a dose, easier and harder versions, stop rules and sources."""
    wanted = {"figure", "start", "short_steps", "cues", "dose", "progressions", "regressions"}
    wanted |= {"stop_if", "not_if", "sources"}
    lacking = {slug: wanted - keys.keys() for slug, keys in facts("exercises").items()}
    assert {slug: some for slug, some in lacking.items() if some} == {}


def test_every_band_is_looked_over() -> None:
    """An exercise with a band begins with a look at it, stops when it slips, and warns of latex."""
    banded = {
        slug: exercise for slug, exercise in facts("exercises").items() if BANDS & set(exercise["equipment"])
    }
    assert len(banded) > 8
    for slug, exercise in banded.items():
        assert "over for nicks" in exercise["start"] or "over and tug" in exercise["start"], slug
        assert "latex" in rules(exercise, "not_if"), slug
        if "post" in exercise["equipment"][-1]:
            assert "tug" in exercise["start"], slug


def test_warning_signs_have_three_tiers() -> None:
    """The site says whom to call, where to go and with whom to book, and each rule has a short form for cards."""
    safety = yaml.safe_load((CONTENT / "site.yaml").read_text("utf-8"))["safety"]
    tiers = {key: safety["get_help"][key] for key in ("emergency", "urgent", "soon")}
    assert safety["get_help"]["where"].keys() == tiers.keys()
    for rule_list in (*tiers.values(), safety["stop_if"], safety["not_if"]):
        assert all(rule["short"] != rule["rule"] for rule in rule_list)


@pytest.fixture(scope="module")
def library() -> Library:
    """Return the shipped texts, put together."""
    script = Path(ROOT / "scripts/cert_table.py")
    spec = importlib.util.spec_from_file_location("cert_table", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module._library(CONTENT)
    assert isinstance(found, Library)
    return found


def test_each_text_is_easy_to_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """No shipped text needs more than six years of school."""
    monkeypatch.setattr(readability, "HARDEST", GRADE)
    texts = (*library.exercises.values(), *library.routines.values(), *library.guides.values())
    assert [problem.path for text in texts for problem in readability.hard_to_read(text, library)] == []


# --- the facts of the article ---------------------------------------------------------------------------------


def rows() -> Iterator[list[str]]:
    """Return the cells of each row of the table, but of its head."""
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("|")]
    return ([cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:])


def words(text: str) -> str:
    """Return *text* with single spaces, as lines break at other places than in the table."""
    return " ".join(text.split())


def test_each_fact_is_where_the_table_says() -> None:
    """The 36 facts are numbered, and each file has the words that the table names."""
    assert [int(row[0]) for row in rows()] == list(range(1, 37))
    for number, _, verdict, file, quoted in rows():
        assert verdict in {"kept", "changed"}, number
        text = (CONTENT / file.strip("`")).read_text("utf-8")
        assert words(quoted) in words(text), f"fact {number} is no longer in {file}"


def test_each_change_is_named_to_readers() -> None:
    """What was changed or softened against the article is named in the sources of the runner's guide."""
    head, _ = (CONTENT / RUNNERS_GUIDE).read_text("utf-8").split("\n---\n", 1)
    _, sources = head.split("\nsources:\n")
    changed = [row for row in rows() if row[2] == "changed"]
    assert {row[3].strip("`") for row in changed} == {RUNNERS_GUIDE}
    assert [row[0] for row in changed if words(row[4]) not in words(sources)] == []


# --- the sources ----------------------------------------------------------------------------------------------

SOURCES = ROOT / "docs/content/sources.md"
OWN_WORDS = (
    "ours",
    "We checked no source",
    "described in our own words",
    "We promise no more",
    "we promise no more",
    "Changed:",
    "Softened:",
    "Explained:",
    "Added by us:",
)
"""What a line of `sources` says that names no source but how the text came about."""


def named_sources() -> list[str]:
    """Return all titles under `sources` in the shipped texts."""
    kinds = ("exercises", "routines", "guides")
    return [
        source["title"]
        for kind in kinds
        for text in facts(kind).values()
        for source in text.get("sources", ())
    ]


def listed_sources() -> list[str]:
    """Return the sources that the table lists as checked, in the words by which a text names them."""
    return re.findall(r"^\| `([^`]+)` \|", SOURCES.read_text("utf-8"), re.MULTILINE)


def test_each_source_was_checked() -> None:
    """A text names only sources that the table lists, or says that it names none."""
    listed = listed_sources()
    assert [
        title
        for title in named_sources()
        if not any(name in title for name in listed) and not any(words in title for words in OWN_WORDS)
    ] == []


def test_each_listed_source_is_named() -> None:
    """The table lists no source that no text names any more."""
    titles = "\n".join(named_sources())
    assert [name for name in listed_sources() if name not in titles] == []


def test_each_paper_in_a_sentence_was_checked() -> None:
    """A paper that a sentence names with its year, anywhere in the content, is in the table too."""
    paper = re.compile(r"(\w+) and \w+ \(?(\d{4})\)?")
    listed = set(paper.findall("\n".join(listed_sources())))
    assert listed
    texts = [CONTENT / "site.yaml", *CONTENT.glob("*/*.md")]
    assert {pair for text in texts for pair in paper.findall(text.read_text("utf-8"))} - listed == set()
