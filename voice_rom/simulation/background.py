"""The noise that is there all the time."""

from typing import Final

import numpy as np

from voice_rom.simulation.track import Wave, as_samples, as_wave
from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS, Samples, level_dbfs

_WHITE_SECONDS: Final = 10
"""Long enough that nothing in it is heard as coming back."""

QUIET_ROOM_DBFS: Final = -65.0
"""A living room at night, through a laptop's microphone: no digital silence."""


class Background:
    """A loop of noise, whole blocks long, ready both to be handed out and to be mixed with."""

    def __init__(self, loop: Samples) -> None:
        """Take at least one block of samples; what is left over after whole blocks is dropped."""
        length = len(loop) // BLOCK_SAMPLES * BLOCK_SAMPLES
        self._samples = loop[:length].copy()
        self._samples.setflags(write=False)
        self._wave: Wave = as_wave(self._samples)

    def samples(self, start: int) -> Samples:
        """The block that begins at sample `start`, a multiple of BLOCK_SAMPLES; read-only."""
        at = start % len(self._samples)
        return self._samples[at : at + BLOCK_SAMPLES]

    def wave(self, start: int) -> Wave:
        """The same block, to be mixed with."""
        at = start % len(self._wave)
        return self._wave[at : at + BLOCK_SAMPLES].copy()


def white_noise(dbfs: float, seed: int) -> Samples:
    """White noise of RMS level `dbfs`; zeros from SILENCE_DBFS down."""
    length = _WHITE_SECONDS * SAMPLE_RATE
    if dbfs <= SILENCE_DBFS:
        return np.zeros(length, dtype=np.int16)
    noise = np.random.default_rng(seed).standard_normal(length).astype(np.float32)
    return as_samples(noise * np.float32(32_768.0 * 10.0 ** (dbfs / 20.0)))


def at_level(samples: Samples, dbfs: float) -> Samples:
    """The same sound at the RMS level `dbfs`."""
    return as_samples(as_wave(samples, dbfs - level_dbfs(samples)))


def looped(samples: Samples, seconds: float) -> Samples:
    """The sound again and again until it is `seconds` long."""
    return np.resize(samples, round(seconds * SAMPLE_RATE))
