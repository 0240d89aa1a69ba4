"""The direction in which a language is written."""

from __future__ import annotations

_RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])
_SCRIPTS = frozenset(["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"])
"""Of Unicode, by the codes of ISO 15924."""


def is_right_to_left(language: str) -> bool:
    """Return whether a language is written from right to left, by its code, such as `ar`, `fa-IR` or `az-Arab`."""
    primary, *subtags = language.split("-")
    scripts = [subtag.title() for subtag in subtags if len(subtag) == 4 and subtag.isalpha()]
    return bool(_SCRIPTS & set(scripts)) if scripts else primary.lower() in _RIGHT_TO_LEFT
