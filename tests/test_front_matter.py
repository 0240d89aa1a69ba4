"""Front matter: what is read, where it is, and that nothing an author writes makes the reader fall over."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from written_yaml import meant, trees, written

from cuecard.core.diagnostics import Problem, Severity
from cuecard.core.span import Span
from cuecard.parse import schema
from cuecard.parse.front_matter import Document, read_settings, split
from cuecard.parse.sources import Kind, SourceFile


def source(text: str, kind: Kind = Kind.EXERCISE) -> SourceFile:
    """Return a text as if it had been read from a file."""
    return SourceFile.from_text("exercises/squat.md", "content/exercises/squat.md", kind, text, "")


def document(text: str) -> Document:
    """Return a text that must be good, split."""
    document_read = split(source(text))
    assert isinstance(document_read, Document), document_read
    return document_read


def problems(text: str) -> list[Problem]:
    """Return the problems of a text that must have some."""
    found = split(source(text))
    assert isinstance(found, list)
    return found


def lines_of(text: str) -> list[str]:
    """Return the lines as editors count them."""
    return re.split(r"\r\n|\n|\r", text)


# --- values --------------------------------------------------------------------------------------------------

VALUES: list[tuple[str, Any]] = [
    # What YAML 1.1 makes a number, a truth value or a date stays what it is.
    ("1:30", "1:30"),
    ("no", "no"),
    ("on", "on"),
    ("yes", "yes"),
    ("3-1-1", "3-1-1"),
    ("3:1:1", "3:1:1"),
    ("03", "03"),
    ("1.10", "1.10"),
    ("0x1F", "0x1F"),
    ("1e3", "1e3"),
    ("2026-11-01", "2026-11-01"),
    ("true", "true"),
    (".inf", ".inf"),
    ("12", "12"),
    # Nothing.
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("# only a comment", None),
    ('""', ""),
    ("'~'", "~"),
    ('"null"', "null"),
    # Text.
    ("plain words, with a comma", "plain words, with a comma"),
    ("a:b and http://example.org", "a:b and http://example.org"),
    ("'it''s'", "it's"),
    ('"one\\ttwo \\u00e9"', "one\ttwo é"),
    ("word # a comment", "word"),
    ("word#no comment", "word#no comment"),
    ("|\n  one\n    two\n", "one\n  two\n"),
    (">-\n  one\n  two\n", "one two"),
    ("one\n  two", "one two"),
    ("Über 🏋️ 漢", "Über 🏋️ 漢"),
    # Lists and mappings.
    ("[a, b c, '1']", ["a", "b c", "1"]),
    ("[a,\n  b]", ["a", "b"]),
    ("[]", []),
    ("{}", {}),
    ("{sets: 3, time: 1:30}", {"sets": "3", "time": "1:30"}),
    ("{on: no, yes: ~}", {"on": "no", "yes": None}),
    ("\n  - a\n  - b", ["a", "b"]),
    ("\n- a\n- - b\n  - c", ["a", ["b", "c"]]),
    ("\n  - a: 1\n    b: 2\n  - c", [{"a": "1", "b": "2"}, "c"]),
    ("\n  a:\n    b: [{c: d}]", {"a": {"b": [{"c": "d"}]}}),
]


@pytest.mark.parametrize(("yaml", "value"), VALUES, ids=[repr(yaml) for yaml, _ in VALUES])
def test_a_value_is_what_the_author_wrote(yaml: str, value: Any) -> None:
    """Every scalar stays text, whatever YAML would guess; an empty one is None."""
    assert document(f"---\nkey: {yaml}\n---\n").meta == {"key": value}


def test_keys_that_the_library_stumbles_over_are_keys_like_others() -> None:
    """`content` and `handler`, parameters of python-frontmatter, may be keys (and are reported if unknown)."""
    document_read = document("---\ncontent: a\nhandler: b\nmetadata: c\n---\nBody")
    assert document_read.meta == {"content": "a", "handler": "b", "metadata": "c"}
    assert document_read.body == "Body"


def test_no_yes_and_numbers_are_words_when_they_are_keys() -> None:
    """A key stays text too: YAML 1.1 would make `no` False."""
    assert document("---\nno: a\n1: b\n1.0: c\n---\n").meta == {"no": "a", "1": "b", "1.0": "c"}


# --- the block and the body -----------------------------------------------------------------------------------

BODIES = [
    ("---\nt: x\n---\nBody\n", "Body\n", 4),
    ("---\nt: x\n---\n\n    indented\n\nlast", "\n    indented\n\nlast", 4),
    ("---\nt: x\n---\n    indented", "    indented", 4),
    ("---\nt: x\n---\n---\n", "---\n", 4),
    ("---\nt: x\n---\na\n\n---\n\nb: c\n---\n", "a\n\n---\n\nb: c\n---\n", 4),
    ("---\nt: x\n---", "", 4),
    ("--- \t\nt: x\n---  \nBody", "Body", 4),
    ("\n \n---\nt: x\n---\nBody", "Body", 6),
    ("---\n---\nBody", "Body", 3),
    ("---\n---\nBody\n---\nMore", "Body\n---\nMore", 3),
    ("---\n# nothing but a comment\n---\nBody", "Body", 4),
    ("---\r\nt: x\r\n---\r\n\r\nOne\r\nTwo\r\n", "\nOne\nTwo\n", 4),
    ("---\rt: x\r---\rOne\rTwo", "One\nTwo", 4),
    ("---\nt: |\n  --- not a fence\n  x\n---\nBody", "Body", 6),
    (
        "---\nt: x\n---\nA line\u2028separator and\x0bnothing".replace("\x0b", " "),
        "A line\u2028separator and nothing",
        4,
    ),
]


@pytest.mark.parametrize(("text", "body", "line"), BODIES)
def test_the_body_is_what_follows_the_block(text: str, body: str, line: int) -> None:
    """The body keeps its first indent and its own lines of hyphens; its line is counted in the file."""
    document_read = document(text)
    assert (document_read.body, document_read.body_line) == (body, line)
    assert lines_of(text)[line - 1 :] == (body.split("\n") if body or text.endswith("\n") else [])


def test_one_missing_fact_does_not_shift_the_next_text() -> None:
    """Texts are independent of one another, good and bad in any order."""
    good = "---\ntitle: Squat\n---\nBody"
    first = document(good)
    problems("---\ntitle: [\n---\n")
    assert document(good) == first


# --- places ---------------------------------------------------------------------------------------------------

KEYS = st.sampled_from(["a", "title", "no", "content", "steps", "x_y", "überschrift", "漢"])


@given(
    tree=trees(KEYS),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    blank_lines=st.integers(0, 2),
)
def test_every_value_is_where_the_author_wrote_it(
    tree: dict[str, Any], newline: str, blank_lines: int
) -> None:
    """The span of each scalar, however deep, covers its very text; each key's span its key; all is read right."""
    block = written(tree)
    text = newline.join([*[""] * blank_lines, "---", *block.lines, "---", "Body"])
    document_read = document(text)
    assert document_read.meta == meant(tree)
    file_lines = lines_of(text)
    offset = blank_lines + 1
    for places, spans in ((block.values, document_read.values), (block.keys, document_read.keys)):
        for loc, (line, column, expected) in places.items():
            span = spans[loc]
            assert (span.line, span.column) == (line + offset, column)
            there = file_lines[span.line - 1][span.column - 1 :][: span.width]
            assert there == expected if len(expected) > 1 else there.startswith(expected)


def test_a_problem_is_at_the_value_or_where_one_would_look_for_it() -> None:
    """At the value; of a group in lines of its own at its key; of what is not there at what should hold it."""
    document_read = document(
        "---\ntitle: Squat\ndose:\n  sets: 3\nmuscles: {primary: [quads]}\nlevel:\n---\n"
    )
    wanted = {
        ("title",): (2, 8, "Squat"),
        ("dose",): (3, 1, "dose"),
        ("dose", "sets"): (4, 9, "3"),
        ("dose", "rest"): (3, 1, "dose"),
        ("muscles",): (5, 10, "{"),
        ("muscles", "primary", 0): (5, 21, "quads"),
        ("muscles", "primary", 7): (5, 20, "["),
        ("muscles", "secondary"): (5, 10, "{"),
        ("level",): (6, 1, "level"),
        ("steps",): (1, 1, "---"),
        (): (1, 1, "---"),
    }
    for loc, (line, column, text) in wanted.items():
        problem = document_read.problem(loc, "code", "message", "hint", Severity.WARNING)
        assert (problem.line, problem.column) == (line, column), loc
        assert problem.excerpt == lines_of(document_read.source.text)[line - 1]
        assert problem.excerpt[column - 1 :].startswith(text)
        assert (problem.path, problem.severity) == ("content/exercises/squat.md", Severity.WARNING)


def test_a_problem_with_a_key_may_be_reported_at_the_key() -> None:
    """An unknown key is reported at the key, everything else there on request."""
    document_read = document("---\nlevle: easy\n---\n")
    assert document_read.problem(("levle",), "unknown-key", "").column == 1
    assert document_read.problem(("levle",), "bad-value", "").column == 8
    assert document_read.problem(("levle",), "bad-value", "", at_key=True).column == 1


def test_a_place_of_ones_own_is_taken_as_it_is() -> None:
    """`problem_at` trusts the caller, even about a line that is not there."""
    document_read = document("---\ntitle: Squat\n---\nBody\n")
    assert document_read.problem_at(Span(4, 2, 3), "code", "message").excerpt == "Body"
    assert document_read.problem_at(Span(99, 1, 1), "code", "message").excerpt == ""


# --- settings: facts without a body -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meta"),
    [
        ("", {}),
        ("# nothing\n", {}),
        ("~\n", {}),
        ("---\ntitle: X\n", {"title": "X"}),
        ("title: X\r\nsafety: {stop_if: [a]}\r\n", {"title": "X", "safety": {"stop_if": ["a"]}}),
    ],
)
def test_settings_are_facts_without_a_body(text: str, meta: Any) -> None:
    """`site.yaml` may be empty, and may begin with a line of hyphens."""
    document_read = read_settings(source(text, Kind.SITE))
    assert isinstance(document_read, Document)
    assert (document_read.meta, document_read.body) == (meta, "")


@pytest.mark.parametrize("text", ["- a\n", "a: 1\na: 2\n", "a: [\n", "a: b\n---\n", "a: \x07\n", "'words'\n"])
def test_settings_that_cannot_be_read_are_one_problem(text: str) -> None:
    """What holds for front matter holds for settings."""
    found = read_settings(source(text, Kind.SITE))
    assert isinstance(found, list)
    assert len(found) == 1


@pytest.mark.parametrize(("kind", "most"), [(Kind.EXERCISE, 2_000), (Kind.VOCABULARY, 20_000)])
def test_facts_without_end_are_not_read_to_their_end(kind: Kind, most: int) -> None:
    """The first value over the limit is reported; the block, a key and the list count as one each."""
    facts = "cues:\n" + "- a\n" * (most - 3)

    def read(text: str) -> Document | list[Problem]:
        if kind is Kind.EXERCISE:
            return split(source(f"---\n{text}---\n"))
        return read_settings(source(text, kind))

    assert isinstance(read(facts), Document)
    found = read(f"{facts}- b\n- c\n")
    assert isinstance(found, list)
    line = most if kind is Kind.EXERCISE else most - 1
    assert [(one.code, one.line, one.column) for one in found] == [("too-large", line, 3)]


# --- robustness -------------------------------------------------------------------------------------------------

YAMLISH = st.text(
    st.one_of(
        st.sampled_from(list("---:::[]{},'\"\n\n\n   \t#&*!|>%@`\\?~abn1\r\ufeff\u2028\x85")), st.characters()
    ),
    max_size=80,
)


def check_places(text: str, found: list[Problem]) -> None:
    """Check that every problem lies inside the file, and its excerpt is the line that it names."""
    lines = lines_of(text)
    for problem in found:
        assert 1 <= problem.line <= len(lines)
        line = lines[problem.line - 1]
        assert 1 <= problem.column <= len(line) + 1
        assert problem.excerpt == line
        assert 1 <= problem.width <= max(1, len(line) - problem.column + 1)
        assert problem.code
        assert problem.message


@given(YAMLISH)
@example("---\n---")
@example("---\n%YAML 1.1\n---\n")
@example("---\n? |\n  a\n: b\n---\n")
@example('---\na: "\\ud800"\n---\n')
@example("---\na: \ufeff: b\n---\n")
@example("---\n\ufeff\n---\n")
@example("---\na: !<x> b\n---\n")
@example("---\n'a': 'b' 'c\n---\n")
@example("---\na: 'b\n\nc' d\n---\n")
@example("---\n[\n---\n")
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    """Any text, raw or in a block, gives facts or problems, and each problem lies inside the file."""
    for whole in (
        text,
        f"---\n{text}\n---\n",
        f"---\ntitle: x\n{text}\n---\nBody",
        f"---\r\ndose:\r\n  {text}\r\n---",
    ):
        for kind in (Kind.EXERCISE, Kind.ROUTINE, Kind.GUIDE):
            document_read = split(source(whole, kind))
            if isinstance(document_read, list):
                assert document_read, "neither a document nor a problem"
                check_places(whole, document_read)
                break
            understood = schema.parse(document_read)
            if isinstance(understood, list):
                check_places(whole, understood)
    settings = read_settings(source(text, Kind.SITE))
    if isinstance(settings, list):
        check_places(text, settings)


@given(
    st.lists(
        st.sampled_from(
            [
                "title: x",
                "steps:",
                "  - a",
                "  b: c",
                " d",
                "- e",
                "f",
                "g: h: i",
                "\tj: k",
                "'l",
                '"m"',
                "[n",
                "o]",
                "{p: q",
                "---",
            ]
        ),
        max_size=6,
    )
)
def test_lines_in_any_order_are_reported_at_a_place_inside_the_file(lines: list[str]) -> None:
    """Whatever libyaml stumbles over, the place that is reported exists, and there is a message in plain words."""
    text = "\n".join(["---", *lines, "---"])
    found = split(source(text))
    if isinstance(found, list):
        check_places(text, found)
        assert "parsing" not in " ".join(problem.message for problem in found)


@pytest.mark.parametrize(
    "block",
    ["[" * 4000, "[" * 4000 + "]" * 4000, "{a: " * 4000, "- " * 4000, "a: " * 4000, "'" * 4001, "&a " * 4000],
)
def test_deep_nesting_is_refused_without_recursion(block: str) -> None:
    """Thousands of brackets are one problem, reported at once."""
    assert len(problems(f"---\nkey: {block}\n---\n")) == 1


def test_an_anchor_bomb_is_one_problem_however_big_it_would_be() -> None:
    """Nothing is ever expanded: the first name given to a value is reported, and reading stops."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{two}: &{two} [{', '.join([f'*{one}'] * 9)}]\n"
        for one, two in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found = problems(f"---\n{bomb}---\n")
    assert [(problem.line, problem.column, problem.code) for problem in found] == [(2, 4, "alias")]


def test_thousands_of_problems_of_one_file_are_reported_soon() -> None:
    """The lines of a text are found once, not once for each problem."""
    found = read_settings(source("title: x\n" * 9_001, Kind.VOCABULARY))
    assert isinstance(found, list)
    assert len(found) == 9_000
    assert (found[-1].line, found[-1].excerpt) == (9_001, "title: x")


# --- characters that turn texts round ------------------------------------------------------------------------------

BIDI = ["\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
PLACES = [
    ("---\ntitle: Sq{}uat\n---\n", (2, 10)),
    ("---\ntitle: A\ndose: {{sets: 3, reps: 1{}0}}\n---\n", (3, 24)),
    ("---\ntitle: A\nimages:\n  - {{src: a.png, caption: b{}}}\n---\n", (4, 28)),
    ("---\ntitle: A\n{}draft: true\n---\n", (3, 1)),
    ("---\ntitle: A\n---\n\nTake {}10 mg\n", (5, 6)),
]


@pytest.mark.parametrize("char", BIDI)
@pytest.mark.parametrize(("text", "place"), PLACES)
def test_a_bidirectional_control_is_reported_where_it_is(
    char: str, text: str, place: tuple[int, int]
) -> None:
    """In titles, doses, captions and bodies alike: it could show "10 mg" where "01 mg" is written."""
    (problem,) = problems(text.format(char))
    assert (problem.code, problem.line, problem.column) == ("control-character", *place)
    assert f"bidirectional control character (U+{ord(char):04X})" in problem.message
    assert problem.hint.startswith("delete it")
    assert isinstance(split(source(text.format(""))), Document)


@pytest.mark.parametrize("escape", [r"\u202E", r"\u2066", r"\x7F"])
def test_a_control_character_that_is_written_as_an_escape(escape: str) -> None:
    """YAML's escapes in double quotes are seen through."""
    (problem,) = problems(f'---\ntitle: "A {escape}"\n---\n')
    assert (problem.code, problem.line) == ("control-character", 2)


def test_settings_have_none_either() -> None:
    """The same holds for the settings of the site and for the vocabulary."""
    for kind in (Kind.SITE, Kind.VOCABULARY):
        found = read_settings(source("title: A\u202eB\n", kind))
        assert isinstance(found, list)
        assert [one.code for one in found] == ["control-character"]


@pytest.mark.parametrize("text", ["תרגיל", "تمرين الركبة", "A\u200fב", "\u200eA", "\u061cA"])
def test_scripts_that_are_read_from_the_right_are_texts(text: str) -> None:
    """Their letters, and the marks that give a character its direction, are what they need."""
    assert document(f"---\ntitle: {text}\n---\n{text}").meta["title"] == text
