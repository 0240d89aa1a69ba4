"""A bar in the terminal for work that takes over a second, in a line that is gone when the work is done."""

from __future__ import annotations

import time
from typing import TextIO

from cuecard.core.progress import StageTimer

_PATIENCE = 1.0
"""Seconds that pass before anything is shown."""
_PAUSE = 0.1
"""Seconds between two looks of the bar."""
_WIDTH = 24


class Bar(StageTimer):
    """Shows what a build is doing; nothing at all when it is done within a second."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self._terminal = terminal
        self._show_at = time.monotonic() + _PATIENCE
        self._is_shown = False

    def at(self, name: str, done: int = 0, total: int = 0) -> None:
        """Draw the bar again, unless it was drawn just now."""
        now = time.monotonic()
        if now < self._show_at and done < total:
            return
        if now < self._show_at and not self._is_shown:
            return
        self._show_at = now + _PAUSE
        filled = _WIDTH * done // total if total else 0
        counted = f" {done} of {total}" if total else ""
        self._draw(f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {name}{counted}")
        self._is_shown = True

    def done(self) -> None:
        """Take the bar away."""
        if self._is_shown:
            self._draw("")
            self._is_shown = False

    def _draw(self, text: str) -> None:
        self._terminal.write(f"\r\x1b[K{text}")
        self._terminal.flush()
