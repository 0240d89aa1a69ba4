"""Rules that continue the words of their heading: "Stop if ...", "Do not start if ...", "Move up when ...".

An author who reads the key aloud begins with those words again: "If you feel dizzy", "Stop when it hurts". They are
dropped as the rule is read, so that pages, cards and data say them once. Nothing else of a rule is touched: "Stop and
call for help if ..." says more than the key does, and stays. So does "If the ache is mild, carry on": after "Stop if"
it would say the opposite, so a rule is left as it is unless it is clearly only a condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BeforeValidator

from cuecard.core.diagnostics import InvalidValueError, did_you_mean, one_of
from cuecard.core.urls import slugify
from cuecard.parse.fields import AFTER_COMMA, read_text, reads

_EXERCISE = r"(?:it|this|(?:the|this)\ (?:exercise|movement|stretch|routine))"
_AT_ONCE = r"(?:immediately|at\ once|straight\ away|right\ away|now)"
_NOT = r"(?:do\ not|don['’]t|never)"
_STOP = rf"""(?:stop|{_NOT}\ (?:continue|carry\ on|go\ on))
    (?:\ (?:{_AT_ONCE}|exercising|(?:doing\ )?{_EXERCISE}))*"""
_LEAVE_OUT = rf"""(?:{_NOT}\ (?:start|begin|do|try)(?:\ (?:with\ )?{_EXERCISE})?|not
    |(?:avoid|skip)(?:\ {_EXERCISE})?|leave\ {_EXERCISE}\ out)"""
_EMERGENCY = r"(?:(?:this\ is\ an\ )?emergency|call\ (?:an\ ambulance|999|112|911|000))"
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


class Rule(str):
    """A rule as its author wrote it, which is what pages and data show; a card prints its short form, if it has one."""

    short: str
    """What a card prints."""
    has_short: bool
    """Whether its author gave a short form."""
    id: str
    """The name by which a text lifts it; empty for a rule that cannot be lifted. Only rules of `site.yaml` have one."""

    def __new__(cls, text: str, short: str = "", id: str = "") -> Rule:
        """Make a rule; without a *short* form the card prints the whole."""
        rule = super().__new__(cls, text)
        rule.short = short or text
        rule.has_short = bool(short)
        rule.id = id
        return rule

    def __getnewargs__(self) -> tuple[str, str, str]:  # type: ignore[override]
        """Return what `__new__` takes, for pickle."""
        return str(self), self.short if self.has_short else "", self.id

    def __eq__(self, other: object) -> bool:
        """Compare two rules with their short forms and ids; a text is compared with the whole rule."""
        if not str.__eq__(self, other):
            return False
        return not isinstance(other, Rule) or (self.short, self.id) == (other.short, other.id)

    def __ne__(self, other: object) -> bool:
        """Not the same."""
        return not self == other

    __hash__ = str.__hash__

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> Any:
        """Read by a validator that makes it; it is kept as it is."""
        from pydantic_core import core_schema  # noqa: PLC0415 - when a model is made, pydantic is there

        return core_schema.is_instance_schema(cls)


def _reader(words: str) -> Callable[[object], str]:
    """Return the parser of a text that continues *words* and an "if" or "when", with which it may begin too."""

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

    return read


def _reads_condition(words: str) -> BeforeValidator:
    """Read a condition without a short form."""
    return reads(_reader(words))


def _reads_rule(words: str) -> BeforeValidator:
    """Read a rule that goes on after *words*, alone or with its short form and its id."""
    read_half = _reader(words)

    def read(value: object) -> Rule:
        if not isinstance(value, Mapping) or not value.keys() & _RULE_KEYS:
            return Rule(read_half(value))
        for key in value:
            if key not in _RULE_KEYS:
                rest = AFTER_COMMA if value[key] is None and " " in str(key) else one_of(_RULE_KEYS)
                hint = did_you_mean(str(key), _RULE_KEYS) or rest
                raise InvalidValueError("unknown-key", f'unknown key "{key}"', hint, key=str(key))
        if value.get("rule") is None:
            raise InvalidValueError(
                "missing-key", '"rule" is missing', "write the whole rule too: {rule: ..., short: ...}"
            )
        short, id = value.get("short"), value.get("id")
        return Rule(
            read_half(value["rule"]),
            "" if short is None else read_half(short),
            "" if id is None else read_rule_id(id, "id"),
        )

    return reads(read, _RULE_SCHEMA)


def read_rule_id(value: object, key: str = "") -> str:
    """Return the id of a rule: small letters, digits and hyphens; *key* is where it is in a mapping.

    Raises:
        InvalidValueError: with code `bad-rule-id` and the id that was probably meant.

    """
    text = read_text(value)
    id = slugify(text)
    if not id:
        hint = "use letters, digits and hyphens"
        raise InvalidValueError("bad-rule-id", f'"{text}" cannot be an id', hint, key)
    if id != text:
        raise InvalidValueError("bad-rule-id", f'"{text}" cannot be an id', f'write "{id}"', key)
    return id


_RULE_KEYS = ("rule", "short", "id")
_TEXT = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
_RULE_SCHEMA: Mapping[str, Any] = {
    "anyOf": [
        _TEXT,
        {
            "type": "object",
            "properties": {
                "rule": {**_TEXT, "description": "The rule as pages show it."},
                "short": {**_TEXT, "description": "The same in fewer words, for the card."},
                "id": {**_TEXT, "description": "In site.yaml only: the name by which a text can lift it."},
            },
            "required": ["rule"],
            "additionalProperties": False,
        },
    ]
}
"""The JSON Schema for editors: a text, or a rule with its short form and id."""


def says_more(rule: str) -> bool:
    """Return whether a parsed *rule* still begins with an "if", as it is more than a condition."""
    return _begun("(?!)").match(rule) is not None


@cache
def _begun(words: str) -> re.Pattern[str]:
    """Match the "if" that a rule begins with, and *words* before it, in the group "said"."""
    return re.compile(
        rf"(?:(?P<said>{words}),?\ )?{_IF}[\s:,…]+(?!{_WHILE})(?=\w)", re.IGNORECASE | re.VERBOSE
    )


@cache
def _ended(words: str) -> re.Pattern[str]:
    """Return *words* that a rule ends with."""
    return re.compile(rf",\ (?:(?:then|please)\ )*{words}[.!]*$", re.IGNORECASE | re.VERBOSE)


StopRules = tuple[Annotated[Rule, _reads_rule(_STOP)], ...]
"""They go on after "Stop if"."""
LeaveOutRules = tuple[Annotated[Rule, _reads_rule(_LEAVE_OUT)], ...]
"""They go on after "Do not start if" and "Leave it out if"."""
EmergencyRules = tuple[Annotated[Rule, _reads_rule(_EMERGENCY)], ...]
"""They go on after "Emergency if"."""
UrgentRules = tuple[Annotated[Rule, _reads_rule(_GET_HELP)], ...]
"""They go on after "Get help today if"."""
SoonRules = tuple[Annotated[Rule, _reads_rule(_APPOINTMENT)], ...]
"""They go on after "Book an appointment if"."""
MoveUpRule = Annotated[str, _reads_condition(_MOVE_UP)]
"""It goes on after "Move up when"."""
StepBackRule = Annotated[str, _reads_condition(_STEP_BACK)]
"""It goes on after "Step back when"."""
