"""Markdown read faster: nothing is looked for in a text that lacks the sign it begins with.

Python-Markdown tries every inline pattern on every stretch of text, and every kind of block on every block, while
most have no mark at all. The result is the same byte for byte, which `tests/test_markdown.py` holds it to; a body takes
two thirds of the time.

One of the two methods that are replaced is private to Python-Markdown. Were it to go, ours would never be called, and
texts would be converted as before, only slower.
"""

from __future__ import annotations

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
    "indent": ("    ",),
    "defindent": ("    ",),
    "code": ("    ",),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("-", "_", "*"),
    "ulist": ("- ", "+ ", "* "),
    "deflist": (":",),
    "quote": (">",),
    "footnote": ("]:",),
    "abbr": ("*[",),
    "reference": ("]:",),
    "table": ("|",),
}
"""The same for the kinds of block."""

_FIRST: dict[str, tuple[str, ...]] = {"html_block": ("<", "&"), "fenced_code_block": ("```", "~~~")}
"""The same for what is done with the lines of a text before it is parted in blocks."""

_WALKS: dict[str, tuple[str, ...]] = {"attr_list": ("{",), "unescape": ("\\",)}
"""The same for walks through the finished tree, which look for their signs in the whole text."""


def hurry(converter: markdown.Markdown) -> None:
    """Let *converter*, whose extensions are all registered, leave out what cannot match."""
    converter.treeprocessors.register(_Inline(converter), "inline", 20)
    parser = converter.parser
    processors = _Sieve(parser.blockprocessors, _BLOCKS)

    def parse_blocks(parent: Any, blocks: list[str]) -> None:
        while blocks:
            for _, processor, _ in processors.left(blocks[0]):
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    parser.parseBlocks = parse_blocks  # type: ignore[method-assign]
    for name, signs in _FIRST.items():
        if name in converter.preprocessors:
            _run_where_needed(converter.preprocessors[name], signs)
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


def _run_where_needed(first: Any, signs: tuple[str, ...]) -> None:
    """Leave the lines of a text that has none of *signs* as they are."""
    run = first.run
    first.run = lambda lines: lines if _lacks("\n".join(lines), signs) else run(lines)


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
        self._patterns = _Sieve(md.inlinePatterns, _PATTERNS)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its name
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for at, pattern, signs in self._patterns.left(data):
            matched, start = at >= patternIndex, 0
            while matched and not _lacks(data, signs, start):
                data, matched, start = apply(pattern, data, at, start)
        return data


def _lacks(text: str, signs: tuple[str, ...], start: int = 0) -> bool:
    """Whether *text* has none of *signs* behind its first *start* characters; no signs are never lacking."""
    for sign in signs:  # a loop, as `any` with a generator takes three times as long for one or two
        if text.find(sign, start) >= 0:
            return False
    return bool(signs)


class _Sieve:
    """What is registered, in its order, but for what cannot match a text as it has none of the signs of it."""

    def __init__(self, registry: Any, table: dict[str, tuple[str, ...]]) -> None:
        names = {registry.get_index_for_name(name): name for name in table if name in registry}
        self._registered = [(at, one, table.get(names.get(at, ""), ())) for at, one in enumerate(registry)]
        self._signs = sorted({sign for _, _, signs in self._registered for sign in signs})
        self._left: dict[tuple[bool, ...], list[tuple[int, Any, tuple[str, ...]]]] = {}
        """By which of all the signs a text has: few of all the choices that there could be are ever met."""

    def left(self, text: str) -> list[tuple[int, Any, tuple[str, ...]]]:
        """What could match *text*: its place, itself, and its signs."""
        present = tuple([sign in text for sign in self._signs])
        if present not in self._left:
            there = {sign for sign, is_there in zip(self._signs, present, strict=True) if is_there}
            self._left[present] = [
                one for one in self._registered if not one[2] or there.intersection(one[2])
            ]
        return self._left[present]
