"""What sessions and phases are called, where their author gives no title."""

from __future__ import annotations

from cuecard.dose.quantities import Days
from cuecard.library.library import Library
from cuecard.library.programme import Part
from cuecard.parse.parts import Phase, Session
from cuecard.parse.schedule import Schedule
from cuecard.site import dose_display
from cuecard.site.labels import Labels


def title_of(labels: Labels, library: Library, part: Part) -> str:
    """Return the title of a part: of its phase, and of its session in it; empty for a plain routine."""
    own = []
    if part.phase:
        own.append(phase_title(labels, library, part.phase, part.number))
    if part.session:
        own.append(session_title(labels, library, part.session, part.session_number))
    return labels.text("programme.part-of", whole=own[0], part=own[1]) if len(own) > 1 else "".join(own)


def phase_title(labels: Labels, library: Library, phase: Phase, number: int) -> str:
    """Return the title of a phase: its own, that of the routine that it is, its weeks, or its number."""
    linked = library.routines.get(phase.routine)
    weeks = phase.schedule.in_weeks
    return (
        phase.title
        or (linked.facts.title if linked else "")
        or (_weeks(labels, phase) if weeks else "")
        or labels.text("programme.phase", n=str(number))
    )


def _weeks(labels: Labels, phase: Phase) -> str:
    """Return the weeks of a phase as a title: "Weeks 5 to 8"."""
    only = Schedule.model_construct(in_weeks=phase.schedule.in_weeks)
    text = dose_display.schedule(labels, only)
    return text.removeprefix("In ")[:1].upper() + text.removeprefix("In ")[1:]


def when(labels: Labels, schedule: Schedule, title: str) -> tuple[str, str]:
    """Return how often and in which weeks; the weeks are empty where the *title* says them."""
    weeks = dose_display.schedule(labels, Schedule.model_construct(in_weeks=schedule.in_weeks))
    often = dose_display.schedule(labels, schedule.model_copy(update={"in_weeks": None}))
    return often, "" if weeks.removeprefix("In ").casefold() in title.casefold() else weeks


def schedule(labels: Labels, schedule: Schedule, title: str) -> str:
    """Return how often and for how long, in one sentence, without weeks that the *title* says."""
    _, weeks = when(labels, schedule, title)
    shown = schedule if weeks else schedule.model_copy(update={"in_weeks": None})
    return dose_display.schedule(labels, shown)


def session_title(labels: Labels, library: Library, session: Session, number: int) -> str:
    """Return the title of a session: its own, that of the routine that it is, its days, or its number."""
    linked = library.routines.get(session.routine)
    days = session.schedule.per_week
    named = (
        dose_display.schedule(labels, Schedule.model_construct(per_week=days))
        if isinstance(days, Days)
        else ""
    )
    return (
        session.title
        or (labels["programme.rest-title"] if session.rest else "")
        or (linked.facts.title if linked else "")
        or (named.removeprefix("On ") if named else "")
        or labels.text("programme.session", n=str(number))
    )
