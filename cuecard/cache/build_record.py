"""The record of a build: by it, the next build of the same command sees that nothing has changed.

It has the signature of every file that the site was built from (content, templates, the program) and of every file that
was written, and what was printed. It is sealed (see `seal`), so one that came with the content is not used. If later
changes could not be seen (see `system.signatures`), no record is stored.

Builds that have nothing to do import this module, so it imports next to nothing.
"""

from __future__ import annotations

import os
import sys
from binascii import crc32

from cuecard.cache import seal
from cuecard.system.atomic_write import atomic_write, read_regular
from cuecard.system.signatures import signatures_of, wait_for_tick

TYPE_CHECKING = False
if TYPE_CHECKING:  # not from typing, whose import takes longer than looking for changes in a small project
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_FORMAT = b"cuecard record 4\n"
CACHE = ".cuecard-cache"
RESULTS = "results"
"""The folder of results in the cache."""


def cache_folder(cache: str) -> str:
    """Return the folder of results in the folder *cache*; empty if there is none that is safe to use.

    Both must be real folders of this user that nobody else may write to. So nothing is read, written or deleted through
    a link, whoever created it.
    """
    folder = os.path.join(cache, RESULTS)  # noqa: PTH118 - pathlib takes 10 ms to import
    return folder if seal.is_own_folder(cache) and seal.is_own_folder(folder) else ""


LIBRARIES = frozenset(
    [
        "brotli", "fonttools", "jinja2", "markdown", "markupsafe", "msgspec", "nh3", "pillow", "pydantic",
        "pydantic_core", "python_frontmatter", "pyyaml", "segno", "typst",
    ]
)  # fmt: skip
"""What affects the output, besides fonts: with another version of one of them, the program is another one."""


def installed() -> str:
    """Return the libraries that affect the output, with their versions: the names of the folders that describe them.

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
    described = [name for name in names if name.endswith((".dist-info", ".egg-info"))]
    return " ".join(sorted(name for name in described if _affects_output(name.partition("-")[0].lower())))


def _affects_output(library: str) -> bool:
    return library in LIBRARIES or library.startswith("fontpkg_")


class BuildOutcome:
    """What a build wrote and printed."""

    def __init__(self, site: str | Path, names: Iterable[str], output: tuple[str, str]) -> None:
        self.site = site
        """The output folder."""
        self.names = tuple(names)
        """Our files in it."""
        self.output = output
        """What was printed on standard output and on standard error."""


class Record:
    """A stored record."""

    def __init__(self, folders: Sequence[str], inputs: bytes, outputs: bytes, outcome: BuildOutcome) -> None:
        self.folders = tuple(folders)
        """The content folder, and those of templates."""
        self.inputs = inputs
        """The lines of an `InputScan`."""
        self.outputs = outputs
        """The signatures of what was written."""
        self.outcome = outcome

    def has_same_outputs(self) -> bool:
        """Return whether nothing in the output folder was changed since."""
        return signatures_of(_paths(self.outcome))[0] == self.outputs


def read_record(command: Sequence[str], cache: str = CACHE) -> Record | None:
    """Return the record of the last build with the words of the *command*; None if there is none that is ours."""
    results = cache_folder(cache)
    if not results:
        return None
    try:
        data = read_regular(_file(command, results))
    except OSError:
        return None
    sections = _sections(data)
    if sections is None or sections[0] != _key(command):
        return None
    _, folders, inputs, site, names, outputs, printed, problems = sections
    outcome = BuildOutcome(
        os.fsdecode(site), os.fsdecode(names).split("\0"), (printed.decode(), problems.decode())
    )
    return Record(os.fsdecode(folders).split("\0"), inputs, outputs, outcome)


def write_record(
    command: Sequence[str],
    folders: Sequence[str],
    inputs: bytes,
    outcome: BuildOutcome,
    cache: str | Path = CACHE,
) -> None:
    """Store a record, unless later changes of the output could not be seen."""
    results = cache_folder(str(cache))
    if not results:
        return
    outputs, newest = signatures_of(_paths(outcome))
    if not wait_for_tick(newest):
        return
    sections = (
        _key(command), os.fsencode("\0".join(folders)), inputs, os.fsencode(outcome.site),
        os.fsencode("\0".join(outcome.names)), outputs,
        *(text.encode("utf-8", "backslashreplace") for text in outcome.output),
    )  # fmt: skip
    head = b" ".join(b"%d" % len(section) for section in sections)
    data = head + b"\n" + b"".join(sections)
    try:
        atomic_write(_file(command, results), (_FORMAT, seal.sealed("record", b"", data), b"\n", data))
    except OSError:
        return


def _paths(outcome: BuildOutcome) -> list[str]:
    """Return the files of a build, and their folder, where an interrupted build may have left an unfinished file."""
    return [str(outcome.site), *(f"{outcome.site}/{name}" for name in outcome.names if name)]


def _file(command: Sequence[str], results: str) -> str:
    return os.path.join(results, f"record-{crc32(_key(command)):08x}")  # noqa: PTH118


def _key(command: Sequence[str]) -> bytes:
    words = command[1:] if command and command[0] == "build" else command  # which may be left out
    return "\0".join([os.getcwd(), *words]).encode("utf-8", "surrogateescape")  # noqa: PTH109


def _sections(record: bytes) -> list[bytes] | None:
    """Return the parts of a record; None for one that is torn, or that another user or program wrote."""
    start = len(_FORMAT) + seal.SIZE + 1
    data = record[start:]
    if not record.startswith(_FORMAT) or record[len(_FORMAT) : start - 1] != seal.sealed("record", b"", data):
        return None
    head, _, rest = data.partition(b"\n")
    sections, start = [], 0
    for length in map(int, head.split()):
        sections.append(rest[start : start + length])
        start += length
    return sections
