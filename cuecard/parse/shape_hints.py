"""Hints for what authors try in the lists of a routine: other names of keys, and other ways to write a shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.fields import read_slug

NESTED = {
    "group": "list an exercise twice, or write two groups one after the other",
    "choice": "put all of the exercises in one choice",
}
_GROUP = "- {rounds: 3, exercises: [one-exercise, another]}"
_CHOICE = "- either: [one-exercise, another]"


def list_in_list(value: Sequence[object]) -> tuple[str, str, str]:
    """Return code, message and hint for a list inside the list of exercises."""
    names = ", ".join(str(one) for one in value[:6] if isinstance(one, str)) or "one-exercise, another"
    hint = f"to do them in turn write - {{rounds: 3, exercises: [{names}]}}; to do one of them - either: [{names}]"
    return "text-expected", "a list inside the list of exercises has no meaning", hint


_NO_ITEMS = {
    "rest": ("a pause is no exercise", 'write "rest_after: 2 min" in the dose of the exercise before it'),
    "again": ("exercises that are done again are a group", f"write {_GROUP}"),
    "repeat": ("exercises that are done again are a group", f"write {_GROUP}"),
    "routine": ("a routine cannot be inside a list of exercises", 'write it under "before" or in a phase'),
    "session": (
        "a session cannot be inside a list of exercises",
        'write "sessions:" in place of "exercises:"',
    ),
    "phase": ("a phase cannot be inside a list of exercises", 'write "phases:" in place of "exercises:"'),
    "or": ("exercises to choose from are a choice", f"write {_CHOICE}"),
    "option": ("exercises to choose from are a choice", f"write {_CHOICE}"),
    "one_of": ("exercises to choose from are a choice", f"write {_CHOICE}"),
    "pair": ("exercises in turn are a group", "write - {rounds: 3, superset: [one-exercise, another]}"),
    "group": ("exercises in turn are a group", f"write {_GROUP}"),
    "emom": ("exercises in turn are a group", f"write {_GROUP} with round_every: 1 min"),
    "amrap": ("exercises in turn are a group", f"write {_GROUP} with rounds: as many as you can"),
}


def no_item(value: Mapping[Any, Any]) -> InvalidValueError | None:
    """Return the error for a mapping that names no exercise, where it is clear what was meant."""
    for key in value:
        if key in _NO_ITEMS:
            message, hint = _NO_ITEMS[key]
            return InvalidValueError("unknown-key", message, hint, key=str(key))
    return None


def _of(hints: Mapping[str, str], key: str) -> str:
    return hints.get(key.strip().casefold().replace(" ", "_").replace("-", "_"), "")


def entry_key(key: str) -> str:
    """Return what to write in place of an unknown *key* of an entry."""
    return _of(_ENTRY, key)


def group_key(key: str) -> str:
    """Return what to write in place of an unknown *key* of a group."""
    return _of(_GROUP_KEYS, key)


def choice_key(key: str) -> str:
    """Return what to write in place of an unknown *key* of a choice."""
    return _of(_CHOICE_KEYS, key)


def routine_key(key: str) -> str:
    """Return what to write in place of an unknown *key* of a routine."""
    return _of(_ROUTINE, key)


def session_key(key: str) -> str:
    """Return what to write in place of an unknown *key* of a session."""
    return _of(_SESSION | _PART, key)


def phase_key(key: str) -> str:
    """Return what to write in place of an unknown *key* of a phase."""
    return _of(_PHASE | _PART, key)


_DOSE = (
    "sets",
    "reps",
    "time",
    "hold",
    "distance",
    "amount",
    "weight",
    "load",
    "tempo",
    "side",
    "rest",
    "effort",
)
_ENTRY = {
    **{key: f'write "dose: {{{key}: ...}}"' for key in _DOSE},
    "rounds": f"rounds belong to a group: {_GROUP}",
    "or": f"write a choice: {_CHOICE}",
    "either": f"write a choice: {_CHOICE}",
    "instead": f"write a choice: {_CHOICE}",
    "instead_of": 'write "replaces: name-of-its-file"',
    "replace": 'did you mean "replaces"?',
    "if": 'write "only_if: ..."',
    "when": 'write "only_once: ..." for what is reached first, or "only_if: ..."',
    "once": 'write "only_once: ..."',
    "other_side": 'write "alternate_sides: true"',
    "other_side_each_round": 'write "alternate_sides: true"',
    "swap_sides": 'write "alternate_sides: true"',
    "notes": 'did you mean "note"?',
}
_GROUP_KEYS = {
    "sets": 'write "rounds: 3", or "sets" in the dose of one exercise',
    "times": 'write "rounds: 3"',
    "repeat": 'write "rounds: 3"',
    "name": 'did you mean "title"?',
    "every": 'write "round_every: 1 min"',
    "emom": 'write "round_every: 1 min"',
    "amrap": 'write "rounds: as many as you can" and "in_all: 20 min"',
    "time": 'write "in_all: 20 min" for all rounds, or "dose: {time: 40 s}" for each exercise',
    "work": 'write "dose: {time: 40 s}"',
    "rest_between_exercises": 'did you mean "rest"?',
    "rest_between_sets": 'write "rest" after each exercise, or "rest_between_rounds"',
    "rest_after_round": 'did you mean "rest_between_rounds"?',
    "round_rest": 'did you mean "rest_between_rounds"?',
    "other_side": 'write "alternate_sides: true"',
    "other_side_each_round": 'write "alternate_sides: true"',
    "swap_sides": 'write "alternate_sides: true"',
}
_CHOICE_KEYS = {
    "from": 'did you mean "of"?',
    "or": "write both in one list: either: [one-exercise, another]",
    "exercises": 'did you mean "of"?',
    "title": 'write "note: ..."',
}
_PART = {
    "per_week": 'write "schedule: {per_week: 3}"',
    "per_day": 'write "schedule: {per_day: 2}"',
    "days": 'write "schedule: {per_week: Mon Thu}"',
    "day": 'write "schedule: {per_week: Mon}"',
    "on": 'write "schedule: {per_week: Mon}"',
    "name": 'did you mean "title"?',
    "summary": 'write "note: ..."',
    "time": 'write "takes: 30 min"',
    "duration": 'write "takes: 30 min"',
    "warm_up": 'did you mean "before"?',
    "warmup": 'did you mean "before"?',
    "cool_down": 'did you mean "after"?',
    "cooldown": 'did you mean "after"?',
}
_ROUTINE = {
    **{key: _PART[key] for key in ("per_week", "per_day", "days", "time", "duration")},
    **{key: _PART[key] for key in ("warm_up", "warmup", "cool_down", "cooldown")},
    "weeks": 'write "schedule: {weeks: 6}"',
    "notes": "write it below the facts, as free text",
    "note": "write it below the facts, as free text",
    "stages": 'did you mean "phases"?',
    "days_that_differ": 'did you mean "sessions"?',
    **{key: f'write "dose: {{{key}: ...}}" for all exercises' for key in _DOSE},
    **dict.fromkeys(("rounds", "circuit", "superset"), f"write a group in the list of exercises: {_GROUP}"),
    **dict.fromkeys(("either", "or", "choose"), f"write a choice in the list of exercises: {_CHOICE}"),
    "goal": 'write "purpose: ..."; a phase has a "goal"',
    **dict.fromkeys(("move_on_when", "go_back_when", "keep"), 'it belongs to a phase: write "phases:"'),
    **dict.fromkeys(("stop_if", "not_if", "get_help", "pain", "lift"), 'write it under "safety:"'),
}
_SESSION = {
    **dict.fromkeys(("off", "rest_day"), 'write "rest: true"'),
    **dict.fromkeys(
        ("move_on_when", "go_back_when", "keep", "goal"), 'it belongs to a phase: write "phases:"'
    ),
}
_PHASE = {
    "weeks": 'write "schedule: {in_weeks: 1-4}" for its place in the plan, or "schedule: {weeks: 4}" for how long',
    "in_weeks": 'write "schedule: {in_weeks: 1-4}"',
    "week": 'write "schedule: {in_weeks: 1}"',
    "move_on": 'did you mean "move_on_when"?',
    "until": 'did you mean "move_on_when"?',
    "progress_when": 'did you mean "move_on_when"?',
    "regress_when": 'did you mean "go_back_when"?',
    "days": 'write "sessions:" for days that differ',
    "new": "what is new is found by comparison: list all exercises, or use keep",
    "stays": 'did you mean "keep"?',
}

ALL = "all"
"""What `keep` says for everything of the phase before."""
KEEP_SCHEMA: Mapping[str, Any] = {
    "anyOf": [{"type": "string", "pattern": r"\S"}, {"type": "array", "items": {"type": "string"}}]
}


def read_keep(value: object) -> tuple[str, ...]:
    """Read slugs in a list, one slug, or `all`."""
    if isinstance(value, list | tuple):
        return tuple(map(read_slug, value))
    text = read_slug(value)
    return (ALL,) if text.casefold() in {"all", "everything", "true"} else (text,)
