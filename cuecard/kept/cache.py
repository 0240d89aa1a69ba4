"""What is kept between builds, in a folder that may be deleted at any time.

A result is found again by the digest of all that it was made from, the program among it, so it can be stale only if it
was never right. Where the folder cannot be written or read, work is simply done. It may be shared by builds at the same
time. What no build uses any more is swept out.

**What others put there is not believed.** Results lie in a folder named after the inode and the time of change of a
file beside it, which nobody can choose: a `.cuecard-cache` that came with a download or a pull request has another name
inside, and is swept. Besides, nothing that is read from it can run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO, Self

from cuecard import __version__
from cuecard.kept import unchanged
from cuecard.values import dataclass

_NOTE = "Signature: 8a477f597d28d172789f06886806bc55\n# Kept by cuecard; may be deleted at any time.\n"
"""What keeps backup programs out (bford.info/cachedir)."""
_FORM = 2
"""Raised when the way of keeping changes."""
_SPARE = 64
"""How many results of a kind are kept that the last build did not use, besides three times as many as it used."""


@cache
def program_digest() -> str:
    """What tells this program from any other: its own sources, and the versions of the libraries and of Python."""
    digest = hashlib.sha256(f"{_FORM} {__version__} {sys.version} {unchanged.installed()}".encode())
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


@dataclass(frozen=True, slots=True)
class Cache:
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
        place = unchanged.place(str(self.folder)) if self.folder else ""
        if not place:
            return None
        file = Path(place, kind, name)
        try:
            data = file.read_bytes()
            os.utime(file)
        except OSError:
            return None
        return data[32:] if hashlib.sha256(data[32:]).digest() == data[:32] else None

    def write(self, kind: str, name: str, data: bytes) -> None:
        """Keep a result, its digest before it, so that a torn file is not believed."""
        place = self._place()
        if place is None:
            return
        file = place / kind / name
        beside = file.with_name(f"{name}.{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(hashlib.sha256(data).digest() + data)
            beside.replace(file)
        except OSError:
            with suppress(OSError):
                beside.unlink()

    def pack(self, kind: str, *, is_whole: bool = True) -> Pack:
        """Many small results of a *kind* in one file; if *is_whole*, all of them are asked for that are of use."""
        place = self._place()
        return Pack(place / f"{kind}.pack" if place else None, is_whole=is_whole)

    def _place(self) -> Path | None:
        """Where results lie, made when it is not there; None where nothing can be kept."""
        if self.folder is None:
            return None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, text in (("CACHEDIR.TAG", _NOTE), (".gitignore", "*\n")):
                if not (self.folder / name).exists():
                    beside = self.folder / f"{name}.{os.getpid()}.tmp"
                    beside.write_text(text, encoding="utf-8")
                    beside.replace(self.folder / name)
            place = Path(unchanged.place(str(self.folder)))
            place.mkdir(exist_ok=True)
        except OSError:
            return None
        return place

    def sweep(self, since: float) -> None:
        """Remove what is of no use any more: what others put there, and the oldest of what was not used *since*.

        *since* is in seconds of the system's clock. A few more results are left than were used, for other builds.
        """
        place = unchanged.place(str(self.folder)) if self.folder else ""
        if not place or self.folder is None:
            return
        with suppress(OSError):
            for entry in self.folder.iterdir():
                if entry.name not in {"CACHEDIR.TAG", ".gitignore", Path(place).name}:
                    shutil.rmtree(entry, ignore_errors=True) if entry.is_dir() else entry.unlink()
        with suppress(OSError):
            _sweep_oldest(_finished(Path(place), since, "record-"), 8)
            for folder in (entry for entry in Path(place).iterdir() if entry.is_dir()):
                files = _finished(folder, since)
                used = sum(file.stat().st_mtime >= since for file in files)
                _sweep_oldest(files, 4 * used + _SPARE)


def _finished(folder: Path, since: float, start: str = "") -> list[Path]:
    """The results in *folder* whose names have this *start*; what was begun before *since* and left so is removed."""
    for file in folder.glob("*.tmp"):
        if file.stat().st_mtime < since:
            file.unlink()
    return [file for file in folder.glob(f"{start}*") if file.suffix != ".tmp"]


def _sweep_oldest(files: list[Path], most: int) -> None:
    if len(files) > most:
        for file in sorted(files, key=lambda file: file.stat().st_mtime)[: len(files) - most]:
            file.unlink()


@dataclass(frozen=True, slots=True)
class Adder:
    """What puts results into a `Pack`, in whichever process they were made."""

    file: Path | None
    is_torn: bool = False
    """Whether the last line has no end."""

    def add(self, results: Iterable[tuple[str, str]]) -> None:
        """Keep results, each by its name, and told as JSON, which has no line breaks.

        They are put behind the others in one writing, so that several who do this do not spoil one another's.
        """
        if self.file is None:
            return
        lines = [b"\n" * self.is_torn]
        for name, told in results:
            data = told.encode()
            lines.append(b"%b %b %b\n" % (name.encode(), _checked(data), data))
        if len(lines) > 1:
            with suppress(OSError), self.file.open("ab", buffering=0) as opened:
                opened.write(b"".join(lines))


class Pack:
    """Many small results in one file: each a line with its name, a digest of what follows, and JSON.

    A line that is torn is not believed. A file of which less than half is still used is written anew.
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
            self._opened = file.open("rb") if file else None
            for line in self._opened or ():
                if len(line) > _HEAD:
                    self._places[line[:64]] = (self._size, len(line))
                self._size += len(line)
        self.adder = Adder(file, is_torn=not line.endswith(b"\n"))
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
        if (
            line[:64] != name.encode()
            or _checked(line[_HEAD:-1]) != line[65 : _HEAD - 1]
            or line[-1:] != b"\n"
        ):
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
            with self.file.open("rb") as opened:
                opened.seek(place[0])
                return opened.read(place[1])
        return b""

    def _write_anew(self) -> None:
        if self.file is None:
            return
        beside = self.file.with_name(f"{self.file.name}.{os.getpid()}.tmp")
        try:
            with beside.open("wb") as opened:
                for name in self._used:
                    opened.write(self._line(self._places[name]))
                with self.file.open("rb") as old:
                    old.seek(self._size)
                    shutil.copyfileobj(old, opened)
            beside.replace(self.file)
        except OSError:
            with suppress(OSError):
                beside.unlink()


_HEAD = 64 + 1 + 16 + 1
"""Bytes of a line before its JSON: the name, and the digest of the rest, each with a space."""


def _checked(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=8).hexdigest().encode()
