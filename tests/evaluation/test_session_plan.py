"""The room of a whole session, and what its person says there."""

from pathlib import Path

import numpy as np
import pytest

from tests.english import english_content
from tests.evaluation.folders import FIXTURES, small_folder
from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.core.assessment.programme import Programme
from voice_rom.core.language.meanings import Meaning
from voice_rom.evaluation.chosen_answers import choose_answers
from voice_rom.evaluation.conditions import Conditions
from voice_rom.evaluation.folder import find_recordings
from voice_rom.evaluation.session_plan import SessionSetup, session_plan
from voice_rom.evaluation.speakers import RecordedSpeaker, speakers_in
from voice_rom.simulation.acoustics import RoomAcoustics
from voice_rom.simulation.plan import Plan, Sound
from voice_rom.simulation.track import as_wave
from voice_rom.sound import Samples, level_dbfs

CONTENT = english_content()
PLACES = Programme(CONTENT, CONTENT.assessment.tests, screening=True).places()
KITCHEN = FIXTURES / "noise" / "kitchen.flac"


@pytest.fixture
def speaker(tmp_path: Path) -> RecordedSpeaker:
    recordings = find_recordings(small_folder(tmp_path))
    return speakers_in(recordings, CONTENT.vocabulary.phrases)[0]


def plan_of(speaker: RecordedSpeaker, conditions: Conditions) -> Plan:
    setup = SessionSetup(conditions, load_settings(PACKAGED), None)
    chosen = choose_answers(PLACES, speaker.words, speaker.name)
    return session_plan(setup, speaker, CONTENT, PLACES, chosen)


def yes_of(plan: Plan) -> Sound:
    assert plan.person is not None
    said = plan.person.answer("sound_check")
    assert isinstance(said, Sound)
    return said


def power(samples: Samples) -> float:
    return float(np.mean(as_wave(samples).astype(np.float64) ** 2))


def test_the_person_says_their_own_recordings(speaker: RecordedSpeaker) -> None:
    assert yes_of(plan_of(speaker, Conditions())).name == str(speaker.words[Meaning.YES][0].file)


def test_a_quiet_room_has_only_its_hiss(speaker: RecordedSpeaker) -> None:
    quiet = plan_of(speaker, Conditions(hiss_dbfs=-60.0)).room.background
    assert level_dbfs(quiet) == pytest.approx(-60.0, abs=0.2)


def test_noise_is_as_far_below_all_that_the_person_says_as_asked_for(
    speaker: RecordedSpeaker,
) -> None:
    loud, soft = (
        plan_of(speaker, Conditions(snr_db=10.0, noise=KITCHEN, gain_db=gain, hiss_dbfs=-120.0))
        for gain in (0.0, -12.0)
    )
    ratio = 10.0 * np.log10(power(loud.room.background) / power(soft.room.background))
    assert ratio == pytest.approx(12.0, abs=0.1)
    # One word is not all of them, so it is only about as loud.
    word = 10.0 * np.log10(power(yes_of(loud).samples) / power(loud.room.background))
    assert word == pytest.approx(10.0, abs=3.0)


@pytest.mark.parametrize("room", ["bedroom", "living-room"])
def test_a_word_has_as_much_energy_in_the_room_as_by_itself(
    speaker: RecordedSpeaker, room: str
) -> None:
    plan = plan_of(speaker, Conditions(room=room))
    word = yes_of(plan)
    heard = RoomAcoustics(plan.room.acoustics, plan.room.seed).voice(word.samples, word.gain_db)
    before = float(np.sum(as_wave(word.samples).astype(np.float64) ** 2))
    assert float(np.sum(heard.astype(np.float64) ** 2)) == pytest.approx(before, rel=0.01)


def test_the_same_speaker_is_always_in_the_same_room(speaker: RecordedSpeaker) -> None:
    conditions = Conditions(snr_db=10.0, noise=KITCHEN, room="bedroom")
    one, two = (plan_of(speaker, conditions).room for _ in range(2))
    assert one.seed == two.seed
    assert np.array_equal(one.background, two.background)
