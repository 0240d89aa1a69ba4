"""A lock on a folder, so that one build at a time writes to it.

The folder itself is locked, not a file in it: nothing is left behind, and the system releases the lock when a process
ends, however it ends. If a folder cannot be locked (Windows, some network drives), builds go on without a lock: each
file is replaced in one step in any case, and the next build repairs what two builds have mixed.

Builds that have nothing to do import this module, so it imports next to nothing.
"""

from __future__ import annotations

import os

try:
    import fcntl

    _CAN_LOCK = True
except ModuleNotFoundError:  # Windows
    _CAN_LOCK = False


class Lock:
    """The lock of one process on a folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._opened = -1

    @property
    def is_held(self) -> bool:
        """Return whether nobody else can take it; also False if the folder cannot be locked at all."""
        return self._opened >= 0

    def take(self) -> bool:
        """Try once. Return False while another process has it, and True if there is nothing to wait for."""
        while _CAN_LOCK:
            try:
                opened = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
            except OSError:
                return True  # what is wrong with it is reported when it is written to
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
            os.close(opened)  # it was deleted, and perhaps created again, before it was locked
        return True

    def release(self) -> None:
        """Release it."""
        if self.is_held:
            fcntl.flock(self._opened, fcntl.LOCK_UN)  # as a worker may still have a copy of what is closed
            os.close(self._opened)
            self._opened = -1
