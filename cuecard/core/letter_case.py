"""Small and capital letters by the language of a text: Turkish has a dotted and a dotless i."""

from __future__ import annotations

DOTTED = frozenset(["az", "tr"])
"""Languages with two letters i: the capital of i is İ, and I is the capital of ı."""


def lower(text: str, language: str) -> str:
    """Return *text* in small letters, as *language* (BCP 47) writes them."""
    if language.partition("-")[0].lower() in DOTTED:
        text = text.replace("I", "\u0131").replace("\u0130", "i")
    return text.lower()


def with_capital(text: str, language: str) -> str:
    """Return *text* with its first letter as a capital; a mark before it stays."""
    at = 1 if "\ufdd0" <= text[:1] <= "\ufdd3" else 0
    first = text[at : at + 1]
    is_dotted = first == "i" and language.partition("-")[0].lower() in DOTTED
    return text[:at] + ("\u0130" if is_dotted else first.upper()) + text[at + 1 :]
