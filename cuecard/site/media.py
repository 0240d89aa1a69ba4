"""Videos, photographs and figures, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import NamedTuple

from cuecard.core.urls import relative
from cuecard.media.published_images import COLUMN, Published
from cuecard.parse.nested_models import Image
from cuecard.parse.schema import ContentFile, Exercise, Written
from cuecard.parse.video import Provider
from cuecard.site import views
from cuecard.site.labels import Labels
from cuecard.site.site_assets import SiteAssets

_PROVIDERS = {Provider.VIMEO: "Vimeo", Provider.YOUTUBE: "YouTube"}


def movement(site_assets: SiteAssets, exercise: ContentFile[Exercise]) -> views.Movement | None:
    """Return the figure of an exercise, frame by frame; None if it has photographs."""
    drawing = site_assets.drawings.get(exercise.slug)
    if drawing is None or exercise.facts.images:
        return None
    pairs = zip(drawing.frames, drawing.captions, strict=True)
    stills = tuple(views.Still(svg, caption) for svg, caption in pairs)
    return views.Movement(stills, drawing.moving)


def video(site_assets: SiteAssets, content_file: ContentFile[Written], page: str) -> views.Video | None:
    """Return the video of a text."""
    video = content_file.facts.video
    if video is None:
        return None
    title = video.title or site_assets.labels.text("video.title", title=content_file.facts.title)
    if video.provider is Provider.FILE:
        target = site_assets.library.targets[content_file.path, video.url]
        href = relative(site_assets.linked_files[target.asset], page)
        start = f"#t={video.start_seconds}" if video.start_seconds else ""
        return views.Video(title=title, href=href + start, readable="", player="", provider="", is_file=True)
    return views.Video(
        title=title,
        href=video.page_url,
        readable=video.readable_url,
        player=video.player_url,
        provider=_PROVIDERS.get(video.provider, ""),
        is_file=False,
    )


def credit(labels: Labels, image: Image) -> str:
    """Return the author and the licence of a picture, in a line."""
    return labels.listed(filter(None, (image.credit, image.licence)))


class Place(Enum):
    """Where a page shows the pictures of front matter."""

    PANEL = auto()
    """Of an exercise: in the left column, above the dose."""
    TEXT = auto()
    """Of a guide: above its text."""
    PAGE = auto()
    """Of a routine: across the page."""
    ENTRY = auto()
    """Of an exercise in a routine: beside what to do."""


class Room(NamedTuple):
    """How wide pictures get, as the attribute `sizes` says it; `{widest}` is the picture's own width."""

    alone: str
    two: str
    more: str
    tall: str
    """Several, all of them tall."""


_ONE_COLUMN = "min({widest}, 100vw - 2rem)"
_TWO_COLUMNS = "(min-width: 36rem) min({widest}, 50vw - 1.5rem), " + _ONE_COLUMN
_ENTRY = "(min-width: 60rem) min({widest}, 29rem), "
_ENTRIES = _ENTRY + "(min-width: 38rem) min({widest}, 50vw - 2.5rem), min({widest}, 100vw - 4rem)"
_GUIDE = "(min-width: 72rem) min({widest}, 24rem), (min-width: 60rem) min({widest}, 50vw - 12rem), "

# As in templates/assets/styles/media.css and exercise.css.
_ROOMS: Mapping[Place, Room] = {
    Place.PANEL: Room(
        alone="(min-width: 60rem) min({widest}, 27rem), " + _ONE_COLUMN,
        two="(min-width: 60rem) min({widest}, 27rem), " + _TWO_COLUMNS,
        more="(min-width: 60rem) min({widest}, 13.25rem), min({widest}, 50vw - 1.25rem)",
        tall="(min-width: 60rem) min({widest}, 13rem), min({widest}, 50vw - 1.5rem)",
    ),
    Place.TEXT: Room(
        alone=_ONE_COLUMN,
        two=_GUIDE + _TWO_COLUMNS,
        more=_GUIDE + _TWO_COLUMNS,
        tall=_GUIDE + "min({widest}, 50vw - 1.5rem)",
    ),
    Place.PAGE: Room(
        alone=_ONE_COLUMN,
        two="(min-width: 36rem) min({widest}, 33.5rem, 50vw - 1.5rem), " + _ONE_COLUMN,
        more="(min-width: 60rem) min({widest}, 22rem, 33vw - 2rem), " + _TWO_COLUMNS,
        tall="min({widest}, 33.5rem, 50vw - 1.5rem)",
    ),
    Place.ENTRY: Room(
        alone=_ENTRY + "min({widest}, 100vw - 4rem)",
        two=_ENTRIES,
        more=_ENTRIES,
        tall="(min-width: 60rem) min({widest}, 14rem), min({widest}, 50vw - 2.5rem)",
    ),
}


def pictures(
    site_assets: SiteAssets, content_file: ContentFile[Written], page: str, place: Place
) -> tuple[views.Picture, ...]:
    """Return the pictures in front matter. Several are shown side by side; on a phone, only if they are tall."""
    images = content_file.facts.images
    published = [
        site_assets.pictures[site_assets.library.targets[content_file.path, image.src].asset]
        for image in images
    ]
    rooms = _ROOMS[place]
    room = {0: rooms.alone, 1: rooms.alone, 2: rooms.two}.get(len(images), rooms.more)
    if len(images) > 1 and all(picture.is_tall for picture in published):
        room = rooms.tall
    return tuple(
        views.Picture(
            file=picture_file(picture, page, room),
            alt=image.alt,
            caption=image.caption,
            credit=credit(site_assets.labels, image),
            is_tall=picture.is_tall,
        )
        for image, picture in zip(images, published, strict=True)
    )


def picture_file(picture: Published, page: str, room: str = _ONE_COLUMN) -> views.PictureFile:
    """Return the files of a picture: all its sizes, and how much of the page it will take."""
    has_choice = len(picture.files) > 1
    widest = "38rem" if picture.width > COLUMN else f"{picture.width}px"
    return views.PictureFile(
        src=relative(picture.middle, page),
        srcset=", ".join(f"{relative(url, page)} {width}w" for width, url in picture.files.items())
        if has_choice
        else "",
        sizes=room.format(widest=widest) if has_choice else "",
        width=picture.width,
        height=picture.height,
    )
