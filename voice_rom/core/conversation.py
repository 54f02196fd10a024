"""Where the talk stands: the model behind the table of states, with its conditions and actions.

The machine calls `enter_<state>` for every state; each opens a turn: what to say, and what can be
said to it. Nothing here knows what was heard or how time runs; see `dialogue.py` for that.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from voice_rom.core.advice import (
    AnswerKey,
    advice_lines,
    longer_advice,
    noticed_lines,
    question_id,
    summary_lines,
)
from voice_rom.core.answers import Understanding
from voice_rom.core.assessment import Content, Posture, Question, Side, Sign, Step, Test
from voice_rom.core.effects import Finish, Line, Record
from voice_rom.core.findings import Answer, Source, Status
from voice_rom.core.meanings import Meaning
from voice_rom.core.outbox import Outbox
from voice_rom.core.places import Place, lay_out
from voice_rom.core.report import build_report
from voice_rom.core.settings import ClinicSettings, SessionSettings
from voice_rom.core.states import Following, State, Trigger, build_machine, possible
from voice_rom.core.texts import Texts
from voice_rom.core.turn import Patience, Turn, Words

_SIDES = {
    Meaning.LEFT: Side.LEFT,
    Meaning.RIGHT: Side.RIGHT,
    Meaning.BOTH: Side.BOTH,
}
CONFIRMING = frozenset({Meaning.YES, Meaning.NO, Meaning.UNSURE})
SIDE_ANSWERS = frozenset(
    {Meaning.LEFT, Meaning.RIGHT, Meaning.BOTH, Meaning.NEITHER, Meaning.UNSURE}
)


@dataclass(frozen=True)
class Given:
    """An answer as it came in."""

    what: Meaning
    source: Source
    evidence: Understanding | None = None


class Conversation:
    """The state machine's model. `move` pulls a trigger; `turn` is what is going on now."""

    state: str
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
        self._content = content
        self._tests = tests
        self._clinic = clinic
        self._settings = settings
        self._out = outbox
        self.texts = Texts(content.assessment, content.phrases)
        self.places = lay_out(content.assessment, tests)
        self.turn = Turn(Words(()))
        self.answers: dict[AnswerKey, Answer] = {}
        self._index = -1
        self._interrupted: State | None = None
        self._prelude: list[Line] = []
        self._returning = False
        self._going_back = False
        self._on_the_floor = False
        self._left_at: int | None = None
        self._summary_said = False
        self._complete = False
        self._given: Given | None = None
        self._machine = build_machine(self)

    # What the rest of the core asks

    @property
    def now(self) -> State:
        return State(self.state)

    @property
    def place(self) -> Place | None:
        return self.places[self._index] if self._index >= 0 else None

    @property
    def index(self) -> int:
        """Which place this is: it changes whenever the session moves on."""
        return self._index

    @property
    def test_count(self) -> int:
        return len(self._tests)

    def move(self, trigger: Trigger) -> bool:
        """Pull a trigger; False when nothing leads on from here."""
        return possible(trigger, self.now) and self.trigger(str(trigger))

    def give(self, given: Given) -> None:
        """Put down what was just answered, for the trigger that follows."""
        self._given = given

    def say_first(self, lines: tuple[Line, ...]) -> None:
        """Say these before whatever the next state says."""
        self._prelude.extend(lines)

    # Where the table's rows lead

    def leads_to(self, following: Following) -> State | None:
        if following is Following.RETURN:
            return self._interrupted
        index = self._index_of(following)
        return None if index is None else self.places[index].state

    def follow(self, following: Following) -> None:
        self._going_back = following is Following.PREVIOUS
        index = self._index_of(following)
        if index is not None and following is not Following.RETURN:
            self._index = index
            self._complete = self._complete or self.places[index].state is State.SUMMARY

    def _index_of(self, following: Following) -> int | None:
        if following is Following.NEXT:
            return min(self._index + 1, len(self.places) - 1)
        if self._left_at is not None:
            return self._left_at
        for index in range(self._index - 1, -1, -1):
            if self.places[index].state in (State.STEP, State.QUESTION):
                return index
        return None

    # Conditions

    def must_confirm(self) -> bool:
        return self._given is not None and self._given.what in self.question.confirm

    def must_ask_side(self) -> bool:
        if self.now is State.QUESTION:
            meaning = self._given.what if self._given else None
        else:
            meaning = self._answer.meaning
        return self.question.side is not None and meaning is self.question.concern

    def summary_was_said(self) -> bool:
        return self._summary_said

    # Actions

    def note_checked(self) -> None:
        self.say_first(self.texts.phrase("heard_you"))
        if self._settings.automatic_wait:
            self.say_first(self.texts.phrase("automatic_wait"))

    def note_answer(self) -> None:
        given, before = self._taken(), self._recorded
        unsure = given.what is Meaning.UNSURE
        meaning = None if unsure else given.what
        status = Status.UNSURE if unsure else Status.ANSWERED
        self._record(status, meaning, given.source, given.evidence)
        if before is not None and before.meaning not in (None, meaning):
            self.say_first(self.texts.phrase("changed"))
        if unsure:
            self.say_first(self.texts.phrase("unsure"))
        else:
            self.say_first(self.texts.lines(f"{self._question_id}.noted.{meaning}"))

    def confirm_answer(self) -> None:
        self._put(replace(self._answer, confirmed=True))

    def doubt_answer(self) -> None:
        self._put(replace(self._answer, status=Status.UNSURE, meaning=None, confirmed=False))
        self.say_first(self.texts.phrase("unsure"))

    def withdraw_answer(self) -> None:
        self._put(replace(self._answer, status=Status.WITHDRAWN, meaning=None, confirmed=False))
        self.say_first(self.texts.phrase("denied"))

    def note_side(self) -> None:
        given = self._taken()
        side = _SIDES.get(given.what, Side.UNKNOWN)
        self._put(replace(self._answer, side=side, side_evidence=given.evidence))
        self.say_first(self.texts.phrase(f"side_noted.{side}"))

    def leave_open(self) -> None:
        """An answer given before, and returned to with "back", stands."""
        if self._recorded is None or self._recorded.status is not Status.ANSWERED:
            self._record(Status.NOT_HEARD)
        self.say_first(self.texts.phrase("left_open"))

    def note_silence(self) -> None:
        """The question was asked often enough in vain: not heard, unless an answer follows."""
        if self.now is State.QUESTION and self._recorded is None:
            self._record(Status.NOT_HEARD)

    def skip_question(self) -> None:
        self._record(Status.SKIPPED)
        self.note_skip()

    def leave_unconfirmed(self) -> None:
        """The answer stands as it was given; what was asked after it stays unknown."""
        if self._answer.side is None and self.must_ask_side():
            self._put(replace(self._answer, side=Side.UNKNOWN))
        self.say_first(self.texts.phrase("skipped"))

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
        if self._index < len(self.places) - 1:
            self._left_at = max(self._index, 0)
            self._index = len(self.places) - 1
        self.say_first(self.texts.phrase("ending"))

    def quit_early(self) -> None:
        self.say_first(self.texts.phrase("interrupted_ending"))

    # Entering a state

    def enter_welcome(self) -> None:
        words = self.texts.words("welcome")
        if self._settings.short_welcome:
            words = replace(words, say=words.say[:1])
        self._open(Turn(words))

    def enter_sound_check(self) -> None:
        words = replace(self.texts.words("sound_check"), more=self.texts.lines("welcome.more"))
        self._open(Turn(words, frozenset({Meaning.YES})))

    def enter_step(self) -> None:
        place = self._arrive()
        words = self.texts.words(self._step_id(place))
        if place.number == 1:
            self._introduce(place)
            longer = self.texts.lines(f"tests.{_test_of(place).id}.intro_more")
            words = replace(words, more=(*longer, *words.more))
        self._open(Turn(words, frozenset({Meaning.READY}), Patience.MOVEMENT))

    def enter_question(self) -> None:
        self._arrive()
        expected = {*self.question.kind.answers, Meaning.UNSURE}
        if self.question.sign is Sign.DIFFERENCE:
            expected.add(Meaning.NEITHER)
        self._open(Turn(self.texts.words(self._question_id), frozenset(expected)))

    def enter_confirmation(self) -> None:
        meaning = self._answer.meaning
        restated = self.texts.lines(f"{self._question_id}.confirm.{meaning}")
        asked = self.texts.words("phrases.is_that_right")
        words = replace(asked, say=(*restated, *asked.say), short=(*restated, *asked.short))
        self._open(Turn(words, CONFIRMING))

    def enter_side(self) -> None:
        self._open(Turn(self.texts.words(f"{self._question_id}.side"), SIDE_ANSWERS))

    def enter_noticed(self) -> None:
        place = self._arrive()
        if place.test is not None:
            self._open(Turn(Words(noticed_lines(self.texts, place.test, self.answers))))

    def enter_summary(self) -> None:
        self._returning = False
        self._summary_said = True
        closing = self.texts.words("phrases.summary_closing")
        summary = summary_lines(self.texts, self._tests, self.answers, self._clinic)
        more = longer_advice(self.texts, self._clinic)
        words = replace(closing, say=(*summary, *closing.say), more=more)
        self._open(Turn(words, frozenset({Meaning.READY, Meaning.END}), Patience.CLOSING))

    def enter_goodbye(self) -> None:
        lines = self.texts.lines("goodbye.say")
        if self._on_the_floor:
            lines = (*self.texts.lines("sit_up.say"), *lines)
        self._open(Turn(Words(lines)))

    def enter_paused(self) -> None:
        expected = frozenset({Meaning.READY, Meaning.END})
        self._open(Turn(self.texts.words("phrases.paused"), expected, Patience.PAUSE))

    def enter_stopped(self) -> None:
        self._open(Turn(self.texts.words("phrases.stopped"), frozenset({Meaning.END})))

    def enter_welfare(self) -> None:
        expected = frozenset({Meaning.YES, Meaning.NO, Meaning.READY})
        self._open(Turn(self.texts.words("phrases.welfare"), expected, Patience.WELFARE))

    def enter_device_lost(self) -> None:
        self._open(Turn(Words(()), frozenset({Meaning.END}), Patience.PAUSE))

    def enter_ended(self) -> None:
        self._out.rest()
        advice = advice_lines(self.texts, self._tests, self.answers, self._clinic)
        report = build_report(
            self._content.assessment,
            self._tests,
            self.answers,
            complete=self._complete,
            advice=tuple(line.text for line in advice),
        )
        self._out.put(Finish(report))

    def enter_waiting(self) -> None:
        """The machine starts here and never comes back."""

    # Within

    def _taken(self) -> Given:
        if self._given is None:
            message = f"nothing was given in state {self.state}"
            raise LookupError(message)
        given, self._given = self._given, None
        return given

    def _open(self, turn: Turn) -> None:
        """Begin a turn: say what came before it, then what it asks."""
        words = turn.words
        said = words.short if self._returning and words.short else words.say
        self.turn = turn
        prelude, self._prelude, self._returning = tuple(self._prelude), [], False
        self._out.say((*prelude, *said))

    def _arrive(self) -> Place:
        """Be at the place that the last trigger led to."""
        place = self.places[self._index]
        self._left_at = None
        self._on_the_floor = place.posture is Posture.FLOOR
        return place

    def _introduce(self, place: Place) -> None:
        """A test is introduced when its first step is reached on the way forward."""
        if not (self._returning or self._going_back):
            self.say_first(self.texts.lines(f"tests.{_test_of(place).id}.intro"))

    def _step_id(self, place: Place) -> str:
        if place.step is self._content.assessment.to_floor:
            return "to_floor"
        if place.step is self._content.assessment.to_chair:
            return "to_chair"
        return f"tests.{_test_of(place).id}.steps.{_step_of(place).id}"

    @property
    def question(self) -> Question:
        """The question at hand: in QUESTION, CONFIRMATION and SIDE, and what interrupts them."""
        question = self.places[self._index].question
        if question is None:
            message = f"there is no question in state {self.state}"
            raise LookupError(message)
        return question

    @property
    def _key(self) -> AnswerKey:
        return (_test_of(self.places[self._index]).id, self.question.id)

    @property
    def _question_id(self) -> str:
        return question_id(*self._key)

    @property
    def _recorded(self) -> Answer | None:
        return self.answers.get(self._key)

    @property
    def _answer(self) -> Answer:
        return self.answers[self._key]

    def _record(
        self,
        status: Status,
        meaning: Meaning | None = None,
        source: Source = Source.NONE,
        evidence: Understanding | None = None,
    ) -> None:
        test_id, question = self._key
        self._put(
            Answer(
                test_id=test_id,
                question_id=question,
                status=status,
                meaning=meaning,
                source=source,
                evidence=evidence,
            )
        )

    def _put(self, answer: Answer) -> None:
        self.answers[self._key] = answer
        self._out.put(Record(answer))


def _test_of(place: Place) -> Test:
    if place.test is None:
        message = f"there is no test in state {place.state}"
        raise LookupError(message)
    return place.test


def _step_of(place: Place) -> Step:
    if place.step is None:
        message = f"there is no step in state {place.state}"
        raise LookupError(message)
    return place.step
