"""Drawings in SVG from strangers: one that could do more than be looked at is refused."""

from pathlib import Path

import pytest
from conftest import RunCli, Write

from cuecard.problems import Refused
from cuecard.publish.vector_files import check


def drawing(inside: str) -> bytes:
    """A drawing with this inside, on its second line."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n{inside}</svg>'
    ).encode()


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<script>1</script>", "an element <script>"),
        ('<s:script xmlns:s="http://www.w3.org/2000/svg"/>', "an element <script>"),
        ("<foreignObject/>", "an element <foreignObject>"),
        ('<h:img xmlns:h="http://www.w3.org/1999/xhtml"/>', "an element <img>"),
        ('<style>@im<g xmlns="">x</g>port "a"</style>', "an element in its style"),
        ('<a ping="https://example.org/"/>', 'an attribute "ping"'),
        ('<g onload="x"/>', 'an attribute "onload"'),
        ('<g ONLOAD="x"/>', 'an attribute "onload"'),
        ('<a xlink:href="java&#10;script:x"/>', "an address in <a>"),
        ('<a href="//example.org/"/>', "an address in <a>"),
        ('<use href="https://example.org/a.svg#a"/>', "an address in <use>"),
        ('<image href="photo.png"/>', "an address in <image>"),
        ('<image href="data:image/svg+xml,a"/>', "an address in <image>"),
        ('<animate attributeName="xlink:href" to="javascript:x"/>', "a changing href"),
        ('<set attributeName="onclick" to="x"/>', "a changing onclick"),
        ('<style>@import "a"</style>', "a style that loads something"),
        ("<style><![CDATA[a{b:url( 'a')}]]></style>", "a style that loads something"),
        ("<style>a{b:u\\72l(a)}</style>", "a style that loads something"),
        ('<path fill="url(https://example.org/#a)"/>', 'an address in its attribute "fill"'),
        ('<g xml:base="https://example.org/"/>', 'an attribute "base"'),
        ('<?xml-stylesheet href="a"?>', "an instruction to load a style sheet"),
    ],
)
def test_what_acts_or_loads_is_refused(inside: str, told: str) -> None:
    """The line is told, and what stands there."""
    with pytest.raises(Refused) as refused:
        check("a.svg", drawing(inside))
    assert (refused.value.code, refused.value.message) == (
        "unsafe-svg",
        f'"a.svg" has {told} in line 2, which a drawing may not have',
    )


def test_a_type_that_lends_names_to_characters_is_refused() -> None:
    """With the document type of XHTML a browser reads `&colon;`, which we do not, so nothing could be judged."""
    public = "-//W3C//DTD XHTML 1.0 Strict//EN"
    link = '<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript&colon;attacked(1)">a</a></svg>'
    with pytest.raises(Refused, match="the type of another kind of document"):
        check("a.svg", f'<!DOCTYPE svg PUBLIC "{public}" "http://www.w3.org/a.dtd">{link}'.encode())


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "https://example.org/a.dtd"> %a;',
    ],
)
def test_entities_are_refused(declared: str) -> None:
    """A drawing cannot grow without end, nor read another file."""
    with pytest.raises(Refused, match="entities of its own"):
        check("a.svg", f"<!DOCTYPE svg [{declared}]><svg/>".encode())


@pytest.mark.parametrize("encoding", ["gbk", "cp037", "utf-7", "nobody-knows"])
def test_a_drawing_that_a_browser_may_read_otherwise_is_refused(encoding: str) -> None:
    """What we cannot read, or could read in another way, is not let through unread."""
    with pytest.raises(Refused, match="cannot be read"):
        check("a.svg", f'<?xml version="1.0" encoding="{encoding}"?><svg><script/></svg>'.encode())


@pytest.mark.parametrize("data", [b"<svg>" + b"<g>" * 200_000, b"<svg>" + b" " * 5_000_000])
def test_a_drawing_without_end_is_refused(data: bytes) -> None:
    """It is not read to its end."""
    with pytest.raises(Refused, match="more than 5 MB or 100,000 parts"):
        check("a.svg", data)


@pytest.mark.parametrize(
    "data",
    [
        drawing('<style>a{fill:url(#a);mask:url( "#b" )}</style><path fill="url(#a)" style="stroke:red"/>'),
        drawing('<use xlink:href="#a"/><image href="data:image/png;base64,AAAA"/>'),
        drawing('<a href="https://example.org/"/><a href="squat.html"/><animate attributeName="d"/>'),
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"><svg/>',
    ],
)
def test_what_drawing_programs_write_is_allowed(data: bytes) -> None:
    """Gradients, symbols, bitmaps inside and links of the drawing itself are no danger."""
    check("a.svg", data)


def test_shown_or_linked_it_is_a_problem_where_it_is_named(
    run_cli: RunCli, project: Path, write: Write
) -> None:
    """A drawing that a text leads to is published as much as one that it shows."""
    good = (project / "content/exercises/squat.md").read_text(encoding="utf-8").rpartition("---\n")[0]
    write("content/exercises/squat.md", f"{good}---\n![A line](one.svg) and [more](two.svg).\n")
    for name in ("one", "two"):
        write(f"content/exercises/{name}.svg", drawing("<script/>"))
    line = good.count("\n") + 2
    told = [row for row in run_cli("check").err.splitlines() if "unsafe-svg" in row]
    assert [row.partition(": ")[0] for row in told] == [
        f"content/exercises/squat.md:{line}:{column}" for column in (11, 31)
    ]
