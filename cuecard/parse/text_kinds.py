"""Which kind of text the keys of front matter show, and the key without which it is no exercise."""

from __future__ import annotations

from cuecard.core.diagnostics import Problem
from cuecard.parse.front_matter import Document
from cuecard.parse.sources import Kind

_OF_A_ROUTINE = frozenset(["exercises", "sessions", "phases"])
_WHAT_IT_TRAINS = frozenset(["muscles", "goal"])
"""Keys of which an exercise has at least one, and no other text has any."""
_OF_AN_EXERCISE = _WHAT_IT_TRAINS | {"steps"}


def missing_muscles(document: Document, problems: list[Problem]) -> Problem | None:
    """Return the problem of an exercise with neither muscles nor a goal, unless one of the keys is misspelt."""
    if any(document.meta.get(key) is not None for key in _WHAT_IT_TRAINS):
        return None
    misspelt = {f'did you mean "{key}"?' for key in _WHAT_IT_TRAINS}
    if any(problem.hint in misspelt for problem in problems):
        return None
    hint = 'write "muscles:" and under it "primary: [...]", or "goal: ..." where there is no muscle to name'
    return document.problem(("muscles",), "missing-key", '"muscles" is missing', hint)


def detect_kind(document: Document) -> Kind:
    """Return the kind that the keys show without doubt, else the kind of the folder."""
    kind, keys = document.source.kind, document.meta.keys()
    if kind is not Kind.EXERCISE and "steps" in keys and keys & _WHAT_IT_TRAINS:
        return Kind.EXERCISE
    if kind is Kind.EXERCISE and keys & _OF_A_ROUTINE and not keys & _OF_AN_EXERCISE:
        return Kind.ROUTINE
    return kind
