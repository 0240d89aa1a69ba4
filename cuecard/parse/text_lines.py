"""The lines of a text, and the line and column of an offset in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from cuecard.core.span import Span


class Lines:
    """The lines of a text, and the way from an offset to a line and column.

    Lines end at CR LF, LF or CR, as editors count them; not at the other breaks that Unicode and YAML know.
    """

    BREAK = re.compile(r"\r\n|\n|\r")

    def __init__(self, text: str) -> None:
        self.starts = [0, *(match.end() for match in self.BREAK.finditer(text))]
        self.texts = self.BREAK.split(text)

    def span(self, start: int, end: int) -> Span:
        """Return the place of the characters from *start* to *end*, cut at the end of the line."""
        line = bisect_right(self.starts, start) - 1
        column = start - self.starts[line]
        width = min(end - start, len(self.texts[line]) - column)
        return Span(line + 1, column + 1, max(0, width))


def line_text(text: str, line: int) -> str:
    """Return the text of a *line*, counted from 1, or an empty text after the last."""
    texts = lines_of(text).texts
    return texts[line - 1] if line <= len(texts) else ""


@lru_cache(maxsize=1)
def lines_of(text: str) -> Lines:
    """Return the lines of the text that is being read: many problems ask for them in turn."""
    return Lines(text)
