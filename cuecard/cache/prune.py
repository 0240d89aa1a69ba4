"""Remove results that no build uses any more, and unfinished files; only those whose names have our own forms."""

from __future__ import annotations

import os
import re
from contextlib import suppress

from cuecard.cache import build_record, seal

_SPARE = 64
"""Results of a kind that are kept for other builds, besides three times as many as the last build used."""
_RECORDS = 8
"""Records of builds that are kept."""
_KIND = re.compile(r"[a-z][a-z0-9-]{0,40}")
"""The name of a folder of results of one kind."""
_RESULT = re.compile(r"[0-9a-f]{64}")
_RECORD = re.compile(r"record-[0-9a-f]{8}")
_PACK = re.compile(r"[a-z][a-z0-9-]{0,40}\.pack")
_UNFINISHED = re.compile(r"\.?(?:[\w-]+|[\w-]+\.pack|CACHEDIR\.TAG|\.gitignore)(?:\.[0-9a-f]+){1,2}\.tmp")
"""What an interrupted build left; earlier versions numbered such files by their processes."""
_EARLIER = re.compile(r"[0-9a-f]+-[0-9a-f]+")
"""The folder of results of an earlier version, beside `build_record.RESULTS`."""


def prune(cache: str, since: float) -> None:
    """Remove the oldest results in the folder *cache* that were not used *since*, in seconds of the system's clock."""
    results = build_record.cache_folder(cache)
    if not results:
        return
    with suppress(OSError):
        _remove_unfinished(cache, since)
        for entry in list(os.scandir(cache)):
            if _EARLIER.fullmatch(entry.name) and seal.is_own_folder(entry.path):
                _remove_earlier(entry.path)
    with suppress(OSError):
        _remove_unfinished(results, since)
        _remove_oldest(_files(results, _RECORD), _RECORDS)
        for entry in list(os.scandir(results)):
            if _KIND.fullmatch(entry.name) and seal.is_own_folder(entry.path):
                _remove_unfinished(entry.path, since)
                files = _files(entry.path, _RESULT)
                used = sum(file.stat(follow_symlinks=False).st_mtime >= since for file in files)
                _remove_oldest(files, 4 * used + _SPARE)


def _files(folder: str, *names: re.Pattern[str]) -> list[os.DirEntry[str]]:
    """Return the ordinary files in *folder* whose names have one of these forms."""
    with os.scandir(folder) as entries:
        return [
            entry
            for entry in entries
            if any(name.fullmatch(entry.name) for name in names) and entry.is_file(follow_symlinks=False)
        ]


def _remove_unfinished(folder: str, since: float) -> None:
    for entry in _files(folder, _UNFINISHED):
        if entry.stat(follow_symlinks=False).st_mtime < since:
            os.unlink(entry.path)  # noqa: PTH108


def _remove_oldest(files: list[os.DirEntry[str]], most: int) -> None:
    if len(files) > most:
        files.sort(key=lambda file: file.stat(follow_symlinks=False).st_mtime)
        for file in files[: len(files) - most]:
            os.unlink(file.path)  # noqa: PTH108


def _remove_earlier(folder: str) -> None:
    """Remove the results of an earlier version; other files stay, and the folder with them."""
    for file in _files(folder, _RECORD, _PACK, _UNFINISHED):
        os.unlink(file.path)  # noqa: PTH108
    for entry in list(os.scandir(folder)):
        if _KIND.fullmatch(entry.name) and seal.is_own_folder(entry.path):
            for file in _files(entry.path, _RESULT, _UNFINISHED):
                os.unlink(file.path)  # noqa: PTH108
            with suppress(OSError):
                os.rmdir(entry.path)  # noqa: PTH106
    with suppress(OSError):
        os.rmdir(folder)  # noqa: PTH106
