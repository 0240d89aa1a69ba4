"""What is kept between builds, in a folder that may be deleted at any time.

A result is found again by the digest of all that it was made from, the program among it, so it can be stale only if it
was never right. Where the folder cannot be written or read, work is simply done. It may be shared by builds at the same
time. What no build uses any more is swept out.

**Nothing is believed that this user's builds did not make**: each result is sealed with a secret that lies outside the
project (see `seal`). Besides, nothing that is read from here can run.

**Nothing is written or deleted but files of our own**, in real folders that belong to this user and that nobody else
may write to; no link is followed. A folder that is anything else is left alone, and work is simply done.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO, Self

from msgspec import Struct

from cuecard import __version__
from cuecard.cache import build_record, seal
from cuecard.system.atomic_write import atomic_write, open_regular, opener_of_regular

_NOTE = "Signature: 8a477f597d28d172789f06886806bc55\n# Kept by cuecard; may be deleted at any time.\n"
"""What keeps backup programs out (bford.info/cachedir)."""
_FORM = 3
"""Raised when the way of keeping changes."""
_SPARE = 64
"""How many results of a kind are kept that the last build did not use, besides three times as many as it used."""
_KIND = re.compile(r"[a-z][a-z0-9-]{0,40}")
"""The name of a folder of results of one kind."""
_RESULT = re.compile(r"[0-9a-f]{64}")
_RECORD = re.compile(r"record-[0-9a-f]{8}")
_PACK = re.compile(r"[a-z][a-z0-9-]{0,40}\.pack")
_UNFINISHED = re.compile(r"\.?(?:[\w-]+|[\w-]+\.pack|CACHEDIR\.TAG|\.gitignore)(?:\.[0-9a-f]+){1,2}\.tmp")
"""What a build that was cut off left; earlier versions numbered such files by their processes."""
_EARLIER = re.compile(r"[0-9a-f]+-[0-9a-f]+")
"""Where earlier versions kept results, beside `unchanged.RESULTS`."""


@cache
def program_digest() -> str:
    """What tells this program from any other: its own sources, and the versions of the libraries and of Python."""
    digest = hashlib.sha256(f"{_FORM} {__version__} {sys.version} {build_record.installed()}".encode())
    package = Path(__file__).resolve().parent.parent
    for file in sorted(file for suffix in ("py", "yaml") for file in package.rglob(f"*.{suffix}")):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(package).as_posix()} {len(data)} ".encode())
        digest.update(data)
    return digest.hexdigest()


def digest_of(inputs: Iterable[str | bytes]) -> str:
    """The digest of *inputs* and of the program; it tells lists of pieces apart however alike they are when joined."""
    digest = hashlib.sha256(program_digest().encode())
    for given in inputs:
        data = given.encode() if isinstance(given, str) else given
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


class Cache(Struct, frozen=True):
    """A folder of kept results; without a folder nothing is kept."""

    folder: Path | None = None

    def recall(self, kind: str, inputs: Iterable[str | bytes], make: Callable[[], bytes]) -> bytes:
        """What *make* gives for these *inputs*, from the folder when it was made before."""
        if self.folder is None:
            return make()
        name = self.name(kind, inputs)
        kept = self.read(kind, name)
        if kept is not None:
            return kept
        made = make()
        self.write(kind, name, made)
        return made

    def name(self, kind: str, inputs: Iterable[str | bytes]) -> str:
        """The name under which a result of a *kind* is kept that was made from *inputs*."""
        return digest_of([kind, *inputs])

    def read(self, kind: str, name: str) -> bytes | None:
        """A kept result, and a note that it was of use; None where there is none that is whole."""
        place = build_record.cache_folder(str(self.folder)) if self.folder else ""
        if not place or not seal.is_own_folder(f"{place}/{kind}"):
            return None
        file = f"{place}/{kind}/{name}"
        try:
            with open_regular(file) as opened:
                data = opened.read()
            os.utime(file)
        except OSError:
            return None
        result = data[seal.SIZE :]
        return result if data[: seal.SIZE] == seal.sealed(kind, name, result) else None

    def write(self, kind: str, name: str, data: bytes) -> None:
        """Keep a result, its seal before it, so that one that is torn or not ours is not believed."""
        place = self._place()
        if place is None:
            return
        folder = str(place / kind)
        with suppress(OSError):
            if _is_made(folder):
                atomic_write(f"{folder}/{name}", (seal.sealed(kind, name, data), data))

    def pack(self, kind: str, *, is_whole: bool = True) -> AppendOnlyStore:
        """Many small results of a *kind* in one file; if *is_whole*, all of them are asked for that are of use."""
        place = self._place()
        return AppendOnlyStore(place / f"{kind}.pack" if place else None, is_whole=is_whole)

    @property
    def refusal(self) -> str:
        """Why a folder that is there is not used, for the person whose it is; empty when it is, or is no folder."""
        try:
            why = seal.why_foreign(os.lstat(self.folder)) if self.folder else ""
        except OSError:
            return ""
        return f"{self.folder} is not used, as {why}; delete it" if why and "not a folder" not in why else ""

    def _place(self) -> Path | None:
        """Where results lie, made when it is not there; None where nothing can be kept."""
        if self.folder is None:
            return None
        if place := build_record.cache_folder(str(self.folder)):
            return Path(place)
        with suppress(OSError):
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            if not _is_made(str(self.folder)):
                return None
            for name, text in (("CACHEDIR.TAG", _NOTE), (".gitignore", "*\n")):
                with suppress(FileExistsError):
                    atomic_write(f"{self.folder}/{name}", text.encode(), replaces=False)
            if _is_made(f"{self.folder}/{build_record.RESULTS}"):
                return self.folder / build_record.RESULTS
        return None

    def sweep(self, since: float) -> None:
        """Remove what is of no use any more: the oldest of what was not used *since*, and what was begun and left.

        *since* is in seconds of the system's clock. A few more results are left than were used, for other builds. Only
        files go whose names are of our own forms.
        """
        place = build_record.cache_folder(str(self.folder)) if self.folder else ""
        if not place:
            return
        with suppress(OSError):
            _sweep_unfinished(str(self.folder), since)
            for entry in list(os.scandir(str(self.folder))):
                if _EARLIER.fullmatch(entry.name) and seal.is_own_folder(entry.path):
                    _remove_results(entry.path)
        with suppress(OSError):
            _sweep_unfinished(place, since)
            _sweep_oldest(_files(place, _RECORD), 8)
            for entry in list(os.scandir(place)):
                if _KIND.fullmatch(entry.name) and seal.is_own_folder(entry.path):
                    _sweep_unfinished(entry.path, since)
                    files = _files(entry.path, _RESULT)
                    used = sum(file.stat(follow_symlinks=False).st_mtime >= since for file in files)
                    _sweep_oldest(files, 4 * used + _SPARE)


def _is_made(folder: str) -> bool:
    """Make a folder that only this user may use, where there is none; False where what is there is not ours.

    Raises:
        OSError: when it cannot be made.

    """
    if not seal.is_own_folder(folder):
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)  # noqa: PTH102
    return seal.is_own_folder(folder)


def _files(folder: str, *names: re.Pattern[str]) -> list[os.DirEntry[str]]:
    """The ordinary files in *folder* whose names have one of these forms."""
    with os.scandir(folder) as entries:
        return [
            entry
            for entry in entries
            if any(name.fullmatch(entry.name) for name in names) and entry.is_file(follow_symlinks=False)
        ]


def _sweep_unfinished(folder: str, since: float) -> None:
    for entry in _files(folder, _UNFINISHED):
        if entry.stat(follow_symlinks=False).st_mtime < since:
            os.unlink(entry.path)  # noqa: PTH108


def _sweep_oldest(files: list[os.DirEntry[str]], most: int) -> None:
    if len(files) > most:
        files.sort(key=lambda file: file.stat(follow_symlinks=False).st_mtime)
        for file in files[: len(files) - most]:
            os.unlink(file.path)  # noqa: PTH108


def _remove_results(place: str) -> None:
    """Remove a folder of results of an earlier version; what else is in there stays, and the folder with it."""
    for file in _files(place, _RECORD, _PACK, _UNFINISHED):
        os.unlink(file.path)  # noqa: PTH108
    for entry in list(os.scandir(place)):
        if _KIND.fullmatch(entry.name) and seal.is_own_folder(entry.path):
            for file in _files(entry.path, _RESULT, _UNFINISHED):
                os.unlink(file.path)  # noqa: PTH108
            with suppress(OSError):
                os.rmdir(entry.path)  # noqa: PTH106
    with suppress(OSError):
        os.rmdir(place)  # noqa: PTH106


class StoreWriter(Struct, frozen=True):
    """What puts results into a `Pack`, in whichever process they were made."""

    file: Path | None
    is_torn: bool = False
    """Whether the last line has no end."""

    def add(self, results: Iterable[tuple[str, bytes]]) -> None:
        """Keep results, each by its name, and as JSON, which has no line breaks.

        They are put behind the others in one writing, so that several who do this do not spoil one another's.
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
    """Open a pack that is no link, neither a symbolic one nor one of several names of a file."""
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    opened = os.open(file, flags, 0o600)
    status = os.fstat(opened)
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        os.close(opened)
        raise PermissionError(0, "not an ordinary file", file)
    return opened


class AppendOnlyStore:
    """Many small results in one file: each a line with its name, a seal on it and on what follows, and JSON.

    A line that is torn or not ours is not believed. A file of which less than half is still used is written anew.
    """

    def __init__(self, file: Path | None, *, is_whole: bool = True) -> None:
        self.file = file
        self._is_whole = is_whole
        self._places: dict[bytes, tuple[int, int]] = {}
        self._used: dict[bytes, None] = {}
        self._size = 0
        self._opened: BinaryIO | None = None
        line = b"\n"
        with suppress(OSError):
            self._opened = open(file, "rb", opener=opener_of_regular) if file else None  # noqa: SIM115
            for line in self._opened or ():
                if len(line) > _HEAD:
                    self._places[line[:64]] = (self._size, len(line))
                self._size += len(line)
        self.adder = StoreWriter(file, is_torn=not line.endswith(b"\n"))
        """What puts more into it; this pack itself does not find that."""
        if self._opened and not is_whole:  # it is held for long, and opened when something is asked for
            self._opened.close()

    def __enter__(self) -> Self:
        """Begin to use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take out what has not been used, where that is more than half."""
        self.close()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was kept before."""
        return not self._places

    def get(self, name: str) -> bytes | None:
        """The JSON of a kept result; None where there is none that is whole."""
        place = self._places.get(name.encode())
        if place is None:
            return None
        line = self._line(place)
        if self.file is None or line[:64] != name.encode() or line[-1:] != b"\n":
            return None
        if seal.sealed(self.file.name, name, line[_HEAD:-1]) != line[65 : _HEAD - 1]:
            return None
        self._used[name.encode()] = None
        return line[_HEAD:-1]

    def touch(self, name: str) -> None:
        """Say that a result is still of use."""
        if name.encode() in self._places:
            self._used[name.encode()] = None

    def close(self) -> None:
        """Take out what has not been used, where that is more than half."""
        if self.file is None:
            return
        used = sum(self._places[name][1] for name in self._used)
        if self._is_whole and self._size > 100_000 and used < self._size // 2:
            self._write_anew()
        if self._opened:
            self._opened.close()

    def _line(self, place: tuple[int, int]) -> bytes:
        if self._opened is None or self.file is None:
            return b""
        with suppress(OSError):
            if not self._opened.closed:
                self._opened.seek(place[0])
                return self._opened.read(place[1])
            with open(self.file, "rb", opener=opener_of_regular) as opened:
                opened.seek(place[0])
                return opened.read(place[1])
        return b""

    def _write_anew(self) -> None:
        if self.file is not None:
            with suppress(OSError):
                atomic_write(str(self.file), self._used_lines(self.file), mode=0o600)

    def _used_lines(self, file: Path) -> Iterator[bytes]:
        """The lines that were used, and what was added since."""
        for name in self._used:
            yield self._line(self._places[name])
        with open(file, "rb", opener=opener_of_regular) as old:
            old.seek(self._size)
            while stretch := old.read(1 << 20):
                yield stretch


_HEAD = 64 + 1 + seal.SIZE + 1
"""Bytes of a line before its JSON: the name, and the seal, each with a space."""
