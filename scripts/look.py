"""Write contact sheets of what is shipped, to look at before a change is finished: `make look`.

The sheets are made from the files of a build of the shipped content, so that they show what readers get: pages as
Chromium shows them, cards as the PDFs print. They are written to `look/`, which git ignores.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import ADD_STYLE, NoChromium, launched  # noqa: E402
from playwright.sync_api import Browser  # noqa: E402

from cuecard.cli import dispatch  # noqa: E402 - the clone's own package, wherever this is called from

LOOK = ROOT / "look"
PAGES = {
    "home": "index.html",
    "exercise": "exercises/banded-squat.html",
    "routine": "routines/knee-strength.html",
    "guide": "guides/knee-strength-for-runners.html",
    "list": "muscles/index.html",
    "term": "muscles/glutes.html",
}
"""Pages of the shipped site, by their name on the sheets."""
WIDTHS = {360: 1, 1280: 2}
"""By the width of the screen in pixels: how many of these are one pixel on the sheet."""
WHOLE = "* { content-visibility: visible !important; }"
"""Without this, rows far down a list are drawn only when they are scrolled to."""
LONGEST = 6000
"""Pixels of a page that are shown; the rest of a long list looks the same."""
PAPER = 794
"""Pixels of the width of A4."""
DOTS_PER_INCH = 110
ACROSS_A_ROOM = 240
"""Pixels of the width of a card that hangs some metres away."""
WIDEST = 4200
"""Pixels of a sheet; further tiles begin a new row."""
ON_A_CARD = 106
"""Pixels of the width of a frame on a small card: 28 mm on a screen."""
GAP = 24
LINE = 30


class Tile(NamedTuple):
    """A picture on a sheet, with its label."""

    label: str
    picture: Image.Image


def main() -> int:
    """Build the shipped content and write all sheets; return 1 if there is no Chromium or the build fails."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        if dispatch.run(
            ["build", "--content", str(ROOT / "content"), "--output", str(site), "--no-cache", "--quiet"]
        ):
            return 1
        shutil.rmtree(LOOK, ignore_errors=True)
        LOOK.mkdir()
        try:
            with launched() as browser:
                pages(browser, site)
                figures(browser, site)
        except NoChromium as none:
            print(none, file=sys.stderr)
            return 1
        cards(site)
    return 0


def pages(browser: Browser, site: Path) -> None:
    """Write a sheet of all pages for each width and colour scheme, and one of each page as it prints."""
    for width, shrunk in WIDTHS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": 800},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            tiles = []
            for name, path in PAGES.items():
                page.goto((site / path).as_uri())
                page.evaluate("document.fonts.ready")
                page.evaluate(ADD_STYLE, WHOLE)
                picture = _opened(page.screenshot(full_page=True))
                shown = picture.crop((0, 0, picture.width, min(picture.height, LONGEST))).reduce(shrunk)
                cut = f", first {LONGEST} of {picture.height} px" if picture.height > LONGEST else ""
                tiles.append(Tile(f"{name}, {width} px, {scheme}{cut}", shown))
            context.close()
            _write(f"pages-{width}-{scheme}", tiles)
    page = browser.new_page()
    for name, path in PAGES.items():
        page.goto((site / path).as_uri())
        page.evaluate("document.fonts.ready")
        sheets = _sheets(page.pdf(format="A4", print_background=True, prefer_css_page_size=True), 72)
        _write(f"print-{name}", [Tile(f"{name}, printed, sheet {n}", one) for n, one in enumerate(sheets, 1)])
    page.close()


def figures(browser: Browser, site: Path) -> None:
    """Write a sheet of every figure of every exercise: light, dark, as they print in grey, and as small as on cards."""
    page = browser.new_page(viewport={"width": PAPER, "height": 900}, reduced_motion="reduce")
    files = sorted((ROOT / "content" / "exercises").glob("*.md"))
    for kind in ("light", "dark", "print"):
        page.emulate_media(
            media="print" if kind == "print" else "screen", color_scheme="dark" if kind == "dark" else "light"
        )
        tiles, small = [], []
        for file in files:
            page.goto((site / f"exercises/{file.stem}.html").as_uri())
            page.evaluate("document.fonts.ready")
            frames = page.locator(".frames").first
            if frames.count():
                picture = _opened(frames.screenshot())
                tiles.append(
                    Tile(f"{file.stem}, {kind}", picture.convert("L") if kind == "print" else picture)
                )
                wide = ON_A_CARD * frames.locator("li").count()
                size = (wide, round(wide * picture.height / picture.width))
                small.append(Tile(file.stem, picture.convert("L").resize(size, Image.Resampling.LANCZOS)))
        _write(f"figures-{kind}", tiles, most=1700)
        if kind == "print":
            _write("figures-28-mm", small, most=1700)
    page.close()


def cards(site: Path) -> None:
    """Write a sheet with all pages of each PDF in colour and in grey, and one of all PDFs from across a room."""
    far = []
    for file in sorted((site / "cards").glob("*.pdf")):
        sheets = list(_sheets(file.read_bytes(), DOTS_PER_INCH))
        tiles = []
        for n, sheet in enumerate(sheets, 1):
            label = f"{file.name}, sheet {n} of {len(sheets)}"
            tiles += [Tile(f"{label}, colour", sheet), Tile(f"{label}, grey", sheet.convert("L"))]
            size = (ACROSS_A_ROOM, round(ACROSS_A_ROOM * sheet.height / sheet.width))
            far.append(Tile(f"{file.stem} {n}", sheet.resize(size, Image.Resampling.LANCZOS)))
        _write(f"card-{file.stem}", tiles)
    _write("cards-from-across-a-room", far, most=2200)


def _sheets(pdf: bytes, dots_per_inch: int) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dots_per_inch / 72).to_pil().convert("RGB")


def _opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB")


def _write(name: str, tiles: Sequence[Tile], most: int = WIDEST) -> None:
    """Lay *tiles* out in rows and write them as one PNG, each with its label above it."""
    font = ImageFont.load_default(16)
    rows: list[list[Tile]] = []
    width = most
    for tile in tiles:
        room = max(tile.picture.width, round(font.getlength(tile.label))) + GAP
        if not rows or width + room > most:
            rows.append([])
            width = GAP
        rows[-1].append(tile)
        width += room
    places: list[tuple[int, int, Tile]] = []
    top = GAP
    right = 0
    for row in rows:
        left = GAP
        for tile in row:
            places.append((left, top, tile))
            left += max(tile.picture.width, round(font.getlength(tile.label))) + GAP
        right = max(right, left)
        top += LINE + max(tile.picture.height for tile in row) + GAP
    sheet = Image.new("RGB", (right, top), "#8a9399")
    draw = ImageDraw.Draw(sheet)
    for left, above, tile in places:
        draw.text((left, above + 4), tile.label, font=font, fill="#ffffff")
        sheet.paste(tile.picture.convert("RGB"), (left, above + LINE))
    file = LOOK / f"{name}.png"
    sheet.save(file, compress_level=3)
    print(f"{file.relative_to(ROOT)}: {len(tiles)} pictures, {sheet.width} x {sheet.height}")


if __name__ == "__main__":
    sys.exit(main())
