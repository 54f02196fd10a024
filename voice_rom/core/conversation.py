"""Where the talk stands: the model behind the table of states, with its conditions and actions.

The machine calls `enter_<state>` for every state; each opens a turn (see `turns.py`). Nothing here
knows what was heard or how time runs; see `dialogue.py` for that.
"""

from collections.abc import Callable

from voice_rom.core.advice import advice_lines
from voice_rom.core.answer_book import AnswerBook
from voice_rom.core.answering import Answering
from voice_rom.core.assessment import Content, Posture, Test
from voice_rom.core.effects import Finish
from voice_rom.core.outbox import Outbox
from voice_rom.core.places import Place, lay_out
from voice_rom.core.report import build_report
from voice_rom.core.settings import ClinicSettings, SessionSettings
from voice_rom.core.states import Following, State, Trigger, build_machine, possible
from voice_rom.core.texts import Texts
from voice_rom.core.turn import Turn
from voice_rom.core.turns import Turns
from voice_rom.core.way import Way

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


class Conversation(Answering):
    """The state machine's model. `move` pulls a trigger; `turn` is what is going on now."""

    trigger: Callable[[str], bool]

    def __init__(
        self,
        content: Content,
        tests: tuple[Test, ...],
        outbox: Outbox,
        *,
        clinic: ClinicSettings,
        settings: SessionSettings,
    ) -> None:
        texts = Texts(content.assessment, content.phrases)
        super().__init__(texts, Way(lay_out(content.assessment, tests)), AnswerBook(outbox))
        self._content = content
        self._tests = tests
        self._clinic = clinic
        self._settings = settings
        self._out = outbox
        self._turns = Turns(content, self.texts, settings, clinic)
        self._interrupted: State | None = None
        self._on_the_floor = False
        self._summary_said = False
        self._machine = build_machine(self)

    # What the rest of the core asks

    @property
    def place(self) -> Place | None:
        return self._way.place

    @property
    def test_count(self) -> int:
        return len(self._tests)

    def move(self, trigger: Trigger) -> bool:
        """Pull a trigger; False when nothing leads on from here."""
        moved = possible(trigger, self.now) and self.trigger(str(trigger))
        if trigger not in _ANSWERS:
            self._last = None
        return moved

    # Where the table's rows lead

    def leads_to(self, following: Following) -> State | None:
        if following is Following.RETURN:
            return self._interrupted
        if following is Following.ANSWERED:
            return None if self._last is None else self._last.state
        return self._way.leads_to(following)

    def follow(self, following: Following) -> None:
        if following is Following.ANSWERED:
            self._way.go_to(self._just_answered().index)
        elif following is not Following.RETURN:
            self._way.follow(following)

    # Conditions

    def summary_was_said(self) -> bool:
        return self._summary_said

    # Actions

    def note_checked(self) -> None:
        self.say_first(self.texts.phrase("heard_you"))
        if self._settings.automatic_wait:
            self.say_first(self.texts.phrase("automatic_wait"))

    def note_skip(self) -> None:
        self.say_first(self.texts.phrase("skipped"))

    def note_back(self) -> None:
        self.say_first(self.texts.phrase("back"))

    def remember_place(self) -> None:
        self._interrupted = self.now

    def note_return(self) -> None:
        self._returning = True

    def end_early(self) -> None:
        """Go to the summary from where the session stands; "back" leads there again."""
        self._way.end_early()
        self.say_first(self.texts.phrase("ending"))

    def quit_early(self) -> None:
        self.say_first(self.texts.phrase("interrupted_ending"))

    # Entering a state

    def enter_welcome(self) -> None:
        self._open(self._turns.welcome())

    def enter_sound_check(self) -> None:
        self._open(self._turns.sound_check())

    def enter_step(self) -> None:
        place = self._arrive()
        if place.number == 1:
            self._introduce(place)
        self._open(self._turns.step(place))

    def enter_question(self) -> None:
        self._open(self._turns.question(self._arrive()))

    def enter_confirmation(self) -> None:
        self._open(self._turns.confirmation(self._way.here, self._answer.meaning))

    def enter_side(self) -> None:
        self._open(self._turns.side(self._way.here))

    def enter_noticed(self) -> None:
        self._open(self._turns.noticed(self._arrive(), self._book.answers))

    def enter_summary(self) -> None:
        self._returning = False
        self._summary_said = True
        self._open(self._turns.summary(self._tests, self._book.answers))

    def enter_goodbye(self) -> None:
        self._open(self._turns.goodbye(on_the_floor=self._on_the_floor))

    def enter_paused(self) -> None:
        self._open(self._turns.paused())

    def enter_stopped(self) -> None:
        self._open(self._turns.stopped())

    def enter_welfare(self) -> None:
        self._open(self._turns.welfare())

    def enter_device_lost(self) -> None:
        self._open(self._turns.device_lost())

    def enter_ended(self) -> None:
        self._out.rest()
        answers = self._book.answers
        advice = advice_lines(self.texts, self._tests, answers, self._clinic)
        report = build_report(
            self._content.assessment,
            self._tests,
            answers,
            complete=self._way.complete,
            advice=tuple(line.text for line in advice),
        )
        self._out.put(Finish(report))

    def enter_waiting(self) -> None:
        """The machine starts here and never comes back."""

    # Within

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

    def _arrive(self) -> Place:
        """Be at the place that the last trigger led to."""
        place = self._way.arrive()
        self._on_the_floor = place.posture is Posture.FLOOR
        return place

    def _introduce(self, place: Place) -> None:
        """A test is introduced when its first step is reached on the way forward."""
        if not (self._returning or self._way.going_back):
            self.say_first(self.texts.lines(f"tests.{place.in_test.id}.intro"))
