"""Sources: what is read of a content folder, in which order, and what is reported about the rest."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sites
from conftest import RunCli

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.sources import LARGEST_TEXT, Kind, discover, read_asset, read_text


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty content folder in the current folder, named as on the command line."""
    monkeypatch.chdir(tmp_path)
    Path("content/exercises").mkdir(parents=True)
    return Path("content")


def put(content: Path, *paths: str) -> None:
    """Files with a little text in them."""
    for path in paths:
        file = content / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")


def reported(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Path and code of each problem, sorted."""
    return sorted((problem.path, problem.code) for problem in problems)


# --- what is read -------------------------------------------------------------------------------------------------


def test_folders_show_what_a_text_is_about(content: Path) -> None:
    """Texts in the three folders and below, and two settings at the top."""
    put(
        content,
        "exercises/a.md",
        "exercises/knee/b.MD",
        "routines/c.md",
        "guides/d.md",
        "site.yaml",
        "vocabulary.yaml",
    )
    found = discover(content)
    assert {file.path: file.kind for file in found.files} == {
        "exercises/a.md": Kind.EXERCISE,
        "exercises/knee/b.MD": Kind.EXERCISE,
        "guides/d.md": Kind.GUIDE,
        "routines/c.md": Kind.ROUTINE,
        "site.yaml": Kind.SITE,
        "vocabulary.yaml": Kind.VOCABULARY,
    }
    assert found.problems == ()
    assert found.files[0].shown == "content/exercises/a.md"
    assert found.shown_folder == "content"


def test_pictures_and_videos_are_noted_and_not_read(content: Path) -> None:
    """An asset is read when it is asked for; capitals in its ending make no difference."""
    put(content, "exercises/a.JPG", "exercises/a.mp4", "guides/leaflet.pdf", "logo.svg")
    found = discover(content)
    assert [asset.path for asset in found.assets] == [
        "exercises/a.JPG",
        "exercises/a.mp4",
        "guides/leaflet.pdf",
        "logo.svg",
    ]
    assert read_asset(found.assets[0]) == b"x"
    found.assets[0].file.unlink()
    with pytest.raises(FileNotFoundError):
        read_asset(found.assets[0])


def test_what_editors_and_systems_leave_behind_is_passed_over(content: Path) -> None:
    """Hidden files and folders, backups, and a README at the top are nobody's mistake."""
    put(
        content,
        "exercises/.hidden.md",
        ".git/config",
        ".obsidian/exercises/x.md",
        "exercises/a.md~",
        "exercises/#a.md#",
    )
    put(
        content,
        "exercises/.a.md.swp",
        "exercises/a.md.bak",
        "exercises/a.tmp",
        "Thumbs.db",
        ".DS_Store",
        "README.md",
    )
    found = discover(content)
    assert (found.files, found.assets, found.problems) == ((), (), ())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xef\xbb\xbf---\n", "---\n"),
        (b"a\r\nb\rc\n", "a\r\nb\rc\n"),
        ("é 漢 🏋️".encode(), "é 漢 🏋️"),
        (b"", ""),
        (b"\xef\xbb\xbf\xef\xbb\xbfx", "\ufeffx"),
    ],
)
def test_a_text_is_kept_as_it_was_but_for_a_byte_order_mark(content: Path, data: bytes, text: str) -> None:
    """Line ends are the author's own; the digest is that of the bytes."""
    (content / "exercises/a.md").write_bytes(data)
    (found,) = discover(content).files
    assert found.text == text
    (content / "exercises/a.md").write_bytes(data + b" ")
    assert discover(content).files[0].digest != found.digest


def test_names_with_spaces_accents_and_capitals_are_read(content: Path) -> None:
    """A name in Unicode's decomposed form, as old Macs write it, is the same name."""
    name = unicodedata.normalize("NFD", "exercises/Côté à côté.md")
    put(content, name, "exercises/A b.md", "exercises/a B.md", "exercises/深蹲.md")
    paths = [file.path for file in discover(content).files]
    assert paths == ["exercises/A b.md", "exercises/Côté à côté.md", "exercises/a B.md", "exercises/深蹲.md"]
    assert all(unicodedata.is_normalized("NFC", path) for path in paths)


def test_the_order_on_disk_does_not_matter(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever order the system lists names in, files come sorted by path."""
    put(
        content, *(f"{folder}/{name}.md" for folder in ("exercises", "routines", "guides") for name in "bdac")
    )
    put(content, "exercises/z.png", "exercises/b.png", "x.txt", "a.txt")
    first = discover(content)
    walk = os.walk

    def backwards(top: Path, **kwargs: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        for folder, folders, names in walk(top, **kwargs):
            folders.reverse()
            yield str(folder), folders, names[::-1]

    monkeypatch.setattr(os, "walk", backwards)
    again = discover(content)
    assert (again.files, again.assets) == (first.files, first.assets)
    assert sorted(again.problems, key=lambda problem: problem.path) == sorted(
        first.problems, key=lambda problem: problem.path
    )


def test_a_folder_elsewhere_is_shown_in_full(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths in problems are as one would type them from the current folder."""
    put(content, "x.txt")
    (tmp_path / "deeper").mkdir()
    monkeypatch.chdir("deeper")
    assert discover(tmp_path / "content").problems[0].path == f"{(tmp_path / 'content/x.txt').as_posix()}"
    monkeypatch.chdir(tmp_path)
    assert discover(tmp_path / "deeper" / ".." / "content").problems[0].path == "content/x.txt"


# --- what is not --------------------------------------------------------------------------------------------------


def test_a_link_out_of_the_folder_is_not_followed(content: Path, tmp_path: Path) -> None:
    """A symbolic link is reported at its path, wherever it leads: to a file of the folder, out of it, or nowhere."""
    put(content, "exercises/a.md")
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (content / "exercises/b.md").symlink_to("a.md")
    (content / "exercises/c.md").symlink_to(tmp_path / "secret.md")
    (content / "exercises/c.png").symlink_to("../../secret.md")
    (content / "exercises/d.md").symlink_to("nothing.md")
    (content / "exercises/e.md").symlink_to("e.md")
    found = discover(content)
    assert [file.path for file in found.files] == ["exercises/a.md"]
    assert found.assets == ()
    assert reported(found.problems) == [
        ("content/exercises/b.md", "link-to-file"),
        ("content/exercises/c.md", "outside-content"),
        ("content/exercises/c.png", "outside-content"),
        ("content/exercises/d.md", "unreadable"),
        ("content/exercises/e.md", "unreadable"),
    ]


def test_a_linked_folder_is_not_followed(content: Path, tmp_path: Path) -> None:
    """Not even inside the folder, where it could lead in circles."""
    put(content, "exercises/a.md")
    (content / "exercises/again").symlink_to("..")
    (content / "routines").symlink_to(tmp_path)
    found = discover(content)
    assert [file.path for file in found.files] == ["exercises/a.md"]
    assert reported(found.problems) == [
        ("content/exercises/again", "link-to-folder"),
        ("content/routines", "link-to-folder"),
    ]


@pytest.mark.parametrize(
    ("link", "leads_to", "code"),
    [
        ("exercises/notes.pdf", "../.git/config", "link-to-file"),
        ("exercises/squat.png", "../pictures/squat.png", "link-to-file"),
        ("exercises/squat.md", "../guides/one.md", "link-to-file"),
        ("site.yaml", "settings.yaml", "link-to-file"),
        ("vocabulary.yaml", "../outside.yaml", "outside-content"),
        ("exercises/type.ttf", "../.git/config", "link-to-file"),
        ("exercises", "guides", "link-to-folder"),
        ("routines/deep/pictures", "../../pictures", "link-to-folder"),
    ],
)
def test_no_link_in_the_content_is_followed(
    link: str, leads_to: str, code: str, content: Path, tmp_path: Path
) -> None:
    """Neither one to a text nor one to a picture, a setting or a hidden file; each is reported once, at its own
    path.
    """
    put(content, "guides/one.md")
    for file in (content / ".git/config", content / "pictures/squat.png", content / "settings.yaml"):
        file.parent.mkdir(exist_ok=True)
        file.write_text("secret", "utf-8")
    (tmp_path / "outside.yaml").write_text("secret", "utf-8")
    (content / "exercises").rmdir()
    (content / link).parent.mkdir(parents=True, exist_ok=True)
    (content / link).symlink_to(leads_to)
    found = discover(content)
    linked = [problem for problem in found.problems if problem.path == f"content/{link}"]
    assert [(problem.code, bool(problem.hint)) for problem in linked] == [(code, True)]
    assert [file.path for file in found.files] == ["guides/one.md"]
    assert [asset.path for asset in found.assets] == ["pictures/squat.png"]
    text = read_text(content / link, content)
    assert text is None or isinstance(text, Problem)


def test_a_hidden_file_is_not_published_through_a_link(project: Path, run_cli: RunCli) -> None:
    """A link to a file of git's that is named like a document is a problem, and nothing is written."""
    sites.put(project / "content", {".git/config": b"token = secret"})
    (project / "content/exercises/notes.pdf").symlink_to("../.git/config")
    squat = project / "content/exercises/squat.md"
    squat.write_text(squat.read_text("utf-8") + "\nSee [the notes](notes.pdf).\n", "utf-8")
    outcome = run_cli("build")
    assert outcome.code == 1
    assert "content/exercises/notes.pdf:1:1" in outcome.err
    assert "put the file itself here" in outcome.err
    assert not (project / "site/index.html").exists()


@pytest.mark.parametrize("stands", ["link", "pipe"])
def test_what_took_the_place_of_a_file_meanwhile(stands: str, content: Path, tmp_path: Path) -> None:
    """A link or a pipe that is put there after the folder was looked at is neither followed nor waited for."""
    put(content, "exercises/a.png")
    (asset,) = discover(content).assets
    asset.file.unlink()
    (tmp_path / "secret").write_text("secret", "utf-8")
    asset.file.symlink_to(tmp_path / "secret") if stands == "link" else os.mkfifo(asset.file)
    with pytest.raises(OSError, match=r"."):
        read_asset(asset)


def test_the_content_folder_may_itself_be_a_link(content: Path, tmp_path: Path) -> None:
    """What is named on the command line is meant."""
    put(content, "exercises/a.md")
    Path("texts").symlink_to("content")
    found = discover(Path("texts"))
    assert [file.shown for file in found.files] == ["texts/exercises/a.md"]
    assert found.problems == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(content: Path) -> None:
    """Reading it would hang until somebody writes; it is reported instead, a folder that ends in .md is a folder."""
    os.mkfifo(content / "exercises/a.md")
    os.mkfifo(content / "exercises/a.png")
    put(content, "exercises/folder.md/b.md")
    found = discover(content)
    assert [file.path for file in found.files] == ["exercises/folder.md/b.md"]
    assert reported(found.problems) == [
        ("content/exercises/a.md", "unreadable"),
        ("content/exercises/a.png", "unreadable"),
    ]


@contextmanager
def without_rights(path: Path) -> Iterator[None]:
    """While it lasts, *path* cannot be read: by its mode, and for root by being another user."""
    mode = path.stat().st_mode
    path.chmod(0)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            os.seteuid(65534)
        yield
    finally:
        if is_root:
            os.seteuid(0)
        path.chmod(mode)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are other things there")
@pytest.mark.parametrize("path", ["exercises/a.md", "routines"])
def test_what_cannot_be_read_is_reported(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or folder without rights is a problem, and the others are read."""
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(stat.S_IRWXU | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
        monkeypatch.chdir(folder)
        put(Path("content"), "exercises/a.md", "exercises/b.md", "routines/c.md")
        with without_rights(Path("content") / path):
            found = discover(Path("content"))
        assert [file.path for file in found.files] == [
            name
            for name in ("exercises/a.md", "exercises/b.md", "routines/c.md")
            if not name.startswith(path)
        ]
        assert reported(found.problems) == [(f"content/{path}", "unreadable")]
    finally:
        monkeypatch.chdir(folder.parent)
        shutil.rmtree(folder)


def test_a_text_of_five_megabytes_is_not_read(content: Path) -> None:
    """It is no text that a person wrote; one at the limit still is."""
    (content / "exercises/big.md").write_bytes(b"x" * 5_000_000)
    (content / "exercises/fits.md").write_bytes(b"x" * LARGEST_TEXT)
    found = discover(content)
    assert [file.path for file in found.files] == ["exercises/fits.md"]
    (problem,) = found.problems
    assert (problem.code, problem.message) == (
        "too-large",
        "this file has 5,000,000 bytes; the limit is 200,000",
    )


# Line and column of the first byte that is no UTF-8, counted as an editor would.
NOT_UTF_8: list[tuple[bytes, int, int]] = [
    (b"\xff", 1, 1),
    (b"\xff\xfe-\x00", 1, 1),
    (b"abc\xe9", 1, 4),
    (b"\n\xe9", 2, 1),
    (b"a\r\nb\xe9\r\n", 2, 2),
    (b"a\rb\r\xe9", 3, 1),
    ("é🏋漢".encode() + b"\x80", 1, 4),
    ("a\u2028b\x0cc\x85d".encode() + b"\xe9", 1, 8),
    (b"\xef\xbb\xbf\xe9", 1, 1),
    (b"\xef\xbb\xbfab\n\xe9", 2, 1),
    (b"truncated \xe6\xbc", 1, 11),
]


@pytest.mark.parametrize(("data", "line", "column"), NOT_UTF_8)
def test_the_first_byte_that_is_no_text_is_reported_at_its_place(
    content: Path, data: bytes, line: int, column: int
) -> None:
    """Line and column are those of an editor that opens the file anyway, and so is the line that is shown."""
    (content / "exercises/a.md").write_bytes(data)
    (problem,) = discover(content).problems
    assert (problem.code, problem.line, problem.column) == ("not-utf-8", line, column)
    assert problem.excerpt[problem.column - 1] == "\ufffd"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not let such a name be")
def test_a_name_that_is_no_text_is_reported(content: Path) -> None:
    """The bytes that could not be decoded are shown as such, and never reach a page."""
    for name in (b"a\xff.md", b"b\xe9.png"):
        (content / "exercises" / os.fsdecode(name)).write_text("x", encoding="utf-8")
    found = discover(content)
    assert (found.files, found.assets) == ((), ())
    assert reported(found.problems) == [
        ("content/exercises/a\ufffd.md", "bad-name"),
        ("content/exercises/b\ufffd.png", "bad-name"),
    ]


STRAYS = [
    ("site.yml", 'did you mean "site.yaml"?'),
    ("Site.yaml", 'did you mean "site.yaml"?'),
    ("vocabulary.yml", 'did you mean "vocabulary.yaml"?'),
    ("Exercises/a.md", 'did you mean the folder "exercises"?'),
    ("routine/a.md", 'did you mean the folder "routines"?'),
    (
        "squat.md",
        "texts (.md) belong in exercises/, routines/, guides/ or pages/; settings (.yaml) at the top",
    ),
    (
        "exercises/site.yaml",
        "texts (.md) belong in exercises/, routines/, guides/ or pages/; settings (.yaml) at the top",
    ),
    (
        "exercises/a.markdown",
        "texts (.md) belong in exercises/, routines/, guides/ or pages/; settings (.yaml) at the top",
    ),
    ("exercises/a.docx", "texts end in .md; pictures in .avif, .gif, .jpeg, .jpg, .png, .svg, .webp"),
    ("exercises/a", "texts end in .md; pictures in .avif, .gif, .jpeg, .jpg, .png, .svg, .webp"),
]


@pytest.mark.parametrize(("path", "hint"), STRAYS)
def test_a_file_that_nobody_reads_is_a_warning(content: Path, path: str, hint: str) -> None:
    """Somebody put it there for a purpose; the hint says where it may have been meant to be."""
    put(content, path)
    found = discover(content)
    assert found.files == ()
    (problem,) = found.problems
    assert (problem.path, problem.severity, problem.hint) == (f"content/{path}", Severity.WARNING, hint)


def test_three_thousand_files_are_found(content: Path) -> None:
    """Many files are no other than few."""
    for n in range(3000):
        (content / f"exercises/squat-{n:04}.md").write_bytes(b"---\n---\n")
    found = discover(content)
    assert len(found.files) == 3000
    assert found.files[-1].path == "exercises/squat-2999.md"
