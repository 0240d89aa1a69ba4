"""Digests of inputs, by which results are stored, and of the program, which is part of each."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from cuecard import __version__
from cuecard.cache import build_record

_FORMAT = 4
"""Raised when the way of storing results changes."""

_SOURCES = "languages"
"""The folder with words of other languages, which no build reads: what it reads has a digest of its own."""


@cache
def program_digest() -> str:
    """Return what distinguishes this program from any other: its sources, and the versions of libraries and Python."""
    digest = hashlib.sha256(f"{_FORMAT} {__version__} {sys.version} {build_record.installed()}".encode())
    package = Path(__file__).resolve().parent.parent
    files = sorted(file for suffix in ("py", "yaml") for file in package.rglob(f"*.{suffix}"))
    for file in files:
        if file.parent.name == _SOURCES and file.suffix == ".yaml":
            continue
        data = file.read_bytes()
        digest.update(f"{file.relative_to(package).as_posix()} {len(data)} ".encode())
        digest.update(data)
    return digest.hexdigest()


def digest_of(inputs: Iterable[str | bytes]) -> str:
    """Return the digest of *inputs* and of the program; it differs for lists that are the same only when joined."""
    digest = hashlib.sha256(program_digest().encode())
    for item in inputs:
        data = item.encode() if isinstance(item, str) else item
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
