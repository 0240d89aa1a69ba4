"""The command line: finds the command that is asked for, and turns what goes wrong into a message and an exit code."""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Sequence

from cuecard.cli import arguments
from cuecard.cli.terminal import FAULT, USAGE, print_error


def run(argv: Sequence[str]) -> int:
    """Do what *argv* asks for, and return the exit code. `build` may be left out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know every letter
    try:
        asked = arguments.parse(argv)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    from cuecard.cli import build, import_, new, serve  # noqa: PLC0415 - a wrong option is told before they are read

    try:
        if asked.command == "build":
            return build.build(asked, argv)
        does = {
            "serve": serve.serve,
            "check": build.check,
            "card": build.card,
            "import": import_.run_import,
            "new": new.new,
            "schema": new.schema,
        }
        return does[asked.command](asked)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "cuecard":
            raise
        print_error(
            f'cuecard: the library "{error.name}" is not installed for {sys.executable}; run "make site" once, or '
            '"pip install -e ." in a virtual environment, and use the python of that'
        )
        return USAGE
    except OSError:
        raise  # a fault of the machine, such as a pipe that nobody reads: `start` tells it
    except Exception:
        traceback.print_exc()
        print_error(
            "cuecard: this is a fault of the program, not of your content; please report the lines above"
        )
        return FAULT
