"""Check by its first bytes that a linked file is what its name says.

Such a file is published unchanged. One that only has the name of a document could contain anything, such as a script
that some hosts would run as part of the site.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.suffixes import suffix_of

BEGINNING = 64
"""Bytes needed to recognize every kind."""

_KIND_NAMES = {
    ".avif": "an AVIF picture",
    ".gif": "a GIF picture",
    ".jpeg": "a JPEG picture",
    ".jpg": "a JPEG picture",
    ".mp4": "an MP4 video",
    ".pdf": "a PDF document",
    ".png": "a PNG picture",
    ".webm": "a WebM video",
    ".webp": "a WebP picture",
}
_PICTURE_BRANDS = frozenset([b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"])
"""Brands of MP4 containers that contain a picture."""


def check(path: str, beginning: bytes) -> None:
    """Check that the first bytes of a file fit its ending; SVG files are not checked.

    Raises:
        InvalidValueError: if it is another kind of file.

    """
    suffix = suffix_of(path)
    if suffix in _KIND_NAMES and not _is(suffix, beginning):
        name = PurePosixPath(path).name
        kind = _KIND_NAMES[suffix]
        raise InvalidValueError(
            "not-what-it-says", f'"{name}" is not {kind}', f"export it again as {kind}, or rename it"
        )


def _is(suffix: str, data: bytes) -> bool:
    is_container, brand = data[4:8] == b"ftyp", data[8:12]
    return {
        ".avif": is_container and brand in {b"avif", b"avis", b"mif1", b"msf1"},
        ".gif": data.startswith((b"GIF87a", b"GIF89a")),
        ".jpeg": data.startswith(b"\xff\xd8\xff"),
        ".jpg": data.startswith(b"\xff\xd8\xff"),
        ".mp4": is_container and brand not in _PICTURE_BRANDS,
        ".pdf": data.startswith(b"%PDF-"),
        ".png": data.startswith(b"\x89PNG\r\n\x1a\n"),
        ".webm": data.startswith(b"\x1a\x45\xdf\xa3"),
        ".webp": data.startswith(b"RIFF") and brand == b"WEBP",
    }[suffix]
