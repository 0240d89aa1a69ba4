"""Sentences: where they end, and which are too long to follow while moving."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse.schema import ContentFile, Exercise
from cuecard.parse.yaml_reader import Loc

LONGEST = 20
"""Words. Clear sentences have 15 to 20 (NICE, "Rules of clear writing"; Cutts, "Oxford Guide to Plain English")."""

_END = re.compile(
    r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!approx\.)[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W_a-z])",
)
"""Between two sentences: what follows begins with a capital or a digit."""
_WORD = re.compile(r"\w+(?:[-'’./]\w+)*")


def split(text: str) -> list[str]:
    """Split *text* into sentences, leaving out those without a word."""
    return [sentence.strip() for sentence in _END.split(text) if _WORD.search(sentence)]


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence; "hip-width", "don't" and "1.5" are one each."""
    return _WORD.findall(sentence)


def long(exercise: ContentFile[Exercise]) -> Iterator[Problem]:
    """Report each sentence of the instructions that is too long to follow while moving."""
    for loc, text in instructing(exercise.facts):
        if len(text) < 3 * LONGEST:
            continue
        for sentence in split(text):
            number = len(words_of(sentence))
            if number > LONGEST:
                place = exercise.document.place_of(loc, sentence)
                message = f"this sentence has {number} words"
                hint = f"split it in two; people can follow up to {LONGEST} words while moving"
                yield exercise.document.problem_at(place, "long-sentence", message, hint, Severity.WARNING)


def instructing(facts: Exercise) -> Iterator[tuple[Loc, str]]:
    """Yield the texts that say what to do, with their places."""
    if facts.start:
        yield ("start",), facts.start
    lists: Sequence[tuple[str, tuple[str, ...]]] = (
        ("steps", facts.steps),
        ("short_steps", facts.short_steps),
    )
    for key, texts in lists:
        for n, text in enumerate(texts):
            yield (key, n), text
