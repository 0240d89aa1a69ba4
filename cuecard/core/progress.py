"""What a build is doing and how long it takes, for whoever watches: a progress bar, or `--profile`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol


class TimedPage(Protocol):
    """A rendered page, as a watcher sees it."""

    @property
    def url(self) -> str:
        """Return its path."""

    @property
    def template(self) -> str:
        """Return what it was made with; empty for none."""

    @property
    def seconds(self) -> float:
        """Return how long that took; 0 when it was not made again."""


class StageTimer:
    """Notes how long each stage of a build takes, and each page."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        """Seconds by name, in the order of the build."""
        self.pages: list[tuple[float, str, str]] = []
        """Seconds, url and template of each page that was made."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time inside to the stage *name*."""
        started = time.perf_counter()
        self.at(name)
        try:
            yield
        finally:
            self.stages[name] = self.stages.get(name, 0) + time.perf_counter() - started

    def at(self, name: str, done: int = 0, total: int = 0) -> None:
        """Receive what is being done and how much is done; a watcher that shows it overrides this."""

    def rendered(self, page: TimedPage, done: int, total: int) -> None:
        """Count a page."""
        if page.seconds:
            self.pages.append((page.seconds, page.url, page.template))
        self.at("pages", done, total)

    def waiting(self, output: Path) -> None:
        """Show that another build is writing to the folder *output*, and that this one waits for it."""

    def done(self) -> None:
        """Learn that the build has ended."""

    def profile(self) -> str:
        """Return where the time went: by stage, by template, and the ten pages that took longest.

        Stages are measured in elapsed time, pages in the time of the worker that rendered each: their sum may be more.
        """
        lines = ["", "stage                      seconds"]
        lines += [f"{name:24} {seconds:9.3f}" for name, seconds in self.stages.items()]
        by_template: dict[str, list[float]] = {}
        for seconds, _, template in self.pages:
            by_template.setdefault(template or "(data)", []).append(seconds)
        if by_template:
            lines += ["", "template                   seconds    pages   ms a page"]
        for template, times in sorted(by_template.items(), key=lambda item: (-sum(item[1]), item[0])):
            each = 1000 * sum(times) / len(times)
            lines.append(f"{template:24} {sum(times):9.3f} {len(times):8} {each:11.2f}")
        if self.pages:
            lines += ["", "slowest pages                   ms"]
        for seconds, url, _ in sorted(self.pages, reverse=True)[:10]:
            lines.append(f"{1000 * seconds:34.2f}  {url}")
        return "\n".join(lines)
