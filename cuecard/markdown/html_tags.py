"""Tags of HTML, read as a whole with their attributes, from the first to the last.

Nothing is searched for inside the text or inside the value of an attribute, so no author can place something there
that is taken for markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from msgspec import Struct

_CLEAN_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)>')
"""A tag as nh3 writes it, and Markdown where it has no raw HTML: neither `<` nor `>` is in a text or a value."""
_LOOSE_TAG = re.compile(
    r"""<!-- | <(/?)([a-zA-Z][^\s/<>]*+)
      ((?:\s++ | / | [^\s"'<>=/]++(?:\s*+=\s*+(?:"[^"]*+" | '[^']*+' | [^\s"'<>]++))?+)*+)>""",
    re.VERBOSE,
)
"""A tag, or the beginning of a comment, in HTML that was not cleaned. No part of a tag can be read in two ways, and
none steps back."""
_WITHOUT_TAGS = frozenset(["script", "style", "textarea", "title", "iframe", "xmp", "noscript"])
"""Elements whose content is text alone, up to their end tag."""
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_LOOSE_ATTRIBUTE = re.compile(r"""([^\s"'<>=/]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>]++)))?+""")


class Tag(Struct, frozen=True):
    """One tag of HTML."""

    start: int
    end: int
    """Offsets of the tag in the HTML."""
    is_end: bool
    name: str
    """In small letters."""
    attributes: tuple[tuple[str, str], ...] = ()
    """Names and values, the values as they are written in HTML."""

    def get(self, name: str) -> str:
        """Return the value of an attribute, unescaped; empty if it is missing."""
        return next((html.unescape(value) for known, value in self.attributes if known == name), "")

    def has(self, name: str) -> bool:
        """Return whether the attribute is written."""
        return any(known == name for known, _ in self.attributes)


def loose_tags(converted: str) -> Iterator[Tag]:
    """Yield every tag of HTML that may not be clean, except those in comments, scripts and the like."""
    return (tag for _, _, tag in _loose_parts(converted) if tag)


def without_clean_tags(converted: str) -> str:
    """Return the text of HTML that nh3 wrote."""
    return _CLEAN_TAG.sub("", converted)


def without_comments(converted: str, blank: Callable[[str], str] = lambda _: "") -> str:
    """Return HTML that may not be clean with each comment replaced by *blank* of it; one that never ends stays.

    There is no pattern for this, as it would search an end for each of thousands of comments without one.
    """
    parts: list[str] = []
    at = 0
    while (start := converted.find("<!--", at)) >= 0 and (end := converted.find("-->", start + 4)) >= 0:
        parts += [converted[at:start], blank(converted[start : end + 3])]
        at = end + 3
    return "".join([*parts, converted[at:]])


def without_loose_tags(converted: str) -> str:
    """Return the text of HTML that may not be clean: without its tags, comments, scripts and the like."""
    parts: list[str] = []
    at = 0
    for start, end, _ in _loose_parts(converted):
        parts.append(converted[at:start])
        at = end
    return "".join([*parts, converted[at:]])


def _loose_parts(converted: str) -> Iterator[tuple[int, int, Tag | None]]:
    """Yield start and end of each tag, and of each comment and script, which is skipped as a whole and is no tag.

    The search for an end stops once it has failed, so that the time grows with the length of *converted* only.
    """
    at = 0
    endless: set[str] = set()
    while match := _LOOSE_TAG.search(converted, at):
        start, at = match.span()
        name = (match[2] or "").lower()
        if not name:
            end = -1 if name in endless else converted.find("-->", at)
            if end < 0:
                endless.add(name)
            else:
                at = end + len("-->")
                yield start, at, None
            continue
        if not match[1] and name in _WITHOUT_TAGS and name not in endless:
            if closing := re.compile(rf"</{name}\s*+>", re.IGNORECASE).search(converted, at):
                at = closing.end()
                yield start, at, None
                continue
            endless.add(name)
        attributes = tuple(
            (one[1].lower(), next((value for value in one.groups()[1:] if value is not None), ""))
            for one in _LOOSE_ATTRIBUTE.finditer(match[3])
        )
        yield start, at, Tag(start, at, bool(match[1]), name, attributes)


def clean_tags(converted: str) -> Iterator[Tag]:
    """Yield every tag of HTML that nh3 wrote."""
    for match in _CLEAN_TAG.finditer(converted):
        is_end, name, attributes = match.groups()
        pairs = tuple(_ATTRIBUTE.findall(attributes)) if attributes else ()
        yield Tag(match.start(), match.end(), bool(is_end), name, pairs)
