"""The dialogue's states and the one table of its transitions.

A row reads: on this trigger, in one of these states, go there, if this holds, doing that first.
Rows are tried from the top; the first whose condition holds is taken. Some destinations are worked
out when the table is built: NEXT and PREVIOUS follow the order of the assessment, RETURN leads back
to the state that was interrupted, ANSWERED to where the last answer was taken, HURT_AT to where
something hurt, ANOTHER to the test after it, and BROKE_OFF to where the session before ended.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, Protocol

from transitions import Machine

from voice_rom.core.assessment.state import State


class Trigger(StrEnum):
    START = "start"
    SPOKEN = "spoken"
    """A text that asks for nothing has been said."""
    CHECKED = "checked"
    UNHEARD = "unheard"
    """The sound check was answered with keys alone."""
    DONE = "done"
    ANSWERED = "answered"
    AGREED = "agreed"
    DISAGREED = "disagreed"
    DOUBTED = "doubted"
    """Not sure, after all, of what was said back."""
    SIDED = "sided"
    REVISE = "revise"
    """ "Sorry, left": another answer in place of the one that was just taken."""
    TAKE_BACK = "take_back"
    """ "No wait": the answer that was just taken is taken back, with none in its place yet."""
    GIVE_UP = "give_up"
    """Asked in vain often enough: the question stays open."""
    SKIP = "skip"
    BACK = "back"
    STOP = "stop"
    PAUSE = "pause"
    GO_ON = "go_on"
    END = "end"
    WORRY = "worry"
    """Silence for so long that the voice asks whether all is well."""
    CALL = "call"
    """ "Help me": the voice asks the same, and is told."""
    ALERT = "alert"
    """Help is needed, or nobody answers."""
    LOST = "lost"
    """A device is gone."""
    FOUND = "found"
    """All devices are back."""
    HURT = "hurt"
    """It hurts, or something is numb or weak."""
    QUIT = "quit"


class DynamicTarget(StrEnum):
    """Destinations that depend on where the session stands."""

    NEXT = "next"
    PREVIOUS = "previous"
    RETURN = "return"
    UNDISTURBED = "undisturbed"
    """Where it was when a device was lost: paused and stopped are not gone on with by that."""
    ANSWERED = "answered"
    BROKE_OFF = "broke_off"
    HURT_AT = "hurt_at"
    ANOTHER = "another"
    """The next test, after a complaint."""


@dataclass(frozen=True)
class Row:
    trigger: Trigger
    sources: tuple[State, ...]
    destination: State | DynamicTarget
    condition: str | None = None
    """The name of a condition of the dialogue."""
    action: str | None = None
    """The name of an action of the dialogue, done before the state is left."""


TURNS: Final = (State.STEP, State.QUESTION, State.CONFIRMATION, State.SIDE)
"""Where something is asked of the person, within a test."""

COMPLAINING: Final = (State.COMPLAINT, State.SHARP, State.SORE_SIDE, State.GOING_ON)
"""Where it is about what hurts."""

COURSE: Final = (
    State.RESUMING,
    State.WELCOME,
    State.SOUND_CHECK,
    State.SCREENED,
    *TURNS,
    State.NOTICED,
    State.SUMMARY,
)
"""What a session goes through when nothing comes between."""

TALK: Final = (*COURSE, *COMPLAINING)
"""Where the session goes its way; what interrupts it returns here."""

ASKED_AFTER: Final = (State.WELFARE, State.ALARM)
"""Where it is about the person alone: "help" means that help is needed."""

INTERRUPTED: Final = (State.PAUSED, State.STOPPED, *ASKED_AFTER, State.DEVICE_LOST)

CALM: Final = (State.PAUSED, State.STOPPED, State.WELFARE, State.DEVICE_LOST)
"""Interrupted, and help is not called yet."""

OPEN_FOR_REVISION: Final = (
    *TURNS,
    State.SCREENED,
    State.NOTICED,
    State.SUMMARY,
    State.SHARP,
    State.SORE_SIDE,
    State.GOING_ON,
)
"""Where an answer leads, and so where it can be taken back while the next sentence is said."""

_S, _T, _F = State, Trigger, DynamicTarget

TABLE: Final[tuple[Row, ...]] = (
    # The way through
    Row(_T.START, (_S.WAITING,), _S.RESUMING, condition="broke_off"),
    Row(_T.START, (_S.WAITING,), _S.WELCOME),
    Row(_T.AGREED, (_S.RESUMING,), _F.BROKE_OFF, action="resume"),
    Row(_T.DISAGREED, (_S.RESUMING,), _S.WELCOME, action="start_afresh"),
    Row(_T.SPOKEN, (_S.WELCOME,), _S.SOUND_CHECK),
    Row(_T.CHECKED, (_S.SOUND_CHECK,), _F.NEXT, condition="newly_narrow", action="note_narrow"),
    Row(_T.CHECKED, (_S.SOUND_CHECK,), _F.NEXT, action="note_checked"),
    Row(_T.UNHEARD, (_S.SOUND_CHECK,), _F.NEXT, action="note_unheard"),
    Row(_T.ANSWERED, (_S.SCREENED,), _F.NEXT, condition="says_yes", action="choose_chair"),
    Row(_T.ANSWERED, (_S.SCREENED,), _S.SUMMARY, action="choose_the_end"),
    Row(
        _T.SPOKEN, (_S.SCREENED,), _S.SUMMARY, condition="must_be_careful", action="end_for_safety"
    ),
    Row(_T.SPOKEN, (_S.SCREENED,), _F.NEXT),
    Row(_T.DONE, (_S.STEP,), _F.NEXT),
    Row(
        _T.ANSWERED, (_S.QUESTION,), _S.CONFIRMATION, condition="must_confirm", action="note_answer"
    ),
    Row(_T.ANSWERED, (_S.QUESTION,), _S.SIDE, condition="must_ask_side", action="note_answer"),
    Row(_T.ANSWERED, (_S.QUESTION,), _F.NEXT, action="note_answer"),
    Row(_T.AGREED, (_S.CONFIRMATION,), _S.SIDE, condition="must_ask_side", action="confirm_answer"),
    Row(_T.AGREED, (_S.CONFIRMATION,), _F.NEXT, action="confirm_answer"),
    Row(_T.DISAGREED, (_S.CONFIRMATION,), _S.QUESTION, action="withdraw_answer"),
    Row(_T.DOUBTED, (_S.CONFIRMATION,), _F.NEXT, action="doubt_answer"),
    Row(_T.SIDED, (_S.SIDE,), _F.NEXT, action="note_side"),
    # An answer is open for revision while the next sentence is said: it may be the test's last.
    Row(_T.REVISE, OPEN_FOR_REVISION, _F.ANSWERED, action="forget_last"),
    Row(_T.TAKE_BACK, OPEN_FOR_REVISION, _F.ANSWERED, action="take_back_last"),
    Row(_T.SPOKEN, (_S.NOTICED,), _F.NEXT),
    Row(_T.DONE, (_S.SUMMARY,), _S.GOODBYE),
    Row(_T.SPOKEN, (_S.GOODBYE,), _S.ENDED),
    # What hurts goes before everything else
    Row(_T.HURT, (*TALK, _S.GOODBYE, *CALM), _S.COMPLAINT, action="note_complaint"),
    Row(_T.AGREED, (_S.COMPLAINT,), _S.SUMMARY, condition="is_numb", action="confirm_and_end"),
    Row(_T.AGREED, (_S.COMPLAINT,), _S.SHARP, action="confirm_complaint"),
    Row(_T.DOUBTED, (_S.COMPLAINT,), _S.SUMMARY, condition="is_numb", action="doubt_and_end"),
    Row(_T.DOUBTED, (_S.COMPLAINT,), _S.SHARP, action="doubt_complaint"),
    Row(_T.DISAGREED, (_S.COMPLAINT,), _F.HURT_AT, action="withdraw_complaint"),
    Row(_T.ANSWERED, (_S.SHARP,), _S.SORE_SIDE, action="note_sharp"),
    Row(_T.SIDED, (_S.SORE_SIDE,), _S.GOING_ON, action="note_sore_side"),
    Row(_T.ANSWERED, (_S.GOING_ON,), _F.ANOTHER, condition="says_yes", action="note_going_on"),
    Row(_T.ANSWERED, (_S.GOING_ON,), _S.SUMMARY, action="stop_here"),
    Row(_T.SPOKEN, (_S.GOING_ON,), _S.SUMMARY, action="end_hurt"),
    # Leaving something out, going back
    Row(_T.GIVE_UP, (_S.QUESTION,), _F.NEXT, action="leave_open"),
    Row(_T.GIVE_UP, (_S.CONFIRMATION, _S.SIDE), _F.NEXT, action="leave_unconfirmed"),
    Row(_T.GIVE_UP, (_S.SCREENED,), _S.SUMMARY, action="end_for_safety"),
    Row(_T.SKIP, (_S.RESUMING,), _S.WELCOME, action="start_afresh"),
    Row(_T.SKIP, (_S.WELCOME,), _S.SOUND_CHECK),
    Row(_T.SKIP, (_S.SCREENED,), _S.SUMMARY, condition="must_be_careful", action="end_for_safety"),
    Row(_T.SKIP, (_S.SCREENED,), _F.NEXT),
    Row(_T.SKIP, (_S.COMPLAINT,), _S.SUMMARY, condition="is_numb", action="end_hurt"),
    Row(_T.SKIP, (_S.COMPLAINT,), _S.SHARP),
    Row(_T.SKIP, (_S.SHARP,), _S.SORE_SIDE),
    Row(_T.SKIP, (_S.SORE_SIDE,), _S.GOING_ON),
    Row(_T.SKIP, (_S.GOING_ON,), _S.SUMMARY, action="end_hurt"),
    Row(_T.SKIP, (_S.SOUND_CHECK, _S.STEP, _S.NOTICED), _F.NEXT, action="note_skip"),
    Row(_T.SKIP, (_S.QUESTION,), _F.NEXT, action="skip_question"),
    Row(_T.SKIP, (_S.CONFIRMATION, _S.SIDE), _F.NEXT, action="leave_unconfirmed"),
    Row(_T.SKIP, (_S.SUMMARY,), _S.GOODBYE),
    Row(_T.SKIP, (_S.GOODBYE,), _S.ENDED),
    Row(_T.BACK, (_S.CONFIRMATION, _S.SIDE), _S.QUESTION, action="note_back"),
    Row(
        _T.BACK,
        (_S.SUMMARY,),
        _S.COMPLAINT,
        condition="ended_hurt",
        action="note_back_to_complaint",
    ),
    Row(_T.BACK, (_S.STEP, _S.QUESTION, _S.NOTICED, _S.SUMMARY), _F.PREVIOUS, action="note_back"),
    Row(_T.BACK, (_S.SOUND_CHECK,), _S.RESUMING, condition="broke_off"),
    Row(_T.BACK, (_S.SCREENED,), _F.PREVIOUS, action="note_back"),
    Row(_T.BACK, (_S.COMPLAINT,), _F.HURT_AT, action="withdraw_complaint"),
    Row(_T.BACK, (_S.SHARP,), _S.COMPLAINT, action="note_back"),
    Row(_T.BACK, (_S.SORE_SIDE,), _S.SHARP, action="note_back"),
    Row(_T.BACK, (_S.GOING_ON,), _S.SORE_SIDE, action="note_back"),
    # Interruptions
    # Whoever stopped to end, and stops what is said at the end, is not asked a second time.
    Row(_T.STOP, (_S.SUMMARY,), _S.GOODBYE, condition="stopped_to_end"),
    Row(_T.STOP, TALK, _S.STOPPED, action="remember_place"),
    Row(_T.STOP, (_S.PAUSED, *ASKED_AFTER, _S.DEVICE_LOST), _S.STOPPED),
    Row(_T.STOP, (_S.GOODBYE,), _S.ENDED),
    Row(_T.PAUSE, TALK, _S.PAUSED, action="remember_place"),
    Row(_T.PAUSE, (_S.STOPPED, *ASKED_AFTER), _S.PAUSED),
    Row(_T.WORRY, (*TURNS, _S.SUMMARY), _S.WELFARE, action="remember_place"),
    Row(_T.WORRY, (_S.SCREENED, *COMPLAINING), _S.WELFARE, action="remember_place"),
    Row(_T.WORRY, (_S.STOPPED,), _S.WELFARE),
    Row(_T.WORRY, (_S.PAUSED,), _S.WELFARE, action="keep_pause"),
    Row(_T.CALL, (*TALK, _S.GOODBYE), _S.WELFARE, action="remember_place"),
    Row(_T.CALL, (_S.STOPPED, _S.DEVICE_LOST), _S.WELFARE),
    Row(_T.CALL, (_S.PAUSED,), _S.WELFARE, action="keep_pause"),
    Row(_T.ALERT, ASKED_AFTER, _S.ALARM),
    Row(_T.LOST, (*TALK, _S.GOODBYE), _S.DEVICE_LOST, action="remember_undisturbed_place"),
    Row(_T.LOST, (_S.PAUSED, _S.STOPPED), _S.DEVICE_LOST, action="note_undisturbed"),
    Row(_T.FOUND, (_S.DEVICE_LOST,), _F.UNDISTURBED),
    Row(_T.GO_ON, ASKED_AFTER, _S.PAUSED, condition="pause_goes_on"),
    Row(_T.GO_ON, INTERRUPTED, _F.RETURN, action="note_return"),
    # The end before the end. "Stop" said twice means it: nobody is asked again.
    Row(_T.STOP, (_S.STOPPED,), _S.GOODBYE, condition="summary_was_said"),
    Row(_T.STOP, (_S.STOPPED,), _S.SUMMARY, action="end_early"),
    Row(_T.END, INTERRUPTED, _S.GOODBYE, condition="summary_was_said"),
    Row(_T.END, INTERRUPTED, _S.SUMMARY, action="end_early"),
    Row(_T.QUIT, (*TALK, *INTERRUPTED), _S.GOODBYE, action="quit_early"),
    Row(_T.QUIT, (_S.WAITING, _S.GOODBYE), _S.ENDED),
)

_PLACES: Final = (State.STEP, State.QUESTION, State.SCREENED, State.NOTICED, State.SUMMARY)
_BEFORE: Final = (*COURSE, State.GOODBYE, State.PAUSED, State.STOPPED, State.WELFARE)

_MAY_LEAD_TO: Final[dict[DynamicTarget, tuple[State, ...]]] = {
    DynamicTarget.NEXT: _PLACES,
    DynamicTarget.PREVIOUS: (State.STEP, State.QUESTION, State.SCREENED),
    DynamicTarget.RETURN: (*TALK, State.GOODBYE),
    DynamicTarget.UNDISTURBED: (*TALK, State.GOODBYE, State.PAUSED, State.STOPPED),
    DynamicTarget.ANSWERED: (
        State.QUESTION,
        State.CONFIRMATION,
        State.SIDE,
        State.SCREENED,
        *COMPLAINING,
    ),
    DynamicTarget.BROKE_OFF: (*_PLACES, State.COMPLAINT),
    DynamicTarget.HURT_AT: (*_BEFORE, *COMPLAINING),
    DynamicTarget.ANOTHER: (*_BEFORE, State.COMPLAINT),
}


class Leads(Protocol):
    """What the machine asks of the dialogue to work out where a row leads."""

    def leads_to(self, following: DynamicTarget) -> State | None:
        """Where `following` leads from here, or None where there is no such place."""

    def follow(self, following: DynamicTarget) -> None:
        """Go there: the last thing done before the new state is entered."""


def destinations(row: Row) -> tuple[State, ...]:
    """Every state that `row` can lead to."""
    if isinstance(row.destination, State):
        return (row.destination,)
    return _MAY_LEAD_TO[row.destination]


def build_machine(dialogue: Leads) -> Machine:
    """Join the table to `dialogue`, which has the conditions, the actions and `enter_<state>`."""
    machine = Machine(
        model=dialogue,
        states=[{"name": str(state), "on_enter": f"enter_{state}"} for state in State],
        initial=str(State.WAITING),
        auto_transitions=False,
        ignore_invalid_triggers=True,
    )
    for row in TABLE:
        for destination in destinations(row):
            machine.add_transition(
                trigger=str(row.trigger),
                source=[str(state) for state in row.sources],
                dest=str(destination),
                conditions=_conditions(dialogue, row, destination),
                before=_actions(dialogue, row),
            )
    return machine


def _conditions(
    dialogue: Leads, row: Row, destination: State
) -> list[str | Callable[..., bool | None]]:
    conditions: list[str | Callable[..., bool | None]] = []
    if row.condition is not None:
        conditions.append(row.condition)
    if isinstance(row.destination, DynamicTarget):
        following = row.destination
        conditions.append(lambda: dialogue.leads_to(following) is destination)
    return conditions


def _actions(dialogue: Leads, row: Row) -> list[str | Callable[..., bool | None]]:
    actions: list[str | Callable[..., bool | None]] = [] if row.action is None else [row.action]
    if isinstance(row.destination, DynamicTarget):
        actions.append(partial(_follow, dialogue, row.destination))
    return actions


def _follow(dialogue: Leads, following: DynamicTarget) -> None:
    dialogue.follow(following)


def possible(trigger: Trigger, state: State) -> bool:
    """Whether the table has a row for `trigger` in `state`."""
    return any(row.trigger is trigger and state in row.sources for row in TABLE)
