"""Markdown read faster: not one byte of the HTML differs from what Python-Markdown makes by itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Comment, Element, SubElement

import markdown
import pytest
from conftest import ROOT, SOAK
from gfm_fragments import FRAGMENTS
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown.serializers import to_html_string

from cuecard.markdown import fast_path
from cuecard.markdown.blocks.builder import NestingError
from cuecard.markdown.converter import extensions
from cuecard.markdown.fast_path import inline
from cuecard.markdown.fast_path.serializer import to_html


@cache
def stock() -> markdown.Markdown:
    """Python-Markdown as it comes."""
    return markdown.Markdown(extensions=extensions(), output_format="html")


@cache
def quick() -> markdown.Markdown:
    """Return the same, hurried."""
    converter = markdown.Markdown(extensions=extensions(), output_format="html")
    fast_path.install_fast_path(converter)
    return converter


def assert_same(text: str) -> None:
    """Check that both converters, new to the text, make the same of it."""
    try:
        html = stock().reset().convert(text)
    except NestingError:
        with pytest.raises(NestingError):
            quick().reset().convert(text)
    else:
        assert quick().reset().convert(text) == html


# --- any text -------------------------------------------------------------------------------------------

SIGNS = st.sampled_from(
    ["*", "**", "_", "`", "``", "[", "]", "(", ")", "<", ">", "&", "!", "\\", "#", "|", ":", "{", "}", "^", "=", "-",
     "+", "1.", "    ", "  \n", "\n", "\n\n", "!!! note", "[^1]: ", "*[AB]: ", "[a]: b.md", "~~~", "word", "AB", "ä",
     " ", "&amp;", "<b>", "</b>", "<div>", "{#id}", "{: .c}", "http://a.b", "<a@b.c>", "---", "| - |", "> ", "- ", "~~",
     "www.a.bc", "a@b.cd", "\\\n", "<set>", "<time>", "</time>", "- [ ] ", "1) ", "> [!NOTE]\n", "][", "[^2]", "  "]
)  # fmt: skip

WORDS = st.sampled_from(
    ["word", "a b", "AB", "é", " ", " ", ", ", ".", "(", ")", "x.", "1", "\u00a0", "\n", "!"]
)
SIMPLE = st.sampled_from(
    [
        "*a*",
        "**b c**",
        "`c`",
        "[d](e.md)",
        "[d e](https://e.org/a_b?c=d&e#f)",
        "*AB*",
        "[AB](b)",
        "![a *b_ & c](d)",
    ]
)
ODD = st.sampled_from(
    ["*a *b* c*", "***a** b*", "*a**b*", "**a*", "*a**a*", "_a_", "a_b", "__f__", "(*a*)", "*a\nb*", "``a`b``", "`a\\`",
     "`a*b`", "`<b>`", "` `", "[*a*](b)", "*[a](b)*", "[`a`](b)", "[a `b](c) d`", "[a [b](c) d](e)", "[^a [b](c)](d)",
     '[a](b "t")', "[a](<b c>)", "[a](b(c)d)", "[](x)", "[a]()", "![p](q.png)", "![a *b*](c)", "[x][r]", "[r]", "[AB]",
     "[^1]", "[a\nb](c)", "[a](b\nc)", "\\*a*", "\\`b`", "<b>", "</b>", "<http://a.b>", "&copy;", "&", "{: .c }",
     "{#i}", "  \n", "`", "*", "[", "](x)", "\x02", "\t"]
)  # fmt: skip
BEGINNINGS = st.sampled_from(
    ["", "", "", "- ", "* ", "1. ", "    - ", "    ", "        ", "> ", "# ", "## ", " ", "!!! note", "[^1]: ", "[r]: ",
     "*[AB]: ", ":   ", "| ", "a | b", "--- | ---", "```", "<div>", "</div>", "---", "***", "===", "\u00b2 ", "   "]
)  # fmt: skip
LINES = st.tuples(
    BEGINNINGS,
    st.lists(st.one_of(WORDS, SIMPLE, SIMPLE, ODD), max_size=6).map("".join),
    st.sampled_from("\n "),
)
TEXTS = st.lists(LINES, min_size=1, max_size=6).map(
    lambda lines: "".join(f"{begin}{marks}\n{'' if end == ' ' else end}" for begin, marks, end in lines)
)


@settings(max_examples=1500 if SOAK else 200)
@given(st.lists(SIGNS, max_size=24).map("".join))
def test_characters_in_any_order_become_the_same(text: str) -> None:
    """What is left out as it cannot match changes no byte of the HTML."""
    assert_same(text)


@settings(max_examples=20_000 if SOAK else 300)
@example("*a**a*`c`\n\n*a**a*`c`")  # Python-Markdown's own mistake shows a number of what it had found before
@example("`c` and *a**a*`c` and *a*")
@example("- [^a [b](c)](d) *e*")  # a text that Python-Markdown goes through twice
@example("x\n   ")
@given(TEXTS)
def test_marks_simple_and_odd_become_the_same(text: str) -> None:
    """Simple marks beside and in odd ones, in every kind of block, mean what they mean to Python-Markdown."""
    assert_same(text)


@pytest.mark.parametrize("text", FRAGMENTS.values(), ids=FRAGMENTS)
def test_ordinary_texts_become_the_same(text: str) -> None:
    """Everything that code hosts show, at the beginning of a text and after another one."""
    assert_same(text)
    assert_same(f"Some *text*.\n\n{text}\n\n{text}")


@pytest.mark.parametrize("file", sorted(ROOT.glob("content/*/*.md")), ids=lambda file: file.stem)
def test_shipped_texts_become_the_same(file: Path) -> None:
    """The bodies that readers see, as a whole and each paragraph by itself."""
    body = file.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    for text in [body, *body.split("\n\n")]:
        assert_same(text)


# --- what is hurried is ordinary prose ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("a `b` c", ["code"]),
        ("*a*, **b** (*c*) d*e*f", ["em", "strong", "em", "em"]),
        ("See [a b](c_d.md#e), or [f](https://g.org/?h=i&j).", ["a", "a"]),
        ("![a *b* & c](d.png) e & f", ["img"]),
        ("`a_b` `[c](d)` `\\` `*`", ["code"] * 4),
    ],
)
def test_the_simplest_marks_are_found_at_once(text: str, marks: list[str]) -> None:
    """What most texts have needs none of Python-Markdown's patterns, or it would be no faster."""
    found = inline._split_at_marks(text)
    assert found is not None
    assert [mark.tag for mark in found.marks] == marks


@pytest.mark.parametrize(
    "text",
    ["*a", "*a b*c **", "**a*b**", "a `b", "``a``", "![](b)", "![^a](b)", "[a](b c)", '[a](b "c")', "[^a](b)",
     "[*a*](b)", "*a* &b;", "*a* <b>", "*a* \\b", "*a* b_c", "*a*  \nb", "[a_b](c)", "[a](\x02)",
     "*a* \x02klzzwxh:"],
)  # fmt: skip
def test_anything_else_is_left_to_python_markdown(text: str) -> None:
    """A stretch with one mark that is not of the simplest, or a character that may be one, is not split."""
    assert inline._split_at_marks(text) is None


def test_the_registered_names_are_known() -> None:
    """Every character belongs to something that Python-Markdown has, so that a new name there is noticed here."""
    result = stock()
    assert {name for name in inline.PATTERNS if name in result.inlinePatterns} == set(inline.PATTERNS)
    assert len(result.inlinePatterns) == len(inline.PATTERNS)
    assert all(name in result.preprocessors for name in fast_path.FIRST)
    assert all(name in result.treeprocessors for name in fast_path.WALKS)


def test_a_pattern_that_is_not_known_is_tried() -> None:
    """An extension that reads plain letters is not passed over, in paragraphs and beside simple marks."""
    converter = markdown.Markdown(extensions=[*extensions(), "smarty"], output_format="html")
    fast_path.install_fast_path(converter)
    assert converter.convert('"a" *b* ...') == "<p>&ldquo;a&rdquo; <em>b</em> &hellip;</p>"


# --- the tree, written ----------------------------------------------------------------------------------


def tree(attributes: dict[str, str | None], tag: str = "p", text: str = 'a & "b" <c> &amp; \xa0') -> Element:
    """Return a small tree that has *attributes*, and *text* in every place."""
    root = Element("div")
    child = SubElement(root, tag, attributes)  # type: ignore[arg-type]
    child.text = child.tail = text
    SubElement(child, "br").tail = text
    return root


@pytest.mark.parametrize(
    "root",
    [
        tree({}),
        tree({"title": "<\"&\n'>", "class": "a", "alt": "&copy;"}),
        tree({"open": "open", "class": "class"}),
        tree({"open": None}),
        tree({}, tag="script"),
        tree({}, tag="BR"),
        tree({}, tag="x-y"),
    ],
)
def test_a_tree_is_written_the_same(root: Element) -> None:
    """Characters, attributes without a value, and elements that Markdown does not make are written as by the
    library.
    """
    assert to_html(root) == to_html_string(root)


def test_a_tree_of_any_depth_is_written() -> None:
    """A comment, and more elements in one another than calls can be."""
    root = Element("div")
    root.append(Comment("a"))
    assert to_html(root) == to_html_string(root)
    inner = root
    for _ in range(5000):
        inner = SubElement(inner, "em")
    assert to_html(root) == to_html_string(root)
