"""What is proven for the voice is proven for the natural one: deaf to itself, not to "stop"."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.fake_ports import FakeDisplay
from voice_rom.app import open_voice, perform, read_scenario
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.data_files import fixtures_folder
from voice_rom.simulation.verdict import differences
from voice_rom.speaking.natural_voice import NATURAL, is_installed
from voice_rom.speaking.voice import RenderedVoice

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not is_installed(), reason="the extra `natural` is not installed"),
]

SCENARIOS = (
    "whole-session",
    "loud-loudspeaker",
    "stop-over-a-loud-voice",
    "stop-as-the-voice-ends",
)


@pytest.fixture(scope="module")
def voice(_real: None) -> Iterator[RenderedVoice]:
    settings = load_settings(PACKAGED)
    opened = open_voice(replace(settings, voice=replace(settings.voice, voice=NATURAL)))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_goes_as_it_does_with_the_usual_voice(name: str, voice: RenderedVoice) -> None:
    plan = read_scenario(fixtures_folder() / "scenarios" / f"{name}.yaml", "en")
    performance = perform(plan, voice=voice, model=None, display=FakeDisplay())
    assert differences(performance.simulation.plan, performance.outcome) == []
