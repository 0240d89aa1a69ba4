"""What is printed in the terminal, and the exit codes of commands.

Exit codes: 0 success, 1 problems in the content, 2 wrong usage or set-up, 3 a bug in the program.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from cuecard.core.diagnostics import Problem, as_text

if TYPE_CHECKING:
    from cuecard.output import staging
    from cuecard.site import render

GOOD, CONTENT, USAGE, FAULT = range(4)


def print_error(text: str) -> None:
    """Print *text* on standard error, where it is not mixed up with the output of a command."""
    print(text, file=sys.stderr)


def print_failure(error: staging.OutputError | render.TemplateError) -> int:
    """Print why nothing could be done at all, and return the exit code."""
    problem = getattr(error, "problem", None)
    print_error(as_text(problem) if problem else f"cuecard: {error}")
    return USAGE


def print_diagnostics(problems: Sequence[Problem]) -> None:
    """Print all *problems*, in their order."""
    for problem in problems:
        print_error(as_text(problem))
