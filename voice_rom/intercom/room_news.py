"""What a room has to tell the desk: only the newest of what changes, and every call for help.

Written by the session's thread and by orders, read by the thread of the link; nobody ever waits.
"""

import math
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

from voice_rom.core.protocol.effects import AlertReason
from voice_rom.intercom.help_calls import HelpCalls
from voice_rom.intercom.messages import (
    Call,
    Done,
    FromRoom,
    Health,
    OrderRefused,
    RoomSettings,
    RoomState,
    SoundChecked,
)

Reply = SoundChecked | OrderRefused | Done
"""What an order came to."""

HEALTH_SECONDS: Final = 60.0
"""So often the health is told, even if it has not changed: its noise always does a little."""

LOUDER_DB: Final = 6.0
"""A noise that has changed so much is told at once."""

LEAST_SECONDS: Final = 0.2
"""Between two states, or two of the health: of those that come faster, the newest is told."""

_MOST_REPLIES: Final = 20


class RoomNews:
    def __init__(self, calls: HelpCalls, clock: Callable[[], float]) -> None:
        """`clock` gives seconds, from anywhere on."""
        self.calls = calls
        self._clock = clock
        self._wake: Callable[[], None] = lambda: None
        self._lock = threading.RLock()
        self._state: RoomState | None = None
        self._state_at = 0.0
        self._state_told_at: float | None = None
        self._health: Health | None = None
        self._told_health: Health | None = None
        self._health_told_at: float | None = None
        self._settings: RoomSettings | None = None
        self._replies: deque[Reply] = deque(maxlen=_MOST_REPLIES)
        self._told: set[str] = set()
        """The calls that this connection has carried already."""
        self._state_told = self._health_told = True
        self._settings_told = True
        self._takes_settings = False

    # The room's side

    def wakes(self, wake: Callable[[], None]) -> None:
        """From now on `wake` is called whenever there is something new."""
        self._wake = wake

    def call(self, reason: AlertReason) -> None:
        """Call for help."""
        if self.calls.make(reason):
            self._wake()

    def state(self, state: RoomState) -> None:
        """Where the session stands; `quiet_for` counts from now on."""
        with self._lock:
            self._state, self._state_at, self._state_told = state, self._clock(), False
        self._wake()

    def health(self, health: Health) -> None:
        """How the devices are. A noise that is about as loud as it was waits for its minute."""
        with self._lock:
            self._health = health
            told = self._told_health
            if told is None or _differs(told, health):
                self._health_told = False
        self._wake()

    def settings(self, settings: RoomSettings) -> None:
        """The room's settings, as far as staff look at them."""
        with self._lock:
            self._settings, self._settings_told = settings, not self._takes_settings
        self._wake()

    def reply(self, reply: Reply) -> None:
        """What an order came to."""
        with self._lock:
            self._replies.append(reply)
        self._wake()

    # The link's side

    def begin(self, *, takes_settings: bool) -> None:
        """There is a new connection: all that is true now is to be told on it.

        `takes_settings`: whether this desk knows that message.
        """
        with self._lock:
            self._told.clear()
            self._takes_settings = takes_settings
            self._state_told = self._health_told = False
            self._settings_told = not takes_settings
            self._state_told_at = self._health_told_at = None

    def take(self) -> list[FromRoom]:
        """What is to be told now, calls for help first."""
        with self._lock:
            messages: list[FromRoom] = [*self._new_calls()]
            since = self._since(self._state_told_at)
            if self._state is not None and not self._state_told and since >= LEAST_SECONDS:
                self._state_told, self._state_told_at = True, self._clock()
                messages.append(self._state_now(self._state))
            if self._health is not None and self._health_is_due():
                self._health_told, self._health_told_at = True, self._clock()
                self._told_health = self._health
                messages.append(self._health)
            if self._settings is not None and not self._settings_told:
                self._settings_told = True
                messages.append(self._settings)
            messages.extend(self._replies)
            self._replies.clear()
            return messages

    def _new_calls(self) -> Sequence[Call]:
        calls = [call for call in self.calls.unseen() if call.call_id not in self._told]
        self._told.update(call.call_id for call in calls)
        return calls

    def _health_is_due(self) -> bool:
        least = HEALTH_SECONDS if self._health_told else LEAST_SECONDS
        return self._since(self._health_told_at) >= least

    def _since(self, told_at: float | None) -> float:
        return math.inf if told_at is None else self._clock() - told_at

    def _state_now(self, state: RoomState) -> RoomState:
        if state.quiet_for is None:
            return state
        quiet_for = state.quiet_for + self._clock() - self._state_at
        return state.model_copy(update={"quiet_for": round(quiet_for, 1)})


def _differs(told: Health, now: Health) -> bool:
    if _without_noise(told) != _without_noise(now):
        return True
    before, noise = told.noise_dbfs, now.noise_dbfs
    if before is None or noise is None:
        return before is not noise
    return abs(before - noise) >= LOUDER_DB


def _without_noise(health: Health) -> Health:
    return health.model_copy(update={"noise_dbfs": None})
