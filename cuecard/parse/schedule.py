"""How often and for how long a routine, a session or a phase is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from pydantic import model_validator

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose import InWeeks, PerDay, PerWeek, Weeks, When
from cuecard.dose.hints import schedule_hint, schedule_key_hint
from cuecard.parse.model import FrontMatterModel


class Schedule(FrontMatterModel):
    """How often, and for how long, a routine is done: the keys of a dose, read in the same way."""

    per_day: PerDay = None
    """How many times a day, or every so many hours."""
    per_week: PerWeek = None
    """On how many days a week, or on which."""
    when: When = None
    """At which times of the day, in your words."""
    weeks: Weeks = None
    """For how many weeks, or until when."""
    in_weeks: InWeeks = None
    """In which weeks of the plan."""

    key_hint: ClassVar[Callable[[str], str]] = staticmethod(schedule_key_hint)
    """What to write instead of an unknown key."""

    @model_validator(mode="before")
    @classmethod
    def _in_words(cls, data: Any) -> Any:
        """Report a schedule in words, with its keys as a hint."""
        if isinstance(data, str) and (hint := schedule_hint(data)):
            raise InvalidValueError("mapping-expected", 'this must be "key: value" pairs', hint)
        return data
