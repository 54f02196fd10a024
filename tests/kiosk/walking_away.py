"""A session in which somebody acts for a while and then is gone, without sound, in virtual time.

The real dialogue and the real loop, in a room that jumps from one time limit to the next.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.fake_ports import FakeAlarm, FakeListener, FakeRoom, FakeVoice
from tests.page.telling import content, settings
from voice_rom.content.load import load_vocabulary
from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import Effect, Listen, Say
from voice_rom.core.protocol.events import (
    Commanded,
    Device,
    DeviceLost,
    Event,
    NobodyThere,
    QuitAsked,
    SomebodyThere,
)
from voice_rom.display.displays import Displays
from voice_rom.kiosk.idle import IdleRoom
from voice_rom.ports import Display, RoomLevel, Signal
from voice_rom.session import Session
from voice_rom.store import MemoryStore

PLAIN: dict[State, tuple[Signal, ...]] = {
    state: (Commanded(meaning),)
    for state, meaning in {
        State.SOUND_CHECK: Meaning.YES,
        State.SCREENED: Meaning.YES,
        State.STEP: Meaning.READY,
        State.CONFIRMATION: Meaning.YES,
        State.SIDE: Meaning.LEFT,
        State.SUMMARY: Meaning.READY,
        State.COMPLAINT: Meaning.YES,
        State.SHARP: Meaning.NO,
        State.SORE_SIDE: Meaning.LEFT,
        State.GOING_ON: Meaning.YES,
        State.WELFARE: Meaning.YES,
        State.PAUSED: Meaning.CONTINUE,
        State.STOPPED: Meaning.CONTINUE,
        State.ALARM: Meaning.YES,
    }.items()
}


@dataclass
class Leaving:
    """A display: presses the plainest key whenever it is listened, until the wanted state comes."""

    room: FakeRoom
    dialogue: Dialogue
    leaves_in: State
    on_the_way: deque[tuple[State, Signal]]
    """What else is done, each when that state comes and is listened in."""
    left_at: float | None = None
    told: list[tuple[float, Event]] = field(default_factory=list)
    said: list[tuple[float, tuple[str, ...]]] = field(default_factory=list)
    answers_warnings: int = 0
    """So many of the warnings are answered by a touch."""

    def event(self, at: float, event: Event) -> None:
        self.told.append((at, event))
        if isinstance(event, NobodyThere) and self.answers_warnings:
            self.answers_warnings -= 1
            self.room.post(SomebodyThere())

    def effect(self, at: float, effect: Effect) -> None:
        if isinstance(effect, Say):
            self.said.append((at, tuple(line.text_id for line in effect.lines)))
            self._leave_in_speech(at)
        if not isinstance(effect, Listen) or self.left_at is not None:
            return
        state = self.dialogue.state
        if self.on_the_way and self.on_the_way[0][0] is state:
            self.room.signals.append(self.on_the_way.popleft()[1])
        elif state is self.leaves_in and not self.on_the_way:
            self.left_at = at
        else:
            self.room.signals.extend(PLAIN.get(state) or (Commanded(self._answer(effect)),))

    def _leave_in_speech(self, at: float) -> None:
        """In states that only speak nobody can be waited for: leaving is not to answer any more."""
        speaks_only = (State.WELCOME, State.NOTICED, State.GOODBYE)
        if self.leaves_in in speaks_only and self.dialogue.state is self.leaves_in:
            self.left_at = self.left_at or at

    @staticmethod
    def _answer(listen: Listen) -> Meant:
        named = [each for each in listen.expected if isinstance(each, NamedChoice)]
        if Meaning.YES in listen.expected:
            return Meaning.YES
        return min(named) if named else Meaning.UNSURE

    def level(self, at: float, level: RoomLevel) -> None:
        """Nobody looks at it."""

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class Left:
    """A session that was left by whom it led."""

    watch: Leaving
    idle: IdleRoom
    report: Report
    seconds: float

    def times(self, kind: type[Event]) -> list[float]:
        return [at for at, event in self.watch.told if isinstance(event, kind)]


WAYS: dict[State, Sequence[tuple[State, Signal]]] = {
    State.PAUSED: ((State.STEP, Commanded(Meaning.PAUSE)),),
    State.STOPPED: ((State.STEP, Commanded(Meaning.STOP)),),
    State.WELFARE: ((State.STEP, Commanded(Meaning.HELP_ME)),),
    State.ALARM: (
        (State.STEP, Commanded(Meaning.HELP_ME)),
        (State.WELFARE, Commanded(Meaning.HELP)),
    ),
    State.DEVICE_LOST: ((State.STEP, DeviceLost(Device.MICROPHONE)),),
    State.COMPLAINT: ((State.STEP, Commanded(Meaning.PAIN)),),
    State.SHARP: ((State.STEP, Commanded(Meaning.PAIN)),),
    State.SORE_SIDE: ((State.STEP, Commanded(Meaning.PAIN)),),
    State.GOING_ON: ((State.STEP, Commanded(Meaning.PAIN)),),
}
"""What is done to come into states that nobody comes into by answering plainly."""


LEFT_IN = [
    state
    for state in State
    if state not in (State.WAITING, State.ENDED, State.RESUMING)  # nobody resumes another's session
]
"""Everywhere that somebody can walk away."""


def lead(
    leaves_in: State,
    *,
    answers_warnings: int = 0,
    screening: bool = False,
    shown: Sequence[Display] = (),
    **changes: object,
) -> Left:
    """Lead somebody who leaves in this state, to the end of the session; `shown` are told too."""
    chosen = settings(safety__screening=screening, **changes)
    room, voice = FakeRoom(), FakeVoice()
    dialogue = Dialogue(content(), load_vocabulary("en"), chosen)
    watch = Leaving(room, dialogue, leaves_in, deque(WAYS.get(leaves_in, ())))
    watch.answers_warnings = answers_warnings
    idle = IdleRoom(room, chosen.kiosk)
    session = Session(
        dialogue,
        room=idle,
        listener=FakeListener(),
        voice=voice,
        display=Displays([watch, idle, *shown]),
        store=MemoryStore(),
        alarm=FakeAlarm(),
        room_echo_seconds=0.25,
    )
    report = session.run()
    return Left(watch, idle, report, room.now())


def quits(left: Left) -> list[float]:
    return left.times(QuitAsked)
