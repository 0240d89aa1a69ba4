"""Look words up in the vocabulary, and suggest terms for words that it lacks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise

from cuecard.core.diagnostics import likeliest
from cuecard.vocabulary.term import Term, _Word, _Words

_LEADING = frozenset(["the", "your", "my", "a", "an", "left", "right", "both"])


_TRAILING = "muscle"  # plural is folded before


_IRREGULAR = {"calves": "calf", "feet": "foot"}


_TOKEN = re.compile(r"[^\W_]+|[^\w\s\-\u2010-\u2015\u2212]")
"""A run of letters and digits, or one character that is neither a space nor any kind of hyphen."""


_DROPPED = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Apostrophes, and what word processors leave invisibly inside words: soft hyphens, zero-width characters."""


@lru_cache(maxsize=1 << 12)
def normalize(written: str) -> str:
    """Return *written* without what makes no difference, as one string to compare by.

    Capitals, accents, apostrophes, spaces, hyphens, plural, a leading article or side and a trailing
    "muscle" go. Other punctuation stays, so that "quads, hamstrings" is not a word. Both the vocabulary and
    what authors write pass through here, so that the plural need not be right, only the same: the singular
    "bicep" and the word "biceps" meet at "bicep".
    """
    tokens = _tokens(written)
    while len(tokens) > 1 and tokens[0] in _LEADING:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1] == _TRAILING:
        tokens = tokens[:-1]
    return "".join(tokens)


def _tokens(written: str) -> list[str]:
    text = written.casefold().replace("'", "")
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.translate(_DROPPED)).casefold()
        text = "".join(char for char in plain if unicodedata.category(char) != "Mn")
    return [_singular(token) for token in _TOKEN.findall(text)]


@lru_cache(maxsize=1 << 14)
def _token_set(text: str) -> frozenset[str]:
    return frozenset(_tokens(text))


def _singular(token: str) -> str:
    if token in _IRREGULAR:
        return _IRREGULAR[token]
    if token[-1] != "s" or len(token) < 3 or token[-2] == "s":
        return token
    if token.endswith("ies") and len(token) > 4:
        return token[:-3] + "y"
    return token[:-2] if token.endswith(("xes", "ches", "shes")) else token[:-1]


def _uncapitalised(name: str) -> str:
    return name[:1].lower() + name[1:]


_IN_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)\s*")


def _lookup(terms: Mapping[str, Term], nothing: Iterable[str] = ()) -> dict[str, _Word]:
    """By folded word; a word keeps its first meaning, and of a term's words its first spelling."""
    table: dict[str, _Word] = {}
    for term in terms.values():
        for text in term.words:
            table.setdefault(normalize(text), _Word(text, term.id))
    for text in nothing:
        table.setdefault(normalize(text), _Word(text, ""))
    return table


def _find(words: _Words, written: str) -> _Word | None:
    """Return the word that *written* is as a whole, perhaps with a synonym in brackets."""
    if word := words.get(normalize(written)):
        return word
    if parts := _IN_BRACKETS.fullmatch(written):
        outside, inside = (words.get(normalize(part)) for part in parts.groups())
        if outside and inside and outside.id == inside.id:
            return outside
    return None


_LONGEST_HINTED = 100
"""Characters: a longer text is not a typo, and comparing it with every word would take long."""


_LONGEST_WORD = 8
"""Tokens; no term has more."""


_MISSPELT = 0.85
"""Similarity (difflib) from which a text counts as a whole misspelt word."""


_ALIKE = 0.76
"""Likeness from which a word is worth naming where there is nothing better."""


_MANY_WORDS = 1000


_MOST_COMPARED = 100
"""Of more than so many words, those alone are compared that share most pairs of letters: comparing takes long."""


_MOST_ASKED = 5
"""Terms that one question names."""


_OPPOSITES = (
    ("flexor", "extensor"),
    ("internal", "external"),
    ("internal", "lateral"),
    ("medial", "external"),
    ("medial", "lateral"),
    ("anterior", "posterior"),
    ("inner", "outer"),
    ("upper", "lower"),
    ("front", "back"),
    ("front", "rear"),
    ("evertor", "invertor"),
)
"""A word with one of a pair is near in letters to the same word with the other, and means the reverse."""


def _did_you_mean(near: _Word | None) -> str:
    return f'did you mean "{near.text}"?' if near else ""


def _which(terms: Mapping[str, Term], written: str) -> str | None:
    """Return the question which of a few is meant, if *written* is a part of words for each: "labrum".

    Empty where it is a part of so many that no question helps; None where it is not, or of one alone.
    """
    parts = set(_tokens(written)) - _LEADING if len(written) <= _LONGEST_HINTED else set()
    matches = [
        word.replace("-", " ")
        for term in terms.values()
        if parts
        and (word := next((word for word in (term.id, *term.synonyms) if parts < _token_set(word)), ""))
    ]
    if len(matches) < 2:
        return None
    *before, last = [f'"{word}"' for word in matches]
    return f"did you mean {', '.join(before)} or {last}?" if len(matches) <= _MOST_ASKED else ""


def _suggested(words: _Words, written: str) -> _Word | None:
    """Return the known word that *written* most likely means, for a question to the author.

    A mistake in a long word comes before a short word inside: "biceps femorus" does not mean "biceps".
    """
    if len(written) > _LONGEST_HINTED:
        return None
    return (
        _nearest(words, written, _MISSPELT) or _contained(words, written) or _nearest(words, written, _ALIKE)
    )


def _contained(words: _Words, written: str) -> _Word | None:
    """Return the longest known word within *written*; so a part of a longer word never counts."""
    tokens = _tokens(written)
    stretches = (
        "".join(tokens[start : start + size])
        for size in range(min(_LONGEST_WORD, len(tokens)), 0, -1)
        for start in range(len(tokens) - size + 1)
    )
    return words.get(max((stretch for stretch in stretches if stretch in words), key=len, default=""))


def _nearest(words: _Words, written: str, cutoff: float) -> _Word | None:
    """Return the known word that looks most like *written* and does not mean its opposite."""
    tokens = set(_tokens(written))
    reverse = {two for pair in _OPPOSITES for one, two in (pair, pair[::-1]) if one in tokens}
    key_sought = normalize(written)
    likely = likeliest(key_sought, tuple(words), _MOST_COMPARED) if len(words) > _MANY_WORDS else tuple(words)
    known = [key for key in likely if reverse.isdisjoint(_tokens(words[key].text))]
    near = get_close_matches(key_sought, known, n=1, cutoff=cutoff)
    return words[near[0]] if near else None


def _like_abductor(text: str) -> bool:
    """Return whether a part of *text*, perhaps torn in two, is or may be meant as "abductor" or "adductor"."""
    tokens = _tokens(text)
    return any(
        "abduc" in part or "adduc" in part or _within_two(part, "abductor") or _within_two(part, "adductor")
        for part in (*tokens, *map("".join, pairwise(tokens)))
    )


def _within_two(one: str, other: str) -> bool:
    """Return whether at most two letters need be put in, taken out or replaced (Levenshtein)."""
    if abs(len(one) - len(other)) > 2:
        return False
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, expected in enumerate(other, start=1):
            current.append(min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != expected)))
        above = current
    return above[-1] <= 2
