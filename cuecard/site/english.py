"""Texts of authors inside sentences: capitals and full stops."""

from __future__ import annotations

import re
from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """The words in a line: "a, b, c"."""
    return ", ".join(words)


def uncapitalised(text: str) -> str:
    """*text* to stand inside a sentence: its first letter small, unless the word is a name, "I" or all large."""
    first = re.split(r"[\s'\u2019]", text, maxsplit=1)[0]
    return str(text) if first in _ALWAYS_LARGE or first[1:].isupper() else text[:1].lower() + text[1:]


_ALWAYS_LARGE = frozenset(["I", "Achilles", "Baker", "Parkinson"])
"""Words, and names that occur in rules."""


def sentence(text: str) -> str:
    """*text* with a full stop, unless it ends in a mark of its own."""
    return str(text) if text.endswith((".", "!", "?", "…", ":")) else text + "."
