"""Find where links, raw tags, classes and ids are written in the Markdown of a body.

Python-Markdown keeps no line numbers, so problems of a converted body are looked up in its text afterwards.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cuecard.core.span import Span
from cuecard.markdown.blocks.definitions import unescaped
from cuecard.markdown.converter import Link
from cuecard.markdown.html_tags import without_comments

_CODE = re.compile(
    r"^[ >]*(?:(?:[-+*]|\d+[.)]) +)?(?P<fence>```+|~~~+)[^`\n]*\n.*?(?:^[ >]*(?P=fence)[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_NOT_LINE_END = re.compile(r"[^\n]")
_BLANK = re.compile(r"\s*")
_RAW_TAG = re.compile(r"<([a-zA-Z][^\s/<>]*)(?=[\s/>])")


def place_of_link(text: str, link: Link) -> Span | None:
    """Return where the target of *link* is in the body *text*; lines count from 1."""
    known = _known_places(text)
    if link.target not in known:
        prose = _prose(text)
        known[link.target] = tuple(_places(prose, link.target)) or tuple(
            _places_by_entity(prose, link.target)
        )
    places = known[link.target]
    if not places:
        return None
    return span_at(text, places[min(link.nth, len(places) - 1)], len(link.target))


_BEFORE_TARGET = re.compile(
    r"""(?:\]\(\s*<?|^\ {0,3}\[[^\]\n]+\]:\s*<?|\b(?:href|src)\s*=\s*["']?\s*|<)\Z""",
    re.MULTILINE | re.VERBOSE,
)


def _places(prose: str, target: str) -> Iterator[int]:
    """Yield each offset at which *target* is the whole target of a link."""
    if not target:
        yield from (match.end() for match in re.finditer(r"\]\((?=\s*\))", prose))
        return
    start = prose.find(target)
    while start >= 0:
        end = start + len(target)
        is_whole = end >= len(prose) or prose[end] in " \t\n)>\"'"
        if is_whole and _BEFORE_TARGET.search(prose, max(0, start - 300), start):
            yield start
        start = prose.find(target, start + 1)


def _places_by_entity(prose: str, target: str) -> Iterator[int]:
    r"""Yield each offset at which *target* is written with entities, such as `&amp;`, or with backslashes, as `\@`."""
    for match in _WRITTEN_TARGET.finditer(prose) if "&" in prose or "\\" in prose else ():
        if html.unescape(unescaped(match[1])) == target:
            yield match.start(1)


_WRITTEN_TARGET = re.compile(r"""(?:\]\(\s*<?|\b(?:href|src)\s*=\s*["']?)([^\s<>()"']+)""")


def places_of_tags(text: str, tags: Sequence[str]) -> list[Span]:
    """Return where the refused raw *tags* are in the body *text*, in the same order.

    Indented code is hard to recognize, so if the text has more such tags, those in the lines with the smallest indents
    are chosen.
    """
    prose = without_comments(_prose(text), _blank)
    matches_by_name: dict[str, list[re.Match[str]]] = {}
    for match in _RAW_TAG.finditer(prose):
        matches_by_name.setdefault(match[1], []).append(match)
    for name, matches in matches_by_name.items():
        by_indent = sorted(matches, key=lambda match: _indent_at(prose, match.start()))
        matches_by_name[name] = sorted(by_indent[: tags.count(name)], key=re.Match.start)
    waiting = {name: iter(matches) for name, matches in matches_by_name.items()}
    spans: list[Span] = []
    for name in tags:
        place = next(waiting.get(name, iter(())), None)
        spans.append(span_at(text, place.start(), len(place[0])) if place else Span(1, 1, 1))
    return spans


def places_of_dropped(text: str, dropped: Sequence[str]) -> list[Span]:
    """Return the places in the body *text* of what a `Body` names as *dropped*, in the same order."""
    prose = without_comments(_prose(text), _blank)
    looks = iter(range(_MOST_LOOKS))
    waiting = {name: _places_of_name(prose, name, looks) for name in dropped}
    spans: list[Span] = []
    for name in dropped:
        place = next(waiting[name], None)
        spans.append(span_at(text, *place) if place else Span(1, 1, 1))
    return spans


_MOST_LOOKS = 2_000
"""Limit of places examined per body when looking for names."""


def _places_of_name(prose: str, name: str, looks: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Yield offset and width of each place of a class, id or attribute, or of a character written by its number."""
    marker, word = name[0], name[1:]
    if not word:
        code = ord(marker)
        for match in re.finditer(rf"&#(?:0*{code}|[xX]0*(?i:{code:x}));?|{marker}", prose):
            yield match.start(), len(match[0])
        return
    before = {".": _BEFORE_CLASS, "=": _BEFORE_ATTRIBUTE}.get(marker, _BEFORE_ID)
    is_attribute = marker == "="  # can be in capitals, and on another line than its tag
    flags = re.IGNORECASE if is_attribute else re.NOFLAG
    for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", prose, flags):
        if next(looks, None) is None:
            return
        line = 0 if is_attribute else prose.rfind("\n", 0, match.start()) + 1
        if before.search(prose, max(line, match.start() - _LONGEST_LIST), match.start()):
            yield match.start(), len(word)


_LONGEST_LIST = 500
"""Characters of an attribute list that are examined before a name in it."""
_BEFORE_CLASS = re.compile(
    r"""(?:\{:?[^{}\n]*(?:\.|class\s*=\s*["']?[^"'{}\n]*)|class\s*=\s*["']?[^"'<>\n]*|!!!.*)\Z"""
)
_BEFORE_ATTRIBUTE = re.compile(r"""(?:\{:?|<[a-zA-Z])(?:"[^"]*+"|'[^']*+'|[^"'{}<>])*+\Z""")
_BEFORE_ID = re.compile(r"""(?:\{:?[^{}\n]*(?:\#|id\s*=\s*["']?)|id\s*=\s*["']?)\Z""")


def places_of_words(text: str, needles: Sequence[str]) -> Iterator[Span]:
    """Yield where each of *needles* is in the body *text*, in turn; equal ones have one place after the other."""
    prose = without_comments(_prose(text), _blank)
    after: dict[str, int] = {}
    for needle in needles:
        at = prose.find(needle, after.get(needle, 0))
        if at < 0:
            at = max(text.find(needle), 0)
        else:
            after[needle] = at + len(needle)
        yield span_at(text, at, len(needle.partition("\n")[0]))


def _indent_at(prose: str, at: int) -> int:
    """Return the indent of the line that contains the offset *at*."""
    start = prose.rfind("\n", 0, at) + 1
    blank = _BLANK.match(prose, start, at)
    return len(blank[0].expandtabs(4)) if blank else 0


def span_at(text: str, start: int, width: int) -> Span:
    """Return the place of the offset *start* in *text*, whose lines end with a line feed."""
    line = text.count("\n", 0, start)
    return Span(line + 1, start - (text.rfind("\n", 0, start) + 1) + 1, width)


@lru_cache(maxsize=1)
def _known_places(text: str) -> dict[str, tuple[int, ...]]:
    """Return the cache of target places in *text*, which may have thousands of dead links to one target."""
    return {}


@lru_cache(maxsize=1)
def _prose(text: str) -> str:
    """Return *text* with its code replaced by spaces; cached, as several problems of one text need it."""
    return _CODE.sub(lambda match: _blank(match[0]), text)


def _blank(text: str) -> str:
    """Replace everything but line ends with spaces, so that offsets stay valid."""
    return _NOT_LINE_END.sub(" ", text)
