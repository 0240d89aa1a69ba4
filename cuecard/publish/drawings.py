"""The figures of all exercises, drawn once and kept by what they were drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from cuecard.content import figures
from cuecard.content.library import Library
from cuecard.figures.figure import Drawing, draw
from cuecard.kept.cache import Cache, digest_of
from cuecard.workers import spread

_WORTH_WORKERS = 10
"""Figures, of 10 ms each: below, starting workers takes longer than drawing them here."""


def drawings(library: Library, cache: Cache, jobs: int = 1) -> Mapping[str, Drawing]:
    """The drawing of each exercise that has a figure, by slug; those that are not kept are drawn by several workers."""
    asked = {
        slug: (piece.facts.figure, piece.facts.title)
        for slug, piece in library.exercises.items()
        if piece.facts.figure
    }
    names = {
        slug: digest_of(["figure", repr(figures.drawn(told)), title]) for slug, (told, title) in asked.items()
    }
    kept = {slug: cache.read("figure", name) for slug, name in names.items()}
    unknown = [slug for slug, data in kept.items() if data is None]
    for slugs, made in spread(_drawn, asked, unknown, jobs, worth=_WORTH_WORKERS):
        for slug, data in zip(slugs, made, strict=True):
            cache.write("figure", names[slug], data)
            kept[slug] = data
    return {slug: _read(data) for slug, data in kept.items() if data is not None}


def _drawn(asked: Mapping[str, tuple[figures.Figure, str]], slugs: Sequence[str]) -> list[bytes]:
    """What a worker does: the figures of some exercises, told as JSON."""
    return [
        json.dumps(asdict(draw(figures.drawn(told), title))).encode()
        for told, title in map(asked.__getitem__, slugs)
    ]


def _read(kept: bytes) -> Drawing:
    made = json.loads(kept)
    return Drawing(tuple(made["frames"]), tuple(made["captions"]), made["moving"], made["small"])
