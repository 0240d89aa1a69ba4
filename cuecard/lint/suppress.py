"""Warnings and notes that an author does not want to hear, in one file or in all.

Problems are told first and left out afterwards, here alone. So nothing that is kept between builds knows of it, and
what is silenced today is told again as soon as its kind is taken out of the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.schema import ContentFile, Site


def without_suppressed(
    problems: Iterable[Problem], pieces: Iterable[ContentFile[Any]], site: Site
) -> Iterator[Problem]:
    """Those of *problems* that neither their own file, one of *pieces*, nor the *site* silences; all errors.

    A file whose facts are wrong silences nothing until they are mended.
    """
    silenced = {piece.document.source.shown: piece.facts.silence for piece in pieces if piece.facts.silence}
    for problem in problems:
        is_silenced = problem.code in site.silence or problem.code in silenced.get(problem.path, ())
        if problem.severity is Severity.ERROR or not is_silenced:
            yield problem
