"""The Firefox that prints cards: where it is found, how it is driven, how one is installed.

Firefox is driven by its own protocol, Marionette, which needs no driver beside it. `python tests/firefox.py` (which
`make test` runs first) prints the path of a Firefox that starts, and installs one where there is none.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import browser as chromium

VARIABLE = "CUECARD_FIREFOX"
"""The environment variable that names the one to take, before all others."""

_NAMES = ("firefox-esr", "firefox")
_MAC = Path("/Applications/Firefox.app/Contents/MacOS/firefox")
_SECONDS = 90
"""In which it must have started."""

_SETTINGS = {
    "marionette.port": 0,  # any free one; it writes which
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "extensions.update.enabled": False,
}

NONE_FOUND = (
    "no Firefox was found and none could be installed: install firefox or firefox-esr, "
    f"or name one in the environment variable {VARIABLE}"
)

PAPERS = {"A4": (21.0, 29.7), "Letter": (21.59, 27.94)}
"""Centimetres."""


class NoFirefox(Exception):  # noqa: N818 - it is what was found
    """There is no Firefox: the message says what to do."""


@cache
def find() -> Path | None:
    """Return the first Firefox that starts: the one in CUECARD_FIREFOX, or one on the PATH.

    Raises:
        NoFirefox: when CUECARD_FIREFOX names one that does not start.

    """
    if named := os.environ.get(VARIABLE):
        if not chromium.starts(Path(named)):
            raise NoFirefox(f'{VARIABLE} is "{named}", which does not start')
        return Path(named)
    on_path = (Path(found) for name in _NAMES if (found := shutil.which(name)))
    return next((path for path in (*on_path, _MAC) if chromium.starts(path)), None)


class Firefox:
    """A window of a running Firefox."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._answers = connection.makefile("rb")
        self._number = 0
        self._read()  # which protocol it speaks
        self._call("WebDriver:NewSession", capabilities={})

    def goto(self, address: str) -> None:
        """Open a page, and wait until it is loaded."""
        self._call("WebDriver:Navigate", url=address)

    def pdf(self, paper: str) -> bytes:
        """Return the page printed on a paper, "A4" or "Letter", in its own size."""
        width, height = PAPERS[paper]
        margin = dict.fromkeys(("top", "bottom", "left", "right"), 0.85)
        size = {"width": width, "height": height}
        printed = self._call("WebDriver:Print", page=size, margin=margin, shrinkToFit=False)
        return base64.b64decode(printed["value"])

    def quit(self) -> None:
        """End it."""
        self._call("Marionette:Quit", flags=["eForceQuit"])

    def _call(self, name: str, **parameters: Any) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._read()
        assert error is None, f"{name}: {error}"
        return result

    def _read(self) -> Any:
        length = b""
        while (char := self._answers.read(1)) != b":":
            assert char, "Firefox has ended"
            length += char
        return json.loads(self._answers.read(int(length)))


@contextmanager
def launched(least: int = 0) -> Iterator[Firefox]:
    """Provide a headless Firefox with a new profile, in which no type is shown below *least* pixels.

    Raises:
        NoFirefox: when there is none.

    """
    path = find()
    if path is None:
        raise NoFirefox(NONE_FOUND)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = {**_SETTINGS, "font.minimum-size.x-western": least}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in settings.items()]
        Path(folder, "user.js").write_text("\n".join(lines), "utf-8")
        words = [str(path), "--headless", "--marionette", "--no-remote", "--profile", folder]
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with socket.create_connection(("127.0.0.1", _port(process, Path(folder)))) as connection:
                firefox = Firefox(connection)
                yield firefox
                firefox.quit()
                process.wait(_SECONDS)
        finally:
            process.kill()
            process.wait()


def _port(process: subprocess.Popen[bytes], folder: Path) -> int:
    """Return the port that a Firefox listens at, as it writes it into its profile."""
    file, end = folder / "MarionetteActivePort", time.monotonic() + _SECONDS
    while not (file.is_file() and file.read_text("utf-8").strip()):
        if process.poll() is not None or time.monotonic() > end:
            raise NoFirefox(f"{process.args} does not start; try it by hand")  # type: ignore[str-bytes-safe]
        time.sleep(0.05)
    return int(file.read_text("utf-8"))


def main() -> int:
    """Print the path of a Firefox, after installing one if need be; 1 when there is none even so."""
    try:
        if find() is None:
            print("Setting up: installing a Firefox for the tests of printed cards", flush=True)
            chromium.install_from_debian("firefox-esr")
            find.cache_clear()
        path = find()
    except NoFirefox as none:
        print(none, file=sys.stderr)
        return 1
    if path is None:
        print(NONE_FOUND, file=sys.stderr)
        return 1
    print(f"Tests of printed cards also use {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
