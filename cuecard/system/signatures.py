"""What changes whenever a file is written, without reading it: its size, times and inode.

A file can be written twice within one tick of the file system's clock, with the same size. So a program that relies on
a signature lets one tick pass after the newest change: what is written later has a later time of change, which no
program can set.

Builds that have nothing to do import this module, so it imports next to nothing.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_TICK = 12_000_000
"""Nanoseconds: Linux sets times with the clock of its scheduler, which ticks every 1 to 10 ms."""
_COARSE_TICK = 2_100_000_000
"""For file systems that count in seconds, or, like FAT, in two of them."""
_MOST_TICKS = 10
"""How long it is worth to wait."""


def signature_of_status(status: os.stat_result) -> tuple[bytes, int]:
    """Return the signature of a file, and when it was changed, in nanoseconds."""
    signature = b"%d %d %d %d" % (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return signature, max(status.st_ctime_ns, status.st_mtime_ns)


def signature_of(file: str) -> str:
    """Return the signature of one file; empty if there is none."""
    try:
        return signature_of_status(os.stat(file))[0].decode()  # noqa: PTH116 - pathlib takes 10 ms to import
    except OSError:
        return ""


def signatures_of(paths: Iterable[str]) -> tuple[bytes, int]:
    """Return the signatures of files, folders and links, a line each, and the newest time of change."""
    lines, newest = [], 0
    for path in paths:
        try:
            signature, changed = signature_of_status(os.lstat(path))
        except OSError:
            signature, changed = b"", 0
        lines.append(signature)
        newest = max(newest, changed)
    return b"\n".join(lines), newest


def wait_for_tick(newest: int) -> bool:
    """Wait until a file that is written now gets a later time than *newest*; return False if that takes long."""
    if newest % 1_000_000_000 == 0:
        return newest < time.time_ns() - _COARSE_TICK
    wait = newest + _TICK - time.time_ns()
    if wait > _MOST_TICKS * _TICK:
        return False
    if wait > 0:
        time.sleep(wait / 1e9)
    return True
