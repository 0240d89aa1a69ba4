"""What could be better in content that may be published as it is: advice, which `check` alone gives.

Each function says one thing about one text, as warnings at their places. None of them stops a build, and an author
may silence each (see `silence`), since there are good reasons to do otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from cuecard.content import figures
from cuecard.content.advice import instructions, links, reading_grade, routines, sentences, texts
from cuecard.content.library import Library
from cuecard.content.schema import Exercise, Piece, Routine
from cuecard.problems import Problem, Severity

_TAKEN_SERIOUSLY = frozenset(["picture-without-credit"])
"""Notes of a build that a check tells as warnings."""


def advise(library: Library, *, today: date | None, is_whole: bool) -> Iterator[Problem]:
    """What could be better in every published text of *library*.

    Args:
        library: All texts together.
        today: The day to reckon overdue reviews from; None where no day was told.
        is_whole: Whether no text is missing because of an error. Where one is, nothing is said that it might refute.

    """
    is_english = library.site.language.partition("-")[0].lower() == "en"
    for piece in library.published:
        yield from _on_any(piece, library, today)
        if is_english:
            yield from reading_grade.hard_to_read(piece, library)
            yield from texts.more_than_conditions(piece)
        if isinstance(piece.facts, Exercise):
            yield from texts.without_dose(piece)
            yield from sentences.long(piece)
            if piece.facts.figure:
                yield from figures.without_hold(piece.facts.figure, piece.document)
                yield from figures.odd(piece.facts.figure, piece.document)
            if is_english:
                yield from instructions.missing(piece)
        elif isinstance(piece.facts, Routine):
            yield from routines.advise(piece, library)
    if is_whole:
        yield from links.unlinked(library)
        yield from texts.without_safety(library)


def _on_any(piece: Piece[Any], library: Library, today: date | None) -> Iterator[Problem]:
    yield from texts.unwritten(piece)
    yield from texts.without_video_title(piece)
    if today:
        yield from texts.overdue(piece, today)


def raised(problems: Iterable[Problem]) -> Iterator[Problem]:
    """*problems* of a build as a check tells them."""
    for problem in problems:
        is_raised = problem.code in _TAKEN_SERIOUSLY and problem.severity is Severity.NOTE
        yield replace(problem, severity=Severity.WARNING) if is_raised else problem
