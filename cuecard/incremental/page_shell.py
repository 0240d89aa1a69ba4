"""Pages without their prose, which is what most saves change.

In a hollow page a mark stands for each stretch of the author's body between two links. Which mark stands where depends
on the front matter of many texts, on links, headings and templates, but not on the prose. So where a text was changed
and its body has the same links, headings and ids as before, its page is the hollow one that was kept, filled with the
new prose; no other text need be read for it (see `cuecard.incremental.body_only`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from msgspec import Struct

from cuecard.cache.store import AppendOnlyStore, StoreWriter, digest_of
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


class ShellStore:
    """Stores the shells of new pages in the cache, or in memory where a build does not read the cache."""

    def __init__(self, pack: AppendOnlyStore | None, shells: dict[str, tuple[str, bytes]]) -> None:
        self._pack = pack
        self._shells = shells

    def __enter__(self) -> Self:
        """Open it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not used from the cache."""
        if self._pack:
            self._pack.close()

    @property
    def writer(self) -> StoreWriter | None:
        """What stores shells in the cache, in any process; None where they are passed to `keep`."""
        return self._pack.adder if self._pack else None

    def keep(self, url: str, key: str, shell: bytes) -> None:
        """Keep the *shell* of a page, or, where it is empty, say that the stored one is still used."""
        if self._pack:
            self._pack.touch(key)
        elif shell:
            self._shells[url] = (key, shell)
