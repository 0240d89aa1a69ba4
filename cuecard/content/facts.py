"""What all models of front matter share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, model_validator

from cuecard.problems import Refused


class Facts(BaseModel):
    """Frozen, strict about keys, and lenient about keys left empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keys_told: ClassVar[str] = ""
    """The hint for a key that is like none of the model's, where there are too many to list."""

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, given: Any) -> Any:
        if isinstance(given, Mapping):
            known = cls.model_fields
            return {key: value for key, value in given.items() if value is not None or key not in known}
        return given


class Fault(NamedTuple):
    """What is wrong, and its place below the model that finds it."""

    place: tuple[str | int, ...]
    refused: Refused
    at_key: bool = False
    """Whether the key is wrong, and not its value."""


class Faults(ValueError):  # noqa: N818 - named for what it carries
    """Several things that a model finds wrong when all of its values are read."""

    def __init__(self, found: Iterable[Fault]) -> None:
        self.found = tuple(found)
        super().__init__("; ".join(fault.refused.message for fault in self.found))
