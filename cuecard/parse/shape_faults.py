"""What contradicts itself in the shape of a whole routine: two lists in one place, and keys where they mean nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.field_errors import FieldError
from cuecard.parse import phases as phases_of
from cuecard.parse.placed import Items, placed
from cuecard.parse.yaml_reader import Loc


def faults(routine: Any) -> Iterator[FieldError]:
    """Yield what is wrong with the exercises, sessions and phases of a `Routine` together."""
    yield from _two_shapes([key for key in ("exercises", "sessions", "phases") if getattr(routine, key)])
    yield from _out_of_place(routine.exercises, ("exercises",), in_phase=False)
    for n, session in enumerate(routine.sessions):
        yield from _out_of_place(session.exercises, ("sessions", n, "exercises"), in_phase=False)
    for place, refused, at_key in phases_of.faults(routine.phases):
        yield FieldError(("phases", *place), refused, at_key)
    for n, phase in enumerate(routine.phases):
        yield from _out_of_place(phase.exercises, ("phases", n, "exercises"), in_phase=True)
        for m, session in enumerate(phase.sessions):
            here: Loc = ("phases", n, "sessions", m, "exercises")
            yield from _out_of_place(session.exercises, here, in_phase=True)


def _two_shapes(keys: list[str]) -> Iterator[FieldError]:
    for key in keys[1:]:
        message = f'"{keys[0]}" and "{key}" cannot be given together'
        hint = 'give each session or phase its own "exercises"'
        yield FieldError((key,), InvalidValueError("two-lists", message, hint), at_key=True)


def _out_of_place(items: Items, loc: Loc, *, in_phase: bool) -> Iterator[FieldError]:
    """Yield what an entry says of rounds or of an earlier phase where there are none."""
    for one in placed(items, loc):
        if one.entry.alternate_sides and not (one.group and one.group.has_rounds):
            message = "sides change from round to round, but there are no rounds here"
            hint = 'write "side: alternating" or "side: each side" in its dose'
            refused = InvalidValueError("no-rounds", message, hint)
            yield FieldError((*one.loc, "alternate_sides"), refused, at_key=True)
        if one.entry.replaces and not in_phase:
            refused = InvalidValueError(
                "not-in-phase", "only an exercise of a phase replaces one", "delete this"
            )
            yield FieldError((*one.loc, "replaces"), refused, at_key=True)
