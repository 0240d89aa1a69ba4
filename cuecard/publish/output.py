"""The only writer: a set of files becomes the output folder, and nothing else there is touched.

The folder carries a list of what we made, `.cuecard.json`. By it we know the folder for ours, know which
pages are stale, and leave alone what others put there. Each file is replaced in one step, and only when its
bytes differ. The list names old and new files before the first is touched, so that a build that is cut off
leaves whole files, all of them still known for ours.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Self

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
    if LIST not in names and names - _HARMLESS:
        raise Refusal(
            f"{output} is not empty and was not made by cuecard; name another output folder or empty this one"
        )


class Spool(Mapping[str, bytes]):
    """Files that are made and not yet published: in memory as long as they are few, else in a file that has no name.

    Nothing may be written before all is made, and a large site would not fit into memory beside its library.
    """

    def __init__(self) -> None:
        self._opened = tempfile.SpooledTemporaryFile(max_size=_MOST_IN_MEMORY)  # noqa: SIM115 - this is closed itself
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        """Begin to take files."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of them."""
        self._opened.close()

    def add(self, path: str, *stretches: bytes) -> None:
        """Put a file in, of one or several stretches; of two of one path the later counts."""
        self._places[path] = (self._end, sum(map(len, stretches)))
        self._opened.seek(self._end)
        for stretch in stretches:
            self._end += self._opened.write(stretch)

    def extend(self, path: str, stretch: bytes) -> None:
        """Put a stretch behind the file that was put in last, or begin a new one with it."""
        start, length = self._places.get(path, (self._end, 0))
        if start + length != self._end:
            raise ValueError(f"{path} is not the last file")
        self._opened.seek(self._end)
        self._end += self._opened.write(stretch)
        self._places[path] = (start, length + len(stretch))

    def put_last(self, path: str) -> None:
        """Have a file come after those that were put in later, as one that nobody waits for."""
        self._places[path] = self._places.pop(path)

    def discard(self, path: str) -> None:
        """Take a file out."""
        del self._places[path]

    def __getitem__(self, path: str) -> bytes:
        """The bytes of a file."""
        start, length = self._places[path]
        self._opened.seek(start)
        return self._opened.read(length)

    def __contains__(self, path: object) -> bool:
        """Whether there is such a file."""
        return path in self._places

    def __iter__(self) -> Iterator[str]:
        """The paths, in the order in which files were put in."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._places)


_MOST_IN_MEMORY = 4 << 20


def publish(files: Mapping[str, bytes], output: Path, kept: Collection[str] = ()) -> Written:
    """Make *output* hold exactly *files* and those *kept*, of all that is ours in it.

    Keys are paths with forward slashes. Files whose bytes are the same keep their date. The files *kept* are there
    already as they shall be.

    Raises:
        Refusal: when a file that we did not make stands in the way, or the disk refuses.

    """
    try:
        return _publish(files, output, kept)
    except OSError as error:
        where = error.filename or output
        raise Refusal(f"{where} cannot be written: {error.strerror}") from None


def _publish(files: Mapping[str, bytes], output: Path, kept: Collection[str]) -> Written:
    ours = _made_before(output)
    _check_ways(files, ours, output)
    output.mkdir(parents=True, exist_ok=True)
    wanted = {*files, *kept}
    if ours != wanted:
        _write_list(ours | wanted, output)
    changed = 0
    folders: set[str] = set()
    for path, data in files.items():
        file = f"{output}/{path}"
        if _holds(file, data):
            continue
        if (folder := os.path.dirname(file)) not in folders:  # noqa: PTH120 - pathlib takes longer than the writing
            Path(folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        _replace(file, data)
        changed += 1
    removed = 0
    for path in sorted(ours - wanted):
        stale = output / path
        if stale.is_file():
            stale.unlink()
            removed += 1
        _remove_empty(stale.parent, output)
    if ours != wanted:
        _write_list(wanted, output)
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


def _check_ways(files: Mapping[str, bytes], ours: set[str], output: Path) -> None:
    place = output.resolve()
    for path in files:
        file = f"{output}/{path}"
        if path not in ours and os.path.exists(file) and not _holds(file, files[path]):  # noqa: PTH110
            raise Refusal(f"{Path(file)} was not made by cuecard, and a page of the site wants its place")
    folders = {path.rpartition("/")[0] for path in files} - {""}
    for folder in (output / above for path in folders for above in (path, *_above(path))):
        if folder.is_symlink() and not folder.resolve().is_relative_to(place):
            raise Refusal(f"{folder} is a symbolic link that leads out of {output}")
        if folder.exists() and not folder.is_dir():
            raise Refusal(f"{folder} is a file, and a folder of the site wants its place")


def _above(path: str) -> list[str]:
    """The folders above a path of the site, but for the site itself."""
    return [above.as_posix() for above in PurePosixPath(path).parents][:-1]


def _holds(file: str, data: bytes) -> bool:
    try:
        if os.stat(file).st_size != len(data):  # noqa: PTH116
            return False
        with open(file, "rb") as opened:  # noqa: PTH123
            return opened.read() == data
    except OSError:
        return False


def _replace(file: str, data: bytes) -> None:
    """Write beside, then put in place in one step: a reader sees the old file or the new, never half."""
    folder, _, name = file.rpartition("/")
    beside = f"{folder}/.{name}.{os.getpid()}.tmp"
    try:
        with open(beside, "wb") as opened:  # noqa: PTH123 - pathlib takes longer than the writing
            opened.write(data)
        os.replace(beside, file)  # noqa: PTH105
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _write_list(paths: set[str], output: Path) -> None:
    told = {
        "about": "What cuecard made here; it removes nothing else.",
        "files": sorted(paths),
    }
    _replace(f"{output}/{LIST}", (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode())


def _remove_empty(folder: Path, output: Path) -> None:
    while folder != output and folder.is_relative_to(output):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
