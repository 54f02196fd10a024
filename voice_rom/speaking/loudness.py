"""Every sentence as loud as the next, never clipped, without clicks at its ends.

All signals here have shape (samples,), mono, at SAMPLE_RATE; float signals have full scale at 1.0.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, SILENCE_DBFS, Samples

Signal = npt.NDArray[np.float64]

FRAME_SAMPLES: Final = SAMPLE_RATE // 100
"""10 ms: shorter than any speech sound, longer than a period of any voice."""

ACTIVE_BELOW_LOUDEST_DB: Final = 30.0
"""A frame that is this far under the loudest one is a pause, not speech."""

AUDIBLE_BELOW_LOUDEST_DB: Final = 50.0
"""What is further under the loudest frame is cut off at the ends: softer than any consonant."""

AUDIBLE_DBFS: Final = -80.0
"""Nothing that is softer is speech, however soft the rest."""

MARGIN_SAMPLES: Final = SAMPLE_RATE * 3 // 100
"""Kept around what is audible: 30 ms, the onset of a soft consonant."""

FADE_SAMPLES: Final = SAMPLE_RATE * 5 // 1000
"""5 ms: no click, and within the margin."""

LIMITER_SAMPLES: Final = SAMPLE_RATE * 5 // 1000
"""The limiter turns down this long before a peak and up again after it, as gently as possible."""


def trimmed(samples: Samples) -> Samples:
    """Without the silence before and after; empty when there is nothing but silence."""
    levels = _frame_levels_dbfs(_signal(samples))
    if len(levels) == 0:
        return samples[:0]
    floor = max(AUDIBLE_DBFS, float(levels.max()) - AUDIBLE_BELOW_LOUDEST_DB)
    audible = np.flatnonzero(levels > floor)
    if len(audible) == 0:
        return samples[:0]
    start = int(audible[0]) * FRAME_SAMPLES - MARGIN_SAMPLES
    end = (int(audible[-1]) + 1) * FRAME_SAMPLES + MARGIN_SAMPLES
    return samples[max(0, start) : end]


def speech_level_dbfs(samples: Samples) -> float:
    """The RMS level of the parts that are speech, so that pauses don't count as soft speech."""
    levels = _frame_levels_dbfs(_signal(samples))
    if len(levels) == 0:
        return SILENCE_DBFS
    active = levels[levels >= levels.max() - ACTIVE_BELOW_LOUDEST_DB]
    return float(10.0 * np.log10(np.mean(10.0 ** (active / 10.0))))


def levelled(samples: Samples, *, level_dbfs: float, peak_dbfs: float) -> Samples:
    """Brought to `level_dbfs` (RMS of the speech), no sample over `peak_dbfs`, ends faded to 0.

    Where the peak stands in the way, the level stays under what was asked for.
    """
    measured = speech_level_dbfs(samples)
    if measured <= AUDIBLE_DBFS:
        return np.zeros_like(samples)
    ceiling = 10.0 ** (peak_dbfs / 20.0)
    signal = _signal(samples) * 10.0 ** ((level_dbfs - measured) / 20.0)
    signal = _faded(limited(signal, ceiling))
    highest = int(min(ceiling * FULL_SCALE, FULL_SCALE - 1.0))
    return np.clip(np.rint(signal * FULL_SCALE), -highest, highest).astype(np.int16)


def limited(signal: Signal, ceiling: float) -> Signal:
    """The signal with its gain turned down smoothly around every peak over `ceiling`.

    The gain that each sample allows is held for LIMITER_SAMPLES on both sides and then averaged
    over the same stretch: so it is never over what any sample allows, and has no steps.
    """
    magnitude = np.abs(signal)
    if magnitude.max(initial=0.0) <= ceiling:
        return signal
    allowed = ceiling / np.maximum(magnitude, ceiling)
    held = _lowest_around(allowed, LIMITER_SAMPLES)
    # Twice over half the stretch: the gain bends gently, too.
    return signal * _mean_around(_mean_around(held, LIMITER_SAMPLES // 2), LIMITER_SAMPLES // 2)


def _lowest_around(values: Signal, reach: int) -> Signal:
    """For every value the lowest of those at most `reach` away, in steps that double."""
    lowest = np.pad(values, reach, constant_values=np.inf)
    width = 1
    while width < 2 * reach + 1:
        step = min(width, 2 * reach + 1 - width)
        lowest = np.minimum(lowest[:-step], lowest[step:])
        width += step
    return lowest


def _mean_around(values: Signal, reach: int) -> Signal:
    """For every value the mean of those at most `reach` away; the ends go on as they are."""
    sums = np.cumsum(np.pad(values, (reach + 1, reach), mode="edge"))
    width = 2 * reach + 1
    return (sums[width:] - sums[:-width]) / width


def _faded(signal: Signal) -> Signal:
    length = min(FADE_SAMPLES, len(signal) // 2)
    if length == 0:
        return np.zeros_like(signal)
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(length) / length)
    faded = signal.copy()
    faded[:length] *= ramp
    faded[-length:] *= ramp[::-1]
    return faded


def _frame_levels_dbfs(signal: Signal) -> Signal:
    """Shape (frames,): the RMS level of each FRAME_SAMPLES, the last filled up with zeros."""
    filled = np.pad(signal, (0, -len(signal) % FRAME_SAMPLES))
    power: Signal = np.mean(np.square(filled.reshape(-1, FRAME_SAMPLES)), axis=1)
    levels: Signal = 10.0 * np.log10(np.maximum(power, 10.0 ** (SILENCE_DBFS / 10.0)))
    return levels


def _signal(samples: Samples) -> Signal:
    return samples.astype(np.float64) / FULL_SCALE
