"""The codes of a card, read back by a real reader from what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import card_corpus
import pytest
import sites
import zxingcpp
from card_corpus import Case
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from cuecard.site.cards import qr_code, typeset

CASE = Case(2, "short", 0, 2)
VIDEO = "https://vimeo.com/694769509"
ROUTINE = f"https://knees.example.org/routines/{CASE.slug}.html"


def read(image: Image.Image) -> set[str]:
    """Return what the codes in the picture say."""
    found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)  # type: ignore[arg-type,unused-ignore]
    return {one.text for one in found}


def content(folder: Path, base_url: str = "https://knees.example.org/", video: object = VIDEO) -> Path:
    """Return a project whose routine has a video."""
    site = {"base_url": base_url} if base_url else {"title": "At no address"}
    result = card_corpus.project(CASE, folder / "content", **site)
    meta = card_corpus.routine(CASE) | ({"video": video} if video else {})
    return sites.put(result, {f"routines/{CASE.slug}.md": sites.text(meta)})


def squares(svg: str) -> Iterator[tuple[int, int, int]]:
    """Yield the dark stretches of the drawing: x, y and length in modules."""
    paths = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}path")  # noqa: S314 - our own drawing
    dark = next(path.get("d") or "" for path in paths if not path.get("fill"))
    for stretch in dark.split("M")[1:]:
        x, y, length = stretch.replace("h", " ").replace("v", " ").split()[:3]
        yield int(x), int(y), int(length)


def painted(svg: str, module: int = 4) -> Image.Image:
    """Return the drawing in black on white."""
    size = int(ET.fromstring(svg).get("viewBox", "").split()[-1])  # noqa: S314
    image = Image.new("L", (size * module, size * module), 255)
    draw = ImageDraw.Draw(image)
    for x, y, length in squares(svg):
        draw.rectangle((x * module, y * module, (x + length) * module - 1, (y + 1) * module - 1), fill=0)
    return image


@pytest.mark.parametrize("paper", typeset.SHEETS, ids=lambda paper: paper.name)
@pytest.mark.parametrize("large", [False, True])
def test_codes_of_the_pdf(paper: typeset.Paper, large: bool, tmp_path: Path) -> None:
    """The codes on the PDF say the full address of the routine and of its video."""
    found = card_corpus.checked(content(tmp_path))
    assert found.typesetter
    pdf = found.typesetter.pdf(found.cards[0].card, typeset.Kind(paper, is_large=large))
    seen = [read(page) for page in card_corpus.drawn(pdf, 200)]
    assert set().union(*seen) == {ROUTINE, VIDEO}


def test_codes_of_the_page(browser: Browser, tmp_path: Path) -> None:
    """The codes of the card in the browser say the same, on the screen, in a dark theme, and printed."""
    site = sites.build(content(tmp_path), tmp_path / "site", "--no-cache")
    context = browser.new_context(
        color_scheme="dark", device_scale_factor=2, viewport={"width": 900, "height": 1200}
    )
    page = context.new_page()
    page.goto((site / f"cards/{CASE.slug}.html").as_uri())
    shot = tmp_path / "shot.png"
    page.screenshot(path=shot)
    assert read(Image.open(shot).convert("L")) == {ROUTINE, VIDEO}
    assert read(card_corpus.drawn(page.pdf(format="A4"), 200)[0]) == {ROUTINE, VIDEO}
    context.close()


def test_no_code_without_an_address(tmp_path: Path) -> None:
    """Without a base address there is nowhere to lead to, and so no code; nor one for a video of this site."""
    found = card_corpus.checked(content(tmp_path / "one", base_url="", video=None))
    assert found.cards[0].card.codes == ()
    with_video = content(tmp_path / "two", video={"url": "film.mp4"})
    sites.put(with_video, {"routines/film.mp4": b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"})
    codes = card_corpus.checked(with_video).cards[0].card.codes
    assert [code.address for code in codes] == [ROUTINE]


def test_video_code_without_base_address(tmp_path: Path) -> None:
    """No code at all is printed without a base address, as the issue asks for."""
    found = card_corpus.checked(content(tmp_path, base_url=""))
    assert found.typesetter
    card = found.cards[0].card
    assert card.codes == ()
    assert read(card_corpus.drawn(found.typesetter.pdf(card, typeset.Kind(typeset.A4)), 200)[0]) == set()


def test_address_beyond_ascii(tmp_path: Path) -> None:
    """An address with letters beyond ASCII is in the code as browsers send it."""
    files = {
        "site.yaml": "base_url: https://knees.example.org/\n",
        "exercises/knie.md": sites.text(sites.exercise("Knie")),
        "routines/膝.md": sites.text({"title": "Knie", "exercises": ["knie"]}),
    }
    (code,) = card_corpus.checked(sites.put(tmp_path / "content", files)).cards[0].card.codes
    assert code.address == "https://knees.example.org/routines/%E8%86%9D.html"
    assert read(painted(code.svg)) == {code.address}


@settings(max_examples=15, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789/-._~%?=&#ABCDEF", min_size=1, max_size=180))
def test_any_address_reads_back(path: str) -> None:
    """A code says what it was made of, with the white border of four modules that readers need."""
    address = f"https://example.org/{path}"
    svg = qr_code.svg(address)
    assert read(painted(svg)) == {address}
    assert min(min(x, y) for x, y, _ in squares(svg)) == 4


def test_damaged_code_reads_back() -> None:
    """A stain over a part of the code does not spoil it."""
    image = painted(qr_code.svg(ROUTINE), 6)
    middle = image.width // 2
    ImageDraw.Draw(image).ellipse((middle - 30, middle - 30, middle + 30, middle + 30), fill=255)
    assert read(image) == {ROUTINE}
