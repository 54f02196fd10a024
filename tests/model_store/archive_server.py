"""An HTTP server on this machine's loopback that gives an archive, well or badly."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOOPBACK = "127.0.0.1"


@dataclass
class Behaviour:
    """How the server answers; `ranges_asked` is what it was asked for, one entry a request."""

    content: bytes
    knows_ranges: bool = True
    breaks_off_after: list[int] = field(default_factory=list)
    """Bytes of each answer, from the first on, after which the connection is cut."""
    status: HTTPStatus | None = None
    ranges_asked: list[str | None] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.behaviour = behaviour


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        behaviour = self.server.behaviour
        asked = self.headers.get("Range")
        behaviour.ranges_asked.append(asked)
        if behaviour.status is not None:
            self.send_error(behaviour.status)
            return
        start = 0
        if asked and behaviour.knows_ranges:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            if start >= len(behaviour.content):
                self.send_error(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
                return
        self._give(behaviour, start, partial=bool(asked) and behaviour.knows_ranges)

    def _give(self, behaviour: Behaviour, start: int, *, partial: bool) -> None:
        rest = behaviour.content[start:]
        self.send_response(HTTPStatus.PARTIAL_CONTENT if partial else HTTPStatus.OK)
        if partial:
            last, whole = len(behaviour.content) - 1, len(behaviour.content)
            self.send_header("Content-Range", f"bytes {start}-{last}/{whole}")
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if behaviour.breaks_off_after:
            rest = rest[: behaviour.breaks_off_after.pop(0)]
        self.wfile.write(rest)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[str]:
    """The archive's address."""
    server = _Server(behaviour)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/small.zip"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def nobody_serving() -> Iterator[str]:
    """An address at which nothing answers, for as long as this lasts."""
    server = ThreadingHTTPServer((LOOPBACK, 0), BaseHTTPRequestHandler, bind_and_activate=False)
    server.server_bind()
    try:
        yield f"http://{LOOPBACK}:{server.server_address[1]}/small.zip"
    finally:
        server.server_close()
