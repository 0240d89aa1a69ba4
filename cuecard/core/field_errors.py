"""What is wrong with single values of a mapping: data, until the parser gives each its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cuecard.core.diagnostics import InvalidValueError


class FieldError(NamedTuple):
    """What is wrong, and its place below the model that finds it."""

    place: tuple[str | int, ...]
    refused: InvalidValueError
    at_key: bool = False
    """Whether the key is wrong, and not its value."""


class FieldErrors(ValueError):  # noqa: N818 - named for what it carries
    """Several things that a model finds wrong when all of its values are read."""

    def __init__(self, found: Iterable[FieldError]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(fault.refused.message for fault in self.found))
