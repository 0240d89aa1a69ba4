"""The card in the browser: the PDF's sibling, one page on both papers, dark ink on white, without a script."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import card_corpus
import pytest
import sites
from browser import ADD_STYLE
from card_corpus import Case, lacking, margins
from conftest import ROOT
from playwright.sync_api import Browser, Page

from cuecard.site.cards import card_contents, typeset

SOAK = bool(os.environ.get("CUECARD_SOAK"))
CASES = card_corpus.ALL if SOAK else (
    Case(1, "short", 2, 2), Case(3, "long", 2, 5), Case(4, "typical", 2, 8), Case(5, "short", 2, 8),
    Case(6, "typical", 2, 5), Case(4, "long", 0, 5),
)  # fmt: skip
SHRUNK = typeset.LETTER.height / typeset.A4.height
"""To what Chromium shrinks a page that asks for A4 when it is told to print it on Letter."""
TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector(".sheet"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !parent.checkVisibility()) continue;
    const style = getComputedStyle(parent);
    found.push([walk.currentNode.data, parseFloat(style.fontSize) * 0.75, style.color, style.fontFamily]);
  }
  return found;
}"""
"""Each text of the sheet with its points, colour and type."""


@pytest.fixture(scope="module")
def dark(browser: Browser) -> Iterator[Page]:
    """A page in a dark theme, on a phone, without scripts."""
    context = browser.new_context(
        color_scheme="dark", java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def looked(browser: Browser) -> Iterator[Page]:
    """A page in a dark theme that can be asked."""
    context = browser.new_context(color_scheme="dark")
    yield context.new_page()
    context.close()


def built(case: Case, folder: Path) -> tuple[Path, typeset.FittedCard] | None:
    """The card's page and how it was laid out; None when it is too full."""
    content = card_corpus.project(case, folder / "content")
    found = card_corpus.checked(content, folder / "cache")
    if not found.cards:
        return None
    site = sites.build(content, folder / "site", "--no-cache") / "cards"
    return site / f"{case.slug}.html", found.cards[0]


def check(pdf: bytes, wanted: list[str], least: float) -> None:
    """The PDF is one page with all texts, in *least* points, and white margins."""
    assert card_corpus.number_of_sheets(pdf) == 1
    assert lacking(wanted, card_corpus.set_in(pdf, least)) == []
    assert min(size for _, size in card_corpus.typed(pdf)) >= 9 * least / 12 - 0.05
    left, top, right, bottom = margins(card_corpus.drawn(pdf)[0])
    assert min(left, right) > 10
    assert min(top, bottom) > 7


@pytest.mark.parametrize("case", CASES, ids=str)
def test_prints_on_one_page(case: Case, dark: Page, looked: Page, tmp_path: Path) -> None:
    """Printed on either paper the card is one page with every text in its order, in 12 points, inside the margins.

    So it is when Letter is the site's paper; where it asks for A4, Chromium makes it smaller for Letter.
    """
    made = built(case, tmp_path)
    if made is None:
        assert case.count > 4
        return
    page, laid = made
    wanted = card_corpus.instructions(laid.card, laid.browser.rung)
    dark.goto(page.as_uri())
    check(dark.pdf(format="A4"), wanted, 12)
    check(dark.pdf(format="Letter"), wanted, 12 * SHRUNK)
    looked.goto(page.as_uri())
    looked.evaluate(ADD_STYLE, "@page card-a4 { size: letter; margin: 8mm 11mm; }")
    check(looked.pdf(prefer_css_page_size=True), wanted, 12)
    looked.goto(page.as_uri())
    looked.emulate_media(media="print", color_scheme="dark")
    body = looked.evaluate("parseFloat(getComputedStyle(document.querySelector('.sheet')).fontSize) * 0.75")
    assert body == pytest.approx(laid.browser.size, abs=0.01)
    pictures = looked.locator(".sheet li").first.locator("img").count()
    assert pictures == min(laid.browser.rung.pictures, case.pictures)
    height = looked.evaluate("document.querySelector('.sheet').getBoundingClientRect().height / 96 * 25.4")
    assert height < typeset.LETTER.height - 16


def test_words_have_room_on_a_phone(looked: Page, tmp_path: Path) -> None:
    """On the screen of a phone the words of an exercise stand below its two pictures, as wide as the card."""
    made = built(Case(2, "short", 2, 2), tmp_path)
    assert made is not None
    page, laid = made
    assert laid.browser.rung.pictures == 2
    looked.emulate_media(media="screen")
    looked.goto(page.as_uri())
    usual = looked.viewport_size
    assert usual
    looked.set_viewport_size({"width": 360, "height": 800})
    widths = looked.evaluate(
        "[...document.querySelectorAll('.sheet ol > li > div')].map(e => e.getBoundingClientRect().width)"
    )
    looked.set_viewport_size(usual)
    assert len(widths) == 2
    assert min(widths) > 250


def test_leave_out_rules_at_every_rung(dark: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When to leave an exercise out stands in 12 points on each PDF and page, however little else does."""
    ladder = card_contents.rungs
    rules = ["Your knee is swollen.", "A shallow squat hurts."]
    files: dict[str, str | bytes] = {}
    for number in (1, 2):
        facts = card_corpus.exercise(Case(2, "short", 2, 2), number) | {"not_if": rules[: 3 - number]}
        files[f"exercises/move-{number}.md"] = sites.text(facts)
        for image in facts["images"]:
            files[f"exercises/{image['src']}"] = card_corpus.picture(number, image["src"].rpartition(".")[2])
    tried = range(9) if SOAK else (0, 4, 8)
    for n in tried:
        exercises = [{"exercise": f"move-{number}", "note": "Slowly."} for number in (1, 2)]
        files[f"routines/rung-{n}.md"] = sites.text({"title": "One", "exercises": exercises})
    content = sites.put(tmp_path / "content", files)
    monkeypatch.setattr(card_contents, "rungs", lambda card: (ladder(card)[int(card.slug[-1])],))
    laid = card_corpus.checked(content).cards
    every = ladder(laid[0].card)
    assert len({rung.name for rung in every}) == 9
    assert [one.browser.rung for one in laid] == [every[n] for n in tried]
    site = sites.build(content, tmp_path / "site", "--no-cache") / "cards"
    for one in laid:
        dark.goto((site / f"{one.slug}.html").as_uri())
        made = [dark.pdf(format="A4"), *(file.read_bytes() for file in site.glob(f"{one.slug}-*.pdf"))]
        assert len(made) == 5
        wanted = ["Leave out:", "1 and 2 if your knee is swollen.", "1 if a shallow squat hurts."]
        for pdf in made:
            assert lacking(wanted, card_corpus.set_in(pdf, 12)) == [], one.browser.rung.name
        whole = card_corpus.sheets(made[0])[0]
        for text, shown in (
            ("Slowly.", one.browser.rung.steps != "none"),
            ("You need", one.browser.rung.needs),
        ):
            assert (card_corpus.bare(text) in whole) is shown, one.browser.rung.name


def test_same_order_as_the_pdf(browser: Browser, tmp_path: Path) -> None:
    """With the same layout the page and the PDF have the same texts in the same order."""
    page, laid = built(Case(3, "short", 2, 5), tmp_path) or (Path(), None)
    assert laid
    assert laid.browser.rung == laid.a4.rung
    window = browser.new_page()
    window.goto(page.as_uri())
    printed = card_corpus.sheets(window.pdf(format="A4"))[0]
    pdf = card_corpus.sheets(page.with_name(f"{page.stem}-a4.pdf").read_bytes())[0]
    window.close()
    assert printed.replace(":Thisroutine", "Thisroutine") == pdf


def test_headings_have_the_sizes_of_the_pdf(browser: Browser, tmp_path: Path) -> None:
    """Title, names and doses stand in the same relation to the prose on the page and in the PDF."""
    page, laid = built(Case(2, "short", 0, 2), tmp_path) or (Path(), None)
    assert laid
    window = browser.new_page()
    window.goto(page.as_uri())
    sizes = []
    for pdf in (window.pdf(format="A4"), page.with_name(f"{page.stem}-a4.pdf").read_bytes()):
        told = card_corpus.typed(pdf)
        of = [
            next(size for text, size in told if len(text.strip()) > 2 and text.strip() in wanted)
            for wanted in (laid.card.title, laid.card.entries[0].title, laid.card.entries[0].dose)
        ]
        body = next(size for text, size in told if "After" in text)
        sizes.append([round(size / body, 2) for size in of])
    window.close()
    assert sizes[0] == pytest.approx(sizes[1], abs=0.02)
    assert sizes[0] == pytest.approx([1.7, 1.15, 1.05], abs=0.02)


def test_dark_ink_on_white(looked: Page, tmp_path: Path) -> None:
    """From a dark theme too the sheet is white and each text dark: 7:1, in colour and in grey."""
    page, _ = built(Case(3, "typical", 2, 5), tmp_path) or (Path(), None)
    looked.goto(page.as_uri())
    for media in ("screen", "print"):
        looked.emulate_media(media=media, color_scheme="dark")
        paper = looked.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor")
        assert paper == "rgb(255, 255, 255)"
        for text, points, colour, family in looked.evaluate(TEXTS):
            assert contrast(colour) >= 7, (media, text, colour)
            assert "Atkinson Hyperlegible" in family
            assert points >= 9
    image = card_corpus.drawn(looked.pdf(format="A4"))[0]
    assert image.getpixel((2, 2)) == 255
    assert image.histogram()[255] > 0.6 * image.width * image.height


def contrast(colour: str) -> float:
    """The contrast of an opaque colour, as the browser writes it, against white."""
    channels = [int(part) / 255 for part in colour.removeprefix("rgb(").rstrip(")").split(",")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05)


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
        assert lacking([*(f"Week {n} L R" for n in range(1, 13)), "Checked by A. Physio"], whole) == []
        assert "vimeo.com/694769509" in whole
        left, _, right, bottom = margins(card_corpus.drawn(pdf)[0])
        assert min(left, right) > 10
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
        assert min(left, right) > 10, written
    window.close()


def test_buttons_do_not_print(browser: Browser, built_site: Path) -> None:
    """On the screen there are a button to print and the PDFs of the reader's paper; on paper there are none."""
    for locale, paper in (("en-GB", "a4"), ("en-US", "letter")):
        context = browser.new_context(locale=locale)
        window = context.new_page()
        window.goto((built_site / "cards/knee-strength.html").as_uri())
        assert window.get_by_role("button", name="Print", exact=True).is_visible()
        shown = [link for link in window.locator("[data-paper]").all() if link.is_visible()]
        assert [link.inner_text() for link in shown] == ["PDF", "Large print"]
        assert all(link.get_attribute("data-paper") == paper for link in shown)
        assert "Largeprint" not in card_corpus.sheets(window.pdf(format="A4"))[0]
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
    """In the browser each exercise of the card for runners' knees has its short steps, on one page of either paper."""
    (laid,) = (one for one in card_corpus.checked(ROOT / "content").cards if one.slug == "knee-strength")
    dark.goto((built_site / "cards/knee-strength.html").as_uri())
    steps = [step for entry in laid.card.entries for step in entry.short_steps]
    assert len(steps) == 15
    assert lacking(steps, card_corpus.bare(dark.locator(".sheet").inner_text())) == []
    for paper, least in (("A4", 12.0), ("Letter", 12 * SHRUNK)):
        check(dark.pdf(format=paper), steps, least)


def test_what_fits_letter_fits_the_browser() -> None:
    """The browser's card has at least the room of the PDF for Letter, so that it never says less."""
    browser, letter = (
        (paper.width - 2 * paper.side, paper.height - 2 * paper.margin - paper.slack)
        for paper in (typeset.BROWSER, typeset.LETTER)
    )
    assert browser[0] >= letter[0]
    assert browser[1] >= letter[1]
