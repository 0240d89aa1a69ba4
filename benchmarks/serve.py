"""Measure how soon a save can be read over HTTP: `python benchmarks/serve.py [EXERCISES] [ROUNDS]`.

The time is from writing a file until the preview serves the new bytes, which are requested every 2 ms: for a change of
a body, and for a change of a title, which other pages have too. With Hugo on the PATH, or named in CUECARD_HUGO, its
`hugo server` is measured in the same way after ours: if both ran, each would take memory and caches from the other.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parent.parent
AIMS = {1000: (60, 150), 10_000: (200, 600)}
"""Milliseconds for a body and for a title, by the number of exercises."""
PAUSE = 0.3
"""Seconds between two saves, like the pause of an author; saves that follow at once are not measured."""


@dataclass(frozen=True)
class Server:
    """A running preview."""

    name: str
    port: int
    file: Path
    """The text that is saved."""
    page: str
    """Its URL."""
    other: str
    """The URL of a page that names it."""

    def after(self, text: str, mark: str, *pages: str) -> float:
        """Return the milliseconds from saving *text* until all of *pages* have *mark*."""
        self.file.write_text(text, encoding="utf-8")
        started = time.perf_counter()
        for page in pages:
            while mark not in self.get(page):
                time.sleep(0.002)
        return (time.perf_counter() - started) * 1000

    def get(self, path: str) -> str:
        """Return the page at *path*."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()


@contextmanager
def running(command: list[str], cwd: Path, ready: str) -> Iterator[int]:
    """Run *command*, and provide the port that it prints in a line before or with *ready*."""
    with subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=cwd, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        port = 0
        try:
            for line in process.stdout or ():
                if found := re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)", line):
                    port = int(found[1])
                if port and re.search(ready, line):
                    break
            yield port
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def measure(server: Server, rounds: int, number: int) -> bool:
    """Print a row for each kind of change; return whether ours is above an aim."""
    slow = False
    original = server.file.read_text(encoding="utf-8")
    for kind, aim in zip(("body", "title"), AIMS.get(number, (0, 0)), strict=True):
        times: list[float] = []
        for n in range(rounds + 1):
            mark = f"Mark{kind}{n}x"
            if kind == "body":
                text, pages = f"{original}\n{mark}.\n", [server.page]
            else:
                text = re.sub(r'^title: "?([^"\n]+)"?', rf'title: "\1 {mark}"', original, flags=re.M)
                pages = [server.page, server.other]
            times.append(server.after(text, mark, *pages))
            time.sleep(PAUSE)
        middle, best = statistics.median(times[1:]), min(times[1:])  # the first warms up
        suffix = f", aim {aim} ms" if aim and server.name == "Cuecard" else ""
        print(
            f"{number:6} exercises, {kind:5} {server.name:8} median {middle:5.0f} ms, best {best:4.0f} ms{suffix}"
        )
        slow = slow or bool(server.name == "Cuecard" and aim and middle > aim)
    return slow


def main() -> int:
    """Print the times; return 1 if one of ours is above its aim."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    hugo = os.environ.get("CUECARD_HUGO") or shutil.which("hugo")
    made = corpus.make(number)
    slug = made.exercises[number // 2].slug
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "cuecard"), Path(folder, "hugo")
        corpus.for_cuecard(made, ours)
        file = ours / "content" / "exercises" / f"{slug}.md"
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--port", "0"]
        with running(command, ours, "files made in") as port:
            is_slow = measure(Server("Cuecard", port, file, f"/exercises/{slug}.html", "/"), rounds, number)
        if hugo:
            corpus.for_hugo(made, theirs)
            file = theirs / "content" / "exercises" / f"{slug}.md"
            command = [hugo, "server", "--port", str(free_port()), "--disableLiveReload", "--renderToMemory"]
            with running(command, theirs, "Web Server is available") as port:
                measure(Server("Hugo", port, file, f"/exercises/{slug}/", "/"), rounds, number)
        return is_slow


if __name__ == "__main__":
    sys.exit(main())
