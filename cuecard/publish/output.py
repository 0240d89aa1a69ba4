"""The only writer: a set of files becomes the output folder, and nothing else there is touched.

The folder carries a list of what we made, `.cuecard.json`. By it we know the folder for ours, know which
pages are stale, and leave alone what others put there. Each file is replaced in one step, and only when its
bytes differ. The list names old and new files before the first is touched, so that a build that is cut off
leaves whole files, all of them still known for ours.

A file is written somewhere else in the folder first, and then put in its place (see `staging`). What a build that was
cut off left there is known by its name, and is removed by the next, which knows that it is alone (see `held`).
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from cuecard.locks import Lock
from cuecard.publish import staging
from cuecard.publish.staging import Refusal, Stage, Waiting
from cuecard.replacing import replace
from cuecard.values import dataclass

__all__ = ["LIST", "Refusal", "Written", "check", "held", "publish", "put_in_place", "write"]

LIST = ".cuecard.json"
_HARMLESS = frozenset([".gitignore", ".gitkeep", ".nojekyll", ".DS_Store", "CNAME"])
"""Files that a folder may hold and still count as empty."""
_BRIEF = 0.3
"""Seconds that another build is waited for without a word."""
_PATIENCE = 300.0
"""Seconds that another build is waited for at most: ten thousand exercises with their cards take less."""
_PAUSE = 0.03
"""Seconds between two looks whether another build is done."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a publishing did."""

    files: int
    """How many files the site has."""
    changed: int
    """How many of them were new or different."""
    removed: int
    """How many stale ones were deleted."""
    kept: int = 0
    """How many were known to be as they were, and neither made nor looked into."""


def check(output: Path, sources: Iterable[Path]) -> None:
    """Refuse a folder that is not ours, or that holds what the site is made from.

    Raises:
        Refusal: before anything was touched.

    """
    place = output.resolve()
    for source in sources:
        origin = source.resolve()
        if place == origin or origin.is_relative_to(place):
            raise Refusal(f"{output} holds {source}, which the site is made from; name another output folder")
        if place.is_relative_to(origin):
            raise Refusal(f"{output} lies inside {source}; name an output folder outside of it")
    if not output.exists():
        return
    if not output.is_dir():
        raise Refusal(f"{output} is not a folder")
    try:
        names = {entry.name for entry in output.iterdir()}
    except OSError as error:
        raise Refusal(f"{output} cannot be read: {error.strerror}") from None
    if LIST not in names and any(
        name not in _HARMLESS and not staging.FOLDER.fullmatch(name) for name in names
    ):
        raise Refusal(
            f"{output} is not empty and was not made by cuecard; name another output folder or empty this one"
        )


@contextmanager
def held(output: Path, tell_waiting: Callable[[], object]) -> Iterator[None]:
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
            raise Refusal(
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


def publish(files: Mapping[str, bytes], output: Path, kept: Collection[str] = ()) -> Written:
    """Make *output* hold exactly *files* and those *kept*, of all that is ours in it.

    Keys are paths with forward slashes. Files whose bytes are the same keep their date. The files *kept* are there
    already as they shall be.

    Raises:
        Refusal: when a file that we did not make stands in the way, or the disk refuses.

    """
    with staging.staged(output) as stage:
        return put_in_place({url: stage.put(url, data) for url, data in files.items()}, stage, kept)


def put_in_place(files: Mapping[str, Waiting], stage: Stage, kept: Collection[str] = ()) -> Written:
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
        raise Refusal(f"{place} cannot be written: {error.strerror}") from None


def write(file: Path, data: bytes) -> None:
    """Write one file that a person named, whole or not at all.

    A link is followed, and what is no file, such as `/dev/stdout`, is written to as it is.

    Raises:
        Refusal: when it cannot be written.

    """
    try:
        place = file.resolve()
        if place.exists() and not place.is_file():
            file.write_bytes(data)
            return
        lock = Lock(os.fspath(place.parent))
        lock.take()
        try:
            if lock.is_held:
                _clear_beside(place)
            replace(os.fspath(place), data, f"{place.parent}/.{place.name}.{os.getpid()}.tmp")
        finally:
            lock.release()
    except OSError as error:
        raise Refusal(f"{file} cannot be written: {error.strerror}") from None


def _clear_beside(place: Path) -> None:
    """Remove what a process that was cut off wrote of a single file."""
    unfinished = re.compile(rf"\.{re.escape(place.name)}\.\d+\.tmp")
    with suppress(OSError):
        for path in staging.left_in(place.parent, unfinished):
            os.unlink(path)  # noqa: PTH108


def _put_in_place(files: Mapping[str, Waiting], stage: Stage, kept: Collection[str]) -> Written:
    output = Path(stage.output)
    ours = _made_before(output)
    _check_ways(files, ours, output)
    wanted = {*files, *kept}
    if ours != wanted:
        _write_list(ours | wanted, stage)
    changed = 0
    folders: set[str] = set()
    for path, waiting in files.items():
        if not waiting.beside:
            continue
        file = f"{output}/{path}"
        if (folder := os.path.dirname(file)) not in folders:  # noqa: PTH120 - pathlib takes longer than the writing
            Path(folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        os.replace(waiting.beside, file)  # noqa: PTH105
        changed += 1
    removed = 0
    for path in sorted(ours - wanted):
        stale = output / path
        if not stale.parent.resolve().is_relative_to(output.resolve()):
            continue  # a link that leads to somebody else's folder
        if stale.is_file():
            stale.unlink()
            removed += 1
        _remove_empty(stale.parent, output)
    if ours != wanted:
        _write_list(wanted, stage)
    return Written(len(wanted), changed, removed, len(kept))


def _made_before(output: Path) -> set[str]:
    """What the list names; paths that could leave the folder are not believed."""
    try:
        told = json.loads((output / LIST).read_text(encoding="utf-8"))
        paths = told["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    if not isinstance(paths, list):
        return set()
    return {path for path in paths if isinstance(path, str) and _is_inside(path)}


def _is_inside(path: str) -> bool:
    return (
        not path.startswith("/")
        and ".." not in path.split("/")
        and "\\" not in path
        and path not in {"", LIST}
    )


def _check_ways(files: Mapping[str, Waiting], ours: set[str], output: Path) -> None:
    place = output.resolve()
    for path, waiting in files.items():
        file = f"{output}/{path}"
        if path not in ours and waiting.beside and os.path.exists(file):  # noqa: PTH110
            raise Refusal(f"{Path(file)} was not made by cuecard, and a page of the site wants its place")
        if not waiting.beside and not waiting.is_still(file):
            raise staging.changed_meanwhile(file)
    folders = {path.rpartition("/")[0] for path in files} - {""}
    for folder in (output / above for path in folders for above in (path, *_above(path))):
        if folder.is_symlink() and not folder.resolve().is_relative_to(place):
            raise Refusal(f"{folder} is a symbolic link that leads out of {output}")
        if folder.exists() and not folder.is_dir():
            raise Refusal(f"{folder} is a file, and a folder of the site wants its place")


def _above(path: str) -> list[str]:
    """The folders above a path of the site, but for the site itself."""
    return [above.as_posix() for above in PurePosixPath(path).parents][:-1]


def _write_list(paths: set[str], stage: Stage) -> None:
    told = {
        "about": "What cuecard made here; it removes nothing else.",
        "files": sorted(paths),
    }
    data = (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode()
    replace(f"{stage.output}/{LIST}", data, f"{stage.folder}/list")


def _remove_empty(folder: Path, output: Path) -> None:
    while folder != output and folder.is_relative_to(output):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
