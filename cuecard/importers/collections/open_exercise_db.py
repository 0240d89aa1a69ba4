"""open-exercise-db: a folder `exercises/` with one JSON file for each, or its `dist/exercises.json`.

It is an extension of free-exercise-db and has its form, with other names, a video and finer equipment. Form and traps
are those of its snapshot of August 2026, with 991 records.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError
from cuecard.importers import json_input
from cuecard.importers.collections.free_exercise_db import exercise, of_files, of_list, records_in
from cuecard.importers.records import Loss, RecordResult, RecordSource
from cuecard.importers.text import terms
from cuecard.importers.text.sentences import plain, shortened
from cuecard.parse.video import read_video_address
from cuecard.vocabulary.vocabulary import Vocabulary

ADDRESS = "https://github.com/erikpr1994/open-exercise-db"

_NO_KEY = ("force", "mechanic", "modality", "family", "variantGroup")


def read_records(file: Path, vocabulary: Vocabulary) -> RecordSource:
    """Return the records of *file*, a folder or one file.

    Raises:
        ImportFormatError: if it is not such a collection.

    """
    if not file.is_dir():
        records = records_in(json_input.values(file), "open-exercise-db", file)
        return of_list(records, lambda raw: _exercise(raw, vocabulary))
    folder = file / "exercises"
    files = json_input.files_of(folder if folder.is_dir() else file)
    return of_files(files, lambda raw: _exercise(raw, vocabulary))


def _exercise(raw: Any, vocabulary: Vocabulary) -> RecordResult:
    origin = raw.get("source") if isinstance(raw, dict) else None
    came_from = plain(origin.get("name"))[:80] if isinstance(origin, dict) else ""
    origin_note = f", which has it from {came_from}" if came_from else ""
    title = f'Text adapted from "{{name}}" in open-exercise-db{origin_note}, public domain (Unlicense)'
    result = exercise(raw, vocabulary, [{"title": title, "url": ADDRESS}], _NO_KEY)
    if result.record is None:
        return result
    name, losses = result.record.name, list(result.losses)
    facts = dict(result.record.facts)
    facts["also_called"] = [
        alias
        for alias in dict.fromkeys(terms.texts(raw.get("aliases")))
        if alias.casefold() != name.casefold()
    ]
    if measure := plain(raw.get("measurementType")):
        losses.append(Loss("left out: how a set is measured, without a number", name, shortened(measure)))
    if raw.get("laterality") == "unilateral":
        facts["dose"] = {"side": "each side"} | facts.get("dose", {})
    else:
        losses += terms.without_place(raw, ["laterality"], name)
    if video := plain(raw.get("video")):
        try:
            facts["video"] = read_video_address(video)
        except InvalidValueError:
            losses.append(Loss("left out: an address that is not a video's", name, shortened(video)))
    return RecordResult(replace(result.record, facts=facts), tuple(losses))
