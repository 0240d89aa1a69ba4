"""Seals on what is kept between builds, made with a secret of the user's own, so that no other results are believed.

The cache of a site lies among its texts, so it may have come with them, in a download or a pull request, or be written
by whoever shares the folder. The secret lies apart from every project, in the user's folder for programs' state, where
nobody else can read it. Where it cannot be kept there (no home folder, a disk that is read-only), each process makes up
one of its own: then results are of use to that process alone, and the next one makes them anew.

This module is read by builds that have nothing to do, so it imports next to nothing.
"""

from __future__ import annotations

import os
import stat
import sys

try:
    from _blake2 import blake2b  # what hashlib gives; to import that takes as long as to look for changes
except ImportError:
    from hashlib import blake2b

from cuecard.system.atomic_write import atomic_write, is_link, open_regular

SIZE = 32
"""Bytes of a seal: 128 bits in hexadecimal."""
_SECRET = 32
"""Bytes of the secret."""
_secret = b""


def sealed(kind: str, name: str | bytes, data: bytes) -> bytes:
    """The seal on *data* that is kept as a *kind* of result by this *name*; `SIZE` ASCII characters."""
    named = name.encode("utf-8", "surrogateescape") if isinstance(name, str) else name
    digest = blake2b(b"%b\0%b\0" % (kind.encode(), named), key=_own_secret(), digest_size=SIZE // 2)
    digest.update(data)
    return digest.hexdigest().encode()


def is_own_folder(folder: str) -> bool:
    """Whether *folder* is a real folder, no link to one, that belongs to this user and that nobody else may write to.

    On systems without such owners (Windows) it only has to be real.
    """
    try:
        status = os.lstat(folder)
    except (OSError, ValueError):
        return False
    return not why_foreign(status)


def why_foreign(status: os.stat_result) -> str:
    """What keeps a folder of this *status*, from `os.lstat`, from being one of our own; empty when nothing does."""
    if is_link(status):
        return "it is a symbolic link"
    if not stat.S_ISDIR(status.st_mode):
        return "it is not a folder"
    if hasattr(os, "geteuid"):
        if status.st_uid != os.geteuid():
            return "it belongs to another user"
        if status.st_mode & 0o022:
            return "other users may write to it"
    return ""


def _own_secret() -> bytes:
    global _secret  # noqa: PLW0603 - read once in a process
    if not _secret:
        _secret = _kept_secret() or os.urandom(_SECRET)
    return _secret


def _kept_secret() -> bytes:
    """The secret as it is kept, made when there is none; empty where none can be kept."""
    folder = _state_folder()
    if not folder:
        return b""
    file = os.path.join(folder, "key")  # noqa: PTH118
    try:
        return _read(file) or _make(folder, file)
    except OSError:
        return b""


def _read(file: str) -> bytes:
    """The secret in *file*; empty where there is none, or one that was cut off or that others could read.

    Raises:
        OSError: when something is there that is not ours.

    """
    try:
        opened = open_regular(file)
    except FileNotFoundError:
        return b""
    with opened:
        status = os.fstat(opened.fileno())
        if hasattr(os, "geteuid") and status.st_uid != os.geteuid():
            raise PermissionError(0, "not this user's", file)
        secret = opened.read(_SECRET + 1)
    is_private = os.name == "nt" or not status.st_mode & 0o077
    if is_private and len(secret) == _SECRET:
        return secret
    os.unlink(file)  # noqa: PTH108
    return b""


def _make(folder: str, file: str) -> bytes:
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    try:
        atomic_write(file, os.urandom(_SECRET), replaces=False, mode=0o600)
    except FileExistsError:
        return _read(file)  # another build was quicker
    return _read(file)


def _state_folder() -> str:
    """Where this user's programs keep their state; empty where that is not known."""
    if sys.platform == "win32":
        above = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        above = os.path.expanduser("~/Library/Application Support")  # noqa: PTH111
    else:
        above = os.environ.get("XDG_STATE_HOME", "")
        if not os.path.isabs(above):  # noqa: PTH117
            above = os.path.expanduser("~/.local/state")  # noqa: PTH111
    return os.path.join(above, "cuecard") if os.path.isabs(above) else ""  # noqa: PTH117, PTH118
