"""Choose the path of each record, whatever their order, and the same at each import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.urls import check_slug, slugify
from cuecard.importers.records import Record
from cuecard.parse.sources import FOLDERS, Kind

_LONGEST = 80
"""Bytes of a slug, so that there is room for what distinguishes it from another."""
FOLDER_OF: Mapping[Kind, str] = {kind: folder for folder, kind in FOLDERS.items()}

Key = tuple[Kind, str]
"""A record: its kind and its id."""


def file_names(
    records: Iterable[Record], earlier: Mapping[Key, str], taken: Mapping[str, frozenset[str]], source: str
) -> dict[Key, str]:
    """Return a path inside the content folder for each record whose name can become a URL.

    Records of an *earlier* import keep their path. Of several records with one name, the one with the lowest id has it
    alone; to the others, what distinguishes them is added, or else a number. *taken* are, by folder, the slugs of texts
    of other imports; to these, the *source* is added.
    """
    paths = dict(earlier)
    used = {folder: set(slugs) for folder, slugs in taken.items()}
    for path in earlier.values():
        used.setdefault(path.partition("/")[0], set()).add(slug_of(path))
    numbers: dict[str, int] = {}
    for record in sorted(records, key=lambda one: (one.kind, _natural(one.id), one.name)):
        key = (record.kind, record.id)
        if key in paths:
            continue
        folder = FOLDER_OF[record.kind]
        of_folder = used.setdefault(folder, set())
        if record.file:
            if slug_of(record.file) not in of_folder:
                paths[key] = record.file
                of_folder.add(slug_of(record.file))
            continue
        for slug in _candidates(record, source, taken.get(folder, frozenset()), numbers):
            if slug not in of_folder:
                of_folder.add(slug)
                paths[key] = f"{folder}/{slug}.md"
                break
    return paths


def slug_of(path: str) -> str:
    """Return the slug of the file at *path*."""
    return slugify(PurePosixPath(path).stem)


def _candidates(record: Record, source: str, taken: frozenset[str], numbers: dict[str, int]) -> Iterator[str]:
    """Yield slugs for *record*, the best first; none if neither its name nor its id can become a URL.

    *numbers* has the last number of each name, so that a thousand of one name are not counted again each time.
    """
    stem = _cut(slugify(record.name) or slugify(record.id))
    if not stem:
        return
    stem = stem if _is_slug(stem) else f"{stem}-{record.kind}"
    yield stem
    for word in (source, *record.distinguishing) if stem in taken else record.distinguishing:
        if (more := _cut(slugify(word), 30)) and not stem.endswith(more):
            yield f"{stem}-{more}"
    while True:
        numbers[stem] = numbers.get(stem, 1) + 1
        yield f"{stem}-{numbers[stem]}"


def _is_slug(slug: str) -> bool:
    try:
        check_slug(slug)
    except InvalidValueError:
        return False
    return True


def _cut(slug: str, most: int = _LONGEST) -> str:
    """Return *slug*, cut between two words if it is too long."""
    if len(slug.encode()) <= most:
        return slug
    cut = slug.encode()[:most].decode(errors="ignore")
    return slugify(cut.rpartition("-")[0] or cut)


def _natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts 9 before 10."""
    parts = re.split(r"([0-9]{1,18})", name)
    return tuple((0, int(part)) if n % 2 else (1, part) for n, part in enumerate(parts))
