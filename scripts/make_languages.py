"""Compile `cuecard/languages/LANG.yaml` with facts of CLDR into `cuecard/languages/compiled/LANG.json`.

A file of words has the messages of `cuecard/languages/en.yaml` and the labels of `cuecard/site/labels.py`, those apart
that CLDR knows: the months, the form of a date, and how lists and numbers are written. One that it lacks is English on
pages, and marked as such. Babel brings CLDR; only this script imports it, and `make languages` installs it.
CLDR's table of ranges is not part of Babel and is below.
"""

from __future__ import annotations

import json
import re
import string
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cuecard.site.labels import ENGLISH  # noqa: E402

SOURCES = ROOT / "cuecard/languages"
FROM_CLDR = frozenset(["date", "list.last", "list.separator", "range", *(f"month.{n}" for n in range(1, 13))])
"""Labels that a file of words need not have; where it has one, that is taken."""

_RANGES: Mapping[str, Mapping[str, str]] = {
    "de": {"one other": "other", "other one": "one"},
    "es": {"one other": "other", "other one": "other"},
    "fr": {"one one": "one", "one other": "other"},
    "hi": {"one one": "one", "one other": "other"},
    "it": {"one other": "other", "other one": "one"},
    "ja": {},
    "pl": {
        **{f"one {end}": end for end in ("few", "many", "other")},
        **{f"few {end}": end for end in ("few", "many", "other")},
        **{f"{start} {end}": end for start in ("many", "other") for end in ("one", "few", "many", "other")},
    },
    "pt": {"one one": "one", "one other": "other"},
    "tr": {"one other": "other", "other one": "one"},
    "zh": {},
    "ar": {
        "zero one": "zero", "zero two": "zero", "zero few": "few", "zero many": "many",
        "one few": "few", "one many": "many", "two few": "few", "two many": "many",
        "few few": "few", "few many": "many", "many few": "few", "many many": "many",
        "other few": "few", "other many": "many",
    },
}  # fmt: skip
"""By language: the category of a range by those of its ends (CLDR, pluralRanges.xml); pairs that are left out are
`other`."""


def main() -> int:
    """Compile all tables; return 1 if a file of words has a wrong one."""
    faults = list(compile_all())
    print(
        "\n".join(faults)
        or f"compiled {len(_files())} tables into {(SOURCES / 'compiled').relative_to(ROOT)}"
    )
    return 1 if faults else 0


def _files() -> list[Path]:
    return [file for file in sorted(SOURCES.glob("*.yaml")) if file.stem != "en"]


def compile_all() -> Iterator[str]:
    """Write the compiled tables, and yield what is wrong with the files of words."""
    english = yaml.safe_load((SOURCES / "en.yaml").read_text(encoding="utf-8"))["dose"]
    for file in _files():
        words = yaml.safe_load(file.read_text(encoding="utf-8"))
        faults = [*_faults(file, words["labels"], _wanted_labels()), *_faults(file, words["dose"], english)]
        if faults:
            yield from faults
            continue
        missing = sorted(_wanted_labels().keys() - words["labels"].keys())
        missing += sorted(english.keys() - words["dose"].keys())
        if missing:
            print(f"{file.name}: not translated yet, so in English: {', '.join(missing)}")
        table = compiled(words)
        data = json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        table["digest"] = sha256(data.encode()).hexdigest()[:16]
        target = SOURCES / "compiled" / f"{file.stem}.json"
        target.parent.mkdir(exist_ok=True)
        text = json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True)
        target.write_text(f"{text}\n", encoding="utf-8")


def _wanted_labels() -> Mapping[str, Any]:
    return {key: message for key, message in ENGLISH.phrases.table.items() if key not in FROM_CLDR}


def _faults(file: Path, given: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[str]:
    for key in given.keys() - wanted.keys() - FROM_CLDR:
        yield f"{file.name}: there is no message {key}"
    for key in sorted(wanted.keys() & given.keys()):
        if _fields(given[key]) - _fields(wanted[key]) or _fields(wanted[key]) - _fields(given[key]) - {"n"}:
            yield f"{file.name}: {key} has other names in braces than the English one: {given[key]}"


def _fields(message: str | Mapping[str, str]) -> set[str]:
    texts = [message] if isinstance(message, str) else message.values()
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def compiled(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return one table: the words with what CLDR knows of the language."""
    locale = Locale.parse(words["language"].replace("-", "_"))
    labels = {**_labels_of(locale), **words["labels"], "range": words["dose"]["range"]}
    days = {f"day.{n}": locale.days["stand-alone"]["abbreviated"][n] for n in range(7)}
    return {
        "language": words["language"],
        "name": words["name"],
        "checked": None if words["checked"] == "none" else words["checked"],
        "lower_case": words["lower_case"],
        "plurals": plural_rules(locale),
        "ranges": dict(_ranges(words["language"])),
        "decimal": locale.number_symbols["latn"]["decimal"],
        "labels": labels,
        "dose": {**words["dose"], **days},
    }


def _ranges(language: str) -> Mapping[str, str]:
    return _RANGES[language.partition("-")[0]]


def _labels_of(locale: Locale) -> dict[str, str]:
    """Return lists, dates and months."""
    lists = locale.list_patterns["standard"]
    date = str(locale.date_formats["long"].pattern)
    is_numeric = "MMMM" not in date
    months = locale.months["stand-alone" if "LLLL" in date else "format"]["wide"]
    names = {f"month.{n}": str(n) if is_numeric else months[n] for n in range(1, 13)}
    return {
        "list.separator": lists["middle"].replace("{0}", "").replace("{1}", ""),
        "list.last": lists["end"].replace("{0}", "{before}").replace("{1}", "{last}"),
        "date": _date(date),
        **names,
    }


def _date(pattern: str) -> str:
    """Return a pattern of CLDR with the names of ours in braces."""
    fields = {
        "d": "{day}",
        "dd": "{day}",
        "MMMM": "{month}",
        "LLLL": "{month}",
        "M": "{month}",
        "y": "{year}",
    }
    parts = re.findall(r"'[^']*'|[a-zA-Z]+|[^a-zA-Z']+", pattern)
    return "".join(part.strip("'") if part.startswith("'") else fields.get(part, part) for part in parts)


# --- plural rules ------------------------------------------------------------------------------------------


def plural_rules(locale: Locale) -> list[Any]:
    """Return the rules as `cuecard.languages.plurals` reads them."""
    rules = locale.plural_form.rules
    order = [tag for tag in ("zero", "one", "two", "few", "many") if tag in rules]
    return [[tag, _alternatives(rules[tag])] for tag in order]


def _alternatives(rule: str) -> list[Any]:
    """Return a rule such as `v in 0 and i mod 10 in 2..4 or n not in 1`."""
    return [[_relation(relation) for relation in one.split(" and ")] for one in rule.split(" or ")]


_RELATION = re.compile(
    r"(?P<operand>[nivwftec])(?: mod (?P<modulus>\d+))?(?P<is_not> not)? in (?P<ranges>[\d.,]+)"
)


def _relation(text: str) -> list[Any]:
    found = _RELATION.fullmatch(text.strip())
    if not found:
        raise ValueError(f"a rule that is not known here: {text}")
    ends = (one.partition("..") for one in found["ranges"].split(","))
    ranges = [[int(low), int(high or low)] for low, _, high in ends]
    return [found["operand"], int(found["modulus"] or 0), not found["is_not"], ranges]


if __name__ == "__main__":
    sys.exit(main())
