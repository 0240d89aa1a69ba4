"""What a dose says about the pictures of an exercise: its rhythm, how long it is held, and whether sides alternate."""

from __future__ import annotations

from cuecard.dose import Dose, Seconds, Tempo
from cuecard.figures.rhythm import USUAL_RHYTHM, Rhythm

_PAUSES = frozenset(["pause", "hold", "stay", "squeeze"])
_FAST = 0.6
"""Seconds of a phase that is as fast as one can."""


def rhythm_of(dose: Dose | None) -> Rhythm:
    """Return how long each part of a repetition takes; a pace without names lowers first and lifts then."""
    if dose is None or dose.tempo is None:
        held = hold_of(dose)
        return Rhythm(stay=float(held)) if held else USUAL_RHYTHM
    moves, pauses = _phases(dose.tempo)
    if len(moves) != _THERE_AND_BACK:
        return USUAL_RHYTHM
    return Rhythm(moves[0], pauses[0] or float(hold_of(dose)), moves[1], pauses[1], dose.tempo.numbers)


_THERE_AND_BACK = 2


def _phases(tempo: Tempo) -> tuple[list[float], list[float]]:
    """Return the seconds of each movement, and of the pause after each."""
    moves: list[float] = []
    pauses: list[float] = []
    for phase in tempo.phases:
        if phase.name not in _PAUSES:
            moves.append(_FAST if phase.is_fast else float(phase.length))
            pauses.append(0.0)
        elif pauses:
            pauses[-1] += float(phase.length)
    return moves, pauses


def hold_of(dose: Dose | None) -> int:
    """For how many seconds each repetition, or the exercise, is held; 0 where no one number is said."""
    held = dose.hold if dose else None
    return held.low if isinstance(held, Seconds) and held.is_single else 0


def still_time_of(dose: Dose | None) -> int:
    """For how many seconds a position without any movement is held."""
    time = dose.time if dose else None
    return hold_of(dose) or (time.low if isinstance(time, Seconds) and time.is_single else 0)


def alternates(dose: Dose | None) -> bool:
    """Return whether the sides take turns, repetition by repetition."""
    return bool(dose and dose.side and dose.side.alternates)
