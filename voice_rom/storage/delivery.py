"""Brings what waits in a room's file to the database of all rooms, and tries again when it cannot.

It knows no clock and no thread: a step does all that can be done now, and says when to try again.
"""

from collections import deque
from dataclasses import dataclass, field
from random import Random
from typing import Final, Protocol

from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.central_faults import ParcelRefused
from voice_rom.storage.outbox import Outbox
from voice_rom.storage.parcel import Parcel, RoomIdentity

_FIRST_WAIT: Final = 1.0
"""Seconds before the first try again; each further wait is twice as long."""

_FAILURES_TO_TELL: Final = 2
"""One alone is told to nobody: a server that was restarted has dropped the connection."""


class Taker(Protocol):
    """Where it is brought."""

    def take(self, room: RoomIdentity, parcel: Parcel) -> bool: ...

    def close(self) -> None: ...


@dataclass(eq=False)
class Delivery:
    outbox: Outbox
    taker: Taker
    most_wait: float
    """Seconds between two tries."""
    chance: Random = field(default_factory=Random)
    """Spreads the tries: all rooms lose their server at the same moment."""
    news: deque[DeliveryDelayed | DeliveryCaughtUp] = field(default_factory=deque)
    """To be told, the earliest first."""
    failures: int = 0
    """So many steps in a row have not brought everything."""
    _told: str = ""
    """Why things wait, as it was told last; empty: nothing waits."""
    _room: RoomIdentity | None = None

    def step(self) -> float | None:
        """Bring what waits. None: all is there; else the seconds until it is to be tried again."""
        trouble = self.bring_all()
        if trouble is None:
            self.failures = 0
            if self._told:
                self._told = ""
                self.news.append(DeliveryCaughtUp())
            return None
        self.failures += 1
        if self.failures >= _FAILURES_TO_TELL and self._told != trouble:
            self._told = trouble
            self.news.append(DeliveryDelayed(trouble))
        longest = min(self.most_wait, _FIRST_WAIT * 2.0 ** min(self.failures - 1, 32))
        return longest * self.chance.uniform(0.5, 1.0)

    def bring_all(self) -> str | None:
        """Bring it now. Why something still waits; None: nothing does."""
        refused: dict[str, str] = {}
        try:
            if self._room is None:
                self._room = self.outbox.room()
            while (parcel := self.outbox.first(besides=refused)) is not None:
                try:
                    self.taker.take(self._room, parcel)  # what was deleted there is not kept here
                except ParcelRefused as fault:
                    refused[parcel.session_id] = str(fault)
                else:
                    self.outbox.mark(parcel)
        except StorageUnavailable as fault:
            return str(fault)
        return next(iter(refused.values()), None)
