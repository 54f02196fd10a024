import numpy as np
import pytest

from voice_rom.simulation.telephone import Telephone
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Samples, level_dbfs


def tone(hertz: float) -> Samples:
    times = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    return np.round(10_000.0 * np.sin(2.0 * np.pi * hertz * times)).astype(np.int16)


@pytest.mark.parametrize("hertz", [300.0, 1000.0, 3300.0])
def test_what_a_telephone_passes_keeps_its_level(hertz: float) -> None:
    heard = Telephone().take(tone(hertz))[1000:]
    assert level_dbfs(heard) == pytest.approx(level_dbfs(tone(hertz)), abs=0.1)


@pytest.mark.parametrize("hertz", [4100.0, 5000.0, 7900.0])
def test_nothing_above_4_khz_is_left(hertz: float) -> None:
    assert level_dbfs(Telephone().take(tone(hertz))[1000:]) < level_dbfs(tone(hertz)) - 75.0


def test_block_by_block_it_gives_the_same_as_at_once() -> None:
    sound = tone(440.0)
    by_block = Telephone()
    blocks = [
        by_block.take(sound[start : start + BLOCK_SAMPLES])
        for start in range(0, len(sound), BLOCK_SAMPLES)
    ]
    assert np.array_equal(np.concatenate(blocks), Telephone().take(sound))
