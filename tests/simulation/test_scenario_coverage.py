"""Together the scenarios say every command at every kind of moment.

Read from their files. Each is played elsewhere and must be met: a cue that is never used fails it,
and so does a word that is not understood. So the files can be believed.
"""

from collections.abc import Iterator
from functools import cache

import pytest

from tests.english import english_content, english_vocabulary
from voice_rom.content.yaml_file import read_yaml
from voice_rom.core.dialogue.moments import MomentKind
from voice_rom.core.language.meanings import COMMANDS, INTERRUPTIONS, Meaning, Meant
from voice_rom.errors import ScenarioError
from voice_rom.simulation.moments import kinds_of
from voice_rom.simulation.scenario import Cue, Fault, Scenario
from voice_rom.simulation.scenario_library import find_scenario, scenario_titles

LISTENING = (
    MomentKind.SOUND_CHECK,
    MomentKind.STEP,
    MomentKind.QUESTION,
    MomentKind.CONFIRM,
    MomentKind.SIDE,
    MomentKind.PAUSED,
    MomentKind.STOPPED,
    MomentKind.SUMMARY,
)


@cache
def scenarios() -> tuple[Scenario, ...]:
    return tuple(
        read_yaml(find_scenario(name), Scenario, ScenarioError) for name, _ in scenario_titles()
    )


@cache
def commands_by_words() -> dict[str, Meant]:
    phrases = english_vocabulary().phrases
    return {
        words: meaning
        for meaning, several in phrases.items()
        if meaning in COMMANDS
        for words in several
    }


def understood_commands() -> Iterator[tuple[Cue, Meant]]:
    """Every cue that says a command which its scenario must have understood."""
    for scenario in scenarios():
        for cue in scenario.cues:
            command = commands_by_words().get(cue.say or "")
            if command is not None and command in scenario.expect.heard:
                yield cue, command


@cache
def commands_while_it_listens() -> frozenset[tuple[MomentKind, Meant]]:
    content = english_content()
    kinds = kinds_of(content.assessment)
    return frozenset(
        (kinds.get(cue.at) or MomentKind(cue.at), command)
        for cue, command in understood_commands()
        if cue.at is not None
    )


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("kind", LISTENING)
def test_each_command_is_said_at_each_kind_of_moment(kind: MomentKind, command: Meaning) -> None:
    assert (kind, command) in commands_while_it_listens()


def test_stop_and_pause_are_said_over_the_voice() -> None:
    assert {command for cue, command in understood_commands() if cue.during} == INTERRUPTIONS


@pytest.mark.parametrize("fault", Fault)
def test_each_fault_of_a_device_happens(fault: Fault) -> None:
    assert any(cue.fault is fault for scenario in scenarios() for cue in scenario.cues)
