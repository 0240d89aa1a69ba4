"""Addresses: slugs, the way from page to page, and ids."""

from __future__ import annotations

from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuecard.core.diagnostics import InvalidValueError
from cuecard.core.urls import (
    RESERVED_IDS,
    absolute,
    check_slug,
    is_reserved_id,
    readable_address,
    relative,
    slugify,
    step_id,
)

SLUGS = [
    ("Banded squat", "banded-squat"),
    ("  Banded   Squat!  ", "banded-squat"),
    ("banded_squat.v2", "banded-squat-v2"),
    ("Runner's knee", "runners-knee"),
    ("Runner\u2019s knee", "runners-knee"),
    ("3 x 10", "3-x-10"),
    ("--a--", "a"),
    ("Kniebeuge für Läufer", "kniebeuge-fur-laufer"),
    ("Straße", "strasse"),
    ("Ærø", "aero"),
    ("Łódź", "lodz"),
    ("Þórður", "thordur"),
    ("ILIK ılık İstanbul", "ilik-ilik-istanbul"),
    ("ﬁt", "fit"),
    ("½ squat", "1-2-squat"),
    ("①", "1"),
    ("ℌüfte", "hufte"),
    ("Việt", "viet"),
    # Letters of other scripts stay as they are.
    ("深蹲 练习", "深蹲-练习"),
    ("スクワット", "スクワット"),
    ("Приседания Йога", "приседания-йога"),
    ("Καθίσματα", "καθίσματα"),
    ("قوة الركبة", "قوة-الركبة"),
    ("हिन्दी शब्द", "हिन्दी-शब्द"),
    ("ไทยนี้", "ไทยนี้"),
    ("עִבְרִית", "עִבְרִית"),
    ("무릎", "무릎"),
    # Nothing to make a slug of.
    ("", ""),
    ("!!!", ""),
    ("\u0301", ""),
    ("❤️ 🏋️", ""),
    ("1️⃣ squat", "1-squat"),
]


@pytest.mark.parametrize(("text", "slug"), SLUGS)
def test_a_slug_is_what_one_would_type(text: str, slug: str) -> None:
    """Lower case, no Latin accents, hyphens between words."""
    assert slugify(text) == slug


@given(st.text())
def test_a_slug_of_a_slug_is_the_same(text: str) -> None:
    """And it never leaves its folder, hides, or says in two ways what is one."""
    slug = slugify(text)
    assert slugify(slug) == slug
    assert not set(slug) & set("/\\.:?#% \t\n\"'<>|*")
    assert not slug.startswith("-")
    assert not slug.endswith("-")


@pytest.mark.parametrize("slug", ["squat", "a", "3-x-10", "深蹲", "console", "com10", "indexes", "a" * 120])
def test_a_good_slug_passes(slug: str) -> None:
    """What `slugify` gives is good, but for a few names."""
    check_slug(slug)


BAD_SLUGS = [
    ("", "an address needs a letter or a digit"),
    ("Squat", '"Squat" cannot be used as a web address'),
    ("../x", '"../x" cannot be used as a web address'),
    ("a/b", '"a/b" cannot be used as a web address'),
    ("a b", '"a b" cannot be used as a web address'),
    ("über", '"über" cannot be used as a web address'),
    ("a--b", '"a--b" cannot be used as a web address'),
    (".", '"." cannot be used as a web address'),
    ("!!!", '"!!!" cannot be used as a web address'),
    ("con", 'the name "con" is reserved on Windows'),
    ("lpt9", 'the name "lpt9" is reserved on Windows'),
    ("index", 'the name "index" is reserved for lists'),
    ("a" * 121, "the address is longer than 120 bytes"),
    ("漢" * 41, "the address is longer than 120 bytes"),
]


@pytest.mark.parametrize(("slug", "message"), BAD_SLUGS)
def test_a_slug_that_some_system_would_not_take_is_refused(slug: str, message: str) -> None:
    """Each with a hint that would do, and is itself good."""
    with pytest.raises(InvalidValueError) as refused:
        check_slug(slug)
    assert (refused.value.code, refused.value.message) == ("bad-slug", message)
    assert refused.value.hint
    if refused.value.hint.startswith('"'):
        check_slug(refused.value.hint.split('"')[1])


WAYS = [
    # target, page, link
    ("index.html", "index.html", "index.html"),
    ("exercises/squat.html", "index.html", "exercises/squat.html"),
    ("index.html", "exercises/squat.html", "../index.html"),
    ("exercises/lunge.html", "exercises/squat.html", "lunge.html"),
    ("exercises/squat.html", "exercises/squat.html", "squat.html"),
    ("routines/strong.html", "exercises/squat.html", "../routines/strong.html"),
    ("exercises/squat.html#step-2", "exercises/squat.html", "#step-2"),
    ("exercises/squat.html#step-2", "exercises/lunge.html", "squat.html#step-2"),
    ("index.html#exercises", "knee/old/index.html", "../../index.html#exercises"),
    ("exercises/深蹲.html", "index.html", "exercises/%E6%B7%B1%E8%B9%B2.html"),
    ("guides/start.html#über uns", "index.html", "guides/start.html#%C3%BCber%20uns"),
    ("assets/a b%.png", "index.html", "assets/a%20b%25.png"),
]


@pytest.mark.parametrize(("target", "page", "link"), WAYS)
def test_links_are_relative_to_their_page(target: str, page: str, link: str) -> None:
    """So that a site works under any folder and from a disk."""
    assert relative(target, page) == link


@given(
    st.lists(st.sampled_from(["a", "b", "c d", "ü"]), min_size=1, max_size=4),
    st.lists(st.sampled_from(["a", "b", "c d", "ü"]), min_size=1, max_size=4),
)
def test_a_browser_that_follows_a_link_arrives(target: list[str], page: list[str]) -> None:
    """Resolved against the page, wherever the site lies, the link is the target."""
    to, at = "/".join(target) + ".html", "/".join(page) + ".html"
    for base in ("https://example.org/", "https://example.org/knees/", "file:///home/jo/site/"):
        assert unquote(urljoin(base + at, relative(to, at))) == base + to


FULL = [
    ("https://example.org/", "exercises/squat.html", "https://example.org/exercises/squat.html"),
    ("https://example.org/knees", "exercises/squat.html", "https://example.org/knees/exercises/squat.html"),
    ("https://example.org/knees/", "index.html", "https://example.org/knees/"),
    (
        "https://example.org/",
        "exercises/squat.html#step-2",
        "https://example.org/exercises/squat.html#step-2",
    ),
    ("https://example.org/", "exercises/深蹲.html", "https://example.org/exercises/%E6%B7%B1%E8%B9%B2.html"),
    ("https://example.org/", "muscles/index.html", "https://example.org/muscles/index.html"),
    ("", "exercises/squat.html", ""),
]


@pytest.mark.parametrize(("base", "url", "address"), FULL)
def test_a_full_address_needs_a_base(base: str, url: str, address: str) -> None:
    """Without one there is none; the home page has the address of its folder."""
    assert absolute(base, url) == address


def test_an_address_on_paper_is_short() -> None:
    """Nobody types the scheme."""
    assert readable_address("https://example.org/knees/") == "example.org/knees"
    assert readable_address("example.org") == "example.org"


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("steps", True),
        ("steps-title", True),
        ("step-1", True),
        (step_id(12), True),
        ("step-one", False),
        ("stepping", False),
        ("title", False),
        ("why", False),
    ],
)
def test_some_ids_belong_to_the_page(name: str, is_taken: bool) -> None:
    """Those of its sections, their titles, and its steps."""
    assert is_reserved_id(name, RESERVED_IDS) is is_taken
