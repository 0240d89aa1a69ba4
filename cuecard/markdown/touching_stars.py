"""Emphasis that only we show: between a word and punctuation, and where more stars open than close.

CommonMark opens and closes emphasis only where the stars are beside a space or beside punctuation, unless a letter is
inside: of `**Sets:**3` it shows every star. Python-Markdown takes the same text for what its author meant.
"""

from __future__ import annotations

import re
import unicodedata
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from cuecard.markdown.notices import Notices

_MARKS = {"em": "*", "strong": "**"}
_UNEVEN = re.compile(r"(?<!\*)(\*++)(?=[^\s*])[^*\x02\x03]{1,200}(?<!\s)(?!\1(?!\*))\*++")
"""Words between stars of two numbers, which were not taken for emphasis."""
_PLACEHOLDER = "\x02\x03"
"""Begin and end of what stands for a character that was escaped, or for an entity: mostly punctuation."""
_MOST = 20
"""Characters of the text by which its place is found."""


class TouchingStars(Treeprocessor):
    """Reports emphasis that a code host would not show, by the words at its edge."""

    def __init__(self, md: markdown.Markdown, notices: Notices) -> None:
        super().__init__(md)
        self.notices = notices

    def run(self, root: Element) -> None:
        """Look at each emphasis of a text."""
        for parent in root.iter():
            for text in (parent.text, parent.tail):
                if text and "*" in text and not isinstance(text, AtomicString):
                    for match in _UNEVEN.finditer(text):
                        self.notices.add("stars-not-closed", match[0], needle=match[0])
            for n, child in enumerate(parent):
                if child.tag in _MARKS:
                    before = (parent[n - 1].tail if n else parent.text) or ""
                    self._look(before, child, child.tail or "")

    def _look(self, before: str, child: Element, after: str) -> None:
        start, opening = _edge(child, 0)
        end, closing = _edge(child, -1)
        if "*" in (before[-1:], after[:1], start[:1], end[-1:]):
            words = f"{before[-_MOST:]}{opening}{start[:_MOST]}"
            self.notices.add("stars-not-closed", words, needle=words)
        elif _is_word(before[-1:]) and _is_punctuation(start[:1]):
            words = f"{before[-1]}{opening}{start[:_MOST]}"
            self.notices.add("stars-beside-word", words, needle=words)
        elif _is_punctuation(end[-1:]) and _is_word(after[:1]):
            words = f"{end[-_MOST:]}{closing}{after[0]}"
            self.notices.add("stars-beside-word", words, needle=words)


def _edge(mark: Element, side: int) -> tuple[str, str]:
    """Return the text at an edge of a mark, which may be inside another one there, and all stars between them."""
    marks = _MARKS[mark.tag]
    text = (mark.text if side == 0 or not len(mark) else mark[-1].tail) or ""
    if not text and len(mark) and mark[side].tag in _MARKS:
        text, more = _edge(mark[side], side)
        marks += more
    for sign in _PLACEHOLDER:
        text = text.partition(sign)[0] if side == 0 else text.rpartition(sign)[2]
    return text, marks


def _is_word(sign: str) -> bool:
    return bool(sign) and not sign.isspace() and sign not in _PLACEHOLDER and not _is_punctuation(sign)


def _is_punctuation(sign: str) -> bool:
    return bool(sign) and unicodedata.category(sign)[0] in "PS"
