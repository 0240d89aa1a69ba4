"""How much of an exercise to do: read from what the author wrote, told in one sentence.

The sentence must not be misread by someone who stands on one leg in front of a sheet of paper. Each form was therefore
decided once, and every fact is printed by one function wherever it appears. docs/doses.md is the grammar, with a table
of what is written and the sentence that it becomes; a test holds it to the code.

===================  ==========================================================================================
`quantities`         the values that a dose is made of; `str()` is the way an author writes them
`parse`, `times`     numbers, open ends and times; `measures` what has a unit; `sides`, `rhythm`, `intervals`,
                     `frequency`, `free_text` one kind of fact each; `commas` which keys take lists
`model`              the dose: its keys, and which of them contradict one another
`hints`, `describe`  what an author probably meant; what editors offer
`merge`, `estimate`  several doses as one; how long one takes
`data`               plain data for exercises.json, and back as front matter
`messages`           all words for readers; `phrases`, `dose_sentence` and `dose_parts` choose among them
===================  ==========================================================================================

What could mean two things is refused and told rather than guessed: a number without its unit, two measures at once, a
range that runs backwards, several facts in one key. Durations are whole seconds.
"""

from __future__ import annotations

from cuecard.content.dose.data import as_data, as_written, schedule_from, written_from
from cuecard.content.dose.dose_parts import DosePart, parts, values
from cuecard.content.dose.dose_sentence import often, plan_sentence, sentence
from cuecard.content.dose.estimate import work_seconds
from cuecard.content.dose.frequency import days_a_week
from cuecard.content.dose.merge import merged
from cuecard.content.dose.model import Dose, InWeeks, PerDay, PerWeek, Weeks, Work
from cuecard.content.dose.quantities import Bound, Measure, Range, Seconds, Side, Tempo

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
    "Tempo",
    "Weeks",
    "Work",
    "as_data",
    "as_written",
    "days_a_week",
    "merged",
    "often",
    "parts",
    "plan_sentence",
    "schedule_from",
    "sentence",
    "values",
    "work_seconds",
    "written_from",
]
