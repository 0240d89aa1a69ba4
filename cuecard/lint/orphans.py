"""Find exercises that are only in lists, because no text links to them."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.core.diagnostics import Problem, Severity
from cuecard.library.library import Library, url_of
from cuecard.parse.sources import Kind


def unlinked(library: Library) -> Iterator[Problem]:
    """Yield each exercise that no routine, no guide, no ladder and no link in another text leads to.

    A site's only text cannot be led to, and is left in peace.
    """
    if len(library.exercises) + len(library.routines) + len(library.guides) < 2:
        return
    linked = _linked(library)
    for slug, exercise in library.exercises.items():
        if slug not in linked:
            message = "no routine, guide or other exercise links here"
            hint = "add it to a routine, or list it as easier or harder than another exercise"
            yield exercise.document.problem((), "unlinked-exercise", message, hint, Severity.WARNING)


def _linked(library: Library) -> set[str]:
    """Return the slugs of the exercises that a text links to."""
    linked = {slug for slug, routines in library.routines_with.items() if routines}
    linked |= {slug for guide in library.guides.values() for slug in guide.facts.exercises}
    for ladder in library.ladders.values():  # seen from both ends, in whichever it is written
        linked |= {rung.slug for rung in (*ladder.easier, *ladder.harder) if rung.slug}
    urls = {url_of(Kind.EXERCISE, slug): slug for slug in library.exercises}
    own = {
        content_file.path: url_of(content_file.document.source.kind, content_file.slug)
        for content_file in library.published
    }
    for (path, _), target in library.targets.items():
        url = target.url.partition("#")[0]
        if url in urls and url != own.get(path):
            linked.add(urls[url])
    return linked
