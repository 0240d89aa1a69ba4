"""Advice: what `check` says could be better, and how it is silenced. Its places are in `tests/cases/advice.md`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT, RunCli, Write
from test_cases import ALL

from cuecard.lint import sentences
from cuecard.lint.instructions import is_instruction
from cuecard.lint.readability import grade, syllables_of
from cuecard.parse.suppressible import LIFTED, LIFTED_EMERGENCY, SILENCEABLE

# --- steps ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "step",
    [
        "Lift the heels.",
        "Slowly lower your arms, legs and chest.",
        "This time, lift the other leg.",
        "Your heels stay down. Lift the toes.",
        "Feet hip-width apart, bend your knees.",
        "Standing on one leg, bend the knee.",
        "Holding the chair, sit back and stand up.",
        "With straight arms, lift the stick.",
        "When that is easy, you can let go of the chair.",
        "If your knees ache, you may bend them less.",
        "The next step is to lift the heels.",
        "You will need to lift the heels.",
        "You have to lift the heels.",
        "Hands up, palms forward.",
        "Then back again.",
        "2 kg in each hand, step forward.",
        "膝を曲げる。",
    ],
)
def test_what_may_be_an_instruction_is_left_in_peace(step: str) -> None:
    """A step that says what to do anywhere, in whatever order, or in words that are not known, brings up nothing."""
    assert is_instruction(step)


@pytest.mark.parametrize(
    "step",
    [
        "This exercise strengthens the thighs.",
        "It works the calves.",
        "Strengthens the thighs.",
        "Great for runners.",
        "You should feel a stretch.",
        "You'll feel it in the calves. It should not hurt.",
        "You may also need a chair.",
        "You can do this on a step.",
        "The knees should not pass the toes.",
        "After a few weeks, your legs will be stronger.",
        "Feet should be hip-width apart.",
        "Knees over toes.",
        "Standing on one leg.",
        "Holding a chair with both hands.",
        "3 sets of 10 reps.",
        "Ten times on each side.",
        "“This is the start.”",
    ],
)
def test_statements_are_no_instructions(step: str) -> None:
    """Effects, cues, pictures of a posture, choices and doses do not say what to do."""
    assert not is_instruction(step)


# --- sentences and grade ----------------------------------------------------------------------------------


def test_sentences_end_before_a_capital_or_a_digit() -> None:
    """Neither a decimal point, an abbreviation nor a mark without a word begins another sentence."""
    text = 'Hold a weight, e.g. 1.5 kg. "Stand up." 3 times! Once more? Élan. and on'
    assert sentences.split(text) == [
        "Hold a weight, e.g. 1.5 kg.",
        '"Stand up.',
        "3 times!",
        "Once more?",
        "Élan. and on",
    ]
    assert len(sentences.words_of("Don't stand hip-width apart with 1.5 kg, and/or sit")) == 9


def test_the_grade_is_that_of_the_formula() -> None:
    """0.39 for each word of a sentence and 11.8 for each syllable of a word, less 15.59: by hand."""
    words = Counter(["bend", "the", "knees", "and", "sit", "down"])
    assert grade(1, words, dict.fromkeys(words, 1)) == round(0.39 * 6 + 11.8 - 15.59, 1) == -1.4
    words = Counter({"rehabilitation": 2, "is": 1, "hard": 1})
    assert grade(2, words, {"rehabilitation": 6, "is": 1, "hard": 1}) == round(0.78 + 11.8 * 3.5 - 15.59, 1)


@pytest.mark.parametrize(
    ("word", "number"),
    [("knee", 1), ("shoulder", 2), ("exercise", 3), ("position", 3), ("rehabilitation", 6)],
)
def test_syllables(word: str, number: int) -> None:
    """English words have as many syllables as one hears."""
    assert syllables_of(word) == number


# --- silence ----------------------------------------------------------------------------------------------


def test_what_can_be_silenced_are_the_warnings_and_notes() -> None:
    """The kinds that can be silenced are those that the cases expect as warnings and notes, and none of their errors.

    What is reported of rules that a text lifts cannot be silenced there.
    """
    expected_codes = {(expected.severity, expected.code) for case in ALL for expected in case.expected}
    mild = {code for severity, code in expected_codes if severity != "error"}
    assert mild | {"many-exercises", "no-exercises", "card-too-full", "crowded-card"} == {
        *SILENCEABLE,
        LIFTED,
        LIFTED_EMERGENCY,
    }
    assert SILENCEABLE.isdisjoint(code for severity, code in expected_codes if severity == "error")


def lunge(words: str = "", body: str = "") -> str:
    """Return an exercise that says *words* besides."""
    return f"---\ntitle: Lunge\nmuscles: {{primary: [quads]}}\nsteps: [Step.]\n{words}---\n{body}\n"


FILE = "content/exercises/lunge.md"
TAG = "A <form> in a text."
SILENCED = "silence: [raw-html, no-dose]\n"


def test_a_warning_comes_back_as_soon_as_it_is_not_silenced(
    run_cli: RunCli, project: Path, write: Write
) -> None:
    """Nothing that is kept between builds remembers what was silenced, nor what was reported before it was."""
    site = (project / "content/site.yaml").read_text(encoding="utf-8")
    for body in (TAG, f"{TAG} And more.", f"{TAG} A second <form>."):
        write(FILE, lunge(SILENCED, body))
        assert run_cli("build", "--strict").err == ""
    write(FILE, lunge(body=TAG))
    assert ["warning[raw-html]" in run_cli("build").err for _ in range(2)] == [True, True]
    write(FILE, lunge(SILENCED, TAG))
    assert run_cli("build").err == ""
    write(FILE, lunge(body=TAG))
    write("content/site.yaml", f"{site}{SILENCED}")
    assert run_cli("build").err == ""
    write("content/site.yaml", site)
    assert "warning[raw-html]" in run_cli("build").err


def test_silence_changes_nothing_but_what_is_reported(run_cli: RunCli, project: Path, write: Write) -> None:
    """All but the data file, which says it, is the same byte for byte, with or without it."""
    sites, ignored = [], {".cuecard.json", "exercises.json"}
    for words in ("", SILENCED):
        write(FILE, lunge(words, TAG))
        assert run_cli("build", "--no-cache").code == 0
        files = sorted(file for file in (project / "site").rglob("*") if file.is_file())
        sites.append({file: file.read_bytes() for file in files if file.name not in ignored})
    assert sites[0] == sites[1]


# --- commands ---------------------------------------------------------------------------------------------


def test_check_alone_gives_advice(run_cli: RunCli, project: Path, write: Write) -> None:
    """Advice is reported by check in each of its forms and fails it with --strict; a build is as quiet as without."""
    write(
        "content/exercises/lunge.md", "---\ntitle: Lunge\nmuscles: {primary: [quads]}\nsteps: [Step.]\n---\n"
    )
    codes = ["no-dose", "unlinked-exercise"]
    outcome = run_cli("check")
    assert (outcome.code, outcome.err.count("warning[")) == (0, 2)
    assert "1:1: warning[no-dose]: nothing says how much to do" in outcome.err
    assert outcome.out == "7 files checked, 2 warnings\n"
    problems = json.loads(run_cli("check", "--format", "json").out)["problems"]
    assert [(one["code"], one["severity"], one["line"], one["column"]) for one in problems] == [
        (code, "warning", 1, 1) for code in codes
    ]
    lines = run_cli("check", "--format", "github").out.splitlines()
    begin = "::warning file=content/exercises/lunge.md,line=1,col=1,title="
    assert [line.startswith(f"{begin}{code}::") for line, code in zip(lines, codes, strict=True)] == [
        True
    ] * 2
    assert run_cli("check", "--strict").code == 1
    built = run_cli("build", "--strict", "--quiet")
    assert (built.code, built.err) == (0, "")


def test_a_review_is_overdue_on_a_day_only(run_cli: RunCli, project: Path, write: Write) -> None:
    """Without --date no clock is read, and no review is overdue."""
    reviewed = "reviewed: {by: Jo Bloggs, on: 2020-01-01, again_by: 2021-01-01}\n"
    write("content/guides/old.md", f"---\ntitle: Old\n{reviewed}---\n")
    assert run_cli("check").err == ""
    assert run_cli("check", "--date", "2021-01-01").err == ""
    assert "warning[review-overdue]" in run_cli("check", "--date", "2021-01-02").err


def test_a_build_does_not_load_what_counts_syllables() -> None:
    """The library with its word lists is loaded when a text is measured, and not before."""
    program = "import sys, cuecard.build.recipe; sys.exit('pyphen' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
