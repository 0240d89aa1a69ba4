"""Exercises in turn: how many rounds, how long to rest in them, and which side begins.

The keys of a group of exercises that are not those of a dose. Their words are in `reader_phrases`,
their limits in `parse`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from typing import Any

from msgspec import Struct

from cuecard.core.diagnostics import one_of
from cuecard.core.phrase_table import PhraseTable
from cuecard.dose.parse import clean, parse_whole, refused
from cuecard.dose.phrases import Phrases
from cuecard.dose.quantities import Bound, Range, Seconds
from cuecard.dose.reader_phrases import ENGLISH
from cuecard.dose.sides import ONE_SIDE, read_side
from cuecard.dose.times import read_time

_Ends = tuple[int, int]
"""The shortest and the longest time, in seconds."""


class SideOrder(Struct, frozen=True):
    """One side in each round, the other one in the next."""

    first: str = ""
    """The word for the side that begins: `left`, `weaker`, ...; empty where that does not matter."""

    def __str__(self) -> str:
        """`left first`, or `true`."""
        return f"{self.first} first" if self.first else "true"


_ORDERS = ("true", "left first", "right first", "weaker side first")


def parse_alternate_sides(value: object) -> SideOrder | None:
    """Read which side begins: `true`, `left first`, `weaker side first`; `false` is as if the key was absent."""
    if value is None or isinstance(value, SideOrder):
        return value
    written = clean("alternate_sides", value)
    text = written.casefold().rstrip(".")
    if text in {"false", "no"}:
        return None
    if text in {"true", "yes", "each round", "every round", "by round"}:
        return SideOrder()
    side = read_side(re.sub(r"(?:,? ?first)$|^(?:start|begin) (?:with|on) ", "", text))
    if side is None or side.kind not in ONE_SIDE:
        raise refused("unknown-word", "alternate_sides", written, "is not an order of sides", one_of(_ORDERS))
    return SideOrder(side.kind)


def parse_rounds(value: object) -> Range:
    """Return how many rounds: `3`, `2-3`, `3 rounds`, `as many as you can`."""
    if isinstance(value, str):
        text = " ".join(value.split())
        if text.casefold().startswith("until "):
            raise refused("other-key", "rounds", text, "is a condition", f'write "until: {text[6:]}"')
        if read_time(text.casefold()):
            raise refused("other-key", "rounds", text, "is a time", f'write "in_all: {text}" for all rounds')
        value = re.sub(r"(?<=[0-9]) ?(?:rounds?|times|x)$", "", text, flags=re.IGNORECASE)
    return parse_whole("rounds", value)


# --- in words ------------------------------------------------------------------------------------------------------


def rounds_sentence(group: Any, number: int, table: PhraseTable = ENGLISH) -> str:
    """Say how the *number* of exercises of a group are done: `3 rounds, one exercise after the other, rest ...`.

    Empty for a group that is only a heading.
    """
    say, phrases = table.say, Phrases(table)
    rounds = group.rounds
    facts = [phrases.counted("rounds", rounds) if rounds else ""]
    if number > 1 and (rounds or group.until):
        facts.append(say("one after the other"))
    if group.until:
        key = "until" if not rounds else "stop early"
        facts.append(say(key, condition=table.theirs(group.until.text)))
    if group.alternate_sides:
        first = group.alternate_sides.first
        facts.append(say(f"sides by round.{first}" if first else "sides by round"))
    facts.append(_rests(group, number, table))
    if group.round_every:
        is_minute = group.round_every == Seconds(60, 60)
        time = phrases.quantity(group.round_every)
        facts.append(say("round every.minute") if is_minute else say("round every", time=time))
    if group.rest_after:
        facts.append(phrases.rest(group.rest_after, "rest after rounds"))
    if group.in_all:
        facts.append(phrases.in_all(group.in_all))
    texts = [fact for fact in facts if fact]
    text = reduce(lambda before, next: say("facts", before=before, next=next), texts) if texts else ""
    return text[:1].upper() + text[1:]


def _rests(group: Any, number: int, table: PhraseTable) -> str:
    say, phrases = table.say, Phrases(table)
    rest, between = group.rest, group.rest_between_rounds
    if number == 1:
        rest, between = None, between or rest
    if rest and between:
        if rest.high and between.high:
            return say("rest in rounds", rest=phrases.quantity(rest), between=phrases.quantity(between))
        return say(
            "facts",
            before=phrases.rest(rest, "rest between exercises"),
            next=phrases.rest(between, "rest between rounds"),
        )
    if between:
        return phrases.rest(between, "rest between rounds")
    return phrases.rest(rest, "rest after each exercise") if rest else ""


# --- how long ------------------------------------------------------------------------------------------------------


def rounds_seconds(group: Any, members: Sequence[_Ends], change: int) -> _Ends | None:
    """Return how long all rounds take, or None if they have no end.

    *members* are the times of one turn of each exercise, and *change* is how long it takes to get from one to the
    next, which a rest includes.
    """
    if group.in_all and not group.in_all.per:
        whole = group.in_all.time
        if whole.bound is Bound.BETWEEN:
            return whole.low, whole.high
    else:
        whole = None
    rounds = group.rounds or (None if group.until else Range(1, 1))
    if rounds is None or rounds.bound in {Bound.MOST, Bound.AT_LEAST}:
        return (1, whole.high) if whole else None
    fewest = 1 if rounds.bound is Bound.AT_MOST else rounds.low
    rest = group.rest or Seconds(0, 0)
    between = group.rest_between_rounds or rest
    low, high = (sum(side) for side in zip(*members, strict=True)) if members else (0, 0)
    gaps = max(len(members) - 1, 0)
    low += gaps * max(rest.low, change)
    high += gaps * max(rest.high, change)
    if group.round_every:
        every = group.round_every
        ends = (fewest - 1) * every.low + low, (rounds.high - 1) * every.high + high
    else:
        more = change if gaps else 0
        ends = (
            fewest * low + (fewest - 1) * max(between.low, more),
            rounds.high * high + (rounds.high - 1) * max(between.high, more),
        )
    return (min(ends[0], whole.high), min(ends[1], whole.high)) if whole else ends
