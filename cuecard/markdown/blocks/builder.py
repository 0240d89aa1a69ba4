"""Build Python-Markdown's tree of elements from the blocks of a text.

This replaces Python-Markdown's own block parser, which knows a dialect of before CommonMark: lists need a blank line
before them and four spaces to be nested, and code cannot be in an item. Extensions call it as they call that one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.util import AtomicString, code_escape

from cuecard.markdown.blocks import definitions, html_blocks
from cuecard.markdown.blocks.segments import (
    BOX,
    INDENT,
    UNDERLINE,
    Segment,
    cells_of,
    fence_of,
    is_closed,
    no_box,
    split,
)
from cuecard.markdown.blocks.tables import add_table
from cuecard.markdown.notices import Notices

MOST_LEVELS = 60
"""Lists and quotations inside one another. More would exceed the stack of programs that read the HTML."""


class NestingError(Exception):
    """Lists or quotations are nested too deeply."""


class LinesOfText(str):
    """A text that knows its first line in the whole text."""

    __slots__ = ("line",)
    line: int


_HEADING = re.compile(r" {0,3}(#{1,6})(?: +(.*?))??(?: +#+)? *$")
_NO_HEADING = re.compile(r"#{2,6}[^\s#]|#[A-Z][a-z]")
_LANGUAGE = re.compile(r"\{[^}]*?\.([\w.+#-]+)[^}]*\}|([^\s{]+)")
_OPTIONS = re.compile(r'\{[^}]*\}|hl_lines="[^"]*"')
"""Options of code blocks for programs that colour code."""
_TASK = re.compile(r"\[([ xX])\] +(?=\S)")
_NO_ALERT = re.compile(r" *\[!\w+\]")
_ALERT = re.compile(r" *\[!(note|tip|important|warning|caution)\] *$", re.IGNORECASE)


class Builder:
    """Builds the tree of one text after the other."""

    def __init__(self, converter: markdown.Markdown, notices: Notices) -> None:
        self.converter = converter
        self.notices = notices
        self.is_trusted = False
        """Whether raw HTML is kept as it is."""
        self.html_blocks: list[tuple[int, int]] = []
        """The number in the stash and the line of each block of raw HTML."""
        self.level = 0
        self.references: dict[str, tuple[str, str | None]] = {}
        self.abbreviations: dict[str, str] = {}
        self.footnotes: Any = None
        """These three are Python-Markdown's and its extensions'."""

    def clear(self) -> None:
        """Forget the last text."""
        self.html_blocks.clear()
        self.level = 0

    def parse_chunk(self, parent: Element, text: str) -> None:
        """Add the elements of *text* to *parent*; Python-Markdown's extensions call this."""
        self.add_lines(parent, text.split("\n"), getattr(text, "line", 1))

    def parse_blocks(self, parent: Element, blocks: list[str]) -> None:
        """Add the elements of *blocks* to *parent*, and empty that list; Python-Markdown's extensions call this."""
        self.parse_chunk(parent, "\n\n".join(blocks))
        blocks.clear()

    def add_lines(self, parent: Element, lines: Sequence[str], line: int) -> None:
        """Add the elements of *lines*, the first of which is *line*."""
        self.add_segments(parent, split(lines, line))

    def add_segments(self, parent: Element, segments: list[Segment], *, is_tight: bool = False) -> None:
        """Add the elements of *segments* to *parent*; paragraphs are plain text if *is_tight*."""
        self.level += 1
        if self.level > MOST_LEVELS:
            raise NestingError
        for segment in segments:
            if segment.kind == "paragraph":
                self.add_paragraph(parent, segment, is_tight=is_tight)
            else:
                _BUILDERS[segment.kind](self, parent, segment)
        self.level -= 1

    def add_paragraph(self, parent: Element, segment: Segment, *, is_tight: bool) -> None:
        """Add a paragraph without the definitions at its beginning."""
        lines, line = segment.lines, segment.line
        if lines[0].lstrip(" ").startswith("["):
            rest = definitions.after_references(lines, line, self.references, self.notices)
            line += len(lines) - len(rest)
            lines = rest
        if not lines:
            return
        if len(lines) == 1 and lines[0][0] not in " !#?:|[":
            text = lines[0].rstrip(" ")
        else:
            text = "\n".join([one.lstrip(" ") for one in lines]).rstrip(" ")
            self.report_lines(lines, line)
        if not is_tight:
            SubElement(parent, "p").text = text
        elif len(parent):
            parent[-1].tail = f"{parent[-1].tail or ''}\n{text}"
        else:
            parent.text = text

    def report_lines(self, lines: Sequence[str], line: int) -> None:
        """Report lines of a paragraph that were probably meant to begin something else."""
        for n, one in enumerate(lines):
            start = one.lstrip(" ")
            char = start[:1]
            if char in "!?:" and no_box(one):
                self.notices.add("box-not-opened", start, line + n)
            elif char == "#" and _NO_HEADING.match(start):
                self.notices.add("heading-without-space", start, line + n)
            elif char == "[" and n and definitions.is_reference(start):
                self.notices.add("definition-in-paragraph", start, line + n)
            elif "|" in one and n and definitions.is_delimiter_row(one) and "|" in lines[n - 1]:
                self.notices.add(
                    "table-not-opened", f"{row_length_of(lines[n - 1])} {row_length_of(one)}", line + n
                )

    def _add_heading(self, parent: Element, segment: Segment) -> None:
        match = _HEADING.match(segment.lines[0])
        if match:
            SubElement(parent, f"h{len(match[1])}").text = match[2] or ""

    def _add_underlined(self, parent: Element, segment: Segment) -> None:
        *lines, underline = segment.lines
        rest = list(lines)
        if rest[0].lstrip(" ").startswith("["):
            rest = definitions.after_references(lines, segment.line, self.references, self.notices)
        if not rest:
            self.add_paragraph(parent, Segment("paragraph", [underline], segment.line, False), is_tight=False)
            return
        match = UNDERLINE.match(underline)
        level = 1 if match and match[1][0] == "=" else 2
        SubElement(parent, f"h{level}").text = "\n".join(one.strip(" ") for one in rest)

    def _add_rule(self, parent: Element, segment: Segment) -> None:
        SubElement(parent, "hr")

    def _add_code(self, parent: Element, segment: Segment) -> None:
        self._put_code(parent, [one[INDENT:] for one in segment.lines])

    def _put_code(self, parent: Element, lines: Sequence[str]) -> Element:
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(code_escape("".join(f"{one}\n" for one in lines)))
        return code

    def _add_fence(self, parent: Element, segment: Segment) -> None:
        fence, info, indent = fence_of(segment.lines[0])
        is_whole = is_closed(segment.lines, fence)
        lines = segment.lines[1:-1] if is_whole else segment.lines[1:]
        if not is_whole:
            self.notices.add("fence-not-closed", fence, segment.line)
        code = self._put_code(parent, [one[min(indent, len(one) - len(one.lstrip(" "))) :] for one in lines])
        language = _LANGUAGE.match(info)
        if language:
            code.set("class", f"language-{language[1] or language[2]}")
        rest = _OPTIONS.sub("", info[language.end() :] if language else info).strip()
        if rest:
            self.notices.add("fence-words", rest, segment.line)

    def _add_quotation(self, parent: Element, segment: Segment) -> None:
        lines = [_unquoted(one) for one in segment.lines]
        if self.level >= MOST_LEVELS:
            self.add_paragraph(parent, segment, is_tight=False)
            return
        alert = _ALERT.match(lines[0])
        if alert and any(one.strip() for one in lines[1:]):
            box = _box(parent, alert[1].lower(), None)
            self.add_lines(box, lines[1:], segment.line + 1)
        else:
            if _NO_ALERT.match(lines[0]):
                self.notices.add("box-not-opened", lines[0], segment.line)
            self.add_lines(SubElement(parent, "blockquote"), lines, segment.line)

    def _add_box(self, parent: Element, segment: Segment) -> None:
        match = BOX.match(segment.lines[0])
        if not match:
            return
        kinds, title = match[1], match[2]
        box = _box(parent, *definitions.kind_and_title(kinds, title, segment.line, self.notices))
        lines = [one[INDENT:] for one in segment.lines[1:]]
        if not any(one.strip() for one in lines):
            self.notices.add("box-without-text", segment.lines[0], segment.line)
        self.add_lines(box, lines, segment.line + 1)

    def _add_list(self, parent: Element, segment: Segment) -> None:
        items = segment.items
        first = segment.lines[0].lstrip(" ")
        made = SubElement(parent, "ol" if first[0].isdigit() else "ul")
        if made.tag == "ol":
            number = int(re.split("[.)]", first, maxsplit=1)[0])
            if number != 1:
                made.set("start", str(number))
        parts = [split(item.lines, segment.line + item.line) for item in items]
        is_loose = any(item.ends_blank for item in items) or any(
            one.after_blank for segments in parts for one in segments[1:]
        )
        for segments in parts:
            element = SubElement(made, "li")
            self.add_segments(element, segments, is_tight=not is_loose)
            _add_box_to_tick(element)

    def _add_html(self, parent: Element, segment: Segment) -> None:
        if not self.is_trusted and not html_blocks.is_markup(segment.lines):
            self.add_paragraph(parent, segment, is_tight=False)
            return
        text = html_blocks.kept(segment.lines, None if self.is_trusted else self.notices)
        if not text.strip():
            return
        number = self.converter.htmlStash.html_counter
        SubElement(parent, "p").text = self.converter.htmlStash.store(text)
        self.html_blocks.append((number, segment.line))

    def _add_table(self, parent: Element, segment: Segment) -> None:
        add_table(parent, segment, self.notices)

    def _add_footnote(self, parent: Element, segment: Segment) -> None:
        name, lines = definitions.footnote(segment.lines)
        if self.notices.defines("footnote", name, segment.line, "\n".join(lines)):
            text = LinesOfText("\n".join(lines))
            text.line = segment.line
            self.footnotes.setFootnote(name, text)

    def _add_abbreviation(self, parent: Element, segment: Segment) -> None:
        definitions.abbreviation(segment.lines[0], segment.line, self.abbreviations, self.notices)

    def _add_definitions(self, parent: Element, segment: Segment) -> None:
        is_loose = segment.kind == "loose-definition"
        terms, meanings = definitions.terms_and_meanings(segment.lines)
        made = parent[-1] if len(parent) and parent[-1].tag == "dl" else SubElement(parent, "dl")
        for term in terms:
            SubElement(made, "dt").text = term
        for at, lines in meanings:
            segments = split(lines, segment.line + at)
            has_gap = is_loose or any(one.after_blank for one in segments[1:])
            self.add_segments(SubElement(made, "dd"), segments, is_tight=not has_gap)


_BUILDERS: dict[str, Callable[[Builder, Element, Segment], None]] = {
    "heading": Builder._add_heading,
    "underlined": Builder._add_underlined,
    "rule": Builder._add_rule,
    "code": Builder._add_code,
    "fence": Builder._add_fence,
    "quotation": Builder._add_quotation,
    "box": Builder._add_box,
    "list": Builder._add_list,
    "html": Builder._add_html,
    "table": Builder._add_table,
    "footnote": Builder._add_footnote,
    "abbreviation": Builder._add_abbreviation,
    "definition": Builder._add_definitions,
    "loose-definition": Builder._add_definitions,
}


def row_length_of(row: str) -> int:
    """Return the number of cells of a row of a table."""
    return len(cells_of(row))


def _unquoted(line: str) -> str:
    inner = line.lstrip(" ")
    if not inner.startswith(">") or len(line) - len(inner) >= INDENT:
        return line
    return inner[2:] if inner[1:2] == " " else inner[1:]


def _box(parent: Element, kinds: str, title: str | None) -> Element:
    box = SubElement(parent, "div", {"class": f"admonition {kinds}"})
    heading = kinds.split(" ", maxsplit=1)[0].capitalize() if title is None else title
    if heading:
        SubElement(box, "p", {"class": "admonition-title"}).text = heading
    return box


def _add_box_to_tick(item: Element) -> None:
    """Make a task of an item that begins with `[ ]` or `[x]`."""
    holder = item[0] if not item.text and len(item) and item[0].tag == "p" else item
    task = _TASK.match(holder.text or "")
    if not task:
        return
    label = Element("label")
    box = SubElement(label, "input", {"type": "checkbox", "disabled": ""})
    if task[1] != " ":
        box.set("checked", "")
    box.tail = f" {(holder.text or '')[task.end() :]}"
    holder.text = ""
    holder.insert(0, label)
