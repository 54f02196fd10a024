"""The dialogue's states and the one table of its transitions.

A row reads: on this trigger, in one of these states, go there, if this holds, doing that first.
Rows are tried from the top; the first whose condition holds is taken. Four destinations are
worked out when the table is built: NEXT and PREVIOUS follow the order of the assessment, RETURN
leads back to the state that was interrupted, and ANSWERED to where the last answer was taken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, Protocol

from transitions import Machine


class State(StrEnum):
    WAITING = "waiting"
    WELCOME = "welcome"
    SOUND_CHECK = "sound_check"
    STEP = "step"
    QUESTION = "question"
    CONFIRMATION = "confirmation"
    SIDE = "side"
    NOTICED = "noticed"
    SUMMARY = "summary"
    GOODBYE = "goodbye"
    PAUSED = "paused"
    STOPPED = "stopped"
    WELFARE = "welfare"
    DEVICE_LOST = "device_lost"
    ENDED = "ended"


class Trigger(StrEnum):
    START = "start"
    SPOKEN = "spoken"
    """A text that asks for nothing has been said."""
    CHECKED = "checked"
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
    LOST = "lost"
    """A device is gone."""
    QUIT = "quit"


class Following(StrEnum):
    """Destinations that depend on where the session stands."""

    NEXT = "next"
    PREVIOUS = "previous"
    RETURN = "return"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Row:
    trigger: Trigger
    sources: tuple[State, ...]
    destination: State | Following
    condition: str | None = None
    """The name of a condition of the dialogue."""
    action: str | None = None
    """The name of an action of the dialogue, done before the state is left."""


TURNS: Final = (State.STEP, State.QUESTION, State.CONFIRMATION, State.SIDE)
"""Where something is asked of the person, within a test."""

TALK: Final = (
    State.WELCOME,
    State.SOUND_CHECK,
    *TURNS,
    State.NOTICED,
    State.SUMMARY,
)
"""Where the session goes its way; what interrupts it returns here."""

INTERRUPTED: Final = (State.PAUSED, State.STOPPED, State.WELFARE, State.DEVICE_LOST)

_S, _T, _F = State, Trigger, Following

TABLE: Final[tuple[Row, ...]] = (
    # The way through
    Row(_T.START, (_S.WAITING,), _S.WELCOME),
    Row(_T.SPOKEN, (_S.WELCOME,), _S.SOUND_CHECK),
    Row(_T.CHECKED, (_S.SOUND_CHECK,), _F.NEXT, action="note_checked"),
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
    Row(_T.REVISE, (*TURNS, _S.NOTICED, _S.SUMMARY), _F.ANSWERED, action="forget_last"),
    Row(_T.TAKE_BACK, (*TURNS, _S.NOTICED, _S.SUMMARY), _F.ANSWERED, action="take_back_last"),
    Row(_T.SPOKEN, (_S.NOTICED,), _F.NEXT),
    Row(_T.DONE, (_S.SUMMARY,), _S.GOODBYE),
    Row(_T.SPOKEN, (_S.GOODBYE,), _S.ENDED),
    # Leaving something out, going back
    Row(_T.GIVE_UP, (_S.QUESTION,), _F.NEXT, action="leave_open"),
    Row(_T.GIVE_UP, (_S.CONFIRMATION, _S.SIDE), _F.NEXT, action="leave_unconfirmed"),
    Row(_T.SKIP, (_S.WELCOME,), _S.SOUND_CHECK),
    Row(_T.SKIP, (_S.SOUND_CHECK, _S.STEP, _S.NOTICED), _F.NEXT, action="note_skip"),
    Row(_T.SKIP, (_S.QUESTION,), _F.NEXT, action="skip_question"),
    Row(_T.SKIP, (_S.CONFIRMATION, _S.SIDE), _F.NEXT, action="leave_unconfirmed"),
    Row(_T.SKIP, (_S.SUMMARY,), _S.GOODBYE),
    Row(_T.SKIP, (_S.GOODBYE,), _S.ENDED),
    Row(_T.BACK, (_S.CONFIRMATION, _S.SIDE), _S.QUESTION, action="note_back"),
    Row(_T.BACK, (_S.STEP, _S.QUESTION, _S.NOTICED, _S.SUMMARY), _F.PREVIOUS, action="note_back"),
    # Interruptions
    Row(_T.STOP, TALK, _S.STOPPED, action="remember_place"),
    Row(_T.STOP, (_S.PAUSED, _S.WELFARE, _S.DEVICE_LOST), _S.STOPPED),
    Row(_T.STOP, (_S.GOODBYE,), _S.ENDED),
    Row(_T.PAUSE, TALK, _S.PAUSED, action="remember_place"),
    Row(_T.PAUSE, (_S.STOPPED, _S.WELFARE), _S.PAUSED),
    Row(_T.WORRY, (*TURNS, _S.SUMMARY), _S.WELFARE, action="remember_place"),
    Row(_T.WORRY, (_S.STOPPED,), _S.WELFARE),
    Row(_T.LOST, (*TALK, _S.GOODBYE), _S.DEVICE_LOST, action="remember_place"),
    Row(_T.LOST, (_S.PAUSED, _S.STOPPED, _S.WELFARE), _S.DEVICE_LOST),
    Row(_T.GO_ON, INTERRUPTED, _F.RETURN, action="note_return"),
    # The end before the end. "Stop" said twice means it: nobody is asked again.
    Row(_T.STOP, (_S.STOPPED,), _S.GOODBYE, condition="summary_was_said"),
    Row(_T.STOP, (_S.STOPPED,), _S.SUMMARY, action="end_early"),
    Row(_T.END, INTERRUPTED, _S.GOODBYE, condition="summary_was_said"),
    Row(_T.END, INTERRUPTED, _S.SUMMARY, action="end_early"),
    Row(_T.QUIT, (*TALK, *INTERRUPTED), _S.GOODBYE, action="quit_early"),
    Row(_T.QUIT, (_S.WAITING, _S.GOODBYE), _S.ENDED),
)

_PLACES: Final = (State.STEP, State.QUESTION, State.NOTICED, State.SUMMARY)

_MAY_LEAD_TO: Final[dict[Following, tuple[State, ...]]] = {
    Following.NEXT: _PLACES,
    Following.PREVIOUS: (State.STEP, State.QUESTION),
    Following.RETURN: (*TALK, State.GOODBYE),
    Following.ANSWERED: (State.QUESTION, State.CONFIRMATION, State.SIDE),
}


class Leads(Protocol):
    """What the machine asks of the dialogue to work out where a row leads."""

    def leads_to(self, following: Following) -> State | None:
        """Where `following` leads from here, or None where there is no such place."""

    def follow(self, following: Following) -> None:
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
    if isinstance(row.destination, Following):
        following = row.destination
        conditions.append(lambda: dialogue.leads_to(following) is destination)
    return conditions


def _actions(dialogue: Leads, row: Row) -> list[str | Callable[..., bool | None]]:
    actions: list[str | Callable[..., bool | None]] = [] if row.action is None else [row.action]
    if isinstance(row.destination, Following):
        actions.append(partial(_follow, dialogue, row.destination))
    return actions


def _follow(dialogue: Leads, following: Following) -> None:
    dialogue.follow(following)


def possible(trigger: Trigger, state: State) -> bool:
    """Whether the table has a row for `trigger` in `state`."""
    return any(row.trigger is trigger and state in row.sources for row in TABLE)
