"""`import`: exercises of other collections, and of other sites of ours, as texts in the content folder."""

from __future__ import annotations

import argparse
import gc
import sys

from cuecard.commands import progress
from cuecard.commands.messages import GOOD, USAGE, tell
from cuecard.watching import Watch


def bring(arguments: argparse.Namespace) -> int:
    """Import what *arguments* name, and tell what became of it."""
    from cuecard.importing import bringing, report  # noqa: PLC0415 - a wrong option is told before they are read
    from cuecard.importing.records import WrongFile  # noqa: PLC0415
    from cuecard.publish import output  # noqa: PLC0415

    source = bringing.Source(arguments.source)
    if arguments.language and source is not bringing.Source.WGER:
        tell(f"cuecard: {source} has one language; --language is for wger")
        return USAGE
    gc.set_threshold(200_000)  # much is made and little in circles
    wanted = bringing.Wanted(source, arguments.file, arguments.into, arguments.language or "en")
    watch = progress.Bar(sys.stderr) if sys.stderr.isatty() and not arguments.quiet else Watch()
    try:
        brought = bringing.bring(wanted, watch)
    except WrongFile as wrong:
        watch.done()
        tell(f"cuecard: {_one_line(str(wrong))}")
        return USAGE
    finally:
        watch.done()
    if brought.forgot:
        tell("cuecard: the list of earlier imports cannot be read, so files that differ now count as yours")
    if arguments.report:
        try:
            output.write(arguments.report, report.in_full(brought).encode("utf-8", "backslashreplace"))
        except output.Refusal as refusal:
            tell(f"cuecard: {refusal}")
            return USAGE
    if arguments.format == "json":
        print(report.as_json(brought))
    elif not arguments.quiet:
        print(report.as_text(brought))
    return GOOD


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)
