"""A card as `templates/card.typ` reads it: JSON, with drawings apart and long words made to break.

Typst hashes what a function is given, again at each call. So what is large or the same for all cards is not in the
cards: drawings are numbered and in a list, and the words of ours and the language are in the job.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import to_builtins

from cuecard.core import language_marks
from cuecard.site.cards.card_value import Card

_NO_TYPE = frozenset(["slug", "src", "svg", "address", "caption", "language", "author"])
"""Keys of texts in which no word is broken: most are not set in type, and a caption is alternative text or short."""
_NARROW = frozenset(["title", "short", "whole"])
"""Keys of texts in large type or in narrow columns."""
_SPACE = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_LONG_WORD = re.compile(rf"[^{_SPACE}]{{26,}}")
_LONG_WORD_NARROW = re.compile(rf"[^{_SPACE}]{{20,}}")
_BREAK = "\u200b"
_VIRAMA = 9
"""The combining class of signs that join two letters of Indic scripts."""


def cards_and_drawings(cards: Sequence[Card], *, with_drawings: bool = True) -> tuple[str, str]:
    """Return the *cards* and the list of their drawings, each as JSON; the list is empty for a fit, which needs none.

    Without drawings a card has no name either, so that another drawing in the same box is the same to a cache.
    """
    drawings: dict[str, int] = {}
    prepared = []
    for card in cards:
        one = _prepared(to_builtins(card), drawings)
        one.pop("labels")
        if not with_drawings:
            del one["slug"]
            _drop_drawings(one)
        prepared.append(one)
    return as_json(prepared), as_json(list(drawings) if with_drawings else [])


def as_json(value: Any) -> str:
    """Return JSON in composed characters, as fonts have them."""
    return language_marks.as_isolates(unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False)))


def texts(value: Any) -> Iterator[str]:
    """Yield every text of a card that is set in type; a drawing or an address is not."""
    if isinstance(value, str):
        yield language_marks.without_marks(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in {"svg", "src", "address", "slug", "labels"}:
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def breakable(text: str, *, is_narrow: bool = False) -> str:
    """Let a word that no line could hold break between its letters: 26 letters, or 20 in a narrow column."""
    long = _LONG_WORD_NARROW if is_narrow else _LONG_WORD
    return long.sub(lambda found: _BREAK.join(_letters(found[0])), text) if len(text) >= 20 else text


def _letters(word: str) -> Iterator[str]:
    """Yield the letters of a word, each with its marks, and with the letters that it is joined to."""
    letter = ""
    for char in word:
        joins = char in "\u200c\u200d" or unicodedata.category(char).startswith("M")
        is_joined = letter and (letter[-1] == "\u200d" or unicodedata.combining(letter[-1]) == _VIRAMA)
        if letter and not joins and not is_joined:
            yield letter
            letter = ""
        letter += char
    yield letter


def _prepared(value: Any, drawings: dict[str, int], key: str = "") -> Any:
    if isinstance(value, str):
        if key in _NO_TYPE:
            return value
        return breakable(unicodedata.normalize("NFC", value), is_narrow=key in _NARROW)
    if isinstance(value, dict):
        made = {name: _prepared(inner, drawings, name) for name, inner in value.items()}
        if "svg" in made:
            made["drawing"] = drawings.setdefault(made.pop("svg"), len(drawings))
        return made
    if isinstance(value, list | tuple):
        return [_prepared(inner, drawings, key) for inner in value]
    return value


def _drop_drawings(card: dict[str, Any]) -> None:
    logo = card["clinic"] and card["clinic"]["logo"]
    pictures = (picture for entry in card["entries"] for picture in entry["pictures"])
    for one in (*card["codes"], *pictures, *filter(None, [logo])):
        one.pop("drawing")
        one.pop("src", None)
