"""The questions about safety before the first test, and the choice at their end."""

from typing import ClassVar

from voice_rom.core.assessment.findings import Status
from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import SCREENING_TEXTS
from voice_rom.core.dialogue.context import DialogueContext
from voice_rom.core.dialogue.flows.answered import note_back, says_yes
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.dialogue.table import (
    DynamicTarget,
    Move,
    Row,
    Rows,
    SessionPart,
    States,
    StateSpec,
    Take,
    Targets,
    Trigger,
)
from voice_rom.core.dialogue.turn import Turn

_T, _S, _D = Trigger, State, DynamicTarget


class ScreeningFlow:
    """Narrows the session to what is safe today. Its questions are asked as all others are."""

    def __init__(self, context: DialogueContext) -> None:
        self.context = context

    def screened(self, _move: Move) -> Turn:
        """All tests are possible again until the choice is made: it may be made anew."""
        self.context.arrive()
        self.context.programme.do_all()
        self.context.itinerary.change(self.context.programme.places())
        careful = self.context.must_be_careful()
        return self.context.turns.screened(
            self.context.programme, self.context.book.answers, careful=careful
        )

    def must_be_careful(self, _move: Move) -> bool:
        return self.context.must_be_careful()

    def choose_what_is_kept(self, move: Move) -> None:
        self.context.record(self.context.programme.choice_key, move.answer)
        self.context.programme.narrow()
        self.context.itinerary.change(self.context.programme.places())
        self.context.say_first(self.context.texts.lines(f"{SCREENING_TEXTS}.going_on"))

    def choose_the_end(self, move: Move) -> None:
        self.context.record(self.context.programme.choice_key, move.answer)
        self.context.say_first(self.context.texts.lines(f"{SCREENING_TEXTS}.end_chosen"))
        self.context.itinerary.end_early()

    def end_for_safety(self, _move: Move) -> None:
        """Without a choice the session ends: that is the safe way."""
        if self.context.programme.keeps_any:
            self.context.book.record(self.context.programme.choice_key, Status.NOT_HEARD)
        self.context.itinerary.end_early()

    states: ClassVar[States] = {
        _S.SCREENED: StateSpec(
            enter=screened,
            part=SessionPart.COURSE,
            moment=MomentKind.SCREENED,
            takes=Take.ANSWER,
            revisable=True,
            said_back=True,
            checked=True,
        ),
    }

    targets: ClassVar[Targets] = {}

    rows: ClassVar[Rows] = (
        Row(_T.ANSWERED, (_S.SCREENED,), _D.NEXT, when=says_yes, do=choose_what_is_kept),
        Row(_T.ANSWERED, (_S.SCREENED,), _S.SUMMARY, do=choose_the_end),
        Row(_T.SPOKEN, (_S.SCREENED,), _S.SUMMARY, when=must_be_careful, do=end_for_safety),
        Row(_T.SPOKEN, (_S.SCREENED,), _D.NEXT),
        Row(_T.GIVE_UP, (_S.SCREENED,), _S.SUMMARY, do=end_for_safety),
        Row(_T.SKIP, (_S.SCREENED,), _S.SUMMARY, when=must_be_careful, do=end_for_safety),
        Row(_T.SKIP, (_S.SCREENED,), _D.NEXT),
        Row(_T.BACK, (_S.SCREENED,), _D.PREVIOUS, do=note_back),
    )
