"""How the body is placed: seven words for readers to choose from, and what else authors call them."""

from __future__ import annotations

import re
import types
from collections.abc import Mapping

from pydantic import BeforeValidator

from cuecard.core.diagnostics import InvalidValueError, nearest, one_of
from cuecard.parse.fields import Position, in_any_case, of_form, read_text, reads

ALSO: Mapping[Position, tuple[str, ...]] = types.MappingProxyType(
    {
        Position.STANDING: (
            "stand",
            "upright",
            "standing up",
            "on your feet",
            "on one leg",
            "standing on one leg",
        ),
        Position.SITTING: (
            "seated",
            "sit",
            "sitting down",
            "on a chair",
            "sitting on a chair",
            "long sitting",
        ),
        Position.KNEELING: ("kneel", "on your knees", "half kneeling", "tall kneeling", "high kneeling"),
        Position.HANDS_AND_KNEES: (
            *("on hands and knees", "on your hands and knees", "kneeling on hands and knees"),
            *("all fours", "on all fours", "kneeling on all fours"),
            *("four point kneeling", "4 point kneeling", "quadruped"),
        ),
        Position.SUPINE: (
            *("on your back", "on the back", "lying on your back", "lying on the back", "lying supine"),
            *("face up", "lying face up", "crook lying", "hook lying"),
        ),
        Position.PRONE: (
            *("on your front", "on the front", "lying on your front", "lying on the front", "lying prone"),
            *("on your stomach", "lying on your stomach", "on your belly", "lying on your belly"),
            *("on your tummy", "lying on your tummy", "face down", "lying face down"),
        ),
        Position.SIDE_LYING: (
            *("on your side", "on the side", "lying on your side", "lying on the side", "sidelying"),
            *("on one side", "lying on one side", "side lie"),
        ),
    }
)
"""By position: words that mean the same."""

_MEANT = {word.replace(" ", "-"): position for position, words in ALSO.items() for word in (position, *words)}
_GAP = re.compile(r"[\s_-]+")
_LYING = re.compile(r"(?:lying|lie|lying-down|on-the-floor|on-the-ground|floor)")


def _read_position(value: object) -> str:
    """Return one of the seven positions from any of its names; hyphens and spaces are equal."""
    text = read_text(value)
    folded = _GAP.sub("-", text.casefold())
    if folded in _MEANT:
        return str(_MEANT[folded])
    if _LYING.fullmatch(folded):
        hint = '"supine" is on the back, "prone" on the front, "side-lying" on one side'
    else:
        near = nearest(folded, tuple(sorted(_MEANT)))
        question = f'did you mean "{_MEANT[near]}"? ' if near else ""
        hint = question + one_of([str(position) for position in Position])
    raise InvalidValueError("unknown-word", f'unknown position "{text}"', hint)


def _as_pattern(word: str) -> str:
    return "".join(r"[\s_-]+" if char in " -" else in_any_case(char) for char in word)


_OFFERED = {"enum": [str(position) for position in Position]}
_TAKEN = of_form(f"({'|'.join(_as_pattern(word) for words in ALSO.values() for word in words)})")
reads_position: BeforeValidator = reads(_read_position, {"anyOf": [_OFFERED, _TAKEN]})
"""Reads a position. Editors offer the seven words, and take the others too."""
