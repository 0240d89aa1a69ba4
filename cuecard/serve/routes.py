"""Which file of the site a URL leads to, and who may ask: pure functions that answer as static hosts do."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import socket
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from msgspec import Struct


class Moved(Struct, frozen=True):
    """The page has another URL."""

    address: str
    """From the root, such as `/muscles/`, for a `Location` header."""


def find(folder: Path, path: str) -> Path | Moved | None:
    """Return the file of the site in *folder* that is shown at *path*, the part of a URL after the host.

    `/` and `/muscles/` are the index.html there; `/exercises/squat` is squat.html. None if there is no such file, for
    what is hidden or outside of the folder, and for names that the disk does not allow.
    """
    try:
        return _find(folder, path)
    except (OSError, RuntimeError):
        return None


def _find(folder: Path, path: str) -> Path | Moved | None:
    try:
        start, *names = unquote_to_bytes(path).decode().split("/")
    except UnicodeDecodeError:
        return None
    if start or not names:
        return None
    *parents, last = names
    if any(name.startswith(".") or not name for name in parents) or last.startswith("."):
        return None
    if any(char in name for name in names for char in "\0\\:"):
        return None
    place = folder.joinpath(*names)
    if not last:
        page = place / "index.html"
        if not page.is_file() and parents and place.with_name(f"{place.name}.html").is_file():
            return Moved("/" + quote("/".join(parents)))
    elif place.is_file():
        page = place
    else:
        page = place.with_name(f"{last}.html")
        if not page.is_file() and (place / "index.html").is_file():
            return Moved("/" + quote("/".join(names)) + "/")
    is_ours = page.is_file() and page.resolve().is_relative_to(folder.resolve())
    return page if is_ours else None


def is_known_host(host: str, served: str) -> bool:
    """Return whether a reader of the preview on *served* can have typed the `Host` header *host*.

    Another website can give its own name the address of this machine (DNS rebinding), and its pages could then read
    ours. It cannot do so with a numeric address, nor with the names of this machine.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        ours = socket.gethostname().lower()
        return name.endswith(".localhost") or name in {"localhost", served.lower(), ours, f"{ours}.local"} - {
            ""
        }
    return True


def is_loopback(host: str) -> bool:
    """Return whether a server on *host* can be reached from this machine only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


_SHEET = re.compile(
    rb"""<link\b(?=[^>]*\brel=["']?stylesheet\b)[^>]*\bhref=["']?([^"'\s>]*[^"'\s>/]\.[0-9a-f]{10}\.css)\b"""
)


class Shown(Struct, frozen=True):
    """A short form of what a page shows, by which two versions of it can be compared."""

    digest: str
    """Of its bytes without the names of its style sheets."""
    sheets: tuple[str, ...]
    """The addresses of its style sheets, as written in it."""


def shown(page: bytes) -> Shown:
    """Return the short form of a page."""
    matches = list(_SHEET.finditer(page))
    others, end = [], 0
    for match in matches:
        others.append(page[end : match.start(1)])
        end = match.end(1)
    others.append(page[end:])
    digest = hashlib.sha256(b"\0".join(others)).hexdigest()[:16]
    return Shown(digest, tuple(match[1].decode() for match in matches))
