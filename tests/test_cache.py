"""What is kept between builds: believed only when whole, and never needed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RunCli
from hypothesis import given, settings
from hypothesis import strategies as st

from cuecard.kept import cache, unchanged
from cuecard.kept.cache import Cache, Pack


class Maker:
    """Makes the same bytes each time and counts how often."""

    def __init__(self, made: bytes = b"made") -> None:
        self.made = made
        self.calls = 0

    def __call__(self) -> bytes:
        """One making."""
        self.calls += 1
        return self.made


def kept(folder: Path) -> list[Path]:
    """The files of results."""
    return sorted(file for file in folder.glob("*/*/*") if file.is_file())


def test_made_once(tmp_path: Path) -> None:
    """What was made from the same inputs is not made again, and is the same."""
    cache, make = Cache(tmp_path / "cache"), Maker()
    assert [cache.recall("card", ["a", b"b"], make) for _ in range(3)] == [b"made"] * 3
    assert make.calls == 1
    assert Cache(tmp_path / "cache").recall("card", [b"a", "b"], make) == b"made"
    assert make.calls == 1


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [("card", ["ab"]), ("card", ["a", "b", ""]), ("card", ["b", "a"]), ("kard", ["a", "b"]), ("card", [])],
)
def test_other_inputs(kind: str, inputs: list[str], tmp_path: Path) -> None:
    """Other inputs, however alike when joined, are another result."""
    cache = Cache(tmp_path)
    cache.recall("card", ["a", "b"], Maker(b"first"))
    assert cache.recall(kind, inputs, Maker(b"second")) == b"second"


def test_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program does not take what this one kept."""
    Cache(tmp_path).recall("card", ["a"], Maker(b"old"))
    monkeypatch.setattr(cache, "program_digest", lambda: "another")
    assert Cache(tmp_path).recall("card", ["a"], Maker(b"new")) == b"new"


def test_without_a_folder() -> None:
    """Without a folder everything is made anew."""
    make = Maker()
    assert Cache().recall("card", [], make) + Cache().recall("card", [], make) == b"mademade"
    assert make.calls == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"x",
        lambda data: data[:32],
        lambda data: data[:7],
        lambda _: b"",
        lambda _: b"something else altogether, longer than a digest",
        lambda data: bytes([data[0] ^ 1]) + data[1:],
    ],
)
def test_torn_or_foreign(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """A file that is cut off, altered or someone else's is not believed, and is replaced."""
    cache = Cache(tmp_path)
    cache.recall("card", ["a"], Maker())
    (file,) = kept(tmp_path)
    file.write_bytes(spoil(file.read_bytes()))
    again = Maker()
    assert cache.recall("card", ["a"], again) == b"made"
    assert cache.recall("card", ["a"], again) == b"made"
    assert again.calls == 1


def test_empty_result(tmp_path: Path) -> None:
    """An empty result is a result."""
    cache, make = Cache(tmp_path), Maker(b"")
    assert cache.recall("card", ["a"], make) + cache.recall("card", ["a"], make) == b""
    assert make.calls == 1


def test_folders_in_the_way(tmp_path: Path) -> None:
    """Where a folder, a file or a link to nowhere stands in the way, the work is simply done."""
    file = tmp_path / "file"
    file.write_text("no folder", "utf-8")
    assert Cache(file).recall("card", ["a"], Maker()) == b"made"
    assert file.read_text("utf-8") == "no folder"

    Cache(tmp_path / "some").recall("other", ["a"], Maker())
    (Path(unchanged.place(str(tmp_path / "some"))) / "card").write_text("no folder", "utf-8")
    assert Cache(tmp_path / "some").recall("card", ["a"], Maker()) == b"made"

    cache = Cache(tmp_path / "other")
    cache.recall("card", ["a"], Maker())
    (result,) = kept(tmp_path / "other")
    result.unlink()
    result.mkdir()
    assert cache.recall("card", ["a"], Maker()) == b"made"

    (tmp_path / "link").symlink_to(tmp_path / "nowhere" / "at-all")
    assert Cache(tmp_path / "link").recall("card", ["a"], Maker()) == b"made"


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    """No file of a failed or finished writing is left beside the results."""
    cache = Cache(tmp_path)
    cache.recall("card", ["a"], Maker())
    (result,) = kept(tmp_path)
    result.unlink()
    result.mkdir()
    (result / "x").write_text("in the way", "utf-8")
    cache.recall("card", ["a"], Maker())
    assert [file.name for file in result.parent.iterdir()] == [result.name]


def test_a_fault_is_not_kept(tmp_path: Path) -> None:
    """When making fails, nothing is kept, and the next call makes it."""

    def fail() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Cache(tmp_path).recall("card", ["a"], fail)
    assert Cache(tmp_path).recall("card", ["a"], Maker()) == b"made"


def test_folder_says_what_it_is(tmp_path: Path) -> None:
    """Git and backup programs leave the folder out."""
    Cache(tmp_path / "cache").recall("card", ["a"], Maker())
    assert (tmp_path / "cache/.gitignore").read_text("utf-8") == "*\n"
    assert (
        (tmp_path / "cache/CACHEDIR.TAG")
        .read_text("utf-8")
        .startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )


def test_two_at_once(tmp_path: Path) -> None:
    """Two builds that share a folder do not spoil one another's results."""
    wrong: list[bytes] = []
    large = b"x" * 200_000

    def work() -> None:
        for n in range(40):
            made = Cache(tmp_path).recall("card", [str(n % 5)], Maker(large))
            if made != large:
                wrong.append(made[:20])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@settings(max_examples=30)
@given(st.lists(st.one_of(st.binary(max_size=6), st.text(max_size=4)), max_size=4), st.data())
def test_digest_tells_lists_apart(inputs: list[str | bytes], data: st.DataObject) -> None:
    """Two lists of inputs have one digest only when they are the same bytes piece by piece."""
    other = data.draw(st.lists(st.one_of(st.binary(max_size=6), st.text(max_size=4)), max_size=4))
    same = [one.encode() if isinstance(one, str) else one for one in inputs] == [
        one.encode() if isinstance(one, str) else one for one in other
    ]
    assert (cache.digest_of(inputs) == cache.digest_of(other)) is same


def test_build_with_a_spoilt_cache(project: Path, run_cli: RunCli) -> None:
    """A build over a cache of torn files, or a file in its place, writes the same site."""
    assert run_cli("build", "--quiet", "--output", "one").code == 0
    for file in kept(project / ".cuecard-cache"):
        file.write_bytes(file.read_bytes()[:-3])
    assert run_cli("build", "--quiet", "--output", "two") == (0, "", "")
    for file in sorted((project / ".cuecard-cache").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    (project / ".cuecard-cache").rmdir()
    (project / ".cuecard-cache").write_text("in the way", "utf-8")
    assert run_cli("build", "--quiet", "--output", "three") == (0, "", "")
    for name in ("strong-legs-a4.pdf", "strong-legs-large-letter.pdf", "strong-legs.html"):
        first = (project / "one/cards" / name).read_bytes()
        assert (project / "two/cards" / name).read_bytes() == first
        assert (project / "three/cards" / name).read_bytes() == first


def test_a_pack_gives_back_what_was_put_in(tmp_path: Path) -> None:
    """Small results are found again, the last of each name; a line that is torn or altered is not believed."""
    names = [f"{n:064x}" for n in range(300)]
    for _ in range(2):
        with Pack(tmp_path / "pack") as pack:
            pack.adder.add((name, f'["é {n}"]') for n, name in enumerate(names))
    data = (tmp_path / "pack").read_bytes()
    first = data.rfind(names[0].encode())
    (tmp_path / "pack").write_bytes(data[: first + 90] + b"x" + data[first + 91 : -5])
    with Pack(tmp_path / "pack") as pack:
        assert [name for name in names if pack.get(name) is None] == [names[0], names[-1]]
        assert pack.get(names[7]) == '["é 7"]'.encode()
        pack.adder.add([(names[-1], "[]")])
    with Pack(tmp_path / "pack") as pack:
        assert pack.get(names[-1]) == b"[]"


def test_a_pack_does_not_grow_for_ever(tmp_path: Path) -> None:
    """What a build does not ask for is taken out, once it is more than half of the file."""
    sizes = []
    for turn in range(40):
        with Pack(tmp_path / "pack") as pack:
            assert pack.get(f"{turn - 1:064x}") is not None or turn == 0
            pack.adder.add([(f"{turn:064x}", f'"{"x" * 20_000}"')])
        sizes.append((tmp_path / "pack").stat().st_size)
    assert max(sizes) < 200_000


def test_sweeping(tmp_path: Path) -> None:
    """What was not used for longest goes; what was just used stays, and so does all that is not ours."""
    cache = Cache(tmp_path)
    for n in range(200):
        cache.recall("card", [str(n)], Maker())
    for age, file in enumerate(kept(tmp_path)):
        os.utime(file, (1_000_000_000 - age, 1_000_000_000 - age))
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "result").write_text("x", "utf-8")
    used = time.time()
    assert cache.recall("card", ["199"], Maker(b"another")) == b"made"
    cache.sweep(used - 1)
    assert len(kept(tmp_path)) == 68
    assert (tmp_path / "foreign/result").read_text("utf-8") == "x"
    assert cache.recall("card", ["199"], Maker(b"another")) == b"made"


def test_what_was_begun_and_left_is_swept(tmp_path: Path) -> None:
    """Files that an earlier build began and never finished go; those of a build at this time stay."""
    cache = Cache(tmp_path)
    cache.write("kind", "result", b"x")
    place = Path(unchanged.place(str(tmp_path)))
    begun = [place / name for name in ("kind/a.1.2.tmp", "facts.pack.1.tmp", "record-0.1.tmp")]
    for file in begun:
        file.write_bytes(b"half")
        os.utime(file, (1_000_000_000, 1_000_000_000))
    (place / "kind/b.1.2.tmp").write_bytes(b"half")
    cache.sweep(time.time() - 60)
    assert {file.name for file in place.rglob("*") if file.is_file()} == {"result", "b.1.2.tmp"}


def test_no_cache(project: Path, run_cli: RunCli) -> None:
    """With `--no-cache` nothing is kept."""
    assert run_cli("build", "--quiet", "--no-cache").code == 0
    assert not (project / ".cuecard-cache").exists()
