"""Bodies from strangers: whatever is in one, it is a page or a problem, and soon."""

import time
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, RunCli, Write

from cuecard.core.span import Span
from cuecard.markdown import converter, source_places, time_limit

LONG = (
    "Bend *slowly*, as [told](lunge.md), and `count` to <b>ten</b>.\n\n| a | b |\n|--:|:--|\n| 1 | 2 |\n\n"
    * 600
)


def convert(text: str) -> converter.Body:
    """Return the body that *text* is, with a section's id to be avoided."""
    return time_limit.convert(text, raw_html=False, taken=frozenset(["steps"]))


@pytest.mark.parametrize("text", ["[" * 4000, "![" * 4000], ids=["brackets", "pictures"])
def test_a_body_that_takes_for_ever_is_given_up(text: str) -> None:
    """Characters that Python-Markdown would be busy with for minutes and hours end with the deadline."""
    with pytest.raises(time_limit.ConversionTimeoutError):
        convert(text)


def test_a_slow_body_keeps_no_other_from_being_read(run_cli: RunCli, project: Path, write: Write) -> None:
    """Each slow text is reported at its line; once eight took too long, the others are not even tried."""
    for n in range(20):
        write(f"content/guides/slow-{n:02}.md", f"---\ntitle: Slow {n}\n---\n{'[' * 4000}\n")
    write("content/guides/long.md", f"---\ntitle: Long\n---\n{LONG}See [why](../exercises/squat.md#why).\n")
    outcome = run_cli("check")
    lines = [line for line in outcome.err.splitlines() + outcome.out.splitlines() if "takes-too-long" in line]
    assert [line.partition(":")[0] for line in lines] == [f"content/guides/slow-{n:02}.md" for n in range(20)]
    assert sum("was not converted" in line for line in lines) == 12
    assert outcome.code == 1


def test_a_long_body_is_kept_between_builds(
    run_cli: RunCli, project: Path, write: Write, monkeypatch: Any
) -> None:
    """A body that was converted in a child is not converted again, and the page is the same."""
    write("content/guides/long.md", f"---\ntitle: Long\n---\n{LONG.replace('lunge.md', 'start-here.md')}")
    assert run_cli("build").code == 0
    page = (project / "site/guides/long.html").read_bytes()
    monkeypatch.setattr(time_limit, "convert", None)
    assert run_cli("build", "--output", "again").code == 0
    assert (project / "again/guides/long.html").read_bytes() == page


def test_comments_that_never_end_are_passed_in_one_go() -> None:
    """The place of a raw tag is found in a text of comment openers, in time that grows with its length alone."""
    text = "<!-- <blink> -->\n\n<blink>\n" + "<!--" * 40_000
    started = time.thread_time()
    assert source_places.places_of_tags(text, ["blink"]) == [Span(3, 1, 6)]
    assert time.thread_time() - started < 5


def test_a_body_that_grows_without_end_is_given_up() -> None:
    """An abbreviation of one letter for a long text is not expanded ten thousand times."""
    with pytest.raises(time_limit.ConversionTimeoutError):
        convert(f"*[a]: {'long ' * 4000}\n\n{'a ' * 10_000}")


def test_a_long_body_comes_out_the_same() -> None:
    """What is converted beside us is what would have been converted here."""
    text = f"# Steps\n\n{LONG}"
    assert time_limit.may_take_long(text)
    assert convert(text) == converter.convert(text, taken=frozenset(["steps"]))


@pytest.mark.parametrize("file", sorted((ROOT / "content").glob("*/*.md")), ids=lambda file: file.stem)
def test_ordinary_texts_are_converted_here(file: Path) -> None:
    """None of the shipped texts costs a process."""
    assert not time_limit.may_take_long(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "`a" * 1000,
        "```" + " " * 3000,
        "~~~ hl_lines='\n\n" * 40,
        "a\n\n" * 20_000,
        "[^a]: b\n\n" * 400,
        "```a\n\n" * 2000,
        "\t" * 1000,
        "*a" * 10_000,
        f"[a]: {'b' * 20_000}\n\n" + "[a]\n\n" * 4000,
    ],
)
def test_what_may_take_long_is_known_by_its_characters(text: str) -> None:
    """Each of these has a way of its own to keep Python-Markdown busy."""
    assert time_limit.may_take_long(text)


def test_the_problem_is_at_the_line_with_most_characters(
    run_cli: RunCli, project: Path, write: Write
) -> None:
    """An author is led to the line that is most likely meant, and the site stays as it was."""
    good = (project / "content/exercises/squat.md").read_text(encoding="utf-8").rpartition("---\n")[0]
    write("content/exercises/squat.md", f"{good}---\nBend the *knees*.\n\nThen {'[' * 4000}\n")
    write("content/guides/more.md", "---\ntitle: More\n---\nSee [why](../exercises/squat.md#why).\n")
    outcome = run_cli("build")
    assert outcome.err.count("error[") == 1, "what a text would have, were it read, is not missed elsewhere"
    line = good.count("\n") + 4
    assert outcome.code == 1
    assert f"content/exercises/squat.md:{line}:6: error[takes-too-long]: " in outcome.err
    assert time_limit.place_of_most("") == Span(1, 1, 1)
