"""Recognise the language of a text by its smallest words, as some rows of collections claim the wrong one."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Words that are frequent in instructions and exist in few of these languages.
_WORDS: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the and your with you for of to is as on from at keep up down while then be are this",
        "de": "der die das und den mit dem ist auf zu nicht sich ein eine auch werden im nach bis beim kein bewegung",
        "es": "el los las del con una por para que tu su y al hacia se en es como sus cuerpo",
        "fr": "le les des et une du avec vous pour sur dans est au vos votre en aux puis",
        "it": "il lo gli della con una per di che del sono alla le si verso nel e",
        "pt": "os das do com um uma para em não seu sua ao pelo o e é até mais dos ou como também",
        "nl": "het een van je met en op naar de voor niet aan is zijn dan of",
    }.items()
}
_FEWEST = 4
"""With so many small words of another language, a text is not in the one that it claims."""
_CLEAR = 2
"""There must be this many times more of them than of the claimed language."""
_FEWEST_ALONE = 2
"""The same for a text without any small word of the claimed language."""


def claimed_wrongly(text: str, language: str) -> str:
    """Return the language of *text* if it is certainly not *language*; empty otherwise."""
    if language not in _WORDS:
        return ""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {code: sum(word in small for word in words) for code, small in _WORDS.items()}
    claimed = counts.pop(language)
    other = max(counts, key=lambda code: counts[code])
    fewest = _FEWEST if claimed else _FEWEST_ALONE
    return other if counts[other] >= fewest and counts[other] > _CLEAR * claimed else ""
