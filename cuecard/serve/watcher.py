"""Seeing saves: which files of the watched folders were written, moved or removed.

Two ways stand beside one another. The system tells of changes as they happen (watchfiles). And every second
all files are looked at, since systems do not tell everything: network drives and containers are silent, queues
overflow, and a watched folder that is renamed and comes back is another one. What one way misses, the other
finds.
"""

from __future__ import annotations

import os
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from watchfiles import watch

from cuecard.core.ignored_files import is_ignored

_STEP = 5
"""Milliseconds: changes are handed on when none came for as long."""
_MOST = 200
"""Milliseconds after which they are handed on even so."""
_EVERY = 1.0
"""Seconds between two looks at everything, if the looks are quick: they take a fortieth of the time at most."""
_EVERY_SILENT = 0.25
"""The same where the system tells nothing."""
_EVERY_MISSING = 0.1
"""The same while a watched folder is missing."""
_FRESH = 100_000_000
"""Nanoseconds for which a change is left to the first way, so that one save is not told twice."""

Stamp = tuple[int, int, int, int]
"""Modified, changed, size, inode: one of them differs when a file was written or another took its place."""


class Seen:
    """What lay in the folders when they were last looked at."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(os.fspath(folder) for folder in folders)
        self._stamps = self._all()

    def look(self) -> frozenset[Path]:
        """The files that differ from the last look; those changed this very moment are left for the next."""
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
        """The files that a change at *places*, each below a folder as it was given, is about.

        For a folder these are the files in it that differ. A file that stands at one of the places is always
        among them, as two saves in a row can leave the same stamp; so is a place where nothing is.
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
        """Whether it is in one of the folders, and neither it nor a folder round it is passed over."""
        return any(
            not any(map(is_ignored, Path(place).relative_to(folder).parts))
            for folder in self._folders
            if place == folder or place.startswith(folder + os.sep)
        )

    def _all(self) -> dict[str, Stamp]:
        return {file: stamp for folder in self._folders for file, stamp in _walk(folder)}


def _walk(folder: str) -> Iterator[tuple[str, Stamp]]:
    """Every file below *folder*. Folders that are links are not entered; what cannot be read is not there."""
    waiting = [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            if is_ignored(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            elif stamp := _stamp(entry.path):
                yield entry.path, stamp


def _stamp(file: str) -> Stamp | None:
    """None where no file is."""
    try:
        told = os.stat(file)  # noqa: PTH116 - paths are text here, which is several times as quick
    except OSError:
        return None
    if stat.S_ISDIR(told.st_mode):
        return None
    return (told.st_mtime_ns, told.st_ctime_ns, told.st_size, told.st_ino)


class Watcher(threading.Thread):
    """Calls *tell* with the files that changed, from a thread of its own, until it is stopped.

    What changes after it was made is told, be it before the thread is started. *folders* need not be there.
    """

    def __init__(self, folders: Sequence[Path], tell: Callable[[frozenset[Path]], None]) -> None:
        super().__init__(name="watcher", daemon=True)
        self._folders = tuple(folders)
        self._tell = tell
        self._seen = Seen(folders)
        self._stopping = threading.Event()
        self._is_silent = False
        """Whether the system cannot tell of changes."""

    def stop(self) -> None:
        """End the thread; it may take a moment."""
        self._stopping.set()

    def run(self) -> None:
        """Watch until stopped."""
        due = 0.0
        while not self._stopping.is_set():
            there = self._there()
            for places in self._changes(there):
                changed = self._seen.look_at(places)
                if (started := time.monotonic()) >= due:
                    changed |= self._seen.look()
                    ended = time.monotonic()
                    due = ended + max(self._pause(), 40 * (ended - started))
                if changed:
                    self._tell(changed)
                if self._stopping.is_set() or self._there() != there:
                    break

    def _pause(self) -> float:
        if None in self._there().values():
            return _EVERY_MISSING
        return _EVERY_SILENT if self._is_silent else _EVERY

    def _there(self) -> dict[Path, tuple[int, int] | None]:
        """Which folder stands at each path; None where there is none."""
        found: dict[Path, tuple[int, int] | None] = {}
        for folder in self._folders:
            try:
                told = folder.stat()
            except OSError:
                found[folder] = None
            else:
                found[folder] = (told.st_dev, told.st_ino)
        return found

    def _changes(self, there: Mapping[Path, tuple[int, int] | None]) -> Iterator[set[str]]:
        """Where the system says that something changed; also nothing, at least as often as is to be looked."""
        pause = self._pause()
        real = {os.path.realpath(folder): folder for folder, identity in there.items() if identity}
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
                    yield {shown for _, place in batch if (shown := _shown(place, real))}
            except FileNotFoundError:
                pass  # a folder went away just now
            except (OSError, RuntimeError):
                self._is_silent = True  # such as when the system watches as many files as it can
        while not self._stopping.wait(self._pause()):
            yield set()


def _shown(place: str, real: Mapping[str, Path]) -> str | None:
    """A path that the system told, below the folder as it was given: `./squat.md` below `.`."""
    for folder, known in real.items():
        if place == folder or place.startswith(folder + os.sep):
            return os.fspath(known) + place.removeprefix(folder)
    return None
