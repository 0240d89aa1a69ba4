"""The only writer of the site: a set of files becomes the output folder, and nothing else there is changed.

The folder contains a list of our files (see `file_list`). By it we know that the folder is ours, which pages are stale,
and which files belong to others. Each file is replaced in one step, and only if its bytes differ. The list names old
and new files before the first is changed, so that an interrupted build leaves complete files, all of them in the list.

A file is first written elsewhere in the folder, and then put in its place (see `staging`). If one cannot be put in
place, those before it are restored (see `journal`). What an interrupted build left is recognized by its name, and is
undone and removed by the next build, which knows that no other runs (see `output_folder.locked`).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from cuecard.output import staging
from cuecard.output.file_list import LIST, read_list, write_list
from cuecard.output.journal import Journal
from cuecard.output.staging import OutputError, StagedFile, StagingArea
from cuecard.system.atomic_write import is_link

_SURELY_ALLOWED = 36
"""Characters of a name that every disk allows: 143 bytes, with one to spare for its slash."""


class Written(Struct, frozen=True):
    """What was written."""

    files: int
    """How many files the site has."""
    changed: int
    """How many of them were new or different."""
    removed: int
    """How many stale ones were deleted."""
    kept: int = 0
    """How many were known to be the same, and neither rendered nor read."""


def write_site(files: Mapping[str, bytes], output: Path, kept: Collection[str] = ()) -> Written:
    """Make *output* contain exactly *files* and those *kept*, of all files that are ours.

    Keys are paths with forward slashes. Files whose bytes are the same keep their date. The files *kept* stay as they
    are.

    Raises:
        OutputError: when a file that is not ours is in the way, or the disk refuses something.

    """
    with staging.staging_area(output) as stage:
        return commit({url: stage.put(url, data) for url, data in files.items()}, stage, kept)


def commit(files: Mapping[str, StagedFile], stage: StagingArea, kept: Collection[str] = ()) -> Written:
    """Do the same with staged files.

    Raises:
        OutputError: as `write_site`.

    """
    try:
        return _put_in_place(files, stage, kept)
    except OSError as error:  # of two names, the file is staged at the first and belongs at the second
        place = error.filename2 or error.filename or stage.output
        raise OutputError(f"{place} cannot be written: {error.strerror}") from None


class _Plan(Struct, frozen=True):
    """The changes that putting files in place will make, computed before the first; paths in the site."""

    staged: Mapping[str, str]
    """By path: where the new file is staged."""
    replaced: tuple[str, ...]
    """Paths of staged files that replace others."""
    new: tuple[str, ...]
    """Paths of staged files that do not."""
    folders: tuple[str, ...]
    """Missing folders, each before those inside it."""
    stale: tuple[str, ...]
    """Files that will be removed."""


def _put_in_place(files: Mapping[str, StagedFile], stage: StagingArea, kept: Collection[str]) -> Written:
    output = Path(stage.output)
    before = read_list(stage.output)
    after = {*files, *kept}
    plan = _plan(files, before, before - after, output)
    is_list_new = before != after
    if plan.staged or plan.stale or is_list_new:
        _carry_out(plan, stage, (before | after, after) if is_list_new else ())
    for folder in sorted({path.rpartition("/")[0] for path in before - after} - {""}, reverse=True):
        _remove_empty(output / folder, output)
    return Written(len(after), len(plan.staged), len(plan.stale), len(kept))


def _carry_out(plan: _Plan, stage: StagingArea, lists: Collection[set[str]]) -> None:
    """Do what is planned, all of it or nothing; *lists* are the paths in the list meanwhile and at the end."""
    old, new = [*plan.replaced, *plan.stale], list(plan.new)
    if lists:
        (old if os.path.lexists(f"{stage.output}/{LIST}") else new).append(LIST)
    staging.forget_others(stage)
    journal = Journal(stage.folder, stage.output, old, new, plan.folders)
    journal.begin()
    try:
        for folder in plan.folders:
            os.mkdir(f"{stage.output}/{folder}")  # noqa: PTH102
        for path in plan.new:
            if len(path) - path.rfind("/") > _SURELY_ALLOWED:
                _try_name(f"{stage.output}/{path}")
        if lists and LIST in old:
            journal.keep(LIST)
        for at, paths in enumerate(lists):
            if at == 1:
                _move(plan, stage, journal)
            write_list(paths, stage)
        if not lists:
            _move(plan, stage, journal)
        journal.finish()
    except BaseException as failure:
        try:
            journal.undo()
        except OSError as error:
            place = error.filename2 or error.filename
            raise OutputError(
                f"{place} cannot be put back as it was: {error.strerror}; the next build tries again"
            ) from failure
        raise


def _move(plan: _Plan, stage: StagingArea, journal: Journal) -> None:
    replaced = set(plan.replaced)
    for path, staged in plan.staged.items():
        if path in replaced:
            journal.keep(path)
        os.replace(staged, f"{stage.output}/{path}")  # noqa: PTH105
    for path in plan.stale:
        journal.take_out(path)


def _try_name(file: str) -> None:
    """Look for a file that does not exist: even then, the disk refuses a name that it does not allow.

    Raises:
        OSError: when it does.

    """
    with suppress(FileNotFoundError):
        os.lstat(file)


def _plan(files: Mapping[str, StagedFile], ours: set[str], stale: set[str], output: Path) -> _Plan:
    """Return what is to be done; what can be known to be in the way is reported now.

    Raises:
        OutputError: when something is in the way.
        OSError: when a place cannot be looked at.

    """
    folders = _missing_folders(files, output)
    staged: dict[str, str] = {}
    replaced: list[str] = []
    new: list[str] = []
    for path, waiting in files.items():
        file = f"{output}/{path}"
        if not waiting.beside:
            if not waiting.is_still(file):
                raise staging.changed_meanwhile(file)
            continue
        staged[path] = waiting.beside
        try:
            mode = os.lstat(file).st_mode
        except FileNotFoundError:
            new.append(path)
            continue
        if path not in ours:
            raise OutputError(f"{Path(file)} was not made by cuecard, and a page of the site needs its place")
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file)
        replaced.append(path)
    removable = tuple(path for path in sorted(stale) if _is_removable(output / path, output))
    return _Plan(staged, tuple(replaced), tuple(new), folders, removable)


def _is_removable(file: Path, output: Path) -> bool:
    """Return whether a stale file exists, and is not behind a link that leads to somebody else's folder."""
    try:
        mode = os.lstat(file).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISLNK(mode)):
            return False
        return file.parent.resolve().is_relative_to(output.resolve())
    except (OSError, RuntimeError):
        return False


def _missing_folders(files: Iterable[str], output: Path) -> tuple[str, ...]:
    """Return the folders that files need and that do not exist, each before those inside it.

    Raises:
        OutputError: when something else is in the place of one.
        OSError: when a place cannot be looked at.

    """
    needed: set[str] = set()
    for path in files:
        parent = path.rpartition("/")[0]
        while parent and parent not in needed:
            needed.add(parent)
            parent = parent.rpartition("/")[0]
    missing = []
    root = output.resolve()
    for path in sorted(needed, key=lambda path: (path.count("/"), path)):
        folder = output / path
        try:
            status = os.lstat(folder)
        except FileNotFoundError:
            missing.append(path)
            continue
        if is_link(status) and not folder.resolve().is_relative_to(root):
            raise OutputError(f"{folder} is a symbolic link that leads out of {output}")
        if not folder.is_dir():
            raise OutputError(f"{folder} is a file, and a folder of the site needs its place")
    return tuple(missing)


def _remove_empty(folder: Path, output: Path) -> None:
    while folder != output and folder.is_relative_to(output):
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
