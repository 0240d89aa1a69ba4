"""Whether a file that a text links to is what its name says, told by its first bytes.

Such a file is published as it is. One that only has the name of a document could hold anything, such as a script that
some hosts would let run as part of the site.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from cuecard.core.diagnostics import InvalidValueError

BEGINNING = 64
"""Bytes that are enough to know every kind."""

_NAMES = {
    ".avif": "AVIF picture",
    ".gif": "GIF picture",
    ".jpeg": "JPEG picture",
    ".jpg": "JPEG picture",
    ".mp4": "MP4 film",
    ".pdf": "PDF document",
    ".png": "PNG picture",
    ".webm": "WebM film",
    ".webp": "WebP picture",
}
_PICTURE_BRANDS = frozenset([b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"])
"""What the container of MP4 says it holds where that is a picture."""


def check(path: str, beginning: bytes) -> None:
    """Refuse a file whose first bytes are not those of the kind that its ending tells; drawings in SVG have none.

    Raises:
        Refused: when it is something else.

    """
    suffix = PurePosixPath(path).suffix.lower()
    if suffix in _NAMES and not _is(suffix, beginning):
        name = PurePosixPath(path).name
        kind = _NAMES[suffix]
        raise InvalidValueError(
            "not-what-it-says", f'"{name}" is no {kind}', f"export it again as a {kind}, or rename it"
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
