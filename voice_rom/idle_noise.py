"""The faint noise that a loudspeaker is given while nobody speaks: a stream that is never zeros.

Wireless loudspeakers, screens and amplifiers switch themselves off at digital silence, and swallow
the beginning of what comes after it.
"""

import numpy as np

from voice_rom.sound import FULL_SCALE, SILENCE_DBFS, Samples

_SEED = 1


def idle_noise(count: int, dbfs: float) -> Samples:
    """White noise of RMS level `dbfs`, shape (count,); zeros from SILENCE_DBFS down."""
    if dbfs <= SILENCE_DBFS:
        return np.zeros(count, dtype=np.int16)
    noise = np.random.default_rng(_SEED).standard_normal(count)
    scaled: Samples = np.round(noise * FULL_SCALE * 10.0 ** (dbfs / 20.0)).astype(np.int16)
    return scaled
