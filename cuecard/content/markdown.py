"""Prose: a body in Markdown becomes safe HTML with its links still open.

A body is converted once, knowing nothing of the rest of the site: its links come back as a list, with
the HTML cut at each, and are filled in when all addresses are known. So this is a pure function of the
text, the costly one of a build, and each file's result can be made apart and kept.

Python-Markdown keeps no line numbers, so the place of a link that turns out dead is looked up in the
text afterwards. The HTML is cleaned by nh3 unless the site says `raw_html: true`: Python-Markdown lets
scripts through, and its attribute lists can write any attribute.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import markdown
import nh3

from cuecard.content.front_matter import Span
from cuecard.urls import slugify

EXTENSIONS = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "sane_lists",
    "tables",
)

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "wbr",
    ]
)
_ATTRIBUTES = {
    "*": {"id", "class", "title", "lang", "dir"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "align", "style"},
    "th": {"colspan", "rowspan", "scope", "align", "style"},
    "details": {"open"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
}
_SCHEMES = frozenset(["http", "https", "mailto", "tel"])
_DROPPED_WITH_CONTENT = {"script", "style", "template", "iframe", "object", "noscript", "textarea", "title"}

_HEADING = re.compile(r"<h([1-6])([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'(<(?:a|img)\b[^>]*?\s(?:href|src)=")([^"]*)(?=")')
_TAG = re.compile(r"<[^>]*>")
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_CODE = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n]*\n.*?(?:^(?P=fence)[ \t]*$|\Z)|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_RAW_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a body, for tables of contents and for links to it."""

    id: str
    text: str
    level: int
    """2 for the highest."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture of a body, as the author wrote its target."""

    target: str
    is_image: bool
    nth: int
    """How many links of the same target stand before it."""

    @property
    def is_local(self) -> bool:
        """Whether it names a file or a place of this site, not an address elsewhere."""
        return not re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)", self.target)

    @property
    def is_allowed_elsewhere(self) -> bool:
        """Whether it is an address of a kind that a page may lead to."""
        return self.target.partition(":")[0].lower() in _SCHEMES


@dataclass(frozen=True, slots=True)
class Body:
    """A converted body: HTML cut open at every link."""

    pieces: tuple[str, ...] = ()
    """One more than there are links; empty for an empty body."""
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    ids: frozenset[str] = frozenset()
    """Every id in it, headings' and others'."""
    left_out: tuple[str, ...] = ()
    """Raw tags that are not allowed and were taken out, in the order of the text."""

    def html(self, resolve: Callable[[Link], str]) -> str:
        """The HTML with *resolve*'s answer, unescaped, at the place of each link."""
        filled = [self.pieces[0]] if self.pieces else []
        for link, piece in zip(self.links, self.pieces[1:], strict=True):
            filled += [html.escape(resolve(link)), piece]
        return "".join(filled)

    def around_cards(self, is_card: Callable[[Link], bool]) -> Iterator[tuple[Body, Link | None]]:
        """The body cut at each paragraph that is nothing but a link which *is_card*.

        Gives the stretch before, and the link; the last stretch has none.
        """
        if not self.pieces:
            return
        pieces, links = [self.pieces[0]], list[Link]()
        for link, piece in zip(self.links, self.pieces[1:], strict=True):
            after = _AFTER_LONE_LINK.match(piece)
            if after and pieces[-1].endswith(_BEFORE_LONE_LINK) and not link.is_image and is_card(link):
                pieces[-1] = pieces[-1].removesuffix(_BEFORE_LONE_LINK)
                yield Body(tuple(pieces), tuple(links)), link
                pieces, links = [piece[after.end() :]], []
            else:
                pieces.append(piece)
                links.append(link)
        yield Body(tuple(pieces), tuple(links)), None


_BEFORE_LONE_LINK = '<p><a href="'
_AFTER_LONE_LINK = re.compile(r'"(?: title="[^"]*")?>[^<]*</a></p>')


class TooDeep(Exception):  # noqa: N818 - named for what it says of the text
    """Lists or quotations nest further than Python-Markdown can follow."""


def convert(text: str, *, raw_html: bool = False, taken: frozenset[str] = frozenset()) -> Body:
    """Convert one body. Headings get ids that avoid those in *taken*; the highest becomes an h2.

    Raises:
        TooDeep: when the text nests too far.

    """
    if not text.strip():
        return Body()
    converter = _converter()
    converter.reset()
    try:
        made = converter.convert(text)
    except RecursionError:
        raise TooDeep from None
    left_out: tuple[str, ...] = ()
    if not raw_html:
        if "<" in text:
            left_out = tuple(_refused_tags(text))
        made = nh3.clean(
            made,
            tags=set(_TAGS),
            clean_content_tags=_DROPPED_WITH_CONTENT,
            attributes=_ATTRIBUTES,
            url_schemes=_SCHEMES | {"x-refused"},
            link_rel=None,
            filter_style_properties={"text-align"},
        )
    made, headings = _with_heading_ids(made, taken)
    made = _TABLE.sub(_in_scroller, made)
    pieces, links = _cut_at_links(made)
    return Body(pieces, links, headings, frozenset(_ID.findall(made)), left_out)


def place_of_link(text: str, link: Link) -> Span | None:
    """Where the target of *link* stands in the body *text*, its lines counted from 1."""
    prose = _CODE.sub(_blanked, text)
    target = re.escape(link.target)
    found = [
        *re.finditer(rf"\]\(\s*<?(?P<to>{target})(?=[\s>)])", prose),
        *re.finditer(rf"^ {{0,3}}\[[^\]]+\]:\s*<?(?P<to>{target})(?=[\s>]|$)", prose, re.MULTILINE),
        *re.finditer(rf"""(?:href|src)\s*=\s*["']?(?P<to>{target})""", prose),
        *re.finditer(rf"<(?P<to>{target})>", prose),
    ]
    if not found:
        return None
    places = sorted(match.start("to") for match in found)
    start = places[min(link.nth, len(places) - 1)]
    return span_at(text, start, len(link.target))


def place_of_tag(text: str, nth: int) -> Span:
    """Where the *nth* refused raw tag of the body *text* stands, counted from 0."""
    prose = _CODE.sub(_blanked, text)
    matches = [match for match in _RAW_TAG.finditer(prose) if match[1].lower() not in _TAGS]
    match = matches[min(nth, len(matches) - 1)]
    return span_at(text, match.start(), len(match[0]))


def span_at(text: str, start: int, width: int) -> Span:
    """The place of the offset *start* in *text*, whose lines end at `\\n`."""
    line = text.count("\n", 0, start)
    return Span(line + 1, start - (text.rfind("\n", 0, start) + 1) + 1, width)


@cache
def _converter() -> markdown.Markdown:
    """One for the whole process: making one costs more than a short page (and it must be reset each time)."""
    made = markdown.Markdown(
        extensions=list(EXTENSIONS),
        extension_configs={"footnotes": {"BACKLINK_TITLE": "Back to footnote {} in the text"}},
        output_format="html",
    )
    made.treeprocessors.register(_MarkRefused(made), "cuecard-refused", 1)
    return made


class _MarkRefused(markdown.treeprocessors.Treeprocessor):
    """Gives links of a refused scheme a scheme of ours, so that the cleaner leaves them to be reported."""

    def run(self, root: object) -> None:
        for element in root.iter():  # type: ignore[attr-defined]
            for name in ("href", "src"):
                target = element.get(name)
                if target and re.match(r"\s*(?:[a-zA-Z][a-zA-Z0-9+.-]*:|//)", target):
                    scheme = target.strip().partition(":")[0].lower()
                    if scheme not in _SCHEMES:
                        element.set(name, "x-refused:" + target)


def _refused_tags(text: str) -> Iterator[str]:
    prose = _CODE.sub(_blanked, text)
    for match in _RAW_TAG.finditer(prose):
        if match[1].lower() not in _TAGS:
            yield match[1]


def _blanked(match: re.Match[str]) -> str:
    """Code, with everything but its line ends turned to spaces, so that offsets hold."""
    return re.sub(r"[^\n]", " ", match[0])


def _with_heading_ids(made: str, taken: frozenset[str]) -> tuple[str, tuple[Heading, ...]]:
    used = set(taken) | set(_ID.findall(made))
    headings: list[Heading] = []
    highest = min((int(match[1]) for match in _HEADING.finditer(made)), default=2)

    def rewrite(match: re.Match[str]) -> str:
        level = min(6, int(match[1]) - highest + 2)
        attributes, inner = match[2], match[3]
        text = " ".join(html.unescape(_TAG.sub("", inner)).split())
        given = _ID.search(attributes)
        if given:
            name = html.unescape(given[1])
        else:
            name = _unused(slugify(text) or "section", used)
            used.add(name)
            attributes = f' id="{html.escape(name)}"{attributes}'
        headings.append(Heading(name, text, level))
        return f"<h{level}{attributes}>{inner}</h{level}>"

    return _HEADING.sub(rewrite, made), tuple(headings)


def _unused(name: str, used: set[str]) -> str:
    if name not in used:
        return name
    number = 2
    while f"{name}-{number}" in used:
        number += 1
    return f"{name}-{number}"


def _in_scroller(match: re.Match[str]) -> str:
    """A wide table scrolls by itself on a phone, by keyboard too, instead of widening the page."""
    return f'<div class="scroller" role="group" aria-label="Table" tabindex="0">{match[0]}</div>'


def _cut_at_links(made: str) -> tuple[tuple[str, ...], tuple[Link, ...]]:
    pieces: list[str] = []
    links: list[Link] = []
    seen: dict[str, int] = {}
    start = 0
    for match in _LINK.finditer(made):
        target = html.unescape(match[2]).removeprefix("x-refused:")
        if target.startswith(("#fn:", "#fnref")):
            continue
        pieces.append(made[start : match.end(1)])
        nth = seen.get(target, 0)
        seen[target] = nth + 1
        links.append(Link(target, match[1].startswith("<img"), nth))
        start = match.end(2)
    pieces.append(made[start:])
    return tuple(pieces), tuple(links)
