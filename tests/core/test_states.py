"""The one table of states, put together from the flows' rows, and the diagram made from it."""

import re
from pathlib import Path

import pytest

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.diagram import state_diagram, with_diagram
from voice_rom.core.dialogue.machine import FLOWS, SPECS, TABLE, possible, sources, states_in
from voice_rom.core.dialogue.table import DynamicTarget, Group, Row, Trigger

ARCHITECTURE = Path(__file__).parents[2] / "ARCHITECTURE.md"


def test_every_state_is_described_by_one_flow() -> None:
    described = [state for flow in FLOWS for state in flow.states]
    assert sorted(described) == sorted(State)
    assert set(SPECS) == set(State)


def test_every_trigger_stands_in_the_table() -> None:
    assert {row.trigger for row in TABLE} == set(Trigger)


def test_every_dynamic_target_is_named_by_a_row_and_belongs_to_one_flow() -> None:
    named = {row.destination for row in TABLE if isinstance(row.destination, DynamicTarget)}
    known = [target for flow in FLOWS for target in flow.targets]
    assert named == set(DynamicTarget)
    assert sorted(known) == sorted(DynamicTarget)


def always_taken(row: Row) -> bool:
    """A dynamic target may lead nowhere; then the next row is tried."""
    return row.when is None and isinstance(row.destination, State)


def test_every_row_can_be_reached() -> None:
    taken: set[tuple[Trigger, State]] = set()
    unreachable = []
    for row in TABLE:
        cells = {(row.trigger, source) for source in sources(row)}
        if cells <= taken:
            unreachable.append(row)
        if always_taken(row):
            taken |= cells
    assert unreachable == []


def test_every_state_but_the_first_is_somewhere_a_row_leads() -> None:
    by_name = {row.destination for row in TABLE if isinstance(row.destination, State)}
    by_place = {State.STEP, State.QUESTION, State.NOTICED, State.SCREENED}  # on the way
    assert by_name | by_place == set(State) - {State.WAITING}


@pytest.mark.parametrize(
    "state", [*states_in(Group.TALK), *states_in(Group.INTERRUPTED), State.GOODBYE]
)
def test_stop_is_possible_in_every_state_in_which_anything_goes_on(state: State) -> None:
    assert possible(Trigger.STOP, state)


@pytest.mark.parametrize("state", [state for state in State if state is not State.ENDED])
def test_quitting_is_possible_in_every_state_but_the_last(state: State) -> None:
    assert possible(Trigger.QUIT, state)


def test_the_diagram_shows_every_state() -> None:
    # Whole words: at either end of an arrow, or in a line of a box.
    shown = re.findall(r"^ +(\w+)(?: -->|$)|--> (\w+) :", state_diagram(), re.MULTILINE)
    assert {str(state) for state in State} <= {begin or end for begin, end in shown}


def test_the_diagram_in_the_documentation_is_current() -> None:
    document = ARCHITECTURE.read_text(encoding="utf-8")
    assert with_diagram(document) == document, "run script/diagram"


def test_a_document_without_the_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="marks"):
        with_diagram("no marks")
