"""Prose: what a body becomes, which of its links come back, and that it is safe and always the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuecard.core.span import Span
from cuecard.core.urls import RESERVED_IDS
from cuecard.markdown.blocks.builder import NestingError
from cuecard.markdown.converter import Body, Link, convert
from cuecard.markdown.source_places import place_of_link, places_of_tags


def filled(body: Body) -> str:
    """Return the HTML with each link's target in capitals between hashes."""
    return body.html(lambda link: f"#{link.target.upper()}#")


def html(text: str, *, raw_html: bool = False, taken: frozenset[str] = frozenset()) -> str:
    """Return what *text* becomes."""
    return filled(convert(text, raw_html=raw_html, taken=taken))


# --- what Markdown means ------------------------------------------------------------------------------------------

MEANINGS = [
    ("", ""),
    (" \n\n ", ""),
    ("Some *text* and **more**.", "<p>Some <em>text</em> and <strong>more</strong>.</p>"),
    ("    code", "<pre><code>code\n</code></pre>"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
    ("Term\n:   What it means", "<dl>\n<dt>Term</dt>\n<dd>What it means</dd>\n</dl>"),
    ("*[HEP]: home programme\n\nA HEP.", '<p>A <abbr title="home programme">HEP</abbr>.</p>'),
    ("Text {: #here .loud lang=de }", "<p>Text {: #here .loud lang=de }</p>"),
    ("Text\n{: #here .my-loud lang=de }", '<p class="my-loud" id="here" lang="de">Text</p>'),
    ("3 < 4 & 5 > 4", "<p>3 &lt; 4 &amp; 5 &gt; 4</p>"),
    ("5 &lt; 6 &copy;", "<p>5 &lt; 6 ©</p>"),
    ("Über 🏋️ 漢", "<p>Über 🏋️ 漢</p>"),
    ("<details><summary>More</summary>Text</details>", "<details><summary>More</summary>Text</details>"),
]


@pytest.mark.parametrize(("text", "result"), MEANINGS)
def test_prose_becomes_html(text: str, result: str) -> None:
    """The usual Markdown, with the extensions that a handbook needs."""
    assert html(text).strip() == result


def test_an_admonition_has_its_title() -> None:
    """A note is a box of its own."""
    assert '<p class="admonition-title">Mind</p>' in html('!!! note "Mind"\n    The knee.\n')


def test_a_table_scrolls_by_itself() -> None:
    """A table wider than a phone does not widen the page; alignment is kept."""
    html_text = html("| a | b |\n|---|--:|\n| [x](y.md) | 2 |\n")
    assert html_text.startswith('<div class="scroller" role="group" aria-label="Table" tabindex="0"><table>')
    assert html_text.rstrip().endswith("</table></div>")
    assert '<td data-align="right">2</td>' in html_text
    assert '<a href="#Y.MD#">x</a>' in html_text


def test_a_table_within_a_table_stays_within() -> None:
    """Only the outermost scrolls, and every element is closed where it was opened."""
    inner = "<table><tr><td>x</td></tr></table>"
    html_text = html(f"<table><tr><td>{inner}</td></tr></table>\n\n{inner}")
    assert html_text.count("<div") == html_text.count("</div>") == 2
    assert html_text.count("</table></div>") == 2


def test_footnotes_lead_there_and_back() -> None:
    """A note's own links are ours to leave alone; links inside it are found."""
    body = convert("One[^a] and again[^a].\n\n[^a]: See [it](it.md).\n")
    html_text = filled(body)
    assert [link.target for link in body.links] == ["it.md"]
    assert '<a class="footnote-ref" href="#fn:a">1</a>' in html_text
    assert '<a class="footnote-backref" href="#fnref:a" title="Back to footnote 1 in the text">' in html_text
    assert {"fn:a", "fnref:a", "fnref2:a"} <= body.ids


# --- headings -----------------------------------------------------------------------------------------------------

HEADINGS = [
    ("# One\n\n## Two", [("one", "One", 2), ("two", "Two", 3)]),
    ("### One\n\n#### Two\n\n### Three", [("one", "One", 2), ("two", "Two", 3), ("three", "Three", 2)]),
    ("## One\n\n# Two", [("one", "One", 3), ("two", "Two", 2)]),
    ("One\n===\n\nTwo\n---", [("one", "One", 2), ("two", "Two", 3)]),
    ("###### One\n\n# Two", [("one", "One", 6), ("two", "Two", 2)]),
    ("# Same\n\n# Same\n\n# Same", [("same", "Same", 2), ("same-2", "Same", 2), ("same-3", "Same", 2)]),
    ("# Same-2\n\n# Same\n\n# Same", [("same-2", "Same-2", 2), ("same", "Same", 2), ("same-3", "Same", 2)]),
    ("# Über *uns* & `code`", [("uber-uns-code", "Über uns & code", 2)]),
    ("# 深蹲", [("深蹲", "深蹲", 2)]),
    ("# !!!\n\n# ???", [("section", "!!!", 2), ("section-2", "???", 2)]),
    ("# A {: #mine }\n\n# Mine", [("mine", "A", 2), ("mine-2", "Mine", 2)]),
    ("# Mine\n\n# A {: #mine }", [("mine-2", "Mine", 2), ("mine", "A", 2)]),
    ("# A {: #mine }\n\n# B {: #mine }", [("mine", "A", 2), ("mine-2", "B", 2)]),
    ("# A [link](a.md)", [("a-link", "A link", 2)]),
    # What the page has already.
    ("# Steps", [("steps-2", "Steps", 2)]),
    ("# Dose title", [("dose-title-2", "Dose title", 2)]),
    ("# Step 3", [("step-3-2", "Step 3", 2)]),
    ("# A {: #dose }", [("dose-2", "A", 2)]),
    ('<h2 id="safety">Raw</h2>', [("safety-2", "Raw", 2)]),
]


@pytest.mark.parametrize(("text", "headings"), HEADINGS)
def test_headings_have_ids_and_begin_below_the_title(text: str, headings: list[tuple[str, str, int]]) -> None:
    """The highest is an h2; no id is twice, nor is one that the page has itself."""
    body = convert(text, taken=RESERVED_IDS)
    assert [(heading.id, heading.text, heading.level) for heading in body.headings] == headings
    html_text = filled(body)
    for name, _, level in headings:
        assert html_text.count(f'<h{level} id="{name}"') == 1
        assert name in body.ids


def test_any_other_id_is_once_too() -> None:
    """An id on a paragraph or in raw HTML gives way as a heading's does."""
    html_text = html('One\n{: #a }\n\n<div id="a">x</div>\n\n<div id="step-1">y</div>')
    assert [part.partition('"')[0] for part in html_text.split('id="')[1:]] == ["a", "a-2", "step-1-2"]


def test_what_looks_like_an_id_in_the_text_is_none() -> None:
    """Only an attribute counts."""
    assert convert('Write id="mine" there.').ids == frozenset()


# --- links --------------------------------------------------------------------------------------------------------

LINKS: list[tuple[str, list[tuple[str, bool]]]] = [
    ("[a](b.md)", [("b.md", False)]),
    ("![a](b.png)", [("b.png", True)]),
    ("[![a](b.png)](c.md)", [("c.md", False), ("b.png", True)]),
    ('[a](b.md "title")', [("b.md", False)]),
    ("[a](<b c.md>)", [("b c.md", False)]),
    ("[a](b%20c.md)", [("b%20c.md", False)]),
    ("[a](b(c).md)", [("b(c).md", False)]),
    ("[a](b.md#c&d)", [("b.md#c&d", False)]),
    ("[a][b]\n\n[b]: c.md", [("c.md", False)]),
    ("[a]\n\n[a]: c.md 'title'", [("c.md", False)]),
    ("[a]()", [("", False)]),
    ("[a](#b)", [("#b", False)]),
    ("<https://example.org/?a=b&c=d>", [("https://example.org/?a=b&c=d", False)]),
    ("[a](javascript:x)", [("javascript:x", False)]),
    ("[a](JavaScript:x)", [("JavaScript:x", False)]),
    ("![a](data:x)", [("data:x", True)]),
    ("[a](//example.org)", [("//example.org", False)]),
    ('<a href="b.md">a</a>', [("b.md", False)]),
    ("<a href='b.md'>a</a> <img src=c.png alt=c>", [("b.md", False), ("c.png", True)]),
    ('<a class="x" href=" vbscript:x">a</a>', [("vbscript:x", False)]),
    ("`[a](b.md)`", []),
    ("    [a](b.md)", []),
    ("```\n[a](b.md)\n```", []),
    ("<!-- [a](b.md) -->", []),
    ("\\[a](b.md)", []),
    ("[a] (b.md)", []),
]


@pytest.mark.parametrize(("text", "links"), LINKS)
def test_links_come_back_as_the_author_wrote_them(text: str, links: list[tuple[str, bool]]) -> None:
    """Every target, of links and pictures, of Markdown and of raw HTML; none out of code."""
    assert [(link.target, link.is_image) for link in convert(text).links] == links


def test_links_are_filled_in_their_order() -> None:
    """The HTML is cut at each link and takes the answer, escaped."""
    body = convert("[a](a.md) ![b](b.png) [a](a.md)")
    assert len(body.pieces) == len(body.links) + 1
    assert [(link.target, link.nth) for link in body.links] == [("a.md", 0), ("b.png", 0), ("a.md", 1)]
    answers = iter(["x?a=1&b=2", 'y">', "z"])
    result = body.html(lambda link: next(answers))
    assert result.strip() == (
        '<p><a href="x?a=1&amp;b=2">a</a> <img alt="b" src="y&quot;&gt;"> <a href="z">a</a></p>'
    )


@pytest.mark.parametrize(
    ("target", "is_local", "has_allowed_scheme"),
    [
        ("a.md", True, False),
        ("../a.md#b:c", True, False),
        ("#a", True, False),
        ("/a.md", True, False),
        ("https://example.org", False, True),
        ("HTTPS://EXAMPLE.ORG", False, True),
        ("mailto:a@example.org", False, True),
        ("tel:+44123", False, True),
        ("//example.org", False, False),
        ("javascript:x", False, False),
        ("ftp://example.org", False, False),
        ("C:\\squat.md", False, False),
    ],
)
def test_a_link_knows_whether_it_leads_elsewhere(
    target: str, is_local: bool, has_allowed_scheme: bool
) -> None:
    """Elsewhere is what has a scheme or a host; a few schemes are allowed."""
    link = Link(target, is_image=False, nth=0)
    assert (link.is_local, link.has_allowed_scheme) == (is_local, has_allowed_scheme)


PLACES = [
    ("[a](b.md)", (1, 5)),
    ("x\n\n[a]( b.md )", (3, 6)),
    ("[a](<b.md>)", (1, 6)),
    ("[a][r]\n\n[r]: b.md", (3, 6)),
    ("[a][r]\n\n   [r]:   <b.md> 'x'", (3, 12)),
    ('x <a class="y" href="b.md">a</a>', (1, 22)),
    ("x <a href=b.md>a</a>", (1, 11)),
    ("b.md `[a](b.md)` [a](b.md)", (1, 22)),
    ("[a](ab.md) [a](b.md)", None),
    ("```\n[a](b.md)\n```\n\nÜ 🏋 [a](b.md)", (5, 9)),
    ("A ` here.\n\nAnother ` there [a](b.md)", (3, 21)),
    ("![a](b.md)", (1, 6)),
]


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_the_place_of_a_link_is_found_in_the_text(text: str, place: tuple[int, int] | None) -> None:
    """Line and column of the target, not of the same letters in code or in a longer name."""
    link = next(link for link in convert(text).links if link.target in {"b.md", "ab.md"})
    found = place_of_link(text, link)
    if place is None:
        place = (1, 5)
    assert found == Span(*place, len(link.target))


def test_equal_links_have_each_their_place() -> None:
    """The second dead link of a name is reported at the second place."""
    text = "[a](b.md)\n\n`[a](b.md)` [b](b.md) [c](b.md)"
    assert [place_of_link(text, link) for link in convert(text).links] == [
        Span(1, 5, 4),
        Span(3, 17, 4),
        Span(3, 27, 4),
    ]


def test_a_link_that_cannot_be_found_has_no_place() -> None:
    """The caller reports it at the beginning of the text."""
    assert place_of_link("nothing", Link("b.md", is_image=False, nth=0)) is None


# --- safety -------------------------------------------------------------------------------------------------------

UNSAFE = [
    ("<script>alert(1)</script>", ("script",)),
    ("Text <script src=x></script> text", ("script",)),
    ("<SCRIPT>x</SCRIPT>", ("SCRIPT",)),
    ("<iframe src='https://example.org'></iframe>", ("iframe",)),
    ("<style>p {}</style>", ("style",)),
    ("<form action=x><input></form>", ("form", "input")),
    ("<object data=x><embed src=x></object>", ("object", "embed")),
    ("<svg onload=alert(1)></svg>", ("svg",)),
    ("<custom-element>x</custom-element>", ("custom-element",)),
    ("<video src=x></video>", ("video",)),
    ("See <step-up.md>.", ("step-up.md",)),
    ("`<script>`", ()),
    ("    <script>", ()),
    ("<!-- <script> -->", ()),
    ("1 <2 and a<b", ()),
    ("[a](<my file.md>)", ()),
    ("<b>bold</b><br/>", ()),
    ("<script>if (a<b) { document.write('<foo>') }</script><bar>", ("script", "bar")),
]


@pytest.mark.parametrize(("text", "left_out"), UNSAFE)
def test_raw_html_that_is_not_allowed_is_left_out_and_reported(text: str, left_out: tuple[str, ...]) -> None:
    """What is in code or a comment is no tag; what is inside a script is not reported again."""
    body = convert(text)
    assert body.left_out == left_out
    assert not any(f"<{name.lower()}" in filled(body).lower() for name in left_out)


ATTACKS = [
    "# Title {: onclick=alert(1) style=position:fixed }",
    "Text\n{: onmouseover=alert(1) }",
    "[a](b.md){: onclick=alert(1) target=_blank }",
    "![a](b.png){: onerror=alert(1) srcset=x }",
    '<a href="b.md" onclick="alert(1)">a</a>',
    '<img src="b.png" onerror="alert(1)">',
    '<div style="position:fixed">x</div>',
    "<p onclick=alert(1)>x",
    '<b title="<script>alert(1)</script>">x</b>',
    "<a href=\"b.md\"title='x'onclick=alert(1)>a</a>",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_no_attribute_runs_or_moves_anything(text: str) -> None:
    """Neither raw HTML nor an attribute list can write what a page must not have."""
    html_text = html(text)
    for word in (" on", "style=", "srcset", "target=", "<script"):
        assert word not in html_text, word


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        '<a href="javascript:alert(1)">a</a>',
        '<a href="java\nscript:alert(1)">a</a>',
        '<a href=" &#106;avascript:alert(1)">a</a>',
        "[a](&#106;avascript:alert(1))",
        "[a](x-refused:javascript:alert(1))",
        "<a href=vbscript:x>a</a>",
        "[a]( javascript:alert(1))",
        "![a](data:image/svg+xml;base64,xx)",
    ],
)
def test_a_link_that_runs_a_program_never_reaches_the_page_unreported(text: str) -> None:
    """It is gone, or comes back as a link that is neither local nor allowed, and so is refused."""
    body = convert(text)
    assert not any(link.is_local or link.has_allowed_scheme for link in body.links)
    assert "script:" not in body.html(lambda link: "gone")


def test_raw_html_may_be_allowed() -> None:
    """Trusted HTML (`--trust-raw-html`) is left as it is, and its links are still found."""
    text = '<video src="a.mp4" onplay="x()"></video>\n\n<a href="b.md">b</a> <script>x</script>'
    body = convert(text, raw_html=True)
    html_text = filled(body)
    assert body.left_out == ()
    assert '<video src="a.mp4" onplay="x()"></video>' in html_text
    assert "<script>x</script>" in html_text
    assert [link.target for link in body.links] == ["b.md"]


TAG_PLACES = [
    ("x <script>", [(1, 3, 7)]),
    ("`<script>` <script></script>\n\n<script></script>", [(1, 12, 7), (3, 1, 7)]),
    ("    <script>\n\nx\n\n<script></script>", [(5, 1, 7)]),
    ("<!-- <foo> -->\n\n<foo>x</foo>", [(3, 1, 4)]),
    ("- x\n\n        <foo>\n\n    <foo>x</foo>", [(5, 5, 4)]),
    ("<foo>a</foo> <bar>b</bar> <foo>c</foo>", [(1, 1, 4), (1, 14, 4), (1, 27, 4)]),
]


@pytest.mark.parametrize(("text", "places"), TAG_PLACES)
def test_the_place_of_a_refused_tag_is_found(text: str, places: list[tuple[int, int, int]]) -> None:
    """Each at its own line and column."""
    spans = places_of_tags(text, convert(text).left_out)
    assert [(span.line, span.column, span.width) for span in spans] == places


# --- one converter for all texts ------------------------------------------------------------------------------------


def test_nothing_leaks_from_one_text_into_the_next() -> None:
    """References, footnotes, abbreviations and ids are those of one text."""
    first = html("[a][r] A[^1] HEP\n\n[r]: b.md\n[^1]: Note\n*[HEP]: programme\n\n# Steps")
    assert html("[a][r] A[^1] HEP\n\n# Steps") == '<p>[a][r] A[^1] HEP</p>\n<h2 id="steps">Steps</h2>'
    assert html("[a][r] A[^1] HEP\n\n[r]: b.md\n[^1]: Note\n*[HEP]: programme\n\n# Steps") == first


TOO_DEEP = "\n".join("    " * n + "- x" for n in range(250))


def test_a_text_that_nests_too_deeply_is_refused_and_harms_no_other() -> None:
    """What Python-Markdown cannot follow is reported, and the next text is converted as ever."""
    with pytest.raises(NestingError):
        convert(TOO_DEEP)
    assert html("- [a](b.md)\n\n> q") == (
        '<ul>\n<li><a href="#B.MD#">a</a></li>\n</ul>\n<blockquote>\n<p>q</p>\n</blockquote>'
    )


@pytest.mark.parametrize(
    "options", ['{ .py linenums="1" }', '{ .py linenums="x" }', '{ .py hl_lines="1" k=v }', 'py hl_lines="1"']
)
def test_options_of_code_blocks_are_passed_over(options: str) -> None:
    """What colours code elsewhere is no attribute here; the language stays."""
    assert html(f"``` {options}\na\n```") == '<pre><code class="language-py">a\n</code></pre>'


STRANGE = [">" * 10_000 + " x", "> " * 1000, "*" * 5000, "[" * 1000, "[](" * 1000, "<" * 5000, "`" * 5000]
STRANGE += ["word " * 50_000, "# a\n\n" * 2000, "<b>" * 1000, "|" * 2000 + "\n" + "|-" * 1000, "&" * 5000]


@pytest.mark.parametrize("text", STRANGE, ids=lambda text: f"{text[:6]!r} × {len(text)}")
def test_strange_texts_are_converted_all_the_same(text: str) -> None:
    """No text of this kind hangs or makes the converter fall over."""
    assert convert(text).links is not None


MARKDOWNISH = st.text(
    st.one_of(st.sampled_from(list("#*_`[]()!<>&:-|{}~^\n\n\n    \\\"'=ab1.")), st.characters(codec="utf-8")),
    max_size=60,
)


@given(MARKDOWNISH)
def test_any_text_whatever_is_converted_the_same_way_twice(text: str) -> None:
    """Nothing falls over, the same text gives the same body, pieces and links match, and ids are once."""
    body = convert(text, taken=RESERVED_IDS)
    assert convert(text, taken=RESERVED_IDS) == body
    assert not body.pieces or len(body.pieces) == len(body.links) + 1
    html_text = filled(body)
    assert not any(f'id="{name}"' in html_text for name in ("steps", "step-1", "dose-title"))
    for link in body.links:
        place_of_link(text, link)
    places = places_of_tags(text, body.left_out)
    assert len(places) == len(body.left_out)
