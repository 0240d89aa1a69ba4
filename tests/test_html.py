"""The bytes of each page: strict HTML, a sound outline, nothing loaded from elsewhere, text kept inert."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import documents
import pytest
import sites
import yaml
from browser import AT_REST
from conftest import ROOT
from documents import SVG, base_url, document, html_files, is_redirect, meta, text_of, whole_pages
from playwright.sync_api import Browser, Dialog, Request

from cuecard.figures.muscles import regions

LIGHT = 110_000
"""Bytes that a page may have with all that it loads, before a picture, be it drawn or a file."""
LIGHT_ROUTINE = 120_000
"""The same for a routine, which has all steps and rules of its exercises."""
A_ROW = 800
"""Bytes more for each exercise, of which the home page has a row."""


@pytest.fixture(scope="module", params=["shipped", "everything", "own"])
def site(request: pytest.FixtureRequest, built_site: Path, everything: Path, own_site: Path) -> Path:
    """Return three sites: the shipped one, the one with each feature, and the one that is its owner's own."""
    sites = {"shipped": built_site, "everything": everything, "own": own_site}
    return sites[request.param]


# --- form -------------------------------------------------------------------------------------------------


def test_strict_html(site: Path) -> None:
    """Every page parses in a strict HTML5 parser without an error."""
    faults = {}
    for path, file in html_files(site).items():
        try:
            document(file)
        except Exception as error:
            faults[path] = str(error)
    assert faults == {}


def test_one_h1(site: Path) -> None:
    """Every page has one h1, with text, and it is in main."""
    for path, file in html_files(site).items():
        root = document(file)
        assert len(list(root.iter("h1"))) == 1, path
        assert text_of(root.find(".//main//h1")), path


def test_landmarks(site: Path) -> None:
    """Every page has one banner, main and footer, a labelled navigation, and no content outside of them."""
    for path, root in whole_pages(site).items():
        body = root.find("body")
        assert body is not None, path
        assert [child.tag for child in body] == ["a", "header", "main", "footer"], path
        assert len(list(root.iter("main"))) == 1, path
        navigation = body.find("header//nav")
        assert navigation is not None, path
        assert navigation.get("aria-label"), path


def test_navigations_are_distinguished(site: Path) -> None:
    """Where a page has several navigations or asides, each has a name of its own."""
    for path, root in whole_pages(site).items():
        for tag in ("nav", "aside"):
            names = [name_of(root, element) for element in root.iter(tag)]
            if len(names) > 1:
                assert all(names), f"{path}: {tag} {names}"
                assert len(set(names)) == len(names), f"{path}: {tag} {names}"


def name_of(root: Element, element: Element) -> str:
    """Return the accessible name that markup gives a landmark."""
    by = element.get("aria-labelledby")
    if by:
        return text_of(root.find(f".//*[@id='{by}']"))
    return element.get("aria-label") or ""


def test_skip_link_is_first(site: Path) -> None:
    """The first thing to focus is a link to main, which can take the focus."""
    for path, root in whole_pages(site).items():
        first = next(element for element in root.iter() if element.tag in {"a", "button", "input"})
        assert first.get("href") == "#main", path
        main = root.find(".//main")
        assert main is not None, path
        assert (main.get("id"), main.get("tabindex")) == ("main", "-1"), path


def test_ids(site: Path) -> None:
    """Ids are unique, and what names an id (labels, descriptions) names one that is there."""
    for path, file in html_files(site).items():
        found = documents.ids(file)
        assert [name for name, count in Counter(found).items() if count > 1] == [], path
        assert all(name and not re.search(r"\s", name) for name in found), path
        for element in document(file).iter():
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "list"):
                for name in (element.get(attribute) or "").split():
                    assert name in found, f"{path}: {element.tag} {attribute}={name}"


def test_outline(site: Path) -> None:
    """Headings go down one level at a time."""
    for path, file in html_files(site).items():
        levels = [int(element.tag[1]) for element in headings(document(file))]
        assert levels[0] == 1, path
        jumps = [(one, other) for one, other in pairwise(levels) if other > one + 1]
        assert jumps == [], path


def headings(root: Element) -> list[Element]:
    """Return the headings of a page in order."""
    return [element for element in root.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]


def test_headings_have_text(site: Path) -> None:
    """No heading, link, label or option is empty."""
    for path, file in html_files(site).items():
        root = document(file)
        for element in (*headings(root), *root.iter("a"), *root.iter("label"), *root.iter("option")):
            assert text_of(element) or element.get("aria-label"), f"{path}: <{element.tag}> without text"


def test_pictures_have_alt(site: Path) -> None:
    """Every img has an alt, and every drawing of ours is hidden from screen readers or named."""
    for path, file in html_files(site).items():
        for element in document(file).iter("img"):
            assert element.get("alt") is not None, path
        for element in document(file).iter("svg"):
            assert element.get("aria-hidden") == "true" or element.get("role") == "img", path


# --- nothing that runs, nothing from elsewhere --------------------------------------------------------------


def test_no_inline_code(site: Path) -> None:
    """Scripts are our own files, run when the page is, or data; no attribute holds code."""
    for path, file in html_files(site).items():
        for element in document(file).iter():
            if element.tag == "script":
                if element.get("type") == "application/ld+json":
                    assert element.get("src") is None, path
                else:
                    assert re.search(
                        r"assets/(filter|video|card)\.[0-9a-f]{10}\.js$", element.get("src") or ""
                    )
                    # The card's script chooses the paper before anything is shown.
                    is_early = "assets/card." in element.get("src", "")
                    assert is_early or element.get("defer") is not None, path
                    assert not element.text, path
            for name, value in element.attrib.items():
                assert not name.lower().startswith("on"), f"{path}: {element.tag} {name}"
                assert not value.strip().lower().startswith(("javascript:", "data:", "vbscript:")), path


def test_no_inline_style(site: Path) -> None:
    """Nothing has a style of its own; only the error page has a style element."""
    for path, file in html_files(site).items():
        for element in document(file).iter():
            assert element.get("style") is None, path
            assert element.tag != "style" or path == "404.html", path


def test_loads_from_here_only(site: Path) -> None:
    """What a page loads by itself lies in the site; only links lead out."""
    for file in [*html_files(site).values(), *site.glob("assets/*.css")]:
        for reference in documents.references(file):
            if reference.loads:
                assert not documents.is_elsewhere(reference.to), f"{file}: {reference}"


def test_pages_are_light(built_site: Path) -> None:
    """A page of the shipped site with all that it loads, type faces too, stays under 110 kB; home has more rows."""
    heavy = {}
    rows = len(list((ROOT / "content/exercises").glob("*.md")))
    for path, file in html_files(built_site).items():
        drawn = sum(len(svg) for svg in re.findall(rb"<svg.*?</svg>", file.read_bytes(), re.DOTALL))
        weight = sum(part.stat().st_size for part in loaded(built_site, file)) - drawn
        light = LIGHT_ROUTINE if path.startswith("routines/") else LIGHT
        if weight >= light + (A_ROW * rows if path == "index.html" else 0):
            heavy[path] = weight
    assert heavy == {}


def loaded(site: Path, file: Path) -> set[Path]:
    """Return the file and all that it loads, and what that loads."""
    found = {file}
    for reference in documents.references(file):
        if reference.loads and (inner := documents.target(site, file, reference.to)[0]) not in found:
            found |= loaded(site, inner)
    return found


# --- the muscle map ---------------------------------------------------------------------------------------


def muscle_names(root: Element) -> list[list[str]]:
    """Return the names in the lists beside the map: what works most, and what works too."""
    lists = {str(ul.get("class")): ul for ul in root.iterfind(".//section[@id='muscles']//ul")}
    return [
        [text_of(link) for link in lists[name].iter("a")] if name in lists else []
        for name in ("muscles primary", "muscles secondary")
    ]


def shapes_in(root: Element, name: str) -> str:
    """Return all path data of the page's map that has a class, or is in a group that has it."""
    chart = next(svg for svg in root.iter(f"{SVG}svg") if svg.get("class") == "muscle-map")
    groups = [one for one in chart.iter() if one.get("class") == name]
    return "".join(path.get("d", "") for group in groups for path in group.iter(f"{SVG}path"))


def test_names_beside_the_map(site: Path) -> None:
    """On exercise and routine pages the map says in words what the lists beside it say."""
    seen = 0
    for path, root in whole_pages(site).items():
        chart = next((svg for svg in root.iter(f"{SVG}svg") if svg.get("class") == "muscle-map"), None)
        if chart is None or not path.startswith(("exercises/", "routines/")):
            continue
        groups = zip(("Main muscles", "Also works"), muscle_names(root), strict=True)
        text = " ".join(
            f"{title}: {', '.join(name[0].lower() + name[1:] for name in names)}."
            for title, names in groups
            if names
        )
        assert text_of(chart.find(f"{SVG}title")) == text, path
        seen += 1
    assert seen >= 2


def test_a_routine_is_the_sum_of_its_exercises(built_site: Path) -> None:
    """What any of its exercises works most a routine works most; what else they work it works too."""
    pages = whole_pages(built_site)
    for path, root in pages.items():
        if path.startswith("routines/"):
            heads = (".//ol[@class='entries']//h3/a", ".//ol[@class='entries']//h4/a")
            links = [str(a.get("href")) for head in heads for a in root.iterfind(head)]
            parts = [muscle_names(pages[link.removeprefix("../")]) for link in links]
            most = {name for primary, _ in parts for name in primary}
            too = {name for _, secondary in parts for name in secondary} - most
            assert [set(names) for names in muscle_names(root)] == [most, too], path
            assert all(len(set(names)) == len(names) for names in muscle_names(root)), path


def test_a_word_for_several_lights_up_all_of_them(built_site: Path) -> None:
    """An exercise for the core has each muscle of the core on its map, and "Core" in its words."""
    root = document(built_site / "exercises/core-set.html")
    assert "Core" in muscle_names(root)[0]
    lit = shapes_in(root, "map-primary")
    for view in regions.VIEWS:
        for id in ("abs", "obliques", "lower-back"):
            assert all(shape in lit for shape in regions.anatomy().regions[view].get(id, ())), id


def test_pictures_find_their_parts(site: Path) -> None:
    """Whatever a drawing takes from elsewhere on its page is there, once."""
    for path, root in whole_pages(site).items():
        ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
        used = {str(use.get("href")) for use in root.iter(f"{SVG}use")}
        assert [one for one in used if ids[one.removeprefix("#")] != 1] == [], path


# --- heads ------------------------------------------------------------------------------------------------


def test_heads(site: Path) -> None:
    """Every page has its language, title, description and Open Graph data."""
    said = documents.data(site)["site"]
    site_title, language = said["title"], said["language"]
    for path, root in whole_pages(site).items():
        assert root.get("lang") == language, path
        assert root.find("head/meta[@charset='utf-8']") is not None, path
        assert meta(root, "viewport") == "width=device-width, initial-scale=1", path
        title = text_of(root.find("head/title"))
        assert title.startswith(text_of(root.find(".//h1"))), path
        assert site_title in title, path
        assert meta(root, "description"), path
        assert meta(root, "og:title"), path
        assert meta(root, "og:type") == ("website" if path == "index.html" else "article"), path
        assert meta(root, "og:site_name") == site_title, path
        assert meta(root, "og:description") == meta(root, "description"), path


def test_addresses_in_heads(everything: Path) -> None:
    """Every page of a site with an address has its own, as canonical and for Open Graph."""
    for path, root in whole_pages(everything).items():
        address = base_url(everything) + ("" if path == "index.html" else quote(path))
        canonical = root.find("head/link[@rel='canonical']")
        assert canonical is not None, path
        assert canonical.get("href") == address, path
        assert meta(root, "og:url") == address, path


def test_titles_distinguish_pages(site: Path) -> None:
    """No two pages of one kind share a title."""
    seen = Counter(
        (path.partition("/")[0], text_of(root.find("head/title"))) for path, root in whole_pages(site).items()
    )
    assert [title for title, count in seen.items() if count > 1] == []


def test_what_is_not_for_search_engines(site: Path) -> None:
    """Cards, redirects and the error page say noindex; no other page does."""
    for path, file in html_files(site).items():
        root = document(file)
        expected = path.startswith("cards/") or path == "404.html" or is_redirect(root)
        assert (meta(root, "robots") == "noindex") == expected, path


# --- data for machines ----------------------------------------------------------------------------------------


def front_matter(file: Path) -> dict[str, Any]:
    """Return what an author wrote, read by another reader than the program's."""
    facts = yaml.safe_load(file.read_text("utf-8").split("\n---\n", 1)[0].removeprefix("---\n"))
    assert isinstance(facts, dict)
    return facts


def typed(value: Any, name: str) -> list[dict[str, Any]]:
    """Return every object of this type inside JSON-LD."""
    found = []
    if isinstance(value, dict):
        found += [value] if value.get("@type") == name else []
        found += [inner for part in value.values() for inner in typed(part, name)]
    elif isinstance(value, list):
        found += [inner for part in value for inner in typed(part, name)]
    return found


def test_json_ld_of_exercises(built_site: Path) -> None:
    """Each exercise is a HowTo with its steps as written, and an ExercisePlan with its dose sentence."""
    files = sorted((ROOT / "content/exercises").glob("*.md"))
    assert len(files) >= 16
    for file in files:
        facts = front_matter(file)
        page = document(built_site / "exercises" / f"{file.stem}.html")
        json_ld = documents.json_ld(page)
        (how_to,) = typed(json_ld, "HowTo")
        (plan,) = typed(json_ld, "ExercisePlan")
        assert [step["text"] for step in how_to["step"]] == facts["steps"], file
        assert {step["@type"] for step in how_to["step"]} == {"HowToStep"}
        assert how_to["name"] == plan["name"] == facts["title"]
        if "dose" in facts:
            assert plan["additionalVariable"] == text_of(page.find(".//p[@class='dose-sentence']"))


def test_addresses_of_steps(everything: Path) -> None:
    """On a site with an address, each step of an exercise has one that leads to its text."""
    page = document(everything / "exercises/everything.html")
    json_ld = documents.json_ld(page)
    (how_to,) = typed(json_ld, "HowTo")
    (plan,) = typed(json_ld, "ExercisePlan")
    for step in how_to["step"]:
        address, _, fragment = step["url"].partition("#")
        assert address == how_to["url"] == plan["url"]
        assert text_of(page.find(f".//*[@id='{fragment}']/span")) == step["text"]


def test_each_page_has_a_description_of_its_own(everything: Path, built_site: Path) -> None:
    """Without a summary it is the first step of an exercise, what a routine is for, or the headings of a guide."""
    pages = documents.whole_pages(built_site)
    said = [meta(root, "description") for path, root in pages.items() if not path.startswith("cards/")]
    assert len(set(said)) == len(said)
    assert meta(document(everything / "exercises/youtube.html"), "description") == "Sit back."


def test_json_ld_names_the_video(everything: Path) -> None:
    """A video has its name and where it plays; a file of our own, where it is."""
    objects = {
        name: typed(documents.json_ld(document(everything / "exercises" / f"{name}.html")), "VideoObject")
        for name in ("everything", "local", "youtube")
    }
    assert [one["name"] for one in objects["everything"]] == ["The film"]
    assert objects["everything"][0]["url"] == "https://vimeo.com/694769509"
    assert objects["youtube"][0]["embedUrl"].startswith("https://www.youtube-nocookie.com/embed/")
    assert objects["local"][0]["contentUrl"].startswith("https://every.example.org/deep/folder/assets/film.")


def test_json_ld(site: Path) -> None:
    """Every page's data has a context, a type in each object, and no key with nothing behind it."""
    kinds = {"exercises": "HowTo", "routines": "ExercisePlan", "guides": "Article", "index.html": "WebSite"}
    for path, root in whole_pages(site).items():
        json_ld = documents.json_ld(root)
        wanted = kinds.get(path.partition("/")[0])
        if wanted is None:
            continue
        assert json_ld is not None, path
        assert json_ld["@context"] == "https://schema.org", path
        assert typed(json_ld, wanted), path
        assert list(documents.empty_places(json_ld)) == [], path
        assert list(untyped(json_ld)) == [], path


def untyped(value: Any, path: str = "$") -> Iterator[str]:
    """Objects without a type; the outermost may hold a graph instead."""
    if isinstance(value, dict):
        if "@type" not in value and "@graph" not in value:
            yield path
        for key, inner in value.items():
            yield from untyped(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from untyped(inner, f"{path}[{n}]")


# --- hostile text -----------------------------------------------------------------------------------------------

HOSTILE = "</script><img src=x onerror=alert(1)>\"'> {{ 7*7 }} &amp; ]]> <!--"
"""Short, as a load may have 80 characters, and a card must hold many of them on its one page."""


def hostile(name: str) -> str:
    """Return the hostile text, distinguished by the field that it is written in."""
    return f"q{name} {HOSTILE} q"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of a project in which every field of free text is hostile."""
    folder = tmp_path_factory.mktemp("attacked")
    content = sites.put(
        folder / "content",
        {
            "site.yaml": json.dumps(
                {
                    "title": hostile("site-title"),
                    "description": hostile("site-description"),
                    "author": hostile("site-author"),
                    "base_url": "https://attacked.example.org/",
                    "safety": safety("site"),
                }
            ),
            "exercises/dot.png": sites.PIXEL,
            "exercises/one.md": sites.text(
                {
                    **common("exercise"),
                    "muscles": {"primary": ["quads"], "secondary": ["core"]},
                    "also_called": [hostile("also-called")],
                    "start": hostile("start"),
                    "steps": [hostile("step-one"), hostile("step-two")],
                    "cues": [hostile("cue")],
                    "mistakes": [hostile("mistake")],
                    "breathing": hostile("breathing"),
                    "feel": hostile("feel"),
                    "dose": {"sets": 2, "reps": 8, "load": hostile("load")},
                    "progressions": [hostile("harder"), {"exercise": "two", "when": hostile("harder-when")}],
                    "regressions": [hostile("easier")],
                    "stop_if": [hostile("stop-if")],
                    "not_if": [hostile("not-if")],
                    "images": [
                        {
                            "src": "dot.png",
                            "alt": hostile("alt"),
                            "caption": hostile("caption"),
                            "credit": hostile("credit"),
                            "licence": hostile("licence"),
                        }
                    ],
                }
            ),
            "exercises/two.md": sites.text(
                sites.exercise(hostile("second"), short_steps=[hostile("short-step")])
            ),
            "routines/one.md": sites.text(
                {
                    **common("routine"),
                    "exercises": [{"exercise": "one", "note": hostile("note")}, "two"],
                    "before": hostile("before"),
                    "after": hostile("after"),
                    "progress_when": hostile("progress"),
                    "regress_when": hostile("regress"),
                    "safety": safety("routine"),
                }
            ),
            "guides/one.md": sites.text(
                {**common("guide"), "exercises": ["one"], "routines": ["one"], "safety": safety("guide")},
                "## A heading `</script><script>alert(1)</script>`\n\n"
                "<script>alert(1)</script> <img src=one.png onerror=alert(1)> {{ 7*7 }}\n",
            ),
            "guides/one.png": sites.PIXEL,
        },
    )
    return sites.build(content, folder / "site")


def common(kind: str) -> dict[str, Any]:
    """Return the fields of text that exercises, routines and guides share."""
    return {
        "title": hostile(f"{kind}-title"),
        "summary": hostile(f"{kind}-summary"),
        "video": {"url": "https://vimeo.com/694769509", "title": hostile(f"{kind}-film")},
        "sources": [{"title": hostile(f"{kind}-source"), "url": "https://example.org/?a=1&b='2'&amp;c"}],
        "reviewed": {"by": hostile(f"{kind}-reviewer"), "on": "2026-01-01"},
    }


def safety(kind: str) -> dict[str, Any]:
    """Safety rules with a field of text in each place."""
    return {
        "stop_if": [hostile(f"{kind}-stop")],
        "get_help": {"urgent": [hostile(f"{kind}-urgent")], "soon": [hostile(f"{kind}-soon")]},
        "pain": {"ok": 2, "caution": 4, "source": hostile(f"{kind}-pain")},
    }


SHOWN = {
    "index.html": [
        "site-title",
        "site-description",
        "site-author",
        "exercise-title",
        "exercise-summary",
        "routine-title",
        "routine-summary",
        "guide-title",
        "guide-summary",
        "second",
    ],
    "exercises/one.html": [
        "site-title",
        "site-author",
        "exercise-title",
        "exercise-summary",
        "also-called",
        "start",
        "step-one",
        "step-two",
        "cue",
        "mistake",
        "breathing",
        "feel",
        "load",
        "harder",
        "harder-when",
        "easier",
        "stop-if",
        "not-if",
        "caption",
        "credit",
        "licence",
        "exercise-film",
        "exercise-source",
        "exercise-reviewer",
        "site-stop",
        "site-urgent",
        "site-soon",
        "site-pain",
        "routine-title",
        "second",
    ],
    "routines/one.html": [
        "routine-title",
        "routine-summary",
        "exercise-title",
        "step-one",
        "note",
        "load",
        "before",
        "after",
        "progress",
        "regress",
        "routine-film",
        "routine-source",
        "routine-reviewer",
        "routine-stop",
        "routine-urgent",
        "routine-soon",
        "routine-pain",
        "site-stop",
        "stop-if",
    ],
    "guides/one.html": [
        "guide-title",
        "guide-summary",
        "guide-film",
        "guide-source",
        "guide-reviewer",
        "guide-stop",
        "guide-urgent",
        "guide-soon",
        "guide-pain",
        "exercise-title",
        "routine-title",
    ],
    "cards/one.html": [
        "routine-title",
        "exercise-title",
        "load",
        "step-one",
        "note",
        "before",
        "after",
        "progress",
        "regress",
        "site-stop",
        "routine-urgent",
        "routine-soon",
        "stop-if",
        "routine-reviewer",
    ],
    "muscles/quads.html": ["exercise-title", "exercise-summary", "site-title"],
    "muscles/index.html": ["site-title", "site-author"],
    "404.html": ["site-title"],
}
"""Where each field of text is shown to the reader."""


@pytest.mark.parametrize("path", SHOWN)
def test_hostile_text_is_shown_as_written(attacked: Path, path: str) -> None:
    """Text that looks like markup, templates or entities is on the page as it was written."""
    shown = text_of(document(attacked / path).find("body"))
    assert [name for name in SHOWN[path] if hostile(name) not in shown] == []


def test_hostile_text_makes_no_elements(attacked: Path) -> None:
    """No script, picture, drawing or handler comes from text, and each page still parses strictly."""
    for path, file in html_files(attacked).items():
        root = document(file)
        for element in root.iter():
            assert not any(name.startswith("on") for name in element.attrib), path
        assert {image.get("src", "")[-5:] for image in root.iter("img")} <= {".webp"}, path
        for script in root.iter("script"):
            assert script.get("src") or script.get("type") == "application/ld+json", path
        assert "7*7" in text_of(root) or is_redirect(root), path


def test_hostile_text_in_heads(attacked: Path) -> None:
    """Title, description and Open Graph attributes carry the text as written."""
    root = document(attacked / "exercises/one.html")
    assert meta(root, "og:title") == hostile("exercise-title")
    assert meta(root, "description") == meta(root, "og:description") == hostile("exercise-summary")
    assert hostile("exercise-title") in text_of(root.find("head/title"))
    (image,) = root.iter("img")
    assert image.get("alt") == hostile("alt")


def test_hostile_text_in_data(attacked: Path) -> None:
    """JSON-LD and exercises.json give the text back as written."""
    how_to = typed(documents.json_ld(document(attacked / "exercises/one.html")), "HowTo")[0]
    assert how_to["name"] == hostile("exercise-title")
    assert [step["text"] for step in how_to["step"]] == [hostile("step-one"), hostile("step-two")]
    for path, file in html_files(attacked).items():
        raw = file.read_text("utf-8")
        for script in re.findall(r'<script type="application/ld\+json">(.*?)</script', raw, re.DOTALL):
            assert not re.search("[<>&]", script), path
    texts = set(documents.strings(documents.data(attacked)))
    wanted = ["site-title", "site-author", "step-one", "start", "alt", "licence", "note"]
    assert [name for name in wanted if hostile(name) not in texts] == []


def test_hostile_text_in_feed_and_sitemap(attacked: Path) -> None:
    """Feed and sitemap stay well-formed, and the feed shows the text as written."""
    ET.fromstring((attacked / "sitemap.xml").read_bytes())  # noqa: S314 - our own file
    channel = ET.fromstring((attacked / "feed.xml").read_bytes()).find("channel")  # noqa: S314
    assert channel is not None
    assert channel.findtext("title") == hostile("site-title")
    assert channel.findtext("description") == hostile("site-description")
    titles = {item.findtext("title") for item in channel.iter("item")}
    assert {hostile(f"{kind}-title") for kind in ("exercise", "routine", "guide")} <= titles
    for date in channel.iter("pubDate"):
        assert parsedate_to_datetime(date.text or "").year == 2026


def test_hostile_text_runs_nothing(attacked: Path, browser: Browser) -> None:
    """In a browser no dialog opens, nothing is asked for that is not there, and video and search work on."""
    context = browser.new_context()
    context.route(lambda address: not address.startswith("file:"), lambda route: route.abort())
    page = context.new_page()
    log: list[str] = []

    def refuse(dialog: Dialog) -> None:
        log.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left while its icon was on the way
            log.append(f"failed {request.url} {request.failure}")

    page.on("dialog", refuse)
    page.on("pageerror", lambda error: log.append(f"error {error}"))
    page.on("requestfailed", failed)
    for path, names in SHOWN.items():
        page.goto((attacked / path).as_uri())
        page.evaluate("document.fonts.ready")  # what still loads when one leaves counts as failed
        shown = page.evaluate("document.body.textContent.replace(/\\s+/g, ' ')")
        assert [name for name in names if hostile(name) not in shown] == [], path
        assert page.title().count("7*7") >= 1
    assert log == []
    page.goto((attacked / "index.html").as_uri())
    page.evaluate("document.fonts.ready")
    page.locator("#q").fill('"><img src=x onerror=alert(1)>')
    assert page.locator("#q").input_value().startswith('">')
    assert page.locator("img[src=x]").count() == 0
    page.evaluate(AT_REST)
    assert log == []
    page.goto((attacked / "exercises/one.html").as_uri())
    page.locator("a[data-player]").click()
    assert page.locator("iframe").get_attribute("title") == hostile("exercise-film")
    assert [line for line in log if "player.vimeo.com" not in line] == []
    context.close()
