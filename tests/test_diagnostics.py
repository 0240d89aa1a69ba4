"""Problems: how each is printed, for people, programs and GitHub."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from cuecard.core.diagnostics import (
    InvalidValueError,
    Problem,
    Severity,
    as_github,
    as_json,
    as_text,
    did_you_mean,
    has_errors,
    in_order,
    nearest,
    one_of,
)

MUSLES = Problem(
    "content/exercises/banded-squat.md",
    7,
    3,
    "unknown-key",
    'unknown key "musles"',
    'did you mean "muscles"?',
    excerpt="  musles:",
    width=6,
)


def test_a_problem_is_printed_as_the_design_draws_it() -> None:
    """One line, the source line with a caret, the hint: letter for letter."""
    assert as_text(MUSLES) == (
        'content/exercises/banded-squat.md:7:3: error[unknown-key]: unknown key "musles"\n'
        "    7 |   musles:\n"
        "      |   ^^^^^^\n"
        '      = did you mean "muscles"?'
    )


FORMS: list[tuple[Problem, str]] = [
    (Problem("a.md", 1, 1, "code", "message"), "a.md:1:1: error[code]: message"),
    (
        Problem("a.md", 1, 1, "code", "message", "hint", Severity.WARNING),
        "a.md:1:1: warning[code]: message\n      = hint",
    ),
    (Problem("a.md", 1, 1, "code", "message", severity=Severity.NOTE), "a.md:1:1: note[code]: message"),
    (
        replace(MUSLES, line=12345, path="a.md", hint=""),
        'a.md:12345:3: error[unknown-key]: unknown key "musles"\n12345 |   musles:\n      |   ^^^^^^',
    ),
    (
        replace(MUSLES, line=123456, path="a.md"),
        'a.md:123456:3: error[unknown-key]: unknown key "musles"\n'
        "123456 |   musles:\n"
        "       |   ^^^^^^\n"
        '       = did you mean "muscles"?',
    ),
    # The end of the line, and past it.
    (Problem("a.md", 1, 4, "c", "m", excerpt="abc"), "a.md:1:4: error[c]: m\n    1 | abc\n      |    ^"),
    (
        Problem("a.md", 1, 3, "c", "m", excerpt="abc", width=9),
        "a.md:1:3: error[c]: m\n    1 | abc\n      |   ^",
    ),
    (
        Problem("a.md", 1, 1, "c", "m", excerpt="abc", width=0),
        "a.md:1:1: error[c]: m\n    1 | abc\n      | ^",
    ),
    (Problem("a.md", 1, 1, "c", "m", excerpt="   "), "a.md:1:1: error[c]: m"),
    (Problem("a.md", 1, 1, "c", "m", excerpt="a  "), "a.md:1:1: error[c]: m\n    1 | a\n      | ^"),
    # Tabs count as one column, as places do.
    (Problem("a.md", 1, 2, "c", "m", excerpt="\tabc"), "a.md:1:2: error[c]: m\n    1 |  abc\n      |  ^"),
    (Problem("a.md", 1, 3, "c", "m", excerpt="é漢x"), "a.md:1:3: error[c]: m\n    1 | é漢x\n      |   ^"),
]


@pytest.mark.parametrize(("problem", "text"), FORMS)
def test_the_text_form(problem: Problem, text: str) -> None:
    """Without a source line no caret, without a hint none; the margin grows with the number."""
    assert as_text(problem) == text


def test_a_long_line_is_shown_in_part() -> None:
    """The stretch round the caret, which stays under the same characters."""
    excerpt = "a" * 500 + "WRONG" + "b" * 500
    head, source, caret = as_text(Problem("a.md", 1, 501, "c", "m", excerpt=excerpt, width=5)).split("\n")
    assert head == "a.md:1:501: error[c]: m"
    assert len(source) <= 8 + 96
    start = caret.index("^")
    assert caret[start:] == "^^^^^"
    assert source[start : start + 5] == "WRONG"


@pytest.mark.parametrize("column", [1, 48, 49, 50, 96, 97, 950, 1000, 1001])
def test_the_caret_is_right_wherever_the_window_begins(column: int) -> None:
    """Digits mark places."""
    excerpt = "0123456789" * 100
    _, source, caret = as_text(Problem("a.md", 1, column, "c", "m", excerpt=excerpt)).split("\n")
    at = caret.index("^")
    assert source[at : at + 1] == (str((column - 1) % 10) if column <= 1000 else "")


EVIL = "\x1b[31mred\x1b[0m\r\n::error::\x07\u202e\u2028\x00\x9b"


def test_nothing_that_an_author_wrote_tears_the_terminal() -> None:
    """Neither path, message, hint nor line can break a line, move the cursor or turn letters round."""
    text = as_text(Problem(EVIL, 1, 1, "code", EVIL, EVIL, excerpt=EVIL))
    assert len(text.split("\n")) == 4
    assert all(char.isprintable() for char in text.replace("\n", ""))


@given(st.text(), st.text(), st.text(), st.integers(1, 300), st.integers(0, 300))
def test_any_problem_whatever_is_printed_in_at_most_four_lines(
    message: str, hint: str, excerpt: str, column: int, width: int
) -> None:
    """Whatever is in it, and wherever the caret is to be."""
    problem = Problem("a.md", 1, column, "code", message, hint, excerpt=excerpt, width=width)
    lines = as_text(problem).split("\n")
    assert len(lines) <= 4
    assert all(char.isprintable() for line in lines for char in line)
    printed = as_github(problem)
    assert "\n" not in printed
    assert "\r" not in printed
    assert json.loads(as_json([problem]))["problems"][0]["message"] == message


def test_the_json_form_has_the_keys_of_the_design() -> None:
    """In their order, and no others; plain ASCII, so that any terminal and any pipe can take it."""
    text = as_json([MUSLES, Problem("é.md", 1, 2, "c", "m", severity=Severity.WARNING)])
    assert text.isascii()
    assert json.loads(text) == {
        "problems": [
            {
                "path": "content/exercises/banded-squat.md",
                "line": 7,
                "column": 3,
                "severity": "error",
                "code": "unknown-key",
                "message": 'unknown key "musles"',
                "hint": 'did you mean "muscles"?',
            },
            {
                "path": "é.md",
                "line": 1,
                "column": 2,
                "severity": "warning",
                "code": "c",
                "message": "m",
                "hint": "",
            },
        ]
    }
    keys = ["path", "line", "column", "severity", "code", "message", "hint"]
    assert list(json.loads(text)["problems"][0]) == keys
    assert json.loads(as_json([])) == {"problems": []}


COMMANDS: list[tuple[Problem, str]] = [
    (
        MUSLES,
        "::error file=content/exercises/banded-squat.md,line=7,col=3,title=unknown-key::"
        'unknown key "musles" (did you mean "muscles"?)',
    ),
    (
        Problem("a.md", 1, 2, "c", "m", severity=Severity.WARNING),
        "::warning file=a.md,line=1,col=2,title=c::m",
    ),
    (Problem("a.md", 1, 2, "c", "m", severity=Severity.NOTE), "::notice file=a.md,line=1,col=2,title=c::m"),
    (
        Problem("a,b:c%.md", 1, 2, "c", "50% of a\r\n::error::b, c: d"),
        "::error file=a%2Cb%3Ac%25.md,line=1,col=2,title=c::50%25 of a%0D%0A::error::b, c: d",
    ),
]


@pytest.mark.parametrize(("problem", "command"), COMMANDS)
def test_the_github_form_is_escaped_as_the_runner_reads_it(problem: Problem, command: str) -> None:
    """A file's name cannot end a property, nor a message a line."""
    assert as_github(problem) == command


def test_problems_are_reported_once_in_the_order_of_fixing() -> None:
    """By path, line and column; equal ones count as one."""
    a = Problem("a.md", 9, 1, "c", "m")
    b = Problem("b.md", 1, 5, "c", "m")
    c = Problem("b.md", 1, 12, "c", "m")
    d = Problem("b.md", 1, 12, "d", "m")
    assert in_order([d, c, a, b, c]) == (a, b, c, d)


@pytest.mark.parametrize(
    ("severities", "stops", "stops_when_strict"),
    [
        ([], False, False),
        ([Severity.NOTE], False, False),
        ([Severity.WARNING, Severity.NOTE], False, True),
        ([Severity.WARNING, Severity.ERROR], True, True),
    ],
)
def test_what_stops_a_build(severities: list[Severity], stops: bool, stops_when_strict: bool) -> None:
    """An error always, a warning where one asks for it, a note never."""
    problems = [Problem("a.md", 1, 1, "c", "m", severity=severity) for severity in severities]
    assert has_errors(problems) is stops
    assert has_errors(problems, strict=True) is stops_when_strict


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("musles", ["muscles", "title"], 'did you mean "muscles"?'),
        ("TITLE", ["muscles", "title"], 'did you mean "title"?'),
        ("xyz", ["muscles", "title"], ""),
        ("", ["a"], ""),
        ("a", [], ""),
        ("strasse", ["Straße"], 'did you mean "Straße"?'),
    ],
)
def test_the_nearest_word_is_named(word: str, known: list[str], hint: str) -> None:
    """Capitals make no difference; nothing is named that is not near."""
    assert did_you_mean(word, known) == hint


def test_the_nearest_of_thousands_is_found_soon() -> None:
    """Among names that are all alike, and among names that are not, with one slip of any kind."""
    words = ("squat", "lunge", "bridge", "march", "clamshell", "plank", "step-up", "heel-raise")
    known = tuple(sorted(f"{one}-{two}-{n}" for one in words for two in words for n in range(50)))
    assert len(known) == 3200
    slips = [
        "sqaut-lunge-7",
        "squt-lunge-7",
        "squaat-lunge-7",
        "squatlunge-7",
        "squat-lunge-77",
        "squat_lunge_7",
    ]
    found = [nearest(slip, known) for slip in slips]
    assert found == ["squat-lunge-7"] * 6
    assert nearest("xyzzy", known) == ""
    assert nearest("", known) == ""
    for n in range(300):
        nearest(f"squat-lungs-{n}", known)


def test_what_is_allowed_is_listed() -> None:
    """In the order given."""
    assert one_of(["b", "a"]) == "allowed: b, a"


def test_a_refusal_carries_what_a_problem_needs() -> None:
    """Code, message and hint, and the key that is meant; it reads as its message."""
    refused = InvalidValueError("code", "message", "hint", key="on")
    assert (refused.code, refused.message, refused.hint, refused.key) == ("code", "message", "hint", "on")
    assert str(refused) == "message"
    assert InvalidValueError("code", "message").key == ""


def test_no_control_character_reaches_a_log() -> None:
    """Neither a file's name nor a message can send escape codes to the terminal of whoever reads the log."""
    problem = Problem("a\x1b[2Jb\u202e.md", 1, 1, "c", "d\x1b]0;e\x07\u2028f", "g\x9bh")
    assert as_github(problem) == "::error file=a [2Jb .md,line=1,col=1,title=c::d ]0;e  f (g h)"
