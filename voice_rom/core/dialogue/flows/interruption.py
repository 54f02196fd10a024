"""Whatever comes between: stop, pause, "Are you all right?", the alarm, a lost device."""

from collections.abc import Mapping
from typing import ClassVar, Final

from voice_rom.core.assessment.state import State
from voice_rom.core.assessment.texts import STAFF_TEXTS, Line
from voice_rom.core.dialogue.context import DialogueContext
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
from voice_rom.core.dialogue.turn import Phase, SilenceMeaning, Turn
from voice_rom.core.protocol.effects import AlertOwner, AlertReason
from voice_rom.core.protocol.events import (
    StaffAcknowledged,
    StaffNews,
    StaffNotReached,
    StaffTold,
)

_T, _S, _D, _G = Trigger, State, DynamicTarget, Group


class InterruptionFlow:
    """Remembers where the session stood, and leads back there."""

    def __init__(self, context: DialogueContext) -> None:
        self.context = context

    # Entering

    def paused(self, _move: Move) -> Turn:
        self.context.state.pause_goes_on = False
        return self.context.turns.paused()

    def stopped(self, _move: Move) -> Turn:
        if self.context.state.interrupted is State.STEP:
            self.context.say_first(self.context.texts.phrase("end_movement"))
        return self.context.turns.stopped()

    def welfare(self, move: Move) -> Turn:
        return self.context.turns.welfare(called=move.trigger is Trigger.CALL)

    def alarm(self, _move: Move) -> Turn:
        return self.alarm_turn()

    def device_lost(self, _move: Move) -> Turn:
        return self.context.turns.device_lost()

    # What others ask

    def alarm_turn(self) -> Turn:
        state = self.context.state
        reason = state.alerted or AlertReason.NO_ANSWER
        return self.context.turns.alarm(
            reason, message=not state.message_failed, staff=self._of_staff()
        )

    def alert(self, reason: AlertReason) -> None:
        """Have others told."""
        self.context.state.alerted, self.context.state.message_failed = reason, False
        self.context.state.staff = None
        self.context.out.put(AlertOwner(reason))

    @property
    def help_is_called(self) -> bool:
        """Others were told that help is needed, as far as anybody knows.

        Staff who have acknowledged a call may think that it is dealt with: they are called anew.
        """
        state = self.context.state
        called = state.alerted is AlertReason.HELP and not state.message_failed
        seen = isinstance(state.staff, StaffAcknowledged)
        return state.now is State.ALARM and called and not seen

    def message_failed(self) -> None:
        """Whoever waits for help must not count on the message."""
        state = self.context.state
        state.message_failed = True
        if state.now is State.ALARM:
            state.turn.words = self.alarm_turn().words
            failed = self.context.texts.phrase("alarm_failed")
            self.context.say(state.turn.words.short, before=failed)

    def staff_news(self, news: StaffNews) -> None:
        """Say it, and then what to do: in full where that was being said, else in short."""
        state, out = self.context.state, self.context.out
        state.staff = news
        if state.now is not State.ALARM:
            return
        speaks = state.turn.phase is Phase.SPEAKING
        state.turn.words = self.alarm_turn().words
        again = out.lines if speaks else state.turn.words.short
        own = tuple(line for line in again if line.text_id not in _OF_STAFF.values())
        self.context.say(own, before=self._of_staff())

    def _of_staff(self) -> tuple[Line, ...]:
        news = self.context.state.staff
        return () if news is None else self.context.texts.lines(_OF_STAFF[type(news)])

    # Conditions

    def pause_goes_on(self, _move: Move) -> bool:
        return self.context.state.pause_goes_on

    def stopped_to_end(self, _move: Move) -> bool:
        return self.context.state.stopped_to_end

    # Actions

    def remember_place(self, _move: Move) -> None:
        self.context.state.interrupted = self.context.state.now
        self.context.state.pause_goes_on = False

    def remember_undisturbed_place(self, move: Move) -> None:
        self.remember_place(move)
        self.note_undisturbed(move)

    def note_undisturbed(self, _move: Move) -> None:
        self.context.state.undisturbed = self.context.state.now

    def keep_pause(self, _move: Move) -> None:
        self.context.state.pause_goes_on = True

    def note_return(self, _move: Move) -> None:
        self.context.state.returning = True

    # Where the rows lead

    def where_it_was(self) -> State | None:
        return self.context.state.interrupted

    def where_it_was_undisturbed(self) -> State | None:
        return self.context.state.undisturbed

    states: ClassVar[States] = {
        _S.PAUSED: StateSpec(
            enter=paused,
            part=SessionPart.INTERRUPTION,
            moment=MomentKind.PAUSED,
            silence=SilenceMeaning.PAUSE,
            takes=Take.INTERRUPTION,
            calm=True,
            passes_over_chatter=True,
            instructs=True,
        ),
        _S.STOPPED: StateSpec(
            enter=stopped,
            part=SessionPart.INTERRUPTION,
            moment=MomentKind.STOPPED,
            takes=Take.INTERRUPTION,
            calm=True,
        ),
        _S.WELFARE: StateSpec(
            enter=welfare,
            part=SessionPart.INTERRUPTION,
            moment=MomentKind.WELFARE,
            silence=SilenceMeaning.WELFARE,
            takes=Take.INTERRUPTION,
            asks_after=True,
            calm=True,
        ),
        _S.ALARM: StateSpec(
            enter=alarm,
            part=SessionPart.INTERRUPTION,
            moment=MomentKind.ALARM,
            silence=None,
            takes=Take.INTERRUPTION,
            asks_after=True,
            passes_over_chatter=True,
        ),
        _S.DEVICE_LOST: StateSpec(
            enter=device_lost,
            part=SessionPart.INTERRUPTION,
            moment=MomentKind.DEVICE_LOST,
            silence=SilenceMeaning.PAUSE,
            takes=Take.INTERRUPTION,
            calm=True,
            passes_over_chatter=True,
        ),
    }

    targets: ClassVar[Targets] = {
        _D.RETURN: Target(where_it_was),
        _D.UNDISTURBED: Target(where_it_was_undisturbed),
    }

    rows: ClassVar[Rows] = (
        # Whoever stopped to end, and stops what is said at the end, is not asked a second time.
        Row(_T.STOP, (_S.SUMMARY,), _S.GOODBYE, when=stopped_to_end),
        Row(_T.STOP, (_G.TALK,), _S.STOPPED, do=remember_place),
        Row(_T.STOP, (_S.PAUSED, _G.ASKS_AFTER, _S.DEVICE_LOST), _S.STOPPED),
        Row(_T.PAUSE, (_G.TALK,), _S.PAUSED, do=remember_place),
        Row(_T.PAUSE, (_S.STOPPED, _G.ASKS_AFTER), _S.PAUSED),
        Row(_T.WORRY, (_G.ASKS_WITHIN_A_TEST, _S.SUMMARY), _S.WELFARE, do=remember_place),
        Row(_T.WORRY, (_S.SCREENED, _G.COMPLAINT), _S.WELFARE, do=remember_place),
        Row(_T.WORRY, (_S.STOPPED,), _S.WELFARE),
        Row(_T.WORRY, (_S.PAUSED,), _S.WELFARE, do=keep_pause),
        Row(_T.CALL, (_G.TALK, _S.GOODBYE), _S.WELFARE, do=remember_place),
        Row(_T.CALL, (_S.STOPPED, _S.DEVICE_LOST), _S.WELFARE),
        Row(_T.CALL, (_S.PAUSED,), _S.WELFARE, do=keep_pause),
        Row(_T.ALERT, (_G.ASKS_AFTER,), _S.ALARM),
        Row(_T.LOST, (_G.TALK, _S.GOODBYE), _S.DEVICE_LOST, do=remember_undisturbed_place),
        Row(_T.LOST, (_S.PAUSED, _S.STOPPED), _S.DEVICE_LOST, do=note_undisturbed),
        Row(_T.FOUND, (_S.DEVICE_LOST,), _D.UNDISTURBED),
        Row(_T.GO_ON, (_G.ASKS_AFTER,), _S.PAUSED, when=pause_goes_on),
        Row(_T.GO_ON, (_G.INTERRUPTED,), _D.RETURN, do=note_return),
    )


_OF_STAFF: Final[Mapping[type[StaffNews], str]] = {
    StaffTold: f"{STAFF_TEXTS}.told",
    StaffAcknowledged: f"{STAFF_TEXTS}.acknowledged",
    StaffNotReached: f"{STAFF_TEXTS}.not_reached",
}
"""The text that tells each."""
