"""Whatever happens, in whatever order: it never raises, never loses an answer, can always end."""

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.conftest import MakePerson
from tests.core.person import Person, utterance
from voice_rom.core.effects import (
    CancelTimer,
    Deafen,
    Effect,
    Listen,
    Record,
    Say,
    Silence,
    StartTimer,
)
from voice_rom.core.events import (
    Commanded,
    Device,
    DeviceBack,
    DeviceLost,
    Event,
    Heard,
    ListeningBegan,
    QuitAsked,
    RoomSounded,
    SpeechBegan,
    SpeechFinished,
    Started,
    Timer,
    TimerFired,
    UtteranceBegan,
)
from voice_rom.core.findings import Answer
from voice_rom.core.meanings import Meaning
from voice_rom.core.states import State

ANSWERS = [meaning.value for meaning in Meaning if meaning not in (Meaning.UNSURE, Meaning.WHERE)]
ANSWERS += ["not sure", "where am i", "seven", "uh", "", "left right", "yes no"]
CORRECTIONS = ["sorry", "no wait", "wait", "wait no", "actually", "i mean", "no"]
CORRECTED = [f"{correction} {words}".strip() for correction in CORRECTIONS for words in ANSWERS]
WORDS = ANSWERS + CORRECTED


@dataclass(frozen=True)
class Speaks:
    """Somebody speaks, `after` so many seconds from when somebody was heard last."""

    words: str
    after: float
    seconds: float
    during_voice: bool
    level_dbfs: float


@dataclass(frozen=True)
class VoiceOver:
    """Stands for `SpeechFinished` of the latest speech."""


@dataclass(frozen=True)
class VoiceSounds:
    """The latest speech begins to sound; seconds from when somebody was heard last."""

    last_words: float
    ends: float


Happening = Event | Speaks | VoiceOver | VoiceSounds

PLAIN = ["yes", "no", "left", "right", "both", "not sure", "neither", "ready"]
"""What answers something at most moments."""

CUT_SHORT = ["no wait", "sorry", "wait no", "left sorry", "yes no wait", "right no"]
"""Taken back, with nothing in its place yet."""


def speaks(words: st.SearchStrategy[str]) -> st.SearchStrategy[Speaks]:
    """What follows the latest happening in time: nobody speaks in the past."""
    return st.builds(
        Speaks,
        words=words,
        after=st.sampled_from([0.2, 1.4, 1.6, 5.0]),
        seconds=st.sampled_from([0.3, 1.0]),
        during_voice=st.booleans(),
        level_dbfs=st.sampled_from([-25.0, -55.0]),
    )


SPEAKS = speaks(st.sampled_from(ANSWERS) | st.sampled_from(CORRECTED))
SOUNDS = st.builds(VoiceSounds, st.floats(0.0, 2.0), st.floats(0.0, 3.0))

TALK: st.SearchStrategy[Happening] = st.one_of(
    speaks(st.sampled_from(PLAIN)),
    speaks(st.builds("{} {}".format, st.sampled_from(CORRECTIONS), st.sampled_from(PLAIN))),
    speaks(st.sampled_from(CUT_SHORT)),
    st.builds(UtteranceBegan, st.just(0.0)),
    SPEAKS,
    SOUNDS,
    st.just(VoiceOver()),
)
"""Two who talk at the same time: mostly answers, and corrections of them."""

EVENTS: st.SearchStrategy[Happening] = st.one_of(
    st.just(VoiceOver()),
    st.just(VoiceOver()),
    SPEAKS,
    SPEAKS,
    SOUNDS,
    st.sampled_from(list(Meaning)).map(Commanded),
    st.sampled_from(list(Timer)).map(TimerFired),
    st.integers(0, 300).map(SpeechFinished),
    st.builds(SpeechBegan, st.integers(0, 300), st.floats(0, 100), st.floats(0, 100)),
    st.sampled_from(list(Device)).map(DeviceLost),
    st.sampled_from(list(Device)).map(DeviceBack),
    st.sampled_from([Started(), UtteranceBegan(1.0), ListeningBegan("a microphone")]),
    st.builds(RoomSounded, st.floats(-120, 0), st.floats(-120, 0), zeros=st.booleans()),
)

MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Watch:
    """What may never happen, checked after every event."""

    def __init__(self, person: Person, *, echo: bool = True) -> None:
        """Without an echo, answers count while the voice speaks."""
        self.echo = echo
        self.person = person
        self.listening = False
        self.waits_for_voice = True
        self.timer: Timer | None = None
        self.sounds: SpeechBegan | None = None
        """The latest speech, if it was told when it sounds."""
        self.in_time = False
        """What was heard last began in the voice's last words."""
        for effect in person.effects:
            self._follow(effect)

    def tell(self, happening: Happening) -> None:
        event = self._event(happening)
        if isinstance(event, TimerFired) and event.timer is self.timer:
            self.timer = None
        before, speaking = self.person.answers, self.waits_for_voice
        effects = self.person.tell(event)
        for effect in effects:
            self._follow(effect)
        self._nothing_is_lost(before, effects)
        if speaking and isinstance(happening, Speaks):
            self._nothing_is_taken_unasked(happening, effects)
        self._something_will_end_the_wait()

    def _event(self, happening: Happening) -> Event:
        anna = self.person
        match happening:
            case VoiceOver():
                self.sounds = None
                return SpeechFinished(anna.last_speech)
            case VoiceSounds(last_words, ends):
                self.sounds = SpeechBegan(anna.last_speech, anna.now + last_words, anna.now + ends)
                return self.sounds
            case Speaks():
                said = utterance(
                    happening.words,
                    start=anna.now + happening.after,
                    seconds=happening.seconds,
                    during_voice=happening.during_voice or self.waits_for_voice,
                    level_dbfs=happening.level_dbfs,
                )
                anna.now = said.decided
                self.in_time = self._is_in_time(said.start, said.end)
                return Heard(said)
        return happening

    def _is_in_time(self, start: float, end: float) -> bool:
        sounds = self.sounds
        if sounds is None or sounds.speech != self.person.last_speech:
            return False
        return start >= sounds.last_words and end > sounds.ends

    def _follow(self, effect: Effect) -> None:
        if isinstance(effect, Listen):
            self.listening = True
            self.waits_for_voice = False
        elif isinstance(effect, Deafen):
            self.listening = False
        elif isinstance(effect, Silence):
            self.waits_for_voice = False
        elif isinstance(effect, StartTimer):
            assert self.listening, "time runs while nobody is listened to"
            self.timer = effect.timer
        elif isinstance(effect, CancelTimer):
            self.timer = None
        elif isinstance(effect, Say):
            assert not self.listening, "it listens while it speaks"
            self.waits_for_voice = True
            self.timer = None

    def _nothing_is_lost(
        self, before: dict[tuple[str, str], Answer], effects: tuple[Effect, ...]
    ) -> None:
        after = self.person.answers
        assert set(before) <= set(after), "an answer is lost"
        told = sum(isinstance(effect, Record) for effect in effects)
        changed = sum(after[key] != before.get(key) for key in after)
        assert changed <= told, "an answer changed without a record"
        kinds = [type(effect) for effect in effects]
        if Record in kinds and Say in kinds:
            assert kinds[::-1].index(Say) < kinds[::-1].index(Record), "said before it was kept"

    def _nothing_is_taken_unasked(self, spoken: Speaks, effects: tuple[Effect, ...]) -> None:
        """Over the voice only a correction, or what came in time, is an answer."""
        corrects = spoken.words in CORRECTED and spoken.after < 1.5
        if self.echo and not corrects and not self.in_time:
            assert not any(isinstance(effect, Record) for effect in effects), "an echo answered"
        for effect in effects:
            if isinstance(effect, Silence) and self.timer is Timer.CORRECTION:
                assert spoken.words in CORRECTED, "nobody asked for silence"

    def _something_will_end_the_wait(self) -> None:
        if self.person.state in (State.ENDED, State.DEVICE_LOST):
            return
        assert self.waits_for_voice or self.timer, "nothing ends this wait"


MOMENTS = (State.STEP, State.QUESTION, State.CONFIRMATION, State.SIDE, State.SUMMARY)
"""By chance alone hardly anybody comes so far."""


@given(events=st.lists(EVENTS, min_size=30, max_size=150))
@MANY
def test_no_sequence_of_events_breaks_it(person: MakePerson, events: list[Happening]) -> None:
    watch = Watch(person())
    for event in events:
        watch.tell(event)


@given(
    moment=st.sampled_from(MOMENTS),
    barge_in=st.sampled_from(["stop", "everything"]),
    events=st.lists(TALK, min_size=10, max_size=40) | st.lists(EVENTS, min_size=10, max_size=40),
)
@MANY
def test_no_sequence_of_events_breaks_it_wherever_it_begins(
    person: MakePerson, moment: State, barge_in: str, events: list[Happening]
) -> None:
    anna = person(session__barge_in=barge_in, session__tests=["trunk-rotation"])
    anna.go_to(moment)
    watch = Watch(anna, echo=barge_in == "stop")
    for event in events:
        watch.tell(event)


@given(events=st.lists(EVENTS, max_size=100))
@MANY
def test_saying_nothing_but_stop_leads_to_a_report_from_anywhere(
    person: MakePerson, events: list[Happening]
) -> None:
    anna = person()
    watch = Watch(anna)
    for event in events:
        watch.tell(event)
    for device in Device:
        anna.tell(DeviceBack(device))
    for _ in range(5):  # stop and end, stop the summary and end; the goodbye needs one at most
        anna.press(Meaning.STOP)
    assert anna.is_in(State.ENDED)
    assert anna.report.tests


@given(events=st.lists(EVENTS, max_size=60))
@MANY
def test_silence_alone_ends_every_session_from_anywhere(
    person: MakePerson, events: list[Happening]
) -> None:
    anna = person()
    watch = Watch(anna)
    for event in events:
        watch.tell(event)
    for device in Device:
        anna.tell(DeviceBack(device))
    for _ in range(2000):
        if anna.is_in(State.ENDED):
            break
        anna.wait()
    assert anna.is_in(State.ENDED)


@given(events=st.lists(EVENTS, max_size=60))
@MANY
def test_quitting_ends_with_a_report_from_anywhere(
    person: MakePerson, events: list[Happening]
) -> None:
    anna = person()
    watch = Watch(anna)
    for event in events:
        watch.tell(event)
    anna.tell(QuitAsked())
    anna.tell(QuitAsked())
    assert anna.is_in(State.ENDED)
    assert anna.report.tests
