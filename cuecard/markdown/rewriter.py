"""The HTML of a body as its page needs it: ids, heading levels, classes, tables, and cut open at every link.

The result is checked again by `sanitize.check`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct, field

from cuecard.core.urls import is_reserved_id, slugify
from cuecard.markdown.allowed_classes import is_allowed_class
from cuecard.markdown.html_tags import Tag, clean_tags, loose_tags, without_clean_tags, without_loose_tags

_MOST_DROPPED = 100
"""Problems of one body: nobody reads more."""
_PLAIN_TAG = re.compile(
    r"""<(?: (/?)h([1-6])> | (?:a\ href|img\ alt="([^"<>]*)"\ src)="([^"<>]*)(?=">) | (/?)table>
    | (t[dh])\ style="text-align:\ (left|right|center);"> )""",
    re.VERBOSE,
)
"""The tags of harmless HTML (`sanitize.is_harmless`) in which anything has to be changed: there are no others."""
_ALIGNED = re.compile(r"text-align:\s*(left|right|center);?")
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_ADDRESS = {"a": "href", "img": "src"}
"""The attribute that is a link, by element."""
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PRE_START = re.compile("(<pre(?: [^<>]*)?>)\\n+")
"""Line ends at the very beginning of a `<pre>`. Each program that parses HTML drops the first of them."""
SCROLLER = '<div class="scroller" role="group" aria-label="Table" tabindex="0">'
"""Around each table. Its name is English here; pages replace it by one in their own language."""


class RewrittenHeading(Struct, frozen=True):
    """A heading of the rewritten HTML."""

    id: str
    text: str
    level: int


class RewrittenLink(Struct, frozen=True):
    """A link or picture of the rewritten HTML."""

    target: str
    is_image: bool
    alt: str
    given: tuple[str, ...]
    """Of a picture: the names of its attributes."""


class Rewritten(Struct, frozen=True):
    """HTML that a page can show, cut open at every link."""

    whole: str
    """With the addresses as written, in order to be checked."""
    pieces: tuple[str, ...]
    """One more than there are links."""
    links: tuple[RewrittenLink, ...]
    headings: tuple[RewrittenHeading, ...]
    ids: frozenset[str]
    dropped: tuple[str, ...]
    """What the author wrote and the page does not have: `.class`, `#id`, or a bidirectional control character."""


def rewrite(
    converted: str, taken: frozenset[str], *, is_harmless: bool = False, is_raw: bool = False
) -> Rewritten:
    """Rewrite the HTML *converted*, which was cleaned unless it *is_raw*; ids avoid those in *taken*.

    Every heading gets an id, no id is used twice, and the highest heading becomes an h2.
    """
    if is_harmless:
        return _rewrite_harmless(converted, taken)
    dropped: list[str] = []
    if not is_raw and not converted.isascii() and _BIDI.search(converted):
        dropped += _BIDI.findall(converted)
        converted = _BIDI.sub("", converted)
    if not is_raw and "<pre" in converted:
        converted = _PRE_START.sub(r"\1", converted)
    tags = list(loose_tags(converted) if is_raw else clean_tags(converted))
    writer = _Writer(converted, tags, _Ids(taken), is_raw, dropped)
    writer.name_elements()
    writer.write()
    return Rewritten(
        _joined(writer.pieces, writer.addresses),
        tuple(writer.pieces),
        tuple(writer.links),
        tuple(writer.headings),
        frozenset(writer.named.values()),
        tuple(dropped[:_MOST_DROPPED]),
    )


def _rewrite_harmless(converted: str, taken: frozenset[str]) -> Rewritten:
    """Do what `rewrite` does, for the HTML of most bodies: in a third of the time, as few tags must be changed."""
    tags = list(_PLAIN_TAG.finditer(converted))
    highest = min((int(match[2]) for match in tags if match[2]), default=2)
    ids = _Ids(taken)
    headings: list[RewrittenHeading] = []
    pieces: list[str] = []
    links: list[RewrittenLink] = []
    addresses: list[str] = []
    parts: list[str] = []
    at = depth = 0
    for n, match in enumerate(tags):
        is_end, heading, alt, address, is_table_end, cell, side = match.groups()
        start, end = match.span()
        parts.append(converted[at:start])
        at = end
        if address is not None:
            parts.append(converted[start : end - len(address)])
            pieces.append("".join(parts))
            parts.clear()
            addresses.append(address)
            is_image = alt is not None
            description = html.unescape(alt).strip() if alt else ""
            links.append(
                RewrittenLink(
                    html.unescape(address).strip(), is_image, description, ("alt", "src") if is_image else ()
                )
            )
        elif heading:
            level = min(6, int(heading) - highest + 2)
            if is_end:
                parts.append(f"</h{level}>")
                continue
            inner = converted[end : next(tags[k].start() for k in range(n + 1, len(tags)) if tags[k][2])]
            text = " ".join(html.unescape(without_clean_tags(inner) if "<" in inner else inner).split())
            headings.append(RewrittenHeading(ids.unused(slugify(text) or "section"), text, level))
            parts.append(f'<h{level} id="{_escaped(headings[-1].id)}">')
        elif cell:
            parts.append(f'<{cell} data-align="{side}">')
        elif is_table_end:
            depth -= 1
            parts.append("</table></div>" if depth == 0 else "</table>")
        else:
            depth += 1
            parts.append(f"{SCROLLER}<table>" if depth == 1 else "<table>")
    parts.append(converted[at:])
    pieces.append("".join(parts))
    whole = _joined(pieces, addresses) if addresses else pieces[0]
    names = frozenset(one.id for one in headings)
    return Rewritten(whole, tuple(pieces), tuple(links), tuple(headings), names, ())


def _joined(pieces: Sequence[str], addresses: Sequence[str]) -> str:
    """Return the HTML with every address as it was written."""
    return "".join(chain.from_iterable(zip(pieces, [*addresses, ""], strict=True)))


def _escaped(value: str) -> str:
    """Return the value of an attribute as nh3 writes it."""
    return html.escape(value, quote=False).replace('"', "&quot;").replace("\u00a0", "&nbsp;")


class _Writer(Struct):
    """Writes the new HTML, from the first tag to the last."""

    converted: str
    tags: Sequence[Tag]
    ids: _Ids
    is_raw: bool
    dropped: list[str]
    pieces: list[str] = field(default_factory=list)
    links: list[RewrittenLink] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    headings: list[RewrittenHeading] = field(default_factory=list)
    named: dict[int, str] = field(default_factory=dict)
    """By number of the tag: the id of the element."""
    levels: dict[int, int] = field(default_factory=dict)
    """By number of the tag, of the beginning or the end of a heading: its level on the page."""

    def name_elements(self) -> None:
        """Set the ids (first those that are written, then those of other headings) and the levels of headings."""
        pairs: list[tuple[int, int]] = []
        waiting: dict[str, list[int]] = {}
        for n, tag in enumerate(self.tags):
            if tag.attributes and tag.has("id"):
                written = tag.get("id")
                self.named[n] = unused = self.ids.unused(written)
                if unused != written and not self.is_raw:
                    self.dropped.append(f"#{written}")
            if tag.name in _HEADINGS:
                if not tag.is_end:
                    waiting.setdefault(tag.name, []).append(n)
                elif waiting.get(tag.name):
                    pairs.append((waiting[tag.name].pop(), n))
        highest = min((int(self.tags[n].name[1]) for n, _ in pairs), default=2)
        without_tags = without_loose_tags if self.is_raw else without_clean_tags
        for start, end in sorted(pairs):
            inner = self.converted[self.tags[start].end : self.tags[end].start]
            text = " ".join(html.unescape(without_tags(inner) if "<" in inner else inner).split())
            level = min(6, int(self.tags[start].name[1]) - highest + 2)
            if start not in self.named:
                self.named[start] = self.ids.unused(slugify(text) or "section")
            self.levels[start] = self.levels[end] = level
            self.headings.append(RewrittenHeading(self.named[start], text, level))

    def write(self) -> None:
        """Write the whole HTML to `pieces`."""
        parts: list[str] = []
        at = depth = 0
        for n, tag in enumerate(self.tags):
            is_table = tag.name == "table"
            if n not in self.levels and n not in self.named and not tag.attributes and not is_table:
                continue
            parts.append(self.converted[at : tag.start])
            at = tag.end
            if is_table and not tag.is_end:
                depth += 1
                parts.append(SCROLLER if depth == 1 else "")
            self._write_tag(n, tag, parts)
            if is_table and tag.is_end:
                depth -= 1
                parts.append("</div>" if depth == 0 else "")
        parts.append(self.converted[at:])
        self.pieces.append("".join(parts))

    def _write_tag(self, n: int, tag: Tag, parts: list[str]) -> None:
        address = _ADDRESS.get(tag.name, "")
        is_cut = bool(address) and tag.has(address) and not self._is_footnote(tag)
        if self.is_raw and n not in self.levels and not is_cut and n not in self.named:
            parts.append(self.converted[tag.start : tag.end])
            return
        level = self.levels.get(n)
        parts.append(f"<{'/' if tag.is_end else ''}{f'h{level}' if level else tag.name}")
        if n in self.named and not tag.has("id"):
            parts.append(f' id="{_escaped(self.named[n])}"')
        for name, value in tag.attributes:
            if is_cut and name == address:
                parts.append(f' {name}="')
                self.pieces.append("".join(parts))
                parts.clear()
                self._add_link(tag, value)
                parts.append('"')
            else:
                parts.append(self._attribute(n, tag, name, value))
        parts.append(">")

    def _attribute(self, n: int, tag: Tag, name: str, value: str) -> str:
        if name == "id":
            return f' id="{_escaped(self.named[n])}"'
        if self.is_raw:
            quoted = value.replace('"', "&quot;")
            return f' {name}="{quoted}"'
        if name == "class":
            value = _escaped(" ".join(self._allowed(tag)))
            return f' class="{value}"' if value else ""
        if name == "style":
            aligned = _ALIGNED.fullmatch(value)
            return f' data-align="{aligned[1]}"' if aligned else ""
        return f' {name}="{value}"'

    def _allowed(self, tag: Tag) -> Iterator[str]:
        for name in tag.get("class").split():
            if is_allowed_class(name, tag.name, tag.get("href")):
                yield name
            else:
                self.dropped.append(f".{name}")

    def _is_footnote(self, tag: Tag) -> bool:
        return tag.name == "a" and tag.get("href").strip().startswith(("#fn:", "#fnref"))

    def _add_link(self, tag: Tag, value: str) -> None:
        target = html.unescape(value).strip().removeprefix("x-refused:")
        is_image = tag.name == "img"
        given = tuple(name for name, _ in tag.attributes) if is_image else ()
        self.links.append(RewrittenLink(target, is_image, tag.get("alt").strip() if is_image else "", given))
        self.addresses.append(value)


class _Ids:
    """The ids of one page; each is used once."""

    def __init__(self, taken: frozenset[str]) -> None:
        self.taken = taken
        self.used: dict[str, int] = {}
        """By name: the last number that was added to it."""

    def unused(self, name: str) -> str:
        """Return *name*, or *name* with the next number if the page already has it."""
        unused, number = name, self.used.get(name, 1)
        while unused in self.used or is_reserved_id(unused, self.taken):
            number += 1
            unused = f"{name}-{number}"
        self.used[name] = number
        self.used.setdefault(unused, 1)
        return unused
