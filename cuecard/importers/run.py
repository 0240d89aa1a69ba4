"""An import from start to end: read, rewrite, check as a build would, name, write, and tell all that became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from cuecard.core.budget import SLOW_BODIES
from cuecard.core.diagnostics import InvalidValueError, Problem, Severity
from cuecard.core.progress import StageTimer
from cuecard.importers import ledger, serialize
from cuecard.importers.collections import cuecard_json, free_exercise_db, open_exercise_db, wger
from cuecard.importers.file_names import Key, file_names, slug_of
from cuecard.importers.ledger import FileStatus, Text
from cuecard.importers.records import ImportFormatError, Loss, Record, RecordResult, each_once
from cuecard.markdown import time_limit
from cuecard.parse import front_matter, text_parser
from cuecard.parse.sources import FOLDERS, LARGEST_TEXT, Kind, SourceFile, read_text
from cuecard.vocabulary import additions
from cuecard.vocabulary.vocabulary import Vocabulary

_LONGEST_ID = 200


class Source(StrEnum):
    """collection"""

    FREE_EXERCISE_DB = "free-exercise-db"
    OPEN_EXERCISE_DB = "open-exercise-db"
    WGER = "wger"
    CUECARD = "cuecard"


class ImportRequest(Struct, frozen=True):
    """What is to be imported, and where to."""

    source: Source
    file: Path
    into: Path
    language: str = "en"
    """Of the texts, where the source has several."""


class ImportReport(Struct, frozen=True):
    """What came of an import."""

    wanted: ImportRequest
    records: int
    """How many the source has."""
    done: Mapping[str, FileStatus]
    """By path inside the content folder, in their order."""
    losses: tuple[Loss, ...]
    stale: int = 0
    """Files of an earlier import whose records this one did not write; they stay."""
    forgot: bool = False
    """Whether the list of earlier imports could not be read."""


def run_import(wanted: ImportRequest, watch: StageTimer) -> ImportReport:
    """Import everything that *wanted* asks for.

    Raises:
        ImportFormatError: if the import is not possible. Nothing is written then, unless writing itself fails.

    """
    into = wanted.into
    if into.exists() and not into.is_dir():
        raise ImportFormatError(f"{into} is not a folder")
    present = ledger.existing_files(into)
    earlier = ledger.read_ledger(into)
    words = _vocabulary(into)
    gone: frozenset[tuple[Kind, str]] = frozenset()
    while True:
        count, records, losses = _collected(wanted, words, gone, watch)
        there = {(record.kind, record.id) for record, _ in records}
        there |= {(kind, slug) for folder, kind in FOLDERS.items() for slug in present[folder]}
        astray = {name for record, _ in records for name in record.names} - there
        if not astray:
            break
        gone |= astray  # what names them is made once more, without
    texts, entries = _placed(records, wanted, earlier, present, losses)
    fates = ledger.plan(texts, entries, present, into)
    ledger.write(fates, earlier, wanted.source, into, lambda n, total: watch.at("write files", n, total))
    read = {text.key for text in texts}
    stale = sum(key not in read and (into / entry.path).is_file() for key, entry in entries.items())
    done = {text.path: fate for text, fate in sorted(fates.items(), key=lambda item: item[0].path)}
    return ImportReport(wanted, count, done, tuple(losses), stale, not earlier.is_readable)


def _collected(
    wanted: ImportRequest, words: Vocabulary, gone: frozenset[tuple[Kind, str]], watch: StageTimer
) -> tuple[int, list[tuple[Record, bytes]], list[Loss]]:
    """How many records the source has, the good ones of them with their texts, and all losses."""
    count, results = _found(wanted, words, gone)
    records: list[tuple[Record, bytes]] = []
    losses: list[Loss] = []
    slow = 0
    for n, entry in enumerate(each_once(map(_with_short_id, results))):
        watch.at("read records", n, count)
        losses += entry.losses
        if entry.record and slow >= SLOW_BODIES and time_limit.may_take_long(entry.record.body):
            losses.append(
                Loss("its text has too many special characters to process", entry.record.name, whole=True)
            )
            continue
        before = len(losses)
        data = _checked(entry.record, losses) if entry.record else b""
        slow += any("takes-too-long" in loss.detail for loss in losses[before:])
        if entry.record and data:
            records.append((replace(entry.record, facts={}, body=""), data))
    return count, records, losses


def _found(
    wanted: ImportRequest, words: Vocabulary, gone: frozenset[tuple[Kind, str]]
) -> tuple[int, Iterator[RecordResult]]:
    if wanted.source is Source.FREE_EXERCISE_DB:
        return free_exercise_db.read_records(wanted.file, words)
    if wanted.source is Source.OPEN_EXERCISE_DB:
        return open_exercise_db.read_records(wanted.file, words)
    if wanted.source is Source.WGER:
        return wger.read_records(wanted.file, words, wanted.language)
    return cuecard_json.read_records(wanted.file, words, wanted.into, gone)


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


def _with_short_id(result: RecordResult) -> RecordResult:
    record = result.record
    if record is None or len(record.id) <= _LONGEST_ID:
        return result
    return result._replace(record=replace(record, id=ledger.digest_of(record.id.encode())))


def _checked(record: Record, losses: list[Loss]) -> bytes:
    """The text of *record*, when a build takes it and reads back just what was meant; else empty."""
    try:
        text = serialize.text_of(record)
        data = text.encode()
    except UnicodeEncodeError:  # half of a character, which JSON can tell and no text can hold
        losses.append(Loss("it has a character that no text can contain", record.name, whole=True))
        return b""
    if len(data) > LARGEST_TEXT:
        losses.append(Loss("it is too long for one text", record.name, whole=True))
        return b""
    source = SourceFile.from_text(f"{record.kind}s/text.md", "text", record.kind, text, "")
    understood = text_parser.parse_text(source, raw_html=False)
    errors = [problem for problem in understood.problems if problem.severity is Severity.ERROR]
    if errors:
        losses.append(Loss("a build would reject it", record.name, _told(errors[0]), whole=True))
        return b""
    if understood.document and understood.document.meta != serialize.meant(record.facts):
        losses.append(Loss("it cannot be written without a change of meaning", record.name, whole=True))
        return b""
    return data


def _told(problem: Problem) -> str:
    return f"{problem.code}: {problem.message[:120]}"


def _placed(
    records: list[tuple[Record, bytes]],
    wanted: ImportRequest,
    earlier: ledger.Ledger,
    present: Mapping[str, Mapping[str, str]],
    losses: list[Loss],
) -> tuple[list[Text], ledger.Entries]:
    """Every text at its place; one that gets none is a loss."""
    entries = earlier.by_source.get(wanted.source, {})
    others = Counter(
        (entry.path.partition("/")[0], slug_of(entry.path))
        for source, listed in earlier.by_source.items()
        if source != wanted.source
        for entry in listed.values()
    )
    taken = {
        folder: frozenset(slug for of_folder, slug in others if of_folder == folder) for folder in present
    }
    earlier_paths: dict[Key, str] = {key: entry.path for key, entry in entries.items()}
    paths = file_names((record for record, _ in records), earlier_paths, taken, wanted.source)
    texts = []
    for record, data in records:
        key = (record.kind, record.id)
        if key in paths:
            texts.append(Text(key, paths[key], data))
        else:
            reason = (
                "another import already uses its name"
                if record.file
                else "its name cannot become a file name"
            )
            losses.append(Loss(reason, record.name, whole=True))
    return texts, entries
