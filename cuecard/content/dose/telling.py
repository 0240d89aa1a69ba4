"""Telling a dose: one sentence, and the same facts one by one, made by the same functions."""

from __future__ import annotations

from cuecard.content.dose.model import Dose
from cuecard.content.dose.values import Range, Seconds, Side, Tempo
from cuecard.values import dataclass


@dataclass(frozen=True, slots=True)
class DosePart:
    """One fact of a dose, for a chip or a row of a table."""

    label: str
    value: str


def sentence(dose: Dose) -> str:
    """The whole dose as one sentence that cannot be misread, without a full stop at the end."""
    facts = (
        _work(dose),
        f"holding each rep for {dose.hold}" if dose.hold and dose.reps else "",
        f"tempo {_tempo_words(dose.tempo)}" if dose.tempo else "",
        f"load: {dose.load}" if dose.load else "",
        f"at an effort of {_effort_words(dose.effort)}" if dose.effort else "",
        (f"rest {dose.rest}" if dose.rest.high else "no rest") if dose.rest else "",
        _frequency(dose),
    )
    text = ", ".join(fact for fact in facts if fact)
    if dose.weeks:
        joint = " " if dose.per_day or dose.per_week else ", " if text else ""
        text = f"{text}{joint}for {_count(dose.weeks, 'week')}"
    return text[:1].upper() + text[1:]


def parts(dose: Dose) -> tuple[DosePart, ...]:
    """The same facts as labels and values, in the order of the sentence."""
    in_total = " in total" if dose.side is Side.ALTERNATING else ""
    only_holds = dose.hold and not dose.reps
    told = (
        ("Sets", dose.sets and f"{dose.sets}{in_total if only_holds else ''}"),
        ("Reps", dose.reps and f"{dose.reps}{in_total}"),
        ("Time", dose.time and f"{dose.time}{in_total}"),
        ("Side", dose.side),
        ("Hold", dose.hold and f"{dose.hold}{' each rep' if dose.reps else ''}"),
        ("Tempo", dose.tempo and _tempo_words(dose.tempo)),
        ("Load", dose.load),
        ("Effort", dose.effort and _effort_words(dose.effort)),
        ("Rest", dose.rest and (str(dose.rest) if dose.rest.high else "none")),
        ("How often", _frequency(dose)),
        ("How long", dose.weeks and _count(dose.weeks, "week")),
    )
    return tuple(DosePart(label, str(value)) for label, value in told if value)


def _work(dose: Dose) -> str:
    """Sets, measure and side: the core of the sentence, empty if none is given."""
    several = dose.sets is not None and dose.sets.high > 1
    counted_together = dose.side is Side.ALTERNATING
    measure = _count(dose.reps, "rep") if dose.reps else str(dose.time or "")
    if measure:
        measure += " in total" if counted_together else ""
        joint = ", each of " if counted_together and several else " of "
        text = f"{_count(dose.sets, 'set')}{joint}{measure}" if dose.sets else measure
    elif dose.hold and dose.sets:
        holds = _count(dose.sets, "hold")
        text = (
            f"{holds} in total, {dose.hold} each"
            if counted_together and several
            else f"{holds} of {dose.hold}"
        )
    elif dose.hold:
        text = f"hold for {dose.hold}"
    else:
        text = _count(dose.sets, "set") if dose.sets else ""
    if dose.side is None:
        return text
    if counted_together:
        return f"{text}, alternating sides" if text else "alternating sides"
    return f"{text} {'with' if dose.side is Side.EACH_ARM else 'on'} {dose.side}".lstrip()


def _frequency(dose: Dose) -> str:
    """How often: `twice a day, 3 days a week`; empty if not given."""
    told = []
    if dose.per_day:
        times = {"1": "once", "2": "twice"}.get(str(dose.per_day), f"{dose.per_day} times")
        told.append(f"{times} a day")
    if dose.per_week:
        told.append("every day" if dose.per_week.low == 7 else f"{_count(dose.per_week, 'day')} a week")
    return ", ".join(told)


def _tempo_words(tempo: Tempo) -> str:
    told = [
        f"{verb} for {Seconds(phase, phase)}" if phase else f"no {verb}"
        for verb, phase in zip(("lower", "pause", "lift", "pause"), tempo.phases, strict=False)
    ]
    return f"{tempo} ({', '.join(told)})"


def _effort_words(effort: Range) -> str:
    return f"{effort} out of 10"


def _count(number: Range, noun: str) -> str:
    return f"{number} {noun}" if number.high == 1 else f"{number} {noun}s"
