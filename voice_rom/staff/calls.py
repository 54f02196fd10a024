"""The calls for help: each stays until somebody says that they are on it, over restarts too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from voice_rom.intercom.messages import CallReason
from voice_rom.staff.folder import faults_told, read_kept, write_kept

FILE_NAME: Final = "calls.json"

MOST_OF_A_ROOM: Final = 50
"""Open calls. No room comes near it; one that is out of its mind must not fill the memory."""

_ANSWERED_KEPT: Final = timedelta(days=1)
"""So long an answered call is known: its room may have been away, and tells it again."""


@dataclass(frozen=True, kw_only=True)
class KeptCall:
    call_id: str
    room_id: str
    room: str
    """What staff call it; empty: it has no name."""
    reason: CallReason
    at: datetime
    by: str = ""
    """Who is on it; empty: nobody yet."""
    answered_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


class TooManyCallsError(Exception):
    """A room calls without end."""


class CallBook:
    """All calls that are open, and those that were answered lately."""

    def __init__(self, calls: Iterable[KeptCall] = ()) -> None:
        self._calls = {call.call_id: call for call in calls}

    @property
    def all(self) -> tuple[KeptCall, ...]:
        return tuple(self._calls.values())

    @property
    def open(self) -> tuple[KeptCall, ...]:
        """Whoever waits longest is first."""
        return tuple(sorted((c for c in self.all if c.is_open), key=lambda call: call.at))

    def find(self, call_id: str) -> KeptCall | None:
        return self._calls.get(call_id)

    def of_room(self, room_id: str) -> tuple[KeptCall, ...]:
        return tuple(call for call in self.all if call.room_id == room_id)

    def receive(self, call: KeptCall) -> bool:
        """Whether it is a new one. Raises TooManyCallsError."""
        if call.call_id in self._calls:
            return False
        if sum(each.is_open for each in self.of_room(call.room_id)) >= MOST_OF_A_ROOM:
            raise TooManyCallsError
        self._calls[call.call_id] = call
        return True

    def answer(self, call_id: str, by: str, at: datetime) -> KeptCall | None:
        """The call, answered; None: it is not open."""
        call = self._calls.get(call_id)
        if call is None or not call.is_open:
            return None
        answered = self._calls[call_id] = replace(call, by=by, answered_at=at)
        return answered

    def move(self, call: KeptCall, room_id: str, room: str) -> KeptCall:
        """The call, as one of this room."""
        moved = self._calls[call.call_id] = replace(call, room_id=room_id, room=room)
        return moved

    def forget_old(self, now: datetime) -> bool:
        """Whether there were any that nobody needs any more."""
        old = [
            call.call_id
            for call in self.all
            if call.answered_at is not None and now - call.answered_at > _ANSWERED_KEPT
        ]
        for call_id in old:
            del self._calls[call_id]
        return bool(old)


_KEPT: Final[TypeAdapter[tuple[KeptCall, ...]]] = TypeAdapter(tuple[KeptCall, ...])


class CallFile:
    """The calls on disk. Not for several threads at once."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME

    def read(self) -> tuple[tuple[KeptCall, ...], Path | None]:
        """The calls; and where a damaged file was put, which must not keep the desk from its work.

        Raises StaffFolderUnusable.
        """
        content = read_kept(self._file)
        if content is None:
            return (), None
        try:
            return _KEPT.validate_json(content), None
        except ValidationError:
            aside = self._file.with_suffix(".damaged.json")
            with faults_told(self._file):
                self._file.replace(aside)
            return (), aside

    def write(self, calls: tuple[KeptCall, ...]) -> None:
        """Raises StaffFolderUnusable."""
        write_kept(self._file, _KEPT.dump_json(calls, indent=1).decode())
