"""The dialogue: events in, effects out. No clock, no thread, no file, no device."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from voice_rom.core.assessment.content import Content
from voice_rom.core.assessment.findings import Source
from voice_rom.core.assessment.places import chosen_tests
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line
from voice_rom.core.dialogue.barge_in import BargeIn
from voice_rom.core.dialogue.checking import Checking
from voice_rom.core.dialogue.commands import Commands
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.disturbances import Disturbances
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.given import Given, LastAnswer
from voice_rom.core.dialogue.interpretation import Fate, Interpretation, Situation, interpret
from voice_rom.core.dialogue.missing_devices import MissingDevices
from voice_rom.core.dialogue.reprompts import Reprompts
from voice_rom.core.dialogue.silence import SilencePolicy
from voice_rom.core.dialogue.table import Take, Trigger
from voice_rom.core.dialogue.turn import Hold, Phase
from voice_rom.core.language.meanings import COMMANDS, INTERRUPTIONS, Meaning, Meant
from voice_rom.core.language.slots import Slots
from voice_rom.core.language.understanding import Reason, Understanding
from voice_rom.core.language.utterance import Utterance
from voice_rom.core.language.vocabulary import Vocabulary
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.effects import Effect, Prosody, ShowUnderstood
from voice_rom.core.protocol.events import (
    Commanded,
    DeviceBack,
    DeviceCrackles,
    DeviceLost,
    Disturbance,
    Event,
    Heard,
    ListeningBegan,
    QuitAsked,
    RoomSounded,
    SomebodyThere,
    SpeechBegan,
    SpeechFinished,
    Started,
    TimerFired,
    UtteranceBegan,
)


class Dialogue:
    """Leads one session. `handle` is all there is to call; it never raises for any event."""

    def __init__(
        self,
        content: Content,
        vocabulary: Vocabulary,
        settings: Settings,
        earlier: Earlier | None = None,
        greeting: str = "",
    ) -> None:
        """Raise KeyError with the id of a chosen test that does not exist.

        `earlier`: a session that broke off, and that the person is asked whether to go on with.
        `greeting`: a sentence that is said first of all.
        """
        self._greeting = (Line(_GREETING, greeting),) if greeting else ()
        self._vocabulary = vocabulary
        self._out = EffectBuffer(Prosody(settings.voice.rate, settings.voice.gain_db))
        self._talk = Conversation(
            content,
            chosen_tests(content.assessment, settings.session.tests),
            self._out,
            settings,
            earlier,
        )
        self._silence = SilencePolicy(self._talk, self._out, settings)
        self._reprompts = Reprompts(self._talk, self._out, settings)
        self._barge_in = BargeIn(self._talk, self._out, settings)
        self._commands = Commands(self._talk, self._out, settings.voice)
        self._devices = MissingDevices(self._talk, self._out)
        self._disturbances = Disturbances(self._talk, self._out)
        self._checking = Checking(self._talk)
        self._take: Final[dict[Take, Callable[[Given], None]]] = {
            Take.ANSWER: self._take_answer,
            Take.CONFIRMATION: self._take_confirmation,
            Take.SIDE: self._take_side,
            Take.DONE: self._take_done,
            Take.SOUND_CHECK: self._take_checked,
            Take.RESUMING: self._take_resuming,
            Take.INTERRUPTION: self._take_interrupted,
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
                self._heard(utterance)
            case SpeechBegan():
                self._barge_in.speech_began(event)
            case TimerFired(timer):
                self._silence.timer_fired(timer)
            case Commanded(meaning):
                self._pressed(meaning)
            case Started() | QuitAsked():
                self._begin_or_quit(event)
            case _ if isinstance(event, Disturbance):
                self._disturbances.happened(event)
            case DeviceLost() | DeviceBack() | DeviceCrackles():
                self._checking.device_changed(event)
                self._devices.changed(event)
            case ListeningBegan() | UtteranceBegan() | RoomSounded() | SomebodyThere():
                self._silence.noticed(event)

    def _begin_or_quit(self, event: Started | QuitAsked) -> None:
        if isinstance(event, QuitAsked):
            self._out.silence()
            self._talk.move(Trigger.QUIT)
        else:
            self._talk.say_first(self._greeting)
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
        if self._barge_in.ask_again(turn):
            return
        turn.listen()
        turn.missed = None
        self._out.listen(turn.expected | COMMANDS, turn.offered)
        self._silence.begin()

    # The person

    def _heard(self, utterance: Utterance) -> None:
        """Interpret what was heard, and do what follows from that."""
        heard = interpret(utterance, self._situation(utterance), self._vocabulary)
        self._checking.hear(heard)
        match heard.fate:
            case Fate.TAKEN:
                self._take_heard(heard)
            case Fate.CORRECTION:
                self._correct(heard)
            case Fate.WAIT:
                self._wait_a_moment(heard.understanding)
            case Fate.TOO_EARLY:
                self._heard_too_early(heard.understanding)
            case Fate.MISSED:
                self._not_understood(heard.understanding)
            case Fate.OWN_ECHO | Fate.NOTHING:
                self._pass_over()

    def _situation(self, utterance: Utterance) -> Situation:
        turn = self._talk.turn
        return Situation(
            expected=turn.expected,
            asked=turn.asked,
            hold=turn.hold,
            last=self._talk.correctable,
            answered=self._talk.answered,
            over_voice=self._barge_in.is_over(utterance),
            voice=self._barge_in.voice_over(utterance),
        )

    def _take_heard(self, heard: Interpretation) -> None:
        self._out.put(ShowUnderstood(heard.understanding))
        if heard.meaning not in INTERRUPTIONS:  # those are silent by themselves
            self._hush()
        self._meant(_given(heard.meaning, heard, instead=self._talk.turn.taken_back))

    def _heard_too_early(self, understanding: Understanding) -> None:
        """Ask again for an answer that came too early: now, or when the voice has ended."""
        turn = self._talk.turn
        self._out.put(ShowUnderstood(understanding))
        turn.spoken_over = True
        if turn.phase is Phase.LISTENING:
            self._barge_in.ask_again(turn)

    def _pass_over(self) -> None:
        """What the room says while the voice speaks, or after "wait", is no miss."""
        if self._talk.turn.hold is not None:
            self._silence.resume()

    def _not_understood(self, understanding: Understanding) -> None:
        """Say why, but not to somebody who is just correcting an answer."""
        turn = self._talk.turn
        self._out.put(ShowUnderstood(understanding))
        corrects = understanding.reason is Reason.UNCERTAIN and turn.waits
        if corrects and not turn.taken_back:
            self._hold_still(Hold.TAKEN_BACK)
            return
        if not corrects:
            self._reprompts.missed(understanding)
        self._silence.resume()

    # Corrections

    def _correct(self, heard: Interpretation) -> None:
        """Take back the last answer, and take the new one as if it had been given there."""
        last, understanding = self._talk.last_answer, heard.understanding
        self._out.put(ShowUnderstood(understanding))
        if understanding.meaning is None or last is None:
            self._take_back(heard.utterance)
            return
        heard = _of_the_side(heard, last)
        what = last.turn.same_as.get(heard.meaning, heard.meaning)
        given = _given(what, heard, instead=True)
        said_back = self._talk.turn.hold is None
        if (
            what == last.what and given.side in (None, last.side) and said_back
        ):  # it was said back already, and the voice goes on
            self._talk.hear_again(understanding)
            self._silence.resume()
            return
        self._hush()
        self._talk.move(Trigger.REVISE)
        self._meant(given)

    def _take_back(self, utterance: Utterance) -> None:
        self._cut_off(utterance)
        self._talk.move(Trigger.TAKE_BACK)
        self._hold_still(Hold.TAKEN_BACK)

    def _wait_a_moment(self, understanding: Understanding) -> None:
        """Said right after an answer: another may follow, or it was meant as a pause."""
        self._out.put(ShowUnderstood(understanding))
        self._cut_off(understanding.utterance)
        self._hold_still(Hold.MAY_PAUSE)

    def _cut_off(self, utterance: Utterance) -> None:
        """Fall silent: what is said from now on is said to nobody who speaks."""
        if self._talk.turn.phase is Phase.SPEAKING:
            self._out.silence()
            self._barge_in.cut_off(utterance)

    def _hold_still(self, hold: Hold) -> None:
        """Be silent and listen: who takes an answer back is mostly about to say another."""
        turn = self._talk.turn
        turn.listen(hold)
        self._out.go_on_listening(turn.expected | COMMANDS, turn.offered)
        self._silence.begin()

    def _hush(self) -> None:
        if self._talk.turn.phase is Phase.SPEAKING:
            self._out.silence()

    def _pressed(self, meaning: Meant | None) -> None:
        if meaning is None:
            self._silence.alive()
            self._commands.any_key()
        else:
            self._meant(Given(meaning, Source.KEY))

    def _meant(self, given: Given) -> None:
        """Do what was asked for, or take the answer."""
        turn = self._talk.turn
        self._silence.alive()
        if given.what is Meaning.END and given.what not in turn.expected:
            given = replace(given, what=Meaning.STOP)
        given = self._with_complaint(given)
        answers = given.what in turn.expected
        # A command that is an answer here, as "it hurts" to "does it hurt?", is one when asked.
        by_key = given.source is Source.KEY and given.what not in INTERRUPTIONS
        was_asked = turn.phase is Phase.LISTENING or by_key
        if given.what in COMMANDS and not (answers and was_asked):
            self._commands.carry_out(given)
        elif answers:
            what = turn.same_as.get(given.what, given.what)
            sure = self._checking.settle(replace(given, what=what))
            takes = self._talk.spec.takes
            if sure is not None and takes is not None:
                self._take[takes](sure)
        elif given.source is Source.KEY and not turn.only_speaks:
            self._reprompts.not_expected()

    def _with_complaint(self, given: Given) -> Given:
        """Take "stop, it hurts" for what it says more: that stops as well."""
        if given.what is not Meaning.STOP or given.complaint is None:
            return given
        if self._talk.is_about_pain or self._talk.now is State.ALARM:  # "stop" always stops
            return given
        return replace(given, what=given.complaint)

    def _take_resuming(self, given: Given) -> None:
        if given.what is Meaning.YES and self._talk.band.must_be_told:
            self._talk.say_first(self._talk.tell_of_narrow_band())
        self._talk.move(_CONFIRMED[given.what])

    def _take_checked(self, given: Given) -> None:
        """A key shows that keys work, and nothing of whether the voice is heard."""
        if given.source is Source.VOICE:
            self._talk.move(Trigger.CHECKED)
        elif self._talk.turn.answered_by_key:
            self._talk.move(Trigger.UNHEARD)
        else:
            self._talk.turn.answered_by_key = True
            self._reprompts.only_a_key()

    def _take_done(self, _given: Given) -> None:
        self._talk.move(Trigger.DONE)

    def _take_answer(self, given: Given) -> None:
        self._talk.answer(Trigger.ANSWERED, given)

    def _take_confirmation(self, given: Given) -> None:
        self._talk.answer(_CONFIRMED[given.what], given)

    def _take_side(self, given: Given) -> None:
        self._talk.answer(Trigger.SIDED, given)

    def _take_interrupted(self, given: Given) -> None:
        """While paused or stopped: end, or anything that means go on."""
        if given.what is Meaning.END:
            self._talk.move(Trigger.END)
        elif given.what is Meaning.NO:
            self._talk.call_for_help()
        else:
            if self._talk.spec.asks_after:
                self._talk.say_first(self._talk.texts.phrase("welfare_yes"))
            self._commands.go_on()


_GREETING: Final = "kiosk.greeting"
"""The id of a text that the settings hold."""

_CONFIRMED: Final[Mapping[Meant, Trigger]] = {
    Meaning.YES: Trigger.AGREED,
    Meaning.NO: Trigger.DISAGREED,
    Meaning.UNSURE: Trigger.DOUBTED,
}


def _of_the_side(heard: Interpretation, last: LastAnswer) -> Interpretation:
    """A side in place of the one that came with an answer: the answer stands."""
    side = heard.meaning
    if last.side is None or side in last.turn.expected:
        return heard
    slots = Slots(meaning=last.what, side=side)
    return replace(
        heard, understanding=replace(heard.understanding, meaning=last.what, slots=slots)
    )


def _given(what: Meant, heard: Interpretation, *, instead: bool) -> Given:
    return Given(what, Source.VOICE, heard.understanding, heard.complaint, instead=instead)
