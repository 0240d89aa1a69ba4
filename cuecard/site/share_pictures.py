"""The picture that a link to a page shows where it is shared: figure and title, drawn when the site is built.

Only sites with an address and `share_pictures` have them, as each takes Typst about 10 ms and is a file of 50 kB. Where
an exercise has photographs, the first of them is the picture on every site with an address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from cuecard.core.text_direction import is_right_to_left
from cuecard.core.urls import absolute, asset_url
from cuecard.parse.routine_shape import routine_slugs
from cuecard.parse.schema import ContentFile, Exercise, Guide, Routine
from cuecard.site import strips, views
from cuecard.site.cards.typeset import SHARED_FORM
from cuecard.site.context import PageContext
from cuecard.site.theme import palettes

WIDTH, HEIGHT = 1200, 630
"""Pixels, as the networks ask for."""
_MOST_FIGURES = 3


class SharePicture(Struct, frozen=True):
    """What Typst draws (see `typst_calls.share`)."""

    title: str
    site: str
    figure: str
    """As safe SVG; empty if there is none."""
    brand: str
    tint: str
    is_rtl: bool

    @property
    def job(self) -> str:
        """Return it as JSON."""
        return msgspec.json.encode(self).decode()

    @property
    def url(self) -> str:
        """Return the URL of its file, with a digest of everything that is on it."""
        return asset_url("share.png", hashlib.sha256(f"{SHARED_FORM} {self.job}".encode()).hexdigest())


def of_exercise(context: PageContext, exercise: ContentFile[Exercise]) -> views.SharedImage | None:
    """Return the first photograph of an exercise, or its figure."""
    base = context.site.base_url
    if base and exercise.facts.images:
        image = exercise.facts.images[0]
        path = context.library.targets[exercise.path, image.src].asset
        return views.SharedImage(absolute(base, context.site_assets.pictures[path].largest), image.alt)
    return _shared(context, _of_exercise(context, exercise))


def of_routine(context: PageContext, routine: ContentFile[Routine]) -> views.SharedImage | None:
    """Return the first figures of a routine."""
    return _shared(context, _of_routine(context, routine))


def of_guide(context: PageContext, guide: ContentFile[Guide]) -> views.SharedImage | None:
    """Return the first figures of a guide's routine, or of its exercises."""
    return _shared(context, _of_guide(context, guide))


def of_home(context: PageContext) -> views.SharedImage | None:
    """Return the figures of the home page."""
    return _shared(context, _of_home(context))


def pictures(context: PageContext) -> Mapping[str, SharePicture]:
    """Return every picture of the site by its URL; none for a site that does not want them."""
    if not _is_wanted(context):
        return {}
    return {picture.url: picture for picture in _pictures(context)}


def _pictures(context: PageContext) -> Iterator[SharePicture]:
    library = context.library
    yield _of_home(context)
    for exercise in library.exercises.values():
        if not exercise.facts.images:
            yield _of_exercise(context, exercise)
    for routine in library.routines.values():
        yield _of_routine(context, routine)
    for guide in library.guides.values():
        yield _of_guide(context, guide)


def _is_wanted(context: PageContext) -> bool:
    return bool(context.site.base_url and context.site.share_pictures)


def _shared(context: PageContext, picture: SharePicture) -> views.SharedImage | None:
    if not _is_wanted(context):
        return None
    return views.SharedImage(absolute(context.site.base_url, picture.url), picture.title, WIDTH, HEIGHT)


def _of_exercise(context: PageContext, exercise: ContentFile[Exercise]) -> SharePicture:
    drawing = context.site_assets.drawings.get(exercise.slug)
    return _picture(context, exercise.facts.title, strips.at_work(drawing) if drawing else "")


def _of_routine(context: PageContext, routine: ContentFile[Routine]) -> SharePicture:
    return _picture(context, routine.facts.title, _figures(context, routine_slugs(routine.facts)))


def _of_guide(context: PageContext, guide: ContentFile[Guide]) -> SharePicture:
    first = [context.library.routines[slug] for slug in guide.facts.routines[:1]]
    slugs = routine_slugs(first[0].facts) if first else guide.facts.exercises
    return _picture(context, guide.facts.title, _figures(context, slugs))


def _of_home(context: PageContext) -> SharePicture:
    library, chosen = context.library, context.site.home.figures
    slugs = chosen or (slug for one in library.routines.values() for slug in routine_slugs(one.facts))
    return _picture(context, context.site.description or context.site.title, _figures(context, slugs))


def _figures(context: PageContext, slugs: Iterable[str]) -> str:
    drawings = context.site_assets.drawings
    drawn = [drawings[slug] for slug in dict.fromkeys(slugs) if slug in drawings]
    return strips.hero(drawn[:_MOST_FIGURES])


def _picture(context: PageContext, title: str, figure: str) -> SharePicture:
    site = context.site
    light, _ = palettes(site.theme)
    return SharePicture(
        title=title,
        site=site.title,
        figure=figure.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
        if "xmlns" not in figure
        else figure,
        brand=light.get("brand", "#00474f"),
        tint=light.get("tint", "#e4eeed"),
        is_rtl=is_right_to_left(site.language),
    )
