"""Patterns for the many ways of writing a word, which the program takes for one and the same.

They are regular expressions of the kind that JSON Schema asks for (ECMA-262, in its Unicode mode, where only signs with
a meaning may be escaped). There is no flag for large and small letters, so each letter is written as both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = frozenset("^$\\.*+?()[]{}|/")
_GAP = r"[\s_\-\u2010-\u2015]"


def any_case(text: str) -> str:
    """*text* in large and small letters."""
    return "".join(_either_case(char) for char in text)


def _either_case(char: str) -> str:
    if char in _SPECIAL:
        return f"\\{char}"
    small, large = char.lower(), char.upper()
    return f"[{small}{large}]" if small != large and len(large) == 1 else char


def fixed_words(words: Iterable[str]) -> str:
    """One of the *words* of an enumeration: any case, and hyphens or spaces between their parts."""
    told = (
        "".join(_GAP + "+" if part in "- " else any_case(part) for part in _PARTS.findall(word))
        for word in words
    )
    return rf"^\s*({'|'.join(told)})\s*$"


_PARTS = re.compile(r"[- ]|[^- ]+")


# --- words of the vocabulary, which folds more away -------------------------------------------------------

_BEFORE = ("the", "your", "my", "a", "an", "left", "right", "both")
_IRREGULAR = {word: two for two in (("calf", "calves"), ("foot", "feet")) for word in two}
_TOKEN = re.compile(r"[^\W_]+|[^\w\s-]")


def known_words(words: Iterable[str]) -> str:
    """One of the *words* of the vocabulary, in singular or plural, with what may stand before and after it.

    It follows `vocabulary.folded`, but for accents.
    """
    told = "|".join(dict.fromkeys(_one_or_many(word) for word in words))
    before = "|".join(map(any_case, _BEFORE))
    return rf"^\s*(({before}){_GAP}+)*({told})({_GAP}+{any_case('muscle')}[sS]?)?(\s*\([^()]+\))?\s*$"


def _one_or_many(word: str) -> str:
    tokens = _TOKEN.findall(word.casefold().replace("'", "").replace("\u2019", ""))
    return f"{_GAP}*".join(map(_token, tokens))


def _token(token: str) -> str:
    """A word by itself, in singular and plural, perhaps with an apostrophe before its "s"."""
    if token in _IRREGULAR:
        one, many = map(any_case, _IRREGULAR[token])
        return f"({one}[sS]?|{many})"
    if not token.isalpha() or len(token) < 2:
        return any_case(token)
    stem = token.removesuffix("s") if len(token) > 2 and not token.endswith("ss") else token
    if stem != token and stem.endswith("ie") and len(stem) > 3:
        return any_case(stem[:-2]) + _Y_OR_IES
    if stem.endswith("y") and stem == token:
        return any_case(stem[:-1]) + _Y_OR_IES
    if stem != token and stem.endswith(("xe", "che", "she")):
        return any_case(stem[:-1]) + "([eE][sS])?"
    return any_case(stem) + ("([eE]?[sS])?" if stem.endswith(("x", "ch", "sh")) else "['\u2019]?[sS]?")


_Y_OR_IES = "([yY][sS]?|[iI][eE][sS])"
