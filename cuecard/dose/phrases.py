"""Parts of the sentence of a dose, each made of phrases of the table alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from cuecard.core.phrase_table import PhraseTable
from cuecard.dose.quantities import (
    COUNTED,
    LENGTHS,
    Angle,
    BodyWeight,
    Bound,
    Breath,
    Days,
    Decimals,
    Every,
    InAll,
    Interval,
    Intervals,
    Measure,
    Range,
    Repeated,
    Seconds,
    Tempo,
    Until,
    decimal,
    in_units,
)


class Phrases:
    """Quantities, rhythm and frequency in the words of one language."""

    def __init__(self, table: PhraseTable) -> None:
        self.say = table.say
        self.theirs = table.theirs

    # --- numbers --------------------------------------------------------------------------------------------

    def number(self, value: Range, noun: str = "") -> str:
        """Write a number: `8 to 12`, `10 or more`, `up to 15`; as many as you can may need a *noun*."""
        if value.bound is Bound.MOST:
            return self._most(
                value, self.say(f"{noun}.most"), *map(self._end, (value, value), (value.low, value.high))
            )
        if value.bound is Bound.AT_LEAST:
            return self.say("at least", "counted", n=self._end(value, value.low))
        if value.bound is Bound.AT_MOST:
            return self.say("at most", "counted", n=self._end(value, value.high))
        low, high = self._end(value, value.low), self._end(value, value.high)
        return low if low == high else self.say("range", low=low, high=high)

    def _end(self, value: Range, number: int) -> str:
        return decimal(number) if isinstance(value, Measure | Decimals) else str(number)

    def _most(self, value: Range, most: str, low: str, high: str) -> str:
        if value.low and value.high:
            return self.say("most.both", most=most, low=low, high=high)
        if value.low or value.high:
            return self.say("most.floor" if value.low else "most.cap", most=most, low=low, high=high)
        return most

    def counted(self, noun: str, value: Range, role: str = "") -> str:
        """Write a number of sets, reps and the like: `8 to 12 reps`, `as many reps as you can (up to 15)`."""
        if value.bound is Bound.MOST:
            return self.number(value, noun)
        return self.say(noun, role, n=self.number(value), **self._agrees(value))

    def _agrees(self, value: Range) -> dict[str, str]:
        """Return the number, or the range, that a noun agrees with; "1 or more" is several."""
        if value.bound is Bound.AT_LEAST:
            return {}
        is_range = value.bound is Bound.BETWEEN and value.low != value.high
        start = self._end(value, value.low) if is_range else ""
        return {"plural": self._end(value, value.high), "start": start}

    def quantity(self, value: Range, role: str = "") -> str:
        """Write a time, or a number with its unit."""
        if isinstance(value, Seconds):
            return self._seconds(value, role)
        if not isinstance(value, Measure):
            return self.number(value)
        known = f"unit.{value.unit}" if value.unit in COUNTED or value.unit in LENGTHS else "unit.own"
        if value.bound is Bound.MOST:
            most = self.say(f"{known}.most", role, unit=value.unit)
            if value.unit in LENGTHS:
                ends = [self.say(known, n=decimal(end)) for end in (value.low, value.high)]
            else:
                ends = [decimal(end) for end in (value.low, value.high)]
            return self._most(value, most, *ends)
        if value.unit in LENGTHS and value.bound is not Bound.BETWEEN:
            return self.say(str(value.bound), role, quantity=self.say(known, n=decimal(value.high)))
        return self.say(known, role, n=self.number(value), **self._agrees(value), unit=value.unit)

    def _seconds(self, value: Seconds, role: str) -> str:
        if value.bound is Bound.MOST:
            ends = [self._duration(in_units(end), "") for end in (value.low, value.high)]
            return self._most(value, self.say("time.most", role), *ends)
        low, high = in_units(value.low), in_units(value.high)
        if value.bound is not Bound.BETWEEN:
            return self.say(str(value.bound), role, quantity=self._duration(high, role))
        if value.low == value.high:
            return self._duration(low, role)
        if len(low) == len(high) == 1 and low[0][1] == high[0][1]:
            between = self.say("range", low=str(low[0][0]), high=str(high[0][0]))
            return self.say(low[0][1], role, n=between, plural=str(high[0][0]), start=str(low[0][0]))
        return self.say("range", low=self._duration(low, role), high=self._duration(high, role))

    def _duration(self, split: Sequence[tuple[int, str]], role: str) -> str:
        texts = [self.say(unit, role, n=str(number)) for number, unit in split]
        return reduce(lambda more, less: self.say("time.and", more=more, less=less), texts)

    # --- load and effort ------------------------------------------------------------------------------------

    def weight(self, value: Measure | BodyWeight) -> str:
        """`40 kg`, `body weight plus 5 kg`."""
        if isinstance(value, BodyWeight):
            if value.extra is None:
                return self.say("weight.body")
            key = "weight.body.less" if value.is_help else "weight.body.plus"
            return self.say(key, weight=self.weight(value.extra))
        if value.bound is not Bound.BETWEEN:
            return self.say(
                str(value.bound), quantity=self.say(f"weight.{value.unit}", n=decimal(value.high))
            )
        return self.say(f"weight.{value.unit}", n=self.number(value))

    def percent(self, value: Decimals) -> str:
        """`70% of the most you can lift once (1RM)`."""
        return self.say("percent_1rm", n=self.number(value))

    def rep_max(self, value: Range) -> str:
        """Write a load: `the most you can lift 12 times (12 RM)`."""
        return self.say("rep_max", n=self.number(value), **self._agrees(value))

    def angle(self, value: Angle) -> str:
        """Write how far to move: `no further than 90 degrees`, `from 0 to 90 degrees`."""
        if value.bound is Bound.AT_MOST:
            return self.say("angle", "at most", n=str(value.high))
        return self.say("angle", low=str(value.low), high=str(value.high))

    def effort(self, key: str, value: Range) -> str:
        """On the scale that *key* names: `6 out of 10`."""
        return self.say("effort.of ten" if key == "effort" else f"effort.{key}", n=self.number(value))

    def reserve(self, value: Range) -> str:
        """Describe reps in reserve: `stopping when you could do 2 more reps`."""
        if value.high == 0:
            return self.say("rir.none")
        return self.say("rir", n=self.number(value), **self._agrees(value))

    # --- rhythm ---------------------------------------------------------------------------------------------

    def tempo(self, tempo: Tempo, key: str = "tempo") -> str:
        """`tempo 3-1-1 (lower for 3 seconds, pause for 1 second, lift for 1 second)`."""
        texts = []
        for phase in tempo.phases:
            known = phase.name if phase.name in {"lower", "lift", "pause"} else "own"
            form = ".fast" if phase.is_fast else "" if phase.length else ".none"
            time = self.quantity(Seconds(phase.length, phase.length), "for")
            texts.append(self.say(f"phase.{known}{form}", name=phase.name, time=time))
        phases = self._chain("phases", texts)
        if tempo.numbers:
            return self.say(key, numbers=str(tempo), phases=phases)
        return self.say("tempo.named", phases=phases) if key == "tempo" else phases

    def breath(self, breath: Breath) -> str:
        """`each breath: in for a count of 4, then hold for a count of 7, then out for a count of 8`."""
        return self.say("breath", phases=self.breath_phases(breath))

    def breath_phases(self, breath: Breath) -> str:
        """Describe only the phases that take any time."""
        texts = []
        for phase in breath.phases:
            time = self.say("count of", n=str(phase.length))
            if breath.in_seconds:
                time = self.quantity(Seconds(phase.length, phase.length), "for")
            if phase.length:
                texts.append(self.say(f"breath.{phase.name}", time=time))
        return self._chain("breaths", texts)

    def intervals(self, parts: Intervals) -> str:
        """`run for 1 minute, then walk for 2 minutes`."""
        return self._chain("then", [self._part(part) for part in parts])

    def _part(self, part: Interval | Repeated) -> str:
        if isinstance(part, Repeated):
            return self.say("repeated within", n=str(part.times), parts=self.intervals(part.parts))
        if part.is_counted:
            number = self.number(part.measure)
            return self.say("interval.times", n=number, name=part.name)
        if isinstance(part.measure, Measure):
            return self.say("interval.distance", name=part.name, distance=self.quantity(part.measure))
        return self.say("interval", name=part.name, time=self.quantity(part.measure, "for"))

    def _chain(self, key: str, texts: Sequence[str]) -> str:
        return reduce(lambda before, next: self.say(key, before=before, next=next), texts)

    # --- rest, how often, how long --------------------------------------------------------------------------

    def rest(self, rest: Seconds, key: str = "rest") -> str:
        """`rest 30 seconds`, `no rest`."""
        return self.say(key, time=self.quantity(rest)) if rest.high else self.say(f"{key}.none")

    def in_all(self, whole: InAll) -> str:
        """`at most 20 minutes in all`, `1 hour a day in all`."""
        key = f"in all.{whole.per}" if whole.per else "in all"
        time = whole.time
        if time.bound is Bound.AT_MOST:
            return self.say(key, "at most", time=self.quantity(Seconds(time.high, time.high)))
        return self.say(key, time=self.quantity(time))

    def often(self, per_day: Range | Every | None, per_week: Range | Every | Days | None) -> str:
        """`twice a day, 3 days a week`; empty if neither is given."""
        texts = []
        if isinstance(per_day, Every):
            texts.append(self._every(per_day))
        elif per_day:
            texts.append(self._times(per_day))
        if isinstance(per_week, Every):
            texts.append(self._every(per_week))
        elif isinstance(per_week, Days):
            names = [self.say(f"day.{number}") for number in per_week.numbers]
            *before, last = names
            days = self._chain("days.list", before) if before else ""
            texts.append(
                self.say("on days", days=self.say("days.last", before=days, next=last) if days else last)
            )
        elif per_week:
            every_day = per_week.bound is Bound.BETWEEN and per_week.low == 7
            texts.append(self.say("every day") if every_day else self.counted("a week", per_week))
        return self._chain("facts", texts) if texts else ""

    def _times(self, value: Range) -> str:
        """Describe a number of times a day: once and twice have their own words."""
        number = self.number(value)
        own = {"1": "once a day", "2": "twice a day"}.get(number) if value.is_single else None
        return self.say(own) if own else self.say("a day", n=number, **self._agrees(value))

    def _every(self, every: Every) -> str:
        number = Range(every.low, every.high)
        is_other_day = every.unit == "day" and number == Range(2, 2)
        key = "every.day.other" if is_other_day else f"every.{every.unit}"
        text = self.say(key, n=self.number(number), plural=str(every.high))
        return self.say("while awake", often=text) if every.is_awake else text

    def weeks(self, weeks: Range | Until, key: str = "for weeks") -> str:
        """`for 8 weeks`, `until the swelling is gone`."""
        if isinstance(weeks, Until):
            return self.say("until", condition=self.theirs(weeks.text))
        if not key or weeks.bound is Bound.BETWEEN:
            text = self.counted("weeks", weeks)
            return self.say(key, weeks=text) if key else text
        text = self.counted("weeks", Range(weeks.high, weeks.high))
        return self.say(key, str(weeks.bound), weeks=text)

    def in_weeks(self, weeks: Range) -> str:
        """`in weeks 5 to 8`, `from week 9 on`."""
        if weeks.bound is Bound.BETWEEN:
            return self.say("in weeks", n=self.number(weeks), plural=str(weeks.high - weeks.low + 1))
        return self.say("in weeks", str(weeks.bound), n=str(weeks.high))
