"""Results that depend on nothing but the program's own files, stored where Python stores the bytecode of this package.

They are as trusted as the bytecode beside them, and written only if Python would write its own: what the built-in
templates include, and the fonts of pages, which are cut from fonts that were installed with the program.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from importlib.util import cache_from_source
from pathlib import Path

from cuecard.cache.digests import digest_of
from cuecard.system.atomic_write import atomic_write

_SEAL = hashlib.sha256().digest_size


def get_or_compute(name: str, source: str, compute: Callable[[], bytes]) -> bytes:
    """Return what *compute* returns for *source*, a text of the program, unless it was computed before."""
    stored = read(name, source)
    if stored is None:
        stored = compute()
        store(name, source, stored)
    return stored


def read(name: str, source: str) -> bytes | None:
    """Return the result of this name; None if it has another source, is of another program, or is not whole."""
    try:
        data = _file(name).read_bytes()
    except (OSError, NotImplementedError):  # the latter if this Python stores no bytecode at all
        return None
    return data[_SEAL:] if data[:_SEAL] == _seal(name, source, data[_SEAL:]) else None


def store(name: str, source: str, data: bytes) -> bool:
    """Store a result, if Python stores bytecode and the folder can be written to; return whether it is stored."""
    if sys.dont_write_bytecode or sys.implementation.cache_tag is None:
        return False
    file = _file(name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(str(file), _seal(name, source, data) + data)
    except OSError:
        return False
    return True


def _file(name: str) -> Path:
    return Path(cache_from_source(str(Path(__file__).with_name(f"{name}.py"))))


def _seal(name: str, source: str, data: bytes) -> bytes:
    return hashlib.sha256(digest_of([name, source, data]).encode()).digest()
