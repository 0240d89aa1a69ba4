"""Python-Markdown's slowest loops, faster, with the same bytes.

In comes a converter, out comes the same converter with these loops in place. It must never change a byte of the
result.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import markdown

from cuecard.markdown.fast_path.candidates import lacks
from cuecard.markdown.fast_path.inline import Inline
from cuecard.markdown.fast_path.serializer import to_html

FIRST: dict[str, tuple[str, ...]] = {
    "normalize_whitespace": ("\r", "\t", "\x02", "\x03", " \n"),
}
"""For each preprocessor, which sees the lines of a text before it is split into blocks, what a text must have to be
changed: one of these."""

WALKS: dict[str, tuple[str, ...]] = {"attr_list": ("{",), "unescape": ("\\",), "undefined": ("][", "[^")}
"""The same for tree processors, whose markers are looked for in the whole text."""


def install_fast_path(converter: markdown.Markdown) -> None:
    """Make *converter*, with all extensions registered, skip processors that cannot match."""
    converter.serializer = to_html
    converter.treeprocessors.register(Inline(converter), "inline", 20)
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
