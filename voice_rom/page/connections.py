"""How many connections there may be, and how long one may take to say what it wants."""

import asyncio
import time
from collections import OrderedDict
from enum import IntEnum
from typing import Any, Final

from h11 import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST_CONNECTIONS: Final = 64
"""Ten browsers with six connections each: more than one session is ever watched by."""

ASKING_SECONDS: Final = 10.0
"""So long a connection may say nothing whole."""

A_SECOND: Final = 200
"""More than all pages of all browsers open; and a third of a second passes before the first of
those that have not asked yet has to go for others."""
_AT_ONCE: Final = 40.0


STRANGER: Final = "voice_rom.stranger"
"""True in the scope of a request: anybody at all may ask for this, and gets it."""


class Claim(IntEnum):
    """What a connection has done to be kept. Where there are too many, what is less goes first."""

    SILENT = 0
    """It has never asked for anything."""
    ANSWERED = 1
    """It got what any stranger gets, and stays."""
    ASKING = 2
    """A stranger's request is being answered."""
    KNOWN = 3
    """It has asked for what not everybody gets, and goes by itself alone."""


class Connections:
    """Those that are open. Where there are too many, the one with the least claim goes.

    Whoever opens a thousand of them closes their own, and keeps no page out for long. What is
    refused is closed (see `web.Doorkeeper`), so whoever stays has asked for something and got it.
    """

    def __init__(self, most: int = MOST_CONNECTIONS) -> None:
        self._most = most
        self._free: float = _AT_ONCE
        self._counted = time.monotonic()
        self._open: OrderedDict[CountedConnection, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def add(self, connection: "CountedConnection") -> None:
        self._open[connection] = None
        if len(self._open) > self._most:
            others = [each for each in self._open if each is not connection]
            leaving = min(others, key=lambda each: each.claim)  # of the same claim, the oldest
            if leaving.claim is Claim.KNOWN:
                leaving = connection
            self.remove(leaving)
            leaving.abort()

    def remove(self, connection: "CountedConnection") -> None:
        self._open.pop(connection, None)

    def slow_down(self) -> None:
        """One more is there. A flood waits in the system's queue, where it costs nobody anything.

        This holds up the server's own loop alone, and each page by a few milliseconds; without it,
        the server would take the processor from the ear and the voice.
        """
        now = time.monotonic()
        self._free = min(_AT_ONCE, self._free + (now - self._counted) * A_SECOND) - 1.0
        self._counted = now
        if self._free < 0.0:
            time.sleep(1.0 / A_SECOND)


class CountedConnection(H11Protocol):
    """uvicorn's own, counted; uvicorn lets a connection that never asks stay for ever."""

    counted: Connections
    """Set by `counted_by`."""

    _patience: asyncio.TimerHandle | None = None

    def __init__(self, *parts: Any, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        """Made before it is known whether it encrypts as it must: that takes strangers long."""
        self.counted.slow_down()
        super().__init__(*parts, **options)

    @property
    def claim(self) -> Claim:
        if getattr(self, "cycle", None) is None:
            return Claim.SILENT
        if not self.scope.get(STRANGER):
            return Claim.KNOWN
        return Claim.ANSWERED if self.cycle.response_complete else Claim.ASKING

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._patience = self.loop.call_later(ASKING_SECONDS, self._lose_patience)
        self.counted.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def abort(self) -> None:
        self.transport.abort()

    def handle_websocket_upgrade(self, event: Request) -> None:
        """From now on it is another protocol's, which counts its own."""
        self._forget()
        super().handle_websocket_upgrade(event)

    def _forget(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
        self.counted.remove(self)

    def _lose_patience(self) -> None:
        """It never asked; if it had, uvicorn would count by itself from its last answer on."""
        if self.claim is Claim.SILENT:
            self.abort()


def counted_by(connections: Connections) -> Any:  # noqa: ANN401 - uvicorn names no type for it
    """The kind of connection that `connections` counts."""
    return type("ConnectionCounted", (CountedConnection,), {"counted": connections})
