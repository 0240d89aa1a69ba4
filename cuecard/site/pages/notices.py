"""What is at an old address, and at one that does not exist."""

from __future__ import annotations

from cuecard.core.urls import relative
from cuecard.library.library import HOME
from cuecard.site import views
from cuecard.site.context import PageContext
from cuecard.site.pages.frame import address, frame

_NOT_FOUND = "404.html"


def redirect(context: PageContext, old: str) -> views.Page:
    """Return what leads from an old address to the page that took its place."""
    new = context.library.redirects[old]
    view = views.RedirectPage(frame(context, new, context.labels.text("moved")), relative(new, old))
    return views.Page(old, "redirect.html", view)


def not_found(context: PageContext, _: str) -> views.Page:
    """Return the error page, which a host shows at any depth."""
    around = frame(context, _NOT_FOUND, context.labels.text("not-found"))
    return views.Page(_NOT_FOUND, _NOT_FOUND, views.NotFoundPage(around, address(context, HOME) or HOME))
