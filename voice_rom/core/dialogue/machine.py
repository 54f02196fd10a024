"""The one table, put together from the flows' rows, and the machine that runs it.

The table is the same for every session: `transitions` is given it once (some 700 lines: 25 ms of
work), and each session only has its place in it.
"""

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any, ClassVar, Final, Protocol

from transitions import Machine

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.context import DialogueContext
from voice_rom.core.dialogue.flows.closing import ClosingFlow
from voice_rom.core.dialogue.flows.complaint import ComplaintFlow
from voice_rom.core.dialogue.flows.interruption import InterruptionFlow
from voice_rom.core.dialogue.flows.questions import QuestionFlow
from voice_rom.core.dialogue.flows.resuming import ResumingFlow
from voice_rom.core.dialogue.flows.screening import ScreeningFlow
from voice_rom.core.dialogue.given import Given
from voice_rom.core.dialogue.moments import moment_name
from voice_rom.core.dialogue.table import (
    DynamicTarget,
    Group,
    Move,
    Row,
    Rows,
    States,
    Targets,
    Trigger,
)

Callbacks = list[str | Callable[..., bool | None]]
"""As `transitions` takes them; none of ours is a name."""


class Flow(Protocol):
    """One concern: its states, its rows of the table, and where its dynamic targets lead."""

    states: ClassVar[States]
    targets: ClassVar[Targets]
    rows: ClassVar[Rows]


FLOWS: Final[tuple[type[Flow], ...]] = (
    ResumingFlow,
    QuestionFlow,
    ScreeningFlow,
    ComplaintFlow,
    InterruptionFlow,
    ClosingFlow,
)

SPECS: Final = {state: spec for flow in FLOWS for state, spec in flow.states.items()}

_FLOW_OF: Final = {state: flow for flow in FLOWS for state in flow.states}

_TARGETS: Final = {name: (flow, target) for flow in FLOWS for name, target in flow.targets.items()}

TABLE: Final[Rows] = tuple(row for flow in FLOWS for row in flow.rows)


@cache
def states_in(group: Group) -> tuple[State, ...]:
    """Every state of a group, in the order of `State`."""
    return tuple(state for state in State if SPECS[state].is_in(group))


@cache
def sources(row: Row) -> tuple[State, ...]:
    """Every state from which `row` leads."""
    return tuple(state for source in row.sources for state in _states(source))


def _states(source: State | Group) -> tuple[State, ...]:
    return states_in(source) if isinstance(source, Group) else (source,)


@cache
def possible(trigger: Trigger, state: State) -> bool:
    """Whether the table has a row for `trigger` in `state`."""
    return any(row.trigger is trigger and state in sources(row) for row in TABLE)


class StateMachine:
    """One session's place in the table: pulls a trigger, does what the row says, moves on."""

    def __init__(self, context: DialogueContext, flows: Iterable[Flow]) -> None:
        """`flows`: one of each kind in FLOWS."""
        self.state = str(State.WAITING)
        """Kept by `transitions`."""
        self._context = context
        self._flows = {type(flow): flow for flow in flows}

    def pull(self, trigger: Trigger, given: Given | None = None) -> bool:
        """Pull a trigger; False when nothing leads on from here."""
        if not possible(trigger, self._context.state.now):
            return False
        event = _table_of_all().events[str(trigger)]
        return bool(event.trigger(self, self, Move(trigger, given)))

    def flow(self, kind: type[Flow]) -> Flow:
        """This session's flow of a kind."""
        return self._flows[kind]

    def enter(self, state: State, move: Move) -> None:
        """Be in a state: say what it says, and listen for what can be said there."""
        self._context.state.now = state
        spec = SPECS[state]
        turn = spec.enter(self.flow(_FLOW_OF[state]), move)
        if turn is None:
            return
        if spec.silence is not None:
            turn.patience = spec.silence
        if spec.moment is not None:
            turn.moment = moment_name(spec.moment, self._context.itinerary.place)
        self._context.open(turn)


@cache
def _table_of_all() -> Machine:
    """The table, as `transitions` has it. Its functions are called with a session, and a move."""
    machine = Machine(
        model=None,
        states=[{"name": str(state), "on_enter": partial(_enter, state)} for state in State],
        initial=str(State.WAITING),
        auto_transitions=False,
        ignore_invalid_triggers=True,
    )
    for flow in FLOWS:
        for row in flow.rows:
            _add(machine, row, flow)
    return machine


def _add(machine: Machine, row: Row, flow: type[Flow]) -> None:
    conditions: Callbacks = [] if row.when is None else [partial(_in_flow, flow, row.when)]
    actions: Callbacks = [] if row.do is None else [partial(_in_flow, flow, row.do)]
    if isinstance(row.destination, State):
        _add_transition(machine, row, row.destination, conditions, actions)
        return
    for destination in State:
        leads_there = partial(_leads_to, row.destination, destination)
        follow = partial(_follow, row.destination)
        _add_transition(machine, row, destination, [*conditions, leads_there], [*actions, follow])


def _add_transition(
    machine: Machine, row: Row, destination: State, conditions: Callbacks, actions: Callbacks
) -> None:
    machine.add_transition(
        trigger=str(row.trigger),
        source=[str(state) for state in sources(row)],
        dest=str(destination),
        conditions=conditions,
        before=actions,
    )


def _in_flow(
    kind: type[Flow], function: Callable[[Any, Move], Any], session: StateMachine, move: Move
) -> Any:  # noqa: ANN401 - whatever a condition or an action returns
    return function(session.flow(kind), move)


def _leads_to(name: DynamicTarget, destination: State, session: StateMachine, _move: Move) -> bool:
    kind, target = _TARGETS[name]
    return target.leads_to(session.flow(kind)) is destination


def _follow(name: DynamicTarget, session: StateMachine, _move: Move) -> None:
    """Go there: the last thing done before the new state is entered."""
    kind, target = _TARGETS[name]
    if target.follow is not None:
        target.follow(session.flow(kind))


def _enter(state: State, session: StateMachine, move: Move) -> None:
    session.enter(state, move)
