"""The output folder: whether it is ours to write to, and the lock on it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cuecard.output import staging
from cuecard.output.file_list import LIST
from cuecard.output.staging import OutputError
from cuecard.system.locks import Lock

_HARMLESS = frozenset([".gitignore", ".gitkeep", ".nojekyll", ".DS_Store", "CNAME"])
"""Files that a folder may contain and still count as empty."""
_BRIEF = 0.3
"""Seconds that another build is waited for before that is reported."""
_PATIENCE = 300.0
"""Seconds that another build is waited for at most: ten thousand exercises with their cards take less."""
_PAUSE = 0.03
"""Seconds between two tries."""


def ensure_usable(output: Path, sources: Iterable[Path]) -> None:
    """Refuse a folder that is not ours, or that contains what the site is built from.

    Raises:
        OutputError: before anything is changed.

    """
    folder = output.resolve()
    for source in sources:
        origin = source.resolve()
        if folder == origin or origin.is_relative_to(folder):
            raise OutputError(
                f"{output} contains {source}, which the site is built from; name another output folder"
            )
        if folder.is_relative_to(origin):
            raise OutputError(f"{output} is inside {source}; name an output folder outside of it")
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
def locked(output: Path, on_wait: Callable[[], object]) -> Iterator[None]:
    """Be the only build that writes to *output*: wait for another one, and remove what an interrupted one left.

    To be entered before the content is read, so that of two builds the later one has the last word. *on_wait* is called
    if that takes more than a moment. A folder that is missing is created, and removed if it stays empty.

    Raises:
        OutputError: when the other build takes too long.

    """
    missing = [folder for folder in (output, *output.parents) if not folder.exists()]
    lock = Lock(os.fspath(output))
    started, is_reported = time.monotonic(), False
    while not _take(lock, output):
        waited = time.monotonic() - started
        if waited > _PATIENCE:
            raise OutputError(
                f"another build has been writing to {output} for more than {_PATIENCE / 60:.0f} minutes; "
                "stop it, or name another output folder"
            )
        if waited > _BRIEF and not is_reported:
            is_reported = True
            on_wait()
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


def _take(lock: Lock, folder: Path) -> bool:
    with suppress(OSError):  # what is wrong with it is reported when the site is written
        folder.mkdir(parents=True, exist_ok=True)
    return lock.take()
