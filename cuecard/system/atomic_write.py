"""Files read and written without following a link: the one place where a file is put in place whole.

Whoever reads a file that is replaced sees the old one or the new one, never half. Nobody can prepare the place where it
is written first: its name is random, and it is created exclusively, which fails where anything of that name is, a link
too.

This module is read by builds that have nothing to do, so it imports next to nothing.
"""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from io import FileIO

_LONGEST = 200
"""Bytes of a name that may stand in the name of its temporary file, which is 21 longer; systems allow 255."""
_READING = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # to open a pipe would else wait for a writer
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class NotRegularError(OSError):
    """What was to be read is a pipe, a socket, a device or a folder."""


def open_regular(file: str) -> FileIO:
    """Open an ordinary file to read, unbuffered; no link is followed, and nothing is waited for.

    Raises:
        NotRegularError: when it is a pipe, a socket, a device or a folder.
        OSError: when it cannot be opened, or is a symbolic link.

    """
    return open(file, "rb", buffering=0, opener=opener_of_regular)


def opener_of_regular(file: str, _: int) -> int:
    """What `open` opens an ordinary file with to read; no link is followed, and nothing is waited for."""
    opened = os.open(file, _READING)
    try:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise NotRegularError(0, "not an ordinary file", file)
    except BaseException:
        os.close(opened)
        raise
    return opened


def read_regular(file: str, most: int = -1) -> bytes:
    """The bytes of an ordinary file, at most *most* of them, as `open_regular` opens it.

    Raises:
        OSError: as `open_regular`.

    """
    with open_regular(file) as opened:
        return opened.read(most) or b""


def is_link(status: os.stat_result) -> bool:
    """Whether *status*, from `os.lstat`, is that of a symbolic link, or of a junction on Windows."""
    tag = getattr(status, "st_reparse_tag", 0)
    return stat.S_ISLNK(status.st_mode) or bool(tag and tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", 0))


def temporary_beside(file: str, folder: str = "") -> str:
    """A new random name for what will take the place of *file*: in *folder*, else in the folder of *file*."""
    above, name = os.path.split(file)
    start, end = _around(name)
    return os.path.join(folder or above, start + os.urandom(8).hex() + end)  # noqa: PTH118


def is_temporary_of(name: str, other: str) -> bool:
    """Whether *other* is a name that `temporary_beside` may give for a file of this *name*."""
    start, end = _around(name)
    middle = other[len(start) : -len(end)]
    return other == start + middle + end and len(middle) == 16 and not middle.strip("0123456789abcdef")


def _around(name: str) -> tuple[str, str]:
    """What such a name begins and ends with; by its ending it is passed over among content."""
    return f"{name if len(os.fsencode(name)) <= _LONGEST else 'long'}.", ".tmp"


def atomic_write(
    file: str, data: bytes | Iterable[bytes], *, folder: str = "", replaces: bool = True, mode: int = 0o666
) -> None:
    """Write a file and put it in place in one step.

    It is written in *folder*, which has to be on the same disk, or beside *file*. Unless it *replaces*, a file that is
    there already stays. *mode* is that of the new file, less what the umask takes.

    Nothing is forced to the disk. What a loss of power leaves of a file is no file of ours to the next build, which
    makes it again; to wait for the disk at each file would take longer than all the rest.

    Raises:
        FileExistsError: when it is there already and must not be replaced.
        OSError: when it cannot be written, with *file* for its name. What was written first is gone again.

    """
    beside = temporary_beside(file, folder)
    try:
        _write_new(beside, data, mode)
        if replaces:
            os.replace(beside, file)  # noqa: PTH105
        else:
            _put_new(beside, file, mode)
    except BaseException as fault:
        _remove(beside)
        if isinstance(fault, OSError):
            fault.filename, fault.filename2 = (
                file,
                None,
            )  # what is meant, not where it was to be written first
        raise


def _write_new(file: str, data: bytes | Iterable[bytes], mode: int) -> None:
    """Write a file that is not there; `x` is O_CREAT with O_EXCL, which follows no link."""
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
