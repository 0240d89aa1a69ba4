"""Create new files: each one whole, all or none of them, and never over an existing file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from cuecard.system.atomic_write import atomic_write


class CannotCreateFileError(Exception):
    """A file cannot be written. The message is for the user, and names the file and the reason."""


def create_files(files: Mapping[Path, bytes]) -> None:
    """Write *files*, and create the folders that they need.

    Raises:
        CannotCreateFileError: if a file exists or cannot be written. All files created so far are removed.

    """
    created: list[Path] = []
    file = Path()
    try:
        for file, data in files.items():
            _make_folders(file.parent, created)
            atomic_write(os.fspath(file), data, replaces=False)
            created.append(file)
    except OSError as error:
        _remove(created)
        if isinstance(error, FileExistsError):
            raise CannotCreateFileError(f"{error.filename} already exists") from None
        raise CannotCreateFileError(f"{error.filename or file} cannot be written: {error.strerror}") from None
    except BaseException:
        _remove(created)
        raise


def _make_folders(folder: Path, created: list[Path]) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir()
        created.append(path)


def _remove(created: list[Path]) -> None:
    for path in reversed(created):
        try:
            if path.is_dir():
                path.rmdir()
            else:
                path.unlink()
        except OSError:
            continue
