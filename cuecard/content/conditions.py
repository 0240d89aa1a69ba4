"""Rules that go on after words of ours: "Stop if ...", "Do not start if ...", "Move up when ...".

An author who reads the key aloud begins with those words again: "If you feel dizzy", "Stop when it hurts". They are
dropped as the rule is read, so that pages, cards and data say them once. Nothing else of a rule is touched: "Stop and
call for help if ..." says more than the key does, and stays.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from cuecard.content.scalars import read_text, reads

_EXERCISE = r"(?:it|this|(?:the|this)\ (?:exercise|movement|stretch|routine))"
_AT_ONCE = r"(?:immediately|at\ once|straight\ away|right\ away|now)"
_NOT = r"(?:do\ not|don['’]t|never)"
_STOP = rf"""(?:stop|{_NOT}\ (?:continue|carry\ on|go\ on))
    (?:\ (?:{_AT_ONCE}|exercising|(?:doing\ )?{_EXERCISE}))*"""
_LEAVE_OUT = rf"""(?:{_NOT}\ (?:start|begin|do|try)(?:\ (?:with\ )?{_EXERCISE})?|not
    |(?:avoid|skip)(?:\ {_EXERCISE})?|leave\ {_EXERCISE}\ out)"""
_GET_HELP = rf"get\ help(?:\ (?:today|urgently|{_AT_ONCE}))?"
_APPOINTMENT = r"book\ an\ appointment(?:\ soon)?"
_MOVE_UP = r"(?:move\ (?:up|on)|step\ up|go\ up|progress)"
_STEP_BACK = r"(?:step\ (?:back|down)|go\ (?:back|down)|move\ (?:back|down)|regress)"

_IF = r"(?:if|when|whenever|as\ soon\ as|once(?=\W+(?:you|your|the|it|all|both|this|these|that|every|each|\d)\b))"
_WHILE = r"\w+(?<!th)ing\b[^,]*,"
"""Begins what one is doing meanwhile: "When standing, you feel dizzy" needs its "when"."""


def _reads_rule(words: str) -> object:
    """Reads a rule that goes on after *words* and an "if" or "when", which it need not begin with."""

    def read(value: object) -> str:
        text = read_text(value)
        match = _begun(words).match(text)
        if not match:
            return text
        rest = _ended(words).sub("", text[match.end() :])
        return rest[:1].upper() + rest[1:] if text[0].isupper() else rest

    return reads(read)


@cache
def _begun(words: str) -> re.Pattern[str]:
    """The "if" that a rule begins with, and *words* before it."""
    return re.compile(rf"(?:{words},?\ )?{_IF}[\s:,…]+(?!{_WHILE})(?=\w)", re.IGNORECASE | re.VERBOSE)


@cache
def _ended(words: str) -> re.Pattern[str]:
    """*words* that a rule ends with."""
    return re.compile(rf",\ (?:(?:then|please)\ )*{words}[.!]*$", re.IGNORECASE | re.VERBOSE)


StopRules = tuple[Annotated[str, _reads_rule(_STOP)], ...]
"""They go on after "Stop if"."""
LeaveOutRules = tuple[Annotated[str, _reads_rule(_LEAVE_OUT)], ...]
"""They go on after "Do not start if" and "Leave it out if"."""
UrgentRules = tuple[Annotated[str, _reads_rule(_GET_HELP)], ...]
"""They go on after "Get help today if"."""
SoonRules = tuple[Annotated[str, _reads_rule(_APPOINTMENT)], ...]
"""They go on after "Book an appointment if"."""
MoveUpRule = Annotated[str, _reads_rule(_MOVE_UP)]
"""It goes on after "Move up when"."""
StepBackRule = Annotated[str, _reads_rule(_STEP_BACK)]
"""It goes on after "Step back when"."""
StepRule = Annotated[str, _reads_rule(rf"(?:{_MOVE_UP}|{_STEP_BACK})")]
"""It goes on after either."""
