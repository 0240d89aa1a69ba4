"""Tags, the site's own taxonomies, and facts of the author's own: pages, filters, data and mistakes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import sites
from conftest import RunCli, Write
from documents import data, html_files
from playwright.sync_api import Browser

SITE = """\
title: Strong Legs
safety: {stop_if: [The pain is sharp.]}
taxonomies:
  condition: {name: Sore where, terms: [Knee pain, Hip pain]}
  sport:
"""


def add(project: Path, file: str, facts: str) -> None:
    """Add *facts* to the front matter of a text."""
    path = project / "content" / file
    path.write_text(path.read_text("utf-8").replace("---\n", f"---\n{facts}\n", 1), encoding="utf-8")


def page(project: Path, url: str) -> str:
    """Return a page of the built site."""
    return (project / "site" / url).read_text("utf-8")


@pytest.fixture
def tagged(project: Path, write: Write) -> Path:
    """Return the project with tags and terms on an exercise, a routine and a guide."""
    write("content/site.yaml", SITE)
    add(project, "exercises/squat.md", "tags: [Quick one]\nterms: {condition: [knee pain], sport: Running}")
    add(project, "exercises/chair-squat.md", "tags: [quick one, At home]")
    add(project, "routines/strong-legs.md", "terms: {condition: Knee pain}")
    add(project, "guides/start-here.md", "terms: {condition: Knee pain}")
    return project


def test_each_word_has_a_page(run_cli: RunCli, tagged: Path) -> None:
    """It lists the routines, exercises and guides that have the word, under the name that site.yaml gives it."""
    assert run_cli("build", "--strict").code == 0
    html = page(tagged, "condition/knee-pain.html")
    assert "<h1>Knee pain</h1>" in html
    parts = ["../routines/strong-legs.html", "../exercises/squat.html", "../guides/start-here.html"]
    places = [html.index(f'class="row-title" href="{part}"') for part in parts]
    assert places == sorted(places)
    assert '<a href="index.html">All: Sore where</a>' in html
    assert not (tagged / "site/condition/hip-pain.html").exists()
    quick = page(tagged, "tags/quick-one.html")
    assert "<h1>quick one</h1>" in quick or "<h1>Quick one</h1>" in quick
    assert quick.count('class="row-title"') == 2


def test_each_taxonomy_has_an_index(run_cli: RunCli, tagged: Path) -> None:
    """It lists the words with the number of their texts; its name is that of site.yaml, or made from the key."""
    run_cli("build")
    html = page(tagged, "condition/index.html")
    assert "<h1>Sore where</h1>" in html
    assert '<a href="knee-pain.html">Knee pain</a> <span class="count">3</span>' in html
    assert "<h1>Sport</h1>" in page(tagged, "sport/index.html")
    assert "<h1>Tags</h1>" in page(tagged, "tags/index.html")


def test_a_text_shows_its_words(run_cli: RunCli, tagged: Path) -> None:
    """Each is a link to its page; a text without words has no such part."""
    run_cli("build")
    terms = page(tagged, "exercises/squat.html").partition('<dl class="text-terms">')[2].partition("</dl>")[0]
    assert re.findall(r"<dt>(.*?)</dt>", terms) == ["Tags", "Sore where", "Sport"]
    assert '<a href="../condition/knee-pain.html">Knee pain</a>' in terms
    assert '<a href="../sport/running.html">Running</a>' in terms
    assert "text-terms" not in page(tagged, "exercises/single-leg-squat.html")


def test_words_can_be_linked_to(run_cli: RunCli, tagged: Path, write: Write) -> None:
    """Texts and the header link to their pages; a word that no text has is no page."""
    write("content/site.yaml", SITE + "theme: {header: [{to: condition/index.html, text: Conditions}]}\n")
    write("content/pages/about.md", "---\ntitle: About\n---\nFor [knees](../condition/knee-pain.html).\n")
    assert run_cli("build", "--strict").code == 0
    assert '<a href="condition/index.html">Conditions</a>' in page(tagged, "index.html")
    write("content/pages/about.md", "---\ntitle: About\n---\nFor [hips](../condition/hip-pain.html).\n")
    assert "error[dead-link]" in run_cli("build").err


def test_the_data_has_them(run_cli: RunCli, tagged: Path) -> None:
    """exercises.json has tags, terms and extra as they are written."""
    add(tagged, "exercises/single-leg-squat.md", "extra: {leader: Anna, where: [Hall 2, Park], price: 12.50}")
    assert run_cli("build", "--strict").code == 0
    found = {one["slug"]: one for one in data(tagged / "site")["exercises"]}
    assert found["squat"]["tags"] == ["Quick one"]
    assert found["squat"]["terms"] == {"condition": ["knee pain"], "sport": ["Running"]}
    assert found["single-leg-squat"]["extra"] == {
        "leader": "Anna",
        "where": ["Hall 2", "Park"],
        "price": "12.50",
    }
    assert "tags" not in found["single-leg-squat"]


def test_an_import_writes_them_again(run_cli: RunCli, tagged: Path) -> None:
    """What the data has comes back as front matter that builds the same pages."""
    add(tagged, "exercises/single-leg-squat.md", "extra: {leader: Anna, where: [Hall 2, Park]}")
    run_cli("build")
    assert run_cli("import", "cuecard", "site", "--into", "again").code == 0
    (tagged / "again/site.yaml").write_text(SITE, encoding="utf-8")
    shutil.copy(tagged / "content/exercises/squat.png", tagged / "again/exercises")
    assert run_cli("build", "--content", "again", "--output", "second").code == 0
    same = [url for url in html_files(tagged / "site") if url.startswith(("condition/", "tags/", "sport/"))]
    assert len(same) == 7
    for url in same:
        assert page(tagged, f"../second/{url}") == page(tagged, url)
    assert data(tagged / "second")["exercises"] == data(tagged / "site")["exercises"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("terms: {condition: [Knee pain, Knee pian]}", 'squat.md:2:32: error[unknown-term]: "Knee pian"'),
        ("terms: {condition: Knee pian}", 'did you mean "Knee pain"?'),
        ("terms: {conditon: Knee pain}", 'squat.md:2:9: error[unknown-taxonomy]: site.yaml has no taxonomy "conditon"'),
        ("terms: {conditon: Knee pain}", 'did you mean "condition"?'),
        ("terms: {weather: rain}", "write taxonomies: {weather: {}} in site.yaml"),
        ("terms: [Knee pain]", 'squat.md:2:8: error[mapping-expected]: this must be "key: value" pairs'),
        ("terms: {sport: [{a: b}]}", "error[text-expected]"),
        ("tags: ['!!']", "squat.md:2:8: error[bad-slug]"),
        ("tags: [index]", "error[bad-slug]"),
        ("tags: quick", "error[list-expected]"),
        ("extra: {a: {b: c}}", "error[text-expected]"),
        ("extra: leader", "error[mapping-expected]"),
    ],
)  # fmt: skip
def test_mistakes_in_a_text(run_cli: RunCli, project: Path, write: Write, facts: str, expected: str) -> None:
    """Each is an error at its place, with what to write."""
    write("content/site.yaml", SITE)
    add(project, "exercises/squat.md", facts)
    outcome = run_cli("build")
    assert outcome.code == 1
    assert expected in outcome.err


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("taxonomies: {exercises: {}}", 'error[bad-slug]: "exercises" is the name of a folder of the site'),
        ("taxonomies: {My Sport: {}}", 'error[bad-slug]: "My Sport" cannot be used as a web address'),
        ("taxonomies: {sport: {nmae: Sport}}", 'error[unknown-key]: unknown key "nmae"'),
        ("taxonomies: [sport]", "error[mapping-expected]"),
    ],
)
def test_mistakes_in_settings(
    run_cli: RunCli, project: Path, write: Write, settings: str, expected: str
) -> None:
    """A taxonomy has a name that can be a folder, and known keys."""
    write("content/site.yaml", f"title: Strong Legs\nsafety: {{stop_if: [It hurts.]}}\n{settings}\n")
    outcome = run_cli("build")
    assert outcome.code == 1
    assert expected in outcome.err


def test_a_closed_list_of_tags(run_cli: RunCli, tagged: Path, write: Write) -> None:
    """Tags can have a list too, which gives their spelling."""
    write("content/site.yaml", SITE + "  tags: {terms: [Quick one, At Home]}\n")
    assert run_cli("build", "--strict").code == 0
    assert "<h1>At Home</h1>" in page(tagged, "tags/at-home.html")
    write("content/site.yaml", SITE + "  tags: {terms: [Quick one]}\n")
    assert 'error[unknown-term]: "At home" is not one of the words of "tags"' in run_cli("build").err


def test_a_draft_gives_no_word_a_page(run_cli: RunCli, project: Path) -> None:
    """Only published texts count."""
    (project / "content/exercises/new.md").write_text(
        sites.text(sites.exercise("New", draft=True, tags=["secret"])), encoding="utf-8"
    )
    assert run_cli("build", "--strict").code == 0
    assert not (project / "site/tags").exists()


def test_a_changed_word_changes_the_pages(run_cli: RunCli, tagged: Path) -> None:
    """A build after a change of words gives what one from nothing gives."""
    run_cli("build")
    file = tagged / "content/exercises/squat.md"
    file.write_text(file.read_text("utf-8").replace("sport: Running", "sport: Rowing"), encoding="utf-8")
    run_cli("build")
    assert not (tagged / "site/sport/running.html").exists()
    run_cli("build", "--no-cache", "--output", "fresh")
    assert sites.tree(tagged / "site") == sites.tree(tagged / "fresh")


def test_the_filter_has_a_choice_for_each(run_cli: RunCli, tagged: Path, browser: Browser) -> None:
    """In a browser a word narrows the list, stays in the address, and the search finds it."""
    run_cli("build")
    tab = browser.new_page()
    tab.goto((tagged / "site/index.html").as_uri())
    titles = "[...document.querySelectorAll('.found-list .row-title')].map((one) => one.textContent)"
    assert len(tab.evaluate(titles)) == 3
    tab.select_option("#own-condition", "knee-pain")
    assert tab.evaluate(titles) == ["Squat"]
    assert "own-condition=knee-pain" in tab.url
    tab.select_option("#own-condition", "")
    tab.select_option("#own-tags", "quick-one")
    assert tab.evaluate(titles) == ["Chair squat", "Squat"]
    tab.select_option("#own-tags", "")
    tab.fill("#q", "running")
    assert tab.evaluate(titles) == ["Squat"]
    tab.close()


def test_a_site_without_them_loads_the_usual_script(run_cli: RunCli, project: Path) -> None:
    """Neither the script nor the list knows of taxonomies."""
    run_cli("build")
    (script,) = (project / "site/assets").glob("filter.*.js")
    assert b"own-" not in script.read_bytes()
    assert "data-own" not in page(project, "index.html")


def test_another_script_is_left_alone(run_cli: RunCli, tagged: Path, write: Write) -> None:
    """A filter that an owner has written is not changed, on a site with taxonomies too."""
    write("mine/assets/filter.js", "// mine\n")
    assert run_cli("build", "--templates", "mine").code == 0
    (script,) = (tagged / "site/assets").glob("filter.*.js")
    assert script.read_bytes() == b"// mine\n"
