"""Which file of the site an address means, and who may ask: pure questions, answered as static hosts do."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import socket
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from msgspec import Struct


class Moved(Struct, frozen=True):
    """The page has another address."""

    address: str
    """From the root, such as `/muscles/`, fit for a `Location` header."""


def find(folder: Path, path: str) -> Path | Moved | None:
    """The file of the site in *folder* that is shown at *path*, the part of an address behind the host.

    `/` and `/muscles/` are the index.html there; `/exercises/squat` is squat.html. None where nothing is, and
    for what is hidden or outside of the folder, and for names that the disk cannot hold.
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
    """Whether the `Host` header *host* is one that a reader of the preview on *served* can have typed.

    A foreign website can give its own name the address of this machine (DNS rebinding), and its pages could
    then read ours. It cannot do so with an address in figures, nor with the names of this machine.
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
    """Whether what listens on *host* can be reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


_SHEET = re.compile(
    rb"""<link\b(?=[^>]*\brel=["']?stylesheet\b)[^>]*\bhref=["']?([^"'\s>]*[^"'\s>/]\.[0-9a-f]{10}\.css)\b"""
)


class Shown(Struct, frozen=True):
    """What a page shows, told so shortly that two states of it can be compared."""

    digest: str
    """Of its bytes without the names of its style sheets."""
    sheets: tuple[str, ...]
    """The addresses of its style sheets, as they stand in it."""


def shown(page: bytes) -> Shown:
    """What the bytes of a page come to."""
    matches = list(_SHEET.finditer(page))
    bare, end = [], 0
    for match in matches:
        bare.append(page[end : match.start(1)])
        end = match.end(1)
    bare.append(page[end:])
    digest = hashlib.sha256(b"\0".join(bare)).hexdigest()[:16]
    return Shown(digest, tuple(match[1].decode() for match in matches))
