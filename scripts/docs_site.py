"""Build the documentation as a website in build/docs/: `make docs`.

Zensical builds it in strict mode, so a link to a page or a heading that does not exist fails. Then the pages and style
sheets are searched for files that a browser would load from another host. There must be none.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / "zensical.toml"
SITE = ROOT / "build" / "docs"

_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_IN_STYLES = re.compile(r"(?:url\(|@import)\s*[\"']?\s*([^\"')\s]+)", re.IGNORECASE)
_LOADING = {"src", "srcset", "poster", "data"}
"""Attributes whose value a browser loads by itself; `href` of a link element is another one."""
_LOADING_RELATIONS = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect"}


def main() -> int:
    """Build the site and return the exit code: 0 if it is complete and loads nothing from another host."""
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean", "--config-file", str(CONFIG)]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:  # noqa: S603 - the tool of our own environment
        print("docs: the documentation has problems, see above", file=sys.stderr)
        return 1
    found = [
        f"docs: {file.relative_to(SITE)} loads {address}"
        for file in sorted(SITE.rglob("*"))
        for address in loaded_from_elsewhere(file)
    ]
    if found:
        print("\n".join(found), file=sys.stderr)
        return 1
    print(f"{SITE / 'index.html'}")
    print(f"To search, use a web server: {sys.executable} -m http.server --directory {SITE}")
    return 0


def loaded_from_elsewhere(file: Path) -> list[str]:
    """Return the addresses on other hosts that a browser loads when it shows *file*, an HTML page or a style sheet."""
    if file.suffix not in {".html", ".css", ".svg"}:
        return []
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".css":
        return [address for address in _IN_STYLES.findall(text) if _OUTSIDE.match(address)]
    page = _Page()
    page.feed(text)
    return [address for address in page.loaded if _OUTSIDE.match(address)]


class _Page(HTMLParser):
    """Collects what a page loads."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        self.loaded += _loaded_by(tag, {name: value or "" for name, value in attrs})

    def handle_data(self, data: str) -> None:
        if self._is_style:
            self.loaded += _IN_STYLES.findall(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_style = False


def _loaded_by(tag: str, attributes: dict[str, str]) -> Iterator[str]:
    """Yield the addresses that one element loads."""
    for name, value in attributes.items():
        if name == "srcset":
            yield from (part.split()[0] for part in value.split(",") if part.strip())
        elif name in _LOADING:
            yield value.strip()
        elif name == "style":
            yield from _IN_STYLES.findall(value)
    relations = set(attributes.get("rel", "").lower().split())
    if tag in {"image", "use"} or (tag == "link" and relations & _LOADING_RELATIONS):
        yield attributes.get("href", attributes.get("xlink:href", "")).strip()


if __name__ == "__main__":
    sys.exit(main())
