"""Safety rules and the pain scale."""

from __future__ import annotations

from msgspec import Struct


class PainStep(Struct, frozen=True):
    """One part of the pain scale."""

    range: str
    verdict: str
    """One or two words: "Carry on"."""
    advice: str
    kind: str
    """ok, caution or stop: for its style."""


class PainScale(Struct, frozen=True):
    """The scale in words and numbers."""

    steps: tuple[PainStep, ...]
    settle: str
    source: str
    line: str
    """The whole scale in a line, for a sheet that may be printed without colour."""


class Safety(Struct, frozen=True):
    """All rules of a page: the site's, the routine's and the exercise's."""

    stop_if: tuple[str, ...]
    urgent: tuple[str, ...]
    soon: tuple[str, ...]
    pain: PainScale | None
    emergency: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    """Who should not start at all."""
    where: tuple[str, str, str] = ("", "", "")
    """Where to get help: in an emergency, today, soon."""

    @property
    def has_content(self) -> bool:
        """Return whether there is anything to show."""
        help = self.emergency or self.urgent or self.soon
        return bool(self.stop_if or help or self.pain or self.not_if)
