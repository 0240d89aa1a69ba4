"""`import`: exercises of other collections, and of other sites made with Cuecard, as texts in the content folder."""

from __future__ import annotations

import argparse
import gc
import sys

from cuecard.cli import progress_bar
from cuecard.cli.terminal import GOOD, USAGE, print_error
from cuecard.core.progress import StageTimer


def run_import(arguments: argparse.Namespace) -> int:
    """Import what *arguments* name, and print a report."""
    from cuecard.core.diagnostics import one_line  # noqa: PLC0415 - a wrong option is reported before that
    from cuecard.importers import report, run  # noqa: PLC0415
    from cuecard.importers.records import ImportFormatError  # noqa: PLC0415
    from cuecard.output import single_file, staging  # noqa: PLC0415

    source = run.Source(arguments.source)
    if arguments.language and source is not run.Source.WGER:
        print_error(f"cuecard: {source} has one language; --language is for wger")
        return USAGE
    gc.set_threshold(200_000)  # an import makes many objects and few cycles
    request = run.ImportRequest(source, arguments.file, arguments.into, arguments.language or "en")
    timer = progress_bar.Bar(sys.stderr) if sys.stderr.isatty() and not arguments.quiet else StageTimer()
    try:
        result = run.run_import(request, timer)
    except ImportFormatError as error:
        timer.done()
        print_error(f"cuecard: {one_line(str(error))}")
        return USAGE
    finally:
        timer.done()
    if result.forgot:
        print_error(
            "cuecard: the list of earlier imports cannot be read, so files that differ now count as yours"
        )
    if arguments.report:
        try:
            single_file.write_file(
                arguments.report, report.in_full(result).encode("utf-8", "backslashreplace")
            )
        except staging.OutputError as error:
            print_error(f"cuecard: {error}")
            return USAGE
    if arguments.format == "json":
        print(report.as_json(result))
    elif not arguments.quiet:
        print(report.as_text(result))
    return GOOD
