"""Programmes taken apart: each session and phase of a routine as a routine by itself, with its exercises and doses.

Pages, cards, data and advice all work on these parts, so that a phase is treated as a routine is. A plain routine has
one part, which is the routine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from cuecard import dose as doses
from cuecard.dose import Dose
from cuecard.library.library import Library
from cuecard.parse import phases as phases_of
from cuecard.parse.parts import Phase, Session
from cuecard.parse.placed import Placed, placed
from cuecard.parse.routine_shape import shape_ids
from cuecard.parse.schedule import Schedule
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.yaml_reader import Loc


class Part(Struct, frozen=True):
    """A routine, or one of its sessions or phases, as a routine that is only a list of exercises."""

    piece: ContentFile[Routine]
    """Its slug is that of its card: `SLUG` of a plain routine, else `SLUG/ID`."""
    slug: str
    """Of the routine of which it is a part."""
    id: str = ""
    """On the page of the routine; empty for a plain routine."""
    loc: Loc = ()
    phase: Phase | None = None
    number: int = 0
    """Of the phase, from 1; 0 outside of phases."""
    session: Session | None = None
    session_number: int = 0
    entries: tuple[Placed, ...] = ()
    """Its exercises, each with the place where it is written."""
    kept: frozenset[int] = frozenset()
    """The numbers of the entries that the phase keeps from the one before."""
    linked: str = ""
    """The slug of the routine of the site that it is."""

    @property
    def facts(self) -> Routine:
        """Return what holds for this part."""
        return self.piece.facts

    @property
    def is_rest(self) -> bool:
        """Return whether it is a day of rest."""
        return self.session is not None and self.session.rest

    @property
    def has_card(self) -> bool:
        """Return whether it has a card of its own; a part that is another routine has that one's."""
        return bool(self.entries) and not self.linked and self.facts.card.is_wanted


def parts(piece: ContentFile[Routine]) -> tuple[Part, ...]:
    """Return the parts of a routine in the order of doing; a phase with sessions has a part for each of these."""
    facts = piece.facts
    if not (facts.sessions or facts.phases):
        return (Part(piece, piece.slug, entries=placed(facts.exercises)),)
    ids = shape_ids(facts)
    return (*_sessions(piece, ids, (), facts, facts.sessions), *_phases(piece, ids))


def _phases(piece: ContentFile[Routine], ids: Mapping[Loc, str]) -> Iterator[Part]:
    facts = piece.facts
    for n, (phase, items) in enumerate(
        zip(facts.phases, phases_of.items_by_phase(facts.phases), strict=True)
    ):
        loc: Loc = ("phases", n)
        whole = _flat(facts, phase, items).model_copy(update=_ways_on(facts.phases, n))
        if phase.sessions:
            for part in _sessions(piece, ids, loc, whole, phase.sessions):
                yield replace(part, phase=phase, number=n + 1)
            continue
        entries, kept = phases_of.at_phase(placed(items), phase, n)
        yield Part(
            replace(piece, slug=f"{piece.slug}/{ids[loc]}", facts=whole),
            piece.slug,
            ids[loc],
            loc,
            phase,
            n + 1,
            entries=entries,
            kept=kept,
            linked=phase.routine,
        )


def _sessions(
    piece: ContentFile[Routine],
    ids: Mapping[Loc, str],
    loc: Loc,
    whole: Routine,
    sessions: tuple[Session, ...],
) -> Iterator[Part]:
    for n, session in enumerate(sessions):
        here: Loc = (*loc, "sessions", n)
        yield Part(
            replace(piece, slug=f"{piece.slug}/{ids[here]}", facts=_flat(whole, session, session.exercises)),
            piece.slug,
            ids[here],
            here,
            session=session,
            session_number=n + 1,
            entries=placed(session.exercises, (*here, "exercises")),
            linked=session.routine,
        )


def _flat(whole: Routine, part: Phase | Session, items: Any) -> Routine:
    """Return a part as a routine of its own: what it does not say is that of the *whole*."""
    return whole.model_copy(
        update={
            "exercises": items,
            "sessions": (),
            "phases": (),
            "dose": doses.merged(whole.dose, part.dose),
            "schedule": schedule_of(whole.schedule, part.schedule),
            "before": part.before or whole.before,
            "after": part.after or whole.after,
            "takes": part.takes or whole.takes,
        }
    )


def _ways_on(phases: tuple[Phase, ...], n: int) -> dict[str, str]:
    """Return when to go on and back, and where to; the last phase leads to what the routine leads to."""
    phase = phases[n]
    ways: dict[str, str] = {}
    if n + 1 < len(phases):
        ways |= {"progress_when": phase.move_on_when, "progress_to": phases[n + 1].title}
    elif phase.move_on_when:
        ways["progress_when"] = phase.move_on_when
    if n:
        ways |= {
            "regress_when": phase.go_back_when,
            "regress_to": phases[n - 1].title if phase.go_back_when else "",
        }
    return ways


def schedule_of(whole: Schedule, part: Schedule) -> Schedule:
    """Return the schedule of a part: its own, and what the *whole* says where it is silent."""
    own = {key: value for key, value in part if value is not None}
    given = {key: value for key, value in whole if value is not None}
    if own.keys() & {"weeks", "in_weeks"}:
        given.pop("weeks", None)
        given.pop("in_weeks", None)
    return Schedule.model_construct(**(given | own))


def facts_of(library: Library, part: Part) -> Routine:
    """Return what holds for a part; of one that is another routine, that routine."""
    routine = library.routines.get(part.linked) if part.linked else None
    return routine.facts if routine else part.facts


def cards(library: Library) -> Mapping[str, Part]:
    """Return every part that has a card, by the slug of the card."""
    return {
        part.piece.slug: part
        for piece in library.routines.values()
        if piece.facts.card.is_wanted
        for part in parts(piece)
        if part.has_card
    }


def card_part(library: Library, slug: str) -> Part:
    """Return the part whose card has this *slug*.

    Raises:
        KeyError: if there is none.

    """
    routine = library.routines[slug.partition("/")[0]]
    found = next((part for part in parts(routine) if part.piece.slug == slug), None)
    if found is None:
        raise KeyError(slug)
    return found


# --- doses ---------------------------------------------------------------------------------------------------------


def dose_of(library: Library, routine: Routine, place: Placed) -> Dose | None:
    """Return the dose of an entry: the exercise's own, overridden by the routine's, the group's and the entry's.

    In a group that has rounds, the sets and rests of exercise and routine do not count: a round has one set.
    """
    piece = library.exercises.get(place.entry.exercise)
    inherited = doses.merged(piece.facts.dose if piece else None, routine.dose)
    return doses.merged(
        _in_rounds(inherited, place), place.group.dose if place.group else None, place.entry.dose
    )


def _in_rounds(dose: Dose | None, place: Placed) -> Dose | None:
    group = place.group
    if dose is None or group is None or not group.has_rounds:
        return dose
    rounds = group.rounds.low if group.rounds and group.rounds.is_single else 0
    return doses.one_round(dose, rounds, without_side=side_order(place) is not None)


def side_order(place: Placed) -> Any:
    """Return how an entry changes sides from round to round: what it says itself, else what its group says."""
    return place.entry.alternate_sides or (place.group.alternate_sides if place.group else None)


def is_by_round(place: Placed, dose: Dose | None) -> bool:
    """Return whether a dose with a value for each set has one for each round."""
    group = place.group
    return bool(dose and dose.sets is None and group and (group.rounds or group.until))
