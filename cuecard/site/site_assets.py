"""The values that all pages of a build share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from cuecard.figures.frames import Drawing
from cuecard.library.library import Library
from cuecard.media.published_images import Published
from cuecard.site import views
from cuecard.site.labels import ENGLISH, Labels


class SiteAssets(Struct, frozen=True):
    """What pages are made from: the library, and the URLs of files beside the pages."""

    library: Library
    linked_files: Mapping[str, str]
    """By path in the content folder: the URL of a file that texts link to, published unchanged."""
    pictures: Mapping[str, Published]
    """By path in the content folder: a picture that texts show."""
    card_pictures: Mapping[str, str]
    """By path in the content folder: a picture as small SVG text."""
    drawings: Mapping[str, Drawing]
    """By the slug of an exercise: its figure."""
    rows: Mapping[tuple[str, str], views.ExerciseSummary]
    """By the relative path from a page to the exercises, and a slug: the row in lists there (see `Rows`)."""
    codes: Mapping[str, str]
    """By the URL that it leads to: a QR code as SVG text."""
    date: date | None
    """Reviews due before this day are overdue."""
    labels: Labels = ENGLISH
    """The words of pages and cards that no author wrote."""
