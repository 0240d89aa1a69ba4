"""The server of the preview: pages with our script added, and the connection that pages listen on.

livereload carries the messages: its handshake and its script are used as they are. Its faults are fixed here or
avoided: it answers any website, loses changes that come quickly one after the other, and cannot report problems.
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
"""How many ports are tried, beginning with the one that was asked for."""
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
"""Types that must not depend on the machine; Python asks it for others."""
_MOST_CONNECTIONS = 256
"""At the same time; a browser has about six for a site."""
_LEAST_CONNECTIONS = 16
_IDLE = 60.0
"""Seconds that a connection may have no request, or take to send one."""
_LARGEST_REQUEST = 65_536
"""Bytes of the header of a request, and of its body."""


class Answer(RequestHandler):
    """What all answers share: who may ask, and that nothing is cached."""

    def initialize(self, preview: Preview) -> None:
        """Take the arguments of `listen`; Tornado calls this for each request."""
        self.preview = preview

    def set_default_headers(self) -> None:
        """Tell the browser to cache nothing, and not to guess types."""
        self.set_header("Server", "cuecard")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        """Refuse a request for a host name that is not ours."""
        _check_host(self, self.preview)

    def compute_etag(self) -> None:
        """Return nothing, as nothing is cached."""

    def write_error(self, status_code: int, **_: object) -> None:
        """Answer in one line of text; the terminal shows the rest."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code} {self._reason}\n")


class Pages(Answer, StaticFileHandler):
    """The files of the site."""

    def initialize(self, preview: Preview) -> None:  # type: ignore[override] # which knows the folder
        """Take the arguments of `listen`; Tornado calls this for each request."""
        Answer.initialize(self, preview)
        StaticFileHandler.initialize(self, str(preview.folder))

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answer with the file at the address, a page that says that there is none, or another address."""
        target = await self.preview.find(self.request.path)
        if isinstance(target, routes.Moved):
            query = f"?{self.request.query}" if self.request.query else ""
            self.redirect(target.address + query)
        elif target and target.suffix != ".html":
            await super().get(target.relative_to(self.preview.folder).as_posix(), include_body)
        else:
            status, data = self.preview.page(target)
            self.set_status(status)
            self.set_header("Content-Type", _TYPES[".html"])
            self.finish(with_script(data))

    def get_content_type(self) -> str:
        """Return the type by the file's name."""
        suffix = Path(self.absolute_path or "").suffix.lower()
        return _TYPES.get(suffix) or super().get_content_type()

    def get_cache_time(self, *_: object) -> int:
        """Return 0, whatever the address."""
        return 0

    def should_return_304(self) -> bool:
        """Return False, as nothing is cached."""
        return False


class State(Answer):
    """What an open page asks for when something may have changed."""

    def get(self) -> None:
        """Answer with what is at the address of the page now, and with the problems."""
        self.finish(self.preview.state(self.get_query_argument("page", "/")))


class Script(Answer):
    """Our script."""

    def get(self) -> None:
        """Answer with the script."""
        self.set_header("Content-Type", _TYPES[".js"])
        self.finish(_SCRIPT_FILE.read_bytes())


class Transport(Answer, LiveReloadJSHandler):  # type: ignore[misc] # livereload has no types
    """livereload's script."""


class PageConnection(LiveReloadHandler):  # type: ignore[misc] # livereload has no types
    """The connection to one open page."""

    def initialize(self, preview: Preview) -> None:
        """Take the arguments of `listen`; Tornado calls this for each request."""
        self.preview = preview

    def prepare(self) -> None:
        """Refuse a request for a host name that is not ours."""
        _check_host(self, self.preview)

    def check_origin(self, origin: str) -> bool:
        """Return whether one of our pages asks; livereload would let any website listen."""
        return WebSocketHandler.check_origin(self, origin)

    def on_message(self, message: str | bytes) -> None:
        """Answer the handshake of livereload. Then the page gets a message about each build, and at once about one it
        missed.
        """
        try:
            command = json.loads(message)["command"]
        except (ValueError, TypeError, KeyError):
            self.close(1003, "not a livereload message")
            return
        if command == "hello":
            super().on_message(message)
        elif command == "info":
            self.preview.connections.add(self)
            self.call()

    @property
    def stream(self) -> IOStream | None:
        """Return the network connection; None if it is closed."""
        return getattr(self.ws_connection, "stream", None)

    def on_close(self) -> None:
        """Forget the page."""
        self.preview.connections.discard(self)

    def call(self) -> None:
        """Tell the page that something may have changed. It compares, so a needless call does nothing."""
        with suppress(WebSocketClosedError):
            sent = self.write_message({"command": "reload", "path": STATE})
            # The page may close at any time.
            sent.add_done_callback(lambda done: done.cancelled() or done.exception())


def _check_host(handler: RequestHandler, preview: Preview) -> None:
    if not routes.is_known_host(handler.request.host, preview.host):
        raise HTTPError(403, reason="This host name is not one of the preview")


class ListenError(Exception):
    """There is no such host, or no free port; the message says which."""


class _Server(HTTPServer):
    """A server with a limit on its connections, so that it never runs out of file descriptors.

    Otherwise, idle connections would use all of them. A server that can accept no more is notified of the next
    connection again and again, and answers nobody.
    """

    def initialize(self, *args: object, preview: Preview, **kwargs: object) -> None:  # type: ignore[override]
        """Take the arguments of `listen`; called by Tornado."""
        super().initialize(*args, **kwargs)  # type: ignore[arg-type]
        self._preview = preview
        self._open: dict[IOStream, None] = {}
        """In the order in which they were opened."""

    def handle_stream(self, stream: IOStream, address: tuple[object, ...]) -> None:
        """Accept a connection; if there are too many, close the one that has been open longest."""
        self._open[stream] = None
        most = _most_connections()
        if len(self._open) > most:
            self._open = {stream: None for stream in self._open if not stream.closed()}
        if len(self._open) > most:
            pages = {page.stream for page in self._preview.connections if isinstance(page, PageConnection)}
            oldest = next((one for one in self._open if one not in pages), next(iter(self._open)))
            del self._open[oldest]
            oldest.close()
        if not stream.closed():
            super().handle_stream(stream, address)


def _most_connections() -> int:
    """Return a quarter of the descriptors that this process may have, within limits; the build needs some, too."""
    try:
        import resource  # noqa: PLC0415 - Windows has none

        most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    except ImportError:
        return _MOST_CONNECTIONS
    if most == resource.RLIM_INFINITY:
        return _MOST_CONNECTIONS
    return max(_LEAST_CONNECTIONS, min(_MOST_CONNECTIONS, most // 4))


def listen(preview: Preview, port: int) -> tuple[HTTPServer, int]:
    """Return a server on the first free port from *port* on, and that port; 0 takes any.

    Raises:
        ListenError: when there is none, or the host is not of this machine.

    """
    arguments = {"preview": preview}
    sockets = _bind(preview.host, port)
    server = _Server(
        Application(
            [
                (r"/livereload", PageConnection, arguments),
                (r"/livereload\.js", Transport, arguments),
                (SCRIPT, Script, arguments),
                (STATE, State, arguments),
                (r"(.*)", Pages, arguments),
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


def _bind(host: str, port: int) -> list[socket.socket]:
    last = min(port + _PORTS, 2**16) - 1
    for candidate in range(port, last + 1):
        try:
            return bind_sockets(candidate, host)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise ListenError(f"cannot listen on {host}: {error.strerror}") from None
    raise ListenError(f"no port of {host} from {port} to {last} is free; name another with --port")
