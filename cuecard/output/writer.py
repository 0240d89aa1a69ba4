"""The only writer: a set of files becomes the output folder, and nothing else there is touched.

The folder carries a list of what we made, `.cuecard.json`. By it we know the folder for ours, know which
pages are stale, and leave alone what others put there. Each file is replaced in one step, and only when its
bytes differ. The list names old and new files before the first is touched, so that a build that is cut off
leaves whole files, all of them still known for ours.

A file is written somewhere else in the folder first, and then put in its place (see `staging`). When one cannot be put
in place, those before it are taken back (see `journal`). What a build that was cut off left is known by its name, and
is taken back and removed by the next, which knows that it is alone (see `held`).
"""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

from cuecard.output import staging
from cuecard.output.journal import Journal
from cuecard.output.staging import OutputError, StagedFile, StagingArea
from cuecard.system.atomic_write import atomic_write, is_link, is_temporary_of, read_regular
from cuecard.system.locks import Lock

LIST = ".cuecard.json"
_HARMLESS = frozenset([".gitignore", ".gitkeep", ".nojekyll", ".DS_Store", "CNAME"])
"""Files that a folder may hold and still count as empty."""
_BRIEF = 0.3
"""Seconds that another build is waited for without a word."""
_PATIENCE = 300.0
"""Seconds that another build is waited for at most: ten thousand exercises with their cards take less."""
_PAUSE = 0.03
"""Seconds between two looks whether another build is done."""
_WITHOUT_READER = 10.0
"""Seconds that a pipe which somebody named may be without a reader."""
_SURELY_HELD = 36
"""Characters of a name, at most, that every disk holds: 143 bytes, with one to spare for its slash."""
_LARGEST_LIST = 64_000_000
_LONGEST_PATH = 4000
_LONGEST_NAME = 255
"""Bytes."""


class Written(Struct, frozen=True):
    """What a publishing did."""

    files: int
    """How many files the site has."""
    changed: int
    """How many of them were new or different."""
    removed: int
    """How many stale ones were deleted."""
    kept: int = 0
    """How many were known to be as they were, and neither made nor looked into."""


def ensure_usable(output: Path, sources: Iterable[Path]) -> None:
    """Refuse a folder that is not ours, or that holds what the site is made from.

    Raises:
        Refusal: before anything was touched.

    """
    place = output.resolve()
    for source in sources:
        origin = source.resolve()
        if place == origin or origin.is_relative_to(place):
            raise OutputError(
                f"{output} holds {source}, which the site is made from; name another output folder"
            )
        if place.is_relative_to(origin):
            raise OutputError(f"{output} lies inside {source}; name an output folder outside of it")
    if not output.exists():
        return
    if not output.is_dir():
        raise OutputError(f"{output} is not a folder")
    try:
        names = {entry.name for entry in output.iterdir()}
    except OSError as error:
        raise OutputError(f"{output} cannot be read: {error.strerror}") from None
    if LIST not in names and any(
        name not in _HARMLESS and not staging.FOLDER.fullmatch(name) for name in names
    ):
        raise OutputError(
            f"{output} is not empty and was not made by cuecard; name another output folder or empty this one"
        )


@contextmanager
def locked(output: Path, tell_waiting: Callable[[], object]) -> Iterator[None]:
    """Be the only one who writes to *output*: wait for another build, and remove what one that was cut off left.

    To be entered before the content is read, so that of two builds the later one has the last word. *tell_waiting* is
    called when there is more than a moment to wait. A folder that is not there is made, and goes again if it stays
    empty.

    Raises:
        Refusal: when the other build takes too long.

    """
    missing = [folder for folder in (output, *output.parents) if not folder.exists()]
    lock = Lock(os.fspath(output))
    started, is_told = time.monotonic(), False
    while not _taken(lock, output):
        waited = time.monotonic() - started
        if waited > _PATIENCE:
            raise OutputError(
                f"another build has been writing to {output} for more than {_PATIENCE / 60:.0f} minutes; "
                "stop it, or name another output folder"
            )
        if waited > _BRIEF and not is_told:
            is_told = True
            tell_waiting()
        time.sleep(_PAUSE)
    try:
        if lock.is_held:
            staging.clear(output)
        yield
    finally:
        lock.release()
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


def _taken(lock: Lock, folder: Path) -> bool:
    with suppress(OSError):  # what is wrong with its place is told when the site is written
        folder.mkdir(parents=True, exist_ok=True)
    return lock.take()


def write_site(files: Mapping[str, bytes], output: Path, kept: Collection[str] = ()) -> Written:
    """Make *output* hold exactly *files* and those *kept*, of all that is ours in it.

    Keys are paths with forward slashes. Files whose bytes are the same keep their date. The files *kept* are there
    already as they shall be.

    Raises:
        Refusal: when a file that we did not make stands in the way, or the disk refuses.

    """
    with staging.staging_area(output) as stage:
        return commit({url: stage.put(url, data) for url, data in files.items()}, stage, kept)


def commit(files: Mapping[str, StagedFile], stage: StagingArea, kept: Collection[str] = ()) -> Written:
    """The same for files that wait.

    Raises:
        Refusal: as `publish`.

    """
    try:
        return _put_in_place(files, stage, kept)
    except OSError as error:
        place = (
            error.filename2 or error.filename or stage.output
        )  # of two, where it waits and where it is wanted
        raise OutputError(f"{place} cannot be written: {error.strerror}") from None


def write(file: Path, data: bytes) -> None:
    """Write one file that a person named, whole or not at all.

    A link of the person's own is followed, and what is no file, such as `/dev/stdout`, is written to as it is. In a
    folder that others may write to, a link of somebody else is refused: it may lead to any file of the person's.

    Raises:
        Refusal: when it cannot be written.

    """
    try:
        _refuse_foreign_link(file)
        place = file.resolve()
        if place.exists() and not place.is_file():
            _write_to(place if place.is_fifo() else file, data)
            return
        lock = Lock(os.fspath(place.parent))
        lock.take()
        try:
            if lock.is_held:
                _clear_beside(place)
            atomic_write(os.fspath(place), data)
        finally:
            lock.release()
    except (OSError, RuntimeError) as error:  # the latter for links that lead to one another in a circle
        why = error.strerror if isinstance(error, OSError) else "its links lead in a circle"
        raise OutputError(f"{file} cannot be written: {why}") from None


def _refuse_foreign_link(file: Path) -> None:
    try:
        status = os.lstat(file)
    except OSError:
        return
    if is_link(status) and hasattr(os, "geteuid") and status.st_uid not in {0, os.geteuid()}:
        raise OutputError(f"{file} is a symbolic link of another user; name another file")


def _write_to(file: Path, data: bytes) -> None:
    """Write to what is no file. A pipe without a reader is given some seconds to get one."""
    latest = time.monotonic() + _WITHOUT_READER
    while True:
        try:
            opened = os.open(file, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
            break
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > latest:
                raise OSError(errno.ENXIO, "nobody reads from this pipe", str(file)) from None
            time.sleep(_PAUSE)
    with open(opened, "wb", buffering=0) as stream:  # noqa: PTH123
        os.set_blocking(opened, True)
        rest = memoryview(data)
        while rest:
            rest = rest[stream.write(rest) or 0 :]


def _clear_beside(place: Path) -> None:
    """Remove what a process that was cut off wrote of a single file."""
    with suppress(OSError):
        for entry in list(os.scandir(place.parent)):
            if is_temporary_of(place.name, entry.name) and entry.is_file(follow_symlinks=False):
                os.unlink(entry.path)  # noqa: PTH108


class _Plan(Struct, frozen=True):
    """What putting files in place will do, found out before any of it is done; paths in the site."""

    moved: Mapping[str, str]
    """By path: where the file waits."""
    replaced: tuple[str, ...]
    """Of the moved: those that take the place of another."""
    new: tuple[str, ...]
    """Of the moved: those that do not."""
    folders: tuple[str, ...]
    """Those that are missing, each before those inside it."""
    stale: tuple[str, ...]
    """Files that will be removed."""


def _put_in_place(files: Mapping[str, StagedFile], stage: StagingArea, kept: Collection[str]) -> Written:
    output = Path(stage.output)
    ours = _made_before(output)
    wanted = {*files, *kept}
    plan = _planned(files, ours, ours - wanted, output)
    is_listed_anew = ours != wanted
    if plan.moved or plan.stale or is_listed_anew:
        _carry_out(plan, stage, (ours | wanted, wanted) if is_listed_anew else ())
    for folder in sorted({path.rpartition("/")[0] for path in ours - wanted} - {""}, reverse=True):
        _remove_empty(output / folder, output)
    return Written(len(wanted), len(plan.moved), len(plan.stale), len(kept))


def _carry_out(plan: _Plan, stage: StagingArea, lists: Collection[set[str]]) -> None:
    """Do what is planned, all of it or nothing; *lists* are what the list says meanwhile and in the end."""
    old, new = [*plan.replaced, *plan.stale], list(plan.new)
    if lists:
        (old if os.path.lexists(f"{stage.output}/{LIST}") else new).append(LIST)
    staging.forget_others(stage)
    journal = Journal(stage.folder, stage.output, old, new, plan.folders)
    journal.begin()
    try:
        for folder in plan.folders:
            os.mkdir(f"{stage.output}/{folder}")  # noqa: PTH102
        for path in plan.new:
            if len(path) - path.rfind("/") > _SURELY_HELD:
                _try_name(f"{stage.output}/{path}")
        if lists and LIST in old:
            journal.keep(LIST)
        for at, paths in enumerate(lists):
            if at == 1:
                _move(plan, stage, journal)
            _write_list(paths, stage)
        if not lists:
            _move(plan, stage, journal)
        journal.finish()
    except BaseException as fault:
        try:
            journal.undo()
        except OSError as error:
            place = error.filename2 or error.filename
            raise OutputError(
                f"{place} cannot be put back as it was: {error.strerror}; the next build tries again"
            ) from fault
        raise


def _move(plan: _Plan, stage: StagingArea, journal: Journal) -> None:
    replaced = set(plan.replaced)
    for path, beside in plan.moved.items():
        if path in replaced:
            journal.keep(path)
        os.replace(beside, f"{stage.output}/{path}")  # noqa: PTH105
    for path in plan.stale:
        journal.take_out(path)


def _try_name(file: str) -> None:
    """Look at a place where nothing is: a name that the disk cannot hold is refused even then.

    Raises:
        OSError: when it is.

    """
    with suppress(FileNotFoundError):
        os.lstat(file)


def _made_before(output: Path) -> set[str]:
    """What the list names; paths that could not be those of our files are not believed."""
    try:
        told = json.loads(read_regular(f"{output}/{LIST}", _LARGEST_LIST))
        paths = told["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()
    if not isinstance(paths, list):
        return set()
    return {path for path in paths if isinstance(path, str) and _is_inside(path)}


def _is_inside(path: str) -> bool:
    """Whether *path* can be that of a file that we made: inside the site, and neither hidden nor too long."""
    if len(path) > _LONGEST_PATH or "\\" in path:
        return False
    if not path.isprintable() and any(char < " " or char == "\x7f" for char in path):
        return False
    try:
        parts = path.encode().split(b"/")
    except UnicodeEncodeError:
        return False
    return all(part and not part.startswith(b".") and len(part) <= _LONGEST_NAME for part in parts)


def _planned(files: Mapping[str, StagedFile], ours: set[str], stale: set[str], output: Path) -> _Plan:
    """What is to be done; whatever can be known to stand in the way is told now.

    Raises:
        Refusal: when something does.
        OSError: when a place cannot be looked at.

    """
    folders = _missing_folders(files, output)
    moved: dict[str, str] = {}
    replaced: list[str] = []
    new: list[str] = []
    for path, waiting in files.items():
        file = f"{output}/{path}"
        if not waiting.beside:
            if not waiting.is_still(file):
                raise staging.changed_meanwhile(file)
            continue
        moved[path] = waiting.beside
        try:
            mode = os.lstat(file).st_mode
        except FileNotFoundError:
            new.append(path)
            continue
        if path not in ours:
            raise OutputError(f"{Path(file)} was not made by cuecard, and a page of the site wants its place")
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
        replaced.append(path)
    gone = tuple(path for path in sorted(stale) if _is_removable(output / path, output))
    return _Plan(moved, tuple(replaced), tuple(new), folders, gone)


def _is_removable(file: Path, output: Path) -> bool:
    """Whether a file that is stale is there, and not behind a link that leads to somebody else's folder."""
    try:
        mode = os.lstat(file).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            return False
        return file.parent.resolve().is_relative_to(output.resolve())
    except (OSError, RuntimeError):
        return False


def _missing_folders(files: Iterable[str], output: Path) -> tuple[str, ...]:
    """The folders that files need and that are not there, each before those inside it.

    Raises:
        Refusal: when something else is in the place of one.
        OSError: when a place cannot be looked at.

    """
    needed: set[str] = set()
    for path in files:
        above = path.rpartition("/")[0]
        while above and above not in needed:
            needed.add(above)
            above = above.rpartition("/")[0]
    missing = []
    place = output.resolve()
    for path in sorted(needed, key=lambda path: (path.count("/"), path)):
        folder = output / path
        try:
            status = os.lstat(folder)
        except FileNotFoundError:
            missing.append(path)
            continue
        if is_link(status) and not folder.resolve().is_relative_to(place):
            raise OutputError(f"{folder} is a symbolic link that leads out of {output}")
        if not folder.is_dir():
            raise OutputError(f"{folder} is a file, and a folder of the site wants its place")
    return tuple(missing)


def _write_list(paths: set[str], stage: StagingArea) -> None:
    told = {
        "about": "What cuecard made here; it removes nothing else.",
        "files": sorted(paths),
    }
    data = (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode()
    atomic_write(f"{stage.output}/{LIST}", data, folder=stage.folder)


def _remove_empty(folder: Path, output: Path) -> None:
    while folder != output and folder.is_relative_to(output):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
