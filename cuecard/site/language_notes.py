"""The note for an author about our words of a site that is not in English."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.core.diagnostics import Problem, Severity
from cuecard.languages import tables
from cuecard.parse.front_matter import Document


def notes(document: Document, language: str) -> Iterator[Problem]:
    """Yield the note on the table for texts in *language* (BCP 47), at its place in `site.yaml`."""
    name = tables.table_name(language)
    if not name:
        message = f"Cuecard has no words of its own in {language}: its headings and doses are English, and marked so"
        hint = f"it has words in {', '.join(('en', *tables.all_tables()))}"
        yield document.problem(("language",), "english-words", message, hint, Severity.NOTE)
        return
    table = tables.load_table(name)
    if table.checked is None:
        message = (
            f"no native speaker has checked Cuecard's words in {table.name}, so doses are labels and numbers"
        )
        hint = "to check them, see docs/handbook/languages.md"
        yield document.problem(("language",), "unchecked-words", message, hint, Severity.NOTE)
