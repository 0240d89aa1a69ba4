"""Videos, photographs and figures, as pages show them."""

from __future__ import annotations

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


def pictures(
    site_assets: SiteAssets, content_file: ContentFile[Written], page: str
) -> tuple[views.Picture, ...]:
    """Return the pictures in front matter. Several are shown side by side; on a phone, only if they are tall."""
    images = content_file.facts.images
    published = [
        site_assets.pictures[site_assets.library.targets[content_file.path, image.src].asset]
        for image in images
    ]
    room = _ALONE
    if len(images) > 1:
        room = _TALL_PAIR if all(picture.is_tall for picture in published) else _PAIR
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


# The width of a picture in the style sheet (see `.pictures`): that of the text, or half of it.
_ALONE = "min({widest}, 100vw - 2rem)"


_PAIR = "(min-width: 36rem) min({widest}, 18.5rem), min({widest}, 100vw - 2rem)"


_TALL_PAIR = "min({widest}, 18.5rem, 50vw - 1.5rem)"


def picture_file(picture: Published, page: str, room: str = _ALONE) -> views.PictureFile:
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
