"""The half of the state machine's model that is about answers: its conditions and its actions.

An answer is put down with `give`; the trigger that follows takes it. The last one that was spoken
can be taken back until something else happens.
"""

from dataclasses import replace

from voice_rom.core.assessment.content import Question, Side
from voice_rom.core.assessment.findings import Answer, AnswerKey, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import Line, Texts, Words
from voice_rom.core.dialogue.answer_book import AnswerBook
from voice_rom.core.dialogue.given import Given, LastAnswer
from voice_rom.core.dialogue.itinerary import Itinerary
from voice_rom.core.dialogue.turn import Turn
from voice_rom.core.dialogue.turns import asked_id
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.language.understanding import Understanding

SIDES = {
    Meaning.LEFT: Side.LEFT,
    Meaning.RIGHT: Side.RIGHT,
    Meaning.BOTH: Side.BOTH,
}
"""The side that an answer names."""


class Answering:
    """Takes answers, keeps them, changes them, and says what became of them."""

    state: str

    def __init__(self, texts: Texts, way: Itinerary, book: AnswerBook) -> None:
        self.texts = texts
        self.turn = Turn(Words(()))
        self._way = way
        self._book = book
        self._given: Given | None = None
        self._last: LastAnswer | None = None
        self._prelude: list[Line] = []
        self._returning = False
        """The next turn was begun before: its short form will do."""
        self._quietly = False
        """The next turn has its answer already, or waits for it."""

    @property
    def now(self) -> State:
        return State(self.state)

    @property
    def index(self) -> int:
        """Which place this is: it changes whenever the session moves on."""
        return self._way.index

    @property
    def question(self) -> Question:
        """The question at hand: in QUESTION, CONFIRMATION and SIDE, and what interrupts them."""
        return self._way.here.asked

    def give(self, given: Given) -> None:
        """Put down what was just answered, for the trigger that follows."""
        self._given = given
        self._last = None
        if given.evidence is not None:
            self._last = LastAnswer(
                state=self.now,
                index=self.index,
                turn=self.turn,
                what=given.what,
                evidence=given.evidence,
                key=self._key,
                before=self._recorded,
            )

    def hear_again(self, evidence: Understanding) -> None:
        """The last answer was said once more: the time to correct it begins anew."""
        if self._last is not None:
            self._last = replace(self._last, evidence=evidence)

    @property
    def last_answer(self) -> LastAnswer | None:
        """The answer that a correction can take back: the latest, if it was spoken."""
        return self._last

    def say_first(self, lines: tuple[Line, ...]) -> None:
        """Say these before whatever the next state says."""
        self._prelude.extend(lines)

    # Conditions

    def must_confirm(self) -> bool:
        return self._given is not None and self.confirms(self._given.what)

    def confirms(self, meaning: Meaning) -> bool:
        """Whether the question at hand has this answer confirmed, whoever gave it."""
        return meaning in self.question.confirm

    def must_ask_side(self) -> bool:
        if self.now is State.QUESTION:
            meaning = self._given.what if self._given else None
        else:
            meaning = self._answer.meaning
        return self.question.side is not None and meaning is self.question.concern

    # Actions

    def note_answer(self) -> None:
        given, before = self._taken(), self._recorded
        unsure = given.what is Meaning.UNSURE
        meaning = None if unsure else given.what
        status = Status.UNSURE if unsure else Status.ANSWERED
        self._book.record(self._key, status, meaning, given.source, given.evidence)
        if given.checked:
            self._book.change(self._key, confirmed=True)
        if before is not None and before.meaning not in (None, meaning):
            self.say_first(self.texts.phrase("changed"))
        if unsure:
            self.say_first(self.texts.phrase("unsure"))
        else:
            self.say_first(self.texts.lines(f"{asked_id(self._way.here)}.noted.{meaning}"))

    def confirm_answer(self) -> None:
        self._taken()
        self._book.put(replace(self._answer, confirmed=True))

    def doubt_answer(self) -> None:
        self._taken()
        self._book.put(replace(self._answer, status=Status.UNSURE, meaning=None, confirmed=False))
        self.say_first(self.texts.phrase("unsure"))

    def withdraw_answer(self) -> None:
        self._taken()
        self._book.put(withdrawn(self._answer))
        self.say_first(self.texts.phrase("denied"))

    def note_side(self) -> None:
        given = self._taken()
        side = SIDES.get(given.what, Side.UNKNOWN)
        self._book.put(replace(self._answer, side=side, side_evidence=given.evidence))
        if side is Side.UNKNOWN or not given.instead:
            self.say_first(self.texts.phrase(f"side_noted.{side}"))

    def forget_last(self) -> None:
        """Go back to before the last answer, without a word: another one takes its place."""
        last = self._just_answered()
        self._book.restore(last.key, last.before)
        self._quietly = True

    def take_back_last(self) -> None:
        """Go back to before the last answer, without a word. The question's own is withdrawn."""
        last = self._just_answered()
        if last.state is State.QUESTION or last.before is None:
            answer = self._book[last.key]
            self._book.put(withdrawn(answer))
        else:
            self._book.put(last.before)
        self._quietly = True

    def leave_open(self) -> None:
        """An answer given before, and returned to with "back", stands."""
        if self._recorded is None or self._recorded.status is not Status.ANSWERED:
            self._book.record(self._key, Status.NOT_HEARD)
        self.say_first(self.texts.phrase("left_open"))

    def note_silence(self) -> None:
        """The question was asked often enough in vain: not heard, unless an answer follows."""
        if self.now is State.QUESTION and self._recorded is None:
            self._book.record(self._key, Status.NOT_HEARD)

    def skip_question(self) -> None:
        self._book.record(self._key, Status.SKIPPED)
        self.say_first(self.texts.phrase("skipped"))

    def leave_unconfirmed(self) -> None:
        """The answer stands as it was given; what was asked after it stays unknown."""
        if self._answer.side is None and self.must_ask_side():
            self._book.put(replace(self._answer, side=Side.UNKNOWN))
        self.say_first(self.texts.phrase("answer_kept"))

    # Within

    def _taken(self) -> Given:
        if self._given is None:
            raise LookupError(f"nothing was given in state {self.state}")
        given, self._given = self._given, None
        return given

    def _just_answered(self) -> LastAnswer:
        if self._last is None:
            raise LookupError(f"nothing was answered before state {self.state}")
        return self._last

    @property
    def _key(self) -> AnswerKey:
        """Where the answer to what is asked now is kept."""
        return self._way.here.key

    @property
    def _recorded(self) -> Answer | None:
        return self._book.get(self._key)

    @property
    def _answer(self) -> Answer:
        return self._book[self._key]


def withdrawn(answer: Answer) -> Answer:
    return replace(answer, status=Status.WITHDRAWN, meaning=None, confirmed=False)
