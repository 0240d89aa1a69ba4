"""An import from start to end: read, rewrite, check as a build would, name, write, and tell all that became of it.

What strangers wrote is read and converted by `convert`, in a limited child process. A record that takes too long, or
too much memory, or ends the child, is a loss like any other, and the rest go on.
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
        ImportFormatError: when that is not possible at all. Nothing is written then, unless the disk refused in the
            middle.

    """
    into = wanted.into
    if into.exists() and not into.is_dir():
        raise ImportFormatError(f"{into} is not a folder")
    present = ledger.existing_files(into)
    earlier = ledger.read_ledger(into)
    gone: frozenset[tuple[Kind, str]] = frozenset()
    with cpu_budget.cpu_budget() as budget:
        budget.allow(lambda: IMPORT_CPU_SECONDS)
        while True:
            count, records, losses = _collected(wanted, gone, watch, budget)
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


# --- records, converted in a child process -------------------------------------------------------------------------

_STRETCH = 100
"""Records that are converted in one call."""
_FILE_LIMITS = Limits(
    cpu_seconds=IMPORT_FILE_CPU_SECONDS,
    wall_seconds=600,
    memory_bytes=IMPORT_MEMORY_BYTES,
    recycle_bytes=IMPORT_MEMORY_BYTES,
    calls=1 << 30,
)
_LIMITS = replace(_FILE_LIMITS, cpu_seconds=IMPORT_FILE_CPU_SECONDS + _STRETCH * IMPORT_RECORD_CPU_SECONDS)
"""Of a stretch; the child holds each record to its own limit."""
_WORK = "cuecard.importers.convert"
_FAULTS = {
    "time": "it takes too long to read",
    "memory": "it needs too much memory",
    "output": "it becomes too large",
    "budget": "not read, as others of this import took too long",
}


def _collected(
    wanted: ImportRequest, gone: frozenset[tuple[Kind, str]], watch: StageTimer, budget: CpuBudget
) -> tuple[int, list[tuple[Record, bytes]], list[Loss]]:
    """How many records the source has, the good ones of them with their texts, and all losses.

    Raises:
        ImportFormatError: when the source cannot be imported.

    """
    key = os.urandom(8).hex()
    opening = Opening(
        key, str(wanted.source), str(Path.cwd()), wanted.file, wanted.into, wanted.language, gone
    )
    try:
        wrong, count, told = limited_process.call(f"{_WORK}:count_records", opening, limits=_FILE_LIMITS)
    except _FAULT as fault:
        raise ImportFormatError(f"{wanted.file} cannot be read: {_reason(fault)}") from None
    if wrong:
        raise ImportFormatError(wrong)
    losses = [Loss(*one) for one in told]
    records: list[tuple[Record, bytes]] = []
    seen: set[tuple[Kind, str]] = set()
    for n, (record, text, lost) in enumerate(_converted(opening, count, budget)):
        watch.at("read records", n, count)
        if record and (record.kind, record.id) in seen:
            losses.append(Loss("another record has the same id", record.name, record.id, whole=True))
            continue
        losses += lost
        if record:
            seen.add((record.kind, record.id))
            if text:
                records.append((record, text.encode()))
    return count, records, losses


_Converted = tuple[Record | None, str, list[Loss]]


def _converted(opening: Opening, count: int, budget: CpuBudget) -> Iterator[_Converted]:
    """What each record becomes. Where a stretch of them ends in a fault, each of it is converted by itself."""
    slow = 0

    def stretch(start: int, stop: int) -> list[_Converted]:
        nonlocal slow
        arguments = (opening, (start, stop), slow, IMPORT_RECORD_CPU_SECONDS, budget.left)
        slow, seconds, made = limited_process.call(f"{_WORK}:convert_records", *arguments, limits=_LIMITS)
        budget.spend(seconds)
        return [_from_list(one) for one in made]

    for start in range(0, count, _STRETCH):
        stop = min(start + _STRETCH, count)
        try:
            yield from stretch(start, stop)
            continue
        except _FAULT:
            pass
        for n in range(start, stop):
            try:
                made = stretch(n, n + 1)
            except _FAULT as fault:
                made = [(None, "", [Loss(_reason(fault), _label(opening, n), whole=True)])]
            yield from made


_FAULT = (OverLimitError, CrashedError, FailedError)


def _reason(fault: Exception) -> str:
    return _FAULTS[fault.limit] if isinstance(fault, OverLimitError) else "Cuecard cannot process it"


def _label(opening: Opening, n: int) -> str:
    try:
        return str(limited_process.call(f"{_WORK}:label_of", opening, n, limits=_FILE_LIMITS))
    except _FAULT:
        return f"record {n + 1}"


def _from_list(told: list[Any]) -> _Converted:
    """What `convert.convert_records` tells of one record."""
    kind, identity, name, apart, names, file, text, losses = told
    lost = [Loss(*one) for one in losses]
    if not kind:
        return None, "", lost
    named = frozenset((Kind(of_kind), slug) for of_kind, slug in names)
    record = Record(identity, name, {}, "", Kind(kind), tuple(apart), named, file)
    return record, text, lost


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
