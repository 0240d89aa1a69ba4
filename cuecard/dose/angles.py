"""How far a joint moves, in degrees."""

from __future__ import annotations

import re

from cuecard.dose.parse import check_limits, check_not_negative, clean, in_order, opened, read_whole, refused
from cuecard.dose.quantities import Angle, Bound

_DEGREES = re.compile(r" ?(?:degrees?|deg\.?|°)$")
_NO_FURTHER = re.compile(
    r"^(?:(?:not|no) (?:beyond|past|further than|farther than)|below|under|only to|to) (?=[0-9])"
)


def parse_angle(key: str, value: object) -> Angle:
    """Return how far to move a joint: `up to 90 degrees`, `0-90 degrees`."""
    written = clean(key, str(value) if isinstance(value, Angle) else value)
    text = _DEGREES.sub("", written.casefold())
    parts = opened(_NO_FURTHER.sub("up to ", text))
    ends = read_whole(parts.text)
    like = 'such as "up to 90 degrees" or "0-90 degrees"'
    if ends is None or parts.bound in {Bound.MOST, Bound.AT_LEAST} or parts.unit:
        check_not_negative(key, written)
        raise refused("bad-amount", key, written, "does not say how far", like)
    if parts.bound is Bound.BETWEEN and ends[0] == ends[1]:
        hint = f'write "up to {ends[0]} degrees" for no further than that, or "0-{ends[0]} degrees"'
        raise refused("two-meanings", key, written, "is one angle, and not how far", hint)
    angle = Angle(*ends, parts.bound)
    if text == written.casefold():
        raise refused("needs-unit", key, written, "has no unit", f'write "{angle}"')
    check_limits(key, min(ends), max(ends), written)
    return in_order(key, angle, written, f'did you mean "{Angle(angle.high, angle.low)}"?')
