"""A session that broke off: going on with it, or beginning anew."""

from typing import ClassVar

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.context import DialogueContext
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
    Target,
    Targets,
    Trigger,
)
from voice_rom.core.dialogue.turn import Turn
from voice_rom.core.outcome.resuming import Resumption, resumption
from voice_rom.core.protocol.effects import Resume

_T, _S, _D = Trigger, State, DynamicTarget


class ResumingFlow:
    """Begins the session: with what broke off, if there is any, and the person wants it."""

    def __init__(self, context: DialogueContext) -> None:
        self.context = context

    def waiting(self, _move: Move) -> None:
        """Nothing: here the machine starts, and never comes back."""

    def resuming(self, _move: Move) -> Turn:
        return self.context.turns.resuming()

    def broke_off(self, _move: Move) -> bool:
        return self._resumption is not None

    def resume(self, _move: Move) -> None:
        """Take over the earlier answers; nobody is told of them again."""
        earlier = self.context.state.earlier
        if earlier is not None:
            self.context.book.take_over(earlier.answers)
        if self._resumption is not None and self._resumption.narrowed:
            self.context.programme.narrow()
        self.context.out.put(Resume(accepted=True))
        self.context.say_first(self.context.texts.phrase("resumed"))

    def start_afresh(self, _move: Move) -> None:
        self.context.out.put(Resume(accepted=False))
        self.context.say_first(self.context.texts.phrase("afresh"))

    def where_it_broke_off(self) -> State | None:
        there = self._resumption
        return None if there is None else there.state

    def go_to_where_it_broke_off(self) -> None:
        there = self._resumption
        if there is not None:
            self.context.itinerary.change(there.places)
            self.context.itinerary.go_to(there.index)
            self.context.state.complaint = there.hurt
            self.context.state.returning = there.hurt is not None

    @property
    def _resumption(self) -> Resumption | None:
        earlier = self.context.state.earlier
        return None if earlier is None else resumption(self.context.programme, earlier)

    states: ClassVar[States] = {
        _S.WAITING: StateSpec(enter=waiting, part=SessionPart.EDGE),
        _S.RESUMING: StateSpec(
            enter=resuming,
            part=SessionPart.COURSE,
            moment=MomentKind.RESUMING,
            takes=Take.RESUMING,
            checked=True,
        ),
    }

    targets: ClassVar[Targets] = {
        _D.BROKE_OFF: Target(where_it_broke_off, go_to_where_it_broke_off)
    }

    rows: ClassVar[Rows] = (
        Row(_T.START, (_S.WAITING,), _S.RESUMING, when=broke_off),
        Row(_T.START, (_S.WAITING,), _S.WELCOME),
        Row(_T.AGREED, (_S.RESUMING,), _D.BROKE_OFF, do=resume),
        Row(_T.DISAGREED, (_S.RESUMING,), _S.WELCOME, do=start_afresh),
        Row(_T.SKIP, (_S.RESUMING,), _S.WELCOME, do=start_afresh),
        Row(_T.BACK, (_S.SOUND_CHECK,), _S.RESUMING, when=broke_off),
    )
