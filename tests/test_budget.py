"""The limits of what content may bring: their table, and what is reported of content that is over them."""

import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import other_collections as others
import pytest
from conftest import ROOT, RunCli, Write

from cuecard.build import check_content
from cuecard.core import budget
from cuecard.importers.text import html_instructions, sentences
from cuecard.parse import sources
from cuecard.vocabulary import additions, term

LIMITS = {name: value for name, value in vars(budget).items() if name.isupper()}
HEAD = "---\ntitle: More\n"


def test_the_table_has_every_limit() -> None:
    """docs/reliability.md names each limit of the program with its value, and no other."""
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| ([\d,.]+) \|", (ROOT / "docs/reliability.md").read_text("utf-8"), re.M
    )
    assert dict(rows) == {name: f"{value:,}" for name, value in LIMITS.items()}


def old_address(address: str) -> Callable[[Path, Write], None]:
    """Return a guide with this old address."""

    def make(_: Path, write: Write) -> None:
        write("content/guides/more.md", f"{HEAD}redirect_from: [{address}]\n---\nText.\n")

    return make


def linked(name: str, size: int, markup: str) -> Callable[[Path, Write], None]:
    """Return a guide that leads to, or shows, a file that is nothing but long."""

    def make(project: Path, write: Write) -> None:
        write("content/guides/more.md", f"{HEAD}---\n{markup}\n")
        with (project / f"content/guides/{name}").open("wb") as file:
            file.truncate(size)

    return make


def deep(project: Path, _: Write) -> None:
    """Folders in one another."""
    (project / "content/guides" / "/".join(["d"] * 40)).mkdir(parents=True)


def settings(line: str) -> Callable[[Path, Write], None]:
    """Return a line more in site.yaml."""

    def make(project: Path, write: Write) -> None:
        text = (project / "content/site.yaml").read_text("utf-8")
        kept = [one for one in text.splitlines() if not one.startswith(line.partition(":")[0])]
        write("content/site.yaml", "\n".join([*kept, line, ""]))

    return make


def exercise(facts: str) -> Callable[[Path, Write], None]:
    """Return an exercise with these facts more."""

    def make(project: Path, write: Write) -> None:
        text = (project / "content/exercises/chair-squat.md").read_text("utf-8")
        write("content/exercises/more.md", re.sub("title: .*", f"title: More\n{facts}", text, count=1))

    return make


def ladder(_: Path, write: Write) -> None:
    """Write a thousand exercises, each harder than the one before."""
    for n in range(1000):
        harder = f"progressions: [{{exercise: more-{n + 1}}}]\n" if n < 999 else ""
        facts = f"summary: Short.\nmuscles: {{primary: [quads]}}\nsteps: [Stand.]\n{harder}"
        write(f"content/exercises/more-{n}.md", f"---\ntitle: More {n}\n{facts}---\n")


OVER = {
    "an old address of many folders": (old_address("a/" * 200), "guides/more.md:3:17: error[bad-slug]"),
    "an old address without end": (old_address("a/" * 60_000), "guides/more.md:3:17: error[bad-address]"),
    "a film": (linked("a.mp4", 6 << 30, "See [it](a.mp4)."), "guides/more.md:4:10: error[too-large]"),
    "a picture": (linked("a.png", 6 << 30, "![it](a.png)"), "guides/more.md:4:7: error[too-large]"),
    "folders": (deep, "guides/d/d/d/d/d/d/d/d/d:1:1: error[too-deep]"),
    "the site's address": (settings(f"base_url: https://example.org/{'a' * 2000}"), "error[bad-address]"),
    "a film's address": (
        exercise(f"video: https://example.org/{'a' * 2000}"),
        "more.md:3:8: error[bad-video]",
    ),
    "arrows": (
        exercise("figure:\n  frames: [standing]\n  props:\n" + "    - {arrow: left hand up}\n" * 160),
        "more.md:26:7: error[bad-frame]",
    ),
    "a ladder": (ladder, "more-199.md:6:27: error[ladder-too-long]"),
}


@pytest.mark.parametrize("kind", OVER)
@pytest.mark.parametrize("command", ["check", "build"])
def test_what_is_over_a_limit_is_reported_at_its_line(
    kind: str, command: str, run_cli: RunCli, project: Path, write: Write
) -> None:
    """One problem at its place, by `check` as by `build`, and no page."""
    make, place = OVER[kind]
    make(project, write)
    outcome = run_cli(command)
    errors = [line for line in outcome.err.splitlines() if ": error[" in line]
    assert outcome.code == 1
    assert len(errors) == 1
    assert place in errors[0]
    assert not list(project.glob("site/*.html"))


@pytest.mark.parametrize("command", ["check", "build", "import"])
def test_folders_without_end_are_reported(command: str, run_cli: RunCli, project: Path) -> None:
    """However deep folders lie in one another, it is a problem at the folder, and no fault of the program."""
    top = folder = project / "content/guides/d"
    folder.mkdir()
    for _ in range(1200):
        folder = folder / "d"
        folder.mkdir()
    try:
        if command == "import":
            others.free(project, others.record("Squat at will", id="Squat"))
            assert run_cli("import", "free-exercise-db", "exercises.json").code == 0
        else:
            outcome = run_cli(command)
            assert outcome.code == 1
            assert "guides/d/d/d/d/d/d/d/d/d:1:1: error[too-deep]" in outcome.err
    finally:
        subprocess.run(["rm", "-rf", top], check=True)


SLOW_TEXT = "word *word* [word](https://example.org/a) `word` " * 1200
"""So long that it is converted in a child process."""


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_whole_build_has_a_budget(
    command: str, run_cli: RunCli, project: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is beyond it is reported at its place, in any form, and the other problems of the site are reported too."""
    for n in range(12):
        write(f"content/guides/long-{n}.md", f"{HEAD.replace('More', f'Long {n}')}---\n{SLOW_TEXT}\n")
    write("content/guides/more.md", f"{HEAD}---\nSee [it](nowhere.md).\n")
    assert run_cli("build", "--no-cache").err.count("error[") == 1
    for name, value in (("", 0.001), ("_PER_TEXT", 0.0), ("_PER_MEGABYTE", 0.0)):
        monkeypatch.setattr(check_content, f"BUILD_CPU_SECONDS{name}", value)
    outcome = run_cli(command, "--no-cache")
    assert outcome.code == 1
    lines = [line for line in outcome.err.splitlines() if "error[takes-too-long]" in line]
    assert len(lines) >= 4
    assert all("slow work of this build" in line for line in lines)
    assert "content/guides/more.md:4:10: error[dead-link]" in outcome.err
    assert not list(project.glob("site/*.html"))


def test_pictures_fonts_and_cards_count_for_the_budget(
    run_cli: RunCli, project: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With next to nothing to spend, the second picture and every card are reported at their lines; then all is
    made.
    """
    picture = (project / "content/exercises/squat.png").read_bytes()
    write("content/guides/pictures.md", f"{HEAD}---\n![one](one.png)\n\n![two](two.png)\n")
    for shown in ("one", "two"):
        write(f"content/guides/{shown}.png", picture + shown.encode())
    for name, value in (("", 0.001), ("_PER_TEXT", 0.0), ("_PER_MEGABYTE", 0.0)):
        monkeypatch.setattr(check_content, f"BUILD_CPU_SECONDS{name}", value)
    outcome = run_cli("build", "--no-cache")
    problems = re.findall(r"^(\S+): error\[takes-too-long\]: (.*?),", outcome.err, re.MULTILINE)
    assert outcome.code == 1
    assert problems
    assert {place.partition(":")[0].rpartition("/")[2] for place, _ in problems} & {"pictures.md", "squat.md"}
    monkeypatch.undo()
    assert run_cli("build", "--no-cache").code == 0


def test_a_large_site_has_a_larger_budget(project: Path, write: Write) -> None:
    """Each text and each million bytes of pictures bring more."""
    before = check_content._cpu_seconds(sources.discover(project / "content"))
    write("content/guides/more.md", f"{HEAD}---\nText.\n")
    write("content/guides/photograph.jpg", b"x" * 5_000_000)
    write("content/guides/film.mp4", b"x" * 5_000_000)
    after = check_content._cpu_seconds(sources.discover(project / "content"))
    assert after - before == pytest.approx(6)
    assert before > budget.BUILD_CPU_SECONDS


def test_long_names_of_files_are_cut(run_cli: RunCli, project: Path, write: Write) -> None:
    """A file may be called whatever the author's disk allows: it is published under a shorter name."""
    picture = (project / "content/exercises/squat.png").read_bytes()
    names = [f"{'n' * 240}.png", f"{'ß' * 120}.png", f"{'x' * 240}.pdf"]
    for name in names[:2]:
        write(f"content/guides/{name}", picture)
    write(f"content/guides/{names[2]}", b"%PDF-1.4")
    write("content/guides/more.md", f"{HEAD}---\n![one]({names[0]}) ![two]({names[1]}) [three]({names[2]})\n")
    assert run_cli("check").code == 0
    assert run_cli("build").code == 0
    results = [file.name for file in (project / "site/assets").iterdir()]
    assert (
        sum(name.startswith("nnn") for name in results) == sum(name.startswith("sss") for name in results) > 0
    )
    assert max(len(name.encode()) for name in results) < 200


def test_comments_are_taken_out_of_what_is_imported_in_one_go() -> None:
    """Comments go, and openers of comments that never end keep nobody busy."""
    assert sentences.plain("Stand <!-- or sit --> still.") == "Stand still."
    assert "Stand." in sentences.plain("Stand. " + "<!--" * 50_000)
    assert html_instructions.read("<p>Stand.</p>" + "<!--" * 50_000).steps == ["Stand."]


@pytest.mark.parametrize(
    "instructions",
    [
        "Stand No. " * 30_000,
        "is a " * 40_000,
        "<a " * 60_000,
        "<a b='" * 20_000,
        "<li>a" * 40_000,
        "<?" * 60_000,
    ],
)
def test_instructions_of_strangers_are_read_soon(instructions: str) -> None:
    """Whatever is repeated in them, and however often, it takes no more than seconds of the processor."""
    started = time.thread_time()
    html_instructions.read(f"<p>{instructions}")
    assert time.thread_time() - started < 10


def test_a_file_of_nothing_but_brackets_is_no_import(run_cli: RunCli, project: Path) -> None:
    """It is refused before its values fill the memory."""
    (project / "others.json").write_text(f"[{'[],' * 3_000_000}[]]", "utf-8")
    outcome = run_cli("import", "free-exercise-db", "others.json")
    assert outcome.code == 2
    assert "more than 5,000,000 values" in outcome.err


def test_a_record_of_unknown_muscles_is_soon_reported(run_cli: RunCli, project: Path) -> None:
    """The first of them are each reported as lost, the others together, and the rest of the record is imported."""
    muscles = ["quadriceps", *(f"unknown muscle {n}" for n in range(20_000))]
    others.free(project, others.record("Squat at will", id="Squat", primaryMuscles=muscles))
    outcome = run_cli("import", "free-exercise-db", "exercises.json")
    assert outcome.code == 0
    assert "more than 200 muscles" in outcome.out
    assert (project / "content/exercises/squat-at-will.md").is_file()


def test_unknown_words_are_reported_soon_beside_a_large_vocabulary() -> None:
    """A hint is found in thousands of words without comparing each of them."""
    terms = {f"grip-tool-{n}": {"name": f"Grip tool {n} of the clinic"} for n in range(3000)}
    words = additions.extended(additions.load_builtin(), {"equipment": terms})
    started = time.thread_time()
    for n in range(200):
        assert isinstance(words.tool(f"grop tol {n} of the clinic"), term.Unknown)
    assert time.thread_time() - started < 30
    near = words.tool("grip tol 2999 of the clinic")
    assert isinstance(near, term.Unknown)
    assert near.hint == 'did you mean "Grip tool 2999 of the clinic"?'
