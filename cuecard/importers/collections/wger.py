"""wger: the fixtures of its repository, tables as lists of rows that refer to each other by number.

An exercise has muscles, equipment and a category; its texts are translations, each with its own licence and author,
which must be named wherever the text is shown. Form and traps are those of its snapshot of August 2026:
872 exercises, 2035 translations, 118 other names and 276 remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from cuecard.core.urls import slugify
from cuecard.importers import json_input
from cuecard.importers.records import ImportFormatError, Loss, Record, RecordResult, RecordSource, no_text
from cuecard.importers.text import html_instructions, terms
from cuecard.importers.text.languages import claimed_wrongly
from cuecard.importers.text.sentences import (
    LONGEST_NAME,
    ParsedInstructions,
    parse_instructions,
    plain,
    shortened,
)
from cuecard.vocabulary.term import Unknown
from cuecard.vocabulary.vocabulary import Vocabulary

ADDRESS = "https://wger.de"

_FILES = {
    "exercises": (
        "exercise-base-data.json",
        "translations.json",
        "muscles.json",
        "equipment.json",
        "categories.json",
    ),
    "core": ("languages.json", "licenses.json"),
}
_LONGEST_BODY = 50_000
"""Characters of HTML; the longest known one has 6,000."""

Row = Mapping[str, Any]
Table = Mapping[int, Row]
"""The fields of each row, by its number."""


class _Licence(Struct, frozen=True):
    """The terms of one text."""

    name: str
    url: str


class _Tables(Struct, frozen=True):
    """The rows that are needed, joined."""

    exercises: Table
    texts: Mapping[int, list[tuple[int, Row]]]
    """By exercise, the number and the fields of each translation."""
    remarks: Mapping[int, list[str]]
    """By translation."""
    aliases: Mapping[int, list[str]]
    muscles: Table
    equipment: Table
    categories: Table
    languages: Mapping[int, str]
    """Codes."""
    licences: Mapping[int, _Licence]


def read_records(file: Path, vocabulary: Vocabulary, language: str = "en") -> RecordSource:
    """Return the exercises of *file*, a folder of fixtures or one file with all tables.

    Raises:
        ImportFormatError: if a table is missing, or there is no text in *language*.

    """
    tables = _tables(file)
    if language not in tables.languages.values():
        known = ", ".join(sorted(set(tables.languages.values())))
        raise ImportFormatError(f'{file} has no language "{language}"; it has {known}')
    rows = list(tables.exercises.items())
    return RecordSource(
        len(rows),
        lambda n: _exercise(*rows[n], tables, vocabulary, language),
        lambda n: f"number {rows[n][0]}",
    )


# --- tables --------------------------------------------------------------------------------------------------------


def _tables(file: Path) -> _Tables:
    rows: dict[str, dict[int, Row]] = {}
    for part in _parts(file):
        rows_of_part = json_input.values(part)
        if not isinstance(rows_of_part, list):
            raise ImportFormatError(f"{part} is not a fixture of wger: it must be a list of rows")
        for row in rows_of_part:
            if (
                isinstance(row, dict)
                and isinstance(row.get("fields"), dict)
                and isinstance(row.get("pk"), int)
            ):
                rows.setdefault(plain(row.get("model")), {})[row["pk"]] = row["fields"]
    for model, name in (
        ("exercises.exercise", "exercise-base-data.json"),
        ("exercises.translation", "translations.json"),
        ("exercises.muscle", "muscles.json"),
        ("exercises.equipment", "equipment.json"),
        ("core.language", "languages.json"),
        ("core.license", "licenses.json"),
    ):
        if model not in rows:
            hint = "name the folder of a whole clone, or one file with all tables"
            raise ImportFormatError(f'{file} has no table "{model}" (wger has it in {name}); {hint}')
    texts: dict[int, list[tuple[int, Row]]] = {}
    for pk, fields in rows["exercises.translation"].items():
        texts.setdefault(_number(fields, "exercise"), []).append((pk, fields))
    return _Tables(
        rows["exercises.exercise"],
        texts,
        _by_translation(rows.get("exercises.exercisecomment", {}), "comment"),
        _by_translation(rows.get("exercises.alias", {}), "alias"),
        rows["exercises.muscle"],
        rows["exercises.equipment"],
        rows.get("exercises.exercisecategory", {}),
        {pk: plain(fields.get("short_name")) for pk, fields in rows["core.language"].items()},
        {pk: _licence(fields) for pk, fields in rows["core.license"].items()},
    )


def _parts(file: Path) -> list[Path]:
    """Return the files of the tables, wherever *file* is in a clone; a single file has all of them."""
    if not file.is_dir():
        return [file]
    for root in (file, file / "wger", file.parent.parent, file.parent):
        if all((root / app / "fixtures").is_dir() for app in _FILES):
            places = [root / app / "fixtures" / name for app, names in _FILES.items() for name in names]
            return [place for place in places if place.is_file()]
    names = [name for names in _FILES.values() for name in names]
    if here := [file / name for name in names if (file / name).is_file()]:
        return here
    raise ImportFormatError(
        f"{file} has no fixtures of wger: it must contain exercises/fixtures/ and core/fixtures/"
    )


def _by_translation(rows: Table, key: str) -> dict[int, list[str]]:
    by_translation: dict[int, list[str]] = {}
    for _, fields in sorted(rows.items()):
        if text := plain(fields.get(key)):
            by_translation.setdefault(_number(fields, "translation"), []).append(text)
    return by_translation


def _number(fields: Row, key: str) -> int:
    """Return the number of another row; -1, which no row has, if there is none."""
    value = fields.get(key)
    return value if isinstance(value, int) else -1


def _names(numbers: object, table: Table) -> Iterator[str]:
    for number in numbers if isinstance(numbers, list) else ():
        if isinstance(number, int):
            row = table.get(number)
            yield (plain(row.get("name")) if row else "") or f"number {number}"


_NAME_OF_VIDEO = re.compile(r"\s+HD$")
_CREATIVE_COMMONS = re.compile(r"creativecommons\.org/licenses/([a-z-]+)/(\d\.\d)")


def _licence(fields: Row) -> _Licence:
    url = plain(fields.get("url"))
    name = plain(fields.get("short_name")) or plain(fields.get("full_name"))
    if match := _CREATIVE_COMMONS.search(url):
        name = f"CC {match[1].upper()} {match[2]}"
    elif "creativecommons.org/publicdomain/zero" in url:
        name = "CC0 1.0"
    return _Licence(name, url.replace("http://creativecommons", "https://creativecommons"))


# --- one exercise ---------------------------------------------------------------------------------------------------


def _exercise(pk: int, row: Row, tables: _Tables, vocabulary: Vocabulary, language: str) -> RecordResult:
    texts = tables.texts.get(pk, [])
    chosen = next(
        ((n, text) for n, text in texts if tables.languages.get(_number(text, "language")) == language), None
    )
    if chosen is None:
        some = next((plain(text.get("name")) for _, text in texts), "")
        return no_text(shortened(some) or f"number {pk}", f'it has no text in "{language}"')
    _, text = chosen
    name = _NAME_OF_VIDEO.sub("", plain(text.get("name"))).rstrip(" :;,")
    if not name or len(name) > LONGEST_NAME:
        return no_text(
            shortened(name) or f"number {pk}", "its name is too long" if name else "it has no name"
        )
    description = text.get("description")
    if not isinstance(description, str) or len(description) > _LONGEST_BODY:
        return no_text(name, "its text is too long" if isinstance(description, str) else "it has no steps")
    if other := claimed_wrongly(f"{name} {plain(description)}", language):
        return no_text(name, f'it is marked as "{language}", but seems to be in another language', other)
    licence = tables.licences.get(_number(text, "license"))
    if licence is None or not licence.name:
        return no_text(name, "it has no licence, so nobody may use it")
    instructions = html_instructions.read(description)
    steps = parse_instructions(instructions.steps)
    if not any(len(step.split()) > 1 for step in steps.steps):
        reason = "it has no steps" + (
            ", only a description" if instructions.summary or instructions.body else ""
        )
        return no_text(name, reason)
    muscles, losses = _muscles(row, tables, vocabulary, name)
    if "primary" not in muscles:
        return RecordResult(None, (*losses, Loss(terms.NO_MUSCLE, name, whole=True)))
    sources = list(_sources(pk, name, text, licence, language))
    facts = {"title": name, "muscles": muscles, "sources": sources}
    return _record(
        pk,
        row,
        chosen,
        tables,
        vocabulary,
        facts=facts,
        losses=losses,
        instructions=instructions,
        steps=steps,
    )


def _record(
    pk: int,
    row: Row,
    chosen: tuple[int, Row],
    tables: _Tables,
    vocabulary: Vocabulary,
    *,
    facts: dict[str, Any],
    losses: Iterable[Loss],
    instructions: html_instructions.Instructions,
    steps: ParsedInstructions,
) -> RecordResult:
    """Return the record of an exercise that can be imported, with everything that is lost of it."""
    number, text = chosen
    name = facts["title"]
    written = list(_names(row.get("equipment"), tables.equipment))  # wger has the word "none"
    if written:
        equipment, equipment_losses = terms.equipment(written, vocabulary, name)
    else:
        equipment, equipment_losses = terms.equipment_in(name, vocabulary)
    cues = [*steps.cues, *instructions.cues, *tables.remarks.get(number, ())]
    aliases = dict.fromkeys(tables.aliases.get(number, ()))
    facts = facts | {
        "also_called": [alias for alias in aliases if alias.casefold() != name.casefold()],
        "summary": instructions.summary,
        "equipment": equipment,
        "start": instructions.start,
        **steps.facts,
        "mistakes": instructions.mistakes,
        "breathing": instructions.breathing,
        "video": instructions.video,
        "cues": list(dict.fromkeys(cues)),
    }
    all_losses = (
        *losses,
        *equipment_losses,
        *(Loss("left out: an instruction to repeat, without a number", name) for _ in steps.countless),
        *(
            Loss("left out: web addresses inside texts", name, shortened(address))
            for address in instructions.addresses
        ),
        *([Loss('"HD" is removed from the name', name)] if plain(text.get("name")).endswith(" HD") else ()),
        *_other_losses(row, chosen, tables, name),
    )
    return RecordResult(
        Record(str(pk), name, facts, instructions.body, distinguishing=tuple(equipment)), all_losses
    )


def _muscles(
    row: Row, tables: _Tables, vocabulary: Vocabulary, name: str
) -> tuple[dict[str, list[str]], Sequence[Loss]]:
    """Return the muscles of *row*; if it has no primary ones, the region that its category names."""
    primary = list(_names(row.get("muscles"), tables.muscles))
    secondary = list(_names(row.get("muscles_secondary"), tables.muscles))
    if primary:
        return terms.muscles(primary, secondary, vocabulary, name)
    category = tables.categories.get(_number(row, "category"), {})
    region = plain(category.get("name"))
    if not region or isinstance(vocabulary.muscle(region), Unknown):
        return terms.muscles([], secondary, vocabulary, name)
    muscles, losses = terms.muscles([region], secondary, vocabulary, name)
    return muscles, (*losses, Loss("it has no primary muscle: its category is used instead", name, region))


def _sources(pk: int, name: str, text: Row, licence: _Licence, language: str) -> Iterator[dict[str, str]]:
    """Yield what the licences require: title, author, terms with their address, and that it was changed."""
    author = plain(text.get("license_author")).partition("@")[0] or "an author whom wger does not name"
    title = plain(text.get("license_title")) or name
    page = f"{ADDRESS}/{language}/exercise/{pk}/view/{slugify(name) or pk}"
    yield {
        "title": f'Text adapted from "{shortened(title)}" by {shortened(author)}, in wger; licence {licence.name}',
        "url": _address(text.get("license_object_url")) or page,
    }
    if basis := _address(text.get("license_derivative_source_url")):
        yield {"title": "What that text is based on", "url": basis}
    if url := _address(licence.url):
        yield {"title": f"The licence of that text, {licence.name}", "url": url}


def _address(value: object) -> str:
    text = plain(value)
    return text if re.fullmatch(r"https?://[\w.-]+\.[a-z]{2,}(?::\d+)?(?:/[^\s<>\"]*)?", text) else ""


def _other_losses(row: Row, chosen: tuple[int, Row], tables: _Tables, name: str) -> Iterable[Loss]:
    number, text = chosen
    if not plain(text.get("license_author")):
        yield Loss("wger does not name the author", name)
    if "@" in plain(text.get("license_author")):
        yield Loss("an author's e-mail address is cut to the name before the @", name)
    if _number(row, "category") in tables.categories and row.get("muscles"):
        yield Loss("fields that Cuecard does not have", name, "category")
    if row.get("variation_group"):
        yield Loss("fields that Cuecard does not have", name, "variation_group")
    for other, fields in tables.texts.get(_number(text, "exercise"), ()):
        if other != number:
            language = tables.languages.get(_number(fields, "language"), "") or "?"
            yield Loss("texts in other languages are not imported", name, language)
