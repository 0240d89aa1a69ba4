"""What is worked out from the program's own templates is kept beside its bytecode, and believed only where it is so."""

import json
import sys
from pathlib import Path

import pytest

from cuecard.cache import program_results
from cuecard.core.build_options import builtin_templates
from cuecard.incremental import template_digests
from cuecard.site import render


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where bytecode is kept."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    return tmp_path


def files(folder: Path) -> list[Path]:
    """Return all that is kept."""
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_what_is_kept_is_found_again(folder: Path) -> None:
    """A result is made once for a text; another text, and a file that is torn or altered, have it made again."""
    makings: list[str] = []

    def recalled(text: str) -> bytes:
        def make() -> bytes:
            makings.append(text)
            return b"made of " + text.encode()

        return program_results.get_or_compute("one", text, make)

    assert [recalled("a"), recalled("a"), recalled("b"), recalled("b")] == [b"made of a"] * 2 + [
        b"made of b"
    ] * 2
    assert makings == ["a", "b"]
    [file] = files(folder)
    for spoilt in (file.read_bytes()[:-1], file.read_bytes()[:-1] + b"!", b""):
        file.write_bytes(spoilt)
        assert recalled("b") == b"made of b"
    assert makings == ["a", "b", "b", "b", "b"]


def test_nothing_is_written_where_python_writes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Python is set to store no bytecode, or cannot, results are computed each time and nothing is printed."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert program_results.get_or_compute("one", "a", lambda: b"made") == b"made"
    assert files(folder) == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (folder / "file").write_text("", "utf-8")
    monkeypatch.setattr(sys, "pycache_prefix", str(folder / "file"))
    assert program_results.get_or_compute("one", "a", lambda: b"made") == b"made"
    assert [file.name for file in files(folder)] == ["file"]
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    assert program_results.get_or_compute("one", "a", lambda: b"made") == b"made"


def test_templates_are_compiled_where_nothing_can_be_stored(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Python is set to store no bytecode, or cannot, built-in templates are compiled and nothing is
    written.
    """

    def code() -> bytes:
        template = render.environment((builtin_templates(),)).get_template("robots.txt")
        return template.root_render_func.__code__.co_code

    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled = code()
    assert files(folder) == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (folder / "file").write_text("", "utf-8")
    monkeypatch.setattr(sys, "pycache_prefix", str(folder / "file"))
    assert code() == compiled
    assert [file.name for file in files(folder)] == ["file"]
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    assert code() == compiled
    assert [file.name for file in files(folder)] == ["file"]


def test_only_templates_of_the_program_are_kept(folder: Path, tmp_path: Path) -> None:
    """An author's template is compiled each time, though it may bear the name of one of ours."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "404.html").write_text('{% include "mine.html" %}', "utf-8")
    (own / "mine.html").write_text("mine", "utf-8")
    templates = render.environment((own, builtin_templates()))
    template_digests.template_digests(templates)
    assert templates.get_template("404.html").render() == "mine"
    templates.get_template("robots.txt")
    assert templates.bytecode_cache
    kept = {file.name.partition(".cpython")[0].partition(".pypy")[0] for file in files(folder)}
    robots, *others = (
        f"template-{templates.bytecode_cache.get_cache_key(name, str(place / name))}"
        for name, place in (("robots.txt", builtin_templates()), ("404.html", own), ("mine.html", own))
    )
    assert robots in kept
    assert "names-robots.txt" in kept
    assert not kept & {*others, "names-404.html", "names-mine.html"}
    assert len([name for name in kept if name.startswith("template-")]) == 1


def test_bytecode_that_is_torn_is_ignored(folder: Path) -> None:
    """A template whose stored bytecode is cut off anywhere is compiled again."""
    first = render.environment((builtin_templates(),)).get_template("robots.txt")
    [file] = [file for file in files(folder) if file.name.startswith("template-")]
    whole = file.read_bytes()
    for size in (0, 3, 20, 40, 60, 100, len(whole) - 1):
        file.write_bytes(whole[:size])
        again = render.environment((builtin_templates(),)).get_template("robots.txt")
        assert again.root_render_func.__code__.co_code == first.root_render_func.__code__.co_code
        assert file.read_bytes() == whole


def test_kept_and_new_are_the_same(folder: Path) -> None:
    """What templates name, and what they print, is the same whether it was kept or not."""
    first, second = (
        template_digests.template_digests(render.environment((builtin_templates(),))) for _ in range(2)
    )
    assert first == second
    names = next(file for file in files(folder) if file.name.startswith("names-exercise.html"))
    assert "base.html" in json.loads(names.read_bytes()[32:])
    printed = [render.environment((builtin_templates(),)).get_template("robots.txt") for _ in range(2)]
    assert printed[0].root_render_func.__code__.co_code == printed[1].root_render_func.__code__.co_code


def test_a_program_that_was_moved_shows_places_as_they_are(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytecode that was kept before the program was moved or copied does not name files that are no more there."""
    places = [tmp_path / "before", tmp_path / "after"]
    for place in places:
        place.mkdir()
        (place / "404.html").write_text("same", "utf-8")
        monkeypatch.setattr(render, "builtin_templates", lambda place=place: place)
        template = render.environment((place,)).get_template("404.html")
        assert template.root_render_func.__code__.co_filename == str(place / "404.html")
