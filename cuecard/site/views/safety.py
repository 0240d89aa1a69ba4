"""Safety rules, and scales on which readers rate what they feel."""

from __future__ import annotations

from msgspec import Struct


class ScaleStep(Struct, frozen=True):
    """A zone of a scale."""

    range: str
    verdict: str
    """One or two words: "Carry on"."""
    advice: str
    kind: str
    """more, ok, caution or stop: for its style."""


class Scale(Struct, frozen=True):
    """A scale in words and numbers: that of pain, or another."""

    id: str
    title: str
    only: str
    """Which exercises it is for, in a sentence; empty for all."""
    rate: str
    """How to rate."""
    steps: tuple[ScaleStep, ...]
    settle: str
    source: str
    line: str
    """The whole scale in a line, for a sheet that may be printed without colour."""


class Safety(Struct, frozen=True):
    """All rules of a page: the site's, the routine's and the exercise's."""

    stop_if: tuple[str, ...]
    urgent: tuple[str, ...]
    soon: tuple[str, ...]
    scales: tuple[Scale, ...]
    emergency: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    """Who should not start at all."""
    where: tuple[str, str, str] = ("", "", "")
    """Where to get help: in an emergency, today, soon."""
    lifted: tuple[str, ...] = ()
    """Why rules of other pages are missing here, in sentences."""

    @property
    def has_content(self) -> bool:
        """Return whether there is anything to show."""
        help = self.emergency or self.urgent or self.soon
        return bool(self.stop_if or help or self.scales or self.not_if or self.lifted)
