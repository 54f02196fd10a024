"""Whatever happens, in whatever order: it never raises, never loses an answer, can always end."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.conftest import MakePerson
from tests.core.person import Person, utterance
from voice_rom.core.effects import Deafen, Effect, Listen, Record, Say, StartTimer
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
    SpeechFinished,
    Started,
    Timer,
    TimerFired,
    UtteranceBegan,
)
from voice_rom.core.findings import Answer
from voice_rom.core.meanings import Meaning
from voice_rom.core.states import State

WORDS = [meaning.value for meaning in Meaning if meaning not in (Meaning.UNSURE, Meaning.WHERE)]
WORDS += ["not sure", "where am i", "seven", "uh", "", "left right", "yes no"]

SPEECH_OVER = "speech over"
"""Stands for `SpeechFinished` of the latest speech: the number is known only when it is told."""

EVENTS: st.SearchStrategy[Event | str] = st.one_of(
    st.just(SPEECH_OVER),
    st.just(SPEECH_OVER),
    st.sampled_from(WORDS).map(lambda words: Heard(utterance(words))),
    st.sampled_from(WORDS).map(lambda words: Heard(utterance(words, during_voice=True))),
    st.sampled_from(list(Meaning)).map(Commanded),
    st.sampled_from(list(Timer)).map(TimerFired),
    st.integers(0, 300).map(SpeechFinished),
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

    def __init__(self, person: Person) -> None:
        self.person = person
        self.listening = False
        self.waits_for_voice = True
        self.timer = False

    def tell(self, event: Event | str) -> None:
        real = SpeechFinished(self.person.last_speech) if isinstance(event, str) else event
        before = self.person.answers
        effects = self.person.tell(real)
        for effect in effects:
            self._follow(effect)
        self._nothing_is_lost(before, effects)
        self._something_will_end_the_wait()

    def _follow(self, effect: Effect) -> None:
        if isinstance(effect, Listen):
            self.listening = True
        elif isinstance(effect, Deafen):
            self.listening = False
        elif isinstance(effect, StartTimer):
            self.timer = True
        elif isinstance(effect, Say):
            assert not self.listening, "it listens while it speaks"
            self.waits_for_voice = True
            self.timer = False

    def _nothing_is_lost(self, before: dict[tuple[str, str], Answer], effects: object) -> None:
        after = self.person.answers
        assert set(before) <= set(after), "an answer is lost"
        assert isinstance(effects, tuple)
        told = sum(isinstance(effect, Record) for effect in effects)
        changed = sum(after[key] != before.get(key) for key in after)
        assert changed <= told, "an answer changed without a record"

    def _something_will_end_the_wait(self) -> None:
        if self.person.state in (State.ENDED, State.DEVICE_LOST):
            return
        assert self.waits_for_voice or self.timer, "nothing ends this wait"


@given(events=st.lists(EVENTS, min_size=30, max_size=150))
@MANY
def test_no_sequence_of_events_breaks_it(person: MakePerson, events: list[Event | str]) -> None:
    watch = Watch(person())
    for event in events:
        watch.tell(event)


@given(events=st.lists(EVENTS, max_size=100))
@MANY
def test_saying_nothing_but_stop_leads_to_a_report_from_anywhere(
    person: MakePerson, events: list[Event | str]
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
    person: MakePerson, events: list[Event | str]
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
    person: MakePerson, events: list[Event | str]
) -> None:
    anna = person()
    watch = Watch(anna)
    for event in events:
        watch.tell(event)
    anna.tell(QuitAsked())
    anna.tell(QuitAsked())
    assert anna.is_in(State.ENDED)
    assert anna.report.tests
