"""Every word of a text is on its page or in a problem."""

from __future__ import annotations

import html as html_module
import re

import pytest
from conftest import SOAK
from hypothesis import given, settings
from hypothesis import strategies as st

from cuecard.library import body_problems
from cuecard.markdown.blocks.builder import NestingError
from cuecard.markdown.converter import convert
from cuecard.parse import front_matter
from cuecard.parse.front_matter import Document
from cuecard.parse.sources import Kind, SourceFile

_WORD = re.compile(r"[a-z]{3,}")


def lost_words(body: str) -> set[str]:
    """Return the words of *body* that are neither in its HTML, with all attributes, nor in the line of a problem."""
    text = f"---\ntitle: A\n---\n{body}"
    document = front_matter.split(
        SourceFile.from_text("guides/a.md", "content/guides/a.md", Kind.GUIDE, text, "")
    )
    assert isinstance(document, Document)
    converted = convert(document.body)
    shown = html_module.unescape(converted.html(lambda link: link.target)).lower()
    lines = document.source.text.split("\n")
    for problem in body_problems.of_body(document, converted):
        shown += f" {problem.message} {lines[problem.line - 1]}".lower()
    return set(_WORD.findall(re.sub("<!--.*?-->|&amp;", " ", body, flags=re.DOTALL).lower())) - set(
        _WORD.findall(shown)
    )


NAMES = ["set", "stop", "title", "time", "rest", "script", "style", "textarea", "iframe", "svg", "math", "select",
         "option", "table", "tr", "td", "details", "summary", "p", "b", "q", "li", "div", "template", "plaintext",
         "xmp", "noscript", "object", "frameset", "body", "html", "head", "base", "form", "button", "a", "var",
         "mark", "kbd",
         "image", "br", "hr", "input", "label", "col", "caption", "ruby", "rt"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "form",
    [
        "Do <{}> now, and **breathe** out.\n\nThen walk.",
        "<{}> now, and breathe out.\n\nThen walk.",
        "<{}>\nnow, and breathe out.\n\nThen walk.",
        "Do it </{}> now.\n\nThen walk.",
        "- Do <{}> now\n- rest\n\nThen walk.",
        "> Do <{}> now\n\nThen walk.",
        "Do <{} of ten> now, and breathe out.\n\nThen walk.",
        "| one | two |\n|---|---|\n| Do <{}> now | breathe |\n\nThen walk.",
        "## Do <{}> now\n\nThen walk.",
        "Do <{} now, and breathe out.\n\nThen walk > run.",
        "Do <{0}>now</{0}> and breathe.\n\nThen walk.",
    ],
)
def test_a_tag_takes_no_word_with_it(name: str, form: str) -> None:
    """Whatever a tag in a sentence is called, the words around it stay."""
    text = form.format(name)
    if name in ("script", "style") and f"</{name}>" in text:
        return
    assert not lost_words(text)


PIECES = st.sampled_from(
    [
     "sit", "tall", "now", "hold", "leg", " ", " ", " ", "\n", "\n", "\n\n", "\n\n", "- ", "1. ", "    ", "  ",
     "> ", "# ", "## ", "| ", " | ", "\n|---|---|\n", "```", "~~~", "`", "*", "**", "_", "~~", "[", "]", "](",
     ")", "][", "[^", "]: ", "[^one]", "\n[^one]: ", "\n[ref]: ", "*[leg]: ", "<set>", "<time>", "</time>",
     "<title>", "<div>", "</div>", "<details>", "</details>", "<b>", "</b>", "<", ">", "{", "}", "{: ",
     "{.easy}", "{#top}", " {easy}", '{title="sit"}', "!!! note", "!!!", ' "', '"', "??? ", ":::",
     "https://a.example/sit", "www.a.example", "a@b.example", "\\", "&amp;", "&", "\u00a0", "\u200b", "---",
     "===", ": ", "[ ] ", "![", '<a href="sit">', "</a>", "<p>", "<li>", "<script>", "<style>",
    ]
)  # fmt: skip


@settings(max_examples=20_000 if SOAK else 300)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_no_word_is_lost(text: str) -> None:
    """In whatever order its marks are written."""
    try:
        assert not lost_words(text), text
    except NestingError:
        return
