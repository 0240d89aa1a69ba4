"""Suggestions that `check` prints and a build does not: unclear steps, missing doses, long sentences.

In comes a `Library`, out come warnings and notes. It must never change what is built, nor import pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

from cuecard.core.diagnostics import Problem, Severity
from cuecard.library import site_rules
from cuecard.library.library import Library
from cuecard.lint import (
    against_scale,
    completeness,
    effort,
    instructions,
    orphans,
    programmes,
    readability,
    routines,
    sentences,
    short_rules,
)
from cuecard.parse import figure_notes
from cuecard.parse.front_matter import Document
from cuecard.parse.schema import ContentFile, Exercise, Routine
from cuecard.parse.site_settings import Site

_TAKEN_SERIOUSLY = frozenset(["picture-without-credit"])
"""Notes of a build that a check reports as warnings."""


def advise(library: Library, *, today: date | None, is_whole: bool) -> Iterator[Problem]:
    """Yield suggestions for every published text of *library*.

    Args:
        library: All texts together.
        today: Reviews due before this date are overdue; None if no date was given.
        is_whole: Whether no text is missing because of an error. Where one is, nothing is said that it might refute.

    """
    is_english = library.site.language.partition("-")[0].lower() == "en"
    for content_file in library.published:
        yield from _on_any(content_file, library, today)
        yield from site_rules.lifted_rules(content_file, library.site)
        yield from effort.advise(content_file, library)
        if is_english:
            yield from readability.hard_to_read(content_file, library)
            yield from completeness.more_than_conditions(content_file)
            yield from short_rules.advise(content_file.document, content_file.facts)
            yield from against_scale.advise(content_file, library)
        if isinstance(content_file.facts, Exercise):
            yield from completeness.without_dose(content_file)
            yield from sentences.long(content_file)
            if content_file.facts.figure:
                yield from figure_notes.without_hold(content_file.facts.figure, content_file.document)
                yield from figure_notes.odd(content_file.facts.figure, content_file.document)
            if is_english:
                yield from instructions.missing(content_file)
        elif isinstance(content_file.facts, Routine):
            yield from routines.advise(content_file, library)
            yield from programmes.advise(content_file, library)
    if is_whole:
        yield from orphans.unlinked(library)
        yield from completeness.without_safety(library)


def _on_any(content_file: ContentFile[Any], library: Library, today: date | None) -> Iterator[Problem]:
    yield from completeness.unwritten(content_file)
    yield from completeness.without_video_title(content_file)
    if today:
        yield from completeness.overdue(content_file, today)


def advise_site(document: Document, site: Site) -> Iterator[Problem]:
    """Yield what could be better in `site.yaml`."""
    if site.language.partition("-")[0].lower() == "en":
        yield from short_rules.advise(document, site)
        yield from against_scale.advise_site(document, site)


def raised(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Return *problems* of a build as a check reports them."""
    for problem in problems:
        is_raised = problem.code in _TAKEN_SERIOUSLY and problem.severity is Severity.NOTE
        yield replace(problem, severity=Severity.WARNING) if is_raised else problem
