"""The server of the preview: pages with our script put in on the way out, and the line that pages listen on.

livereload carries the messages: its handshake and its script are used as they come. What is faulty in it is
mended here or not used: it answers any website, forgets changes that come quickly one after the other, and has
no word for what went wrong.
"""

from __future__ import annotations

import errno
import json
import socket
from contextlib import suppress
from pathlib import Path

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from cuecard.serve import routes
from cuecard.serve.preview import SCRIPT, STATE, Preview, with_script

_SCRIPT_FILE = Path(__file__).with_name("preview.js")
_PORTS = 20
"""How many ports are tried, from the one that was asked for."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mov": "video/quicktime",
}
"""What must not depend on the machine; for the rest Python asks it."""
_MOST_CONNECTIONS = 256
"""At a time; a browser has some six for a site."""
_LEAST_CONNECTIONS = 16
_IDLE = 60.0
"""Seconds that a connection may be without a request, or take to send one."""
_LARGEST_REQUEST = 65_536
"""Bytes of the head of a request, and of its body."""


class Answer(RequestHandler):
    """What all answers share: who may ask, and that nothing is kept."""

    def initialize(self, preview: Preview) -> None:
        """Called by Tornado for each request, with what `listen` gives."""
        self.preview = preview

    def set_default_headers(self) -> None:
        """A browser keeps nothing, and takes each file for what we say it is."""
        self.set_header("Server", "cuecard")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        """Refuse a request under a name that is not ours."""
        _check_host(self, self.preview)

    def compute_etag(self) -> None:
        """None: what is never kept needs no mark."""

    def write_error(self, status_code: int, **_: object) -> None:
        """One line of text; the terminal has the rest."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {self._reason}\n")


class Pages(Answer, StaticFileHandler):
    """The files of the site."""

    def initialize(self, preview: Preview) -> None:  # type: ignore[override] # where they are, it knows
        """Called by Tornado for each request, with what `listen` gives."""
        Answer.initialize(self, preview)
        StaticFileHandler.initialize(self, str(preview.folder))

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answer with the file at the address, the page that says that there is none, or another address."""
        found = await self.preview.find(self.request.path)
        if isinstance(found, routes.Moved):
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(found.address + query)
        elif found and found.suffix != ".html":
            await super().get(found.relative_to(self.preview.folder).as_posix(), include_body)
        else:
            status, data = self.preview.page(found)
            self.set_status(status)
            self.set_header("Content-Type", _TYPES[".html"])
            self.finish(with_script(data))

    def get_content_type(self) -> str:
        """By the file's name."""
        suffix = Path(self.absolute_path or "").suffix.lower()
        return _TYPES.get(suffix) or super().get_content_type()

    def get_cache_time(self, *_: object) -> int:
        """None, whatever the address looks like."""
        return 0

    def should_return_304(self) -> bool:
        """Never: nothing is kept."""
        return False


class State(Answer):
    """What an open page asks for when it is called."""

    def get(self) -> None:
        """Tell what stands at the address of the page now, and what is wrong."""
        self.finish(self.preview.state(self.get_query_argument("page", "/")))


class Script(Answer):
    """Our script."""

    def get(self) -> None:
        """Answer with it."""
        self.set_header("Content-Type", _TYPES[".js"])
        self.finish(_SCRIPT_FILE.read_bytes())


class Transport(Answer, LiveReloadJSHandler):  # type: ignore[misc] # livereload has no types
    """livereload's script."""


class OpenLine(LiveReloadHandler):  # type: ignore[misc] # livereload has no types
    """The line to one open page."""

    def initialize(self, preview: Preview) -> None:
        """Called by Tornado for each request, with what `listen` gives."""
        self.preview = preview

    def prepare(self) -> None:
        """Refuse a request under a name that is not ours."""
        _check_host(self, self.preview)

    def check_origin(self, origin: str) -> bool:
        """Whether a page of ours asks; livereload would let any website listen."""
        return WebSocketHandler.check_origin(self, origin)

    def on_message(self, message: str | bytes) -> None:
        """Shake hands as livereload does. The page is then called at each build, and at once for what it missed."""
        try:
            command = json.loads(message)["command"]
        except (ValueError, TypeError, KeyError):
            self.close(1003, "not a message of livereload")
            return
        if command == "hello":
            super().on_message(message)
        elif command == "info":
            self.preview.lines.add(self)
            self.call()

    @property
    def stream(self) -> IOStream | None:
        """The connection; None when it is over."""
        return getattr(self.ws_connection, "stream", None)

    def on_close(self) -> None:
        """The page is gone."""
        self.preview.lines.discard(self)

    def call(self) -> None:
        """Have the page look what is new. It compares, so that one call too many does nothing."""
        with suppress(WebSocketClosedError):
            sent = self.write_message({"command": "reload", "path": STATE})
            sent.add_done_callback(
                lambda done: done.cancelled() or done.exception()
            )  # a page may leave any time


def _check_host(handler: RequestHandler, preview: Preview) -> None:
    if not routes.is_known_host(handler.request.host, preview.host):
        raise HTTPError(403, reason="This name is not one of the preview")


class ListenError(Exception):
    """There is no such host here, or no free port: the message says which."""


class _Server(HTTPServer):
    """A server with a limit on its connections, so that it never runs out of descriptors.

    Without it, connections that are opened and left would use all of them up. A server that can accept no more is told
    of the next one again and again, and answers nobody.
    """

    def initialize(self, *given: object, preview: Preview, **named: object) -> None:  # type: ignore[override]
        """Called by Tornado, with what `listen` gives."""
        super().initialize(*given, **named)  # type: ignore[arg-type]
        self._preview = preview
        self._open: dict[IOStream, None] = {}
        """In the order in which they were opened."""

    def handle_stream(self, stream: IOStream, address: tuple[object, ...]) -> None:
        """Take up a connection; where there are too many, the one that has been open longest is closed."""
        self._open[stream] = None
        most = _most_connections()
        if len(self._open) > most:
            self._open = {one: None for one in self._open if not one.closed()}
        if len(self._open) > most:
            followed = {line.stream for line in self._preview.lines if isinstance(line, OpenLine)}
            oldest = next((one for one in self._open if one not in followed), next(iter(self._open)))
            del self._open[oldest]
            oldest.close()
        if not stream.closed():
            super().handle_stream(stream, address)


def _most_connections() -> int:
    """A quarter of the descriptors that this process may have, within limits; the build and its watcher need some."""
    try:
        import resource  # noqa: PLC0415 - Windows has none

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    except ImportError:
        return _MOST_CONNECTIONS
    if most == resource.RLIM_INFINITY:
        return _MOST_CONNECTIONS
    return max(_LEAST_CONNECTIONS, min(_MOST_CONNECTIONS, most // 4))


def listen(preview: Preview, port: int) -> tuple[HTTPServer, int]:
    """A server on the first free port from *port* on, and that port; 0 takes any.

    Raises:
        CannotListen: when there is none, or the host is not of this machine.

    """
    given = {"preview": preview}
    sockets = _bound(preview.host, port)
    server = _Server(
        Application(
            [
                (r"/livereload", OpenLine, given),
                (r"/livereload\.js", Transport, given),
                (SCRIPT, Script, given),
                (STATE, State, given),
                (r"(.*)", Pages, given),
            ],
            log_function=lambda _: None,
            websocket_ping_interval=20,
        ),
        preview=preview,
        idle_connection_timeout=_IDLE,
        body_timeout=_IDLE,
        max_header_size=_LARGEST_REQUEST,
        max_body_size=_LARGEST_REQUEST,
    )
    server.add_sockets(sockets)
    return server, int(sockets[0].getsockname()[1])


def _bound(host: str, port: int) -> list[socket.socket]:
    last = min(port + _PORTS, 2**16) - 1
    for candidate in range(port, last + 1):
        try:
            return bind_sockets(candidate, host)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise ListenError(f"cannot listen on {host}: {error.strerror}") from None
    raise ListenError(f"no port of {host} from {port} to {last} is free; name another with --port")
