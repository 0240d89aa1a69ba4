"""Python-Markdown's slowest loops, faster, with the same bytes.

In comes a converter, out comes the same converter with these loops in place. It must never change a byte of the
result.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import SubElement

import markdown

from cuecard.markdown.fast_path.candidates import Candidates, lacks
from cuecard.markdown.fast_path.inline import Inline
from cuecard.markdown.fast_path.serializer import to_html

BLOCKS = {
    "admonition": ("!!!", "    "),
    "empty": (),
    "indent": ("    ",),
    "defindent": ("    ",),
    "code": ("    ",),
    "hashheader": ("#",),
    "setextheader": ("\n=", "\n-"),
    "hr": ("-", "_", "*"),
    "olist": (),
    "ulist": ("- ", "+ ", "* "),
    "deflist": (":",),
    "quote": (">",),
    "footnote": ("]:",),
    "abbr": ("*[",),
    "reference": ("]:",),
    "table": ("|",),
    "paragraph": (),
}
"""For each kind of block what a text must have to be one: one of these, or nothing."""

FIRST: dict[str, tuple[str, ...]] = {
    "normalize_whitespace": ("\r", "\t", "\x02", "\x03", " \n"),
    "html_block": ("<", "&"),
    "fenced_code_block": ("```", "~~~"),
}
"""The same for preprocessors, which see the lines of a text before it is split into blocks."""

WALKS: dict[str, tuple[str, ...]] = {"attr_list": ("{",), "unescape": ("\\",)}
"""The same for tree processors, whose markers are looked for in the whole text."""

_is_prose = re.compile(r"[^\W\d_].*+(?:\n[^\W\d_].*+)*+").fullmatch
"""Whether every line begins with a letter. No other kind of block can be in such a text: each is results by what one
of its lines begins with."""
_heading = re.compile(r"(#{1,6})([^#\\\n]+)").fullmatch
"""A heading on a line of its own, with nothing at its end that might not belong to it."""


def install_fast_path(converter: markdown.Markdown) -> None:
    """Make *converter*, with all extensions registered, skip processors that cannot match."""
    converter.serializer = to_html
    converter.treeprocessors.register(Inline(converter), "inline", 20)
    parser = converter.parser
    processors = Candidates(parser.blockprocessors, BLOCKS)
    make_paragraph = parser.blockprocessors["paragraph"].run

    def parse_blocks(parent: Any, blocks: list[str]) -> None:
        while blocks:
            if processors.knows_all:
                if _is_prose(blocks[0]):
                    make_paragraph(parent, blocks)
                    continue
                heading = _heading(blocks[0])
                if heading:
                    SubElement(parent, f"h{len(heading[1])}").text = heading[2].strip()
                    del blocks[0]
                    continue
            for _, processor, _ in processors.left(blocks[0]):
                if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                    break

    parser.parseBlocks = parse_blocks  # type: ignore[method-assign]
    for name, markers in FIRST.items():
        if name in converter.preprocessors:
            # It ends every text with two empty lines.
            ends = ["", ""] if name == "normalize_whitespace" else []
            _run_where_needed(converter.preprocessors[name], markers, ends)
    for name, markers in WALKS.items():
        if name in converter.treeprocessors:
            _walk_where_needed(converter, converter.treeprocessors[name], markers)
    results: dict[Any, bool] = {}
    compute = converter.is_block_level

    def is_block_level(tag: Any) -> bool:
        if tag not in results:
            results[tag] = compute(tag)
        return results[tag]

    converter.is_block_level = is_block_level  # type: ignore[method-assign]


def _run_where_needed(first: Any, markers: tuple[str, ...], ends: list[str]) -> None:
    """Only add *ends* to the lines of a text that has none of *markers*."""
    run: Callable[[list[str]], list[str]] = first.run
    first.run = lambda lines: lines + ends if lacks("\n".join([*lines, ""]), markers) else run(lines)


def _walk_where_needed(converter: markdown.Markdown, walk: Any, markers: tuple[str, ...]) -> None:
    """Skip a walk through the tree of a text that has none of *markers*."""
    run = walk.run
    walk.run = lambda root: (
        None if lacks("\n".join(getattr(converter, "lines", markers)), markers) else run(root)
    )
