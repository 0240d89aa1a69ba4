"""The site in a real Chromium: both widths and themes, keyboard, zoom, videos, no script, no network."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit
from weakref import WeakKeyDictionary

import documents
import pytest
import sites
from axe_playwright_python.sync_playwright import Axe
from browser import ADD_STYLE, AT_REST
from conftest import SOAK
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request

PHONE, DESK = 360, 1280
TALL = 5000
"""High enough for all of a page to be on the screen, as nothing below it is painted, nor seen by axe."""

SHIPPED = {
    "home": "index.html",
    "exercise": "exercises/banded-squat.html",
    "routine": "routines/knee-strength.html",
    "guide": "guides/knee-strength-for-runners.html",
    "muscle": "muscles/glutes.html",
    "muscles": "muscles/index.html",
    "equipment": "equipment/loop-band.html",
    "card": "cards/knee-strength.html",
    "not found": "404.html",
}
"""One page of each kind."""

EVERYTHING = {
    "full exercise": "exercises/everything.html",
    "exercise with our film": "exercises/local.html",
    "full routine": "routines/everything.html",
    "full guide": "guides/everything.html",
    "full card": "cards/everything.html",
}
"""Pages of the project that uses each feature."""

ALL = {**SHIPPED, **EVERYTHING}

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHARES = 4
"""In how many tests every other page is looked at, so that they can run beside one another."""

AXE: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and off by default
    "resultTypes": ["violations"],
    "preload": False,  # else it fetches style sheets again, which a browser refuses from a disk
}
AXE_BUT_CONTRAST = AXE | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
"""For pages whose kind was looked at in full: their colours are the same, and are two thirds of axe's time."""

HELD_STILL = """addEventListener("DOMContentLoaded", () => {
  for (const drawing of document.querySelectorAll("svg.moving")) drawing.pauseAnimations();
})"""
"""Stops moving drawings, which keep a processor busy and are not looked at here; `test_movement` sees them move."""


@pytest.fixture(scope="module")
def file_of(built_site: Path, everything: Path) -> Callable[[str], Path]:
    """Return the file of a page by its name in ALL."""
    return lambda name: built_site / SHIPPED[name] if name in SHIPPED else everything / EVERYTHING[name]


@pytest.fixture(scope="module")
def in_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return a context with these options, created once; nothing but files and this machine can be reached."""
    results: dict[str, BrowserContext] = {}

    def context(**options: Any) -> BrowserContext:
        key = repr(sorted(options.items()))
        if key not in results:
            results[key] = browser.new_context(**options)
            results[key].route(is_far, lambda route: route.abort())
            if options.get("java_script_enabled", True):
                results[key].add_init_script(HELD_STILL)
        return results[key]

    yield context
    for one in results.values():
        one.close()


InContext = Callable[..., BrowserContext]
FileOf = Callable[[str], Path]


def is_far(address: str) -> bool:
    """Return whether an address is on another machine."""
    parts = urlsplit(address)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1"


def is_lost(request: Request) -> bool:
    """Return whether a request came to nothing, other than by the reader's going on to the next page."""
    return "ERR_ABORTED" not in (request.failure or "")


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """Return the page of a context, and a list that grows with everything that should not happen while it is open.

    A context has one page, which goes on to the next test: to make another takes longer than to show what is in it.
    """
    page = context.pages[0] if context.pages else _watched(context.new_page())
    if urldefrag(page.url)[0].partition("?")[0] == address.partition("?")[0]:
        page.goto("about:blank")  # else what was typed or opened there may still be so
    log: list[str] = []
    _logs[page] = log
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return page, log


_logs: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()
"""What happened that should not, by page: the list of the test that has it now."""


def _watched(page: Page) -> Page:
    def report(line: str) -> None:
        _logs.get(page, []).append(line)

    page.on("request", lambda request: report(f"asks for {request.url}") if is_far(request.url) else None)
    page.on("requestfailed", lambda request: report(f"failed {request.url}") if is_lost(request) else None)
    page.on("response", lambda got: report(f"{got.status} {got.url}") if got.status >= 400 else None)
    page.on("console", lambda line: report(f"console: {line.text}"))
    page.on("pageerror", lambda error: report(f"error: {error}"))
    return page


def screen(width: int, height: int = TALL) -> dict[str, int]:
    """Return a viewport."""
    return {"width": width, "height": height}


WRONG_SIDE = """() => [
  ".steps .number + *", ".entry-head .number + *", ".rows .still + *", ".stop-line .mark + *", ".site-title + *",
  ".stairs > .this + .neighbour", ".frames > li + li",
].flatMap((selector) => [...document.querySelectorAll(selector)].filter((next) => next.checkVisibility()
  && next.previousElementSibling.getBoundingClientRect().left < next.getBoundingClientRect().right - 1
).map(() => selector))"""
"""What is not to the left of what comes before it."""

OVERFLOW = """() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
  for (const element of document.body.querySelectorAll("*")) {
    if (element.closest(".scroller, pre, .visually-hidden, .skip, svg")) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > innerWidth + 0.5 || box.left < -0.5))
      found.push(element.tagName + "." + element.className + " reaches " + Math.round(box.right));
    const style = getComputedStyle(element);
    if (element.innerText && /hidden|clip/.test(style.overflowX + style.overflowY)
        && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1))
      found.push(element.tagName + "." + element.className + " cuts its text");
  }
  return found;
}"""


def violations(page: Page, options: dict[str, Any] = AXE) -> list[str]:
    """Return what axe finds, a line each."""
    response = Axe().run(page, options=options).response
    return [
        f"{one['id']} ({', '.join(tag for tag in one['tags'] if tag in TAGS)}): {node['target']} {node['html'][:120]}"
        for one in response["violations"]
        for node in one["nodes"]
    ]


# --- every page, wide and narrow, light and dark --------------------------------------------------


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        *(
            (name, width, scheme)
            for name in SHIPPED
            for width in (PHONE, DESK)
            for scheme in ("light", "dark")
        ),
        *((name, *screen) for name in EVERYTHING for screen in ((PHONE, "light"), (DESK, "dark"))),
    ],
)
def test_page(in_context: InContext, file_of: FileOf, name: str, width: int, scheme: str) -> None:
    """One page of each kind: nothing sticks out, axe finds nothing, nobody else is asked, the console is empty."""
    context = in_context(viewport=screen(width), color_scheme=scheme)
    page, log = opened(context, file_of(name).as_uri())
    faults = page.evaluate(OVERFLOW) + violations(page) + log
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every(n => n < 60)")
    assert faults == []
    assert dark == (scheme == "dark")


@pytest.mark.parametrize("share", range(SHARES))
def test_every_other_page(in_context: InContext, built_site: Path, share: int) -> None:
    """Other pages of the shipped site, on a phone, are as sound as those of their kinds above.

    Of them nothing sticks out and the console is empty; axe looks at each third. Of exercises, muscles and equipment
    each eighth page is opened, as they are of one form; with `make soak` all are, by axe too.
    """
    rest = [path for path in documents.whole_pages(built_site) if path not in SHIPPED.values()]
    if not SOAK:
        alike = [path for path in rest if path.startswith(("exercises/", "muscles/", "equipment/"))]
        rest = [path for path in rest if path not in alike or path in alike[::8]]
    page, log = opened(in_context(viewport=screen(PHONE), color_scheme="light"), "about:blank")
    faults = {}
    for n, path in enumerate(rest[share::SHARES]):
        page.goto((built_site / path).as_uri())
        page.evaluate("document.fonts.ready")
        seen_by_axe = violations(page, AXE_BUT_CONTRAST) if SOAK or n % 3 == 0 else []
        if found := page.evaluate(OVERFLOW) + seen_by_axe + log:
            faults[path] = found
        log.clear()
    assert faults == {}


@pytest.mark.parametrize("name", ["home", "exercise", "guide", "routine"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours(in_context: InContext, file_of: FileOf, name: str, scheme: str) -> None:
    """With colours forced by the reader, pages work, axe finds nothing, and marks and numbers are still seen."""
    context = in_context(viewport=screen(PHONE), forced_colors="active", color_scheme=scheme)
    page, log = opened(context, file_of(name).as_uri())
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    for button in page.locator(".button").all()[:1]:
        shown = Image.open(io.BytesIO(button.screenshot())).convert("L")
        words = shown.crop((shown.width // 4, shown.height // 4, 3 * shown.width // 4, 3 * shown.height // 4))
        assert words.getextrema()[1] - words.getextrema()[0] > 150, "the words of the button are seen"  # type: ignore[operator]
    faults = page.evaluate(OVERFLOW) + violations(page) + log
    assert faults == []
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_served_from_a_subfolder(in_context: InContext, built_site: Path, tmp_path: Path) -> None:
    """Under a subfolder of a server, pages look as they do from a disk: style, type, scripts, nothing missing."""
    shutil.copytree(built_site, tmp_path / "sub" / "folder")
    context = in_context(viewport=screen(DESK))
    with sites.served(tmp_path) as address:
        for name in ("home", "exercise", "routine", "muscles", "card", "not found"):
            page, log = opened(context, f"{address}sub/folder/{SHIPPED[name]}")
            assert log == [], name
            if name != "not found":
                assert page.evaluate("document.fonts.check('16px \"Atkinson Hyperlegible\"')"), name
                assert page.evaluate("[...document.fonts].some(face => face.status === 'loaded')"), name
            page.locator("a").first.evaluate("element => element.focus()")
        page, log = opened(context, f"{address}sub/folder/exercises/banded-squat.html")
        page.get_by_role("link", name="Routines", exact=True).click()
        page.wait_for_url(f"{address}sub/folder/index.html#routines")
        page.evaluate("document.fonts.ready")
        page.locator("#exercises").get_by_role("link", name="Banded squat", exact=True).click()
        page.wait_for_url(f"{address}sub/folder/exercises/banded-squat.html")
        assert log == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_right_to_left(in_context: InContext, right_to_left: Path, width: int) -> None:
    """In Arabic pages begin at the right: nothing sticks out, numbers, marks and figures are before their words, and a
    range in Arabic words reads from low to high, from the right.
    """
    context = in_context(viewport=screen(width))
    faults = {}
    for path in documents.whole_pages(right_to_left):
        page, log = opened(context, (right_to_left / path).as_uri())
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        if found := page.evaluate(OVERFLOW) + page.evaluate(WRONG_SIDE) + log:
            faults[path] = found
    assert faults == {}
    page, _ = opened(context, (right_to_left / "exercises/chair.html").as_uri())
    places = page.evaluate(
        """() => {
          const text = document.querySelector(".pain .range").firstChild, range = document.createRange();
          return ["0", "3"].map((digit) => {
            const at = text.data.indexOf(digit);
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return range.getBoundingClientRect().left;
          });
        }"""
    )
    assert places[0] > places[1]


def test_dark_and_light_differ_only_in_colour(in_context: InContext, file_of: FileOf) -> None:
    """The theme moves nothing."""
    boxes = []
    for scheme in ("light", "dark"):
        page, _ = opened(
            in_context(viewport=screen(PHONE), color_scheme=scheme), file_of("exercise").as_uri()
        )
        boxes.append(
            page.evaluate(
                "[...document.querySelectorAll('main *')].map(e => JSON.stringify(e.getBoundingClientRect()))"
            )
        )
    assert boxes[0] == boxes[1]


# --- without JavaScript ---------------------------------------------------------------------------


def test_without_javascript(in_context: InContext, built_site: Path, file_of: FileOf) -> None:
    """Without JavaScript the whole list is there, the filter does not, terms are linked, a video is a link."""
    context = in_context(java_script_enabled=False, viewport=screen(DESK))
    page, log = opened(context, file_of("home").as_uri())
    rows = page.locator(".found-list .rows > li")
    assert rows.count() == len(list((built_site / "exercises").glob("*.html"))) - redirects(built_site)
    assert all(row.is_visible() for row in rows.all())
    assert page.locator("#filter").is_hidden()
    assert page.get_by_role("link", name="muscle", exact=True).is_visible()
    assert page.get_by_role("link", name="equipment", exact=True).is_visible()
    page, _ = opened(context, file_of("routine").as_uri())
    video = page.locator("#video a")
    assert video.is_visible()
    assert video.get_attribute("href") == "https://vimeo.com/694769509"
    assert log == []


def redirects(site: Path) -> int:
    """Return how many old addresses of exercises lead on."""
    pages = (documents.document(file) for file in (site / "exercises").glob("*.html"))
    return sum(documents.is_redirect(root) for root in pages)


# --- keyboard -------------------------------------------------------------------------------------

FOCUSED = """async () => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const isSeen = ({top, bottom, left, right}) =>
    bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  // Rows above are laid out as they come near the screen, and the browser puts back what they have moved.
  for (let frame = 0; frame < 60 && !isSeen(element.getBoundingClientRect()); frame++)
    await new Promise(requestAnimationFrame);
  const box = element.getBoundingClientRect();
  // A shape of a drawing has no outline of its own form; the outer half of its line stands round it.
  const ring = element.ownerSVGElement && getComputedStyle(element.querySelector("path")).strokeWidth;
  element.dataset.seen = Number(element.dataset.seen || 0) + 1;
  return {
    name: (element.getAttribute("aria-label") || element.innerText || element.name || element.textContent).trim(),
    tag: element.tagName, kind: element.className, top: box.top + scrollY, left: box.left, bottom: box.bottom,
    outline: ring ? parseFloat(ring) / 2 * element.getScreenCTM().a
      : style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    colour: style.outlineColor,
    climbs: element.closest(".stairs") !== null,
    seen: isSeen(box),
    again: Number(element.dataset.seen) > 1
  };
}"""


def calm(in_context: InContext, width: int) -> BrowserContext:
    """Return a context in which scrolling is at once, so that where a thing is can be asked."""
    return in_context(viewport=screen(width, 800), reduced_motion="reduce")


def tabbed(page: Page) -> list[dict[str, Any]]:
    """Return everything that Tab reaches, from the top to the end."""
    stops: list[dict[str, Any]] = []
    for _ in range(200):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None or stop["again"]:
            return stops
        stops.append(stop)
    raise AssertionError("Tab finds no end")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", ["exercise", "guide", "home", "routine", "full exercise", "muscles", "card"])
def test_keyboard(in_context: InContext, file_of: FileOf, name: str, width: int) -> None:
    """Tab reaches the skip link, the site's name, the navigation, then all else, each seen with its focus."""
    page, _ = opened(calm(in_context, width), file_of(name).as_uri())
    stops = tabbed(page)
    title = page.locator(".site-title").inner_text()
    navigation = ["Exercises", "Routines", "Guides", "Muscles", "Equipment"] if width == DESK else ["Menu"]
    first = ["Skip to the content", title, *navigation]
    assert [stop["name"] for stop in stops[: len(first)]] == first
    faint = [stop["name"] for stop in stops if stop["outline"] < 2]
    assert faint == []
    unseen = [stop["name"] for stop in stops if not stop["seen"]]
    assert unseen == []
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, select, summary, video[controls], [tabindex=\"0\"]')]"
        ".filter(e => e.checkVisibility({contentVisibilityAuto: false}) && !e.dataset.seen)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert wanted == []


@pytest.mark.parametrize("name", ["exercise", "guide", "home", "routine", "full exercise"])
def test_keyboard_follows_the_eye(in_context: InContext, file_of: FileOf, name: str) -> None:
    """On a phone, where all stands in one column, Tab goes down the page, never up; on the stairs, or right."""
    page, _ = opened(calm(in_context, PHONE), file_of(name).as_uri())
    stops = [stop for stop in tabbed(page) if stop["kind"] != "skip"]
    back = [
        f"{one['name']} at {one['top']:.0f}, then {other['name']} at {other['top']:.0f}"
        for one, other in pairwise(stops)
        if other["top"] < one["top"] - 40
        and not (one["climbs"] and other["climbs"] and other["left"] > one["left"])
    ]
    assert back == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_stairs_go_up(in_context: InContext, file_of: FileOf, width: int) -> None:
    """Each tread is further right than the one before and higher, all steps stand on one floor, nothing is squeezed."""
    page, _ = opened(in_context(viewport=screen(width)), file_of("exercise").as_uri())
    steps = page.evaluate(
        """(all) => [...document.querySelectorAll(
          all ? ".stairs > li:not(.change)" : ".stairs > :is(.this, .neighbour)"
        )].map(step => {
          const tread = step.querySelector(".label").getBoundingClientRect(), box = step.getBoundingClientRect();
          return [tread.left, tread.top, box.bottom, box.width];
        })""",
        width == DESK,
    )
    assert len(steps) > (4 if width == DESK else 2)
    for (left, top, bottom, _), (next_left, next_top, next_bottom, _) in pairwise(steps):
        assert next_left > left
        assert next_top < top - 10
        assert abs(next_bottom - bottom) < 1
    assert min(room for *_, room in steps) > 90


def test_the_menu_opens_without_a_script(in_context: InContext, file_of: FileOf) -> None:
    """On a phone the navigation opens below the head, and leads on; no script is needed for it."""
    context = in_context(java_script_enabled=False, viewport=screen(PHONE, 740))
    page, _ = opened(context, file_of("exercise").as_uri())
    link = page.get_by_role("link", name="Routines", exact=True)
    assert link.is_hidden()
    page.get_by_role("button", name="Menu").click()
    assert link.is_visible()
    link.click()
    page.wait_for_url("**/index.html#routines")


def test_skip_link(in_context: InContext, file_of: FileOf) -> None:
    """The skip link shows when focused, and leads past the navigation."""
    page, _ = opened(in_context(viewport=screen(PHONE, 800)), file_of("exercise").as_uri())
    assert page.locator(".skip").bounding_box()["y"] < 0  # type: ignore[index]
    page.keyboard.press("Tab")
    assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'main'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_steps_can_be_linked_to(in_context: InContext, file_of: FileOf) -> None:
    """A step's number leads to the step: the address says it, and it is marked and in sight."""
    page, _ = opened(calm(in_context, PHONE), file_of("exercise").as_uri())
    page.get_by_role("link", name="Link to step 3").click()
    page.wait_for_url("**#step-3")
    page.mouse.move(0, 0)
    page.goto(file_of("exercise").as_uri() + "#step-4")
    page.wait_for_function(
        """() => {
          const step = document.querySelector("#step-4:target")?.getBoundingClientRect();
          return step && step.top >= 0 && step.bottom <= innerHeight;
        }"""
    )
    colours = page.evaluate(
        "['#step-3', '#step-4'].map(id => getComputedStyle(document.querySelector(id + ' .number')).backgroundColor)"
    )
    assert colours[0] != colours[1]


# --- sizes ----------------------------------------------------------------------------------------

LARGE = (
    ".site-head a, .button, button, .steps .number, .filter input, .filter select, "
    ".film .still, .card-link a, .up a"
)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", ["home", "exercise", "routine", "guide", "muscle", "card"])
def test_large_targets(in_context: InContext, file_of: FileOf, name: str, width: int) -> None:
    """Navigation, buttons, numbers of steps and fields are 44 px high at least, and not too narrow to hit."""
    page, _ = opened(in_context(viewport=screen(width)), file_of(name).as_uri())
    if name == "home":
        page.locator("#q").fill("squat")
    small = page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility())
        .map(e => [e.textContent.trim() || e.name, e.getBoundingClientRect()])
        .filter(([name, box]) => box.height < 44 || box.width < 24)
        .map(([name, box]) => `${name}: ${box.width.toFixed()} x ${box.height.toFixed()}`)""",
        LARGE,
    )
    assert small == []


@pytest.mark.parametrize("name", ["home", "exercise", "routine", "guide", "muscle", "card", "full exercise"])
@pytest.mark.parametrize("how", ["320 px", "200% text", "text spacing"])
def test_nothing_lost_when_enlarged(in_context: InContext, file_of: FileOf, name: str, how: str) -> None:
    """At 320 px, with text twice as large, and with text spaced out (WCAG 1.4.4, .10, .12) nothing is cut."""
    width = {"320 px": 320, "200% text": 640, "text spacing": PHONE}[how]
    page, _ = opened(in_context(viewport=screen(width)), file_of(name).as_uri())
    if how == "200% text":
        page.evaluate(ADD_STYLE, "html { font-size: 200% }")
    if how == "text spacing":
        page.evaluate(
            ADD_STYLE,
            "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
            " word-spacing: 0.16em !important } p { margin-bottom: 2em !important }",
        )
    assert page.evaluate(OVERFLOW) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_lines_are_short(in_context: InContext, file_of: FileOf, width: int) -> None:
    """Running text is at least 18 px with a line height near 1.5, and a line has at most about 75 characters."""
    page, _ = opened(in_context(viewport=screen(width)), file_of("guide").as_uri())
    widths = page.evaluate(
        """() => [...document.querySelectorAll('.prose > p')].map(p => {
          const style = getComputedStyle(p), range = document.createRange();
          range.selectNodeContents(p);
          const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top))).size;
          return [parseFloat(style.fontSize), parseFloat(style.lineHeight) / parseFloat(style.fontSize),
                  p.innerText.length, lines];
        })"""
    )
    assert widths
    assert all(size >= 18 and 1.45 <= height <= 1.65 for size, height, _, _ in widths)
    long = [length / lines for _, _, length, lines in widths if lines > 3]
    assert max(long) <= 75


def test_first_screen_of_an_exercise(in_context: InContext, file_of: FileOf) -> None:
    """On a phone the first screen holds name, figure, dose, who should not start, the start and the first step."""
    page, _ = opened(in_context(viewport=screen(PHONE, 740)), file_of("exercise").as_uri())
    for selector in ("h1", ".movement", ".dose", ".before-you-start", "#start", "#step-1"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 740, selector


def test_one_screen_of_a_desk(in_context: InContext, file_of: FileOf) -> None:
    """On a desk figure, dose, map and all steps are on one screen."""
    page, _ = opened(in_context(viewport=screen(DESK, 800)), file_of("exercise").as_uri())
    for selector in (".movement", ".dose", ".muscle-map", "#steps"):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 800, selector


def test_keyboard_on_the_muscle_map(in_context: InContext, file_of: FileOf) -> None:
    """Each muscle is one stop; the one in focus has a ring and shows its name, and Enter opens its page."""
    page, _ = opened(in_context(viewport=screen(PHONE, 900)), file_of("muscles").as_uri())
    links = page.locator(".muscle-map a")
    links.first.focus()
    names = []
    for _ in range(links.count()):
        names.append(page.evaluate("document.activeElement.textContent"))
        ring, name, elsewhere = page.evaluate(
            """() => {
              const now = document.activeElement;
              const other = now.nextElementSibling ?? now.previousElementSibling;
              const look = (element) => ["stroke", "strokeWidth", "fill"].map((key) => getComputedStyle(element)[key]);
              return [look(now.querySelector("path")), getComputedStyle(now.querySelector("text")).opacity,
                look(other.querySelector("path"))];
            }"""
        )
        assert ring != elsewhere
        assert name == "1"
        page.keyboard.press("Tab")
    assert len(set(names)) == len(names) > 10
    assert (
        page.get_by_role("group", name="Map of the muscles").get_by_role("link").all_text_contents() == names
    )
    page.get_by_role("group").get_by_role("link", name="Buttocks").press("Enter")
    page.wait_for_url("**/muscles/glutes.html")


# --- motion ---------------------------------------------------------------------------------------


def test_no_motion_when_none_is_wanted(in_context: InContext, file_of: FileOf) -> None:
    """Readers who want less motion get none: no smooth scrolling, no transition, no animation."""
    page, _ = opened(
        in_context(reduced_motion="reduce", viewport=screen(PHONE)), file_of("exercise").as_uri()
    )
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e => {
          const style = getComputedStyle(e);
          return style.animationName !== 'none' || style.transitionDuration.split(', ').some(t => parseFloat(t) > 0);
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []


# --- videos ----------------------------------------------------------------------------------------

VIMEO = "https://player.vimeo.com/video/694769509?dnt=1"


def asked(page: Page) -> list[str]:
    """Return a list that grows with each address on another machine that the page asks for."""
    found: list[str] = []
    page.context.on("request", lambda request: found.append(request.url) if is_far(request.url) else None)
    return found


@pytest.fixture
def video_page(browser: Browser, built_site: Path) -> Iterator[tuple[Page, list[str]]]:
    """Provide the routine's page with its video, and what is asked of other machines, which cannot be reached."""
    context = browser.new_context(viewport={"width": PHONE, "height": 800})
    context.route(is_far, lambda route: route.abort())
    page = context.new_page()
    found = asked(page)
    page.goto((built_site / SHIPPED["routine"]).as_uri())
    yield page, found
    context.close()


@pytest.mark.parametrize("how", ["click", "Enter"])
def test_video_on_demand(video_page: tuple[Page, list[str]], how: str) -> None:
    """Nothing is asked of Vimeo until the video is clicked, or Enter pressed on it; then its player is."""
    page, found = video_page
    still = page.locator("a[data-player]")
    still.scroll_into_view_if_needed()
    page.evaluate(AT_REST)
    assert found == []
    with page.expect_request(lambda request: request.url.startswith(VIMEO)):
        if how == "click":
            still.click()
        else:
            still.focus()
            page.keyboard.press("Enter")
    frame = page.locator("#video iframe")
    frame.wait_for()
    assert (frame.get_attribute("src") or "").startswith(VIMEO)
    assert frame.get_attribute("title")
    assert "autoplay" in (frame.get_attribute("allow") or "")
    assert page.locator("a[data-player]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "IFRAME"
    page.evaluate(AT_REST)
    assert found
    assert all(address.startswith("https://player.vimeo.com/") for address in found)
    assert page.url.endswith("routines/knee-strength.html")


@pytest.mark.parametrize("how", ["Control", "Shift", "Meta", "middle"])
def test_video_in_a_new_tab(video_page: tuple[Page, list[str]], how: str) -> None:
    """Ctrl, Shift or Meta with the click, or the middle button, mean what they mean on any link."""
    page, _ = video_page
    page.evaluate(
        "for (const kind of ['click', 'auxclick']) addEventListener(kind, event => {"
        " window.taken = event.defaultPrevented; event.preventDefault(); })"
    )
    if how == "middle":
        page.locator("a[data-player]").click(button="middle")
    else:
        page.locator("a[data-player]").click(modifiers=[how])  # type: ignore[list-item]
    assert page.evaluate("window.taken") is False
    assert page.locator("a[data-player]").count() == 1
    assert page.locator("iframe").count() == 0


def test_youtube_with_start(browser: Browser, everything: Path) -> None:
    """A YouTube video comes from the host without cookies, and starts where it should."""
    context = browser.new_context()
    context.route(is_far, lambda route: route.abort())
    page = context.new_page()
    found = asked(page)
    page.goto((everything / "exercises/youtube.html").as_uri())
    assert found == []
    page.locator("a[data-player]").click()
    source = urlsplit(page.locator("iframe").get_attribute("src") or "")
    assert (source.hostname, source.path) == ("www.youtube-nocookie.com", "/embed/dQw4w9WgXcQ")
    assert "start=70" in source.query.split("&")
    assert "youtu.be/dQw4w9WgXcQ?t=70" in (page.locator("#video .on-paper").text_content() or "")
    context.close()


def test_video_of_our_own(in_context: InContext, everything: Path) -> None:
    """A video beside the text is in the page with controls and a name, and is not loaded until played."""
    page, log = opened(in_context(viewport=screen(PHONE)), (everything / "exercises/local.html").as_uri())
    video = page.locator("video")
    assert video.get_attribute("controls") is not None
    assert video.get_attribute("autoplay") is None
    assert video.get_attribute("preload") == "none"
    assert video.get_attribute("aria-label") == "Our film"
    assert (video.get_attribute("src") or "").endswith(".mp4#t=5")
    assert page.locator("script[src]").count() == 0
    assert log == []


def test_video_elsewhere(in_context: InContext, everything: Path) -> None:
    """A video on a site that we do not know is a plain link, and says that it leads away."""
    page, log = opened(in_context(viewport=screen(PHONE)), (everything / "exercises/elsewhere.html").as_uri())
    link = page.locator("#video a")
    assert link.get_attribute("href") == "https://films.example.org/watch/1"
    assert link.get_attribute("data-player") is None
    assert "another site" in link.inner_text()
    assert log == []
