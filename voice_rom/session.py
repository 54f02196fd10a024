"""The only loop: the next thing that happens, the dialogue's word on it, its effects carried out.

A live session and a simulated one run this same loop; only the room differs.
"""

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from voice_rom.core.dialogue.dialogue import Dialogue
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.outcome.report import Report
from voice_rom.core.protocol.effects import (
    AlertOwner,
    CancelTimer,
    Effect,
    Finish,
    Listen,
    Prepare,
    Record,
    Resume,
    Say,
    ShowUnderstood,
    Silence,
    StartTimer,
    StopListening,
)
from voice_rom.core.protocol.events import (
    Device,
    DeviceBack,
    DeviceLost,
    Event,
    Heard,
    ListeningBegan,
    LoudspeakerMuted,
    RoomSounded,
    SentenceBegan,
    SpeechBegan,
    SpeechFinished,
    Started,
    StorageLost,
    StorageRenewed,
    Timer,
    TimerFired,
    UtteranceBegan,
)
from voice_rom.earcons import Earcon, Earcons, later
from voice_rom.errors import StorageUnavailable
from voice_rom.ports import (
    Alarm,
    Display,
    HearingBegan,
    HearingSignal,
    Listener,
    PlaybackEnded,
    Room,
    RoomLevel,
    Signal,
    SoundTorn,
    Store,
    TimeReached,
    Voice,
)
from voice_rom.sound import Block
from voice_rom.speech_timing import SpeechTiming, course_of
from voice_rom.store import MemoryStore


class SentenceAt(NamedTuple):
    """When a sentence begins to sound, on the room's clock, and which it is."""

    at: float
    number: int


class Session:
    """Runs one dialogue in one room, to its report."""

    def __init__(  # noqa: PLR0913 - these are the seven ports, each once
        self,
        dialogue: Dialogue,
        *,
        room: Room,
        listener: Listener,
        voice: Voice,
        display: Display,
        store: Store,
        alarm: Alarm,
        room_echo_seconds: float,
        earcons: Earcons | None = None,
    ) -> None:
        """Listening begins `room_echo_seconds` after the last sample of the voice.

        With `earcons`, short sounds tell what was understood, and when it is listened.
        """
        self._dialogue = dialogue
        self._room = room
        self._listener = listener
        self._voice = voice
        self._display = display
        self._store = store
        self._lost_store: Store | None = None
        """Where the answers were kept until that failed."""
        self._alarm = alarm
        self._room_echo_seconds = room_echo_seconds
        self._earcons = earcons
        self._earcon: Earcon | None = None
        """What the next speech begins with, if it answers what was heard just now."""
        self._events: deque[Event] = deque()
        self._deadlines: dict[Timer, float] = {}
        self._speech = 0
        self._course: SpeechTiming | None = None
        """How the speech goes that is to be played and does not sound yet."""
        self._sentences: deque[SentenceAt] = deque()
        """The sentences of this speech that do not sound yet."""
        self._said_at = 0.0
        self._listening = False
        self._mute = False
        """The loudspeaker is gone: what is said is only shown."""
        self._report: Report | None = None

    def run(self) -> Report:
        """Lead the session from its first word to its report."""
        self._events.append(Started())
        self._events.extend(StorageRenewed(notice) for notice in self._store.notices)
        self._keep(self._store.begin)
        while True:
            while self._events and self._report is None:
                self._handle(self._events.popleft())
            if self._report is not None:
                return self._finished(self._report)
            self._take(self._room.next(self._next_deadline()))
            self._fire_timers()
            told = self._alarm.news()
            if told is not None:
                self._events.append(told)
            news = self._store.news()
            if news is not None:
                self._events.append(news)

    # Events in

    def _take(self, signal: Signal) -> None:
        match signal:
            case Block():
                self._notice_voice(signal)
                self._tell_sentences(signal)
                for heard in self._listener.feed(signal):
                    self._take_hearing(heard)
            case PlaybackEnded():
                self._events.append(SpeechFinished(self._speech))
            case LoudspeakerMuted():
                self._display.event(self._room.now(), signal)
            case TimeReached() | SoundTorn():
                pass
            case _:  # the dialogue is told it as it is
                self._note_loudspeaker(signal)
                self._events.append(signal)

    def _note_loudspeaker(self, signal: Event) -> None:
        match signal:
            case DeviceLost(Device.LOUDSPEAKER):
                self._mute = True
            case DeviceBack(Device.LOUDSPEAKER):
                self._mute = False
            case _:
                pass

    def _notice_voice(self, block: Block) -> None:
        """Tell when a speech begins to sound: the room's own sound card says it best."""
        course = self._course
        if course is None or block.played is None or block.end <= self._said_at:
            return
        self._course = None
        begins = max(block.start, self._said_at)
        self._events.append(
            SpeechBegan(self._speech, begins + course.last_words, begins + course.ends)
        )
        self._sentences.extend(
            SentenceAt(begins + after, number) for number, after in enumerate(course.sentences)
        )

    def _tell_sentences(self, block: Block) -> None:
        while self._sentences and self._sentences[0].at < block.end:
            began = SentenceBegan(self._speech, self._sentences.popleft().number)
            self._display.event(self._room.now(), began)

    def _take_hearing(self, heard: HearingSignal) -> None:
        """What the listener tells while the voice plays is only good for interruptions."""
        match heard:
            case Utterance():
                self._events.append(Heard(heard))
            case DeviceLost() | DeviceBack():
                self._events.append(heard)
            case _ if not self._listening:
                pass
            case HearingBegan():
                self._events.append(ListeningBegan(self._room.microphone))
            case UtteranceBegan():
                self._events.append(heard)
            case RoomLevel(noise_dbfs, peak_dbfs, _, zeros):
                self._display.level(self._room.now(), heard)
                self._events.append(RoomSounded(noise_dbfs, peak_dbfs, zeros))

    def _next_deadline(self) -> float | None:
        return min(self._deadlines.values(), default=None)

    def _fire_timers(self) -> None:
        now = self._room.now()
        for timer, deadline in sorted(self._deadlines.items(), key=lambda item: item[1]):
            if deadline <= now:
                del self._deadlines[timer]
                self._events.append(TimerFired(timer))

    # Effects out

    def _handle(self, event: Event) -> None:
        self._earcon = None
        self._display.event(self._room.now(), event)
        for effect in self._dialogue.handle(event):
            self._display.effect(self._room.now(), effect)
            self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._say(effect)
            case Silence():
                self._sentences.clear()
                self._room.silence()
            case Listen():
                self._listening = True
                begin = self._room.now() + self._room_echo_seconds
                self._listener.open(not_before=begin, during_voice=False)
            case StopListening():
                self._listening = False
                self._listener.shut()
            case StartTimer(timer, seconds):
                self._deadlines[timer] = self._room.now() + seconds
            case CancelTimer(timer):
                self._deadlines.pop(timer, None)
            case Finish(report):
                self._room.silence()
                self._report = report
            case _:
                self._pass_on(effect)

    def _pass_on(self, effect: Effect) -> None:
        """What is for others, and changes nothing of what is going on here."""
        match effect:
            case Prepare(lines, prosody):
                self._voice.prepare(lines, prosody)
            case Resume(accepted):
                self._keep(lambda: self._store.resume(accepted=accepted))
            case Record(answer):
                self._keep(lambda: self._store.record(answer))
            case AlertOwner(reason):
                self._alarm.alert(reason)
            case ShowUnderstood(understanding):  # for the displays too
                was_understood = understanding.meaning is not None
                self._earcon = Earcon.UNDERSTOOD if was_understood else Earcon.NOT_UNDERSTOOD
            case _:
                pass

    def _finished(self, report: Report) -> Report:
        timed = replace(report, seconds=round(self._room.now(), 2))
        if self._lost_store is not None:  # or what was led to its end would seem to have broken off
            with suppress(StorageUnavailable):
                self._lost_store.finish(timed)
        self._keep(lambda: self._store.finish(timed))
        for event in self._events:
            if isinstance(event, StorageLost):  # it cannot be said any more, but shown
                self._display.event(self._room.now(), event)
        return timed

    def _keep(self, step: Callable[[], None]) -> None:
        """Take a step of the store's. When it cannot, the session goes on without, and says so."""
        try:
            step()
        except StorageUnavailable as fault:
            self._lost_store, self._store = self._store, MemoryStore()
            self._events.append(StorageLost(str(fault)))

    def _say(self, say: Say) -> None:
        """Speak, with an ear for "stop". Where nothing can sound, it counts as said."""
        self._speech = say.speech
        self._course = None
        self._sentences.clear()
        clips = [] if self._mute else self._voice.clips(say.lines, say.prosody)
        news = self._voice.news()
        if news is not None:
            self._display.event(self._room.now(), news)
        if not clips:
            self._room.silence()
            self._events.append(SpeechFinished(say.speech))
            return
        self._listener.open(not_before=self._room.now(), during_voice=True)
        self._course, self._said_at = course_of(say.lines, clips), self._room.now()
        if self._earcons is not None:
            clips, delay = self._earcons.around(
                clips, before=self._earcon, listening=bool(say.offered)
            )
            self._course = later(self._course, delay)
        self._room.play(clips)
