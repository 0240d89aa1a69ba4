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


class InvalidFieldsError(ValueError):
    """Several things that a model finds wrong when all of its values are read."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = tuple(errors)
        super().__init__("; ".join(error.refused.message for error in self.errors))
