"""Pages without their prose, which is what most saves change.

In a page shell, there is a slot for each piece of the author's body between two links. Which slot is where depends on
the front matter of many texts, on links, headings and templates, but not on the prose. So if a text was changed and
its body has the same links, headings and ids as before, its page is the stored shell, filled with the new prose. No
other text need be read for it (see `cuecard.incremental.body_only`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from msgspec import Struct

from cuecard.cache.append_only import AppendOnlyStore, StoreWriter
from cuecard.cache.digests import digest_of
from cuecard.markdown.converter import Body
from cuecard.site import views


class PageShell(Struct, frozen=True):
    """A page with slots for its prose, and all that must be the same for it to be used."""

    url: str
    template: str
    view: views.BodyPage
    path: str
    """Of the text, in the content folder."""
    front_matter: str
    """Of the text, as written."""
    body: Body
    """Of the text, with slots."""
    reserved_ids: frozenset[str]
    """Ids that headings of the body must not have."""
    raw_html: bool
    template_digest: str

    @property
    def page(self) -> views.Page:
        """Return the page, to be filled."""
        return views.Page(self.url, self.template, self.view)


def can_be_shell(body: Body) -> bool:
    """Return whether a page can be a shell: not if a paragraph becomes a card, which depends on the HTML around it."""
    return bool(body.pieces) and not body.lone_links()


def page_key(page: views.Page, view: bytes, pieces: Sequence[str], template_digest: str) -> str:
    """Return what two pages share only if they have the same bytes.

    *view* is the view as JSON. If that is a shell, *pieces* are its prose.
    """
    return digest_of(["page", page.url, page.template, template_digest, view, *pieces])


class ShellStore:
    """Stores the shells of new pages: in the cache, or in memory in a build that does not read the cache."""

    def __init__(self, pack: AppendOnlyStore | None, shells: dict[str, tuple[str, bytes]]) -> None:
        self._pack = pack
        self._shells = shells

    def __enter__(self) -> Self:
        """Open it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove unused shells from the cache."""
        if self._pack:
            self._pack.close()

    @property
    def writer(self) -> StoreWriter | None:
        """Return what writes shells to the cache, in any process; None if they are passed to `keep` instead."""
        return self._pack.writer if self._pack else None

    def keep(self, url: str, key: str, shell: bytes) -> None:
        """Keep a page's *shell*, or mark the stored one as used."""
        if self._pack:
            self._pack.touch(key)
        elif shell:
            self._shells[url] = (key, shell)
