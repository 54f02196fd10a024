"""The one table, put together from the flows' rows, and the machine that runs it."""

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import ClassVar, Final, Protocol

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
    """Runs the table: pulls a trigger, does what the row says, and enters the next state."""

    trigger: Callable[[str, Move], bool]
    """Set by `transitions`."""

    def __init__(self, context: DialogueContext, flows: Iterable[Flow]) -> None:
        """`flows`: one of each kind in FLOWS, in that order."""
        self._context = context
        self._flow_of = {state: flow for flow in flows for state in flow.states}
        self._targets = {
            name: (flow, target) for flow in flows for name, target in flow.targets.items()
        }
        self._machine = Machine(
            model=self,
            states=[
                {"name": str(state), "on_enter": partial(self._enter, state)} for state in State
            ],
            initial=str(State.WAITING),
            auto_transitions=False,
            ignore_invalid_triggers=True,
        )
        for flow in flows:
            for row in flow.rows:
                self._add(row, flow)

    def pull(self, trigger: Trigger, given: Given | None = None) -> bool:
        """Pull a trigger; False when nothing leads on from here."""
        move = Move(trigger, given)
        return possible(trigger, self._context.state.now) and self.trigger(str(trigger), move)

    def _add(self, row: Row, flow: Flow) -> None:
        conditions: Callbacks = [] if row.when is None else [partial(row.when, flow)]
        actions: Callbacks = [] if row.do is None else [partial(row.do, flow)]
        if isinstance(row.destination, State):
            self._add_transition(row, row.destination, conditions, actions)
            return
        for destination in State:
            leads_there = partial(self._leads_to, row.destination, destination)
            follow = partial(self._follow, row.destination)
            self._add_transition(row, destination, [*conditions, leads_there], [*actions, follow])

    def _add_transition(
        self,
        row: Row,
        destination: State,
        conditions: Callbacks,
        actions: Callbacks,
    ) -> None:
        self._machine.add_transition(
            trigger=str(row.trigger),
            source=[str(state) for state in sources(row)],
            dest=str(destination),
            conditions=conditions,
            before=actions,
        )

    def _leads_to(self, name: DynamicTarget, destination: State, _move: Move) -> bool:
        flow, target = self._targets[name]
        return target.leads_to(flow) is destination

    def _follow(self, name: DynamicTarget, _move: Move) -> None:
        """Go there: the last thing done before the new state is entered."""
        flow, target = self._targets[name]
        if target.follow is not None:
            target.follow(flow)

    def _enter(self, state: State, move: Move) -> None:
        self._context.state.now = state
        spec = SPECS[state]
        turn = spec.enter(self._flow_of[state], move)
        if turn is None:
            return
        if spec.silence is not None:
            turn.patience = spec.silence
        if spec.moment is not None:
            turn.moment = moment_name(spec.moment, self._context.itinerary.place)
        self._context.open(turn)
