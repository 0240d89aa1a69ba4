"""Many small results in one file: each a line with its name, a seal on it and on what follows, and JSON.

A line that is torn or not ours is ignored. A file of which less than half is still used is written again.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Self

from msgspec import Struct

from cuecard.cache import seal
from cuecard.system.atomic_write import atomic_write, open_regular, opener_of_regular

_NAME = 64
"""Characters of a name, which is a digest."""
_HEAD = _NAME + 1 + seal.SIZE + 1
"""Bytes of a line before its JSON: the name and the seal, each with a space."""
_SMALL = 100_000
"""Bytes of a file that is never written again."""


class StoreWriter(Struct, frozen=True):
    """Adds results to an `AppendOnlyStore`, in whichever process they were computed."""

    file: Path | None
    is_torn: bool = False
    """Whether the last line has no end."""

    def add(self, results: Iterable[tuple[str, bytes]]) -> None:
        """Add results, each by its name, as JSON, which has no line breaks.

        They are appended with one call of the system, so that several processes that do this do not mix their lines.
        """
        if self.file is None:
            return
        lines = [b"\n" * self.is_torn]
        for name, data in results:
            lines.append(b"%b %b %b\n" % (name.encode(), seal.sealed(self.file.name, name, data), data))
        if len(lines) > 1:
            with suppress(OSError), open(self.file, "ab", buffering=0, opener=_open_to_append) as opened:
                opened.write(b"".join(lines))


def _open_to_append(file: str, flags: int) -> int:
    """Open a file that is not a link, neither a symbolic one nor one of several names of a file."""
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    opened = os.open(file, flags, 0o600)
    status = os.fstat(opened)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        os.close(opened)
        raise PermissionError(0, "not an ordinary file", file)
    return opened


class AppendOnlyStore:
    """The results in one *file*, by name; without a file it is empty, and stays so.

    Unless *is_whole*, it is open for long and only some results are asked for: then the file is not kept open, and
    nothing is removed from it.
    """

    def __init__(self, file: Path | None, *, is_whole: bool = True) -> None:
        self.file = file
        self._is_whole = is_whole
        self._places: dict[bytes, tuple[int, int]] = {}
        """By name: where its line begins, and how long it is."""
        self._used: dict[bytes, None] = {}
        self._size = 0
        self._opened: BinaryIO | None = None
        line = b"\n"
        with suppress(OSError):
            self._opened = open(file, "rb", opener=opener_of_regular) if file else None  # noqa: SIM115
            for line in self._opened or ():
                if len(line) > _HEAD:
                    self._places[line[:_NAME]] = (self._size, len(line))
                self._size += len(line)
        self.writer = StoreWriter(file, is_torn=not line.endswith(b"\n"))
        """What adds more; this store does not find that."""
        if self._opened and not is_whole:
            self._opened.close()

    def __enter__(self) -> Self:
        """Open it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, as `close` does."""
        self.close()

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was stored before."""
        return not self._places

    def get(self, name: str) -> bytes | None:
        """Return the JSON of a result; None if there is none that is whole."""
        place = self._places.get(name.encode())
        if place is None:
            return None
        line = self._line(place)
        if self.file is None or line[:_NAME] != name.encode() or line[-1:] != b"\n":
            return None
        if seal.sealed(self.file.name, name, line[_HEAD:-1]) != line[_NAME + 1 : _HEAD - 1]:
            return None
        self._used[name.encode()] = None
        return line[_HEAD:-1]

    def touch(self, name: str) -> None:
        """Mark a result as used."""
        if name.encode() in self._places:
            self._used[name.encode()] = None

    def close(self) -> None:
        """Close the file, after removing what was not used if that is more than half."""
        if self.file is None:
            return
        used = sum(self._places[name][1] for name in self._used)
        if self._is_whole and self._size > _SMALL and used < self._size // 2:
            with suppress(OSError):
                atomic_write(str(self.file), self._used_lines(self.file), mode=0o600)
        if self._opened:
            self._opened.close()

    def _line(self, place: tuple[int, int]) -> bytes:
        if self._opened is None or self.file is None:
            return b""
        with suppress(OSError):
            if not self._opened.closed:
                self._opened.seek(place[0])
                return self._opened.read(place[1])
            with open_regular(str(self.file)) as opened:
                opened.seek(place[0])
                return opened.read(place[1]) or b""
        return b""

    def _used_lines(self, file: Path) -> Iterator[bytes]:
        """Yield the lines that were used, and what was added since the store was opened."""
        for name in self._used:
            yield self._line(self._places[name])
        with open(file, "rb", opener=opener_of_regular) as old:
            old.seek(self._size)
            while block := old.read(1 << 20):
                yield block
