"""Whether anything has changed since the last build of the same command, told without reading a file.

A build leaves a record: the size, times and inode of every file that it was made from (content, templates, the program)
and of every file that it made, with what it told. Where all of them are the same, the next build tells the same again
and is done. Nothing else need be imported for that, so this module imports next to nothing.

**It must not lie.** The record is sealed (see `seal`), so one that came with the content is not believed. And a file
can be written twice within one tick of the file system's clock, with the same size. So a build lets a tick pass between
the newest change of its input and its reading, and again after the last file that it wrote: what is done later bears a
later time of change, which no program can set. Where ticks are too long for that, no record is kept.
"""

from __future__ import annotations

import os
import sys
import time
from binascii import crc32

from cuecard.cache import seal
from cuecard.system.atomic_write import atomic_write, read_regular
from cuecard.system.locks import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:  # not from typing, whose import takes longer than looking for changes in a small project
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

_FORM = b"cuecard record 3\n"
_TICK = 12_000_000
"""Nanoseconds: Linux sets times with the clock of its scheduler, which ticks every 1 to 10 ms."""
_COARSE_TICK = 2_100_000_000
"""For file systems that count in seconds, or as FAT does in two of them."""
_FEW = 16
"""Files of content that may be changed one by one; with more, the whole is done."""
CACHE = ".cuecard-cache"
RESULTS = "results"
"""The folder in the cache in which results lie."""


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is hidden or an editor's backup, which is nobody's content."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp", ".bak")) or name == "Thumbs.db"


def cache_folder(cache: str) -> str:
    """The folder in which results are kept, below *cache*; empty where there is none that is safe to use.

    Both must be real folders of this user that nobody else may write to. So nothing is read, written or deleted through
    a link, whoever put it there.
    """
    folder = os.path.join(cache, RESULTS)  # noqa: PTH118 - pathlib takes 10 ms to import
    return folder if seal.is_own_folder(cache) and seal.is_own_folder(folder) else ""


# --- signatures -------------------------------------------------------------------------------------------


class InputScan:
    """What a build is made from, as it was found: folder by folder, file by file."""

    def __init__(self, content: str, templates: Sequence[str]) -> None:
        self.folders = (content, *templates)
        self.lines: list[bytes] = [f"{sys.version} {sys.flags.utf8_mode} {installed()}".encode()]
        self.newest = 0
        """Of the times of change, in nanoseconds."""
        self.is_settled = False
        """Whether every change that is yet to come would show."""
        self._walk(content, is_passed_over)
        for folder in templates:
            self._walk(folder, _is_compiled)
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
        self._walk(package, _is_compiled)

    def settle(self) -> InputScan:
        """Wait until every later change would show. To be called before a file is read."""
        self.is_settled = _let_pass(self.newest)
        return self

    def changed_since(self, inputs: bytes) -> list[str] | None:
        """The files of content that are not as they were; None where any other thing is different."""
        if b"\n".join(self.lines) == inputs:
            return []
        before = inputs.split(b"\n")
        if len(before) != len(self.lines):
            return None
        content = os.fsencode(os.path.join(self.folders[0], ""))  # noqa: PTH118
        changed = []
        for old, new in zip(before, self.lines, strict=True):
            if old == new:
                continue
            path = new.partition(b"\0")[0]
            if old.partition(b"\0")[0] != path or not path.startswith(content):
                return None
            changed.append(os.fsdecode(path))
        return changed if len(changed) <= _FEW else None

    def _walk(self, folder: str, is_left_out: Callable[[str], bool]) -> None:
        try:
            with os.scandir(folder) as found:
                entries = sorted((entry for entry in found if not is_left_out(entry.name)), key=_name)
        except OSError as error:
            self.lines.append(os.fsencode(f"{folder}\0{error.errno}"))
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                self._walk(entry.path, is_left_out)
                continue
            try:
                signature, changed = _signature(entry.stat())
                if entry.is_symlink():
                    signature += os.fsencode(os.readlink(entry.path))  # noqa: PTH115
            except OSError as error:
                signature, changed = b"%d" % (error.errno or 0), 0
            self.newest = max(self.newest, changed)
            self.lines.append(os.fsencode(entry.path) + b"\0" + signature)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_compiled(name: str) -> bool:
    return name == "__pycache__" or name.endswith((".pyc", ".swp", "~"))


def _signature(stat: os.stat_result) -> tuple[bytes, int]:
    """What changes with a file, and when it last changed."""
    told = b"%d %d %d %d" % (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
    return told, max(stat.st_ctime_ns, stat.st_mtime_ns)


def signature_of(file: str) -> str:
    """The signature of one file; empty where there is none."""
    try:
        return _signature(os.stat(file))[0].decode()  # noqa: PTH116
    except OSError:
        return ""


LIBRARIES = frozenset(
    [
        "brotli", "fonttools", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "pillow", "pydantic",
        "pydantic_core", "python_frontmatter", "pyyaml", "segno", "typst",
    ]
)  # fmt: skip
"""What shapes the output, besides fonts: another version of one of them is another program."""


def installed() -> str:
    """The libraries that shape the output, with their versions: the names of the folders that tell of them.

    `importlib.metadata` would take 20 ms to say the same.
    """
    names = set()
    for folder in sys.path:
        if not folder.endswith(("site-packages", "dist-packages")):
            continue
        try:
            names.update(os.listdir(folder))  # noqa: PTH208
        except OSError:
            continue
    told = [name for name in names if name.endswith((".dist-info", ".egg-info"))]
    return " ".join(sorted(name for name in told if _shapes_output(name.partition("-")[0].lower())))


def _shapes_output(library: str) -> bool:
    return library in LIBRARIES or library.startswith("fontpkg_")


# --- the record -------------------------------------------------------------------------------------------


class BuildOutcome:
    """What a build made and told."""

    def __init__(self, site: str | Path, names: Iterable[str], told: tuple[str, str]) -> None:
        self.site = site
        """The output folder."""
        self.names = tuple(names)
        """The files in it that are ours."""
        self.told = told
        """What was told on the two streams."""


class ChangedInputs:
    """What a look at the last build of a command showed."""

    def __init__(self, scan: InputScan, changed: list[str], made: BuildOutcome, lock: Lock) -> None:
        self.scan = scan
        self.changed = changed
        """The files of the content folder that were changed, where nothing else is different; empty for none at all."""
        self.made = made
        """By that build."""
        self.lock = lock
        """Of the output folder, which stays as it was found until this is released."""


def detect_changes(words: Sequence[str], cache: str = CACHE) -> ChangedInputs | None:
    """What has changed since the same command last did its work; None where that is not just a few files of content."""
    where = cache_folder(cache)
    if not where:
        return None
    try:
        data = read_regular(_file(words, where))
    except OSError:
        return None
    sections = _sections(data)
    if sections is None or sections[0] != _command(words):
        return None
    _, folders, inputs, site, names, outputs, told, warned = sections
    lock = Lock(os.fsdecode(site))
    if not lock.take():
        return None  # another build is at work there; a whole build waits for it
    content, *templates = os.fsdecode(folders).split("\0")
    scan = InputScan(content, templates)
    changed = scan.changed_since(inputs)
    if changed is None or _signatures(_paths(site, names))[0] != outputs:
        lock.release()
        return None
    if changed:
        scan.settle()
    made = BuildOutcome(os.fsdecode(site), os.fsdecode(names).split("\0"), (told.decode(), warned.decode()))
    return ChangedInputs(scan, changed, made, lock)


def _paths(site: bytes, names: bytes) -> list[str]:
    """What a build made, and the folder itself, where one that was cut off may have left an unfinished file."""
    folder = os.fsdecode(site)
    return [folder, *(f"{folder}/{name}" for name in os.fsdecode(names).split("\0"))] if names else []


def write_record(
    words: Sequence[str], scan: InputScan, made: BuildOutcome, cache: str | Path = CACHE
) -> None:
    """Keep what a build was made from, and what it *made* and told; or nothing, where that could mislead."""
    cache = str(cache)
    where = cache_folder(cache)
    if not where or not scan.is_settled:
        return
    paths = (os.fsencode(made.site), os.fsencode("\0".join(made.names)))
    outputs, newest = _signatures(_paths(*paths))
    if not _let_pass(newest):
        return
    sections = (
        _command(words), os.fsencode("\0".join(scan.folders)), b"\n".join(scan.lines), *paths, outputs,
        *(told.encode("utf-8", "backslashreplace") for told in made.told),
    )  # fmt: skip
    head = b" ".join(b"%d" % len(section) for section in sections)
    data = head + b"\n" + b"".join(sections)
    try:
        atomic_write(_file(words, where), (_FORM, seal.sealed("record", b"", data), b"\n", data))
    except OSError:
        return


def _file(words: Sequence[str], where: str) -> str:
    return os.path.join(where, f"record-{crc32(_command(words)):08x}")  # noqa: PTH118


def _command(words: Sequence[str]) -> bytes:
    return "\0".join([os.getcwd(), *words]).encode("utf-8", "surrogateescape")  # noqa: PTH109


def _sections(record: bytes) -> list[bytes] | None:
    """The parts of a record; None for one that is torn, or that another user or program wrote."""
    start = len(_FORM) + seal.SIZE + 1
    data = record[start:]
    if not record.startswith(_FORM) or record[len(_FORM) : start - 1] != seal.sealed("record", b"", data):
        return None
    head, _, rest = data.partition(b"\n")
    sections, start = [], 0
    for length in map(int, head.split()):
        sections.append(rest[start : start + length])
        start += length
    return sections


def _signatures(paths: Iterable[str]) -> tuple[bytes, int]:
    lines, newest = [], 0
    for path in paths:
        try:
            signature, changed = _signature(os.lstat(path))
        except OSError:
            signature, changed = b"", 0
        lines.append(signature)
        newest = max(newest, changed)
    return b"\n".join(lines), newest


def _let_pass(newest: int) -> bool:
    """Wait until a file that is written now would bear a later time than *newest*; False where that takes long."""
    if newest % 1_000_000_000 == 0:
        return newest < time.time_ns() - _COARSE_TICK
    wait = newest + _TICK - time.time_ns()
    if wait > 10 * _TICK:
        return False
    if wait > 0:
        time.sleep(wait / 1e9)
    return True
