"""What the desk does with what rooms tell and staff want: no clock, no socket, no file of its own.

Everything here happens in the loop of the server.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final, Protocol, assert_never

from voice_rom.intercom.messages import (
    Activity,
    Call,
    CallAcknowledged,
    CallSeen,
    Done,
    FromDesk,
    FromRoom,
    Health,
    Hello,
    Order,
    OrderKind,
    OrderRefused,
    RoomSettings,
    RoomState,
    SoundChecked,
    Welcome,
)
from voice_rom.staff.calls import CallBook, KeptCall
from voice_rom.staff.rooms import ANSWER_SECONDS, FORGOTTEN_SECONDS, GivenOrder, RoomRecord

_ORDER_BYTES: Final = 9

_BETWEEN_PEOPLE: Final = (Activity.WAITING, Activity.CHECKING_SOUND, Activity.FAULT)


class Haste(Enum):
    """How soon what has changed is to be shown."""

    NOW = auto()
    """Somebody calls for help."""
    SOON = auto()
    """With whatever else changes within a moment."""


class OutOfTurnError(Exception):
    """A message that this room may not send now."""


class RoomLine(Protocol):
    """The way to one connected room. Neither of these waits."""

    def send(self, message: FromDesk) -> None: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class DeskClock:
    monotonic: Callable[[], float]
    """Seconds, for how long things are so."""
    now: Callable[[], datetime]
    """The time of day, with its zone, for since when they are."""


class Desk:
    def __init__(
        self,
        clock: DeskClock,
        calls: CallBook,
        *,
        changed: Callable[[Haste], None],
        keep: Callable[[tuple[KeptCall, ...]], None],
    ) -> None:
        """`changed` is told when there is something to show.

        `keep` is told when the calls are others than before.
        """
        self._clock = clock
        self._calls = calls
        self._changed = changed
        self._keep = keep
        self._rooms: dict[str, RoomRecord] = {}
        self._lines: dict[str, RoomLine] = {}
        self._seen: set[str] = set()

    @property
    def rooms(self) -> tuple[RoomRecord, ...]:
        return tuple(self._rooms.values())

    @property
    def calls(self) -> CallBook:
        return self._calls

    def find(self, room_id: str) -> RoomRecord | None:
        return self._rooms.get(room_id)

    # What rooms tell

    def room_came(self, hello: Hello, line: RoomLine) -> None:
        """A newer connection of a room closes the one before."""
        before = self._lines.pop(hello.room_id, None)
        if before is not None:
            before.close()
        self._lines[hello.room_id] = line
        self._forget_namesakes(hello)
        known = self._rooms.get(hello.room_id)
        record = RoomRecord(
            room_id=hello.room_id,
            name=hello.room,
            program=hello.program,
            connected=True,
            since=self._clock.monotonic(),
            since_at=self._clock.now(),
        )
        if known is not None:
            record = replace(
                record,
                state=known.state,
                health=known.health,
                settings=known.settings,
                order=known.order,
                checked=known.checked,
                checked_at=known.checked_at,
            )
        self._rooms[hello.room_id] = record
        line.send(Welcome())
        for call in self._calls.of_room(hello.room_id):
            self._answer_call(call)
        self._changed(Haste.SOON)

    def room_said(self, room_id: str, line: RoomLine, message: FromRoom) -> None:
        """Raises OutOfTurnError and TooManyCallsError."""
        if self._lines.get(room_id) is not line:
            return  # it has a newer connection
        record = self._rooms[room_id]
        match message:
            case Hello():
                raise OutOfTurnError
            case RoomState():
                self._take_state(record, message)
            case Health():
                self._rooms[room_id] = replace(record, health=message)
            case RoomSettings():
                self._rooms[room_id] = replace(record, settings=message)
            case Call():
                self._take_call(record, message)
            case SoundChecked():
                at = self._clock.now()
                self._rooms[room_id] = replace(record, checked=message, checked_at=at)
            case OrderRefused():
                self._close_order(record, message.order_id, message.why)
            case Done():
                self._close_order(record, message.order_id, None)
            case _:
                assert_never(message)
        self._changed(Haste.NOW if isinstance(message, Call) else Haste.SOON)

    def room_left(self, room_id: str, line: RoomLine) -> None:
        if self._lines.get(room_id) is not line:
            return
        del self._lines[room_id]
        self._rooms[room_id] = replace(
            self._rooms[room_id],
            connected=False,
            since=self._clock.monotonic(),
            since_at=self._clock.now(),
        )
        self._changed(Haste.SOON)

    # What staff do

    def shown(self, call_id: str) -> None:
        """A page says that this call stands on it."""
        call = self._calls.find(call_id)
        if call is None or call_id in self._seen:
            return
        self._seen.add(call_id)
        self._tell(call.room_id, CallSeen(call_id=call_id))

    def acknowledge(self, call_id: str, by: str) -> bool:
        """Somebody is on it. False: it is not open any more."""
        call = self._calls.answer(call_id, by, self._clock.now())
        if call is None:
            return False
        self._keep(self._calls.all)
        self._tell(call.room_id, CallAcknowledged(call_id=call.call_id))
        self._changed(Haste.NOW)
        return True

    def order(self, room_id: str, kind: OrderKind) -> bool:
        """Send it to the room. False: there is no way to it."""
        record = self._rooms.get(room_id)
        if record is None or room_id not in self._lines:
            return False
        order_id = secrets.token_urlsafe(_ORDER_BYTES)
        given = GivenOrder(order_id=order_id, kind=kind, sent=self._clock.monotonic())
        self._rooms[room_id] = replace(record, order=given)
        self._tell(room_id, Order(order_id=order_id, order=kind))
        self._changed(Haste.SOON)
        return True

    # As time passes

    def tick(self) -> None:
        """Once a second."""
        now = self._clock.monotonic()
        calling = {call.room_id for call in self._calls.open}
        for record in self.rooms:
            gone = not record.connected and now - record.since > FORGOTTEN_SECONDS
            if gone and record.room_id not in calling:
                del self._rooms[record.room_id]
        if self._calls.forget_old(self._clock.now()):
            self._seen &= {call.call_id for call in self._calls.all}
            self._keep(self._calls.all)
        self._changed(Haste.SOON)

    def is_unanswered(self, order: GivenOrder) -> bool:
        waited = self._clock.monotonic() - order.sent
        return order.done is None and order.refused is None and waited > ANSWER_SECONDS

    def _take_state(self, record: RoomRecord, state: RoomState) -> None:
        quiet = state.quiet_for
        quiet_from = None if quiet is None else self._clock.monotonic() - quiet
        # Whoever began a session since has found out how the sound is.
        checked = record.checked if state.activity in _BETWEEN_PEOPLE else None
        self._rooms[record.room_id] = replace(
            record, state=state, quiet_from=quiet_from, checked=checked
        )

    def _take_call(self, record: RoomRecord, call: Call) -> None:
        kept = KeptCall(
            call_id=call.call_id,
            room_id=record.room_id,
            room=record.name,
            reason=call.reason,
            at=self._clock.now() - timedelta(seconds=call.ago),
        )
        if self._calls.receive(kept):
            self._keep(self._calls.all)
            return
        known = self._calls.find(call.call_id)
        if known is not None and known.room_id != record.room_id:
            known = self._call_from_before(known, record)
        if known is not None:
            self._answer_call(known)

    def _call_from_before(self, call: KeptCall, record: RoomRecord) -> KeptCall | None:
        """A kiosk that was started anew has another id, and tells what nobody has seen before.

        None: it is another room's, which is there.
        """
        if call.room_id in self._lines:
            return None
        moved = self._calls.move(call, record.room_id, record.name)
        self._keep(self._calls.all)
        return moved

    def _answer_call(self, call: KeptCall) -> None:
        """Whatever was told before: its room may not have heard it."""
        if call.call_id in self._seen:
            self._tell(call.room_id, CallSeen(call_id=call.call_id))
        if not call.is_open:
            self._tell(call.room_id, CallAcknowledged(call_id=call.call_id))

    def _close_order(self, record: RoomRecord, order_id: str, refused: str | None) -> None:
        order = record.order
        if order is None or order.order_id != order_id:
            return
        done = self._clock.monotonic()
        closed = replace(order, done=done, refused=refused)
        self._rooms[record.room_id] = replace(record, order=closed)

    def _forget_namesakes(self, hello: Hello) -> None:
        """A kiosk that was started anew has another id: the one from before is no other room."""
        for record in self.rooms:
            same = hello.room and record.name == hello.room and record.room_id != hello.room_id
            if same and not record.connected:
                del self._rooms[record.room_id]

    def _tell(self, room_id: str, message: FromDesk) -> None:
        line = self._lines.get(room_id)
        if line is not None:
            line.send(message)
