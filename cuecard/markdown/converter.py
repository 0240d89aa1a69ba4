"""Prose: a body in Markdown becomes safe HTML with its links still open.

A body is converted once, knowing nothing of the rest of the site: its links come back as a list, with
the HTML cut at each, and are filled in when all addresses are known. So this is a pure function of the
text, the costly one of a build, and each file's result can be made apart and kept.

Python-Markdown keeps no line numbers, so the place of a link that turns out dead is looked up in the
text afterwards. The HTML is cleaned unless the owner of the site trusts it (`--trust-raw-html`); see `cleaning`.
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
"""How often HTML is cleaned until it stays as it is: elements that are nested wrongly can take more than one round."""
_MOST_TOLD = 100
"""Tags of one body: nobody reads more, and to find the place of thousands takes long."""
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_NOT_LINE_END = re.compile(r"[^\n]")
_BLANK = re.compile(r"\s*")
_RAW_TAG = re.compile(r"<([a-zA-Z][^\s/<>]*)(?=[\s/>])")


class Heading(Struct, frozen=True):
    """A heading of a body, for tables of contents and for links to it."""

    id: str
    text: str
    level: int
    """2 for the highest."""


_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
"""What an address begins with that leads out of the site."""
_PASSED_OVER = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
"""What browsers leave out of an address before they read it."""


class Link(Struct, frozen=True):
    """A link or picture of a body, as the author wrote its target."""

    target: str
    is_image: bool
    nth: int
    """How many links of the same target stand before it."""
    alt: str = ""
    """Of a picture: what it shows, for those who cannot see it."""
    given: tuple[str, ...] = ()
    """Of a picture: the names of the attributes that its tag has already."""

    @property
    def is_local(self) -> bool:
        """Whether it names a file or a place of this site, not an address elsewhere."""
        return not _ELSEWHERE.match(_PASSED_OVER.sub("", self.target))

    @property
    def is_allowed_elsewhere(self) -> bool:
        """Whether it is an address of a kind that a page may lead to."""
        return self.target.partition(":")[0].lower() in SCHEMES


class Body(Struct, frozen=True):
    """A converted body: HTML cut open at every link."""

    pieces: tuple[str, ...] = ()
    """One more than there are links; empty for an empty body."""
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: frozenset[str] = frozenset()
    """Every id in it, headings' and others'."""
    left_out: tuple[str, ...] = ()
    """Raw tags that are not allowed and were taken out, in the order of the text."""
    dropped: tuple[str, ...] = ()
    """Classes (`.name`), attributes (`=name`) and control characters taken out, and ids (`#name`) that were changed."""

    def html(
        self, resolve: Callable[[Link], str], more: Callable[[Link], Mapping[str, str]] | None = None
    ) -> str:
        """The HTML with *resolve*'s answer, unescaped, at the place of each link.

        A picture's tag is open there, so *more* may add attributes to it, also unescaped; one that the tag has
        already stays as it is.
        """
        filled = [self.pieces[0]] if self.pieces else []
        for link, piece in zip(self.links, self.pieces[1:], strict=True):
            filled.append(html.escape(resolve(link)))
            for name, value in more(link).items() if more and link.is_image else ():
                if name not in link.given:
                    filled.append(f'" {name}="{html.escape(value)}')
            filled.append(piece)
        return "".join(filled)

    def around_cards(self, is_card: Callable[[Link], bool]) -> Iterator[tuple[Body, Link | None]]:
        """The body cut at each paragraph that is nothing but a link which *is_card*.

        Gives the stretch before, and the link; the last stretch has none.
        """
        if not self.pieces:
            return
        pieces, links = [self.pieces[0]], list[Link]()
        for link, piece in zip(self.links, self.pieces[1:], strict=True):
            after = pieces[-1].endswith(_BEFORE_LONE_LINK) and _AFTER_LONE_LINK.match(piece)
            if after and not link.is_image and is_card(link):
                pieces[-1] = pieces[-1].removesuffix(_BEFORE_LONE_LINK)
                yield Body(tuple(pieces), tuple(links)), link
                pieces, links = [piece[after.end() :]], []
            else:
                pieces.append(piece)
                links.append(link)
        yield Body(tuple(pieces), tuple(links)), None

    def lone_links(self) -> tuple[Link, ...]:
        """The links that have a paragraph to themselves."""
        if not any(piece.endswith(_BEFORE_LONE_LINK) for piece in self.pieces):
            return ()
        return tuple(link for _, link in self.around_cards(lambda _: True) if link)


_BEFORE_LONE_LINK = '<p><a href="'
BACK_TO_FOOTNOTE = "Back to footnote {} in the text"
"""What the link back from a footnote is called; pages call it so in their own language."""
_AFTER_LONE_LINK = re.compile(r'"(?: title="[^"]*")?>[^<]*</a></p>')


class NestingError(Exception):
    """Lists or quotations nest further than Python-Markdown can follow."""


def convert(text: str, *, raw_html: bool = False, taken: frozenset[str] = frozenset()) -> Body:
    """Convert one body. Headings get ids that avoid those in *taken*; the highest becomes an h2.

    Raises:
        TooDeep: when the text nests too far.
        UnsafeError: when the HTML fails the check before it goes out.

    """
    if not text.strip():
        return Body()
    converter = _converter()
    converter.reset()
    try:
        made = converter.convert(text)
    except RecursionError:
        _converter.cache_clear()  # it was left in the middle of a text, and `reset` does not undo that
        raise NestingError from None
    if raw_html:
        return _body(rewrite(made, taken, is_raw=True))
    has_tags = "<" in text
    left_out = tuple(islice(refused_tags(made), _MOST_TOLD)) if has_tags else ()
    if not has_tags and is_harmless(made):
        rewritten = rewrite(made, taken, is_harmless=True)
        check(rewritten.whole, is_harmless=True)
        return _body(rewritten, left_out)
    attributes = tuple(f"={name}" for name in islice(refused_attributes(made), _MOST_TOLD))
    for _ in range(_MOST_ROUNDS):
        made = clean(made)
        rewritten = rewrite(made, taken)
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
    """Do what the first body would have to wait for."""
    _converter()


def place_of_link(text: str, link: Link) -> Span | None:
    """Where the target of *link* stands in the body *text*, its lines counted from 1."""
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
    """Each place at which *target* stands whole, and as the target of a link."""
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
    """Each place at which *target* is written with entities, such as `&amp;` or `&#8203;`."""
    for match in _WRITTEN_TARGET.finditer(prose) if "&" in prose else ():
        if "&" in match[1] and html.unescape(match[1]) == target:
            yield match.start(1)


_WRITTEN_TARGET = re.compile(r"""(?:\]\(\s*<?|\b(?:href|src)\s*=\s*["']?)([^\s<>()"']+)""")


def places_of_tags(text: str, tags: Sequence[str]) -> list[Span]:
    """Where in the body *text* the refused raw *tags* stand, given in their order.

    Code that is told by its indent alone is hard to know, so where there are more tags than *tags*, those
    in the lines with the smallest indents count.
    """
    prose = _without_comments(_prose(text))
    found: dict[str, list[re.Match[str]]] = {}
    for match in _RAW_TAG.finditer(prose):
        found.setdefault(match[1], []).append(match)
    for name, matches in found.items():
        by_indent = sorted(matches, key=lambda match: _indent_at(prose, match.start()))
        found[name] = sorted(by_indent[: tags.count(name)], key=re.Match.start)
    waiting = {name: iter(matches) for name, matches in found.items()}
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
        found = next(waiting[name], None)
        spans.append(span_at(text, *found) if found else Span(1, 1, 1))
    return spans


_MOST_LOOKS = 2_000
"""Places of one body that are looked at for the places of names: more would take long, and each costs little."""


def _places_of_name(prose: str, name: str, looks: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Offset and width of each place where a class, id or attribute is written, or a character by its number."""
    sign, word = name[0], name[1:]
    if not word:
        code = ord(sign)
        for match in re.finditer(rf"&#(?:0*{code}|[xX]0*(?i:{code:x}));?|{sign}", prose):
            yield match.start(), len(match[0])
        return
    before = {".": _BEFORE_CLASS, "=": _BEFORE_ATTRIBUTE}.get(sign, _BEFORE_ID)
    is_attribute = sign == "="  # which may be written in capitals, and in another line than its tag
    flags = re.IGNORECASE if is_attribute else re.NOFLAG
    for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", prose, flags):
        if next(looks, None) is None:
            return
        line = 0 if is_attribute else prose.rfind("\n", 0, match.start()) + 1
        if before.search(prose, max(line, match.start() - _LONGEST_LIST), match.start()):
            yield match.start(), len(word)


_LONGEST_LIST = 500
"""Characters of an attribute list that are looked at before a name in it."""
_BEFORE_CLASS = re.compile(
    r"""(?:\{:?[^{}\n]*(?:\.|class\s*=\s*["']?[^"'{}\n]*)|class\s*=\s*["']?[^"'<>\n]*|!!!.*)\Z"""
)
_BEFORE_ATTRIBUTE = re.compile(r"""(?:\{:?|<[a-zA-Z])(?:"[^"]*+"|'[^']*+'|[^"'{}<>])*+\Z""")
_BEFORE_ID = re.compile(r"""(?:\{:?[^{}\n]*(?:\#|id\s*=\s*["']?)|id\s*=\s*["']?)\Z""")


def _indent_at(prose: str, at: int) -> int:
    """How far the line is indented in which the offset *at* lies."""
    start = prose.rfind("\n", 0, at) + 1
    blank = _BLANK.match(prose, start, at)
    return len(blank[0].expandtabs(4)) if blank else 0


def span_at(text: str, start: int, width: int) -> Span:
    """The place of the offset *start* in *text*, whose lines end at a line feed."""
    line = text.count("\n", 0, start)
    return Span(line + 1, start - (text.rfind("\n", 0, start) + 1) + 1, width)


def extensions() -> list[markdown.Extension]:
    """What is read besides plain Markdown.

    Python-Markdown would find extensions by their names too, but looks through all that is installed for that, 25 ms.
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
    """One for the whole process: making one costs more than a short page (and it must be reset each time)."""
    converter = markdown.Markdown(extensions=extensions(), output_format="html")
    # A code block's options are for programs that colour code: true, false and numbers, which no attribute can be.
    fences: Any = converter.preprocessors["fenced_code_block"]
    fences.checked_for_deps, fences.use_attr_list = True, False
    install_fast_path(converter)
    return converter


@lru_cache(maxsize=1)
def _known_places(text: str) -> dict[str, tuple[int, ...]]:
    """Where the targets stand in *text* that were looked for, as it may have thousands of dead links to one."""
    return {}


@lru_cache(maxsize=1)
def _prose(text: str) -> str:
    """*text* with its code blanked; several problems of one text ask for it in turn."""
    return _CODE.sub(_blanked, text)


def _blanked(match: re.Match[str]) -> str:
    """Code, with everything but its line ends turned to spaces, so that offsets hold."""
    return _NOT_LINE_END.sub(" ", match[0])
