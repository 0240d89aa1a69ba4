"""What programs read: exercises.json, sitemap, feed, robots, the error page, drafts and reviews."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

import documents
import pytest
import sites
import yaml
from conftest import ROOT, RunCli
from documents import document, text_of, whole_rules

from cuecard.site.pages import feeds

CONTENT = ROOT / "content"
BASE = "https://every.example.org/deep/folder/"
SITEMAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = ("exercises", "routines", "guides")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a project that uses each feature, and its site made in five ways."""
    folder = tmp_path_factory.mktemp("everything")
    content = sites.everything(folder / "content")
    sites.build(content, folder / "site")
    sites.build(content, folder / "drafts", "--drafts")
    sites.build(content, folder / "later", "--date", "2026-06-01")
    sites.build(content, folder / "in time", "--date", "2026-01-02")
    sites.build(content, folder / "no address", "--base-url", "")
    sites.build(content, folder / "other address", "--base-url", "http://localhost:8000/here")
    return folder


def written(file: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of a text, read by another reader than the program's."""
    head, _, body = file.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    return yaml.safe_load(head), body


def listed(value: Any) -> list[Any]:
    """Return a list that may be left out."""
    return list(value or [])


# --- exercises.json -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_json_has_every_text(built_site: Path, kind: str) -> None:
    """Each published text is there once, sorted by slug, with title, summary, address and body as written."""
    records = {record["slug"]: record for record in documents.data(built_site)[kind]}
    files = {file.stem: file for file in (CONTENT / kind).glob("*.md")}
    assert list(records) == sorted(files)
    for slug, file in files.items():
        facts, body = written(file)
        assert records[slug]["title"] == facts["title"]
        assert records[slug].get("summary", "") == facts.get("summary", "")
        assert records[slug]["url"] == f"{kind}/{slug}.html"
        assert records[slug].get("body", "") == body.strip("\n")
        assert listed(records[slug].get("sources")) == listed(facts.get("sources"))
        assert ("reviewed" in records[slug]) == ("reviewed" in facts)


def test_json_facts_of_exercises(built_site: Path) -> None:
    """Every fact of each shipped exercise is in exercises.json as its author wrote it."""
    records = documents.data(built_site)
    ids = {term["id"] for term in records["muscles"]}
    things = {
        word.casefold(): term["id"]
        for term in records["equipment"]
        for word in (term["id"], term["name"], *term.get("synonyms", []))
    }
    for record in records["exercises"]:
        facts, _ = written(CONTENT / "exercises" / f"{record['slug']}.md")
        for key in ("level", "position", "start", "breathing", "feel"):
            assert record.get(key) == facts.get(key), (record["slug"], key)
        for key in ("also_called", "steps", "short_steps", "cues", "mistakes"):
            assert listed(record.get(key)) == listed(facts.get(key)), (record["slug"], key)
        for key in ("stop_if", "not_if"):
            assert listed(record.get(key)) == whole_rules(facts.get(key)), (record["slug"], key)
            for rule in listed(facts.get(key)):
                if isinstance(rule, dict):
                    assert rule in record["short_rules"], record["slug"]
        for group in ("primary", "secondary"):
            worked = listed(record["muscles"].get(group))
            assert [one["written"] for one in worked] == listed(facts["muscles"].get(group)), record["slug"]
            assert {one["id"] for one in worked} <= ids, record["slug"]
        needs = [things[word.casefold()] for word in listed(facts.get("equipment")) if word != "none"]
        assert listed(record.get("equipment")) == needs, record["slug"]


def test_json_doses(built_site: Path) -> None:
    """Each dose has the numbers that were written, and the very sentence of the page."""
    for record in documents.data(built_site)["exercises"]:
        facts, _ = written(CONTENT / "exercises" / f"{record['slug']}.md")
        assert ("dose" in record) == ("dose" in facts)
        if "dose" not in facts:
            continue
        page = document(built_site / record["url"])
        assert record["dose"]["sentence"] == text_of(page.find(".//p[@class='dose-sentence']"))
        assert set(facts["dose"]) <= set(record["dose"]), record["slug"]
        if "sets" in facts["dose"]:
            assert record["dose"]["sets"] in (facts["dose"]["sets"], str(facts["dose"]["sets"])), record[
                "slug"
            ]


def test_json_ladders(built_site: Path) -> None:
    """Rungs declared in one file are shown in both: what is harder here is easier there."""
    records = {record["slug"]: record for record in documents.data(built_site)["exercises"]}
    for slug, record in records.items():
        facts, _ = written(CONTENT / "exercises" / f"{slug}.md")
        for key, back in (("progressions", "regressions"), ("regressions", "progressions")):
            neighbours = listed(record.get(key))
            for rung in listed(facts.get(key)):
                wanted = {"text": rung} if isinstance(rung, str) else rung
                assert any(wanted.items() <= one.items() for one in neighbours), (slug, rung)
            for rung in neighbours:
                if "exercise" in rung:
                    other = listed(records[rung["exercise"]].get(back))
                    assert slug in [one.get("exercise") for one in other], (slug, rung)


def test_json_routines(built_site: Path) -> None:
    """A routine's exercises are in their order, each with the dose sentence that its page shows."""
    for record in documents.data(built_site)["routines"]:
        facts, _ = written(CONTENT / "routines" / f"{record['slug']}.md")
        written_entries = [one for part in facts.get("phases", [facts]) for one in part["exercises"]]
        slugs = [one if isinstance(one, str) else one["exercise"] for one in written_entries]
        assert [entry["exercise"] for entry in record["exercises"]] == slugs
        root = document(built_site / record["url"])
        shown = [text_of(line) for line in root.iterfind(".//ol[@class='entries']//p[@class='dose-line']")]
        assert [entry["dose"]["sentence"] for entry in record["exercises"] if "dose" in entry] == shown
        for key in ("before", "after", "progress_when", "regress_when"):
            assert record.get(key) == facts.get(key), (record["slug"], key)
        assert record.get("schedule", {}) == facts.get("schedule", {}), record["slug"]


def test_json_guides_and_site(built_site: Path) -> None:
    """Guides name their exercises and routines; the site's own facts and safety rules are there."""
    records = documents.data(built_site)
    for record in records["guides"]:
        facts, _ = written(CONTENT / "guides" / f"{record['slug']}.md")
        for key in ("exercises", "routines"):
            assert listed(record.get(key)) == listed(facts.get(key)), record["slug"]
    settings = yaml.safe_load((CONTENT / "site.yaml").read_text("utf-8"))
    for key in ("title", "description", "language", "author"):
        assert records["site"][key] == settings[key]
    safety, wanted = records["site"]["safety"], settings["safety"]
    assert safety["stop_if"] == whole_rules(wanted["stop_if"])
    where = wanted["get_help"].pop("where")
    assert safety["get_help"].pop("where") == where
    assert safety["get_help"] == {key: whole_rules(rules) for key, rules in wanted["get_help"].items()}
    assert safety["pain"] == wanted["pain"]
    assert records["form"] == 2


def test_json_leaves_out_what_is_empty(built_site: Path, everything: Path) -> None:
    """No key leads to nothing, and no draft is listed."""
    for site in (built_site, everything / "site"):
        assert list(documents.empty_places(documents.data(site))) == []
    assert "draft" not in [record["slug"] for record in documents.data(everything / "site")["exercises"]]


def test_json_video_and_review(everything: Path) -> None:
    """Videos with their start, pictures with their credit, and reviews are data too."""
    records = {record["slug"]: record for record in documents.data(everything / "site")["exercises"]}
    assert records["youtube"]["video"]["start"] == 70
    assert records["everything"]["reviewed"] == {
        "by": "A. Physio",
        "on": "2025-01-02",
        "again_by": "2026-01-02",
    }
    (image,) = records["everything"]["images"]
    assert {key: image[key] for key in ("alt", "caption", "credit", "licence")} == {
        "alt": "A dot",
        "caption": "A dot.",
        "credit": "Nobody",
        "licence": "CC0 1.0",
    }
    video = records["local"]["video"]["url"]
    assert (everything / "site" / video).is_file(), "a video beside the text has its URL in the site"


# --- sitemap, feed, robots ------------------------------------------------------------------------------------


def test_sitemap(everything: Path) -> None:
    """The sitemap lists exactly the pages for search engines, by their canonical addresses, each once."""
    site = everything / "site"
    root = ET.fromstring((site / "sitemap.xml").read_bytes())  # noqa: S314 - our own file
    assert root.tag == f"{SITEMAPS}urlset"
    urls = [element.text or "" for element in root.iter(f"{SITEMAPS}loc")]
    wanted = [
        (page.find("head/link[@rel='canonical']"), path)
        for path, page in documents.whole_pages(site).items()
        if documents.meta(page, "robots") != "noindex"
    ]
    assert len(urls) == len(set(urls))
    assert set(urls) == {element.get("href") for element, _ in wanted if element is not None}
    assert set(urls) == {BASE + ("" if path == "index.html" else quote(path)) for _, path in wanted}


def test_sitemap_of_many_pages(run_cli: RunCli, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More addresses than one file may have are in several, which an index lists; a smaller site has one again."""
    base = ("--base-url", BASE, "--jobs", "1")
    assert run_cli("build", *base).code == 0
    one = ET.fromstring((project / "site/sitemap.xml").read_bytes())  # noqa: S314 - our own file
    monkeypatch.setattr(feeds, "MOST_IN_SITEMAP", 5)
    assert run_cli("build", *base, "--no-cache").code == 0
    index = ET.fromstring((project / "site/sitemap.xml").read_bytes())  # noqa: S314 - our own file
    assert index.tag == f"{SITEMAPS}sitemapindex"
    names = [(element.text or "").removeprefix(BASE) for element in index.iter(f"{SITEMAPS}loc")]
    parts = [ET.fromstring((project / "site" / name).read_bytes()) for name in names]  # noqa: S314 - our own files
    assert [len(part) for part in parts[:-1]] == [5] * (len(parts) - 1)
    assert [ET.tostring(line) for part in parts for line in part] == [ET.tostring(line) for line in one]
    monkeypatch.undo()
    monkeypatch.chdir(project)
    assert run_cli("build", *base, "--no-cache").code == 0
    assert not list((project / "site").glob("sitemap-*.xml"))


def test_sitemap_dates(everything: Path) -> None:
    """The day of a review, and no clock, dates a page in sitemap and feed."""
    root = ET.fromstring((everything / "site/sitemap.xml").read_bytes())  # noqa: S314 - our own file
    dates = {
        (url.findtext(f"{SITEMAPS}loc") or "").rpartition("folder/")[2]: url.findtext(f"{SITEMAPS}lastmod")
        for url in root.iter(f"{SITEMAPS}url")
    }
    dated = {path: date for path, date in dates.items() if date}
    assert dated == {"exercises/everything.html": "2025-01-02", "routines/everything.html": "2025-01-02"}
    feed = (everything / "site/feed.xml").read_text("utf-8")
    assert feed.count("<pubDate>Thu, 02 Jan 2025 00:00:00 GMT</pubDate>") == 2


def test_feed(everything: Path) -> None:
    """The feed is RSS 2.0 with title, link and description, and the pages that have a date, by their whole address."""
    site = everything / "site"
    root = ET.fromstring((site / "feed.xml").read_bytes())  # noqa: S314 - our own file
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root.findall("channel")
    assert channel.findtext("link") == BASE
    assert channel.findtext("title") == "Everything"
    assert channel.findtext("description")
    assert channel.findtext("language") == "en-GB"
    itself = channel.find(f"{ATOM}link")
    assert itself is not None
    assert (itself.get("rel"), itself.get("href")) == ("self", f"{BASE}feed.xml")
    items = channel.findall("item")
    assert len(items) == 2
    assert all(item.findtext("pubDate") for item in items)
    for item in items:
        link = item.findtext("link") or ""
        assert link.startswith(BASE)
        assert (site / unquote(link.removeprefix(BASE))).is_file()
        assert item.findtext("guid") == link
        assert item.findtext("title")


def test_pages_name_the_feed(everything: Path) -> None:
    """Every page names the feed for feed readers."""
    site = everything / "site"
    for path, page in documents.whole_pages(site).items():
        link = page.find("head/link[@rel='alternate']")
        assert link is not None, path
        file, _ = documents.target(site, site / path, link.get("href", ""))
        assert file == site / "feed.xml", path


def test_robots(everything: Path) -> None:
    """robots.txt lets everybody in and names the sitemap."""
    lines = (everything / "site/robots.txt").read_text("utf-8").splitlines()
    assert lines == ["User-agent: *", "Disallow:", f"Sitemap: {BASE}sitemap.xml"]


def test_without_an_address(everything: Path) -> None:
    """Without a base address there is no sitemap, feed or canonical link, and nothing names one."""
    site = everything / "no address"
    assert not (site / "sitemap.xml").exists()
    assert not (site / "feed.xml").exists()
    assert "Sitemap" not in (site / "robots.txt").read_text("utf-8")
    assert "base_url" not in documents.data(site)["site"]
    for path, file in documents.html_files(site).items():
        root = document(file)
        assert root.find("head/link[@rel='canonical']") is None, path
        assert root.find("head/link[@rel='alternate']") is None, path
        assert documents.meta(root, "og:url") is None, path
        if path.startswith("exercises/") and not documents.is_redirect(root):
            assert list(documents.empty_places(documents.json_ld(root))) == [], path
            assert all("url" not in node for node in documents.json_ld(root)["@graph"]), path


def test_the_shipped_guide_names_no_address_of_a_site(built_site: Path) -> None:
    """The guide is at no address until somebody gives it one: no page and no card leads to one that is not theirs."""
    assert "base_url" not in yaml.safe_load((CONTENT / "site.yaml").read_text("utf-8"))
    assert not (built_site / "sitemap.xml").exists()
    for path, file in documents.html_files(built_site).items():
        root = document(file)
        assert root.find("head/link[@rel='canonical']") is None, path
        assert "example.org" not in file.read_text("utf-8"), path
        if path.startswith("cards/"):
            assert root.find(".//*[@class='card-code']") is None, path


def test_another_address(everything: Path) -> None:
    """--base-url takes the place of the one in site.yaml everywhere, its slash at the end put there."""
    site = everything / "other address"
    for file in [*site.rglob("*.html"), *site.glob("*.xml"), site / "robots.txt"]:
        text = file.read_text("utf-8").replace("https://every.example.org/deep/folder/exercises/old-name", "")
        assert "every.example.org" not in text, file
    assert "Sitemap: http://localhost:8000/here/sitemap.xml" in (site / "robots.txt").read_text("utf-8")


# --- the error page, redirects, drafts, reviews -----------------------------------------------------------------


def test_error_page_needs_no_other_file(everything: Path) -> None:
    """404.html, shown at any depth, loads nothing, and its one link holds at any depth."""
    references = list(documents.references(everything / "site/404.html"))
    assert [one for one in references if one.loads] == []
    assert [one.to for one in references] == [BASE]


def test_drafts(everything: Path) -> None:
    """A draft is nowhere in the site; with --drafts it is there, marked, and kept from search engines."""
    for file in (everything / "site").rglob("*"):
        if file.suffix in {".html", ".json", ".xml"}:
            assert "Not yet ready" not in file.read_text("utf-8"), file
    assert not (everything / "site/exercises/draft.html").exists()
    site = everything / "drafts"
    marked = [
        path
        for path, root in documents.whole_pages(site).items()
        if root.find(".//p[@class='draft']") is not None
    ]
    assert marked == ["exercises/draft.html"]
    assert "Not yet ready" in text_of(document(site / "index.html"))
    assert "Not yet ready" in (site / "exercises.json").read_text("utf-8")


def overdue(site: Path) -> list[str]:
    """Return the pages that show that a review is overdue."""
    return [
        path
        for path, root in documents.whole_pages(site).items()
        if "was due to be checked again by 2 January 2026" in text_of(root)
    ]


def test_overdue_reviews(everything: Path) -> None:
    """An overdue review is reported only when a day is given, and the day after it was due, not on it."""
    assert overdue(everything / "site") == []
    assert overdue(everything / "in time") == []
    assert overdue(everything / "later") == ["exercises/everything.html", "routines/everything.html"]


def test_a_text_that_nobody_checked_says_so(built_site: Path) -> None:
    """Each shipped text without a review says calmly that no clinician has checked it."""
    for kind in KINDS:
        for file in (CONTENT / kind).glob("*.md"):
            root = document(built_site / kind / f"{file.stem}.html")
            text = text_of(root.find(".//div[@id='review']"))
            assert ("No clinician has checked" in text) == ("reviewed" not in written(file)[0])


def test_safety_is_on_every_page(built_site: Path) -> None:
    """Each rule of the site is on every exercise, routine and card, with both tiers of help."""
    settings = yaml.safe_load((CONTENT / "site.yaml").read_text("utf-8"))["safety"]
    rules = [*settings["stop_if"], *settings["get_help"]["urgent"], *settings["get_help"]["soon"]]
    short = [rule["short"] if isinstance(rule, dict) else rule for rule in rules]
    for path, root in documents.whole_pages(built_site).items():
        folder = path.partition("/")[0]
        if folder not in {"exercises", "routines", "cards"}:
            continue
        text = text_of(root.find("body/main"))
        wanted = short if folder == "cards" else whole_rules(rules)
        assert [rule for rule in wanted if rule not in text] == [], path
        slug = Path(path).stem
        if folder == "exercises":
            own = written(CONTENT / "exercises" / f"{slug}.md")[0]
            assert [
                rule
                for rule in (*whole_rules(own.get("stop_if")), *whole_rules(own.get("not_if")))
                if rule not in text
            ] == []


def test_new_address_of_the_output(run_cli: RunCli, project: Path) -> None:
    """A base address that is none is refused before anything is read."""
    code, _, err = run_cli("build", "--base-url", "legs.example.org")
    assert code == 2
    assert "legs.example.org" in err
    assert not (project / "site").exists()
