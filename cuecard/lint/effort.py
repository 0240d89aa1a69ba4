"""Doses whose effort contradicts a scale of effort: `borg: 15` beside "14-16: do less"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import ceil, floor

from cuecard.core.diagnostics import Problem, Severity
from cuecard.dose import Dose, Range
from cuecard.dose.quantities import Bound, Decimals
from cuecard.library import site_rules
from cuecard.library.library import Library
from cuecard.parse.front_matter import Document
from cuecard.parse.routine_shape import entries_of
from cuecard.parse.scales import AnyScale, Scale, WhatToDo, range_of, zones_of
from cuecard.parse.schema import ContentFile, Exercise, Routine, Written
from cuecard.parse.yaml_reader import Loc

_EFFORT = re.compile(r"\b(?:efforts?|exertion|rpe|borg)\b", re.IGNORECASE)
_KEYS = {"borg": 20, "rpe": 10, "effort": 10}
"""The keys of a dose that say how hard it should be, with the highest number of each."""


def advise(content_file: ContentFile[Written], library: Library) -> Iterator[Problem]:
    """Yield a warning for each effort in a text's dose at which a scale of effort says to do more or less."""
    facts = content_file.facts
    if not isinstance(facts, Exercise | Routine):
        return
    doses = list(_doses(facts))
    if not doses:
        return
    in_use = site_rules.in_use(library.site, facts, library.exercises_of(facts))
    scales = site_rules.scales_in_use(*in_use.sources)
    for place, dose in doses:
        yield from _contradictions(content_file.document, place, dose, scales)


def _doses(facts: Exercise | Routine) -> Iterator[tuple[Loc, Dose]]:
    """Yield the dose of a text, and of a routine those of its entries, each with its place."""
    if facts.dose:
        yield ("dose",), facts.dose
    if isinstance(facts, Routine):
        for one in entries_of(facts):
            if one.entry.dose:
                yield (*one.loc, "dose"), one.entry.dose


def _contradictions(
    document: Document, place: Loc, dose: Dose, scales: Sequence[AnyScale]
) -> Iterator[Problem]:
    for key, highest in _KEYS.items():
        written = getattr(dose, key)
        for value in written if isinstance(written, tuple) else (written,):
            if not isinstance(value, Range) or value.bound is not Bound.BETWEEN:
                continue
            for scale in scales:
                if not _EFFORT.search(scale.name if isinstance(scale, Scale) else ""):
                    continue
                if range_of(scale).high == highest and (said := _contradicted(value, scale)):
                    message = f'{key} {value} is where the scale "{scale.id}" says "{said}"'
                    hint = "change the dose, or the zones of the scale"
                    yield document.problem((*place, key), "against-scale", message, hint, Severity.WARNING)


def _contradicted(value: Range, scale: AnyScale) -> str:
    """Return the zone that says to do more or less than *value*; empty if there is none."""
    unit = 100 if isinstance(value, Decimals) else 1
    low, high = ceil(value.low / unit), floor(value.high / unit)
    for zone in zones_of(scale):
        is_too_high = zone.low <= high <= zone.high and zone.do in {WhatToDo.DO_LESS, WhatToDo.STOP}
        is_too_low = zone.low <= low <= zone.high and zone.do is WhatToDo.DO_MORE
        if is_too_high or is_too_low:
            return str(zone)
    return ""
