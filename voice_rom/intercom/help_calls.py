"""The calls for help of a room: told to the desk until it has seen them, and what became of each.

Made in the session's thread and told in another, in which the desk's word on them arrives.
"""

import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from voice_rom.core.protocol.effects import AlertReason
from voice_rom.core.protocol.events import (
    StaffAcknowledged,
    StaffNews,
    StaffNotReached,
    StaffTold,
)
from voice_rom.intercom.messages import LONGEST_SECONDS, Call, CallReason

NOT_REACHED_SECONDS: Final = 10.0
"""A call that nobody has seen by then is told to who waits for help: they must not count on it."""

_REASONS: Final = {
    AlertReason.HELP: CallReason.HELP,
    AlertReason.NO_ANSWER: CallReason.NO_ANSWER,
}


@dataclass(eq=False)
class OpenCall:
    """A call that is not acknowledged yet."""

    call_id: str
    reason: CallReason
    made_at: float
    """Seconds, on the clock of the calls."""
    earlier: bool = False
    """It was made in another session: what becomes of it is no news for who is here now."""
    seen: bool = False
    told_unreached: bool = False


class HelpCalls:
    """All that are open. From any thread; never waits."""

    def __init__(self, clock: Callable[[], float], earlier: Iterable[OpenCall] = ()) -> None:
        """`earlier`: those that no desk had seen when the session ended in which they were made."""
        self._clock = clock
        self._open = {call.call_id: call for call in earlier}
        self._news: deque[StaffNews] = deque()
        # Its lock lets the same thread in again: a signal's handler may come in the middle.
        self._lock = threading.RLock()

    # The session's side

    def make(self, reason: AlertReason) -> bool:
        """Call for help. False: such a call is open already, and what is known is told again."""
        with self._lock:
            same = self._mine(_REASONS[reason])
            if same is None:
                call = OpenCall(secrets.token_urlsafe(12), _REASONS[reason], self._clock())
                self._open[call.call_id] = call
                return True
            if same.seen:
                self._news.append(StaffTold())
            elif same.told_unreached:
                self._news.append(StaffNotReached())
            return False

    def news(self) -> StaffNews | None:
        """What became of the calls of this session, once for each change."""
        with self._lock:
            for call in self._open.values():
                waits = not call.earlier and not call.seen and not call.told_unreached
                if waits and self._clock() - call.made_at >= NOT_REACHED_SECONDS:
                    call.told_unreached = True
                    self._news.append(StaffNotReached())
            return self._news.popleft() if self._news else None

    def any_here(self) -> bool:
        """Whether a call of this session is not acknowledged yet."""
        with self._lock:
            return any(not call.earlier for call in self._open.values())

    # The desk's side

    def unseen(self) -> Sequence[Call]:
        """What is to be told to the desk, the earliest first."""
        with self._lock:
            return [
                Call(
                    call_id=call.call_id,
                    reason=call.reason,
                    ago=min(LONGEST_SECONDS, max(0.0, self._clock() - call.made_at)),
                )
                for call in self._open.values()
                if not call.seen
            ]

    def seen(self, call_id: str) -> None:
        """It stands on a page of the staff. An id that is not known is passed over."""
        with self._lock:
            call = self._open.get(call_id)
            if call is None or call.seen:
                return
            call.seen = True
            if not call.earlier:
                self._news.append(StaffTold())

    def acknowledged(self, call_id: str) -> None:
        """One of the staff has said that they have seen it: it is no open call any more."""
        with self._lock:
            call = self._open.pop(call_id, None)
            if call is not None and not call.earlier:
                self._news.append(StaffAcknowledged())

    def _mine(self, reason: CallReason) -> OpenCall | None:
        return next(
            (each for each in self._open.values() if each.reason is reason and not each.earlier),
            None,
        )
