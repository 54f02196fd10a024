"""Notices that nobody is there any more: at first it is asked aloud, then the session ends."""

from collections.abc import Callable, Sequence
from typing import Final

from voice_rom.core.assessment.settings import KioskSettings
from voice_rom.core.protocol.effects import CancelTimer, Effect, Say, StartTimer
from voice_rom.core.protocol.events import (
    Commanded,
    Event,
    Heard,
    NobodyThere,
    QuitAsked,
    SomebodyThere,
    Timer,
    UtteranceBegan,
)
from voice_rom.ports import Posted, Room, RoomLevel, Signal, TimeReached
from voice_rom.sound import Clip

TURN_SECONDS: Final = 1.0
"""At least so often the loop goes round while it waits: whoever watches over it sees that."""

_HELP_IS_CALLED: Final = "alarm"
"""The moment in which nobody is left alone: the dialogue ends it, when its own time is over."""


def no_watch() -> None:
    """Nobody watches over the loop."""


class IdleRoom:
    """Implements `ports.Room` around another one, and `ports.Display` to see signs of life.

    Signs of life are speech, keys, touches, and the time that a movement takes. It tells of
    `NobodyThere`, then of `SomebodyThere` as soon as there is one, or of `QuitAsked`.
    """

    def __init__(
        self, inner: Room, settings: KioskSettings, on_turn: Callable[[], None] = no_watch
    ) -> None:
        """`on_turn` is called whenever the loop goes round: at least once a second of its clock."""
        self._inner = inner
        self._idle = settings.idle_seconds
        self._warning = settings.warning_seconds
        self._on_turn = on_turn
        self._alive_at = inner.now()
        """When there was a sign of life last (s)."""
        self._warned_at: float | None = None
        self._answered = False
        """Since the warning there was a sign of life."""
        self._moves = False
        """A movement takes its time."""
        self._helped = False
        """Help is called."""
        self.ended_idle = False
        """Whether nobody was there any more, and the session was ended for that."""

    # ports.Room

    @property
    def microphone(self) -> str:
        return self._inner.microphone

    def now(self) -> float:
        return self._inner.now()

    def next(self, until: float | None) -> Signal:
        """See `ports.Room`."""
        while True:
            self._on_turn()
            if self._moves or self._helped:
                self._alive()
            if self._answered:
                self._warned_at, self._answered = None, False
                return SomebodyThere()
            due = self._due()
            if due is not None and self.now() >= due:
                return self._run_out()
            turn = self.now() + TURN_SECONDS
            soonest = min(each for each in (until, due, turn) if each is not None)
            signal = self._inner.next(soonest)
            if isinstance(signal, Commanded | SomebodyThere):
                self._alive()
            if isinstance(signal, SomebodyThere):
                continue  # told above, where it follows a warning
            if not isinstance(signal, TimeReached) or soonest == until:
                return signal

    def post(self, posted: Posted) -> None:
        self._inner.post(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        self._inner.play(clips)

    def silence(self) -> None:
        self._inner.silence()

    def close(self) -> None:
        self._inner.close()

    # ports.Display

    def event(self, at: float, event: Event) -> None:  # noqa: ARG002 - its own clock counts
        match event:
            case UtteranceBegan():
                self._alive()
            case Heard(utterance) if utterance.words:
                self._alive()
            case _:
                pass

    def effect(self, at: float, effect: Effect) -> None:  # noqa: ARG002
        match effect:
            case StartTimer(timer):
                self._moves = timer is Timer.MOVEMENT
            case CancelTimer():
                self._moves = False
            case Say(moment=moment):
                self._moves, self._helped = False, moment == _HELP_IS_CALLED
            case _:
                pass

    def level(self, at: float, level: RoomLevel) -> None:
        """A loud room is no person."""

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    # Within

    def _alive(self) -> None:
        self._alive_at = self.now()
        self._answered = self._warned_at is not None

    def _due(self) -> float | None:
        """When (s) the time is over, that of the warning or that before it; None: it was ended."""
        if self.ended_idle:
            return None
        if self._warned_at is None:
            return self._alive_at + self._idle
        return self._warned_at + self._warning

    def _run_out(self) -> Signal:
        if self._warned_at is None:
            self._warned_at = self.now()
            return NobodyThere(self._warning)
        self.ended_idle = True
        return QuitAsked()
