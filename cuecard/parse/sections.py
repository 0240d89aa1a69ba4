"""The tables of sections: the keys of exercises and routines that are a plain text or a list of texts.

A key is in a table when its field in `schema.Exercise` or `schema.Routine` is annotated with a `Place`. From the table
come its section on the page, its place in `exercises.json`, and what an import takes and writes. Its heading is the
label of the same name in `cuecard.site.labels`. On the page of an exercise each section has an id; those of a routine
are in two groups with an id each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_origin

from msgspec import Struct

from cuecard.core.urls import RESERVED_IDS
from cuecard.parse.schema import Exercise, Place, Routine, Written


class Section(Struct, frozen=True):
    """A plain key."""

    place: Place
    is_list: bool
    id: str
    """Of its section on the page of an exercise, unless that has a form of its own."""


def _table(model: type[Written]) -> Mapping[str, Section]:
    return {
        key: Section(place, get_origin(field.annotation) is tuple, key.replace("_", "-"))
        for key, field in model.model_fields.items()
        for place in field.metadata
        if isinstance(place, Place)
    }


SECTIONS: Mapping[str, Section] = _table(Exercise)
"""Those of an exercise by key, in the order of the model."""
ROUTINE_SECTIONS: Mapping[str, Section] = _table(Routine)
"""Those of a routine by key, in the order of the model."""

SECTION_IDS = RESERVED_IDS.union(one.id for one in SECTIONS.values() if one.place is not Place.OWN)
"""All ids of sections that pages may have, which no heading of a body may take."""
HOME_IDS = frozenset(["guides", "filter", "q", "muscle", "level", "position", "count", "clear", "none-found"])
"""More of them, of the home page alone."""
