"""What the terminal shows during a build: that it waits for another, and a bar for work of over a second."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TextIO

from cuecard.cli.terminal import print_error
from cuecard.core.progress import StageTimer

_PATIENCE = 1.0
"""Seconds that pass before anything is shown."""
_PAUSE = 0.1
"""Seconds between two drawings of the bar."""
_WIDTH = 24


class TerminalTimer(StageTimer):
    """Says when a build waits for another one."""

    def waiting(self, output: Path) -> None:
        """Say that the folder *output* is being written by another build."""
        print_error(f"cuecard: another build is writing to {output}; waiting until it is done")


class Bar(TerminalTimer):
    """Shows what a build is doing, in a line that is removed at the end; nothing for a build of under a second."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self._terminal = terminal
        self._show_at = time.monotonic() + _PATIENCE
        self._is_shown = False

    def at(self, name: str, done: int = 0, total: int = 0) -> None:
        """Draw the bar again, unless it has just been drawn."""
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
        """Remove the bar."""
        if self._is_shown:
            self._draw("")
            self._is_shown = False

    def _draw(self, text: str) -> None:
        self._terminal.write(f"\r\x1b[K{text}")
        self._terminal.flush()
