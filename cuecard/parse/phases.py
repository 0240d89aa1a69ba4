"""What phases say of one another: their order, what stays, and what replaces what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from cuecard.core.diagnostics import InvalidValueError, did_you_mean
from cuecard.core.field_errors import FieldError
from cuecard.dose import merged
from cuecard.parse.parts import Phase
from cuecard.parse.placed import Items, Placed, ends_of, placed
from cuecard.parse.shape_hints import ALL
from cuecard.parse.shapes import Choice, Entry, Group
from cuecard.parse.yaml_reader import Loc


def faults(phases: Sequence[Phase]) -> Iterator[FieldError]:
    """Yield what contradicts another phase, each with its place in the list of *phases*."""
    for n, phase in enumerate(phases):
        yield from _kept(phases, n)
        yield from _replaced(phases, n)
        yield from _in_order(phases, n)
        if n == 0 and phase.go_back_when:
            refused = InvalidValueError(
                "no-phase-before", "there is no phase before the first one", "delete this"
            )
            yield FieldError((n, "go_back_when"), refused)


def _kept(phases: Sequence[Phase], n: int) -> Iterator[FieldError]:
    keep = phases[n].keep
    if not keep:
        return
    if n == 0 or not items_of(phases, n - 1):
        why = (
            "there is no phase before the first one"
            if n == 0
            else "the phase before has no list of exercises"
        )
        yield FieldError((n, "keep"), InvalidValueError("no-phase-before", why, "list the exercises here"))
        return
    before = {one.entry.exercise for one in placed(items_of(phases, n - 1))}
    for at, slug in enumerate(keep):
        if slug not in before and slug != ALL:
            hint = did_you_mean(slug, before) or f"allowed: {', '.join(sorted(before))}, all"
            message = f'the phase before has no exercise "{slug}"'
            yield FieldError((n, "keep", at), InvalidValueError("not-in-phase", message, hint))


def _replaced(phases: Sequence[Phase], n: int) -> Iterator[FieldError]:
    """Check that what an exercise replaces is in an earlier phase, as far as that is known here."""
    earlier = phases[:n]
    before = {slug for phase in earlier for slug in named(phase)}
    is_known = not any(phase.routine or any(one.routine for one in phase.sessions) for phase in earlier)
    for loc, entry in _own_entries(phases[n]):
        slug = entry.replaces
        if not slug or slug in before or (earlier and not is_known):
            continue
        message = f'no earlier phase has the exercise "{slug}"'
        hint = did_you_mean(slug, before) or "name an exercise of a phase before this one"
        yield FieldError((n, *loc, "replaces"), InvalidValueError("not-in-phase", message, hint))


def _in_order(phases: Sequence[Phase], n: int) -> Iterator[FieldError]:
    weeks = phases[n].schedule.in_weeks
    if weeks is None:
        return
    for m in range(n):
        other = phases[m].schedule.in_weeks
        first, _ = ends_of(weeks)
        _, last = ends_of(other)
        if other is None or (last is not None and last < first):
            continue
        name = f"phase {m + 1}"
        message = f"{name} has no end before this" if last is None else f"{name} goes on until week {last}"
        hint = f"begin after week {last}"
        if last is None:
            hint = f"say when {name} ends: in_weeks: {max(first - 4, 1)}-{first - 1}"
        yield FieldError((n, "schedule", "in_weeks"), InvalidValueError("phase-order", message, hint))
        return


def _own_entries(phase: Phase) -> Iterator[tuple[Loc, Entry]]:
    yield from ((one.loc, one.entry) for one in placed(phase.exercises))
    for n, session in enumerate(phase.sessions):
        yield from ((("sessions", n, *one.loc), one.entry) for one in placed(session.exercises))


def named(phase: Phase) -> list[str]:
    """Return the exercises that a phase lists, in order; what it keeps is not among them."""
    return [entry.exercise for _, entry in _own_entries(phase)]


def items_of(phases: Sequence[Phase], n: int) -> Items:
    """Return what is done in phase *n*: what it keeps of the phase before, with that dose, then its own list."""
    phase = phases[n]
    if not phase.keep or n == 0:
        return phase.exercises
    before = items_of(phases, n - 1)
    if phase.keep != (ALL,):
        before = tuple(one.entry for one in placed(before) if one.entry.exercise in phase.keep)
    return (*(_with_dose(item, phases[n - 1]) for item in before), *phase.exercises)


def _with_dose(item: Any, phase: Phase) -> Any:
    """Return an item that has in its own dose what *phase* says for all."""
    if isinstance(item, Choice):
        return item.model_copy(update={item.list_key: tuple(_with_dose(one, phase) for one in item.items)})
    dose = merged(phase.dose, item.dose)
    return item if dose == item.dose else item.model_copy(update={"dose": dose})


def kept_places(phases: Sequence[Phase], n: int) -> frozenset[int]:
    """Return the numbers of the entries of phase *n* that it keeps."""
    own = len(placed(phases[n].exercises))
    return frozenset(range(1, len(placed(items_of(phases, n))) - own + 1))


def at_phase(places: Sequence[Placed], phases: Sequence[Phase], n: int) -> tuple[Placed, ...]:
    """Return the entries of phase *n* with the places where its own ones are written."""
    number = len(kept_places(phases, n))
    own = {one.number + number: one.loc for one in placed(phases[n].exercises)}
    return tuple(replace(one, loc=("phases", n, *(own.get(one.number) or ("keep",)))) for one in places)


__all__ = ["Group", "at_phase", "faults", "items_of", "kept_places", "named"]
