"""`new`: a file or a folder to begin from, which is good as it is, and never takes the place of another."""

from __future__ import annotations

import builtins
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from conftest import RunCli, Write

from cuecard.authoring import new_files, scaffold
from cuecard.parse import front_matter, schema
from cuecard.parse.routine_shape import entries_of
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written
from cuecard.parse.sources import Kind, SourceFile, Sources

NOT_YET = {"unlinked-exercise", "no-rest", "unwritten"}
"""What may be reported of new texts, as it is true: nothing links to them, the exercises there are name no rest, and
words wait to be replaced."""
NOTHING = Sources((), (), (), "content")


def problems(run_cli: RunCli, *options: str) -> list[str]:
    """Return the codes of all problems that `check` reports; of the drafts too with `--drafts`."""
    return [one["code"] for one in json.loads(run_cli("check", "--format", "json", *options).out)["problems"]]


def piece(kind: Kind, text: str) -> ContentFile[Written]:
    """Return what a text says; it has no mistake."""
    document = front_matter.split(SourceFile.from_text(f"{kind}s/one.md", "one.md", kind, text, ""))
    assert isinstance(document, front_matter.Document), document
    exercise = schema.parse(document)
    assert isinstance(exercise, ContentFile), exercise
    return exercise


def with_exercise(kind: Kind) -> Sources:
    """Return what lies in the folder, so that a routine can be made."""
    source = scaffold.new_text(Kind.EXERCISE, "Squat", NOTHING)
    return Sources(
        (SourceFile.from_text(source.path, source.path, Kind.EXERCISE, source.text, ""),), (), (), "content"
    )


# --- what is written --------------------------------------------------------------------------------------


def test_a_new_exercise_has_no_problem_and_is_a_draft(project: Path, run_cli: RunCli) -> None:
    """The file is written, its path reported, and it has no mistake, neither as a draft nor as a published text."""
    outcome = run_cli("new", "exercise", "Side-lying leg raise")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("content/exercises/side-lying-leg-raise.md: ")
    text = (project / "content/exercises/side-lying-leg-raise.md").read_text(encoding="utf-8")
    facts = piece(Kind.EXERCISE, text).facts
    assert isinstance(facts, Exercise)
    assert (facts.title, facts.draft) == ("Side-lying leg raise", True)
    assert facts.dose is not None
    assert facts.stop_if
    assert problems(run_cli) == []
    assert set(problems(run_cli, "--drafts")) <= NOT_YET


def test_routines_and_guides_are_begun_likewise(project: Path, run_cli: RunCli) -> None:
    """A routine begins with the first exercises that are published, and its card fits; a guide begins with nothing."""
    run_cli("new", "exercise", "A draft comes first")
    assert run_cli("new", "routine", "Morning").out.startswith("content/routines/morning.md: ")
    assert run_cli("new", "guide", "How", "pain", "works").out.startswith(
        "content/guides/how-pain-works.md: "
    )
    text = (project / "content/routines/morning.md").read_text(encoding="utf-8")
    facts = piece(Kind.ROUTINE, text).facts
    assert isinstance(facts, Routine)
    assert [one.entry.exercise for one in entries_of(facts)] == ["chair-squat", "single-leg-squat", "squat"]
    (project / "content/routines/morning.md").write_text(text.replace("draft: true\n", ""), encoding="utf-8")
    assert set(problems(run_cli, "--drafts")) <= NOT_YET


def test_a_new_text_is_published_when_its_draft_line_is_deleted(project: Path, run_cli: RunCli) -> None:
    """Until then a build leaves it out, so that words that are only there to be replaced reach nobody."""
    run_cli("new", "exercise", "Wall sit")
    file = project / "content/exercises/wall-sit.md"
    assert run_cli("build", "--quiet").code == 0
    assert not (project / "site/exercises/wall-sit.html").exists()
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    assert run_cli("build", "--quiet").code == 0
    assert "Say the first thing to do" in (project / "site/exercises/wall-sit.html").read_text(
        encoding="utf-8"
    )


def test_words_to_be_replaced_are_reported_until_they_are(tmp_path: Path, run_cli: RunCli) -> None:
    """Each sentence that waits for an author's own is a warning of a published text, at its line."""
    for kind in ("exercise", "routine", "guide"):
        run_cli("new", kind, f"My {kind}")
        file = tmp_path / f"content/{kind}s/my-{kind}.md"
        file.write_text(file.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
        waiting = [n for n, line in enumerate(file.read_text("utf-8").splitlines(), start=1) if waits(line)]
        problems = json.loads(run_cli("check", "--format", "json").out)["problems"]
        unwritten = [
            one for one in problems if one["code"] == "unwritten" and one["path"].endswith(file.name)
        ]
        assert [one["line"] for one in unwritten] == waiting
        assert len(waiting) >= 2


def waits(line: str) -> bool:
    """Return whether a line of a new text only shows its author what to write."""
    said = line.lstrip(" -").removeprefix("summary: ")
    return said.startswith(("Say ", "Begin with what")) or said == "primary: [the whole body]"


@pytest.mark.parametrize(
    ("kind", "model"), [(Kind.EXERCISE, Exercise), (Kind.ROUTINE, Routine), (Kind.GUIDE, Guide)]
)
def test_every_key_is_in_a_new_text_to_be_used(kind: Kind, model: type[Written]) -> None:
    """Without the # in front of their lines, all keys that there are are in the file, and are good."""
    text = scaffold.new_text(kind, "One", with_exercise(kind)).text
    given: set[str] = set()
    for shape in _SHAPES:
        others = "|".join(set(_SHAPES) - {shape})
        one = (
            re.sub(rf"(?m)^(?:{others}):\n(?:  .*\n)+", "", uncommented(text))
            if kind is Kind.ROUTINE
            else uncommented(text)
        )
        given |= piece(kind, one).facts.model_fields_set
    assert given == set(model.model_fields)


_SHAPES = ("exercises", "sessions", "phases")
"""Keys of a routine of which it has one."""


def uncommented(text: str) -> str:
    """Return *text* with all facts in use that are remarks in it: those whose # is before a key, or before spaces."""
    return re.sub(r"(?m)^#(?=\w+:|  )", "", text)


def test_missing_folders_are_made(tmp_path: Path, run_cli: RunCli) -> None:
    """In an empty folder the first exercise makes `content/exercises/`, and what is not there `--content` names."""
    assert run_cli("new", "exercise", "Wall sit").code == 0
    assert run_cli("new", "guide", "Stairs", "--content", "deep/in/content").code == 0
    results = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    assert results == {"content/exercises/wall-sit.md", "deep/in/content/guides/stairs.md"}


def test_a_routine_of_drafts_is_better_than_none(tmp_path: Path, run_cli: RunCli) -> None:
    """Without any exercise a routine is refused with what to do first; with drafts alone it takes these."""
    outcome = run_cli("new", "routine", "Morning")
    assert outcome.code == 2
    assert "create an exercise first:" in outcome.err
    assert list(tmp_path.iterdir()) == []
    run_cli("new", "exercise", "Wall sit")
    assert run_cli("new", "routine", "Morning").code == 0
    assert "  - wall-sit\n" in (tmp_path / "content/routines/morning.md").read_text(encoding="utf-8")


# --- titles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Wall sit", "wall-sit"),
        ('Squat: the "king" #1', "squat-the-king-1"),
        ("It's 3x10, \\ 'x' and \"y\"", "its-3x10-x-and-y"),
        ("  - [a] {b}: &c *d !e |f >g @h `i` %j", "a-b-c-d-e-f-g-h-i-j"),
        ("no", "no"),
        ("~1", "1"),
        ("12", "12"),
        ("2026-11-22", "2026-11-22"),
        ("--- x", "x"),
        ("../../etc/passwd", "etc-passwd"),
        ("Übung für Füße", "ubung-fur-fusse"),
        ("Сидя у стены", "сидя-у-стены"),
        ("壁に座る", "壁に座る"),
        ("تمرين الجدار", "تمرين-الجدار"),
        ("🏃 Running", "running"),
        ("Jo\u00e3o's {title} {exercises}", "joaos-title-exercises"),
    ],
)
@pytest.mark.parametrize("kind", [Kind.EXERCISE, Kind.GUIDE])
def test_a_title_of_any_characters_is_kept_to_the_letter(kind: Kind, title: str, slug: str) -> None:
    """Quotes, colons, characters of YAML and other scripts reach the page as they were written; editors read them
    alike.
    """
    new = scaffold.new_text(kind, title, NOTHING)
    assert new.path == f"{kind}s/{slug}.md"
    assert piece(kind, new.text).facts.title == title.strip()
    assert yaml.safe_load(new.text.split("---\n")[1])["title"] == title.strip()


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("", "the title is empty"),
        (" \u3000 ", "the title is empty"),
        ("🏃", "use at least one letter or digit"),
        ("?!", "use at least one letter or digit"),
        ("a" * 300, "longer than 120 bytes"),
        ("Wall\nsit", "not allowed in a line of text (U+000A)"),
        ("Wall\tsit", "(U+0009)"),
        ("Wall\x1bsit", "(U+001B)"),
        ("Wall\u2028sit", "(U+2028)"),
        ("Wall\udcffsit", "(U+DCFF)"),
        ("Wall\uffffsit", "(U+FFFF)"),
        ("CON", 'use "con-exercise"'),
        ("Index", 'the name "index" is reserved for lists'),
    ],
)
def test_a_title_that_cannot_be_is_refused(title: str, message: str, tmp_path: Path, run_cli: RunCli) -> None:
    """What gives no address or breaks the line ends with 2 and a reason, and nothing is written."""
    outcome = run_cli("new", "exercise", title)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert "Traceback" not in outcome.err
    assert list(tmp_path.iterdir()) == []


# --- addresses that are taken -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("there", "title"),
    [
        ("exercises/wall-sit.md", "WALL sit"),
        ("exercises/Wall Sit.md", "wall-sit"),
        ("exercises/knee/wall-sit.MD", "Wall sit"),
        ("exercises/ubung.md", "Übung"),
        ("exercises/U\u0308bung.md", "\u00dcbung"),
    ],
)
def test_an_address_that_a_file_has_is_refused(
    there: str, title: str, write: Write, tmp_path: Path, run_cli: RunCli
) -> None:
    """However its name is written, in any folder, faulty or not: the file there keeps its address and its bytes."""
    file = write(f"content/{there}", "not even front matter")
    outcome = run_cli("new", "exercise", title)
    assert outcome.code == 2
    assert "already" in outcome.err
    assert file.read_bytes() == b"not even front matter"
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == [file]


def test_an_old_address_of_another_text_is_refused(project: Path, write: Write, run_cli: RunCli) -> None:
    """A text that `redirect_from` leads to keeps that address, written as a slug or as a path."""
    write(
        "content/guides/sitting.md",
        "---\ntitle: Sitting\nredirect_from: [Sitzen, /exercises/wall-sit.html]\n---\n".replace(
            "Sitzen", "sitzen"
        ),
    )
    for kind, title in (("exercise", "Wall sit"), ("guide", "Sitzen")):
        outcome = run_cli("new", kind, title)
        assert outcome.code == 2
        assert "content/guides/sitting.md already redirects the old address" in outcome.err
    assert run_cli("new", "routine", "Sitzen").code == 0
    assert not (project / "content/exercises/wall-sit.md").exists()


def test_what_is_in_the_way_is_reported(tmp_path: Path, write: Write, run_cli: RunCli) -> None:
    """A file for a folder, a linked folder, a folder of the file's name: each ends with 2, and all stays as it was."""
    write("content-file", "text")
    assert (
        "content-file is not a folder" in run_cli("new", "exercise", "One", "--content", "content-file").err
    )
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "content").mkdir()
    (tmp_path / "content/exercises").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    outcome = run_cli("new", "exercise", "One")
    assert outcome.code == 2
    assert "symbolic link" in outcome.err
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (tmp_path / "content/guides/one.md").mkdir(parents=True)
    outcome = run_cli("new", "guide", "One")
    assert outcome.code == 2
    assert "already exists" in outcome.err
    assert [entry.name for entry in (tmp_path / "content/guides").iterdir()] == ["one.md"]


# --- writing ----------------------------------------------------------------------------------------------


def test_files_appear_all_or_none(tmp_path: Path) -> None:
    """Where one of several cannot be written, the others and their folders are gone again, and nothing else is."""
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/there.txt").write_bytes(b"there")
    files = {
        tmp_path / "kept/new/a.txt": b"a",
        tmp_path / "kept/b.txt": b"b",
        tmp_path / "kept/there.txt": b"c",
    }
    with pytest.raises(new_files.CannotCreateFileError, match=r"there\.txt already exists"):
        new_files.create_files(files)
    assert [file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*")] == [
        "kept",
        "kept/there.txt",
    ]
    assert (tmp_path / "kept/there.txt").read_bytes() == b"there"


def test_a_disk_without_hard_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a USB stick a file is written in its place at once, and still never over another."""

    def refuse(beside: str, file: str) -> None:
        raise PermissionError(1, "Operation not permitted", beside, None, file)

    monkeypatch.setattr(os, "link", refuse)
    new_files.create_files({tmp_path / "a.txt": b"a"})
    with pytest.raises(new_files.CannotCreateFileError):
        new_files.create_files({tmp_path / "a.txt": b"b"})
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.txt": b"a"}


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of which only a part could be written is gone again, with its folder, and is named."""

    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError(28, "No space left on device")

    def open_full(file: str, _: str, **__: object) -> Full:
        Path(file).touch()
        return Full()

    monkeypatch.setattr(builtins, "open", open_full)
    with pytest.raises(
        new_files.CannotCreateFileError, match=r"a\.txt cannot be written: No space left on device"
    ):
        new_files.create_files({tmp_path / "new/a.txt": b"a"})
    assert list(tmp_path.iterdir()) == []


# --- a new site -------------------------------------------------------------------------------------------


def test_a_new_site_is_good_at_once(tmp_path: Path, run_cli: RunCli) -> None:
    """The folder has all that is promised, and neither building nor checking it says anything at all."""
    outcome = run_cli("new", "site", "my-guide")
    assert (outcome.code, outcome.err) == (0, "")
    assert "my-guide" in outcome.out
    results = {
        file.relative_to(tmp_path / "my-guide").as_posix() for file in (tmp_path / "my-guide").rglob("*.*")
    }
    assert {
        "README.md",
        ".gitignore",
        "requirements.txt",
        ".github/workflows/publish.yml",
        "content/site.yaml",
        "content/exercises/sit-to-stand.md",
        "content/routines/strong-legs.md",
    } <= results
    folders = ("--content", "my-guide/content")
    assert problems(run_cli, *folders) == []
    built = run_cli("build", "--strict", *folders, "--output", "my-guide/site")
    assert (built.code, built.err) == (0, "")
    assert (tmp_path / "my-guide/site/cards/strong-legs-a4.pdf").is_file()


def test_git_ignores_a_cache_that_is_a_link(tmp_path: Path, run_cli: RunCli) -> None:
    """The repository of a new site contains nothing that a build makes, and no link in the place of the cache."""
    assert run_cli("new", "site", "my-guide").code == 0
    guide = tmp_path / "my-guide"
    (guide / ".cuecard-cache").symlink_to(tmp_path)
    git = shutil.which("git")
    assert git
    subprocess.run([git, "init", "--quiet"], cwd=guide, check=True)
    names = [".cuecard-cache", "site/index.html", "content/site.yaml"]
    result = subprocess.run([git, "check-ignore", *names], cwd=guide, capture_output=True, text=True)  # noqa: PLW1510
    assert result.stdout.split() == names[:2]


def test_the_workflow_pins_every_step_and_names_commands_that_exist(run_cli: RunCli) -> None:
    """Actions are pinned to a commit, beside it the version; each command is the program's, with its options."""
    workflow = scaffold.new_site()[".github/workflows/publish.yml"].decode()
    jobs = yaml.safe_load(workflow)["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    used = re.findall(r"uses: (\S+)(.*)", workflow)
    assert len(used) == len([step for step in steps if "uses" in step]) == 5
    for name, beside in used:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", beside)
    commands = [
        line for step in steps for line in step.get("run", "").splitlines() if line.startswith("cuecard ")
    ]
    assert [line.split()[1] for line in commands] == ["check", "build"]
    for _, command, *options in map(str.split, commands):
        output = run_cli(command, "--help").out
        assert [option for option in options if option.startswith("--") and option not in output] == []


def test_the_workflow_says_what_is_missing_before_it_builds() -> None:
    """As long as requirements.txt names no program, the step that looks finds nothing; a filled one it finds."""
    files = scaffold.new_site()
    [looked] = re.findall(
        r"grep -q '(.+?)' requirements\.txt", files[".github/workflows/publish.yml"].decode()
    )
    pattern = re.compile(looked.replace("[:space:]", r"\s"), re.MULTILINE)
    listed = files["requirements.txt"].decode()
    assert not pattern.search(listed)
    assert pattern.search(f"{listed}cuecard @ git+https://example.org/cuecard@v1\n")


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path, write: Write, run_cli: RunCli) -> None:
    """A site is begun in a folder that is not there, or empty but for a fresh repository's own; nowhere else."""
    write("full/notes.txt", "mine")
    write("file", "mine")
    before = sorted(tmp_path.rglob("*"))
    for words in (["full"], ["file"], [""], ["new", "--content", "content"]):
        outcome = run_cli("new", "site", *words)
        assert (outcome.code, outcome.out) == (2, "")
        assert "Traceback" not in outcome.err
    assert sorted(tmp_path.rglob("*")) == before
    write("fresh/.git/HEAD", "ref: refs/heads/main\n")
    assert run_cli("new", "site", "fresh").code == 0
    assert run_cli("new", "site", "fresh").code == 2
    assert run_cli("new", "site", "more/of it").code == 0
    assert (tmp_path / "more/of it/content/site.yaml").is_file()
