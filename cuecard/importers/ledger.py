"""Write imported files, and the ledger by which the next import recognizes them.

`.cuecard-import.json` in the content folder lists each file that an import wrote, with a digest of its content. A file
that differs was edited since, and is not changed; neither is a deleted one, nor one that no import wrote. Each file is
replaced atomically. The ledger is written before the first file and after the last, and in between has the old and new
digest, so that the next import can continue an interrupted one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field

from cuecard.core.budget import FOLDER_DEPTH
from cuecard.core.ignored_files import is_ignored
from cuecard.importers.file_names import Key, slug_of
from cuecard.importers.records import ImportFormatError
from cuecard.parse.front_matter import has_control_character
from cuecard.parse.sources import FOLDERS, Kind
from cuecard.system.atomic_write import atomic_write

LIST = ".cuecard-import.json"
_LARGEST_LIST = 64_000_000


class FileStatus(StrEnum):
    """The result for one content file."""

    WRITTEN = "written"
    """It did not exist."""
    RENEWED = "renewed"
    """The source has changed, and nobody had edited the file."""
    UNCHANGED = "unchanged"
    EDITED = "edited since"
    """The file was edited since, and is not changed."""
    DELETED = "deleted since"
    """The file was deleted since, and is not written again."""
    NOT_OURS = "not imported"
    """Another file, not from an import, has this name."""


class LedgerEntry(Struct, frozen=True):
    """A file that an import wrote."""

    path: str
    digests: tuple[str, ...]
    """Of its content, or of two possible ones if an import was interrupted."""


Entries = Mapping[Key, LedgerEntry]


class Ledger(Struct, frozen=True):
    """What earlier imports wrote into one folder."""

    by_source: Mapping[str, Entries] = field(default_factory=dict)
    is_readable: bool = True
    """False if the ledger exists but is not valid."""


class Text(Struct, frozen=True):
    """One text to be written, and where."""

    key: Key
    path: str
    data: bytes

    @property
    def digest(self) -> str:
        """Return what the next import recognizes it by."""
        return digest_of(self.data)


def digest_of(data: bytes) -> str:
    """Return 128 bits of SHA-256."""
    return hashlib.sha256(data).hexdigest()[:32]


# --- reading -------------------------------------------------------------------------------------------------------


def read_ledger(into: Path) -> Ledger:
    """Read what earlier imports wrote into the folder *into*. Paths that lead out of it are ignored."""
    file = into / LIST
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST_LIST:
            return Ledger(is_readable=not file.exists())
        data = json.loads(file.read_bytes())
        sources = data["sources"].items()
        return Ledger({source: dict(_entries(listed)) for source, listed in sources})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Ledger(is_readable=False)


def _entries(listed: Mapping[str, Mapping[str, object]]) -> Iterable[tuple[Key, LedgerEntry]]:
    for key, raw in listed.items():
        kind, _, name = key.partition(" ")
        path, digests = raw["file"], raw["digests"]
        if kind in set(Kind) and isinstance(path, str) and isinstance(digests, list) and is_inside(path):
            yield (Kind(kind), name), LedgerEntry(path, tuple(map(str, digests)))


_DEEPEST = 8
_PART = re.compile(r"[^/\\:*?\"<>|\x00-\x1f\x7f]{1,200}")


def is_inside(path: str) -> bool:
    """Return whether *path* is a content file in one of the three folders, and cannot lead out of it."""
    parts = path.split("/")
    return (
        2 <= len(parts) <= _DEEPEST
        and parts[0] in FOLDERS
        and path.endswith(".md")
        and all(_PART.fullmatch(part) and part == part.strip(" ") and not is_ignored(part) for part in parts)
        and bool(slug_of(path))
        and not has_control_character(path)
    )


def existing_files(into: Path) -> dict[str, dict[str, str]]:
    """Return the path of each existing content file by folder and slug.

    Raises:
        ImportFormatError: if one of its folders is not a folder, or is a link that leads out of *into*.

    """
    root = into.resolve()
    by_folder: dict[str, dict[str, str]] = {}
    for name in FOLDERS:
        folder = into / name
        if folder.is_symlink() and not folder.resolve().is_relative_to(root):
            raise ImportFormatError(f"{folder} is a symbolic link that leads out of {into}")
        if folder.exists() and not folder.is_dir():
            raise ImportFormatError(f"{folder} is not a folder")
        slugs = by_folder.setdefault(name, {})
        for above, folders, files in os.walk(folder):
            folders[:] = sorted(inner for inner in folders if not is_ignored(inner, is_folder=True))
            if len(Path(above).relative_to(into).parts) > FOLDER_DEPTH:
                folders.clear()  # a build refuses such folders
            for file in sorted(files):
                if file.lower().endswith(".md") and not is_ignored(file):
                    path = (Path(above) / file).relative_to(into).as_posix()
                    slugs.setdefault(slug_of(path), path)
    return by_folder


# --- planning and writing -----------------------------------------------------------------------------------------


def plan(
    texts: Iterable[Text], entries: Entries, existing: Mapping[str, Mapping[str, str]], into: Path
) -> dict[Text, FileStatus]:
    """Decide the status of each file; reads existing files, and writes nothing."""
    return {text: _status(text, entries.get(text.key), existing, into) for text in texts}


def _status(
    text: Text, entry: LedgerEntry | None, existing: Mapping[str, Mapping[str, str]], into: Path
) -> FileStatus:
    other = existing.get(text.path.partition("/")[0], {}).get(slug_of(text.path))
    file = into / text.path
    if not file.parent.resolve().is_relative_to(into.resolve()):
        return FileStatus.NOT_OURS  # a folder there is a link that leads out
    present_digest = _digest_on_disk(file)
    if present_digest == text.digest:
        return FileStatus.UNCHANGED
    if entry is None:
        return FileStatus.NOT_OURS if present_digest or other else FileStatus.WRITTEN
    if present_digest in entry.digests:
        return FileStatus.RENEWED if present_digest else FileStatus.WRITTEN
    return FileStatus.EDITED if present_digest else FileStatus.DELETED


def _digest_on_disk(file: Path) -> str:
    """Return the digest of a file; a word if it is not a regular file; empty if it does not exist."""
    if file.is_symlink() or (file.exists() and not file.is_file()):
        return "no file"
    try:
        return digest_of(file.read_bytes())
    except FileNotFoundError:
        return ""
    except OSError:
        return "unreadable"


def write(
    statuses: Mapping[Text, FileStatus],
    earlier: Ledger,
    source: str,
    into: Path,
    at: Callable[[int, int], None],
) -> None:
    """Write new and updated files, and the ledger; call *at* with the number done and the total.

    Raises:
        ImportFormatError: if a file cannot be written. Files written before are whole, and known to the next import.

    """
    waiting = [
        text for text, status in statuses.items() if status in {FileStatus.WRITTEN, FileStatus.RENEWED}
    ]
    entries = dict(earlier.by_source.get(source, {}))
    adopted = [text for text, status in statuses.items() if status is FileStatus.UNCHANGED]
    try:
        if waiting:
            both = {
                text.key: LedgerEntry(text.path, (*_digests(entries.get(text.key)), text.digest))
                for text in waiting
            }  # the digest of a file that is not there yet is empty
            into.mkdir(parents=True, exist_ok=True)
            _write_list({**earlier.by_source, source: {**entries, **both}}, into)
        for n, text in enumerate(waiting):
            at(n, len(waiting))
            file = into / text.path
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, text.data)
        for text in (*waiting, *adopted):
            entries[text.key] = LedgerEntry(text.path, (text.digest,))
        if waiting or adopted:
            _write_list({**earlier.by_source, source: entries}, into)
    except OSError as error:
        raise ImportFormatError(f"{error.filename or into} cannot be written: {error.strerror}") from None


def _digests(entry: LedgerEntry | None) -> tuple[str, ...]:
    return entry.digests if entry else ("",)


def _write_list(by_source: Mapping[str, Entries], into: Path) -> None:
    ledger = {
        "about": "What `cuecard import` wrote here. A file that differs was edited since, and is left alone.",
        "sources": {
            source: {
                f"{kind} {name}": {"file": entry.path, "digests": list(dict.fromkeys(entry.digests))}
                for (kind, name), entry in sorted(entries.items())
            }
            for source, entries in sorted(by_source.items())
        },
    }
    data = f"{json.dumps(ledger, ensure_ascii=False, indent=0)}\n".encode()
    if _digest_on_disk(into / LIST) != digest_of(data):
        _replace(into / LIST, data)


def _replace(file: Path, data: bytes) -> None:
    atomic_write(os.fspath(file), data)
