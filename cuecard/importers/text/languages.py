"""Which language a text is in, by its smallest words: for collections in which some rows claim the wrong one."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Words that are frequent in instructions and belong to few of these languages.
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
"""Small words of another language, from which a text is surely not in the one that it claims."""
_CLEAR = 2
"""How many times more of them there have to be than of the claimed language's own."""
_FEWEST_ALONE = 2
"""Small words that do where there is not one of the claimed language."""


def claimed_wrongly(text: str, language: str) -> str:
    """The language that *text* is in when it is surely not *language*; empty where that cannot be told."""
    if language not in _WORDS:
        return ""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {code: sum(word in small for word in words) for code, small in _WORDS.items()}
    own = counts.pop(language)
    other = max(counts, key=lambda code: counts[code])
    fewest = _FEWEST if own else _FEWEST_ALONE
    return other if counts[other] >= fewest and counts[other] > _CLEAR * own else ""
