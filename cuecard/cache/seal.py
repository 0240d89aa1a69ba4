"""Seals on results that are stored between builds, made with a secret of the user, so that no others are used.

The cache of a site is beside its texts, so it may have come with them, in a download or a pull request, or be written
by other people who share the folder. The secret is outside of all projects, in the user's folder for the state of
programs, where nobody else can read it. If it cannot be stored there (no home folder, a read-only disk), each process
has its own; then only that process can use the results, and the next one computes them again.

Builds that have nothing to do import this module, so it imports next to nothing.
"""

from __future__ import annotations

import os
import stat
import sys

try:
    from _blake2 import blake2b  # as in hashlib, whose import takes as long as looking for changes
except ImportError:
    from hashlib import blake2b

from cuecard.system.atomic_write import atomic_write, is_link, open_regular

SIZE = 32
"""Bytes of a seal: 128 bits in hexadecimal."""
_SECRET = 32
"""Bytes of the secret."""
_secret = b""


def sealed(kind: str, name: str | bytes, data: bytes) -> bytes:
    """Return the seal, `SIZE` ASCII characters, on *data* that is stored as a *kind* of result by this *name*."""
    encoded = name.encode("utf-8", "surrogateescape") if isinstance(name, str) else name
    digest = blake2b(b"%b\0%b\0" % (kind.encode(), encoded), key=_own_secret(), digest_size=SIZE // 2)
    digest.update(data)
    return digest.hexdigest().encode()


def opened(kind: str, name: str | bytes, data: bytes) -> bytes | None:
    """Return what follows the seal in *data*; None if the seal is not that of this *kind* and *name*."""
    content = data[SIZE:]
    return content if data[:SIZE] == sealed(kind, name, content) else None


def is_own_folder(folder: str) -> bool:
    """Return whether *folder* is a real folder, not a link, that belongs to this user and only this user may write to.

    On systems without such owners (Windows) it only has to be real.
    """
    try:
        status = os.lstat(folder)
    except (OSError, ValueError):
        return False
    return not why_foreign(status)


def why_foreign(status: os.stat_result) -> str:
    """Return why a folder with this *status*, from `os.lstat`, is not one of our own; empty if it is."""
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
        _secret = _stored_secret() or os.urandom(_SECRET)
    return _secret


def _stored_secret() -> bytes:
    """Return the stored secret, which is created if there is none; empty if none can be stored."""
    folder = _state_folder()
    if not folder:
        return b""
    file = os.path.join(folder, "key")  # noqa: PTH118
    try:
        return _read(file) or _create(folder, file)
    except OSError:
        return b""


def _read(file: str) -> bytes:
    """Return the secret in *file*; empty if there is none, or one that is torn or that others could read.

    Raises:
        OSError: when the file is not ours.

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


def _create(folder: str, file: str) -> bytes:
    os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
    try:
        atomic_write(file, os.urandom(_SECRET), replaces=False, mode=0o600)
    except FileExistsError:
        return _read(file)  # of another build that was quicker
    return _read(file)


def _state_folder() -> str:
    """Return the folder where this user's programs store their state; empty if it is not known."""
    if sys.platform == "win32":
        parent = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        parent = os.path.expanduser("~/Library/Application Support")  # noqa: PTH111
    else:
        parent = os.environ.get("XDG_STATE_HOME", "")
        if not os.path.isabs(parent):  # noqa: PTH117
            parent = os.path.expanduser("~/.local/state")  # noqa: PTH111
    return os.path.join(parent, "cuecard") if os.path.isabs(parent) else ""  # noqa: PTH117, PTH118
