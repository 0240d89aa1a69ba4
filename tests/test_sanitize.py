"""HTML made safe: what is let through without nh3 is what nh3 would have made of it."""

from __future__ import annotations

import re

import pytest
from conftest import SOAK
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cuecard.core.urls import RESERVED_IDS
from cuecard.markdown import rewriter, sanitize
from cuecard.markdown.converter import _converter


def made_of(text: str) -> str:
    """Return what Markdown makes of *text*, not yet cleaned."""
    return _converter()[0].reset().convert(text)


def is_let_through(text: str) -> bool:
    """Return whether nh3 is not asked about *text*."""
    return "<" not in text and sanitize._HARMLESS.fullmatch(made_of(text)) is not None


HARMLESS = [
    'Bend *slowly*, "as" **told** & `count > 1`.\n\n# A\n\n- a\n- b\n    - c\n\n1. d\n\n> e\n\n---',
    "[a](b.md) [c](../d/e_f.md#g-h) [i](#j) [k]() [l](https://example.org/a_b?c=d#e) ![m, n](o%20p.png) [é](é.md)",
    "| a | b | c |\n|---|--:|:-:|\n| *d* | `e` | [f](g.md) |",
    "Two  \nlines of 漢 🏋️",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_prose_is_let_through(text: str) -> None:
    """Else nothing would be gained."""
    assert is_let_through(text)


ADDRESSES = [
    *("javascript:x", "JavaScript:x", "java\tscript:x", "&#106;avascript:x", "//a.org", "data:x", "mailto:a"),
    *("HTTP://a.org", "https://", "https://a", "https://a.1", "https://a.256.300", "https://[a", "https://xn--a.org"),
    *("https://a.org:8", "https://a@b.org", "https://a_b.org", "a:b", "a\u00a0b", "h\nttps://a.org", "x-refused:a"),
    "\\\\a.org",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_with_anything_odd_goes_to_nh3(address: str) -> None:
    """A scheme that is not plainly http or https, a host that may be none, and what browsers pass over."""
    assert not is_let_through(f"[a]({address})")
    assert not sanitize._HARMLESS.fullmatch(f'<p><a href="{address}">a</a></p>')


@pytest.mark.parametrize(
    "result",
    ["<script>x</script>", "<p onclick=x>a</p>", "<p >a</p>", "<P>a</P>", "<!-- a -->", "<p>&copy;</p>", "<p>a</p", "<",
     "<style>", "<title>", "<textarea>", "<plaintext>", "<svg>", "<math>", "<template>", "<noscript>", "<iframe>",
     '<img alt="a" src="b" onerror="c">', '<a href="b" title="c">a</a>', '<a href="b"><a href="c">d</a></a>', "\0",
     '<img alt="a" src="b"', '<a href="b">', '<td style="position: fixed;">', "a\x7fb", "a\rb", "a\tb", "a\u00a0b"],
)  # fmt: skip
def test_no_other_element_or_attribute_is_let_through(result: str) -> None:
    """Only a few elements, written in one way, none of which changes how what follows it is read."""
    assert not sanitize._HARMLESS.fullmatch(result)


PARTS = st.sampled_from(
    ["*", "**", "*a*", "**b**", "_c_", "`", "`d`", "``", "[", "](", "](e.md)", "[f](g.md)", "![", "![h](i.png)", ")",
     "(", "\\", "\\*", "&", "&amp;", "&lt;", "&gt;", "&copy;", "&#60;", ">", '"', "'", "{: .a }", "{#b}", "|", ":", "!",
     "#", "\n", "\n\n", "  \n", "- ", "1. ", "> ", "# ", "\n    ", "\n> ", "\n- ", "\n# ", "\n---", "!!! note", "[^1]",
     "\n\n| a | b |\n|---|:-:|\n| ", "\n\n[^1]: ", "\n\n*[a]: ", "\n\n[a]: ", "\n\n```\n", ":   ", "\t", " ", "word",
     "a", "é", "\u00a0", "\ufeff", "\x7f", "\x85", "\u200b", "\x0c", "\ud7ff", "🏋", "%20", "/", "//", ".", "?a=b", "@"]
)  # fmt: skip
LINKS = st.builds(
    "{}[{}]({}{})".format,
    st.sampled_from(["", "", "!"]),
    PARTS,
    st.sampled_from(
        [*ADDRESSES, "https://", "http://", "https://a.org", "https://a-b.cd/", "a.md", "#", "/", "", "é"]
    ),
    st.text(st.sampled_from("abc019.-_/:#?=%+@[]é;,~&'\"\\"), max_size=8),
)
TEXTS = st.lists(st.one_of(PARTS, PARTS, LINKS), max_size=12).map("".join)


@settings(max_examples=20_000 if SOAK else 400)
@example("[a [b](c)](d)")
@example("[*a*](b) *[c](d)*\n\n# e\n\n> f\n> - g\n>\n>     h")
@given(TEXTS)
def test_what_is_let_through_would_come_out_the_same(text: str) -> None:
    """nh3 changes nothing of it but how a style is written, and the page is the same as by way of nh3."""
    result = made_of(text)
    if "<" in text or not sanitize.is_harmless(result):
        return
    assert sanitize.clean(result) == re.sub("text-align: ([a-z]+);", r"text-align:\1", result)
    quick = rewriter.rewrite(result, RESERVED_IDS, is_harmless=True)
    assert rewriter.rewrite(sanitize.clean(result), RESERVED_IDS) == quick
    sanitize.check(quick.whole, is_harmless=True)
    sanitize.check(quick.whole, is_harmless=False)
