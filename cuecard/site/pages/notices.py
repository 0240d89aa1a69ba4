"""The pages at an old URL, and at one that does not exist."""

from __future__ import annotations

from msgspec import Struct

from cuecard.core.urls import relative
from cuecard.library.library import HOME
from cuecard.site import views
from cuecard.site.context import PageContext
from cuecard.site.pages.frame import address, frame
from cuecard.site.theme import custom_properties

_NOT_FOUND = "404.html"


class RedirectPage(Struct, frozen=True):
    """The page at an old URL."""

    frame: views.Frame
    href: str


class NotFoundPage(Struct, frozen=True):
    """`404.html`, which a host shows at any depth, so that it can load no other file."""

    frame: views.Frame
    start: str
    """The full URL of the home page; without a base URL, its URL from the top of the site."""
    theme: str
    """CSS of the site's own colours; empty without any."""


def redirect(context: PageContext, old: str) -> views.Page:
    """Return the page at an old URL, which leads to the new one."""
    new = context.library.redirects[old]
    view = RedirectPage(frame(context, new, context.labels.text("moved")), relative(new, old))
    return views.Page(old, "redirect.html", view)


def not_found(context: PageContext, _: str) -> views.Page:
    """Return the error page, which a host shows at any depth."""
    theme = custom_properties(context.site.theme)
    around = frame(context, _NOT_FOUND, context.labels.text("not-found"))
    return views.Page(_NOT_FOUND, _NOT_FOUND, NotFoundPage(around, address(context, HOME) or HOME, theme))
