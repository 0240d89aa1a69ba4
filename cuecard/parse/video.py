"""Read video addresses: who hosts them, and how each is shown without a tracker.

A page never loads a video before the reader asks for it. Then Vimeo's player is asked not to track
(`dnt=1`) and YouTube's comes from the host that sets no cookie until it plays. Any other address is
shown as a plain link. Nothing here reaches the network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from cuecard.core.budget import ADDRESS_CHARACTERS
from cuecard.core.diagnostics import InvalidValueError
from cuecard.parse.web_addresses import read_web_address

FILE_SUFFIXES = (".mp4", ".webm")
PLAYERS = ("https://player.vimeo.com", "https://www.youtube-nocookie.com")
"""Hosts from which frames on pages load videos."""
_YOUTUBE_HOSTS = frozenset(
    ["youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com", "youtube-nocookie.com"]
)
_VIMEO_HOSTS = frozenset(["vimeo.com", "www.vimeo.com", "player.vimeo.com"])
_PROVIDERS_HOSTS = _YOUTUBE_HOSTS | _VIMEO_HOSTS | {"youtu.be"}
_VIMEO_PATH = re.compile(
    r"/(?:video/|channels/[\w-]+/|groups/[\w-]+/videos/|(?:album|showcase)/\d+/video/)?(\d+)(?:/(\w+))?/?$"
)
"""The number of a video, and the key that an unlisted one needs."""


class Provider(StrEnum):
    """Who hosts the video."""

    VIMEO = "vimeo"
    YOUTUBE = "youtube"
    FILE = "file"
    LINK = "link"


_HINT = "write the address of a Vimeo or YouTube page, or the name of an .mp4 or .webm file beside the text"


def read_video_address(value: object) -> str:
    """Return the address of a video: a web address, or the path of a file beside the text.

    Raises:
        InvalidValueError: when it is neither.

    """
    text = _one_text(value)
    if len(text.encode()) > ADDRESS_CHARACTERS:
        message = f"this address has more than {ADDRESS_CHARACTERS} characters"
        raise InvalidValueError("bad-video", message, "use a shorter one")
    if text.startswith(("http://", "https://")) and not re.search(r"[\s<>\"]", text):
        parts = read_web_address(text, "bad-video", _HINT)
        if parts.port is not None and (parts.hostname or "") in _PROVIDERS_HOSTS:
            raise InvalidValueError("bad-video", f'"{text}" has a port (:{parts.port})', "leave it out")
        return text
    if text.lower().endswith(FILE_SUFFIXES) and ":" not in text and not text.startswith("/"):
        return text
    hint = _HINT
    if re.match(r"(?:[\w-]+\.)+[a-z]{2,}/\S", text):
        hint = f'did you mean "https://{text}"?'
    raise InvalidValueError("bad-video", f'"{text}" is not a video address', hint)


def read_start(value: object) -> int:
    """Seconds from the beginning: `70`, `70s`, `1:10`, `1m10s`.

    Raises:
        InvalidValueError: when it is none of these.

    """
    text = _one_text(value)
    clock = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)", text)
    words = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})m)?(?:(\d{1,5})s?)?", text) if text else None
    match = clock or words
    if not match:
        raise InvalidValueError(
            "bad-time", f'"{text}" is not a start time', 'write minutes and seconds, such as "1:10"'
        )
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def _one_text(value: object) -> str:
    if isinstance(value, list | tuple | Mapping):
        raise InvalidValueError(
            "text-expected", "this must be one text", "write it without brackets and colons"
        )
    return str(value if value is not None else "").strip()


class Video(BaseModel):
    """A video of the exercise or routine."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, arbitrary_types_allowed=True)

    url: Annotated[str, BeforeValidator(read_video_address)]
    """The address of the video, or the name of an .mp4 or .webm file beside the text."""
    start: Annotated[int, BeforeValidator(read_start, json_schema_input_type=int | str)] = 0
    """Where to begin: seconds, or 1:10 for one minute and ten seconds."""
    title: Annotated[str, BeforeValidator(_one_text)] = ""
    """What the video shows."""

    @model_validator(mode="before")
    @classmethod
    def _drop_empty(cls, data: Any) -> Any:
        known = cls.model_fields
        return {key: value for key, value in data.items() if value is not None or key not in known}

    @property
    def provider(self) -> Provider:
        """Return the provider, according to the address."""
        return _known(self.url)[0]

    @property
    def start_seconds(self) -> int:
        """Return where to begin: as written in front matter, else as the address says."""
        if "start" in self.model_fields_set:
            return self.start
        if "?" not in self.url and "#" not in self.url:
            return 0
        parts = urlsplit(self.url)
        query = parse_qs(parts.query)
        start = query.get("t") or query.get("start") or parse_qs(parts.fragment).get("t") or ["0"]
        try:
            return read_start(start[0])
        except InvalidValueError:
            return 0

    @property
    def player_url(self) -> str:
        """Return the address of the player, loaded only on request; empty for a file or a plain link."""
        provider, name = _known(self.url)
        if provider not in {Provider.VIMEO, Provider.YOUTUBE}:
            return ""
        start = self.start_seconds
        if provider is Provider.VIMEO:
            number, _, key = name.partition("/")
            query = "dnt=1&autoplay=1" + (f"&h={key}" if key else "")
            return f"https://player.vimeo.com/video/{number}?{query}" + (f"#t={start}s" if start else "")
        query = "autoplay=1&rel=0" + (f"&start={start}" if start else "")
        return f"https://www.youtube-nocookie.com/embed/{name}?{query}"

    @property
    def page_url(self) -> str:
        """Return the address of the video's page, for links and QR codes: made of the provider and its name for the
        video.
        """
        provider, name = _known(self.url)
        start = self.start_seconds
        if provider is Provider.VIMEO:
            return f"https://vimeo.com/{name}" + (f"#t={start}s" if start else "")
        if provider is Provider.YOUTUBE:
            return f"https://youtu.be/{name}" + (f"?t={start}" if start else "")
        return self.url

    @property
    def readable_url(self) -> str:
        """Return the address as people type it from paper."""
        provider, name = _known(self.url)
        if provider is Provider.VIMEO:
            return f"vimeo.com/{name}"
        if provider is Provider.YOUTUBE:
            return f"youtu.be/{name}" + (f"?t={self.start_seconds}" if self.start_seconds else "")
        return re.sub(r"^https?://(www\.)?", "", self.url)


@lru_cache(maxsize=1 << 15)
def _known(url: str) -> tuple[Provider, str]:
    """Return the provider and its own name for the video at *url*."""
    if not url.startswith(("http://", "https://")):
        return Provider.FILE, url
    parts = urlsplit(url)
    host, path = (parts.hostname or "").lower(), parts.path
    vimeo = _VIMEO_PATH.match(path)
    if host in _VIMEO_HOSTS and vimeo:
        key = vimeo[2] or "".join(parse_qs(parts.query).get("h", [])[:1])
        return Provider.VIMEO, vimeo[1] + (f"/{key}" if re.fullmatch(r"[0-9a-f]{6,20}", key) else "")
    name = ""
    if host in _YOUTUBE_HOSTS:
        match = re.match(r"^/(?:embed|shorts|live|v)/([\w-]{6,20})", path)
        name = match[1] if match else "".join(parse_qs(parts.query).get("v", [])[:1])
    elif host == "youtu.be":
        name = path.strip("/")
    if re.fullmatch(r"[\w-]{6,20}", name):
        return Provider.YOUTUBE, name
    return Provider.LINK, url
