"""Doses and times, as pages and cards show them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from cuecard import dose as doses
from cuecard.core.phrase_table import PhraseTable
from cuecard.dose import reader_phrases
from cuecard.dose.quantities import BETWEEN_FACTS
from cuecard.library.duration import Duration, duration
from cuecard.library.library import Library
from cuecard.library.programme import Part, facts_of, is_by_round, parts
from cuecard.parse.parts import Step
from cuecard.parse.placed import Placed
from cuecard.parse.schedule import Schedule
from cuecard.parse.schema import ContentFile, Routine
from cuecard.parse.shapes import Choice, Entry, Group
from cuecard.site import english, views
from cuecard.site.labels import Labels


def words(labels: Labels) -> PhraseTable:
    """Return the words of doses in the language of *labels*."""
    return labels.doses or reader_phrases.ENGLISH


@lru_cache(maxsize=1 << 12)
def sentence(labels: Labels, value: doses.Dose | None, *, by_round: bool = False) -> str:
    """Return the dose as one sentence; empty for none. *by_round*: a value for each set is one for each round."""
    return labels.ours(_sentence(labels, value, by_round=by_round)) if value else ""


def _sentence(labels: Labels, value: doses.Dose, *, by_round: bool) -> str:
    return doses.sentence(value, words(labels), by_round=by_round)


def schedule(labels: Labels, value: Schedule) -> str:
    """Return how often and how long: "3 days a week for 8 weeks"; empty when the author does not say."""
    return labels.ours(doses.plan_sentence(value, words(labels)))


_HOW = (
    "load", "weight", "band", "percent_1rm", "rep_max", "angle", "tempo", "breath", "cadence", "effort", "rpe", "borg",
    "rir", "pulse", "when", "rest", "rest_until", "rest_between_reps", "rest_after", "set_every", "per_day", "per_week",
    "weeks", "in_weeks", "in_all", "increase",
)  # fmt: skip
"""Keys of a dose that say how it is done, not what."""


@lru_cache(maxsize=1 << 12)
def core(labels: Labels, value: doses.Dose, *, by_round: bool = False) -> str:
    """Return the beginning of a dose's sentence that says what to do: "3 sets of 30 seconds on each leg".

    It is the whole sentence if that has no such beginning. It is not marked as ours.
    """
    whole = _sentence(labels, value, by_round=by_round)
    what = {key: fact for key, fact in value if fact is not None and key not in _HOW}
    if not what:
        return whole
    start = doses.sentence(doses.Dose.model_construct(**what), words(labels), by_round=by_round)
    ends = whole == start or whole.removeprefix(start).startswith((",", BETWEEN_FACTS))
    return start if start and whole.startswith(start) and ends else whole


_MEASURES = ("reps", "time", "distance", "amount")
_NUMBER_FIRST = re.compile(r"(\d\S*(?: \S{1,3} \d\S*)?)\s(\D+)")
"""A number or two, and the words after them: "8 to 12 reps"."""


@lru_cache(maxsize=1 << 12)
def numbers(labels: Labels, value: doses.Dose | None) -> tuple[views.DoseNumber, ...]:
    """Return the numbers of a dose, to be read from a distance, each with its words and the side if there is one.

    Only for doses whose sets, one measure and rest are plain numbers, done one way: any other has its sentence alone.
    """
    if value is None or value.left or value.right or value.each_way:
        return ()
    given = {key for key, fact in value if fact is not None}
    measures = [key for key in _MEASURES if key in given]
    if len(measures) != 1 or (value.side is not None and value.side.alternates):
        return ()
    texts = doses.values(value, words(labels))
    nouns = words(labels)
    if not nouns.makes_sentences:
        return _labelled_numbers(nouns, value, measures[0])
    phrases: list[str] = []
    if value.sets:
        phrases.append(nouns.say("sets", n=texts["sets"], plural=str(value.sets.high)))
    measure = _short(labels, value.time) if measures == ["time"] else texts[measures[0]]
    if value.reps and not isinstance(value.reps, tuple):
        measure = nouns.say("reps", n=measure, plural=str(value.reps.high))
    phrases.append(labels.text("dose.each", unit=measure, side=texts["side"]) if value.side else measure)
    if value.rest and value.rest.high:
        phrases.append(labels.text("dose.rest", unit=_short(labels, value.rest)))
    found = [_NUMBER_FIRST.fullmatch(text) for text in phrases]
    parts = tuple(views.DoseNumber(one[1], one[2]) for one in found if one)
    if len(parts) < len(phrases):
        return ()
    return parts


def _labelled_numbers(nouns: PhraseTable, value: doses.Dose, measure: str) -> tuple[views.DoseNumber, ...]:
    """Return the same for a language whose doses are labels and numbers."""
    from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

    shown = {one.key: one for one in labelled.facts(value, nouns)}
    parts = []
    for key in ("sets", measure, "rest"):
        if key not in shown or (key == "rest" and not (value.rest and value.rest.high)):
            continue
        one = shown[key]
        side = shown["side"].value if key == measure and "side" in shown else ""
        parts.append(views.DoseNumber(one.value, side, one.label))
    return tuple(parts)


def _short(labels: Labels, value: object) -> str:
    """Return a time with a short unit: "30 s", "2 to 3 min"; empty unless it is one time or a range of them."""
    if not isinstance(value, doses.Seconds) or value.bound is not doses.Bound.BETWEEN:
        return ""
    in_minutes = value.low >= _MINUTE and value.low % _MINUTE == value.high % _MINUTE == 0
    low, high = (str(end // _MINUTE if in_minutes else end) for end in (value.low, value.high))
    number = low if low == high else labels.text("range", low=low, high=high)
    return labels.text("short.minute" if in_minutes else "short.second", n=number)


_MINUTE = 60


def entry_sentence(labels: Labels, dose: doses.Dose | None, place: Placed) -> str:
    """Return the *dose* of an entry, and how it changes sides by itself; what its group says stands with the group."""
    return labels.ours(entry_words(labels, dose, place))


def entry_words(labels: Labels, dose: doses.Dose | None, place: Placed) -> str:
    """Return the same, not marked as ours."""
    text = _sentence(labels, dose, by_round=is_by_round(place, dose)) if dose else ""
    order = place.entry.alternate_sides
    if not order:
        return text
    if not words(labels).makes_sentences:
        from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

        return labelled.joined((text, labelled.sides_by_round(order.first, words(labels))))
    sides = words(labels).say(f"sides by round.{order.first}" if order.first else "sides by round")
    return words(labels).say("facts", before=text, next=sides) if text else sides[:1].upper() + sides[1:]


def conditions(labels: Labels, item: Entry | Group) -> tuple[str, ...]:
    """Return whether, when and for whom an entry or a group is done, in sentences."""
    return tuple(
        filter(
            None,
            (
                labels["entry.optional"] if item.optional else "",
                labels.text("entry.only-once", condition=item.only_once) if item.only_once else "",
                labels.text("entry.only-if", condition=item.only_if) if item.only_if else "",
            ),
        )
    )


def group_sentence(labels: Labels, group: Group) -> str:
    """Return how the exercises of a group are done: "3 rounds, one exercise after the other, ..."."""
    number, table = len(group.items), words(labels)
    if not table.makes_sentences:
        from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

        return labelled.joined(labelled.group_facts(group, number, table))
    return labels.ours(doses.rounds_sentence(group, number, table))


def group_title(labels: Labels, group: Group) -> str:
    """Return the name of a group: its own, that of its kind, or "In turn"."""
    kind = "" if group.list_key == "exercises" else group.list_key
    return group.title or (labels[f"group.{kind}"] if kind else labels["group.plain"])


def choice_sentence(labels: Labels, choice: Choice) -> str:
    """Return what there is to choose: "Do one of these two"."""
    number, total = choice.choose, len(choice.items)
    if number == 1:
        return labels["choice.either"] if total == 2 else labels["choice.one"]
    return labels.text("choice.some", n=str(number), total=str(total))


def step_text(labels: Labels, library: Library, step: Step) -> str:
    """Return one step of a warm-up or cool-down as a sentence."""
    if step.is_words:
        return english.sentence(step.do)
    if step.routine:
        routine = library.routines.get(step.routine)
        what = labels.text("step.routine", title=routine.facts.title if routine else step.routine)
    else:
        exercise = library.exercises.get(step.exercise)
        what = step.do.rstrip(".") or (exercise.facts.title if exercise else step.exercise)
    much = sentence(labels, step_dose(library, step))
    if much:
        what = labels.text("step.dose", what=what, dose=labels.uncapitalised(much))
    return " ".join(filter(None, (english.sentence(what), english.sentence(step.note) if step.note else "")))


def step_dose(library: Library, step: Step) -> doses.Dose | None:
    """Return how much of a step is done: what it says, over the exercise's own dose."""
    exercise = library.exercises.get(step.exercise)
    return doses.merged(exercise.facts.dose if exercise else None, step.dose)


def steps_text(labels: Labels, library: Library, steps: Iterable[Step]) -> str:
    """Return a warm-up or cool-down as running text."""
    return " ".join(step_text(labels, library, step) for step in steps)


def total_time(labels: Labels, library: Library, piece: ContentFile[Routine]) -> str:
    """Return what one time of a routine takes: "About 25 minutes"; empty when no dose can be estimated.

    An exercise whose dose cannot be estimated makes it "At least ...". Of sessions and phases that differ it is the
    range from the shortest to the longest.
    """
    takes = piece.facts.takes
    return _time(labels, takes) if takes else time_of(labels, _lengths(library, piece))


def part_time(labels: Labels, library: Library, part: Part) -> str:
    """Return what one session or phase takes, in the same way."""
    facts = facts_of(library, part)
    if facts.takes:
        return _time(labels, facts.takes)
    known = duration(library, facts)
    return time_of(labels, [known]) if known else ""


def time_of(labels: Labels, lengths: Iterable[Duration]) -> str:
    """Return the range of some durations in words; empty for none."""
    known = list(lengths)
    if not known:
        return ""
    low, high = (
        max(1, round(end / 60)) * 60
        for end in (min(one.low for one in known), max(one.high for one in known))
    )
    is_whole = all(one.is_whole for one in known)
    minutes = doses.quantity(doses.Seconds(low, max(low, high) if is_whole else low), words(labels))
    key = "routine.time.about" if is_whole else "routine.time.at-least"
    return labels.text(key, minutes=minutes)


def _time(labels: Labels, takes: doses.Seconds) -> str:
    text = doses.quantity(takes, words(labels))
    return labels.ours(text[:1].upper() + text[1:])


def _lengths(library: Library, piece: ContentFile[Routine]) -> list[Duration]:
    known = (duration(library, facts_of(library, part)) for part in parts(piece) if not part.is_rest)
    return [one for one in known if one]
