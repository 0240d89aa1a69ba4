"""Building after each save, in a thread of its own: bursts folded, nothing dropped, no fault the last."""

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
"""Seconds without a change after which a burst counts as over."""
_QUIET_ALONE = 0.015
"""The same for one file alone: most saves are of one, and the author is waiting."""
_MOST = 0.5
"""Seconds that a burst is waited for at most; what comes later is in the next build."""


class Build(Struct, frozen=True):
    """One build that is over."""

    number: int
    """Counted from 1."""
    changed: frozenset[Path] | None
    """The saves that it was made for; None when everything was looked at."""
    report: Report
    seconds: float


class Changes:
    """What was saved and is not built yet: one thread adds, another takes."""

    def __init__(self) -> None:
        self._files: frozenset[Path] = frozenset()
        self._filled = threading.Condition()
        self._is_closed = False

    def add(self, files: AbstractSet[Path]) -> None:
        """Note *files*, for the next `take`."""
        with self._filled:
            self._files |= files
            self._filled.notify()

    def close(self) -> None:
        """No more is wanted: `take` gives nothing from now on."""
        with self._filled:
            self._is_closed = True
            self._filled.notify()

    @property
    def are_there(self) -> bool:
        """Whether `take` would not have to wait."""
        return bool(self._files) or self._is_closed

    def take(self) -> frozenset[Path]:
        """Wait for changes, and for the end of the burst that they may belong to; none when closed."""
        with self._filled:
            self._filled.wait_for(lambda: self.are_there)
            latest = time.monotonic() + _MOST
            while not self._is_closed:
                is_burst = sum(file.exists() for file in self._files) > 1
                wait = min(_QUIET if is_burst else _QUIET_ALONE, latest - time.monotonic())
                if wait <= 0 or not self._grows(wait):
                    break
            taken, self._files = self._files, frozenset()
            return frozenset() if self._is_closed else taken

    def _grows(self, wait: float) -> bool:
        """Whether another file comes within *wait* seconds."""
        before = self._files
        return self._filled.wait_for(lambda: self._is_closed or self._files != before, wait)


class Worker(threading.Thread):
    """Builds once, and again after each burst of changes; *tell* hears of each build, in this thread.

    A build that failed is not told when more was saved meanwhile: what it complains of may be half a save.
    """

    def __init__(self, builder: Builder, changes: Changes, tell: Callable[[Build], None]) -> None:
        super().__init__(name="builder", daemon=True)
        self._builder = builder
        self._changes = changes
        self._tell = tell
        self.is_building = True
        """Whether the folder may be half old and half new, or the first build is yet to come."""

    def run(self) -> None:
        """Build until the changes are closed."""
        changed: frozenset[Path] | None = None
        for number in count(1):
            build = self._build(number, changed)
            if build.report.written or not self._changes.are_there:
                self.is_building = False
                self._tell(build)
            changed = self._changes.take()
            if not changed:
                return
            self.is_building = True
            if build.report.fault:
                changed = None  # it may have forgotten half of what it knew

    def _build(self, number: int, changed: frozenset[Path] | None) -> Build:
        started = time.perf_counter()
        try:
            report = self._builder.build(changed)
        except Exception:
            report = Report(fault=traceback.format_exc())
        return Build(number, changed, report, time.perf_counter() - started)
