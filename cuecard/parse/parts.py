"""The parts of a routine: sessions and phases, and the steps of what is done before and after."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose import Dose
from cuecard.dose.model import Takes
from cuecard.parse import shape_hints
from cuecard.parse.conditions import MoveUpRule, StepBackRule
from cuecard.parse.fields import Slug, Text, read_slug, read_switch, read_text, reads
from cuecard.parse.model import FrontMatterModel
from cuecard.parse.schedule import Schedule
from cuecard.parse.shapes import Item

# --- before and after ----------------------------------------------------------------------------------------------


class Step(FrontMatterModel):
    """One step of a warm-up or cool-down: words, an exercise or a routine, and how much of it."""

    do: Text = ""
    """What to do, in your words."""
    exercise: Slug = ""
    """Or the slug of an exercise."""
    routine: Slug = ""
    """Or the slug of a routine."""
    dose: Dose | None = None
    """How much of it."""
    note: Text = ""
    """A remark."""

    @model_validator(mode="after")
    def _one_of_them(self) -> Step:
        if sum(map(bool, (self.do, self.exercise, self.routine))) != 1:
            message = 'this needs one of "do", "exercise" and "routine"'
            hint = "write {do: swing your legs, dose: {time: 1 min}}, or {exercise: ...}, or {routine: ...}"
            raise InvalidValueError("bad-step", message, hint)
        if self.routine and self.dose:
            message = "a routine has the doses of its exercises"
            raise InvalidValueError("bad-step", message, "delete this dose, or write a note", key="dose")
        return self

    @property
    def is_words(self) -> bool:
        """Return whether it is only a text."""
        return bool(self.do) and not (self.dose or self.note)


def _read_steps(value: object) -> object:
    """Turn a text alone, or one step, into a list."""
    if isinstance(value, list | tuple):
        return [one if isinstance(one, Mapping | Step) else _read_step(one) for one in value]
    if isinstance(value, Mapping) and value.keys() & Step.model_fields.keys():
        return (value,)
    return (Step(do=read_text(value)),)


def _read_step(value: object) -> object:
    """In a list a name such as `brisk-walk` is an exercise, as under `exercises`; anything else is words."""
    text = read_text(value)
    return {"exercise": text} if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text) else {"do": text}


Steps = Annotated[
    tuple[Step, ...],
    BeforeValidator(_read_steps, json_schema_input_type=Text | Step | tuple[Text | Step, ...]),
]
"""A warm-up or cool-down: words, or steps with doses, exercises and routines."""


# --- sessions and phases -------------------------------------------------------------------------------------------


class _Part(FrontMatterModel):
    """What sessions and phases share."""

    title: Text = ""
    """Its name, such as "Day A" or "Weeks 1 to 4"."""
    exercises: tuple[Item, ...] = ()
    """What is done, in the order of doing."""
    routine: Slug = ""
    """Or a routine of the site that is done."""
    dose: Dose | None = None
    """The dose of all its exercises, unless they have their own."""
    schedule: Schedule = Schedule()
    """How often, on which days, and in which weeks of the plan."""
    before: Steps = ()
    """What to do first; that of the routine where it is left out."""
    after: Steps = ()
    """What to do at the end; that of the routine where it is left out."""
    takes: Takes = None
    """How long it takes, in place of the estimate."""
    note: Text = ""
    """A remark, on the page and on the card."""


def _read_part(value: object) -> object:
    """Turn a slug alone into a session or phase that is a routine of the site."""
    return value if isinstance(value, Mapping | _Part) else {"routine": read_slug(value)}


class Session(_Part):
    """One of several days: its exercises, or a rest."""

    rest: Annotated[bool, reads(read_switch, {"type": ["boolean", "string"]})] = False
    """Whether it is a day of rest; words about it are a note."""

    key_hint: ClassVar[Any] = staticmethod(shape_hints.session_key)
    """What to write in place of an unknown key."""

    @model_validator(mode="after")
    def _is_whole(self) -> Session:
        _only_one_of(self, {"exercises": self.exercises, "routine": self.routine, "rest": self.rest})
        return self


def _read_session(value: object) -> object:
    if isinstance(value, str) and value.strip().casefold() in {"rest", "rest day", "day off"}:
        return {"rest": "true"}
    if isinstance(value, Mapping) and isinstance(value.get("rest"), str):
        words = value["rest"].strip()
        if words.casefold() not in {"true", "false"} and not re.search(r"\d", words):
            note = value.get("note")
            return {**value, "rest": "true", "note": note if note else words}
    return _read_part(value)


SessionItem = Annotated[Session, BeforeValidator(_read_session, json_schema_input_type=Slug | Session)]


class Phase(_Part):
    """One stage of a programme."""

    sessions: tuple[SessionItem, ...] = ()
    """Its days, where they differ."""
    keep: Annotated[tuple[str, ...], reads(shape_hints.read_keep, shape_hints.KEEP_SCHEMA)] = ()
    """What stays from the phase before, with the same dose: exercises, or all."""
    goal: Text = ""
    """What is reached at its end."""
    move_on_when: MoveUpRule = ""
    """When to go on to the next phase."""
    go_back_when: StepBackRule = ""
    """When to go back to the phase before."""

    key_hint: ClassVar[Any] = staticmethod(shape_hints.phase_key)
    """What to write in place of an unknown key."""

    @model_validator(mode="after")
    def _is_whole(self) -> Phase:
        lists = {
            "exercises": self.exercises or self.keep,
            "sessions": self.sessions,
            "routine": self.routine,
        }
        _only_one_of(self, lists)
        return self


PhaseItem = Annotated[Phase, BeforeValidator(_read_part, json_schema_input_type=Slug | Phase)]


def _only_one_of(part: _Part, said: Mapping[str, object]) -> None:
    """Report a part that does not say what is done, or says so twice."""
    keys = [key for key, value in said.items() if value]
    if len(keys) == 1:
        return
    if not keys:
        name = "session" if isinstance(part, Session) else "phase"
        hint = f'write "exercises:" and its list, or one of {", ".join(key for key in said if key != "exercises")}'
        raise InvalidValueError("missing-key", f"nothing says what is done in this {name}", hint)
    message = f'"{keys[0]}" and "{keys[1]}" cannot be given together'
    raise InvalidValueError("two-lists", message, "keep one of the two", key=keys[1])
