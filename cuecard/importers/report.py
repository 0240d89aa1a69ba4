"""What an import tells: how many records came in, what became of them, and what was lost, with the reason."""

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
"""So many names or words stand in a line; `--report` has all."""
_LEFT = {
    FileStatus.EDITED: "edited since, and left alone",
    FileStatus.DELETED: "deleted since, and not written again",
    FileStatus.NOT_OURS: "not written: a text of this name is there that this import did not write",
}


class Group(Struct, frozen=True):
    """All losses of one kind."""

    reason: str
    whole: bool
    count: int
    """How many there are; a record may have several."""
    records: tuple[str, ...]
    """Names, each once, in the order of the source."""
    details: tuple[tuple[str, int], ...]
    """Words with how often each was lost, the most frequent first."""


def groups(losses: Iterable[Loss]) -> list[Group]:
    """Whole records first, then what was lost most often."""
    by_reason: dict[tuple[bool, str], list[Loss]] = {}
    for loss in losses:
        by_reason.setdefault((loss.whole, loss.reason), []).append(loss)
    made = [
        Group(
            reason,
            whole,
            len(listed),
            tuple(dict.fromkeys(loss.record for loss in listed)),
            tuple(sorted(Counter(loss.detail for loss in listed if loss.detail).items(), key=_most_first)),
        )
        for (whole, reason), listed in by_reason.items()
    ]
    return sorted(made, key=lambda group: (not group.whole, -group.count, group.reason))


def _most_first(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def as_text(brought: ImportReport, most: int = _NAMED) -> str:
    """For a person: one table, with the first *most* names of each line."""
    return "\n".join(line.rstrip() for line in _lines(brought, most))


def in_full(brought: ImportReport) -> str:
    """The same with every name, for a file."""
    return f"{as_text(brought, most=1 << 30)}\n"


def as_json(brought: ImportReport) -> str:
    """Return the report as JSON, for a program."""
    told = {
        "source": str(brought.wanted.source),
        "records": brought.records,
        "files": [{"file": path, "done": str(done)} for path, done in brought.done.items()],
        "losses": [
            {
                "reason": group.reason,
                "whole": group.whole,
                "count": group.count,
                "records": list(group.records),
                "words": dict(group.details),
            }
            for group in groups(brought.losses)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _lines(brought: ImportReport, most: int) -> Iterator[str]:
    by_fate: dict[FileStatus, list[str]] = {}
    for path, fate in brought.done.items():
        by_fate.setdefault(fate, []).append(path)
    counted = groups(brought.losses)
    yield f"{brought.wanted.source}: {with_number(brought.records, 'record')}, into {brought.wanted.into}"
    yield _row(len(by_fate.get(FileStatus.WRITTEN, ())), "written")
    if renewed := by_fate.get(FileStatus.RENEWED, ()):
        yield _row(len(renewed), "written again, as the source has changed", renewed, most)
    yield _row(len(by_fate.get(FileStatus.UNCHANGED, ())), "unchanged")
    for fate, words in _LEFT.items():
        if paths := by_fate.get(fate, ()):
            yield _row(len(paths), words, paths, most)
    if brought.stale:
        yield _row(brought.stale, "written by an earlier import and not by this one; the files stay")
    if lost := [group for group in counted if group.whole]:
        yield ""
        yield "Not written:"
        yield from (_loss(group, most) for group in lost)
    if changed := [group for group in counted if not group.whole]:
        yield ""
        yield "Written with less, or otherwise:"
        yield from (_loss(group, most) for group in changed)


def _loss(group: Group, most: int) -> str:
    named = [f"{word} ({count})" if count > 1 else word for word, count in group.details]
    if not named or (group.whole and len(group.records) <= most):
        named = list(group.records)
    return _row(group.count, group.reason, named, most)


def _row(count: int, words: str, named: Sequence[str] = (), most: int = _NAMED) -> str:
    shown = ", ".join(named[:most])
    more = f" and {len(named) - most:,} more" if len(named) > most else ""
    line = f"{count:>7,}  {words}" + (f": {shown}{more}" if shown else "")
    return "".join(char if char.isprintable() else " " for char in line)
