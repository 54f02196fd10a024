import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, Samples
from voice_rom.speaking.loudness import (
    LIMITER_SAMPLES,
    MARGIN_SAMPLES,
    levelled,
    limited,
    speech_level_dbfs,
    trimmed,
)

ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

any_samples = arrays.arrays(np.int16, st.integers(0, 3_000))
levels = st.floats(-40.0, 0.0)
peaks = st.floats(-12.0, 0.0)
pitches = st.floats(80.0, 400.0)
volumes = st.floats(0.01, 1.0)


def tone(pitch: float, volume: float, seconds: float = 0.5) -> Samples:
    """Swells and fades twice, as syllables do."""
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    swell = np.sin(2 * np.pi * time / seconds) ** 2
    wave = volume * swell * np.sin(2 * np.pi * pitch * time)
    return (wave * (FULL_SCALE - 1)).astype(np.int16)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), dtype=np.int16)


@ANY_MACHINE
@given(any_samples, levels, peaks)
def test_no_sample_is_ever_over_the_peak(samples: Samples, level: float, peak: float) -> None:
    loud = levelled(samples, level_dbfs=level, peak_dbfs=peak)
    assert len(loud) == len(samples)
    assert np.abs(loud.astype(int)).max(initial=0) <= 10 ** (peak / 20) * FULL_SCALE


@ANY_MACHINE
@given(any_samples, levels)
def test_it_begins_and_ends_at_zero_so_that_nothing_clicks(samples: Samples, level: float) -> None:
    loud = levelled(samples, level_dbfs=level, peak_dbfs=-1.0)
    assert np.abs(loud[[0, -1]]).max() == 0 if len(loud) > 1 else not loud.any()


@ANY_MACHINE
@given(pitches, volumes, st.floats(-40.0, -12.0))
def test_every_sentence_comes_to_the_level(pitch: float, volume: float, level: float) -> None:
    loud = levelled(tone(pitch, volume), level_dbfs=level, peak_dbfs=-1.0)
    assert speech_level_dbfs(loud) == pytest.approx(level, abs=0.3)


@ANY_MACHINE
@given(pitches, volumes)
def test_a_pause_does_not_make_a_sentence_louder(pitch: float, volume: float) -> None:
    word = tone(pitch, volume)
    paused = np.concatenate([word, silence(1.0), word])
    assert speech_level_dbfs(paused) == pytest.approx(speech_level_dbfs(word), abs=0.1)


@ANY_MACHINE
@given(pitches, st.floats(-11.0, 0.0))
def test_the_limiter_makes_no_steps(pitch: float, level: float) -> None:
    """No sample is further from the last than in the same tone turned up to the peak, and a bit."""
    peak_dbfs = -1.0
    loud = levelled(tone(pitch, 0.5), level_dbfs=level, peak_dbfs=peak_dbfs)
    steepest = 2 * np.pi * pitch / SAMPLE_RATE * 10 ** (peak_dbfs / 20) * FULL_SCALE
    gain_changes = 0.03 * FULL_SCALE
    assert np.abs(np.diff(loud.astype(int))).max() <= steepest + gain_changes


@ANY_MACHINE
@given(arrays.arrays(np.float64, st.integers(0, 2_000), elements=st.floats(-8.0, 8.0)))
def test_the_limiter_only_turns_down(signal: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
    quiet = limited(signal, 0.5)
    assert np.all(np.abs(quiet) <= np.abs(signal) + 1e-9)
    assert np.all(np.abs(quiet) <= 0.5 + 1e-9)
    assert np.all(quiet * signal >= 0.0)


@ANY_MACHINE
@given(st.lists(st.tuples(st.integers(0, 1_999), st.floats(0.5, 8.0)), max_size=8))
def test_the_limiters_gain_never_jumps(peaks: list[tuple[int, float]]) -> None:
    signal = np.full(2_000, 0.1)
    for position, height in peaks:
        signal[position] = height
    gain = limited(signal, 0.5) / signal
    assert np.abs(np.diff(gain)).max() <= 2.0 / LIMITER_SAMPLES


def test_what_is_under_the_peak_is_left_as_it_is() -> None:
    signal = np.array([0.1, -0.4, 0.3])
    assert limited(signal, 0.5).tolist() == signal.tolist()


def test_far_from_a_peak_the_limiter_changes_nothing() -> None:
    signal = np.full(SAMPLE_RATE, 0.1)
    signal[8_000] = 1.0
    quiet = limited(signal, 0.5)
    assert quiet[8_000] == pytest.approx(0.5)
    assert quiet[:7_800] == pytest.approx(signal[:7_800])
    assert quiet[8_200:] == pytest.approx(signal[8_200:])


@ANY_MACHINE
@given(pitches, volumes, st.floats(0.0, 0.4), st.floats(0.0, 0.4))
def test_silence_around_a_sentence_is_cut_to_a_margin(
    pitch: float, volume: float, before: float, after: float
) -> None:
    word = tone(pitch, volume)
    padded = np.concatenate([silence(before), word, silence(after)])
    cut = trimmed(padded)
    assert len(cut) <= len(word) + 2 * MARGIN_SAMPLES + 320
    assert np.abs(cut.astype(int)).sum() >= 0.999 * np.abs(word.astype(int)).sum()


def test_pauses_inside_a_sentence_stay() -> None:
    word = tone(200.0, 0.3)
    paused = np.concatenate([word, silence(0.7), word])
    assert len(trimmed(paused)) > len(paused) - SAMPLE_RATE // 10


@pytest.mark.parametrize("samples", [silence(0.0), silence(0.3), np.ones(900, dtype=np.int16)])
def test_of_silence_nothing_is_left_and_nothing_is_made_loud(samples: Samples) -> None:
    assert len(trimmed(samples)) == 0
    assert not levelled(samples, level_dbfs=-23.0, peak_dbfs=-1.0).any()
