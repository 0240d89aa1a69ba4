"""Puts new files where there are none: whole, all of them or none, and never in the place of another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


class CannotPlace(Exception):  # noqa: N818 - it says what is the matter
    """A file cannot be written: the message says which and why, for the person who asked for it."""


def place(files: Mapping[Path, bytes]) -> None:
    """Write each of *files*, with the folders that it needs.

    Raises:
        CannotPlace: when one of them is there already or the disk refuses. Then what was made is gone again.

    """
    made: list[Path] = []
    file = Path()
    try:
        for file, data in files.items():
            _make_folders(file.parent, made)
            _put(file, data)
            made.append(file)
    except OSError as error:
        _take_back(made)
        if isinstance(error, FileExistsError):
            raise CannotPlace(f"{error.filename2 or error.filename} is there already") from None
        raise CannotPlace(f"{error.filename or file} cannot be written: {error.strerror}") from None
    except BaseException:
        _take_back(made)
        raise


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = [way for way in (folder, *folder.parents) if not way.exists()]
    for way in reversed(missing):
        way.mkdir()
        made.append(way)


def _put(file: Path, data: bytes) -> None:
    """Write *file* beside its place, under a name that nobody looks at, and let it appear there as a whole."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    _write(beside, data)
    try:
        file.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, such as a USB stick
        _write(file, data)
    finally:
        beside.unlink(missing_ok=True)


def _write(file: Path, data: bytes) -> None:
    """Write a file that is not there yet; one that could not be written to its end is gone again."""
    opened = file.open("xb")
    try:
        with opened:
            opened.write(data)
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _take_back(made: list[Path]) -> None:
    for way in reversed(made):
        try:
            if way.is_dir():
                way.rmdir()
            else:
                way.unlink()
        except OSError:
            continue
