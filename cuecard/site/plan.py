"""The pages of the site, and the function that makes each.

`plan` is a pure function of the library; a page is a pure function of its template and its view. So two pages with
equal views are the same page, and one whose view has not changed need not be rendered again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from cuecard.library import programme
from cuecard.library.library import EQUIPMENT, MUSCLES, Library, terms_in_use
from cuecard.library.tags import taxonomies_in_use
from cuecard.site import exercises_json, views
from cuecard.site.context import PageContext
from cuecard.site.pages import card, exercise, feeds, guide, home, info, notices, routine, tags, terms
from cuecard.site.pages.feeds import Lines, ListedPage

DATA = "exercises.json"

PageId = tuple[str, str]
"""The kind of a page, and the slug, id or URL that distinguishes it from others of its kind.

The data file has one for each of its parts, in order."""


def _data(context: PageContext, name: str) -> views.Page:
    """Return a part of the data file, which has no template."""
    return views.Page(DATA, "", exercises_json.part(context.site_assets, name))


_MAKERS: Mapping[str, Callable[[PageContext, str], views.Page]] = {
    "data": _data,
    "home": home.page,
    "exercise": exercise.page,
    "routine": routine.page,
    "card": card.page,
    "guide": guide.page,
    "page": info.page,
    "muscle": terms.muscle,
    "tool": terms.tool,
    "terms": terms.index,
    "tag": tags.page,
    "tags": tags.index,
    "redirect": notices.redirect,
    "not-found": notices.not_found,
}
"""By kind of page, the function that makes it."""


def plan(library: Library) -> list[PageId]:
    """Return every page whose view depends on no other page, in a fixed order; `listings` list these."""
    muscles, equipment = terms_in_use(library)
    return [
        *(("data", part) for part in exercises_json.parts(library)),
        ("home", ""),
        *(("exercise", slug) for slug in library.exercises),
        *(("routine", slug) for slug in library.routines),
        *(("card", slug) for slug in programme.cards(library)),
        *(("guide", slug) for slug in library.guides),
        *(("page", slug) for slug in library.pages),
        *(("muscle", term.id) for term in muscles),
        *(("tool", term.id) for term in equipment),
        ("terms", MUSCLES),
        ("terms", EQUIPMENT),
        *(("tag", url) for url in library.tagged),
        *(("tags", taxonomy) for taxonomy in taxonomies_in_use(library.tagged)),
        *(("redirect", old) for old in library.redirects),
        ("not-found", ""),
    ]


def make(page_id: PageId, context: PageContext) -> views.Page:
    """Make one page of `plan`."""
    kind, name = page_id
    return _MAKERS[kind](context, name)


def listed(page_id: PageId, page: views.Page) -> ListedPage | None:
    """Return what the sitemap and the feed say about a page, if anything."""
    return feeds.listed_page(page_id[0], page)


def listings(
    context: PageContext, pages: Sequence[ListedPage], known: Lines | None = None
) -> Iterator[views.Page]:
    """Yield the files that list the other pages; lines in *known* are reused."""
    return feeds.pages(context, pages, {} if known is None else known)
