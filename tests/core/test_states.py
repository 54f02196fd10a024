"""The one table of states, and the diagram that is made from it."""

import re
from pathlib import Path

import pytest

from voice_rom.core.assessment.state import State
from voice_rom.core.dialogue.conversation import Conversation
from voice_rom.core.dialogue.diagram import state_diagram, with_diagram
from voice_rom.core.dialogue.states import INTERRUPTED, TABLE, TALK, Trigger, possible

ARCHITECTURE = Path(__file__).parents[2] / "ARCHITECTURE.md"


def test_every_state_can_be_entered_and_has_its_entry() -> None:
    for state in State:
        assert callable(getattr(Conversation, f"enter_{state}"))


def test_every_condition_and_action_of_the_table_exists() -> None:
    for row in TABLE:
        for name in (row.condition, row.action):
            assert name is None or callable(getattr(Conversation, name))


def test_every_trigger_stands_in_the_table() -> None:
    assert {row.trigger for row in TABLE} == set(Trigger)


@pytest.mark.parametrize("state", [*TALK, *INTERRUPTED, State.GOODBYE])
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
