"""Which keys take lists, and what a comma between braces does to their values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose.intervals import repeated_hint

MEASURES = ("reps", "hold", "time", "distance", "amount", "intervals")
BY_SET = (
    "reps",
    "hold",
    "time",
    "distance",
    "amount",
    "weight",
    "load",
    "percent_1rm",
    "rep_max",
    "effort",
    "rpe",
    "rir",
)
"""Keys that may have a value for each set."""


def check_commas(given: Mapping[Any, Any], known: Mapping[str, Any]) -> None:
    """Refuse a value that a comma has torn: between braces, `{tempo: lift 2, lower 4}` has a key "lower 4"."""
    last = ""
    torn: list[str] = []
    for key, value in given.items():
        if key in known:
            if torn:
                break
            last = key
        elif (
            value is None
            and last
            and isinstance(given[last], str)
            and _TORN[last in _IN_LISTS].match(str(key))
        ):
            torn.append(str(key))
        else:
            torn = []
            break
    if not torn or last in {"load", "until", "band"}:
        return
    whole = [str(given[last]), *torn]
    if last == "intervals" and (hint := repeated_hint(", ".join(whole))):
        raise InvalidValueError(
            "unknown-key", f'the comma after "{last}" begins a new key, "{torn[0]}"', hint, key=torn[0]
        )
    hint = f'write "{last}: [{", ".join(whole)}]"'
    if last not in _IN_LISTS:
        hint = f'write "{last}: {" ".join(whole)}", without the comma'
    raise InvalidValueError(
        "unknown-key", f'the comma after "{last}" begins a new key, "{torn[0]}"', hint, key=torn[0]
    )


_IN_LISTS = frozenset(["tempo", "breath", "intervals", "per_week", *BY_SET]) - {"reps", "hold", "time"}
_TORN = (
    re.compile(r"(?:up to|at least|at most|max|min|or) ?[a-z]*"),
    re.compile(r"[^\W\d_].*[0-9].*|[0-9].*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*$", re.IGNORECASE),
)
"""What a key looks like that a comma has torn off: an open end, or one of a list."""
