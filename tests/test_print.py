"""On paper: PDFs that Chromium prints from a dark screen, read back, on A4 and on Letter."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import documents
import pytest
import yaml
from browser import dark_page
from card_corpus import bare, sheets
from conftest import ROOT, SOAK
from documents import text_of, whole_rules
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

ROUTINES = sorted(
    file.stem
    for file in (ROOT / "content/routines").glob("*.md")
    if "\nphases:" not in file.read_text("utf-8")
)
PAPERS = {"A4": (210, 297), "Letter": (216, 279)}
"""Millimetres."""

KINDS = {
    "home": "index.html",
    "exercise": "exercises/banded-squat.html",
    "routine": "routines/knee-strength.html",
    "guide": "guides/knee-strength-for-runners.html",
    "muscle": "muscles/glutes.html",
    "card": "cards/knee-strength.html",
}

Printed = Callable[[Path, str], list[str]]
"""Prints a page of a site on a paper: the text of each sheet, without white space."""


@pytest.fixture(scope="module")
def dark(browser: Browser) -> Iterator[Page]:
    """Provide a page in a dark theme, on a phone, which is where many print from."""
    with dark_page(browser, viewport={"width": 360, "height": 740}) as page:
        yield page


@pytest.fixture(scope="module")
def printed(dark: Page) -> Printed:
    """Print a file and keep the result."""
    kept: dict[tuple[Path, str], list[str]] = {}

    def print_it(file: Path, paper: str) -> list[str]:
        if (file, paper) not in kept:
            dark.emulate_media(media=None, color_scheme="dark")
            dark.goto(file.as_uri())
            kept[file, paper] = sheets(dark.pdf(format=paper))
        return kept[file, paper]

    return print_it


# --- what is on the paper --------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("kind", KINDS)
def test_no_site_on_paper(printed: Printed, built_site: Path, kind: str, paper: str) -> None:
    """No navigation, footer, form or button is printed; the page's name is, on the first sheet."""
    sheets = printed(built_site / KINDS[kind], paper)
    root = documents.document(built_site / KINDS[kind])
    assert bare(text_of(root.find(".//h1"))) in sheets[0]
    whole = "".join(sheets)
    nav = bare("".join(text_of(link) for link in root.iterfind(".//nav[@aria-label='Site']//a")))
    assert nav
    assert nav not in whole
    words = ["Skip to the content", "General information about exercise, not advice", "Back to the routine"]
    words += [
        "All muscles",
        "Card to print",
        "Any muscle",
        "Menu",
        "Plays from Vimeo",
        "On this page",
        "All safety rules",
    ]
    assert [word for word in words if bare(word) in whole] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_an_exercise_on_paper(printed: Printed, built_site: Path, paper: str) -> None:
    """All of an exercise is on the paper: dose, start, each step, every rule of safety, the ladder."""
    sheets = printed(built_site / KINDS["exercise"], paper)
    facts = yaml.safe_load(
        (ROOT / "content/exercises/banded-squat.md").read_text("utf-8").split("\n---\n")[0]
    )
    settings = yaml.safe_load((ROOT / "content/site.yaml").read_text("utf-8"))["safety"]
    wanted = [
        facts["summary"],
        facts["start"],
        facts["breathing"],
        facts["feel"],
        "3 sets of 30 seconds, rest 30 seconds",
    ]
    wanted += [*facts["steps"], *facts["cues"], *facts["mistakes"]]
    wanted += whole_rules([*facts["stop_if"], *facts["not_if"]])
    wanted += whole_rules(
        [*settings["stop_if"], *settings["get_help"]["urgent"], *settings["get_help"]["soon"]]
    )
    wanted += ["Buttocks", "loop band", "Step-up", "Bodyweight squat", "6 to 10", "0 to 3"]
    wanted += [
        "Do not start if",
        "Stop if",
        "Get help today if",
        "Book an appointment if",
    ]
    whole = "".join(sheets)
    assert [text for text in wanted if bare(text) not in whole] == []


def test_stairs_on_paper(printed: Printed, built_site: Path) -> None:
    """On paper the stairs are a list from easier to harder, with when to move."""
    whole = "".join(printed(built_site / KINDS["exercise"], "A4"))
    lines = [
        "Easier: Bodyweight squat.",
        "This exercise, made easier: Go only halfway down.",
        "This exercise, made harder: Stay in the lowest position for a few seconds each time.",
        "Harder: Step-up. Move up when 3 sets feel easy two sessions running",
    ]
    places = [whole.find(bare(line)) for line in lines]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_routine_on_paper(printed: Printed, built_site: Path, paper: str) -> None:
    """All of a routine is on the paper: schedule and time, each exercise with its dose, the video's address."""
    whole = "".join(printed(built_site / KINDS["routine"], paper))
    root = documents.document(built_site / KINDS["routine"])
    wanted = [text_of(line) for line in root.iterfind(".//ol[@class='entries']//h3")]
    wanted += [
        text_of(line)
        for line in root.iterfind(".//ol[@class='entries']//p")
        if line.get("class") != "numbers"  # the sentence is there
    ]
    wanted += [text_of(line) for line in root.iterfind(".//dl[@class='short-facts']//dd")]
    wanted += [text_of(line) for line in root.iterfind(".//section[@id='safety']//li")]
    wanted += ["vimeo.com/694769509", "Move up when", "Step back when"]
    assert len(wanted) > 25
    assert [text for text in wanted if bare(text) not in whole] == []


@pytest.mark.parametrize("kind", ["home", "guide", "muscle"])
def test_lists_on_paper(printed: Printed, built_site: Path, kind: str) -> None:
    """Every row of a list is printed, those far down the page too, and the prose of a guide."""
    whole = "".join(printed(built_site / KINDS[kind], "A4"))
    main = documents.document(built_site / KINDS[kind]).find(".//main")
    assert main is not None
    rows = [text_of(row) for row in main.iterfind(".//ul[@class='rows']/li/a")]
    rows += [text_of(part) for part in main.iterfind(".//div[@class='prose']/p")]
    assert len(rows) > 10
    assert [text for text in rows if bare(text) not in whole] == []


def test_what_a_search_left_is_printed(dark: Page, built_site: Path) -> None:
    """A narrowed list is printed as narrowed."""
    dark.goto((built_site / "index.html").as_uri() + "?q=clamshell")
    whole = "".join(sheets(dark.pdf(format="A4")))
    assert "Clamshell" in whole
    assert "Deadbug" not in whole


def test_addresses_as_text(printed: Printed, everything: Path) -> None:
    """A link in prose that leads away is printed with its address, and so is each video and source."""
    whole = "".join(printed(everything / "guides/everything.html", "A4"))
    for address in ("https://example.org/a/b?c=d&e=f", "example.org/source"):
        assert address in whole, address
    text = "".join(printed(everything / "exercises/everything.html", "A4"))
    assert "vimeo.com/694769509" in text
    text = "".join(printed(everything / "exercises/youtube.html", "A4"))
    assert "youtu.be/dQw4w9WgXcQ?t=70" in text
    text = "".join(printed(everything / "exercises/elsewhere.html", "A4"))
    assert "films.example.org/watch/1" in text


def test_details_are_opened(printed: Printed, everything: Path) -> None:
    """What is folded away on the screen is open on paper."""
    whole = "".join(printed(everything / "guides/everything.html", "A4"))
    assert bare("Hidden until opened: the colour tells the strength.") in whole


def test_tables_and_code_are_whole(printed: Printed, everything: Path) -> None:
    """What scrolls sideways on a phone is not cut off on paper."""
    whole = "".join(printed(everything / "guides/everything.html", "A4"))
    assert bare("past the edge of any phone") in whole
    assert "cheap" in whole
    assert bare("The text of the footnote.") in whole


@pytest.mark.parametrize("kind", ["exercise", "routine"])
def test_marks_of_sentences_on_paper(printed: Printed, built_site: Path, kind: str) -> None:
    """Where a list runs on as a sentence on paper, no mark is behind another."""
    whole = "".join(printed(built_site / KINDS[kind], "A4"))
    assert re.findall(r".{12}(?:[.;:,][;.,]).{12}", whole) == []


def test_an_opened_video_is_an_address_on_paper(dark: Page, built_site: Path) -> None:
    """After the video was started too, paper has its address."""
    dark.context.route("https://**", lambda route: route.abort())
    dark.goto((built_site / KINDS["routine"]).as_uri())
    dark.locator("a[data-player]").click()
    dark.locator("iframe").wait_for()
    assert "vimeo.com/694769509" in "".join(sheets(dark.pdf(format="A4")))


# --- how it is on the paper ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("folder", ["exercises", "routines"])
def test_no_step_is_cut_in_half(printed: Printed, built_site: Path, folder: str, paper: str) -> None:
    """Each step, each exercise of a routine and each box of rules is whole on one sheet; in each sixth exercise."""
    cut = []
    pages = {
        path: page for path, page in documents.whole_pages(built_site).items() if path.startswith(folder)
    }
    some = list(pages)[:: 1 if SOAK or folder == "routines" else 6]
    for path, root in pages.items():
        if path not in some or (paper == "Letter" and path > f"{folder}/c"):
            continue
        sheets = printed(built_site / path, paper)
        blocks = [text_of(one) for one in root.iterfind(".//ol[@class='steps']/li/span")]
        for entry in root.iterfind(".//ol[@class='entries']/li"):
            blocks += [text_of(one) for one in entry.iterfind(".//span[@class='caption']")]
            blocks += [text_of(one) for one in entry.iterfind(".//ol[@class='short-steps']/li")]
        blocks += [
            "".join(text_of(line) for line in one.iter("li"))
            for one in root.iter("section")
            if "rules" in (one.get("class") or "").split()
        ]
        cut += [f"{path}: {block[:60]}" for block in blocks if whole_on(block, sheets) is None]
    assert cut == []


def whole_on(text: str, sheets: list[str]) -> int | None:
    """Return the sheet on which all of *text* is, marks of lists left out."""
    clean = bare(text).replace("\u2022", "")
    return next((n for n, sheet in enumerate(sheets) if clean in sheet.replace("\u2022", "")), None)


@pytest.mark.parametrize("paper", PAPERS)
def test_headings_stay_with_their_text(printed: Printed, built_site: Path, paper: str) -> None:
    """No heading is the last line of a sheet."""
    for kind in ("exercise", "routine", "guide"):
        sheets = printed(built_site / KINDS[kind], paper)
        root = documents.document(built_site / KINDS[kind])
        names = [bare(text_of(one)) for level in ("h2", "h3") for one in root.iterfind(f".//main//{level}")]
        assert [name for name in names for sheet in sheets[:-1] if sheet.endswith(name)] == [], kind


@pytest.mark.parametrize("kind", KINDS)
def test_dark_ink_on_white(dark: Page, built_site: Path, kind: str) -> None:
    """Printed from a dark theme, paper is white and every ink is dark enough (7:1 for text)."""
    dark.goto((built_site / KINDS[kind]).as_uri())
    dark.emulate_media(media="print", color_scheme="dark")
    pale = dark.evaluate(
        """() => {
          const light = colour => {
            const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(c => c / 255)
              .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const found = [];
          if (getComputedStyle(document.body).backgroundColor !== "rgb(255, 255, 255)") found.push("the paper");
          if (!getComputedStyle(document.documentElement).colorScheme.startsWith("light")) found.push("the scheme");
          for (const element of document.querySelectorAll("main *")) {
            const style = getComputedStyle(element);
            const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
            if (own && element.checkVisibility() && 1.05 / (light(style.color) + 0.05) < 7)
              found.push(element.tagName + "." + element.className + " " + style.color);
            if (!/^(rgba\\(0, 0, 0, 0\\)|rgb\\(255, 255, 255\\))$/.test(style.backgroundColor)
                && element.checkVisibility() && own)
              found.push(element.tagName + "." + element.className + " on " + style.backgroundColor);
          }
          return found;
        }"""
    )
    dark.emulate_media(media=None, color_scheme="dark")
    assert pale == []


def test_type_is_large_enough(dark: Page, built_site: Path) -> None:
    """Printed text has 12 points, small print 9 at least; the L and R in boxes to tick may be smaller."""
    for kind, path in KINDS.items():
        dark.goto((built_site / path).as_uri())
        dark.emulate_media(media="print", color_scheme="dark")
        points = dark.evaluate(
            """[...document.querySelectorAll('main *')].filter(e => e.checkVisibility() && !e.closest("svg, .card-log")
            && [...e.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
            .map(e => parseFloat(getComputedStyle(e).fontSize) * 0.75)"""
        )
        dark.emulate_media(media=None, color_scheme="dark")
        assert min(points) >= 9, kind
    dark.goto((built_site / KINDS["exercise"]).as_uri())
    dark.emulate_media(media="print", color_scheme="dark")
    step = dark.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.steps span')).fontSize) * 0.75"
    )
    dark.emulate_media(media=None, color_scheme="dark")
    assert step >= 11.9


@pytest.mark.parametrize("paper", PAPERS)
def test_no_empty_sheet(printed: Printed, built_site: Path, paper: str) -> None:
    """No sheet is empty, and the last has more than a line or two."""
    for kind, path in KINDS.items():
        sheets = printed(built_site / path, paper)
        assert [n for n, sheet in enumerate(sheets, start=1) if len(sheet) < 100] == [], kind


# --- the card ------------------------------------------------------------------------------------------------------


def card_pdf(page: Page, file: Path, paper: str) -> PdfReader:
    """Return the card printed on a paper that the reader chose, its own wish for a paper put aside."""
    page.goto(file.as_uri())
    return PdfReader(io.BytesIO(page.pdf(format=paper)))


@pytest.mark.parametrize(("slug", "paper"), [*zip(ROUTINES, cycle(PAPERS), strict=False)])
def test_card_on_one_sheet(dark: Page, built_site: Path, slug: str, paper: str) -> None:
    """The card of each shipped routine is one side, on either paper, printed from a phone; that for balance has two."""
    reader = card_pdf(dark, built_site / f"cards/{slug}.html", paper)
    assert len(reader.pages) == (2 if slug == "balance-and-falls" else 1)


def test_card_has_all(printed: Printed, built_site: Path) -> None:
    """The card has each exercise with dose and short steps, and all of the safety rules."""
    for file in sorted((built_site / "cards").glob("*.html")):
        whole = "".join(printed(file, "A4"))
        main = documents.document(file).find(".//main")
        assert main is not None
        wanted = [text_of(one) for one in main.iter("h2")]
        wanted += [text_of(one) for one in main.iterfind(".//p") if one.get("class") not in {"up", "blanks"}]
        assert [text for text in wanted if bare(text) not in whole] == [], file.name


def test_card_knows_its_paper(dark: Page, built_site: Path, everything: Path) -> None:
    """Where the printer leaves the choice to the page, the card takes the paper that site.yaml names."""
    for file, paper in (
        (built_site / "cards/knee-strength.html", "A4"),
        (everything / "cards/everything.html", "Letter"),
    ):
        dark.goto(file.as_uri())
        box = PdfReader(io.BytesIO(dark.pdf(prefer_css_page_size=True))).pages[0].mediabox
        size = tuple(round(float(side) / 72 * 25.4) for side in (box.width, box.height))
        assert size == PAPERS[paper]
