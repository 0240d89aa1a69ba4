"""Builds that are cut off or refused at any step: every file of the site is whole, and the next build is a clean one.

The steps are those of `faults.py`. At full size, with `make soak`, each of them is tried.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import sites
from conftest import SMALL, SOAK
from faults import LOOKS, STEPS, Ended, Fault, Machine

from cuecard.cache import build_record
from cuecard.output import writer

BUILD = ("build", "--jobs", "1", "--quiet")
LIST = ".cuecard.json"

Tree = Mapping[str, bytes]
Record = Any
"""pytest's `record_property`, which gives the figures for docs/reliability.md."""


@dataclass(frozen=True)
class Ground:
    """Where builds are cut off: a project in three states, and what a build from nothing makes of each."""

    machine: Machine
    folder: Path
    """The project, and the current folder of builds."""
    kept: Path
    """A copy of it, built, with its cache."""
    contents: Mapping[str, Tree]
    """By name of a state; that named `card` differs from the first in what is on a card."""
    clean: Mapping[str, Tree]
    """The site of each of the others."""

    def restore(self) -> None:
        """Put the project back to its first state, built."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.kept, self.folder)
        for cache in self.folder.glob(
            build_record.CACHE
        ):  # a copy has another name inside, so that it is not believed
            [place] = (entry for entry in cache.iterdir() if entry.is_dir())
            place.rename(build_record.cache_folder(str(cache)))

    def change(self, state: str) -> None:
        """Bring the content into another state, as an author does."""
        content = self.folder / "content"
        wanted = self.contents[state]
        for path in sites.tree(content).keys() - wanted.keys():
            (content / path).unlink()
        sites.put(content, {path: data for path, data in wanted.items() if not _holds(content / path, data)})

    def run(self, *words: str, fault: Fault | None = None) -> Ended:
        """Do a command in the project."""
        return self.machine.run(self.folder, *words, fault=fault)

    @property
    def site(self) -> dict[str, bytes]:
        """Return what is in the output folder."""
        return sites.tree(self.folder / "site")


def _holds(file: Path, data: bytes) -> bool:
    return file.is_file() and file.read_bytes() == data


@pytest.fixture(scope="module")
def ground(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Return the small project with one page more of each kind; another state of it, and a third."""
    above = tmp_path_factory.mktemp("crash")
    first = {
        **sites.tree(SMALL / "content"),
        "site.yaml": b"title: Guide\nsafety: {stop_if: [It hurts.]}\n",  # without an address, whose codes take long
        "exercises/step-up.md": sites.text(
            sites.exercise("Step-up", redirect_from=["old-address"]), "Up.\n"
        ).encode(),
        "guides/second.md": sites.text({"title": "Second"}, "Words.\n").encode(),
    }
    second = {path: data for path, data in first.items() if path != "guides/second.md"}
    second["exercises/stair-climb.md"] = second.pop("exercises/step-up.md").replace(
        b"old-address", b"elsewhere"
    )
    second["exercises/single-leg-squat.md"] = first["exercises/single-leg-squat.md"].replace(
        b"summary: ", b"summary: New "
    )
    second["exercises/dot.png"] = sites.PIXEL
    second["guides/start-here.md"] = first["guides/start-here.md"] + b"\n![A dot](../exercises/dot.png)\n"
    third = {path: data for path, data in first.items() if path != "exercises/step-up.md"}
    third["exercises/squat.md"] = first["exercises/squat.md"] + b"\nOther words at the end.\n"
    prose = {**first, "exercises/squat.md": third["exercises/squat.md"]}
    card = {**first, "exercises/squat.md": first["exercises/squat.md"].replace(b"title: ", b"title: New ", 1)}
    contents = {"first": first, "second": second, "third": third, "prose": prose, "card": card}
    clean = {}
    for state, files in contents.items():
        if state == "card":
            continue
        folder = sites.put(above / state, {f"content/{path}": data for path, data in files.items()})
        assert machine.run(folder, *BUILD, "--no-cache").code == 0
        clean[state] = sites.tree(folder / "site")
    kept = sites.put(above / "kept", {f"content/{path}": data for path, data in first.items()})
    assert machine.run(kept, *BUILD).code == 0
    return Ground(machine, above / "project", kept, contents, clean)


def is_whole(site: Tree, old: Tree, new: Tree) -> bool:
    """Return whether each file is the old or the new one, none is missing that belongs to both, and nothing else is
    there.
    """
    known = old.keys() | new.keys()
    others = {path for path in site if path not in known and not re.fullmatch(r"\.cuecard-\w+\.tmp.*", path)}
    missing = {path for path in (old.keys() & new.keys()) - site.keys() if old}
    torn = {
        path
        for path, data in site.items()
        if path in known and path != LIST and data not in {old.get(path), new.get(path)}
    }
    listed = json.loads(site[LIST])["files"] if LIST in site else []
    unlisted = {path for path in site if path in known and path != LIST} - set(listed)
    assert (others, missing, torn, unlisted) == (set(), set(), set(), set())
    return True


def chosen(steps: tuple[tuple[str, str], ...], most: int) -> list[int]:
    """Return numbers of steps: all of them at full size; else *most*, among them one of each kind in each place."""
    if SOAK or len(steps) <= most:
        return list(range(1, len(steps) + 1))
    first: dict[tuple[str, str], int] = {}
    for number, (kind, path) in enumerate(steps, start=1):
        first.setdefault((kind, path.lstrip("/").partition("/")[0]), number)
    numbers = set(list(first.values())[:most])
    spread = [round(1 + n * (len(steps) - 1) / (most - 1)) for n in range(most)]
    for number in spread:
        if len(numbers) < most:
            numbers.add(number)
    return sorted(numbers)


def faults_at(steps: tuple[tuple[str, str], ...], most: int) -> list[Fault]:
    """Kills before steps, and halfway through those that write."""
    numbers = chosen(steps, most)
    torn = [Fault(number, "tear") for number in numbers if steps[number - 1][0] == "write"]
    return [*(Fault(number, "kill") for number in numbers), *torn]


# --- killed -----------------------------------------------------------------------------------------------


def test_a_build_that_is_killed(ground: Ground, record_property: Record) -> None:
    """Killed at any step, a build leaves whole files, and the next one, of whatever content, is as one from nothing."""
    ground.restore()
    ground.change("second")
    whole = ground.run(*BUILD)
    assert (whole.code, ground.site) == (0, ground.clean["second"])
    faults = faults_at(whole.steps, 9)
    for number, fault in enumerate(faults):
        ground.restore()
        ground.change("second")
        assert ground.run(*BUILD, fault=fault).code == -9, fault
        assert is_whole(ground.site, ground.clean["first"], ground.clean["second"]), fault
        state = ("second", "first", "third")[number % 3]
        ground.change(state)
        assert ground.run(*BUILD).code == 0, fault
        assert differing(ground.site, ground.clean[state]) == [], fault
    record_property("faults tried", len(faults))
    record_property("kills survived", len(faults))


BROKEN = b"---\ntitle: [\n---\n"


@pytest.mark.parametrize("does", ["kill", "EIO"])
def test_putting_in_place_is_taken_back(does: str, ground: Ground, record_property: Record) -> None:
    """Cut off while files are put in place, the site is made what it was, by the next build even if that fails."""
    lasts = does != "kill"  # a disk that goes on to refuse keeps it from being taken back at once
    fault = Fault(does=does, kinds=("replace", "link", "mkdir", "unlink"), below="/site/", lasts=lasts)
    ground.restore()
    ground.change("second")
    steps = ground.run(*BUILD, fault=fault).steps
    assert {kind for kind, _ in steps} == {"replace", "link", "mkdir", "unlink"}
    numbers = chosen(steps, 6)
    halfway = 0
    for number in numbers:
        ground.restore()
        ground.change("second")
        ended = ground.run(*BUILD, fault=replace(fault, at=number))
        assert ended.code in {-9, 0, 2}, ended
        assert "Traceback" not in ended.err
        halfway += bool(differing(ground.site, ground.clean["first"])) and ended.code != 0
        sites.put(ground.folder, {"content/guides/broken.md": BROKEN})
        assert ground.run(*BUILD).code == 1
        was_done = ended.code == 0 or ("unlink" in {kind for kind, _ in steps[: number - 1]})
        state = "second" if was_done and differing(ground.site, ground.clean["first"]) else "first"
        assert differing(ground.site, ground.clean[state]) == [], (number, steps[number - 1])
        ground.change("second")
        assert ground.run(*BUILD).code == 0
        assert differing(ground.site, ground.clean["second"]) == []
    assert halfway
    record_property("faults tried", len(numbers))
    record_property("kills survived", len(numbers) if does == "kill" else 0)


def differing(one: Tree, other: Tree) -> list[str]:
    """Return the paths of files that are not the same."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def test_the_first_build_killed(ground: Ground, record_property: Record) -> None:
    """Killed at any step of a build from nothing, with no folder and no cache yet, the next one is whole."""

    def begin() -> None:
        ground.restore()
        for name in ("site", build_record.CACHE):
            shutil.rmtree(ground.folder / name)

    begin()
    faults = faults_at(ground.run(*BUILD).steps, 3)
    for fault in faults:
        begin()
        assert ground.run(*BUILD, fault=fault).code == -9, fault
        assert is_whole(ground.site, {}, ground.clean["first"]), fault
        assert ground.run(*BUILD).code == 0, fault
        assert differing(ground.site, ground.clean["first"]) == [], fault
    record_property("faults tried", len(faults))
    record_property("kills survived", len(faults))


def test_a_build_of_prose_killed(ground: Ground, record_property: Record) -> None:
    """Killed while only prose is revised, the next build is as one from nothing, with the new words or the old."""

    def begin() -> None:
        ground.restore()
        assert ground.run(*BUILD).code == 0
        ground.change("prose")

    begin()
    steps = ground.run(*BUILD).steps
    assert ("open", "site/index.html") not in steps
    faults = faults_at(steps, 4)
    for number, fault in enumerate(faults):
        begin()
        assert ground.run(*BUILD, fault=fault).code == -9, fault
        assert is_whole(ground.site, ground.clean["first"], ground.clean["prose"]), fault
        state = ("prose", "first")[number % 2]
        ground.change(state)
        assert ground.run(*BUILD).code == 0, fault
        assert differing(ground.site, ground.clean[state]) == [], fault
    record_property("faults tried", len(faults))
    record_property("kills survived", len(faults))


# --- refused ----------------------------------------------------------------------------------------------

WRITING = tuple(kind for kind in STEPS if kind not in {"unlink", "remove", "rmdir"})
"""What a full disk refuses."""


@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        pytest.param(Fault(does="ENOSPC", kinds=WRITING, lasts=True), {0, 2}, id="a disk that is full"),
        pytest.param(Fault(does="ENOSPC", kinds=WRITING), {0, 2}, id="a disk that is full for a moment"),
        pytest.param(
            Fault(does="EROFS", lasts=True, below="/site"), {0, 2}, id="a site that cannot be written"
        ),
        pytest.param(
            Fault(does="EACCES", lasts=True, below="/.cuecard-cache"), {0}, id="a cache that cannot"
        ),
        pytest.param(
            Fault(does="EIO", kinds=LOOKS, lasts=True, below="/.cuecard-cache"), {0}, id="nor be read"
        ),
        pytest.param(Fault(does="EIO", kinds=LOOKS), {0, 1, 2}, id="a disk that cannot be read at one place"),
        pytest.param(Fault(does="EMFILE", kinds=("open", *LOOKS)), {0, 1, 2}, id="too many open files"),
        pytest.param(Fault(does="ENAMETOOLONG", kinds=("open",), below="/site/."), {2}, id="a name too long"),
        pytest.param(
            Fault(does="vanish", kinds=("read",), below="/content"), {0, 1, 2}, id="a text that goes"
        ),
    ],
)
def test_a_step_that_is_refused(
    fault: Fault, codes: set[int], ground: Ground, record_property: Record
) -> None:
    """What the machine refuses is reported in a line, without a traceback, and leaves whole files and a good next
    build.
    """
    ground.restore()
    ground.change("second")
    steps = ground.run(*BUILD, fault=replace(fault, at=0)).steps
    assert steps
    numbers = chosen(steps, 2)
    for number in numbers:
        ground.restore()
        ground.change("second")
        ended = ground.run(*BUILD, fault=replace(fault, at=number))
        assert ended.code in codes, (number, ended)
        assert "Traceback" not in ended.err
        if ended.code == 0:
            wanted, site = ground.clean["second"], ground.site
            if fault.does == "vanish":  # a file that goes before it is found has never been there
                assert ground.run(*BUILD, "--no-cache").code == 0, number
                wanted = ground.site
            assert differing(site, wanted) == [], number
            continue
        assert is_whole(ground.site, ground.clean["first"], ground.clean["second"]), number
        if not fault.lasts:  # else what was put in place cannot be taken back before the next build
            assert differing(ground.site, ground.clean["first"]) == [], number
        assert ended.code == 1 or re.fullmatch(r"cuecard: .+\n", ended.err), (number, ended)
        ground.change("second")
        assert ground.run(*BUILD).code == 0, number
        assert differing(ground.site, ground.clean["second"]) == [], number
    record_property("faults tried", len(numbers))


# --- other commands, and folders as they should not be ----------------------------------------------------


def test_a_card_that_is_killed(ground: Ground, record_property: Record) -> None:
    """Killed at any step, `card` leaves the old PDF or the new one, and the next leaves nothing unfinished."""
    card = ("card", "strong-legs", "--jobs", "1", "--quiet")
    pdf = "strong-legs-a4.pdf"
    ground.restore()
    old = ground.clean["first"][f"cards/{pdf}"]
    sites.put(ground.folder, {pdf: old})
    ground.change("card")
    good = ground.run(*card, fault=Fault(below=f"{pdf}."))
    assert (good.code, [kind for kind, _ in good.steps]) == (0, ["open", "write", "replace"]), good
    new = (ground.folder / pdf).read_bytes()
    assert new.startswith(b"%PDF-")
    assert new != old
    faults = [Fault(1, "kill"), Fault(2, "kill"), Fault(3, "kill"), Fault(2, "tear"), Fault(2, "ENOSPC")]
    for fault in faults:
        sites.put(ground.folder, {pdf: old})
        ended = ground.run(*card, fault=replace(fault, below=pdf))
        assert (ended.code, (ground.folder / pdf).read_bytes()) == (2 if fault.does == "ENOSPC" else -9, old)
        assert ground.run(*card).code == 0
        assert {file.name for file in ground.folder.iterdir() if "pdf" in file.name} == {pdf}
        assert (ground.folder / pdf).read_bytes() == new
    record_property("faults tried", len(faults))
    record_property("kills survived", len(faults) - 1)


def test_a_card_is_written_where_it_shall_go(ground: Ground) -> None:
    """A link is followed to its file, and what is no file is written to and stays what it is."""
    ground.restore()
    sites.put(ground.folder, {"elsewhere/card.pdf": b"old"})
    (ground.folder / "link.pdf").symlink_to("elsewhere/card.pdf")
    os.mkfifo(ground.folder / "pipe")
    reader = os.open(ground.folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    for out in ("link.pdf", "pipe"):
        assert ground.run("card", "strong-legs", "--jobs", "1", "--quiet", "--out", out).code == 0
    assert os.read(reader, 5) == b"%PDF-"
    os.close(reader)
    assert (ground.folder / "link.pdf").is_symlink()
    assert (ground.folder / "elsewhere/card.pdf").read_bytes() == ground.clean["first"][
        "cards/strong-legs-a4.pdf"
    ]


def test_a_preview_that_is_killed(ground: Ground, record_property: Record) -> None:
    """Killed at any step of its first build, a preview has touched nothing of the site, and the next build is good."""
    ground.restore()
    ground.change("second")
    counted = 40 if SOAK else 2
    for number in range(1, counted + 1):
        fault = Fault(number * 5, "kill", below="cuecard-preview-")
        assert ground.run("serve", "--port", "0", "--quiet", fault=fault).code == -9
        assert ground.site == ground.clean["first"]
    assert ground.run(*BUILD).code == 0
    assert differing(ground.site, ground.clean["second"]) == []
    record_property("faults tried", counted)
    record_property("kills survived", counted)


SHAPES = [
    (place, shape)
    for place in ("index.html", "guides", "guides/second.html", ".cuecard.json", "exercises")
    for shape in ("file", "folder", "link to a file", "link to a folder")
]


@pytest.mark.parametrize(("place", "shape"), SHAPES if SOAK else SHAPES[::3])
def test_something_else_in_its_place(place: str, shape: str, ground: Ground, record_property: Record) -> None:
    """A file where a folder should be, a folder where a file should be, or a link out: nothing outside is touched."""
    ground.restore()
    outside = {"outside/index.html": b"mine", "outside/second.html": b"mine", "outside/squat.html": b"mine"}
    sites.put(ground.folder, outside)
    stands = ground.folder / "site" / place
    shutil.rmtree(stands) if stands.is_dir() else stands.unlink()
    if shape == "file":
        stands.write_bytes(b"mine")
    elif shape == "folder":
        sites.put(stands, {"mine.txt": b"mine"})
    else:
        stands.symlink_to(ground.folder / ("outside/index.html" if shape == "link to a file" else "outside"))
    ground.change("second")
    ended = ground.run(*BUILD)
    assert {path: (ground.folder / path).read_bytes() for path in outside} == outside
    assert "Traceback" not in ended.err
    if ended.code == 0:
        for path, data in ground.clean["second"].items():
            assert (ground.folder / "site" / path).read_bytes() == data
    else:
        assert (ended.code, ended.err.count("\n")) == (2, 1), ended
    record_property("faults tried", 1)


def test_what_is_stale_behind_a_link_stays(tmp_path: Path) -> None:
    """A page that is no longer made is not deleted through a link that leads out of the site."""
    site = sites.put(tmp_path, {"outside/old.html": b"mine"}) / "site"
    writer.write_site({"index.html": b"one", "guides/old.html": b"old"}, site)
    shutil.rmtree(site / "guides")
    (site / "guides").symlink_to(tmp_path / "outside")
    writer.write_site({"index.html": b"two"}, site)
    assert sites.tree(tmp_path / "outside") == {"old.html": b"mine"}


def test_a_clock_that_goes_backwards(ground: Ground, record_property: Record) -> None:
    """Where all that was made before bears a later time than now, no change is missed."""
    ground.restore()
    assert ground.run(*BUILD).code == 0
    later = time.time() + 100_000
    for path in (*ground.folder.joinpath("site").rglob("*"), *ground.folder.joinpath("content").rglob("*")):
        os.utime(path, (later, later))
    for state in ("prose", "second", "first"):
        ground.change(state)
        assert ground.run(*BUILD).code == 0
        assert differing(ground.site, ground.clean[state]) == []
    record_property("faults tried", 1)
