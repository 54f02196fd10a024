"""Every scenario, played with the real voice and the real recogniser, goes as it says."""

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.english import english_content
from tests.kiosk.told_staff import UNTIL_HELP_IS_CALLED, HelpLatency, StaffFrames
from voice_rom.app import (
    OpenRecogniser,
    Performance,
    open_recogniser,
    open_voice,
    perform,
    read_scenario,
)
from voice_rom.content.load import assessment_file, load_content
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.content.yaml_file import read_yaml
from voice_rom.core.language.meanings import COMMANDS, Meaning
from voice_rom.data_files import fixtures_folder
from voice_rom.display.displays import Displays
from voice_rom.display.json_events import JsonEvents
from voice_rom.simulation.scenario import Scenario
from voice_rom.simulation.verdict import differences
from voice_rom.speaking.voice import RenderedVoice

SCENARIOS = sorted((fixtures_folder() / "scenarios").glob("*.yaml"))
SHORT = "stop-twice-ends"

UNTIL_LISTENING = 0.3
UNTIL_INTERRUPTION_IS_HEARD = 1.1
"""Seconds; who speaks across the end of the voice is heard to the end before."""
UNTIL_SILENCE = 0.1


@pytest.fixture(scope="module")
def voice(_real: None) -> Iterator[RenderedVoice]:
    opened = open_voice(load_settings(PACKAGED))
    yield opened
    opened.close()


def play(
    path: Path, voice: RenderedVoice, opening: OpenRecogniser = open_recogniser
) -> tuple[Performance, str]:
    """Perform a scenario; also everything that happened, as lines of JSON."""
    happened = io.StringIO()
    plan = read_scenario(path, "en")
    staff = StaffFrames(load_content("en", None, assessment_file(plan.settings)), plan.settings)
    help_is_called = HelpLatency()
    displays = Displays([JsonEvents(happened), staff.display, help_is_called])
    performance = perform(plan, voice=voice, model=None, display=displays, opening=opening)
    assert displays.dropped == ()
    assert staff.states
    assert staff.strange == []  # not a word of what is said in any of them
    assert max(help_is_called.samples, default=0) <= UNTIL_HELP_IS_CALLED
    return performance, happened.getvalue()


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_scenario_goes_as_it_says(
    path: Path, voice: RenderedVoice, opening: OpenRecogniser
) -> None:
    performance, _ = play(path, voice, opening)
    simulation, outcome = performance.simulation, performance.outcome
    assert differences(simulation.plan, outcome) == []
    late = [seconds for seconds in outcome.recorder.until_listening if seconds > UNTIL_LISTENING]
    assert len(late) <= 1
    assert max(late, default=0.0) <= UNTIL_INTERRUPTION_IS_HEARD
    for cut in simulation.room.cuts:
        assert cut.last_sound is None or cut.last_sound - cut.asked <= UNTIL_SILENCE


def test_a_scenario_goes_the_same_way_every_time_whoever_had_the_recogniser_before(
    voice: RenderedVoice, opening: OpenRecogniser
) -> None:
    path = fixtures_folder() / "scenarios" / f"{SHORT}.yaml"
    lent = [play(path, voice, opening)[1] for _ in range(2)]
    _, own = play(path, voice)
    assert lent == [own, own]


def test_there_are_at_least_twenty_five_scenarios_with_titles_of_their_own() -> None:
    titles = Counter(read_yaml(path, Scenario).title for path in SCENARIOS)
    assert len(titles) >= 25
    assert titles.most_common(1)[0][1] == 1


def test_together_they_answer_every_question_in_every_way() -> None:
    expected: dict[str, set[str]] = {}
    for path in SCENARIOS:
        for question, answer in read_yaml(path, Scenario).expect.answers.items():
            expected.setdefault(question, set()).add(answer.split()[0])
    for test in english_content().assessment.tests:
        for asked in test.questions:
            wanted = {*asked.answers, Meaning.UNSURE}
            missing = wanted - expected.get(f"{test.id}.{asked.id}", set())
            assert not missing, f"{test.id}.{asked.id}"


def test_together_they_use_every_side_and_every_command() -> None:
    words: set[str] = set()
    for path in SCENARIOS:
        scenario = read_yaml(path, Scenario)
        words |= {side for answer in scenario.expect.answers.values() for side in answer.split()}
        words |= set(scenario.expect.heard)
    assert {"left", "right", "both", "unknown"} <= words
    assert not {str(command) for command in COMMANDS} - words
