"""The words of a site that is not in English: those of its language, or English ones that are marked as such."""

from __future__ import annotations

from collections.abc import Iterable

from cuecard.core import language_marks
from cuecard.core.phrase_table import Phrase, PhraseTable
from cuecard.core.text_direction import is_right_to_left
from cuecard.dose.reader_phrases import ENGLISH as ENGLISH_DOSES
from cuecard.languages import tables
from cuecard.site.labels import ENGLISH, Labels


class RightToLeftLabels(Labels, frozen=True, eq=False):
    """Words that are written from right to left: an author's text in them, which may be in Latin letters, is marked."""

    def text(self, key: str, **values: str) -> str:
        """Return the label *key* with its *values*, each of which keeps its own direction."""
        given = {name: language_marks.theirs(str(value)) for name, value in values.items()}
        text = self.phrases.say(key, **given)
        return f"{_RIGHT_TO_LEFT_MARK}{text}" if language_marks.begins_with_theirs(text) else text


_RIGHT_TO_LEFT_MARK = "\u200f"
"""In front of what begins with a text of an author, so that the line has the direction of our words."""


class ForeignLabels(Labels, frozen=True, eq=False):
    """English words for texts in a language that has no table: each is marked as English, and what is in it is not."""

    def text(self, key: str, **values: str) -> str:
        """Return the label *key*, marked."""
        given = {name: language_marks.theirs(str(value)) for name, value in values.items()}
        return self.ours(self.phrases.say(key, **given))  # which drops the marks of ours inside

    def ours(self, text: str) -> str:
        """Return words of ours, marked as English."""
        return language_marks.ours(text)

    def listed(self, words: Iterable[str]) -> str:
        """Return the words in a line, each as it is."""
        return self.phrases.say("list.separator").join(words)


class _EnglishDoses(PhraseTable, frozen=True, eq=False):
    """English sentences of doses with texts of authors in another language, which are marked."""

    def theirs(self, text: str) -> str:
        """Return a text of an author, marked."""
        return language_marks.theirs(text)


def _marked(label: Phrase) -> Phrase:
    """Return a label that has not been translated yet, marked as English; of its plural forms, the general one."""
    return language_marks.ours(label if isinstance(label, str) else label["other"])


def labels_for(language: str) -> Labels:
    """Return the words for a site whose texts are in *language* (BCP 47), which is not English."""
    name = tables.table_name(language)
    if not name:
        doses = _EnglishDoses(ENGLISH_DOSES.table)
        return ForeignLabels("en", ENGLISH.phrases, doses, digest="marked", lowers=False, marked=language)
    table = tables.load_table(name)
    missing = ENGLISH.phrases.table.keys() - table.labels.keys()
    marked = {key: _marked(ENGLISH.phrases.table[key]) for key in missing}
    kind = RightToLeftLabels if is_right_to_left(name) else Labels
    return kind(
        name,
        tables.LanguagePhrases({**marked, **table.labels}, table),
        tables.LanguagePhrases(table.dose, table),
        digest=table.digest,
        lowers=table.lower_case,
        marked=language,
    )
