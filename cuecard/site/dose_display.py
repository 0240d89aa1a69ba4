"""Doses and times, as pages and cards show them."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from cuecard import dose as doses
from cuecard.core.messages import Messages
from cuecard.dose import messages
from cuecard.library.library import Library
from cuecard.parse.nested_models import Entry, Schedule
from cuecard.parse.schema import Routine
from cuecard.site import views
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


class Numbers(Struct, frozen=True):
    """A dose as numbers that can be read from a distance."""

    parts: tuple[views.DoseNumber, ...]
    is_all: bool
    """Whether they say all that the sentence says."""


_SENTENCE_ONLY = Numbers((), is_all=False)
_IN_NUMBERS = frozenset(["sets", "reps", "time", "distance", "amount", "side", "rest"])
_MEASURES = ("reps", "time", "distance", "amount")
_NUMBER_FIRST = re.compile(r"(\d\S*(?: \S{1,3} \d\S*)?)\s(\D+)")
"""A number or two, and the words after them: "8 to 12 reps"."""


@lru_cache(maxsize=1 << 12)
def numbers(labels: Labels, value: doses.Dose | None) -> Numbers:
    """Return the numbers of a dose, each with its words, and with the side wherever it is told.

    Only for doses whose sets, one measure and rest are plain numbers: any other is told by its sentence alone.
    """
    if value is None or value.left or value.right:
        return _SENTENCE_ONLY
    given = {key for key, fact in value if fact is not None}
    measures = [key for key in _MEASURES if key in given]
    if len(measures) != 1 or (value.side is not None and value.side.alternates):
        return _SENTENCE_ONLY
    texts = doses.values(value, words(labels))
    nouns = words(labels)
    told: list[str] = []
    if value.sets:
        told.append(nouns.say("sets", n=texts["sets"], plural=str(value.sets.high)))
    measure = _short(labels, value.time) if measures == ["time"] else texts[measures[0]]
    if value.reps and not isinstance(value.reps, tuple):
        measure = nouns.say("reps", n=measure, plural=str(value.reps.high))
    told.append(labels.text("dose.each", unit=measure, side=texts["side"]) if value.side else measure)
    if value.rest and value.rest.high:
        told.append(labels.text("dose.rest", unit=_short(labels, value.rest)))
    found = [_NUMBER_FIRST.fullmatch(text) for text in told]
    parts = tuple(views.DoseNumber(one[1], one[2]) for one in found if one)
    if len(parts) < len(told):
        return _SENTENCE_ONLY
    return Numbers(parts, is_all=given <= _IN_NUMBERS)


def _short(labels: Labels, value: object) -> str:
    """Return a time with a short unit: "30 s", "2 to 3 min"; empty unless it is one time or a range of them."""
    if not isinstance(value, doses.Seconds) or value.bound is not doses.Bound.BETWEEN:
        return ""
    in_minutes = value.low >= _MINUTE and value.low % _MINUTE == value.high % _MINUTE == 0
    low, high = (str(end // _MINUTE if in_minutes else end) for end in (value.low, value.high))
    number = low if low == high else labels.text("range", low=low, high=high)
    return labels.text("short.minute" if in_minutes else "short.second", n=number)


_MINUTE = 60


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
