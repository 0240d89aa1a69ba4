"""A stretch of a line in a file: where a diagnostic points."""

from __future__ import annotations

from msgspec import Struct


class Span(Struct, frozen=True):
    """A part of one line: the place of a key or a value. Line and column count from 1."""

    line: int
    column: int
    width: int
