"""The table of one language: which one a site gets, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from cuecard.core.language_marks import ours, theirs
from cuecard.core.phrase_table import Phrase, PhraseTable
from cuecard.core.text_direction import is_right_to_left, script_of
from cuecard.languages import plurals

COMPILED = Path(__file__).with_name("compiled")
_SCRIPTS = {"ar": "Arab", "hi": "Deva", "ja": "Jpan", "zh-Hans": "Hans"}
"""By table: the script that it is written in, where that is not Latin."""
_NAMES = {"pt": "pt-BR", "zh": "zh-Hans"}
"""By language: its table, where that has a longer name."""


class LanguageTable(Struct, frozen=True):
    """What is compiled of one language."""

    language: str
    name: str
    """In the language itself."""
    digest: str
    """Of all the rest: what pages and cards are made of, besides texts and templates."""
    checked: Mapping[str, str] | None
    """Which native speaker has read it, and when: `by` and `on`; None as long as nobody has."""
    lower_case: bool
    """Whether the first letter of an author's sentence may become small inside another sentence."""
    plurals: list[Any]
    ranges: Mapping[str, str]
    decimal: str
    labels: Mapping[str, Phrase]
    dose: Mapping[str, Phrase]


class LanguagePhrases(PhraseTable, frozen=True, eq=False):
    """Some words of a table, with the rules of its language."""

    language: LanguageTable

    @property
    def makes_sentences(self) -> bool:
        """Return False: a table has the words for labels and numbers, and no sentence of a dose."""
        return False

    def category(self, number: str, start: str = "") -> str:
        """Return the plural category of a printed number, or of the range from *start* to it."""
        if start:
            return plurals.range_category(self.language.plurals, self.language.ranges, start, number)
        return plurals.category(self.language.plurals, number)

    def number(self, text: str) -> str:
        """Return a number with the decimal sign of the language."""
        return text.replace(".", self.language.decimal)

    def say(
        self, key: str, role: str = "", *, n: str = "", plural: str = "", start: str = "", **given: str
    ) -> str:
        """Return a phrase; one of a dose that is not translated yet is English, and marked as such."""
        if key in self.table or self.table is not self.language.dose or key not in untranslated():
            return super().say(key, role, n=n, plural=plural, start=start, **given)
        return ours(untranslated()[key].format(n=n, **given))

    def theirs(self, text: str) -> str:
        """Return a text of an author, marked in a language that is written from right to left."""
        return theirs(text) if is_right_to_left(self.language.language) else text


def table_name(language: str) -> str:
    """Return the name of the table for texts in *language* (BCP 47); empty if there is none.

    The nearest in the same script: `de-AT` gets `de`, `pt` gets `pt-BR`, and `zh-TW` or `zh-Hant` nothing, as
    `zh-Hans` is in another script.
    """
    main = language.partition("-")[0].lower()
    name = _NAMES.get(main, main)
    if script_of(language) != _SCRIPTS.get(name, "Latn"):
        return ""
    return name if (COMPILED / f"{name}.json").is_file() else ""


@cache
def load_table(name: str) -> LanguageTable:
    """Return the compiled table of this name."""
    return msgspec.json.decode((COMPILED / f"{name}.json").read_bytes(), type=LanguageTable)


@cache
def untranslated() -> Mapping[str, str]:
    """Return the English words of doses as labels and numbers, which a table should have, but may lack some of."""
    import yaml  # noqa: PLC0415 - no table that is complete needs it

    return dict(yaml.safe_load(COMPILED.with_name("en.yaml").read_bytes())["dose"])


def all_tables() -> tuple[str, ...]:
    """Return the names of all tables."""
    return tuple(sorted(file.stem for file in COMPILED.glob("*.json")))
