"""How much of an exercise to do: read from what the author wrote, told in one sentence.

The sentence must not be misread by someone who stands on one leg in front of a sheet of paper. Each form
was therefore decided once, and every fact is printed by one function wherever it appears:

====================  ==============================  ===================================================
given                 front matter                    the sentence says
====================  ==============================  ===================================================
sets and reps         sets: 3, reps: 8-12             3 sets of 8 to 12 reps
sets and time         sets: 3, time: 30 s             3 sets of 30 seconds
sets and hold         sets: 3, hold: 30 s             3 holds of 30 seconds
reps and hold         reps: 10, hold: 5 s             10 reps, holding each rep for 5 seconds
hold alone            hold: 30 s                      Hold for 30 seconds
time                  time: 90 s, or 1:30             1 minute 30 seconds
time, as a range      time: 45-90 s                   45 seconds to 1 minute 30 seconds
side                  side: each leg                  ... on each leg
side                  side: each arm                  ... with each arm
side                  side: each side                 ... on each side
side and a count      reps: 20, side: alternating     20 reps in total, alternating sides
... and sets          sets: 3, ... (as above)         3 sets, each of 20 reps in total, alternating sides
... and only a hold   sets: 4, hold: 5 s, ...         4 holds in total, 5 seconds each, alternating sides
tempo                 tempo: 3-1-1                    tempo 3-1-1 (lower for 3 seconds, pause for 1 second,
                                                      lift for 1 second); a fourth number: pause again
load                  load: 5 kg                      load: 5 kg
effort                effort: 5-7                     at an effort of 5 to 7 out of 10
rest                  rest: 30 s                      rest 30 seconds
rest                  rest: none                      no rest
times a day           per_day: 1, 2, 3, 2-3           once, twice, 3 times, 2 to 3 times a day
days a week           per_week: 1, 3, 7 or daily      1 day a week, 3 days a week, every day
weeks                 weeks: 8                        for 8 weeks
====================  ==============================  ===================================================

Facts stand in this order: work and side, hold, tempo, load, effort, rest, a day, a week, weeks.

What could mean two things is refused and told rather than guessed: a number without its unit, two
measures at once, a range that runs backwards, several facts in one key. Durations are whole seconds. The
sentence is English; a second language would be a second set of the small functions under "telling".
"""

from __future__ import annotations

from cuecard.content.dose.model import Dose, as_data, merged, work_seconds
from cuecard.content.dose.telling import DosePart, parts, sentence
from cuecard.content.dose.values import Range, Seconds, Side, Tempo

__all__ = [
    "Dose",
    "DosePart",
    "Range",
    "Seconds",
    "Side",
    "Tempo",
    "as_data",
    "merged",
    "parts",
    "sentence",
    "work_seconds",
]
