"""A page on which a native speaker checks the words of a language: each beside the English one, with an example."""

from __future__ import annotations

import html
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from cuecard.core.language_marks import as_isolates
from cuecard.core.phrase_table import Phrase, PhraseTable
from cuecard.core.text_direction import is_right_to_left
from cuecard.dose import Dose, sentence
from cuecard.languages import tables
from cuecard.site.choose_labels import labels_for
from cuecard.site.labels import ENGLISH

SOURCES = tables.COMPILED.parent
_COUNTS = ("0", "1", "2", "3", "5", "11", "21", "22", "100", "1000000")
"""Whole numbers that have every plural category of every language between them."""
DOSES: tuple[Mapping[str, object], ...] = (
    {"sets": 3, "reps": "8 to 12", "side": "each leg", "rest": "1 min", "per_week": 3},
    {"time": "1 min 30 s", "per_day": "every 2 hours while awake", "weeks": 6},
    {"sets": 2, "hold": "20-30 s", "side": "operated leg", "rest": "none", "per_week": "Mon Wed Fri"},
    {"sets": 3, "reps": [12, 10, 8], "weight": ["5 kg", "7.5 kg", "10 kg"], "tempo": "3-1-1", "rpe": 7},
    {"left": 8, "right": 12, "effort": 5, "per_day": 2},
    {"amount": "10 steps", "side": "alternating", "until": "you are out of breath"},
    {"intervals": ["run 1 min", "walk 2 min"], "sets": 5, "in_all": "up to 30 min"},
    {"distance": "400-800 m", "pulse": "up to 120", "in_weeks": "9 or more"},
)
"""Kinds of doses that a page can show."""


def source_of(name: str) -> Path | None:
    """Return the file with the words of the language *name*, as people write it; None if there is none."""
    file = SOURCES / f"{name}.yaml"
    return file if name in tables.all_tables() and file.is_file() else None


def page(name: str) -> str:
    """Return the page: every message in English and in the other language, filled in."""
    english = yaml.safe_load((SOURCES / "en.yaml").read_text(encoding="utf-8"))["dose"]
    own = labels_for(name)
    table = tables.load_table(name)
    direction = "rtl" if is_right_to_left(name) else "ltr"
    assert own.doses is not None  # noqa: S101 - every language but English has them
    rows = [
        "<h2>Doses</h2><table>",
        *(_dose_row(one, own.doses, direction) for one in DOSES),
        "</table><h2>Headings and sentences</h2><table>",
        *_rows(ENGLISH.phrases, own.phrases, direction),
        "</table><h2>Words of doses</h2><table>",
        *_rows(PhraseTable(english), own.doses, direction),
        "</table>",
    ]
    return _PAGE.format(name=html.escape(table.name), code=name, rows="\n".join(rows))


def _dose_row(facts: Mapping[str, object], own: PhraseTable, direction: str) -> str:
    dose = Dose.model_validate(facts)
    return _row("", sentence(dose), [sentence(dose, own)], direction)


def _rows(english: PhraseTable, own: PhraseTable, direction: str) -> Iterator[str]:
    for key, message in english.table.items():
        texts = list(dict.fromkeys(_examples(own.table[key], own)))
        yield _row(key, " / ".join(dict.fromkeys(_examples(message, english))), texts, direction)


def _row(key: str, english: str, own: list[str], direction: str) -> str:
    texts = "<br>".join(html.escape(as_isolates(text)) for text in own)
    return (
        f"<tr><th scope=row><code>{html.escape(key)}</code><td lang=en>{html.escape(english)}"
        f'<td dir="{direction}">{texts}'
    )


def _examples(message: Phrase, words: PhraseTable) -> Iterator[str]:
    """Yield a message with examples filled in; one with plural forms for each of several numbers."""
    if isinstance(message, str):
        yield message.format(**{name: _EXAMPLES.get(name, "…") for name in _fields(message)})
        return
    shown = {words.category(number): number for number in reversed(_COUNTS)}
    for category, text in message.items():
        number = shown.get(category, "1.5")
        yield text.format(**{name: _EXAMPLES.get(name, "…") for name in _fields(text)} | {"n": number})


_EXAMPLES = {
    "n": "3",
    "low": "8",
    "high": "12",
    "number": "2",
    "total": "5",
    "found": "2",
    "year": "2026",
    "day": "1",
}


def _fields(text: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]


_PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Cuecard in {name}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-top: 1px solid #ccc; padding: .4rem .8rem; text-align: start; vertical-align: top; width: 40%; }}
th {{ font-weight: 400; width: 20%; color: #666; }}
</style>
<h1>Cuecard in {name}</h1>
<p>Is each line what you would say to a patient, in plain words? Change what is not in <code>{code}.yaml</code>, by the
name in the first column. <code>…</code> stands for a text of the author.</p>
{rows}
"""
