"""What a routine lacks: rest, days of the week, one plan for all of it, and an order with few changes of position."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cuecard import dose as doses
from cuecard.core.diagnostics import Problem, Severity
from cuecard.dose import Dose, Range
from cuecard.library import programme
from cuecard.library.library import Library
from cuecard.lint.completeness import LIKE, says_how_much
from cuecard.parse.fields import Position
from cuecard.parse.placed import Placed
from cuecard.parse.schema import ContentFile, Exercise, Routine
from cuecard.parse.yaml_reader import Loc

_ON_THE_FLOOR = frozenset(
    [Position.KNEELING, Position.HANDS_AND_KNEES, Position.SUPINE, Position.PRONE, Position.SIDE_LYING]
)
_SEATS = frozenset(
    [
        *("bed", "bench", "chair", "exercise-ball", "exercise-bike", "incline-bench", "machine", "table"),
        "wheelchair",
    ]
)
"""What one sits or lies on above the floor, by the ids of the vocabulary."""

Place = tuple[Placed, ContentFile[Exercise]]
"""An entry with its place in the text, and the exercise."""


def advise(routine: ContentFile[Routine], library: Library) -> Iterator[Problem]:
    """Yield all suggestions for one routine: for each of its sessions and phases what is to be said of a list.

    Entries without an exercise are reported elsewhere and skipped here, and so is what a phase keeps from another.
    """
    is_frequency_reported = False
    for part in programme.parts(routine):
        if part.is_rest or part.linked:
            continue
        places = [
            (one, library.exercises[one.entry.exercise])
            for one in part.entries
            if one.entry.exercise in library.exercises and one.number not in part.kept
        ]
        merged_doses = [programme.dose_of(library, part.facts, one) for one, _ in places]
        yield from _without_dose(routine, places, merged_doses)
        yield from _without_rest(routine, places, merged_doses)
        often = list(_without_frequency(routine, part.facts, merged_doses))
        yield from () if is_frequency_reported else often
        is_frequency_reported = is_frequency_reported or bool(often)
        yield from _other_plans(routine, part, places)
        yield from _up_and_down(routine, places, library)


def warning(routine: ContentFile[Routine], loc: Loc, code: str, message: str, hint: str) -> Problem:
    """Return a suggestion for the place *loc* of a routine."""
    return routine.document.problem(loc, code, message, hint, Severity.WARNING)


def _without_dose(
    routine: ContentFile[Routine], places: Sequence[Place], merged_doses: Sequence[Dose | None]
) -> Iterator[Problem]:
    """Report entries without a count or a time whose exercise leaves the dose to routines."""
    for (place, exercise), dose in zip(places, merged_doses, strict=True):
        if not says_how_much(dose) and "no-dose" in exercise.facts.silence:
            message = f'"{exercise.slug}" leaves its dose to routines, but this routine does not give one'
            hint = f"{LIKE}, here or for the whole routine"
            yield warning(routine, (*place.loc, "exercise"), "no-dose", message, hint)


def _without_rest(
    routine: ContentFile[Routine], places: Sequence[Place], merged_doses: Sequence[Dose | None]
) -> Iterator[Problem]:
    """Report, once, at the first entry, several sets without a rest between them."""
    lacking = [
        place
        for place, dose in zip(places, merged_doses, strict=True)
        if dose and dose.sets and dose.sets.high > 1 and not _has_rest(dose)
    ]
    if not lacking:
        return
    place, exercise = lacking[0]
    number = len({one.slug for _, one in lacking})
    others = f" and {number - 1} more" if number > 1 else ""
    message = f'nothing says how long to rest between the sets of "{exercise.slug}"{others}'
    hint = 'write "rest: 30 s", or "rest: none", in the dose of the routine or of the exercise'
    yield warning(routine, (*place.loc, "exercise"), "no-rest", message, hint)


def _has_rest(dose: Dose) -> bool:
    return bool(dose.rest or dose.rest_until or dose.set_every or dose.intervals)


def _without_frequency(
    routine: ContentFile[Routine], facts: Routine, merged_doses: Sequence[Dose | None]
) -> Iterator[Problem]:
    """Report a routine where neither the schedule nor each dose says on how many days it is done."""
    in_doses = all(dose and (dose.per_week or dose.per_day) for dose in merged_doses)
    schedule = facts.schedule
    if not (schedule.per_week or schedule.per_day) and not in_doses:
        message, hint = "nothing says how often to do this", 'write "schedule: {per_week: 3}"'
        yield warning(routine, ("schedule",), "no-frequency", message, hint)


def _other_plans(
    routine: ContentFile[Routine], part: programme.Part, places: Sequence[Place]
) -> Iterator[Problem]:
    """Report, once each, doses with other weeks or days than the routine's schedule: a card would print both.

    What an entry says for itself is meant so: the first two weeks only, or every day.
    """
    for key, counted in (("weeks", "weeks"), ("per_week", "days a week")):
        whole = getattr(part.facts.schedule, key)
        if not whole:
            continue
        if for_all := getattr(routine.facts.dose, key, None):
            if not part.id and not _agree(for_all, whole):
                message = f'this says {_counted(for_all, counted)} where "schedule" says {whole}'
                yield warning(routine, ("dose", key), "other-plan", message, "delete one of the two")
            continue
        seen: set[str] = set()
        for place, exercise in places:
            entry = place.entry
            own = getattr(exercise.facts.dose, key, None)
            is_meant = getattr(entry.dose, key, None) is not None
            if not own or is_meant or _agree(own, whole) or entry.exercise in seen:
                continue
            seen.add(entry.exercise)
            message = f'"{entry.exercise}" says {_counted(own, counted)} where this routine says {whole}'
            written = doses.as_written([(key, whole)])[key] if key == "weeks" else whole
            here = f"{{exercise: {entry.exercise}, dose: {{{key}: {written}}}}}"
            hint = f'delete "{key}" from its dose, or set it here: {here}'
            yield warning(routine, (*place.loc, "exercise"), "other-plan", message, hint)


def _agree(one: object, whole: object) -> bool:
    """Return whether a dose agrees with the schedule."""
    if type(one) is Range and type(whole) is Range:
        return one.low <= whole.low and whole.high <= one.high
    return one == whole


def _counted(value: object, noun: str) -> str:
    """Write a number with its noun; words such as "every other day" without one."""
    return f"{value} {noun}" if type(value) is Range else f'"{value}"'


def _up_and_down(
    routine: ContentFile[Routine], places: Sequence[Place], library: Library
) -> Iterator[Problem]:
    """Report a routine that sends readers to the floor more than once, at the entry that does so again.

    For a person in pain getting down and up again may be harder than the exercises. Hand-outs are therefore ordered
    by position. Exercises on the floor that are side by side need it once, wherever they are in the routine: at
    the beginning, in the middle or at the end. Turning over on the floor is easy in comparison.

    What is not known is passed over, so that the author has the benefit of the doubt: an exercise without a position,
    one that is done sitting without anything to sit on, and one that is done lying or kneeling with such a thing.
    """
    was_down = is_up_since = False
    for place, exercise in places:
        is_down = _is_on_the_floor(exercise, library)
        if is_down and was_down and is_up_since:
            message = f'"{exercise.slug}" sends people down to the floor again'
            hint = "group the floor exercises, so that people get down and up only once"
            yield warning(routine, (*place.loc, "exercise"), "up-and-down", message, hint)
            return
        if is_down:
            was_down, is_up_since = True, False
        elif is_down is False:
            is_up_since = True


def _is_on_the_floor(exercise: ContentFile[Exercise], library: Library) -> bool | None:
    """Return whether it begins on the floor; None where that is not known."""
    position = exercise.facts.position
    if position is None:
        return None
    has_seat = any(term.id in _SEATS for term in library.equipment[exercise.slug])
    if position is Position.SITTING:
        return False if has_seat else None
    return None if has_seat and position in _ON_THE_FLOOR else position in _ON_THE_FLOOR
