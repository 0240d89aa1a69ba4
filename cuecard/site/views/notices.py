"""Pages at old and missing addresses."""

from __future__ import annotations

from cuecard.core.values import dataclass
from cuecard.site.views.frame import Frame


@dataclass(frozen=True, slots=True)
class RedirectPage:
    """What stands at an old address."""

    frame: Frame
    href: str


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """`404.html`, which a host shows at any depth, and which therefore needs no other file."""

    frame: Frame
    start: str
    """The full address of the home page; without a base address the one that holds at the top."""
