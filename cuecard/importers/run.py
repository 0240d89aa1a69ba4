"""An import from start to end: read, convert, check as a build would, name, write, and report the result.

Files of strangers are read and converted by `convert`, in a limited child process. A record that takes too long or too
much memory, or ends the child, is a loss like any other, and the import goes on.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cuecard.core.budget import (
    IMPORT_CPU_SECONDS,
    IMPORT_FILE_CPU_SECONDS,
    IMPORT_MEMORY_BYTES,
    IMPORT_RECORD_CPU_SECONDS,
)
from cuecard.core.progress import StageTimer
from cuecard.importers import ledger
from cuecard.importers.file_names import Key, file_names, slug_of
from cuecard.importers.ledger import FileStatus, Text
from cuecard.importers.records import ImportFormatError, Loss, Opening, Record
from cuecard.parse.sources import FOLDERS, Kind
from cuecard.system import cpu_budget, limited_process
from cuecard.system.cpu_budget import CpuBudget
from cuecard.system.limited_child import Limits
from cuecard.system.limited_process import CrashedError, FailedError, OverLimitError


class Source(StrEnum):
    """A collection that can be imported."""

    FREE_EXERCISE_DB = "free-exercise-db"
    OPEN_EXERCISE_DB = "open-exercise-db"
    WGER = "wger"
    CUECARD = "cuecard"


class ImportRequest(Struct, frozen=True):
    """What to import, and to which folder."""

    source: Source
    file: Path
    into: Path
    language: str = "en"
    """The language of the texts, if the source has several."""


class ImportReport(Struct, frozen=True):
    """The result of an import."""

    request: ImportRequest
    records: int
    """The number of records in the source."""
    done: Mapping[str, FileStatus]
    """By path inside the content folder, in the order of the paths."""
    losses: tuple[Loss, ...]
    stale: int = 0
    """Files of an earlier import whose records are not in this one; they are kept."""
    forgot: bool = False
    """Whether the list of earlier imports could not be read."""


def run_import(request: ImportRequest, timer: StageTimer) -> ImportReport:
    """Import everything that *request* names.

    Raises:
        ImportFormatError: if that is not possible. Nothing is written then, unless writing fails halfway.

    """
    into = request.into
    if into.exists() and not into.is_dir():
        raise ImportFormatError(f"{into} is not a folder")
    existing = ledger.existing_files(into)
    earlier = ledger.read_ledger(into)
    gone: frozenset[tuple[Kind, str]] = frozenset()
    with cpu_budget.cpu_budget() as budget:
        budget.allow(lambda: IMPORT_CPU_SECONDS)
        while True:
            count, records, losses = _collected(request, gone, timer, budget)
            known = {(record.kind, record.id) for record, _ in records}
            known |= {(kind, slug) for folder, kind in FOLDERS.items() for slug in existing[folder]}
            unknown = {name for record, _ in records for name in record.names} - known
            if not unknown:
                break
            gone |= unknown  # what names them is converted again, without them
    texts, entries = _placed(records, request, earlier, existing, losses)
    statuses = ledger.plan(texts, entries, existing, into)
    ledger.write(statuses, earlier, request.source, into, lambda n, total: timer.at("write files", n, total))
    current = {text.key for text in texts}
    stale = sum(key not in current and (into / entry.path).is_file() for key, entry in entries.items())
    done = {text.path: status for text, status in sorted(statuses.items(), key=lambda item: item[0].path)}
    return ImportReport(request, count, done, tuple(losses), stale, not earlier.is_readable)


# --- records, converted in a child process -------------------------------------------------------------------------

_BATCH = 100
"""Records that are converted in one call."""
_FILE_LIMITS = Limits(
    cpu_seconds=IMPORT_FILE_CPU_SECONDS,
    wall_seconds=600,
    memory_bytes=IMPORT_MEMORY_BYTES,
    recycle_bytes=IMPORT_MEMORY_BYTES,
    calls=1 << 30,
)
_LIMITS = replace(_FILE_LIMITS, cpu_seconds=IMPORT_FILE_CPU_SECONDS + _BATCH * IMPORT_RECORD_CPU_SECONDS)
"""Of a batch; the child limits each record by itself."""
_WORK = "cuecard.importers.convert"
_REASONS = {
    "time": "it takes too long to read",
    "memory": "it needs too much memory",
    "output": "it becomes too large",
    "budget": "not read, as others of this import took too long",
}


def _collected(
    request: ImportRequest, gone: frozenset[tuple[Kind, str]], timer: StageTimer, budget: CpuBudget
) -> tuple[int, list[tuple[Record, bytes]], list[Loss]]:
    """Return the number of records of the source, those that can be imported with their texts, and all losses.

    Raises:
        ImportFormatError: if the source cannot be imported.

    """
    key = os.urandom(8).hex()
    opening = Opening(
        key, str(request.source), str(Path.cwd()), request.file, request.into, request.language, gone
    )
    try:
        error, count, source_losses = limited_process.call(
            f"{_WORK}:count_records", opening, limits=_FILE_LIMITS
        )
    except _FAILURES as failure:
        raise ImportFormatError(f"{request.file} cannot be read: {_reason(failure)}") from None
    if error:
        raise ImportFormatError(error)
    losses = [Loss(*one) for one in source_losses]
    records: list[tuple[Record, bytes]] = []
    seen: set[tuple[Kind, str]] = set()
    for n, (record, text, record_losses) in enumerate(_converted(opening, count, budget)):
        timer.at("read records", n, count)
        if record and (record.kind, record.id) in seen:
            losses.append(Loss("another record has the same id", record.name, record.id, whole=True))
            continue
        losses += record_losses
        if record:
            seen.add((record.kind, record.id))
            if text:
                records.append((record, text.encode()))
    return count, records, losses


_Converted = tuple[Record | None, str, list[Loss]]


def _converted(opening: Opening, count: int, budget: CpuBudget) -> Iterator[_Converted]:
    """Yield the result for each record. If a batch fails, each record of it is converted by itself."""
    slow = 0

    def convert_batch(start: int, stop: int) -> list[_Converted]:
        nonlocal slow
        arguments = (opening, (start, stop), slow, IMPORT_RECORD_CPU_SECONDS, budget.left)
        slow, seconds, results = limited_process.call(f"{_WORK}:convert_records", *arguments, limits=_LIMITS)
        budget.spend(seconds)
        return [_from_list(one) for one in results]

    for start in range(0, count, _BATCH):
        stop = min(start + _BATCH, count)
        try:
            yield from convert_batch(start, stop)
            continue
        except _FAILURES:
            pass
        for n in range(start, stop):
            try:
                results = convert_batch(n, n + 1)
            except _FAILURES as failure:
                results = [(None, "", [Loss(_reason(failure), _label(opening, n), whole=True)])]
            yield from results


_FAILURES = (OverLimitError, CrashedError, FailedError)


def _reason(failure: Exception) -> str:
    return _REASONS[failure.limit] if isinstance(failure, OverLimitError) else "Cuecard cannot process it"


def _label(opening: Opening, n: int) -> str:
    try:
        return str(limited_process.call(f"{_WORK}:label_of", opening, n, limits=_FILE_LIMITS))
    except _FAILURES:
        return f"record {n + 1}"


def _from_list(values: list[Any]) -> _Converted:
    """Return what `convert.convert_records` sent for one record."""
    kind, identity, name, distinguishing, names, file, text, losses = values
    all_losses = [Loss(*one) for one in losses]
    if not kind:
        return None, "", all_losses
    other_texts = frozenset((Kind(of_kind), slug) for of_kind, slug in names)
    record = Record(identity, name, {}, "", Kind(kind), tuple(distinguishing), other_texts, file)
    return record, text, all_losses


def _placed(
    records: list[tuple[Record, bytes]],
    request: ImportRequest,
    earlier: ledger.Ledger,
    existing: Mapping[str, Mapping[str, str]],
    losses: list[Loss],
) -> tuple[list[Text], ledger.Entries]:
    """Return every text with its path; one that cannot have a path is added to *losses*."""
    entries = earlier.by_source.get(request.source, {})
    others = Counter(
        (entry.path.partition("/")[0], slug_of(entry.path))
        for source, by_key in earlier.by_source.items()
        if source != request.source
        for entry in by_key.values()
    )
    taken = {
        folder: frozenset(slug for of_folder, slug in others if of_folder == folder) for folder in existing
    }
    earlier_paths: dict[Key, str] = {key: entry.path for key, entry in entries.items()}
    paths = file_names((record for record, _ in records), earlier_paths, taken, request.source)
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
