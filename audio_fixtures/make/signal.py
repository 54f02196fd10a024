"""Signals on their way to a recording: float samples, full scale 1.0, shape (samples,), 16 kHz."""

from typing import Final

import numpy as np
import numpy.typing as npt

from voice_rom.sound import FULL_SCALE, SAMPLE_RATE, Samples

Signal = npt.NDArray[np.float64]

SPEECH_DBFS: Final = -26.0
"""RMS of the speech itself: the level that ITU-T P.56 and telephony take for normal speech."""

PEAK: Final = 0.89
"""-1 dBFS: nothing clips."""

SILENCE_BEFORE: Final = 0.15
SILENCE_AFTER: Final = 0.2
"""Seconds around the speech."""

EDGE_DB: Final = -40.0
"""Speech begins and ends where 10 ms of it are this much below the loudest 10 ms."""

FRAME: Final = SAMPLE_RATE // 100
FADE: Final = SAMPLE_RATE // 200


def silence(seconds: float) -> Signal:
    return np.zeros(round(seconds * SAMPLE_RATE))


def rms(signal: Signal) -> float:
    return float(np.sqrt(np.mean(np.square(signal))))


def gain(db: float) -> float:
    return float(10.0 ** (db / 20.0))


def trimmed(signal: Signal) -> Signal:
    """The speech alone, faded over 5 ms at both ends so that the cut makes no click."""
    first, last = _speech_edges(signal)
    speech = signal[first:last].copy()
    ramp = np.linspace(0.0, 1.0, FADE)
    speech[:FADE] *= ramp
    speech[-FADE:] *= ramp[::-1]
    return speech


def levelled(signal: Signal, dbfs: float = SPEECH_DBFS) -> Signal:
    """The signal with the RMS level `dbfs` over its louder half, softer where it would clip."""
    scaled = signal * (gain(dbfs) / _active_rms(signal))
    peak = float(np.max(np.abs(scaled)))
    return scaled * min(1.0, PEAK / peak)


def padded(signal: Signal) -> Signal:
    return np.concatenate([silence(SILENCE_BEFORE), signal, silence(SILENCE_AFTER)])


def to_samples(signal: Signal) -> Samples:
    """Round to int16 samples of shape (samples,)."""
    scaled = np.round(signal * FULL_SCALE)
    return np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1.0).astype(np.int16)


def _frame_levels(signal: Signal) -> Signal:
    frames = signal[: len(signal) // FRAME * FRAME].reshape(-1, FRAME)
    return np.asarray(np.sqrt(np.mean(np.square(frames), axis=1)))


def _speech_edges(signal: Signal) -> tuple[int, int]:
    levels = _frame_levels(signal)
    loud = np.flatnonzero(levels > levels.max() * gain(EDGE_DB))
    return max(0, int(loud[0]) - 1) * FRAME, min(len(levels), int(loud[-1]) + 2) * FRAME


def _active_rms(signal: Signal) -> float:
    levels = _frame_levels(signal)
    louder = levels[levels >= np.median(levels[levels > 0.0])]
    return rms(louder)
