"""Tempo and breath: phases and how long each takes."""

from __future__ import annotations

import re
from collections.abc import Callable

from cuecard.core.diagnostics import InvalidValueError
from cuecard.dose.parse import clean, refused
from cuecard.dose.quantities import Breath, Phase, Tempo

ORDER = ("lower", "pause", "lift", "pause")
"""What the numbers of a tempo without names mean."""
BREATH_ORDER = ("in", "hold", "out", "pause")
LONGEST_PHASE = 60
_MOST_PHASES = 8
_SAME_AS = {
    "inhale": "in",
    "breathe in": "in",
    "exhale": "out",
    "breathe out": "out",
    "wait": "pause",
    "rest": "pause",
}
_FAST = ("x", "fast", "explode", "explosive", "as fast as you can")
_PHASE = re.compile(
    r"(?P<name>[^\W\d_]+(?:[ '’-][^\W\d_]+){0,2}?)(?: for)? ?"
    r"(?P<length>[0-9]{1,3}|x|fast|explosive|as fast as you can)(?![0-9])"
    r" ?(?P<unit>s|sec|secs|seconds?|counts?)?(?![a-z])[\s,;/·–-]*(?:and |then )?"
)


def parse_tempo(value: object) -> Tempo:
    """Return numbers of seconds joined by hyphens, in their fixed order, or phases by name in the order of doing."""
    if isinstance(value, Tempo):
        value = str(value)
    if isinstance(value, list | tuple):
        value = ", ".join(clean("tempo", one) for one in value)
    written = clean("tempo", value)
    text = written.casefold()
    if phases := _named(text, lambda name: name):
        return Tempo(_checked("tempo", written, phases))
    if not re.fullmatch(r"(?:[0-9]+|x)(?: ?[-–—−] ?(?:[0-9]+|x)){2,3}", text):
        raise refused("bad-tempo", "tempo", written, "is not a tempo", _tempo_hint(text))
    parts = re.findall(r"[0-9]+|x", text)
    numbers = [1 if one == "x" else min(int(one), 10**6) for one in parts]
    if max(numbers) > LONGEST_PHASE:
        hint = f"at most {LONGEST_PHASE} seconds for each part"
        raise refused("out-of-range", "tempo", written, "is out of range", hint)
    if 0 in (numbers[0], numbers[2]):
        hint = "lowering and lifting, the first and the third number, take at least 1 second"
        raise refused("out-of-range", "tempo", written, "is out of range", hint)
    if numbers[1] >= 4 and numbers[2] >= 4:
        breath = _in_line(BREATH_ORDER, parts)
        hint = f'write "breath: [{breath}]" for breathing, or "tempo: [{_in_line(ORDER, parts)}]"'
        raise refused("bad-tempo", "tempo", written, "looks like a way of breathing", hint)
    phases = tuple(
        Phase(name, 0 if one == "x" else number, one == "x")
        for name, one, number in zip(ORDER, parts, numbers, strict=False)
    )
    return Tempo(phases, numbers=True)


def _in_line(names: tuple[str, ...], parts: list[str]) -> str:
    return ", ".join(f"{name} {one}" for name, one in zip(names, parts, strict=False))


def _tempo_hint(text: str) -> str:
    numbers = re.findall(r"[0-9]+|x", text)
    if re.fullmatch(r"[0-9x]{3,4}", text):
        numbers = list(text)  # "311"
    if len(numbers) in (3, 4) and not re.search(r"[^0-9x :/.,;×|–-]", text):
        return f'did you mean "{"-".join(numbers).upper()}"?'
    return 'seconds to lower, pause and lift, such as "3-1-1", or phases by name: [lift 2, pause 1, lower 4]'


def parse_breath(value: object) -> Breath:
    """`in 4, hold 7, out 8`: the phases of one breath in counts, or in seconds where these are named."""
    if isinstance(value, Breath):
        return value
    if isinstance(value, list | tuple):
        value = ", ".join(clean("breath", one) for one in value)
    written = clean("breath", value)
    text = written.casefold()
    in_seconds = bool(re.search(r"[0-9] ?(?:s|secs?|seconds?)(?![a-z])", text))
    phases = _named(text, lambda name: _SAME_AS.get(name, name))
    names = [phase.name for phase in phases]
    if not phases and (numbers := re.fullmatch(r"[0-9]{1,2}(?: ?[-–] ?[0-9]{1,2}){1,3}", text)):
        counts = list(map(int, re.findall("[0-9]+", numbers[0])))
        names = ["in", "out"] if len(counts) == 2 else list(BREATH_ORDER[: len(counts)])
        phases = tuple(Phase(name, one) for name, one in zip(names, counts, strict=True))
    allowed = set(names) <= set(BREATH_ORDER) and {"in", "out"} <= set(names)
    if not phases or not allowed or any(phase.is_fast for phase in phases):
        hint = 'such as "breath: [in 4, hold 7, out 8]", with in, hold, out and pause'
        raise refused("bad-tempo", "breath", written, "is not a way of breathing", hint)
    return Breath(_checked("breath", written, phases), in_seconds)


def _named(text: str, meant: Callable[[str], str]) -> tuple[Phase, ...]:
    """`lift 2, pause 1, lower 4`; empty if it is anything else."""
    phases: list[Phase] = []
    place = 0
    while place < len(text):
        match = _PHASE.match(text, place)
        if match is None or match.end() == place or len(phases) > _MOST_PHASES:
            return ()
        is_fast = match["length"] in _FAST
        length = 0 if is_fast else int(match["length"])
        phases.append(Phase(meant(match["name"]), length, is_fast))
        place = match.end()
    return tuple(phases)


def _checked(key: str, written: str, phases: tuple[Phase, ...]) -> tuple[Phase, ...]:
    if len(phases) > _MOST_PHASES:
        raise InvalidValueError("out-of-range", f"{key} has more than {_MOST_PHASES} phases", "name fewer")
    if max(phase.length for phase in phases) > LONGEST_PHASE:
        hint = f"at most {LONGEST_PHASE} for each part"
        raise refused("out-of-range", key, written, "is out of range", hint)
    if not any(phase.length or phase.is_fast for phase in phases):
        raise refused("out-of-range", key, written, "takes no time", "at least 1 for one of its parts")
    return phases
