"""Find steps that describe something instead of saying what to do.

In English the first words mostly show which it is: an instruction begins with its verb ("Lift the heels"), a
statement with whoever does or is something ("Your heels should be high"). Verbs are without number and the ways to
begin a statement are few, so these are looked for. What is not known counts as an instruction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cuecard.core.diagnostics import Problem, Severity
from cuecard.lint import sentences
from cuecard.parse.schema import ContentFile, Exercise

_IS = (
    "(?:is|are|isn['’]t|aren['’]t|was|were|will|won['’]t|should|shouldn['’]t|must|may|might|can|can['’]t|cannot|"
    "could|would|has|have)"
)
_DOES = (
    "(?:activates|builds|develops|helps|improves|increases|involves|loosens|makes|prepares|prevents|protects|reduces|"
    "requires|strengthens|stretches|supports|targets|teaches|trains|works)"
)
_FEELS = "(?:be|experience|feel|find|have|hear|know|need|notice|see)"
_PARTS = (
    "(?:ankles|arms|buttocks|elbows|eyes|feet|fingers|forearms|hands|heels|hips|knees|legs|palms|shoulders|thighs|"
    "thumbs|toes|wrists)"
)
"""In the plural, in which no verb is an instruction."""
_NUMBER = (
    r"(?:\d+(?:\s?(?:[-–x×]|to)\s?\d+)?|one|two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty)"
)

_STATEMENT = re.compile(
    rf"""
    (?:this|these|those|that)\b (?!\s+(?:time|way)\b)
  | (?:it|they|there|we|he|she)\b
  | you(?:['’]ll|\s+(?:will|may|might|could|should|would)(?:\s+(?:also|only|not|now|really|then))*)\s+{_FEELS}\b
        (?!\s+to\b)
  | you\s+(?:are|feel|need|have)\b (?!\s+to\b)
  | (?:the|your|a|an|each|both|all|most|many|some|one|another|no|{_PARTS})\s+(?:[^\s,;:]+\s+){{0,7}}?{_IS}\b (?!\s+to\b)
  | (?:the|your|a|an|each|all|most|many|some)\s+(?:[^\s,;:]+\s+){{1,4}}?{_DOES}\b
  | {_DOES}\b
  | (?:great|good|ideal|perfect|useful|important|best)\s+(?:for|to)\b
  | {_NUMBER}\s+(?:sets?|reps?|repetitions?|times|seconds?|secs?|minutes?|mins?|breaths|holds)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CHOICE = re.compile(r"you\s+(?:can|may|might|could)\b", re.IGNORECASE)
"""Begins another way of doing it, but not behind a condition: "When it is easy, you can let go"."""
_CONDITION = re.compile(
    r"(?:as|when|if|while|once|after|before|until|with|from|in|at|on|for|by|during|throughout)\b[^,]*,\s+|"
    r"(?:also|again|finally|first|here|next|now|then)\s*,\s+",
    re.IGNORECASE,
)
"""What may come before the main clause, up to its comma."""
_POSTURE = re.compile(
    rf"(?:balancing|facing|hanging|holding|keeping|kneeling|leaning|lying|maintaining|sitting|standing|{_PARTS})\b",
    re.IGNORECASE,
)
_LONGEST_POSTURE = 8
"""Words up to which "Standing on one leg" says nothing else, if no comma, "and" or the like parts it."""


def is_instruction(step: str) -> bool:
    """Return whether at least one sentence of *step* seems to ask its reader to do something."""
    return not all(map(_is_statement, sentences.split(step)))


def _is_statement(sentence: str) -> bool:
    begin = sentence.lstrip("\"'“‘([")
    condition = _CONDITION.match(begin)
    if _STATEMENT.match(begin, condition.end() if condition else 0):
        return True
    if _POSTURE.match(begin):
        is_short = len(sentences.words_of(begin)) <= _LONGEST_POSTURE
        return is_short and not re.search(r"[,;:–—]|\b(?:and|then|to)\b", begin)
    return _CHOICE.match(begin) is not None


def missing(exercise: ContentFile[Exercise]) -> Iterator[Problem]:
    """Report each step that is not an instruction. English only.

    Effects, cues and doses among the steps are what readers of other collections complain of.
    """
    hint = 'begin with the verb, as in "Lift the heels"; put benefits and sensations in "feel" or the text'
    for n, step in enumerate(exercise.facts.steps):
        if not is_instruction(step):
            message = "this step does not say what to do"
            loc = ("steps", n)
            yield exercise.document.problem(loc, "not-an-instruction", message, hint, Severity.WARNING)
