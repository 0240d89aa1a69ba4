"""Files that wait to be published: none is seen before it is whole, and none is left."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import sites
from conftest import RunCli

from cuecard import pipeline
from cuecard.publish import output, staging
from cuecard.publish.staging import Refusal


def test_what_is_not_put_in_place_is_gone(tmp_path: Path) -> None:
    """A build that comes to grief before it publishes leaves the folder as it was, however much was made."""
    site = sites.put(tmp_path, {"site/index.html": b"old"}) / "site"
    with pytest.raises(Refusal):
        _comes_to_grief(site)
    assert sites.tree(site) == {"index.html": b"old"}
    assert _names(site) == ["index.html"]


def _comes_to_grief(site: Path) -> None:
    with staging.staged(site) as stage, stage.begin("exercises.json") as data:
        stage.put("index.html", b"new")
        stage.put("guides/one.html", b"one")
        data.write(b"[")
        raise Refusal("no more room")


def _names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_files_are_put_in_place(tmp_path: Path) -> None:
    """What waits is put in place as it was made, in one piece or in several, and nothing else is there."""
    site = tmp_path / "site"
    with staging.staged(site) as stage:
        page = stage.put("guides/one.html", b"one")
        with stage.begin("exercises.json") as data:
            data.write(b"[1, ")
            data.write(b"2]")
            told = data.finish()
        written = output.put_in_place({"guides/one.html": page, "exercises.json": told}, stage)
    assert (page.digest, told.digest) == (
        hashlib.sha256(b"one").hexdigest(),
        hashlib.sha256(b"[1, 2]").hexdigest(),
    )
    assert written.changed == 2
    files = sites.tree(site)
    assert files.pop(output.LIST)
    assert files == {"guides/one.html": b"one", "exercises.json": b"[1, 2]"}
    assert _names(site) == [output.LIST, "exercises.json", "guides"]


def test_the_same_bytes_do_not_wait(tmp_path: Path) -> None:
    """A file that stands in its place byte for byte is not written again; one of the same length is."""
    site = sites.put(tmp_path, {"site/one.html": b"one", "site/two.html": b"two"}) / "site"
    with staging.staged(site) as stage:
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
    """What cannot be written is told by the name that it was to have in the site."""
    with staging.staged(tmp_path / "site") as stage:
        Path(stage.folder).rmdir()
        with pytest.raises(Refusal, match=r"site/guides/one\.html cannot be written: No such file"):
            stage.put("guides/one.html", b"one")
        with pytest.raises(Refusal, match=r"site/exercises\.json cannot be written: No such file"):
            stage.begin("exercises.json")
    (tmp_path / "file").write_text("mine", "utf-8")
    with (
        pytest.raises(Refusal, match=r"file cannot be written: File exists"),
        staging.staged(tmp_path / "file"),
    ):
        raise AssertionError("there is no folder to begin in")


def test_a_place_that_cannot_be_taken(tmp_path: Path) -> None:
    """What cannot be put in its place is told by that place, not by where it waited."""
    site = (
        sites.put(tmp_path, {"site/one.html/mine": b"x", f"site/{output.LIST}": b'{"files": ["one.html"]}'})
        / "site"
    )
    with pytest.raises(Refusal, match=r"site/one\.html cannot be written: Is a directory"):
        output.publish({"one.html": b"one"}, site)


def test_a_file_that_somebody_changes_while_the_site_is_made(tmp_path: Path) -> None:
    """It is not taken for ours as it was seen before, which no later build would mend; one only touched is."""
    site = sites.put(tmp_path, {"site/one.html": b"one", "site/two.html": b"two"}) / "site"
    output.publish({"one.html": b"one", "two.html": b"two"}, site)
    with staging.staged(site) as stage:
        one, data = stage.put("one.html", b"one"), stage.begin("two.html")
        data.write(b"two")
        files = {"one.html": one, "two.html": data.finish()}
        (site / "one.html").touch()
        assert output.put_in_place(files, stage).changed == 0
        for name, told in (("one.html", b"ONE"), ("two.html", b"TWO")):
            before = (site / name).read_bytes()
            (site / name).write_bytes(told)
            with pytest.raises(Refusal, match=rf"site/{name} was changed by somebody else"):
                output.put_in_place(files, stage)
            (site / name).unlink()
            with pytest.raises(Refusal, match=rf"site/{name} was changed by somebody else"):
                output.put_in_place(files, stage)
            (site / name).write_bytes(before)
        assert output.put_in_place(files, stage).changed == 0


def test_a_page_that_is_left_alone_and_changed_meanwhile(
    run_cli: RunCli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that need not be made again is looked at once more at the end, and mended by the next build."""
    run_cli("build")
    page = project / "site/404.html"
    whole = page.read_bytes()
    text = project / "content/guides/start-here.md"
    text.write_text(text.read_text("utf-8").replace("title: ", "title: New ", 1), "utf-8")
    real = pipeline._make_pages

    def make_and_spoil(*given: Any) -> None:
        real(*given)
        page.write_text("theirs", "utf-8")

    monkeypatch.setattr(pipeline, "_make_pages", make_and_spoil)
    told = run_cli("build")
    assert (told.code, told.err) == (
        2,
        "cuecard: site/404.html was changed by somebody else while the site was made; build again\n",
    )
    monkeypatch.setattr(pipeline, "_make_pages", real)
    assert run_cli("build").code == 0
    assert page.read_bytes() == whole
