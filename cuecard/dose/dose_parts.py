"""The facts of a dose one by one, for a table or a row of chips, in the words of its sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from msgspec import Struct

from cuecard.core.phrase_table import PhraseTable
from cuecard.dose.dose_sentence import SentenceWriter
from cuecard.dose.merge import dose_of_side, has_measure
from cuecard.dose.model import Dose, Work
from cuecard.dose.reader_phrases import ENGLISH


class DosePart(Struct, frozen=True):
    """One fact of a dose, for a chip or a row of a table."""

    label: str
    value: str


def parts(dose: Dose, table: PhraseTable = ENGLISH) -> tuple[DosePart, ...]:
    """Return the same facts as labels and values, in the order of the sentence."""
    if not table.makes_sentences:
        from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

        some = labelled.facts(dose, table)
        return tuple(DosePart(one.label or table.say(f"label.{one.key}"), one.value) for one in some)
    return tuple(_Parts(table).parts(dose))


_BESIDE_SIDES = tuple(key for key in Dose.model_fields if key not in {*Work.model_fields, "left", "right"})
"""What is said once for both sides, where they differ."""


def values(dose: Dose, table: PhraseTable = ENGLISH) -> dict[str, str]:
    """Return the values alone, by the key of the dose that they belong to; of several, the first."""
    result: dict[str, str] = {}
    if not table.makes_sentences:
        from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

        for one in labelled.facts(dose, table):
            result.setdefault(one.key, one.value)
        return result
    for key, value in _Parts(table).values(dose):
        if value:
            result.setdefault(key, value)
    return result


class _Parts(SentenceWriter):
    """The facts of a dose in one language."""

    def parts(self, dose: Dose) -> Iterator[DosePart]:
        """Labels and values, those that are given."""
        for key, value in self.values(dose):
            if value:
                yield DosePart(self.say(f"label.{key}"), value)

    def values(self, dose: Dose) -> Iterator[tuple[str, str]]:
        """Yield the keys of labels with their values, including empty ones."""
        if dose.left or dose.right:
            dose, whole = Dose.model_construct(**{key: getattr(dose, key) for key in _BESIDE_SIDES}), dose
            for name in ("left", "right"):
                if one := dose_of_side(whole, getattr(whole, name)):
                    yield name, self.dose(one)
        yield from self._amounts(dose)
        yield from self._loading(dose)
        yield from self._durations(dose)

    def _amounts(self, dose: Dose) -> Iterator[tuple[str, str]]:
        """Yield how much is done, on which side, and in which rhythm."""
        phrases, say, listed = self.phrases, self.say, self._each_set
        alternates = dose.side is not None and dose.side.alternates

        def total(text: str) -> str:
            return say("value.total", value=text) if alternates and text else text

        sets = phrases.number(dose.sets, "sets") if dose.sets else ""
        yield "sets", total(sets) if dose.hold and not has_measure(dose) else sets
        yield "reps", total(listed(dose.reps, lambda reps: phrases.number(reps, "reps")))
        for key in ("time", "distance", "amount"):
            yield key, total(listed(getattr(dose, key), phrases.quantity))
        yield "intervals", phrases.intervals(dose.intervals) if dose.intervals else ""
        if dose.side:
            yield "side", say(f"value.side.{dose.side.kind}{'' if alternates else f'.{dose.side.part}'}")
        hold = listed(dose.hold, phrases.quantity)
        yield "hold", say("value.each rep", time=hold) if hold and has_measure(dose) else hold
        yield "until", dose.until.text if dose.until else ""
        yield "each_way", say("only each way") if dose.each_way else ""
        yield "angle", phrases.angle(dose.angle) if dose.angle else ""
        yield "tempo", phrases.tempo(dose.tempo, "value.tempo") if dose.tempo else ""
        yield "breath", phrases.breath_phases(dose.breath) if dose.breath else ""
        yield "cadence", say("cadence", amount=phrases.quantity(dose.cadence)) if dose.cadence else ""

    def _loading(self, dose: Dose) -> Iterator[tuple[str, str]]:
        """Yield what is lifted, and how hard it is."""
        phrases, say, listed = self.phrases, self.say, self._each_set
        yield "weight", listed(dose.weight, phrases.weight)
        yield "percent_1rm", listed(dose.percent_1rm, phrases.percent)
        yield "rep_max", listed(dose.rep_max, phrases.rep_max)
        yield "band", dose.band or ""
        yield "load", listed(dose.load, str)
        for key in ("effort", "rpe", "borg"):
            yield "effort", listed(getattr(dose, key), lambda value, key=key: phrases.effort(key, value))
        yield "effort", listed(dose.rir, phrases.reserve)
        yield "pulse", say("pulse", n=phrases.number(dose.pulse)) if dose.pulse else ""

    def _durations(self, dose: Dose) -> Iterator[tuple[str, str]]:
        """Yield the rests, how long all takes, how often it is done and for how long."""
        phrases, say = self.phrases, self.say
        if dose.rest:
            yield "rest", phrases.quantity(dose.rest) if dose.rest.high else say("value.none")
        if dose.rest_until:
            yield "rest", say("value.rest until", condition=dose.rest_until.text)
        for key, message in (
            ("rest_between_reps", "value.between reps"),
            ("rest_after", "value.after"),
            ("set_every", "value.set every"),
        ):
            if value := getattr(dose, key):
                yield "rest", say(message, time=phrases.quantity(value))
        yield "increase", dose.increase or ""
        yield "when", dose.when or ""
        yield "in_all", phrases.in_all(dose.in_all) if dose.in_all else ""
        yield "often", phrases.often(dose.per_day, dose.per_week)
        yield "weeks", phrases.weeks(dose.weeks, "") if dose.weeks else ""
        yield "in_weeks", phrases.in_weeks(dose.in_weeks) if dose.in_weeks else ""

    def _each_set(self, value: Any, describe: Any) -> str:
        """Return a value, or the values of all sets, each as *describe* puts it."""
        if not isinstance(value, tuple):
            return str(describe(value)) if value else ""
        texts = [str(describe(one)) for one in value]
        return reduce(lambda before, next: self.say("value.listed", before=before, next=next), texts)
