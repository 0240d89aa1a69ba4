"""Numbers, ranges and quantities for a dose as labels and numbers, so that a number and its unit stay in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cuecard.core.phrase_table import PhraseTable
from cuecard.dose.quantities import COUNTED, Bound, Decimals, Measure, Range, Seconds, decimal, in_units

NO_BREAK = "\N{NO-BREAK SPACE}"


class LabelledNumbers:
    """Numbers, ranges and quantities in the words of one language."""

    def __init__(self, table: PhraseTable) -> None:
        self.table = table
        self.say = table.say
        self.theirs = table.theirs

    def number(self, value: Range, write: Callable[[int], str] | None = None) -> str:
        """Return a number, a range or an open end; *write* puts one end in words."""
        if write is None:
            has_halves = isinstance(value, Measure | Decimals)
            write = (lambda end: self.table.number(decimal(end))) if has_halves else str
        if value.bound is Bound.MOST:
            floor = self.say("at-least", n=write(value.low)) if value.low else ""
            cap = self.say("at-most", n=write(value.high)) if value.high else ""
            return ", ".join(filter(None, (self.say("most"), floor, cap)))
        if value.bound is Bound.AT_LEAST:
            return self.say("at-least", n=write(value.low))
        if value.bound is Bound.AT_MOST:
            return self.say("at-most", n=write(value.high))
        low, high = write(value.low), write(value.high)
        return low if low == high else self.say("range", low=low, high=high)

    def quantity(self, value: Range) -> str:
        """Return a time, or a number with its unit."""
        if isinstance(value, Seconds):
            return self._time(value)
        if not isinstance(value, Measure):
            return self.number(value)
        if f"unit.{value.unit}" not in self.table.table:
            return f"{self.unit_label(value)} {self.number(value)}"
        if value.bound is Bound.BETWEEN:
            return self.unit(value.unit, n=self.number(value))
        return self.number(value, lambda end: self.unit(value.unit, n=self.table.number(decimal(end))))

    def _time(self, value: Seconds) -> str:
        ends = in_units(value.low), in_units(value.high)
        units = {unit for end in ends for _, unit in end}
        if value.bound is Bound.BETWEEN and len(units) == 1:
            (unit,) = units
            low, high = (str(end[0][0]) for end in ends)
            number = low if low == high else self.say("range", low=low, high=high)
            return self.unit(unit, n=number)
        return self.number(value, self._duration)

    def unit(self, unit: str, n: str) -> str:
        """Return a number with its unit, in one line."""
        return self.say(f"unit.{unit}", n=n).replace(" ", NO_BREAK)

    def _duration(self, seconds: int) -> str:
        return " ".join(self.unit(unit, n=str(number)) for number, unit in in_units(seconds))

    def unit_label(self, value: Measure) -> str:
        """Return the label of what is counted."""
        return self.say(f"counted.{value.unit}") if value.unit in COUNTED else self.theirs(value.unit)

    def each_set(self, value: Any, write: Callable[[Any], str]) -> str:
        """Return a value, or the values of all sets."""
        if isinstance(value, tuple):
            return " / ".join(write(one) for one in value)
        return write(value) if value else ""
