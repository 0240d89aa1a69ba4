"""The values that a dose is made of; each prints itself as it is read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `low` to `high`, both included; a single number has the two equal."""

    low: int
    high: int

    def __str__(self) -> str:
        """As it is read aloud: `12` or `8 to 12`."""
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


@dataclass(frozen=True, slots=True)
class Seconds(Range):
    """A duration in whole seconds, or a range of durations."""

    def __str__(self) -> str:
        """As it is read aloud: `1 minute 30 seconds`, `20 to 30 seconds`, `45 seconds to 1 minute`."""
        low, high = _in_units(self.low), _in_units(self.high)
        if self.low == self.high:
            return _duration(low)
        if len(low) == len(high) == 1 and low[0][1] == high[0][1]:
            return f"{low[0][0]} to {_duration(high)}"
        return f"{_duration(low)} to {_duration(high)}"


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds for each phase of one repetition: lower, pause, lift and perhaps pause again."""

    phases: tuple[int, ...]

    def __str__(self) -> str:
        """As coaches write it: `3-1-1`."""
        return "-".join(map(str, self.phases))

    @property
    def seconds(self) -> int:
        """How long one repetition takes."""
        return sum(self.phases)


class Side(StrEnum):
    """How the two sides of the body share the work."""

    EACH_LEG = "each leg"
    EACH_ARM = "each arm"
    EACH_SIDE = "each side"
    ALTERNATING = "alternating"

    @property
    def doubles(self) -> bool:
        """Whether all the work is done twice, once with each side."""
        return self is not Side.ALTERNATING


def _in_units(seconds: int) -> list[tuple[int, str]]:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    split = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
    return [(number, unit) for number, unit in split if number] or [(0, "second")]


def _duration(split: list[tuple[int, str]]) -> str:
    return " ".join(f"{number} {unit}" if number == 1 else f"{number} {unit}s" for number, unit in split)
