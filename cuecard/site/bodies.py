"""Bodies of texts with their links resolved for one page."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from cuecard.core.urls import relative
from cuecard.library.library import Library
from cuecard.markdown.converter import Link
from cuecard.parse.schema import ContentFile, Exercise, Routine, Written
from cuecard.site import views
from cuecard.site.list_rows import routine_row, row
from cuecard.site.media import picture_file
from cuecard.site.site_assets import SiteAssets


def body(
    site_assets: SiteAssets,
    content_file: ContentFile[Written],
    page: str,
    lists: Container[str] = (),
) -> tuple[views.BodyPart, ...]:
    """Return the body as safe HTML, its links relative to *page*.

    A paragraph with nothing but a link to an exercise or a routine becomes a card of it; cards that follow one another
    make one list. One with nothing but a link to a list of this page, `#name` of one of *lists*, becomes that list; a
    second one stays a link.
    """
    library = site_assets.library
    open_body = library.bodies[content_file.path]
    addresses = _addresses(site_assets, content_file, page)

    def list_of(link: Link) -> str:
        if not lists:
            return ""
        url, _, name = library.targets[content_file.path, link.target].url.partition("#")
        return name if url == page and name in lists and name not in placed else ""

    placed: set[str] = set()
    parts: list[views.BodyPart] = []
    for prose, alone in open_body.around_cards(
        lambda link: _linked_text(library, content_file, link) is not None or bool(list_of(link))
    ):
        html = prose.html(*addresses)
        if html.strip():
            parts.append(views.BodyPart(html))
        if alone and (name := list_of(alone)):
            parts.append(views.BodyPart(list=name, title=open_body.words_of(alone)))
            placed.add(name)
            continue
        text = _linked_text(library, content_file, alone) if alone else None
        if text is None:
            continue
        card = views.BodyPart(
            rows=(row(site_assets, text.slug, page),) if isinstance(text.facts, Exercise) else (),
            routines=(routine_row(site_assets, text, page),) if isinstance(text.facts, Routine) else (),
        )
        before = parts[-1] if parts else views.BodyPart()
        if (before.rows and card.rows) or (before.routines and card.routines):
            parts[-1] = views.BodyPart("", before.rows + card.rows, before.routines + card.routines)
        else:
            parts.append(card)
    return tuple(parts)


def rows_in(body: Iterable[views.BodyPart]) -> Iterator[views.ExerciseSummary]:
    """Return the exercises that a body shows as cards."""
    return (row for part in body for row in part.rows)


def shown_as_cards(parts: Iterable[views.BodyPart]) -> frozenset[str]:
    """Return the links of the exercises and routines that a body shows as cards."""
    rows = (row.href for part in parts for row in part.rows)
    return frozenset(rows) | {routine.href for part in parts for routine in part.routines}


def _linked_text(library: Library, content_file: ContentFile[Written], link: Link) -> ContentFile[Any] | None:
    """Return the exercise or routine that a link of a body leads to; None if it leads to a part of one."""
    text = library.text_at(library.targets[content_file.path, link.target].url)
    return text if text and isinstance(text.facts, Exercise | Routine) else None


def _addresses(
    site_assets: SiteAssets, content_file: ContentFile[Written], page: str
) -> tuple[Callable[[Link], str], Callable[[Link], Mapping[str, str]]]:
    """Return what gives the address of a link on *page*, and more attributes of a picture."""
    library = site_assets.library

    def address(link: Link) -> str:
        target = library.targets[content_file.path, link.target]
        if target.is_elsewhere:
            return target.url
        if link.is_image:
            return relative(site_assets.pictures[target.asset].middle, page)
        return relative(site_assets.linked_files[target.asset] if target.asset else target.url, page)

    def attributes(link: Link) -> Mapping[str, str]:
        file = picture_file(site_assets.pictures[library.targets[content_file.path, link.target].asset], page)
        values = {"srcset": file.srcset, "sizes": file.sizes, "decoding": "async"}
        if not {"width", "height"}.intersection(
            link.given
        ):  # one of the author's with one of ours would distort it
            values |= {"width": str(file.width or ""), "height": str(file.height or "")}
        return {name: value for name, value in values.items() if value}

    return address, attributes
