"""Split the lines of a text into blocks, one level at a time.

What a list, a quotation or a box contains is one block here, to be split again without its marks and indent. Every
block knows its line, so that problems can be reported where they are. The time grows with the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cuecard.markdown.blocks.html_blocks import end_of_html, starts_html
from cuecard.markdown.blocks.list_items import RULE, Item, read_list, starts_list


class Segment(NamedTuple):
    """One block."""

    kind: str
    lines: Sequence[str]
    """As written, with marks and indents."""
    line: int
    """Of the first of these lines, in the whole text; from 1."""
    after_blank: bool
    """Whether a blank line is before it."""
    items: Sequence[Item] = ()
    """Of a list, whose items are read to find its end."""


INDENT = 4
"""Spaces of an indent that makes code of a line, and that boxes, notes and definitions have."""
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")
UNDERLINE = re.compile(r" {0,3}(=++|-++) *+$")
_FENCE = re.compile(r" {0,3}(`{3,}+(?![^`]*`)|~{3,}+)")
_DELIMITER_ROW = re.compile(r" {0,3}\|? *+:?-++:? *+(?:\| *+:?-++:? *+)*+(?:\| *+)?$")
FOOTNOTE = re.compile(r" {0,3}\[\^([^\]]+)\]:[ ]*(.*)")
ABBREVIATION = re.compile(r" {0,3}\*\[([^\]\\]+)\] ?:[ ]*(\S.*)")
BOX = re.compile(r'!!! ?([\w-]++(?: ++[\w-]++)*+)(?: ++"(.*)")? *+$')
DEFINITION = re.compile(r" {0,3}:(?: {1,3}(?=\S)| *$)")
_NO_BOX = re.compile(r" {0,3}(?:!!!+|\?\?\?\+?|:::+)[ :]*\w")
"""The beginning of a box in other dialects of Markdown, or one that is not written correctly."""


def split(lines: Sequence[str], first_line: int = 1) -> list[Segment]:
    """Split *lines*, the first of which is *first_line* of the whole text, into blocks."""
    return _Splitter(lines, first_line).split()


class _Splitter:
    def __init__(self, lines: Sequence[str], first_line: int) -> None:
        self.lines = lines
        self.first_line = first_line
        self.segments: list[Segment] = []
        self.paragraph: list[str] = []
        self.start = 0
        """Where the paragraph began."""
        self.after_blank = False
        """Whether the paragraph, or the next block, is after a blank line."""

    def split(self) -> list[Segment]:
        lines = self.lines
        at, end = 0, len(lines)
        while at < end:
            line = lines[at]
            if not line or line.isspace():
                self.end_paragraph()
                self.after_blank = True
                at += 1
                continue
            if not line[0].isalpha() or "|" in line:
                after = self.block(at, line)
                if after > at:
                    at = after
                    continue
            if not self.paragraph:
                self.start = at
            self.paragraph.append(line)
            at += 1
        self.end_paragraph()
        return self.segments

    def end_paragraph(self) -> None:
        if self.paragraph:
            self.add("paragraph", self.paragraph, self.start)
            self.paragraph = []

    def add(self, kind: str, lines: Sequence[str], at: int, items: Sequence[Item] = ()) -> None:
        self.segments.append(Segment(kind, lines, self.first_line + at, self.after_blank, items))
        self.after_blank = False

    def take(self, kind: str, at: int, end: int, items: Sequence[Item] = ()) -> int:
        """Add the lines from *at* to *end* as one block, which ends a paragraph."""
        self.end_paragraph()
        self.add(kind, self.lines[at:end], at, items)
        return end

    def block(self, at: int, line: str) -> int:
        """Take the block that begins at a line, if any, and return where it ends; *at* if the line is a paragraph's."""
        indent = len(line) - len(line.lstrip(" "))
        if indent >= INDENT:
            return at if self.paragraph else self.take("code", at, self.end_of_indented(at))
        char = line[indent]
        found = at
        if char in _BLOCKS:
            found = _BLOCKS[char](self, at, line)
        if found == at and "|" in line and self.is_table(at):
            found = self.take("table", at, self.end_of_table(at))
        return found

    def heading(self, at: int, line: str) -> int:
        return self.take("heading", at, at + 1) if _HEADING.match(line) else at

    def quotation(self, at: int, line: str) -> int:
        return self.take("quotation", at, self.end_of_quotation(at))

    def dashes(self, at: int, line: str) -> int:
        if self.paragraph and UNDERLINE.match(line):
            self.paragraph.append(line)
            self.add("underlined", self.paragraph, self.start)
            self.paragraph = []
            return at + 1
        if RULE.match(line):
            return self.take("rule", at, at + 1)
        if ABBREVIATION.match(line):
            return self.take("abbreviation", at, at + 1)
        return self.list(at, line)

    def list(self, at: int, line: str) -> int:
        if not starts_list(line, interrupts=bool(self.paragraph)):
            return at
        items, end = read_list(self.lines, at, can_interrupt)
        return self.take("list", at, end, items)

    def code(self, at: int, line: str) -> int:
        fence = _FENCE.match(line)
        return self.take("fence", at, end_of_fence(self.lines, at, fence[1])) if fence else at

    def html(self, at: int, line: str) -> int:
        kind = starts_html(line, interrupts=bool(self.paragraph))
        return self.take("html", at, end_of_html(self.lines, at, kind)) if kind else at

    def footnote(self, at: int, line: str) -> int:
        return self.take("footnote", at, self.end_of_note(at)) if FOOTNOTE.match(line) else at

    def box(self, at: int, line: str) -> int:
        if not line.startswith("!!!") or not BOX.match(line):
            return at
        return self.take("box", at, self.end_of_indented(at + 1))

    def definition(self, at: int, line: str) -> int:
        if not DEFINITION.match(line):
            return at
        if self.paragraph:
            self.end_paragraph()
            is_loose = False
        elif self.segments and self.segments[-1].kind == "paragraph":
            is_loose = True
        else:
            return at
        term = self.segments.pop()
        end = self.end_of_note(at)
        self.segments.append(
            Segment(
                "loose-definition" if is_loose else "definition",
                [*term.lines, *self.lines[term.line - self.first_line + len(term.lines) : end]],
                term.line,
                term.after_blank,
            )
        )
        self.after_blank = False
        while end < len(self.lines):  # more definitions of the same terms
            start = self.skip_blank(end)
            if start == len(self.lines) or not DEFINITION.match(self.lines[start]):
                break
            last = self.segments.pop()
            is_loose = is_loose or start > end
            end, begin = self.end_of_note(start), end
            self.segments.append(
                last._replace(
                    kind="loose-definition" if is_loose else "definition",
                    lines=[*last.lines, *self.lines[begin:end]],
                )
            )
        return end

    def skip_blank(self, at: int) -> int:
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        return at

    def is_table(self, at: int) -> bool:
        if at + 1 >= len(self.lines) or not _DELIMITER_ROW.match(self.lines[at + 1]):
            return False
        return len(cells_of(self.lines[at])) == len(cells_of(self.lines[at + 1]))

    def end_of_table(self, at: int) -> int:
        end = at + 2
        while end < len(self.lines):
            line = self.lines[end]
            if not line.strip() or line.startswith(" " * INDENT) or can_interrupt(line, is_list_any=True):
                break
            end += 1
        return end

    def end_of_indented(self, at: int) -> int:
        """Return the end of the lines from *at* that are indented, or blank between indented ones."""
        end = at
        while at < len(self.lines):
            line = self.lines[at]
            if line.startswith(" " * INDENT) and line.strip():
                end = at + 1
            elif line.strip():
                break
            at += 1
        return end

    def end_of_note(self, at: int) -> int:
        """Return the end of a note or definition: the rest of its paragraph, and what is indented below it."""
        end = at + 1
        while end < len(self.lines):
            line = self.lines[end]
            if not line.strip():
                break
            if not line.startswith(" " * INDENT) and (
                can_interrupt(line) or DEFINITION.match(line) or FOOTNOTE.match(line)
            ):
                return end
            end += 1
        start = self.skip_blank(end)
        if start < len(self.lines) and self.lines[start].startswith(" " * INDENT):
            return self.end_of_indented(start)
        return end

    def end_of_quotation(self, at: int) -> int:
        lines = self.lines
        end = at + 1
        is_paragraph = _continues_paragraph(lines[at].lstrip(" ")[1:])
        while end < len(lines):
            line = lines[end]
            inner = line.lstrip(" ")
            if inner.startswith(">") and len(line) - len(inner) < INDENT:
                is_paragraph = _continues_paragraph(inner[1:])
            elif not (is_paragraph and inner and not can_interrupt(line, is_list_any=True)):
                break
            end += 1
        return end


_BLOCKS = {
    "#": _Splitter.heading,
    ">": _Splitter.quotation,
    "-": _Splitter.dashes,
    "*": _Splitter.dashes,
    "_": _Splitter.dashes,
    "=": _Splitter.dashes,
    "+": _Splitter.list,
    "`": _Splitter.code,
    "~": _Splitter.code,
    "<": _Splitter.html,
    "[": _Splitter.footnote,
    "!": _Splitter.box,
    ":": _Splitter.definition,
} | dict.fromkeys("0123456789", _Splitter.list)
"""By the first character of a line: what block can begin there."""


def can_interrupt(line: str, *, is_list_any: bool = False) -> bool:
    """Return whether *line* begins a block even directly below a line of a paragraph.

    Outside of the block to which the paragraph belongs (*is_list_any*), every list does, not only one from 1.
    """
    char = line.lstrip(" ")[:1]
    if char not in _BLOCKS or line.startswith(" " * INDENT):
        return False
    if char in ">":
        return True
    if _HEADING.match(line) or RULE.match(line) or _FENCE.match(line) or ABBREVIATION.match(line):
        return True
    if FOOTNOTE.match(line) or (char == "!" and BOX.match(line)):
        return True
    return starts_list(line, interrupts=not is_list_any) or starts_html(line, interrupts=True) != ""


_MARKS_BEFORE = re.compile(r"(?:[ >]|[-+*] |\d{1,9}[.)] )*+")


def _continues_paragraph(inner: str) -> bool:
    """Return whether a line without a mark may continue a quotation whose last line is *inner*."""
    marks = _MARKS_BEFORE.match(inner)
    text = inner[marks.end() :] if marks else inner
    return bool(text) and not (_HEADING.match(text) or RULE.match(text) or _FENCE.match(text))


def end_of_fence(lines: Sequence[str], at: int, fence: str) -> int:
    """Return the end of the code that begins with *fence* at a line."""
    closing = re.compile(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}+ *$")
    for end in range(at + 1, len(lines)):
        if closing.match(lines[end]):
            return end + 1
    return len(lines)


def is_closed(lines: Sequence[str], fence: str) -> bool:
    """Return whether the lines of a block of code end with a fence that closes it."""
    last = lines[-1].strip(" ")
    return len(lines) > 1 and len(last) >= len(fence) and not last.strip(fence[0])


_PIPE = re.compile(r"((?:[^|\\]|\\.)*+)(\||$)", re.DOTALL)


def cells_of(row: str) -> list[str]:
    """Return the cells of a row of a table; a pipe after a backslash does not end a cell."""
    row = row.strip(" ")
    row = row.removeprefix("|")
    if row.endswith("|") and (len(row) - len(row[:-1].rstrip("\\"))) % 2:
        row = row[:-1]
    if row.endswith("\\"):
        row += " "
    return [match[1].strip(" ").replace("\\|", "|") for match in _PIPE.finditer(row)][: row_length(row)]


def row_length(row: str) -> int:
    """Return the number of cells of a row without the pipes at its beginning and end."""
    return 1 + sum(1 for match in _PIPE.finditer(row) if match[2])


def no_box(line: str) -> bool:
    """Return whether a line of a paragraph looks like the beginning of a box, but is none."""
    return _NO_BOX.match(line) is not None


def fence_of(line: str) -> tuple[str, str, int]:
    """Return the fence at the beginning of a block of code, the text after it, and its indent."""
    match = _FENCE.match(line)
    if not match:
        raise ValueError(line)
    return match[1], line[match.end() :].strip(), match.start(1)
