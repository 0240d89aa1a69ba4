"""A dose as labels and numbers, "Sets 3 · Reps 8–12": for a language whose sentences no native speaker has read.

Nothing here agrees with anything else, so no grammar can make it say another dose. The words are those under `dose` in
`cuecard/languages/LANG.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from cuecard.core.phrase_table import PhraseTable
from cuecard.dose.labelled_numbers import NO_BREAK, LabelledNumbers
from cuecard.dose.merge import dose_of_side, has_measure, is_once
from cuecard.dose.model import Dose, Work
from cuecard.dose.quantities import (
    BETWEEN_FACTS,
    BodyWeight,
    Bound,
    Breath,
    Days,
    Every,
    Intervals,
    Measure,
    Phase,
    Range,
    Repeated,
    Seconds,
    Side,
    Tempo,
    Until,
)

_TIMES = "\N{MULTIPLICATION SIGN}"
_SHORT = 6
"""Characters of a value that stays in one line with the end of its label."""


class LabelledFact(Struct, frozen=True):
    """One fact of a dose: the key that it is of, its label and its value; the value of a side needs no label."""

    key: str
    label: str
    value: str

    def __str__(self) -> str:
        """Return it as in a line: `Sets 3`."""
        space = NO_BREAK if len(self.value) <= _SHORT else " "
        return f"{self.label}{space}{self.value}" if self.label else self.value


def facts(dose: Dose, table: PhraseTable) -> tuple[LabelledFact, ...]:
    """Return all facts of a dose: what is done first, then how, then how often."""
    return tuple(one for one in _Labelled(table).facts(dose) if one.value)


def joined(some: Iterable[object]) -> str:
    """Return facts in a line."""
    return BETWEEN_FACTS.join(str(one) for one in some if str(one))


def plan_facts(plan: Any, table: PhraseTable, *, is_often_only: bool = False) -> tuple[LabelledFact, ...]:
    """Return how often and for how long, of a dose or a schedule."""
    labelled = _Labelled(table)
    some = labelled.often(plan.per_day, plan.per_week)
    more = () if is_often_only else (labelled.when(plan), *labelled.weeks(plan))
    return tuple(one for one in (*some, *more) if one.value)


def group_facts(group: Any, number: int, table: PhraseTable) -> tuple[str, ...]:
    """Return how the *number* of exercises of a group are done; none for a group that is only a heading."""
    labelled = _Labelled(table)
    return tuple(filter(None, map(str, labelled.group(group, number))))


def sides_by_round(first: str, table: PhraseTable) -> str:
    """Return that the sides take turns from round to round, and which is *first* if that matters."""
    text = table.say("sides-by-round")
    return f"{text}, {table.say('first')} {table.say(f'one-side.{first}')}" if first else text


def quantity(value: Range, table: PhraseTable) -> str:
    """Return a time, or a number with its unit."""
    return LabelledNumbers(table).quantity(value)


class _Labelled(LabelledNumbers):
    """The facts of a dose in one language."""

    def fact(self, key: str, value: str, label: str = "") -> LabelledFact:
        """Return a fact with the label of its key, or another one."""
        return LabelledFact(key, label or self.say(f"label.{key}"), value)

    def facts(self, dose: Dose) -> Iterator[LabelledFact]:
        """Yield all facts, those without a value too."""
        if dose.left or dose.right:
            for name in ("left", "right"):
                if one := dose_of_side(dose, getattr(dose, name)):
                    yield self.fact(name, f"({joined(fact for fact in self._what(one) if fact.value)})")
            yield from self._how(dose)
        else:
            yield from self._what(dose)
            yield from self._how(dose)

    def _what(self, dose: Dose) -> Iterator[LabelledFact]:
        """Yield how much is done, on which side, and in one-sided work what is lifted."""
        fact, each = self.fact, self.each_set
        total = (
            f" ({self.say('in-total')})" if dose.side and dose.side.alternates and not is_once(dose) else ""
        )

        def whole(text: str) -> str:
            return text + total if text else ""

        yield fact("sets", self.number(dose.sets) if dose.sets else "")
        yield fact("reps", whole(each(dose.reps, self.number)))
        for key in ("time", "distance"):
            yield fact(key, whole(each(getattr(dose, key), self.quantity)))
        if dose.amount:
            first = dose.amount[0] if isinstance(dose.amount, tuple) else dose.amount
            yield fact("amount", whole(each(dose.amount, self.number)), self.unit_label(first))
        yield fact("intervals", self._intervals(dose.intervals) if dose.intervals else "")
        hold = each(dose.hold, self.quantity)
        yield fact(
            "hold",
            hold if has_measure(dose) else whole(hold),
            self.say("label.hold-each") if has_measure(dose) else "",
        )
        yield LabelledFact("each_way", "", self.say("each-way") if dose.each_way else "")
        if dose.side:
            yield LabelledFact("side", "", self._side(dose.side))
        yield fact("until", self.theirs(dose.until.text) if dose.until else "")

    def _side(self, side: Side) -> str:
        if side.alternates:
            return self.say("alternating")
        if side.doubles:
            return self.say(f"each.{side.part}")
        one = self.say(f"one-side.{side.kind}")
        return one if side.part == "side" else f"{self.say(f'part.{side.part}')}: {one}"

    def _intervals(self, parts: Intervals) -> str:
        return self.comma.join(
            f"{part.times} {_TIMES} ({self._intervals(part.parts)})"
            if isinstance(part, Repeated)
            else f"{self.theirs(part.name)} {self.quantity(part.measure)}{f' {_TIMES}' if part.is_counted else ''}"
            for part in parts
        )

    def _how(self, dose: Dose) -> Iterator[LabelledFact]:
        yield from self._pace(dose)
        yield from self._loads(dose)
        yield from self._rests(dose)
        yield from self.often(dose.per_day, dose.per_week)
        yield self.when(dose)
        yield from self.weeks(dose)
        yield self.fact("increase", self.theirs(dose.increase) if dose.increase else "")

    def _pace(self, dose: Dose) -> Iterator[LabelledFact]:
        if dose.angle:
            yield self.fact("angle", self.number(dose.angle, lambda end: self.unit("degree", n=str(end))))
        yield self.fact("tempo", self._tempo(dose.tempo) if dose.tempo else "")
        yield self.fact("breath", self._breath(dose.breath) if dose.breath else "")
        if dose.cadence:
            yield self.fact("cadence", self.say("a-minute", n=self.quantity(dose.cadence)))

    def _tempo(self, tempo: Tempo) -> str:
        phases = self.comma.join(map(self._phase, tempo.phases))
        return f"{self.theirs(str(tempo))} ({phases})" if tempo.numbers else phases

    def _phase(self, phase: Phase) -> str:
        known = phase.name in {"lower", "lift", "pause"}
        name = self.say(f"phase.{phase.name}") if known else self.theirs(phase.name)
        length = self.unit("second", n=str(phase.length))
        return f"{name} {self.say('fast') if phase.is_fast else length}"

    def _breath(self, breath: Breath) -> str:
        return self.comma.join(
            f"{self.say(f'breath.{phase.name}')} "
            f"{self.unit('second', n=str(phase.length)) if breath.in_seconds else phase.length}"
            for phase in breath.phases
            if phase.length
        )

    def _loads(self, dose: Dose | Work) -> Iterator[LabelledFact]:
        fact, each = self.fact, self.each_set
        yield fact("weight", each(dose.weight, self._weight))
        yield fact("percent_1rm", each(dose.percent_1rm, lambda one: self.say("percent", n=self.number(one))))
        yield fact("rep_max", each(dose.rep_max, lambda one: self.say("rep-max", n=self.number(one))))
        yield fact("band", self.theirs(dose.band) if dose.band else "")
        yield fact("load", each(dose.load, self.theirs))
        if isinstance(dose, Dose):
            for key in ("effort", "rpe"):
                yield fact(key, each(getattr(dose, key), lambda one: self.say("of-ten", n=self.number(one))))
            for key in ("borg", "rir"):
                yield fact(key, each(getattr(dose, key), self.number))
            yield fact("pulse", self.say("a-minute", n=self.number(dose.pulse)) if dose.pulse else "")

    def _weight(self, value: Measure | BodyWeight) -> str:
        if not isinstance(value, BodyWeight):
            return self.quantity(value)
        text = self.say("body-weight")
        if value.extra is None:
            return text
        sign = "\N{MINUS SIGN}" if value.is_help else "+"
        return f"{text} {sign} {self.quantity(value.extra)}"

    def _rests(self, dose: Dose) -> Iterator[LabelledFact]:
        yield self.fact("rest", self._pause(dose.rest))
        yield self.fact("rest_until", self.theirs(dose.rest_until.text) if dose.rest_until else "")
        for key in ("rest_between_reps", "set_every", "rest_after"):
            yield self.fact(key, self._pause(getattr(dose, key)))
        if dose.in_all:
            yield self._in_all(dose.in_all)

    def _pause(self, value: Seconds | None) -> str:
        if value is None:
            return ""
        return self.quantity(value) if value.high else self.say("none")

    def _in_all(self, whole: Any) -> LabelledFact:
        key = f"in_all.{whole.per}" if whole.per else "in_all"
        return LabelledFact("in_all", self.say(f"label.{key}"), self.quantity(whole.time))

    # --- how often, how long --------------------------------------------------------------------------------

    def often(self, per_day: Any, per_week: Any) -> Iterator[LabelledFact]:
        """Yield how often it is done."""
        for key, value in (("per_day", per_day), ("per_week", per_week)):
            if isinstance(value, Every):
                yield self._every(key, value)
            elif isinstance(value, Days):
                names = self.comma.join(self.say(f"day.{number}") for number in value.numbers)
                yield LabelledFact(key, self.say("label.days"), names)
            elif value and key == "per_week" and value.bound is Bound.BETWEEN and value.low == 7:
                yield LabelledFact(key, "", self.say("daily"))
            elif value:
                yield self.fact(key, self.number(value))

    def _every(self, key: str, every: Every) -> LabelledFact:
        value = self.number(Range(every.low, every.high))
        if every.unit in {"minute", "hour"}:
            value = self.unit(every.unit, n=value)
        if every.is_awake:
            value = f"{value} ({self.say('awake')})"
        label = "every" if every.unit in {"minute", "hour"} else f"every.{every.unit}"
        return LabelledFact(key, self.say(f"label.{label}"), value)

    def when(self, plan: Any) -> LabelledFact:
        """Return at which times of the day it is done."""
        return self.fact("when", self.theirs(plan.when) if plan.when else "")

    def weeks(self, plan: Any) -> Iterator[LabelledFact]:
        """Yield for how long it is done, and in which weeks."""
        if isinstance(plan.weeks, Until):
            yield LabelledFact("weeks", self.say("label.until"), self.theirs(plan.weeks.text))
        elif plan.weeks:
            yield self.fact("weeks", self.number(plan.weeks))
        if plan.in_weeks:
            yield self.fact("in_weeks", self.number(plan.in_weeks))

    # --- exercises in turn ----------------------------------------------------------------------------------

    def group(self, group: Any, number: int) -> Iterator[LabelledFact | str]:
        """Yield how the exercises of a group are done."""
        if group.rounds:
            yield self.fact("rounds", self.number(group.rounds))
        if number > 1 and (group.rounds or group.until):
            yield self.say("in-turn")
        if group.until:
            yield self.fact("until", self.theirs(group.until.text))
        if group.alternate_sides:
            yield sides_by_round(group.alternate_sides.first, self.table)
        rest, between = group.rest, group.rest_between_rounds
        if number == 1:
            rest, between = None, between or rest
        yield self.fact("rest_between_exercises", self._pause(rest)) if rest else ""
        yield self.fact("rest_between_rounds", self._pause(between)) if between else ""
        yield self.fact("round_every", self._pause(group.round_every)) if group.round_every else ""
        yield self.fact("rest_after_rounds", self._pause(group.rest_after)) if group.rest_after else ""
        yield self._in_all(group.in_all) if group.in_all else ""
