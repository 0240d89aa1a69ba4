"""Find out which files of the watched folders were written, moved or removed.

This is done in two ways. The system reports changes as they happen (watchfiles). And every second, all files are
scanned, since systems do not report everything: network drives and containers report nothing, queues overflow, and a
watched folder that is renamed and comes back is another one. What one way misses, the other one finds.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from watchfiles import watch

from cuecard.core.ignored_files import is_ignored, is_ignored_entry

_STEP = 5
"""Milliseconds: changes are passed on when there were no others for as long."""
_MOST = 200
"""Milliseconds after which they are passed on in any case."""
_EVERY = 1.0
"""Seconds between two scans, if they are quick: they take a fortieth of the time at most."""
_EVERY_SILENT = 0.25
"""The same if the system reports nothing."""
_EVERY_MISSING = 0.1
"""The same while a watched folder is missing."""
_FRESH = 100_000_000
"""Nanoseconds for which a change is left to the first way, so that one save is not reported twice."""

Stamp = tuple[int, int, int, int]
"""Modified, changed, size, inode: one of them differs if a file was written or replaced."""


class Snapshot:
    """What was in the folders when they were last looked at."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(os.fspath(folder) for folder in folders)
        self._stamps = self._all()

    def scan(self) -> frozenset[Path]:
        """Return the files that differ from the last scan; those changed just now are left for the next one."""
        before, now, clock = self._stamps, self._all(), time.time_ns()
        for file, stamp in list(now.items()):
            if stamp != before.get(file) and 0 <= clock - max(stamp[:2]) < _FRESH:
                if file in before:
                    now[file] = before[file]
                else:
                    del now[file]
        self._stamps = now
        return frozenset(
            Path(file) for file in before.keys() | now.keys() if before.get(file) != now.get(file)
        )

    def look_at(self, places: Iterable[str]) -> frozenset[Path]:
        """Return the files that were changed by changes at *places*, each below a folder as it was passed.

        For a folder, these are the files in it that differ. A file at one of the places is always among them, as two
        saves in a row can leave the same stamp; so is a place where there is nothing.
        """
        changed: set[str] = set()
        for place in places:
            if not self._is_watched(place):
                continue
            stamp = _stamp(place)
            if stamp:
                self._stamps[place] = stamp
                changed.add(place)
                continue
            now = dict(_walk(place))
            if not now:
                changed.add(place)
            inside = place + os.sep
            before = {file: old for file, old in self._stamps.items() if file.startswith(inside)}
            changed |= {file for file in before.keys() | now.keys() if before.get(file) != now.get(file)}
            for file in (place, *before):
                self._stamps.pop(file, None)
            self._stamps |= now
        return frozenset(map(Path, changed))

    def _is_watched(self, place: str) -> bool:
        """Return whether it is in one of the folders, and neither it nor a folder around it is ignored."""
        return any(
            not _is_ignored(Path(place).relative_to(folder).parts)
            for folder in self._folders
            if place == folder or place.startswith(folder + os.sep)
        )

    def _all(self) -> dict[str, Stamp]:
        return {file: stamp for folder in self._folders for file, stamp in _walk(folder)}


def _is_ignored(parts: Sequence[str]) -> bool:
    """Return whether a path is ignored, or a folder around it."""
    return any(is_ignored(part, is_folder=True) for part in parts[:-1]) or any(map(is_ignored, parts[-1:]))


def _walk(folder: str) -> Iterator[tuple[str, Stamp]]:
    """Yield every file below *folder*. Folders that are links are not entered; what cannot be read does not exist."""
    waiting = [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            if is_ignored_entry(entry):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif stamp := _stamp(entry.path):
                yield entry.path, stamp


def _stamp(file: str) -> Stamp | None:
    """Return the stamp of a file; None if there is none."""
    try:
        status = os.stat(file)  # noqa: PTH116 - paths are text here, which is several times faster
    except OSError:
        return None
    if stat.S_ISDIR(status.st_mode):
        return None
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


class Watcher(threading.Thread):
    """A thread that calls *on_change* with the files that changed, until it is stopped.

    This includes changes between the creation of this object and its start. *folders* may be missing.
    """

    def __init__(self, folders: Sequence[Path], on_change: Callable[[frozenset[Path]], None]) -> None:
        super().__init__(name="watcher", daemon=True)
        self._folders = tuple(folders)
        self._on_change = on_change
        self._snapshot = Snapshot(folders)
        self._stopping = threading.Event()
        self._is_silent = False
        """Whether the system cannot report changes."""

    def stop(self) -> None:
        """End the thread; it may take a moment."""
        self._stopping.set()

    def run(self) -> None:
        """Watch until stopped."""
        due = 0.0
        while not self._stopping.is_set():
            folders = self._identities()
            for places in self._changes(folders):
                changed = self._snapshot.look_at(places)
                if (started := time.monotonic()) >= due:
                    changed |= self._snapshot.scan()
                    ended = time.monotonic()
                    due = ended + max(self._pause(), 40 * (ended - started))
                if changed:
                    self._on_change(changed)
                if self._stopping.is_set() or self._identities() != folders:
                    break

    def _pause(self) -> float:
        if None in self._identities().values():
            return _EVERY_MISSING
        return _EVERY_SILENT if self._is_silent else _EVERY

    def _identities(self) -> dict[Path, tuple[int, int] | None]:
        """Return the identity of the folder at each path; None if there is none."""
        identities: dict[Path, tuple[int, int] | None] = {}
        for folder in self._folders:
            try:
                status = folder.stat()
            except OSError:
                identities[folder] = None
            else:
                identities[folder] = (status.st_dev, status.st_ino)
        return identities

    def _changes(self, folders: Mapping[Path, tuple[int, int] | None]) -> Iterator[set[str]]:
        """Yield the places where the system reports changes; none, at least as often as all files are scanned."""
        pause = self._pause()
        real = {os.path.realpath(folder): folder for folder, identity in folders.items() if identity}
        if real and not self._is_silent:
            try:
                for batch in watch(
                    *real,
                    watch_filter=None,
                    debounce=_MOST,
                    step=_STEP,
                    rust_timeout=int(pause * 1000),
                    yield_on_timeout=True,
                    stop_event=self._stopping,
                    ignore_permission_denied=True,
                ):
                    yield {path for _, place in batch if (path := _as_passed(place, real))}
            except FileNotFoundError:
                pass  # a folder has just been removed
            except (OSError, RuntimeError):
                self._is_silent = True  # for example, the system can watch no more files
        while not self._stopping.wait(self._pause()):
            yield set()


def _as_passed(place: str, real: Mapping[str, Path]) -> str | None:
    """Return a path that the system reported below the folder as it was passed: `./squat.md` below `.`."""
    for folder, known in real.items():
        if place == folder or place.startswith(folder + os.sep):
            return os.fspath(known) + place.removeprefix(folder)
    return None
