"""The report of an import: the number of records, what became of them, and what was lost and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from cuecard.core.diagnostics import with_number
from cuecard.importers.ledger import FileStatus
from cuecard.importers.records import Loss
from cuecard.importers.run import ImportReport

_NAMED = 5
"""Names or words shown in a line; `--report` has all."""
_LEFT = {
    FileStatus.EDITED: "edited since the last import, so left unchanged",
    FileStatus.DELETED: "deleted since the last import, so not written again",
    FileStatus.NOT_OURS: "not written: another text already has this name",
}


class Group(Struct, frozen=True):
    """All losses with the same reason."""

    reason: str
    whole: bool
    count: int
    """Number of losses; a record may have several."""
    records: tuple[str, ...]
    """Names, each once, in the order of the source."""
    details: tuple[tuple[str, int], ...]
    """Words with how often each was lost, most frequent first."""


def groups(losses: Iterable[Loss]) -> list[Group]:
    """Group losses by reason: whole records first, then the most frequent."""
    by_reason: dict[tuple[bool, str], list[Loss]] = {}
    for loss in losses:
        by_reason.setdefault((loss.whole, loss.reason), []).append(loss)
    grouped = [
        Group(
            reason,
            whole,
            len(listed),
            tuple(dict.fromkeys(loss.record for loss in listed)),
            tuple(sorted(Counter(loss.detail for loss in listed if loss.detail).items(), key=_most_first)),
        )
        for (whole, reason), listed in by_reason.items()
    ]
    return sorted(grouped, key=lambda group: (not group.whole, -group.count, group.reason))


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def as_text(report: ImportReport, most: int = _NAMED) -> str:
    """Return the report as text, with the first *most* names in each line."""
    return "\n".join(line.rstrip() for line in _lines(report, most))


def in_full(report: ImportReport) -> str:
    """Return the report as text with every name, for a file."""
    return f"{as_text(report, most=1 << 30)}\n"


def as_json(report: ImportReport) -> str:
    """Return the report as JSON, for a program."""
    data = {
        "source": str(report.request.source),
        "records": report.records,
        "files": [{"file": path, "done": str(done)} for path, done in report.done.items()],
        "losses": [
            {
                "reason": group.reason,
                "whole": group.whole,
                "count": group.count,
                "records": list(group.records),
                "words": dict(group.details),
            }
            for group in groups(report.losses)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _lines(report: ImportReport, most: int) -> Iterator[str]:
    by_fate: dict[FileStatus, list[str]] = {}
    for path, fate in report.done.items():
        by_fate.setdefault(fate, []).append(path)
    counted = groups(report.losses)
    yield f"{report.request.source}: {with_number(report.records, 'record')}, into {report.request.into}"
    yield _row(len(by_fate.get(FileStatus.WRITTEN, ())), "written")
    if renewed := by_fate.get(FileStatus.RENEWED, ()):
        yield _row(len(renewed), "updated, because the source has changed", renewed, most)
    yield _row(len(by_fate.get(FileStatus.UNCHANGED, ())), "unchanged")
    for fate, words in _LEFT.items():
        if paths := by_fate.get(fate, ()):
            yield _row(len(paths), words, paths, most)
    if report.stale:
        yield _row(report.stale, "written by an earlier import and not by this one; the files are kept")
    if lost := [group for group in counted if group.whole]:
        yield ""
        yield "Not written:"
        yield from (_loss(group, most) for group in lost)
    if changed := [group for group in counted if not group.whole]:
        yield ""
        yield "Written with changes:"
        yield from (_loss(group, most) for group in changed)


def _loss(group: Group, most: int) -> str:
    names = [f"{word} ({count})" if count > 1 else word for word, count in group.details]
    if not names or (group.whole and len(group.records) <= most):
        names = list(group.records)
    return _row(group.count, group.reason, names, most)


def _row(count: int, words: str, names: Sequence[str] = (), most: int = _NAMED) -> str:
    shown = ", ".join(names[:most])
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    line = f"{count:>7,}  {words}" + (f": {shown}{more}" if shown else "")
    return "".join(char if char.isprintable() else " " for char in line)
