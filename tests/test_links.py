"""Links between files: where each leads, and what is said of one that leads nowhere."""

from __future__ import annotations

import pytest

from cuecard.core.diagnostics import InvalidValueError
from cuecard.library.links import LinkIndex, Target, names_one_of, resolve

LINKED = LinkIndex(
    pages={
        "exercises/squat.md": "exercises/squat.html",
        "exercises/knee/Side step.md": "exercises/side-step.html",
        "exercises/hüfte.md": "exercises/hufte.html",
        "routines/strong.md": "routines/strong.html",
        "guides/start.md": "guides/start.html",
    },
    ids={
        "exercises/squat.html": frozenset(["steps", "step-1", "step-2", "why-it-works"]),
        "exercises/side-step.html": frozenset(["steps"]),
        "exercises/hufte.html": frozenset(),
        "routines/strong.html": frozenset(["exercises", "squat"]),
        "guides/start.html": frozenset(["über-uns"]),
    },
    made=frozenset(["index.html", "muscles/index.html", "muscles/quads.html", "cards/strong.html"]),
    drafts=frozenset(["exercises/lunge.md"]),
    assets=frozenset(
        ["exercises/squat.png", "exercises/knee/Squat.JPG", "leaflet.pdf", "exercises/squat.mp4"]
    ),
)

GOOD: list[tuple[str, str, Target]] = [
    ("squat.md", "exercises/lunge.md", Target("exercises/squat.html")),
    ("./squat.md", "exercises/lunge.md", Target("exercises/squat.html")),
    ("../routines/strong.md", "exercises/squat.md", Target("routines/strong.html")),
    ("../../routines/strong.md", "exercises/knee/x.md", Target("routines/strong.html")),
    ("/routines/strong.md", "exercises/knee/x.md", Target("routines/strong.html")),
    ("squat.md#step-2", "exercises/lunge.md", Target("exercises/squat.html#step-2")),
    ("squat.md?print=1#steps", "exercises/lunge.md", Target("exercises/squat.html#steps")),
    ("squat.md#", "exercises/lunge.md", Target("exercises/squat.html")),
    ("#why-it-works", "exercises/squat.md", Target("exercises/squat.html#why-it-works")),
    ("#", "exercises/squat.md", Target("exercises/squat.html")),
    ("squat.html", "exercises/lunge.md", Target("exercises/squat.html")),
    ("knee/Side%20step.md", "exercises/squat.md", Target("exercises/side-step.html")),
    ("knee/Side step.md", "exercises/squat.md", Target("exercises/side-step.html")),
    ("h\u00fcfte.md", "exercises/squat.md", Target("exercises/hufte.html")),
    ("hu\u0308fte.md", "exercises/squat.md", Target("exercises/hufte.html")),
    ("h%C3%BCfte.md", "exercises/squat.md", Target("exercises/hufte.html")),
    ("../guides/start.md#%C3%BCber-uns", "exercises/squat.md", Target("guides/start.html#über-uns")),
    ("../muscles/quads.html", "exercises/squat.md", Target("muscles/quads.html")),
    ("../muscles/quads.html#anything", "exercises/squat.md", Target("muscles/quads.html#anything")),
    ("../cards/strong.html", "exercises/squat.md", Target("cards/strong.html")),
    ("../index.html", "exercises/squat.md", Target("index.html")),
    ("../leaflet.pdf", "exercises/squat.md", Target(asset="leaflet.pdf")),
    ("squat.png", "exercises/squat.md", Target(asset="exercises/squat.png")),
]


@pytest.mark.parametrize(("target", "path", "leads_to"), GOOD)
def test_a_link_leads_to_the_page_of_the_file_it_names(target: str, path: str, leads_to: Target) -> None:
    """As the author wrote it, from the folder of the text, with its anchor."""
    assert resolve(target, path, LINKED) == leads_to


def test_a_picture_is_found_beside_the_text() -> None:
    """Letter for letter, so that it is found on every system."""
    assert resolve("squat.png", "exercises/x.md", LINKED, is_image=True) == Target(
        asset="exercises/squat.png"
    )
    assert resolve("knee/Squat.JPG", "exercises/x.md", LINKED, is_image=True) == Target(
        asset="exercises/knee/Squat.JPG"
    )


NOT_A_FILE, PUT_IT = "there is no file", "put the file in the same folder as this text"
BAD: list[tuple[str, bool, str, str, str]] = [
    # target, is it a picture, code, message, hint; all written in exercises/x.md
    ("", False, "dead-link", "this link has no target", "write a file name between the brackets"),
    ("sqaut.md", False, "dead-link", f'{NOT_A_FILE} "sqaut.md"', 'did you mean "squat.md"?'),
    ("Squat.md", False, "dead-link", f'{NOT_A_FILE} "Squat.md"', 'did you mean "squat.md"?'),
    ("squat", False, "dead-link", f'{NOT_A_FILE} "squat"', 'did you mean "squat.md"?'),
    ("strong.md", False, "dead-link", f'{NOT_A_FILE} "strong.md"', 'did you mean "../routines/strong.md"?'),
    ("../x", False, "dead-link", f'{NOT_A_FILE} "../x"', ""),
    ("../../squat.md", False, "dead-link", f'{NOT_A_FILE} "../../squat.md"', 'did you mean "squat.md"?'),
    ("lunges.md", False, "dead-link", f'{NOT_A_FILE} "lunges.md"', ""),
    ("step.md", False, "dead-link", f'{NOT_A_FILE} "step.md"', 'did you mean "knee/Side step.md"?'),
    ("../muscles/glutes.html", False, "dead-link", f'{NOT_A_FILE} "../muscles/glutes.html"', ""),
    ("film.mp4", False, "dead-link", f'{NOT_A_FILE} "film.mp4"', PUT_IT),
    ("sqat.mp4", False, "dead-link", f'{NOT_A_FILE} "sqat.mp4"', 'did you mean "squat.mp4"?'),
    (
        "lunge.md",
        False,
        "draft-link",
        '"lunge.md" is a draft and has no page',
        "publish the draft, or remove the link",
    ),
    ("squat.md#stepps", False, "dead-anchor", '"squat.md" has no "#stepps"', 'did you mean "#steps"?'),
    (
        "squat.md#zzz",
        False,
        "dead-anchor",
        '"squat.md" has no "#zzz"',
        "it has #step-1, #step-2, #steps, #why-it-works",
    ),
    ("squat.md#Steps", False, "dead-anchor", '"squat.md" has no "#Steps"', 'did you mean "#steps"?'),
    ("hüfte.md#a", False, "dead-anchor", '"hüfte.md" has no "#a"', ""),
    ("squad.png", True, "dead-image", 'there is no picture "squad.png"', 'did you mean "squat.png"?'),
    ("squat.jpg", True, "dead-image", 'there is no picture "squat.jpg"', 'did you mean "knee/Squat.JPG"?'),
    ("foo.png", True, "dead-image", 'there is no picture "foo.png"', PUT_IT),
    ("squat.md", True, "dead-image", 'there is no picture "squat.md"', 'did you mean "squat.png"?'),
    (
        "squat.mp4",
        True,
        "bad-image",
        '"squat.mp4" is not a picture file',
        "allowed: .avif, .gif, .jpeg, .jpg, .png, .svg, .webp",
    ),
]


@pytest.mark.parametrize(("target", "is_image", "code", "message", "hint"), BAD)
def test_a_link_that_leads_nowhere_is_reported_with_the_nearest_real_file(
    target: str, is_image: bool, code: str, message: str, hint: str
) -> None:
    """The hint is written as the link should be: from the folder of the text."""
    with pytest.raises(InvalidValueError) as refused:
        resolve(target, "exercises/x.md", LINKED, is_image=is_image)
    assert (refused.value.code, refused.value.message, refused.value.hint) == (code, message, hint)


def test_a_dead_anchor_on_the_own_page_says_so() -> None:
    """The file that one is writing needs no name."""
    with pytest.raises(InvalidValueError, match='this page has no "#stepps"'):
        resolve("#stepps", "exercises/squat.md", LINKED)


@pytest.mark.parametrize(
    ("target", "is_named"),
    [("lunge.md", True), ("lunge.md#x", True), ("#x", False), ("./lunge%2Emd", True), ("../lunge.md", False)],
)
def test_whether_a_link_names_one_of_some_files(target: str, is_named: bool) -> None:
    """So that a link to a file with a slip in it is not called dead."""
    assert names_one_of(frozenset(["exercises/lunge.md"]), target, "exercises/x.md") is is_named
