"""The files that pages load or link to: style sheet, scripts, fonts, and files of the author.

Each file name has a digest of its bytes, so that browsers can cache the file forever.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from cuecard.core.urls import asset_url
from cuecard.media.fonts import WEB_STYLES
from cuecard.site.context import ThemeUrls
from cuecard.site.csp import policy, styles_in

SCRIPTS = ("filter", "video", "card")
_ERROR_PAGE = "404.html"
"""The only template with a style element."""


def look(
    folders: tuple[Path, ...], packed: Mapping[str, bytes], *, raw_html: bool = False
) -> tuple[ThemeUrls, dict[str, bytes]]:
    """Return the files that every page needs, each from the first of *folders* that has it, and their URLs.

    *packed* are the fonts by style (see `fonts.packed_faces`). With *raw_html*, pages have no policy, which would only
    break what authors embed.

    Raises:
        OSError: if none of the folders has one of the files.

    """
    files: dict[str, bytes] = {}
    faces = []
    for style, weight, slant in WEB_STYLES:
        url = _put(files, f"atkinson-hyperlegible-{style.lower()}.woff2", packed[style])
        name = PurePosixPath(url).name
        faces.append(
            f'@font-face{{font-family:"Atkinson Hyperlegible";font-weight:{weight};font-style:{slant};'
            f'font-display:swap;src:url("{name}") format("woff2")}}\n'
        )
    sheet = "".join(faces).encode() + _compact(_read(folders, "assets/site.css"))
    return (
        ThemeUrls(
            _put(files, "site.css", sheet),
            _put(files, "icon.svg", _read(folders, "assets/icon.svg")),
            {name: _put(files, f"{name}.js", _read(folders, f"assets/{name}.js")) for name in SCRIPTS},
            "" if raw_html else policy(styles_in(_read(folders, _ERROR_PAGE).decode(errors="replace"))),
        ),
        files,
    )


_QUOTED_OR_COMMENT = re.compile(rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.DOTALL)


def _compact(sheet: bytes) -> bytes:
    """Return a style sheet without comments, indents and most line ends, which are more than a third of it."""
    without_comments = _QUOTED_OR_COMMENT.sub(lambda match: match[1] or b"", sheet)
    return re.sub(rb"(?<=[{};,])\n(?!\Z)", b"", re.sub(rb"\s*\n\s*", b"\n", without_comments))


def linked(contents: Iterable[tuple[str, bytes]]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Return the files that texts link to, which are published unchanged: URLs by path, and bytes by URL."""
    files: dict[str, bytes] = {}
    urls = {path: _put(files, PurePosixPath(path).name, data) for path, data in contents}
    return urls, files


def _put(files: dict[str, bytes], name: str, data: bytes) -> str:
    url = asset_url(name, hashlib.sha256(data).hexdigest())
    files[url] = data
    return url


def _read(folders: tuple[Path, ...], name: str) -> bytes:
    for folder in folders[:-1]:
        file = folder / name
        if file.is_file():
            return file.read_bytes()
    return (folders[-1] / name).read_bytes()
