"""Tables: their rows, cells and alignment."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from cuecard.markdown.blocks.segments import Segment, cells_of
from cuecard.markdown.notices import Notices


def add_table(parent: Element, segment: Segment, notices: Notices) -> None:
    """Add the table of *segment* to *parent*, and report cells for which it has no column."""
    header, delimiters, *rows = segment.lines
    sides = [_side(one) for one in cells_of(delimiters)]
    table = SubElement(parent, "table")
    _add_row(SubElement(table, "thead"), "th", cells_of(header), sides)
    body = SubElement(table, "tbody") if rows else table
    for n, row in enumerate(rows):
        cells = cells_of(row)
        extra = [one for one in cells[len(sides) :] if one]
        if extra:
            notices.add("extra-cell", " | ".join(extra), segment.line + 2 + n)
        _add_row(body, "td", cells, sides)


def _side(delimiter: str) -> str:
    """Return the alignment of a column, or nothing."""
    begins, ends = delimiter.startswith(":"), delimiter.endswith(":")
    return ("center" if begins else "right") if ends else "left" if begins else ""


def _add_row(parent: Element, tag: str, cells: list[str], sides: list[str]) -> None:
    row = SubElement(parent, "tr")
    for n, side in enumerate(sides):
        cell = SubElement(row, tag, {"style": f"text-align: {side};"} if side else {})
        cell.text = cells[n] if n < len(cells) else ""
