"""A folder that one build at a time may write to.

The folder itself is locked, not a file in it: nothing is left behind, and the system lets go of the lock when a process
ends, however it ends. Where a folder cannot be locked (Windows, some network drives), work goes on without: every file
is put in place whole in any case, and the next build mends what two builds have mixed.

This module is read by builds that have nothing to do, so it imports next to nothing.
"""

from __future__ import annotations

import os

try:
    import fcntl

    _CAN_LOCK = True
except ModuleNotFoundError:  # Windows
    _CAN_LOCK = False


class Lock:
    """One process's hold on a folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._opened = -1

    @property
    def is_held(self) -> bool:
        """Whether nobody else can take it; False too where the folder cannot be locked at all."""
        return self._opened >= 0

    def take(self) -> bool:
        """Try once. False while somebody else has it, True where there is no more to wait for."""
        while _CAN_LOCK:
            try:
                opened = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            except OSError:
                return True  # whatever is wrong with it is told when it is written to
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                is_this_one = os.path.samestat(os.fstat(opened), os.stat(self._folder))  # noqa: PTH116
            except BlockingIOError:
                os.close(opened)
                return False
            except FileNotFoundError:
                is_this_one = False
            except OSError:
                os.close(opened)
                return True
            if is_this_one:
                self._opened = opened
                return True
            os.close(opened)  # it was deleted, and perhaps made again, before it was locked
        return True

    def release(self) -> None:
        """Let others have it."""
        if self.is_held:
            fcntl.flock(
                self._opened, fcntl.LOCK_UN
            )  # a worker that is left may hold a copy of what is closed
            os.close(self._opened)
            self._opened = -1
