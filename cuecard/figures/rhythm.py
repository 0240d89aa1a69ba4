"""How long each part of a repetition takes."""

from __future__ import annotations

from msgspec import Struct


class Rhythm(Struct, frozen=True):
    """How long each part of a repetition takes, in seconds; 0 where that is not said."""

    there: float = 0.0
    stay: float = 0.0
    back: float = 0.0
    away: float = 0.0
    """The pause before it begins again."""
    lowers_first: bool = False
    """Whether `there` is the way down, whichever way the pictures begin with."""

    def turned(self) -> Rhythm:
        """Return the same for pictures that begin with the way up."""
        return Rhythm(self.back, self.away, self.there, self.stay)


USUAL_RHYTHM = Rhythm()
