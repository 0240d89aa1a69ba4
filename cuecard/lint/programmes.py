"""What groups, sessions and phases lack, and where they contradict themselves, the ladders or the clock."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.core.diagnostics import Problem, Severity
from cuecard.dose import Seconds
from cuecard.dose.quantities import DAYS, Days
from cuecard.library import programme
from cuecard.library.duration import estimate
from cuecard.library.library import Library
from cuecard.lint.routines import warning
from cuecard.parse.parts import Phase, Session
from cuecard.parse.placed import ends_of
from cuecard.parse.routine_shape import parts_of
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.shapes import Group
from cuecard.parse.yaml_reader import Loc


def advise(routine: ContentFile[Routine], library: Library) -> Iterator[Problem]:
    """Yield all suggestions for the shape of one routine."""
    facts = routine.facts
    for loc, items in parts_of(facts):
        for n, item in enumerate(items):
            if isinstance(item, Group):
                yield from _group(routine, (*loc, n), item)
    yield from _same_days(routine, ("sessions",), facts.sessions)
    for n, phase in enumerate(facts.phases):
        yield from _same_days(routine, ("phases", n, "sessions"), phase.sessions)
    yield from _phases(routine, facts.phases)
    parts = programme.parts(routine)
    yield from _easier_later(routine, parts, library)
    for part in parts:
        yield from _takes(routine, part, library)


def _group(routine: ContentFile[Routine], loc: Loc, group: Group) -> Iterator[Problem]:
    """Report sides that cannot come out even, and rounds of a single exercise."""
    rounds = group.rounds
    sides = group.alternate_sides or any(getattr(one, "alternate_sides", None) for one in group.items)
    if rounds and rounds.is_single and sides and rounds.low % 2:
        message = f"with {rounds.low} rounds one side works once more than the other"
        hint = f'write "rounds: {rounds.low + 1}", or "side: each leg" in the dose'
        yield warning(routine, (*loc, "rounds"), "uneven-sides", message, hint)
    if len(group.items) == 1 and rounds and rounds.is_single:
        message = "rounds of one exercise are sets"
        hint = f'write "sets: {rounds.low}" in its dose, without a group'
        yield routine.document.problem((*loc, "rounds"), "one-in-group", message, hint, Severity.NOTE)


def _same_days(routine: ContentFile[Routine], loc: Loc, sessions: tuple[Session, ...]) -> Iterator[Problem]:
    """Report two sessions on the same day."""
    seen: dict[int, int] = {}
    for n, session in enumerate(sessions):
        days = session.schedule.per_week
        for day in days.numbers if isinstance(days, Days) else ():
            if day in seen:
                message = f"session {seen[day] + 1} is on {DAYS[day]} too"
                hint = "name other days, or put both in one session"
                yield warning(routine, (*loc, n, "schedule", "per_week"), "same-day", message, hint)
                break
            seen[day] = n


def _phases(routine: ContentFile[Routine], phases: tuple[Phase, ...]) -> Iterator[Problem]:
    """Report weeks of which no phase says anything, and a phase of which nothing says when it ends."""
    for n, phase in enumerate(phases[:-1]):
        _, last = ends_of(phase.schedule.in_weeks)
        first, _ = ends_of(phases[n + 1].schedule.in_weeks)
        if last is not None and first and first > last + 1:
            message = f"no phase says what to do in week {last + 1}"
            hint = f"begin the next phase in week {last + 1}, or let this one end in week {first - 1}"
            yield warning(routine, ("phases", n, "schedule", "in_weeks"), "gap-between-phases", message, hint)
        if last is None and not (phase.move_on_when or phase.schedule.weeks):
            message = "nothing says when this phase ends"
            hint = 'write "move_on_when: ..." or "schedule: {in_weeks: 1-4}"'
            yield warning(routine, ("phases", n), "endless-phase", message, hint)


def _easier_later(
    routine: ContentFile[Routine], parts: tuple[programme.Part, ...], library: Library
) -> Iterator[Problem]:
    """Report an exercise that replaces one which, by the ladders, is harder."""
    for part in parts:
        for place in part.entries:
            new, old = place.entry.exercise, place.entry.replaces
            if place.number in part.kept or not old or old not in library.ladders:
                continue
            if _is_below(library, new, old):
                message = f'"{new}" replaces "{old}", but the ladder says that it is easier'
                hint = "swap the two phases, or correct the progressions of the two exercises"
                yield warning(routine, (*place.loc, "replaces"), "easier-later", message, hint)


def _is_below(library: Library, slug: str, top: str) -> bool:
    """Return whether one exercise is easier than another by the ladders, directly or over others."""
    waiting, seen = [top], {top}
    while waiting:
        for rung in library.ladders[waiting.pop()].easier:
            if rung.slug == slug:
                return True
            if rung.slug and rung.slug not in seen and rung.slug in library.ladders:
                seen.add(rung.slug)
                waiting.append(rung.slug)
    return False


_CLOSE = 5 * 60
"""Seconds by which an estimate may be wrong."""


def _takes(routine: ContentFile[Routine], part: programme.Part, library: Library) -> Iterator[Problem]:
    """Report a time that the doses contradict, by more than a quarter and five minutes."""
    takes = part.facts.takes
    known = estimate(library, part.facts) if takes and not part.linked else None
    if not takes or not known:
        return
    low, high = known.low, known.high
    is_longer = takes.low > high + max(_CLOSE, high // 4) and known.is_whole
    is_shorter = takes.high < low - max(_CLOSE, low // 4)
    if is_longer or is_shorter:
        about = Seconds(max(60, round(low / 60) * 60), max(60, round(high / 60) * 60))
        own = part.session or part.phase
        is_own = bool(own and own.takes)
        name = "" if own is None or is_own else f" of {_name(part)}"
        message = f"this says {takes}, but the doses{name} add up to {about}"
        place = f" in {_name(part)}" if name else ""
        hint = f'write "takes: {about}"{place}, correct the doses, or leave it out'
        loc = (*part.loc, "takes") if is_own else ("takes",)
        yield warning(routine, loc, "other-time", message, hint)


def _name(part: programme.Part) -> str:
    """Return what a message calls a phase or a session."""
    own = part.session or part.phase
    if own and own.title:
        return f'"{own.title}"'
    return f"session {part.session_number}" if part.session else f"phase {part.number}"
