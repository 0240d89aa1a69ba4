"""Pages at old and missing addresses."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame


class RedirectPage(Struct, frozen=True):
    """What stands at an old address."""

    frame: Frame
    href: str


class NotFoundPage(Struct, frozen=True):
    """`404.html`, which a host shows at any depth, and which therefore needs no other file."""

    frame: Frame
    start: str
    """The full address of the home page; without a base address the one that holds at the top."""
