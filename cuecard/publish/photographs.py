"""Photographs for cards: made small, and put into SVG text, so that they travel as data like drawn pictures."""

from __future__ import annotations

import base64
import io

from cuecard.problems import Refused

_LARGEST = 360
"""Pixels: 22 mm on paper at 400 to the inch."""
_QUALITY = 72


def as_svg(name: str, data: bytes) -> str:
    """The picture in *data*, a file called *name*, as one SVG picture of at most some 15 kB.

    Raises:
        Refused: when it cannot be read as a picture.

    """
    if name.lower().endswith(".svg"):
        return data.decode("utf-8", "replace")
    from PIL import Image, ImageOps  # noqa: PLC0415 - 0.1 s, and only a site with photographs needs it

    try:
        with Image.open(io.BytesIO(data)) as opened:
            upright = ImageOps.exif_transpose(opened) or opened
            white = Image.new("RGB", upright.size, "white")
            mask = upright.convert("RGBA")
            white.paste(mask, mask=mask.getchannel("A"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused(
            "bad-image", f'"{name}" cannot be read as a picture', "save it again as .jpg or .png"
        ) from None
    white.thumbnail((_LARGEST, _LARGEST))
    small = io.BytesIO()
    white.save(small, "JPEG", quality=_QUALITY, optimize=True)
    width, height = white.size
    coded = base64.b64encode(small.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{coded}"/></svg>'
    )
