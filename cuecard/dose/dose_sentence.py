"""A dose in one sentence. The words are in `reader_phrases`; which of them apply is here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from cuecard.core.phrase_table import PhraseTable
from cuecard.dose.commas import BY_SET, MEASURES
from cuecard.dose.merge import dose_of_side, has_measure, in_set, is_once, number_of_sets
from cuecard.dose.model import Dose, Work
from cuecard.dose.phrases import Phrases
from cuecard.dose.quantities import Bound, Range, Seconds
from cuecard.dose.reader_phrases import ENGLISH


def sentence(dose: Dose, table: PhraseTable = ENGLISH, *, by_round: bool = False) -> str:
    """Return the whole dose as one unambiguous sentence, without a full stop at the end.

    With *by_round*, a value for each set is one for each round of a group.
    """
    if not table.makes_sentences:
        from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

        return labelled.joined(labelled.facts(dose, table))
    return _capitalised(SentenceWriter(table, by_round=by_round).dose(dose))


def plan_sentence(plan: Any, table: PhraseTable = ENGLISH) -> str:
    """Return how often and for how long, of a dose or a schedule: `3 days a week for 8 weeks`; empty if neither is
    said.
    """
    if not table.makes_sentences:
        from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

        return labelled.joined(labelled.plan_facts(plan, table))
    return _capitalised(SentenceWriter(table).plan(plan))


def often(plan: Any, table: PhraseTable = ENGLISH) -> str:
    """Return how often, of a dose or a schedule: `twice a day, every day`; empty if that is not said."""
    if not table.makes_sentences:
        from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

        return labelled.joined(labelled.plan_facts(plan, table, is_often_only=True))
    return Phrases(table).often(plan.per_day, plan.per_week)


def quantity(value: Range, table: PhraseTable = ENGLISH) -> str:
    """Return a time, or a number with its unit: `8 to 12 minutes`."""
    if not table.makes_sentences:
        from cuecard.dose import labelled  # noqa: PLC0415 - no site in English needs it

        return labelled.quantity(value, table)
    return Phrases(table).quantity(value)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


class SentenceWriter:
    """What is said of a dose in one language."""

    def __init__(self, table: PhraseTable, *, by_round: bool = False) -> None:
        self.by_round = by_round
        self.say = table.say
        self.theirs = table.theirs
        self.phrases = Phrases(table)

    def dose(self, dose: Dose) -> str:
        """Return all clauses, in the order: work and side, hold, pace, load, effort, rest, how often, weeks."""
        by_set = number_of_sets(dose) is not None
        is_two_sided = bool(dose.left or dose.right)
        is_long = by_set or is_two_sided or dose.intervals is not None
        if is_two_sided:
            work, hows = self._sides(dose), [*self._pace(dose), *self._efforts(dose)]
        else:
            work = self._by_set(dose) if by_set else self._work(dose)
            hows = self._how(dose)
        how = self._facts(hows)
        if by_set and how and not is_two_sided:
            how = self.say("every round" if self.by_round else "every set", facts=how)
        if dose.until and is_long:
            key = "stop set early" if by_set else "stop early"
            if dose.intervals and not dose.sets:
                key = "until"
            end = self.say(key, condition=self.theirs(dose.until.text))
            how = self._facts([how, end], is_long=True)
        more = self.say("increase", more=dose.increase) if dose.increase else ""
        rest = self._facts([*self._rests(dose), self.plan(dose), more])
        return self._facts([work, how, rest], is_long=is_long)

    def _facts(self, facts: Iterable[str], *, is_long: bool = False) -> str:
        key = "facts, after several" if is_long else "facts"
        texts = [fact for fact in facts if fact]
        return reduce(lambda before, next: self.say(key, before=before, next=next), texts) if texts else ""

    def plan(self, plan: Any) -> str:
        """Return how often, in which weeks and for how many."""
        often = self.phrases.often(plan.per_day, plan.per_week)
        weeks = self.phrases.weeks(plan.weeks) if plan.weeks else ""
        if plan.in_weeks:
            weeks = self.phrases.in_weeks(plan.in_weeks)
        if plan.when:
            often = self.say("often, when", often=often, when=plan.when) if often else plan.when
        if often and weeks:
            return self.say("when, for weeks" if plan.when else "often for weeks", often=often, weeks=weeks)
        return often or weeks

    # --- the work -------------------------------------------------------------------------------------------

    def _work(self, dose: Dose) -> str:
        """Describe sets, measure, side and what ends it early: the core of the sentence, empty if none is given."""
        if dose.intervals:
            return self._intervals(dose)
        alternates = dose.side is not None and dose.side.alternates
        measure = self._measure(dose, "of" if dose.sets else "")
        if measure and alternates and not is_once(dose):
            measure = self.say("in total", measure=measure)
        until = None if _goes_on(dose) and has_measure(dose) and dose.hold else dose.until
        if until and dose.sets:
            sets = self._on_side(self.phrases.counted("sets", dose.sets), dose)
            condition = until.text
            if not measure and not dose.hold:
                return self.say("sets each until", sets=sets, condition=condition)
            if not measure and dose.hold:
                sets = self._on_side(self.phrases.counted("holds", dose.sets), dose)
                measure = self._ways(dose, self.phrases.quantity(_single(dose.hold), "of"))
            key = "sets each of, until at least" if _goes_on(dose) else "sets each of, or until"
            return self.say(key, sets=sets, measure=measure, condition=condition)
        text = self._on_side(self._sets(dose, measure), dose)
        if until:
            if not text:
                return self.say("until", condition=until.text)
            key = "work until at least" if _goes_on(dose) else "work until"
            return self.say(key, work=text, condition=until.text)
        return text

    def _sets(self, dose: Dose, measure: str) -> str:
        """Describe sets and measure, without the side."""
        alternates = dose.side is not None and dose.side.alternates
        several = dose.sets is not None and (dose.sets.high > 1 or not dose.sets.is_single)
        if measure:
            if dose.sets is None:
                return measure
            key = "sets each of" if alternates and several else "sets of"
            if isinstance(dose.time, Seconds) and dose.time.bound is Bound.MOST:
                key = "sets each for"
            if isinstance(dose.distance, Range) and dose.distance.bound is Bound.MOST:
                key = "sets each"
            return self.say(key, sets=self.phrases.counted("sets", dose.sets), measure=measure)
        if dose.hold:
            hold = _single(dose.hold)
            if dose.sets is None:
                return self.say("hold for", time=self._ways(dose, self.phrases.quantity(hold, "for")))
            holds = self.phrases.counted("holds", dose.sets)
            time = self._ways(dose, self.phrases.quantity(hold, "of"))
            if hold.bound is Bound.MOST:
                return self.say("sets each for", sets=holds, measure=time)
            return self.say("holds each" if alternates and several else "holds of", holds=holds, time=time)
        if dose.sets:
            return self._ways(dose, self.phrases.counted("sets", dose.sets))
        return self.say("only each way") if dose.each_way else ""

    def _ways(self, work: Work, measure: str) -> str:
        """Return a measure, and that it is for each of two directions."""
        return self.say("each way", measure=measure) if work.each_way else measure

    def _measure(self, work: Work, role: str) -> str:
        """Describe one set, unless it is only a hold."""
        if isinstance(work.reps, Range):
            return self._ways(work, self.phrases.counted("reps", work.reps, role))
        for value in (work.time, work.distance, work.amount):
            if isinstance(value, Range):
                return self._ways(work, self.phrases.quantity(value, role))
        return ""

    def _on_side(self, text: str, dose: Dose) -> str:
        if dose.side is None:
            return text
        if dose.side.alternates:
            key = "once alternating" if is_once(dose) else "work alternating"
            return self.say(key, work=text) if text else self.say("alternating")
        side = self.say(f"side.{dose.side.kind}.{dose.side.part}")
        return self.say("work on side", work=text, side=side) if text else side

    def _by_set(self, dose: Dose) -> str:
        """`4 sets on each leg: 20 reps, then 16 reps, then 12 reps`."""
        number = number_of_sets(dose) or 0
        items = [self._one_set(dose, n) for n in range(number)]
        noun = "sets" if has_measure(dose) or not dose.hold else "holds"
        sets = self._on_side(self.phrases.counted(noun, Range(number, number)), dose)
        joint = "then, of several facts" if any("," in item for item in items) else "then"
        chain = reduce(lambda before, next: self.say(joint, before=before, next=next), items)
        if self.by_round:
            side = self._on_side("", dose)
            return self.say("by round.side" if side else "by round", side=side, first=chain)
        return self.say("in turn", sets=sets, first=chain)

    def _one_set(self, dose: Dose, n: int) -> str:
        """Describe set number *n*, from 0: what only this set has, and what is done in it."""
        work = in_set(dose, n)
        own = {
            key: getattr(work, key)
            for key, value in dose
            if isinstance(value, tuple) and key in BY_SET and key not in MEASURES
        }
        measure = self._measure(work, "")
        if measure and dose.side and dose.side.alternates:
            measure = self.say("in total", measure=measure)
        if not measure and work.hold:
            measure = self._ways(work, self.phrases.quantity(_single(work.hold)))
        elif isinstance(dose.hold, tuple):
            own |= {"reps": work.reps, "hold": work.hold}
        return self._facts([measure, *self._how(Dose.model_construct(**own))])

    def _sides(self, dose: Dose) -> str:
        """Left and right, each with all that it does."""
        texts = {}
        for name in ("left", "right"):
            one = dose_of_side(dose, getattr(dose, name))
            if one is None:
                continue
            how = self._facts([*self._hold(one), *self._loads(one)])
            if number_of_sets(one) is not None:
                texts[name] = self._facts(
                    [self._by_set(one), self.say("every set", facts=how) if how else ""]
                )
            else:
                text = self._sets(one, self._measure(one, "of" if one.sets else ""))
                texts[name] = self._facts([text, how])
        if len(texts) == 2:
            return self.say("left and right", **texts)
        [(name, text)] = texts.items()
        return self.say(name, **{name: text})

    def _intervals(self, dose: Dose) -> str:
        inner = self.phrases.intervals(dose.intervals or ())
        if dose.sets is None:
            if dose.until or (dose.in_all and not dose.in_all.per):
                inner = self.say("again and again", parts=inner)
            return self._on_side(inner, dose)
        if dose.side is None and dose.sets.is_single:
            return self.say("repeated", n=str(dose.sets.low), parts=inner)
        return self.say(
            "in turn", sets=self._on_side(self.phrases.counted("sets", dose.sets), dose), first=inner
        )

    # --- how it is done -------------------------------------------------------------------------------------

    def _how(self, dose: Dose) -> list[str]:
        """Hold, pace, load and effort, those that are the same in all sets."""
        return [*self._hold(dose), *self._pace(dose), *self._loads(dose), *self._efforts(dose)]

    def _hold(self, dose: Dose) -> list[str]:
        if not dose.hold or isinstance(dose.hold, tuple) or not has_measure(dose):
            return []
        time = self.phrases.quantity(dose.hold, "for")
        if dose.until and _goes_on(dose):
            return [self.say("hold each rep until", time=time, condition=dose.until.text)]
        return [self.say("hold each rep", time=time)]

    def _pace(self, dose: Dose) -> list[str]:
        phrases = self.phrases
        return [
            phrases.angle(dose.angle) if dose.angle else "",
            phrases.tempo(dose.tempo) if dose.tempo else "",
            phrases.breath(dose.breath) if dose.breath else "",
            self.say("cadence", amount=phrases.quantity(dose.cadence)) if dose.cadence else "",
        ]

    def _loads(self, work: Work) -> list[str]:
        texts = []
        if work.weight and not isinstance(work.weight, tuple):
            texts.append(self.say("weight", weight=self.phrases.weight(work.weight)))
        if work.percent_1rm and not isinstance(work.percent_1rm, tuple):
            texts.append(self.say("load", load=self.phrases.percent(work.percent_1rm)))
        if work.rep_max and not isinstance(work.rep_max, tuple):
            texts.append(self.say("load", load=self.phrases.rep_max(work.rep_max)))
        if work.band:
            texts.append(self.say("band", band=self.theirs(work.band)))
        if work.load and not isinstance(work.load, tuple):
            if texts:
                texts[0] = self.say("load in words", load=texts[0], words=self.theirs(work.load))
            else:
                texts.append(self.say("load", load=self.theirs(work.load)))
        return texts

    def _efforts(self, dose: Dose) -> list[str]:
        phrases = self.phrases
        texts = [
            self.say("effort", effort=phrases.effort(key, value))
            for key in ("effort", "rpe", "borg")
            if (value := getattr(dose, key)) and not isinstance(value, tuple)
        ]
        if dose.rir and not isinstance(dose.rir, tuple):
            texts.append(phrases.reserve(dose.rir))
        if dose.pulse:
            texts.append(self.say("pulse", n=phrases.number(dose.pulse)))
        return texts

    def _rests(self, dose: Dose) -> list[str]:
        phrases = self.phrases
        is_one_of_several = bool(dose.rest_between_reps or dose.rest_after)
        texts = [
            phrases.rest(dose.rest, "rest between sets" if is_one_of_several else "rest") if dose.rest else ""
        ]
        if dose.rest_until:
            key = "rest until between sets" if is_one_of_several else "rest until"
            texts.append(self.say(key, condition=dose.rest_until.text))
        if dose.rest_between_reps:
            texts.append(self.say("rest between reps", time=phrases.quantity(dose.rest_between_reps)))
        if dose.set_every:
            is_minute = dose.set_every == Seconds(60, 60)
            key = "set every.minute" if is_minute else "set every"
            texts.append(self.say(key, time=phrases.quantity(dose.set_every)))
        if dose.rest_after:
            texts.append(self.say("rest after", time=phrases.quantity(dose.rest_after)))
        if dose.in_all:
            texts.append(phrases.in_all(dose.in_all))
        return texts


def _single(value: Any) -> Range:
    """Return a value that is not a list for each set; lists are handled before."""
    assert isinstance(value, Range)  # noqa: S101 - for the type checker; `_by_set` tells lists
    return value


def _goes_on(dose: Dose) -> bool:
    """Return whether what has only a least number or time goes on until its condition, so that both are reached."""
    value = dose.hold or dose.reps or dose.time or dose.distance or dose.amount
    return isinstance(value, Range) and value.bound is Bound.AT_LEAST
