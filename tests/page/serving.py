"""A page that is really served on this computer, and a client that may do anything."""

import http.client
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

from tests.page.telling import content, settings
from voice_rom.core.language.meanings import Meant
from voice_rom.page.opening import OpenPage, open_page

PATIENCE = 10.0
"""Seconds. Nothing here takes that long: it is a failure, and no wait."""


class Posted:
    """What the page gave to the session; safe to wait for."""

    def __init__(self) -> None:
        self.meanings: list[Meant | None] = []
        self._came = threading.Condition()

    def __call__(self, meaning: Meant | None) -> None:
        with self._came:
            self.meanings.append(meaning)
            self._came.notify_all()

    def wait_for(self, meaning: Meant | None) -> bool:
        with self._came:
            return self._came.wait_for(lambda: meaning in self.meanings, PATIENCE)


class Client:
    """One browser's requests, with or without what lets it in."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self.cookie = cookie
        self._name = secrets.token_hex(4)
        self._number = 0

    @classmethod
    def of(cls, page: OpenPage) -> "Client":
        access = page.server.access
        return cls(page.server.port, f"{access.cookie_name}={access.cookie}")

    @classmethod
    def with_link(cls, link: str) -> "Client":
        """The one that the link lets in."""
        address = urlsplit(link)
        stranger = cls(address.port or 0, "")
        headers = {"Host": stranger.host}
        _, answered, _ = stranger.ask(f"/?{address.query}", headers=headers)
        return cls(stranger.port, answered["set-cookie"].partition(";")[0])

    def headers(self) -> dict[str, str]:
        return {"Host": self.host, "Cookie": self.cookie, "Origin": f"http://{self.host}"}

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        kept: http.client.HTTPConnection | None = None,
    ) -> tuple[int, Mapping[str, str], bytes]:
        """The status, the headers and the body of the answer.

        `headers`: the page's own if None. `kept`: a connection to use again, else one of its own.
        """
        connection = kept or http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent = dict(self.headers() if headers is None else headers)
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                connection.putheader(name, value)
            if body is not None and "Content-Length" not in sent:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            if kept is None:
                connection.close()

    def command(
        self,
        meaning: str,
        turn: int,
        number: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        kept: http.client.HTTPConnection | None = None,
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Send a command as the page does; `headers` besides or instead of the page's own."""
        self._number += 1
        fields = {
            "meaning": meaning,
            "turn": turn,
            "number": f"{self._name}-{self._number}" if number is None else number,
        }
        sent = {**self.headers(), "Content-Type": "application/x-www-form-urlencoded"}
        sent.update(headers or {})
        return self.ask("/command", "POST", urlencode(fields).encode(), sent, kept)

    def raw(self) -> socket.socket:
        """A connection of its own, for what no browser would send."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def stream(self) -> "Stream":
        return Stream(self)


class Stream:
    """Reads the page's events one by one."""

    def __init__(self, client: Client) -> None:
        self._socket = client.raw()
        lines = ["GET /events HTTP/1.1", *(f"{k}: {v}" for k, v in client.headers().items())]
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._file = self._socket.makefile("r", encoding="utf-8", newline="\n")
        self.status = int(self._file.readline().split()[1])
        while self._file.readline().strip():
            pass

    def next(self, kind: str) -> dict[str, object]:
        """The data of the next event of this kind."""
        until = time.monotonic() + PATIENCE
        while True:
            line = self._file.readline()
            assert time.monotonic() < until, f"no {kind} has come"
            assert line, "the stream is over"
            if line.strip() == f"event: {kind}":
                data = json.loads(self._file.readline().removeprefix("data: "))
                assert isinstance(data, dict)
                return data

    def close(self) -> None:
        self._file.close()
        self._socket.close()


@contextmanager
def served_page() -> Iterator[tuple[OpenPage, Posted]]:
    posted = Posted()
    page = open_page(content(), settings(), posted)
    try:
        yield page, posted
    finally:
        page.server.close()
