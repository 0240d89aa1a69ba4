"""The figures of all exercises, drawn once and kept by what they were drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from cuecard.cache.store import Cache, digest_of
from cuecard.figures.frames import Drawing
from cuecard.library.library import Library
from cuecard.parse import figure_spec
from cuecard.parse.schema import ContentFile, Exercise
from cuecard.system.process_pool import parallel_map

_WORTH_WORKERS = 10
"""Figures, of 10 ms each: below, starting workers takes longer than drawing them here."""

Asked = Mapping[str, tuple[figure_spec.Figure, str]]
"""By slug: the figure of an exercise, and its title."""
Drawn = dict[str, tuple[ContentFile[Exercise], Drawing]]
"""By slug: what was drawn before, with the text that it was drawn from."""


def drawings(
    library: Library, cache: Cache, jobs: int = 1, drawn: Drawn | None = None
) -> Mapping[str, Drawing]:
    """The drawing of each exercise that has a figure, by slug; those that are *drawn* are taken from there.

    Those that are not kept either are drawn by several workers.
    """
    known = {} if drawn is None else drawn
    exercises = {slug: exercise for slug, exercise in library.exercises.items() if exercise.facts.figure}
    results = {
        slug: known[slug][1]
        for slug, exercise in exercises.items()
        if slug in known and _same(known[slug][0], exercise)
    }
    results |= _recalled(
        {
            slug: (exercise.facts.figure, exercise.facts.title)
            for slug, exercise in exercises.items()
            if slug not in results and exercise.facts.figure
        },
        cache,
        jobs,
    )
    if drawn is not None:
        drawn.clear()
        drawn.update((slug, (exercise, results[slug])) for slug, exercise in exercises.items())
    return {slug: results[slug] for slug in exercises}


def _same(one: ContentFile[Exercise], other: ContentFile[Exercise]) -> bool:
    """Whether two texts have the same drawing."""
    return one is other or (one.facts.figure, one.facts.title) == (other.facts.figure, other.facts.title)


def _recalled(asked: Asked, cache: Cache, jobs: int) -> dict[str, Drawing]:
    """The drawings of these exercises, from the cache or drawn now."""
    names = {
        slug: digest_of(["figure", repr(figure_spec.drawn(figure)), title])
        for slug, (figure, title) in asked.items()
    }
    encoded = {slug: cache.read("figure", name) for slug, name in names.items()}
    unknown = [slug for slug, data in encoded.items() if data is None]
    for slugs, drawn in parallel_map(_drawn, asked, unknown, jobs, worth=_WORTH_WORKERS):
        for slug, data in zip(slugs, drawn, strict=True):
            cache.write("figure", names[slug], data)
            encoded[slug] = data
    return {slug: _read(data) for slug, data in encoded.items() if data is not None}


def _drawn(asked: Asked, slugs: Sequence[str]) -> list[bytes]:
    """What a worker does: the figures of some exercises, told as JSON."""
    from cuecard.figures.figure import draw  # noqa: PLC0415 - most builds draw nothing

    return [
        msgspec.json.encode(draw(figure_spec.drawn(figure), title))
        for figure, title in map(asked.__getitem__, slugs)
    ]


def _read(encoded: bytes) -> Drawing:
    return msgspec.json.decode(encoded, type=Drawing)
