"""Inline marks found faster: the simplest all at once, the others only where their sign stands.

The simplest are `code`, *emphasis* and **strong** by asterisks, [text](target) and ![text](picture), with no mark
within another. In a stretch of text that has these alone, as most have, one expression finds them. Python-Markdown
looks for each kind in turn, puts a placeholder for what it finds, and later the elements for the placeholders. It is
left to do so with any other stretch. A body in which there is no other is not gone through by it at all.

Two of the methods that are replaced are private to Python-Markdown, and called with what the other gives. Were either
to go, texts would be converted as before, only slower.
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
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""For each inline pattern what a text must have for it to match: one of these. What is not listed is always tried."""

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
"""A mark with none in it, its sign neither longer nor of another mark. Code may have anything in it, as it is found
before all else. No expression steps back over what it has read, so a text full of signs is gone through once."""
_TAGS = ["", "code", "strong", "em", "a", "img"]
"""By the groups of that expression."""
_CODE, _LINK, _PICTURE = 1, 4, 5


class Inline(InlineProcessor):
    """Python-Markdown's own search for inline marks, with the patterns that cannot match left out."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self._patterns = Candidates(md.inlinePatterns, PATTERNS)
        self._emphasis: Any = md.inlinePatterns["em_strong"] if self._patterns.knows_all else None

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Put the marks into *tree*."""
        split_texts: list[tuple[Element, _Parted]] = []
        for element in tree.iter():
            text, tail = element.text, element.tail
            simple = self._simple(text) if text and not isinstance(text, AtomicString) else ""
            if simple is None or (tail and not _has_no_sign(tail)):
                result: Element = super().run(tree, ancestors)
                return result
            if isinstance(simple, _Parted):
                split_texts.append((element, simple))
        for element, parted in split_texts:
            element.text = str(parted)
            element[0:0] = parted.marks
        return tree

    def _simple(self, text: str) -> str | None:
        """*text* as it is, if it has no mark, or parted at its marks; nothing if these are not all of the simplest."""
        if self._emphasis is None or self._emphasis.regions:
            return None  # emphasis found elsewhere that is still to be placed would be placed here
        if _has_no_sign(text):
            return text
        return None if self.md.references and "[" in text else _parted(text)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its name
        if isinstance(data, AtomicString):
            return data
        simple = self._simple(data) if patternIndex == 0 else None
        if simple is not None:
            for mark in simple.marks if isinstance(simple, _Parted) else ():
                # What it finds next is numbered after these. The numbers can be seen where it errs.
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
            placed: list[tuple[Element, list[str]]] = super()._InlineProcessor__processPlaceholders(  # type: ignore[misc]
                data, parent, isText
            )
            return placed
        marks = data.marks if isinstance(data, _Parted) else []
        text = str(data) if marks else data
        if isText:
            parent.text = text
        else:
            parent.tail = text
        return [(mark, self.ancestors[:]) for mark in marks]


class _Parted(str):
    """A text up to its first mark, and its marks, each with what follows it as its tail."""

    __slots__ = ("marks",)
    marks: list[Element]


def _has_no_sign(text: str) -> bool:
    """Whether nothing in *text* could be a mark, or be part of one, or stand for something found before."""
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
    )


def _parted(text: str) -> _Parted | None:
    """*text* parted at its marks; nothing where it may have others than the simplest."""
    marks: list[Element] = []
    bare: list[str] = []
    start = 0
    for match in _MARK.finditer(text):
        kind = match.lastindex or 0
        begin, end = match.span()
        before = text[start:begin]
        bare.append(before)
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
            bare.append(match[kind])
            if kind == _LINK:
                mark.set("href", text[match.end(kind) + len("](") : end - len(")")])
        marks.append(mark)
        start = end
    bare.append(text[start:])
    if not marks or not _has_no_sign("".join(bare)):
        return None
    marks[-1].tail = text[start:]
    head = _Parted(bare[0])
    head.marks = marks
    return head
