"""Our own voice, taken out of what the microphone hears."""

import ctypes
import weakref
from typing import Final, Protocol

import numpy as np

from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, Block, Samples, level_dbfs

MOST_ADDED_DB = 6.0
"""What is louder by more than this than what went in is no sound of the room. (Less it may be: the
canceller's filters spread a sound over neighbouring blocks.)"""


_SAMPLES: Final = ctypes.POINTER(ctypes.c_int16)


class EchoCanceller(Protocol):
    """Block by block, at the rate and in the size of `sound`."""

    def cancel(self, block: Block) -> Samples:
        """Return the block's samples without what the loudspeaker played into them."""


class NoEchoCanceller:
    """For headphones, and where the library is not there."""

    def cancel(self, block: Block) -> Samples:
        return block.samples


class AecCanceller:
    """The canceller of Speex, by pyaec: an adaptive filter that learns the room from the voice.

    Its library is called directly: pyaec's own class turns every sample into an object of Python
    and back, and takes 0.35 ms for a block in place of 0.2 ms.
    """

    def __init__(self, *, filter_seconds: float, tail_seconds: float) -> None:
        """`filter_seconds`: the longest echo that is learnt. Raises ImportError without pyaec."""
        import pyaec  # noqa: PLC0415 - not on every platform

        longest, less_noise = round(filter_seconds * SAMPLE_RATE), True
        self._library = pyaec.lib
        self._canceller = self._library.AecNew(BLOCK_SAMPLES, longest, SAMPLE_RATE, less_noise)
        weakref.finalize(self, self._library.AecDestroy, self._canceller)
        self._tail = round(tail_seconds * SAMPLE_RATE / BLOCK_SAMPLES)
        self._silent_blocks = self._tail + 1
        self._nothing = np.zeros(BLOCK_SAMPLES, dtype=np.int16)

    def cancel(self, block: Block) -> Samples:
        """Runs while the loudspeaker plays and `tail_seconds` longer; else passes samples on."""
        self._silent_blocks = 0 if block.played is not None else self._silent_blocks + 1
        if self._silent_blocks > self._tail:
            return block.samples
        played = self._nothing if block.played is None else block.played
        cleaned = self._cleaned(block.samples, played)
        # A loudspeaker that has just gone plays nothing any more, and nobody knows it yet: what is
        # taken out of silence then is the voice itself, upside down, and words are heard in it.
        added = level_dbfs(cleaned) > level_dbfs(block.samples) + MOST_ADDED_DB
        return block.samples if added else cleaned

    def _cleaned(self, samples: Samples, played: Samples) -> Samples:
        cleaned = np.empty(BLOCK_SAMPLES, dtype=np.int16)
        buffers = [
            np.require(buffer, np.int16, "C").reshape(BLOCK_SAMPLES)  # raises for another size
            for buffer in (samples, played, cleaned)
        ]
        pointers = [buffer.ctypes.data_as(_SAMPLES) for buffer in buffers]
        self._library.AecCancelEcho(self._canceller, *pointers, BLOCK_SAMPLES)
        return cleaned


def echo_canceller(*, filter_seconds: float, tail_seconds: float) -> EchoCanceller:
    """Return the best canceller that this machine has."""
    try:
        return AecCanceller(filter_seconds=filter_seconds, tail_seconds=tail_seconds)
    except (ImportError, OSError, AttributeError):  # pyaec has AttributeError for a missing library
        return NoEchoCanceller()
