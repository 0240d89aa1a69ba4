"""Doses and times, as pages and cards show them."""

from __future__ import annotations

from functools import lru_cache

from cuecard import dose as doses
from cuecard.core.messages import Messages
from cuecard.dose import messages
from cuecard.library.library import Library
from cuecard.parse.nested_models import Entry, Schedule
from cuecard.parse.schema import Routine
from cuecard.site.labels import Labels


def words(labels: Labels) -> Messages:
    """Return the words of doses in the language of *labels*."""
    return messages.TABLES[labels.language]


@lru_cache(maxsize=1 << 12)
def sentence(labels: Labels, value: doses.Dose | None) -> str:
    """Return the dose as one sentence; empty for none."""
    return doses.sentence(value, words(labels)) if value else ""


def schedule(labels: Labels, value: Schedule) -> str:
    """Return how often and how long: "3 days a week for 8 weeks"; empty when the author does not say."""
    return doses.plan_sentence(value, words(labels))


_HOW = (
    "load", "weight", "band", "percent_1rm", "tempo", "breath", "cadence", "effort", "rpe", "borg", "rir", "pulse",
    "rest", "rest_between_reps", "rest_after", "set_every", "per_day", "per_week", "weeks", "in_weeks", "in_all",
)  # fmt: skip
"""Keys of a dose that say how it is done, not what."""


@lru_cache(maxsize=1 << 12)
def core(labels: Labels, value: doses.Dose) -> str:
    """Return the beginning of a dose's sentence that says what to do: "3 sets of 30 seconds on each leg".

    It is the whole sentence if that has no such beginning.
    """
    whole = sentence(labels, value)
    what = {key: fact for key, fact in value if fact is not None and key not in _HOW}
    if not what:
        return whole
    start = doses.sentence(doses.Dose.model_construct(**what), words(labels))
    return start if start and whole.startswith(start) and whole[len(start) :][:1] in {"", ","} else whole


def entry_dose(library: Library, routine: Routine, entry: Entry) -> doses.Dose | None:
    """Return the dose in a routine: the exercise's own, overridden by the routine's, overridden by the entry's."""
    own = library.exercises[entry.exercise].facts.dose
    return doses.merged(own, routine.dose, entry.dose)


def total_time(labels: Labels, library: Library, routine: Routine) -> str:
    """Return what a routine takes, from the doses: "About 25 minutes"; empty when no dose can be estimated.

    An exercise whose dose cannot be estimated makes it "At least ...". Getting from one exercise to the next is not
    counted.
    """
    estimates = [
        doses.work_seconds(value) if value else None
        for value in (entry_dose(library, routine, entry) for entry in routine.exercises)
    ]
    known = [seconds for seconds in estimates if seconds]
    if not known:
        return ""
    low, high = (max(1, round(sum(side) / 60)) for side in zip(*known, strict=True))
    if low == high:
        minutes = labels.count("minute", high)
    else:
        minutes = labels.text("routine.time.range", low=str(low), n=str(high))
    key = "routine.time.about" if len(known) == len(estimates) else "routine.time.at-least"
    return labels.text(key, minutes=minutes)
