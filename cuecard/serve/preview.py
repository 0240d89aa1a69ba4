"""What the preview shows now: the site as it was published last, and the problems of the last build."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Protocol

from msgspec import Struct, field

from cuecard.core.diagnostics import count_by_severity
from cuecard.serve import routes
from cuecard.serve.build_thread import Build
from cuecard.serve.builder import Report
from cuecard.serve.routes import Moved

SCRIPT = "/-/preview.js"
"""Where our script is served, which is in no published page."""
STATE = "/-/state"
"""Where an open page asks what is at its address now."""

_PATIENCE = 30
"""Seconds that a request for a missing page waits for the end of a build."""
_MOST_SHOWN = 200
"""Problems shown over a page; the terminal shows all of them."""


class Connection(Protocol):
    """The connection to one open page."""

    def call(self) -> None:
        """Tell the page that something may have changed."""


class Page(NamedTuple):
    """The answer at an address that is not a picture, script or other file."""

    status: int
    data: bytes


class Preview(Struct):
    """What all answers depend on. Only the thread of the server uses it."""

    folder: Path
    """Where the site is."""
    host: str
    """The host that the server listens on."""
    is_building: Callable[[], bool]
    """Whether the site may be partly old and partly new, or is not built yet."""
    connections: set[Connection] = field(default_factory=set)
    latest: Report | None = None
    has_site: bool = False
    """Whether a build has published anything yet."""
    base_url: str = ""

    def update(self, build: Build) -> None:
        """Show the result of a build, and tell all open pages."""
        self.latest = build.report
        if build.report.written:
            self.has_site = True
            self.base_url = build.report.base_url
        for connection in tuple(self.connections):
            connection.call()

    async def find(self, path: str) -> Path | Moved | None:
        """Return what is at *path*. While a build is running, a missing page may still be written."""
        target = routes.find(self.folder, path)
        if target is None and self.is_building():
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    while self.is_building():
                        await asyncio.sleep(0.02)
            target = routes.find(self.folder, path)
        return target

    def page(self, file: Path | Moved | None) -> Page:
        """Return the page in *file*, or one that says that there is none, or no site yet."""
        if not self.has_site:
            return Page(503, _NO_SITE)
        with suppress(OSError):
            if isinstance(file, Path):
                return Page(200, file.read_bytes())
            return Page(404, self._with_links_home((self.folder / "404.html").read_bytes()))
        return Page(404, _MISSING)

    def state(self, path: str) -> dict[str, object]:
        """Return what the open page at *path* compares itself with, and what is shown over it."""
        shown = routes.shown(self.page(routes.find(self.folder, path)).data)
        return {"page": shown.digest, "sheets": shown.sheets, **self._overlay()}

    def _overlay(self) -> dict[str, object]:
        if self.latest is None:
            return {"isGood": True, "title": "", "lead": "", "problems": [], "more": 0}
        if self.latest.written:
            lead = "The site was built anyway."
        elif self.latest.fault:
            lead = "This is not your mistake. Please report what the terminal shows; the preview goes on."
        elif self.has_site:
            lead = "Showing the last good version. Fix this and save; the page updates by itself."
        else:
            lead = "There is no page yet. Fix this and save; it appears by itself."
        texts = self.latest.texts
        return {
            "isGood": self.latest.written is not None,
            "title": _title(self.latest) if texts else "",
            "lead": lead,
            "problems": texts[:_MOST_SHOWN],
            "more": max(0, len(texts) - _MOST_SHOWN),
        }

    def _with_links_home(self, page: bytes) -> bytes:
        """Return the page for a missing page; its links to the start of the published site lead to ours."""
        for start in filter(None, (self.base_url, "index.html")):
            page = page.replace(f'href="{html.escape(start)}'.encode(), b'href="/')
        return page


def _title(report: Report) -> str:
    if report.fault:
        return "A bug in Cuecard"
    if report.refusal:
        return "The site cannot be built"
    return count_by_severity(report.problems)


_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_POLICY = re.compile(
    rb"""(<meta http-equiv="Content-Security-Policy" content="default-src [^"]*connect-src 'self')"""
)


def with_script(page: bytes) -> bytes:
    """Return the page with our script at the end of its body, and permission for it to connect to us."""
    tag = f'<script src="{SCRIPT}" data-page="{routes.shown(page).digest}"></script>\n'.encode()
    ends = [match.start() for match in _END.finditer(page)]
    end = ends[-1] if ends else len(page)
    return _POLICY.sub(rb"\1 ws:", page[:end], count=1) + tag + page[end:]


def _plain(title: str, text: str) -> bytes:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body>
<p>{text}</p>
</body>
</html>
""".encode()


_NO_SITE = _plain(
    "No page yet", "There is no page yet, because the site could not be built. The terminal shows why."
)
_MISSING = _plain("Page not found", "There is no page at this address.")
