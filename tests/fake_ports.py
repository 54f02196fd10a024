"""Scripted fakes that implement the real ports, for the session's loop."""

from collections import deque
from collections.abc import Sequence

import numpy as np

from voice_rom.core.assessment.findings import Answer
from voice_rom.core.assessment.texts import Line
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import AlertReason, Effect, Prosody
from voice_rom.core.protocol.events import (
    AlarmFailed,
    AlarmFault,
    Event,
    QuitAsked,
    VoiceChanged,
)
from voice_rom.ports import (
    HearingBegan,
    HearingSignal,
    PlaybackEnded,
    Posted,
    RoomLevel,
    Signal,
    TimeReached,
)
from voice_rom.sound import BLOCK_SAMPLES, Block, Clip

SECONDS_A_SPEECH = 2.0

CLIP_SAMPLES = 1600
"""A tenth of a second for every line."""


class FakeRoom:
    """Plays everything in two seconds; gives the scripted signals whenever nothing plays."""

    microphone = "a fake microphone"

    def __init__(self, signals: Sequence[Signal] = ()) -> None:
        self.time = 0.0
        self.signals = deque(signals)
        self.posted: deque[Posted] = deque()
        self.over_voice: deque[Signal] = deque()
        """What happens while a speech plays:"""
        self.over_speech = 0
        """the first, or the one with this index."""
        self.playing = False
        self.played: list[Sequence[Clip]] = []
        self.silenced: list[float] = []
        self.deadlines: list[float | None] = []
        self.closed = 0

    def now(self) -> float:
        return self.time

    def next(self, until: float | None) -> Signal:
        self.deadlines.append(until)
        if self.posted:
            return self.posted.popleft()
        if self.playing and self.over_voice and len(self.played) > self.over_speech:
            return self.over_voice.popleft()
        if self.playing:
            self.playing = False
            self.time += SECONDS_A_SPEECH
            return PlaybackEnded()
        if self.signals:
            return self.signals.popleft()
        if until is None:
            return QuitAsked()
        self.time = until
        return TimeReached()

    def post(self, posted: Posted) -> None:
        self.posted.append(posted)

    def play(self, clips: Sequence[Clip]) -> None:
        self.playing = True
        self.played.append(clips)

    def silence(self) -> None:
        self.playing = False
        self.silenced.append(self.time)

    def close(self) -> None:
        self.closed += 1


def block(start: float = 0.0, *, sounding: bool = False) -> Block:
    """Silence in the microphone; with `sounding`, while the loudspeaker plays."""
    silence = np.zeros(BLOCK_SAMPLES, dtype=np.int16)
    return Block(silence, start, played=silence if sounding else None)


class FakeListener:
    """Hears the next scripted utterance in every block that it is fed while it listens."""

    def __init__(self, utterances: Sequence[Utterance | RoomLevel] = ()) -> None:
        self.utterances = deque(utterances)
        self.opened: list[tuple[float, bool]] = []
        self.shuts = 0
        self._fresh = False

    def open(self, *, not_before: float, during_voice: bool) -> None:
        self.opened.append((not_before, during_voice))
        self._fresh = True

    def shut(self) -> None:
        self.shuts += 1

    def feed(self, block: Block) -> list[HearingSignal]:
        assert len(block.samples) == BLOCK_SAMPLES
        heard: list[HearingSignal] = [HearingBegan()] if self._fresh else []
        self._fresh = False
        if self.utterances:
            heard.append(self.utterances.popleft())
        return heard

    def close(self) -> None:
        """Nothing is held."""


class FakeVoice:
    def __init__(self) -> None:
        self.prepared: list[Line] = []
        self.spoken: list[Line] = []

    def clips(self, lines: Sequence[Line], prosody: Prosody) -> list[Clip]:
        assert prosody.rate > 0
        self.spoken.extend(lines)
        return [Clip(np.full(CLIP_SAMPLES, 1000, dtype=np.int16)) for _ in lines]

    def prepare(self, lines: Sequence[Line], prosody: Prosody) -> None:
        assert prosody.rate > 0
        self.prepared.extend(lines)

    def news(self) -> VoiceChanged | None:
        """It never changes."""

    def close(self) -> None:
        """Nothing is held."""


class FakeDisplay:
    def __init__(self) -> None:
        self.events: list[tuple[float, Event]] = []
        self.effects: list[tuple[float, Effect]] = []
        self.levels: list[tuple[float, RoomLevel]] = []
        self.gaps: list[tuple[float, int]] = []

    def event(self, at: float, event: Event) -> None:
        self.events.append((at, event))

    def effect(self, at: float, effect: Effect) -> None:
        self.effects.append((at, effect))

    def level(self, at: float, level: RoomLevel) -> None:
        self.levels.append((at, level))

    def missed(self, at: float, count: int) -> None:
        self.gaps.append((at, count))

    def close(self) -> None:
        """Nothing is held."""


class FakeAlarm:
    """Fails in all the scripted ways, one after the other, each time at once."""

    def __init__(self, faults: Sequence[AlarmFault] = ()) -> None:
        self.alerts: list[AlertReason] = []
        self._faults = deque(faults)
        self._known: deque[AlarmFault] = deque()

    def alert(self, reason: AlertReason) -> None:
        self.alerts.append(reason)
        if self._faults:
            self._known.append(self._faults.popleft())

    def news(self) -> AlarmFailed | None:
        return AlarmFailed(self._known.popleft()) if self._known else None


class FakeStore:
    """Notes how much had been said when each answer came."""

    notices = ()

    def __init__(self, voice: FakeVoice) -> None:
        self.records: list[tuple[Answer, int]] = []
        self.reports: list[Report] = []
        self.resumed: list[bool] = []
        self._voice = voice

    def begin(self) -> None:
        """Nothing is opened."""

    def resume(self, *, accepted: bool) -> None:
        self.resumed.append(accepted)

    def record(self, answer: Answer) -> None:
        self.records.append((answer, len(self._voice.spoken)))

    def finish(self, report: Report) -> None:
        self.reports.append(report)

    def news(self) -> None:
        """Nothing is brought anywhere."""
