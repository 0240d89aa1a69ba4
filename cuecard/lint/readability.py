"""How many years of school a text asks of its reader. English only.

The measure is the Flesch-Kincaid grade (Kincaid and others, 1975), the one most used on health information. Syllables
are where pyphen would hyphenate a word, which misses some ("over"): beside a pronouncing dictionary the grade comes
out a third to a half of a year too low, on the exercises of this guide and on 3,700 steps of others. So it errs on
the author's side.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import cache
from typing import Any

from cuecard.core.diagnostics import Problem, Severity
from cuecard.library import site_rules
from cuecard.library.library import Library
from cuecard.lint import sentences
from cuecard.parse.routine_shape import entries_of, routine_slugs, steps_of
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine, Written
from cuecard.parse.sections import ROUTINE_SECTIONS

HARDEST = 8
"""Grade, about 14 years of age. Guidance for patients asks for 6 and accepts 8 (table 1 of a review of leaflets,
doi 10.1186/s12886-016-0315-0); the NHS writes for 9 to 11 years of age, and for 11 to 14 where it must."""
FEWEST = 100
"""Words, the size of the samples that the formula was made with; of fewer it says nothing."""
_LONG_SENTENCES = 15
"""Words on average from which sentences are the first thing to shorten."""

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*")
_NOT_PROSE = re.compile(r"<(h[1-6]|pre|table|code)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(r"</(?:p|li|dt|dd|div|blockquote|figcaption|summary)>|<br>")
_TAG = re.compile(r"<[^>]*>")


def hard_to_read(content_file: ContentFile[Any], library: Library) -> Iterator[Problem]:
    """Report, at its start, a text that needs more than eight years of school."""
    spoken = [sentence for text in _prose(content_file, library) for sentence in sentences.split(text)]
    words = Counter(word for sentence in spoken for word in _WORD.findall(sentence.casefold()))
    if words.total() < FEWEST:
        return
    syllables = {word: syllables_of(word) for word in words} | dict.fromkeys(_names(content_file, library), 1)
    measured = grade(len(spoken), words, syllables)
    if measured <= HARDEST:
        return
    average = words.total() / len(spoken)
    message = f"this reads at school grade {measured}; above {HARDEST} many readers cannot follow"
    shorter = f"shorten the sentences, which have {average:.0f} words on average"
    hardest = sorted(words, key=lambda word: (-syllables[word], -words[word], word))[:3]
    plainer = "use everyday words for " + ", ".join(f'"{word}"' for word in hardest)
    hint = f"{shorter}, and {plainer}" if average > _LONG_SENTENCES else plainer
    yield content_file.document.problem((), "hard-to-read", message, hint, Severity.WARNING)


def grade(number: int, words: Counter[str], syllables: Mapping[str, int]) -> float:
    """Compute the Flesch-Kincaid grade of a *number* of sentences with these *words*, to one decimal."""
    total = words.total()
    spoken = sum(syllables[word] * times for word, times in words.items())
    return round(0.39 * total / number + 11.8 * spoken / total - 15.59, 1)


@cache
def syllables_of(word: str) -> int:
    """Count the syllables of an English word by its hyphenation; at least one."""
    return len(_hyphens().positions(word)) + 1


def _prose(content_file: ContentFile[Any], library: Library) -> Iterator[str]:
    """Yield what is written in sentences: no titles, cues, headings or tables, and no step a second time."""
    facts: Written = content_file.facts
    yield facts.summary
    if isinstance(facts, Exercise):
        yield from (facts.start, *facts.steps, *facts.mistakes, facts.breathing, facts.feel)
        yield from (facts.goal, *facts.stop_if, *facts.not_if)
    elif isinstance(facts, Routine):
        values = (getattr(facts, key) for key in ROUTINE_SECTIONS)
        yield from (text for value in values for text in ((value,) if isinstance(value, str) else value))
        yield from (text for _, step in steps_of(facts) for text in (step.do, step.note))
        yield from (one.entry.note for one in entries_of(facts))
        yield from (part.note for part in (*facts.sessions, *facts.phases))
        yield from (facts.progress_when, facts.regress_when)
    if isinstance(facts, Routine | Guide):
        yield from facts.safety.stop_if
    yield from (lift.reason for lift in site_rules.lifts_of(facts))
    body = _NOT_PROSE.sub(" ", "".join(library.bodies[content_file.path].pieces))
    yield from (html.unescape(_TAG.sub("", block)) for block in _BLOCK.split(body))


def _names(content_file: ContentFile[Any], library: Library) -> Set[str]:
    """Return words that the author cannot choose: names of this exercise or routine, its muscles and equipment.

    They count as one syllable, as is usual for names in a text whose grade is measured. Anatomical names are
    not among them: there are everyday ones.
    """
    facts: Written = content_file.facts
    names = [facts.title]
    slugs: tuple[str, ...] = ()
    if isinstance(facts, Exercise):
        worked = (*library.primary[content_file.slug], *library.secondary[content_file.slug])
        names += [*facts.also_called, *(one.term.name for one in worked)]
        names += [term.name for term in library.equipment[content_file.slug]]
    elif isinstance(facts, Routine):
        slugs = routine_slugs(facts)
    elif isinstance(facts, Guide):
        slugs = facts.exercises
    names += [library.exercises[slug].facts.title for slug in slugs if slug in library.exercises]
    return {word for name in names for word in _WORD.findall(name.casefold())}


@cache
def _hyphens() -> Any:
    import pyphen  # noqa: PLC0415 - a check of a text that is long enough is all that needs it, and it takes 0.1 s

    return pyphen.Pyphen(lang="en_US")
