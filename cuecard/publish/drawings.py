"""The figures of all exercises, drawn once and kept by what they were drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from cuecard.content import figures
from cuecard.content.figures import Figure
from cuecard.content.library import Library
from cuecard.content.schema import Exercise, Piece
from cuecard.figures.figure import Drawing, draw
from cuecard.publish.fingerprint import Cache

Drawn = dict[str, tuple[Piece[Exercise], Drawing]]
"""By slug: what was drawn before, with the text that it was drawn from."""


def drawings(library: Library, cache: Cache, drawn: Drawn | None = None) -> Mapping[str, Drawing]:
    """The drawing of each exercise that has a figure, by slug; those that are *drawn* are taken from there."""
    known = {} if drawn is None else drawn
    made = {
        slug: (piece, _drawing(piece, piece.facts.figure, known.get(slug), cache))
        for slug, piece in library.exercises.items()
        if piece.facts.figure
    }
    if drawn is not None:
        drawn.clear()
        drawn.update(made)
    return {slug: drawing for slug, (_, drawing) in made.items()}


def _drawing(
    piece: Piece[Exercise], figure: Figure, before: tuple[Piece[Exercise], Drawing] | None, cache: Cache
) -> Drawing:
    title = piece.facts.title
    if before and (before[0] is piece or (before[0].facts.figure, before[0].facts.title) == (figure, title)):
        return before[1]
    told = figures.drawn(figure)
    kept = cache.recall("figure", [repr(told), title], lambda: json.dumps(asdict(draw(told, title))).encode())
    made = json.loads(kept)
    return Drawing(tuple(made["frames"]), tuple(made["captions"]), made["moving"], made["small"])
