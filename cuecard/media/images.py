"""Measure, rotate and resize pictures for pages and cards.

Every function is a pure function of a file's bytes, so that its result can be cached by their digest. Functions that
open a picture are called in child processes (see `published_images`), as a file can make Pillow run long or fill the
memory. The results contain no metadata such as place, camera or name, and colours are sRGB.

Pillow is imported only when a picture is opened: it takes 0.1 s, and few builds have a new picture.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from cuecard.core.budget import (
    PICTURE_PIXELS,
    PICTURE_PIXELS_SHRINKING,
    PICTURE_RATIO,
    PICTURE_SCANNED_PIXELS,
)
from cuecard.core.diagnostics import InvalidValueError
from cuecard.media import svg_safety, svg_size

if TYPE_CHECKING:
    from PIL.Image import Image

RECIPE = "1"
"""Increase when sizes are made differently. It is part of their file names, which browsers cache forever."""

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""Allowed formats, whatever the file name says. Pillow knows more, and starts other programs for some."""
_MAY_MOVE = frozenset(["PNG", "WEBP", "AVIF", "GIF"])
_SHRINKING = frozenset(["JPEG", "MPO"])
"""Formats that are scaled down while decoding; others are decoded whole, at four bytes a pixel."""
_ORIENTATION = 0x0112
"""The EXIF tag of the camera's orientation."""

_SCAN = b"\xff\xda"
"""The marker that begins each scan of a JPEG picture."""

_QUALITY = 80
_METHOD = 2
"""Of 0 to 6. The default, 4, takes twice the time to save 5 % of the bytes."""
_FEW_COLOURS = 4096
"""A picture with at most this many colours may be a drawing or a screenshot."""
_WORTH_IT = 2
"""A lossless drawing may be at most this many times as large as its lossy form."""

_CARD = 300
"""Pixels: 22 mm on paper at 350 to the inch."""
_CARD_QUALITIES = (72, 62, 52, 42, 32)
_CARD_MOST = 9_000
"""Bytes, so that a card with eight pairs stays below 200 kB; a busy photograph is packed more tightly."""


class Measured(Struct, frozen=True):
    """What a page needs to know of a picture before its sizes are made."""

    width: int
    """Upright, in pixels; 0 if not known, as for some SVG drawings."""
    height: int
    has_sizes: bool
    """Whether sizes can be made of it; SVG drawings and animations are published unchanged."""


class Upright(Struct, frozen=True):
    """A picture ready to be encoded: upright, in sRGB, in its largest size."""

    image: Image
    is_drawing: bool
    """Whether it may have few colours and sharp edges."""


def measure(name: str, data: bytes) -> Measured:
    """Measure the picture in *data*, a file called *name*, and read all of it to check that it is complete.

    Raises:
        InvalidValueError: if it cannot be read as a picture, has too many pixels, or is unsafe.

    """
    if name.lower().endswith(".svg"):
        check_drawing(name, data)
        try:
            return Measured(*svg_size.size_of(data), has_sizes=False)
        except ValueError:
            raise _unreadable(name) from None
    with _opened(name, data) as image:
        width, height = _upright_size(image)
        if height > PICTURE_RATIO * width:
            message = f'"{name}" is more than {PICTURE_RATIO} times as high as it is wide'
            raise InvalidValueError("bad-image", message, "cut it into several pictures")
        image.draft(None, (1, 1))
        image.load()
        return Measured(width, height, not _moves(image))


def measure_to_list(name: str, data: bytes) -> list[int]:
    """Return the fields of `measure` as a list, which a child process can send."""
    measured = measure(name, data)
    return [measured.width, measured.height, int(measured.has_sizes)]


def check_drawing(name: str, data: bytes) -> None:
    """Check the SVG drawing in *data*, a file called *name*, as `svg_safety.check` does, with its bitmaps.

    Raises:
        InvalidValueError: if it is unsafe or too expensive to draw.

    """

    def pixels(bitmap: bytes) -> int:
        try:
            with _opened(name, bitmap) as image:
                return image.width * image.height
        except InvalidValueError:
            message = f'"{name}" has a bitmap inside that cannot be read, or is too large'
            raise InvalidValueError("bad-image", message, "save it again, or as a picture in .png") from None

    svg_safety.check(name, data, pixels)


def sizes(name: str, data: bytes, widths: list[int]) -> tuple[bytes, ...]:
    """Return the picture in *data*, a file called *name*, as WebP in each of *widths* (pixels, ascending).

    Raises:
        InvalidValueError: if it cannot be read as a picture, or has too many pixels.

    """
    with _opened(name, data) as image:
        full = _upright(image, widths[-1])
        return tuple([webp(full, width) for width in widths])


def upright(name: str, data: bytes, width: int) -> Upright:
    """Return the picture in *data*, a file called *name*, scaled to *width* pixels.

    Raises:
        InvalidValueError: if it cannot be read as a picture, or has too many pixels.

    """
    with _opened(name, data) as image:
        return _upright(image, width)


def webp(picture: Upright, width: int) -> bytes:
    """Encode *picture* as WebP, *width* pixels wide: photographs at quality 80, drawings lossless."""
    full = picture.image
    image = _resized(full, width, max(1, round(width * full.height / full.width)))
    lossy = _saved(image, "WEBP", quality=_QUALITY, method=_METHOD)
    if picture.is_drawing:
        exact = _saved(image, "WEBP", lossless=True, method=_METHOD)
        if len(exact) <= _WORTH_IT * len(lossy):
            return exact
    return lossy


def as_svg(name: str, data: bytes) -> str:
    """Return the picture in *data*, a file called *name*, as an SVG picture of at most about 12 kB, for a card.

    Raises:
        InvalidValueError: if it cannot be read as a picture, or has too many pixels.

    """
    if name.lower().endswith(".svg"):
        return data.decode("utf-8", "replace")
    with _opened(name, data) as image:
        width, height = _upright_size(image)
        share = min(1.0, _CARD / max(width, height))
        small = _upright(image, max(1, round(width * share))).image
        if small.mode == "RGBA":
            transparent, small = small, _pillow().new("RGB", small.size, "white")
            small.paste(transparent, mask=transparent)
        packed = b""
        for quality in _CARD_QUALITIES:
            packed = _saved(small, "JPEG", quality=quality, optimize=True)
            if len(packed) <= _CARD_MOST:
                break
    width, height = small.size
    coded = base64.b64encode(packed).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{coded}"/></svg>'
    )


# --- reading ------------------------------------------------------------------------------------------------


def _pillow() -> Any:
    """Import Pillow's `Image`, without its own size limit and its warnings."""
    from PIL import Image  # noqa: PLC0415 - see above

    Image.MAX_IMAGE_PIXELS = None
    warnings.filterwarnings("ignore", module=r"PIL\.")
    return Image


@contextmanager
def _opened(name: str, data: bytes) -> Iterator[Image]:
    """Open the picture in *data*; report whatever goes wrong meanwhile as one problem."""
    try:
        with _pillow().open(io.BytesIO(data), formats=_FORMATS) as image:
            _check_pixels(name, image, data)
            yield image
    except (InvalidValueError, MemoryError):
        raise
    except Exception:  # the errors of Pillow for damaged files have no common type
        raise _unreadable(name) from None


def _unreadable(name: str) -> InvalidValueError:
    hint = "save it again" if name.lower().endswith(".svg") else "save it again as .jpg or .png"
    return InvalidValueError("bad-image", f'"{name}" cannot be read as a picture', hint)


def _check_pixels(name: str, image: Image, data: bytes) -> None:
    is_progressive = bool(image.info.get("progressive"))
    most = PICTURE_PIXELS_SHRINKING if image.format in _SHRINKING and not is_progressive else PICTURE_PIXELS
    if image.width * image.height > most:
        size = f"{image.width:,} x {image.height:,}"
        message = f'"{name}" has {size} pixels; the limit is {most // 1_000_000} million'
        raise InvalidValueError(
            "bad-image", message, "make it smaller; 3,000 pixels on the longer side are plenty"
        )
    if is_progressive and image.width * image.height * data.count(_SCAN) > PICTURE_SCANNED_PIXELS:
        message = f'"{name}" is built up in too many steps'
        raise InvalidValueError("bad-image", message, 'save it again without "progressive"')


def _moves(image: Image) -> bool:
    """Return whether it is a GIF or an animation; more pictures in an MPO file do not count."""
    return image.format == "GIF" or (image.format in _MAY_MOVE and getattr(image, "n_frames", 1) > 1)


def _orientation(image: Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 (upright) if not known."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # damaged EXIF data is no reason to refuse a good picture
        return 1
    return value if value in range(1, 9) else 1


def _upright_size(image: Image) -> tuple[int, int]:
    return (image.height, image.width) if _orientation(image) >= 5 else image.size


# --- converting -------------------------------------------------------------------------------------------------


def _upright(image: Image, width: int) -> Upright:
    orientation, (full_width, full_height) = _orientation(image), _upright_size(image)
    share = width / full_width
    image.draft(None, (round(image.width * share), round(image.height * share)))
    image.load()
    plain = _plain(image)
    is_drawing = image.format not in _SHRINKING and plain.getcolors(_FEW_COLOURS) is not None
    upright_image = _in_srgb(_resized(_turned(plain, orientation), width, max(1, round(full_height * share))))
    upright_image.info = {}
    return Upright(upright_image, is_drawing)


def _turned(image: Image, orientation: int) -> Image:
    """Rotate upright. Pillow's `exif_transpose` also rewrites the EXIF data, which fails on some files."""
    turn = _pillow().Transpose
    turns = {
        2: turn.FLIP_LEFT_RIGHT,
        3: turn.ROTATE_180,
        4: turn.FLIP_TOP_BOTTOM,
        5: turn.TRANSPOSE,
        6: turn.ROTATE_270,
        7: turn.TRANSVERSE,
        8: turn.ROTATE_90,
    }
    return image.transpose(turns[orientation]) if orientation in turns else image


def _plain(image: Image) -> Image:
    """Convert to a mode that can be resized well: grey, RGB, CMYK, or RGBA if transparent."""
    if image.mode.startswith("I"):  # 16 bits, of which `convert` alone would cut off the upper half
        return image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        lowest, _ = image.getchannel("A").getextrema()
        return image.convert("RGB") if lowest == 255 else image
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _resized(image: Image, width: int, height: int) -> Image:
    if image.size == (width, height):
        return image
    return image.resize((width, height), _pillow().Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(image: Image) -> Image:
    """Convert the colours from the file's own profile to sRGB."""
    from PIL import ImageCms  # noqa: PLC0415 - as above

    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    profile = image.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(image, source, srgb, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            converted = None  # a damaged profile, or one for another kind of picture
        if converted:
            return converted
    return image if image.mode == mode else image.convert(mode)


def _saved(image: Image, format: str, **how: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **how)
    return file.getvalue()
