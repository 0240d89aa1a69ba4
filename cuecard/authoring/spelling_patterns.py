"""Regular expressions for all spellings of a word that Cuecard accepts.

They are in the dialect that JSON Schema requires (ECMA-262 in Unicode mode, where only special characters can be
escaped). It has no flag to ignore case, so each letter is written in both cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SPECIAL = frozenset("^$\\.*+?()[]{}|/")
_GAP = r"[\s_\-\u2010-\u2015]"


def any_case(text: str) -> str:
    """Return a pattern for *text* in any case."""
    return "".join(_either_case(char) for char in text)


def _either_case(char: str) -> str:
    if char in _SPECIAL:
        return f"\\{char}"
    small, large = char.lower(), char.upper()
    return f"[{small}{large}]" if small != large and len(large) == 1 else char


def fixed_words(words: Iterable[str]) -> str:
    """Return a pattern for one of *words*: in any case, with hyphens or spaces between their parts."""
    patterns = (
        "".join(_GAP + "+" if part in "- " else any_case(part) for part in _PARTS.findall(word))
        for word in words
    )
    return rf"^\s*({'|'.join(patterns)})\s*$"


_PARTS = re.compile(r"[- ]|[^- ]+")


# --- words of the vocabulary, which folds more away -------------------------------------------------------

_BEFORE = ("the", "your", "my", "a", "an", "left", "right", "both")
_IRREGULAR = {word: two for two in (("calf", "calves"), ("foot", "feet")) for word in two}
_TOKEN = re.compile(r"[^\W_]+|[^\w\s-]")


def known_words(words: Iterable[str]) -> str:
    """Return a pattern for one of the vocabulary's *words*, singular or plural, with the additions that are accepted.

    It follows how the vocabulary normalizes words, except for accents.
    """
    patterns = "|".join(dict.fromkeys(_one_or_many(word) for word in words))
    before = "|".join(map(any_case, _BEFORE))
    return rf"^\s*(({before}){_GAP}+)*({patterns})({_GAP}+{any_case('muscle')}[sS]?)?(\s*\([^()]+\))?\s*$"


def _one_or_many(word: str) -> str:
    tokens = _TOKEN.findall(word.casefold().replace("'", "").replace("\u2019", ""))
    return f"{_GAP}*".join(map(_token, tokens))


def _token(token: str) -> str:
    """Return a pattern for one word, singular and plural, with an optional apostrophe before its "s"."""
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
