"""Convert a Markdown body to safe HTML, with its links still to be filled in.

A body is converted without knowledge of the rest of the site: its links are returned as a list, and the HTML is split
at each, so that they can be filled in when all URLs are known. So this is a pure function of the text, the most
expensive one of a build, and the result of each file can be computed in parallel and cached.

The HTML is sanitized unless the owner of the site trusts it (`--trust-raw-html`); see `sanitize`. `source_places` finds
where something of a converted body is in its text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from itertools import islice

import markdown
from msgspec import Struct

from cuecard.markdown.blocks.builder import NestingError
from cuecard.markdown.dialect import Dialect
from cuecard.markdown.fast_path import install_fast_path
from cuecard.markdown.look_alikes import with_plain_spaces
from cuecard.markdown.notices import Notice, Notices
from cuecard.markdown.rewriter import Rewritten, rewrite
from cuecard.markdown.sanitize import (
    SCHEMES,
    UnsafeError,
    check,
    clean,
    is_harmless,
    refused_attributes,
)

_MOST_ROUNDS = 4
"""Rounds of cleaning until the HTML stays the same: wrongly nested elements can need more than one."""


class Heading(Struct, frozen=True):
    """A heading of a body, for tables of contents and links."""

    id: str
    text: str
    level: int
    """2 for the highest."""


_OTHER_SITE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
"""The beginning of an address of another site."""
_IGNORED = re.compile(r"^[\x00-\x20]+|[\t\n\r]")
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
        return not _OTHER_SITE.match(_IGNORED.sub("", self.target))

    @property
    def has_allowed_scheme(self) -> bool:
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
    """Classes (`.name`), attributes (`=name`) and control characters that were removed, and changed ids (`#name`)."""
    notices: tuple[Notice, ...] = ()
    """What else its page does not show, or not as the author meant it."""

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

    def words_of(self, link: Link) -> str:
        """Return the words of a link that is alone in a paragraph."""
        match = _AFTER_LONE_LINK.match(self.pieces[self.links.index(link) + 1])
        return html.unescape(match[1]).strip() if match else ""

    def lone_links(self) -> tuple[Link, ...]:
        """Return the links that are alone in a paragraph."""
        if not any(fragment.endswith(_BEFORE_LONE_LINK) for fragment in self.pieces):
            return ()
        return tuple(link for _, link in self.around_cards(lambda _: True) if link)


_BEFORE_LONE_LINK = '<p><a href="'
_AFTER_LONE_LINK = re.compile(r'"(?: title="[^"]*")?>([^<]*)</a></p>')


def convert(text: str, *, raw_html: bool = False, taken: frozenset[str] = frozenset()) -> Body:
    """Convert one body. Headings get ids that avoid those in *taken*; the highest becomes an h2.

    Raises:
        NestingError: if the text is nested too deeply.
        UnsafeError: if the HTML fails the final check.

    """
    if not text.strip():
        return Body()
    if not text.isascii():
        text = with_plain_spaces(text)
    converter, dialect = _converter()
    converter.reset()
    dialect.trust(raw_html)
    try:
        converted = converter.convert(text)
    except (RecursionError, NestingError):
        _converter.cache_clear()  # it was left in the middle of a text, and `reset` does not undo that
        raise NestingError from None
    if raw_html:
        return _body(rewrite(converted, taken, is_raw=True), dialect.notices)
    if "<" not in text and is_harmless(converted):
        rewritten = rewrite(converted, taken, is_harmless=True)
        check(rewritten.whole, is_harmless=True)
        return _body(rewritten, _complete(dialect, converted))
    attributes = tuple(f"={name}" for name in islice(refused_attributes(converted), Notices.MOST))
    for _ in range(_MOST_ROUNDS):
        converted = clean(converted)
        rewritten = rewrite(converted, taken)
        with suppress(UnsafeError):
            check(rewritten.whole, is_harmless=False)
            return _body(rewritten, _complete(dialect, rewritten.whole), attributes)
    raise UnsafeError


def _complete(dialect: Dialect, converted: str) -> Notices:
    """Return the notices of the last text, with those for which its HTML is needed."""
    notices = dialect.notices
    for name, line in notices.lines.get("reference", {}).items():
        if name not in dialect.references.used:
            notices.add("unused-reference", name, line)
    for name, line in notices.lines.get("abbreviation", {}).items():
        if f">{html.escape(name, quote=False)}</abbr>" not in converted:
            notices.add("unused-abbreviation", name, line)
    if "></a>" in converted:
        for match in _EMPTY_LINK.finditer(converted):
            notices.add("link-without-words", html.unescape(match[1]), needle=html.unescape(match[1]))
    return notices


_EMPTY_LINK = re.compile(r'<a (?:[a-z]+="[^"<>]*" )*href="([^"<>]*)"(?: [a-z]+="[^"<>]*")*></a>')


def _body(rewritten: Rewritten, notices: Notices, attributes: tuple[str, ...] = ()) -> Body:
    seen: dict[str, int] = {}
    links = []
    for one in rewritten.links:
        nth = seen.get(one.target, 0)
        seen[one.target] = nth + 1
        links.append(Link(one.target, one.is_image, nth, one.alt, one.given))
    headings = tuple(Heading(one.id, one.text, one.level) for one in rewritten.headings)
    return Body(
        rewritten.pieces,
        tuple(links),
        headings,
        rewritten.ids,
        tuple(notices.refused_tags),
        (*attributes, *rewritten.dropped),
        tuple(notices.found),
    )


def prepare() -> None:
    """Create the converter before the first body needs it."""
    _converter()


def extensions() -> list[Dialect]:
    """Return the enabled Markdown extensions."""
    return [Dialect()]


@cache
def _converter() -> tuple[markdown.Markdown, Dialect]:
    """Return the converter of this process: creating one costs more than a short page. Reset it before each use."""
    (dialect,) = made = extensions()
    converter = markdown.Markdown(extensions=made, output_format="html")
    install_fast_path(converter)
    return converter, dialect
