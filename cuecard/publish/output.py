"""The only writer: a set of files becomes the output folder, and nothing else there is touched.

The folder carries a list of what we made, `.cuecard.json`. By it we know the folder for ours, know which
pages are stale, and leave alone what others put there. Each file is replaced in one step, and only when its
bytes differ. The list names old and new files before the first is touched, so that a build that is cut off
leaves whole files, all of them still known for ours.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LIST = ".cuecard.json"
_HARMLESS = frozenset([".gitignore", ".gitkeep", ".nojekyll", ".DS_Store", "CNAME"])
"""Files that a folder may hold and still count as empty."""


class Refusal(Exception):  # noqa: N818 - it is what we answer
    """The output folder cannot be used: the message says why, for the person who named it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a publishing did."""

    files: int
    """How many files the site has."""
    changed: int
    """How many of them were new or different."""
    removed: int
    """How many stale ones were deleted."""


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
    if LIST not in names and names - _HARMLESS:
        raise Refusal(
            f"{output} is not empty and was not made by cuecard; name another output folder or empty this one"
        )


def publish(files: Mapping[str, bytes], output: Path) -> Written:
    """Make *output* hold exactly *files*, of all that is ours in it.

    Keys are paths with forward slashes. Files whose bytes are the same keep their date.

    Raises:
        Refusal: when a file that we did not make stands in the way, or the disk refuses.

    """
    try:
        return _publish(files, output)
    except OSError as error:
        where = error.filename or output
        raise Refusal(f"{where} cannot be written: {error.strerror}") from None


def _publish(files: Mapping[str, bytes], output: Path) -> Written:
    ours = _made_before(output)
    _check_ways(files, ours, output)
    output.mkdir(parents=True, exist_ok=True)
    wanted = set(files)
    if ours != wanted:
        _write_list(ours | wanted, output)
    changed = 0
    for path, data in files.items():
        file = output / path
        if _holds(file, data):
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        _replace(file, data)
        changed += 1
    removed = 0
    for path in sorted(ours - wanted):
        file = output / path
        if file.is_file():
            file.unlink()
            removed += 1
        _remove_empty(file.parent, output)
    if ours != wanted:
        _write_list(wanted, output)
    return Written(len(files), changed, removed)


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
    pure = PurePosixPath(path)
    return not pure.is_absolute() and ".." not in pure.parts and "\\" not in path and path not in {"", LIST}


def _check_ways(files: Mapping[str, bytes], ours: set[str], output: Path) -> None:
    place = output.resolve()
    for path, data in files.items():
        file = output / path
        if path not in ours and file.exists() and not _holds(file, data):
            raise Refusal(f"{file} was not made by cuecard, and a page of the site wants its place")
        folder = file.parent
        while folder not in (output, output.parent):
            if folder.is_symlink() and not folder.resolve().is_relative_to(place):
                raise Refusal(f"{folder} is a symbolic link that leads out of {output}")
            if folder.exists() and not folder.is_dir():
                raise Refusal(f"{folder} is a file, and a folder of the site wants its place")
            folder = folder.parent


def _holds(file: Path, data: bytes) -> bool:
    try:
        return file.stat().st_size == len(data) and file.read_bytes() == data
    except OSError:
        return False


def _replace(file: Path, data: bytes) -> None:
    """Write beside, then put in place in one step: a reader sees the old file or the new, never half."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def _write_list(paths: set[str], output: Path) -> None:
    told = {
        "about": "What cuecard made here; it removes nothing else.",
        "files": sorted(paths),
    }
    _replace(output / LIST, (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode())


def _remove_empty(folder: Path, output: Path) -> None:
    while folder != output and folder.is_relative_to(output):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
