"""Write one file that a person named, such as a card or a report."""

from __future__ import annotations

import errno
import os
import time
from contextlib import suppress
from pathlib import Path

from cuecard.output.staging import OutputError
from cuecard.system.atomic_write import atomic_write, is_link, is_temporary_of
from cuecard.system.locks import Lock

_WITHOUT_READER = 10.0
"""Seconds that a named pipe may be without a reader."""
_PAUSE = 0.03
"""Seconds between two tries."""


def write_file(file: Path, data: bytes) -> None:
    """Write a file in one step, or not at all.

    The person's own link is followed, and what is not a file, such as `/dev/stdout`, is written to as it is. In a
    folder that others may write to, another user's link is refused: it could lead to any file of this person.

    Raises:
        OutputError: when it cannot be written.

    """
    try:
        _refuse_foreign_link(file)
        target = file.resolve()
        if target.exists() and not target.is_file():
            _write_to(target if target.is_fifo() else file, data)
            return
        lock = Lock(os.fspath(target.parent))
        lock.take()
        try:
            if lock.is_held:
                _remove_unfinished(target)
            atomic_write(os.fspath(target), data)
        finally:
            lock.release()
    except (OSError, RuntimeError) as error:  # the latter for links that lead to one another
        why = error.strerror if isinstance(error, OSError) else "its links lead in a circle"
        raise OutputError(f"{file} cannot be written: {why}") from None


def _refuse_foreign_link(file: Path) -> None:
    try:
        status = os.lstat(file)
    except OSError:
        return
    if is_link(status) and hasattr(os, "geteuid") and status.st_uid not in {0, os.geteuid()}:
        raise OutputError(f"{file} is a symbolic link of another user; name another file")


def _write_to(file: Path, data: bytes) -> None:
    """Write to what is not a file. A pipe without a reader is given some seconds to get one."""
    latest = time.monotonic() + _WITHOUT_READER
    while True:
        try:
            opened = os.open(file, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
            break
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > latest:
                raise OSError(errno.ENXIO, "nobody reads from this pipe", str(file)) from None
            time.sleep(_PAUSE)
    with open(opened, "wb", buffering=0) as stream:  # noqa: PTH123
        os.set_blocking(opened, True)
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) or 0 :]


def _remove_unfinished(file: Path) -> None:
    """Remove what an interrupted process wrote of the *file*."""
    with suppress(OSError):
        for entry in list(os.scandir(file.parent)):
            if is_temporary_of(file.name, entry.name) and entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)  # noqa: PTH108
