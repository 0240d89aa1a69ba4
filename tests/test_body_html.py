"""The HTML of bodies that goes out: attributes, classes, ids and addresses that strangers cannot choose."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable, Iterator

import html5lib
import pytest
from conftest import ROOT, SOAK
from msgspec.structs import replace

from cuecard.core.diagnostics import Problem
from cuecard.core.urls import RESERVED_IDS
from cuecard.library import body_problems
from cuecard.markdown import converter, raw_tags, rewriter, sanitize
from cuecard.markdown.allowed_classes import BOXES, is_allowed_class
from cuecard.markdown.blocks.builder import NestingError
from cuecard.markdown.converter import Body, convert
from cuecard.markdown.notices import Notices
from cuecard.parse import front_matter, text_parser
from cuecard.parse.front_matter import Document
from cuecard.parse.sources import Kind, SourceFile

SECONDS = 600 if SOAK else 10
MOST = 1_000_000 if SOAK else 6_000
"""Bodies: so many at most, so that a fast machine does not try more than it needs to."""

# --- what a body may have, written down once more and apart from the program ----------------------------------------

ANYWHERE = {"id", "class", "title", "lang", "dir"}
ATTRIBUTES = {
    "a": {"href", "hreflang"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan", "align", "data-align"},
    "th": {"colspan", "rowspan", "scope", "align", "data-align"},
    "details": {"open"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "div": {"role", "aria-label", "tabindex"},
}
ELEMENTS = {
    "a",
    "abbr",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
}
CLASSES = re.compile(
    "admonition|admonition-title|footnote|footnote-ref|footnote-backref|scroller|attention|caution|danger|error|hint|"
    "important|note|tip|warning|(?:language|my)-.+"
)
SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):|//|\\")


def faults(html: str) -> Iterator[str]:
    """Yield what *html* has that no body may have, as a browser's parser reads it."""
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        tag = str(element.tag)
        if tag == "DOCUMENT_FRAGMENT":
            continue
        if tag not in ELEMENTS:
            yield f"<{tag}>"
        for name, value in element.attrib.items():
            if name not in ANYWHERE | ATTRIBUTES.get(tag, set()):
                yield f"<{tag} {name}>"
            elif name == "class":
                yield from (f".{one}" for one in value.split() if not CLASSES.fullmatch(one))
            elif name == "id" and (
                value.removesuffix("-title") in RESERVED_IDS or re.fullmatch(r"step-\d+", value)
            ):
                yield f"#{value}"
            elif name in {"href", "src"}:
                scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", value))
                if scheme and (scheme[1] or "").lower() not in {"https", "http", "mailto", "tel"}:
                    yield f"<{tag} {name}={value!r}>"


def shown(text: str) -> str:
    """Return the HTML of *text* with its links filled in as on a page."""
    return convert(text, taken=RESERVED_IDS).html(
        lambda link: link.target if not link.is_local and link.has_allowed_scheme else 'RES"&<>'
    )


# --- texts made at random -------------------------------------------------------------------------------------------

VALUES = (
    *(
        '"',
        "'",
        "=",
        ">",
        "<",
        "&quot;",
        "&#34;",
        "&#x3C;",
        "&lt;",
        "&gt;",
        "&amp;",
        "\\",
        "`",
        "*",
        "_",
        "~",
        "|",
        "\n",
    ),
    *(
        " id=",
        " src=",
        " href=",
        " style=",
        " class=",
        " onclick=a",
        "<h2>",
        "</h2>",
        "<table>",
        "<td style=",
        "<a href=",
    ),
    *(
        "<img src=",
        "</a>",
        "<br>",
        "text-align:left",
        "//e.x",
        "javascript:a",
        "java\tscript:a",
        "https://e.x\\@a.b/",
    ),
    *(
        "[",
        "](",
        ")",
        "![",
        "{: ",
        " }",
        "[^1]",
        "*[a]: ",
        "x-refused:",
        "#fn:",
        "#fnref:",
        "\u0002",
        "\u0003",
        "x",
    ),
    *(
        "klzzwxh:0",
        "data-align=",
        "row-title",
        "visually-hidden",
        "on-paper",
        "safety",
        "step-1",
        "a.png",
        "a.md",
        "&#8238;",
    ),
    *(
        "\u00a0",
        "\u0000",
        "<!--",
        "-->",
        "<![CDATA[",
        "<p>",
        "</p>",
        "<pre>",
        "<svg>",
        "<math>",
        "<style>",
        "</div>",
    ),
)
NAMES = [
    "title",
    "id",
    "class",
    "href",
    "src",
    "alt",
    "style",
    "lang",
    "align",
    "cite",
    "datetime",
    "start",
    "width",
    "name",
    "onclick",
    "data-align",
    "role",
]
TAGS = [
    "a",
    "img",
    "td",
    "p",
    "b",
    "h1",
    "h2",
    "h3",
    "table",
    "th",
    "tr",
    "ol",
    "ul",
    "li",
    "q",
    "details",
    "summary",
    "abbr",
    "div",
    "code",
    "sup",
    "pre",
    "svg",
    "math",
    "style",
    "script",
]


def a_body(dice: random.Random) -> str:
    """Return a body in which markup is where it may be taken for something else."""

    def words(most: int) -> str:
        return "".join(dice.choice(VALUES) for _ in range(dice.randint(0, most)))

    def attribute() -> str:
        quote = dice.choice(['"', "'", ""])
        value = words(4).replace(quote, "") if quote else words(1)
        return f"{dice.choice(NAMES)}={quote}{value}{quote}"

    def tag() -> str:
        name = dice.choice(TAGS)
        listed = " ".join(attribute() for _ in range(dice.randint(0, 3)))
        return f"<{name} {listed}>{words(4)}" + (f"</{name}>" if dice.random() < 0.7 else "")

    parts: tuple[Callable[[], str], ...] = (
        tag,
        lambda: words(6),
        lambda: f'[{words(3)}]({dice.choice(["a.md", "#a", "https://e.x/a", words(2)])} "{words(4)}")',
        lambda: f"![{words(3)}](a.png '{words(4)}')",
        lambda: f"\n\n# {words(4)} {{: {attribute()} .{words(1)} }}\n\n",
        lambda: f"{words(2)}\n{{: {attribute()} #{words(1)} }}\n\n",
        lambda: f"\n\n*[a]: {words(4)}\n\na ",
        lambda: f"\n\n| a | {words(3)} |\n|:--|--:|\n| {tag()} | b |\n\n",
        lambda: f"\n\n!!! {words(1)} x\n    {words(3)}\n\n",
        lambda: f"\n\na[^1]\n\n[^1]: {words(3)}\n\n",
    )
    return "".join(dice.choice(parts)() for _ in range(dice.randint(1, 5)))


def test_no_body_has_what_its_author_may_not_choose(record_property: Callable[[str, object], None]) -> None:
    """Whatever markup is inside other markup, a browser finds only what is allowed, and the check never objects."""
    seed = int(os.environ.get("CUECARD_SOAK") or 1)
    dice = random.Random(seed)  # noqa: S311
    until = time.monotonic() + SECONDS
    count = 0
    while count < MOST and (count < 200 or time.monotonic() < until):
        text = a_body(dice)
        count += 1
        try:
            html = shown(text)
        except NestingError:
            continue
        assert list(faults(html)) == [], (text, html)
    record_property("fuzzed inputs", count)


INJECTIONS = [
    'Read [more](other.md "a id=") y" onclick=attacked(1) z',
    "Read [more](other.md 'a src=\") y\" onclick=attacked(1) z')",
    '*[KNEE]: a id=") y" onclick=attacked(1) z\n\nKNEE',
    '# A {: title="a id=" }\n\ny" onclick=attacked(1) z',
    '<b title=\'a id="x\'>b</b> <i title="c href=">y" onclick=attacked(1)</i>',
    '<td title=\' style="x\'>a</td><p title="<table>">b</p>',
    '[a](b.md "<h2>") <h2 title="</h2>">c</h2>',
    '![a](b.png "<a href=") c" onclick=attacked(1)',
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_markup_in_a_value_stays_a_value(text: str) -> None:
    """Nothing in the value of an attribute, or in a text, is rewritten as a tag or an attribute."""
    assert list(faults(shown(text))) == []


@pytest.mark.parametrize(
    "text",
    ["a `b` [c](d.md)\n\n# E", "| a |\n|--:|\n| b |", '[a](b.md "c")', "<sup>1</sup> a", "a[^1]\n\n[^1]: b"],
)
def test_the_last_check_finds_what_a_fault_of_ours_would_let_out(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where rewriting went wrong, by any of these, no HTML comes out."""
    rewrite = rewriter.rewrite
    for wrong in (
        '<p onclick="a">b</p>',
        '<p class="row-title">b</p>',
        '<p style="x">b</p>',
        '<a href="javascript:a">b</a>',
        '<div role="button">b</div>',
        "<script>a</script>",
        '<p title="a',
        "</div>",
    ):

        def broken(*given: object, _wrong: str = wrong, **more: object) -> object:
            done = rewrite(*given, **more)  # type: ignore[arg-type]
            return replace(done, whole=done.whole + _wrong)

        monkeypatch.setattr(converter, "rewrite", broken)
        with pytest.raises(sanitize.UnsafeError):
            convert(text)


def test_html_that_fails_the_check_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """The problem is reported at the text, and it has no body."""

    def refuse(*_: object, **__: object) -> None:
        raise sanitize.UnsafeError

    monkeypatch.setattr(converter, "check", refuse)
    text = "---\ntitle: A\nmuscles: {primary: [quads]}\nsteps: [Go.]\n---\n\nBody."
    understood = text_parser.parse_text(source(text), raw_html=False)
    assert [(one.code, one.line) for one in understood.problems] == [("unsafe-body", 6)]
    assert understood.body == Body()


# --- classes, ids and control characters ------------------------------------------------------------------------------


def source(text: str) -> SourceFile:
    """Return a guide or exercise that holds *text*."""
    return SourceFile.from_text("exercises/a.md", "content/exercises/a.md", Kind.EXERCISE, text, "")


def problems_of(body: str) -> list[Problem]:
    """Return what is reported of a *body*, which begins on line 4."""
    document = front_matter.split(source(f"---\ntitle: A\n---\n{body}"))
    assert isinstance(document, Document)
    return list(body_problems.of_body(document, convert(document.body, taken=RESERVED_IDS)))


STYLES = "".join(
    file.read_text(encoding="utf-8") for file in sorted((ROOT / "templates/assets/styles").glob("*.css"))
)
OURS = sorted(set(re.findall(r"\.([a-z][\w-]*)", STYLES)))


@pytest.mark.parametrize("name", [one for one in OURS if not CLASSES.fullmatch(one)])
def test_no_class_of_our_pages_can_be_used_in_a_body(name: str) -> None:
    """Neither an attribute list, nor raw HTML, nor the kind of a box, nor a code block gives it."""
    for text in (
        f"[.](https://e.x/){{: .{name} }}",
        f'<p class="note {name}">a</p>',
        f"!!! {name} note\n    a",
    ):
        assert name not in re.findall(r'class="([^"]*)"', shown(text))
        assert f" {name}" not in shown(text)
    assert shown(f"``` {name}\na\n```").count(f'class="{name}') == 0


def test_classes_for_authors_mean_nothing_outside_a_body() -> None:
    """No rule of the style sheet moves, hides or stretches what has one of them."""
    sheet = re.sub(r"/\*.*?\*/", "", STYLES, flags=re.DOTALL)
    for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet):
        for selector in selectors.split(","):
            named = [one for one in re.findall(r"\.([\w-]+)", selector) if is_allowed_class(one, "p")]
            if named and ".pain" not in selector:
                keys = {line.partition(":")[0].strip() for line in rules.split(";")} - {""}
                moving = keys & {
                    "position",
                    "display",
                    "visibility",
                    "opacity",
                    "inset",
                    "z-index",
                    "transform",
                    "clip",
                }
                assert not moving, selector


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        ("a [.](https://e.x/){: .row-title }", "class-left-out", (4, 24, 9)),
        ("x\n\na\n{: #b .note .skip }", "class-left-out", (7, 14, 4)),
        ("a skip <p class='note skip'>b</p>", "class-left-out", (4, 23, 4)),
        ("`.skip` a\n{: .skip }", "class-left-out", (5, 5, 4)),
        ("!!! note on-paper\n    a", "box-title", (4, 1, 17)),
        ("a\n{: class='skip' }", "class-left-out", (5, 11, 4)),
        ("a [b](https://e.x/){: onclick=go() }", "attribute-left-out", (4, 23, 7)),
        ("a style *b*{: style='color:red' }", "attribute-left-out", (4, 15, 5)),
        ("a\n\n<p class=note\n  STYLE='color:red'>b</p>", "attribute-left-out", (7, 3, 5)),
        ("`onclick` <b title='onclick' onclick=go()>a</b>", "attribute-left-out", (4, 30, 7)),
        ("a\n\n<table><tr><td style='position:fixed'>b</td></tr></table>", "attribute-left-out", (6, 16, 5)),
        ("<q cite='javascript:go()'>a</q>", "attribute-left-out", (4, 4, 4)),
        ("<bdo dir=rtl>a</bdo>", "raw-html", (4, 1, 4)),
        ("# Steps of it {: #steps }", "id-changed", (4, 19, 5)),
        ("# A {: #b }\n\n# C {: #b }", "id-changed", (4, 9, 1)),
        ('<p id="safety">a</p>', "id-changed", (4, 8, 6)),
        ("a &#8238;b", "control-character", (4, 3, 7)),
        ("a &#x202E;b", "control-character", (4, 3, 8)),
    ],
)
def test_what_a_page_does_not_have_is_reported_at_its_place(
    body: str, code: str, place: tuple[int, int, int]
) -> None:
    """A class that is left out, an id that is changed and a control character are reported where they are written."""
    (problem,) = problems_of(body)
    assert (problem.code, problem.line, problem.column, problem.width) == (code, *place)
    assert problem.hint


def test_a_control_character_hides_no_scheme() -> None:
    """An address is refused by the scheme that it has without the character in front, and can be reported."""
    for mark in ("&#8238;", "&#x2066;", "\u2069"):
        body = convert(f"[a]({mark}javascript:b) ![c]({mark}data:d)")
        assert [link.target for link in body.links] == ["javascript:b", "data:d"]
        assert not any(link.is_local or link.has_allowed_scheme for link in body.links)


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n&#8294;\n\n", " \n"])
def test_control_characters_at_the_beginning_of_a_pre_element_go(gap: str) -> None:
    """What they leave behind is what a browser shows, so the last check has nothing to object to."""
    assert "b</pre>" in shown(f"<pre>&#8238;{gap}b</pre>")
    assert [one.code for one in problems_of(f"<pre>&#8238;{gap}b</pre>")][:1] == ["control-character"]


def test_line_ends_at_the_beginning_of_a_pre_element_do_not_matter() -> None:
    """However many there are, the text can be published: each reading of the HTML would leave out one more."""
    for number in range(12):
        assert "<pre>b" in shown("<pre>" + "\n" * number + "b</pre>")
        assert '<pre title="a">b' in shown("<pre title=a><x></x>" + "\n" * number + "b</pre>")


def test_attributes_that_texts_may_have_are_not_reported() -> None:
    """Nothing is reported of attributes that stay, of those that Markdown makes, and of what a comment holds."""
    kept = "a *b*{: #c .my-d title=e lang=fr dir=rtl } <!-- <p onclick=go()> -->[^1]\n\n[^1]: f"
    table = "| a | b |\n|:-:|--:|\n| 1 | 2 |\n\n*[a]: g\n\n3. h\n\n```python\ni\n```"
    assert (
        problems_of(f"{kept}\n\n{table}\n\n<ol start=3 reversed><li>j</ol>\n\n![k](https://e.x/l.png)") == []
    )


@pytest.mark.parametrize("opener", ["<!--", "<script>", "<!-- <style ", "<title><!--"])
def test_tags_are_found_in_time_that_grows_with_the_text(opener: str) -> None:
    """Comments and scripts that never end are not looked through again for each of them."""
    text = f"<p onclick=a>{opener * 50_000}<blink>"
    started = time.thread_time()
    assert list(sanitize.refused_attributes(text)) == ["onclick"]
    assert "<blink>" not in raw_tags.without_refused(text, Notices())
    assert time.thread_time() - started < 5


def test_comments_and_scripts_are_passed_over_as_a_whole() -> None:
    """Tags in them are not reported, those behind them are; an end in capitals is one too."""
    result = "<p a=1><!-- <p b=1> --><SCRIPT c><p d=1></script ><p e=1><style><p f=1>"
    assert list(sanitize.refused_attributes(result)) == ["a", "e", "f"]


@pytest.mark.parametrize("kind", [*BOXES, "my-own"])
def test_classes_that_are_meant_for_authors_pass(kind: str) -> None:
    """Boxes and classes of one's own are there, and nothing is reported."""
    assert (
        problems_of(f"!!! {kind}\n    a\n\nb\n{{: .my-b .{kind} }}\n\n```python\nc\n```\n\nd[^1]\n\n[^1]: e")
        == []
    )
    assert f'class="admonition {kind}"' in shown(f"!!! {kind}\n    a")


def test_headings_without_ids_of_their_own_are_not_reported() -> None:
    """Only an id that somebody wrote can be missed."""
    assert problems_of("# Steps\n\n# Steps\n\n# Step 1") == []
