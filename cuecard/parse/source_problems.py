"""Problems of files that cannot be read."""

from __future__ import annotations

import os
import re
from pathlib import Path

from cuecard.core.diagnostics import Problem

LINE_END = re.compile(r"\r\n|\r|\n")


def at_top(file: Path, code: str, message: str, hint: str = "") -> Problem:
    """Report *message* about the whole *file*."""
    return Problem(shown_path(file), 1, 1, code, message, hint)


def shown_path(path: Path) -> str:
    """Return *path* as the author would type it: relative to the current folder if it is in there, else in full."""
    try:
        path = Path(os.path.abspath(path)).relative_to(Path.cwd())  # noqa: PTH100 - resolve() follows links
    except ValueError:
        path = Path(os.path.abspath(path))  # noqa: PTH100
    return os.fsencode(path.as_posix()).decode(errors="replace")


def linked(link: Path, root: Path) -> Problem:
    """Report a symbolic link in the content folder *root*.

    It could lead to any file that can be read here, even through another link: into a hidden folder, or one that is
    replaced later. So no link is followed, not even to a file in the same folder.
    """
    if link.is_dir():
        message = "this folder is a symbolic link, which is not followed"
        return at_top(link, "link-to-folder", message, "put the folder itself here")
    if _leads_out(link, root):
        message = "this symbolic link points outside the content folder"
        return at_top(link, "outside-content", message, "put a copy of the file here")
    if link.is_file():
        message = "this is a symbolic link, which is not followed"
        return at_top(link, "link-to-file", message, "put the file itself here")
    message = "this symbolic link is broken"
    return at_top(link, "unreadable", message, "remove it from the content folder")


def _leads_out(file: Path, root: Path) -> bool:
    try:
        return not file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links in a circle
        return False


def not_utf_8(error: UnicodeDecodeError, shown: str) -> Problem:
    """Report the first byte that is not text. Its line and column are counted in the text before it."""
    lines = LINE_END.split(error.object[: error.start].decode())
    line, column = len(lines), len(lines[-1]) + 1
    return Problem(
        shown,
        line,
        column,
        "not-utf-8",
        f"byte 0x{error.object[error.start]:02x} is not UTF-8 text",
        'save the file with the encoding "UTF-8"',
        excerpt=LINE_END.split(error.object.decode(errors="replace"))[line - 1],
    )
