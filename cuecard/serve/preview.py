"""What the preview shows at this moment: the site as it was published last, and what is wrong with the newest."""

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
"""Where our script is served, which no published page has."""
STATE = "/-/state"
"""Where an open page asks what stands at its address now."""

_PATIENCE = 30
"""Seconds that a request for what is not there waits for the end of a build."""
_MOST_TOLD = 200
"""Problems told over a page; the terminal has them all."""


class Connection(Protocol):
    """The line to one open page."""

    def call(self) -> None:
        """Have the page look what is new."""


class Page(NamedTuple):
    """What is answered at an address that is no picture, script or other file."""

    status: int
    data: bytes


class Preview(Struct):
    """What all answers are made from. Only the thread of the server uses it."""

    folder: Path
    """Where the site is."""
    host: str
    """What the server listens on."""
    is_building: Callable[[], bool]
    """Whether the folder may be half old and half new, or the first build is yet to come."""
    lines: set[Connection] = field(default_factory=set)
    latest: Report | None = None
    has_site: bool = False
    """Whether a build has published something yet."""
    base_url: str = ""

    def hear(self, build: Build) -> None:
        """Take note of a build that is over, and have each open page look what it means for it."""
        self.latest = build.report
        if build.report.written:
            self.has_site = True
            self.base_url = build.report.base_url
        for line in tuple(self.lines):
            line.call()

    async def find(self, path: str) -> Path | Moved | None:
        """What stands at *path*. While a build is under way, what is not there may be yet to come."""
        found = routes.find(self.folder, path)
        if found is None and self.is_building():
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    while self.is_building():
                        await asyncio.sleep(0.02)
            found = routes.find(self.folder, path)
        return found

    def page(self, file: Path | Moved | None) -> Page:
        """The page in *file*; the one that says so where there is none, or no site yet."""
        if not self.has_site:
            return Page(503, _NO_SITE)
        with suppress(OSError):
            if isinstance(file, Path):
                return Page(200, file.read_bytes())
            return Page(404, self._led_home((self.folder / "404.html").read_bytes()))
        return Page(404, _GONE)

    def state(self, path: str) -> dict[str, object]:
        """What the open page at *path* compares itself with, and what is told over it."""
        shown = routes.shown(self.page(routes.find(self.folder, path)).data)
        return {"page": shown.digest, "sheets": shown.sheets, **self._told()}

    def _told(self) -> dict[str, object]:
        if self.latest is None:
            return {"isGood": True, "title": "", "lead": "", "problems": [], "more": 0}
        if self.latest.written:
            lead = "The site was built even so."
        elif self.latest.fault:
            lead = "This is not your mistake. Please report what the terminal tells; the preview goes on."
        elif self.has_site:
            lead = (
                "You see the last build that went well. Mend this and save, and the page follows by itself."
            )
        else:
            lead = "There is no page yet. Mend this and save, and it comes by itself."
        texts = self.latest.texts
        return {
            "isGood": self.latest.written is not None,
            "title": _title(self.latest) if texts else "",
            "lead": lead,
            "problems": texts[:_MOST_TOLD],
            "more": max(0, len(texts) - _MOST_TOLD),
        }

    def _led_home(self, page: bytes) -> bytes:
        """The page for what is not there; what leads to the published site's start leads to ours."""
        for start in filter(None, (self.base_url, "index.html")):
            page = page.replace(f'href="{html.escape(start)}'.encode(), b'href="/')
        return page


def _title(report: Report) -> str:
    if report.fault:
        return "A fault of the program"
    if report.refusal:
        return "The site cannot be built"
    return count_by_severity(report.problems)


_END = re.compile(rb"</body\s*>", re.IGNORECASE)
_POLICY = re.compile(
    rb"""(<meta http-equiv="Content-Security-Policy" content="default-src [^"]*connect-src 'self')"""
)


def with_script(page: bytes) -> bytes:
    """The page with our script at the end of its body, and leave for it to ask us."""
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
    "No page yet", "There is no page yet, as the site could not be built. The terminal tells why."
)
_GONE = _plain("Not here", "There is no page at this address.")
