"""Bodies of texts with their links resolved for one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cuecard.core.urls import relative
from cuecard.library.library import Library
from cuecard.markdown.converter import Link
from cuecard.parse.schema import (
    ContentFile,
    Exercise,
    Routine,
    Written,
)
from cuecard.site import views
from cuecard.site.list_rows import routine_row, row
from cuecard.site.media import picture_file
from cuecard.site.site_assets import SiteAssets


def body(shelf: SiteAssets, piece: ContentFile[Written], page: str) -> tuple[views.BodyPart, ...]:
    """The body as safe HTML, its links leading from *page*.

    A paragraph that is nothing but a link to an exercise or a routine becomes a card of it; cards that
    follow one another make one list.
    """
    library = shelf.library
    open_body = library.bodies[piece.path]

    def address(link: Link) -> str:
        target = library.targets[piece.path, link.target]
        if target.is_elsewhere:
            return target.url
        if link.is_image:
            return relative(shelf.pictures[target.asset].middle, page)
        return relative(shelf.assets[target.asset] if target.asset else target.url, page)

    def attributes(link: Link) -> Mapping[str, str]:
        file = picture_file(shelf.pictures[library.targets[piece.path, link.target].asset], page)
        told = {"srcset": file.srcset, "sizes": file.sizes, "decoding": "async"}
        if not {"width", "height"}.intersection(
            link.given
        ):  # one of them from each hand would press it out of shape
            told |= {"width": str(file.width or ""), "height": str(file.height or "")}
        return {name: value for name, value in told.items() if value}

    made: list[views.BodyPart] = []
    for prose, alone in open_body.around_cards(lambda link: _named(library, piece, link) is not None):
        html = prose.html(address, attributes)
        if html.strip():
            made.append(views.BodyPart(html))
        found = _named(library, piece, alone) if alone else None
        if found is None:
            continue
        card = views.BodyPart(
            rows=(row(shelf, found.slug, page),) if isinstance(found.facts, Exercise) else (),
            routines=(routine_row(shelf, found, page),) if isinstance(found.facts, Routine) else (),
        )
        before = made[-1] if made else views.BodyPart()
        if (before.rows and card.rows) or (before.routines and card.routines):
            made[-1] = views.BodyPart("", before.rows + card.rows, before.routines + card.routines)
        else:
            made.append(card)
    return tuple(made)


def rows_in(body: Iterable[views.BodyPart]) -> Iterator[views.ExerciseSummary]:
    """The exercises that a body shows as cards."""
    return (row for part in body for row in part.rows)


def shown_as_cards(parts: Iterable[views.BodyPart]) -> frozenset[str]:
    """The links of the exercises and routines that a body shows as cards."""
    rows = (row.href for part in parts for row in part.rows)
    return frozenset(rows) | {routine.href for part in parts for routine in part.routines}


def _named(library: Library, piece: ContentFile[Written], link: Link) -> ContentFile[Any] | None:
    """The exercise or routine that a link of a body leads to, whole and not to a part of it."""
    text = library.text_at(library.targets[piece.path, link.target].url)
    return text if text and isinstance(text.facts, Exercise | Routine) else None
