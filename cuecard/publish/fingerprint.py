"""What need not be made again: results kept by a digest of all that they were made from.

A result is looked up by the digest of its inputs, the program's version among them, so it can be stale only if
it was never right. The folder may be deleted at any time; where it cannot be written or read, work is simply done.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cuecard import __version__

_NOTE = "Signature: 8a477f597d28d172789f06886806bc55\n# Kept by cuecard; may be deleted at any time.\n"
"""What keeps backup programs out (bford.info/cachedir)."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of kept results; without a folder nothing is kept."""

    folder: Path | None = None

    def recall(self, kind: str, inputs: Iterable[str | bytes], make: Callable[[], bytes]) -> bytes:
        """What *make* gives for these *inputs*, from the folder when it was made before."""
        if self.folder is None:
            return make()
        file = self.folder / kind / _digest(kind, inputs)
        kept = _read(file)
        if kept is not None:
            return kept
        made = make()
        _write(file, made, self.folder)
        return made


def _digest(kind: str, inputs: Iterable[str | bytes]) -> str:
    digest = hashlib.sha256(f"{kind} {__version__}".encode())
    for given in inputs:
        data = given.encode() if isinstance(given, str) else given
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def _read(file: Path) -> bytes | None:
    """The result in *file*, whose first 32 bytes are the digest of the rest, so that a torn file is not believed."""
    try:
        data = file.read_bytes()
    except OSError:
        return None
    return data[32:] if hashlib.sha256(data[32:]).digest() == data[:32] else None


def _write(file: Path, data: bytes, folder: Path) -> None:
    beside = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        for name, text in (("CACHEDIR.TAG", _NOTE), (".gitignore", "*\n")):
            if not (folder / name).exists():
                (folder / name).write_text(text, encoding="utf-8")
        beside.write_bytes(hashlib.sha256(data).digest() + data)
        beside.replace(file)
    except OSError:
        with suppress(OSError):
            beside.unlink()
