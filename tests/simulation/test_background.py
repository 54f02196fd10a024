"""The noise that is there all the time."""

import numpy as np
import pytest

from tests.simulation.rooms import counting
from voice_rom.simulation.background import Background, at_level, looped, white_noise
from voice_rom.sound import BLOCK_SAMPLES, SILENCE_DBFS, level_dbfs


def test_a_loop_begins_again_after_its_last_whole_block() -> None:
    background = Background(counting(3 * BLOCK_SAMPLES + 17))
    assert np.array_equal(background.samples(3 * BLOCK_SAMPLES), background.samples(0))
    assert background.samples(2 * BLOCK_SAMPLES)[0] == 2 * BLOCK_SAMPLES + 1


def test_nobody_can_spoil_the_noise_for_the_next() -> None:
    background = Background(counting(BLOCK_SAMPLES))
    with pytest.raises(ValueError, match="read-only"):
        background.samples(0)[0] = 0
    background.wave(0)[:] = 0
    assert background.wave(0)[0] == 1


def test_digital_silence_is_zeros() -> None:
    assert not white_noise(SILENCE_DBFS, seed=1).any()


def test_a_recording_is_brought_to_a_level() -> None:
    quieter = at_level(white_noise(-20.0, seed=2), -50.0)
    assert level_dbfs(quieter) == pytest.approx(-50.0, abs=0.1)


def test_a_short_recording_goes_on_as_long_as_is_asked_for() -> None:
    long = looped(counting(1000), 0.25)
    assert len(long) == 4000
    assert np.array_equal(long[3000:], counting(1000))
