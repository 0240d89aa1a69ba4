"""Photographs for cards: made small, and put into SVG text, so that they travel as data like drawn pictures."""

from __future__ import annotations

import base64
import io

from cuecard.problems import Refused

_LARGEST = 300
"""Pixels: 22 mm on paper at 350 to the inch."""
_QUALITIES = (72, 62, 52, 42, 32)
_MOST = 9_000
"""Bytes, so that a card with eight pairs stays below 200 kB; a busy photograph is packed more tightly."""


def as_svg(name: str, data: bytes) -> str:
    """The picture in *data*, a file called *name*, as one SVG picture of some 12 kB at most.

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
    packed = b""
    for quality in _QUALITIES:
        small = io.BytesIO()
        white.save(small, "JPEG", quality=quality, optimize=True)
        packed = small.getvalue()
        if len(packed) <= _MOST:
            break
    width, height = white.size
    coded = base64.b64encode(packed).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{coded}"/></svg>'
    )
