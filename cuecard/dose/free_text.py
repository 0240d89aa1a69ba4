"""Facts in the author's own words: a load, a band, a condition."""

from __future__ import annotations

import re

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose.hints import by_set_load
from cuecard.dose.parse import clean, refused
from cuecard.dose.quantities import Until


def parse_load(key: str, value: object) -> str:
    """Return the text on one line, without punctuation that would clash with the sentence around it."""
    text = re.sub(r",(?: ?,)+", ",", clean(key, value)).strip(" ,;.")
    if not any(map(str.isalnum, text)):
        raise InvalidValueError("empty", f"{key} has no value", "write a value, or leave the key out")
    if key == "load":
        if re.fullmatch(r"[0-9.,]+(?: ?[-–] ?[0-9.,]+)?", text):
            raise refused("needs-unit", "load", text, "has no unit", f'write "{text} kg" or "{text} lb"')
        if percent := re.fullmatch(r"([0-9.]+(?:-[0-9.]+)?) ?(?:%|percent)", text):
            hint = f'write "percent_1rm: {percent[1]}" for a part of the most you can lift once'
            raise refused("needs-unit", "load", text, "does not say of what", hint)
        if most := re.fullmatch(r"([0-9]+(?: ?[-–] ?[0-9]+)?) ?-?RM", text, re.IGNORECASE):
            hint = f'write "rep_max: {most[1]}" for the most you can lift so many times'
            raise refused("other-key", "load", text, "is a repetition maximum", hint)
        if hint := by_set_load(text):
            raise refused("bad-sets", "load", text, "describes one set after the other", hint)
    return text


_GROWS = re.compile(
    r"^(?:(?:add|plus|increase(?: it)?|increasing|go up)(?: by)?|by|\+) ?(?=\w)", re.IGNORECASE
)


def parse_increase(value: object) -> str:
    """Return by how much a dose grows, and when: `2.5 kg each week`; it goes on after "increasing by"."""
    text = _GROWS.sub("", clean("increase", value)).strip(" ,;.")
    if not any(map(str.isalnum, text)):
        raise InvalidValueError(
            "empty", "increase has no value", 'write how much and when: "2.5 kg each week"'
        )
    return text


def parse_when(value: object) -> str:
    """Return at which time of the day: `in the morning`, `before meals`."""
    text = clean("when", value).strip(" ,;.")
    if not any(map(str.isalnum, text)):
        raise InvalidValueError("empty", "when has no value", "write a time of the day, or leave the key out")
    return text


_AS_NEEDED = re.compile(
    r"(?:as|if|when) (?:needed|required|necessary)|as long as (?:you need|needed)", re.IGNORECASE
)


def condition_of_rest(text: str) -> str:
    """Return the condition in a rest such as "until your breath is calm" or "as needed"; empty for a time."""
    words = " ".join(text.split()).strip(" ,;.")
    if _AS_NEEDED.fullmatch(words):
        return "you are ready"
    return re.sub(r"^until ", "", words, flags=re.IGNORECASE) if words.casefold().startswith("until ") else ""


def parse_until(value: object, key: str = "until") -> Until:
    """Return a condition that ends the work or a rest, without the word "until"."""
    text = clean(key, str(value)[len("until ") :] if isinstance(value, Until) else value).strip(" ,;.")
    text = re.sub(r"^until ", "", text, flags=re.IGNORECASE)
    if not any(map(str.isalnum, text)):
        raise InvalidValueError("empty", f"{key} has no value", "write a condition, or leave the key out")
    return Until(text)
