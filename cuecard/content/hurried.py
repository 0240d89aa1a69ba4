"""Markdown read faster: nothing is looked for in a text that lacks the sign it begins with.

Python-Markdown tries every inline pattern on every stretch of text, and every kind of block on every block, while
most have no mark at all. The result is the same byte for byte, which `tests/test_markdown.py` holds it to; a body takes
two thirds of the time.

One of the two methods that are replaced is private to Python-Markdown. Were it to go, ours would never be called, and
texts would be converted as before, only slower.
"""

from __future__ import annotations

import re
from typing import Any

import markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

_PATTERNS = {
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

_BLOCKS = {
    "admonition": ("!!!", "    "),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("-", "_", "*"),
    "deflist": (":",),
    "quote": (">",),
    "footnote": ("]:",),
    "abbr": ("*[",),
    "reference": ("]:",),
    "table": ("|",),
}
"""The same for the kinds of block."""

_WALKS = {"attr_list": ("{",), "unescape": ("\\",)}
"""The same for walks through the finished tree, which look for their signs in the whole text."""


def hurry(converter: markdown.Markdown) -> None:
    """Let *converter*, whose extensions are all registered, leave out what cannot match."""
    converter.treeprocessors.register(_Inline(converter), "inline", 20)
    parser = converter.parser
    processors = _with_signs(parser.blockprocessors, _BLOCKS)

    def parse_blocks(parent: Any, blocks: list[str]) -> None:
        while blocks:
            for processor, signs in processors:
                if _lacks(blocks[0], signs) or not processor.test(parent, blocks[0]):
                    continue
                if processor.run(parent, blocks) is not False:
                    break

    parser.parseBlocks = parse_blocks  # type: ignore[method-assign]
    for name, signs in _WALKS.items():
        if name in converter.treeprocessors:
            _walk_where_needed(converter, converter.treeprocessors[name], signs)
    known: dict[Any, bool] = {}
    ask = converter.is_block_level

    def is_block_level(tag: Any) -> bool:
        if tag not in known:
            known[tag] = ask(tag)
        return known[tag]

    converter.is_block_level = is_block_level  # type: ignore[method-assign]


def _walk_where_needed(converter: markdown.Markdown, walk: Any, signs: tuple[str, ...]) -> None:
    """Leave out a walk through the tree of a text that has none of *signs*."""
    run = walk.run
    walk.run = lambda root: (
        None if _lacks("\n".join(getattr(converter, "lines", signs)), signs) else run(root)
    )


class _Inline(InlineProcessor):
    """Python-Markdown's own search for inline marks, with the patterns that cannot match left out."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(md)
        self._patterns = _with_signs(md.inlinePatterns, _PATTERNS)
        signs = {sign for _, signs in self._patterns for sign in signs}
        is_each_listed = all(signs for _, signs in self._patterns)
        self._any_sign = re.compile("|".join(map(re.escape, sorted(signs))) if is_each_listed else "")

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its name
        if isinstance(data, AtomicString) or not self._any_sign.search(data):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for at in range(patternIndex, len(self._patterns)):
            pattern, signs = self._patterns[at]
            if _lacks(data, signs):
                continue
            matched, start = True, 0
            while matched:
                data, matched, start = apply(pattern, data, at, start)
        return data


def _lacks(text: str, signs: tuple[str, ...]) -> bool:
    """Whether *text* has none of *signs*, where there are any."""
    for sign in signs:  # a loop, as `any` with a generator takes three times as long for one or two
        if sign in text:
            return False
    return bool(signs)


def _with_signs(registry: Any, table: dict[str, tuple[str, ...]]) -> list[tuple[Any, tuple[str, ...]]]:
    """What is registered, in its order, each with the signs that *table* has for it."""
    names = {registry.get_index_for_name(name): name for name in table if name in registry}
    return [(registered, table.get(names.get(at, ""), ())) for at, registered in enumerate(registry)]
