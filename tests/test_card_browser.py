"""The card in the browser: the PDF's sibling, one page on both papers, dark ink on white, without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import browser as chromium
import card_corpus
import pytest
import sites
from browser import ADD_STYLE, dark_page
from card_corpus import Case, lacking, margins
from conftest import ROOT, SOAK
from playwright.sync_api import Browser, Page

from cuecard.site.cards import card_parts, typeset

CASES = card_corpus.ALL if SOAK else (
    Case(1, "short", 2, 2), Case(3, "long", 2, 5), Case(4, "typical", 2, 8), Case(5, "short", 2, 8),
    Case(6, "typical", 2, 5), Case(4, "long", 0, 5),
)  # fmt: skip
SHRUNK = typeset.LETTER.height / typeset.A4.height
"""To what Chromium shrinks a page that asks for A4 when it prints it on Letter."""
TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector(".sheet"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !parent.checkVisibility() || parent.closest("svg")) continue;
    const style = getComputedStyle(parent);
    found.push([walk.currentNode.data, parseFloat(style.fontSize) * 0.75, style.color, style.fontFamily]);
  }
  return found;
}"""
"""Each text of the sheet with its points, colour and type."""


@pytest.fixture(scope="module")
def dark(browser: Browser) -> Iterator[Page]:
    """Provide a page in a dark theme, on a phone, without scripts."""
    with dark_page(browser, java_script_enabled=False, viewport={"width": 390, "height": 800}) as page:
        yield page


@pytest.fixture(scope="module")
def looked(browser: Browser) -> Iterator[Page]:
    """Provide a page in a dark theme that can be asked."""
    with dark_page(browser) as page:
        yield page


def built(case: Case, folder: Path) -> tuple[Path, typeset.FittedCard]:
    """Return the card's page and how it was laid out."""
    content = card_corpus.project(case, folder / "content")
    found = card_corpus.checked(content, folder / "cache")
    site = sites.build(content, folder / "site", "--no-cache") / "cards"
    return site / f"{case.slug}.html", found.cards[0]


def check(pdf: bytes, laid: typeset.FittedCard, least: float) -> None:
    """Check that the PDF has every word of the card's value and no other, a page for each side, in *least* points."""
    pages = card_corpus.sheets(pdf)
    fit = laid.fit
    if fit.kind == "pages":
        assert lacking([entry.title for entry in laid.card.entries], "".join(pages)) == []
        return
    assert len(pages) == len(fit.sides) + bool(fit.back)
    for n, part in enumerate(card_parts.parts(laid.card, fit)):
        texts = card_corpus.side(part, fit, "both", n)
        assert card_corpus.letters([pages[n]]) == card_corpus.letters(texts)
    assert (
        min(size for text, size in card_corpus.typed(pdf) if len(text.strip()) > 1) >= 9 * least / 12 - 0.05
    )
    for page in card_corpus.drawn(pdf):
        left, top, right, bottom = margins(page)
        assert min(left, right) > 8 * least / 12
        assert min(top, bottom) > 8 * least / 12


@pytest.mark.parametrize("case", CASES, ids=str)
def test_prints_on_one_page(case: Case, dark: Page, looked: Page, tmp_path: Path) -> None:
    """Printed on either paper each side is one page with the words of the card's value and no other.

    So it is when Letter is the site's paper; where it asks for A4, Chromium makes it smaller for Letter.
    """
    page, laid = built(case, tmp_path)
    dark.goto(page.as_uri())
    check(dark.pdf(format="A4"), laid, 12)
    check(dark.pdf(format="Letter"), laid, 12 * SHRUNK)
    looked.goto(page.as_uri())
    looked.evaluate(ADD_STYLE, "@page card-a4 { size: letter; margin: 8.5mm 9mm; }")
    check(looked.pdf(prefer_css_page_size=True), laid, 12)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rows_are_those_of_the_fit(case: Case, looked: Page, tmp_path: Path) -> None:
    """Each row is as high as the PDF's, as wide are its pictures, and its words have room."""
    page, laid = built(case, tmp_path)
    looked.goto(page.as_uri())
    looked.emulate_media(media="print")
    looked.evaluate("document.fonts.ready")
    rows, at = looked.evaluate(ROWS), 0
    for side in laid.fit.sides:
        for high, drawn in zip(side.both.rows, side.both.drawn, strict=True):
            entry = laid.card.entries[at]
            row, words, widths = rows[at]
            at += 1
            assert row == pytest.approx(high, abs=0.1)
            assert words <= high + 0.3  # a browser tells it in whole pixels
            if drawn:
                both = [entry.pictures[0], *entry.pictures[1:][-1:]]
                assert widths == pytest.approx([one.width * drawn.unit for one in both], abs=0.1)
    looked.emulate_media(media="screen")


ROWS = """() => [...document.querySelectorAll(".sheet .card-rows > li")].map(row => {
  const mm = box => box / 96 * 25.4;
  const words = row.querySelector(".card-words");
  const drawn = row.getBoundingClientRect().height / row.offsetHeight;  // what is printed is laid out larger
  return [mm(row.getBoundingClientRect().height), mm(words.scrollHeight * drawn),
    [...row.querySelectorAll(".card-pair img, .drawn svg")].map(one => mm(one.getBoundingClientRect().width))];
})"""
"""For each row its height, that of its words, and the widths of its pictures, in millimetres."""


def test_words_have_room_on_a_phone(looked: Page, tmp_path: Path) -> None:
    """On the screen of a phone the words of an exercise stand below its two pictures, as wide as the card."""
    page, _ = built(Case(2, "short", 2, 2), tmp_path)
    looked.emulate_media(media="screen")
    looked.goto(page.as_uri())
    usual = looked.viewport_size
    assert usual
    looked.set_viewport_size({"width": 360, "height": 800})
    widths = looked.evaluate(
        "[...document.querySelectorAll('.sheet .card-words')].map(e => e.getBoundingClientRect().width)"
    )
    looked.set_viewport_size(usual)
    assert len(widths) == 2
    assert min(widths) > 250


def test_same_words_as_the_pdf(browser: Browser, built_site: Path) -> None:
    """The browser's print of each shipped card has the words of its PDF, and each letter as often."""
    window = browser.new_page()
    for page in sorted((built_site / "cards").glob("*.html")):
        window.goto(page.as_uri())
        printed = card_corpus.sheets(window.pdf(format="A4"))
        pdf = card_corpus.sheets(page.with_name(f"{page.stem}-letter.pdf").read_bytes())
        assert len(printed) == len(pdf)
        both = [card_corpus.letters([NEEDS.sub("", "".join(text))]) for text in (printed, pdf)]
        assert sum((both[0] - both[1]).values()) + sum((both[1] - both[0]).values()) < 120, page.stem
    window.close()


NEEDS = re.compile(r"Youneed:?[a-z,]+\.")
"""What is needed may stand in each row or once above them."""


def test_headings_have_the_sizes_of_the_pdf(browser: Browser, tmp_path: Path) -> None:
    """Title, names and doses stand in the same relation to the prose on the page and in the PDF."""
    page, laid = built(Case(2, "short", 0, 2), tmp_path)
    window = browser.new_page()
    window.goto(page.as_uri())
    pdf = window.pdf(format="A4")
    sizes = card_corpus.typed(pdf)
    side = laid.fit.sides[0].both
    for text, wanted in (
        (laid.card.title, side.title),
        (laid.card.entries[0].title, side.size * 1.3),
        (laid.card.entries[0].doses[0].core, side.size * 1.12),
        ("After", side.base),
    ):
        size = next(size for some, size in sizes if len(some.strip()) > 2 and some.strip() in text)
        assert size == pytest.approx(wanted, abs=0.2), text
    window.close()


def test_dark_ink_on_white(looked: Page, tmp_path: Path) -> None:
    """From a dark theme too the sheet is white and each text dark: 7:1, in colour and in grey."""
    page, _ = built(Case(3, "typical", 2, 5), tmp_path)
    looked.goto(page.as_uri())
    for media in ("screen", "print"):
        looked.emulate_media(media=media, color_scheme="dark")
        paper = looked.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
        assert paper == "rgb(255, 255, 255)"
        for text, points, colour, family in looked.evaluate(TEXTS):
            assert contrast(colour) >= 7, (media, text, colour)
            assert "Atkinson Hyperlegible" in family
            assert points >= 9 or len(text.strip()) == 1
    image = card_corpus.drawn(looked.pdf(format="A4"))[0]
    assert image.getpixel((2, 2)) == 255
    assert image.histogram()[255] > 0.6 * image.width * image.height


def contrast(colour: str) -> float:
    """Return the contrast of an opaque colour, as the browser writes it, against white."""
    channels = colour.removeprefix("rgb(").rstrip(")").split(",")
    return card_corpus.contrast(int(part) / 255 for part in channels)


def test_full_grid_and_codes(dark: Page, tmp_path: Path) -> None:
    """Twelve weeks of seven days with two sides, two codes and a review still print on one page."""
    case = Case(2, "short", 0, 2)
    content = card_corpus.project(case, tmp_path / "content")
    meta = {**card_corpus.routine(case), "schedule": {"per_week": 7}, "card": {"log_weeks": 12}}
    meta |= {"video": "https://vimeo.com/694769509", "reviewed": {"by": "A. Physio", "on": "2026-11-01"}}
    sites.put(content, {f"routines/{case.slug}.md": sites.text(meta)})
    site = sites.build(content, tmp_path / "site", "--no-cache")
    dark.goto((site / f"cards/{case.slug}.html").as_uri())
    for pdf in (dark.pdf(format="A4"), dark.pdf(format="Letter")):
        (whole,) = card_corpus.sheets(pdf)
        assert (
            lacking(["Week", *(f"{n} {'L R' * 7}" for n in range(1, 13)), "Checked by A. Physio"], whole)
            == []
        )
        assert "vimeo.com/694769509" in whole
        left, _, right, bottom = margins(card_corpus.drawn(pdf)[0])
        assert min(left, right) > 8
        assert bottom > 7
    built_pdf = (site / f"cards/{case.slug}-a4.pdf").read_bytes()
    assert card_corpus.number_of_sheets(built_pdf) == 1


HOSTILE = (
    '#panic("x") $x$ *a* @ref', "<b>bold</b> &amp; </article>", "{{ 7 * 7 }} {% x %}", "\\ //c /* [", "n" * 300,
    "Rindfleischetikettierung" * 12, "\u200fright to left\u200e", "caf\u0065\u0301 nai\u0308ve",
)  # fmt: skip


def test_hostile_texts(browser: Browser, tmp_path: Path) -> None:
    """Whatever an author writes stands on the page as written, and does not leave its margins."""
    files: dict[str, str | bytes] = {}
    for n, written in enumerate(HOSTILE):
        some: dict[str, Any] = {"steps": [written], "stop_if": [written]}
        routine = {"title": written, "exercises": [f"move-{n}"], "before": written}
        files[f"exercises/move-{n}.md"] = sites.text(sites.exercise(written, **some))
        files[f"routines/card-{n}.md"] = sites.text(routine)
    site = sites.build(sites.put(tmp_path / "content", files), tmp_path / "site", "--no-cache")
    window = browser.new_page()
    for n, written in enumerate(HOSTILE):
        window.goto((site / f"cards/card-{n}.html").as_uri())
        for place in (".sheet h1", ".sheet h2"):
            shown = window.locator(place).first.inner_text()
            assert card_corpus.bare(shown) == card_corpus.bare(written)
        pdf = window.pdf(format="Letter")
        assert card_corpus.number_of_sheets(pdf) == 1
        left, _, right, _ = margins(card_corpus.drawn(pdf)[0])
        assert min(left, right) > 8, written
    window.close()


def test_buttons_do_not_print(browser: Browser, built_site: Path) -> None:
    """On the screen there are a button to print and the PDFs of the site's paper; on paper there are none.

    A reader whose paper is another, as the language tells, is offered both.
    """
    for locale, papers in (("en-GB", ["a4"]), ("en-US", ["a4", "letter"])):
        context = browser.new_context(locale=locale)
        window = context.new_page()
        window.goto((built_site / "cards/knee-strength.html").as_uri())
        assert window.get_by_role("button", name="Print", exact=True).is_visible()
        shown = [link for link in window.locator("[data-paper]").all() if link.is_visible()]
        names = [f"{name}, {paper.title()}" for paper in papers for name in ("PDF", "Large print")]
        assert [link.inner_text() for link in shown] == names
        assert "Largeprint" not in card_corpus.sheets(window.pdf(format="A4"))[0]
        context.close()


@pytest.mark.parametrize("least", [18, 20])
def test_least_size_of_type(least: int, browser: Browser, tmp_path: Path) -> None:
    """Where a browser is set to show no type below 18 or 20 px, a card still prints as it was measured, on one page."""
    page, laid = built(CASES[2], tmp_path)
    settings = tmp_path / "profile" / "Default" / "Preferences"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"webkit": {"webprefs": {"minimum_font_size": least}}}))
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profile", executable_path=chromium.find(), args=chromium.ARGUMENTS
    )
    window = context.new_page()
    window.goto(page.as_uri())
    assert (
        window.evaluate("getComputedStyle(document.querySelector('.card-foot p')).fontSize") == f"{least}px"
    )
    check(window.pdf(format="A4"), laid, 12)
    check(window.pdf(format="Letter"), laid, 12 * SHRUNK)
    context.close()


@pytest.mark.parametrize("locale", ["en-GB", "en-US"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves(width: int, locale: str, browser: Browser, built_site: Path) -> None:
    """While a card's page loads, with its type and its buttons, what is on a screen shifts by less than 0.02 (CLS)."""
    context = browser.new_context(locale=locale, viewport={"width": width, "height": 740})
    window = context.new_page()
    window.add_init_script(
        "window.shifted = 0; new PerformanceObserver(list => {"
        "for (const one of list.getEntries()) window.shifted += one.value;"
        "}).observe({type: 'layout-shift', buffered: true})"
    )
    window.goto((built_site / "cards/knee-strength.html").as_uri())
    window.evaluate("document.fonts.ready")
    window.evaluate(chromium.AT_REST)
    assert window.evaluate("[...document.fonts].some(one => one.status === 'loaded')")
    assert window.evaluate("window.shifted") < 0.02
    context.close()


def test_without_a_script(dark: Page, built_site: Path) -> None:
    """Without a script no dead button is shown, and the PDFs of both papers are offered."""
    dark.goto((built_site / "cards/knee-strength.html").as_uri())
    assert not dark.locator("[data-print]").is_visible()
    links = [link for link in dark.locator("[data-paper]").all() if link.is_visible()]
    assert len(links) == 4
    for link in links:
        assert (built_site / "cards" / (link.get_attribute("href") or "")).is_file()


def test_the_shipped_card_says_how_its_exercises_are_done(dark: Page, built_site: Path) -> None:
    """In the browser each exercise of the card for runners' knees has its short steps, on either paper."""
    (laid,) = (one for one in card_corpus.checked(ROOT / "content").cards if one.slug == "knee-strength")
    dark.goto((built_site / "cards/knee-strength.html").as_uri())
    steps = [step for entry in laid.card.entries for step in entry.short_steps]
    assert len(steps) >= 15
    assert lacking(steps, card_corpus.bare("".join(dark.locator(".sheet").all_inner_texts()))) == []
    for paper, least in (("A4", 12.0), ("Letter", 12 * SHRUNK)):
        check(dark.pdf(format=paper), laid, least)
