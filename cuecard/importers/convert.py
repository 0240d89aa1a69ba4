"""The half of an import that strangers can reach: it reads their file and makes checked texts of their records.

It runs in a limited child process, see `run`. A child keeps the source that it has opened, so the records can be asked
for stretch by stretch; a child that takes the place of another opens it again.
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
    """Why the source cannot be imported, or nothing; how many records it has; and what is lost of the source itself."""
    try:
        found = _source(opening)
    except ImportFormatError as wrong:
        return str(wrong), 0, []
    return "", found.total, list(found.losses)


def convert_records(
    opening: Opening, numbers: tuple[int, int], slow: int, each: float, bodies: float
) -> tuple[Any, ...]:
    """The records of these *numbers*, each as `[kind, id, name, apart, names, file, text, losses]`.

    The kind is empty where the record cannot be a text at all, and the text is empty where it is lost. In front of them
    stand the number of bodies that took too long, *slow* of them before, and the seconds that bodies took in processes
    of their own. A record may take *each* seconds of the processor, and such *bodies* so many together.
    """
    limited_child.limit_step(IMPORT_FILE_CPU_SECONDS)
    found = _source(opening)
    made = []
    with cpu_budget.cpu_budget() as budget:
        budget.allow(lambda: bodies)
        for n in range(*numbers):
            limited_child.limit_step(each)
            converted = _with_short_id(found.convert(n))
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
            made.append(_as_list(record, text, losses))
        return slow, budget.spent, made


def label_of(opening: Opening, n: int) -> str:
    """What to call a record that cannot be converted."""
    return _source(opening).label(n)


def _source(opening: Opening) -> RecordSource:
    os.chdir(opening.folder)  # of this process, which may be older than the import
    return _opened(opening)


@lru_cache(maxsize=1)
def _opened(opening: Opening) -> RecordSource:
    """The source.

    Raises:
        ImportFormatError: when it cannot be imported.

    """
    gc.set_threshold(200_000)  # much is made and little in circles
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
    return [record.kind, record.id, record.name, list(record.apart), names, record.file, text, losses]


def _vocabulary(into: Path) -> Vocabulary:
    """The words that the content folder knows, its own among them."""
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


def _with_short_id(found: RecordResult) -> RecordResult:
    record = found.record
    if record is None or len(record.id) <= _LONGEST_ID:
        return found
    return found._replace(
        record=replace(record, id=ledger.digest_of(record.id.encode("utf-8", "surrogatepass")))
    )


def _checked(record: Record, losses: list[Loss]) -> tuple[str, bool]:
    """The text of *record*, empty unless a build reads back just what was meant; and whether its body took too long."""
    try:
        text = serialize.text_of(record)
        data = text.encode()
    except UnicodeEncodeError:  # half of a character, which JSON can tell and no text can hold
        losses.append(Loss("it has a character that no text can contain", record.name, whole=True))
        return "", False
    if len(data) > LARGEST_TEXT:
        losses.append(Loss("it is too long for one text", record.name, whole=True))
        return "", False
    source = SourceFile.from_text(f"{record.kind}s/text.md", "text", record.kind, text, "")
    understood = text_parser.parse_text(source, raw_html=False)
    errors = [problem for problem in understood.problems if problem.severity is Severity.ERROR]
    if errors:
        losses.append(Loss("a build would reject it", record.name, _told(errors[0]), whole=True))
        return "", any(problem.code == "takes-too-long" for problem in errors)
    if understood.document and understood.document.meta != serialize.meant(record.facts):
        losses.append(Loss("it cannot be written without a change of meaning", record.name, whole=True))
        return "", False
    losses += _losses_of_body(record, understood)
    return text, False


def _losses_of_body(record: Record, understood: text_parser.ParsedText) -> Iterator[Loss]:
    return record.body_losses(understood.body) if record.body_losses and understood.body else iter(())


def _told(problem: Problem) -> str:
    return f"{problem.code}: {problem.message[:120]}"
