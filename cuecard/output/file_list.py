"""The list of our files in the output folder: only those are ever replaced or removed."""

from __future__ import annotations

import json

from cuecard.output.staging import StagingArea
from cuecard.system.atomic_write import atomic_write, read_regular

LIST = ".cuecard.json"
_LARGEST_LIST = 64_000_000
_LONGEST_PATH = 4000
_LONGEST_NAME = 255
"""Bytes."""


def read_list(output: str) -> set[str]:
    """Return the paths of our files in the folder *output*; paths that we would never write are left out."""
    try:
        paths = json.loads(read_regular(f"{output}/{LIST}", _LARGEST_LIST))["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return set()
    if not isinstance(paths, list):
        return set()
    return {path for path in paths if isinstance(path, str) and _is_possible(path)}


def write_list(paths: set[str], stage: StagingArea) -> None:
    """Write the list.

    Raises:
        OSError: when it cannot be written.

    """
    content = {"about": "What cuecard made here; it removes nothing else.", "files": sorted(paths)}
    data = (json.dumps(content, ensure_ascii=False, indent=0) + "\n").encode()
    atomic_write(f"{stage.output}/{LIST}", data, folder=stage.folder)


def _is_possible(path: str) -> bool:
    """Return whether *path* can be that of a file of ours: inside the site, and neither hidden nor too long."""
    if len(path) > _LONGEST_PATH or "\\" in path:
        return False
    if not path.isprintable() and any(char < " " or char == "\x7f" for char in path):
        return False
    try:
        parts = path.encode().split(b"/")
    except UnicodeEncodeError:
        return False
    return all(part and not part.startswith(b".") and len(part) <= _LONGEST_NAME for part in parts)
