"""What the desk knows of each room: what it told last, and since when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from voice_rom.intercom.messages import (
    Health,
    OrderKind,
    RoomSettings,
    RoomState,
    SoundChecked,
)

AWAY_SECONDS: Final = 20.0
"""A room connects anew for each person; for less than that, nobody need be told."""

FORGOTTEN_SECONDS: Final = 24 * 3600.0
"""A room that was away so long, and calls for nobody, goes from the page."""

ANSWER_SECONDS: Final = 10.0
"""A room that has not answered an order by then does not."""

NOTE_SECONDS: Final = 60.0
"""So long it is shown what became of an order."""


@dataclass(frozen=True, kw_only=True)
class GivenOrder:
    """The last order that was given to a room, and what became of it."""

    order_id: str
    kind: OrderKind
    sent: float
    """On the desk's monotonic clock, in seconds, as everything in here that is a number."""
    done: float | None = None
    refused: str | None = None


@dataclass(frozen=True, kw_only=True)
class RoomRecord:
    room_id: str
    name: str
    """What staff call it; empty: it has none."""
    program: str
    """The version of voice_rom."""
    connected: bool
    since: float
    """When it was connected, or was not any more,"""
    since_at: datetime
    """in the time of day too."""
    state: RoomState | None = None
    quiet_from: float | None = None
    """The last sign of life; None: none is awaited."""
    health: Health | None = None
    settings: RoomSettings | None = None
    """None: it has not told them; an earlier voice_rom never does."""
    checked: SoundChecked | None = None
    checked_at: datetime | None = None
    order: GivenOrder | None = None

    def is_away(self, now: float) -> bool:
        return not self.connected and now - self.since >= AWAY_SECONDS
