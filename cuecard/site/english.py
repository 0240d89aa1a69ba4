"""English words for readers: numbers, lists, capitals, schedules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from cuecard import dose as doses
from cuecard.parse.schema import (
    Schedule,
)

LEVELS = {"beginner": "Beginner", "intermediate": "Intermediate", "advanced": "Advanced"}


POSITIONS = {
    "standing": "Standing",
    "sitting": "Sitting",
    "kneeling": "Kneeling",
    "hands-and-knees": "On hands and knees",
    "supine": "Lying on your back",
    "prone": "Lying on your front",
    "side-lying": "Lying on your side",
}


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 exercise", "5 exercises"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: Iterable[str]) -> str:
    """The words in a line: "a, b, c"."""
    return ", ".join(words)


def capitalised(text: str) -> str:
    """*text* with its first letter large, the others as they are."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """*text* to stand inside a sentence: its first letter small, unless the word is a name, "I" or all large."""
    first = re.split(r"[\s'\u2019]", text, maxsplit=1)[0]
    return text if first in _ALWAYS_LARGE or first[1:].isupper() else text[:1].lower() + text[1:]


_ALWAYS_LARGE = frozenset(["I", "Achilles", "Baker", "Parkinson"])
"""Words, and names that are told of bodies."""


def sentence(text: str) -> str:
    """*text* with a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "!", "?", "…", ":")) else text + "."


def in_words(day: date) -> str:
    """A date as it is read in any country: 1 November 2026."""
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{day.day} {months[day.month - 1]} {day.year}"


def schedule(value: Schedule) -> str:
    """How often and how long: "3 days a week for 8 weeks"; empty when nothing is said."""
    return doses.plan_sentence(value)
