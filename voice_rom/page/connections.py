"""How many connections there may be, and how long one may take to say what it wants."""

import asyncio
from collections import OrderedDict
from typing import Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

MOST_CONNECTIONS: Final = 64
"""Ten browsers with six connections each: more than one session is ever watched by."""

ASKING_SECONDS: Final = 10.0
"""So long a connection may say nothing whole."""


class Connections:
    """Those that are open.

    When there are too many, the one that has been asking for nothing the longest goes: whoever
    opens a thousand of them closes their own.
    """

    def __init__(self, most: int = MOST_CONNECTIONS) -> None:
        self._most = most
        self._open: OrderedDict[CountedConnection, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def add(self, connection: "CountedConnection") -> None:
        self._open[connection] = None
        if len(self._open) > self._most:
            idle = next((each for each in self._open if each.is_idle), connection)
            self.remove(idle)
            idle.abort()

    def remove(self, connection: "CountedConnection") -> None:
        self._open.pop(connection, None)


class CountedConnection(H11Protocol):
    """uvicorn's own, counted; uvicorn lets a connection that never asks stay for ever."""

    counted: Connections
    """Set by `counted_by`."""

    _patience: asyncio.TimerHandle | None = None
    _asked_before: RequestResponseCycle | None = None

    @property
    def is_idle(self) -> bool:
        """Nothing that it asked for is being answered."""
        asked: RequestResponseCycle | None = getattr(self, "cycle", None)  # None at first
        return asked is None or asked.response_complete

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._be_patient()
        self.counted.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._patience is not None:
            self._patience.cancel()
        self.counted.remove(self)
        super().connection_lost(exc)

    def abort(self) -> None:
        self.transport.abort()

    def _be_patient(self) -> None:
        self._asked_before = self.cycle
        self._patience = self.loop.call_later(ASKING_SECONDS, self._look)

    def _look(self) -> None:
        """Whoever has asked for nothing since the last look goes."""
        if self.is_idle and self.cycle is self._asked_before:
            self.abort()
        else:
            self._be_patient()


def counted_by(connections: Connections) -> Any:  # noqa: ANN401 - uvicorn names no type for it
    """The kind of connection that `connections` counts."""
    return type("ConnectionCounted", (CountedConnection,), {"counted": connections})
