"""The part of the state machine's model that is about the person's safety: conditions and actions.

The screening and the choice at its end; what hurts, or is numb; a session that broke off.
"""

from dataclasses import replace

from voice_rom.core.assessment.findings import AnswerKey, Status
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import SAFETY, Texts
from voice_rom.core.dialogue.answer_book import AnswerBook
from voice_rom.core.dialogue.answering import SIDES, Answering, withdrawn
from voice_rom.core.dialogue.effect_buffer import EffectBuffer
from voice_rom.core.dialogue.itinerary import Itinerary
from voice_rom.core.dialogue.states import CALM, COMPLAINING
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.outcome.complaints import Interrupted, numbered, where_of
from voice_rom.core.outcome.resuming import Earlier, Resumption, resumption
from voice_rom.core.outcome.screening import CHOICE, is_careful
from voice_rom.core.protocol.effects import Resume

_SCREENING = f"{SAFETY}.screening"


class SafetyFlow(Answering):
    """Takes care: narrows the session to what is safe today, and stops for what hurts."""

    def __init__(
        self, texts: Texts, programme: Programme, buffer: EffectBuffer, earlier: Earlier | None
    ) -> None:
        super().__init__(texts, Itinerary(programme.places()), AnswerBook(buffer))
        self._out = buffer
        self._programme = programme
        self._interrupted: State | None = None
        self._hurt: Interrupted | None = None
        self._ended_hurt = False
        """The session was led to its end by what hurt."""
        self._earlier = earlier
        self._summary_said = False

    @property
    def complaint(self) -> Interrupted | None:
        """The complaint that is being asked about; None elsewhere."""
        return self._hurt if self.now in COMPLAINING else None

    @property
    def is_about_pain(self) -> bool:
        """Whether a complaint is being asked about, or was when the session was interrupted."""
        now = self.now
        return now in COMPLAINING or (now in CALM and self._interrupted in COMPLAINING)

    def is_asking_about(self, kind: Meaning) -> bool:
        """Whether a complaint of this kind is, or was before an interruption, asked about."""
        return self.is_about_pain and self._hurt is not None and self._hurt.kind is kind

    # Where the table's rows lead

    def where_it_hurt(self) -> State | None:
        return None if self._hurt is None else self._hurt.at

    def return_to_where_it_hurt(self) -> None:
        hurt = self._complaint
        if hurt.index >= 0:
            self._way.go_to(hurt.index)
        self._interrupted = hurt.interrupted
        self._hurt = hurt.within or hurt
        self._returning = True

    def another_test(self) -> State | None:
        """Where to go on after a complaint; before the first test that is where it came.

        Who was being asked about another complaint is asked about that first.
        """
        if self._goes_back_to_where_it_hurt:
            return self.where_it_hurt()
        return None if self._next_test is None else State.STEP

    def go_to_another_test(self) -> None:
        if self._goes_back_to_where_it_hurt:
            self.return_to_where_it_hurt()
        elif self._next_test is not None:
            self._way.go_to(self._next_test)

    def where_it_broke_off(self) -> State | None:
        there = self._resumption
        return None if there is None else there.state

    def go_to_where_it_broke_off(self) -> None:
        there = self._resumption
        if there is not None:
            self._way.change(there.places)
            self._way.go_to(there.index)
            self._hurt = there.hurt
            self._returning = there.hurt is not None

    # Conditions

    def broke_off(self) -> bool:
        return self._resumption is not None

    def must_be_careful(self) -> bool:
        return is_careful(self._programme.screening, self._book.answers)

    def says_yes(self) -> bool:
        return self._given is not None and self._given.what is Meaning.YES

    def ended_hurt(self) -> bool:
        return self._ended_hurt

    def is_numb(self) -> bool:
        return self._complaint.kind is Meaning.NUMB

    # Actions: a session that broke off

    def resume(self) -> None:
        """Take over the earlier answers; nobody is told of them again."""
        if self._earlier is not None:
            self._book.take_over(self._earlier.answers)
        if self._resumption is not None and self._resumption.on_chair:
            self._programme.keep_to_the_chair()
        self._out.put(Resume(accepted=True))
        self.say_first(self.texts.phrase("resumed"))

    def start_afresh(self) -> None:
        self._out.put(Resume(accepted=False))
        self.say_first(self.texts.phrase("afresh"))

    # Actions: the screening

    def choose_chair(self) -> None:
        self._record_given(CHOICE)
        self._programme.keep_to_the_chair()
        self._way.change(self._programme.places())
        self.say_first(self.texts.lines(f"{_SCREENING}.chair_chosen"))

    def choose_the_end(self) -> None:
        self._record_given(CHOICE)
        self.say_first(self.texts.lines(f"{_SCREENING}.end_chosen"))
        self._way.end_early()

    def end_for_safety(self) -> None:
        """Without a choice the session ends: that is the safe way."""
        if self._programme.has_chair:
            self._book.record(CHOICE, Status.NOT_HEARD)
        self._way.end_early()

    # Actions: what hurts

    def note_complaint(self) -> None:
        """Keep it at once; that it was understood rightly is asked after that."""
        given = self._taken()
        self._hurt = numbered(self._interrupted_here(given.what), self._book.answers)
        if self._hurt.moving:
            self.say_first(self.texts.phrase("end_movement"))
        if self._is_at_the_offer:  # pain now is the beginning of a session of its own
            self._out.put(Resume(accepted=False))
            self._earlier = None
        meaning, status = given.what, Status.ANSWERED
        self._book.record(self._hurt.key, status, meaning, given.source, given.evidence)
        self._summary_said = False

    def confirm_complaint(self) -> None:
        self._taken()
        self._book.change(self._complaint.key, confirmed=True)

    def confirm_and_end(self) -> None:
        self.confirm_complaint()
        self.end_hurt()

    def doubt_complaint(self) -> None:
        """Not sure: it stands as it was heard, unconfirmed; also in place of "yes, sorry"."""
        self._taken()
        self._book.change(self._complaint.key, confirmed=False)

    def doubt_and_end(self) -> None:
        self.doubt_complaint()
        self.end_hurt()

    def withdraw_complaint(self) -> None:
        self._given = None
        self._book.put(withdrawn(self._book[self._complaint.key]))
        self.say_first(self.texts.lines(f"{SAFETY}.misheard"))

    def note_sharp(self) -> None:
        self._record_given(self._complaint.sharp_key)

    def note_sore_side(self) -> None:
        given = self._taken()
        side = SIDES.get(given.what)
        self._book.change(self._complaint.key, side=side, side_evidence=given.evidence)

    def note_going_on(self) -> None:
        self._record_given(self._complaint.going_on_key)

    def stop_here(self) -> None:
        self.note_going_on()
        self.end_hurt()

    def end_hurt(self) -> None:
        self.say_first(self.texts.phrase("ending"))
        self._way.end_early()
        self._ended_hurt = True

    def note_back_to_complaint(self) -> None:
        """Not into the movement that hurt: to the question whether it did."""
        self._way.go_to(self._complaint.index)
        self._ended_hurt = self._summary_said = False
        self.say_first(self.texts.phrase("back"))

    # Within

    def _record_given(self, key: AnswerKey) -> None:
        given = self._taken()
        unsure = given.what is Meaning.UNSURE
        status = Status.UNSURE if unsure else Status.ANSWERED
        meaning = None if unsure else given.what
        self._book.record(key, status, meaning, given.source, given.evidence)

    def _interrupted_here(self, kind: Meaning) -> Interrupted:
        now, before, interrupted = self.now, self._hurt, self._interrupted
        if before is not None and self.is_about_pain:  # another complaint, of the same moment
            at = now if now in COMPLAINING else interrupted or now
            return replace(before, kind=kind, at=at, within=before)
        at = now
        if self._is_at_the_offer:
            at = State.WELCOME
        elif now is State.DEVICE_LOST and interrupted is not None:
            at = interrupted
        test_id, where = where_of(self._way.place, now)
        return Interrupted(kind, test_id, where, at, self.index, interrupted)

    @property
    def _is_at_the_offer(self) -> bool:
        """Whether it is open whether to go on with the session that broke off."""
        now = self.now
        return State.RESUMING in (now, self._interrupted if now in CALM else None)

    @property
    def _goes_back_to_where_it_hurt(self) -> bool:
        return self._is_before_the_tests or self._complaint.within is not None

    @property
    def _complaint(self) -> Interrupted:
        if self._hurt is None:
            raise LookupError(f"nothing hurts in state {self.state}")
        return self._hurt

    @property
    def _is_before_the_tests(self) -> bool:
        place = self._way.place
        return place is None or (place.test is None and place.state is not State.SUMMARY)

    @property
    def _next_test(self) -> int | None:
        return self._way.next_test()

    @property
    def _resumption(self) -> Resumption | None:
        if self._earlier is None:
            return None
        return resumption(self._programme, self._earlier)

    @property
    def _key(self) -> AnswerKey:
        match self.now:
            case State.SCREENED:
                return CHOICE
            case State.COMPLAINT | State.SORE_SIDE:
                return self._complaint.key
            case State.SHARP:
                return self._complaint.sharp_key
            case State.GOING_ON:
                return self._complaint.going_on_key
            case _:
                return super()._key
