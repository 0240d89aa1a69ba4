"""Renew the README's pictures from the example guide: `make pictures`.

An exercise page on a phone, and a routine's card as it is printed, with the same height.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import pypdfium2  # type: ignore[import-not-found,unused-ignore]
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browser import launched  # noqa: E402

from cuecard.build import check_content, recipe  # noqa: E402 - the clone's own package, wherever this is called from
from cuecard.core.build_options import Options  # noqa: E402
from cuecard.site.cards import typeset  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
HEIGHT = 1000
EXERCISE = "exercises/banded-squat.html"
ROUTINE = "knee-strength"


def main() -> None:
    """Renew both pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        options = Options(ROOT / "content", output=Path(folder) / "site", cache=None)
        recipe.build(options)
        _save("exercise", _phone(options.output / EXERCISE))
    _save("card", _card(options))


def _phone(page: Path) -> bytes:
    with launched() as browser:
        screen = browser.new_page(
            viewport={"width": 390, "height": 760}, device_scale_factor=2, reduced_motion="reduce"
        )
        screen.goto(page.as_uri())
        return screen.screenshot()


def _card(options: Options) -> bytes:
    checked = check_content.check(options)
    laid = next(card for card in checked.cards if card.slug == ROUTINE)
    if checked.typesetter is None:
        sys.exit("the example guide has no card to show")
    with pypdfium2.PdfDocument(checked.typesetter.pdf(laid.card, typeset.Kind(typeset.A4))) as document:
        drawn = io.BytesIO()
        document[0].render(scale=2).to_pil().save(drawn, "PNG")
    return drawn.getvalue()


def _save(name: str, data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as picture:
        small = picture.convert("RGB").resize(
            (round(picture.width * HEIGHT / picture.height), HEIGHT), Image.Resampling.LANCZOS
        )
        framed = Image.new("RGB", (small.width + 2, small.height + 2), "#b9c2c0")
        framed.paste(small, (1, 1))
        framed.quantize(64).save(FOLDER / f"{name}.png", optimize=True)
    print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
