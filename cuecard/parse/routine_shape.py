"""What a routine lists, whatever its shape: its exercises, the routines that it names, and the ids on its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.urls import RESERVED_IDS, check_slug, slugify
from cuecard.parse.parts import Phase, Session, Step
from cuecard.parse.placed import Items, Placed, placed
from cuecard.parse.schema import Routine
from cuecard.parse.yaml_reader import Loc


def _levels(routine: Routine) -> Iterator[tuple[Loc, Any]]:
    """Yield a routine, its sessions, and its phases with theirs, each with its place."""
    yield (), routine
    for n, session in enumerate(routine.sessions):
        yield ("sessions", n), session
    for n, phase in enumerate(routine.phases):
        yield ("phases", n), phase
        for m, session in enumerate(phase.sessions):
            yield ("phases", n, "sessions", m), session


def parts_of(routine: Routine) -> Iterator[tuple[Loc, Items]]:
    """Yield each list of exercises of a routine as its author wrote it, with its place."""
    yield from (((*loc, "exercises"), one.exercises) for loc, one in _levels(routine) if one.exercises)


def entries_of(routine: Routine) -> tuple[Placed, ...]:
    """Return all entries of a routine in the order of doing, those of all its sessions and phases."""
    return tuple(one for loc, items in parts_of(routine) for one in placed(items, loc))


def steps_of(routine: Routine) -> Iterator[tuple[Loc, Step]]:
    """Yield each step of what is done before and after, of the routine and of its sessions and phases."""
    for loc, part in _levels(routine):
        for key in ("before", "after"):
            for n, step in enumerate(getattr(part, key)):
                yield (*loc, key, n), step


def routines_named(routine: Routine) -> Iterator[tuple[Loc, str]]:
    """Yield the other routines that a routine names as a session, a phase, a warm-up or a cool-down."""
    yield from (((*loc, "routine"), one.routine) for loc, one in _levels(routine) if loc and one.routine)
    yield from (((*loc, "routine"), step.routine) for loc, step in steps_of(routine) if step.routine)


def routine_slugs(routine: Routine) -> tuple[str, ...]:
    """Return the exercises of a routine in order, those of a warm-up and a cool-down last."""
    around = (step.exercise for _, step in steps_of(routine) if step.exercise)
    return (*(one.entry.exercise for one in entries_of(routine)), *around)


def shape_ids(routine: Routine) -> Mapping[Loc, str]:
    """Return the id of each phase and session, and of each entry, by its place in the text.

    An entry has its exercise's slug, the second time with a number after it; a phase or session the slug of its title.
    """
    used: dict[str, int] = {}
    ids: dict[Loc, str] = {}

    def take(loc: Loc, wanted: str) -> None:
        name = wanted
        while name in used:
            used[wanted] += 1
            name = f"{wanted}-{used[wanted]}"
        used[name] = 1
        ids[loc] = name

    for one in entries_of(routine):
        take(one.loc, one.entry.exercise)
    for n, session in enumerate(routine.sessions):
        take(("sessions", n), _part_id(session, f"session-{n + 1}"))
    for n, phase in enumerate(routine.phases):
        take(("phases", n), _part_id(phase, f"phase-{n + 1}"))
        for m, session in enumerate(phase.sessions):
            take(("phases", n, "sessions", m), f"{ids['phases', n]}-{_part_id(session, f'session-{m + 1}')}")
    return ids


def _part_id(part: Session | Phase, otherwise: str) -> str:
    """Return the slug of a title, where that can be an address; a long title gives only its place."""
    slug = slugify(part.title)
    try:
        check_slug(slug)
    except InvalidValueError:
        return otherwise
    return slug if len(slug) <= _LONGEST_ID and slug not in RESERVED_IDS else otherwise


_LONGEST_ID = 40


def entry_ids(routine: Routine) -> tuple[str, ...]:
    """Return all ids that the shape of a routine has on its page."""
    return tuple(shape_ids(routine).values())
