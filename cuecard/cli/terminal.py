"""What is told in the terminal, and with which exit code a command ends.

Exit codes: 0 all good, 1 the content has problems, 2 wrong usage or set-up, 3 a fault of the program.
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
    """Say *text* where it is not mixed up with what a command prints."""
    print(text, file=sys.stderr)


def print_failure(fault: staging.OutputError | render.TemplateError) -> int:
    """Say why nothing could be done at all."""
    problem = getattr(fault, "problem", None)
    print_error(as_text(problem) if problem else f"cuecard: {fault}")
    return USAGE


def print_diagnostics(problems: Sequence[Problem]) -> None:
    """Say all *problems*, in their order."""
    for problem in problems:
        print_error(as_text(problem))
