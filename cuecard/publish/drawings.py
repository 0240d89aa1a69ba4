"""The figures of all exercises, drawn once and kept by what they were drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from cuecard.content import figures
from cuecard.content.library import Library
from cuecard.figures.figure import Drawing, Figure, draw
from cuecard.publish.fingerprint import Cache


def drawings(library: Library, cache: Cache) -> Mapping[str, Drawing]:
    """The drawing of each exercise that has a figure, by slug."""
    return {
        slug: _drawing(figures.drawn(piece.facts.figure), piece.facts.title, cache)
        for slug, piece in library.exercises.items()
        if piece.facts.figure
    }


def _drawing(told: Figure, title: str, cache: Cache) -> Drawing:
    kept = cache.recall("figure", [repr(told), title], lambda: json.dumps(asdict(draw(told, title))).encode())
    made = json.loads(kept)
    return Drawing(tuple(made["frames"]), tuple(made["captions"]), made["moving"], made["small"])
