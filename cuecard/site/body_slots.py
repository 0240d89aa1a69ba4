"""Bodies with a slot in place of each stretch of HTML, and pages whose slots are filled.

Where the slots are on a page depends on front matter, links and headings, but not on prose. So a page with slots can be
kept, and filled with new prose later (see `cuecard.incremental.page_shell`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from cuecard.markdown.converter import Body
from cuecard.site import views

_SLOT = "\0"
"""No text of an author contains it, nor does HTML."""


def with_slots(body: Body) -> Body:
    """Return a body with a slot for each stretch of prose."""
    return replace(body, pieces=(_SLOT,) * len(body.pieces))


class BodySlots(Mapping[str, Body]):
    """Bodies with a slot in place of each stretch of HTML."""

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self.bodies = bodies

    def __getitem__(self, path: str) -> Body:
        """Return the body of one text."""
        return with_slots(self.bodies[path])

    def __iter__(self) -> Iterator[str]:
        """Return the paths of all texts."""
        return iter(self.bodies)

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self.bodies)


def fill_slots(page: views.Page, pieces: Sequence[str]) -> views.Page:
    """Return a page with slots, filled with *pieces* of prose."""
    waiting = iter(pieces)
    parts = []
    for part in page.view.body:
        first, *others = part.html.split(_SLOT)
        html = first + "".join([next(waiting) + after for after in others])
        parts.append(views.BodyPart(html, part.rows, part.routines) if others else part)
    return views.Page(page.url, page.template, replace(page.view, body=tuple(parts)))
