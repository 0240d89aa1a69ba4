"""Build after each burst of saves, in a thread of its own; no save is lost, and no error ends it."""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from itertools import count
from pathlib import Path

from msgspec import Struct

from cuecard.serve.builder import Builder, Report

_QUIET = 0.05
"""Seconds without a change after which a burst is over."""
_QUIET_ALONE = 0.015
"""The same for a single file: most saves are of one, and the author is waiting."""
_MOST = 0.5
"""Seconds that a burst is waited for at most; later changes are in the next build."""


class Build(Struct, frozen=True):
    """A finished build."""

    number: int
    """Counted from 1."""
    changed: frozenset[Path] | None
    """The saves that it was for; None if everything was looked at."""
    report: Report
    seconds: float


class Changes:
    """What was saved and is not built yet: one thread adds, another one takes."""

    def __init__(self) -> None:
        self._files: frozenset[Path] = frozenset()
        self._is_filled = threading.Condition()
        self._is_closed = False

    def add(self, files: AbstractSet[Path]) -> None:
        """Add *files*, for the next `take`."""
        with self._is_filled:
            self._files |= files
            self._is_filled.notify()

    def close(self) -> None:
        """Close it: `take` returns nothing from now on."""
        with self._is_filled:
            self._is_closed = True
            self._is_filled.notify()

    @property
    def is_ready(self) -> bool:
        """Return whether `take` would not have to wait."""
        return bool(self._files) or self._is_closed

    def take(self) -> frozenset[Path]:
        """Wait for changes, and for the end of the burst that they may belong to; return none when closed."""
        with self._is_filled:
            self._is_filled.wait_for(lambda: self.is_ready)
            latest = time.monotonic() + _MOST
            while not self._is_closed:
                is_burst = sum(file.exists() for file in self._files) > 1
                wait = min(_QUIET if is_burst else _QUIET_ALONE, latest - time.monotonic())
                if wait <= 0 or not self._grows(wait):
                    break
            taken, self._files = self._files, frozenset()
            return frozenset() if self._is_closed else taken

    def _grows(self, wait: float) -> bool:
        """Return whether another file is added within *wait* seconds."""
        before = self._files
        return self._is_filled.wait_for(lambda: self._is_closed or self._files != before, wait)


class BuildThread(threading.Thread):
    """Builds once, and again after each burst of changes; calls *on_build* after each build.

    A build with problems is not reported if more was saved meanwhile: the problem may be half a save.
    """

    def __init__(self, builder: Builder, changes: Changes, on_build: Callable[[Build], None]) -> None:
        super().__init__(name="builder", daemon=True)
        self._builder = builder
        self._changes = changes
        self._on_build = on_build
        self.is_building = True
        """Whether the site may be partly old and partly new, or is not built yet."""

    def run(self) -> None:
        """Build until the changes are closed."""
        changed: frozenset[Path] | None = None
        for number in count(1):
            build = self._build(number, changed)
            if build.report.written or not self._changes.is_ready:
                self.is_building = False
                self._on_build(build)
            changed = self._changes.take()
            if not changed:
                return
            self.is_building = True
            if build.report.fault:
                changed = None  # what it remembers may be wrong

    def _build(self, number: int, changed: frozenset[Path] | None) -> Build:
        started = time.perf_counter()
        try:
            report = self._builder.build(changed)
        except Exception:
            report = Report(fault=traceback.format_exc())
        return Build(number, changed, report, time.perf_counter() - started)
