"""What is worked out from the program's own files alone: kept where Python keeps the bytecode of this package.

A built-in template is as much a part of the program as its modules are, so its bytecode is kept as theirs is: beside
them in `__pycache__`, and written only where Python would write its own. So is the type of pages, which is cut from
fonts that were installed with the program. The cache of a site lies among an author's files and may have come with
them, so nothing that can run is ever read from there; what lies in `__pycache__` could as well be the program itself.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from importlib.util import cache_from_source
from pathlib import Path

from cuecard.cache.store import digest_of
from cuecard.system.atomic_write import atomic_write


def get_or_compute(name: str, made_of: str, make: Callable[[], bytes]) -> bytes:
    """What *make* gives of *made_of*, a text of the program, unless it was made of the same text before."""
    kept = read(name, made_of)
    if kept is None:
        kept = make()
        store(name, made_of, kept)
    return kept


def read(name: str, made_of: str) -> bytes | None:
    """What was kept by this name; None where it was made of another text, by another program, or is not whole."""
    try:
        data = _file(name).read_bytes()
    except (OSError, NotImplementedError):  # the latter where this Python keeps no bytecode at all
        return None
    return data[32:] if data[:32] == _seal(name, made_of, data[32:]) else None


def store(name: str, made_of: str, data: bytes) -> bool:
    """Keep what was made, if Python keeps bytecode and the folder can be written; and say whether it is kept."""
    if sys.dont_write_bytecode or sys.implementation.cache_tag is None:
        return False
    file = _file(name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(str(file), _seal(name, made_of, data) + data)
    except OSError:
        return False
    return True


def _file(name: str) -> Path:
    return Path(cache_from_source(str(Path(__file__).with_name(f"{name}.py"))))


def _seal(name: str, made_of: str, data: bytes) -> bytes:
    return hashlib.sha256(digest_of([name, made_of, data]).encode()).digest()
