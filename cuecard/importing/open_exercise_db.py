"""open-exercise-db: a folder `exercises/` with one JSON file for each, or its `dist/exercises.json`.

It grew out of free-exercise-db and shares its form, with other names, a film and finer equipment. Form and traps were
looked up in its snapshot of August 2026, with 991 records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from cuecard.content.video import read_video_address
from cuecard.content.vocabulary import Vocabulary
from cuecard.importing import reading, words
from cuecard.importing.free_exercise_db import exercise, records_in
from cuecard.importing.records import Found, Loss, WrongFile, no_text
from cuecard.importing.wording import plain, shortened
from cuecard.problems import Refused

ADDRESS = "https://github.com/erikpr1994/open-exercise-db"

_NO_KEY = ("force", "mechanic", "modality", "family", "variantGroup", "measurementType", "laterality")


def found(file: Path, vocabulary: Vocabulary) -> tuple[int, Iterator[Found]]:
    """How many records *file* has, a folder or one file, and what each becomes.

    Raises:
        WrongFile: when it is no such collection.

    """
    if not file.is_dir():
        listed = records_in(reading.values(file), "open-exercise-db", file)
        return len(listed), (_exercise(raw, vocabulary) for raw in reading.emptied(listed))
    folder = file / "exercises"
    files = reading.files_of(folder if folder.is_dir() else file)
    return len(files), (_of_file(*named, vocabulary) for named in reading.singly(files))


def _of_file(name: str, raw: Any, vocabulary: Vocabulary) -> Found:
    if isinstance(raw, WrongFile):
        return no_text(name, "its file cannot be read", shortened(str(raw)))
    return _exercise(raw, vocabulary)


def _exercise(raw: Any, vocabulary: Vocabulary) -> Found:
    origin = raw.get("source") if isinstance(raw, dict) else None
    came_from = plain(origin.get("name"))[:80] if isinstance(origin, dict) else ""
    through = f", which has it from {came_from}" if came_from else ""
    title = f'Text adapted from "{{name}}" in open-exercise-db{through}, public domain (Unlicense)'
    made = exercise(raw, vocabulary, [{"title": title, "url": ADDRESS}], _NO_KEY)
    if made.record is None:
        return made
    name, losses = made.record.name, list(made.losses)
    facts = dict(made.record.facts)
    facts["also_called"] = [
        alias
        for alias in dict.fromkeys(words.texts(raw.get("aliases")))
        if alias.casefold() != name.casefold()
    ]
    if film := plain(raw.get("video")):
        try:
            facts["video"] = read_video_address(film)
        except Refused:
            losses.append(Loss("left out: an address that is no film's", name, shortened(film)))
    return Found(replace(made.record, facts=facts), tuple(losses))
