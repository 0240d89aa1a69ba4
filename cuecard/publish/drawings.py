"""The figures of all exercises, drawn once and kept by what they were drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from cuecard.content import figures
from cuecard.content.library import Library
from cuecard.content.schema import Exercise, Piece
from cuecard.figures.frames import Drawing, Figure, Look
from cuecard.kept.cache import Cache, digest_of
from cuecard.workers import spread

_WORTH_WORKERS = 10
"""Figures, of 10 ms each: below, starting workers takes longer than drawing them here."""

Asked = Mapping[str, tuple[Figure, str]]
"""By slug: the figure of an exercise, and its title."""
Drawn = dict[str, tuple[Piece[Exercise], Look, Drawing]]
"""By slug: what was drawn before, with the text that it was drawn from and how its people look."""


def drawings(
    library: Library, cache: Cache, jobs: int = 1, drawn: Drawn | None = None
) -> Mapping[str, Drawing]:
    """The drawing of each exercise that has a figure, by slug; those that are *drawn* are taken from there.

    Those that are not kept either are drawn by several workers.
    """
    known = {} if drawn is None else drawn
    look = library.site.figures.look
    asked = {slug: piece for slug, piece in library.exercises.items() if piece.facts.figure}
    made = {
        slug: known[slug][2]
        for slug, piece in asked.items()
        if slug in known and known[slug][1] == look and _same(known[slug][0], piece)
    }
    made |= _recalled(
        {
            slug: (figures.drawn(piece.facts.figure, look), piece.facts.title)
            for slug, piece in asked.items()
            if slug not in made and piece.facts.figure
        },
        cache,
        jobs,
    )
    if drawn is not None:
        drawn.clear()
        drawn.update((slug, (piece, look, made[slug])) for slug, piece in asked.items())
    return {slug: made[slug] for slug in asked}


def _same(one: Piece[Exercise], other: Piece[Exercise]) -> bool:
    """Whether two texts have the same drawing."""
    return one is other or (one.facts.figure, one.facts.title) == (other.facts.figure, other.facts.title)


def _recalled(asked: Asked, cache: Cache, jobs: int) -> dict[str, Drawing]:
    """The drawings of these exercises, from the cache or drawn now."""
    names = {slug: digest_of(["figure", repr(told), title]) for slug, (told, title) in asked.items()}
    kept = {slug: cache.read("figure", name) for slug, name in names.items()}
    unknown = [slug for slug, data in kept.items() if data is None]
    for slugs, drawn in spread(_drawn, asked, unknown, jobs, worth=_WORTH_WORKERS):
        for slug, data in zip(slugs, drawn, strict=True):
            cache.write("figure", names[slug], data)
            kept[slug] = data
    return {slug: _read(data) for slug, data in kept.items() if data is not None}


def _drawn(asked: Asked, slugs: Sequence[str]) -> list[bytes]:
    """What a worker does: the figures of some exercises, told as JSON."""
    from cuecard.figures.figure import draw  # noqa: PLC0415 - most builds draw nothing

    return [json.dumps(asdict(draw(told, title))).encode() for told, title in map(asked.__getitem__, slugs)]


def _read(kept: bytes) -> Drawing:
    made = json.loads(kept)
    return Drawing(tuple(made["frames"]), tuple(made["captions"]), made["moving"], made["small"])
