"""Video addresses: whose they are, how each is played and how it is read from paper."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.video import Provider, Video, read_start, read_video_address

VIMEO = "https://player.vimeo.com/video/694769509?dnt=1&autoplay=1"
TUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"

# The address, who plays it, what a frame loads, what a person types.
VIDEOS: list[tuple[str, Provider, str, str]] = [
    ("https://vimeo.com/694769509", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    ("http://www.vimeo.com/694769509/", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    ("https://VIMEO.com/694769509?share=copy", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    ("https://vimeo.com/694769509#t=1m10s", Provider.VIMEO, f"{VIMEO}#t=70s", "vimeo.com/694769509"),
    ("https://player.vimeo.com/video/694769509", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    ("https://vimeo.com/channels/staff-picks/694769509", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    ("https://vimeo.com/groups/motion/videos/694769509", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    ("https://vimeo.com/showcase/123/video/694769509", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    ("https://vimeo.com/album/123/video/694769509", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    ("https://vimeo.com/694769509/settings", Provider.VIMEO, VIMEO, "vimeo.com/694769509"),
    # Unlisted: the key goes along, or the video does not play.
    (
        "https://vimeo.com/694769509/0a1b2c3d4e",
        Provider.VIMEO,
        f"{VIMEO}&h=0a1b2c3d4e",
        "vimeo.com/694769509/0a1b2c3d4e",
    ),
    (
        "https://player.vimeo.com/video/694769509?h=0a1b2c3d4e&badge=0",
        Provider.VIMEO,
        f"{VIMEO}&h=0a1b2c3d4e",
        "vimeo.com/694769509/0a1b2c3d4e",
    ),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    ("https://youtube.com/watch?list=x&v=dQw4w9WgXcQ", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    ("https://m.youtube.com/watch?v=dQw4w9WgXcQ", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    ("https://youtu.be/dQw4w9WgXcQ", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    ("https://youtu.be/dQw4w9WgXcQ?si=x", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    ("https://www.youtube.com/embed/dQw4w9WgXcQ", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    (
        "https://www.youtube.com/live/dQw4w9WgXcQ?feature=share",
        Provider.YOUTUBE,
        TUBE,
        "youtu.be/dQw4w9WgXcQ",
    ),
    ("https://youtu.be/dQw4w9WgXcQ?t=70", Provider.YOUTUBE, f"{TUBE}&start=70", "youtu.be/dQw4w9WgXcQ?t=70"),
    (
        "https://youtu.be/dQw4w9WgXcQ?t=1m10s",
        Provider.YOUTUBE,
        f"{TUBE}&start=70",
        "youtu.be/dQw4w9WgXcQ?t=70",
    ),
    (
        "https://www.youtube.com/embed/dQw4w9WgXcQ?start=70",
        Provider.YOUTUBE,
        f"{TUBE}&start=70",
        "youtu.be/dQw4w9WgXcQ?t=70",
    ),
    ("https://youtu.be/dQw4w9WgXcQ?t=soon", Provider.YOUTUBE, TUBE, "youtu.be/dQw4w9WgXcQ"),
    # Files beside the text, and pages that we cannot play.
    ("squat.mp4", Provider.FILE, "", "squat.mp4"),
    ("../films/Squat 1.WEBM", Provider.FILE, "", "../films/Squat 1.WEBM"),
    ("https://example.org/squat.mp4", Provider.LINK, "", "example.org/squat.mp4"),
    ("https://www.example.org/films?id=7", Provider.LINK, "", "example.org/films?id=7"),
    ("https://vimeo.com/physio", Provider.LINK, "", "vimeo.com/physio"),
    ("https://www.youtube.com/@physio", Provider.LINK, "", "youtube.com/@physio"),
    ("https://www.youtube.com/watch?v=<x>".replace("<x>", "a"), Provider.LINK, "", "youtube.com/watch?v=a"),
    ("https://notvimeo.com/694769509", Provider.LINK, "", "notvimeo.com/694769509"),
    ("https://vimeo.com.example.org/694769509", Provider.LINK, "", "vimeo.com.example.org/694769509"),
]


@pytest.mark.parametrize(("url", "provider", "player", "readable"), VIDEOS)
def test_an_address_gives_the_player_of_the_video(
    url: str, provider: Provider, player: str, readable: str
) -> None:
    """The player that tracks least, and the shortest address for a person; nothing is asked of the network."""
    video = Video.model_validate({"url": url})
    assert (video.provider, video.player_url, video.readable_url) == (provider, player, readable)


STARTS: list[tuple[Any, int]] = [
    ("1:10", 70),
    ("0:05", 5),
    ("70", 70),
    ("70s", 70),
    ("1m", 60),
    ("1m10s", 70),
    ("1h2m3s", 3723),
    ("1:02:03", 3723),
    ("120:00", 7200),
    (70, 70),
    (" 1:10 ", 70),
    ("0", 0),
]


@pytest.mark.parametrize(("start", "seconds"), STARTS)
def test_a_start_is_read_as_people_write_it(start: Any, seconds: int) -> None:
    """As a clock, as seconds, or as the addresses of videos have it."""
    assert read_start(start) == seconds
    assert Video.model_validate({"url": "https://vimeo.com/1", "start": start}).start_seconds == seconds


@pytest.mark.parametrize("start", ["", "soon", "1:60", "1:1", "-5", "1.5", "1m 10s", "s", None, "9" * 50])
def test_a_start_that_is_none_is_refused(start: Any) -> None:
    """With an example of how to write it."""
    with pytest.raises(InvalidValueError) as refused:
        read_start(start)
    assert (refused.value.code, refused.value.hint) == (
        "bad-time",
        'write minutes and seconds, such as "1:10"',
    )


def test_the_start_in_front_matter_counts_more_than_that_of_the_address() -> None:
    """Even where it is the very beginning."""
    url = "https://youtu.be/dQw4w9WgXcQ?t=70"
    assert Video.model_validate({"url": url}).start_seconds == 70
    assert Video.model_validate({"url": url, "start": None}).start_seconds == 70
    assert Video.model_validate({"url": url, "start": "1:20"}).start_seconds == 80
    assert Video.model_validate({"url": url, "start": "0"}).start_seconds == 0


PAGE = "write the address of a Vimeo or YouTube page, or the name of an .mp4 or .webm file beside the text"
NO_VIDEOS: list[tuple[Any, str]] = [
    ("vimeo 694769509", PAGE),
    ("694769509", PAGE),
    ("", PAGE),
    ("squat.avi", PAGE),
    ("/films/squat.mp4", PAGE),
    ("C:\\squat.mp4", PAGE),
    ("javascript:alert(1)//.mp4", PAGE),
    ("ftp://example.org/squat.mp4", PAGE),
    ("https://", PAGE),
    ("https://[::1", PAGE),
    ("https://vimeo.com/1 and more", PAGE),
    ('https://vimeo.com/1"onload=x', PAGE),
    ("vimeo.com/694769509", 'did you mean "https://vimeo.com/694769509"?'),
    ("www.youtube.com/watch?v=x", 'did you mean "https://www.youtube.com/watch?v=x"?'),
]


@pytest.mark.parametrize(("url", "hint"), NO_VIDEOS)
def test_an_address_that_is_none_is_refused(url: Any, hint: str) -> None:
    """With what would do."""
    with pytest.raises(InvalidValueError) as refused:
        read_video_address(url)
    assert (refused.value.code, refused.value.hint) == ("bad-video", hint)


@pytest.mark.parametrize("facts", [{"url": ["a.mp4"]}, {"url": {"a": "b"}}, {"url": "a.mp4", "title": ["x"]}])
def test_a_list_or_mapping_is_no_text(facts: Any) -> None:
    """It is reported as that, not as Python would write it."""
    with pytest.raises(ValidationError) as caught:
        Video.model_validate(facts)
    assert [error["ctx"]["error"].code for error in caught.value.errors()] == ["text-expected"]


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    """And what is an address has a provider, whatever is in it; a player loads from two hosts only."""
    for url in (
        text,
        f"https://vimeo.com/{text}",
        f"https://youtu.be/{text}",
        f"https://www.youtube.com/watch?v={text}",
    ):
        try:
            video = Video.model_validate({"url": url})
        except ValidationError:
            continue
        hosts = ("https://player.vimeo.com/video/", "https://www.youtube-nocookie.com/embed/")
        assert not video.player_url or video.player_url.startswith(hosts)
        assert video.readable_url
