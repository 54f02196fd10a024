"""Speech at the level that the recogniser knows best."""

import numpy as np

from voice_rom.sound import BLOCK_SAMPLES, Samples, level_dbfs

_LOWEST, _HIGHEST = -32_768, 32_767


def amplified(samples: Samples, gain_db: float) -> Samples:
    """Return samples of shape (samples,) `gain_db` louder; what goes over full scale is clipped."""
    if gain_db == 0.0:
        return samples
    louder = samples.astype(np.float32) * np.float32(10.0 ** (gain_db / 20.0))
    clipped: Samples = np.clip(louder, _LOWEST, _HIGHEST).astype(np.int16)
    return clipped


def loudest_dbfs(samples: Samples) -> float:
    """Return the RMS level of the loudest block in samples of shape (samples,)."""
    starts = range(0, len(samples), BLOCK_SAMPLES)
    return max(level_dbfs(samples[start : start + BLOCK_SAMPLES]) for start in starts)
