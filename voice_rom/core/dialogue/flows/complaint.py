"""What hurts, or is numb or weak: it goes before everything else."""

from dataclasses import replace
from typing import ClassVar

from voice_rom.core.assessment.findings import SIDES, Status
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import SAFETY
from voice_rom.core.dialogue.context import DialogueContext
from voice_rom.core.dialogue.flows.answered import note_back, says_yes
from voice_rom.core.dialogue.flows.interruption import InterruptionFlow
from voice_rom.core.dialogue.flows.questions import withdrawn
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
from voice_rom.core.dialogue.turn import Turn
from voice_rom.core.language.meanings import Meaning, Meant
from voice_rom.core.outcome.complaints import Interrupted, numbered, where_of
from voice_rom.core.protocol.effects import Resume

_T, _S, _D = Trigger, State, DynamicTarget


class ComplaintFlow:
    """Asks about a complaint, and then whether to go on."""

    def __init__(self, context: DialogueContext) -> None:
        self.context = context

    # What others ask

    @property
    def asked(self) -> Interrupted | None:
        """The complaint that is being asked about; None elsewhere."""
        return self.context.state.complaint if self.context.state.now in self.states else None

    @property
    def is_about_pain(self) -> bool:
        """Whether a complaint is being asked about, or was when the session was interrupted."""
        state = self.context.state
        return state.now in self.states or self._interrupted in self.states

    def is_asking_about(self, kind: Meant) -> bool:
        """Whether a complaint of this kind is, or was before an interruption, asked about."""
        complaint = self.context.state.complaint
        return self.is_about_pain and complaint is not None and complaint.kind is kind

    # Entering

    def complaint(self, _move: Move) -> Turn:
        return self.context.turns.complaint(self.context.complaint.kind)

    def sharp(self, _move: Move) -> Turn:
        return self.context.turns.sharp()

    def sore_side(self, _move: Move) -> Turn:
        return self.context.turns.sore_side()

    def going_on(self, _move: Move) -> Turn:
        sharp = self.context.book.get(self.context.complaint.sharp_key)
        return self.context.turns.going_on(
            before_the_tests=self.context.is_before_the_tests,
            another=self.another_test() is not None,
            sharp=sharp is not None and sharp.meaning is Meaning.YES,
        )

    # Conditions

    def is_numb(self, _move: Move) -> bool:
        return self.context.complaint.kind is Meaning.NUMB

    def ended_by_complaint(self, _move: Move) -> bool:
        return self.context.state.ended_by_complaint

    # Actions

    def note_complaint(self, move: Move) -> None:
        """Keep it at once; that it was understood rightly is asked after that."""
        given, state = move.answer, self.context.state
        state.complaint = numbered(self._interrupted_here(given.what), self.context.book.answers)
        if self._is_at_the_offer:  # pain now is the beginning of a session of its own
            self.context.out.put(Resume(accepted=False))
            state.earlier = None
        meaning, status = given.what, Status.ANSWERED
        self.context.book.record(state.complaint.key, status, meaning, given.source, given.evidence)
        if state.complaint.moving:
            self.context.say_first(self.context.texts.phrase("end_movement"))
        state.summary_said = False

    def confirm_complaint(self, _move: Move) -> None:
        self.context.book.change(self.context.complaint.key, confirmed=True)

    def confirm_and_end(self, move: Move) -> None:
        self.confirm_complaint(move)
        self.end_hurt(move)

    def doubt_complaint(self, _move: Move) -> None:
        """Not sure: it stands as it was heard, unconfirmed; also in place of "yes, sorry"."""
        self.context.book.change(self.context.complaint.key, confirmed=False)

    def doubt_and_end(self, move: Move) -> None:
        self.doubt_complaint(move)
        self.end_hurt(move)

    def withdraw_complaint(self, _move: Move) -> None:
        self.context.book.put(withdrawn(self.context.book[self.context.complaint.key]))
        self.context.say_first(self.context.texts.lines(f"{SAFETY}.misheard"))

    def note_sharp(self, move: Move) -> None:
        self.context.record(self.context.complaint.sharp_key, move.answer)

    def note_sore_side(self, move: Move) -> None:
        given = move.answer
        side = SIDES.get(given.what)
        self.context.book.change(
            self.context.complaint.key, side=side, side_evidence=given.evidence
        )

    def note_going_on(self, move: Move) -> None:
        self.context.record(self.context.complaint.going_on_key, move.answer)

    def stop_here(self, move: Move) -> None:
        self.note_going_on(move)
        self.end_hurt(move)

    def end_hurt(self, _move: Move) -> None:
        self.context.say_first(self.context.texts.phrase("ending"))
        self.context.itinerary.end_early()
        self.context.state.ended_by_complaint = True

    def note_back_to_complaint(self, _move: Move) -> None:
        """Not into the movement that hurt: to the question whether it did."""
        self.context.itinerary.go_to(self.context.complaint.index)
        self.context.state.ended_by_complaint = self.context.state.summary_said = False
        self.context.say_first(self.context.texts.phrase("back"))

    # Where the rows lead

    def where_it_hurt(self) -> State | None:
        complaint = self.context.state.complaint
        return None if complaint is None else complaint.at

    def return_to_where_it_hurt(self) -> None:
        hurt, state = self.context.complaint, self.context.state
        if hurt.index >= 0:
            self.context.itinerary.go_to(hurt.index)
        state.interrupted = hurt.interrupted
        state.complaint = hurt.within or hurt
        state.returning = True

    def another_test(self) -> State | None:
        """Where to go on after a complaint; before the first test that is where it came.

        Who was being asked about another complaint is asked about that first.
        """
        if self._goes_back_to_where_it_hurt:
            return self.where_it_hurt()
        return None if self.context.itinerary.next_test() is None else State.STEP

    def go_to_another_test(self) -> None:
        if self._goes_back_to_where_it_hurt:
            self.return_to_where_it_hurt()
        elif (next_test := self.context.itinerary.next_test()) is not None:
            self.context.itinerary.go_to(next_test)

    # Within

    def _interrupted_here(self, kind: Meant) -> Interrupted:
        state = self.context.state
        now, before, interrupted = state.now, state.complaint, state.interrupted
        if before is not None and self.is_about_pain:  # another complaint, of the same moment
            at = now if now in self.states else interrupted or now
            return replace(before, kind=kind, at=at, within=before)
        at = now
        if self._is_at_the_offer:
            at = State.WELCOME
        elif now is State.DEVICE_LOST and interrupted is not None:
            at = interrupted
        itinerary = self.context.itinerary
        test_id, where = where_of(itinerary.place, now)
        return Interrupted(kind, test_id, where, at, itinerary.index, interrupted)

    @property
    def _is_at_the_offer(self) -> bool:
        """Whether it is open whether to go on with the session that broke off."""
        return State.RESUMING in (self.context.state.now, self._interrupted)

    @property
    def _interrupted(self) -> State | None:
        """What was interrupted, while help is not called yet; None where nothing is."""
        state = self.context.state
        spec = InterruptionFlow.states.get(state.now)
        return state.interrupted if spec is not None and spec.calm else None

    @property
    def _goes_back_to_where_it_hurt(self) -> bool:
        return self.context.is_before_the_tests or self.context.complaint.within is not None

    states: ClassVar[States] = {
        _S.COMPLAINT: StateSpec(
            enter=complaint,
            part=SessionPart.COMPLAINT,
            moment=MomentKind.COMPLAINT,
            takes=Take.CONFIRMATION,
            said_back=True,
        ),
        _S.SHARP: StateSpec(
            enter=sharp,
            part=SessionPart.COMPLAINT,
            moment=MomentKind.SHARP,
            takes=Take.ANSWER,
            revisable=True,
            said_back=True,
            checked=True,
        ),
        _S.SORE_SIDE: StateSpec(
            enter=sore_side,
            part=SessionPart.COMPLAINT,
            moment=MomentKind.SORE_SIDE,
            takes=Take.SIDE,
            revisable=True,
            said_back=True,
            checked=True,
        ),
        _S.GOING_ON: StateSpec(
            enter=going_on,
            part=SessionPart.COMPLAINT,
            moment=MomentKind.GOING_ON,
            takes=Take.ANSWER,
            revisable=True,
            said_back=True,
            checked=True,
        ),
    }

    targets: ClassVar[Targets] = {
        _D.HURT_AT: Target(where_it_hurt, return_to_where_it_hurt),
        _D.ANOTHER: Target(another_test, go_to_another_test),
    }

    rows: ClassVar[Rows] = (
        Row(_T.HURT, (Group.TALK, _S.GOODBYE, Group.CALM), _S.COMPLAINT, do=note_complaint),
        Row(_T.AGREED, (_S.COMPLAINT,), _S.SUMMARY, when=is_numb, do=confirm_and_end),
        Row(_T.AGREED, (_S.COMPLAINT,), _S.SHARP, do=confirm_complaint),
        Row(_T.DOUBTED, (_S.COMPLAINT,), _S.SUMMARY, when=is_numb, do=doubt_and_end),
        Row(_T.DOUBTED, (_S.COMPLAINT,), _S.SHARP, do=doubt_complaint),
        Row(_T.DISAGREED, (_S.COMPLAINT,), _D.HURT_AT, do=withdraw_complaint),
        Row(_T.ANSWERED, (_S.SHARP,), _S.SORE_SIDE, do=note_sharp),
        Row(_T.SIDED, (_S.SORE_SIDE,), _S.GOING_ON, do=note_sore_side),
        Row(_T.ANSWERED, (_S.GOING_ON,), _D.ANOTHER, when=says_yes, do=note_going_on),
        Row(_T.ANSWERED, (_S.GOING_ON,), _S.SUMMARY, do=stop_here),
        Row(_T.SPOKEN, (_S.GOING_ON,), _S.SUMMARY, do=end_hurt),
        Row(_T.SKIP, (_S.COMPLAINT,), _S.SUMMARY, when=is_numb, do=end_hurt),
        Row(_T.SKIP, (_S.COMPLAINT,), _S.SHARP),
        Row(_T.SKIP, (_S.SHARP,), _S.SORE_SIDE),
        Row(_T.SKIP, (_S.SORE_SIDE,), _S.GOING_ON),
        Row(_T.SKIP, (_S.GOING_ON,), _S.SUMMARY, do=end_hurt),
        Row(
            _T.BACK, (_S.SUMMARY,), _S.COMPLAINT, when=ended_by_complaint, do=note_back_to_complaint
        ),
        Row(_T.BACK, (_S.COMPLAINT,), _D.HURT_AT, do=withdraw_complaint),
        Row(_T.BACK, (_S.SHARP,), _S.COMPLAINT, do=note_back),
        Row(_T.BACK, (_S.SORE_SIDE,), _S.SHARP, do=note_back),
        Row(_T.BACK, (_S.GOING_ON,), _S.SORE_SIDE, do=note_back),
    )
