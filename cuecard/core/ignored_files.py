"""Names of files and folders that are never content: hidden ones, and those of editors and systems."""

from __future__ import annotations


def is_ignored(name: str) -> bool:
    """Return whether a file or folder of this name is hidden or an editor's backup."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp", ".bak")) or name == "Thumbs.db"
