"""An application that is served in a thread and a loop of its own, which nothing else waits for."""

import asyncio
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

from voice_rom.page.connections import Connections, counted_by
from voice_rom.page.listening import WAITING_CONNECTIONS

_STOP_SECONDS: Final = 3.0
_HANDSHAKE_SECONDS: Final = 3.0
_LONGEST_HEAD: Final = 16 * 1024
"""Bytes of a request's line and headers."""
_KEPT_SECONDS: Final = 60
"""A page keeps its connection between two commands: then no flood of new ones is in its way."""


@dataclass(frozen=True)
class Certificate:
    """The files that encrypt what is served, in PEM."""

    certificate: Path
    private_key: Path


@dataclass(frozen=True, kw_only=True)
class Websockets:
    """How an application's websockets are kept."""

    most_bytes: int
    """Of a message."""
    ping_seconds: float
    """So often the other end is asked whether it is there, and so long it may take to answer."""


if sys.platform == "win32":
    from asyncio import ProactorEventLoop as UsualLoop
else:
    from asyncio import SelectorEventLoop as UsualLoop


class ServingLoop(UsualLoop):
    """Waits less long than a minute for whoever connects to begin to encrypt.

    Each of these costs 0.3 MB and a file of the process; with what `Connections` takes a second,
    there are no more than some hundreds.
    """

    async def create_server(self, *parts: Any, **options: Any) -> asyncio.Server:  # noqa: ANN401
        """As uvicorn calls it."""
        if options.get("ssl") is not None:
            options.setdefault("ssl_handshake_timeout", _HANDSHAKE_SECONDS)
        return await super().create_server(*parts, **options)


class Served:
    """Serves `app` on a socket, from the moment it is made until `close`."""

    def __init__(
        self,
        app: ASGIApp,
        listening: socket.socket,
        *,
        name: str,
        certificate: Certificate | None = None,
        websockets: Websockets | None = None,
    ) -> None:
        """`name`: that of the thread. `websockets`: it has them as well."""
        self._socket = listening
        self._connections = Connections()
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                http=counted_by(self._connections),
                lifespan="off",
                interface="asgi3",
                log_config=None,
                log_level="critical",  # what strangers send is no news for anybody's terminal
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                backlog=WAITING_CONNECTIONS,
                timeout_keep_alive=_KEPT_SECONDS,
                h11_max_incomplete_event_size=_LONGEST_HEAD,
                timeout_graceful_shutdown=1,
                **_encrypted(certificate),
                **_websockets(websockets),
            )
        )
        self._loop = ServingLoop()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def connections(self) -> int:
        return len(self._connections)

    def soon(self, step: Callable[[], object]) -> None:
        """Take `step` in the server's loop. From any thread; never waits."""
        if not self._ended.is_set():
            self._loop.call_soon_threadsafe(step)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended by then."""
        return self._ended.wait(seconds)

    def close(self) -> None:
        """Serve no more. Safe to call twice."""
        self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)
        self._socket.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._server.serve(sockets=[self._socket]))
        finally:
            self._ended.set()
            self._loop.run_until_complete(_end_all(self._loop))
            self._loop.close()


async def _end_all(loop: asyncio.AbstractEventLoop) -> None:
    """Nothing that was begun in the loop is left in the middle."""
    left = asyncio.all_tasks(loop) - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _encrypted(certificate: Certificate | None) -> dict[str, Any]:
    if certificate is None:
        return {}
    return {"ssl_certfile": certificate.certificate, "ssl_keyfile": certificate.private_key}


def _websockets(websockets: Websockets | None) -> dict[str, Any]:
    if websockets is None:
        return {"ws": "none"}
    return {
        "ws": "websockets-sansio",
        "ws_max_size": websockets.most_bytes,
        "ws_ping_interval": websockets.ping_seconds,
        "ws_ping_timeout": websockets.ping_seconds,
        "ws_per_message_deflate": False,  # messages are short, and nothing can be blown up
    }
