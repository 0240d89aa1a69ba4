"""Compiled built-in templates, stored where Python stores the bytecode of this package.

A built-in template is as much a part of the program as its modules are, so its bytecode is stored as theirs is: beside
them in `__pycache__`, and only where Python would write its own. An author's template may have come from anywhere, and
bytecode can do anything, so it is compiled by each build.
"""

from __future__ import annotations

import pickle
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from cuecard.cache.digests import digest_of


class TemplateBytecode(FileSystemBytecodeCache):
    """Jinja's own store of bytecode, for templates of the folder *builtin* only; without it where Python has none."""

    def __init__(self, builtin: Path, words: str = "") -> None:
        """Store templates into which *words* are written, named by a digest; empty for those of the program."""
        self._builtin = builtin
        self._words = words
        self._can_store = sys.implementation.cache_tag is not None
        folder = Path(cache_from_source(__file__)).parent if self._can_store else Path()
        super().__init__(str(folder), f"template-%s.{sys.implementation.cache_tag}")

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return a name for the bytecode of a built-in template, or nothing for another template.

        The file is part of it, because bytecode names the file and errors report that name.
        """
        is_builtin = filename is not None and Path(filename).parent == self._builtin
        return super().get_cache_key(name + self._words, filename) if self._can_store and is_builtin else ""

    def get_source_checksum(self, source: str) -> str:
        """Return the digest of a template and of the program, Jinja included."""
        return digest_of([source])

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load stored bytecode; a file that is torn or cannot be read is ignored."""
        if bucket.key:
            with suppress(OSError, EOFError, ValueError, pickle.UnpicklingError):
                super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store new bytecode, if Python stores bytecode and the folder can be written to."""
        if bucket.key and not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(parents=True, exist_ok=True)
                super().dump_bytecode(bucket)
