"""Tells the clinic's staff where the session stands: a display that nobody waits for."""

from collections.abc import Callable
from typing import Final

from voice_rom.core.protocol.effects import Effect, Say
from voice_rom.core.protocol.events import (
    Commanded,
    Event,
    Heard,
    SomebodyThere,
    Started,
    UtteranceBegan,
)
from voice_rom.intercom.messages import Activity, Health, RoomState
from voice_rom.kiosk.room_health import RoomHealth
from voice_rom.kiosk.session_states import SessionStates
from voice_rom.ports import RoomLevel

AWAITED: Final = frozenset(
    {
        Activity.BEGINNING,
        Activity.SCREENING,
        Activity.QUESTION,
        Activity.COMPLAINT,
        Activity.STOPPED,
        Activity.WELFARE,
        Activity.CALLING,
    }
)
"""In these somebody is to say something; a movement, a pause and the summary take their time."""


class StaffDisplay:
    """Implements `ports.Display`. What it is told takes it no time: it is told directly."""

    def __init__(
        self,
        states: SessionStates,
        health: RoomHealth,
        tell_state: Callable[[RoomState], None],
        tell_health: Callable[[Health], None],
    ) -> None:
        self._states = states
        self._health = health
        self._tell_state = tell_state
        self._tell_health = tell_health
        self._state = RoomState(activity=Activity.BEGINNING)
        self._alive_at = 0.0
        """When there was a sign of life last (s, the room's clock)."""

    def event(self, at: float, event: Event) -> None:
        self._health.event(event)
        self._tell_health(self._health.health)
        match event:
            case Started() | UtteranceBegan() | Commanded() | SomebodyThere():
                self._alive(at)
            case Heard(utterance) if utterance.words:
                self._alive(at)
            case _:
                pass

    def effect(self, at: float, effect: Effect) -> None:
        if isinstance(effect, Say):
            before = self._state
            self._state = self._states.at(effect.moment, before)
            if self._state != before:
                self._tell(at)

    def level(self, at: float, level: RoomLevel) -> None:  # noqa: ARG002 - the noise needs no time
        self._health.level(level)
        self._tell_health(self._health.health)

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    def close(self) -> None:
        """The line goes on: it is its owner's to close."""

    def _alive(self, at: float) -> None:
        self._alive_at = at
        if self._state.activity in AWAITED:
            self._tell(at)

    def _tell(self, at: float) -> None:
        quiet_for = None
        if self._state.activity in AWAITED:
            quiet_for = round(max(0.0, at - self._alive_at), 1)
        self._tell_state(self._state.model_copy(update={"quiet_for": quiet_for}))
