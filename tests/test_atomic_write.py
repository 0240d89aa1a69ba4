"""Files put in place whole: nobody can prepare where they are written first, and no link is followed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import sites

from cuecard.system import atomic_write


def names(folder: Path) -> set[str]:
    """Return what lies in *folder*."""
    return {entry.name for entry in folder.iterdir()}


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    """The new bytes, given in one piece or in several, are in the place of the old, with the usual rights."""
    file = tmp_path / "a.txt"
    atomic_write.atomic_write(str(file), b"one")
    atomic_write.atomic_write(str(file), iter([b"tw", b"o"]))
    assert sites.tree(tmp_path) == {"a.txt": b"two"}
    file.unlink()
    file.touch()
    usual = stat.S_IMODE(file.stat().st_mode)
    atomic_write.atomic_write(str(file), b"three")
    assert stat.S_IMODE(file.stat().st_mode) == usual


@pytest.mark.parametrize("name", ["a" * 240 + ".pdf", "\u00e9" * 120 + ".pdf", "a.pdf"])
def test_names_of_any_length(name: str, tmp_path: Path) -> None:
    """A name that the disk can hold is long enough for what is written first."""
    atomic_write.atomic_write(str(tmp_path / name), b"one")
    assert names(tmp_path) == {name}
    beside = atomic_write.temporary_beside(str(tmp_path / name))
    assert atomic_write.is_temporary_of(name, Path(beside).name)
    assert not atomic_write.is_temporary_of("another.pdf", Path(beside).name)
    assert not atomic_write.is_temporary_of(name, f"{name}.mine.tmp")


def test_what_is_written_first_has_another_name_each_time(tmp_path: Path) -> None:
    """Nobody can guess it, so nobody can put a link there."""
    assert len({atomic_write.temporary_beside(str(tmp_path / "a")) for _ in range(100)}) == 100


@pytest.mark.parametrize("leads_to", ["mine.txt", "nothing.txt"])
def test_a_link_where_it_is_written_first(
    leads_to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a link of the very name is not followed: the writing is refused, and the link stays."""
    sites.put(tmp_path, {"mine.txt": b"mine"})
    monkeypatch.setattr(os, "urandom", bytes)
    beside = Path(atomic_write.temporary_beside(str(tmp_path / "a.txt")))
    beside.symlink_to(leads_to)
    with pytest.raises(FileExistsError):
        atomic_write.atomic_write(str(tmp_path / "a.txt"), b"new")
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"
    assert not (tmp_path / "nothing.txt").exists()
    assert not (tmp_path / "a.txt").exists()


def test_a_link_in_the_place_itself_is_replaced(tmp_path: Path) -> None:
    """It is not written through."""
    sites.put(tmp_path, {"mine.txt": b"mine"})
    (tmp_path / "a.txt").symlink_to("mine.txt")
    atomic_write.atomic_write(str(tmp_path / "a.txt"), b"new")
    assert not (tmp_path / "a.txt").is_symlink()
    assert sites.tree(tmp_path) == {"a.txt": b"new", "mine.txt": b"mine"}


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    """A link is refused, and a pipe, a folder or a device is not waited for."""
    sites.put(tmp_path, {"a.txt": b"abc"})
    (tmp_path / "link").symlink_to("a.txt")
    os.mkfifo(tmp_path / "pipe")
    assert atomic_write.read_regular(str(tmp_path / "a.txt"), 2) == b"ab"
    for path in (tmp_path / "link", tmp_path / "pipe", tmp_path, Path(os.devnull)):
        with pytest.raises(OSError, match=r"."):
            atomic_write.read_regular(str(path))
