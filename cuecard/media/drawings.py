"""Draw the figures of all exercises; drawings are cached by their input."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import msgspec
from msgspec.structs import replace

from cuecard.cache.digests import digest_of
from cuecard.cache.store import Cache
from cuecard.figures.effort import Effort
from cuecard.figures.frames import Drawing, Figure, Look
from cuecard.figures.muscles.limbs import parts_moved
from cuecard.library.library import Library, MuscleUse
from cuecard.parse import figure_spec as figures
from cuecard.parse.schema import ContentFile, Exercise
from cuecard.system.process_pool import parallel_map

_WORTH_WORKERS = 10
"""Figures, of 10 ms each: below, starting workers takes longer than drawing them here."""

Figures = Mapping[str, tuple[Figure, str]]
"""By slug: the figure of an exercise, and its title."""
Drawn = dict[str, tuple[ContentFile[Exercise], tuple[Look, Effort], Drawing]]
"""By slug: what was drawn before, with the text that it was drawn from, how its people look, and its effort."""


def drawings(
    library: Library, cache: Cache, jobs: int = 1, drawn: Drawn | None = None
) -> Mapping[str, Drawing]:
    """Return the drawing of each exercise with a figure, by slug; those in *drawn* are reused.

    The others are read from the cache, or drawn by several workers.
    """
    known = {} if drawn is None else drawn
    look = library.site.figures.look
    exercises = {slug: exercise for slug, exercise in library.exercises.items() if exercise.facts.figure}
    efforts = {slug: _effort(library, slug) for slug in exercises}
    results = {
        slug: known[slug][2]
        for slug, exercise in exercises.items()
        if slug in known and known[slug][1] == (look, efforts[slug]) and _same(known[slug][0], exercise)
    }
    results |= _cached_or_drawn(
        {
            slug: (
                figures.drawn(exercise.facts.figure, look, exercise.facts.dose, efforts[slug]),
                exercise.facts.title,
            )
            for slug, exercise in exercises.items()
            if slug not in results and exercise.facts.figure
        },
        cache,
        jobs,
    )
    if drawn is not None:
        drawn.clear()
        drawn.update(
            (slug, (exercise, (look, efforts[slug]), results[slug])) for slug, exercise in exercises.items()
        )
    return {slug: results[slug] for slug in exercises}


def _effort(library: Library, slug: str) -> Effort:
    """Return what the muscles of an exercise move."""

    def moved(uses: Sequence[MuscleUse]) -> tuple[str, ...]:
        return parts_moved(id for use in uses for id in library.vocabulary.expand(use.term))

    return Effort(moved(library.primary[slug]), moved(library.secondary[slug]))


def _same(one: ContentFile[Exercise], other: ContentFile[Exercise]) -> bool:
    """Return whether two exercises have the same drawing."""
    return one is other or _asked(one.facts) == _asked(other.facts)


def _asked(facts: Exercise) -> tuple[object, ...]:
    """Return what a drawing is made from."""
    return facts.figure, facts.title, facts.dose


def _cached_or_drawn(wanted_figures: Figures, cache: Cache, jobs: int) -> dict[str, Drawing]:
    """Return the drawings of these exercises, from the cache or drawn now; a shared figure is drawn once."""
    names = {slug: digest_of(["figure", repr(figure)]) for slug, (figure, _) in wanted_figures.items()}
    first = {name: slug for slug, name in reversed(names.items())}

    def drawn(lacking: list[str]) -> Iterator[bytes]:
        for _, some in parallel_map(_drawn, wanted_figures, lacking, jobs, worth=_WORTH_WORKERS):
            yield from some

    encoded = cache.get_or_compute_all("figure", {slug: name for name, slug in first.items()}, drawn)
    made = {names[slug]: _read(data) for slug, data in encoded.items()}
    return {slug: _with_title(made[name], wanted_figures[slug][1]) for slug, name in names.items()}


def _drawn(wanted_figures: Figures, slugs: Sequence[str]) -> list[bytes]:
    """Draw the figures of some exercises in a worker, and return them as JSON, without their titles."""
    from cuecard.figures.figure import draw  # noqa: PLC0415 - most builds draw nothing

    return [msgspec.json.encode(draw(figure, "")) for figure, _ in map(wanted_figures.__getitem__, slugs)]


def _with_title(drawing: Drawing, title: str) -> Drawing:
    """Return *drawing* with the title of an exercise in its moving picture."""
    moving = drawing.moving.replace("<title></title>", f"<title>{escape(title)}</title>", 1)
    return replace(drawing, moving=moving)


def _read(encoded: bytes) -> Drawing:
    return msgspec.json.decode(encoded, type=Drawing)
