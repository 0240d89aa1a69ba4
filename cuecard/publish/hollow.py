"""Pages without their prose, which is what most saves change.

In a hollow page a mark stands for each stretch of the author's body between two links. Which mark stands where depends
on the front matter of many texts, on links, headings and templates, but not on the prose. So where a text was changed
and its body has the same links, headings and ids as before, its page is the hollow one that was kept, filled with the
new prose; no other text need be read for it (see `cuecard.prose`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cuecard.content.markdown import Body
from cuecard.kept.cache import digest_of
from cuecard.publish import views
from cuecard.values import dataclass

_MARK = "\0"
"""No text of an author holds it, nor does HTML."""


@dataclass(frozen=True, slots=True)
class Hollow:
    """A page that waits for its prose, and all that must be as it was for it to hold."""

    page: views.Page
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


def is_hollowed(body: Body) -> bool:
    """Whether a page can wait for this body: not where a paragraph becomes a card, which the HTML round it decides."""
    return bool(body.pieces) and not body.lone_links()


def emptied(body: Body) -> Body:
    """A body with a mark for each stretch of prose."""
    return Body((_MARK,) * len(body.pieces), body.links, body.headings, body.ids, body.left_out, body.dropped)


class Emptied(Mapping[str, Body]):
    """Bodies with a mark in place of each stretch of HTML."""

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self.bodies = bodies

    def __getitem__(self, path: str) -> Body:
        """The body of one text."""
        return emptied(self.bodies[path])

    def __iter__(self) -> Iterator[str]:
        """The paths of all texts."""
        return iter(self.bodies)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.bodies)


def filled(page: views.Page, pieces: Sequence[str]) -> views.Page:
    """A hollow page with its prose."""
    waiting = iter(pieces)
    parts = []
    for part in page.view.body:
        first, *others = part.html.split(_MARK)
        html = first + "".join([next(waiting) + after for after in others])
        parts.append(views.BodyPart(html, part.rows, part.routines) if others else part)
    return views.Page(page.url, page.template, replace(page.view, body=tuple(parts)))


def key_of(page: views.Page, told: str, pieces: Sequence[str], closure: str) -> str:
    """What two pages share only when they have the same bytes.

    *told* is the view as JSON, without its prose where it has some; *closure* is the digest of the templates.
    """
    return digest_of(["page", page.url, page.template, closure, told, *pieces])
