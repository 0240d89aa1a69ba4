"""The style sheets: put together from parts, paper last, and no rule that no page uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, RunCli, Write
from documents import html_files
from playwright.sync_api import Browser

from cuecard.site.assets import OWN_PART, SHEETS

STYLES = ROOT / "templates" / "assets" / "styles"

DEAD = """([pages, selectors]) => {
  const parsed = pages.map((text) => new DOMParser().parseFromString(text, "text/html"));
  return selectors.filter((selector) => !parsed.some((page) => page.querySelector(selector)));
}"""


def selectors_of(sheet: str) -> list[str]:
    """Return the selectors of a style sheet, without what only a reader or a script brings about."""
    sheet = re.sub(r"/\*.*?\*/|@(?:page|font-face)[^{]*\{[^}]*\}", "", sheet, flags=re.DOTALL)
    found = []
    for prelude in re.findall(r"([^{}]+)\{", sheet):
        if prelude.strip().startswith("@"):
            continue
        for one in re.split(r",(?![^()]*(?:\([^()]*\)[^()]*)*\))", prelude):
            still = re.sub(r"::[\w-]+(?:\([^)]*\))?", "", one.strip())
            still = re.sub(
                r":(?:hover|focus-visible|focus|target|checked|disabled|active|popover-open)\b|\[open\]",
                ":is(*)",
                still,
            )
            still = re.sub(r":not\((?::has\()?:is\(\*\)(?:, :is\(\*\))*\)+", "", still)
            found.append(still or "*")
    return found


def test_every_part_is_used() -> None:
    """Each file of styles is part of a sheet."""
    assert {file.stem for file in STYLES.glob("*.css")} == {OWN_PART, *sum(SHEETS.values(), ())}


@pytest.fixture(scope="module")
def looked_at(
    built_site: Path, everything: Path, hard: Path, right_to_left: Path, own_site: Path
) -> list[Path]:
    """Return the sites whose pages use each rule of the style sheets."""
    return [built_site, everything, hard, right_to_left, own_site]


def test_no_dead_rule(looked_at: list[Path], browser: Browser) -> None:
    """For each selector of the sheets some page of five sites has an element, or what is listed here makes one."""
    made_otherwise = {
        "by a script": {
            "iframe",
            ".film iframe",
            '.prints-letter .card-buttons li:has([data-other][data-paper="a4"])',
        },
        "by the settings of a site": {".figure .skin-light", ".figure .skin-dark"},
    }
    files = [file for site in looked_at for file in html_files(site).values()]
    wanted = {
        one: f"{file.name}: {one}"
        for file in sorted(STYLES.glob("*.css"))
        if file.stem != "card"
        for one in selectors_of(file.read_text("utf-8"))
        if not any(one in some for some in made_otherwise.values())
    }
    page = browser.new_page()
    dead = page.evaluate(DEAD, [[file.read_text("utf-8") for file in files], list(wanted)])
    page.close()
    assert [wanted[one] for one in dead] == []


def test_no_dead_rule_of_the_card() -> None:
    """Each class in the rules of the card is in its template; sizes and densities that a fit decides are made there."""
    template = (ROOT / "templates/card.html").read_text("utf-8")
    card = re.sub(r"/\*.*?\*/", "", (STYLES / "card.css").read_text("utf-8"), flags=re.DOTALL)
    names = {name for one in selectors_of(card) for name in re.findall(r"\.([a-z][\w-]*)", one)}
    shared = {"up", "drawn", "wrap", "waits-for-type"}  # the last is made by the card's script
    dead = [
        name
        for name in sorted(names - shared)
        if name not in template
        and not re.search(re.escape(re.sub(r"\w+$", "", name)) + r"(?:\{\{|%d)", template)
    ]
    assert dead == []


def test_paper_comes_last(built_site: Path) -> None:
    """Each sheet has what is for paper in one block at its end, and nothing of what parts are written with."""
    for file in built_site.glob("assets/*.css"):
        sheet = file.read_text("utf-8")
        assert sheet.count("@media print{") == 1, file.name
        assert "/*" not in sheet
        assert "\n  " not in sheet
        after = sheet.partition("@media print{")[2]
        assert "@media" not in after, file.name


def test_a_sheet_of_the_owner_counts_alone(run_cli: RunCli, project: Path, write: Write) -> None:
    """Where an owner has a whole `site.css`, pages load no other; a part of theirs takes the place of that part."""
    write("mine/assets/site.css", "body { color: black }\n")
    assert run_cli("build", "--templates", "mine").code == 0
    assert [file.name.split(".")[0] for file in (project / "site/assets").glob("*.css")] == ["site"]
    write("parts/assets/styles/card.css", ".sheet { color: black }\n")
    assert run_cli("build", "--templates", "parts").code == 0
    sheets = {file.name.split(".")[0]: file.read_bytes() for file in (project / "site/assets").glob("*.css")}
    assert set(sheets) == set(SHEETS)
    assert sheets["card"] == b".sheet { color: black }\n"
