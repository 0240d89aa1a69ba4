"""Bodies from strangers: whatever stands in one, it is a page or a problem within two seconds."""

import resource
from pathlib import Path

import pytest
from conftest import ROOT, RunCli, Write

from cuecard.content import markdown, patience
from cuecard.content.front_matter import Span

LONG = (
    "Bend *slowly*, as [told](lunge.md), and `count` to <b>ten</b>.\n\n| a | b |\n|--:|:--|\n| 1 | 2 |\n\n"
    * 600
)


def convert(text: str) -> markdown.Body:
    """The body that *text* is, with a section's id to be avoided."""
    return patience.convert(text, raw_html=False, taken=frozenset(["steps"]))


def processor_time_of_children() -> float:
    """Seconds of a processor that ended children of this process took: other work on the machine adds nothing."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("text", ["[" * 4000, "<a " * 60_000], ids=["brackets", "tags"])
def test_a_body_that_takes_for_ever_is_given_up(text: str) -> None:
    """Signs that Python-Markdown would be busy with for minutes and hours end with the deadline."""
    before = processor_time_of_children()
    with pytest.raises(patience.TakesTooLong):
        convert(text)
    assert processor_time_of_children() - before < patience.DEADLINE + 2, "its start counts too"


def test_a_body_that_grows_without_end_is_given_up() -> None:
    """A long text that stands for one letter is not put in the place of ten thousand."""
    with pytest.raises(patience.TakesTooLong):
        convert(f"*[a]: {'long ' * 4000}\n\n{'a ' * 10_000}")


def test_a_long_body_comes_out_the_same() -> None:
    """What is converted beside us is what would have been converted here."""
    text = f"# Steps\n\n{LONG}"
    assert patience.may_take_long(text)
    assert convert(text) == markdown.convert(text, taken=frozenset(["steps"]))


@pytest.mark.parametrize("file", sorted((ROOT / "content").glob("*/*.md")), ids=lambda file: file.stem)
def test_ordinary_texts_are_converted_here(file: Path) -> None:
    """None of the shipped texts costs a process."""
    assert not patience.may_take_long(file.read_text(encoding="utf-8"))


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
def test_what_may_take_long_is_known_by_its_signs(text: str) -> None:
    """Each of these has a way of its own to keep Python-Markdown busy."""
    assert patience.may_take_long(text)


def test_the_problem_stands_at_the_line_with_most_signs(run_cli: RunCli, project: Path, write: Write) -> None:
    """An author is led to the line that is most likely meant, and the site stays as it was."""
    good = (project / "content/exercises/squat.md").read_text(encoding="utf-8").rpartition("---\n")[0]
    write("content/exercises/squat.md", f"{good}---\nBend the *knees*.\n\nThen {'[' * 4000}\n")
    write("content/guides/more.md", "---\ntitle: More\n---\nSee [why](../exercises/squat.md#why).\n")
    outcome = run_cli("build")
    assert outcome.err.count("error[") == 1, "what a text would have, were it read, is not missed elsewhere"
    line = good.count("\n") + 4
    assert outcome.code == 1
    assert f"content/exercises/squat.md:{line}:6: error[takes-too-long]: " in outcome.err
    assert patience.place_of_most("") == Span(1, 1, 1)
