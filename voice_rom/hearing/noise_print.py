"""What the room sounded like just before somebody spoke."""

from collections import deque

import numpy as np

from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Samples


class NoisePrint:
    """The last sound without a voice in it, save for its end: there a voice may have begun."""

    def __init__(self, *, seconds: float, less_seconds: float) -> None:
        """Keep `seconds` of sound; what is newer than `less_seconds` is not given away."""
        self._blocks: deque[Samples] = deque(maxlen=_blocks(seconds + less_seconds))
        self._newest = _blocks(less_seconds)

    def take(self, samples: Samples) -> None:
        """Take the next block, in which nobody speaks as far as anybody knows."""
        self._blocks.append(samples)

    @property
    def samples(self) -> Samples:
        """Shape (samples,); empty as long as too little was heard."""
        older = list(self._blocks)[: -self._newest]
        return np.concatenate(older) if older else np.zeros(0, dtype=np.int16)


def _blocks(seconds: float) -> int:
    return max(1, round(seconds * SAMPLE_RATE / BLOCK_SAMPLES))
