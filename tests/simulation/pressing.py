"""A whole session in a simulated room, led by somebody who presses keys: quick, and all of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from tests.english import english_content, english_vocabulary
from tests.fake_ports import FakeAlarm, FakeListener, FakeVoice
from tests.simulation.rooms import silent_setup
from voice_rom.audio_monitor import AudioMonitor
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.meanings import Meaning, Meant, NamedChoice
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import Effect, Listen, Prosody, Say
from voice_rom.core.protocol.events import Commanded, Event
from voice_rom.ports import RoomLevel, Signal, TimeReached
from voice_rom.session import Session
from voice_rom.simulation.faults import LOOKED_EVERY, FaultDetection
from voice_rom.simulation.room import SimulatedRoom
from voice_rom.sound import SAMPLE_RATE, Clip
from voice_rom.store import MemoryStore

SETTINGS = load_settings(PACKAGED, {"session.tests": ["leg-lift"], "safety.screening": False})

A_LINE = 2.0
"""Seconds that the voice takes for it."""

THINKING = 7.5
"""Seconds until a key is pressed: less than the time limit of a question, and more than it takes to
notice a fault and mend it."""

KEYS = {
    State.SOUND_CHECK: Meaning.YES,
    State.STEP: Meaning.READY,
    State.QUESTION: Meaning.NO,
    State.CONFIRMATION: Meaning.YES,
    State.SIDE: Meaning.LEFT,
    State.SUMMARY: Meaning.READY,
    State.COMPLAINT: Meaning.YES,
    State.SHARP: Meaning.NO,
    State.SORE_SIDE: Meaning.LEFT,
    State.WELFARE: Meaning.YES,
    State.PAUSED: Meaning.CONTINUE,
    State.STOPPED: Meaning.CONTINUE,
}

Act = Callable[["PressingRoom"], None]


@dataclass(frozen=True)
class Moment:
    """The first time that the dialogue speaks, or listens, in this state."""

    state: State
    speaking: bool


class SlowVoice(FakeVoice):
    """Takes its time for every line."""

    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:
        clips = super().clips(lines, prosody)
        return [Clip(np.full(round(A_LINE * SAMPLE_RATE), 1000, dtype=np.int16)) for _ in clips]


class PressingRoom(SimulatedRoom):
    """A room with somebody in it who sees what happens, and presses the plainest key.

    It is a display, too; a speech that comes before the key was pressed puts it off.
    """

    def __init__(self, acts: dict[Moment, Act]) -> None:
        """`acts`: what else happens, once, at these moments."""
        noticing = FaultDetection(
            SETTINGS.devices.gone_after + LOOKED_EVERY, SETTINGS.devices.retry_after
        )
        super().__init__(
            replace(silent_setup(noise_dbfs=-65.0, longest=3_600.0), noticing=noticing)
        )
        self.dialogue = Dialogue(english_content(), english_vocabulary(), SETTINGS)
        self.events: list[tuple[float, Event]] = []
        self.speeches: list[tuple[float, tuple[str, ...]]] = []
        self.moments: list[str | None] = []
        """When (s), and which texts."""
        self._acts = dict(acts)
        self._key: tuple[float, Meant] | None = None

    def press_instead(self, at: float, meaning: Meant) -> None:
        """Press this at this time (s), in place of the plainest key."""
        self._key = (at, meaning)

    # ports.Room

    def next(self, until: float | None) -> Signal:
        key = self._key
        if key is None or (until is not None and until <= key[0]):
            return super().next(until)
        signal = super().next(key[0])
        if isinstance(signal, TimeReached):
            self._key = None
            return Commanded(key[1])
        return signal

    # ports.Display

    def event(self, at: float, event: Event) -> None:
        self.events.append((at, event))

    def effect(self, at: float, effect: Effect) -> None:
        if isinstance(effect, Say):
            self._key = None
            self.speeches.append((at, tuple(line.text_id for line in effect.lines)))
            self.moments.append(effect.moment)
        elif isinstance(effect, Listen):
            key: Meant | None = KEYS.get(self.dialogue.state)
            if key is Meaning.NO and key not in effect.expected:
                key = NamedChoice("straight")
            self._key = None if key is None else (at + THINKING, key)
        else:
            return
        act = self._acts.pop(Moment(self.dialogue.state, isinstance(effect, Say)), None)
        if act is not None:
            act(self)

    def level(self, at: float, level: RoomLevel) -> None:
        """Nobody looks at it."""

    def missed(self, at: float, count: int) -> None:
        """It is told directly, and misses nothing."""


@dataclass
class Led:
    """A session that was led to its end."""

    room: PressingRoom
    report: Report
    alarm: FakeAlarm = field(default_factory=FakeAlarm)

    def times(self, kind: type[Event]) -> list[float]:
        """When (s) events of this kind came."""
        return [at for at, event in self.room.events if isinstance(event, kind)]

    def said_at(self, text_id: str) -> list[float]:
        """When (s) the speeches began that this text is part of."""
        return [at for at, texts in self.room.speeches if text_id in texts]

    def moments(self) -> list[str | None]:
        """Where in the session the speeches were, in their order."""
        return self.room.moments


def lead(acts: dict[Moment, Act]) -> Led:
    """Lead a session from its first word to its report, with these acts at their moments."""
    room, alarm = PressingRoom(acts), FakeAlarm()
    session = Session(
        room.dialogue,
        room=AudioMonitor(room, SETTINGS.devices),
        listener=FakeListener(),
        voice=SlowVoice(),
        display=room,
        store=MemoryStore(),
        alarm=alarm,
        room_echo_seconds=SETTINGS.hearing.room_echo_seconds,
    )
    return Led(room, session.run(), alarm)
