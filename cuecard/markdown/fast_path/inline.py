"""Find inline marks faster: the simplest all at once, the others only in texts that contain their marker.

The simplest are `code`, *emphasis* and **strong** by asterisks, [text](target) and ![text](picture), with no mark
within another. Most texts have only these, and one expression finds them. Python-Markdown looks for each kind in turn,
puts a placeholder for what it finds, and later the elements for the placeholders. It still does so for all other texts.
If a body has no other text, Python-Markdown does not walk through it at all.

Two of the methods that are replaced are private to Python-Markdown, and use each other's results. If a new version
removes either, texts are converted as before, only slower.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, AtomicString, code_escape

from cuecard.markdown.fast_path.candidates import Candidates, lacks

PATTERNS = {
    "backtick": ("`", "\\"),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "backslash_break": ("\\\n",),
    "bare_address": ("://", "www.", "@"),
    "struck": ("~~",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""By inline pattern: it can match only a text that has one of these. A pattern that is not listed is always tried."""

_TARGET = r"""\]\( [^\s()<>\[\]"'`*\\\x02\x03]++ \)"""
_MARK = re.compile(
    rf"""
    `(?<!``) ([^`]++) `(?!`)
    | \*\*(?<!\*\*\*)(?!\s) ([^*`\[]++) (?<!\s)\*\*(?!\*)
    | \*(?<!\*\*)(?!\s) ([^*`\[]++) (?<!\s)\*(?!\*)
    | \[(?<!!\[)(?!\^) ([^\[\]*`]++) {_TARGET}
    | !\[(?!\^) ([^\[\]`\\]++) {_TARGET}
    """,
    re.VERBOSE,
)
"""A mark without others inside, whose marker is neither longer nor part of another one. Code may contain anything, as
it is found first. No expression backtracks, so that a text full of markers is read once."""
_TAGS = ["", "code", "strong", "em", "a", "img"]
"""By the number of the group in that expression."""
_CODE, _LINK, _PICTURE = 1, 4, 5


class Inline(InlineProcessor):
    """Python-Markdown's own search for inline marks, without the patterns that cannot match."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self._patterns = Candidates(md.inlinePatterns, PATTERNS)
        self._emphasis: Any = md.inlinePatterns["em_strong"] if self._patterns.knows_all else None

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Replace the marks in *tree* by elements."""
        split_texts: list[tuple[Element, _SplitText]] = []
        for element in tree.iter():
            text, tail = element.text, element.tail
            simple = self._split_if_simple(text) if text and not isinstance(text, AtomicString) else ""
            if simple is None or (tail and not _has_no_marker(tail)):
                result: Element = super().run(tree, ancestors)
                return result
            if isinstance(simple, _SplitText):
                split_texts.append((element, simple))
        for element, split_text in split_texts:
            element.text = str(split_text)
            element[0:0] = split_text.marks
        return tree

    def _split_if_simple(self, text: str) -> str | None:
        """Return *text* unchanged if it has no mark, or split at its marks; None unless all of these are simple."""
        if self._emphasis is None or self._emphasis.regions:
            return None  # emphasis of another text, not placed yet, would be placed here
        if _has_no_marker(text):
            return text
        return None if self.md.references and "[" in text else _split_at_marks(text)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its name
        if isinstance(data, AtomicString):
            return data
        simple = self._split_if_simple(data) if patternIndex == 0 else None
        if simple is not None:
            for mark in simple.marks if isinstance(simple, _SplitText) else ():
                # What it finds next is numbered after these, and a bug of it can show the numbers.
                self.stashed_nodes[f"{len(self.stashed_nodes):04}"] = mark
            return simple
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for at, pattern, markers in self._patterns.left(data):
            matched, start = at >= patternIndex, 0
            while matched and not lacks(data, markers, start):
                data, matched, start = apply(pattern, data, at, start)
        return data

    def _InlineProcessor__processPlaceholders(  # noqa: N802 - its name
        self,
        data: str,
        parent: Element,
        isText: bool = True,  # noqa: N803
    ) -> list[tuple[Element, list[str]]]:
        if INLINE_PLACEHOLDER_PREFIX in data:
            result: list[tuple[Element, list[str]]] = super()._InlineProcessor__processPlaceholders(  # type: ignore[misc]
                data, parent, isText
            )
            return result
        marks = data.marks if isinstance(data, _SplitText) else []
        text = str(data) if marks else data
        if isText:
            parent.text = text
        else:
            parent.tail = text
        return [(mark, self.ancestors[:]) for mark in marks]


class _SplitText(str):
    """A text up to its first mark, with its marks; the tail of each is the text after it."""

    __slots__ = ("marks",)
    marks: list[Element]


def _has_no_marker(text: str) -> bool:
    """Return whether nothing in *text* could be a mark, part of one, or a placeholder."""
    return not (
        "*" in text
        or "[" in text
        or "`" in text
        or "_" in text
        or ("&" in text and ";" in text)
        or "<" in text
        or "\\" in text
        or INLINE_PLACEHOLDER_PREFIX in text
        or "  \n" in text
        or "://" in text
        or "www." in text
        or "@" in text
        or "~~" in text
    )


def _split_at_marks(text: str) -> _SplitText | None:
    """Return *text* split at its marks; None if it may have others than the simplest."""
    marks: list[Element] = []
    plain: list[str] = []
    start = 0
    for match in _MARK.finditer(text):
        kind = match.lastindex or 0
        begin, end = match.span()
        before = text[start:begin]
        plain.append(before)
        if marks:
            marks[-1].tail = before
        mark = Element(_TAGS[kind])
        if kind == _CODE:
            mark.text = AtomicString(code_escape(match[kind].strip()))
        elif kind == _PICTURE:
            mark.set("src", text[match.end(kind) + len("](") : end - len(")")])
            mark.set("alt", match[kind])
        else:
            mark.text = match[kind]
            plain.append(match[kind])
            if kind == _LINK:
                mark.set("href", text[match.end(kind) + len("](") : end - len(")")])
        marks.append(mark)
        start = end
    plain.append(text[start:])
    if not marks or not _has_no_marker("".join(plain)):
        return None
    marks[-1].tail = text[start:]
    head = _SplitText(plain[0])
    head.marks = marks
    return head
