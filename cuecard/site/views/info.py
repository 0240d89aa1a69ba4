"""A page of the site itself, such as its imprint."""

from __future__ import annotations

from msgspec import Struct

from cuecard.site.views.frame import Frame
from cuecard.site.views.guide import Section
from cuecard.site.views.media import Picture, Video
from cuecard.site.views.shared import BodyPart, Review, Source


class InfoPage(Struct, frozen=True, tag=True):
    """The view of `pages/SLUG.html`."""

    frame: Frame
    summary: str
    contents: tuple[Section, ...]
    body: tuple[BodyPart, ...]
    video: Video | None
    pictures: tuple[Picture, ...]
    sources: tuple[Source, ...]
    review: Review | None
    """None unless somebody reviewed it: such a page is not about health."""
