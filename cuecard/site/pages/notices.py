"""What is at an old address, and at one that does not exist."""

from __future__ import annotations

from msgspec import Struct

from cuecard.core.urls import relative
from cuecard.library.library import HOME
from cuecard.site import views
from cuecard.site.context import PageContext
from cuecard.site.pages.frame import address, frame

_NOT_FOUND = "404.html"


class RedirectPage(Struct, frozen=True):
    """What is at an old address."""

    frame: views.Frame
    href: str


class NotFoundPage(Struct, frozen=True):
    """`404.html`, which a host shows at any depth, and which therefore needs no other file."""

    frame: views.Frame
    start: str
    """The full address of the home page; without a base address the one that holds at the top."""


def redirect(context: PageContext, old: str) -> views.Page:
    """Return what leads from an old address to the page that took its place."""
    new = context.library.redirects[old]
    view = RedirectPage(frame(context, new, context.labels.text("moved")), relative(new, old))
    return views.Page(old, "redirect.html", view)


def not_found(context: PageContext, _: str) -> views.Page:
    """Return the error page, which a host shows at any depth."""
    around = frame(context, _NOT_FOUND, context.labels.text("not-found"))
    return views.Page(_NOT_FOUND, _NOT_FOUND, NotFoundPage(around, address(context, HOME) or HOME))
