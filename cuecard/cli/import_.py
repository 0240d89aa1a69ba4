"""`import`: exercises of other collections, and of other sites of ours, as texts in the content folder."""

from __future__ import annotations

import argparse
import gc
import sys

from cuecard.cli import progress_bar
from cuecard.cli.terminal import GOOD, USAGE, print_error
from cuecard.core.progress import StageTimer


def run_import(arguments: argparse.Namespace) -> int:
    """Import what *arguments* name, and tell what became of it."""
    from cuecard.importers import report, run  # noqa: PLC0415 - a wrong option is told before they are read
    from cuecard.importers.records import ImportFormatError  # noqa: PLC0415
    from cuecard.output import staging, writer  # noqa: PLC0415

    source = run.Source(arguments.source)
    if arguments.language and source is not run.Source.WGER:
        print_error(f"cuecard: {source} has one language; --language is for wger")
        return USAGE
    gc.set_threshold(200_000)  # much is made and little in circles
    wanted = run.ImportRequest(source, arguments.file, arguments.into, arguments.language or "en")
    watch = progress_bar.Bar(sys.stderr) if sys.stderr.isatty() and not arguments.quiet else StageTimer()
    try:
        brought = run.run_import(wanted, watch)
    except ImportFormatError as wrong:
        watch.done()
        print_error(f"cuecard: {_one_line(str(wrong))}")
        return USAGE
    finally:
        watch.done()
    if brought.forgot:
        print_error(
            "cuecard: the list of earlier imports cannot be read, so files that differ now count as yours"
        )
    if arguments.report:
        try:
            writer.write(arguments.report, report.in_full(brought).encode("utf-8", "backslashreplace"))
        except staging.OutputError as refusal:
            print_error(f"cuecard: {refusal}")
            return USAGE
    if arguments.format == "json":
        print(report.as_json(brought))
    elif not arguments.quiet:
        print(report.as_text(brought))
    return GOOD


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
