"""Photographs made for pages: upright, in sRGB, without what the camera wrote, in sizes that screens choose from."""

from __future__ import annotations

import base64
import hashlib
import io
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast
from xml.etree.ElementTree import Element

import documents
import pypdf
import pytest
import sites
from conftest import RunCli, Write
from PIL import Image, ImageCms, ImageDraw
from playwright.sync_api import Browser, Route

from cuecard.cache.store import Cache
from cuecard.core.diagnostics import InvalidValueError
from cuecard.library.media_references import Shown
from cuecard.media import images, published_images
from cuecard.media.images import Measured
from cuecard.media.published_images import Published
from cuecard.output.staging import OutputError
from cuecard.system import limited_child, limited_process

ORANGE = (230, 120, 30)
TURN = Image.Transpose


def saved(image: Image.Image, format: str, **how: Any) -> bytes:
    """Return the bytes of a picture file."""
    file = io.BytesIO()
    image.save(file, format, **how)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    """Return the picture in a file, read by Pillow."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def photograph(width: int, height: int) -> Image.Image:
    """Return a picture with the colours and the noise of a photograph, the same each time."""
    noise = random.Random(1).randbytes(64 * 48 * 3)  # noqa: S311 - nothing is kept secret by it
    return Image.frombytes("RGB", (64, 48), noise).resize((width, height), Image.Resampling.BICUBIC)


def exif(orientation: int) -> Image.Exif:
    """Return what a phone writes into a file: how it was held, its maker, and the place."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "Telltale Phone"
    data[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 0.0)}
    return data


def made(data: bytes, width: int = 40, name: str = "a.jpg") -> Image.Image:
    """Return the picture in *data* as a page gets it."""
    return opened(images.webp(images.upright(name, data, width), width))


def is_near(one: Any, other: tuple[int, ...], by: int = 12) -> bool:
    """Return whether two colours look the same."""
    return len(one) == len(other) and all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


# --- pixels ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (1, None),
        (2, TURN.FLIP_LEFT_RIGHT),
        (3, TURN.ROTATE_180),
        (4, TURN.FLIP_TOP_BOTTOM),
        (5, TURN.TRANSPOSE),
        (6, TURN.ROTATE_90),
        (7, TURN.TRANSVERSE),
        (8, TURN.ROTATE_270),
        (9, None),
    ],
)
def test_upright(orientation: int, turn: Image.Transpose | None) -> None:
    """However the camera was held, the upper left corner is there; what EXIF does not allow turns nothing."""
    scene = Image.new("RGB", (48, 32), "white")
    scene.paste(ORANGE, (0, 0, 16, 16))
    held = scene.transpose(turn) if turn is not None else scene
    data = saved(held, "JPEG", quality=95, exif=exif(orientation))
    assert images.measure("a.jpg", data) == Measured(48, 32, has_sizes=True)
    upright = made(data, 48).convert("RGB")
    corners = [upright.getpixel(at) for at in ((5, 5), (43, 5), (5, 27), (43, 27))]
    assert [is_near(corner, ORANGE, 30) for corner in corners] == [True, False, False, False]


def test_only_the_picture_is_left() -> None:
    """Of place, camera, remarks and profile nothing reaches a size for pages or a picture for a card."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(
        photograph(64, 48),
        "JPEG",
        exif=exif(1),
        xmp=b"<x:xmpmeta>Telltale</x:xmpmeta>",
        comment=b"Telltale",
        icc_profile=profile,
    )
    assert data.count(b"Telltale") == 3
    picture = images.webp(images.upright("a.jpg", data, 64), 64)
    assert picture[12:16] == b"VP8 ", "a plain WebP file has no room for more than the picture"
    packed = images.as_svg("a.jpg", data).partition("base64,")[2].partition('"')[0]
    card = base64.b64decode(packed)
    assert not {"exif", "xmp", "comment", "icc_profile"} & set(opened(card).info)
    assert b"Telltale" not in card


def swapped_profile() -> bytes:
    """Return a colour profile in which what a file calls red is green, and the other way round."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"xXYZ", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"xXYZ", b"gXYZ", 1)


def test_colours_are_those_of_every_screen() -> None:
    """A file's own colour profile is worked in; a torn one, or one for another kind of picture, is passed over."""
    red = Image.new("RGB", (40, 40), (255, 0, 0))
    data = saved(red, "PNG", icc_profile=swapped_profile())
    assert is_near(made(data).getpixel((20, 20)), (0, 255, 0))
    torn = saved(red, "PNG", icc_profile=b"no profile at all" * 20)
    assert is_near(made(torn).getpixel((20, 20)), (255, 0, 0))
    grey = saved(Image.new("L", (40, 40), 90), "PNG", icc_profile=swapped_profile())
    assert is_near(made(grey).getpixel((20, 20)), (90, 90, 90))


@cache
def _kinds() -> dict[str, tuple[bytes, tuple[int, ...]]]:
    """Kinds of files: the bytes of a plain orange picture, or a grey one, and the colour that is expected."""
    plain = Image.new("RGB", (40, 30), ORANGE)
    seen_through = Image.new("RGBA", (40, 30), (*ORANGE, 128))
    palette = plain.quantize(4)
    clear = palette.getpixel((0, 0))
    return {
        "jpeg": (saved(plain, "JPEG"), ORANGE),
        "progressive jpeg": (saved(plain, "JPEG", progressive=True), ORANGE),
        "grey jpeg": (saved(Image.new("L", (40, 30), 90), "JPEG"), (90, 90, 90)),
        "cmyk jpeg": (saved(plain.convert("CMYK"), "JPEG"), ORANGE),
        "several in one jpeg": (saved(plain, "MPO", save_all=True, append_images=[plain]), ORANGE),
        "png": (saved(plain, "PNG"), ORANGE),
        "black and white png": (saved(Image.new("1", (40, 30), 1), "PNG"), (255, 255, 255)),
        "16 bit png": (saved(Image.new("I;16", (40, 30), 90 * 256), "PNG"), (90, 90, 90)),
        "png of a palette": (saved(palette, "PNG"), ORANGE),
        "clear colour of a palette": (saved(palette, "PNG", transparency=clear), (*ORANGE, 0)),
        "half clear palette": (saved(palette, "PNG", transparency=bytes([128] * 4)), (*ORANGE, 128)),
        "clear colour": (saved(plain, "PNG", transparency=ORANGE), (*ORANGE, 0)),
        "png seen through": (saved(seen_through, "PNG"), (*ORANGE, 128)),
        "grey png seen through": (saved(Image.new("LA", (40, 30), (90, 128)), "PNG"), (90, 90, 90, 128)),
        "png with a layer that hides nothing": (saved(plain.convert("RGBA"), "PNG"), ORANGE),
        "webp": (saved(plain, "WEBP"), ORANGE),
        "webp seen through": (saved(seen_through, "WEBP"), (*ORANGE, 128)),
        "avif": (saved(plain, "AVIF"), ORANGE),
        "torn exif": (saved(plain, "JPEG", exif=exif(6).tobytes()[:20] + b"\xff" * 40), ORANGE),
    }


@pytest.mark.parametrize("kind", _kinds())
def test_kinds_of_files(kind: str) -> None:
    """Each kind of picture that authors have comes out in its colours, and as clear as it was."""
    data, colour = _kinds()[kind]
    assert images.measure("a.png", data) == Measured(40, 30, has_sizes=True)
    image = made(data, 20, "a.png")
    assert image.size == (20, 15)
    pixel = image.getpixel((10, 7))
    assert isinstance(pixel, tuple)
    if colour[-1] == 0:
        assert pixel[3] == 0
    else:
        assert is_near(pixel, colour)
    assert images.as_svg("a.png", data).startswith("<svg ")


@cache
def _no_pictures() -> dict[str, bytes]:
    whole = photograph(200, 150)
    huge = saved(Image.new("1", (10_000, 10_000)), "PNG")
    return {
        "empty": b"",
        "text": b"no picture",
        "another program's": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n",
        **{f"torn {format}": saved(whole, format)[:2000] for format in ("JPEG", "PNG", "WEBP", "AVIF")},
        "huge": huge,
    }


@pytest.mark.parametrize("kind", _no_pictures())
def test_no_pictures(kind: str) -> None:
    """What is torn, no picture, or so large that it would fill the memory is refused as one known problem."""
    with pytest.raises(InvalidValueError) as refused:
        images.measure("a.jpg", _no_pictures()[kind])
    assert refused.value.code == "bad-image"
    assert ("10,000 x 10,000 pixels" in refused.value.message) == (kind == "huge")


def test_what_moves_stays_as_it_is() -> None:
    """Of GIF files and animations no sizes are made, whatever their names say."""
    frames = [Image.new("RGB", (50, 40), colour) for colour in ("red", "blue")]
    for format in ("GIF", "WEBP", "PNG", "AVIF"):
        data = saved(frames[0], format, save_all=True, append_images=frames[1:])
        assert images.measure("a.jpg", data) == Measured(50, 40, has_sizes=False), format
    assert not images.measure("a.gif", saved(frames[0], "GIF")).has_sizes


def test_drawings_stay_sharp() -> None:
    """A drawing is packed without loss, a photograph is not, even one in shades of grey alone."""
    drawing = Image.new("RGB", (200, 150), "white")
    ImageDraw.Draw(drawing).line([(10, 140), (90, 20), (190, 130)], fill=ORANGE, width=5)
    exact = made(saved(drawing, "PNG"), 200, "a.png")
    assert exact.tobytes() == drawing.tobytes()
    for image in (photograph(200, 150), photograph(200, 150).convert("L")):
        packed = images.webp(images.upright("a.png", saved(image, "PNG"), 200), 200)
        assert packed[12:16] == b"VP8 "


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="24" height="12"', (24, 12)),
        ('width="2in" viewBox="0 0 4 1"', (192, 48)),
        ('height="30px" viewBox="0,0,20,10"', (60, 30)),
        ('viewBox="-5 -5 40 20"', (1440, 720)),
        ('width="100%" viewBox="0 0 40 20"', (1440, 720)),
        ("", (0, 0)),
        ('viewBox="0 0 0 20"', (0, 0)),
        ('viewBox="0 0 wide 20" width="wide"', (0, 0)),
    ],
)
def test_drawings_in_svg(root: str, size: tuple[int, int]) -> None:
    """The size of a drawing is what it declares; one that has only its shape is as wide as the column."""
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {root}/>'.encode()
    assert images.measure("a.svg", data) == Measured(*size, has_sizes=False)


@pytest.mark.parametrize("data", [b"", b"<svg", b"<html/>", b'<?xml version="1.0" encoding="none"?><svg/>'])
def test_no_drawings(data: bytes) -> None:
    """A file that is no SVG is refused by its name."""
    with pytest.raises(InvalidValueError, match=r'"a\.SVG" cannot be read as a picture'):
        images.measure("a.SVG", data)


# --- sizes and addresses ----------------------------------------------------------------------------------


def planned(data: bytes, path: str = "exercises/A b.png", cache: Cache | None = None) -> Published:
    """Return the picture in *data* as it will be published."""
    shown = [Shown(path, cast(Any, None), 0)]
    return published_images.plan(shown, lambda _: data, cache or Cache(), [])[path]


@pytest.mark.parametrize(
    ("size", "widths", "shown"),
    [
        ((3000, 2000), [480, 960, 1440], (1440, 960)),
        ((1440, 1440), [480, 960, 1440], (1440, 1440)),
        ((1500, 2000), [360, 720, 1080], (456, 608)),
        ((1000, 100), [480, 1000], (1000, 100)),
        ((500, 400), [500], (500, 400)),
        ((300, 400), [300], (300, 400)),
        ((700, 3000), [240, 480, 700], (304, 1303)),
        ((1, 1), [1], (1, 1)),
    ],
)
def test_sizes(size: tuple[int, int], widths: list[int], shown: tuple[int, int]) -> None:
    """No size is larger than the picture; a tall one is shown no higher than the column is wide, within reason."""
    picture = planned(saved(Image.new("1", size), "PNG"))
    assert list(picture.files) == widths
    assert (picture.width, picture.height) == shown
    files = published_images.files([picture], lambda _: saved(Image.new("1", size), "PNG"), Cache())
    assert {url: opened(data).width for url, data in files.items()} == {
        url: width for width, url in picture.files.items()
    }


def test_addresses() -> None:
    """The name of a size has its picture and its width, and changes with the picture; what moves keeps its name."""
    data = saved(photograph(600, 400), "PNG")
    first, second = planned(data).files[600], planned(saved(photograph(600, 401), "PNG")).files[600]
    assert first.startswith("assets/a-b-600.")
    assert first.endswith(".webp")
    assert first != second
    gif = saved(photograph(30, 20), "GIF")
    digest = hashlib.sha256(gif).hexdigest()[:10]
    assert planned(gif, "A.GIF").files == {30: f"assets/a.{digest}.gif"}


def test_made_once(tmp_path: Path) -> None:
    """With the cache, a picture that was made before is neither opened nor even read to be made again."""
    data = saved(photograph(900, 600), "JPEG")
    cache = Cache(tmp_path)
    picture = planned(data, "a.jpg", cache)
    files = published_images.files([picture], lambda _: data, cache)

    def read(_: str) -> bytes:
        raise AssertionError("it is read again")

    assert published_images.files([picture], read, cache) == files
    small = published_images.small(picture, lambda _: data, cache)
    assert published_images.small(picture, read, cache) == small
    assert published_images.files([picture], lambda _: data, Cache()) == files, "the same bytes each time"


def test_a_picture_that_changes_meanwhile() -> None:
    """A file that is saved again between checking and making is reported, and never published under the old name."""
    one, other = (saved(photograph(80, height), "PNG") for height in (60, 61))
    with pytest.raises(OutputError, match=r"exercises/A b\.png changed"):
        published_images.files([planned(one)], lambda _: other, Cache())


# --- a site -----------------------------------------------------------------------------------------------

CREDIT = {"credit": "Jo Example", "licence": "CC BY 4.0"}
BODY = """\
## More

![A wide one](wide.jpg) and ![a small one](small.png)

![Held upright](phone.jpg){: width=120 }

![A drawing](line.svg) ![It moves](moves.gif)

<img src="wide.jpg" alt="Raw &gt; cooked" height="90">

[The photograph](linked.jpg) as it was taken.
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with a pair of photographs, and a text with every kind of picture."""
    folder = tmp_path_factory.mktemp("photographs")
    held = photograph(1200, 1600).transpose(TURN.ROTATE_90)
    frames = [Image.new("RGB", (50, 40), colour) for colour in ("red", "blue")]
    content = sites.put(
        folder / "content",
        {
            "exercises/phone.jpg": saved(held, "JPEG", exif=exif(6)),
            "exercises/wide.jpg": saved(photograph(2000, 1000), "JPEG", exif=exif(1)),
            "exercises/linked.jpg": saved(photograph(64, 48), "JPEG", exif=exif(1)),
            "exercises/small.png": saved(photograph(60, 40), "PNG"),
            "exercises/line.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"/>',
            "exercises/moves.gif": saved(frames[0], "GIF", save_all=True, append_images=frames[1:]),
            "exercises/squat.md": sites.text(
                sites.exercise(
                    "Squat",
                    images=[
                        {"src": "wide.jpg", "alt": "The beginning", "caption": "Stand tall", **CREDIT},
                        {"src": "phone.jpg", "alt": "The end", **CREDIT},
                    ],
                )
            ),
            "exercises/tall.md": sites.text(
                sites.exercise("Tall", images=[{"src": "phone.jpg", "alt": "The end", **CREDIT}])
            ),
            "guides/all.md": sites.text({"title": "All"}, BODY.replace("](", "](../exercises/")).replace(
                'src="', 'src="../exercises/'
            ),
            "routines/legs.md": sites.text({"title": "Legs", "exercises": ["squat"]}),
        },
    )
    return sites.build(content, folder / "site")


def images_of(site: Path, page: str) -> dict[str, Element]:
    """Return the pictures of a page by what they show."""
    return {image.get("alt", ""): image for image in documents.document(site / page).iter("img")}


def sizes_of(site: Path, image: Element) -> dict[str, tuple[int, int]]:
    """Return the files that an element offers, by the width that it declares: their real sizes."""
    offered = [part.split() for part in (image.get("srcset") or "").split(", ") if part]
    return {width: opened((site / "x" / url).resolve().read_bytes()).size for url, width in offered}


def test_pictures_of_the_front_matter(site: Path) -> None:
    """A photograph comes in three sizes of its own width, and its place on the page is kept for it."""
    shown = images_of(site, "exercises/squat.html")
    wide, phone = shown["The beginning"], shown["The end"]
    assert sizes_of(site, wide) == {"480w": (480, 240), "960w": (960, 480), "1440w": (1440, 720)}
    assert sizes_of(site, phone) == {"360w": (360, 480), "720w": (720, 960), "1080w": (1080, 1440)}
    assert [(one.get("width"), one.get("height")) for one in (wide, phone)] == [
        ("1440", "720"),
        ("456", "608"),
    ]
    for one in (wide, phone):
        assert one.get("decoding") == "async"
        assert one.get("src", "none") in one.get("srcset", "")
    attributes = [
        documents.text_of(one) for one in documents.document(site / "exercises/squat.html").iter("figcaption")
    ]
    assert attributes == ["Stand tall Picture: Jo Example, CC BY 4.0", "Picture: Jo Example, CC BY 4.0"]


def test_pictures_of_a_text(site: Path) -> None:
    """Those in a text come in sizes too; the width that an author gives stays the only one."""
    shown = images_of(site, "guides/all.html")
    assert list(sizes_of(site, shown["A wide one"])) == ["480w", "960w", "1440w"]
    small = shown["a small one"]
    assert (small.get("srcset"), small.get("width"), small.get("height")) == (None, "60", "40")
    assert list(sizes_of(site, shown["Held upright"])) == ["360w", "720w", "1080w"]
    assert (shown["Held upright"].get("width"), shown["Held upright"].get("height")) == ("120", None)
    raw = shown["Raw > cooked"]
    assert (raw.get("width"), raw.get("height"), len(sizes_of(site, raw))) == (None, "90", 3)
    line, moves = shown["A drawing"], shown["It moves"]
    assert (line.get("width"), line.get("height")) == ("1440", "720")
    assert (moves.get("width"), moves.get("height")) == ("50", "40")
    assert moves.get("src", "").endswith(".gif")


SIZED = """() => [...document.querySelectorAll("main img[sizes]")].map((image) =>
  [image.alt, image.naturalWidth, image.getBoundingClientRect().width])"""
"""For each picture, the width that its `sizes` says, by which a browser computes `naturalWidth`, and the real one."""


def test_sizes_are_those_of_the_page(tmp_path: Path, browser: Browser) -> None:
    """Wherever a picture is shown, `sizes` says how wide it gets, so that no larger file is loaded than needed."""
    wide, tall = saved(photograph(1400, 700), "JPEG"), saved(photograph(700, 1400), "JPEG")
    files: dict[str, str | bytes] = {
        f"exercises/{kind}{n}.jpg": data for kind, data in (("wide", wide), ("tall", tall)) for n in range(4)
    }

    def pictures(kind: str, number: int) -> dict[str, Any]:
        return {
            "images": [{"src": f"../exercises/{kind}{n}.jpg", "alt": f"{kind} {n}"} for n in range(number)]
        }

    several = {"one": ("wide", 1), "two": ("wide", 2), "pair": ("tall", 2), "four": ("wide", 4)}
    for name, (kind, number) in several.items():
        own = {"images": [{"src": f"{kind}{n}.jpg", "alt": f"{kind} {n}"} for n in range(number)]}
        files[f"exercises/{name}.md"] = sites.text(sites.exercise(name, **own))
        listed = {"title": f"Routine {name}", "exercises": [name], "card": False}
        files[f"routines/{name}.md"] = sites.text(listed | pictures(kind, number))
        body = "## A\n\n![b](../exercises/wide0.jpg)\n\n## C\n\nText.\n"
        files[f"guides/{name}.md"] = sites.text({"title": f"Guide {name}"} | pictures(kind, number), body)
    files["site.yaml"] = "title: Pictures\nsafety: {stop_if: [It hurts.]}\n"
    site = sites.build(sites.put(tmp_path / "content", files), tmp_path / "site")
    wrong = []
    kinds = ("exercises", "routines", "guides")
    for width in (360, 800, 1280):
        page = browser.new_page(viewport={"width": width, "height": 6000})
        for path in [f"{kind}/{name}.html" for kind in kinds for name in several]:
            page.goto((site / path).as_uri())
            sized = page.evaluate(SIZED)
            assert sized
            wrong += [(width, path, *one) for one in sized if not 0.9 <= one[1] / one[2] <= 1.25]
        page.close()
    assert wrong == []


def test_no_file_shows_where_it_was_taken(site: Path) -> None:
    """Only the photograph that a text links to is published with what the camera wrote into it."""
    telling = [path for path, data in sites.tree(site).items() if b"Telltale" in data]
    (link,) = [
        one.to
        for one in documents.references(site / "guides/all.html")
        if one.where == "a/@href" and "linked" in one.to
    ]
    assert telling == [link.removeprefix("../")]


def test_cards_and_data_name_published_files(site: Path) -> None:
    """A card loads the smallest size, and the data names the largest."""
    card = images_of(site, "cards/legs.html")
    assert opened((site / "x" / card["The end"].get("src", "")).resolve().read_bytes()).width == 360
    data = documents.data(site)
    (squat,) = [one for one in data["exercises"] if one["slug"] == "squat"]
    assert [opened((site / image["url"]).read_bytes()).width for image in squat["images"]] == [1440, 1080]


def test_place_is_kept(site: Path, browser: Browser) -> None:
    """Before any picture is there, each has its height; a tall one fits on the screen of a phone and of a desk."""

    def nothing(route: Route) -> None:
        route.abort()

    context = browser.new_context()
    context.route("**/*.webp", nothing)
    page = context.new_page()
    boxes = {}
    for name, width in (("squat", 360), ("squat", 1280), ("tall", 1280)):
        page.set_viewport_size({"width": width, "height": 720})
        page.goto((site / f"exercises/{name}.html").as_uri())
        found = [one.bounding_box() for one in page.locator(".picture img").all()]
        boxes[name, width] = [(round(box["width"]), round(box["height"])) for box in found if box]
    context.close()
    assert boxes == {
        ("squat", 360): [(328, 164), (328, 437)],
        ("squat", 1280): [(432, 216), (432, 576)],
        ("tall", 1280): [(432, 576)],
    }


def test_browsers_choose_and_print(site: Path, browser: Browser) -> None:
    """A small screen takes a small file, and each picture of a long page is on paper, seen or not."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto((site / "guides/all.html").as_uri())
    chosen = page.get_by_alt_text("A wide one").evaluate("image => image.currentSrc")
    assert "/wide-480." in chosen
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    context.close()
    printed = {cast(Image.Image, image.image).size for sheet in sheets for image in sheet.images}
    assert printed == {(480, 240), (60, 40), (360, 480), (50, 40)}


def test_problem_of_a_shared_picture(project: Path, run_cli: RunCli, write: Callable[..., Path]) -> None:
    """A torn picture that several texts show is reported once, where it is named first."""
    write("content/exercises/squat.png", saved(photograph(90, 60), "PNG")[:500])
    write("content/guides/more.md", "---\ntitle: More\n---\n![Again](../exercises/squat.png)\n")
    outcome = run_cli("check")
    assert outcome.code == 1
    assert outcome.err.count("error[") == 1
    assert re.search(
        r'squat\.md:\d+:11: error\[bad-image\]: "exercises/squat\.png" cannot be read', outcome.err
    )


def test_a_tower_of_a_picture_is_a_problem_when_it_is_checked(
    run_cli: RunCli, project: Path, write: Write
) -> None:
    """A picture so high that no size of it could be packed is reported at its line, by `check` already."""
    write("content/guides/tall.png", saved(Image.new("1", (100, 20_000)), "PNG"))
    write("content/guides/more.md", "---\ntitle: More\n---\n![A tower](tall.png)\n")
    outcome = run_cli("check")
    assert outcome.code == 1
    assert "content/guides/more.md:4:12: error[bad-image]: " in outcome.err
    assert "20 times as high as it is wide" in outcome.err


def test_progressive_pictures_have_fewer_pixels() -> None:
    """One that has to be held whole while it is built up may have half as many pixels as others, and few steps."""
    large = saved(Image.new("L", (9000, 9000)), "JPEG")
    assert images.measure("a.jpg", large) == Measured(9000, 9000, has_sizes=True)
    with pytest.raises(InvalidValueError, match="50 million"):
        images.measure("a.jpg", saved(Image.new("L", (9000, 9000)), "JPEG", progressive=True))
    stepped = saved(photograph(300, 200), "JPEG", progressive=True)
    assert images.measure("a.jpg", stepped) == Measured(300, 200, has_sizes=True)
    scans = (
        stepped[: stepped.rindex(b"\xff\xda")]
        + stepped[stepped.rindex(b"\xff\xda") : -2] * 20_000
        + b"\xff\xd9"
    )
    with pytest.raises(InvalidValueError, match="too many steps"):
        images.measure("a.jpg", scans)


@pytest.mark.parametrize(
    ("limit", "message"), [("time", "takes too long"), ("memory", "needs too much memory")]
)
def test_a_picture_over_its_limits_is_a_problem_and_the_site_stays(
    run_cli: RunCli, project: Path, monkeypatch: pytest.MonkeyPatch, limit: str, message: str
) -> None:
    """Also where making its sizes fails after checking: the problem is reported at the line, and nothing is written."""
    real = limited_process.call

    def call(function: str, *arguments: Any, limits: limited_child.Limits) -> Any:
        if function.endswith(":sizes"):
            raise limited_process.OverLimitError(limit)
        return real(function, *arguments, limits=limits)

    monkeypatch.setattr(limited_process, "call", call)
    outcome = run_cli("build", "--no-cache")
    assert outcome.code == 1
    assert re.search(rf"content/exercises/squat\.md:\d+:11: error\[bad-image\]: .*{message}", outcome.err)
    assert not (project / "site").exists() or not list((project / "site").glob("*.html"))
