"""The end: the summary, the goodbye and the report; and the end before the end."""

from typing import ClassVar

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.context import DialogueContext
from voice_rom.core.dialogue.flows.answered import note_back
from voice_rom.core.dialogue.flows.complaint import ComplaintFlow
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
    Targets,
    Trigger,
)
from voice_rom.core.dialogue.turn import SilenceMeaning, Turn
from voice_rom.core.outcome.advice import advice_lines, urgent_lines
from voice_rom.core.outcome.report import build_report
from voice_rom.core.protocol.effects import Finish

_T, _S, _D, _G = Trigger, State, DynamicTarget, Group


class ClosingFlow:
    """Says what was noticed, and ends. "Stop" said twice means it: nobody is asked again."""

    def __init__(self, context: DialogueContext) -> None:
        self.context = context

    def summary(self, _move: Move) -> Turn:
        self.context.state.returning = False
        self.context.state.summary_said = True
        return self.context.turns.summary(self.context.today(spoken=True))

    def goodbye(self, _move: Move) -> Turn:
        return self.context.turns.goodbye(lying=self.context.state.lying)

    def ended(self, _move: Move) -> None:
        self.context.out.rest()
        content, programme = self.context.content, self.context.programme
        today = self.context.today(spoken=False)
        urgent = urgent_lines(self.context.texts, today)
        advice = advice_lines(self.context.texts, today)
        report = build_report(
            content.assessment,
            programme.tests,
            self.context.book.answers,
            complete=self.context.itinerary.complete,
            advice=tuple(line.text for line in advice),
            urgent=tuple(line.text for line in urgent),
            safety=content.safety,
            screening=programme.screening,
            left_out=programme.left_out,
            named=content.named,
            clinic=today.clinic.name,
        )
        self.context.out.put(Finish(report))

    def summary_was_said(self, _move: Move) -> bool:
        return self.context.state.summary_said

    def stop_would_end(self) -> bool:
        """Whether "stop" was said before, and said again leads on to the end."""
        state = self.context.state
        stopped_to_end = state.now is State.SUMMARY and state.stopped_to_end
        return state.now is State.STOPPED or stopped_to_end

    def end_early(self, _move: Move) -> None:
        """Go to the summary from where the session stands; "back" leads there again."""
        state = self.context.state
        state.stopped_to_end = state.now is State.STOPPED
        state.ended_by_complaint = state.interrupted in ComplaintFlow.states
        self.context.itinerary.end_early()
        self.context.say_first(self.context.texts.phrase("ending"))

    def quit_early(self, _move: Move) -> None:
        if not self.context.state.summary_said:
            self.context.say_first(
                urgent_lines(self.context.texts, self.context.today(spoken=True))
            )
        self.context.say_first(self.context.texts.phrase("interrupted_ending"))

    states: ClassVar[States] = {
        _S.SUMMARY: StateSpec(
            enter=summary,
            part=SessionPart.COURSE,
            moment=MomentKind.SUMMARY,
            silence=SilenceMeaning.CLOSING,
            takes=Take.DONE,
            revisable=True,
        ),
        _S.GOODBYE: StateSpec(enter=goodbye, part=SessionPart.EDGE, moment=MomentKind.GOODBYE),
        _S.ENDED: StateSpec(enter=ended, part=SessionPart.EDGE),
    }

    targets: ClassVar[Targets] = {}

    rows: ClassVar[Rows] = (
        Row(_T.DONE, (_S.SUMMARY,), _S.GOODBYE),
        Row(_T.SPOKEN, (_S.GOODBYE,), _S.ENDED),
        Row(_T.SKIP, (_S.SUMMARY,), _S.GOODBYE),
        Row(_T.SKIP, (_S.GOODBYE,), _S.ENDED),
        Row(_T.BACK, (_S.SUMMARY,), _D.PREVIOUS, do=note_back),
        Row(_T.STOP, (_S.GOODBYE,), _S.ENDED),
        Row(_T.STOP, (_S.STOPPED,), _S.GOODBYE, when=summary_was_said),
        Row(_T.STOP, (_S.STOPPED,), _S.SUMMARY, do=end_early),
        Row(_T.END, (_G.INTERRUPTED,), _S.GOODBYE, when=summary_was_said),
        Row(_T.END, (_G.INTERRUPTED,), _S.SUMMARY, do=end_early),
        Row(_T.QUIT, (_G.TALK, _G.INTERRUPTED), _S.GOODBYE, do=quit_early),
        Row(_T.QUIT, (_S.WAITING, _S.GOODBYE), _S.ENDED),
    )
