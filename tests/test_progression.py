"""Stairs: the exercises around one, cut into steps that say no more than the ladders do; and their page."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import sites
from documents import document, text_of
from hypothesis import given
from hypothesis import strategies as st

from cuecard.library.ladders import Ladder, Neighbour
from cuecard.library.progression import Step, progression_of

Links = list[tuple[str, str]]
"""From the easier to the harder."""


def ladders(links: Links) -> dict[str, Ladder]:
    """Return the ladders that such links make, for the exercises a to j and those that are named."""
    slugs = sorted({*"abcdefghij", *(slug for link in links for slug in link)})
    return {
        slug: Ladder(
            easier=(
                Neighbour("", "Words.", ""),
                *(Neighbour(one, "", "") for one, two in links if two == slug),
            ),
            harder=tuple(Neighbour(two, "", "") for one, two in links if one == slug),
        )
        for slug in slugs
    }


def drawn(links: Links, slug: str, reach: int = 2) -> str:
    """Return the stairs in a line: `a [b] c+d (3 to g)`, what is shown side by side, and how much is left out up to
    where.
    """
    steps = []
    for step in progression_of(ladders(links), slug, reach):
        if not step.is_shown:
            steps.append(f"({len(step.exercises)}{' to ' + step.end if step.end else ''})")
        else:
            steps.append("+".join(step.exercises) if step.height else f"[{slug}]")
    return " ".join(steps)


def chain(*families: str) -> Links:
    """Links along each of the words: abc is a to b, and b to c."""
    return list(dict.fromkeys(link for family in families for link in pairwise(family)))


TABLE: list[tuple[Links, str, str]] = [
    ([], "a", "[a]"),
    (chain("ab"), "a", "[a] b"),
    (chain("ab"), "b", "a [b]"),
    (chain("abc"), "b", "a [b] c"),
    (chain("abcdefghij"), "e", "(2 to a) c d [e] f g (3 to j)"),
    (chain("abcdefghij"), "a", "[a] b c (7 to j)"),
    (chain("abcde"), "b", "a [b] c d (1 to e)"),
    # A fork: the branches are side by side, and are followed no further.
    (chain("ab", "ac"), "a", "[a] b+c"),
    (chain("abd", "ac"), "a", "[a] b+c (1 to d)"),
    (chain("abd", "ace"), "a", "[a] b+c (2)"),
    (chain("abd", "ac"), "d", "a b [d]"),
    (chain("ab", "ac"), "b", "a [b]"),
    # Where all branches lead to the same, the stairs go on.
    (chain("abd", "acd"), "a", "[a] b+c d"),
    (chain("abdef", "acd"), "a", "[a] b+c d (2 to f)"),
    (chain("abdf", "acef"), "a", "[a] b+c (3 to f)"),
    (chain("abde", "acf"), "e", "(1 to a) b d [e]"),
    # A link past a step is where it belongs.
    (chain("abc", "ac"), "a", "[a] b c"),
    (chain("abcd", "ad"), "a", "[a] b c d"),
    (chain("abcdefg", "af"), "a", "[a] b c (2 to e) f (1 to g)"),
    (chain("abhd", "ad", "ac"), "a", "[a] b+c+h+d"),
    (chain("abcd", "axyd", "ad"), "a", "[a] b+x (2) d"),
]


@pytest.mark.parametrize(("links", "slug", "expected"), TABLE)
def test_shapes(links: Links, slug: str, expected: str) -> None:
    """Lines, forks, forks that meet again, links past a step, and what is left out."""
    assert drawn(links, slug) == expected


def test_reach() -> None:
    """How far the stairs go can be set; the direct neighbours are there even so."""
    assert drawn(chain("abcdefghij"), "e", reach=3) == "(1 to a) b c d [e] f g h (2 to j)"
    assert drawn(chain("abcde"), "c", reach=0) == "(1 to a) b [c] d (1 to e)"


# --- what holds for all stairs -------------------------------------------------------------------------

DRAWS = st.lists(
    st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=2, unique=True).map(sorted), max_size=14
)
"""Links that lead up the alphabet, and so never in a circle."""


def all_harder(links: Links) -> set[tuple[str, str]]:
    """Return every pair of an easier and a harder one, also over others: Warshall's algorithm."""
    found = set(links)
    for middle in "abcdefgh":
        found |= {(low, high) for low, one in found if one == middle for two, high in found if two == middle}
    return found


@given(DRAWS, st.sampled_from("abcdefgh"), st.integers(0, 3))
def test_stairs_say_what_the_ladders_say(drawing: list[list[str]], slug: str, reach: int) -> None:
    """All of a step is harder than all of the step below, and what is left out is easier than nothing below it.

    Each exercise that is easier or harder is in one place, and no other one does.
    """
    links = [(one, two) for one, two in drawing]
    harder = all_harder(links)
    steps = progression_of(ladders(links), slug, reach)
    assert [step.height for step in steps] == list(range(steps[0].height, steps[-1].height + 1))
    assert next(step for step in steps if step.height == 0) == Step(0, (slug,))
    above = sorted(one for step in steps if step.height > 0 for one in step.exercises)
    below = sorted(one for step in steps if step.height < 0 for one in step.exercises)
    assert above == sorted(high for low, high in harder if low == slug)
    assert below == sorted(low for low, high in harder if high == slug)
    for lower, higher in combinations(steps, 2):
        pairs = {(low, high) for low in lower.exercises for high in higher.exercises}
        assert not {(high, low) for low, high in pairs} & harder
        if lower.is_shown and higher.is_shown:
            assert pairs <= harder


@given(DRAWS, st.sampled_from("abcdefgh"), st.integers(0, 3))
def test_what_is_shown(drawing: list[list[str]], slug: str, reach: int) -> None:
    """Shown are direct neighbours and what leads to them; others within reach, with all that is before them."""
    links = [(one, two) for one, two in drawing]
    harder = all_harder(links)
    steps = progression_of(ladders(links), slug, reach)
    shown = {one: step.height for step in steps if step.is_shown for one in step.exercises}
    direct = {other for link in links if slug in link for other in link}
    assert direct <= shown.keys() | {slug}
    for one, height in shown.items():
        up = harder if height > 0 else {(high, low) for low, high in harder}
        leads_on = any((one, other) in up for other in direct)
        before = {other for other in "abcdefgh" if (slug, other) in up and (other, one) in up}
        assert one in {slug, *direct} or leads_on or (abs(height) <= reach and before <= shown.keys())
    for step in steps:
        if not step.is_shown and step.end:
            up = harder if step.height > 0 else {(high, low) for low, high in harder}
            assert all((other, step.end) in up for other in step.exercises if other != step.end)


@given(DRAWS, st.sampled_from("abcdefgh"))
def test_down_is_up_the_other_way_round(drawing: list[list[str]], slug: str) -> None:
    """The stairs of the same links turned round are the same stairs seen from above."""
    links = [(one, two) for one, two in drawing]
    pairs = [
        (-step.height, sorted(step.exercises), step.is_shown, step.end)
        for step in progression_of(ladders(links), slug)
    ]
    turned = progression_of(ladders([(two, one) for one, two in links]), slug)
    assert pairs[::-1] == [(step.height, sorted(step.exercises), step.is_shown, step.end) for step in turned]


def test_an_exercise_in_a_family_of_thousands_takes_no_time() -> None:
    """Whether it is one line, or all beside one another."""
    size = 3000
    line = {
        str(n): Ladder(
            easier=(Neighbour(str(n - 1), "", ""),) if n else (),
            harder=(Neighbour(str(n + 1), "", ""),) if n < size - 1 else (),
        )
        for n in range(size)
    }
    assert [len(step.exercises) for step in progression_of(line, "1500")] == [1498, 1, 1, 1, 1, 1, 1497]
    fan = {str(n): Ladder(easier=(Neighbour("0", "", ""),)) for n in range(1, size)}
    fan["0"] = Ladder(harder=tuple(Neighbour(slug, "", "") for slug in fan))
    assert [len(step.exercises) for step in progression_of(fan, "0")] == [1, size - 1]


# --- on the page ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with a family: a line of nine that forks once, with changes in words to the one in the middle."""
    folder = tmp_path_factory.mktemp("stairs")
    files: dict[str, str | bytes] = {"site.yaml": "title: Stairs\n"}
    line = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]
    for name, harder in [*pairwise(line), ("Nine", "")]:
        more: dict[str, Any] = {"progressions": [{"exercise": harder.lower()}]} if harder else {}
        if name == "Four":
            more["progressions"] = [{"exercise": "five", "when": "It is easy"}]
        if name == "Five":
            more = {
                "level": "beginner",
                "regressions": [{"exercise": "four", "when": "it <hurts>"}, "Hold a chair."],
                "progressions": [
                    {"text": "Go slowly.", "when": "you can"},
                    {"exercise": "six"},
                    {"exercise": "fork"},
                ],
            }
        files[f"exercises/{name.lower()}.md"] = sites.text(sites.exercise(name, **more))
    files["exercises/fork.md"] = sites.text(sites.exercise("Fork", progressions=[{"exercise": "seven"}]))
    files["exercises/alone.md"] = sites.text(sites.exercise("Alone"))
    return sites.build(sites.put(folder / "content", files), folder / "site")


def stairs(site: Path, slug: str) -> list[Element]:
    """Return the steps on an exercise's page, in the order of the document."""
    return document(site / f"exercises/{slug}.html").findall(".//section[@id='ladder']/ol/li")


def test_stairs_on_the_page(site: Path) -> None:
    """Who reads or hears the page goes from easier to harder, with what each step is and when to take it."""
    assert [text_of(step) for step in stairs(site, "five")] == [
        "Further down 2 more exercises, down to One",
        "Easier still Three",
        "Easier Four Step back when it <hurts>.",
        "This exercise, made easier Hold a chair.",
        "You are here Five Beginner",
        "This exercise, made harder Go slowly. Move up when you can.",
        "Harder Six Fork",
        "Harder still Seven",
        "Further up 2 more exercises, up to Nine",
    ]
    assert text_of(stairs(site, "four")[-3]) == "Harder Five Beginner Move up when it is easy."


def test_where_you_are(site: Path) -> None:
    """Just the page's own step is marked as current, for those who see no colour too; it alone leads nowhere."""
    steps = stairs(site, "five")
    assert [step.get("aria-current") for step in steps] == [None] * 4 + ["true"] + [None] * 4
    linked = [[link.get("href") for link in step.iter("a")] for step in steps]
    assert linked == [
        ["one.html"],
        ["three.html"],
        ["four.html"],
        [],
        [],
        [],
        ["six.html", "fork.html"],
        ["seven.html"],
        ["nine.html"],
    ]


def test_ends_of_the_stairs(site: Path) -> None:
    """With nothing below or above, the stairs begin or end here; with neither, there are none."""
    assert text_of(stairs(site, "one")[0]) == "You are here One"
    assert [text_of(step) for step in stairs(site, "nine")[-2:]] == ["Easier Eight", "You are here Nine"]
    assert stairs(site, "alone") == []
    assert document(site / "exercises/alone.html").find(".//*[@id='ladder']") is None
