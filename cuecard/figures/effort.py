"""What an exercise is for, as far as it decides what is dark in its pictures."""

from __future__ import annotations

from msgspec import Struct


class Effort(Struct, frozen=True):
    """The parts of the body that the muscles of an exercise move: "arm", "head", "leg", "trunk", in this order."""

    main: tuple[str, ...] = ()
    """By its primary muscles."""
    further: tuple[str, ...] = ()
    """By its secondary ones."""


UNKNOWN = Effort()
"""That of a figure without muscles."""
