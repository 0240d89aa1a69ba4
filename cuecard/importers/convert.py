"""Read the file of a stranger, and convert its records to checked texts: the exposed half of an import.

It runs in a limited child process, see `run`. A child keeps the source that it has opened, so that records can be
requested in batches; a new child opens it again.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from cuecard.core.budget import IMPORT_FILE_CPU_SECONDS, SLOW_BODIES
from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.importers import ledger, serialize
from cuecard.importers.collections import cuecard_json, free_exercise_db, open_exercise_db, wger
from cuecard.importers.records import ImportFormatError, Loss, Opening, Record, RecordResult, RecordSource
from cuecard.markdown import time_limit
from cuecard.parse import front_matter, text_parser
from cuecard.parse.sources import LARGEST_TEXT, SourceFile, read_text
from cuecard.system import cpu_budget, limited_child
from cuecard.vocabulary import additions
from cuecard.vocabulary.vocabulary import Vocabulary

_LONGEST_ID = 200


def count_records(opening: Opening) -> tuple[str, int, list[Loss]]:
    """Return why the source cannot be imported (or nothing), the number of its records, and what is lost of itself."""
    try:
        source = _source(opening)
    except ImportFormatError as error:
        return str(error), 0, []
    return "", source.total, list(source.losses)


def convert_records(
    opening: Opening, numbers: tuple[int, int], slow: int, each: float, bodies: float
) -> tuple[Any, ...]:
    """Convert the records of these *numbers*.

    Returns the number of bodies that took too long, the seconds that bodies took in child processes, and the records,
    each as `[kind, id, name, distinguishing, names, file, text, losses]`. The kind is empty if the record cannot be a
    text at all, and the text is empty if it is lost.

    Args:
        opening: The source.
        numbers: The first record, and the one after the last.
        slow: The number of bodies that took too long before.
        each: The CPU seconds that a record may take.
        bodies: The CPU seconds that bodies may take in child processes together.

    """
    limited_child.limit_step(IMPORT_FILE_CPU_SECONDS)
    source = _source(opening)
    results = []
    with cpu_budget.cpu_budget() as budget:
        budget.allow(lambda: bodies)
        for n in range(*numbers):
            limited_child.limit_step(each)
            converted = _with_short_id(source.convert(n))
            losses = list(converted.losses)
            text = ""
            record = converted.record
            if record and slow >= SLOW_BODIES and time_limit.may_take_long(record.body):
                losses.append(
                    Loss("its text has too many special characters to process", record.name, whole=True)
                )
            elif record:
                text, is_slow = _checked(record, losses)
                slow += is_slow
            results.append(_as_list(record, text, losses))
        return slow, budget.spent, results


def label_of(opening: Opening, n: int) -> str:
    """Return the name of a record that cannot be converted."""
    return _source(opening).label(n)


def _source(opening: Opening) -> RecordSource:
    os.chdir(opening.folder)  # of this process, which may have served another import
    return _opened(opening)


@lru_cache(maxsize=1)
def _opened(opening: Opening) -> RecordSource:
    """Open the source.

    Raises:
        ImportFormatError: if it cannot be imported.

    """
    gc.set_threshold(200_000)  # many values are created, and few are in cycles
    words = _vocabulary(opening.into)
    if opening.source == "free-exercise-db":
        return free_exercise_db.read_records(opening.file, words)
    if opening.source == "open-exercise-db":
        return open_exercise_db.read_records(opening.file, words)
    if opening.source == "wger":
        return wger.read_records(opening.file, words, opening.language)
    return cuecard_json.read_records(opening.file, words, opening.into, opening.gone)


def _as_list(record: Record | None, text: str, losses: Sequence[Loss]) -> list[Any]:
    if record is None:
        return ["", "", "", [], [], "", "", losses]
    names = sorted(record.names)
    return [
        record.kind,
        record.id,
        record.name,
        list(record.distinguishing),
        names,
        record.file,
        text,
        losses,
    ]


def _vocabulary(into: Path) -> Vocabulary:
    """Return the vocabulary of the content folder, with its own additions."""
    words = additions.load_builtin()
    file = into / "vocabulary.yaml"
    if not file.is_file():
        return words
    source = read_text(file, into)
    document = front_matter.read_settings(source) if isinstance(source, SourceFile) else source
    try:
        if isinstance(document, front_matter.Document):
            return additions.extended(words, document.meta)
    except InvalidValueError:
        pass
    raise ImportFormatError(f'{file} has errors; run "cuecard check" and fix them first')


def _with_short_id(result: RecordResult) -> RecordResult:
    record = result.record
    if record is None or len(record.id) <= _LONGEST_ID:
        return result
    return result._replace(
        record=replace(record, id=ledger.digest_of(record.id.encode("utf-8", "surrogatepass")))
    )


def _checked(record: Record, losses: list[Loss]) -> tuple[str, bool]:
    """Return the text of *record*, empty unless a build reads the same back; and whether its body took too long."""
    try:
        text = serialize.text_of(record)
        data = text.encode()
    except UnicodeEncodeError:  # half of a character, which JSON can have and no text can
        losses.append(Loss("it has a character that no text can contain", record.name, whole=True))
        return "", False
    if len(data) > LARGEST_TEXT:
        losses.append(Loss("it is too long for one text", record.name, whole=True))
        return "", False
    source = SourceFile.from_text(f"{record.kind}s/text.md", "text", record.kind, text, "")
    parsed = text_parser.parse_text(source, raw_html=False)
    errors = [problem for problem in parsed.problems if problem.severity is Severity.ERROR]
    if errors:
        losses.append(Loss("a build would reject it", record.name, _summary(errors[0]), whole=True))
        return "", any(problem.code == "takes-too-long" for problem in errors)
    if parsed.document and parsed.document.meta != serialize.without_empty(record.facts):
        losses.append(Loss("it cannot be written without a change of meaning", record.name, whole=True))
        return "", False
    losses += _losses_of_body(record, parsed)
    return text, False


def _losses_of_body(record: Record, parsed: text_parser.ParsedText) -> Iterator[Loss]:
    return record.body_losses(parsed.body) if record.body_losses and parsed.body else iter(())


def _summary(problem: Problem) -> str:
    return f"{problem.code}: {problem.message[:120]}"
