"""What a page may load and do: the policy holds from a server and from a disk, and hosts get it too."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import sites
from conftest import RunCli, Write
from documents import document, html_files
from playwright.sync_api import Browser, ConsoleMessage

from cuecard.parse.video import PLAYERS, Video
from cuecard.site.csp import styles_in

META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')

INTRUDE = """async () => {
  const refused = [];
  document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
  const script = document.createElement("script");
  script.textContent = "window.hit = 1";
  document.head.append(script);
  document.body.setAttribute("onclick", "window.hit = 2");
  document.body.click();
  document.body.insertAdjacentHTML("beforeend", `<p style="color: red">x</p><img src="https://example.org/x.png">
    <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><iframe src="https://example.org/"></iframe>
    <video src="https://example.org/x.mp4"></video>`);
  await fetch("https://example.org/").catch(() => {});
  for (let tries = 0; tries < 100 && new Set(refused).size < 7; tries += 1) {
    await new Promise((go) => setTimeout(go, 20));
  }
  return [window.hit ?? 0, [...new Set(refused)].sort()];
}"""

STANDS = """() => [
  getComputedStyle(document.body).backgroundColor,
  document.querySelector("#filter")?.hidden ?? null,
  [...document.fonts].some((face) => face.status === "loaded"),
]"""


@pytest.fixture(scope="module", params=["server", "disk"])
def start(request: pytest.FixtureRequest, built_site: Path) -> Iterator[str]:
    """Provide the address of the shipped site, once from a server and once from a disk."""
    if request.param == "disk":
        yield f"{built_site.as_uri()}/"
    else:
        with sites.served(built_site) as address:
            yield address


def test_pages_work_and_nothing_else_gets_in(start: str, browser: Browser) -> None:
    """Style, type and scripts of our own work; scripts, styles and addresses that an intruder brings do not."""
    page = browser.new_page(color_scheme="light")
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    page.on("console", hear)
    page.goto(start + "index.html")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    assert page.evaluate(STANDS) == ["rgb(245, 244, 239)", False, True]
    assert complaints == []
    assert page.evaluate(INTRUDE) == [
        0,
        [
            "connect-src",
            "frame-src",
            "img-src",
            "media-src",
            "script-src-attr",
            "script-src-elem",
            "style-src-attr",
        ],
    ]
    page.goto(start + "404.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(245, 244, 239)"
    page.close()


def test_a_page_can_read_files_of_its_own_site(built_site: Path, browser: Browser) -> None:
    """What runs inside a page, such as a tool that audits it, reads `robots.txt`; both policies allow it."""
    assert "connect-src 'self'; " in (built_site / "_headers").read_text("utf-8")
    with sites.served(built_site) as start:
        page = browser.new_page()
        page.goto(start + "index.html")
        text = page.evaluate("async () => await (await fetch('/robots.txt')).text()")
        page.close()
    assert text.encode() == (built_site / "robots.txt").read_bytes()


def test_every_page_has_the_policy_before_all_that_loads(built_site: Path) -> None:
    """It is right behind the encoding, the same on each page, and lets no inline script in."""
    found = set()
    for path, file in html_files(built_site).items():
        head = next(iter(document(file).iter("{*}head")), None) or next(iter(document(file).iter("head")))
        assert [dict(element.attrib) for element in head][1].get("http-equiv") == "Content-Security-Policy", (
            path
        )
        (policy,) = META.findall(file.read_text("utf-8"))
        found.add(policy)
    (policy,) = found
    assert policy.startswith("default-src 'none'; script-src 'self' file:; ")
    assert "unsafe" not in policy
    assert "*" not in policy
    (style,) = styles_in((built_site / "404.html").read_text("utf-8"))
    assert f"style-src 'self' file: {style};" in policy


def test_the_error_page_has_the_colours_of_the_site(run_cli: RunCli, project: Path, browser: Browser) -> None:
    """It loads no style sheet, and its policy lets in the style for the theme as well."""
    settings = project / "content/site.yaml"
    settings.write_text(settings.read_text("utf-8") + '\ntheme: {accent: "#7a1f5c"}\n', encoding="utf-8")
    assert run_cli("build").code == 0
    page = browser.new_page()
    page.goto((project / "site/404.html").as_uri())
    assert (
        page.evaluate("getComputedStyle(document.querySelector('a')).backgroundColor") == "rgb(122, 31, 92)"
    )
    page.close()


@pytest.mark.parametrize("url", ["https://vimeo.com/123456", "https://youtu.be/abcdefghijk?t=9"])
def test_videos_that_play_in_the_page_may(url: str) -> None:
    """Each player's address is of a host that the policy names."""
    assert Video(url=url).player_url.startswith(tuple(f"{player}/" for player in PLAYERS))


def test_headers_for_hosts(run_cli: RunCli, project: Path) -> None:
    """`_headers` has the policy of the pages, and lets browsers keep for ever what is named by its bytes."""
    assert run_cli("build", "--base-url", "https://example.org/guide").code == 0
    (policy,) = META.findall((project / "site/index.html").read_text("utf-8"))
    lines = (project / "site/_headers").read_text("utf-8").splitlines()
    assert lines[1:] == [
        "/guide/*",
        f"  Content-Security-Policy: {policy}; frame-ancestors 'self'",
        "  X-Content-Type-Options: nosniff",
        "  Referrer-Policy: strict-origin-when-cross-origin",
        "  Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "/guide/assets/*",
        "  Cache-Control: public, max-age=31536000, immutable",
    ]


def test_where_all_html_is_let_through_there_is_no_policy(
    run_cli: RunCli, project: Path, write: Write
) -> None:
    """`--trust-raw-html` is for owners who embed what they know; a policy would take it away again."""
    assert run_cli("build", "--trust-raw-html").code == 0
    assert not META.search((project / "site/index.html").read_text("utf-8"))
    headers = (project / "site/_headers").read_text("utf-8").splitlines()
    assert headers[1:3] == ["/guide/*", "  Content-Security-Policy: frame-ancestors 'self'"]
