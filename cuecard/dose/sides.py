"""Which side of the body works: each in turn, both by turns, or one alone."""

from __future__ import annotations

import re

from cuecard.core.diagnostics import did_you_mean, one_of
from cuecard.dose.parse import clean, refused
from cuecard.dose.quantities import Side

PARTS = (
    "side",
    "leg",
    "arm",
    "foot",
    "hand",
    "knee",
    "hip",
    "ankle",
    "heel",
    "shoulder",
    "elbow",
    "wrist",
    "thumb",
    "eye",
    "ear",
    "calf",
    "thigh",
    "buttock",
    "forearm",
    "cheek",
    "eyebrow",
    "eyelid",
    "nostril",
)
ONE_SIDE = (
    "left",
    "right",
    "sore",
    "weaker",
    "stronger",
    "operated",
    "injured",
    "uninjured",
    "affected",
    "unaffected",
    "stiffer",
    "dominant",
    "non-dominant",
    "other",
)
"""The words for one side, each with any of the parts."""
EACH = ("each", "per", "every", "either")
ALTERNATING = ("alternating", "alternate", "alternately")
SAME_AS = {
    "bad": "sore",
    "painful": "sore",
    "hurt": "sore",
    "weak": "weaker",
    "strong": "stronger",
    "good": "unaffected",
    "healthy": "unaffected",
    "sound": "unaffected",
    "involved": "affected",
    "uninvolved": "unaffected",
    "nondominant": "non-dominant",
    "surgical": "operated",
    "stiff": "stiffer",
    "tight": "stiffer",
    "tighter": "stiffer",
}
OFFERED = (
    "each leg",
    "each arm",
    "each side",
    "alternating",
    "sore side",
    "weaker side",
    "operated leg",
    "left leg",
)
_ONE = 'for one side alone write "left leg", "operated leg", "sore side" or the like'


def read_side(text: str) -> Side | None:
    """`each leg`, `alternating`, `left`, `the operated leg only`."""
    text = re.sub(r"^(?:on|with|only|the|your|my|(?:on|with) the) ", "", text.casefold().rstrip(". "))
    text = re.sub(r"^(?:only |the )+|(?:,? only)$", "", text)
    first, _, part = re.sub(r"(?<!\bnon)-", " ", text).partition(" ")
    if first in ALTERNATING and part in {"", "sides", "legs", "arms"}:
        return Side("alternating")
    if part not in PARTS and not (not part and (first in ONE_SIDE or first in SAME_AS)):
        return None
    if first in EACH:
        return Side("each", part)
    kind = SAME_AS.get(first, first)
    return Side(kind, part or "side") if kind in ONE_SIDE else None


def parse_side(value: object) -> Side:
    """Return one of the sides, in any of its usual spellings."""
    written = clean("side", str(value) if isinstance(value, Side) else value)
    text = written.casefold().rstrip(".")
    if side := read_side(text):
        return side
    raise refused("unknown-word", "side", written, "is not a side", _hint(text))


_WAYS = frozenset(
    f"{word} {way}"
    for word in ("each", "both", "either")
    for way in ("way", "ways", "direction", "directions")
)
"""What is meant is the direction of a movement, not a side of the body."""


def _hint(text: str) -> str:
    if text.removeprefix("in ") in _WAYS:
        return 'write "each_way: true"'
    if text.startswith("both"):
        return 'leave side out when both work at once; write "each side" when one works after the other'
    if {"left", "right"} <= set(re.findall("[a-z]+", text)):
        return 'write "each side" for one after the other, or keys: "left: 10, right: 12"'
    first, _, part = text.partition(" ")
    near = did_you_mean(first, [*ONE_SIDE, *EACH])
    if part in PARTS:  # the word for the side is wrong: "each leg" is not a hint for "operatd leg"
        return near.replace('"?', f' {part}"?') if near else _ONE
    if first in EACH:
        near = did_you_mean(part, PARTS).replace(' "', ' "each ')
    elif SAME_AS.get(first, first) in ONE_SIDE:
        return did_you_mean(part, PARTS).replace(' "', f' "{first} ') or _ONE
    else:
        near = did_you_mean(text, ["alternating", *OFFERED])
    return f"{near} {one_of(OFFERED)}".strip()
