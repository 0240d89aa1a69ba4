"""Which words a site gets, by the language of its texts."""

from __future__ import annotations

from cuecard.site.labels import ENGLISH, Labels


def labels_for(language: str) -> Labels:
    """Return the words for a site whose texts are in *language* (BCP 47): English ones if there are no others."""
    if language.partition("-")[0].lower() == "en":
        return ENGLISH
    if language not in _known:
        from cuecard.site import foreign_labels  # noqa: PLC0415 - no site in English needs it

        _known[language] = foreign_labels.labels_for(language)
    return _known[language]


_known: dict[str, Labels] = {}
"""By language: a site's words are one value, so that what was made of them can be found again."""
