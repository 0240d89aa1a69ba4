"""The pages of a built site as parsed documents: what the tests of the output read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import html5lib

LIST = ".cuecard.json"
"""Our own note in the output folder of what was made there."""


class Reference(NamedTuple):
    """An address that a file names."""

    where: str
    """Element and attribute, such as `a/@href`."""
    to: str
    loads: bool
    """Whether a browser fetches it without being asked."""


@cache
def document(file: Path) -> Element:
    """Return the root of an HTML file; raises where a strict HTML5 parser finds an error."""
    return parsed(file.read_bytes())


def parsed(data: bytes) -> Element:
    """Return the root of a page; raises where a strict HTML5 parser finds an error."""
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    root = parser.parse(data, transport_encoding="utf-8")
    assert isinstance(root, Element)
    return root


def html_files(site: Path) -> dict[str, Path]:
    """Return every HTML file of the site, by its path from the top."""
    return {file.relative_to(site).as_posix(): file for file in sorted(site.rglob("*.html"))}


def is_redirect(root: Element) -> bool:
    """Return whether the page only leads on to another."""
    return root.find(".//meta[@http-equiv='refresh']") is not None


def whole_pages(site: Path) -> dict[str, Element]:
    """Return the pages with header and footer: all but redirects and the error page."""
    found = {path: document(file) for path, file in html_files(site).items() if path != "404.html"}
    return {path: root for path, root in found.items() if not is_redirect(root)}


def text_of(element: Element | None) -> str:
    """Return all text inside, its white space as a browser shows it."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def meta(root: Element, name: str) -> str | None:
    """Return the content of the meta element with this name or property."""
    for element in root.iter("meta"):
        if name in (element.get("name"), element.get("property")):
            return element.get("content")
    return None


def json_ld(root: Element) -> Any:
    """Return the page's data for machines; None when it has none."""
    blocks = [
        script.text or "" for script in root.iter("script") if script.get("type") == "application/ld+json"
    ]
    assert len(blocks) <= 1
    return json.loads(blocks[0]) if blocks else None


def strings(value: Any) -> Iterator[str]:
    """Yield every text inside JSON, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def empty_places(value: Any, path: str = "$") -> Iterator[str]:
    """Yield where JSON has a key or an item with nothing behind it."""
    if value in ("", None, [], {}):
        yield path
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from empty_places(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from empty_places(inner, f"{path}[{n}]")


# --- addresses -----------------------------------------------------------------------------------------


def references(file: Path) -> Iterator[Reference]:
    """Yield every address that a file of the site names, by its kind: page, style sheet, feed, sitemap, robots."""
    if file.suffix == ".html":
        yield from _in_html(document(file))
    else:
        yield from references_in(file.read_bytes(), file.suffix)


def references_in(data: bytes, ending: str) -> Iterator[Reference]:
    """Yield every address in the bytes of a file with this ending."""
    if ending == ".html":
        yield from _in_html(parsed(data))
    elif ending == ".css":
        for address in _urls_in_css(data.decode()):
            yield Reference("url()", address, loads=True)
    elif ending == ".xml":
        for element in ET.fromstring(data).iter():  # noqa: S314 - our own file
            name = element.tag.rpartition("}")[2]
            if name in {"loc", "link", "guid"} and (element.text or "").strip():
                yield Reference(name, element.text or "", loads=False)
            if element.get("href"):
                yield Reference(f"{name}/@href", element.get("href", ""), loads=False)
    elif ending == ".txt":
        for address in re.findall(r"^Sitemap: (.+)$", data.decode(), re.MULTILINE):
            yield Reference("Sitemap", address, loads=False)


SVG = "{http://www.w3.org/2000/svg}"
_LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect"}


def _in_html(root: Element) -> Iterator[Reference]:
    for element in root.iter():
        rel = set((element.get("rel") or "").split())
        loads = element.tag not in {"a", "area", "form", f"{SVG}a"} and not (
            element.tag == "link" and not rel & _LOADED_LINKS
        )
        for name in ("href", "src", "poster", "action", "formaction", "data", "background", "cite"):
            address = element.get(name)
            if address is not None:
                yield Reference(f"{element.tag}/@{name}", address, loads and name != "cite")
        for part in (element.get("srcset") or "").split(","):
            if part.strip():
                yield Reference(f"{element.tag}/@srcset", part.split()[0], loads=True)
        if element.get("http-equiv") == "refresh":
            yield Reference("meta refresh", (element.get("content") or "").partition("url=")[2], loads=False)
        if element.get("property") in {"og:url", "og:image"}:
            yield Reference("og", element.get("content") or "", loads=False)
        if element.tag == "style":
            for address in _urls_in_css(element.text or ""):
                yield Reference("style url()", address, loads=True)
        for address in _urls_in_css(element.get("style") or ""):
            yield Reference(f"{element.tag}/@style", address, loads=True)


def _urls_in_css(text: str) -> list[str]:
    found = re.findall(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)""", text)
    return ["".join(parts) for parts in found] + re.findall(r"""@import\s+["']([^"']+)""", text)


def is_elsewhere(address: str) -> bool:
    """Return whether it has a scheme or a host of its own."""
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def target(site: Path, page: Path, address: str) -> tuple[Path, str]:
    """Return the file and the fragment that *address* means on *page*, opened from a disk."""
    whole = urlsplit(urljoin(page.as_uri(), address))
    return Path(unquote(whole.path)), unquote(whole.fragment)


def ids(file: Path) -> list[str]:
    """Return every id in an HTML file, in order."""
    return [element.get("id", "") for element in document(file).iter() if element.get("id") is not None]


def data(site: Path) -> dict[str, Any]:
    """exercises.json, read."""
    content = json.loads((site / "exercises.json").read_text("utf-8"))
    assert isinstance(content, dict)
    return content


def base_url(site: Path) -> str:
    """Return the base URL of the site, or nothing."""
    return str(data(site)["site"].get("base_url", ""))


def whole_rules(rules: Iterable[Any] | None) -> list[str]:
    """Return rules as pages and data have them, without their short forms."""
    return [rule["rule"] if isinstance(rule, dict) else rule for rule in rules or ()]
