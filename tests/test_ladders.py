"""Ladders: what single files declare, seen from both ends, and circles found out."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuecard.core.diagnostics import Problem
from cuecard.library.ladders import Ladder, Neighbour, build
from cuecard.parse.front_matter import Document, split
from cuecard.parse.schema import ContentFile, Exercise, parse
from cuecard.parse.sources import Kind, SourceFile


def exercises(**facts: str) -> dict[str, ContentFile[Exercise]]:
    """Exercises by slug, each with more facts."""
    results = {}
    for name, more in facts.items():
        text = f"---\ntitle: {name.upper()}\nmuscles: {{primary: [quads]}}\nsteps: [x]\n{more}\n---\n"
        path = f"exercises/{name}.md"
        document = split(SourceFile.from_text(path, f"content/{path}", Kind.EXERCISE, text, ""))
        assert isinstance(document, Document)
        exercise = parse(document)
        assert isinstance(exercise, ContentFile)
        results[name] = exercise
    return results


def ladders(**facts: str) -> tuple[Mapping[str, Ladder], list[Problem]]:
    """Return the ladders of such exercises, and what is wrong with them."""
    return build(exercises(**facts))


def seen(ladder: Ladder) -> tuple[list[str], list[str]]:
    """Return names or words below and above."""
    return (
        [rung.slug or rung.text for rung in ladder.easier],
        [rung.slug or rung.text for rung in ladder.harder],
    )


def up(*slugs: str) -> str:
    """Harder ones, as an author writes them."""
    return f"progressions: [{', '.join(f'{{exercise: {slug}}}' for slug in slugs)}]"


def down(*slugs: str) -> str:
    """Easier ones."""
    return f"regressions: [{', '.join(f'{{exercise: {slug}}}' for slug in slugs)}]"


TABLE: list[tuple[dict[str, str], dict[str, tuple[list[str], list[str]]]]] = [
    ({"a": ""}, {"a": ([], [])}),
    ({"a": up("b"), "b": ""}, {"a": ([], ["b"]), "b": (["a"], [])}),
    ({"a": "", "b": down("a")}, {"a": ([], ["b"]), "b": (["a"], [])}),
    ({"a": up("b"), "b": down("a")}, {"a": ([], ["b"]), "b": (["a"], [])}),
    ({"a": up("b", "b"), "b": ""}, {"a": ([], ["b"]), "b": (["a"], [])}),
    ({"a": up("b"), "b": up("c"), "c": ""}, {"a": ([], ["b"]), "b": (["a"], ["c"]), "c": (["b"], [])}),
    (
        {"a": up("b", "c"), "b": up("c"), "c": ""},
        {"a": ([], ["b", "c"]), "b": (["a"], ["c"]), "c": (["a", "b"], [])},
    ),
    ({"a": up("nobody")}, {"a": ([], [])}),
    (
        {"a": "progressions: [Hold it., {exercise: b}, Slower.]", "b": ""},
        {"a": ([], ["Hold it.", "Slower.", "b"])},
    ),
    ({"a": "regressions: [Sit down.]"}, {"a": (["Sit down."], [])}),
    # Levels that fit, or are not known.
    ({"a": f"level: beginner\n{up('b')}", "b": "level: beginner"}, {"a": ([], ["b"])}),
    ({"a": f"level: beginner\n{up('b')}", "b": "level: advanced"}, {"a": ([], ["b"])}),
    ({"a": f"level: advanced\n{up('b')}", "b": ""}, {"a": ([], ["b"])}),
]


@pytest.mark.parametrize(("facts", "expected"), TABLE)
def test_a_link_is_seen_from_both_ends(
    facts: dict[str, str], expected: dict[str, tuple[list[str], list[str]]]
) -> None:
    """Words first, then exercises, each once; one declaration is enough, two are no more."""
    ladders_made, problems = ladders(**facts)
    assert problems == []
    assert {slug: seen(ladders_made[slug]) for slug in expected} == expected


def test_when_to_move_is_reported_at_the_end_that_declared_it() -> None:
    """When to move up and when to move down are two things; the other end has what was written there."""
    ladders_made, _ = ladders(
        a="progressions: [{exercise: b, when: it is easy}, {text: Hold it., when: soon}]",
        b="regressions: [{exercise: a, when: it hurts}]",
    )
    assert ladders_made["a"].harder == (Neighbour("", "Hold it.", "soon"), Neighbour("b", "", "it is easy"))
    assert ladders_made["b"].easier == (Neighbour("a", "", "it hurts"),)


def test_the_first_to_say_when_wins() -> None:
    """A link that is declared twice in one file keeps the words of the one that has some."""
    ladders_made, _ = ladders(a="progressions: [{exercise: b}, {exercise: b, when: it is easy}]", b="")
    assert ladders_made["a"].harder == (Neighbour("b", "", "it is easy"),)


WRONG: list[tuple[dict[str, str], list[tuple[str, str, str]]]] = [
    (
        {"a": up("a")},
        [("a.md", "ladder-self", "an exercise cannot be an easier or harder version of itself")],
    ),
    (
        {"a": down("a")},
        [("a.md", "ladder-self", "an exercise cannot be an easier or harder version of itself")],
    ),
    ({"a": up("b"), "b": up("a")}, [("b.md", "ladder-circle", "this link creates a loop: b → a → b")]),
    (
        {"a": up("b") + "\n" + down("b"), "b": ""},
        [("a.md", "ladder-circle", "this link creates a loop: b → a → b")],
    ),
    ({"a": down("b"), "b": down("a")}, [("b.md", "ladder-circle", "this link creates a loop: a → b → a")]),
    (
        {"a": up("b"), "b": up("c"), "c": up("d"), "d": up("b")},
        [("d.md", "ladder-circle", "this link creates a loop: d → b → c → d")],
    ),
    (
        {"a": up("b"), "b": up("a"), "c": up("d"), "d": up("c")},
        [
            ("b.md", "ladder-circle", "this link creates a loop: b → a → b"),
            ("d.md", "ladder-circle", "this link creates a loop: d → c → d"),
        ],
    ),
    (
        {"a": f"level: advanced\n{up('b')}", "b": "level: beginner"},
        [("a.md", "ladder-level", '"B" (beginner) cannot be harder than "A" (advanced)')],
    ),
    (
        {"a": "level: advanced", "b": f"level: intermediate\n{down('a')}"},
        [("b.md", "ladder-level", '"B" (intermediate) cannot be harder than "A" (advanced)')],
    ),
]


@pytest.mark.parametrize(("facts", "expected"), WRONG)
def test_a_link_that_cannot_be_is_reported_where_it_is(
    facts: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    """One problem for each circle, at the link that closes it, with the whole way round."""
    _, problems = ladders(**facts)
    assert [
        (problem.path.rpartition("/")[2], problem.code, problem.message) for problem in problems
    ] == expected
    for problem in problems:
        assert problem.excerpt[problem.column - 1 :][: problem.width] in facts
        assert problem.hint


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12))
def test_circles_are_reported_just_when_there_are_some(links: list[tuple[str, str]]) -> None:
    """Compared with the standard library's sorter; without the links that are reported, nothing is circular."""
    links = [(one, two) for one, two in links if one != two]
    facts = {slug: up(*(two for one, two in links if one == slug)) for slug in "abcdef"}
    _, problems = ladders(**facts)
    reported = {(problem.path[-4], problem.excerpt[problem.column - 1]) for problem in problems}
    assert bool(problems) is is_circular(links)
    assert not is_circular([link for link in links if link not in reported])


def is_circular(links: list[tuple[str, str]]) -> bool:
    """Return whether some way leads back to where it began."""
    sorter = TopologicalSorter[str]()
    for easier, harder in links:
        sorter.add(harder, easier)
    try:
        sorter.prepare()
    except CycleError:
        return True
    return False


def test_a_ladder_of_thousands_of_rungs_takes_no_time() -> None:
    """Whatever order they are declared in: the last first, the first last."""
    size = 3000
    chain = {f"a{n:04}": down(f"a{n + 1:04}") if n < size - 1 else "" for n in range(size)}
    ladders_made, problems = ladders(**chain)
    assert [problem.code for problem in problems] == ["ladder-too-long"], "it is refused, and soon"
    assert seen(ladders_made["a0001"]) == (["a0002"], ["a0000"])


def test_a_thousand_rungs_of_one_exercise_are_read() -> None:
    """Nonsense, but no reason to hang."""
    ladders_made, problems = ladders(
        a="progressions:\n" + "  - Slower.\n" * 1000 + "  - {exercise: b}\n" * 300, b=""
    )
    assert problems == []
    assert len(ladders_made["a"].harder) == 1001
