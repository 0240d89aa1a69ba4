"""What pages load beside themselves: style sheet, scripts, type, and the author's pictures.

Each file's name carries a digest of its bytes, so that a host may let browsers keep it for ever. The type is
Atkinson Hyperlegible from a package that carries it, made small for the web: 12 kB a face.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePosixPath

from cuecard.publish.pages import Look
from cuecard.urls import slugify

SCRIPTS = ("filter", "video")
_FACES = (("Regular", 400, "normal"), ("Bold", 700, "normal"), ("Italic", 400, "italic"))
_CHARACTERS = (
    *range(0x20, 0x180),
    *range(0x2010, 0x2028),
    *(0x2030, 0x2032, 0x2033, 0x20AC, 0x2122),
    *range(0x2190, 0x2194),
    *(0x2212, 0x2248, 0x2264, 0x2265),
)
"""Latin with its extensions and the marks of running text, as far as the face has them."""


def look(folders: tuple[Path, ...]) -> tuple[Look, dict[str, bytes]]:
    """The files that every page needs, from the first of *folders* that has each, and their urls.

    Raises:
        OSError: when one is in none of the folders.

    """
    files: dict[str, bytes] = {}
    faces = []
    for style, weight, slant in _FACES:
        url = _put(files, f"atkinson-hyperlegible-{style.lower()}.woff2", woff2(style))
        name = PurePosixPath(url).name
        faces.append(
            f'@font-face{{font-family:"Atkinson Hyperlegible";font-weight:{weight};font-style:{slant};'
            f'font-display:swap;src:url("{name}") format("woff2")}}\n'
        )
    sheet = "".join(faces).encode() + _read(folders, "site.css")
    return (
        Look(
            _put(files, "site.css", sheet),
            _put(files, "icon.svg", _read(folders, "icon.svg")),
            {name: _put(files, f"{name}.js", _read(folders, f"{name}.js")) for name in SCRIPTS},
        ),
        files,
    )


def pictures(contents: Iterable[tuple[str, bytes]]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Where the author's files go: url by source path, and bytes by url."""
    files: dict[str, bytes] = {}
    urls = {path: _put(files, PurePosixPath(path).name, data) for path, data in contents}
    return urls, files


def _put(files: dict[str, bytes], name: str, data: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    digest = hashlib.sha256(data).hexdigest()[:10]
    url = f"assets/{slugify(stem) or 'file'}.{digest}{dot}{suffix.lower()}"
    files[url] = data
    return url


def _read(folders: tuple[Path, ...], name: str) -> bytes:
    for folder in folders[:-1]:
        file = folder / "assets" / name
        if file.is_file():
            return file.read_bytes()
    return (folders[-1] / "assets" / name).read_bytes()


@cache
def woff2(style: str) -> bytes:
    """One face of the type, cut to the characters that we use and packed for the web.

    All name records stay, as the Open Font License asks for the notice to go with each copy.
    """
    import fontpkg_atkinson_hyperlegible  # noqa: PLC0415 - 0.15 s with what comes next, and only a build needs it
    from fontTools import subset  # noqa: PLC0415

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum"]
    options.hinting = False
    options.name_IDs = ["*"]
    folder = Path(fontpkg_atkinson_hyperlegible.ROOT) / "files"
    font = subset.load_font(str(folder / f"AtkinsonHyperlegible-{style}.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    subsetter.subset(font)
    packed = io.BytesIO()
    subset.save_font(font, packed, options)
    return packed.getvalue()
