"""What a build reports."""

from __future__ import annotations

from msgspec import Struct

from cuecard.core.diagnostics import Problem, with_number
from cuecard.library.library import Library
from cuecard.output.writer import Written
from cuecard.site.cards.typeset import FittedCard


class BuildReport(Struct, frozen=True):
    """The result of a build."""

    problems: tuple[Problem, ...]
    library: Library
    cards: tuple[FittedCard, ...]
    written: Written | None = None
    """None when problems kept it from writing."""
    files: tuple[str, ...] = ()
    """Our files in the output folder, the list of them included, as paths in there."""


def summary(report: BuildReport, output: object) -> str:
    """Return how each card was laid out, and what the site in the folder *output* consists of, a line each."""
    library = report.library
    texts = ((library.exercises, "exercise"), (library.routines, "routine"), (library.guides, "guide"))
    counts = ", ".join(with_number(len(slugs), noun) for slugs, noun in texts)
    if library.pages:
        counts += f", {with_number(len(library.pages), 'page')}"
    files = len(report.files) - 1  # the list of our files is not part of the site
    lines = [f"card {card.slug}: {card.fit.in_words}" for card in report.cards]
    return "\n".join([*lines, f"{counts}: {with_number(files, 'file')} in {output}"])
