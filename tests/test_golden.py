"""The site of a small project, committed as files, so that a review sees what a change does to users.

Where one of these fails and the change is meant, `make golden` renews the files; look at their diff, then commit it.
"""

from __future__ import annotations

import io
import re
import tempfile
from functools import cache

import goldens
import pytest
from PIL import Image, ImageDraw, ImageFilter

RENEW = "what users get has changed; where that is meant: make golden"


@cache
def found() -> dict[str, bytes]:
    """Return all golden files, made once for this module."""
    return goldens.made()


def changes(*names: str) -> list[str]:
    """Return the diffs of those of these files that are both committed and made."""
    before = goldens.kept()
    diffs = (goldens.difference(name, before[name], found()[name]) for name in names if name in before)
    return [diff for diff in diffs if diff]


def reported(diffs: list[str]) -> None:
    """Fail with *diffs*, where there are any."""
    if diffs:
        pytest.fail("\n\n".join([RENEW, *diffs]), pytrace=False)


def test_the_site_has_the_files_that_it_had() -> None:
    """No page, card or asset of the project is gone or new."""
    before = goldens.kept()
    names = "\n".join(sorted(before)).encode(), "\n".join(sorted(found())).encode()
    reported([*changes("files.txt"), *filter(None, [goldens.difference("tests/golden/site", *names)])])


def test_pages_say_what_they_said() -> None:
    """The main part of each page is the one that is committed, but for the insides of drawings."""
    reported(changes(*(name for name in found() if name.endswith(".html"))))


def test_data_is_what_it_was() -> None:
    """`exercises.json` has the same keys and values."""
    reported(changes("exercises.json"))


def test_the_library_is_what_it_was() -> None:
    """Texts are understood, and belong together, as before."""
    reported(changes("library.txt"))


def test_cards_say_what_they_said() -> None:
    """Each PDF has the same words in the same order."""
    reported(changes(*(name for name in found() if name.startswith("cards/") and name.endswith(".txt"))))


def test_a_card_looks_as_it_did() -> None:
    """The printed card has its ink in the same places, seen from afar."""
    if goldens.differs(goldens.kept()[goldens.PICTURE], found()[goldens.PICTURE]):
        pytest.fail(f"{RENEW}; then look at tests/golden/site/{goldens.PICTURE}", pytrace=False)


def test_nothing_of_this_machine_or_day_is_in_them() -> None:
    """No path of a folder, no date, no digest of a style sheet."""
    for name, data in goldens.kept().items():
        if not name.endswith(".png"):
            text = data.decode()
            assert str(goldens.ROOT) not in text, name
            assert tempfile.gettempdir() not in text, name
            assert not re.search(r"\b20\d\d-\d\d-\d\d\b|\.[0-9a-f]{10}\.", text), name
            assert "\r" not in text, name


def _png(picture: Image.Image) -> bytes:
    data = io.BytesIO()
    picture.save(data, "png")
    return data.getvalue()


def test_pictures_differ_by_what_is_seen() -> None:
    """Softer edges are no difference; a box, a line of text that is gone and another size of paper are."""
    card = Image.open(io.BytesIO(goldens.kept()[goldens.PICTURE])).convert("L")
    assert not goldens.differs(_png(card), _png(card.filter(ImageFilter.GaussianBlur(0.3))))
    with_box, without_words = card.copy(), card.copy()
    ImageDraw.Draw(with_box).rectangle((20, 20, 60, 40), fill=0)
    ImageDraw.Draw(without_words).rectangle((0, 0, card.width, 24), fill=255)
    for other in (with_box, without_words, card.resize((card.width, card.height - 9))):
        assert goldens.differs(_png(card), _png(other))


def test_a_change_is_reported_as_a_diff() -> None:
    """A reader of a failing test sees the lines that changed, and their neighbours."""
    before, after = (
        goldens.tidied(f"<main><h1>{word} on</h1><p>Stand.</p></main>") for word in ("Sit", "Stay")
    )
    diff = goldens.difference("a.html", before.encode(), after.encode())
    assert "- <h1>Sit on</h1>" in diff
    assert "+ <h1>Stay on</h1>" in diff
    assert "  <p>Stand.</p>" in diff


def test_of_a_drawing_only_its_words_are_compared() -> None:
    """Whether a drawing is there counts, and what it says to those who cannot see it; not how it is drawn."""
    drawing = (
        '<svg viewBox="{0}" role="img"><title>A squat</title><path d="M {0}"/><g><text>{0}</text></g></svg>'
    )
    page = f"<main>{drawing}</main>"
    assert goldens.tidied(page.format("1 2")) == goldens.tidied(page.format("3 4"))
    assert "A squat" in goldens.tidied(page.format("1 2"))
    assert goldens.tidied(page.format("1 2")) != goldens.tidied("<main></main>")
