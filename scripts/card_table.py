"""Measure cards on the paper: `python scripts/card_table.py SITE [SITE]` prints a table of the PDFs in built sites.

With two sites, one built by an older version and one by this, each row has both, as in the decision about a full card
(0026). All is measured in the PDF itself, on A4 and on Letter, so that cards of any version can be compared: the sides;
how many of the short steps of its exercises it has; the height of the tallest picture in millimetres, which is that of
a standing person with what is drawn round them; the share of the first side that pictures take, and the share of the
height of all sides that safety takes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""

MM = 72 / 25.4
MOST = 65
"""Millimetres. No picture is higher; two that touch are."""
STARTS = ("Emergency if", "Stop if", "Get help today if", "Book an appointment if")
"""What begins a part of safety."""
ENDS = ("Week", "Done", "No clinician", "Checked by", "This routine", "When to get help", "After")
"""What may stand below all of them."""


def measured(file: Path) -> tuple[int, float, float, float]:
    """Return the sides, the tallest picture in millimetres, and the shares of pictures and of safety."""
    with pypdfium2.PdfDocument(file) as document:
        pictures = [list(_pictures(page)) for page in document]
        safety = [_safety(page) for page in document]
        width, height = document[0].get_size()
    tallest = max((top - bottom for some in pictures for _, bottom, _, top in some), default=0.0) / MM
    area = sum((right - left) * (top - bottom) for left, bottom, right, top in pictures[0])
    return len(pictures), tallest, area / (width * height), sum(safety)


def _safety(page: pypdfium2.PdfPage) -> float:
    """Return the share of the height of a page from the first rule of safety to what stands below the last."""
    text = page.get_textpage()
    rects = [text.get_rect(n) for n in range(text.count_rects())]
    lines = [(top, text.get_text_bounded(*rect).strip()) for rect in rects for top in rect[3:]]
    starts = [top for top, line in lines if line.startswith(STARTS)]
    if not starts:
        return 0.0
    below = [top for top, line in lines if top < min(starts) - 1 and line.startswith(ENDS)]
    return float((max(starts) - max(below, default=0.0)) / page.get_height())


def _pictures(page: pypdfium2.PdfPage) -> Iterator[Box]:
    """Yield the boxes of what is drawn in one piece and is as large as a figure: not a line, a disc, or a code."""
    text = page.get_textpage()
    words = [text.get_rect(n) for n in range(text.count_rects())]
    boxes = [one.get_bounds() for one in page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=9)]
    pieces: list[Box] = []
    for box in boxes:
        if box[2] - box[0] > 90 * MM or box[3] - box[1] > 90 * MM or any(_holds(box, one) for one in words):
            continue
        whole, rest = box, []
        for piece in pieces:
            if _touch(whole, piece):
                whole = (*map(min, whole[:2], piece[:2]), *map(max, whole[2:], piece[2:]))
            else:
                rest.append(piece)
        pieces = [*rest, whole]
    for left, bottom, right, top in pieces:
        if 7 * MM < top - bottom < MOST * MM and right - left > 3 * MM:
            yield left, bottom, right, top


def steps(site: Path, file: Path, routine: str) -> str:
    """Return how many of the short steps of its exercises a card has, of how many."""
    data = json.loads((site / "exercises.json").read_text("utf-8"))
    own = json.dumps(next(one for one in data["routines"] if one["slug"] == routine))
    with pypdfium2.PdfDocument(file) as document:
        text = _bare("".join(page.get_textpage().get_text_range() for page in document))
    wanted = [
        _bare(step)
        for one in data["exercises"]
        if f'"{one["slug"]}"' in own and _bare(one["title"]) in text
        for step in one.get("short_steps") or one["steps"]
    ]
    return f"{sum(step in text for step in wanted)} of {len(wanted)}"


def _bare(text: str) -> str:
    return re.sub(r"[\W_\ufffe]+", "", text)


def _holds(box: Box, word: Box) -> bool:
    """Return whether the middle of a piece of text is inside a box."""
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]


def _touch(one: Box, other: Box) -> bool:
    gap = 0.05 * MM
    return (
        one[0] < other[2] + gap
        and other[0] < one[2] + gap
        and one[1] < other[3] + gap
        and other[1] < one[3] + gap
    )


def _row(site: Path, file: Path, name: str) -> list[str]:
    sides, tallest, pictures, safety = measured(file)
    printed = steps(site, file, name.partition("/")[0])
    return [str(sides), printed, f"{tallest:.0f}", f"{pictures:.1%}", f"{safety:.0%}"]


def table(sites: list[Path]) -> Iterator[str]:
    """Yield the lines of the table: a row for each card and paper, with the figures of each site."""
    yield "| Card | Paper | Sides | Short steps | Tallest picture, mm | Pictures | Safety |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    cards = sorted((sites[-1] / "cards").rglob("*-a4.pdf"))
    for card in cards:
        if card.stem.endswith("-large-a4"):
            continue
        name = card.relative_to(sites[-1] / "cards").as_posix().removesuffix("-a4.pdf")
        for paper in ("a4", "letter"):
            files = [site / "cards" / f"{name}-{paper}.pdf" for site in sites]
            rows = [
                _row(site, file, name) if file.is_file() else ["-"] * 5
                for site, file in zip(sites, files, strict=True)
            ]
            columns = [" → ".join(each) for each in zip(*rows, strict=True)]
            yield f"| {name} | {paper} | {' | '.join(columns)} |"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print("\n".join(table([Path(one) for one in sys.argv[1:]])))
