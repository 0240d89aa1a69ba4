"""The files that pages load or link to: style sheet, scripts, fonts, and files of the author.

Each file name has a digest of its bytes, so that browsers can cache the file forever.
"""

from __future__ import annotations

import hashlib
import re
import types
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from cuecard.core.urls import asset_url
from cuecard.media.fonts import WEB_STYLES
from cuecard.site.context import ThemeUrls
from cuecard.site.csp import policy, styles_in
from cuecard.site.own_assets import SHEET, own_assets

SCRIPTS = ("filter", "video", "card")
_OF_TEXTS = ("text", "media", "prose")
SHEETS: Mapping[str, tuple[str, ...]] = types.MappingProxyType(
    {
        "site": ("tokens", "base", "frame", "figures", "muscles", "safety", "lists"),
        "home": ("home", "terms"),
        "exercise": (*_OF_TEXTS, "exercise", "stairs"),
        "routine": (*_OF_TEXTS, "routine"),
        "guide": (*_OF_TEXTS, "guide"),
        "card": ("card",),
    }
)
"""The style sheets, with their parts in `assets/styles/`: every page loads `site`, and that of its kind."""
OWN_PART = "own"
"""The part of `site` for what an owner adds; sites that add nothing do without it."""
OWN_SHEET = "owner"
"""The name of the owner's style sheet among those of pages."""
_ERROR_PAGE = "404.html"
"""The only template with style elements, of which the last is for the theme."""


def load_theme(
    folders: tuple[Path, ...],
    packed: Mapping[str, bytes],
    theme: str = "",
    *,
    has_own: bool = False,
    raw_html: bool = False,
) -> tuple[ThemeUrls, dict[str, bytes]]:
    """Return the files that every page needs, each from the first of *folders* that has it, and their URLs.

    *packed* are the fonts by style (see `fonts.packed_faces`), and *theme* is CSS that replaces tokens. With
    *has_own*, the style sheet has the rules for what an owner adds. With *raw_html*, pages have no policy, which would
    only break what authors embed.

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
    own = own_assets(folders)
    files |= {asset.url: asset.data for asset in own.values()}
    sheets = _sheets(folders, theme.encode(), (OWN_PART,) if has_own else ())
    error_page = _read(folders, _ERROR_PAGE).decode(errors="replace")
    sheets["site"] = "".join(faces).encode() + sheets["site"]
    return (
        ThemeUrls(
            {name: _put(files, f"{name}.css", sheet) for name, sheet in sheets.items()}
            | ({OWN_SHEET: own[SHEET].url} if SHEET in own else {}),
            _put(files, "icon.svg", _read(folders, "assets/icon.svg")),
            {name: _put(files, f"{name}.js", _read(folders, f"assets/{name}.js")) for name in SCRIPTS},
            "" if raw_html else policy(styles_in(error_page.replace("{{ view.theme|safe }}", theme))),
        ),
        files,
    )


def _sheets(folders: tuple[Path, ...], theme: bytes, more: tuple[str, ...]) -> dict[str, bytes]:
    """Return the style sheets, each put together from its parts, with *more* and the *theme* after those of all pages.

    A sheet that an owner has whole, such as `assets/site.css`, counts instead of its parts, and `site.css` alone
    instead of all sheets.
    """
    whole = {name for name in SHEETS if any((folder / f"assets/{name}.css").is_file() for folder in folders)}
    return {
        name: _compact(_read(folders, f"assets/{name}.css"))
        if name in whole
        else _compact(
            b"".join(
                _read(folders, f"assets/styles/{part}.css")
                for part in (*parts, *(more if name == "site" else ()))
            )
            + (theme if name == "site" else b"")
        )
        for name, parts in SHEETS.items()
        if name in whole or "site" not in whole
    }


_QUOTED_OR_COMMENT = re.compile(rb"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.DOTALL)
_FOR_PAPER = re.compile(rb"^@media print \{\n(.*?)\n\}\n", re.DOTALL | re.MULTILINE)


def _compact(sheet: bytes) -> bytes:
    """Return a style sheet without comments, indents and most line ends, which are more than a third of it.

    The rules of all parts for paper are moved to its end, so that on paper they override every rule for all media.
    """
    rules = _QUOTED_OR_COMMENT.sub(lambda match: match[1] or b"", sheet)
    on_paper = b"".join(match[1] + b"\n" for match in _FOR_PAPER.finditer(rules))
    if on_paper:
        rules = _FOR_PAPER.sub(b"", rules) + b"@media print {\n" + on_paper + b"}\n"
    rules = re.sub(rb"\s*\n\s*", b"\n", rules)
    rules = re.sub(rb"(?m)^([\w-]+): ", rb"\1:", rules).replace(b" {\n", b"{\n")
    return re.sub(rb"(?<=[{};,])\n(?!\Z)", b"", rules).replace(b";}", b"}")


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
