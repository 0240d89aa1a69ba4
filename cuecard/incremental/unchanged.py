"""What has changed since the last build of the same command, found without reading a file.

If nothing has, the next build prints the same and is done. Nothing else need be imported for that, so this module
imports next to nothing.

**It must not be wrong.** So a build lets one tick of the file system's clock pass between the newest change of its
inputs and reading them, and again after the last file that it wrote (see `system.signatures`).
"""

from __future__ import annotations

import os
import sys

from cuecard.cache import build_record
from cuecard.core.ignored_files import is_ignored_entry
from cuecard.system.locks import Lock
from cuecard.system.signatures import signature_of_status, wait_for_tick

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cuecard.cache.build_record import BuildOutcome

_FEW = 16
"""Files of content that may be changed one by one; with more, the whole site is built."""


_DEEPEST = 100
"""Folders inside one another that are scanned. Content may have a tenth of that, and a build reports deeper ones."""


class InputScan:
    """What a build is made from: the signatures of all files, folder by folder."""

    def __init__(self, content: str, templates: Sequence[str]) -> None:
        self.folders = (content, *templates)
        self.is_settled = False
        """Whether every later change can be seen."""
        self._lines: list[bytes] = [
            f"{sys.version} {sys.flags.utf8_mode} {build_record.installed()}".encode()
        ]
        self._newest = 0
        """The newest time of change, in nanoseconds."""
        self._walk(content, is_ignored_entry)
        for folder in templates:
            self._walk(folder, _is_compiled)
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
        self._walk(package, _is_compiled)

    @property
    def data(self) -> bytes:
        """Return all signatures, as they are recorded."""
        return b"\n".join(self._lines)

    def settle(self) -> InputScan:
        """Wait until every later change can be seen. To be called before a file is read."""
        self.is_settled = wait_for_tick(self._newest)
        return self

    def changed_since(self, recorded: bytes) -> list[str] | None:
        """Return the files of content that were changed; None if anything else is different."""
        if self.data == recorded:
            return []
        before = recorded.split(b"\n")
        if len(before) != len(self._lines):
            return None
        content = os.fsencode(os.path.join(self.folders[0], ""))  # noqa: PTH118
        changed = []
        for old, new in zip(before, self._lines, strict=True):
            if old == new:
                continue
            path = new.partition(b"\0")[0]
            if old.partition(b"\0")[0] != path or not path.startswith(content):
                return None
            changed.append(os.fsdecode(path))
        return changed if len(changed) <= _FEW else None

    def _walk(self, folder: str, is_left_out: Callable[[os.DirEntry[str]], bool], depth: int = 0) -> None:
        if depth > _DEEPEST:
            self._lines.append(os.fsencode(f"{folder}\0deep"))
            return
        try:
            with os.scandir(folder) as items:
                entries = sorted((entry for entry in items if not is_left_out(entry)), key=_name)
        except OSError as error:
            self._lines.append(os.fsencode(f"{folder}\0{error.errno}"))
            return
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                self._walk(entry.path, is_left_out, depth + 1)
                continue
            try:
                signature, changed = signature_of_status(entry.stat())
                if entry.is_symlink():
                    signature += os.fsencode(os.readlink(entry.path))  # noqa: PTH115
            except OSError as error:
                signature, changed = b"%d" % (error.errno or 0), 0
            self._newest = max(self._newest, changed)
            self._lines.append(os.fsencode(entry.path) + b"\0" + signature)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _is_compiled(entry: os.DirEntry[str]) -> bool:
    return entry.name == "__pycache__" or entry.name.endswith((".pyc", ".swp", "~"))


class ChangedInputs:
    """What has changed since the last build of a command, where at most a few texts have."""

    def __init__(self, scan: InputScan, changed: list[str], outcome: BuildOutcome, lock: Lock) -> None:
        self.scan = scan
        self.changed = changed
        """The files of the content folder that were changed; empty if none was."""
        self.outcome = outcome
        """Of that build."""
        self.lock = lock
        """On the output folder, which stays as it is until this is released."""


def detect_changes(command: Sequence[str], cache: str = build_record.CACHE) -> ChangedInputs | None:
    """Return what has changed since the last build with the words of the *command*; None if the site must be built."""
    record = build_record.read_record(command, cache)
    if record is None:
        return None
    lock = Lock(str(record.outcome.site))
    if not lock.take():
        return None  # another build is writing there; a whole build waits for it
    content, *templates = record.folders
    scan = InputScan(content, templates)
    changed = scan.changed_since(record.inputs)
    if changed is None or not record.has_same_outputs():
        lock.release()
        return None
    if changed:
        scan.settle()
    return ChangedInputs(scan, changed, record.outcome, lock)
