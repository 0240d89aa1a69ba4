"""Rules that continue the words of their heading: "Stop if ...", "Do not start if ...", "Move up when ...".

An author who reads the key aloud begins with those words again: "If you feel dizzy", "Stop when it hurts". They are
dropped as the rule is read, so that pages, cards and data say them once. Nothing else of a rule is touched: "Stop and
call for help if ..." says more than the key does, and stays. So does "If the ache is mild, carry on": after "Stop if"
it would say the opposite, so a rule is left as it is unless it is clearly only a condition.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated

from cuecard.parse.fields import read_text, reads

_EXERCISE = r"(?:it|this|(?:the|this)\ (?:exercise|movement|stretch|routine))"
_AT_ONCE = r"(?:immediately|at\ once|straight\ away|right\ away|now)"
_NOT = r"(?:do\ not|don['’]t|never)"
_STOP = rf"""(?:stop|{_NOT}\ (?:continue|carry\ on|go\ on))
    (?:\ (?:{_AT_ONCE}|exercising|(?:doing\ )?{_EXERCISE}))*"""
_LEAVE_OUT = rf"""(?:{_NOT}\ (?:start|begin|do|try)(?:\ (?:with\ )?{_EXERCISE})?|not
    |(?:avoid|skip)(?:\ {_EXERCISE})?|leave\ {_EXERCISE}\ out)"""
_GET_HELP = r"get\ help(?:\ today)?"
_APPOINTMENT = r"book\ an\ appointment"
_MOVE_UP = r"(?:move\ (?:up|on)|step\ up|go\ up|progress)"
_STEP_BACK = r"(?:step\ (?:back|down)|go\ (?:back|down)|move\ (?:back|down)|regress)"

_IF = r"(?:if|when|whenever|as\ soon\ as|once(?=\W+(?:you|your|the|it|all|both|this|these|that|every|each|\d)\b))"
_WHILE = r"\w+(?<!th)ing\b(?:[^,]*,|\ (?:your|the|you|it)\b)"
"""Begins what the reader is doing meanwhile: "When standing, you feel dizzy" needs its "when"."""

_SIGN = r"""(?:breathless|burning|dizzy|faint|hot|light-?headed|numb(?:ness)?|palpitations|pins\ and\ needles
    |red(?:ness)?|sharp|shooting|short(?:ness)?\ of\ breath|sick|sudden|swelling|swollen|tingling|unsteady|unwell
    |vomiting|weak(?:ness)?)\b(?![^,]*\b(?:is|are|can|may|might|will|should|must|means?|does)\b)"""
_GOES_ON = (
    rf"(?:(?:or|and|even|especially|unless|which|such\ as|whether|rather\ than|for\ example)\b|{_SIGN})"
)
"""Begins what goes on with a condition behind its comma: "dizzy, sick or faint". Anything else may be what to do."""
_SAYS_MORE = re.compile(
    rf"""[;:\u2013\u2014]|\s-\s|,\s+(?!{_GOES_ON})|[.!?]\s
    |\b(?:then|stop|continue|carry\ on|go\ on|keep\ going|ok|okay|fine|normal|safe|allowed|instead)\b
    |^(?:and|anything|necessary|no|not|possible|so|yes)(?:,|[.!]*$)|^and\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Text after "if" which shows that it also says what to do, or is not only a condition."""


def _reads_rule(words: str) -> object:
    """Return a type for a rule that continues *words* and an "if" or "when", which it may repeat."""

    def read(value: object) -> str:
        text = read_text(value)
        match = _begun(words).match(text)
        if not match:
            return text
        rest = text[match.end() :]
        if not match["said"]:
            rest = _ended(words).sub("", rest)
            if _SAYS_MORE.search(rest):
                return text
        return rest[:1].upper() + rest[1:] if text[0].isupper() else rest

    return reads(read)


def says_more(rule: str) -> bool:
    """Whether a *rule* that was read still begins with an "if", as it says more than a condition."""
    return _begun("(?!)").match(rule) is not None


@cache
def _begun(words: str) -> re.Pattern[str]:
    """Match the "if" that a rule begins with, and *words* before it, in the group "said"."""
    return re.compile(
        rf"(?:(?P<said>{words}),?\ )?{_IF}[\s:,…]+(?!{_WHILE})(?=\w)", re.IGNORECASE | re.VERBOSE
    )


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
