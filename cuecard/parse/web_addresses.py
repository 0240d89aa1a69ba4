"""Web addresses as authors write them, read so that every program that gets one sees the same host.

Browsers, phones that scan a code and Python disagree about backslashes, users before an `@`, blanks and unseen
characters. An address with any of these could look like one host and lead to another, so it is refused.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from cuecard.core.diagnostics import InvalidValueError

_BEGINNING = re.compile(r"(https?)://([^/?#]+)", re.IGNORECASE)
_PLAIN = re.compile(r"https?://(?:[a-z0-9]++[.-])++[a-z]{2,20}+(?:/[a-zA-Z0-9_./#?=%+&-]{0,500}+)?+")
"""An address in which nothing can be misread, as most are."""
_USUAL = 250
"""Characters, up to which the host is surely no longer than a host can be."""
_LABEL = re.compile(r"[^\W_](?:[\w-]*[^\W_])?|[^\W_][\w-]*")
_REFUSED_SIGNS = frozenset('\\<>"`^{}')
_WHOLE = 'write it whole, such as "https://example.org/page"'
_LONGEST = 2_000
"""Characters: what every browser takes."""


def read_web_address(text: str, code: str = "bad-address", hint: str = _WHOLE) -> SplitResult:
    """Return the parts of a web address.

    Raises:
        InvalidValueError: with *code*, when it is none, or could be read in two ways; *hint* is for what is none.

    """
    if len(text) <= _USUAL and _PLAIN.fullmatch(text):
        return urlsplit(text)
    _check_signs(text, code)
    match = _BEGINNING.match(text)
    if not match:
        raise InvalidValueError(code, f'"{text}" is not a web address', hint)
    host = match[2]
    if "@" in host:
        message = f'"{text}" has a user before the "@" and leads to "{host.rpartition("@")[2]}"'
        raise InvalidValueError(code, message, 'write it without the "@" and the user before it')
    try:
        parts = urlsplit(text)
        is_good = (parts.port or 1) > 0 and _is_host(parts.hostname or "", in_brackets="[" in host)
    except ValueError:
        is_good = False
    if not is_good:
        raise InvalidValueError(
            code, f'"{text}" is not a web address: "{host[:80]}" is not a valid host', hint
        )
    return parts


def check_other_address(text: str, code: str = "bad-link") -> None:
    """Refuse an address of another kind (`mailto:`, `tel:`) with characters that it cannot have.

    Raises:
        InvalidValueError: with *code*.

    """
    _check_signs(text, code)


def _check_signs(text: str, code: str) -> None:
    if len(text) > _LONGEST:
        message = f"this address has {len(text):,} characters; the limit is {_LONGEST:,}"
        raise InvalidValueError(code, message, "use a shorter one")
    for char in text:
        if char in _REFUSED_SIGNS:
            hint = "write / instead" if char == "\\" else f"write %{ord(char):02X} instead"
            raise InvalidValueError(
                code, f'"{text}" has a character that is not allowed in a web address: {char}', hint
            )
        if char.isspace() or unicodedata.category(char)[0] in "CZ":
            is_space = char == " "
            what = "a space" if is_space else f"an invisible character (U+{ord(char):04X})"
            hint = "write %20 instead, or join the two parts" if is_space else "delete it"
            raise InvalidValueError(code, f'"{text}" has {what} in it', hint)


def _is_host(host: str, *, in_brackets: bool) -> bool:
    if in_brackets:
        ipaddress.ip_address(host.partition("%")[0])
        return "%" not in host
    if unicodedata.normalize("NFKC", host) != host:  # a browser would read other letters, or a slash
        return False
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in host.removesuffix(".").split("."))
