"""Doses and times, as pages and cards show them."""

from __future__ import annotations

from functools import lru_cache

from cuecard import dose as doses
from cuecard.library.library import Library
from cuecard.parse.schema import (
    Entry,
    Routine,
)
from cuecard.site import views
from cuecard.site.english import counted


@lru_cache(maxsize=1 << 12)
def dose(value: doses.Dose | None) -> views.Dose | None:
    """The dose as one sentence and as single facts."""
    if value is None:
        return None
    parts = tuple(views.DosePart(part.label, part.value) for part in doses.parts(value))
    return views.Dose(doses.sentence(value), parts)


_HOW = (
    "load", "weight", "band", "percent_1rm", "tempo", "breath", "cadence", "effort", "rpe", "borg", "rir", "pulse",
    "rest", "rest_between_reps", "rest_after", "set_every", "per_day", "per_week", "weeks", "in_weeks", "in_all",
)  # fmt: skip
"""Facts of a dose that say how it is done, and not what."""


@lru_cache(maxsize=1 << 12)
def core(value: doses.Dose) -> str:
    """How the sentence of a dose begins, as far as it says what to do: "3 sets of 30 seconds on each leg".

    The whole sentence where no such beginning stands out.
    """
    whole = doses.sentence(value)
    kept = {key: told for key, told in value if told is not None and key not in _HOW}
    if not kept:
        return whole
    begun = doses.sentence(doses.Dose.model_construct(**kept))
    return begun if begun and whole.startswith(begun) and whole[len(begun) :][:1] in {"", ","} else whole


def entry_dose(library: Library, routine: Routine, entry: Entry) -> doses.Dose | None:
    """The dose in a routine: the exercise's own, overridden by the routine's, overridden by the entry's."""
    own = library.exercises[entry.exercise].facts.dose
    return doses.merged(own, routine.dose, entry.dose)


def total_time(library: Library, routine: Routine) -> str:
    """What a routine takes, from the doses: "About 25 minutes"; empty when no dose can be reckoned.

    An exercise whose dose cannot be reckoned makes it "At least ...". Getting from one exercise to the
    next is not counted.
    """
    reckoned = [
        doses.work_seconds(value) if value else None
        for value in (entry_dose(library, routine, entry) for entry in routine.exercises)
    ]
    known = [seconds for seconds in reckoned if seconds]
    if not known:
        return ""
    low, high = (max(1, round(sum(side) / 60)) for side in zip(*known, strict=True))
    minutes = counted(high, "minute") if low == high else f"{low} to {high} minutes"
    return f"{'About' if len(known) == len(reckoned) else 'At least'} {minutes}"
