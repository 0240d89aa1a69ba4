"""One exercise as a hand-out: each shipped exercise page prints on one clean sheet, on both of its sides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import card_corpus
import documents
import pytest
from browser import dark_page
from card_corpus import margins
from conftest import ROOT
from documents import text_of
from playwright.sync_api import Browser, Page

SLUGS = sorted(file.stem for file in (ROOT / "content/exercises").glob("*.md"))
PAPERS = ("A4", "Letter")


@pytest.fixture(scope="module")
def dark(browser: Browser) -> Iterator[Page]:
    """Provide a page in a dark theme."""
    with dark_page(browser) as page:
        yield page


def wanted(file: Path) -> list[str]:
    """Return what a hand-out must have: name, dose, start, steps and every rule of safety."""
    main = documents.document(file).find(".//main")
    assert main is not None
    found = [
        main.find(".//h1"),
        main.find(".//p[@class='dose-sentence']"),
        main.find(".//section[@id='start']/p"),
    ]
    texts = [text_of(one) for one in found if one is not None]
    texts += [text_of(step) for step in main.iterfind(".//ol[@class='steps']/li/span")]
    texts += [
        text_of(rule)
        for section in main.iter("section")
        if "rules" in (section.get("class") or "").split()
        for rule in section.iter("li")
    ]
    return texts


@pytest.mark.parametrize(("slug", "paper"), [*zip(SLUGS, cycle(PAPERS), strict=False)])
def test_one_sheet(slug: str, paper: str, dark: Page, built_site: Path) -> None:
    """The page is one sheet of either paper, or both of its sides, with name, dose, steps and rules in 12 points.

    The exercises take the two papers in turn. All warning signs of the guide are longer than a page of a sheet.
    """
    file = built_site / f"exercises/{slug}.html"
    dark.goto(file.as_uri())
    texts = wanted(file)
    assert len(texts) > 12
    pdf = dark.pdf(format=paper)
    assert card_corpus.number_of_sheets(pdf) <= 2
    whole = card_corpus.set_in(pdf, 12)
    assert [text for text in texts if card_corpus.bare(text) not in whole] == []
    left, top, right, bottom = margins(card_corpus.drawn(pdf)[0])
    assert min(left, right) > 13
    assert min(top, bottom) > 9


def test_every_exercise_is_tried(built_site: Path) -> None:
    """Every exercise page of the site is among them."""
    pages = [path for path in documents.whole_pages(built_site) if path.startswith("exercises/")]
    assert sorted(pages) == [f"exercises/{slug}.html" for slug in SLUGS]


def test_figures_on_a_card_are_dark_on_white(dark: Page, built_site: Path) -> None:
    """In a dark theme too a card is a white sheet on the screen, and its figures are as they will be printed."""
    dark.goto((built_site / "cards/first-steps.html").as_uri())
    looks = dark.locator(".sheet .drawn .work").first.evaluate("part => getComputedStyle(part).fill")
    assert looks == "rgb(20, 50, 63)"
