"""The preview from start to end: a watcher, a builder, a server, and a temporary folder."""

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

from cuecard.build.project_folders import with_site_folders
from cuecard.core.build_options import Options, builtin_templates
from cuecard.serve import routes
from cuecard.serve.build_thread import Build, BuildThread, Changes
from cuecard.serve.builder import Builder, PreviewBuilder
from cuecard.serve.preview import Preview
from cuecard.serve.server import listen
from cuecard.serve.watcher import Watcher


class PreviewUrl(Struct, frozen=True):
    """Where the preview is."""

    address: str
    """For this machine, such as `http://127.0.0.1:8000/`."""
    for_others: str
    """For other machines in the network; empty if they cannot reach it, or the address is not known."""
    is_open: bool
    """Whether other machines can reach it."""
    port: int
    """It may differ from the one that was asked for."""


class ListenAddress(Struct, frozen=True):
    """Where the server is asked to listen."""

    host: str = "127.0.0.1"
    port: int = 8000
    """The first one that is tried; 0 takes any."""
    opens_browser: bool = False
    """Whether a browser is opened after the first build."""


class PreviewListener(Protocol):
    """What reports to the person at the terminal. Called from any thread, one at a time."""

    def serving(self, url: PreviewUrl) -> None:
        """Report that the server answers."""

    def built(self, build: Build) -> None:
        """Report a finished build."""

    def stopping(self, *, is_building: bool) -> None:
        """Report that the preview is being stopped; a running build is waited for."""


def serve(
    options: Options,
    address: ListenAddress,
    listener: PreviewListener,
    make_builder: Callable[[Options], Builder] = PreviewBuilder,
) -> None:
    """Build and serve until Ctrl-C or SIGTERM; a second one ends the process at once.

    Drafts are shown. The site is built in a temporary folder: what `build` wrote stays as it is.

    Raises:
        ListenError: when there is no such host, or no port is free.

    """
    with tempfile.TemporaryDirectory(prefix="cuecard-preview-", ignore_cleanup_errors=True) as folder:
        cache = options.cache or Path(folder) / "cache"
        options = replace(
            options, output=Path(folder) / "site", is_output_given=True, drafts=True, cache=cache
        )
        asyncio.run(_serve(options, address, listener, make_builder(options)))


async def _serve(
    options: Options, address: ListenAddress, listener: PreviewListener, builder: Builder
) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    changes = Changes()
    watched = [options.content, *filter(None, [with_site_folders(options).templates]), builtin_templates()]
    watcher = Watcher(watched, changes.add)

    def report(build: Build) -> None:
        loop.call_soon_threadsafe(preview.update, build)
        listener.built(build)
        if address.opens_browser and build.number == 1:
            threading.Thread(target=webbrowser.open, args=[url.address], daemon=True).start()

    thread = BuildThread(builder, changes, report)
    preview = Preview(options.output, address.host, lambda: thread.is_building)
    server, bound = listen(preview, address.port)
    url = _preview_url(address.host, bound)
    listener.serving(url)
    with _signals(lambda: loop.call_soon_threadsafe(stop.set), options.output.parent):
        watcher.start()
        thread.start()
        await stop.wait()
        listener.stopping(is_building=thread.is_building)
        server.stop()
        watcher.stop()
        changes.close()
        await loop.run_in_executor(None, thread.join)
        await server.close_all_connections()


@contextmanager
def _signals(stop: Callable[[], object], folder: Path) -> Iterator[None]:
    """Ctrl-C, SIGTERM and SIGHUP call *stop*; the second time they remove *folder* and end the process."""
    is_stopping = False

    def handle(number: int, _: FrameType | None) -> None:
        nonlocal is_stopping
        if is_stopping:
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(128 + number)
        is_stopping = True
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


def _preview_url(host: str, port: int) -> PreviewUrl:
    is_any = host in {"", "0.0.0.0", "::"}  # noqa: S104 - compared, not listened on
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
    """Return the address of this machine in its network; empty if it is in none. Sends nothing."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("192.0.2.1", 9))  # an address for documentation: only the route to it is looked up
        return str(asking.getsockname()[0])
    return ""
