"""A stretch of a line in a file: where a diagnostic points."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True):
    """A stretch of one line: where a key or a value stands. Line and column count from 1."""

    line: int
    column: int
    width: int
