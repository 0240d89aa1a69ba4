"""What a check says of crowded cards: what short forms would win back, measured on the card itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import card_corpus
import pytest
import sites
from card_corpus import Case

from cuecard.build import check_content
from cuecard.core.build_options import Options
from cuecard.core.diagnostics import Severity

RULES = [
    f"Your knee is {word} after the exercise, more than it was on the day before" for word in
    ("hot", "swollen", "stiff", "numb", "weak", "sore", "bruised", "locked")
]  # fmt: skip


def notes(content: Path) -> list[tuple[str, str]]:
    """Messages and hints about crowded cards."""
    checked = check_content.check_with_advice(Options(content, cache=None))
    problems = [problem for problem in checked.problems if problem.code == "crowded-card"]
    assert all(problem.severity is Severity.NOTE for problem in problems)
    return [(problem.message, problem.hint) for problem in problems]


def project(folder: Path, rules: list[Any], **exercise: Any) -> Path:
    """Return a routine of five exercises with pictures, and so many rules of the site."""
    case = Case(5, "typical", 2, 0)
    content = card_corpus.project(case, folder)
    meta = {**card_corpus.routine(case), "safety": {"stop_if": rules[:2], "get_help": {"urgent": rules[2:]}}}
    files: dict[str, str | bytes] = {f"routines/{case.slug}.md": sites.text(meta)}
    for number in range(1, 6):
        facts = {**card_corpus.exercise(case, number), "stop_if": [], "not_if": [], **exercise}
        files[f"exercises/move-{number}.md"] = sites.text(facts)
    return sites.put(content, files)


def test_what_short_forms_would_win_is_measured(tmp_path: Path) -> None:
    """The note says how tall people would be, and with short forms they are, within the cut that it assumes."""
    [(message, hint)] = notes(project(tmp_path / "long", RULES[:6]))
    match = re.fullmatch(
        r"with short forms of these 6 rules the people on the card would be (\d+) instead of (\d+) mm tall",
        message,
    )
    assert match, message
    assert int(match[1]) >= int(match[2]) + 2
    assert RULES[1] in hint
    short = [{"rule": rule, "short": rule[:30].rpartition(" ")[0]} for rule in RULES[:6]]
    content = project(tmp_path / "short", short)
    (laid,) = card_corpus.checked(content).cards
    assert laid.fit.sides[0].both.person == pytest.approx(int(match[1]), abs=3)


def test_larger_rules_are_a_gain(tmp_path: Path) -> None:
    """Where rules stand in small paragraphs, and would be lists in 12 points if they were short, the note says so."""
    many = [*RULES, *(rule.replace("knee", "ankle") for rule in RULES)]
    [(message, _)] = notes(project(tmp_path / "long", many))
    match = re.fullmatch(
        r"with short forms of these 16 rules the safety rules would be in ([\d.]+) instead of ([\d.]+) points",
        message,
    )
    assert match, message
    assert 10 <= float(match[2]) < float(match[1]) <= 12


def test_nothing_is_said_of_a_card_with_room(tmp_path: Path) -> None:
    """Where people are tall enough, long rules are left alone."""
    content = card_corpus.project(Case(1, "short", 2, 2), tmp_path / "content")
    assert notes(content) == []


def test_missing_short_steps_are_named(tmp_path: Path) -> None:
    """On a crowded card the exercises without short steps are named."""
    problems = notes(project(tmp_path / "content", RULES, short_steps=[]))
    assert any("has no short_steps" in message for message, _ in problems)
