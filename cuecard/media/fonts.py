"""Fonts: Atkinson Hyperlegible from its package, and more fonts for characters that it lacks.

PDFs use the font files unchanged. Pages use subsets as WOFF2, 12 kB a face.
"""

from __future__ import annotations

import importlib.util
import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct

from cuecard.cache import program_results
from cuecard.cache.digests import digest_of
from cuecard.cache.store import Cache
from cuecard.core.budget import FONT_CPU_SECONDS
from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.suffixes import FONT_SUFFIXES, suffix_of
from cuecard.system import cpu_budget, limited_process
from cuecard.system.limited_child import Limits
from cuecard.system.limited_process import BudgetSpentError, CrashedError, FailedError, OverLimitError
from cuecard.system.process_pool import run_in_background

FAMILY = "Atkinson Hyperlegible"
_PACKAGE = "fontpkg-"
_PACKAGE_NAME = re.compile(r"fontpkg(?:-[a-z0-9]+)+")
"""The name of a font package in PyPI's normalized form; nothing else can be imported by content."""
_WEB_CHARACTERS = (
    *range(0x20, 0x180),
    *range(0x2010, 0x2028),
    *(0x2030, 0x2032, 0x2033, 0x20AC, 0x2122),
    *range(0x2190, 0x2194),
    *(0x2212, 0x2248, 0x2264, 0x2265),
)
"""Latin with its extensions, and punctuation, as far as the font has them."""
WEB_STYLES = (("Regular", 400, "normal"), ("Bold", 700, "normal"), ("Italic", 400, "italic"))
"""The styles used on pages, with CSS weight and style."""


class Face(Struct, frozen=True):
    """A font file and its family name."""

    family: str
    file: Path


def main_faces() -> tuple[Face, ...]:
    """Return the four faces of the main font."""
    folder = _package_folder("fontpkg_atkinson_hyperlegible")
    return tuple(Face(FAMILY, file) for file in sorted(folder.glob("*.ttf")))


def further_faces(name: str, content: Path) -> tuple[Face, ...]:
    """Return the faces of a font named in `site.yaml`: a fontpkg package, or a file in the content folder.

    The font files of a package are read as data. It is not imported, as content must not choose what code runs.

    Raises:
        InvalidValueError: if there is no such package or file.

    """
    files = _files_of_package(name) if name.startswith(_PACKAGE) else [_file_of_content(name, content)]
    try:
        return tuple(_examined(file) for file in files)
    except BudgetSpentError:
        raise cpu_budget.budget_spent(f'the font "{name}" was not read') from None
    except (OverLimitError, CrashedError, FailedError):
        raise InvalidValueError("no-font", f'"{name}" cannot be read as a font', _KINDS_OF_FONTS) from None


def _files_of_package(name: str) -> list[Path]:
    """Return the font files of an installed package, without running its code."""
    if not _PACKAGE_NAME.fullmatch(name):
        hint = 'use lowercase letters, digits and hyphens, such as "fontpkg-noto-sans"'
        raise InvalidValueError("no-font", f'"{name}" is not a valid font package name', hint)
    spec = importlib.util.find_spec(name.replace("-", "_"))
    places = (spec.submodule_search_locations if spec else None) or ()
    files = sorted(
        file
        for folder in (Path(place) / "files" for place in places)
        if folder.is_dir()
        for file in folder.iterdir()
        if file.suffix.lower() in FONT_SUFFIXES
    )
    if not files:
        hint = (
            "put a .ttf or .otf file into the content folder, or install the package if you trust who made it"
        )
        raise InvalidValueError("no-font", f'the font package "{name}" is not installed', hint)
    return files


def _file_of_content(name: str, content: Path) -> Path:
    """Return a font file of the content folder."""
    file = content / name
    suffix = suffix_of(name)
    try:
        is_there = is_font_in(file, content)
    except (OSError, ValueError):  # such as a name that is too long
        is_there = False
    if not is_there:
        raise InvalidValueError(
            "no-font", f'there is no font file "{name}" in the content folder', _KINDS_OF_FONTS
        )
    if suffix not in FONT_SUFFIXES:
        raise InvalidValueError("no-font", f'"{name}" cannot be read as a font', _KINDS_OF_FONTS)
    return file


_KINDS_OF_FONTS = "use a .ttf or .otf file"


def _examined(file: Path) -> Face:
    """Read the face in *file* in a child process, as it may be hostile."""
    family, *ranges = limited_process.call(
        "cuecard.media.fonts:examine", str(file.absolute()), limits=_LIMITS
    )
    _known_characters[file] = frozenset(chain.from_iterable(range(*pair) for pair in ranges))
    return Face(family, file)


def examine(path: str) -> list[Any]:
    """Return the family of a font, then the ranges of its code points as [start, stop]."""
    file = Path(path)
    family = _family(file)
    ranges: list[Any] = []
    for number in sorted(_characters(file)):
        if ranges and ranges[-1][1] == number:
            ranges[-1][1] += 1
        else:
            ranges.append([number, number + 1])
    return [family, *ranges]


_LIMITS = Limits(cpu_seconds=FONT_CPU_SECONDS)
_known_characters: dict[Path, frozenset[int]] = {}


def is_font_in(file: Path, content: Path) -> bool:
    """Return whether *file* is a regular file in the folder *content*, without symbolic links."""
    if not (file.is_relative_to(content) and file.resolve().is_relative_to(content.resolve())):
        return False
    below = len(file.relative_to(content).parts) - 1
    return file.is_file() and not any(place.is_symlink() for place in (file, *file.parents[:below]))


def missing(text: str, faces: Iterable[Face]) -> tuple[str, ...]:
    """Return the characters of *text* that no face has, each once, in the order of the text."""
    lacking = [char for char in dict.fromkeys(text) if _is_seen(char)]
    for face in faces:
        if not lacking:
            break
        known = _known_characters.get(face.file) or _characters(face.file)
        lacking = [char for char in lacking if ord(char) not in known]
    return tuple(lacking)


@cache
def woff2(style: str) -> bytes:
    """Return one style of the main font as WOFF2, subset to the characters of pages.

    All name records are kept, as the Open Font License requires the notice in each copy.
    """
    from fontTools import subset  # noqa: PLC0415 - 0.1 s, and only a build that has nothing kept needs it

    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "tnum"]
    options.hinting = False
    folder = _package_folder("fontpkg_atkinson_hyperlegible")
    packed = io.BytesIO()
    with subset.load_font(str(folder / f"AtkinsonHyperlegible-{style}.ttf"), options) as font:
        names = font["name"]
        del font["name"]  # else all tables are searched for names, which takes a quarter of the time
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=_WEB_CHARACTERS)
        subsetter.subset(font)
        font["name"] = names
        subset.save_font(font, packed, options)
    return packed.getvalue()


def begin_packing(cache: Cache, jobs: int) -> None:
    """Begin to pack the faces of pages in the background, as it takes long, unless they are stored already."""
    missing = [style for style, _, _ in WEB_STYLES if style not in _packed_here]
    for style in tuple(missing):
        data = program_results.read(f"type-{style}", style) or cache.read(
            "woff2", digest_of(["woff2", style])
        )
        if data is not None:
            _packed_here[style] = data
            missing.remove(style)
    if missing and not _waiting:
        _waiting.append(run_in_background(partial(_packed, missing), jobs))


def packed_faces(cache: Cache, jobs: int) -> dict[str, bytes]:
    """Return the faces of pages by style, once they are packed.

    They depend on nothing but the program, and are stored with it; only where that is not possible, in the *cache*.
    """
    begin_packing(cache, jobs)
    while _waiting:
        for style, data in _waiting.pop()().items():
            _packed_here[style] = data
            if not program_results.store(f"type-{style}", style, data):
                cache.write("woff2", digest_of(["woff2", style]), data)
    return {style: _packed_here[style] for style, _, _ in WEB_STYLES}


_packed_here: dict[str, bytes] = {}
"""The faces that this process has read or packed, by style."""
_waiting: list[Callable[[], dict[str, bytes]]] = []
"""What waits for those that are packed in the background."""


def _packed(styles: list[str]) -> dict[str, bytes]:
    return {style: woff2(style) for style in styles}


def _package_folder(module: str) -> Path:
    return Path(importlib.import_module(module).ROOT) / "files"


@cache
def _characters(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with file.open("rb") as opened:
        return frozenset(TTFont(opened, lazy=True, fontNumber=0).getBestCmap() or ())


def _family(file: Path) -> str:
    """Return what Typst, which leaves words such as "Light" out, calls the family of a font.

    Raises:
        ValueError: when the file is cut off, or is no font to Typst.

    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with file.open("rb") as opened:
        tables = TTFont(opened, lazy=True, fontNumber=0).reader.tables.values()
        if max(table.offset + table.length for table in tables) > file.stat().st_size:
            raise ValueError("the file is cut off")
    families = [font.family for font in _known_to_typst(file.parent) if Path(font.path).samefile(file)]
    if not families:
        raise ValueError("Typst does not know it")
    return str(families[0])


@cache
def _known_to_typst(folder: Path) -> list[Any]:
    import typst  # noqa: PLC0415 - only a site that names fonts needs it here

    families = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
    return [font for font in families.fonts() if font.path]


def _is_seen(char: str) -> bool:
    """Return whether *char* leaves a mark: not a space, a control or one of the invisible helpers of scripts."""
    return unicodedata.category(char) not in {"Cc", "Cf", "Zs", "Zl", "Zp"}
