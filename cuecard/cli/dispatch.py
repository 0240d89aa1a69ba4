"""The command line: run the command that is asked for, and turn errors into a message and an exit code."""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Sequence

from cuecard.cli import arguments
from cuecard.cli.terminal import FAULT, USAGE, print_error


def run(argv: Sequence[str]) -> int:
    """Run the command *argv*, and return the exit code. `build` may be left out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not have every character
    try:
        parsed = arguments.parse(argv)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE
    from cuecard.cli import build, import_, new, serve, words  # noqa: PLC0415 - a wrong option is reported before that

    try:
        if parsed.command == "build":
            return build.build(parsed, argv)
        commands = {
            "serve": serve.serve,
            "check": build.check,
            "card": build.card,
            "import": import_.run_import,
            "new": new.new,
            "schema": new.schema,
            "words": words.words,
        }
        return commands[parsed.command](parsed)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "cuecard":
            raise
        print_error(
            f'cuecard: the library "{error.name}" is not installed for {sys.executable}; run "make site" once, or '
            '"pip install -e ." in a virtual environment, and use the python of that'
        )
        return USAGE
    except OSError:
        raise  # an error of the machine, such as a pipe that nobody reads: `entry` reports it
    except Exception:
        traceback.print_exc()
        print_error("cuecard: this is a bug in Cuecard, not your mistake; please report the lines above")
        return FAULT
