"""`qps-Arab`: English 40 % longer, in brackets and in letters with marks, written from right to left.

A plain Latin letter on its pages is a word that is not in a table; what does not fit is what a longer language breaks.
"""

import re
from collections.abc import Mapping

import yaml
from conftest import ROOT
from msgspec.structs import replace

from cuecard.core.phrase_table import Phrase
from cuecard.languages import tables
from cuecard.site.foreign_labels import RightToLeftLabels
from cuecard.site.labels import ENGLISH, Labels

LANGUAGE = "qps-Arab"
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "àßçðéþêëîïłłññöþôřšõüûøžýžÀßÇÐÉÞÊËÎÏŁŁÑÑÖÞÔŘŠÕÜÛØŽÝŽ",
)
"""Each plain letter and one with a mark that the type of cards has."""


def labels() -> Labels:
    """Return the labels and doses of the pseudo-language."""
    english = yaml.safe_load((ROOT / "cuecard/languages/en.yaml").read_text(encoding="utf-8"))["dose"]
    days = {f"day.{n}": f"day{n}" for n in range(7)}
    table = replace(
        tables.load_table("de"),
        language=LANGUAGE,
        labels=pseudo_table(ENGLISH.phrases.table),
        dose=pseudo_table(english | days),
        checked=None,
    )
    return RightToLeftLabels(
        LANGUAGE,
        tables.LanguagePhrases(table.labels, table),
        tables.LanguagePhrases(table.dose, table),
        digest="qps",
        lowers=False,
        marked=LANGUAGE,
    )


def pseudo_table(table: Mapping[str, Phrase]) -> dict[str, Phrase]:
    """Return a table in the pseudo-language."""
    return {
        key: pseudo(text) if isinstance(text, str) else {form: pseudo(one) for form, one in text.items()}
        for key, text in table.items()
    }


def pseudo(text: str) -> str:
    """Return a text in the pseudo-language; what is filled in stays as it is."""
    parts = re.split(r"(\{\w+\})", text)
    letters = sum(len(part) for part in parts[::2])
    words = len(re.sub(r"\{\w+\}", "", text).split())
    marked = "".join(part if n % 2 else part.translate(_LETTERS) for n, part in enumerate(parts))
    if letters < 4 or not re.search(r"[A-Za-z]", "".join(parts[::2])):
        return marked
    more = round(letters * 0.4)
    longer = "ö" * more if words < 2 else " öö" * (more // 3)
    return f"[{marked}{longer}]"
