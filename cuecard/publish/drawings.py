"""The figures of all exercises, drawn once and kept by what they were drawn from."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from cuecard.content import figures
from cuecard.content.library import Library
from cuecard.figures import figure
from cuecard.figures.figure import Drawing, Figure, draw
from cuecard.publish.fingerprint import Cache


def drawings(library: Library, cache: Cache) -> Mapping[str, Drawing]:
    """The drawing of each exercise that has a figure, by slug."""
    return {
        slug: _drawing(figures.drawn(piece.facts.figure), piece.facts.title, cache)
        for slug, piece in library.exercises.items()
        if piece.facts.figure
    }


@functools.cache
def _how_it_is_drawn() -> bytes:
    """A digest of the code that draws: in a clone it changes more often than the program's version."""
    files = sorted(Path(figure.__file__).parent.glob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).digest()


def _drawing(told: Figure, title: str, cache: Cache) -> Drawing:
    inputs = (repr(told), title, _how_it_is_drawn())
    kept = cache.recall("figure", inputs, lambda: json.dumps(asdict(draw(told, title))).encode())
    made = json.loads(kept)
    return Drawing(tuple(made["frames"]), made["moving"], made["small"])
