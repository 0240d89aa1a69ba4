"""The pictures of a card: the first and the last of each exercise, drawn or from a file, and the clinic's logo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TypeVar

from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.core.urls import relative
from cuecard.library.library import Library, card_url
from cuecard.library.media_references import Shown
from cuecard.media.published_images import Published
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import ContentFile, Exercise, Routine
from cuecard.parse.sources import SITE_FILE
from cuecard.site import media
from cuecard.site.cards.card_value import CardPicture
from cuecard.site.cards.crop import cropped
from cuecard.site.site_assets import SiteAssets

T = TypeVar("T")


def first_and_last(pictures: tuple[T, ...]) -> tuple[T, ...]:
    """Return at most two of *pictures*."""
    return pictures[:1] + pictures[1:][-1:]


_LOGO = (30.0, 16.0)
"""Millimetres: the most of width and height."""


def logo(assets: SiteAssets, slug: str) -> CardPicture | None:
    """Return the logo for the card of the routine *slug*; it needs no alternative text beside the name."""
    site = assets.library.site
    name = (site.clinic.logo if site.clinic else "") or site.theme.logo
    target = assets.library.targets.get((SITE_FILE, name))
    if target is None or target.asset not in assets.card_pictures:
        return None
    svg = assets.card_pictures[target.asset]
    width, height = size_of(svg)
    unit = min(_LOGO[0] / width, _LOGO[1] / height)
    src = relative(assets.pictures[target.asset].smallest, card_url(slug))
    return CardPicture(svg, width * unit, height * unit, "", src, is_instruction=False)


def small_pictures(
    library: Library,
    logo: Iterable[Shown],
    published: Mapping[str, Published],
    small: Callable[[Published], str],
    problems: list[Problem],
) -> Mapping[str, str]:
    """Return the first and last picture of each exercise that a routine uses, made *small*: SVG text by source path.

    Those that are not *published* are reported as problems already.
    """
    made: dict[str, str] = {}
    for one in logo:
        if one.asset in published:
            try:
                made[one.asset] = small(published[one.asset])
            except InvalidValueError as refused:
                problems.append(one.problem(refused))
    for slug, routines in library.routines_with.items():
        if not routines:
            continue
        piece = library.exercises[slug]
        for n, image in first_and_last(tuple(enumerate(piece.facts.images))):
            path = library.targets[piece.path, image.src].asset
            if path in made or path not in published:
                continue
            try:
                made[path] = small(published[path])
            except InvalidValueError as refused:
                problems.append(Shown(path, piece.document, n).problem(refused))
    return made


_PERSON = 720.0
"""Units of the longer side of a photograph, so that it may be printed as large as a drawn figure: a standing person of
706 units (`card_fit.PERSON`) and 7 of air above and below. It is a limit of a box, that one a height that is measured.
"""


def photographs(
    assets: SiteAssets, piece: ContentFile[Routine], exercise: ContentFile[Exercise]
) -> Iterator[CardPicture]:
    """Yield the pictures of an exercise from files, for the card of a routine."""
    for image in first_and_last(exercise.facts.images):
        asset = assets.library.targets[exercise.path, image.src].asset
        src = relative(assets.pictures[asset].smallest, card_url(piece.slug))
        svg = assets.card_pictures[asset]
        width, height = size_of(svg)
        unit = _PERSON / max(width, height)
        yield CardPicture(svg, width * unit, height * unit, image.alt, src, is_instruction=False)


_VIEW_BOX = re.compile(r"<svg\b[^>]*?\bviewBox\s*=\s*[\"']\s*([^\"']+)[\"']", re.DOTALL)
_LENGTH = r"<svg\b[^>]*?\s{}\s*=\s*[\"']\s*([0-9.]+)"


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of an SVG picture, as far as its beginning tells; 6 by 5 where it does not."""
    if found := _VIEW_BOX.search(svg):
        with suppress(ValueError):
            _, _, width, height = map(float, found[1].replace(",", " ").split())
            if 0 < width < 1e9 and 0 < height < 1e9 and 1e-3 < width / height < 1e3:
                return width, height
    sizes = [re.search(_LENGTH.format(name), svg, re.DOTALL) for name in ("width", "height")]
    with suppress(ValueError):
        width, height = (float(found[1]) if found else 0.0 for found in sizes)
        if width and height and 1e-3 < width / height < 1e3:
            return width, height
    return 6.0, 5.0


def figures(assets: SiteAssets, exercise: ContentFile[Exercise]) -> Iterator[CardPicture]:
    """Yield the drawn pictures of an exercise, cut to their ink."""
    movement = media.movement(assets, exercise)
    stills = movement.stills if movement else ()
    if stills and assets.drawings[exercise.slug].has_other_side:
        stills = stills[:-1]
    for still in first_and_last(stills):
        cut = cropped(still.svg)
        yield CardPicture(cut.svg, cut.width, cut.height, still.caption, "", is_instruction=True)


def has_all_pictures(assets: SiteAssets, routine: Routine) -> bool:
    """Return whether every photograph for a routine's card could be made; one that could not is a problem already."""
    exercises = (assets.library.exercises[slug] for slug in routine_slugs(routine))
    return all(
        assets.library.targets[exercise.path, image.src].asset in assets.card_pictures
        for exercise in exercises
        for image in first_and_last(exercise.facts.images)
    )
