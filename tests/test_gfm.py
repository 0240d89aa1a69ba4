"""Markdown means what it means to an independent parser of GitHub-flavoured Markdown.

What both make of a text is compared as trees. Boxes (`!!!`), definitions, abbreviations, attributes in braces and the
form of footnotes are our own, and described in the handbook.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from gfm_fragments import FRAGMENTS
from html_trees import tree
from markdown_it import MarkdownIt
from mdit_py_plugins.tasklists import tasklists_plugin

from cuecard.markdown.converter import Body, convert


@cache
def other_parser() -> Any:
    """Return the independent parser."""
    return MarkdownIt("gfm-like").use(tasklists_plugin)


def shown(body: Body) -> str:
    """Return the HTML of *body*, with its addresses as they are written."""
    return body.html(lambda link: link.target)


@pytest.mark.parametrize("text", FRAGMENTS.values(), ids=FRAGMENTS)
def test_markdown_is_read_as_on_a_code_host(text: str) -> None:
    """Elements, addresses and words are the same, and nothing is reported."""
    body = convert(text)
    assert tree(shown(body)) == tree(other_parser().render(text))
    assert not body.notices


DECISIONS = [
    # Where we differ, each has a warning of its own.
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "extra-cell"),
    ("**Sets:**3", "stars-beside-word"),
    ("A **bold* word", "stars-not-closed"),
    ('Say*"up"* once.', "stars-beside-word"),
    ("***Sets:***3", "stars-beside-word"),
    ("[**Sets:**3](a.md)", "stars-beside-word"),
    ("Do <set> now.", "raw-html"),
    ("Do <b> now.", "tag-not-closed"),
    ("Do </b> now.", "tag-not-opened"),
]


@pytest.mark.parametrize(("text", "code"), DECISIONS)
def test_each_difference_has_a_warning(text: str, code: str) -> None:
    """Words that a code host leaves out, or hides in a tag, are reported."""
    body = convert(text)
    assert code in [notice.code for notice in body.notices] or (code == "raw-html" and body.left_out)


def test_there_are_many_fragments() -> None:
    """The corpus has ordinary texts of every kind."""
    assert len(FRAGMENTS) >= 150
