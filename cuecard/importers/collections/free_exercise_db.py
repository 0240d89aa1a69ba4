"""free-exercise-db: one file `exercises.json` with a list of exercises (also its folder `exercises/`).

Form and traps are those of its snapshot of April 2025, with 873 records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cuecard.importers import json_input
from cuecard.importers.records import ImportFormatError, Loss, Record, RecordResult, RecordSource, no_text
from cuecard.importers.text import terms
from cuecard.importers.text.sentences import LONGEST_NAME, lines, parse_instructions, plain, shortened
from cuecard.vocabulary.vocabulary import Vocabulary

ADDRESS = "https://github.com/yuhonas/free-exercise-db"

_LEVELS = {
    "beginner": "beginner",
    "intermediate": "intermediate",
    "expert": "advanced",
    "advanced": "advanced",
}
_NO_KEY = ("force", "mechanic", "category")


def read_records(file: Path, vocabulary: Vocabulary) -> RecordSource:
    """Return the records of *file*, a folder or one file.

    Raises:
        ImportFormatError: if it is not such a collection.

    """
    if file.is_dir():
        dist = file / "dist" / "exercises.json"
        if dist.is_file():
            file = dist
        else:
            folder = file / "exercises"
            files = json_input.files_of(folder if folder.is_dir() else file)
            return of_files(files, lambda raw: _exercise(raw, vocabulary))
    records = records_in(json_input.values(file), "free-exercise-db", file)
    return of_list(records, lambda raw: _exercise(raw, vocabulary))


def of_list(records: Sequence[Any], convert: Callable[[Any], RecordResult]) -> RecordSource:
    """Return the records of one file."""
    return RecordSource(
        len(records), lambda n: convert(records[n]), lambda n: json_input.written_name(records[n], n)
    )


def of_files(files: Sequence[Path], convert: Callable[[Any], RecordResult]) -> RecordSource:
    """Return the records that have a file each, which is read when it is needed."""

    def converted(n: int) -> RecordResult:
        name, raw = json_input.one_of(files, n)
        if isinstance(raw, ImportFormatError):
            return no_text(name, "its file cannot be read", shortened(str(raw)))
        return convert(raw)

    return RecordSource(len(files), converted, lambda n: files[n].name)


def records_in(value: Any, collection: str, file: Path) -> list[Any]:
    """Return *value*, which was read from *file*, as a list of records.

    Raises:
        ImportFormatError: if it is not one.

    """
    if not isinstance(value, list):
        raise ImportFormatError(
            f"{file} is not an exercises.json of {collection}: it must be a list of exercises"
        )
    known = {"name", "instructions", "primaryMuscles"}
    if value and not any(isinstance(raw, dict) and known & raw.keys() for raw in value):
        raise ImportFormatError(
            f"{file} is not an exercises.json of {collection}: nothing in it looks like an exercise"
        )
    return value


def _exercise(raw: Any, vocabulary: Vocabulary) -> RecordResult:
    source = {
        "title": 'Text adapted from "{name}" in free-exercise-db, public domain (Unlicense)',
        "url": ADDRESS,
    }
    return exercise(raw, vocabulary, [source], _NO_KEY)


def exercise(
    raw: Any, vocabulary: Vocabulary, sources: list[dict[str, str]], no_key: tuple[str, ...]
) -> RecordResult:
    """Convert one record in the form of free-exercise-db, which open-exercise-db has extended.

    In the titles of *sources*, `{name}` is replaced by its name; *no_key* are its fields that Cuecard does not have.
    """
    if not isinstance(raw, dict):
        return no_text("(no name)", "it is not a record", shortened(plain(str(raw)[:200])))
    name = plain(raw.get("name"))
    if not name or len(name) > LONGEST_NAME:
        reason = "its name is too long" if name else "it has no name"
        return no_text(shortened(name or plain(raw.get("id")) or "(no name)"), reason)
    steps = raw.get("instructions")
    instructions = parse_instructions(
        line for step in (steps if isinstance(steps, list) else [steps]) for line in lines(step)
    )
    if not instructions.steps:
        return no_text(name, "it has no steps")
    muscles, losses = terms.muscles(
        terms.texts(raw.get("primaryMuscles")), terms.texts(raw.get("secondaryMuscles")), vocabulary, name
    )
    if "primary" not in muscles:
        return RecordResult(None, (*losses, Loss(terms.NO_MUSCLE, name, whole=True)))
    written = terms.texts(raw.get("equipment"))
    if written or "stretching" in (raw.get("category"), raw.get("modality")):
        equipment, equipment_losses = terms.equipment(written, vocabulary, name)
    else:
        equipment, equipment_losses = terms.equipment_in(name, vocabulary)
    facts: dict[str, Any] = {"title": name, "muscles": muscles, "equipment": equipment}
    level = plain(raw.get("level"))
    facts["level"] = _LEVELS.get(level.casefold(), "")
    facts |= instructions.facts
    facts["sources"] = [{**source, "title": source["title"].replace("{name}", name)} for source in sources]
    return RecordResult(
        Record(plain(raw.get("id")) or name, name, facts, distinguishing=tuple(equipment)),
        (
            *losses,
            *equipment_losses,
            *_lost(raw, name, facts),
            *(
                Loss("left out: an instruction to repeat, without a number", name)
                for _ in instructions.countless
            ),
            *terms.without_place(raw, no_key, name),
        ),
    )


def _lost(raw: Mapping[str, Any], name: str, facts: Mapping[str, Any]) -> Iterator[Loss]:
    """Yield what is lost of the level and the pictures."""
    level = plain(raw.get("level"))
    if level and not facts["level"]:
        yield Loss("left out: an unknown level", name, shortened(level))
    for _ in terms.texts(raw.get("images")):
        yield Loss("pictures are not imported: nobody can say who owns them", name)
