"""Files that are made and not yet published: whole, on the disk of the output folder, and waiting to be put in place.

Nothing is put in place before all is made. Until then each file lies in a folder of its build's own inside the output
folder, `.cuecard-NAME.tmp`, and is written there by whoever made it, in whichever process: what is made need not pass
through the one that publishes it, nor wait in memory. To put it in place is then one step. A file that stands in its
place already, byte for byte, is not written at all.
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
"""The name of a folder of files that wait. One that no process holds any more is left from a build that was cut off."""
_numbers = count()
"""For names: every file of a process has another."""
_STRETCH = 1 << 20


class OutputError(Exception):
    """The output folder cannot be used: the message says why, for the person who named it."""


class StagedFile(Struct, frozen=True):
    """One file that is made."""

    beside: str
    """Where it lies; empty where the file in its place has these very bytes."""
    digest: str
    """SHA-256 of its bytes."""
    signature: str = ""
    """Of the file in its place, from before it was looked into, where that one stays."""

    def is_still(self, file: str) -> bool:
        """Whether the *file* in its place, which was to stay, has these bytes even now."""
        if self.signature == signature_of(file):
            return True
        try:
            return digest_of_file(file) == self.digest
        except OSError:
            return False


class StagingArea(Struct, frozen=True):
    """Where the files of one build wait; workers have it too."""

    output: str
    folder: str

    def put(self, url: str, data: bytes) -> StagedFile:
        """Let a file wait that is wanted at *url*.

        Raises:
            Refusal: when the disk refuses.

        """
        digest = hashlib.sha256(data).hexdigest()
        file = f"{self.output}/{url}"
        signature = _held(file, data)
        if signature:
            return StagedFile("", digest, signature)
        beside = self._name()
        with _told_of(file), open(beside, "xb") as opened:  # noqa: PTH123 - pathlib takes longer than the writing
            opened.write(data)
        return StagedFile(beside, digest)

    def begin(self, url: str) -> StagedStream:
        """Begin a large file, of one stretch after the other.

        Raises:
            Refusal: when the disk refuses.

        """
        return StagedStream(f"{self.output}/{url}", self._name())

    def _name(self) -> str:
        return f"{self.folder}/{os.getpid()}-{next(_numbers)}"


class StagedStream:
    """A large file while it is made."""

    def __init__(self, file: str, beside: str) -> None:
        self._file = file
        self._beside = beside
        self._digest = hashlib.sha256()
        with _told_of(self._file):
            self._opened: BinaryIO = open(beside, "xb")  # noqa: PTH123, SIM115 - closed by `finish`, or with us

    def write(self, stretch: bytes) -> None:
        """Put a stretch behind the others.

        Raises:
            Refusal: when the disk refuses.

        """
        self._digest.update(stretch)
        with _told_of(self._file):
            self._opened.write(stretch)

    def finish(self) -> StagedFile:
        """Say that there is no more.

        Raises:
            Refusal: when the disk refuses.

        """
        with _told_of(self._file):
            self._opened.close()
            signature = signature_of(self._file)
            if not _are_same(self._file, self._beside):
                return StagedFile(self._beside, self._digest.hexdigest())
            os.unlink(self._beside)  # noqa: PTH108
        return StagedFile("", self._digest.hexdigest(), signature)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the file, whether it was finished or not."""
        with suppress(OSError):
            self._opened.close()


@contextmanager
def staging_area(output: Path) -> Iterator[StagingArea]:
    """A place where files for *output* may wait; what has not been put in place at the end is gone.

    It stays only where what was put in place could not be taken back, for the next build to do that.

    Raises:
        Refusal: when the disk refuses.

    """
    with _told_of(output):
        output.mkdir(parents=True, exist_ok=True)
        folder = tempfile.mkdtemp(prefix=".cuecard-", suffix=".tmp", dir=output)
    try:
        yield StagingArea(str(output), folder)
    finally:
        if not journal.is_open(folder):
            _remove(folder)


@contextmanager
def _told_of(place: str | Path) -> Iterator[None]:
    """What the disk refuses is told by the *place* in the site that it was for."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror}") from None


def changed_meanwhile(place: str | Path) -> OutputError:
    """What is answered where a file that was to stay is not as it was found."""
    return OutputError(f"{Path(place)} was changed by somebody else while the site was made; build again")


def clear(output: Path) -> None:
    """Take back what a build had put in place when it was cut off, and remove what builds left waiting.

    To be called by whoever is alone there.

    Raises:
        Refusal: when the disk keeps it from being taken back.

    """
    with suppress(OSError):
        for path in left_in(output, FOLDER):
            if begun := journal.left(path, str(output)):
                try:
                    begun.undo()
                except OSError as error:
                    place = error.filename2 or error.filename or output
                    raise OutputError(
                        f"{place} cannot be put back as it was before a build that was cut off: {error.strerror}"
                    ) from None
            _remove(path)


def forget_others(stage: StagingArea) -> None:
    """Have nobody take back later what builds that were cut off had put in place: *stage* is about to replace it.

    Only where a folder cannot be locked is there anything left of them by now.
    """
    for path in left_in(Path(stage.output), FOLDER):
        if path != stage.folder:
            with suppress(OSError):
                os.unlink(f"{path}/{journal.NAME}")  # noqa: PTH108


def left_in(folder: Path, names: re.Pattern[str]) -> list[str]:
    """What lies in *folder* under one of the *names* of what is not finished."""
    return [entry.path for entry in os.scandir(folder) if names.fullmatch(entry.name)]


def _remove(folder: str) -> None:
    try:
        os.rmdir(folder)  # noqa: PTH106 - it is empty, as a rule
    except NotADirectoryError:
        with suppress(OSError):
            os.unlink(folder)  # noqa: PTH108
    except OSError:
        with suppress(RecursionError):  # folders in folders are not ours
            shutil.rmtree(folder, ignore_errors=True)


def digest_of_file(file: str) -> str:
    """SHA-256 of a file's bytes.

    Raises:
        OSError: when it cannot be read, or is no ordinary file.

    """
    with _opened(file) as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _opened(file: str) -> FileIO:
    """A file of the site, opened to read; where it is a link, that is followed, but a pipe is not waited for."""
    return open_regular(os.path.realpath(file) if os.path.islink(file) else file)  # noqa: PTH114


def _held(file: str, data: bytes) -> str:
    """The signature of a file that holds these very bytes; empty where it does not."""
    try:
        if os.stat(file).st_size != len(data):  # noqa: PTH116
            return ""
        signature = signature_of(file)
        with _opened(file) as opened:
            return signature if opened.read() == data else ""
    except OSError:
        return ""


def _are_same(file: str, other: str) -> bool:
    """Whether two files hold the same bytes; large ones are not read whole."""
    try:
        if os.stat(file).st_size != os.stat(other).st_size:  # noqa: PTH116
            return False
        with _opened(file) as one, open(other, "rb") as two:  # noqa: PTH123
            while stretch := one.read(_STRETCH):
                if stretch != two.read(len(stretch)):
                    return False
    except OSError:
        return False
    return True
