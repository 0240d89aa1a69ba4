"""`words`: what a native speaker needs to check Cuecard's own words in a language."""

from __future__ import annotations

import argparse
from pathlib import Path

from cuecard.cli.terminal import GOOD, USAGE, print_error


def words(arguments: argparse.Namespace) -> int:
    """Write a page with every message, and the file of messages to change and send back."""
    from cuecard.core.diagnostics import one_of  # noqa: PLC0415 - only what is needed is imported
    from cuecard.languages import tables  # noqa: PLC0415
    from cuecard.site import language_page  # noqa: PLC0415

    name: str = arguments.language
    source = language_page.source_of(name)
    if source is None:
        print_error(f'cuecard: there are no words in "{name}"; {one_of(tables.all_tables())}')
        return USAGE
    folder: Path = arguments.into
    page, file = folder / f"{name}.html", folder / source.name
    for one in (page, file):
        if one.exists():
            print_error(f"cuecard: {one} exists already; move it, or name another folder with --into")
            return USAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        page.write_text(language_page.page(name), encoding="utf-8")
        file.write_bytes(source.read_bytes())
    except OSError as error:
        print_error(f"cuecard: {error.filename} cannot be written: {error.strerror}")
        return USAGE
    print(f"{page}: every message, to read; {file}: to change and send back")
    return GOOD
