"""Pages without their prose, which is what most saves change.

In a hollow page a mark stands for each stretch of the author's body between two links. Which mark stands where depends
on the front matter of many texts, on links, headings and templates, but not on the prose. So where a text was changed
and its body has the same links, headings and ids as before, its page is the hollow one that was kept, filled with the
new prose; no other text need be read for it (see `cuecard.incremental.body_only`).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from cuecard.cache.store import digest_of
from cuecard.markdown.converter import Body
from cuecard.site import views


class PageShell(Struct, frozen=True):
    """A page that waits for its prose, and all that must be as it was for it to hold."""

    url: str
    template: str
    view: views.BodyPage
    path: str
    """Of the text, in the content folder."""
    block: str
    """Its front matter, as written."""
    body: Body
    """What it has besides prose."""
    taken: frozenset[str]
    """Ids that its headings had to avoid."""
    raw_html: bool
    closure: str
    """The digest of the templates."""

    @property
    def page(self) -> views.Page:
        """The page, to be filled."""
        return views.Page(self.url, self.template, self.view)


def can_be_shell(body: Body) -> bool:
    """Whether a page can wait for this body: not where a paragraph becomes a card, which the HTML round it decides."""
    return bool(body.pieces) and not body.lone_links()


def page_key(page: views.Page, view: bytes, pieces: Sequence[str], closure: str) -> str:
    """What two pages share only when they have the same bytes.

    *view* is the view as JSON, without its prose where it has some; *closure* is the digest of the templates.
    """
    return digest_of(["page", page.url, page.template, closure, view, *pieces])
