"""Whether a microphone gives whole voices, told by recordings of nine voices."""

from pathlib import Path

import numpy as np
import pytest

from voice_rom.content.settings_file import PACKAGED, load_settings
from voice_rom.data_files import fixtures_folder
from voice_rom.hearing.bandwidth import high_band_db, with_hiss_above
from voice_rom.simulation.background import white_noise
from voice_rom.simulation.recordings import read_sound
from voice_rom.simulation.telephone import Telephone
from voice_rom.sound import SAMPLE_RATE, SILENCE_DBFS, Samples, level_dbfs

LIMIT = load_settings(PACKAGED).hearing.narrow_band_db
SAID_YES = sorted((fixtures_folder() / "words" / "yes").glob("*.flac"))


def at_level(samples: Samples, gain_db: float) -> Samples:
    scaled: Samples = np.round(samples * 10.0 ** (gain_db / 20.0)).astype(np.int16)
    return scaled


def in_a_room(samples: Samples) -> Samples:
    hiss = np.resize(white_noise(-65.0, seed=3), len(samples))
    mixed: Samples = np.clip(samples.astype(np.int32) + hiss, -32_768, 32_767).astype(np.int16)
    return mixed


def high_band(samples: Samples) -> float:
    high = high_band_db(samples)
    assert high is not None
    return high


@pytest.mark.parametrize("gain_db", [0.0, -20.0])
@pytest.mark.parametrize("path", SAID_YES, ids=lambda path: path.stem)
def test_a_yes_is_whole_as_recorded_and_not_through_a_telephone(path: Path, gain_db: float) -> None:
    said = at_level(read_sound(path), gain_db)
    for heard in (said, in_a_room(said)):
        assert high_band(heard) > LIMIT
        assert high_band(Telephone().take(heard)) < LIMIT


def test_of_silence_and_of_next_to_nothing_nothing_is_known() -> None:
    assert high_band_db(np.zeros(SAMPLE_RATE, dtype=np.int16)) is None
    assert high_band_db(np.ones(100, dtype=np.int16)) is None


def test_a_click_does_not_pass_for_a_sound_above_5_khz() -> None:
    said = Telephone().take(read_sound(SAID_YES[0]))
    said[len(said) // 2] = 20_000
    assert high_band(said) < LIMIT


def test_the_hiss_fills_the_upper_band_alone() -> None:
    nothing = np.zeros(SAMPLE_RATE, dtype=np.int16)
    hiss = with_hiss_above(nothing, -40.0)
    assert level_dbfs(hiss) == pytest.approx(-40.0 - 3.1, abs=0.5)  # half of a full band
    assert level_dbfs(Telephone().take(hiss)) < -70.0
    assert with_hiss_above(nothing, SILENCE_DBFS).any() is np.False_
