"""What a newcomer sees first: the scenario that is played when none is named.

Read from its file. It is played with the others, so what it expects can be believed.
"""

from itertools import pairwise

import pytest

from voice_rom.commands.sessions import DEMONSTRATION
from voice_rom.content.yaml_file import read_yaml
from voice_rom.errors import ScenarioError
from voice_rom.simulation.scenario import Scenario
from voice_rom.simulation.scenario_library import find_scenario, scenario_titles

LONGEST_SECONDS = 240.0


@pytest.fixture(scope="module")
def first() -> Scenario:
    return read_yaml(find_scenario(DEMONSTRATION), Scenario, ScenarioError)


def in_order(wanted: list[str], there: tuple[str, ...]) -> bool:
    rest = iter(there)
    return all(any(entry == each for entry in rest) for each in wanted)


def test_it_takes_four_minutes_of_session_at_most(first: Scenario) -> None:
    assert first.expect.within is not None
    assert first.expect.within <= LONGEST_SECONDS
    assert first.expect.complete


def test_it_has_the_questions_about_safety(first: Scenario) -> None:
    assert "safety.screening" not in first.settings
    assert in_order(["screening.operation", "screening.unwell"], first.expect.said)


def test_it_has_one_finding_with_its_side(first: Scenario) -> None:
    assert first.expect.findings is not None
    (finding,) = first.expect.findings
    assert first.expect.answers[finding] == "yes left confirmed"


def test_an_answer_is_taken_back_while_the_voice_goes_on(first: Scenario) -> None:
    assert [cue.during for cue in first.cues if cue.say == "no wait"] == [
        "trunk-rotation.farther.confirm"
    ]
    assert ("yes", "no wait", "no") in zip(
        first.expect.heard, first.expect.heard[1:], first.expect.heard[2:], strict=False
    )
    assert first.expect.answers["trunk-rotation.farther"] == "no"


def test_stop_is_said_over_the_voice_and_the_session_goes_on(first: Scenario) -> None:
    assert [cue.during is not None for cue in first.cues if cue.say == "stop"] == [True]
    assert ("stop", "continue") in pairwise(first.expect.heard)
    assert in_order(["stopped", "phrases.go_on"], first.expect.said)


def test_help_is_asked_for_and_given(first: Scenario) -> None:
    assert "help" in first.expect.heard
    assert "phrases.commands" in first.expect.said


def test_it_ends_with_a_summary_and_advice(first: Scenario) -> None:
    assert in_order(["advice.next_step", "summary", "goodbye"], first.expect.said)


def test_the_whole_session_can_still_be_played() -> None:
    assert "whole-session" in dict(scenario_titles())
