"""Sound as every part of the program passes it on: mono, 16 bit, 16 kHz."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
"""Hz. The recogniser's rate, and the voice's too: its echo is cancelled sample by sample."""

BLOCK_SAMPLES = 320
"""Samples in a block: 20 ms, the frame of the echo canceller."""

FULL_SCALE = 32_768.0

Samples = npt.NDArray[np.int16]
"""Shape (samples,), mono, at SAMPLE_RATE."""

SILENCE_DBFS = -120.0
"""dBFS given to a block of zeros, in place of minus infinity."""


@dataclass(frozen=True, eq=False)
class Clip:
    """A piece of sound to be played: samples of shape (samples,) at SAMPLE_RATE."""

    samples: Samples

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, eq=False)
class Block:
    """BLOCK_SAMPLES samples from the microphone.

    `start` is the time of the first sample, in seconds on the room's clock. `played` is what
    the loudspeaker was given for the same stretch of time, shape (BLOCK_SAMPLES,), or None while
    it was silent: what an echo canceller needs to know.
    """

    samples: Samples
    start: float
    played: Samples | None = None

    @property
    def end(self) -> float:
        return self.start + len(self.samples) / SAMPLE_RATE


def level_dbfs(samples: Samples) -> float:
    """The RMS level of samples of shape (samples,), in dB relative to full scale."""
    if len(samples) == 0:
        return SILENCE_DBFS
    values = samples.astype(np.float64)
    power = float(np.dot(values, values)) / len(values) / FULL_SCALE**2
    return max(SILENCE_DBFS, 10.0 * math.log10(power)) if power > 0.0 else SILENCE_DBFS


def clipped_share(samples: Samples) -> float:
    """The share of samples of shape (samples,) that are as loud as a sample can be: from 0 to 1."""
    if not len(samples):
        return 0.0
    return float(np.mean((samples >= FULL_SCALE - 1) | (samples <= -(FULL_SCALE - 1))))
