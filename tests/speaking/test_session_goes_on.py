"""A whole session in the simulated room whose voice dies in the middle reaches its report."""

import io
import json
from pathlib import Path

import pytest

from tests.speaking.builders import voice_settings
from tests.speaking.fakes import Mortal
from voice_rom.app import perform, read_scenario
from voice_rom.data_files import fixtures_folder
from voice_rom.display.json_events import JsonEvents
from voice_rom.simulation.verdict import differences
from voice_rom.speaking.espeak_program import EspeakProgram
from voice_rom.speaking.renderer import WorkerRenderer
from voice_rom.speaking.voice import RenderedVoice

pytestmark = pytest.mark.real

SHORT = fixtures_folder() / "scenarios" / "stop-twice-ends.yaml"
SENTENCES_BEFORE = 2
"""The first question comes after more than these."""


@pytest.mark.parametrize(
    ("program", "heard"), [("espeak-ng", "stand_in"), ("no-such-program", "recordings")]
)
def test_a_session_whose_voice_dies_in_the_middle_goes_as_it_should_to_its_report(
    tmp_path: Path, program: str, heard: str
) -> None:
    mortal = Mortal(WorkerRenderer(), lambda before: before < SENTENCES_BEFORE)
    voice = RenderedVoice(
        voice_settings(), "en", tmp_path, mortal, stand_in=EspeakProgram("en", program)
    )
    happened = io.StringIO()
    plan = read_scenario(SHORT, "en")
    try:
        performance = perform(plan, voice=voice, model=None, display=JsonEvents(happened))
    finally:
        voice.close()
    assert differences(performance.simulation.plan, performance.outcome) == []
    lines = [json.loads(line) for line in happened.getvalue().splitlines()]
    changes = [line for line in lines if line.get("event") == "VoiceChanged"]
    assert [line["voice"] for line in changes] == [heard]
    assert "The voice has died." in changes[0]["why"]
