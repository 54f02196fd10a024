"""Speech at the level that the recogniser knows best."""

import numpy as np

from voice_rom.sound import Samples

_LOWEST, _HIGHEST = -32_768, 32_767


def amplified(samples: Samples, gain_db: float) -> Samples:
    """Return samples of shape (samples,) `gain_db` louder; what goes over full scale is clipped."""
    if gain_db == 0.0:
        return samples
    louder = samples.astype(np.float32) * np.float32(10.0 ** (gain_db / 20.0))
    return np.clip(louder, _LOWEST, _HIGHEST).astype(np.int16)
