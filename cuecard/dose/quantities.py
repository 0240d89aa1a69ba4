"""The values that a dose is made of. `str()` of each is the way an author writes it, which reads as the same value.

No words for readers are here: those are in `reader_phrases`.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

BETWEEN_FACTS = " \N{MIDDLE DOT} "
"""Between facts that are labels and numbers."""


class Bound(StrEnum):
    """Which ends of a quantity are fixed."""

    BETWEEN = "between"
    """From `low` to `high`, both included; a single number has the two equal."""
    AT_LEAST = "at least"
    """`low` or more; `high` is the same number."""
    AT_MOST = "at most"
    """Up to `high`; `low` is the same number."""
    MOST = "most"
    """As many, as long or as far as one can; `low` and `high` are floor and cap, 0 for none."""


class Range(Struct, frozen=True):
    """A whole number, whole numbers from `low` to `high`, or with an open end."""

    low: int
    high: int
    bound: Bound = Bound.BETWEEN

    @property
    def is_single(self) -> bool:
        """Return whether it is one fixed number."""
        return self.bound is Bound.BETWEEN and self.low == self.high

    def end(self, number: int) -> str:
        """Return one end as an author writes it."""
        return str(number)

    def __str__(self) -> str:
        """As an author writes it: `12`, `8 to 12`, `10 or more`, `up to 15`, `as many as you can up to 15`."""
        if self.bound is Bound.AT_LEAST:
            return f"{self.end(self.low)} or more"
        if self.bound is Bound.AT_MOST:
            return f"up to {self.end(self.high)}"
        if self.bound is Bound.MOST:
            floor = f" at least {self.end(self.low)}" if self.low else ""
            cap = f" up to {self.end(self.high)}" if self.high else ""
            return f"{self._most()}{floor}{cap}"
        return self.end(self.low) if self.low == self.high else self._between()

    def _between(self) -> str:
        return f"{self.low} to {self.high}"

    def _most(self) -> str:
        return "as many as you can"


class Seconds(Range, frozen=True):
    """A duration in whole seconds, a range of durations, or one with an open end."""

    def end(self, number: int) -> str:
        """`1 minute 30 seconds`."""
        split = in_units(number)
        return " ".join(f"{amount} {unit}{'' if amount == 1 else 's'}" for amount, unit in split)

    def _between(self) -> str:
        low, high = in_units(self.low), in_units(self.high)
        if len(low) == len(high) == 1 and low[0][1] == high[0][1]:
            return f"{low[0][0]} to {self.end(self.high)}"
        return f"{self.end(self.low)} to {self.end(self.high)}"

    def _most(self) -> str:
        return "as long as you can"


class Measure(Range, frozen=True):
    """A quantity with a unit, in hundredths of it: `low=250, unit="km"` is 2.5 km.

    The unit is an id of `LENGTHS` or `WEIGHTS`, the singular of one of `COUNTED`, or the author's own word as it
    was written.
    """

    unit: str = ""

    def end(self, number: int) -> str:
        """`2.5 km`, `10 steps`."""
        return f"{decimal(number)} {self.word(number)}"

    def word(self, number: int) -> str:
        """Return the unit as it is written after *number* (in hundredths)."""
        return self.unit if number == 100 else COUNTED.get(self.unit, self.unit)

    def _between(self) -> str:
        return f"{decimal(self.low)}-{self.end(self.high)}"

    def _most(self) -> str:
        return "as far as you can" if self.unit in LENGTHS else f"as many {self.word(0)} as you can"


LENGTHS = ("m", "km", "cm", "mi", "yd", "ft")
WEIGHTS = ("kg", "lb")
COUNTED = {
    "breath": "breaths",
    "contact": "contacts",
    "flight": "flights",
    "jump": "jumps",
    "lap": "laps",
    "length": "lengths",
    "letter": "letters",
    "line": "lines",
    "page": "pages",
    "round": "rounds",
    "stair": "stairs",
    "step": "steps",
    "stride": "strides",
    "swallow": "swallows",
    "throw": "throws",
    "turn": "turns",
    "word": "words",
}
"""Units that are counted, by their singular: what the plural is."""


class Decimals(Range, frozen=True):
    """A number without a unit that may have halves, in hundredths: 750 is 7.5."""

    def end(self, number: int) -> str:
        """`7.5`."""
        return decimal(number)

    def _between(self) -> str:
        return f"{decimal(self.low)}-{decimal(self.high)}"


class Angle(Range, frozen=True):
    """How far a joint moves, in degrees: up to an angle, or from one to another."""

    def end(self, number: int) -> str:
        """`90 degrees`."""
        return f"{number} degrees"

    def _between(self) -> str:
        return f"{self.low}-{self.end(self.high)}"


class BodyWeight(Struct, frozen=True):
    """The body's own weight, with `extra` on top (negative: with help that takes some off), or nothing."""

    extra: Measure | None = None
    is_help: bool = False

    def __str__(self) -> str:
        """`body weight`, `body weight + 5 kg`, `body weight - 10 kg`."""
        if self.extra is None:
            return "body weight"
        return f"body weight {'-' if self.is_help else '+'} {self.extra}"


class Phase(Struct, frozen=True):
    """One phase of a movement or of a breath, and how long it takes."""

    name: str
    """An id such as `lower`, `in` or `hold`, or the author's own word."""
    length: int
    """Seconds or counts; 0 leaves the phase out."""
    is_fast: bool = False
    """As fast as one can."""


class Tempo(Struct, frozen=True):
    """How one repetition is paced. `numbers` is the form without names: lower, pause, lift and perhaps pause."""

    phases: tuple[Phase, ...]
    numbers: bool = False

    def __str__(self) -> str:
        """`3-1-1`, or `lift 2, pause 1, lower 4`."""
        numbers = ["X" if phase.is_fast else str(phase.length) for phase in self.phases]
        if self.numbers:
            return "-".join(numbers)
        return ", ".join(f"{phase.name} {one}" for phase, one in zip(self.phases, numbers, strict=True))

    @property
    def seconds(self) -> int:
        """Return how long one repetition takes; a fast phase counts as one second."""
        return sum(1 if phase.is_fast else phase.length for phase in self.phases)


class Breath(Struct, frozen=True):
    """How one breath is paced, in counts or, where `in_seconds`, in seconds."""

    phases: tuple[Phase, ...]
    in_seconds: bool = False

    def __str__(self) -> str:
        """`in 4, hold 7, out 8`."""
        unit = " s" if self.in_seconds else ""
        return ", ".join(f"{phase.name} {phase.length}{unit}" for phase in self.phases)

    @property
    def seconds(self) -> int:
        """Return how long one breath takes; a count is taken for a second."""
        return sum(phase.length for phase in self.phases)


class Interval(Struct, frozen=True):
    """One part of a session: what to do, and how long, how far or how many times."""

    name: str
    measure: Range
    """Seconds, a length or a counted unit, or a plain number of times."""

    @property
    def is_counted(self) -> bool:
        """Return whether it is done so many times."""
        return not isinstance(self.measure, Seconds | Measure)

    def __str__(self) -> str:
        """`run 1 minute`, `pulse 10 times`."""
        return f"{self.name} {self.measure}{' times' if self.is_counted else ''}"


class Repeated(Struct, frozen=True):
    """Parts of a session that are done several times over."""

    times: int
    parts: tuple[Interval, ...]


Intervals = tuple[Interval | Repeated, ...]


class Side(Struct, frozen=True):
    """How the two sides of the body share the work, or the one side that does it."""

    kind: str
    """`each`, `alternating`, or the word for one side: `left`, `operated`, ..."""
    part: str = "side"
    """`side`, `leg`, `arm`, ...; nothing else than `side` when the sides alternate."""

    def __str__(self) -> str:
        """`each leg`, `alternating`, `operated leg`."""
        return self.kind if self.kind == "alternating" else f"{self.kind} {self.part}"

    @property
    def alternates(self) -> bool:
        """Return whether counts are those of both sides together."""
        return self.kind == "alternating"

    @property
    def doubles(self) -> bool:
        """Return whether all the work is done twice, once with each side."""
        return self.kind == "each"


class Every(Struct, frozen=True):
    """A distance in time between two sessions: every 2 hours, every other day."""

    low: int
    high: int
    unit: str
    """`minute`, `hour`, `day` or `week`."""
    is_awake: bool = False
    """Only while awake."""

    def __str__(self) -> str:
        """`every 2 hours`, `every hour while awake`."""
        if (self.low, self.high, self.unit) == (2, 2, "day"):
            return "every other day"
        number = str(self.low) if self.low == self.high else f"{self.low}-{self.high}"
        words = f"every {self.unit}" if number == "1" else f"every {number} {self.unit}s"
        return f"{words} while awake" if self.is_awake else words


class Days(Struct, frozen=True):
    """Named days of the week, 0 for Monday."""

    numbers: tuple[int, ...]

    def __str__(self) -> str:
        """`Mon Wed Fri`."""
        return " ".join(DAYS[number] for number in self.numbers)


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Until(Struct, frozen=True):
    """A condition in the author's words."""

    text: str

    def __str__(self) -> str:
        """`until the swelling is gone`."""
        return f"until {self.text}"


class InAll(Struct, frozen=True):
    """How long altogether, perhaps in a day or a week."""

    time: Seconds
    per: str = ""
    """`day`, `week` or nothing."""

    def __str__(self) -> str:
        """`1 hour a day`."""
        return f"{self.time} a {self.per}" if self.per else str(self.time)


def in_units(seconds: int) -> list[tuple[int, str]]:
    """Hours, minutes and seconds, those that are not 0; 0 seconds for none."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    split = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
    return [(number, unit) for number, unit in split if number] or [(0, "second")]


def decimal(hundredths: int) -> str:
    """`2.5` for 250, `3` for 300."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02}".rstrip("0") if part else str(whole)
