"""The table of sections: the keys of an exercise that are a plain text or a list of texts, and where each is shown.

A key is in the table when its field in `schema.Exercise` is annotated with a `Place`. From the table come its section
on the page, the id of that, its place in `exercises.json`, and what an import takes and writes. Its heading is the
label of the same name in `cuecard.site.labels`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_origin

from msgspec import Struct

from cuecard.core.urls import RESERVED_IDS
from cuecard.parse.schema import Exercise, Place


class Section(Struct, frozen=True):
    """A plain key of an exercise."""

    place: Place
    is_list: bool
    id: str
    """Of its section on the page, unless that has a form of its own."""


SECTIONS: Mapping[str, Section] = {
    key: Section(place, get_origin(field.annotation) is tuple, key.replace("_", "-"))
    for key, field in Exercise.model_fields.items()
    for place in field.metadata
    if isinstance(place, Place)
}
"""By key, in the order of the model."""

SECTION_IDS = RESERVED_IDS.union(one.id for one in SECTIONS.values() if one.place is not Place.OWN)
"""All ids of sections that pages may have, which no heading of a body may take."""
