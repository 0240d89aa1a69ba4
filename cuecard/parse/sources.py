"""Read the content folder, as the only module that does, into frozen values.

Reading is kept apart from understanding: this module knows names, bytes and encodings and nothing of
front matter. What it will not read (a file that is not UTF-8 text, a symbolic link, a
text that is too large to be one) becomes a `Problem`, and the walk goes on.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from cuecard.core.budget import FOLDER_DEPTH, TEXT_BYTES
from cuecard.core.diagnostics import Problem, Severity, did_you_mean, one_of
from cuecard.core.ignored_files import is_ignored
from cuecard.system.atomic_write import is_link, open_regular, read_regular

LARGEST_TEXT = TEXT_BYTES
"""A text above this is a mistake, such as a picture saved as `.md`."""

PICTURE_SUFFIXES = frozenset([".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"])
FONT_SUFFIXES = frozenset([".otf", ".ttf"])
"""Fonts, which `site.yaml` may name."""

ASSET_SUFFIXES = PICTURE_SUFFIXES | {".mp4", ".pdf", ".webm"}
"""Files that a text may show or link to; they are published when one does."""


_FROM_PHONES = frozenset([".heic", ".heif", ".hif"])
EXPORT_AS_JPEG = "export the picture as JPEG (.jpg), as browsers cannot show this kind"
_DOCUMENTS = frozenset(
    [
        ".doc",
        ".docx",
        ".key",
        ".numbers",
        ".odp",
        ".ods",
        ".odt",
        ".pages",
        ".ppt",
        ".pptx",
        ".rtf",
        ".txt",
        ".xls",
        ".xlsx",
    ]
)
_FILMS = frozenset([".avi", ".m4v", ".mkv", ".mov", ".mpeg", ".mpg", ".ogv", ".wmv"])


def kind_hint(path: str) -> str:
    """Return what an author can publish instead of a file of an unsupported kind."""
    suffix = _suffix(path)
    allowed = one_of(sorted(ASSET_SUFFIXES))
    if suffix in _FROM_PHONES:
        return EXPORT_AS_JPEG
    if suffix in _DOCUMENTS:
        return f"export it as PDF; {allowed}"
    if suffix in _FILMS:
        return f"export it as .mp4 or .webm; {allowed}"
    if suffix == ".md":
        return "texts are published from exercises/, routines/ and guides/"
    return allowed


class Kind(StrEnum):
    """What a file of content is about, given by its folder."""

    EXERCISE = "exercise"
    ROUTINE = "routine"
    GUIDE = "guide"
    SITE = "site"
    VOCABULARY = "vocabulary"


FOLDERS = {"exercises": Kind.EXERCISE, "routines": Kind.ROUTINE, "guides": Kind.GUIDE}
_SETTINGS = {"site.yaml": Kind.SITE, "vocabulary.yaml": Kind.VOCABULARY}


class SourceFile(Struct, frozen=True):
    """One text of the content folder."""

    path: str
    """Inside the content folder, with forward slashes, in Unicode's composed form (NFC)."""
    shown: str
    """The same file from the current folder, as it is printed in problems."""
    kind: Kind
    data: bytes
    """The text in UTF-8: as a string, one dash of print makes it twice as large, and all texts are held at once."""
    digest: str
    """SHA-256 of the file's bytes."""

    @classmethod
    def from_text(cls, path: str, shown: str, kind: Kind, text: str, digest: str) -> SourceFile:
        """Make one of a *text* in memory."""
        return cls(path, shown, kind, text.encode("utf-8", "surrogatepass"), digest)

    @property
    def text(self) -> str:
        """Without a byte-order mark; line ends as they were."""
        return self.data.decode("utf-8", "surrogatepass")


class Asset(Struct, frozen=True):
    """A picture, video or document beside the texts; read only when a page needs it."""

    path: str
    """Inside the content folder, as in `SourceFile.path`."""
    file: Path


class Sources(Struct, frozen=True):
    """Everything that was found, each tuple sorted by path."""

    files: tuple[SourceFile, ...]
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    shown_folder: str
    """The content folder as it is printed."""
    others: tuple[str, ...] = ()
    """Paths of files that are never published: they are neither texts nor of a supported kind."""


def discover(content: Path) -> Sources:
    """Read every text under the folder *content* and note the assets beside them.

    Hidden files, editors' backup files and a `README.md` at the top are passed over.
    """
    files: list[SourceFile] = []
    assets: list[Asset] = []
    problems: list[Problem] = []
    others: list[str] = []
    shown_folder = _shown(content)
    root = content.resolve()
    for file, below in _walk(content, root, problems):
        path = unicodedata.normalize("NFC", below)
        shown = f"{shown_folder}/{path}"
        suffix = _suffix(path)
        if suffix in ASSET_SUFFIXES:
            assets.append(Asset(path, Path(file)))
            continue
        kind = _kind(path)
        if kind is None:
            others.append(path)
            if path != "README.md" and suffix not in FONT_SUFFIXES:
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
    """Return what `find` would if only the files *saved* had changed: those are read again, the rest is *before*.

    None where one of them is no text that was there before and still is: then more may have changed than its words.
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
    """One text of the folder *content*, as `find` would read it; None when it is none."""
    below = file.relative_to(content)
    path = unicodedata.normalize("NFC", below.as_posix())
    kind = _kind(path)
    if kind is None:
        return None
    for place in (*reversed(file.parents[: len(below.parts) - 1]), file):
        if _is_link(place):
            return _linked(place, content.resolve())
    return _read(str(file), path, f"{_shown(content)}/{path}", kind)


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
    """Every ordinary file below *content*, and its path in there; a symbolic link becomes a problem.

    A folder is entered once. Paths are text here: ten thousand of the other kind would cost a second.
    """

    def unreadable(error: OSError) -> None:
        problems.append(_at_top(Path(error.filename), "unreadable", f"cannot be read: {error.strerror}"))

    top = str(content).count(os.sep)
    for folder, folders, names in os.walk(content, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        for name in list(folders):
            if _is_link(Path(folder) / name):
                folders.remove(name)
                problems.append(_linked(Path(folder) / name, root))
        if folders and folder.count(os.sep) - top >= FOLDER_DEPTH:
            message = f"folders are more than {FOLDER_DEPTH} deep here, so they are not read"
            problems.append(_at_top(Path(folder), "too-deep", message, "use fewer nested folders"))
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
        return _at_top(Path(file), "bad-name", message, "rename it")
    if _is_ordinary(file):
        return None
    if _is_link(Path(file)):
        return _linked(Path(file), root)
    return _at_top(
        Path(file), "unreadable", "this is not a regular file", "remove it from the content folder"
    )


def _is_link(place: Path) -> bool:
    """Whether *place* is a symbolic link, or a junction on Windows, wherever it leads."""
    try:
        return is_link(os.lstat(place))
    except (OSError, ValueError):
        return False


def _linked(link: Path, root: Path) -> Problem:
    """Report a symbolic link in the content folder *root*.

    It could lead to any file that is readable here, also by way of another one: into a folder that is hidden, or that
    is exchanged later. So none is followed, not even to a file beside it.
    """
    if link.is_dir():
        message = "this folder is a symbolic link, which is not followed"
        return _at_top(link, "link-to-folder", message, "put the folder itself here")
    if _leads_out(link, root):
        message = "this symbolic link points outside the content folder"
        return _at_top(link, "outside-content", message, "put a copy of the file here")
    if link.is_file():
        message = "this is a symbolic link, which is not followed"
        return _at_top(link, "link-to-file", message, "put the file itself here")
    message = "this symbolic link is broken"
    return _at_top(link, "unreadable", message, "remove it from the content folder")


def _is_ordinary(file: str) -> bool:
    """Whether it is a file and no link to one."""
    try:
        return stat.S_ISREG(os.lstat(file).st_mode)
    except OSError:
        return False


def _is_text(name: str) -> bool:
    """Whether the bytes of a name could be decoded; Python keeps those that could not as surrogates."""
    return name.isascii() or not any("\ud800" <= char <= "\udfff" for char in name)


def _leads_out(file: Path, root: Path) -> bool:
    try:
        return not file.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # links that lead to one another in a circle lead nowhere
        return False


def _kind(path: str) -> Kind | None:
    if path in _SETTINGS:
        return _SETTINGS[path]
    folder, slash, _ = path.partition("/")
    return FOLDERS.get(folder) if slash and _suffix(path) == ".md" else None


def _suffix(path: str) -> str:
    """Return the ending of a file's name in lower case, with its dot, or an empty text."""
    name = path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    return dot + ending.lower() if stem and ending else ""


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
        return _not_utf_8(error, shown)
    return SourceFile.from_text(path, shown, kind, text, hashlib.sha256(data).hexdigest())


def _not_utf_8(error: UnicodeDecodeError, shown: str) -> Problem:
    """Report the first byte that is not text; places are counted in what could be read before it."""
    lines = _LINE_END.split(error.object[: error.start].decode())
    line, column = len(lines), len(lines[-1]) + 1
    return Problem(
        shown,
        line,
        column,
        "not-utf-8",
        f"byte 0x{error.object[error.start]:02x} is not UTF-8 text",
        'save the file with the encoding "UTF-8"',
        excerpt=_LINE_END.split(error.object.decode(errors="replace"))[line - 1],
    )


_LINE_END = re.compile(r"\r\n|\r|\n")
_SPELLED_ALIKE = {"site.yml": "site.yaml", "vocabulary.yml": "vocabulary.yaml"}


def _stray(path: str, shown: str) -> Problem:
    parts = PurePosixPath(path).parts
    if path.lower() in {*_SPELLED_ALIKE, *_SETTINGS}:
        hint = f'did you mean "{_SPELLED_ALIKE.get(path.lower(), path.lower())}"?'
    elif PurePosixPath(path).suffix.lower() in {".md", ".markdown", ".yaml", ".yml"}:
        hint = "texts (.md) belong in exercises/, routines/ or guides/; settings (.yaml) at the top"
        if len(parts) > 1 and parts[0] not in FOLDERS:
            hint = did_you_mean(parts[0], FOLDERS).replace("mean", "mean the folder") or hint
    elif _suffix(path) in _FROM_PHONES:
        hint = EXPORT_AS_JPEG
    else:
        hint = "texts end in .md; pictures in " + ", ".join(sorted(PICTURE_SUFFIXES))
    return Problem(shown, 1, 1, "stray-file", "this file is not used", hint, Severity.WARNING)


def _at_top(file: Path, code: str, message: str, hint: str = "") -> Problem:
    return Problem(_shown(file), 1, 1, code, message, hint)


def _shown(path: Path) -> str:
    """*path* as the author would type it: from the current folder where it is below, else in full."""
    try:
        path = Path(os.path.abspath(path)).relative_to(Path.cwd())  # noqa: PTH100 - resolve() follows links
    except ValueError:
        path = Path(os.path.abspath(path))  # noqa: PTH100
    return os.fsencode(path.as_posix()).decode(errors="replace")
