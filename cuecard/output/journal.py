"""What a publishing is about to change, noted so that it can be taken back.

All of a site is made before any of it is put in place, but putting it in place takes many steps, and each may fail: a
disk that is full, a name that it cannot hold, a signal. Before the first step a *journal* is written beside the files
that wait. Each file that is replaced or removed is kept under a second name until the last step is done. When a step
fails all of them are undone at once; when the process is killed, the next build undoes them (see `staging.clear`).
Removing the journal is what makes a publishing good.

A journal is sealed like results in the cache (see `kept.seal`), so one that came with a folder is not believed.
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
"""Its file, in the folder of files that wait."""
_NOTHING_THERE = frozenset([errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP])
"""What a disk answers where there cannot be a file."""


class Journal:
    """The changes of one publishing, as paths in the site."""

    def __init__(
        self, folder: str, output: str, old: Sequence[str], new: Sequence[str], folders: Sequence[str]
    ) -> None:
        self._folder = folder
        """Of the files that wait."""
        self._output = output
        self._old = tuple(old)
        """Files that will be replaced or removed."""
        self._new = tuple(new)
        """Files that are not there yet."""
        self._folders = tuple(folders)
        """Folders that are not there yet, each before those inside it."""
        self._numbers = {path: number for number, path in enumerate(self._old)}

    def begin(self) -> None:
        """Write it down, before the first change.

        Raises:
            OSError: when it cannot be written.

        """
        told = {"old": self._old, "new": self._new, "folders": self._folders}
        data = json.dumps(told, separators=(",", ":")).encode()
        sealed = seal.sealed("journal", _sign(self._folder), data)
        atomic_write(f"{self._folder}/{NAME}", (sealed, data))

    def keep(self, path: str) -> None:
        """Keep the file at *path* as it is under a second name, before another takes its place.

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
        """All is done, and nothing will be undone any more.

        Raises:
            OSError: when the journal cannot be removed.

        """
        os.unlink(f"{self._folder}/{NAME}")  # noqa: PTH108

    def undo(self) -> None:
        """Make the site what it was, from whichever step on; may be done again where it was cut off.

        Raises:
            OSError: when something cannot be put back. Then the journal stays, for the next build.

        """
        failed: OSError | None = None
        for path in self._old:
            try:
                os.replace(self._kept(path), f"{self._output}/{path}")  # noqa: PTH105
            except FileNotFoundError:
                continue  # it was not touched yet, or is put back already; its folder is there in either case
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
    """Whether the folder of files that wait has a journal of changes that are neither finished nor undone."""
    return os.path.lexists(f"{folder}/{NAME}")


def left(folder: str, output: str) -> Journal | None:
    """The journal that a build of this user left in *folder* when it was killed; None where there is none."""
    try:
        data = read_regular(f"{folder}/{NAME}")
    except OSError:
        return None
    told = data[seal.SIZE :]
    if data[: seal.SIZE] != seal.sealed("journal", _sign(folder), told):
        return None
    changes = json.loads(told)
    return Journal(folder, output, changes["old"], changes["new"], changes["folders"])


def _sign(folder: str) -> str:
    """What the seal binds a journal to: the folder in which it was written."""
    status = os.stat(folder)  # noqa: PTH116
    return f"{os.path.realpath(folder)} {status.st_ino}"
