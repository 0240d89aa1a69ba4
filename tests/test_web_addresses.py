"""Web addresses in content: those that could lead to another host than they seem to be problems."""

from __future__ import annotations

import pytest
from conftest import RunCli, Write

from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.fields import read_base_url
from cuecard.parse.video import Provider, Video, read_video_address
from cuecard.parse.web_addresses import read_web_address

CONFUSING = [
    "https://evil.example\\@youtube.com/watch?v=dQw4w9WgXcQ",
    "https://evil.example\\.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
    "https://user:secret@youtube.com/watch?v=dQw4w9WgXcQ",
    "https://youtube.com%2eevil.example/watch?v=dQw4w9WgXcQ",
    "https://youtube.com\u3002evil.example/watch?v=dQw4w9WgXcQ",
    "https://evil.example\uff0f@youtube.com/watch?v=dQw4w9WgXcQ",
    "https://you\u200btube.com/watch?v=dQw4w9WgXcQ",
    "https://youtube.com/\u202ewatch?v=dQw4w9WgXcQ",
    "https://youtube.com\u00a0.evil.example/",
    "https://youtube.com\t.evil.example/",
    "https:///youtube.com/watch?v=dQw4w9WgXcQ",
    "https:youtube.com/watch?v=dQw4w9WgXcQ",
    "https:/youtube.com/watch?v=dQw4w9WgXcQ",
    "https:\\\\youtube.com/watch?v=dQw4w9WgXcQ",
    "https://youtube.com:99999/watch?v=dQw4w9WgXcQ",
    "https://youtube.com:x/watch?v=dQw4w9WgXcQ",
    "https://.youtube.com/",
    "https://you tube.com/",
    "https://[::1/",
    "https://" + "a" * 2000 + ".example/",
]


@pytest.mark.parametrize("address", CONFUSING)
def test_an_address_with_two_readings_is_refused(address: str) -> None:
    """As a source, as the address of the site, and as a video, each with a hint."""
    for read in (read_web_address, read_base_url, read_video_address):
        with pytest.raises(InvalidValueError) as refused:
            read(address)
        assert refused.value.hint


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "HTTP://EXAMPLE.ORG/a?b=c#d", "https://münchen.example/a_b/(c)?d=[e]", "https://a_b.example/",
     "http://localhost:8000/", "http://127.0.0.1/", "http://[::1]:8000/", "https://example.org./", "https://例え.テスト/é",
     "https://example.org/@user", "https://example.org/?mail=a@b.example", "https://example.org/a|b~c'd,e;f"],
)  # fmt: skip
def test_ordinary_addresses_are_read(address: str) -> None:
    """Other scripts, ports, and characters that are usual in paths."""
    assert read_web_address(address).hostname


@pytest.mark.parametrize("port", [80, 443, 8080])
def test_a_video_of_a_provider_has_no_port(port: int) -> None:
    """None of them uses one; a video on a server of the author, which is shown as a link, may need one."""
    for host in ("youtube.com", "WWW.YouTube.com", "youtu.be", "player.vimeo.com"):
        with pytest.raises(InvalidValueError):
            read_video_address(f"https://{host}:{port}/watch?v=dQw4w9WgXcQ")
    assert read_video_address(f"https://films.example:{port}/a") == f"https://films.example:{port}/a"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("http://www.youtube.com/watch?v=dQw4w9WgXcQ&list=x#y", "https://youtu.be/dQw4w9WgXcQ"),
        ("https://youtube-nocookie.com/embed/dQw4w9WgXcQ?start=70", "https://youtu.be/dQw4w9WgXcQ?t=70"),
        (
            "http://player.vimeo.com/video/694769509?h=0a1b2c3d4e&x=y",
            "https://vimeo.com/694769509/0a1b2c3d4e",
        ),
        ("https://vimeo.com/694769509#t=1m10s", "https://vimeo.com/694769509#t=70s"),
        ("https://example.org/film?a=b", "https://example.org/film?a=b"),
    ],
)
def test_links_to_videos_are_made_of_provider_and_name(url: str, page: str) -> None:
    """Nothing else of the author's address reaches a link or a QR code of a video that plays in the page."""
    video = Video.model_validate({"url": url})
    assert video.page_url == page
    if video.provider is not Provider.LINK:
        assert Video.model_validate({"url": page}).player_url == video.player_url


@pytest.mark.parametrize(
    "target",
    ["https://evil.example\\@bank.example/", "https://bank.example@evil.example/", "https:evil.example", "https:///e.example",
     "<https://e.example/a b>", "https://e.example/&#8238;x", "https://e.example/&#8203;", "mailto:a&#8206;@e.example"],
)  # fmt: skip
def test_links_of_bodies_are_read_the_same_way(target: str, write: Write, run_cli: RunCli) -> None:
    """A link in a text is a problem where its address could mislead."""
    write("content/guides/a.md", f"---\ntitle: A\n---\n\nSee [this]({target}).\n")
    outcome = run_cli("check", "--no-cache")
    assert outcome.code == 1
    assert "guides/a.md:5:" in outcome.err
    assert "error[bad-link]" in outcome.err or "error[control-character]" in outcome.err
