"""Staged files: complete, on the disk of the output folder, and not yet in their place.

Nothing is put in place before everything is rendered. Until then, each file is in a folder of its build inside the
output folder, `.cuecard-NAME.tmp`, and is written there by the process that rendered it: it need not be sent to the
process that publishes it, nor wait in memory. Putting it in place is then one step. A file that is already in its
place, byte for byte, is not written at all.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from itertools import count
from pathlib import Path
from typing import BinaryIO, Self

from msgspec import Struct

from cuecard.output import journal
from cuecard.system.atomic_write import open_regular
from cuecard.system.signatures import signature_of

FOLDER = re.compile(r"\.cuecard-(?:[a-z0-9_]{8}|\d+)\.tmp")
"""The name of a folder of staged files. If no build is running, it was left by an interrupted one."""
_numbers = count()
"""For names: each file of a process has its own."""
_PROCESS = os.urandom(4).hex()
"""For names, as processes of two machines may have one number."""
_BLOCK = 1 << 20


class OutputError(Exception):
    """The output folder cannot be used; the message says why, for the person who named it."""


class StagedFile(Struct, frozen=True):
    """One new file of the site."""

    beside: str
    """Where it is; empty if the file in its place has the same bytes."""
    digest: str
    """SHA-256 of its bytes."""
    signature: str = ""
    """Of the file in its place, from before it was read, if that one stays."""

    def is_still(self, file: str) -> bool:
        """Return whether the *file* in its place, which stays, still has these bytes."""
        if self.signature == signature_of(file):
            return True
        try:
            return digest_of_file(file) == self.digest
        except OSError:
            return False


class StagingArea(Struct, frozen=True):
    """Where the files of one build are staged, by workers too."""

    output: str
    folder: str

    def put(self, url: str, data: bytes) -> StagedFile:
        """Stage a file that belongs at *url*.

        Raises:
            OutputError: when it cannot be written.

        """
        digest = hashlib.sha256(data).hexdigest()
        file = f"{self.output}/{url}"
        signature = _signature_if_same(file, data)
        if signature:
            return StagedFile("", digest, signature)
        beside = self._name()
        with _errors_name(file), open(beside, "xb") as opened:  # noqa: PTH123 - pathlib takes longer than writing
            opened.write(data)
        return StagedFile(beside, digest)

    def begin(self, url: str) -> StagedStream:
        """Begin a large file, which is written in blocks.

        Raises:
            OutputError: when it cannot be written.

        """
        return StagedStream(f"{self.output}/{url}", self._name())

    def _name(self) -> str:
        return f"{self.folder}/{_PROCESS}-{os.getpid()}-{next(_numbers)}"


class StagedStream:
    """A large file while it is written."""

    def __init__(self, file: str, beside: str) -> None:
        self._file = file
        self._beside = beside
        self._digest = hashlib.sha256()
        with _errors_name(self._file):
            self._opened: BinaryIO = open(beside, "xb")  # noqa: PTH123, SIM115 - closed by `finish` or `__exit__`

    def write(self, block: bytes) -> None:
        """Append a block.

        Raises:
            OutputError: when it cannot be written.

        """
        self._digest.update(block)
        with _errors_name(self._file):
            self._opened.write(block)

    def finish(self) -> StagedFile:
        """Complete the file.

        Raises:
            OutputError: when it cannot be written.

        """
        with _errors_name(self._file):
            self._opened.close()
            signature = signature_of(self._file)
            if not _are_same(self._file, self._beside):
                return StagedFile(self._beside, self._digest.hexdigest())
            os.unlink(self._beside)  # noqa: PTH108
        return StagedFile("", self._digest.hexdigest(), signature)

    def __enter__(self) -> Self:
        """Open it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file, complete or not."""
        with suppress(OSError):
            self._opened.close()


@contextmanager
def staging_area(output: Path) -> Iterator[StagingArea]:
    """Provide a place where files for *output* are staged; what is not put in place is removed at the end.

    It stays only if changes could not be undone, for the next build to do that.

    Raises:
        OutputError: when it cannot be written.

    """
    with _errors_name(output):
        output.mkdir(parents=True, exist_ok=True)
        folder = tempfile.mkdtemp(prefix=".cuecard-", suffix=".tmp", dir=output)
    try:
        yield StagingArea(str(output), folder)
    finally:
        if not journal.is_open(folder):
            _remove(folder)


@contextmanager
def _errors_name(place: str | Path) -> Iterator[None]:
    """Report what the disk refuses by the *place* in the site that it is about."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror}") from None


def changed_meanwhile(place: str | Path) -> OutputError:
    """Return the error about a file that was to stay and was changed during the build."""
    return OutputError(f"{Path(place)} was changed by somebody else during the build; build again")


def clear(output: Path) -> None:
    """Undo the changes of an interrupted build, and remove staged files that builds left.

    To be called only by a process that holds the lock on the folder.

    Raises:
        OutputError: when a change cannot be undone.

    """
    with suppress(OSError):
        for path in left_in(output, FOLDER):
            if left := journal.left(path, str(output)):
                try:
                    left.undo()
                except OSError as error:
                    place = error.filename2 or error.filename or output
                    raise OutputError(
                        f"{place} cannot be put back as it was before an interrupted build: {error.strerror}"
                    ) from None
            _remove(path)


def forget_others(stage: StagingArea) -> None:
    """Remove the journals of interrupted builds, as *stage* is about to replace their files.

    There are any left only if the folder cannot be locked.
    """
    for path in left_in(Path(stage.output), FOLDER):
        if path != stage.folder:
            with suppress(OSError):
                os.unlink(f"{path}/{journal.NAME}")  # noqa: PTH108


def left_in(folder: Path, names: re.Pattern[str]) -> list[str]:
    """Return the paths in *folder* whose names have the form of *names*."""
    return [entry.path for entry in os.scandir(folder) if names.fullmatch(entry.name)]


def _remove(folder: str) -> None:
    try:
        os.rmdir(folder)  # noqa: PTH106 - it is usually empty
    except NotADirectoryError:
        with suppress(OSError):
            os.unlink(folder)  # noqa: PTH108
    except OSError:
        with suppress(RecursionError):  # such deep folders are not ours
            shutil.rmtree(folder, ignore_errors=True)


def digest_of_file(file: str) -> str:
    """Return the SHA-256 of a file's bytes.

    Raises:
        OSError: when it cannot be read, or is not an ordinary file.

    """
    with _open(file) as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _open(file: str) -> FileIO:
    """Open a file of the site for reading; a link is followed, but a pipe is not waited for."""
    return open_regular(os.path.realpath(file) if os.path.islink(file) else file)  # noqa: PTH114


def _signature_if_same(file: str, data: bytes) -> str:
    """Return the signature of a file that has the same bytes; empty if it has others."""
    try:
        if os.stat(file).st_size != len(data):  # noqa: PTH116
            return ""
        signature = signature_of(file)
        with _open(file) as opened:
            return signature if opened.read() == data else ""
    except OSError:
        return ""


def _are_same(file: str, other: str) -> bool:
    """Return whether two files have the same bytes, without reading large ones as a whole."""
    try:
        if os.stat(file).st_size != os.stat(other).st_size:  # noqa: PTH116
            return False
        with _open(file) as one, open(other, "rb") as two:  # noqa: PTH123
            while block := one.read(_BLOCK):
                if block != two.read(len(block)):
                    return False
    except OSError:
        return False
    return True
