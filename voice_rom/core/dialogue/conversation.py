"""Where the talk stands: the model behind the table of states, with its conditions and actions.

The machine calls `enter_<state>` for every state; each opens a turn (see `turns.py`). Nothing here
knows what was heard or how time runs; see `dialogue.py` for that.
"""

from collections.abc import Callable

from voice_rom.core.assessment.content import Content, Posture, Test
from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.settings import Settings
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import SAFETY, Line, Texts
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.given import Given
from voice_rom.core.dialogue.narrow_band import MicrophoneBand
from voice_rom.core.dialogue.safety_flow import SafetyFlow
from voice_rom.core.dialogue.states import (
    COMPLAINING,
    DynamicTarget,
    Trigger,
    build_machine,
    possible,
)
from voice_rom.core.dialogue.turn import Turn
from voice_rom.core.dialogue.turns import Turns
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.outcome.advice import Today, advice_lines, urgent_lines
from voice_rom.core.outcome.emergency import emergency_number, spoken_number
from voice_rom.core.outcome.report import build_report
from voice_rom.core.outcome.resuming import Earlier
from voice_rom.core.protocol.effects import AlertOwner, AlertReason, Finish

_ANSWERS = frozenset(
    {
        Trigger.ANSWERED,
        Trigger.AGREED,
        Trigger.DISAGREED,
        Trigger.DOUBTED,
        Trigger.SIDED,
        Trigger.SPOKEN,
    }
)
"""After these the last answer can still be taken back; whatever else happens, it stands."""


class Conversation(SafetyFlow):
    """The state machine's model. `move` pulls a trigger; `turn` is what is going on now."""

    trigger: Callable[[str], bool]

    def __init__(
        self,
        content: Content,
        tests: tuple[Test, ...],
        buffer: EffectBuffer,
        settings: Settings,
        earlier: Earlier | None = None,
    ) -> None:
        texts = Texts(content.assessment, content.phrases, content.safety)
        programme = Programme(content, tests, screening=settings.safety.screening)
        super().__init__(texts, programme, buffer, earlier)
        self._content = content
        self._clinic = settings.clinic
        self._emergency = emergency_number(content, settings.safety)
        self._settings = settings.session
        self.band = MicrophoneBand(settings.hearing.narrow_band_db)
        self.turns = Turns(content, self.texts, settings)
        self._stopped_to_end = False
        self._undisturbed: State | None = None
        self._pause_goes_on = False
        """It was a pause in which the voice asked whether all is well."""
        self._alerted: AlertReason | None = None
        self._message_failed = False
        self._called = False
        self._on_the_floor = False
        self._machine = build_machine(self)

    # What the rest of the core asks

    @property
    def place(self) -> Place | None:
        return self._way.place

    @property
    def test_count(self) -> int:
        return len(self._programme.tests)

    @property
    def was_ending(self) -> bool:
        """Whether the goodbye was being said when a device was lost."""
        return self._undisturbed is State.GOODBYE

    def move(self, trigger: Trigger) -> bool:
        """Pull a trigger; False when nothing leads on from here."""
        moved = possible(trigger, self.now) and self.trigger(str(trigger))
        if trigger not in _ANSWERS:
            self._last = None
        return moved

    def complain(self, given: Given) -> None:
        """Something hurts, or is numb or weak."""
        self._given = given
        self.move(Trigger.HURT)

    def ask_after(self) -> None:
        """Ask who said "help me" whether all is well."""
        self._called = True
        self.move(Trigger.CALL)
        self._called = False

    def raise_alarm(self, reason: AlertReason) -> None:
        """Have others told; from now on the voice stays with the person."""
        self._alerted, self._message_failed = reason, False
        self._out.put(AlertOwner(reason))
        self.move(Trigger.ALERT)

    def call_for_help(self) -> None:
        """Say what to do; others are told once, unless the message did not reach them."""
        told = self._alerted is AlertReason.HELP and not self._message_failed
        if self.now is State.ALARM and told:
            self.turn.speak()
            self._out.say(self.turn.words.say)
        else:
            self.raise_alarm(AlertReason.HELP)

    def tell_of_narrow(self) -> tuple[Line, ...]:
        """Once for each microphone: what it leaves out, and what to do."""
        self.band.told = True
        return self.texts.phrase("check_narrow")

    def message_failed(self) -> None:
        """Whoever waits for help must not count on the message."""
        self._message_failed = True
        if self.now is State.ALARM:
            self.turn.words = self._alarm().words
            self.turn.speak()
            self._out.say((*self.texts.phrase("alarm_failed"), *self.turn.words.short))

    # Where the table's rows lead

    def leads_to(self, following: DynamicTarget) -> State | None:
        match following:
            case DynamicTarget.RETURN | DynamicTarget.UNDISTURBED:
                returns = following is DynamicTarget.RETURN
                return self._interrupted if returns else self._undisturbed
            case DynamicTarget.ANSWERED:
                return None if self._last is None else self._last.state
            case DynamicTarget.BROKE_OFF:
                return self.where_it_broke_off()
            case DynamicTarget.HURT_AT:
                return self.where_it_hurt()
            case DynamicTarget.ANOTHER:
                return self.another_test()
            case DynamicTarget.NEXT | DynamicTarget.PREVIOUS:
                return self._way.leads_to(following)

    def follow(self, following: DynamicTarget) -> None:
        match following:
            case DynamicTarget.RETURN | DynamicTarget.UNDISTURBED:
                pass
            case DynamicTarget.ANSWERED:
                self._go_to_answered()
            case DynamicTarget.BROKE_OFF:
                self.go_to_where_it_broke_off()
            case DynamicTarget.HURT_AT:
                self.return_to_where_it_hurt()
            case DynamicTarget.ANOTHER:
                self.go_to_another_test()
            case DynamicTarget.NEXT | DynamicTarget.PREVIOUS:
                self._way.follow(following)

    # Conditions

    def newly_narrow(self) -> bool:
        return self.band.must_be_told

    def summary_was_said(self) -> bool:
        return self._summary_said

    def stopped_to_end(self) -> bool:
        return self._stopped_to_end

    def pause_goes_on(self) -> bool:
        return self._pause_goes_on

    def stop_would_end(self) -> bool:
        """Whether "stop" was said before, and said again leads on to the end."""
        return self.now is State.STOPPED or (self.now is State.SUMMARY and self._stopped_to_end)

    # Actions

    def note_checked(self) -> None:
        self._begin_after(self.texts.phrase("heard_you"))

    def note_narrow(self) -> None:
        self._begin_after(self.tell_of_narrow())

    def note_unheard(self) -> None:
        self._begin_after(self.texts.phrase("keys_alone"))

    def note_skip(self) -> None:
        self.say_first(self.texts.phrase("skipped"))

    def note_back(self) -> None:
        self._stopped_to_end = self._summary_said = self._ended_hurt = False
        self.say_first(self.texts.phrase("back"))

    def remember_place(self) -> None:
        self._interrupted = self.now
        self._pause_goes_on = False

    def remember_undisturbed_place(self) -> None:
        self.remember_place()
        self.note_undisturbed()

    def note_undisturbed(self) -> None:
        self._undisturbed = self.now

    def keep_pause(self) -> None:
        self._pause_goes_on = True

    def note_return(self) -> None:
        self._returning = True

    def end_early(self) -> None:
        """Go to the summary from where the session stands; "back" leads there again."""
        self._stopped_to_end = self.now is State.STOPPED
        self._ended_hurt = self._interrupted in COMPLAINING
        self._way.end_early()
        self.say_first(self.texts.phrase("ending"))

    def quit_early(self) -> None:
        if not self._summary_said:
            self.say_first(urgent_lines(self.texts, self._today(spoken_number(self._emergency))))
        self.say_first(self.texts.phrase("interrupted_ending"))

    # Entering a state

    def enter_resuming(self) -> None:
        self._open(self.turns.resuming())

    def enter_welcome(self) -> None:
        self._open(self.turns.welcome())

    def enter_sound_check(self) -> None:
        self._open(self.turns.sound_check())

    def enter_step(self) -> None:
        place = self._arrive()
        if place.number == 1:
            self._introduce(place)
        self._open(self.turns.step(place))

    def enter_question(self) -> None:
        place = self._arrive()
        if place.test is None and place.number == 1 and not self._is_returning:
            self.say_first(self.texts.lines(f"{SAFETY}.screening.intro"))
        self._open(self.turns.question(place))

    def enter_screened(self) -> None:
        """All tests are possible again until the choice is made: it may be made anew."""
        self._arrive()
        self._programme.do_all()
        self._way.change(self._programme.places())
        careful = self.must_be_careful()
        self._open(self.turns.screened(self._programme, self._book.answers, careful=careful))

    def enter_confirmation(self) -> None:
        self._open(self.turns.confirmation(self._way.here, self._answer.meaning))

    def enter_side(self) -> None:
        self._open(self.turns.side(self._way.here))

    def enter_noticed(self) -> None:
        self._open(self.turns.noticed(self._arrive(), self._book.answers))

    def enter_summary(self) -> None:
        self._returning = False
        self._summary_said = True
        self._open(self.turns.summary(self._today(spoken_number(self._emergency))))

    def enter_complaint(self) -> None:
        self._open(self.turns.complaint(self._complaint.kind))

    def enter_sharp(self) -> None:
        self._open(self.turns.sharp())

    def enter_sore_side(self) -> None:
        self._open(self.turns.sore_side())

    def enter_going_on(self) -> None:
        sharp = self._book.get(self._complaint.sharp_key)
        self._open(
            self.turns.going_on(
                before_the_tests=self._is_before_the_tests,
                another=self.another_test() is not None,
                sharp=sharp is not None and sharp.meaning is Meaning.YES,
            )
        )

    def enter_goodbye(self) -> None:
        self._open(self.turns.goodbye(on_the_floor=self._on_the_floor))

    def enter_paused(self) -> None:
        self._pause_goes_on = False
        self._open(self.turns.paused())

    def enter_stopped(self) -> None:
        if self._interrupted is State.STEP:
            self.say_first(self.texts.phrase("end_movement"))
        self._open(self.turns.stopped())

    def enter_welfare(self) -> None:
        self._open(self.turns.welfare(called=self._called))

    def enter_alarm(self) -> None:
        self._open(self._alarm())

    def enter_device_lost(self) -> None:
        self._open(self.turns.device_lost())

    def enter_ended(self) -> None:
        self._out.rest()
        today = self._today(self._emergency)
        urgent, advice = urgent_lines(self.texts, today), advice_lines(self.texts, today)
        report = build_report(
            self._content.assessment,
            self._programme.tests,
            self._book.answers,
            complete=self._way.complete,
            advice=tuple(line.text for line in advice),
            urgent=tuple(line.text for line in urgent),
            safety=self._content.safety,
            screening=self._programme.screening,
            left_out=self._programme.left_out,
        )
        self._out.put(Finish(report))

    def enter_waiting(self) -> None:
        """The machine starts here and never comes back."""

    # Within

    def _begin_after(self, checked: tuple[Line, ...]) -> None:
        """Say what came of the sound check, and how the session goes on from there."""
        self.say_first(checked)
        if self._settings.automatic_wait:
            self.say_first(self.texts.phrase("automatic_wait"))

    def _open(self, turn: Turn) -> None:
        """Begin a turn: say what came before it, then what it asks.

        Quietly: it has its answer already, and the turn after it says what is to be said; or
        another answer follows the one that was taken back.
        """
        if self._quietly:
            self.turn, self._quietly = turn, False
            return
        words = turn.words
        said = words.short if self._returning and words.short else words.say
        self.turn = turn
        prelude, self._prelude, self._returning = tuple(self._prelude), [], False
        self._out.say((*prelude, *said))

    def _alarm(self) -> Turn:
        reason = self._alerted or AlertReason.NO_ANSWER
        return self.turns.alarm(reason, message=not self._message_failed)

    def _arrive(self) -> Place:
        """Be at the place that the last trigger led to."""
        place = self._way.arrive()
        self._on_the_floor = place.posture is Posture.FLOOR
        return place

    def _go_to_answered(self) -> None:
        self._summary_said = False
        self._way.go_to(self._just_answered().index)

    def _today(self, emergency: str) -> Today:
        return Today(
            tests=self._programme.tests,
            answers=self._book.answers,
            clinic=self._clinic,
            careful=self.must_be_careful(),
            emergency=emergency,
        )

    @property
    def _is_returning(self) -> bool:
        return self._returning or self._way.going_back

    def _introduce(self, place: Place) -> None:
        """A test is introduced when its first step is reached on the way forward."""
        if not self._is_returning:
            self.say_first(self.texts.lines(f"tests.{place.in_test.id}.intro"))
