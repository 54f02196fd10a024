"""Calls for help that no desk has seen, kept over the end of a process: room, reason and time."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import platformdirs

from voice_rom.intercom.help_calls import OpenCall
from voice_rom.intercom.messages import LONGEST_SECONDS, Call, CallReason
from voice_rom.storage.private_files import make_private_folder, write_private

FILE_NAME: Final = "unseen-calls.json"

_MOST: Final = 20
"""More calls of one room than anybody makes while the desk is away."""


def kept_calls_file() -> Path:
    """Where they are kept: in the user's own data folder."""
    return platformdirs.user_data_path("voice_rom", appauthor=False) / "staff" / FILE_NAME


def _now() -> datetime:
    return datetime.now(UTC)


class KeptCalls:
    """The file. What cannot be read or written is passed over: a call must not fail for it."""

    def __init__(
        self,
        file: Path,
        clock: Callable[[], float],
        now: Callable[[], datetime] = _now,
    ) -> None:
        """`clock` is that of the calls (s), `now` the time of day, in UTC."""
        self._file = file
        self._clock = clock
        self._now = now
        self._written: frozenset[str] = frozenset()

    def read(self) -> list[OpenCall]:
        """Those that an earlier process has left."""
        try:
            kept = [self._open_call(each) for each in json.loads(self._file.read_bytes())]
        except (OSError, ValueError, TypeError, KeyError):
            return []
        self._written = frozenset(each.call_id for each in kept)
        return kept[-_MOST:]

    def write(self, unseen: Sequence[Call]) -> None:
        """Keep these, and no others; where there are none, there is no file."""
        ids = frozenset(call.call_id for call in unseen)
        if ids == self._written:
            return
        with suppress(OSError):
            if unseen:
                make_private_folder(self._file.parent, ours=True)
                write_private(self._file, json.dumps([self._as_kept(call) for call in unseen]))
            else:
                self._file.unlink(missing_ok=True)
            self._written = ids

    def _as_kept(self, call: Call) -> dict[str, str]:
        made_at = self._now() - timedelta(seconds=call.ago)
        return {
            "call_id": call.call_id,
            "reason": str(call.reason),
            "made_at": made_at.isoformat(timespec="seconds"),
        }

    def _open_call(self, kept: dict[str, str]) -> OpenCall:
        made_at = datetime.fromisoformat(kept["made_at"])
        call = Call(
            call_id=kept["call_id"],
            reason=CallReason(kept["reason"]),
            ago=min(LONGEST_SECONDS, max(0.0, (self._now() - made_at).total_seconds())),
        )
        return OpenCall(call.call_id, call.reason, self._clock() - call.ago, earlier=True)
