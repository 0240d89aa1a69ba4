"""The links in the header and the footer of every page: those of `site.yaml`, then the pages that ask for one."""

from __future__ import annotations

from collections.abc import Iterator

from cuecard.library.library import Library, url_of
from cuecard.parse.page_models import Nav
from cuecard.parse.sources import Kind
from cuecard.site.context import SiteLink


def header(library: Library) -> tuple[SiteLink, ...]:
    """Return the links in the header, after those to the parts of the site."""
    return tuple(_pages(library, Nav.HEADER))


def footer(library: Library) -> tuple[SiteLink, ...]:
    """Return the links in the footer."""
    return tuple(_pages(library, Nav.FOOTER))


def has_own(library: Library) -> bool:
    """Return whether the owner adds something to pages for which there are rules in the style sheet."""
    return bool(library.home or footer(library))


def _pages(library: Library, place: Nav) -> Iterator[SiteLink]:
    """Yield the pages that say that they belong there, by their slugs."""
    for slug, page in library.pages.items():
        if page.facts.nav is place:
            yield SiteLink(url_of(Kind.PAGE, slug), page.facts.title)
