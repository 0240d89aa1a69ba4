"""A running preview: the program in a process of its own, as an author starts it, for tests to write and look."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import urlsplit

from conftest import ROOT

PATIENCE = 60
"""Seconds that a test waits for what has to come; a busy machine takes its time."""


BUILT = r"(made|changed|removed) in [\d.]+ s$|(the preview stays as it was|there is nothing to show yet)$"
"""How the last line of each build ends."""


class Answer(NamedTuple):
    """What an address gave."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()


class Preview:
    """`build.py serve` in the folder *project*, with *words* behind it; any free port unless one is named."""

    def __init__(self, project: Path, *words: str | Path, **environment: str) -> None:
        self.project = project
        port = [] if "--port" in words else ["--port", "0"]
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "build.py", "serve", *port, *words],
            cwd=project,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        """What was printed to the terminal so far."""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = re.findall(r"http://[^ ]+/", self.printed_line(r" at http://.*\(Ctrl-C"))[0]
        self.port = urlsplit(self.address).port or 0
        self.printed_line(BUILT)

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip("\n"))

    def printed_line(self, pattern: str, after: int = 0) -> str:
        """Return the first line of the terminal from number *after* on that has *pattern*; waits for it."""
        return until(lambda: next((line for line in self.lines[after:] if re.search(pattern, line)), ""))

    @property
    def builds(self) -> int:
        """Return how many builds are over."""
        return sum(bool(re.search(BUILT, line)) for line in self.lines)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Return what *path* gives, sent letter for letter; underscores in names of headers are hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=sent)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def shows(self, path: str, text: str) -> bool:
        """Wait until the page at *path* has *text*."""
        return until(lambda: text in self.get(path).text)

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C, or another signal: the exit code."""
        self.process.send_signal(number)
        try:
            code = self.process.wait(PATIENCE)
        finally:
            self.process.kill()
        self._reader.join()
        return code


T = TypeVar("T")


def until(ask: Callable[[], T], patience: float = PATIENCE) -> T:
    """Return the first answer that is true; the last one when none comes within so many seconds."""
    latest = time.monotonic() + patience
    while not (answer := ask()) and time.monotonic() < latest:
        time.sleep(0.01)
    return answer
