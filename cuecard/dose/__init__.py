"""How much to do: parsed, merged, estimated and put in words.

In come values as an author wrote them; out come `Dose` values, errors with hints, and sentences. It must never import
the parser of texts or a page: only `core`.
"""

from __future__ import annotations

from cuecard.dose.data import as_data, as_written, schedule_from, written_from
from cuecard.dose.dose_parts import DosePart, parts, values
from cuecard.dose.dose_sentence import often, plan_sentence, quantity, sentence
from cuecard.dose.estimate import work_seconds
from cuecard.dose.frequency import days_a_week
from cuecard.dose.merge import in_set, merged, number_of_sets, one_round
from cuecard.dose.model import Dose, InWeeks, PerDay, PerWeek, Weeks, When, Work
from cuecard.dose.quantities import Bound, Measure, Range, Seconds, Side, Tempo
from cuecard.dose.rounds import SideOrder, rounds_seconds, rounds_sentence

__all__ = [
    "Bound",
    "Dose",
    "DosePart",
    "InWeeks",
    "Measure",
    "PerDay",
    "PerWeek",
    "Range",
    "Seconds",
    "Side",
    "SideOrder",
    "Tempo",
    "Weeks",
    "When",
    "Work",
    "as_data",
    "as_written",
    "days_a_week",
    "in_set",
    "merged",
    "number_of_sets",
    "often",
    "one_round",
    "parts",
    "plan_sentence",
    "quantity",
    "rounds_seconds",
    "rounds_sentence",
    "schedule_from",
    "sentence",
    "values",
    "work_seconds",
    "written_from",
]
