"""Pages and cards from right to left: numbers in their places, nothing untranslated, and room for longer words."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import documents
import pseudo_language
import pypdfium2
import pytest
import sites
from conftest import ROOT
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser
from test_labels import ADDRESS, GREEK, in_letters_of_cards, latin_in, words_of

from cuecard.media.fonts import further_faces
from cuecard.site import choose_labels

GOLDEN = ROOT / "tests/golden/project/content"


def arabic_type(file: Path) -> None:
    """Write a font that has one shape for each Arabic letter: enough to see where a number stands."""
    upright = next(
        face.file for face in further_faces("fontpkg-noto-sans", Path()) if "Italic" not in face.file.name
    )
    with TTFont(upright) as font:
        for table in font["cmap"].tables:
            if table.isUnicode() and ord("n") in table.cmap:
                table.cmap |= dict.fromkeys(range(0x600, 0x700), table.cmap[ord("n")])
        font.save(file)


@pytest.fixture(scope="module")
def arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small site that says it is in Arabic."""
    folder = tmp_path_factory.mktemp("arabic")
    shutil.copytree(GOLDEN, folder / "content")
    arabic_type(folder / "content/boxes.ttf")
    settings = folder / "content/site.yaml"
    text = re.sub(r"language: .*", "language: ar\nfonts: [boxes.ttf]", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    return sites.build(folder / "content", folder / "site", "--jobs", "1")


def test_numbers_of_a_dose_are_read_from_the_right(arabic: Path, browser: Browser) -> None:
    """On each line of a dose in a browser, the first number is furthest right: "8 to 12", never "12 to 8"."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    seen = 0
    for file in sorted((arabic / "exercises").glob("*.html")):
        if documents.is_redirect(documents.document(file)):
            continue
        page.goto(file.as_uri())
        for numbers in page.evaluate(_NUMBERS):
            lines: dict[int, list[tuple[str, float]]] = {}
            for number, left, top in numbers:
                lines.setdefault(round(top), []).append((number, left))
            for line in lines.values():
                assert sorted(line, key=lambda one: -one[1]) == line, (file.name, line)
                seen += len(line)
    page.close()
    assert seen > 12


_NUMBERS = r"""() => [...document.querySelectorAll(".dose-sentence, .numbers")].map(element => {
  const found = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) for (const match of walker.currentNode.data.matchAll(/\d[\d\/.,-]*/g)) {
    const range = document.createRange();
    range.setStart(walker.currentNode, match.index);
    range.setEnd(walker.currentNode, match.index + match[0].length);
    const {left, top} = range.getBoundingClientRect();
    found.push([match[0], left, top]);
  }
  return found;
})"""


def test_numbers_of_a_dose_on_paper_are_read_from_the_right(arabic: Path) -> None:
    """On the card as PDF, "3 sets of 8 to 12" has the 3 furthest to the right, then 8, then 12."""
    [first, *_] = pypdfium2.PdfDocument(arabic / "cards/monday-session-a4.pdf")
    lines = [[text for text, _ in sorted(line, key=lambda one: -one[1])] for line in numbers_by_line(first)]
    assert [line for line in lines if line[:3] == ["3", "8", "12"]], lines


def numbers_by_line(page: Any) -> Iterator[list[tuple[str, float]]]:
    """Yield for each line of a PDF's page its numbers, with where each begins."""
    text = page.get_textpage()
    lines: dict[int, list[tuple[str, float, float]]] = {}
    for n in range(text.count_chars()):
        char = text.get_text_range(n, 1)
        if char.isdecimal():
            left, bottom, right, _ = text.get_charbox(n, loose=True)
            lines.setdefault(round(bottom), []).append((char, left, right))
    for digits in lines.values():
        numbers: list[tuple[str, float, float]] = []
        for char, left, right in sorted(digits, key=lambda one: one[1]):
            if numbers and left - numbers[-1][2] < 1:
                before, start, _ = numbers.pop()
                numbers.append((before + char, start, right))
            else:
                numbers.append((char, left, right))
        yield [(number, left) for number, left, _ in numbers]


@pytest.fixture
def pseudo_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project that uses each feature, with words in the pseudo-language."""
    monkeypatch.setitem(choose_labels._known, pseudo_language.LANGUAGE, pseudo_language.labels())
    texts = {
        path: in_letters_of_cards(text).replace('language: "el"', f"language: {pseudo_language.LANGUAGE}")
        if isinstance(text, str)
        else text
        for path, text in GREEK.items()
    }
    monkeypatch.chdir(tmp_path)
    return sites.build(sites.put(tmp_path / "content", texts), tmp_path / "site", "--drafts", "--jobs", "1")


def test_a_longer_language_fits_and_nothing_is_untranslated(pseudo_site: Path, browser: Browser) -> None:
    """No page or PDF has a word in plain letters, and at 320 px no page is wider than the screen."""
    page = browser.new_page(viewport={"width": 320, "height": 700})
    wide: dict[str, int] = {}
    left: dict[str, list[str]] = {}
    for path, file in documents.html_files(pseudo_site).items():
        words = [
            word
            for text in words_of(documents.document(file))
            for word in latin_in(text.replace("{found}", ""))
        ]
        left |= {path: words} if words else {}
        if documents.is_redirect(documents.document(file)):
            continue
        page.goto(file.as_uri())
        width = page.evaluate("document.documentElement.scrollWidth")
        wide |= {path: width} if width > 320 else {}
        assert page.evaluate("document.documentElement.dir") == "rtl"
    page.close()
    for file in sorted((pseudo_site / "cards").glob("*.pdf")):
        text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(file))
        words = re.findall(r"[A-Za-z]{2,}", ADDRESS.sub("", text))
        left |= {file.name: words} if words else {}
    assert left == {}
    assert wide == {}
