"""What an owner puts around every page: logo, icon, links, a sentence, a typeface; and that cards follow."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
import pytest
import sites
from conftest import RunCli, Write
from documents import html_files
from PIL import Image

from cuecard.media import fonts

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30" width="60" height="30">'
    '<path d="M0 0h60v30z"/></svg>'
)
PNG = sites.PIXEL
SETTINGS = """\
title: Strong Legs
base_url: https://legs.example.org/guide/
safety: {stop_if: [The pain is sharp.]}
"""


def themed(write: Write, theme: str, more: str = "") -> None:
    """Write a site.yaml with this theme."""
    write("content/site.yaml", f"{SETTINGS}{more}theme:\n" + re.sub("(?m)^", "  ", theme.strip()) + "\n")


def page(project: Path, url: str = "index.html") -> str:
    """Return a page of the built site."""
    return (project / "site" / url).read_text("utf-8")


def test_a_logo_is_on_every_page(run_cli: RunCli, project: Path, write: Write) -> None:
    """The picture stands before the name, with its size; only a logo that has the name hides it from the eye."""
    write("content/logo.svg", LOGO)
    themed(write, "logo: logo.svg")
    assert run_cli("build", "--strict").code == 0
    for url, html in html_files(project / "site").items():
        if 'class="site-title' in html.read_text("utf-8"):
            [logo] = re.findall(
                r'<img class="logo" src="([^"]+)" width="60" height="30" alt="">', page(project, url)
            )
            assert (html.parent / logo).read_text("utf-8") == LOGO
    assert "<span>Strong Legs</span></a>" in page(project)
    themed(write, "logo: logo.svg\nlogo_has_name: true")
    run_cli("build")
    assert '<span class="visually-hidden">Strong Legs</span></a>' in page(project)


def test_a_photograph_as_logo_is_made_small(run_cli: RunCli, project: Path, write: Write) -> None:
    """A large picture is published as WebP in a size for screens, without the author's file."""
    file = io.BytesIO()
    Image.new("RGB", (2400, 1200), (20, 90, 60)).save(file, "PNG")
    write("content/pictures/logo.png", file.getvalue())
    themed(write, "logo: pictures/logo.png")
    assert run_cli("build", "--strict").code == 0
    [src] = re.findall(r'<img class="logo" src="([^"]+\.webp)"', page(project))
    with Image.open(project / "site" / src) as small:
        assert small.width == 480
    assert not list((project / "site").rglob("*.png"))


@pytest.mark.parametrize(
    ("name", "data", "kind"), [("i.png", PNG, "image/png"), ("i.svg", LOGO, "image/svg+xml")]
)
def test_an_icon(  # noqa: PLR0917 - fixtures, and what is tried
    run_cli: RunCli, project: Path, write: Write, name: str, data: str | bytes, kind: str
) -> None:
    """It takes the place of the built-in one, unchanged and with its kind."""
    write(f"content/{name}", data)
    themed(write, f"favicon: {name}")
    assert run_cli("build", "--strict").code == 0
    [(found, href)] = re.findall(r'<link rel="icon" type="([^"]+)" href="([^"]+)">', page(project))
    assert found == kind
    assert (project / "site" / href).read_bytes() == (data if isinstance(data, bytes) else data.encode())


def test_links_and_a_sentence(run_cli: RunCli, project: Path, write: Write) -> None:
    """Links lead to texts, their parts, documents and elsewhere, from any depth; a page that is named is there once."""
    write("content/pages/imprint.md", "---\ntitle: Imprint\n---\nHere.\n")
    write("content/prices.pdf", b"%PDF-1.7\n")
    themed(
        write,
        """
header:
  - {to: "https://shop.example.org/a?b=c&d", text: Shop}
  - guides/start-here.md
footer:
  - {to: prices.pdf, text: Prices}
  - pages/imprint.md
  - {to: exercises/squat.md#steps, text: Squat}
  - {to: "mailto:us@example.org", text: Write}
  - {to: index.html, text: Home}
footer_text: Charity & club.
""",
    )
    assert run_cli("build", "--strict").code == 0
    html = page(project, "exercises/squat.html")
    header, footer = html.partition('<nav id="menu"')[2].partition("</nav>")[0], html.partition("<footer")[2]
    shop = '<li><a href="https://shop.example.org/a?b=c&amp;d">Shop</a></li>'
    guide = '<li><a href="../guides/start-here.html">Start here</a></li>'
    assert header.endswith(f"{shop}\n{guide}\n</ul>\n")
    prices = re.search(r'<a href="(\.\./assets/prices\.[0-9a-f]+\.pdf)">Prices</a>', footer)
    assert prices is not None
    assert (project / "site/exercises" / prices[1]).is_file()
    assert footer.count("Imprint</a>") == 1
    assert '<a href="squat.html#steps">Squat</a>' in footer
    assert '<a href="mailto:us@example.org">Write</a>' in footer
    assert '<a href="../index.html">Home</a>' in footer
    assert "<p>Charity &amp; club.</p>" in footer


@pytest.mark.parametrize(
    ("theme", "expected"),
    [
        ("logo: logo.gif", 'site.yaml:5:9: error[dead-image]: there is no picture "logo.gif"'),
        ("logo: logo.pdf", 'site.yaml:5:9: error[bad-image]: "logo.pdf" is not a picture file'),
        ("logo: https://example.org/a.png", "site.yaml:5:9: error[bad-image]"),
        ("logo_has_name: true", 'error[missing-key]: "logo_has_name" needs "logo" beside it'),
        ("favicon: icon.jpg", 'error[bad-image]: "icon.jpg" is neither an .svg nor a .png file'),
        ("favicon: fake.png", 'site.yaml:5:12: error[not-what-it-says]: "fake.png" is not a PNG picture'),
        ("favicon: evil.svg", "site.yaml:5:12: error[unsafe-svg]"),
        ("logo: evil.svg", "site.yaml:5:9: error[unsafe-svg]"),
        ("header: [guides/start.md]", 'error[dead-link]: there is no file "guides/start.md"'),
        ("header: [{to: exercises/squat.md#stpes, text: A}]", 'error[dead-anchor]: "exercises/squat.md" has no'),
        ("footer: [https://example.org/]", "error[missing-key]: nothing says how the link"),
        ('footer: [{to: "javascript:alert(1)", text: A}]', "error[bad-link]"),
        ('footer: [{to: "https://a.example@b.example/", text: A}]', "error[bad-link]"),
        ("footer: [../../etc/passwd]", "error[missing-key]: nothing says how the link"),
        ("footer: [{to: ../../etc/passwd, text: A}]", "error[dead-link]"),
        ("styles: own.css", 'error[unknown-key]: unknown key "styles"'),
        ("font: {regular: own.ttf}", 'error[no-font]: "own.ttf" is not a .woff2 file'),
        ("font: {regular: none.woff2}", 'error[no-font]: there is no font file "none.woff2"'),
        ("font: {regular: fake.woff2}", 'error[not-what-it-says]: "fake.woff2" is not a WOFF2 font'),
        ("font: {regular: big.woff2}", "error[too-large]"),
        ("font: {regular: ../own.woff2}", "error[no-font]"),
        ("font: {regular: linked.woff2}", "error[outside-content]"),
        ("font: {bold: fake.woff2}", 'error[missing-key]: "regular" is missing'),
    ],
)  # fmt: skip
def test_mistakes_are_reported_at_their_place(
    run_cli: RunCli, project: Path, write: Write, theme: str, expected: str
) -> None:
    """Each is an error of site.yaml, and nothing is written."""
    write("content/fake.png", b"<script>")
    write("content/evil.svg", LOGO.replace("<path", "<script>1</script><path"))
    write("content/fake.woff2", b"OTTO")
    write("content/big.woff2", b"wOF2" + bytes(2_000_000))
    write("own.woff2", b"wOF2")
    (project / "content/linked.woff2").symlink_to(project / "own.woff2")
    if "linked" not in theme:
        (project / "content/linked.woff2").unlink()
    themed(write, theme)
    outcome = run_cli("build")
    assert outcome.code == 1, outcome.err
    assert expected in outcome.err
    assert not (project / "site/index.html").exists()


def test_a_typeface_of_the_owner(run_cli: RunCli, project: Path, write: Write) -> None:
    """Its files are published unchanged, declared with weight and style, and come before the usual type."""
    data = fonts.woff2("Regular")
    write("content/fonts/club-regular.woff2", data)
    write("content/fonts/club-bold.woff2", fonts.woff2("Bold"))
    themed(write, "type: serif\nfont: {regular: fonts/club-regular.woff2, bold: fonts/club-bold.woff2}")
    assert run_cli("build", "--strict").code == 0
    (sheet,) = (project / "site/assets").glob("site.*.css")
    css = sheet.read_text("utf-8")
    faces = re.findall(
        r'font-family:"Own";font-weight:(\d+);font-style:normal;font-display:swap;src:url\("([^"]+)"', css
    )
    assert [weight for weight, _ in faces] == ["400", "700"]
    assert (sheet.parent / faces[0][1]).read_bytes() == data
    assert '--font:"Own", Charter' in css


def colours_of(pdf: Path) -> set[str]:
    """Return the colours of the first page of a PDF, of which there are some hundred pixels at least."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=3).to_pil().convert("RGB")
    counted = picture.getcolors(picture.width * picture.height) or []
    return {"#" + bytes(colour).hex() for count, colour in counted if count > 100}


def test_cards_follow_accent_and_logo(run_cli: RunCli, project: Path, write: Write) -> None:
    """The PDF has the owner's colour and logo, and the page of the card too; large print stays black."""
    run_cli("build", "--output", "plain")
    write("content/logo.svg", LOGO.replace("<path", '<path fill="#c00000"'))
    themed(write, 'accent: "#7a1f1f"\nlogo: logo.svg', "author: The Club\n")
    assert run_cli("build", "--strict").code == 0
    html = page(project, "cards/strong-legs.html")
    assert 'class="card-logo"' in html
    assert "The Club" in html
    usual, accent, logo = "#00545d", "#7a1f1f", "#c00000"
    before = colours_of(project / "plain/cards/strong-legs-a4.pdf")
    after = colours_of(project / "site/cards/strong-legs-a4.pdf")
    assert before & {usual, accent, logo} == {usual}
    assert after & {usual, accent, logo} == {accent, logo}
    assert colours_of(project / "site/cards/strong-legs-large-a4.pdf") & {usual, accent} == set()


def test_a_site_without_a_theme_has_none_of_it(run_cli: RunCli, project: Path) -> None:
    """Pages have no logo, no sentence and the built-in icon."""
    run_cli("build")
    html = page(project)
    assert '<a class="site-title" href="index.html">' in html
    assert re.search(r'<link rel="icon" type="image/svg\+xml" href="assets/icon\.[0-9a-f]+\.svg">', html)
