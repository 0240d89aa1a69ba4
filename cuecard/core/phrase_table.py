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
    """The words of one language."""

    table: Mapping[str, Phrase]

    def category(self, number: str) -> str:
        """Return the plural category of a printed number; for a range, that of its upper end."""
        return "one" if number == "1" else "other"

    def has(self, key: str) -> bool:
        """Return whether there is such a phrase."""
        return key in self.table

    def say(self, key: str, role: str = "", *, n: str = "", plural: str = "", **given: str) -> str:
        """Return the phrase *key* with its number *n* and *given* values; *plural* is the number to agree with."""
        template = self.table.get(f"{key}@{role}") if role else None
        if template is None:
            template = self.table[key]
        if not isinstance(template, str):
            template = template.get(self.category(plural or n), template["other"])
        return template.format(n=n, **given) if "{" in template else template


def counted(one: str, many: str) -> Phrase:
    """Return the forms of a number with its noun."""
    return {"one": f"{{n}} {one}", "other": f"{{n}} {many}"}
