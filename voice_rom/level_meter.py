"""How loud a microphone was: one meter, for a session and for the check of a device."""

from dataclasses import dataclass

from voice_rom.sound import BLOCK_SAMPLES, SAMPLE_RATE, SILENCE_DBFS


@dataclass(frozen=True)
class LevelReading:
    """Levels in dBFS (RMS), each of the loudest block: 20 ms."""

    seconds: float
    """Since the beginning."""
    level_dbfs: float
    """Since the previous reading."""
    loudest_dbfs: float
    """Since the beginning."""
    zeros: bool
    """Every sample since the beginning was exactly zero."""


class LevelMeter:
    """Takes the level of block after block, and gives a reading every `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._every = max(1, round(seconds * SAMPLE_RATE / BLOCK_SAMPLES))
        self.reset()

    def reset(self) -> None:
        """Begin again."""
        self._count = 0
        self._level = self._loudest = SILENCE_DBFS
        self._zeros = True

    def take(self, level_dbfs: float) -> LevelReading | None:
        """Take the next block's level; return a reading when one is due."""
        self._count += 1
        self._level = max(self._level, level_dbfs)
        self._loudest = max(self._loudest, level_dbfs)
        self._zeros = self._zeros and level_dbfs <= SILENCE_DBFS
        if self._count % self._every:
            return None
        seconds = self._count * BLOCK_SAMPLES / SAMPLE_RATE
        reading = LevelReading(seconds, self._level, self._loudest, self._zeros)
        self._level = SILENCE_DBFS
        return reading
