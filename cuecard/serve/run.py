"""The preview from its start to its end: a watcher, a builder and a server, and a folder that goes with them."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from cuecard.core.build_options import Options, builtin_templates
from cuecard.serve import routes
from cuecard.serve.build_thread import Build, Changes, Worker
from cuecard.serve.builder import Builder, RevisingBuilder
from cuecard.serve.preview import Preview
from cuecard.serve.server import listen
from cuecard.serve.watcher import Watcher


class PreviewUrl(Struct, frozen=True):
    """Where the preview is to be had."""

    address: str
    """For this machine, such as `http://127.0.0.1:8000/`."""
    for_others: str
    """For other machines of the network; empty when they cannot reach it, or it is not known."""
    is_open: bool
    """Whether other machines can reach it."""
    port: int
    """It may not be the one that was asked for."""


class ListenAddress(Struct, frozen=True):
    """Where readers are to come in."""

    host: str = "127.0.0.1"
    port: int = 8000
    """The first that is tried; 0 takes any."""
    opens_browser: bool = False
    """Whether a browser is sent there after the first build."""


class PreviewListener(Protocol):
    """Who tells the person at the terminal. Called from any thread, by one at a time."""

    def serving(self, place: PreviewUrl) -> None:
        """The server answers."""

    def built(self, build: Build) -> None:
        """A build is over."""

    def stopping(self, *, is_building: bool) -> None:
        """The person asked for an end; a build that is under way is waited for."""


def serve(
    options: Options,
    door: ListenAddress,
    teller: PreviewListener,
    make_builder: Callable[[Options], Builder] = RevisingBuilder,
) -> None:
    """Build and serve until Ctrl-C or SIGTERM; a second one ends the process at once.

    Drafts are shown. The site is made in a folder for this run alone: what `build` made stays as it is.

    Raises:
        CannotListen: when there is no such host, or no port is free.

    """
    with tempfile.TemporaryDirectory(prefix="cuecard-preview-", ignore_cleanup_errors=True) as folder:
        cache = options.cache or Path(folder) / "kept"
        options = replace(options, output=Path(folder) / "site", drafts=True, cache=cache)
        asyncio.run(_serve(options, door, teller, make_builder(options)))


async def _serve(options: Options, door: ListenAddress, teller: PreviewListener, builder: Builder) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    changes = Changes()
    watched = [options.content, *filter(None, [options.templates]), builtin_templates()]
    watcher = Watcher(watched, changes.add)

    def tell(build: Build) -> None:
        loop.call_soon_threadsafe(preview.hear, build)
        teller.built(build)
        if door.opens_browser and build.number == 1:
            threading.Thread(target=webbrowser.open, args=[place.address], daemon=True).start()

    worker = Worker(builder, changes, tell)
    preview = Preview(options.output, door.host, lambda: worker.is_building)
    server, bound = listen(preview, door.port)
    place = _place(door.host, bound)
    teller.serving(place)
    with _signals(lambda: loop.call_soon_threadsafe(stop.set), options.output.parent):
        watcher.start()
        worker.start()
        await stop.wait()
        teller.stopping(is_building=worker.is_building)
        server.stop()
        watcher.stop()
        changes.close()
        await loop.run_in_executor(None, worker.join)
        await server.close_all_connections()


@contextmanager
def _signals(stop: Callable[[], object], folder: Path) -> Iterator[None]:
    """Ctrl-C, SIGTERM and SIGHUP call *stop*; the second time they remove *folder* and end the process."""
    asked = False

    def handle(number: int, _: FrameType | None) -> None:
        nonlocal asked
        if asked:
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(128 + number)
        asked = True
        stop()

    numbers = [signal.SIGINT, signal.SIGTERM]
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)  # the terminal's window was closed
    before = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _place(host: str, port: int) -> PreviewUrl:
    is_any = host in {"", "0.0.0.0", "::"}  # noqa: S104 - asked about, not listened on
    is_open = not routes.is_loopback(host)
    others = (_own_address() if is_any else host) if is_open else ""
    return PreviewUrl(
        _url("127.0.0.1" if is_any else host, port),
        _url(others, port) if others else "",
        is_open,
        port,
    )


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _own_address() -> str:
    """The address that this machine has in its network; empty when it is in none. Sends nothing."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("192.0.2.1", 9))  # an address for documentation: only the route there is looked up
        return str(asking.getsockname()[0])
    return ""
