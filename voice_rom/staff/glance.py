"""What is to be seen of each room in one glance: plain values, the most urgent first."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from voice_rom.intercom.messages import Activity, Health, OrderKind, RoomSettings, RoomState
from voice_rom.staff.desk import Desk
from voice_rom.staff.rooms import NOTE_SECONDS, RoomRecord
from voice_rom.staff.wording import StaffWording


class Urgency(IntEnum):
    """How much a room needs somebody. What is less comes first."""

    CALLS = 0
    WORRIES = 1
    """The voice asks whether the person is all right, or nobody answers it."""
    FAULT = 2
    """It cannot be used, or is not connected."""
    BUSY = 3
    FREE = 4


_WORRYING: Final = (Activity.WELFARE, Activity.CALLING)
_BROKEN: Final = (Activity.FAULT, Activity.DEVICE_LOST)

_IN_SESSION: Final = (OrderKind.PAUSE, OrderKind.END)
_ORDERS: Final = {
    Activity.WAITING: (OrderKind.START, OrderKind.CHECK_SOUND),
    Activity.BEGINNING: _IN_SESSION,
    Activity.SCREENING: _IN_SESSION,
    Activity.MOVEMENT: _IN_SESSION,
    Activity.QUESTION: _IN_SESSION,
    Activity.COMPLAINT: _IN_SESSION,
    Activity.PAUSED: (OrderKind.GO_ON, OrderKind.END),
    Activity.STOPPED: (OrderKind.GO_ON, OrderKind.END),
    Activity.DEVICE_LOST: (OrderKind.END,),
    Activity.SUMMARY: (OrderKind.END,),
}
"""What can be done from the desk. Where it is not known how the person is: nothing, go there."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A room. All texts are ready to be shown."""

    room_id: str
    name: str
    urgency: Urgency
    doing: str
    quiet_from: float | None = None
    """Since then nobody has answered: long enough to be told. The page counts on."""
    away: str = ""
    faults: tuple[str, ...] = ()
    orders: tuple[OrderKind, ...] = ()
    note: str = ""
    """What became of the last order."""
    microphone: str = ""
    loudspeaker: str = ""
    noise: str = ""
    program: str = ""
    settings: RoomSettings | None = None
    """None: not told."""
    checked: str = ""
    checked_lines: tuple[str, ...] = ()


class Glance:
    def __init__(self, wording: StaffWording, *, quiet_seconds: float) -> None:
        """`quiet_seconds`: from then on it is told that nobody answers."""
        self._wording = wording
        self._quiet_seconds = quiet_seconds

    def tiles(self, desk: Desk, now: float) -> list[Tile]:
        """All rooms: whoever needs somebody first, then by name."""
        calling = {call.room_id for call in desk.calls.open}
        tiles = [self._tile(desk, room, now, calls=room.room_id in calling) for room in desk.rooms]
        return sorted(tiles, key=lambda tile: (tile.urgency, natural(tile.name), tile.room_id))

    def name(self, name: str, room_id: str) -> str:
        return name or self._wording.unnamed.format(id=room_id[:4])

    def _tile(self, desk: Desk, room: RoomRecord, now: float, *, calls: bool) -> Tile:
        wording, health = self._wording, room.health
        away = room.is_away(now)
        quiet_from = self._quiet_from(room, now)
        return Tile(
            room_id=room.room_id,
            name=self.name(room.name, room.room_id),
            urgency=_urgency(room, calls=calls, quiet=quiet_from is not None, away=away),
            doing=wording.connecting if room.state is None else self._doing(room.state),
            quiet_from=quiet_from,
            away=wording.away.format(time=_time(room.since_at)) if away else "",
            faults=() if health is None or away else health.faults,
            orders=offered(room),
            note=self._note(desk, room, now),
            microphone=(health.microphone if health else "") or wording.none,
            loudspeaker=(health.loudspeaker if health else "") or wording.none,
            noise=self._noise(health),
            program=room.program,
            settings=room.settings,
            checked=self._checked(room),
            checked_lines=() if room.checked is None else room.checked.lines,
        )

    def _quiet_from(self, room: RoomRecord, now: float) -> float | None:
        """None: it is not long enough to be told, or not known any more."""
        if not room.connected or room.quiet_from is None:
            return None
        return room.quiet_from if now - room.quiet_from >= self._quiet_seconds else None

    def _noise(self, health: Health | None) -> str:
        if health is None or health.noise_dbfs is None:
            return self._wording.not_known
        return self._wording.noise_value.format(decibels=f"{-health.noise_dbfs:.0f}")

    def _checked(self, room: RoomRecord) -> str:
        if room.checked is None:
            return ""
        wording = self._wording
        told = wording.checked_well if room.checked.passed else wording.checked_badly
        return told.format(time=_time(room.checked_at))

    def _doing(self, state: RoomState) -> str:
        wording = self._wording
        placed = {
            Activity.SCREENING: (wording.screening_place, ""),
            Activity.MOVEMENT: (wording.movement_place, wording.movement_test),
            Activity.QUESTION: (wording.question_place, wording.question_test),
        }
        place, test = placed.get(state.activity, ("", ""))
        if place and state.number and (state.test or not test):
            return place.format(number=state.number, of=state.of, test=state.test)
        if test and state.test:
            return test.format(test=state.test)
        return wording.activities.of(state.activity)

    def _note(self, desk: Desk, room: RoomRecord, now: float) -> str:
        wording, order = self._wording, room.order
        if order is None or now - (order.done or order.sent) > NOTE_SECONDS:
            return ""
        name = wording.orders.of(order.kind)
        if order.refused is not None:
            return wording.order_refused.format(order=name, why=order.refused)
        if order.done is not None:
            return wording.order_done.format(order=name)
        if desk.is_unanswered(order):
            return wording.order_unanswered.format(order=name)
        return wording.order_sent.format(order=name)


def offered(room: RoomRecord) -> tuple[OrderKind, ...]:
    """The orders that make sense now."""
    if room.state is None or not room.connected:
        return ()
    return _ORDERS.get(room.state.activity, ())


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """By which names are sorted: Room 2 before Room 10."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def _urgency(room: RoomRecord, *, calls: bool, quiet: bool, away: bool) -> Urgency:
    activity = None if room.state is None else room.state.activity
    if calls:
        return Urgency.CALLS
    if quiet or (activity in _WORRYING and not away):
        return Urgency.WORRIES
    is_deaf = room.checked is not None and not room.checked.passed
    has_faults = room.health is not None and bool(room.health.faults)
    if away or activity in _BROKEN or has_faults or is_deaf:
        return Urgency.FAULT
    return Urgency.FREE if activity in (None, Activity.WAITING) else Urgency.BUSY


def _time(at: datetime | None) -> str:
    """In the desk's own time of day; with the date when it is not today's is of no use here."""
    return "" if at is None else f"{at.astimezone():%H:%M}"
