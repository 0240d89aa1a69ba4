"""Pages about the site itself, `pages/*.md`, and the owner's own words on the home page, `home.md`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sites
from conftest import RunCli, Write
from documents import data, html_files

IMPRINT = "---\ntitle: Imprint\n---\nOne Bank Street.\n"
ABOUT = "---\ntitle: About us\nsummary: Who we are.\nnav: header\n---\nSee [the squat](../exercises/squat.md#steps).\n"


def page(project: Path, url: str) -> str:
    """Return a page of the built site."""
    return (project / "site" / url).read_text("utf-8")


def header(html: str) -> str:
    """Return the navigation in the header of a page."""
    return html.partition('<nav id="menu"')[2].partition("</nav>")[0]


def footer(html: str) -> str:
    """Return the footer of a page."""
    return html.partition('<footer class="site-foot">')[2]


def main(html: str) -> str:
    """Return the main part of a page without drawings."""
    inside = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<svg.*?</svg>", "", inside, flags=re.DOTALL)


def test_a_page_has_its_words_and_no_rules(run_cli: RunCli, project: Path, write: Write) -> None:
    """A page shows its text; neither safety rules nor the line about a missing review."""
    write("content/pages/imprint.md", IMPRINT)
    assert run_cli("build", "--strict").code == 0
    shown = main(page(project, "pages/imprint.html"))
    assert "<h1>Imprint</h1>" in shown
    assert "One Bank Street." in shown
    assert 'id="safety"' not in shown
    assert 'id="review"' not in shown


def test_a_page_that_was_reviewed_says_so(run_cli: RunCli, project: Path, write: Write) -> None:
    """What an author writes is shown: a review and sources too."""
    write(
        "content/pages/imprint.md",
        "---\ntitle: Imprint\nreviewed: {by: A lawyer, on: 2026-03-01}\nsources: [{title: A law}]\n---\nHere.\n",
    )
    assert run_cli("build", "--strict").code == 0
    shown = main(page(project, "pages/imprint.html"))
    assert "A lawyer" in shown
    assert "A law</li>" in shown


def test_pages_are_linked_where_they_say(run_cli: RunCli, project: Path, write: Write) -> None:
    """Every page links to one in its header, to another in its footer, and to a third not at all."""
    write("content/pages/about.md", ABOUT)
    write("content/pages/imprint.md", IMPRINT)
    write("content/pages/thanks.md", "---\ntitle: Thank you\nnav: none\n---\nWell done.\n")
    assert run_cli("build", "--strict").code == 0
    for url in ("index.html", "exercises/squat.html", "muscles/index.html"):
        way = "" if url == "index.html" else "../"
        html = page(project, url)
        assert f'<a href="{way}pages/about.html">About us</a>' in header(html)
        assert f'<a href="{way}pages/imprint.html">Imprint</a>' in footer(html)
        assert "thanks.html" not in html
    assert '<a href="about.html" aria-current="true">' in header(page(project, "pages/about.html"))
    assert "About us" not in footer(page(project, "pages/about.html"))


def test_pages_are_in_the_sitemap_and_in_no_feed(run_cli: RunCli, project: Path, write: Write) -> None:
    """Search engines find a page; the feed and the data are about exercises."""
    write("content/pages/imprint.md", IMPRINT)
    assert run_cli("build").code == 0
    assert "guide/pages/imprint.html</loc>" in page(project, "sitemap.xml")
    assert "imprint" not in page(project, "feed.xml")
    assert "imprint" not in str(data(project / "site"))


def test_links_to_and_from_pages_are_checked(run_cli: RunCli, project: Path, write: Write) -> None:
    """Other texts link to a page by its file, and a page to them; what does not exist is an error at its place."""
    write("content/pages/about.md", ABOUT)
    guide = (project / "content/guides/start-here.md").read_text("utf-8")
    write("content/guides/start-here.md", guide + "\nBy [us](../pages/about.md).\n")
    assert run_cli("build", "--strict").code == 0
    assert 'href="../pages/about.html">us</a>' in page(project, "guides/start-here.html")
    write("content/pages/about.md", ABOUT.replace("squat.md#steps", "squad.md"))
    outcome = run_cli("build")
    assert "content/pages/about.md:6:17: error[dead-link]" in outcome.err
    assert '= did you mean "../exercises/squat.md"?' in outcome.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: A\nnav: top\n---\n", 'error[unknown-word]: unknown place "top"'),
        ("---\ntitle: A\nlevel: beginner\n---\n", 'error[unknown-key]: unknown key "level"'),
        ("---\nsummary: A\n---\n", 'error[missing-key]: "title" is missing'),
        ("Words alone.\n", "error[no-front-matter]"),
    ],
)
def test_mistakes_in_a_page(run_cli: RunCli, project: Path, write: Write, text: str, expected: str) -> None:
    """A page is as strict as any text."""
    write("content/pages/a.md", text)
    outcome = run_cli("build")
    assert outcome.code == 1
    assert expected in outcome.err


def test_a_draft_page_is_linked_nowhere(run_cli: RunCli, project: Path, write: Write) -> None:
    """A new page is a draft without a mistake: no page has a link to it before it is published."""
    assert run_cli("new", "page", "Data protection").code == 0
    file = project / "content/pages/data-protection.md"
    assert run_cli("build", "--strict").code == 0
    assert not (project / "site/pages").exists()
    assert run_cli("build", "--drafts", "--strict").code == 0
    assert "Data protection" in footer(page(project, "index.html"))
    file.write_text(file.read_text("utf-8").replace("draft: true\n", ""), encoding="utf-8")
    assert "unwritten" in run_cli("check").err


def test_prose_of_a_page_alone_is_quick(run_cli: RunCli, project: Path, write: Write) -> None:
    """A build after a change of a page's prose gives what a build from nothing gives."""
    write("content/pages/about.md", ABOUT)
    run_cli("build")
    write("content/pages/about.md", ABOUT.replace("See", "Look at"))
    run_cli("build")
    assert "Look at" in page(project, "pages/about.html")
    run_cli("build", "--no-cache", "--output", "fresh")
    assert sites.tree(project / "site") == sites.tree(project / "fresh")


# --- the home page ----------------------------------------------------------------------------------------

HOME = """\
We *walk*.

[Choose one](#routines)

## Before you begin

Bring water. All rules are [below](#safety).

[When to stop](#safety)
"""


def order(html: str, *parts: str) -> list[str]:
    """Return *parts* in their order on a page, each of which is there once."""
    assert [html.count(part) for part in parts] == [1] * len(parts)
    return sorted(parts, key=html.index)


def test_lists_go_where_the_owner_says(run_cli: RunCli, project: Path, write: Write) -> None:
    """A link alone in a paragraph becomes the list, with its words as heading; the other lists follow."""
    write("content/home.md", HOME)
    assert run_cli("build", "--strict").code == 0
    parts = (
        "<p>We <em>walk</em>.</p>",
        '<h2 id="routines-title">Choose one</h2>',
        '<h2 id="before-you-begin">',
        '<a href="#safety">below</a>',
        '<h2 id="safety-title">When to stop</h2>',
        '<h2 id="guides-title">Guides</h2>',
        '<h2 id="exercises-title">Exercises</h2>',
    )
    assert order(page(project, "index.html"), *parts) == list(parts)


def test_home_without_text_is_as_it_was(run_cli: RunCli, project: Path, write: Write) -> None:
    """The lists have their usual order and headings, and no style sheet for texts is loaded."""
    run_cli("build")
    before = page(project, "index.html")
    ids = [f'<section id="{name}"' for name in ("routines", "guides", "exercises")]
    ids.insert(1, '<section class="safety" id="safety"')
    assert order(before, *ids) == ids
    assert before.count('rel="stylesheet"') == 2
    write("content/home.md", "Hello.\n")
    run_cli("build")
    after = page(project, "index.html")
    assert after.count('rel="stylesheet"') == 3
    assert main(before)[-2000:] == main(after)[-2000:]


def test_a_list_is_placed_once(run_cli: RunCli, project: Path, write: Write) -> None:
    """A second link to the same list stays a link, so that its words are not lost."""
    write("content/home.md", "[One](#routines)\n\n[Again the routines](#routines)\n")
    assert run_cli("build", "--strict").code == 0
    html = page(project, "index.html")
    assert html.count('<section id="routines"') == 1
    assert '<p><a href="#routines">Again the routines</a></p>' in html


@pytest.mark.parametrize(
    ("name", "hint"), [("rutines", 'did you mean "#routines"?'), ("exercise", 'did you mean "#exercises"?')]
)
def test_an_unknown_list(run_cli: RunCli, project: Path, write: Write, name: str, hint: str) -> None:
    """A name that is no list is an error at its line, with the nearest one."""
    write("content/home.md", f"Hello.\n\n[All](#{name})\n")
    outcome = run_cli("build")
    assert "content/home.md:3:7: error[dead-anchor]" in outcome.err
    assert hint in outcome.err


def test_a_list_that_the_site_does_not_have(run_cli: RunCli, project: Path, write: Write) -> None:
    """Without a guide there is no list of guides to place."""
    (project / "content/guides/start-here.md").unlink()
    write("content/home.md", "[Read](#guides)\n")
    assert 'error[dead-anchor]: this page has no "#guides"' in run_cli("build").err


def test_front_matter_of_home(run_cli: RunCli, project: Path, write: Write) -> None:
    """It may have a heading and a sentence of its own; the name of the site stays in the header and the tab."""
    write("content/home.md", "---\ntitle: Stronger by spring\nsummary: Ten minutes a day.\n---\nHello.\n")
    assert run_cli("build", "--strict").code == 0
    html = page(project, "index.html")
    assert "<h1>Stronger by spring</h1>" in html
    assert '<p class="lead">Ten minutes a day.</p>' in html
    assert "<title>Strong Legs</title>" in html
    write("content/home.md", "---\nlevel: easy\n---\nHello.\n")
    assert 'content/home.md:2:1: error[unknown-key]: unknown key "level"' in run_cli("build").err


def test_headings_of_home_do_not_take_ids_of_lists(run_cli: RunCli, project: Path, write: Write) -> None:
    """A heading "Guides" of the owner's has an id of its own."""
    write("content/home.md", "## Guides\n\nThose.\n\n## Level\n\nAll.\n")
    assert run_cli("build", "--strict").code == 0
    ids = re.findall(r' id="([^"]+)"', page(project, "index.html"))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "text", ["Hello.", "\n\nHello.\n", "\ufeffHello.\r\n\r\nThere.\r\n", "---\n---\nHello.\n"]
)
def test_home_begins_as_it_likes(run_cli: RunCli, project: Path, write: Write, text: str) -> None:
    """Front matter is not needed, and empty front matter is none."""
    write("content/home.md", text.encode())
    assert run_cli("build", "--strict").code == 0
    assert "Hello." in main(page(project, "index.html"))


def test_a_problem_in_home_has_its_line(run_cli: RunCli, project: Path, write: Write) -> None:
    """Without front matter lines count from the top of the file."""
    write("content/home.md", "\nOne.\n\nTwo <set> three.\n")
    assert "content/home.md:4:5: warning[raw-html]" in run_cli("build").err


def test_an_old_address_of_home(run_cli: RunCli, project: Path, write: Write) -> None:
    """A single word is a page at the top of the site, as the home page is."""
    write("content/home.md", "---\nredirect_from: [start]\n---\nHello.\n")
    assert run_cli("build", "--strict").code == 0
    assert 'href="index.html"' in page(project, "start.html")


def test_files_that_are_nearly_home(run_cli: RunCli, project: Path, write: Write) -> None:
    """A text that should be the home page is not passed over: the message says its name."""
    write("content/index.md", "Hello.\n")
    outcome = run_cli("build")
    assert "content/index.md:1:1: warning[stray-file]" in outcome.err
    assert 'did you mean "home.md"?' in outcome.err


def test_a_site_without_them_has_none_of_it(run_cli: RunCli, project: Path, write: Write) -> None:
    """Rules of style for the owner's links and text are only on sites that have them."""
    run_cli("build")
    (sheet,) = (project / "site/assets").glob("site.*.css")
    assert "foot-links" not in sheet.read_text("utf-8")
    assert not any("foot-links" in file.read_text("utf-8") for file in html_files(project / "site").values())
    write("content/pages/imprint.md", IMPRINT)
    run_cli("build")
    (sheet,) = (project / "site/assets").glob("site.*.css")
    assert "foot-links" in sheet.read_text("utf-8")
