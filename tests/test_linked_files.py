"""Files that content names: of kinds that can be published, and what their names say."""

from __future__ import annotations

import pytest
import sites
from conftest import RunCli, Write

from cuecard.core.diagnostics import InvalidValueError
from cuecard.media import file_kinds

OTHERS = (
    *("docx", "doc", "xlsx", "zip", "txt", "html", "mp3", "pages", "numbers", "exe", "svgz"),
    *("js", "css", "json", "tiff", "bmp", "mov", "ttf", "otf"),
)
FROM_PHONES = ["heic", "HEIC", "heif"]
EXERCISE = "---\ntitle: A\nmuscles: {{primary: [quads]}}\nsteps: [Go.]\n{0}---\n\n{1}\n"


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("ending", [*OTHERS, *FROM_PHONES])
def test_a_link_to_a_file_of_another_kind(command: str, ending: str, write: Write, run_cli: RunCli) -> None:
    """It is a problem at the link that names the kinds that can be published, or what to export it as."""
    write("content/exercises/a.md", EXERCISE.format("", f"See [form](form.{ending})."))
    write(f"content/exercises/form.{ending}", b"x")
    outcome = run_cli(command, "--no-cache")
    assert outcome.code == 1
    assert "content/exercises/a.md:7:12: error[bad-file]" in outcome.err
    assert ("JPEG" if ending in FROM_PHONES else ".pdf, .png") in outcome.err


@pytest.mark.parametrize(
    "name", ["../README.md", "../notes.md", "../site.yaml", "../vocabulary.yaml", "README"]
)
def test_a_link_to_a_file_that_is_no_page(name: str, write: Write, run_cli: RunCli) -> None:
    """An existing file is never reported as missing."""
    write("content/exercises/a.md", EXERCISE.format("", f"See [form]({name})."))
    write("content/exercises/README", "x")
    for path in ("README.md", "notes.md", "site.yaml", "vocabulary.yaml"):
        write(f"content/{path}", "title: A\n" if path == "site.yaml" else "")
    outcome = run_cli("check", "--no-cache")
    assert outcome.code == 1
    assert "content/exercises/a.md:7:12: error[bad-file]" in outcome.err


@pytest.mark.parametrize(
    ("facts", "body", "expected"),
    [
        ("", "![a](a.heic)", ("bad-image", "JPEG")),
        ("", '<img src="a.heic" alt="a">', ("bad-image", "JPEG")),
        ("", "![a](a.docx)", ("bad-image", ".png")),
        ("images: [{src: a.heic, alt: a, credit: b}]\n", "", ("bad-image", "JPEG")),
        ("images: [{src: a.docx, alt: a, credit: b}]\n", "", ("bad-image", ".png")),
        ("video: a.docx\n", "", ("bad-video", ".mp4")),
        ("video: a.mov\n", "", ("bad-video", ".mp4")),
    ],
)
def test_every_place_that_names_a_file(
    facts: str, body: str, expected: tuple[str, str], write: Write, run_cli: RunCli
) -> None:
    """Pictures and videos of another kind are reported too, with what would do."""
    write("content/exercises/a.md", EXERCISE.format(facts, body))
    for ending in ("heic", "docx", "mov"):
        write(f"content/exercises/a.{ending}", b"x")
    outcome = run_cli("check", "--no-cache")
    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    code, hint = expected
    lines = outcome.err.splitlines()
    (at,) = [n for n, line in enumerate(lines) if f"error[{code}]" in line]
    assert hint in "".join(lines[at : at + 4])


# --- what the name says ---------------------------------------------------------------------------------------------

GOOD = {
    "a.pdf": b"%PDF-1.7\n",
    "a.PDF": b"%PDF-1.4\n",
    "a.png": sites.PIXEL,
    "a.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "a.jpeg": b"\xff\xd8\xff\xe1",
    "a.gif": b"GIF89a",
    "a.webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "a.avif": b"\0\0\0\x1cftypavif\0\0\0\0",
    "a.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom",
    "a.webm": b"\x1a\x45\xdf\xa3\x9f",
    "a.svg": b"<svg",
}


@pytest.mark.parametrize("name", GOOD)
def test_the_first_bytes_show_the_kind(name: str) -> None:
    """A file of each kind passes under its own name, and under no other but those of the same kind."""
    file_kinds.check(name, GOOD[name])
    for other, data in GOOD.items():
        is_same = {name[2:].lower(), other[2:].lower()} in ({name[2:].lower()}, {"jpg", "jpeg"})
        if not is_same and not name.endswith(".svg"):
            with pytest.raises(InvalidValueError):
                file_kinds.check(name, data)
    if not name.endswith(".svg"):
        for data in (b"", b"alert(1)", b"<html>", b" " + GOOD[name]):
            with pytest.raises(InvalidValueError):
                file_kinds.check(name, data)


@pytest.mark.parametrize(
    ("facts", "body", "place"),
    [
        ("", "[a](a.pdf)", "7:5"),
        ("", "[a](a.png)", "7:5"),
        ("video: a.mp4\n", "", "5:8"),
        ("", "[a](a.webm)", "7:5"),
    ],
)
def test_a_script_under_the_name_of_another_kind(
    facts: str, body: str, place: str, write: Write, run_cli: RunCli
) -> None:
    """It is a problem at the link or at the video, and nothing is published."""
    write("content/exercises/a.md", EXERCISE.format(facts, body))
    for ending in ("pdf", "png", "mp4", "webm"):
        write(f"content/exercises/a.{ending}", b"alert(document.domain)")
    outcome = run_cli("build", "--no-cache")
    assert outcome.code == 1
    assert f"content/exercises/a.md:{place}: error[not-what-it-says]" in outcome.err
