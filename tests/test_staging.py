"""Files that wait to be published: none is seen before it is whole, and none is left."""

import hashlib
import json
import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
import sites
from conftest import RunCli

from cuecard.build import recipe
from cuecard.cache import seal
from cuecard.output import journal, output_folder, single_file, staging, writer
from cuecard.output.file_list import LIST
from cuecard.output.staging import OutputError


def test_what_is_not_put_in_place_is_gone(tmp_path: Path) -> None:
    """A build that fails before it publishes leaves the folder as it was, however much was made."""
    site = sites.put(tmp_path, {"site/index.html": b"old"}) / "site"
    with pytest.raises(OutputError):
        _comes_to_grief(site)
    assert sites.tree(site) == {"index.html": b"old"}
    assert _names(site) == ["index.html"]


def _comes_to_grief(site: Path) -> None:
    with staging.staging_area(site) as stage, stage.begin("exercises.json") as data:
        stage.put("index.html", b"new")
        stage.put("guides/one.html", b"one")
        data.write(b"[")
        raise OutputError("no more room")


def _names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_files_are_put_in_place(tmp_path: Path) -> None:
    """What waits is put in place as it was made, in one piece or in several, and nothing else is there."""
    site = tmp_path / "site"
    with staging.staging_area(site) as stage:
        page = stage.put("guides/one.html", b"one")
        with stage.begin("exercises.json") as data:
            data.write(b"[1, ")
            data.write(b"2]")
            staged = data.finish()
        written = writer.commit({"guides/one.html": page, "exercises.json": staged}, stage)
    assert (page.digest, staged.digest) == (
        hashlib.sha256(b"one").hexdigest(),
        hashlib.sha256(b"[1, 2]").hexdigest(),
    )
    assert written.changed == 2
    files = sites.tree(site)
    assert files.pop(LIST)
    assert files == {"guides/one.html": b"one", "exercises.json": b"[1, 2]"}
    assert _names(site) == [LIST, "exercises.json", "guides"]


def test_the_same_bytes_do_not_wait(tmp_path: Path) -> None:
    """A file that is in its place byte for byte is not written again; one of the same length is."""
    site = sites.put(tmp_path, {"site/one.html": b"one", "site/two.html": b"two"}) / "site"
    with staging.staging_area(site) as stage:
        assert stage.put("one.html", b"one").beside == ""
        assert stage.put("two.html", b"TWO").beside != ""
        for name, data, waits in (("one.html", b"one", False), ("two.html", b"TWO", True)):
            growing = stage.begin(name)
            growing.write(data)
            assert bool(growing.finish().beside) == waits


def test_what_a_build_that_was_cut_off_left(tmp_path: Path) -> None:
    """Folders of builds that were killed are cleared with all that is in them, and nobody else's."""
    left = {".cuecard-ab_3cd_9.tmp/12-0": b"x", ".cuecard-12.tmp": b"x"}
    site = sites.put(
        tmp_path / "site",
        {
            **left,
            ".cuecard.json": b"{}",
            "mine.tmp": b"x",
            ".cuecard-notes.tmp/x": b"x",
            "a/.cuecard-1.tmp/x": b"x",
        },
    )
    staging.clear(site)
    assert sorted(sites.tree(site)) == [
        ".cuecard-notes.tmp/x",
        ".cuecard.json",
        "a/.cuecard-1.tmp/x",
        "mine.tmp",
    ]


def test_a_disk_that_refuses(tmp_path: Path) -> None:
    """What cannot be written is reported by the name that it was to have in the site."""
    with staging.staging_area(tmp_path / "site") as stage:
        Path(stage.folder).rmdir()
        with pytest.raises(OutputError, match=r"site/guides/one\.html cannot be written: No such file"):
            stage.put("guides/one.html", b"one")
        with pytest.raises(OutputError, match=r"site/exercises\.json cannot be written: No such file"):
            stage.begin("exercises.json")
    (tmp_path / "file").write_text("mine", "utf-8")
    with (
        pytest.raises(OutputError, match=r"file cannot be written: File exists"),
        staging.staging_area(tmp_path / "file"),
    ):
        raise AssertionError("there is no folder to begin in")


def test_a_place_that_cannot_be_taken(tmp_path: Path) -> None:
    """What cannot be put in its place is reported by that place, not by where it waited."""
    site = (
        sites.put(tmp_path, {"site/one.html/mine": b"x", f"site/{LIST}": b'{"files": ["one.html"]}'}) / "site"
    )
    with pytest.raises(OutputError, match=r"site/one\.html cannot be written: Is a directory"):
        writer.write_site({"one.html": b"one"}, site)


def test_a_file_that_somebody_changes_while_the_site_is_made(tmp_path: Path) -> None:
    """It is not taken for ours as it was seen before, which no later build would fix; one only touched is."""
    site = sites.put(tmp_path, {"site/one.html": b"one", "site/two.html": b"two"}) / "site"
    writer.write_site({"one.html": b"one", "two.html": b"two"}, site)
    with staging.staging_area(site) as stage:
        one, data = stage.put("one.html", b"one"), stage.begin("two.html")
        data.write(b"two")
        files = {"one.html": one, "two.html": data.finish()}
        (site / "one.html").touch()
        assert writer.commit(files, stage).changed == 0
        for name, content in (("one.html", b"ONE"), ("two.html", b"TWO")):
            before = (site / name).read_bytes()
            (site / name).write_bytes(content)
            with pytest.raises(OutputError, match=rf"site/{name} was changed by somebody else"):
                writer.commit(files, stage)
            (site / name).unlink()
            with pytest.raises(OutputError, match=rf"site/{name} was changed by somebody else"):
                writer.commit(files, stage)
            (site / name).write_bytes(before)
        assert writer.commit(files, stage).changed == 0


def test_a_page_that_is_left_alone_and_changed_meanwhile(
    run_cli: RunCli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that need not be made again is looked at once more at the end, and fixed by the next build."""
    run_cli("build")
    page = project / "site/404.html"
    whole = page.read_bytes()
    text = project / "content/guides/start-here.md"
    text.write_text(text.read_text("utf-8").replace("title: ", "title: New ", 1), "utf-8")
    real = recipe._render_pages

    def make_and_spoil(*given: Any) -> None:
        real(*given)
        page.write_text("theirs", "utf-8")

    monkeypatch.setattr(recipe, "_render_pages", make_and_spoil)
    outcome = run_cli("build")
    assert (outcome.code, outcome.err) == (
        2,
        "cuecard: site/404.html was changed by somebody else during the build; build again\n",
    )
    monkeypatch.setattr(recipe, "_render_pages", real)
    assert run_cli("build").code == 0
    assert page.read_bytes() == whole


# --- all or nothing ---------------------------------------------------------------------------------------


def _tree(folder: Path) -> dict[str, bytes | str]:
    """Return each file below *folder* by its path, and each folder and link by its kind."""
    return {
        path.relative_to(folder).as_posix(): "link"
        if path.is_symlink()
        else "folder"
        if path.is_dir()
        else path.read_bytes()
        for path in folder.rglob("*")
    }


NEW = {"index.html": b"two", "guides/new/one.html": b"new", "new.html": b"new", "zz/last.html": b"new"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of two files of ours and one of somebody else."""
    writer.write_site({"index.html": b"one", "old/stale.html": b"old"}, tmp_path / "site")
    sites.put(tmp_path, {"site/CNAME": b"mine"})
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("a/" * 1_990 + "a.html", "cannot be written"),  # folders in folders, as an old address may have
        ("assets/" + "x" * 260 + ".webp", "File name too long"),
        ("x" * 260 + ".html", "File name too long"),
        ("zz/" + "y" * 260 + "/a.html", "File name too long"),
        ("CNAME", "was not made by cuecard"),
        ("CNAME/a.html", "is a file"),
        ("link/a.html", "symbolic link"),
        ("folder.html", "was not made by cuecard"),
    ],
)
def test_a_place_that_is_refused_changes_nothing(path: str, message: str, site: Path, tmp_path: Path) -> None:
    """Whatever one file fails with, no other file, folder or list of the site is changed."""
    (tmp_path / "elsewhere").mkdir()
    (site / "link").symlink_to(tmp_path / "elsewhere")
    (site / "folder.html").mkdir()
    before = _tree(site)
    if len(path) > 3_000:  # what the system lets a whole path have depends on where the test's folder is
        path = path[: 4_090 - len(os.fsencode(site))] + "/" + "b" * 200 + ".html"
    with pytest.raises(OutputError, match=message):
        writer.write_site({**NEW, path: b"new"}, site)
    assert _tree(site) == before


@pytest.mark.parametrize(
    "fault", [OSError(28, "No space left on device"), RecursionError(), KeyboardInterrupt()]
)
@pytest.mark.parametrize("at", range(1, 12))
def test_any_fault_while_putting_in_place_is_undone(
    fault: BaseException, at: int, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each step, whatever the cause; folders that were made are gone, and files that were removed are back."""
    before, calls = _tree(site), iter(range(100))
    # where a disk refuses a second name, a copy does
    for name in ("replace", "mkdir") if isinstance(fault, OSError) else ("replace", "mkdir", "link"):
        real = getattr(os, name)

        def fails(*given: Any, real: Any = real, **named: Any) -> Any:
            if next(calls) == at:
                raise fault
            return real(*given, **named)

        monkeypatch.setattr(os, name, fails)
    with pytest.raises((OutputError, type(fault))):
        writer.write_site(NEW, site)
    assert next(calls) > at
    assert _tree(site) == before


def _killed(site: Path, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    """Put *files* in place up to the last step, and leave it there as a process that is killed does."""

    def killed(_: journal.Journal) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(journal.Journal, "finish", killed)
        patched.setattr(journal.Journal, "undo", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            writer.write_site(files, site)
    assert (site / "index.html").read_bytes() == files["index.html"]


def test_what_was_killed_is_taken_back(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next build makes the site what it was, before it looks at its content, and leaves nothing."""
    before = _tree(site)
    _killed(site, NEW, monkeypatch)
    assert not (site / "old/stale.html").exists()
    with output_folder.locked(site, lambda: None):
        assert _tree(site) == before


def test_taking_back_may_be_killed_too(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is then begun again, from whichever step on."""
    before = _tree(site)
    for at in range(8):
        _killed(site, NEW, monkeypatch)
        calls = iter(range(100))
        with monkeypatch.context() as patched:
            for name in ("replace", "unlink", "rmdir"):
                real = getattr(os, name)

                def killed(*given: Any, real: Any = real, calls: Any = calls, at: int = at) -> Any:
                    if next(calls) == at:
                        raise KeyboardInterrupt
                    return real(*given)

                patched.setattr(os, name, killed)
            with pytest.raises(KeyboardInterrupt):
                staging.clear(site)
        staging.clear(site)
        assert _tree(site) == before


def test_a_disk_without_hard_links(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are then kept as copies, so that they can be put back just so."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    before = _tree(site)
    _killed(site, NEW, monkeypatch)
    staging.clear(site)
    assert _tree(site) == before
    assert writer.write_site(NEW, site).changed == 4
    assert (site / "index.html").read_bytes() == b"two"


@pytest.mark.parametrize("spoil", ["torn", "foreign", "copied", "absent", "pipe"])
def test_a_journal_that_is_not_ours_is_not_believed(
    spoil: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is torn, that another user wrote or that came from another folder is removed, and nothing is undone."""
    _killed(site, NEW, monkeypatch)
    (folder,) = staging.left_in(site, staging.FOLDER)
    note = Path(folder, journal.NAME)
    if spoil == "torn":
        note.write_bytes(note.read_bytes()[:-1])
    elif spoil == "foreign":
        monkeypatch.setattr(seal, "_secret", os.urandom(32))
    elif spoil == "copied":
        shutil.copytree(folder, tmp_path / "copy")
        shutil.rmtree(folder)
        shutil.move(tmp_path / "copy", site / ".cuecard-abcdefgh.tmp")
    else:
        note.unlink()
        if spoil == "pipe":
            os.mkfifo(note)
    staging.clear(site)
    assert staging.left_in(site, staging.FOLDER) == []
    assert (site / "index.html").read_bytes() == b"two"
    assert (site / "CNAME").read_bytes() == b"mine"


def test_what_cannot_be_taken_back_stops_the_next_build(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so in a line and changes nothing; when the disk is good again, the site is made what it was."""
    before = _tree(site)
    _killed(site, NEW, monkeypatch)

    def refuse(old: str, new: str) -> None:
        raise PermissionError(13, "Permission denied", old, None, new)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", refuse)
        with pytest.raises(OutputError, match=r"cannot be put back as it was before an interrupted build"):
            staging.clear(site)
    staging.clear(site)
    assert _tree(site) == before


# --- what else may be in the output folder ----------------------------------------------------------------


HOSTILE = [
    b"",
    b"[" * 200_000,
    b'{"files": ' + b"[" * 100_000,
    b'{"files": {"a": 1}}',
    b'{"files": null}',
    b"null",
    b"\xff\xfe",
    b'{"files": ["\\ud800.html", "a\\u0000b.html", "CNAME/x", "' + b"a/" * 1_500 + b'x.html"]}',
    b'{"files": ["' + b"x" * 5_000 + b'.html", "' + b"y" * 300 + b'/a.html", ".git/config", "a/.htaccess"]}',
    b'{"files": ["../outside.html", "/etc/hosts", "a/../../outside.html", "", ".", "a//b", 7, ["index.html"]]}',
    b'{"files": ' + b"9" * 5_000 + b"}",
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_list_that_is_hostile_or_torn(content: bytes, project: Path, run_cli: RunCli) -> None:
    """It makes a build neither fail nor remove what is not ours."""
    kept = {".git/config": b"mine", "a/.htaccess": b"mine", "CNAME": b"mine"}
    sites.put(project / "site", {**kept, ".cuecard.json": content})
    sites.put(project, {"outside.html": b"mine"})
    assert run_cli("build", "--quiet", "--no-cache") == (0, "", "")
    left = sites.tree(project / "site")
    assert {path: left.get(path) for path in kept} == kept
    assert (project / "outside.html").read_bytes() == b"mine"
    assert "index.html" in json.loads(left[".cuecard.json"])["files"]


@pytest.mark.parametrize("place", ["index.html", "exercises.json", ".cuecard.json", "guides", "404.html"])
def test_a_pipe_in_the_output_folder_is_not_waited_for(place: str, project: Path, run_cli: RunCli) -> None:
    """It is replaced where a page of ours was, and refused where it is in the way."""
    assert run_cli("build", "--quiet").code == 0
    whole = sites.tree(project / "site")
    stands = project / "site" / place
    shutil.rmtree(stands) if stands.is_dir() else stands.unlink()
    os.mkfifo(stands)
    outcome = run_cli("build", "--quiet")
    if outcome.code == 0:
        assert sites.tree(project / "site") == whole
    else:
        assert (outcome.code, outcome.err.count("\n")) == (2, 1)
        assert stat.S_ISFIFO(stands.lstat().st_mode)


def test_one_file_through_a_link_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that is shared, a file that a person names is not written through another user's link."""
    sites.put(tmp_path, {"mine.txt": b"mine"})
    (tmp_path / "card.pdf").symlink_to("mine.txt")
    owner = (tmp_path / "card.pdf").lstat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1000)
    real = os.lstat

    def of_another(path: Any, **named: Any) -> os.stat_result:
        status = list(real(path, **named))
        status[stat.ST_UID] = owner + 2000
        return os.stat_result(status)

    monkeypatch.setattr(os, "lstat", of_another)
    with pytest.raises(OutputError, match="symbolic link of another user"):
        single_file.write_file(tmp_path / "card.pdf", b"%PDF-")
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_one_file_to_a_pipe_that_nobody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is reported after a while, and not waited for without end."""
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.setattr(single_file, "_WITHOUT_READER", 0.1)
    with pytest.raises(OutputError, match="nobody reads from this pipe"):
        single_file.write_file(tmp_path / "pipe", b"%PDF-")
