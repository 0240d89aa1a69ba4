"""Items, sessions and phases as an author writes them: front matter that reads as the same values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cuecard import dose as doses
from cuecard.parse.parts import Phase, Session, Step
from cuecard.parse.schedule import Schedule
from cuecard.parse.shape_hints import ALL
from cuecard.parse.shapes import Choice, Entry, Group

Written = Any
"""Texts, and lists and mappings of them."""

GROUP_FACTS = ("rounds", "rest", "rest_between_rounds", "rest_after", "round_every", "until", "in_all")
"""The keys of a group that are read as those of a dose are."""
CONDITIONS = ("only_once", "only_if")


def items(listed: Iterable[Entry | Group | Choice]) -> list[Written]:
    """Write a list of exercises."""
    return [item(one) for one in listed]


def item(one: Entry | Group | Choice) -> Written:
    """Write an entry, alone as its slug, a group or a choice."""
    if isinstance(one, Choice):
        count = {} if one.either else {"choose": str(one.choose)}
        return filled({**count, one.list_key: items(one.items), "note": one.note})
    common = {
        "dose": _dose(one.dose),
        "note": one.note,
        "optional": "true" if one.optional else "",
        **{key: getattr(one, key) for key in CONDITIONS},
        "alternate_sides": str(one.alternate_sides) if one.alternate_sides else "",
    }
    if isinstance(one, Group):
        facts = doses.as_written((key, getattr(one, key)) for key in GROUP_FACTS)
        return filled({"title": one.title, **facts, one.list_key: items(one.items), **common})
    written = filled({"exercise": one.exercise, **common, "replaces": one.replaces})
    return one.exercise if list(written) == ["exercise"] else written


def steps(listed: Iterable[Step]) -> Written:
    """Write a warm-up or cool-down: words alone as a text."""
    every = tuple(listed)
    if len(every) == 1 and every[0].is_words:
        return every[0].do
    return [step(one) for one in every]


def step(one: Step) -> Written:
    """Write one step."""
    facts = {"do": one.do, "exercise": one.exercise, "routine": one.routine}
    return filled({**facts, "dose": _dose(one.dose), "note": one.note})


def session(one: Session) -> Written:
    """Write a session."""
    return filled({**_part(one), "rest": "true" if one.rest else ""})


def phase(one: Phase) -> Written:
    """Write a phase."""
    keep = "all" if one.keep == (ALL,) else list(one.keep)
    return filled(
        {
            **_part(one),
            "keep": keep,
            "sessions": [session(inner) for inner in one.sessions],
            "goal": one.goal,
            "move_on_when": one.move_on_when,
            "go_back_when": one.go_back_when,
        }
    )


def _part(one: Session | Phase) -> dict[str, Written]:
    return {
        "title": one.title,
        "exercises": items(one.exercises),
        "routine": one.routine,
        "dose": _dose(one.dose),
        "schedule": schedule(one.schedule),
        "before": steps(one.before) if one.before else "",
        "after": steps(one.after) if one.after else "",
        **doses.as_written([("takes", one.takes)]),
        "note": one.note,
    }


def schedule(one: Schedule) -> Mapping[str, Written]:
    """Write a schedule."""
    return doses.as_written(one)


def _dose(one: doses.Dose | None) -> Mapping[str, Written]:
    return doses.as_written(one) if one else {}


def filled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return *facts* without those that are empty."""
    return {key: value for key, value in facts.items() if value}
