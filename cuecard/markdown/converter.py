"""Convert a Markdown body to safe HTML, with its links still to be filled in.

A body is converted without knowledge of the rest of the site: its links are returned as a list, and the HTML is split
at each, so that they can be filled in when all URLs are known. So this is a pure function of the text, the most
expensive one of a build, and the result of each file can be computed in parallel and cached.

Python-Markdown keeps no line numbers, so the place of a dead link is looked up in the text afterwards. The HTML is
sanitized unless the owner of the site trusts it (`--trust-raw-html`); see `sanitize`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from itertools import islice
from typing import Any

import markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from msgspec import Struct

from cuecard.core.span import Span
from cuecard.markdown.fast_path import install_fast_path
from cuecard.markdown.rewriter import Rewritten, rewrite
from cuecard.markdown.sanitize import (
    SCHEMES,
    UnsafeError,
    check,
    clean,
    is_harmless,
    refused_attributes,
    refused_tags,
)

_MOST_ROUNDS = 4
"""Rounds of cleaning until the HTML stays the same: wrongly nested elements can need more than one."""
_MOST_REPORTED = 100
"""Tags reported per body: nobody reads more, and finding the places of thousands takes long."""
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_NOT_LINE_END = re.compile(r"[^\n]")
_BLANK = re.compile(r"\s*")
_RAW_TAG = re.compile(r"<([a-zA-Z][^\s/<>]*)(?=[\s/>])")


class Heading(Struct, frozen=True):
    """A heading of a body, for tables of contents and links."""

    id: str
    text: str
    level: int
    """2 for the highest."""


_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
"""How an address begins that leads out of the site."""
_PASSED_OVER = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
"""Characters that browsers ignore in an address."""


class Link(Struct, frozen=True):
    """A link or picture of a body, as the author wrote its target."""

    target: str
    is_image: bool
    nth: int
    """The number of links with the same target before it."""
    alt: str = ""
    """Description of a picture, for people who cannot see it."""
    given: tuple[str, ...] = ()
    """The names of the attributes that the tag of a picture already has."""

    @property
    def is_local(self) -> bool:
        """Return whether it leads to a file or place of this site."""
        return not _ELSEWHERE.match(_PASSED_OVER.sub("", self.target))

    @property
    def is_allowed_elsewhere(self) -> bool:
        """Return whether its scheme is allowed."""
        return self.target.partition(":")[0].lower() in SCHEMES


class Body(Struct, frozen=True):
    """A converted body: HTML split at every link."""

    pieces: tuple[str, ...] = ()
    """HTML fragments, one more than there are links; empty for an empty body."""
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: frozenset[str] = frozenset()
    """All ids in it, of headings and other elements."""
    left_out: tuple[str, ...] = ()
    """Raw tags that are not allowed and were removed, in the order of the text."""
    dropped: tuple[str, ...] = ()
    """Classes (`.name`), attributes (`=name`) and control characters taken out, and ids (`#name`) that were changed."""

    def html(
        self, resolve: Callable[[Link], str], more: Callable[[Link], Mapping[str, str]] | None = None
    ) -> str:
        """Return the HTML, with the result of *resolve* (unescaped) as the address of each link.

        *more* can add attributes (unescaped) to the tag of a picture; attributes that the tag already has win.
        """
        filled = [self.pieces[0]] if self.pieces else []
        for link, fragment in zip(self.links, self.pieces[1:], strict=True):
            filled.append(html.escape(resolve(link)))
            for name, value in more(link).items() if more and link.is_image else ():
                if name not in link.given:
                    filled.append(f'" {name}="{html.escape(value)}')
            filled.append(fragment)
        return "".join(filled)

    def around_cards(self, is_card: Callable[[Link], bool]) -> Iterator[tuple[Body, Link | None]]:
        """Split the body at each paragraph that contains only a link for which *is_card* is true.

        Yields the part before each such link, and the link; the last part has none.
        """
        if not self.pieces:
            return
        fragments, links = [self.pieces[0]], list[Link]()
        for link, fragment in zip(self.links, self.pieces[1:], strict=True):
            after = fragments[-1].endswith(_BEFORE_LONE_LINK) and _AFTER_LONE_LINK.match(fragment)
            if after and not link.is_image and is_card(link):
                fragments[-1] = fragments[-1].removesuffix(_BEFORE_LONE_LINK)
                yield Body(tuple(fragments), tuple(links)), link
                fragments, links = [fragment[after.end() :]], []
            else:
                fragments.append(fragment)
                links.append(link)
        yield Body(tuple(fragments), tuple(links)), None

    def lone_links(self) -> tuple[Link, ...]:
        """Return the links that are alone in a paragraph."""
        if not any(fragment.endswith(_BEFORE_LONE_LINK) for fragment in self.pieces):
            return ()
        return tuple(link for _, link in self.around_cards(lambda _: True) if link)


_BEFORE_LONE_LINK = '<p><a href="'
BACK_TO_FOOTNOTE = "Back to footnote {} in the text"
"""What the link back from a footnote is called; pages call it so in their own language."""
_AFTER_LONE_LINK = re.compile(r'"(?: title="[^"]*")?>[^<]*</a></p>')


class NestingError(Exception):
    """Lists or quotations are nested too deeply for Python-Markdown."""


def convert(text: str, *, raw_html: bool = False, taken: frozenset[str] = frozenset()) -> Body:
    """Convert one body. Headings get ids that avoid those in *taken*; the highest becomes an h2.

    Raises:
        NestingError: if the text is nested too deeply.
        UnsafeError: if the HTML fails the final check.

    """
    if not text.strip():
        return Body()
    converter = _converter()
    converter.reset()
    try:
        converted = converter.convert(text)
    except RecursionError:
        _converter.cache_clear()  # it was left in the middle of a text, and `reset` does not undo that
        raise NestingError from None
    if raw_html:
        return _body(rewrite(converted, taken, is_raw=True))
    has_tags = "<" in text
    left_out = tuple(islice(refused_tags(converted), _MOST_REPORTED)) if has_tags else ()
    if not has_tags and is_harmless(converted):
        rewritten = rewrite(converted, taken, is_harmless=True)
        check(rewritten.whole, is_harmless=True)
        return _body(rewritten, left_out)
    attributes = tuple(f"={name}" for name in islice(refused_attributes(converted), _MOST_REPORTED))
    for _ in range(_MOST_ROUNDS):
        converted = clean(converted)
        rewritten = rewrite(converted, taken)
        with suppress(UnsafeError):
            check(rewritten.whole, is_harmless=False)
            return _body(rewritten, left_out, attributes)
    raise UnsafeError


def _body(rewritten: Rewritten, left_out: tuple[str, ...] = (), attributes: tuple[str, ...] = ()) -> Body:
    seen: dict[str, int] = {}
    links = []
    for one in rewritten.links:
        nth = seen.get(one.target, 0)
        seen[one.target] = nth + 1
        links.append(Link(one.target, one.is_image, nth, one.alt, one.given))
    headings = tuple(Heading(one.id, one.text, one.level) for one in rewritten.headings)
    return Body(
        rewritten.pieces, tuple(links), headings, rewritten.ids, left_out, (*attributes, *rewritten.dropped)
    )


def prepare() -> None:
    """Create the converter before the first body needs it."""
    _converter()


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
        stands_whole = end >= len(prose) or prose[end] in " \t\n)>\"'"
        if stands_whole and _BEFORE_TARGET.search(prose, max(0, start - 300), start):
            yield start
        start = prose.find(target, start + 1)


def _places_by_entity(prose: str, target: str) -> Iterator[int]:
    """Yield each offset at which *target* is written with entities, such as `&amp;` or `&#8203;`."""
    for match in _WRITTEN_TARGET.finditer(prose) if "&" in prose else ():
        if "&" in match[1] and html.unescape(match[1]) == target:
            yield match.start(1)


_WRITTEN_TARGET = re.compile(r"""(?:\]\(\s*<?|\b(?:href|src)\s*=\s*["']?)([^\s<>()"']+)""")


def places_of_tags(text: str, tags: Sequence[str]) -> list[Span]:
    """Return where the refused raw *tags* are in the body *text*, in the same order.

    Indented code is hard to recognize, so if the text has more such tags, those in the lines with the smallest indents
    are chosen.
    """
    prose = _without_comments(_prose(text))
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


def _without_comments(text: str) -> str:
    """*text* with its comments blanked. A pattern would look for the end of each of thousands that have none."""
    parts: list[str] = []
    done = 0
    while (start := text.find("<!--", done)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[done:start], _NOT_LINE_END.sub(" ", text[start : end + 3])]
        done = end + 3
    return "".join([*parts, text[done:]])


def places_of_dropped(text: str, dropped: Sequence[str]) -> list[Span]:
    """Where in the body *text* the classes, ids and characters stand that a `Body` names as dropped, in their order."""
    prose = _without_comments(_prose(text))
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
    """Offset and width of each place where a class, id or attribute is written, or a character by its number."""
    marker, word = name[0], name[1:]
    if not word:
        code = ord(marker)
        for match in re.finditer(rf"&#(?:0*{code}|[xX]0*(?i:{code:x}));?|{marker}", prose):
            yield match.start(), len(match[0])
        return
    before = {".": _BEFORE_CLASS, "=": _BEFORE_ATTRIBUTE}.get(marker, _BEFORE_ID)
    is_attribute = marker == "="  # which may be written in capitals, and in another line than its tag
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


def _indent_at(prose: str, at: int) -> int:
    """Return the indent of the line that contains the offset *at*."""
    start = prose.rfind("\n", 0, at) + 1
    blank = _BLANK.match(prose, start, at)
    return len(blank[0].expandtabs(4)) if blank else 0


def span_at(text: str, start: int, width: int) -> Span:
    """Return the place of the offset *start* in *text*, whose lines end with a line feed."""
    line = text.count("\n", 0, start)
    return Span(line + 1, start - (text.rfind("\n", 0, start) + 1) + 1, width)


def extensions() -> list[markdown.Extension]:
    """Return the enabled Markdown extensions.

    Python-Markdown can find extensions by name too, but that searches all installed packages, which takes 25 ms.
    """
    return [
        AbbrExtension(),
        AdmonitionExtension(),
        AttrListExtension(),
        DefListExtension(),
        FencedCodeExtension(),
        FootnoteExtension(BACKLINK_TITLE=BACK_TO_FOOTNOTE),
        SaneListExtension(),
        TableExtension(),
    ]


@cache
def _converter() -> markdown.Markdown:
    """Return the converter of this process: creating one costs more than a short page. Reset it before each use."""
    converter = markdown.Markdown(extensions=extensions(), output_format="html")
    # A code block's options are for programs that colour code: true, false and numbers, which no attribute can be.
    fences: Any = converter.preprocessors["fenced_code_block"]
    fences.checked_for_deps, fences.use_attr_list = True, False
    install_fast_path(converter)
    return converter


@lru_cache(maxsize=1)
def _known_places(text: str) -> dict[str, tuple[int, ...]]:
    """Return the cache of target places in *text*, which may have thousands of dead links to one target."""
    return {}


@lru_cache(maxsize=1)
def _prose(text: str) -> str:
    """Return *text* with its code replaced by spaces; cached, as several problems of one text need it."""
    return _CODE.sub(_blanked, text)


def _blanked(match: re.Match[str]) -> str:
    """Replace everything but line ends with spaces, so that offsets stay valid."""
    return _NOT_LINE_END.sub(" ", match[0])
