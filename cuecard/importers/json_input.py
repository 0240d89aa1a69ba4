"""Read JSON files to import, within limits.

The files are untrusted: one may be huge, endlessly nested, or not JSON at all.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cuecard.core.budget import IMPORT_VALUES
from cuecard.importers.records import ImportFormatError

LARGEST_FILE = 64_000_000
"""Bytes. Ten thousand exercises have 15 million; their values take about three times that in memory."""
LARGEST_RECORD = 1_000_000
"""Bytes of a file that holds a single record."""
MOST_FILES = 50_000
_SHOWN_NAME = 120


def values(file: Path, most: int = LARGEST_FILE) -> Any:
    """Parse the JSON in *file*.

    Raises:
        ImportFormatError: if it does not exist, is too large, or is not valid JSON.

    """
    try:
        if not file.is_file():
            raise ImportFormatError(f"{file} is not a file" if file.exists() else f"there is no file {file}")
        size = file.stat().st_size
        if size > most:
            raise ImportFormatError(f"{file} has {size:,} bytes; the limit is {most:,}")
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportFormatError(f"{file} cannot be read: {error.strerror}") from None
    except ValueError:
        raise ImportFormatError(f"{file} is not UTF-8 text, so it is not JSON") from None
    if sum(map(text.count, "[{,")) > IMPORT_VALUES:
        raise ImportFormatError(f"{file} has more than {IMPORT_VALUES:,} values")
    try:
        return json.loads(text)
    except RecursionError:
        raise ImportFormatError(f"{file} is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ImportFormatError(
            f"{file}:{error.lineno}:{error.colno}: this is not valid JSON: {error.msg}"
        ) from None
    except ValueError as error:
        raise ImportFormatError(f"{file} cannot be read: {error}") from None


def files_of(folder: Path) -> list[Path]:
    """Return the JSON files in *folder*, sorted by name.

    Raises:
        ImportFormatError: if there are none, or too many.

    """
    try:
        files = sorted(file for file in folder.iterdir() if file.suffix == ".json" and file.is_file())
    except OSError as error:
        raise ImportFormatError(f"{folder} cannot be read: {error.strerror}") from None
    if not files:
        raise ImportFormatError(f"there is no .json file in {folder}")
    if len(files) > MOST_FILES:
        raise ImportFormatError(f"{folder} has {len(files):,} files; the limit is {MOST_FILES:,}")
    return files


def one_of(files: Sequence[Path], n: int) -> tuple[str, Any]:
    """Return the name of a file and its content, or the `ImportFormatError` if it cannot be read."""
    file = files[n]
    try:
        return file.stem[:_SHOWN_NAME], values(file, LARGEST_RECORD)
    except ImportFormatError as error:
        return file.stem[:_SHOWN_NAME], error


def written_name(raw: Any, n: int) -> str:
    """Return the name of a record as it is written, shortened, or its number."""
    names = (raw.get(key) for key in ("name", "title", "slug", "id")) if isinstance(raw, dict) else ()
    return next((one[:_SHOWN_NAME] for one in names if isinstance(one, str) and one), f"record {n + 1}")
