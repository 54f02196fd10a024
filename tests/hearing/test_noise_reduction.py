"""The room's steady noise is taken out before a second look."""

import numpy as np
import pytest

from tests.hearing.parts import hiss, nothing, tone
from voice_rom.hearing.noise_print import NoisePrint
from voice_rom.hearing.noise_reduction import without_noise
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Samples, level_dbfs


def added(*sounds: Samples) -> Samples:
    total: Samples = np.sum([one.astype(np.int32) for one in sounds], axis=0).astype(np.int16)
    return total


def test_noise_as_before_becomes_quieter_and_a_tone_in_it_stays() -> None:
    noise = hiss(1.0, -40.0, seed=1)
    given = added(hiss(1.0, -40.0, seed=2), np.concatenate((nothing(0.5), tone(0.5, -20.0))))
    cleaned = without_noise(given, noise)
    half = SAMPLE_RATE // 2
    assert len(cleaned) == len(given)
    assert level_dbfs(cleaned[: half - 1000]) < level_dbfs(given[: half - 1000]) - 6.0
    assert level_dbfs(cleaned[half:]) == pytest.approx(-20.0, abs=0.5)


def test_without_a_room_before_it_nothing_is_changed() -> None:
    given = tone(0.3)
    assert without_noise(given, nothing(0.0)) is given


def test_digital_silence_before_changes_a_sound_by_no_more_than_rounding() -> None:
    given = tone(0.3)
    cleaned = without_noise(given, nothing(1.0))
    assert np.max(np.abs(cleaned.astype(int) - given.astype(int))) <= 1


def test_what_came_just_before_a_voice_may_be_its_beginning_and_is_kept_out() -> None:
    prints = NoisePrint(seconds=0.5, less_seconds=0.2)
    for level in (-60.0, -50.0, -40.0):
        for _ in range(10):
            prints.take(tone(BLOCK_SAMPLES / SAMPLE_RATE, level))
    assert len(prints.samples) == 20 * BLOCK_SAMPLES
    assert level_dbfs(prints.samples[-BLOCK_SAMPLES:]) == pytest.approx(-50.0, abs=0.5)


def test_nothing_heard_leaves_no_print() -> None:
    assert len(NoisePrint(seconds=1.0, less_seconds=0.5).samples) == 0
