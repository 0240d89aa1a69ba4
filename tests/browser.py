"""The Chromium that the browser tests drive: where it is found, how it is started, how one is installed.

`python tests/browser.py` (which `make test` runs first) prints the path of a Chromium that starts, and
installs one where there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

VARIABLE = "CUECARD_CHROMIUM"
"""The environment variable that names the one to take, before all others."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DEBIAN = ("chromium", "libatomic1")  # the second for Playwright's own Node.js
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

_WITHOUT = (
    # Two pages of the browser's own, which it loads for each new window: they take ten times as long as ours.
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"),
    # What Playwright leaves out. It names them in the same option, of which a browser heeds the last one only.
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"),
    *("NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
)
"""Features of Chromium that are turned off."""

ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # a container's root has none; what is opened is our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(_WITHOUT)}",
)

NONE_FOUND = (
    "no Chromium was found and none could be installed: install chromium or google-chrome, "
    f"or name one in the environment variable {VARIABLE}"
)


ADD_STYLE = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
"""Gives a page a further style, as a reader's own settings do; its policy would not let a style element in."""


AT_REST = """() => new Promise(done => requestIdleCallback(() =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))))"""
"""Waits until a page has nothing left to do: what it was about to load or to run has begun by then."""


class NoChromium(Exception):  # noqa: N818 - it is what was found
    """There is no Chromium: the message says what to do."""


@cache
def find() -> Path | None:
    """Return the first Chromium that starts: the one in CUECARD_CHROMIUM, one on the PATH, Playwright's own.

    Raises:
        NoChromium: when CUECARD_CHROMIUM names one that does not start; another in its place would surprise.

    """
    if named := os.environ.get(VARIABLE):
        if not starts(Path(named)):
            raise NoChromium(f'{VARIABLE} is "{named}", which does not start')
        return Path(named)
    on_path = (Path(found) for name in _NAMES if (found := shutil.which(name)))
    return next((path for path in (*on_path, _MAC) if starts(path)), None) or _playwrights_own()


@contextmanager
def launched() -> Iterator[Browser]:
    """Provide a headless Chromium with a new profile, which Playwright makes for each launch and removes at the end.

    Raises:
        NoChromium: when there is none.

    """
    path = find()
    if path is None:
        raise NoChromium(NONE_FOUND)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def dark_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """Provide a page in a dark theme, with cookies of its own and these *options* of its context."""
    with browser.new_context(color_scheme="dark", **options) as context:
        yield context.new_page()


def install() -> None:
    """Install what is missing: Debian's Chromium where we may, else the build that Playwright offers."""
    if not install_from_debian(*_DEBIAN):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def install_from_debian(*packages: str) -> bool:
    """Install *packages* of Debian where we may; return whether that was done."""
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        command = ["apt-get", "-qq", *words]
        if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def starts(path: Path) -> bool:
    """Return whether it prints its version: Ubuntu's `chromium-browser`, for one, may only point to a snap."""
    try:
        result = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


def _driver_starts() -> bool:
    """Return whether Playwright itself does; where a library is missing, it says which."""
    return (
        subprocess.run(
            [sys.executable, "-m", "playwright", "--version"], stdout=subprocess.DEVNULL, check=False
        ).returncode
        == 0
    )


def _playwrights_own() -> Path | None:
    if not _driver_starts():
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if starts(path) else None


def main() -> int:
    """Print the path of a Chromium, after installing one if need be; 1 when none can be driven even so."""
    try:
        if find() is None or not _driver_starts():
            print("Setting up: installing a Chromium for the browser tests", flush=True)
            install()
            find.cache_clear()
        path = find()
    except NoChromium as none:
        print(none, file=sys.stderr)
        return 1
    if path is None:
        print(NONE_FOUND, file=sys.stderr)
        return 1
    if not _driver_starts():
        print("Playwright does not start; see the lines above", file=sys.stderr)
        return 1
    print(f"Browser tests use {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
