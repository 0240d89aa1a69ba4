"""Read the content folder, as the only module that does, into frozen values.

This module knows names, bytes and encodings, and nothing of front matter. What it does not read (a file that is not
UTF-8 text, a symbolic link, a text that is too large) becomes a `Problem`, and it goes on with the next file.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from cuecard.core.budget import FOLDER_DEPTH, TEXT_BYTES
from cuecard.core.diagnostics import Problem, Severity, did_you_mean
from cuecard.core.ignored_files import is_ignored
from cuecard.parse.source_problems import at_top, linked, not_utf_8, shown_path
from cuecard.parse.suffixes import (
    ASSET_SUFFIXES,
    EXPORT_AS_JPEG,
    FONT_SUFFIXES,
    FROM_PHONES,
    PICTURE_SUFFIXES,
    WEB_FONT_SUFFIX,
    suffix_of,
)
from cuecard.system.atomic_write import is_link, open_regular, read_regular

LARGEST_TEXT = TEXT_BYTES
"""A text above this is a mistake, such as a picture saved as `.md`."""


class Kind(StrEnum):
    """What a file of content is about, given by its folder."""

    EXERCISE = "exercise"
    ROUTINE = "routine"
    GUIDE = "guide"
    PAGE = "page"
    HOME = "home"
    SITE = "site"
    VOCABULARY = "vocabulary"


FOLDERS = {"exercises": Kind.EXERCISE, "routines": Kind.ROUTINE, "guides": Kind.GUIDE}
"""Folders of texts about exercises, which are in `exercises.json` too."""
TEXT_FOLDERS = {**FOLDERS, "pages": Kind.PAGE}
"""All folders of texts."""
HOME_FILE = "home.md"
SITE_FILE = "site.yaml"
_SETTINGS = {SITE_FILE: Kind.SITE, "vocabulary.yaml": Kind.VOCABULARY}


class SourceFile(Struct, frozen=True):
    """One text of the content folder."""

    path: str
    """Inside the content folder, with forward slashes, in Unicode's composed form (NFC)."""
    shown: str
    """The same file from the current folder, as it is printed in problems."""
    kind: Kind
    data: bytes
    """The text in UTF-8: a string with one typographic dash is twice as large, and all texts are in memory at once."""
    digest: str
    """SHA-256 of the file's bytes."""

    @classmethod
    def from_text(cls, path: str, shown: str, kind: Kind, text: str, digest: str) -> SourceFile:
        """Create one from a *text* in memory."""
        return cls(path, shown, kind, text.encode("utf-8", "surrogatepass"), digest)

    @property
    def text(self) -> str:
        """Return the text without a byte-order mark; line ends are unchanged."""
        return self.data.decode("utf-8", "surrogatepass")


class Asset(Struct, frozen=True):
    """A picture, video or document beside the texts; read only when a page needs it."""

    path: str
    """Inside the content folder, as in `SourceFile.path`."""
    file: Path


class Sources(Struct, frozen=True):
    """All files of the content folder, each tuple sorted by path."""

    files: tuple[SourceFile, ...]
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    shown_folder: str
    """The content folder as it is printed."""
    others: tuple[str, ...] = ()
    """Paths of files that are never published: they are neither texts nor of a supported kind."""


def discover(content: Path) -> Sources:
    """Read every text under the folder *content* and note the assets beside them.

    Hidden files, editors' backup files and a `README.md` at the top are ignored.
    """
    files: list[SourceFile] = []
    assets: list[Asset] = []
    problems: list[Problem] = []
    others: list[str] = []
    shown_folder = shown_path(content)
    root = content.resolve()
    for file, below in _walk(content, root, problems):
        path = unicodedata.normalize("NFC", below)
        shown = f"{shown_folder}/{path}"
        suffix = suffix_of(path)
        if suffix in ASSET_SUFFIXES:
            assets.append(Asset(path, Path(file)))
            continue
        kind = _kind(path)
        if kind is None:
            others.append(path)
            if path != "README.md" and suffix not in {*FONT_SUFFIXES, WEB_FONT_SUFFIX}:
                problems.append(_stray(path, shown))
            continue
        if kind in _SETTINGS.values():
            others.append(path)
        read = _read(file, path, shown, kind)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            files.append(read)
    return Sources(
        tuple(sorted(files, key=lambda source: source.path)),
        tuple(sorted(assets, key=lambda asset: asset.path)),
        tuple(problems),
        shown_folder,
        tuple(sorted(others)),
    )


def rediscover(before: Sources, content: Path, saved: Iterable[Path]) -> Sources | None:
    """Return what `discover` would if only the files *saved* had changed: these are read again, the rest is *before*.

    None if one of them is not a text that existed before and still exists: then more may have changed than its words.
    """
    places = {source.path: at for at, source in enumerate(before.files)}
    files = list(before.files)
    if len(places) < len(files):
        return None
    for file in saved:
        read = read_text(file, content) if file.is_relative_to(content) else None
        if not isinstance(read, SourceFile) or read.path not in places or is_ignored(file.name):
            return None
        if files[places[read.path]] != read:
            files[places[read.path]] = read
    return replace(before, files=tuple(files))


def read_text(file: Path, content: Path) -> SourceFile | Problem | None:
    """Return one text of the folder *content*, as `discover` would read it; None if it is not a text."""
    below = file.relative_to(content)
    path = unicodedata.normalize("NFC", below.as_posix())
    kind = _kind(path)
    if kind is None:
        return None
    for place in (*reversed(file.parents[: len(below.parts) - 1]), file):
        if _is_link(place):
            return linked(place, content.resolve())
    return _read(str(file), path, f"{shown_path(content)}/{path}", kind)


def read_asset(asset: Asset) -> bytes:
    """Return the bytes of *asset*.

    Raises:
        OSError: when it cannot be read any more, or is not a regular file any more.

    """
    return read_regular(str(asset.file))


def read_beginning(asset: Asset, size: int) -> bytes:
    """Return the first *size* bytes of *asset*.

    Raises:
        OSError: when it cannot be read any more.

    """
    with asset.file.open("rb") as opened:
        return opened.read(size)


def _walk(content: Path, root: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Yield every regular file below *content*, and its path in there; report symbolic links.

    Paths are strings here: ten thousand `Path` objects would take a second.
    """

    def unreadable(error: OSError) -> None:
        problems.append(at_top(Path(error.filename), "unreadable", f"cannot be read: {error.strerror}"))

    top = str(content).count(os.sep)
    for folder, folders, names in os.walk(content, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not is_ignored(name, is_folder=True))
        for name in list(folders):
            if _is_link(Path(folder) / name):
                folders.remove(name)
                problems.append(linked(Path(folder) / name, root))
        if folders and folder.count(os.sep) - top >= FOLDER_DEPTH:
            message = f"folders are more than {FOLDER_DEPTH} deep here, so they are not read"
            problems.append(at_top(Path(folder), "too-deep", message, "use fewer nested folders"))
            folders.clear()
        below = "" if Path(folder) == content else f"{Path(folder).relative_to(content).as_posix()}/"
        for name in sorted(names):
            if is_ignored(name):
                continue
            file, path = os.path.join(folder, name), below + name  # noqa: PTH118
            fault = _fault(file, path, root)
            if fault:
                problems.append(fault)
            else:
                yield file, path


def _fault(file: str, path: str, root: Path) -> Problem | None:
    """Return what keeps a file from being read, whatever its content."""
    if not _is_text(path):
        message = "the name of this file is not UTF-8 text"
        return at_top(Path(file), "bad-name", message, "rename it")
    if _is_regular(file):
        return None
    if _is_link(Path(file)):
        return linked(Path(file), root)
    return at_top(Path(file), "unreadable", "this is not a regular file", "remove it from the content folder")


def _is_link(place: Path) -> bool:
    """Return whether *place* is a symbolic link, or a junction on Windows, wherever it leads."""
    try:
        return is_link(os.lstat(place))
    except (OSError, ValueError):
        return False


def _is_regular(file: str) -> bool:
    """Return whether it is a regular file, and not a link to one."""
    try:
        return stat.S_ISREG(os.lstat(file).st_mode)
    except OSError:
        return False


def _is_text(name: str) -> bool:
    """Return whether the bytes of a name could be decoded; Python keeps those that could not as surrogates."""
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


def _kind(path: str) -> Kind | None:
    if path in _SETTINGS:
        return _SETTINGS[path]
    if path == HOME_FILE:
        return Kind.HOME
    folder, slash, _ = path.partition("/")
    return TEXT_FOLDERS.get(folder) if slash and suffix_of(path) == ".md" else None


def _read(file: str, path: str, shown: str, kind: Kind) -> SourceFile | Problem:
    try:
        with open_regular(file) as opened:
            size = os.fstat(opened.fileno()).st_size
            data = opened.read(LARGEST_TEXT + 1) if size <= LARGEST_TEXT else b""
    except OSError as error:
        return Problem(shown, 1, 1, "unreadable", f"cannot be read: {error.strerror}")
    if size > LARGEST_TEXT:
        return Problem(
            shown,
            1,
            1,
            "too-large",
            f"this file has {size:,} bytes; the limit is {LARGEST_TEXT:,}",
            "split it, or remove what is not text",
        )
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        return not_utf_8(error, shown)
    return SourceFile.from_text(path, shown, kind, text, hashlib.sha256(data).hexdigest())


_MISSPELT_SETTINGS = {
    "site.yml": "site.yaml",
    "vocabulary.yml": "vocabulary.yaml",
    "home.markdown": HOME_FILE,
    "index.md": HOME_FILE,
}


def _stray(path: str, shown: str) -> Problem:
    parts = PurePosixPath(path).parts
    if path.lower() in {*_MISSPELT_SETTINGS, *_SETTINGS, HOME_FILE}:
        hint = f'did you mean "{_MISSPELT_SETTINGS.get(path.lower(), path.lower())}"?'
    elif suffix_of(path) in {".md", ".markdown", ".yaml", ".yml"}:
        hint = "texts (.md) belong in exercises/, routines/, guides/ or pages/; settings (.yaml) at the top"
        if len(parts) > 1 and parts[0] not in TEXT_FOLDERS:
            hint = did_you_mean(parts[0], TEXT_FOLDERS).replace("mean", "mean the folder") or hint
    elif suffix_of(path) in FROM_PHONES:
        hint = EXPORT_AS_JPEG
    else:
        hint = "texts end in .md; pictures in " + ", ".join(sorted(PICTURE_SUFFIXES))
    return Problem(shown, 1, 1, "stray-file", "this file is not used", hint, Severity.WARNING)
