"""Drawings in SVG from strangers: one that could do more than be looked at is refused."""

import base64
import io
import time
from contextlib import suppress
from pathlib import Path

import pytest
from conftest import RunCli, Write
from PIL import Image

from cuecard.core.diagnostics import InvalidValueError
from cuecard.media import images
from cuecard.media.svg_safety import check


def drawing(inside: str) -> bytes:
    """Return a drawing with this inside, on its second line."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n{inside}</svg>'
    ).encode()


@pytest.mark.parametrize(
    ("inside", "message"),
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
        ('<animate attributeName="xlink:href" to="javascript:x"/>', "an animated href"),
        ('<set attributeName="onclick" to="x"/>', "an animated onclick"),
        ('<style>@import "a"</style>', "a style that loads something"),
        ("<style><![CDATA[a{b:url( 'a')}]]></style>", "a style that loads something"),
        ("<style>a{b:u\\72l(a)}</style>", "a style that loads something"),
        ('<path fill="url(https://example.org/#a)"/>', 'an address in its attribute "fill"'),
        ('<g xml:base="https://example.org/"/>', 'an attribute "base"'),
        ('<?xml-stylesheet href="a"?>', "an instruction to load a style sheet"),
    ],
)
def test_what_acts_or_loads_is_refused(inside: str, message: str) -> None:
    """The line is reported, and what is there."""
    with pytest.raises(InvalidValueError) as refused:
        check("a.svg", drawing(inside))
    assert (refused.value.code, refused.value.message) == (
        "unsafe-svg",
        f'"a.svg" has {message} in line 2, which is not allowed in a drawing',
    )


def test_a_type_that_lends_names_to_characters_is_refused() -> None:
    """With the document type of XHTML a browser reads `&colon;`, which we do not, so nothing could be judged."""
    public = "-//W3C//DTD XHTML 1.0 Strict//EN"
    link = '<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript&colon;attacked(1)">a</a></svg>'
    with pytest.raises(InvalidValueError, match="a document type other than SVG"):
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
    with pytest.raises(InvalidValueError, match="its own entities"):
        check("a.svg", f"<!DOCTYPE svg [{declared}]><svg/>".encode())


@pytest.mark.parametrize("encoding", ["gbk", "cp037", "utf-7", "nobody-knows"])
def test_a_drawing_that_a_browser_may_read_otherwise_is_refused(encoding: str) -> None:
    """What we cannot read, or could read in another way, is not let through unread."""
    with pytest.raises(InvalidValueError, match="cannot be read"):
        check("a.svg", f'<?xml version="1.0" encoding="{encoding}"?><svg><script/></svg>'.encode())


@pytest.mark.parametrize("data", [b"<svg>" + b"<g/>" * 200_000, b"<svg>" + b" " * 5_000_000])
def test_a_drawing_without_end_is_refused(data: bytes) -> None:
    """It is not read to its end."""
    with pytest.raises(InvalidValueError, match="more than 5 MB or 100,000 parts"):
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
    rows = [row for row in run_cli("check").err.splitlines() if "unsafe-svg" in row]
    assert [row.partition(": ")[0] for row in rows] == [
        f"content/exercises/squat.md:{line}:{column}" for column in (11, 31)
    ]


def nested(tag: str, use: str, times: int, inside: str = '<rect width="9" height="9"/>') -> str:
    """Elements that each use the one before so many times, twenty deep."""
    first = f'<{tag} id="n0">{inside}</{tag}>'
    more = [f'<{tag} id="n{n}">{use.format(n - 1) * times}</{tag}>' for n in range(1, 20)]
    return f"<defs>{first}{''.join(more)}</defs>{use.format(19)}"


HEAVY = {
    "a size near nothing": '<svg width="1e-45" height="1e-45"/>',
    "a scale that is too large": '<g transform="scale(1e38)" opacity="0.5"><rect width="5" height="5"/></g>',
    "scales in one another": '<g transform="scale(1000)">' * 5 + "<rect/>" + "</g>" * 5,
    "scales in one another, smaller": '<g transform="scale(.001)">' * 5 + "<rect/>" + "</g>" * 5,
    "a scale by matrix": '<g transform="matrix(99999999 0 0 1 0 0)"/>',
    "a scale in style": '<g style="transform: scale(9e9)"/>',
    "a far place": '<path d="M1e30 0"/>',
    "octaves": '<filter id="a"><feTurbulence numOctaves="100000000"/></filter>',
    "octaves that change": '<feTurbulence><animate attributeName="numOctaves" to="9999"/></feTurbulence>',
    "a wide filter": '<filter id="a" width="5000" height="5000"><feFlood/></filter>',
    "copies": nested("g", '<use href="#n{0}"/>', 10),
    "masks": nested("mask", '<rect mask="url(#n{0})"/>', 2),
    "masks in style": nested("mask", "<rect style='mask:url( \"#n{0}\" )'/>", 2),
    "clips": nested("clipPath", '<rect clip-path="url(#n{0})"/>', 3),
    "patterns": nested("pattern", '<rect fill="url(#n{0})"/>', 2),
    "markers": nested("marker", '<path marker-mid="url(#n{0})" d="M1 1 2 2 3 3 4 4"/>', 2),
    "masks by a style sheet": "<style>"
    + "".join(f".m{n}{{mask:url(#n{n})}}" for n in range(20))
    + "</style>"
    + nested("mask", '<rect class="m{0}"/>', 2),
    "a pattern for many": '<pattern id="p">'
    + "<rect/>" * 500
    + '</pattern><g fill="url(#p)">'
    + "<rect/>" * 500
    + "</g>",
    "markers on a long line": f'<marker id="m"><rect/></marker><path marker-mid="url(#m)" d="M{"1 1 " * 100_000}"/>',
    "a part of itself": '<g id="a"><use href="#a"/></g>',
    "ids that are given twice": '<g id="a"/><g id="a">' + "<rect/>" * 500 + "</g>" + '<use href="#a"/>' * 500,
    "depth": "<g>" * 150 + "</g>" * 150,
    "dashes": '<path stroke-dasharray="1e-9" d="M0 0 9 9"/>',
}


@pytest.mark.parametrize("kind", HEAVY)
def test_what_is_too_much_work_is_refused(kind: str) -> None:
    """However a small file asks for much, it is a problem that names the file, found without drawing it."""
    started = time.thread_time()
    with pytest.raises(InvalidValueError) as refused:
        check("a.svg", drawing(HEAVY[kind]))
    assert (refused.value.code, refused.value.message.split()[0]) == ("bad-image", '"a.svg"')
    assert time.thread_time() - started < 5


@pytest.mark.parametrize(
    "inside",
    [
        "<style>" + "a" * 4_000_000 + "</style>",
        "<style>" + "a{" * 2_000_000 + "</style>",
        "<style>" + "/*" * 2_000_000 + "</style>",
        "<style>" + "*{fill:url(#a)}" * 100_000 + "</style>" + "<g/>" * 20_000,
        '<g fill="' + "url(#" * 800_000 + '"/>',
        '<g transform="' + "a" * 4_000_000 + '"/>',
        '<g id="a"/>' * 20_000 + '<use href="#a"/>' * 20_000,
    ],
    ids=range(7),
)
def test_a_drawing_is_judged_soon(inside: str) -> None:
    """No style sheet, address or transform takes more than seconds of the processor to be read."""
    started = time.thread_time()
    with suppress(InvalidValueError):
        check("a.svg", drawing(inside))
    assert time.thread_time() - started < 10


def test_large_bitmaps_inside_are_refused() -> None:
    """A bitmap of a few kilobytes that would fill the memory, and one that is none, are reported by the drawing's
    name.
    """
    packed = io.BytesIO()
    Image.new("1", (8000, 8000)).save(packed, "PNG")
    for data, message in ((packed.getvalue(), "too large"), (b"no bitmap", "cannot be read")):
        inside = f'<image href="data:image/png;base64,{base64.b64encode(data).decode()}"/>'
        with pytest.raises(InvalidValueError, match=message):
            images.check_drawing("a.svg", drawing(inside))


INKSCAPE = """
<defs><linearGradient id="g"><stop offset="0" style="stop-color:#12345678"/></linearGradient>
<filter id="f" x="-.1" y="-.1" width="1.2" height="1.2"><feGaussianBlur stdDeviation="3.5"/></filter>
<clipPath id="c"><rect width="9" height="9"/></clipPath><marker id="arrow"><path d="M0 0 5 5"/></marker>
<pattern id="hatch" width="4" height="4" patternTransform="rotate(45)"><path d="M0 0H4"/></pattern></defs>
<g transform="matrix(6.123234e-17,1,-1,6.123234e-17,105.00000000000001,20)" clip-path="url(#c)">
<path id="path123456789" style="fill:url(#g);filter:url(#f);stroke-dasharray:0.264583,0.529167;marker-end:url(#arrow)"
d="m 12.345678901,1e-17 c 0.1,0.2 0.3,0.4 0.5,0.6"/></g><g fill="url(#hatch)"><rect/><rect/></g>
<use href="#path123456789" x="10"/><text font-size="12px">Heels down</text>
"""
ILLUSTRATOR = (
    "<style>.a{fill:url(#x)}.b,.c{stroke-width:.5px}.b{clip-path:url(#y)}</style>"
    '<defs><radialGradient id="x"/><clipPath id="y"><path d="M0 0H9"/></clipPath></defs>'
    + '<g class="b"><path class="a" d="M0,0l1.5-2.5"/></g>'
    * 2000
)


@pytest.mark.parametrize("inside", [INKSCAPE, ILLUSTRATOR], ids=["Inkscape", "Illustrator"])
def test_what_drawing_programs_write_is_not_too_much_work(inside: str) -> None:
    """Gradients, blurs, clips, hatching, dashes and rotations as programs write them are let through."""
    check("a.svg", drawing(inside))


def test_a_heavy_drawing_is_reported_where_it_is_shown(run_cli: RunCli, project: Path, write: Write) -> None:
    """`check` names the line of the text, and goes on to report what is wrong elsewhere."""
    good = (
        (project / "content/exercises/squat.md").read_text(encoding="utf-8").replace("squat.png", "heavy.svg")
    )
    write("content/exercises/squat.md", good)
    write("content/exercises/heavy.svg", drawing(HEAVY["copies"]))
    write("content/guides/more.md", "---\ntitle: More\n---\n![A person](more.png)\n")
    write("content/guides/more.png", b"no picture")
    outcome = run_cli("check")
    line = good[: good.index("heavy.svg")].count("\n") + 1
    assert outcome.code == 1
    assert (
        f'content/exercises/squat.md:{line}:11: error[bad-image]: "exercises/heavy.svg" draws more'
        in outcome.err
    )
    assert "content/guides/more.md:4:13: error[bad-image]: " in outcome.err
