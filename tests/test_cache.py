"""What is kept between builds: believed only when whole, and never needed."""

from __future__ import annotations

import os
import shutil
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sites
from conftest import RunCli
from hypothesis import given, settings
from hypothesis import strategies as st

from cuecard.cache import build_record, digests, seal
from cuecard.cache.append_only import AppendOnlyStore
from cuecard.cache.store import Cache
from cuecard.incremental import unchanged


class Maker:
    """Makes the same bytes each time and counts how often."""

    def __init__(self, result: bytes = b"made") -> None:
        self.made = result
        self.calls = 0

    def __call__(self) -> bytes:
        """Return one result, and count it."""
        self.calls += 1
        return self.made


def kept(folder: Path) -> list[Path]:
    """Return the files of results."""
    return sorted(file for file in folder.glob("*/*/*") if file.is_file())


def test_made_once(tmp_path: Path) -> None:
    """What was made from the same inputs is not made again, and is the same."""
    cache, make = Cache(tmp_path / "cache"), Maker()
    assert [cache.get_or_compute("card", ["a", b"b"], make) for _ in range(3)] == [b"made"] * 3
    assert make.calls == 1
    assert Cache(tmp_path / "cache").get_or_compute("card", [b"a", "b"], make) == b"made"
    assert make.calls == 1


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [("card", ["ab"]), ("card", ["a", "b", ""]), ("card", ["b", "a"]), ("kard", ["a", "b"]), ("card", [])],
)
def test_other_inputs(kind: str, inputs: list[str], tmp_path: Path) -> None:
    """Other inputs, however alike when joined, are another result."""
    cache = Cache(tmp_path)
    cache.get_or_compute("card", ["a", "b"], Maker(b"first"))
    assert cache.get_or_compute(kind, inputs, Maker(b"second")) == b"second"


def test_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program does not take what this one kept."""
    Cache(tmp_path).get_or_compute("card", ["a"], Maker(b"old"))
    monkeypatch.setattr(digests, "program_digest", lambda: "another")
    assert Cache(tmp_path).get_or_compute("card", ["a"], Maker(b"new")) == b"new"


def test_without_a_folder() -> None:
    """Without a folder everything is made again."""
    make = Maker()
    assert Cache().get_or_compute("card", [], make) + Cache().get_or_compute("card", [], make) == b"mademade"
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
    cache.get_or_compute("card", ["a"], Maker())
    (file,) = kept(tmp_path)
    file.write_bytes(spoil(file.read_bytes()))
    again = Maker()
    assert cache.get_or_compute("card", ["a"], again) == b"made"
    assert cache.get_or_compute("card", ["a"], again) == b"made"
    assert again.calls == 1


def test_empty_result(tmp_path: Path) -> None:
    """An empty result is a result."""
    cache, make = Cache(tmp_path), Maker(b"")
    assert cache.get_or_compute("card", ["a"], make) + cache.get_or_compute("card", ["a"], make) == b""
    assert make.calls == 1


def test_folders_in_the_way(tmp_path: Path) -> None:
    """Where a folder, a file or a link to nowhere is in the way, the work is simply done."""
    file = tmp_path / "file"
    file.write_text("no folder", "utf-8")
    assert Cache(file).get_or_compute("card", ["a"], Maker()) == b"made"
    assert file.read_text("utf-8") == "no folder"

    Cache(tmp_path / "some").get_or_compute("other", ["a"], Maker())
    (Path(build_record.cache_folder(str(tmp_path / "some"))) / "card").write_text("no folder", "utf-8")
    assert Cache(tmp_path / "some").get_or_compute("card", ["a"], Maker()) == b"made"

    cache = Cache(tmp_path / "other")
    cache.get_or_compute("card", ["a"], Maker())
    (result,) = kept(tmp_path / "other")
    result.unlink()
    result.mkdir()
    assert cache.get_or_compute("card", ["a"], Maker()) == b"made"

    (tmp_path / "link").symlink_to(tmp_path / "nowhere" / "at-all")
    assert Cache(tmp_path / "link").get_or_compute("card", ["a"], Maker()) == b"made"


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    """No file of a failed or finished writing is left beside the results."""
    cache = Cache(tmp_path)
    cache.get_or_compute("card", ["a"], Maker())
    (result,) = kept(tmp_path)
    result.unlink()
    result.mkdir()
    (result / "x").write_text("in the way", "utf-8")
    cache.get_or_compute("card", ["a"], Maker())
    assert [file.name for file in result.parent.iterdir()] == [result.name]


def test_a_fault_is_not_kept(tmp_path: Path) -> None:
    """When making fails, nothing is kept, and the next call makes it."""

    def fail() -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Cache(tmp_path).get_or_compute("card", ["a"], fail)
    assert Cache(tmp_path).get_or_compute("card", ["a"], Maker()) == b"made"


def test_folder_says_what_it_is(tmp_path: Path) -> None:
    """Git and backup programs leave the folder out."""
    Cache(tmp_path / "cache").get_or_compute("card", ["a"], Maker())
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
            result = Cache(tmp_path).get_or_compute("card", [str(n % 5)], Maker(large))
            if result != large:
                wrong.append(result[:20])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@settings(max_examples=30)
@given(st.lists(st.one_of(st.binary(max_size=6), st.text(max_size=4)), max_size=4), st.data())
def test_digest_distinguishes_lists(inputs: list[str | bytes], data: st.DataObject) -> None:
    """Two lists of inputs have one digest only when they are the same bytes piece by piece."""
    other = data.draw(st.lists(st.one_of(st.binary(max_size=6), st.text(max_size=4)), max_size=4))
    same = [one.encode() if isinstance(one, str) else one for one in inputs] == [
        one.encode() if isinstance(one, str) else one for one in other
    ]
    assert (digests.digest_of(inputs) == digests.digest_of(other)) is same


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
        with AppendOnlyStore(tmp_path / "pack") as pack:
            pack.writer.add((name, f'["é {n}"]'.encode()) for n, name in enumerate(names))
    data = (tmp_path / "pack").read_bytes()
    first = data.rfind(names[0].encode())
    (tmp_path / "pack").write_bytes(data[: first + 90] + b"x" + data[first + 91 : -5])
    with AppendOnlyStore(tmp_path / "pack") as pack:
        assert [name for name in names if pack.get(name) is None] == [names[0], names[-1]]
        assert pack.get(names[7]) == '["é 7"]'.encode()
        pack.writer.add([(names[-1], b"[]")])
    with AppendOnlyStore(tmp_path / "pack") as pack:
        assert pack.get(names[-1]) == b"[]"


def test_a_pack_does_not_grow_for_ever(tmp_path: Path) -> None:
    """What a build does not ask for is taken out, once it is more than half of the file."""
    sizes = []
    for turn in range(40):
        with AppendOnlyStore(tmp_path / "pack") as pack:
            assert pack.get(f"{turn - 1:064x}") is not None or turn == 0
            pack.writer.add([(f"{turn:064x}", f'"{"x" * 20_000}"'.encode())])
        sizes.append((tmp_path / "pack").stat().st_size)
    assert max(sizes) < 200_000


def test_sweeping(tmp_path: Path) -> None:
    """What was not used for longest goes; what was just used stays, and so does all that is not ours."""
    cache = Cache(tmp_path)
    for n in range(200):
        cache.get_or_compute("card", [str(n)], Maker())
    for age, file in enumerate(kept(tmp_path)):
        os.utime(file, (1_000_000_000 - age, 1_000_000_000 - age))
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "result").write_text("x", "utf-8")
    used = time.time()
    assert cache.get_or_compute("card", ["199"], Maker(b"another")) == b"made"
    cache.prune(used - 1)
    assert len(kept(tmp_path)) == 68
    assert (tmp_path / "foreign/result").read_text("utf-8") == "x"
    assert cache.get_or_compute("card", ["199"], Maker(b"another")) == b"made"


def test_what_was_begun_and_left_is_swept(tmp_path: Path) -> None:
    """Files that an earlier build began and never finished go; those of a build at this time stay."""
    cache = Cache(tmp_path)
    cache.write("kind", "result", b"x")
    place = Path(build_record.cache_folder(str(tmp_path)))
    begun = [place / name for name in ("kind/a.1.2.tmp", "facts.pack.1.tmp", "record-0.1.tmp")]
    for file in begun:
        file.write_bytes(b"half")
        os.utime(file, (1_000_000_000, 1_000_000_000))
    (place / "kind/b.1.2.tmp").write_bytes(b"half")
    cache.prune(time.time() - 60)
    assert {file.name for file in place.rglob("*") if file.is_file()} == {"result", "b.1.2.tmp"}


def test_no_cache(project: Path, run_cli: RunCli) -> None:
    """With `--no-cache` nothing is kept."""
    assert run_cli("build", "--quiet", "--no-cache").code == 0
    assert not (project / ".cuecard-cache").exists()


# --- folders that are not ours ----------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "results", "results/card-pdf", "results/site"])
def test_a_link_is_not_followed(place: str, project: Path, run_cli: RunCli) -> None:
    """Where the cache or a folder in it is a link, nothing is written or deleted in the folder that it leads to."""
    name = "a" * 64
    mine = sites.put(
        project / "mine",
        {
            "thesis.txt": b"x",
            name: b"x",
            f"card-pdf/{name}": b"x",
            "record-00000000": b"x",
            "facts.pack": b"",
        },
    )
    for file in mine.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    before = sites.tree(mine)
    link = project / ".cuecard-cache" / place
    link.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    link.symlink_to(mine, target_is_directory=True)
    for state in ("One", "Two"):
        text = project / "content/guides/start-here.md"
        text.write_text(text.read_text("utf-8").replace("title: ", f"title: {state} ", 1), "utf-8")
        outcome = run_cli("build", "--quiet")
        assert outcome.code == 0
        assert ("is not used, as it is a symbolic link" in outcome.err) == (place == "")
        assert sites.tree(mine) == before
    Cache(project / ".cuecard-cache").prune(time.time() + 100)
    assert sites.tree(mine) == before
    assert link.is_symlink()


def test_a_folder_that_others_may_write_to(project: Path, run_cli: RunCli) -> None:
    """Nothing is read from it or written to it, and a build says so; one that we make has no such rights."""
    old_mask = os.umask(0)
    try:
        assert run_cli("build", "--quiet") == (0, "", "")
        place = project / ".cuecard-cache"
        assert not any(stat.S_IMODE(folder.stat().st_mode) & 0o077 for folder in (place, place / "results"))
        shutil.rmtree(place)
        place.mkdir(mode=0o777)
        outcome = run_cli("build", "--quiet", "--output", "other")
    finally:
        os.umask(old_mask)
    assert (outcome.code, list(place.iterdir())) == (0, [])
    assert outcome.err == "cuecard: .cuecard-cache is not used, as other users may write to it; delete it\n"


def test_sweeping_leaves_what_is_not_ours(tmp_path: Path) -> None:
    """Files and folders whose names are not of our forms stay, wherever in the cache they lie, and links to them."""
    Cache(tmp_path).get_or_compute("card", ["a"], Maker())
    foreign = {
        "notes.txt": b"x", "12-34/notes.txt": b"x", "results/notes.txt": b"x", "results/card/notes.txt": b"x",
        "results/Card/" + "a" * 64: b"x", "results/card/sub/" + "a" * 64: b"x", "beside/file": b"x",
    }  # fmt: skip
    sites.put(tmp_path, foreign)
    (tmp_path / "12-35").symlink_to("beside", target_is_directory=True)
    for path in tmp_path.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000), follow_symlinks=False)
    Cache(tmp_path).prune(time.time())
    left = sites.tree(tmp_path)
    assert {path: left.get(path) for path in foreign} == foreign
    assert (tmp_path / "12-35").is_symlink()


def test_results_of_earlier_versions_are_swept(tmp_path: Path) -> None:
    """They lay in folders beside, which are removed when nothing else is in them."""
    Cache(tmp_path).get_or_compute("card", ["a"], Maker())
    names = ["facts.pack", "record-0123abcd", "card/" + "a" * 64, "card/" + "b" * 64 + ".1.2.tmp"]
    sites.put(tmp_path, {f"{place}/{name}": b"x" for place in ("12ab-34cd", "12ab-34ce") for name in names})
    Cache(tmp_path).prune(time.time())
    assert {entry.name for entry in tmp_path.iterdir()} == {"CACHEDIR.TAG", ".gitignore", "results"}


def test_pipes_in_the_cache(tmp_path: Path) -> None:
    """A pipe in the place of a result or a pack is not waited for."""
    keeping = Cache(tmp_path)
    keeping.get_or_compute("card", ["a"], Maker())
    (result,) = kept(tmp_path)
    result.unlink()
    for place in (result, Path(build_record.cache_folder(str(tmp_path)), "facts.pack")):
        os.mkfifo(place)
    assert keeping.get_or_compute("card", ["a"], Maker(b"new")) == b"new"
    with keeping.append_only("facts") as pack:
        assert pack.is_empty
        pack.writer.add([("a" * 64, b"[]")])


@pytest.mark.parametrize("is_hard", [True, False])
def test_a_pack_is_not_added_to_through_a_link(is_hard: bool, tmp_path: Path) -> None:
    """Neither through a symbolic link nor to a file that has a second name elsewhere."""
    mine = sites.put(tmp_path, {"mine.txt": b"mine\n"}) / "mine.txt"
    keeping = Cache(tmp_path / "cache")
    with keeping.append_only("facts") as pack:
        file = pack.file
    assert file is not None
    os.link(mine, file) if is_hard else file.symlink_to(mine)
    with keeping.append_only("facts") as pack:
        pack.writer.add([("a" * 64, b"[]")])
    assert mine.read_bytes() == b"mine\n"


# --- results that are not ours ----------------------------------------------------------------------------


@pytest.fixture
def another_user(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes the rest of the test run with another secret."""
    return lambda: monkeypatch.setattr(seal, "_secret", os.urandom(32))


def test_results_of_another_user_are_not_believed(tmp_path: Path, another_user: Callable[[], None]) -> None:
    """Single results and lines of packs that were sealed with another secret are made again."""
    keeping, name = Cache(tmp_path), "a" * 64
    keeping.get_or_compute("card", ["a"], Maker(b"theirs"))
    with keeping.append_only("bodies") as pack:
        pack.writer.add([(name, b'"theirs"')])
    another_user()
    with keeping.append_only("bodies") as pack:
        assert pack.get(name) is None
        pack.writer.add([(name, b'"ours"')])
    with keeping.append_only("bodies") as pack:
        assert pack.get(name) == b'"ours"'
    assert keeping.get_or_compute("card", ["a"], Maker(b"ours")) == b"ours"
    assert keeping.get_or_compute("card", ["a"], Maker(b"other")) == b"ours"


def test_a_result_counts_for_its_own_name_alone(tmp_path: Path) -> None:
    """One that was put in the place of another is not believed, nor a line of another pack."""
    keeping = Cache(tmp_path)
    for text in ("a", "b"):
        keeping.get_or_compute("card", [text], Maker(text.encode()))
    one, other = kept(tmp_path)
    shutil.copy(one, other)
    assert {keeping.get_or_compute("card", [text], Maker(b"new")) for text in ("a", "b")} & {b"new"}
    with keeping.append_only("facts") as facts:
        facts.writer.add([("a" * 64, b'"fact"')])
    assert facts.file is not None
    shutil.copy(facts.file, facts.file.with_name("bodies.pack"))
    with keeping.append_only("bodies") as bodies:
        assert bodies.get("a" * 64) is None


def test_a_build_believes_nothing_of_another_user(
    project: Path, run_cli: RunCli, another_user: Callable[[], None]
) -> None:
    """A whole cache that somebody else made, altered or not, changes nothing in the site, nor is its record
    believed.
    """
    assert run_cli("build").code == 0
    good = sites.tree(project / "site")
    for file in (project / ".cuecard-cache").rglob("*"):
        if file.is_file() and (file.suffix == ".pack" or file.name.startswith("record-")):
            file.write_bytes(file.read_bytes().replace(b"quat", b"EVIL"))
    assert unchanged.detect_changes(["build"]) is None
    another_user()
    (project / "site/index.html").unlink()
    assert unchanged.detect_changes(["build"]) is None
    assert run_cli("build").code == 0
    assert sites.tree(project / "site") == good
    found = unchanged.detect_changes(["build"])
    assert found
    found.lock.release()
    another_user()
    assert unchanged.detect_changes(["build"]) is None


# --- the secret -------------------------------------------------------------------------------------------


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a user's folder for state, which is not there yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def secret(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Return the secret that a new process of this user has."""
    monkeypatch.setattr(seal, "_secret", b"")
    return seal._own_secret()


def test_the_secret_is_kept_for_its_user_alone(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process of the user has the same, in a file that nobody else can read."""
    first = secret(monkeypatch)
    file = state / "cuecard/key"
    assert len(first) == 32
    assert first == file.read_bytes() == secret(monkeypatch)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["key"]


@pytest.mark.parametrize("spoil", ["readable", "torn", "empty"])
def test_a_secret_that_is_none_is_made_again(
    spoil: str, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that others could have read, or that was cut off, is replaced."""
    first = secret(monkeypatch)
    file = state / "cuecard/key"
    if spoil == "readable":
        file.chmod(0o644)
    else:
        file.write_bytes(first[:7] if spoil == "torn" else b"")
    second = secret(monkeypatch)
    assert second != first
    assert secret(monkeypatch) == second
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("stands", ["link", "pipe", "folder", "file above"])
def test_without_a_place_for_the_secret(
    stands: str, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each process then has its own, so that results are of use to it alone; what is there stays."""
    file = state / "cuecard/key"
    if stands == "file above":
        state.write_bytes(b"mine")
    else:
        file.parent.mkdir(parents=True)
    if stands == "link":
        (tmp_path / "known").write_bytes(b"x" * 32)
        (tmp_path / "known").chmod(0o600)
        file.symlink_to(tmp_path / "known")
    elif stands == "pipe":
        os.mkfifo(file)
    elif stands == "folder":
        file.mkdir()
    first = secret(monkeypatch)
    keeping = Cache(tmp_path / "cache")
    assert (
        keeping.get_or_compute("card", ["a"], Maker(b"one"))
        == keeping.get_or_compute("card", ["a"], Maker(b"two"))
        == b"one"
    )
    assert secret(monkeypatch) != first
    assert keeping.get_or_compute("card", ["a"], Maker(b"three")) == b"three"
    assert os.path.lexists(file) == (stands != "file above")
