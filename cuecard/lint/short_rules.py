"""Short forms of safety rules: a card prints them in place of the rules, so they must say the same in fewer words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cuecard.core.diagnostics import Problem, Severity
from cuecard.parse import conditions
from cuecard.parse.conditions import Rule
from cuecard.parse.front_matter import Document
from cuecard.parse.safety_models import Safety, rules_of
from cuecard.parse.schema import Exercise
from cuecard.parse.yaml_reader import Loc

_NEGATION = re.compile(
    r"\b(?:not|no|never|without|nothing|nobody|none|neither|nor|unable|cannot|hardly|unless|except|only)\b"
    r"|n['\u2019]t\b",
    re.IGNORECASE,
)
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_NUMBER = re.compile(rf"\d+(?:[.,]\d+)?|\b(?:{'|'.join(_WORDS[2:])})\b", re.IGNORECASE)
_INNER_STOP = re.compile(r"[.!?]\s")


def rules(facts: Any) -> Iterator[tuple[Loc, Rule]]:
    """Yield every rule of a text or of the site that may have a short form, and its place."""
    if isinstance(facts, Exercise):
        for key in ("stop_if", "not_if"):
            yield from (((key, n), rule) for n, rule in enumerate(getattr(facts, key)))
    elif isinstance(safety := getattr(facts, "safety", None), Safety):
        yield from ((("safety", *loc), rule) for loc, rule in rules_of(safety))


def advise(document: Document, facts: Any) -> Iterator[Problem]:
    """Yield a warning at each short form that is no shorter, is more than a condition, or loses a "not" or a number."""
    for loc, rule in rules(facts):
        if not rule.has_short:
            continue
        at = (*loc, "short")
        for message, hint in _faults(rule):
            yield document.problem(at, "short-rule", message, hint, Severity.WARNING)


def _faults(rule: Rule) -> Iterator[tuple[str, str]]:
    short = rule.short
    if len(short) >= len(rule):
        yield "this short form is no shorter than its rule", "shorten it, or leave it out"
    if _INNER_STOP.search(short) or conditions.says_more(short):
        yield (
            "this short form is more than one condition",
            "write a condition alone, without a full stop in the middle",
        )
    lost = _lost(_numbers(rule), _numbers(short))
    if lost:
        yield (
            f"this short form loses {lost} of its rule",
            "say the number too: a card has only the short form",
        )
    if len(_NEGATION.findall(short)) < len(_NEGATION.findall(rule)) and _kinds(rule) - _kinds(short):
        words = ", ".join(dict.fromkeys(f'"{word.lower()}"' for word in _NEGATION.findall(rule)))
        yield (
            f"this short form may lose {words} of its rule, and then says the contrary",
            "say it too: a card has only the short form",
        )


def _kinds(text: str) -> frozenset[str]:
    """Return the negations of a text; "cannot" and "don't" count as "not", and one "not" counts for two."""
    words = (word.lower() for word in _NEGATION.findall(text))
    return frozenset("not" if word in {"cannot", "unable"} or word.endswith("t") else word for word in words)


def _numbers(text: str) -> list[str]:
    numbers = (word.lower() for word in _NUMBER.findall(text))
    return [str(_WORDS.index(word)) if word in _WORDS else word.replace(",", ".") for word in numbers]


def _lost(of: Iterable[str], kept: list[str]) -> str:
    left = list(kept)
    lost = []
    for number in of:
        if number in left:
            left.remove(number)
        else:
            lost.append(number)
    return " and ".join(dict.fromkeys(lost))
