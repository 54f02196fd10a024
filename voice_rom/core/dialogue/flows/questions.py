"""The way through the tests: the sound check, steps, questions, their confirmation and side."""

from dataclasses import replace
from typing import ClassVar

from voice_rom.core.assessment.content import Side
from voice_rom.core.assessment.findings import SIDES, Answer, Status
from voice_rom.core.assessment.places import Place
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import SAFETY, Line
from voice_rom.core.dialogue.context import DialogueContext
from voice_rom.core.dialogue.flows.answered import note_back
from voice_rom.core.dialogue.given import Given, LastAnswer
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.dialogue.table import (
    DynamicTarget,
    Group,
    Move,
    Row,
    Rows,
    SessionPart,
    States,
    StateSpec,
    Take,
    Target,
    Targets,
    Trigger,
)
from voice_rom.core.dialogue.turn import SilenceMeaning, Turn
from voice_rom.core.dialogue.turns import asked_id
from voice_rom.core.language.meanings import Meaning, Meant

_T, _S, _D = Trigger, State, DynamicTarget


def withdrawn(answer: Answer) -> Answer:
    return replace(
        answer,
        status=Status.WITHDRAWN,
        meaning=None,
        confirmed=False,
        side=None,
        side_evidence=None,
    )


class QuestionFlow:
    """Takes answers, keeps them, changes them, and says what became of them."""

    def __init__(self, context: DialogueContext) -> None:
        self.context = context

    # Entering

    def welcome(self, _move: Move) -> Turn:
        return self.context.turns.welcome()

    def sound_check(self, _move: Move) -> Turn:
        return self.context.turns.sound_check()

    def step(self, _move: Move) -> Turn:
        place = self.context.arrive()
        if place.number == 1:
            self._introduce(place)
        return self.context.turns.step(place)

    def question(self, _move: Move) -> Turn:
        place = self.context.arrive()
        if place.test is None and place.number == 1 and not self.context.is_returning:
            self.context.say_first(self.context.texts.lines(f"{SAFETY}.screening.intro"))
        return self.context.turns.question(place)

    def confirmation(self, _move: Move) -> Turn:
        answer = self.context.answer
        return self.context.turns.confirmation(self.context.here, answer.meaning, answer.side)

    def side(self, _move: Move) -> Turn:
        return self.context.turns.side(self.context.here)

    def noticed(self, _move: Move) -> Turn:
        return self.context.turns.noticed(self.context.arrive(), self.context.book.answers)

    # Conditions

    def newly_narrow(self, _move: Move) -> bool:
        return self.context.band.must_be_told

    def must_confirm(self, move: Move) -> bool:
        """An answer that came with its side says the same thing twice, and is only said back."""
        given = move.answer
        return given.what in self.context.question.confirm and not given.has_side

    def must_ask_side(self, move: Move) -> bool:
        if move.answer.side is not None:
            return False
        if self.context.state.now is State.QUESTION:
            return self._asks_side_after(move.answer.what)
        answer = self.context.answer
        return answer.side is None and self._asks_side_after(answer.meaning)

    # Actions of the sound check

    def note_checked(self, _move: Move) -> None:
        self._begin_after(self.context.texts.phrase("heard_you"))

    def note_narrow(self, _move: Move) -> None:
        self._begin_after(self.tell_of_narrow_band())

    def note_unheard(self, _move: Move) -> None:
        self._begin_after(self.context.texts.phrase("keys_alone"))

    def tell_of_narrow_band(self) -> tuple[Line, ...]:
        """Once for each microphone: what it leaves out, and what to do."""
        self.context.band.told = True
        return self.context.texts.phrase("check_narrow")

    # Actions on answers

    def note_answer(self, move: Move) -> None:
        given, before = move.answer, self.context.recorded
        unsure = given.what is Meaning.UNSURE
        meaning = None if unsure else given.what
        self.context.record(self.context.key, given)
        if given.checked:
            self.context.book.change(self.context.key, confirmed=True)
        if before is not None and before.meaning not in (None, meaning):
            self._say_first("changed")
        if given.side is not None:
            self._note_side_with(given)
        elif unsure:
            self._say_first("unsure")
        else:
            self.context.say_first(
                self.context.texts.lines(f"{asked_id(self.context.here)}.noted.{meaning}")
            )

    def _note_side_with(self, given: Given) -> None:
        """Said in one go with the answer, it is said back with it: "Your left leg goes higher"."""
        side = SIDES[given.side] if given.side else Side.UNKNOWN
        self.context.book.change(
            self.context.key,
            side=side,
            side_evidence=given.evidence,
            confirmed=given.checked or given.has_side,
        )
        if given.has_side:
            lines = self.context.texts.lines(f"{asked_id(self.context.here)}.finding.{side}")
            self.context.say_first(lines)

    def confirm_answer(self, move: Move) -> None:
        given = move.answer
        self.context.book.put(replace(self.context.answer, confirmed=True))
        if given.side is not None:
            side = SIDES[given.side]
            self.context.book.change(self.context.key, side=side, side_evidence=given.evidence)
            self._say_first(f"side_noted.{side}")

    def doubt_answer(self, _move: Move) -> None:
        unsure = replace(withdrawn(self.context.answer), status=Status.UNSURE)
        self.context.book.put(unsure)
        self._say_first("unsure")

    def withdraw_answer(self, _move: Move) -> None:
        self.context.book.put(withdrawn(self.context.answer))
        self._say_first("denied")

    def note_side(self, move: Move) -> None:
        given = move.answer
        side = SIDES.get(given.what, Side.UNKNOWN)
        self.context.book.put(replace(self.context.answer, side=side, side_evidence=given.evidence))
        if side is Side.UNKNOWN or not given.instead:
            self._say_first(f"side_noted.{side}")

    # Taking back

    def forget_last(self, _move: Move) -> None:
        """Go back to before the last answer, without a word: another one takes its place."""
        last = self._just_answered()
        self.context.book.restore(last.key, last.before)
        self.context.state.complaint = last.complaint
        self.context.state.quiet = True

    def take_back_last(self, _move: Move) -> None:
        """Go back to before the last answer, without a word. The question's own is withdrawn."""
        last = self._just_answered()
        if last.state is State.QUESTION or last.before is None:
            self.context.book.put(withdrawn(self.context.book[last.key]))
        else:
            self.context.book.put(last.before)
        self.context.state.complaint = last.complaint
        self.context.state.quiet = True

    def where_it_was_answered(self) -> State | None:
        last = self.context.state.last_answer
        return None if last is None else last.state

    def go_to_where_it_was_answered(self) -> None:
        self.context.state.summary_said = False
        self.context.itinerary.go_to(self._just_answered().index)

    # Leaving something out

    def leave_open(self, _move: Move) -> None:
        """An answer given before, and returned to with "back", stands."""
        recorded = self.context.recorded
        if recorded is None or recorded.status is not Status.ANSWERED:
            self.context.book.record(self.context.key, Status.NOT_HEARD)
        self._say_first("left_open")

    def leave_unconfirmed(self, _move: Move) -> None:
        """The answer stands as it was given; what was asked after it stays unknown."""
        answer = self.context.answer
        if answer.side is None and self._asks_side_after(answer.meaning):
            self.context.book.put(replace(answer, side=Side.UNKNOWN))
        self._say_first("answer_kept")

    def skip_question(self, _move: Move) -> None:
        self.context.book.record(self.context.key, Status.SKIPPED)
        self._say_first("skipped")

    def note_skip(self, _move: Move) -> None:
        self._say_first("skipped")

    def note_silence(self) -> None:
        """The question was asked often enough in vain: not heard, unless an answer follows."""
        if self.context.state.now is State.QUESTION and self.context.recorded is None:
            self.context.book.record(self.context.key, Status.NOT_HEARD)

    # Where the way leads

    def next_place(self) -> State | None:
        return self.context.itinerary.next_state()

    def go_to_next_place(self) -> None:
        self.context.itinerary.go_on()

    def place_before(self) -> State | None:
        return self.context.itinerary.state_before()

    def go_to_place_before(self) -> None:
        self.context.itinerary.go_back()

    # Within

    def _say_first(self, phrase: str) -> None:
        self.context.say_first(self.context.texts.phrase(phrase))

    def _asks_side_after(self, meaning: Meant | None) -> bool:
        question = self.context.question
        return question.side is not None and meaning in question.concern

    def _just_answered(self) -> LastAnswer:
        last = self.context.state.last_answer
        if last is None:
            raise LookupError(f"nothing was answered before state {self.context.state.now}")
        return last

    def _begin_after(self, checked: tuple[Line, ...]) -> None:
        """Say what came of the sound check, and how the session goes on from there."""
        self.context.say_first(checked)
        if self.context.settings.session.automatic_wait:
            self._say_first("automatic_wait")

    def _introduce(self, place: Place) -> None:
        """A test is introduced when its first step is reached on the way forward."""
        if not self.context.is_returning:
            self.context.say_first(self.context.texts.lines(f"tests.{place.in_test.id}.intro"))

    states: ClassVar[States] = {
        _S.WELCOME: StateSpec(enter=welcome, part=SessionPart.COURSE, moment=MomentKind.WELCOME),
        _S.SOUND_CHECK: StateSpec(
            enter=sound_check,
            part=SessionPart.COURSE,
            moment=MomentKind.SOUND_CHECK,
            takes=Take.SOUND_CHECK,
        ),
        _S.STEP: StateSpec(
            enter=step,
            part=SessionPart.COURSE,
            moment=MomentKind.STEP,
            silence=SilenceMeaning.MOVEMENT,
            takes=Take.DONE,
            asks_within_a_test=True,
            revisable=True,
            passes_over_chatter=True,
            instructs=True,
        ),
        _S.QUESTION: StateSpec(
            enter=question,
            part=SessionPart.COURSE,
            moment=MomentKind.QUESTION,
            takes=Take.ANSWER,
            asks_within_a_test=True,
            revisable=True,
            said_back=True,
            checked=True,
        ),
        _S.CONFIRMATION: StateSpec(
            enter=confirmation,
            part=SessionPart.COURSE,
            moment=MomentKind.CONFIRM,
            takes=Take.CONFIRMATION,
            asks_within_a_test=True,
            revisable=True,
            said_back=True,
        ),
        _S.SIDE: StateSpec(
            enter=side,
            part=SessionPart.COURSE,
            moment=MomentKind.SIDE,
            takes=Take.SIDE,
            asks_within_a_test=True,
            revisable=True,
            said_back=True,
            checked=True,
        ),
        _S.NOTICED: StateSpec(
            enter=noticed, part=SessionPart.COURSE, moment=MomentKind.NOTICED, revisable=True
        ),
    }

    targets: ClassVar[Targets] = {
        _D.NEXT: Target(next_place, go_to_next_place),
        _D.PREVIOUS: Target(place_before, go_to_place_before),
        _D.ANSWERED: Target(where_it_was_answered, go_to_where_it_was_answered),
    }

    rows: ClassVar[Rows] = (
        Row(_T.SPOKEN, (_S.WELCOME,), _S.SOUND_CHECK),
        Row(_T.CHECKED, (_S.SOUND_CHECK,), _D.NEXT, when=newly_narrow, do=note_narrow),
        Row(_T.CHECKED, (_S.SOUND_CHECK,), _D.NEXT, do=note_checked),
        Row(_T.UNHEARD, (_S.SOUND_CHECK,), _D.NEXT, do=note_unheard),
        Row(_T.DONE, (_S.STEP,), _D.NEXT),
        Row(_T.ANSWERED, (_S.QUESTION,), _S.CONFIRMATION, when=must_confirm, do=note_answer),
        Row(_T.ANSWERED, (_S.QUESTION,), _S.SIDE, when=must_ask_side, do=note_answer),
        Row(_T.ANSWERED, (_S.QUESTION,), _D.NEXT, do=note_answer),
        Row(_T.AGREED, (_S.CONFIRMATION,), _S.SIDE, when=must_ask_side, do=confirm_answer),
        Row(_T.AGREED, (_S.CONFIRMATION,), _D.NEXT, do=confirm_answer),
        Row(_T.DISAGREED, (_S.CONFIRMATION,), _S.QUESTION, do=withdraw_answer),
        Row(_T.DOUBTED, (_S.CONFIRMATION,), _D.NEXT, do=doubt_answer),
        Row(_T.SIDED, (_S.SIDE,), _D.NEXT, do=note_side),
        Row(_T.SPOKEN, (_S.NOTICED,), _D.NEXT),
        # An answer is open for revision while the next sentence is said: it may be the last.
        Row(_T.REVISE, (Group.REVISABLE,), _D.ANSWERED, do=forget_last),
        Row(_T.TAKE_BACK, (Group.REVISABLE,), _D.ANSWERED, do=take_back_last),
        # Leaving something out
        Row(_T.GIVE_UP, (_S.QUESTION,), _D.NEXT, do=leave_open),
        Row(_T.GIVE_UP, (_S.CONFIRMATION, _S.SIDE), _D.NEXT, do=leave_unconfirmed),
        Row(_T.SKIP, (_S.WELCOME,), _S.SOUND_CHECK),
        Row(_T.SKIP, (_S.SOUND_CHECK, _S.STEP, _S.NOTICED), _D.NEXT, do=note_skip),
        Row(_T.SKIP, (_S.QUESTION,), _D.NEXT, do=skip_question),
        Row(_T.SKIP, (_S.CONFIRMATION, _S.SIDE), _D.NEXT, do=leave_unconfirmed),
        # Going back
        Row(_T.BACK, (_S.CONFIRMATION, _S.SIDE), _S.QUESTION, do=note_back),
        Row(_T.BACK, (_S.STEP, _S.QUESTION, _S.NOTICED), _D.PREVIOUS, do=note_back),
    )
