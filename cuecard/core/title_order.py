"""The order of titles in a list, by the language of the page: umlauts and accents beside their letters, 2 before 10.

Letters that a language counts as its own come where its alphabet has them: å after z in Swedish, ñ after n in Spanish.
Python's own order, by number of character, puts all of them after z.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from cuecard.core import letter_case

_AFTER = "\uffdc"
"""A letter after all others that a title can have: the last of Unicode's first plane."""
_ALPHABETS: Mapping[str, str] = {
    "cs": "cč rř sš zž",
    "da": "zæøå",
    "es": "nñ",
    "et": "sšzž wõäöü",
    "fi": "zåäö",
    "hr": "cčć dđ sš zž",
    "hu": "oö uü",
    "is": "aá dð eé ií oó uú yý zþæö",
    "lt": "cč sš zž",
    "lv": "cč gģ kķ lļ nņ sš zž",
    "nb": "zæøå",
    "nn": "zæøå",
    "no": "zæøå",
    "pl": "aą cć eę lł nń oó sś zźż",
    "ro": "aăâ iî sș tț",
    "sk": "aä cč oô sš zž",
    "sl": "cč sš zž",
    "sv": "zåäö",
    "tr": "cç gğ hı oö sş uü",
    "uk": "гґ еє иії",
}
"""By language: each letter that others follow in the alphabet, and those letters."""
_PLAIN = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ё": "е"}
)
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_IS_MARK = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f]")
_KEPT = frozenset("йїў")
"""Letters of their own that Unicode takes apart."""


def title_order(language: str) -> Callable[[str], tuple[str, str]]:
    """Return the key by which titles in *language* (BCP 47) are sorted."""
    main = language.partition("-")[0].lower()
    own = _own_letters(main)
    if main in letter_case.DOTTED:
        return lambda title: (_sortable(letter_case.lower(title, main), own), title)
    return lambda title: (_sortable(title, own), title)


def first_letter(language: str) -> Callable[[str], str]:
    """Return the function that gives the heading below which a title is listed: its first letter, or "0-9".

    A letter with an accent is listed below the letter that it is sorted with.
    """
    own = _own_letters(language.partition("-")[0].lower())
    return lambda title: _heading(title, own)


def _heading(title: str, own: Mapping[int, str]) -> str:
    word = _WORDS.search(unicodedata.normalize("NFC", title).casefold())
    if word is None:
        return title[:1]
    if word[0].isdecimal():
        return "0\u20139"
    first = word[0][0]
    return (first if ord(first) in own else _base(first).translate(_PLAIN)[:1]).upper()


def _sortable(title: str, own: Mapping[int, str]) -> str:
    folded = unicodedata.normalize("NFC", title).casefold()
    if not folded.isascii():
        folded = "".join(map(_base, folded.translate(own))).translate(_PLAIN)
    return " ".join(f"{int(word):09}" if word.isdecimal() else word for word in _WORDS.findall(folded))


def _base(char: str) -> str:
    """Return a letter without accents."""
    if char.isascii() or char in _KEPT or char == _AFTER:
        return char
    return _IS_MARK.sub("", unicodedata.normalize("NFKD", char))


@cache
def _own_letters(language: str) -> Mapping[int, str]:
    return {
        ord(letter): group[0] + n * _AFTER
        for group in _ALPHABETS.get(language, "").split()
        for n, letter in enumerate(group[1:], start=1)
    }
