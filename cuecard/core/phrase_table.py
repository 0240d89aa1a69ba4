"""Words for readers as a table: one text by key, or one for each plural category of a number.

Names in braces are filled in; the number of a phrase is `{n}`. A phrase is looked for in the *role* that it plays in
its sentence first ("reps@of": after "3 sets of"), then without. English needs few of these; a language with cases needs
more of them, and no code.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

Phrase = str | Mapping[str, str]
"""One form, or forms by the plural category of the number: in English `one` and `other`."""


class PhraseTable(Struct, frozen=True, eq=False):
    """The words of one language; those of other languages than English are `cuecard.languages.tables`."""

    table: Mapping[str, Phrase]

    @property
    def makes_sentences(self) -> bool:
        """Return whether doses are sentences; if not, they are labels and numbers, which grammar cannot spoil."""
        return True

    def category(self, number: str, start: str = "") -> str:
        """Return the plural category of a printed number, or of the range from *start* to it."""
        return "one" if number == "1" else "other"

    def number(self, text: str) -> str:
        """Return a number, which has a decimal point, as the language writes it."""
        return text

    def theirs(self, text: str) -> str:
        """Return a text of an author for the inside of one of these messages."""
        return text

    def has(self, key: str) -> bool:
        """Return whether there is such a phrase."""
        return key in self.table

    def say(
        self, key: str, role: str = "", *, n: str = "", plural: str = "", start: str = "", **given: str
    ) -> str:
        """Return the phrase *key* with its number *n* and *given* values.

        *plural* is the number to agree with if it is not *n*, and *start* the beginning of a range that ends with it.
        """
        template = self.table.get(f"{key}@{role}") if role else None
        if template is None:
            template = self.table[key]
        if not isinstance(template, str):
            template = template.get(self.category(plural or n, start), template["other"])
        return template.format(n=n, **given) if "{" in template else template


def counted(one: str, many: str) -> Phrase:
    """Return the forms of a number with its noun."""
    return {"one": f"{{n}} {one}", "other": f"{{n}} {many}"}
