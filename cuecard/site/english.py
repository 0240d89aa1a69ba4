"""Texts of authors inside sentences: capitals and full stops."""

from __future__ import annotations

import re
from collections.abc import Iterable


def listed(words: Iterable[str]) -> str:
    """Return the words in a line: "a, b, c"."""
    return ", ".join(words)


def uncapitalised(text: str) -> str:
    """Return *text* for the inside of a sentence: without its capital, unless the word is a name, "I" or all
    capitals.
    """
    first = re.split(r"[\s'\u2019]", text, maxsplit=1)[0]
    return str(text) if first in _ALWAYS_CAPITALISED or first[1:].isupper() else text[:1].lower() + text[1:]


_ALWAYS_CAPITALISED = frozenset(["I", "Achilles", "Baker", "Parkinson"])
"""Words, and names that occur in rules."""


def sentence(text: str) -> str:
    """Return *text* with a full stop, unless it already ends with a mark."""
    return str(text) if text.endswith((".", "!", "?", "…", ":")) else text + "."
