"""Doses in words at the end of instructions: "Hold for 20 seconds, then switch sides." English only.

No other collection has keys for sets, reps, time, distance or sides: what it says of them is in its sentences. A
sentence that is nothing but a dose becomes one. Every other sentence stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import ValidationError

from cuecard.dose import Dose, Seconds

_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS: Mapping[str, int] = {word: n for n, word in enumerate(_NUMBERS, start=1)} | {
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
}
_N = rf"(?:[0-9]{{1,3}}|{'|'.join(_WORDS)})"
_COUNT = rf"{_N}(?: ?(?:-|–|—|to|or) ?{_N})?"
_TIME = r"(?:seconds?|secs?|minutes?|mins?)"
_REPS = r"(?:times|repetitions|reps)"
_LENGTH = r"(?:metres?|meters?|yards?|feet)"
_UNITS: Mapping[str, str] = {"s": "s", "m": "min", "y": "yd", "f": "ft"}
"""By the first letter of a unit that is not metres."""
_PARTS: Mapping[str, str] = {
    **{
        many: one
        for one, many in (
            (part, f"{part}s") for part in ("side", "leg", "arm", "hand", "knee", "hip", "ankle")
        )
    },
    "feet": "foot",
    **{part: part for part in ("side", "leg", "arm", "hand", "knee", "hip", "ankle", "foot")},
}
_PART = rf"(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))})"
_WHAT = (
    r"(?: (?:it|this|that|the)(?: (?:whole|entire|same))?"
    r"(?: (?:movement|motion|exercise|stretch|position|pose|process|sequence|action))?)?"
)
_OTHER_SIDE = (
    rf"(?:(?:repeat|do|perform|stretch|switch|change|swap){_WHAT}(?: the same)?"
    rf"(?: (?:with|for|on|to|over to))?(?: (?:your|the))?(?: (?:other|opposite))? {_PART})"
)
_SIDES = (
    rf"(?:,?(?: and then| and| then|, before)? {_OTHER_SIDE}"
    rf"|,? (?:(?:on|with|for) )?(?:each|either|per) {_PART.replace('?P<part>', '?P<each>')})?"
)
_FORMS = tuple(
    re.compile(form + _SIDES)
    for form in (
        rf"(?:hold|maintain|keep){_WHAT} for (?P<hold>{_COUNT} {_TIME})",
        rf"(?:repeat|perform|do){_WHAT}(?: for)? (?P<reps>{_COUNT}) {_REPS}",
        rf"(?:(?:perform|do|complete|repeat for) )?(?P<sets>{_COUNT}) sets? (?:of|with|x) (?P<reps>{_COUNT}) {_REPS}",
        rf"(?:(?:perform|do|complete|repeat for) )?(?P<sets>{_COUNT}) sets? (?:of|with|x) (?P<time>{_COUNT} {_TIME})",
        rf"(?:continue|keep going|go on){_WHAT} for (?P<time>{_COUNT} {_TIME})",
        rf"(?:continue|repeat) (?P<turns>to alternate|alternating|in an alternating fashion) for "
        rf"(?:(?P<time>{_COUNT} {_TIME})|(?P<reps>{_COUNT}) {_REPS})",
        rf"(?:continue|walk|run|crawl|go)(?: for)? (?P<distance>{_COUNT} {_LENGTH})",
    )
)
_ONLY_SIDE = re.compile(_OTHER_SIDE)
_ORDER = ("sets", "reps", "hold", "time", "distance", "side")
_LONGEST = 120
"""Characters of a sentence that can be a dose."""
_SHORTEST_HOLD = 10
"""Seconds from which a hold alone is how much to do; a shorter one belongs to reps whose number is not given."""


def take_dose(steps: list[list[str]]) -> dict[str, str]:
    """Remove the sentences at the end of *steps* that are only a dose, and return it; empty if there is none.

    At least one sentence stays, and nothing is removed if the sentences together are no valid dose.
    """
    sentences = [(n, sentence) for n, step in enumerate(steps) for sentence in step]
    facts: dict[str, str] = {}
    taken = 0
    for _, sentence in reversed(sentences[1:]):
        found = _read(sentence)
        if not found or found.keys() & facts.keys():
            break
        facts |= found
        taken += 1
    if not facts.keys() - {"side"} or not _is_whole(facts):
        return {}
    for n, _ in sentences[len(sentences) - taken :]:
        steps[n].pop()
    steps[:] = [step for step in steps if step]
    return {key: facts[key] for key in _ORDER if key in facts}


def _is_whole(facts: Mapping[str, str]) -> bool:
    try:
        dose = Dose.model_validate(facts)
    except ValidationError:
        return False
    return not isinstance(dose.hold, Seconds) or dose.reps is not None or dose.hold.low >= _SHORTEST_HOLD


def _read(sentence: str) -> dict[str, str]:
    """Return the facts of a sentence that is only a dose; empty for any other."""
    text = sentence.strip().rstrip(".!").casefold()
    if len(text) > _LONGEST:
        return {}
    if found := _ONLY_SIDE.fullmatch(text):
        return {"side": f"each {_PARTS[found['part']]}"}
    for form in _FORMS:
        if found := form.fullmatch(text):
            groups = {key: value for key, value in found.groupdict().items() if value}
            facts = {key: _quantity(groups[key]) for key in _ORDER if key in groups}
            if part := groups.get("part") or groups.get("each"):
                facts["side"] = f"each {_PARTS[part]}"
            if "turns" in groups:
                facts["side"] = "alternating"
            return facts
    return {}


def _quantity(text: str) -> str:
    """`ten to 20 seconds` as an author writes it: `10-20 s`."""
    number, _, unit = text.rpartition(" ")
    if not unit[:1].isalpha() or unit in _WORDS:
        number, unit = text, ""
    ends = [str(_WORDS.get(end, end)) for end in re.split(r" ?(?:-|–|—|\bto\b|\bor\b) ?", number)]
    if unit:
        unit = "m" if unit.startswith(("met",)) else _UNITS[unit[0]]
    return f"{'-'.join(ends)} {unit}".strip()
