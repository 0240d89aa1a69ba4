"""The changes that are about to be made to the site, recorded so that they can be undone.

The whole site is staged before any of it is put in place, but putting it in place takes many steps, and each may fail:
a full disk, a name that it does not allow, a signal. Before the first step, a *journal* is written beside the staged
files. Each file that is replaced or removed is kept under a second name until the last step is done. If a step fails,
all of them are undone at once; if the process is killed, the next build undoes them (see `staging.clear`). Removing the
journal completes the change.

A journal is sealed like results in the cache (see `cache.seal`), so one that came with a folder is not used.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Sequence
from contextlib import suppress

from cuecard.cache import seal
from cuecard.system.atomic_write import atomic_write, read_regular

NAME = "journal"
"""Its file, in the folder of staged files."""
_NOTHING_THERE = frozenset([errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP])
"""Errors that mean that a file does not exist."""


class Journal:
    """The changes that one build makes to the site, as paths in it."""

    def __init__(
        self, folder: str, output: str, old: Sequence[str], new: Sequence[str], folders: Sequence[str]
    ) -> None:
        self._folder = folder
        """Of the staged files."""
        self._output = output
        self._old = tuple(old)
        """Files that will be replaced or removed."""
        self._new = tuple(new)
        """Files that do not exist yet."""
        self._folders = tuple(folders)
        """Folders that do not exist yet, each before those inside it."""
        self._numbers = {path: number for number, path in enumerate(self._old)}

    def begin(self) -> None:
        """Write the journal, before the first change.

        Raises:
            OSError: when it cannot be written.

        """
        changes = {"old": self._old, "new": self._new, "folders": self._folders}
        data = json.dumps(changes, separators=(",", ":")).encode()
        sealed = seal.sealed("journal", _place(self._folder), data)
        atomic_write(f"{self._folder}/{NAME}", (sealed, data))

    def keep(self, path: str) -> None:
        """Keep the file at *path* under a second name, before another one replaces it.

        Raises:
            OSError: when it cannot be kept.

        """
        file, kept = f"{self._output}/{path}", self._kept(path)
        try:
            os.link(file, kept, follow_symlinks=False)
        except (
            OSError,
            NotImplementedError,
        ):  # a disk without hard links, or a file that may not have two names
            mode = os.lstat(file).st_mode
            if stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file) from None
            if stat.S_ISREG(mode):
                atomic_write(kept, read_regular(file))
            else:
                os.replace(file, kept)  # noqa: PTH105

    def take_out(self, path: str) -> None:
        """Remove the file at *path* from the site, so that it can be put back.

        Raises:
            OSError: when it cannot be moved.

        """
        os.replace(f"{self._output}/{path}", self._kept(path))  # noqa: PTH105

    def finish(self) -> None:
        """Complete the change: nothing will be undone any more.

        Raises:
            OSError: when the journal cannot be removed.

        """
        os.unlink(f"{self._folder}/{NAME}")  # noqa: PTH108

    def undo(self) -> None:
        """Undo all changes, after whichever step; can be repeated if it is interrupted.

        Raises:
            OSError: when something cannot be undone. Then the journal stays, for the next build.

        """
        failed: OSError | None = None
        for path in self._old:
            try:
                os.replace(self._kept(path), f"{self._output}/{path}")  # noqa: PTH105
            except FileNotFoundError:
                continue  # not changed yet, or already restored
            except OSError as error:
                failed = failed or error
        for path in self._new:
            try:
                os.unlink(f"{self._output}/{path}")  # noqa: PTH108
            except OSError as error:
                failed = failed or (None if error.errno in _NOTHING_THERE else error)
        if failed:
            raise failed
        for path in reversed(self._folders):
            with suppress(OSError):
                os.rmdir(f"{self._output}/{path}")  # noqa: PTH106
        self.finish()

    def _kept(self, path: str) -> str:
        return f"{self._folder}/old-{self._numbers[path]}"


def is_open(folder: str) -> bool:
    """Return whether the folder of staged files has a journal of changes that are neither complete nor undone."""
    return os.path.lexists(f"{folder}/{NAME}")


def left(folder: str, output: str) -> Journal | None:
    """Return the journal that a killed build of this user left in *folder*; None if there is none."""
    try:
        data = read_regular(f"{folder}/{NAME}")
    except OSError:
        return None
    content = seal.opened("journal", _place(folder), data)
    if content is None:
        return None
    changes = json.loads(content)
    return Journal(folder, output, changes["old"], changes["new"], changes["folders"])


def _place(folder: str) -> str:
    """Return what the seal binds a journal to: the folder in which it was written."""
    status = os.stat(folder)  # noqa: PTH116
    return f"{os.path.realpath(folder)} {status.st_ino}"
