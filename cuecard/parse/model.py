"""What all models of front matter share."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""Plugins of pydantic that happen to be installed have no say in what is read, nor need 5 ms be spent in looking."""


class FrontMatterModel(BaseModel):
    """Frozen, strict about keys, and lenient about empty ones.

    The validator of a model is created when the first text needs it: few builds need all of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)

    unknown_key_hint: ClassVar[str] = ""
    """The hint for a key that is like none of the model's, where there are too many to list."""

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and None in data.values():
            known = cls.model_fields
            return {key: value for key, value in data.items() if value is not None or key not in known}
        return data

    def __setstate__(self, state: dict[Any, Any]) -> None:
        """Come back from a worker. The names of fields that were given are shared by all that were given the same.

        Thousands of models are held at once, and a set each for these names would be a fifth of them.
        """
        field_names = frozenset(state["__pydantic_fields_set__"])
        super().__setstate__(
            {**state, "__pydantic_fields_set__": _GIVEN.setdefault(field_names, set(field_names))}
        )


_GIVEN: dict[frozenset[str], set[str]] = {}
