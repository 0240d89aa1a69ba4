"""The figures on the shipped PDFs, looked at as a printer would: heads, balls and rollers have ink, as in a browser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pypdfium2
import pytest
import sites
from conftest import ROOT
from documents import SVG
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from playwright.sync_api import Browser
from pypdf import PdfReader

from cuecard.build import check_content
from cuecard.core.build_options import Options
from cuecard.site.cards.typeset import FittedCard

DOTS = 300
"""To the inch: the thinnest line of a figure is then three dots wide."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Found:
    """A picture on a page of a PDF."""

    alt: str
    image: Image.Image


def figures_of(pdf: bytes) -> Iterator[Found]:
    """Yield each picture that the PDF has tagged, cut out of its page."""
    reader = PdfReader(io.BytesIO(pdf))
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}  # type: ignore[union-attr]
    with pypdfium2.PdfDocument(pdf) as document:
        drawn = [page.render(scale=DOTS / 72).to_pil().convert("RGB") for page in document]
    root: Any = reader.trailer["/Root"]
    for alt, box, page in tagged(root["/StructTreeRoot"], pages):
        image = drawn[page]
        left, low, right, high = (round(side * DOTS / 72) for side in box)
        yield Found(alt, image.crop((left, image.height - high, right, image.height - low)))


def tagged(element: Any, pages: dict[int, int]) -> Iterator[tuple[str, Box, int]]:
    """Yield the alternative text, the place in points and the page of each figure below *element*."""
    whole = element.get_object()
    if not hasattr(whole, "raw_get"):  # a number, which stands for marks in the page
        return
    if whole.get("/S") == "/Figure":
        layout = next(one.get_object() for one in whole["/A"] if "/BBox" in one.get_object())
        page = whole.raw_get("/Pg").idnum if "/Pg" in whole else min(pages)
        yield str(whole["/Alt"]), tuple(map(float, layout["/BBox"])), pages[page]  # type: ignore[misc]
        return
    below = whole.get("/K", [])
    for inner in below if isinstance(below, list) else [below]:
        yield from tagged(inner, pages)


ROUND = ("hair", "ball-front", "roller-front")
"""The inks of heads, balls and rollers."""


def discs(svg: str) -> Iterator[tuple[str, float, float, float]]:
    """Yield the ink, and middle and half of the extent in shares of the width, of each head, ball and roller."""
    root = ET.fromstring(svg)  # noqa: S314 - our own
    left, top, wide, _ = map(float, root.get("viewBox", "").split())
    seen = set()
    for one in root.iter(f"{SVG}path"):
        name = one.get("class", "")
        if name not in ROUND or name in seen:
            continue
        seen.add(name)
        spots = list(corners(one.get("d", "").partition("z")[0]))
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
        half = min(max(xs) - min(xs), max(ys) - min(ys)) / 2
        x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        yield name, (x - left) / wide, (y - top) / wide, half / wide


def corners(d: str) -> Iterator[tuple[float, float]]:
    """Yield the places that an outline of lines and arcs goes through."""
    x = y = 0.0
    for command, values in re.findall(r"([Mla])([^Mla]+)", d):
        numbers = [float(text) for text in re.findall(r"-?[0-9]+", values)]
        if command == "a":
            flags = re.match(r"\s*\d+ \d+ 0 ([01]) ?1(.*)", values)
            assert flags
            numbers = [float(text) for text in re.findall(r"-?[0-9]+", flags[2])]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=False):
            x, y = (dx, dy) if command == "M" else (x + dx, y + dy)
            yield x, y


def inked(image: Image.Image, x: float, y: float, radius: float) -> float:
    """Return how much of a ring inside of it has ink."""
    hits = 0
    for n in range(24):
        turn = 2 * pi * n / 24
        at = (x + 0.5 * radius * cos(turn), y + 0.5 * radius * sin(turn))
        spot = (
            min(int(at[0] * image.width), image.width - 1),
            min(int(at[1] * image.width), image.height - 1),
        )
        seen = image.getpixel(spot)
        assert isinstance(seen, tuple)
        hits += min(seen) < 235
    return hits / 24


def check_discs(pdf: bytes, card: FittedCard) -> int:
    """Return every disc of every figure on the PDF has ink; how many there were."""
    pictures = (picture for entry in card.card.entries for picture in entry.pictures if not picture.src)
    count = 0
    for found in figures_of(pdf):
        if found.alt.startswith(("This routine: ", "The video: ")):
            continue
        drawing = next(picture.svg for picture in pictures if picture.caption == found.alt)
        for ink_of, x, y, radius in discs(drawing):
            assert inked(found.image, x, y, radius) > 0.5, (card.slug, found.alt, ink_of)
            count += 1
    return count


def test_everybody_on_the_shipped_cards_has_a_head(built_site: Path) -> None:
    """On each shipped PDF, of both papers and in large print, there is ink where every head and roller must be."""
    cards = check_content.check(Options(ROOT / "content", cache=None)).cards
    for card in cards:
        for name in ("a4", "letter", "large-a4", "large-letter"):
            shown = check_discs((built_site / f"cards/{card.slug}-{name}.pdf").read_bytes(), card)
            assert shown >= sum(len(entry.pictures) for entry in card.card.entries), (card.slug, name)


FIGURES = {
    "ball": {
        "props": [{"ball": "between knees"}],
        "frames": [{"pose": "bridge", "caption": "Squeeze the ball"}],
    },
    "roller": {"frames": [{"pose": "side-lying on a roller", "caption": "Roll"}]},
    "held": {
        "props": [{"ball": "hands"}],
        "frames": [{"pose": "standing", "arms": "forward", "caption": "Hold it"}],
    },
    "band": {
        "view": "front",
        "props": [{"band": "hips to post"}],
        "frames": [{"pose": "standing", "arms": "out", "caption": "Pull"}],
    },
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FittedCard]:
    """Return a site with a card whose figures have a ball and a roller, and the card."""
    folder = tmp_path_factory.mktemp("discs")
    files = {
        f"exercises/{name}.md": sites.text(sites.exercise(name.title(), figure=figure, equipment=[]))
        for name, figure in FIGURES.items()
    }
    files["routines/one.md"] = sites.text({"title": "One", "exercises": [*FIGURES]})
    content = sites.put(folder / "content", files)
    (laid,) = check_content.check(Options(content, cache=None)).cards
    return sites.build(content, folder / "site", "--no-cache"), laid


@pytest.mark.parametrize("name", ["a4", "letter", "large-a4"])
def test_balls_and_rollers_are_printed(project: tuple[Path, FittedCard], name: str) -> None:
    """Two balls and a roller have ink, and so have the heads."""
    site, card = project
    assert check_discs((site / f"cards/one-{name}.pdf").read_bytes(), card) == len(FIGURES) + 3


def test_the_pdf_shows_what_the_browser_shows(project: tuple[Path, FittedCard], browser: Browser) -> None:
    """Each figure covers the same spots on the PDF as on the browser's card."""
    site, card = project
    window = browser.new_page(device_scale_factor=4)
    window.goto((site / "cards/one.html").as_uri())
    shown = {}
    for drawn in window.locator(".sheet .drawn svg").all():
        shown[drawn.locator("title").text_content()] = Image.open(io.BytesIO(drawn.screenshot()))
    window.close()
    printed = {found.alt: found.image for found in figures_of((site / "cards/one-a4.pdf").read_bytes())}
    assert len(shown) == len(FIGURES)
    for entry in card.card.entries:
        picture = entry.pictures[-1]
        svg = ET.fromstring(picture.svg)  # noqa: S314 - our own
        one, other = (ink(image, svg) for image in (shown[picture.caption], printed[picture.caption]))
        assert covered(one, other) > 0.97, picture.caption
        assert covered(other, one) > 0.97, picture.caption


def ink(image: Image.Image, svg: Element) -> Image.Image:
    """Return what of the picture is not white, 200 dots wide; white that is round it in *image* is left out."""
    _, _, wide, high = map(float, svg.get("viewBox", "").split())
    scale = min(image.width / wide, image.height / high)
    across, down = wide * scale, high * scale
    left, top = (image.width - across) / 2, (image.height - down) / 2
    part = image.convert("L").crop((round(left), round(top), round(left + across), round(top + down)))
    small = part.resize((200, round(200 * high / wide)), Image.Resampling.BOX)
    return small.point(lambda grey: 255 if grey < 190 else 0)


def covered(one: Image.Image, other: Image.Image) -> float:
    """Return how much of the ink of *one* has ink of *other* within three dots."""
    near = ImageChops.multiply(one, other.filter(ImageFilter.MaxFilter(7)))
    return near.histogram()[255] / one.histogram()[255]


def test_the_measure_sees_a_lost_head() -> None:
    """A disc that is missing has no ink for the tests above; one that is there has."""
    image = Image.new("RGB", (100, 100), "white")
    assert inked(image, 0.5, 0.5, 0.2) == 0
    ImageDraw.Draw(image).ellipse((30, 30, 70, 70), fill="#17333f")
    assert inked(image, 0.5, 0.5, 0.2) == 1
