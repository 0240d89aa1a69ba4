"""Files that list the pages of texts and terms: the sitemap and the feed; `robots.txt` and `_headers`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import Struct

from cuecard.library.library import FEED, HOME, SITEMAP, Library
from cuecard.parse.sources import Kind
from cuecard.site import views
from cuecard.site.context import PageContext
from cuecard.site.csp import HEADERS, top_folder
from cuecard.site.pages.frame import address


class Listed(Struct, frozen=True):
    """A page in the sitemap and the feed."""

    address: str
    title: str
    summary: str
    date: str
    """Of the review, as the format writes it; empty when there was none."""


class Listing(Struct, frozen=True):
    """`sitemap.xml`, `feed.xml` and `robots.txt`."""

    title: str
    description: str
    language: str
    home: str
    address: str
    """Of the file itself; in `robots.txt`, of the sitemap."""
    pages: tuple[Listed, ...]


class Headers(Struct, frozen=True):
    """`_headers`, which some hosts turn into headers."""

    folder: str
    """The path of the site on its host, with a slash at both ends."""
    policy: str
    """As in `Frame`."""


class ListedPage(Struct, frozen=True):
    """What the sitemap and the feed say about a page."""

    kind: str
    """As in its id."""
    url: str
    heading: str
    description: str


Lines = dict[tuple[ListedPage, date | None], tuple[Listed, Listed]]
"""The lines of the sitemap and of the feed for each page of one site, by the page and the day of its review."""

_IN_FEED = (Kind.GUIDE, Kind.ROUTINE, Kind.EXERCISE)
MOST_IN_SITEMAP = 50_000
"""Pages in one file (sitemaps.org/protocol.html)."""
_RFC_822 = "%a, %d %b %Y 00:00:00 GMT"


def listed_page(kind: str, page: views.Page) -> ListedPage | None:
    """Return what the sitemap and the feed say about a page; None for cards, redirects and the error page."""
    if kind in {"data", "card", "redirect", "not-found"}:
        return None
    frame: views.Frame = page.view.frame
    return ListedPage(kind, page.url, frame.heading, frame.description)


def pages(context: PageContext, listed: Sequence[ListedPage], known: Lines) -> Iterator[views.Page]:
    """Yield `robots.txt`, `_headers`, and with a base URL the sitemap and the feed, which need full URLs.

    Lines in *known* are reused.
    """
    site = context.site
    if site.base_url:
        lines = [(page.kind, *_lines(context, page, known)) for page in listed]
        in_sitemap = tuple(line for _, line, _ in lines)
        yield from _sitemaps(context, in_sitemap)
        in_feed = tuple(line for kind in _IN_FEED for of, _, line in lines if of == kind and line.date)
        yield views.Page(FEED, "feed.xml", _listing(context, FEED, in_feed))
    yield views.Page("robots.txt", "robots.txt", _listing(context, SITEMAP, (), description=""))
    yield views.Page(HEADERS, HEADERS, Headers(top_folder(site.base_url), context.theme.policy))


def _sitemaps(context: PageContext, lines: tuple[Listed, ...]) -> Iterator[views.Page]:
    """Yield the sitemap, or where one file may not hold all pages, an index and the files that it lists."""
    if len(lines) <= MOST_IN_SITEMAP:
        yield views.Page(SITEMAP, "sitemap.xml", _listing(context, SITEMAP, lines))
        return
    parts = {f"sitemap-{n}.xml": some for n, some in enumerate(_batched(lines, MOST_IN_SITEMAP), start=1)}
    listed = tuple(Listed(address(context, url), "", "", "") for url in parts)
    yield views.Page(SITEMAP, "sitemap-index.xml", _listing(context, SITEMAP, listed))
    for url, some in parts.items():
        yield views.Page(url, "sitemap.xml", _listing(context, url, some))


def _batched(lines: tuple[Listed, ...], most: int) -> Iterator[tuple[Listed, ...]]:
    return (lines[start : start + most] for start in range(0, len(lines), most))


def _listing(
    context: PageContext, url: str, lines: tuple[Listed, ...], description: str | None = None
) -> Listing:
    site = context.site
    return Listing(
        title=site.title,
        description=site.description if description is None else description,
        language=site.language,
        home=address(context, HOME),
        address=address(context, url),
        pages=lines,
    )


def _lines(context: PageContext, page: ListedPage, known: Lines) -> tuple[Listed, Listed]:
    """Return the lines of the sitemap and of the feed for a page."""
    reviewed = _reviewed(context.library, page.url)
    lines = known.get((page, reviewed))
    if lines is None:
        dates = (reviewed.isoformat(), reviewed.strftime(_RFC_822)) if reviewed else ("", "")
        where = address(context, page.url)
        one, other = (Listed(where, page.heading, page.description, date) for date in dates)
        lines = known[page, reviewed] = one, other
    return lines


def _reviewed(library: Library, url: str) -> date | None:
    """Return the day on which the text of a page was reviewed."""
    text = library.text_at(url)
    review = text.facts.reviewed if text else None
    return review.on if review else None
