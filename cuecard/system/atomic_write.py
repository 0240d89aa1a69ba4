"""Read and write files without following links: the one place where a file is replaced in one step.

A program that reads a file while it is replaced sees the old one or the new one, never a part. Nobody can prepare the
place where it is written first: its name is random, and it is created exclusively, which fails if anything of that name
exists, even a link.

Builds that have nothing to do import this module, so it imports next to nothing.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import FileIO

_LONGEST = 200
"""Bytes of a name that may be part of the name of its temporary file, which is 21 longer; systems allow 255."""
_READING = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # otherwise opening a pipe would wait for a writer
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class NotRegularError(OSError):
    """A file to be read is a pipe, a socket, a device or a folder."""


def open_regular(file: str) -> FileIO:
    """Open an ordinary file for reading, unbuffered, without following a link or waiting.

    Raises:
        NotRegularError: when it is a pipe, a socket, a device or a folder.
        OSError: when it cannot be opened, or is a symbolic link.

    """
    return open(file, "rb", buffering=0, opener=opener_of_regular)


def opener_of_regular(file: str, _: int) -> int:
    """Open an ordinary file for reading as `open` wants it from its opener, without following a link or waiting."""
    opened = os.open(file, _READING)
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise NotRegularError(0, "not an ordinary file", file)
    except BaseException:
        os.close(opened)
        raise
    return opened


def read_regular(file: str, most: int = -1) -> bytes:
    """Return the bytes of an ordinary file, at most *most* of them, opened as by `open_regular`.

    Raises:
        OSError: as `open_regular`.

    """
    with open_regular(file) as opened:
        return opened.read(most) or b""


def is_link(status: os.stat_result) -> bool:
    """Return whether *status*, from `os.lstat`, is that of a symbolic link, or of a junction on Windows."""
    tag = getattr(status, "st_reparse_tag", 0)
    return stat.S_ISLNK(status.st_mode) or bool(tag and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0))


def temporary_beside(file: str, folder: str = "") -> str:
    """Return a new random name for what will replace *file*: in *folder*, or else in the folder of *file*."""
    above, name = os.path.split(file)
    start, end = _around(name)
    return os.path.join(folder or above, start + os.urandom(8).hex() + end)  # noqa: PTH118


def is_temporary_of(name: str, other: str) -> bool:
    """Return whether *other* is a name that `temporary_beside` may return for a file of this *name*."""
    start, end = _around(name)
    middle = other[len(start) : -len(end)]
    return other == start + middle + end and len(middle) == 16 and not middle.strip("0123456789abcdef")


def _around(name: str) -> tuple[str, str]:
    """Return how such a name begins and ends; files with this ending are ignored in the content folder."""
    return f"{name if len(os.fsencode(name)) <= _LONGEST else 'long'}.", ".tmp"


def atomic_write(
    file: str, data: bytes | Iterable[bytes], *, folder: str = "", replaces: bool = True, mode: int = 0o666
) -> None:
    """Write a file and put it in place in one step.

    It is written in *folder*, which must be on the same disk, or beside *file*. Unless it *replaces*, an existing file
    stays. *mode* is that of the new file, less the umask.

    Nothing is forced to the disk. The next build does not take for its own what a loss of power leaves of a file, and
    writes it again. To wait for the disk at each file would take longer than everything else.

    Raises:
        FileExistsError: when it exists already and must not be replaced.
        OSError: when it cannot be written; it names *file*. The temporary file is removed.

    """
    beside = temporary_beside(file, folder)
    try:
        _write_new(beside, data, mode)
        if replaces:
            os.replace(beside, file)  # noqa: PTH105
        else:
            _put_new(beside, file, mode)
    except BaseException as error:
        _remove(beside)
        if isinstance(error, OSError):  # the file is meant, not its temporary one
            error.filename, error.filename2 = file, None
        raise


def _write_new(file: str, data: bytes | Iterable[bytes], mode: int) -> None:
    """Write a file that does not exist; `x` is O_CREAT with O_EXCL, which follows no link."""
    with open(file, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as opened:
        if isinstance(data, bytes):
            opened.write(data)
        else:
            opened.writelines(data)


def _put_new(beside: str, file: str, mode: int) -> None:
    try:
        os.link(beside, file)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # a disk without hard links, such as a USB stick
        try:
            _write_new(file, read_regular(beside), mode)
        except FileExistsError:
            raise
        except BaseException:
            _remove(file)
            raise
    _remove(beside)


def _remove(file: str) -> None:
    try:
        os.unlink(file)  # noqa: PTH108
    except OSError:
        return
