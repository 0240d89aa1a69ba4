"""Results that are stored between builds, in a folder that can be deleted at any time.

A result is found by the digest of everything that it was made from, including the program, so it can be stale only if
it was wrong from the beginning. If the folder cannot be written or read, everything is computed. Several builds may
use it at the same time. What no build uses any more is removed.

**Only results of this user's builds are used**: each has a seal with a secret that is outside the project (see `seal`).
Besides, nothing that is read from here can run.

**Only files of our own are written or deleted**, in real folders that belong to this user and that nobody else may
write to; no link is followed. A folder that is anything else is not touched, and everything is computed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from cuecard.cache import build_record, prune, seal
from cuecard.cache.append_only import AppendOnlyStore
from cuecard.cache.digests import digest_of
from cuecard.system.atomic_write import atomic_write, open_regular

Key = TypeVar("Key")
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Kept by cuecard; may be deleted at any time.\n"
"""What keeps backup programs out (bford.info/cachedir)."""


class Cache(Struct, frozen=True):
    """A folder of results; without a folder nothing is stored."""

    folder: Path | None = None

    def get_or_compute(self, kind: str, inputs: Iterable[str | bytes], compute: Callable[[], bytes]) -> bytes:
        """Return what *compute* returns for these *inputs*, from the folder if it was computed before."""
        if self.folder is None:
            return compute()
        name = self.name(kind, inputs)
        stored = self.read(kind, name)
        if stored is not None:
            return stored
        result = compute()
        self.write(kind, name, result)
        return result

    def get_or_compute_all(
        self, kind: str, names: Mapping[Key, str], compute: Callable[[list[Key]], Iterable[bytes]]
    ) -> Mapping[Key, bytes]:
        """Return the result of every key in *names*, which have what `name` gives.

        *compute* gets the keys whose results are not in the folder, and gives these in order. Each is stored at once.
        """
        found = {key: data for key, name in names.items() if (data := self.read(kind, name)) is not None}
        lacking = [key for key in names if key not in found]
        for key, data in zip(lacking, compute(lacking), strict=True):
            self.write(kind, names[key], data)
            found[key] = data
        return found

    def name(self, kind: str, inputs: Iterable[str | bytes]) -> str:
        """Return the name of a result of a *kind* from these *inputs*."""
        return digest_of([kind, *inputs])

    def read(self, kind: str, name: str) -> bytes | None:
        """Return a result, and mark it as used; None if there is none that is whole."""
        results = build_record.cache_folder(str(self.folder)) if self.folder else ""
        if not results or not seal.is_own_folder(f"{results}/{kind}"):
            return None
        file = f"{results}/{kind}/{name}"
        try:
            with open_regular(file) as stored:
                data = stored.read()
            os.utime(file)
        except OSError:
            return None
        return seal.opened(kind, name, data)

    def write(self, kind: str, name: str, data: bytes) -> None:
        """Store a result after its seal, so that one that is torn or not ours is ignored."""
        results = self._results()
        if results is None:
            return
        folder = str(results / kind)
        with suppress(OSError):
            if _make_own_folder(folder):
                atomic_write(f"{folder}/{name}", (seal.sealed(kind, name, data), data))

    def append_only(self, kind: str, *, is_whole: bool = True) -> AppendOnlyStore:
        """Open the store for many small results of a *kind*; if *is_whole*, all that are of use are asked for."""
        results = self._results()
        return AppendOnlyStore(results / f"{kind}.pack" if results else None, is_whole=is_whole)

    @property
    def why_unused(self) -> str:
        """Return why an existing folder is not used, for its owner; otherwise empty."""
        try:
            why = seal.why_foreign(os.lstat(self.folder)) if self.folder else ""
        except OSError:
            return ""
        return f"{self.folder} is not used, as {why}; delete it" if why and "not a folder" not in why else ""

    def prune(self, since: float) -> None:
        """Remove old results that were not used *since*, in seconds of the system's clock."""
        if self.folder:
            prune.prune(str(self.folder), since)

    def _results(self) -> Path | None:
        """Return the folder of results, which is created if it is missing; None if nothing can be stored."""
        if self.folder is None:
            return None
        if folder := build_record.cache_folder(str(self.folder)):
            return Path(folder)
        with suppress(OSError):
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            if not _make_own_folder(str(self.folder)):
                return None
            for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
                with suppress(FileExistsError):
                    atomic_write(f"{self.folder}/{name}", text.encode(), replaces=False)
            if _make_own_folder(f"{self.folder}/{build_record.RESULTS}"):
                return self.folder / build_record.RESULTS
        return None


def _make_own_folder(folder: str) -> bool:
    """Create a folder that only this user may use, if there is none; return False if what is there is not ours.

    Raises:
        OSError: when it cannot be created.

    """
    if not seal.is_own_folder(folder):
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)  # noqa: PTH102
    return seal.is_own_folder(folder)
