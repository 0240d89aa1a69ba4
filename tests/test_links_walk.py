"""A link checker over built sites: every address leads somewhere, from a disk and from a subfolder of a server."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections import deque
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin

import documents
import pytest
import sites
from documents import base_url
from playwright.sync_api import Browser

EXPECTED = {".cuecard.json", "404.html", "_headers", "robots.txt", "sitemap.xml", "exercises.json"}
"""Files that nothing on a page leads to, and that hosts, search engines and programs ask for by name."""


@pytest.fixture(scope="module")
def without_address(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the same site, made without knowing its address."""
    folder = tmp_path_factory.mktemp("without")
    return sites.build(sites.everything(folder / "content"), folder / "site", "--base-url", "")


@pytest.fixture(scope="module", params=["shipped", "everything", "without_address"])
def site(request: pytest.FixtureRequest, built_site: Path, everything: Path, without_address: Path) -> Path:
    """Return three sites to walk."""
    by_name = {"shipped": built_site, "everything": everything, "without_address": without_address}
    return by_name[str(request.param)]


def files(site: Path) -> list[Path]:
    """Return every file that names addresses."""
    return [file for file in sorted(site.rglob("*")) if file.suffix in {".html", ".css", ".xml", ".txt"}]


def local(address: str, base: str) -> str | None:
    """Return an absolute address below the site's own, as a path inside the site; None for all others."""
    if not base or not address.startswith(base):
        return None
    path, hash_sign, fragment = address.removeprefix(base).partition("#")
    return (path or "index.html") + hash_sign + fragment


def dead(site: Path, page: Path, address: str) -> str:
    """Return why an address on a page leads nowhere, or nothing when it leads to a file and an id."""
    file, fragment = documents.target(site, page, address)
    if not file.is_relative_to(site):
        return "leaves the site"
    if not file.is_file():
        return "no such file"
    if fragment and file.suffix == ".html" and fragment not in documents.ids(file):
        return "no such id"
    return ""


# --- from a disk ----------------------------------------------------------------------------------------


def test_no_dead_link_from_a_disk(site: Path) -> None:
    """Every address in pages, style sheets, feed and sitemap leads to a file, its fragment to an id."""
    base, faults = base_url(site), []
    for file in files(site):
        for reference in documents.references(file):
            inside = local(reference.to, base)
            if documents.is_elsewhere(reference.to) and inside is None:
                continue
            page = site / "index.html" if inside is not None else file
            if why := dead(site, page, inside if inside is not None else reference.to):
                faults.append(f"{file.relative_to(site)}: {reference.where} {reference.to}: {why}")
    assert faults == []


def test_links_are_relative(site: Path) -> None:
    """An absolute address is the site's own, where one must be whole, or belongs to somebody else."""
    base = base_url(site)
    whole = {"og", "loc", "link", "guid", "link/@href", "Sitemap"}
    for file in files(site):
        for reference in documents.references(file):
            if not documents.is_elsewhere(reference.to):
                assert not reference.to.startswith("/"), f"{file}: {reference}"
            elif base and reference.to.startswith(base):
                by_author = "old-name" in reference.to
                for_all_places = file.name == "404.html" or file.parent.name == "cards"
                assert reference.where in whole or by_author or for_all_places, f"{file}: {reference}"
            else:
                assert reference.to.startswith(("https://", "http://")), f"{file}: {reference}"


def test_data_leads_to_pages(site: Path) -> None:
    """Each address in exercises.json is a file of the site."""
    data = documents.data(site)
    for kind in ("exercises", "routines", "guides"):
        for record in data.get(kind, []):
            assert (site / record["url"]).is_file(), record["url"]
            for image in record.get("images", []):
                assert (site / image["url"]).is_file(), image["url"]


def test_redirects_lead_to_pages(everything: Path) -> None:
    """An old address leads at once to a real page, which is no redirect, and names it as canonical."""
    found = {
        path: documents.document(file)
        for path, file in documents.html_files(everything).items()
        if documents.is_redirect(documents.document(file))
    }
    assert set(found) == {"exercises/old-name.html", "2019/old.html"}
    for path, root in found.items():
        references = {one.where: one.to for one in documents.references(everything / path)}
        file, _ = documents.target(everything, everything / path, references["meta refresh"])
        assert file == everything / "exercises/everything.html"
        assert references["a/@href"] == references["meta refresh"]
        canonical = root.find("head/link[@rel='canonical']")
        assert canonical is not None
        assert canonical.get("href") == base_url(everything) + "exercises/everything.html"


def test_redirects_in_a_browser(everything: Path, browser: Browser) -> None:
    """A reader who opens an old address gets to the new page, at any depth, without JavaScript too."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for old in ("exercises/old-name.html", "2019/old.html"):
        page.goto((everything / old).as_uri(), wait_until="commit")
        page.wait_for_url((everything / "exercises/everything.html").as_uri())
        assert page.locator("h1").inner_text() == "Everything at once"
    context.close()


# --- from a subfolder of a server ---------------------------------------------------------------------------


def crawled(start: str) -> tuple[set[str], list[str]]:
    """Return every address reached from *start* without leaving its folder, and each that the server refused."""
    seen, waiting, refused = {start}, deque([start]), list[str]()
    while waiting:
        address = waiting.popleft()
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
                data, kind = answer.read(), answer.headers.get_content_type()
        except HTTPError as error:
            refused.append(f"{address}: {error.code}")
            error.close()
            continue
        ending = {"text/html": ".html", "text/css": ".css", "application/xml": ".xml", "text/xml": ".xml"}
        if kind not in ending:
            continue
        for reference in in_bytes(data, ending[kind]):
            follow = urldefrag(urljoin(address, reference)).url
            if follow.startswith("http://127.0.0.1") and follow not in seen:
                seen.add(follow)
                waiting.append(follow)
    return seen, refused


def in_bytes(data: bytes, ending: str) -> list[str]:
    """Return the addresses in a file that came from a server."""
    return [reference.to for reference in documents.references_in(data, ending)]


def test_no_dead_link_under_a_subfolder(site: Path, tmp_path: Path) -> None:
    """Served from /sub/folder/, every address that can be reached from the first page is answered."""
    shutil.copytree(site, tmp_path / "sub" / "folder")
    with sites.served(tmp_path) as address:
        seen, refused = crawled(address + "sub/folder/")
    assert refused == []
    assert all(one.startswith(address + "sub/folder/") for one in seen)
    assert len(seen) > 20


# --- nothing left over ------------------------------------------------------------------------------------


def test_every_file_is_reached_or_expected(site: Path) -> None:
    """From the first page every file is reached, but those that others ask for by name, and old addresses."""
    start = site / "index.html"
    reached, waiting = {start}, deque([start])
    while waiting:
        file = waiting.popleft()
        if file.suffix not in {".html", ".css"}:
            continue
        for reference in documents.references(file):
            if documents.is_elsewhere(reference.to):
                continue
            other, _ = documents.target(site, file, reference.to)
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    left = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    left -= {file.relative_to(site).as_posix() for file in reached}
    redirects = {
        path
        for path in left
        if path.endswith(".html") and documents.is_redirect(documents.document(site / path))
    }
    assert left - redirects <= EXPECTED
    assert {".cuecard.json", "404.html", "robots.txt", "exercises.json"} <= left


def test_the_list_names_every_file(site: Path) -> None:
    """Our list of what we made names exactly the files that are there."""
    names = json.loads((site / documents.LIST).read_text("utf-8"))["files"]
    there = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert set(names) == there - {documents.LIST}
