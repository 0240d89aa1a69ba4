"""Leave out warnings and notes that an author has silenced, in one file or in all.

Problems are found first and left out afterwards, only here. So the cache does not depend on it, and
a silenced problem is reported again as soon as its kind is removed from the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.schema import ContentFile
from cuecard.parse.site_settings import Site
from cuecard.parse.suppressible import LIFTED_EMERGENCY


def without_suppressed(
    problems: Iterable[Problem], content_files: Iterable[ContentFile[Any]], site: Site
) -> Iterator[Problem]:
    """Yield those of *problems* that neither their own file nor the *site* silences, and all errors.

    A file with errors in its front matter silences nothing until they are fixed. What is reported of a rule about an
    emergency never vanishes: silenced by the site it becomes a note, which does not fail a strict build.
    """
    silenced = {
        content_file.document.source.shown: content_file.facts.silence
        for content_file in content_files
        if content_file.facts.silence
    }
    for problem in problems:
        is_silenced = problem.code in site.silence or problem.code in silenced.get(problem.path, ())
        if problem.severity is Severity.ERROR or not is_silenced:
            yield problem
        elif problem.code == LIFTED_EMERGENCY:
            yield replace(problem, severity=Severity.NOTE)
