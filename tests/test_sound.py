"""Levels of sound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from voice_rom.sound import SAMPLE_RATE, SILENCE_DBFS, Block, Clip, clipped_share, level_dbfs


def test_a_full_square_wave_is_at_full_scale() -> None:
    square = np.array([-32768, -32768] * 160, dtype=np.int16)
    assert level_dbfs(square) == pytest.approx(0.0)


def test_half_the_size_is_six_decibels_less() -> None:
    sine = np.sin(np.arange(SAMPLE_RATE) * 0.05)
    loud, soft = (np.round(sine * size).astype(np.int16) for size in (20_000, 10_000))
    assert level_dbfs(loud) - level_dbfs(soft) == pytest.approx(6.02, abs=0.01)


@pytest.mark.parametrize("samples", [[], [0] * 320])
def test_silence_has_a_level_that_can_be_reckoned_with(samples: list[int]) -> None:
    assert level_dbfs(np.array(samples, dtype=np.int16)) == SILENCE_DBFS


@given(arrays(np.int16, st.integers(1, 400)))
def test_every_level_lies_between_silence_and_full_scale(samples: np.ndarray) -> None:
    assert SILENCE_DBFS <= level_dbfs(samples) <= 0.0


@pytest.mark.parametrize(
    ("samples", "share"),
    [([], 0.0), ([0, 32_766, -32_766, 100], 0.0), ([32_767, -32_767, -32_768, 0], 0.75)],
)
def test_what_is_as_loud_as_a_sample_can_be_is_clipped(samples: list[int], share: float) -> None:
    assert clipped_share(np.array(samples, dtype=np.int16)) == share


def test_lengths_are_told_in_seconds() -> None:
    samples = np.zeros(SAMPLE_RATE // 2, dtype=np.int16)
    assert Clip(samples).seconds == 0.5
    assert Block(samples, 2.0).end == 2.5
