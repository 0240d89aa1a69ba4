"""Where the pages of the documentation are that messages name."""

from __future__ import annotations

from pathlib import Path


def documentation(page: str) -> str:
    """Return the path of a *page* of the documentation: in an installed program its own copy, else that of a clone."""
    installed = Path(__file__).parents[1] / "docs" / page
    return str(installed) if installed.is_file() else f"docs/{page}"
