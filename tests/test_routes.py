"""Which file an address of the preview means, and which names it answers to."""

from pathlib import Path

import pytest

from cuecard.serve.routes import Moved, Shown, find, is_known_host, is_loopback, shown


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of a few pages, with a file beside it that is nobody's business."""
    site = tmp_path / "site"
    for path in (
        "index.html",
        "exercises/squat.html",
        "muscles/index.html",
        "assets/a.png",
        "exercises/été.html",
    ):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path, encoding="utf-8")
    (site / ".cuecard.json").write_text("{}", encoding="utf-8")
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (site / "leak.html").symlink_to(tmp_path / "secret.html")
    (site / "out").symlink_to(tmp_path, target_is_directory=True)
    return site


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "index.html"),
        ("/index.html", "index.html"),
        ("/index", "index.html"),
        ("/exercises/squat.html", "exercises/squat.html"),
        ("/exercises/squat", "exercises/squat.html"),
        ("/exercises/%73quat", "exercises/squat.html"),
        ("/exercises/%C3%A9t%C3%A9", "exercises/été.html"),
        ("/muscles/", "muscles/index.html"),
        ("/muscles/index.html", "muscles/index.html"),
        ("/assets/a.png", "assets/a.png"),
    ],
)
def test_an_address_means_a_file(site: Path, path: str, file: str) -> None:
    """With its ending and without, as a folder, and with letters written in figures."""
    assert find(site, path) == site / file


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/muscles", "/muscles/"),
        ("/exercises/squat/", "/exercises/squat"),
        ("/exercises/%C3%A9t%C3%A9/", None),
    ],
)
def test_an_address_that_is_nearly_right_is_fixed(site: Path, path: str, address: str | None) -> None:
    """A slash too few behind a folder, or one too many behind a page; the answer is fit for a header."""
    assert find(site, path) == Moved(address or path.rstrip("/"))


@pytest.mark.parametrize(
    "path",
    [
        *("/nobody", "/exercises/", "/exercises", "/assets/", "", "/index.html/", "/muscles/index.html/x"),
        *(
            "/../secret.html",
            "/%2e%2e/secret.html",
            "/..%2fsecret.html",
            "/exercises/../index.html",
            "/./index.html",
        ),
        *(
            "//secret.html",
            "/exercises//squat",
            "/..\\secret.html",
            "/%5c..",
            "/C:/secret.html",
            "/index.html%00",
        ),
        *(
            "/.cuecard.json",
            "/leak",
            "/leak.html",
            "/out/secret.html",
            "/out/",
            "/%ff",
            "//evil.example/..",
            "*",
        ),
    ],
)
def test_nothing_else_is_given_out(site: Path, path: str) -> None:
    """Nothing hidden, nothing outside of the folder however the way is written, and nothing that is not there."""
    assert find(site, path) is None


@pytest.mark.parametrize(
    ("host", "is_known"),
    [
        ("localhost:8000", True),
        ("LOCALHOST", True),
        ("guide.localhost:8000", True),
        ("127.0.0.1:8000", True),
        ("[::1]:8000", True),
        ("192.168.1.20:8000", True),
        ("practice.example:8000", True),
        ("evil.example:8000", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_only_names_that_cannot_be_taken_are_known(host: str, is_known: bool) -> None:
    """Addresses in figures, this machine's names, and the name that was given; no website's own name."""
    assert is_known_host(host, "practice.example") is is_known


def test_what_only_this_machine_reaches_is_known() -> None:
    """The loopback addresses and names are; the rest, and listening everywhere, is open."""
    for host in ("127.0.0.1", "::1", "127.8.8.8", "localhost", "guide.localhost"):
        assert is_loopback(host)
    for host in ("0.0.0.0", "::", "", "192.168.1.20", "practice.example"):  # noqa: S104 - nothing listens
        assert not is_loopback(host)


def test_pages_that_differ_in_their_style_sheet_alone_have_one_digest() -> None:
    """The names of style sheets are distinguished from the rest; any other difference is one of the page."""
    page = b'<link rel="icon" href="assets/i.svg"><link rel="stylesheet" href="../assets/site.%s.css"><p>%s'
    one, two, three = (
        shown(page % values)
        for values in ((b"0123456789", b"a"), (b"abcdef0123", b"a"), (b"0123456789", b"b"))
    )
    assert one.sheets == ("../assets/site.0123456789.css",)
    assert two == Shown(one.digest, ("../assets/site.abcdef0123.css",))
    assert three.digest != one.digest
    assert shown(b"<link href=x.0123456789.css rel=stylesheet>").sheets == ("x.0123456789.css",)
    assert shown(b'<link rel="stylesheet" href="plain.css">').sheets == ()
