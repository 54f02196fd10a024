"""The dialogue: events in, effects out. No clock, no thread, no file, no device."""

from collections.abc import Callable
from typing import Final

from voice_rom.core.answers import Understanding, understand
from voice_rom.core.assessment import Content, Sign
from voice_rom.core.commands import Commands
from voice_rom.core.conversation import Conversation, Given
from voice_rom.core.effects import Effect, Manner, ShowUnderstood
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
    TimerFired,
    UtteranceBegan,
)
from voice_rom.core.findings import Source
from voice_rom.core.meanings import COMMANDS, INTERRUPTIONS, Meaning
from voice_rom.core.misses import Misses
from voice_rom.core.outbox import Outbox
from voice_rom.core.places import chosen_tests
from voice_rom.core.settings import Settings
from voice_rom.core.states import INTERRUPTED, State, Trigger
from voice_rom.core.turn import Phase
from voice_rom.core.vocabulary import Vocabulary
from voice_rom.core.waiting import Waiting


class Dialogue:
    """Leads one session. `handle` is all there is to call; it never raises for any event."""

    def __init__(self, content: Content, vocabulary: Vocabulary, settings: Settings) -> None:
        """Raise KeyError with the id of a chosen test that does not exist."""
        self._vocabulary = vocabulary
        self._out = Outbox(Manner(settings.voice.rate, settings.voice.gain_db))
        self._talk = Conversation(
            content,
            chosen_tests(content.assessment, settings.session.tests),
            self._out,
            clinic=settings.clinic,
            settings=settings.session,
        )
        self._waiting = Waiting(self._talk, self._out, settings)
        self._misses = Misses(self._talk, self._out, settings)
        self._commands = Commands(self._talk, self._out, settings.voice)
        self._lost: set[Device] = set()
        self._take: Final[dict[State, Callable[[Given], None]]] = {
            State.SOUND_CHECK: self._take_checked,
            State.STEP: self._take_done,
            State.QUESTION: self._take_answer,
            State.CONFIRMATION: self._take_confirmation,
            State.SIDE: self._take_side,
            State.SUMMARY: self._take_done,
            **dict.fromkeys(INTERRUPTED, self._take_interrupted),
        }

    @property
    def state(self) -> State:
        return self._talk.now

    @property
    def ended(self) -> bool:
        return self._talk.now is State.ENDED

    def handle(self, event: Event) -> tuple[Effect, ...]:
        """Take one event; return what is to be done about it, in order."""
        if not self.ended:
            self._dispatch(event)
        return self._out.take()

    def _dispatch(self, event: Event) -> None:
        match event:
            case SpeechFinished(speech):
                self._speech_finished(speech)
            case Heard(utterance):
                self._heard(understand(utterance, self._vocabulary, self._possible(event)))
            case TimerFired(timer):
                self._waiting.timer_fired(timer)
            case Commanded(meaning):
                self._meant(Given(meaning, Source.KEY))
            case Started() | QuitAsked():
                self._begin_or_quit(event)
            case DeviceLost() | DeviceBack():
                self._device_changed(event)
            case ListeningBegan() | UtteranceBegan() | RoomSounded():
                self._waiting.noticed(event)

    def _begin_or_quit(self, event: Started | QuitAsked) -> None:
        if isinstance(event, QuitAsked):
            self._out.silence()
            self._talk.move(Trigger.QUIT)
        else:
            self._talk.move(Trigger.START)
            self._out.prepare(self._talk.texts.all_fixed())

    # The voice

    def _speech_finished(self, speech: int) -> None:
        turn = self._talk.turn
        if speech != self._out.speech or turn.phase is not Phase.SPEAKING:
            return
        if turn.only_speaks:
            self._talk.move(Trigger.SPOKEN)
            return
        turn.phase = Phase.LISTENING
        turn.missed_since_prompt = False
        self._out.listen(turn.expected | COMMANDS)
        self._waiting.begin()

    # The person

    def _possible(self, event: Heard) -> frozenset[Meaning]:
        turn = self._talk.turn
        if turn.phase is Phase.SPEAKING or event.utterance.during_voice:
            return INTERRUPTIONS
        return frozenset(turn.expected | COMMANDS)

    def _heard(self, understanding: Understanding) -> None:
        """Act on an utterance. What the room says while the voice speaks is no miss."""
        over_voice = self._talk.turn.phase is Phase.SPEAKING or understanding.utterance.during_voice
        if understanding.meaning is None:
            if not over_voice:
                self._out.put(ShowUnderstood(understanding))
                self._misses.missed(understanding)
                self._waiting.resume()
            return
        self._out.put(ShowUnderstood(understanding))
        self._meant(Given(understanding.meaning, Source.VOICE, understanding))

    def _meant(self, given: Given) -> None:
        """Do what was asked for, or take the answer."""
        if given.what is Meaning.END and given.what not in self._talk.turn.expected:
            given = Given(Meaning.STOP, given.source, given.evidence)
        if given.what in COMMANDS:
            self._commands.carry_out(given.what)
            return
        answer = self._as_answer(given)
        if answer.what in self._talk.turn.expected:
            self._take[self._talk.now](answer)
        elif given.source is Source.KEY and not self._talk.turn.only_speaks:
            self._misses.not_expected()

    def _as_answer(self, given: Given) -> Given:
        """Take "the same" and "neither" for no where a difference is asked about."""
        if given.what is not Meaning.NEITHER or self._talk.now is not State.QUESTION:
            return given
        if self._talk.question.sign is not Sign.DIFFERENCE:
            return given
        return Given(Meaning.NO, given.source, given.evidence)

    def _take_checked(self, _given: Given) -> None:
        self._talk.move(Trigger.CHECKED)

    def _take_done(self, _given: Given) -> None:
        self._talk.move(Trigger.DONE)

    def _take_answer(self, given: Given) -> None:
        self._talk.give(given)
        self._talk.move(Trigger.ANSWERED)

    def _take_confirmation(self, given: Given) -> None:
        self._talk.move(_CONFIRMED[given.what])

    def _take_side(self, given: Given) -> None:
        self._talk.give(given)
        self._talk.move(Trigger.SIDED)

    def _take_interrupted(self, given: Given) -> None:
        """While paused or stopped: end, or anything that means go on."""
        if given.what is Meaning.END:
            self._talk.move(Trigger.END)
        elif given.what is Meaning.NO:
            self._talk.move(Trigger.STOP)
        else:
            if self._talk.now is State.WELFARE:
                self._talk.say_first(self._talk.texts.phrase("welfare_yes"))
            self._commands.go_on()

    # The devices

    def _device_changed(self, event: DeviceLost | DeviceBack) -> None:
        phrase = self._talk.texts.phrase
        if isinstance(event, DeviceLost):
            self._lost.add(event.device)
            if self._talk.now is not State.DEVICE_LOST:
                self._out.silence()
                self._talk.say_first(phrase(f"{event.device}_lost"))
                self._talk.move(Trigger.LOST)
            return
        self._lost.discard(event.device)
        if not self._lost and self._talk.now is State.DEVICE_LOST:
            self._talk.say_first(phrase("device_back"))
            self._talk.move(Trigger.GO_ON)


_CONFIRMED: Final = {
    Meaning.YES: Trigger.AGREED,
    Meaning.NO: Trigger.DISAGREED,
    Meaning.UNSURE: Trigger.DOUBTED,
}
