"""The owner's own typeface, as WOFF2 files of the content folder that pages load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cuecard.core.budget import WEB_FONT_BYTES
from cuecard.core.diagnostics import InvalidValueError, Problem
from cuecard.media.fonts import is_font_in
from cuecard.parse.front_matter import Document
from cuecard.parse.theme import Font
from cuecard.system.atomic_write import read_regular

_SIGNATURE = b"wOF2"
"""The first bytes of such a file (W3C, "WOFF File Format 2.0", section 4.1)."""
FACES: Mapping[str, tuple[int, str]] = {
    "regular": (400, "normal"),
    "bold": (700, "normal"),
    "italic": (400, "italic"),
}
"""By key of `theme.font`: the weight and the style in CSS."""


def files(
    font: Font | None, content: Path, document: Document | None, problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file of a typeface, and report one that is missing or is no such font."""
    for key in FACES if font else ():
        name = getattr(font, key)
        if not name:
            continue
        try:
            yield name, _read(name, content)
        except InvalidValueError as refused:
            if document:
                loc = ("theme", "font", key)
                problems.append(document.problem(loc, refused.code, refused.message, refused.hint))


def _read(name: str, content: Path) -> bytes:
    file = content / name
    try:
        is_there = is_font_in(file, content)
    except (OSError, ValueError):  # such as a name that is too long
        is_there = False
    if not is_there:
        hint = "put the file into the content folder, and write its name from there"
        raise InvalidValueError("no-font", f'there is no font file "{name}" in the content folder', hint)
    if (size := file.stat().st_size) > WEB_FONT_BYTES:
        message = f'"{name}" has {size:,} bytes; the limit for a font is {WEB_FONT_BYTES:,}'
        raise InvalidValueError("too-large", message, "leave out the characters that you do not need")
    data = read_regular(str(file))
    if not data.startswith(_SIGNATURE):
        hint = "convert it to WOFF2: to rename a file is not enough"
        raise InvalidValueError("not-what-it-says", f'"{name}" is not a WOFF2 font', hint)
    return data
