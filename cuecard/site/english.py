"""Texts of authors inside sentences: capitals and full stops."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cuecard.core import language_marks, letter_case


def listed(words: Iterable[str]) -> str:
    """Return the words in a line: "a, b, c"."""
    return ", ".join(words)


def uncapitalised(text: str, language: str = "en") -> str:
    """Return *text* for the inside of a sentence: without its capital, unless the word is a name, "I" or all
    capitals.
    """
    first = re.split(r"[\s'\u2019]", text, maxsplit=1)[0]
    if first in _ALWAYS_CAPITALISED or first[1:].isupper():
        return str(text)
    return letter_case.lower(text[:1], language) + text[1:]


_ALWAYS_CAPITALISED = frozenset(["I", "Achilles", "Baker", "Parkinson"])
"""Words, and names that occur in rules."""


def sentence(text: str) -> str:
    """Return *text* with the full stop of its script, unless it already ends with a mark."""
    if text.endswith((".", "!", "?", "…", ":")):
        return str(text)
    return str(text) + ("." if text[-1:] < _FIRST_INDIC else _full_stop(text))


_FIRST_INDIC = "\u0600"
"""The first letter of the scripts that may have a full stop or other marks of their own."""


def _full_stop(text: str) -> str:
    """Return the full stop of the last letter's script; empty if the text has one."""
    last = language_marks.without_marks(text)[-1:]
    if last in _MARKS:
        return ""
    if "\u0900" <= last <= "\u097f":
        return "\u0964"
    if "\u3040" <= last <= "\u30ff" or "\u3400" <= last <= "\u9fff":
        return "\u3002"
    return "."


_MARKS = frozenset(".!?…:\u061f\u06d4\u0964\u0965\u3002\uff01\uff0e\uff1a\uff1f")
