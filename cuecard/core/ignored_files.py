"""Names of files and folders that are never content: hidden ones, and those that editors and systems leave."""

from __future__ import annotations

import os

_ENDINGS = ("~", ".swp", ".swo", ".tmp", ".bak", ".orig")
_OF_SYSTEMS = frozenset(["thumbs.db", "desktop.ini", "ehthumbs.db"])


def is_ignored(name: str, *, is_folder: bool = False) -> bool:
    """Return whether a file or folder of this name is hidden, or a file that an editor or a system left."""
    if name.startswith("."):
        return True
    if is_folder:
        return False
    is_saved_by_editor = name.startswith("~$") or (len(name) > 1 and name[0] == name[-1] == "#")
    return is_saved_by_editor or name.endswith(_ENDINGS) or name.lower() in _OF_SYSTEMS


def is_ignored_entry(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder is ignored; this asks the system for its kind only if its name needs it."""
    if not is_ignored(entry.name):
        return False
    return is_ignored(entry.name, is_folder=True) or not entry.is_dir(follow_symlinks=False)
