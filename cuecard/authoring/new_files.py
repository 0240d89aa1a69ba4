"""Puts new files where there are none: whole, all of them or none, and never in the place of another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from cuecard.system.atomic_write import atomic_write


class CannotCreateFileError(Exception):
    """A file cannot be written: the message says which and why, for the person who asked for it."""


def create_files(files: Mapping[Path, bytes]) -> None:
    """Write each of *files*, with the folders that it needs.

    Raises:
        CannotPlace: when one of them is there already or the disk refuses. Then what was made is gone again.

    """
    made: list[Path] = []
    file = Path()
    try:
        for file, data in files.items():
            _make_folders(file.parent, made)
            atomic_write(os.fspath(file), data, replaces=False)
            made.append(file)
    except OSError as error:
        _take_back(made)
        if isinstance(error, FileExistsError):
            raise CannotCreateFileError(f"{error.filename} already exists") from None
        raise CannotCreateFileError(f"{error.filename or file} cannot be written: {error.strerror}") from None
    except BaseException:
        _take_back(made)
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [way for way in (folder, *folder.parents) if not way.exists()]
    for way in reversed(missing):
        way.mkdir()
        made.append(way)


def _take_back(made: list[Path]) -> None:
    for way in reversed(made):
        try:
            if way.is_dir():
                way.rmdir()
            else:
                way.unlink()
        except OSError:
            continue
